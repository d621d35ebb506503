"""The prose of a report under the regulation of 2008, held against the records: AR-12, AR-13."""

from dataclasses import replace
from datetime import date

import pytest

from gongkai.config.demonstration.load import SLOTS
from gongkai.law.annual import Annual, Section, Table2, Table3, Table4
from gongkai.oversight import actions, queries
from gongkai.oversight.models import AnnualReport, CountingRule
from gongkai.oversight.rules import check_prose
from gongkai.people.models import PostKind
from tests.make import a_bureau, a_holder
from tests.oversight.made import SPRING, YEAR, a_case, a_letter, the_year
from tests.oversight.reports import table3, table4

KNOWN = {"published": 33, "kind.统计公报": 1, "kind.工作信息": 13, "letters.received": 12,
         "letters.answered": 11}  # fmt: skip
NONE = Annual(2014, "演示局", Table2({}), Table3({}), Table4({}), (), form="2008")


def judged(text, previous=None, before=(), report=NONE):
    one = replace(report, sections=(Section("一、主要做法", text),))
    found = check_prose(one, previous, known=KNOWN, before=dict(before))
    return [(one.rule, one.severity.value) for one in found]


@pytest.mark.parametrize(
    ("text", "is_wrong"),
    [
        ("公开政府信息99篇。", True),
        ("公开政府信息33篇。", False),
        ("全年主动公开各类政府信息三十四条。", True),
        ("全年公开统计公报、统计公告和工作信息等各类政府信息33篇。", False),
        ("其中公开统计公报2篇、工作信息13篇。", True),
        ("公开统计公报1篇、工作信息13篇。", False),
        ("收到政府信息公开申请5件。", True),
        ("没有收到政府信息公开申请。", False),
        ("因政府信息公开引起的行政复议1件。", True),
        ("政府信箱收到群众来信12封，答复来信11封。", False),
        ("政府信箱收到群众来信15封。", True),
    ],
)
def test_a_number_in_old_prose_is_the_number_of_the_records(text, is_wrong):
    assert judged(text) == ([("AR-12", "warn")] if is_wrong else [])


@pytest.mark.parametrize(
    "text",
    [
        "通过微博公开信息200条。",
        "报送工作信息200篇。",
        "编印《石家庄统计海报》4期，公开海报信息4条。",
        "上年公开政府信息28篇。",
        "上半年公开政府信息12篇。",
        "公开政府信息三十余篇。",
        "公开政府信息比上年增加5篇。",
        "依申请公开政府信息2件。",
        "更新公开栏目信息60条。",
        "不予公开的政府信息2件。",
        "未公开信息3条。",
    ],
)
def test_a_number_in_old_prose_that_counts_something_else_is_left_alone(text):
    assert judged(text) == []


def test_a_number_of_the_whole_citys_bureaus_is_only_told():
    assert judged("各县区统计局公开政府信息330篇。") == [("AR-12", "note")]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("收到群众来信12封，同比增长300%（上年10件，本年20件）。", ["AR-13"]),
        ("举办培训20期，同比增长100%（上年10期，本年20期）。", []),
        ("公开政府信息33篇，比上年增长10%。", []),
        ("公开政府信息33篇，比上年增长50%。", ["AR-13"]),
    ],
)
def test_a_growth_in_old_prose_follows_from_the_levels(text, wrong):
    assert [rule for rule, _ in judged(text, before={"published": 30})] == wrong


def test_a_growth_of_requests_follows_from_the_records_of_both_years():
    now = replace(NONE, table3=table3(), table4=table4())
    before = replace(NONE, year=2013, table3=table3(), table4=table4())
    text = f"收到政府信息公开申请{now.table3.of('r01')}件，比上年增长20%。"
    assert judged(text, before, report=now) == [("AR-13", "warn")]
    assert judged(text.replace("增长20", "增长0"), before, report=now) == []


WRONG = "公开政府信息99篇，收到政府信息公开申请5件，同比增长300%（上年10件，本年20件）。"


@pytest.mark.parametrize("shape", ["form-2008", "bureau"])
def test_the_report_of_2014_is_held_against_its_records_in_both_shapes(db, shape):
    the_year()
    editor = a_holder(PostKind.EDITOR)
    actions.declare(year=2014, values={"slot.practice": WRONG}, basis="", by=editor, at=SPRING,
                    shape=shape)  # fmt: skip
    found = queries.findings(queries.report(2014, SPRING, shape), SPRING)
    told = " ".join(one.excerpt for one in found)
    assert [one.rule for one in found] == ["AR-12", "AR-12", "AR-13"]
    assert "记录中“主动公开的政府信息”为33" in told
    assert "“收到政府信息公开申请5件”，记录为0" in told
    assert "本年20，上年10" in told


@pytest.mark.parametrize("shape", ["form-2008", "bureau"])
def test_the_bureaus_own_report_for_2014_has_nothing_to_correct(db, shape):
    the_year()
    report = next(item for item in YEAR.items if item.key == "report-2014")
    texts = [block["html"] for block in report.content()["body"]]
    values = dict(zip(SLOTS, texts, strict=True))
    fields = {one.key for one in queries.report(2014, SPRING, shape).fields}
    actions.declare(year=2014, values={key: text for key, text in values.items() if key in fields},
                    basis="", by=a_holder(PostKind.EDITOR), at=SPRING, shape=shape)  # fmt: skip
    assert queries.findings(queries.report(2014, SPRING, shape), SPRING) == []


def test_the_levels_of_last_year_are_known_where_its_report_was_drafted_here(db):
    bureau = a_bureau()
    AnnualReport.objects.create(year=2013, public_id="演示1", shape="bureau", drafted_by=bureau.editor,
                                drafted_at=SPRING)  # fmt: skip
    for year in (2013, 2013, 2014):
        a_case(date(year, 5, 6))
        a_letter(date(year, 5, 6))
    text = "收到政府信息公开申请1件，比上年增长50%。"
    actions.declare(
        year=2014, values={"slot.practice": text}, basis="", by=bureau.editor, at=SPRING
    )
    found = queries.findings(queries.report(2014, SPRING), SPRING)
    assert [(one.rule, one.why) for one in found] == [("AR-13", "应当是下降50%。")]


def test_the_report_of_today_is_held_against_the_counted_items_too(db):
    bureau = a_bureau()
    CountingRule.objects.create(since=date(2025, 1, 1), text="演示", unit="条", by=bureau.office,
                                at=SPRING)  # fmt: skip
    at = SPRING.replace(year=2026)
    zeros = {one.key: "0" for one in queries.report(2025, at).fields if one.group == "table2"}
    actions.declare(year=2025, values={**zeros, "slot.practice": "主动公开政府信息99条。"}, basis="演示",
                    by=bureau.editor, at=at)  # fmt: skip
    found = queries.findings(queries.report(2025, at), at)
    assert [one.rule for one in found if one.rule == "AR-12"] == ["AR-12"]


def test_the_page_says_which_checks_ran_and_which_could_not(db):
    a_bureau(columns=False)
    shown = queries.checked(queries.report(2014, SPRING), SPRING)
    assert shown[0].startswith("已核对：文字里的件数与表格、记录（AR-12、AR-14）；增幅")
    assert shown[1].startswith("没有核对：与上年度报告的文字重复（AR-15）")
