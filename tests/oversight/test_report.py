"""The report as a draft, in print, published, submitted, and held against the records afterwards."""

from argparse import Namespace
from datetime import date, datetime, timedelta

import pytest

from gongkai.casework.actions import void_fact
from gongkai.config.cli import annual as annual_command
from gongkai.law import annual
from gongkai.law.refused import Refused
from gongkai.oversight import actions, blocks, queries
from gongkai.oversight.models import AnnualReport, Declaration
from gongkai.people.queries import seats
from gongkai.portal import actions as press
from gongkai.publishing import actions as publishing
from gongkai.publishing.queries import current_edition
from gongkai.register.queries import entries
from tests.casework.made import a_counter, a_reply, a_request, fresh, moment, sent
from tests.make import SHANGHAI, a_bureau, a_signed, released
from tests.oversight.made import a_case, a_dispute, a_letter, on

JANUARY = datetime(2026, 1, 12, 9, tzinfo=SHANGHAI)
WRITTEN = {
    "slot.practice": "演示：今年围绕统计数据发布开展了工作。", "slot.management": "演示：修订目录。",
    "slot.platform": "演示：专栏改版。", "slot.supervision": "演示：组织培训两次。",
    "slot.problems": "演示：个别栏目更新不及时。", "slot.plans": "演示：建立更新提醒。\n演示：开展自查。",
}  # fmt: skip


@pytest.fixture
def bureau(db):
    return a_bureau()


def ready(bureau, year=2025, at=JANUARY, **changes):
    """Declare everything a report of today's form wants."""
    zeros = {one.key: "0" for one in queries.report(year, at).fields if one.group == "table2"}
    actions.declare(year=year, values={**zeros, **WRITTEN, **changes}, basis="演示台账", by=bureau.editor,
                    at=at)  # fmt: skip


def drafted(bureau, year=2025, at=JANUARY, **changes):
    values = {"year": year, "column": "data", "by": bureau.editor, "at": at} | changes
    return actions.draft_report(**values)


def out(bureau, page, at=JANUARY):
    card = publishing.submit(page=page, by=bureau.editor, at=at)
    return released(a_signed(bureau, card, at=at), at=at)


def code(call, *args, **named):
    with pytest.raises(Refused) as refused:
        call(*args, **named)
    return refused.value.code


def test_an_empty_slot_or_number_keeps_a_report_from_being_drafted(bureau):
    assert code(drafted, bureau) == "report.slots"
    actions.declare(year=2025, values=WRITTEN, basis="", by=bureau.editor, at=JANUARY)
    assert code(drafted, bureau) == "report.blanks"
    ready(bureau, **{key: text + "改" for key, text in WRITTEN.items()})
    assert drafted(bureau).title == "石家庄市统计局2025年政府信息公开工作年度报告"


def test_a_report_is_drafted_with_sections_tables_and_both_prints_and_read_again_the_same(bureau):
    a_case(date(2025, 3, 3), date(2025, 3, 20), applicant="company")
    a_case(date(2025, 12, 20))
    a_dispute(date(2025, 5, 6), date(2025, 7, 1))
    ready(bureau, **{"t2.rules.valid": "0", "t2.normative.valid": "3", "t2.fee.amount": "1.5"})
    page = drafted(bureau)
    found = queries.draft_content(page)
    kinds = [block["type"] for block in found["body"]]
    assert kinds.count("heading") == 6
    assert kinds.count("table") == 3
    assert kinds[-2:] == ["attachment", "attachment"]
    report = queries.report(2025, JANUARY)
    seen = blocks.annual_of(found)
    assert dict(seen.table2.cells) == dict(report.tables["table2"].cells)
    assert dict(seen.table3.cells) == dict(report.tables["table3"].cells)
    assert dict(seen.table4.cells) == dict(report.tables["table4"].cells)
    assert [one.heading for one in seen.sections] == list(annual.form_of(2025).sections)
    assert entries().of("report.drafted").count() == 1
    assert AnnualReport.objects.get(year=2025).public_id == page.public_id


def test_a_failing_constraint_keeps_a_report_from_being_drafted(bureau):
    ready(bureau, **{"last.r25.c1": "4"})
    assert code(drafted, bureau) == "report.check"
    found = queries.findings(queries.report(2025, JANUARY), JANUARY)
    assert {one.rule for one in found if one.severity == "block"} == {"AR-05"}


def test_a_report_of_the_records_alone_has_nothing_to_correct(bureau):
    for n in range(6):
        a_case(date(2025, 2, 3 + n), date(2025, 3, 3) if n % 2 else None)
    a_letter(date(2025, 3, 3), date(2025, 3, 5))
    a_dispute(date(2025, 4, 1))
    ready(bureau)
    assert queries.findings(queries.report(2025, JANUARY), JANUARY) == []


def test_last_years_published_report_is_what_this_years_is_held_against(bureau):
    a_case(date(2024, 12, 20), date(2025, 1, 9))
    ready(bureau, 2024, on(date(2025, 1, 14)))
    out(bureau, drafted(bureau, 2024, on(date(2025, 1, 14))), on(date(2025, 1, 14)))
    ready(bureau, **{key: text.replace("演示", "今年演示") for key, text in WRITTEN.items()})
    report = queries.report(2025, JANUARY)
    before = queries.previous(report, JANUARY)
    assert before.table3.of("r25") == report.tables["table3"].of("r02") == 1
    a_case(date(2024, 12, 22), date(2025, 1, 10))
    rules = {one.rule for one in queries.findings(queries.report(2025, JANUARY), JANUARY)}
    assert "AR-05" in rules


def test_a_number_typed_into_the_draft_against_its_table_is_found(bureau):
    a_case(date(2025, 3, 3), date(2025, 3, 20))
    ready(bureau)
    page = drafted(bureau)
    body = queries.draft_content(page)["body"]
    wrong = [{**block, "html": block["html"].replace("新收政府信息公开申请1件", "新收政府信息公开申请7件")}
             if block["type"] == "text" else block for block in body]  # fmt: skip
    publishing.revise(page=page, by=bureau.editor, at=JANUARY, body=wrong)
    found = queries.findings(queries.report(2025, JANUARY), JANUARY,
                             queries.draft_content(queries.draft_of(2025)))  # fmt: skip
    assert "AR-12" in {one.rule for one in found}


def test_a_report_drafted_before_is_replaced_only_when_that_is_meant(bureau):
    ready(bureau)
    first = drafted(bureau)
    assert code(drafted, bureau) == "report.exists"
    assert drafted(bureau, replace=True).public_id == first.public_id


def test_a_draft_that_was_deleted_is_drafted_anew(bureau):
    ready(bureau)
    page = drafted(bureau)
    page.delete()
    assert queries.draft_of(2025) is None
    assert drafted(bureau).public_id != page.public_id


@pytest.mark.parametrize(("value", "wanted"), [("三", "report.number"), ("-1", "report.number"),
                                               ("1.5", "report.number"), ("NaN", "report.number"),
                                               ("1e30", "report.number")])  # fmt: skip
def test_what_is_no_number_is_refused_and_nothing_kept(bureau, value, wanted):
    values = {"t2.rules.issued": "1", "t2.rules.valid": value}
    assert code(actions.declare, year=2025, values=values, basis="演示", by=bureau.editor,
                at=JANUARY) == wanted  # fmt: skip
    assert not Declaration.objects.exists()


def test_declaring_names_its_basis_keeps_what_was_declared_before_and_is_registered(bureau):
    values = {"t2.rules.issued": "1"}
    assert code(actions.declare, year=2025, values=values, basis=" ", by=bureau.editor,
                at=JANUARY) == "report.basis"  # fmt: skip
    actions.declare(year=2025, values=values, basis="演示台账", by=bureau.office, at=JANUARY)
    assert code(actions.declare, year=2025, values=values, basis="演示台账", by=bureau.editor,
                at=JANUARY) == "report.same"  # fmt: skip
    actions.declare(year=2025, values={"t2.rules.issued": "2"}, basis="演示更正", by=bureau.editor,
                    at=JANUARY)  # fmt: skip
    assert [row.value for row in Declaration.objects.order_by("pk")] == ["1", "2"]
    assert (
        queries.behind(queries.span_of(2025, JANUARY), "t2.rules.issued").declared[0].value == "2"
    )
    assert entries().of("report.declared").count() == 2
    assert code(actions.declare, year=2025, values={"x": "1"}, basis="演示", by=bureau.editor,
                at=JANUARY) == "report.field"  # fmt: skip
    assert code(actions.declare, year=2025, values=values, basis="演示", by=bureau.leader,
                at=JANUARY) == "report.post"  # fmt: skip


def test_a_counting_rule_names_columns_that_are_there_and_is_set_by_the_office(bureau):
    given = {"since": date(2025, 1, 1), "text": "演示", "unit": "条", "at": JANUARY,
             "kinds": [{"name": "动态", "columns": ["lost"]}]}  # fmt: skip
    assert code(actions.set_counting, **given, by=bureau.office) == "counting.column"
    given["kinds"] = [{"name": "动态", "columns": ["news"]}]
    assert code(actions.set_counting, **given, by=bureau.editor) == "report.post"
    actions.set_counting(**given, by=bureau.office)
    assert queries.report(2025, JANUARY).facts["published.rule"] == "演示"


def test_a_submission_needs_a_published_report_a_day_after_it_and_a_receipt(bureau):
    ready(bureau)
    page = drafted(bureau)
    given = {"year": 2025, "office": "演示市政府办公室", "on": JANUARY.date(), "receipt_no": "演示回执1号",
             "by": bureau.office, "at": JANUARY}  # fmt: skip
    assert code(actions.submit_report, **given) == "report.unpublished"
    out(bureau, page)
    assert code(actions.submit_report, **given | {"on": date(2026, 1, 9)}) == "report.early"
    assert code(actions.submit_report, **given | {"on": date(2026, 1, 13)}) == "report.later"
    assert code(actions.submit_report, **given | {"receipt_no": " "}) == "report.receipt"
    assert code(actions.submit_report, **given | {"by": bureau.editor}) == "report.post"
    row = actions.submit_report(**given, file=("回执.pdf", b"%PDF-1.4 demo"))
    entry = entries().of("report.submitted").get()
    assert "第四十九条" in entry.payload.body
    assert row.sha256 in entry.payload.body


def test_what_changes_after_publication_shows_as_a_difference_with_its_entries(db):
    counter = a_counter(columns=True)
    case = a_request(counter, date(2025, 3, 3))
    at = moment(date(2025, 3, 10))
    sent(counter, a_reply(counter, case, at), at)
    other = a_request(counter, date(2025, 4, 7), title="另一件（演示）")
    ready(counter.bureau)
    out(counter.bureau, drafted(counter.bureau))
    report = queries.report(2025, JANUARY)
    assert queries.errata(report, JANUARY).differences == ()
    later = JANUARY + timedelta(days=3)
    wrong = fresh(case).facts.get(event="closed")
    void_fact(fact=wrong.pk, by=counter.office, seat=seats(counter.office, later)[0], at=later,
              reason="演示：登记错误")  # fmt: skip
    found = queries.errata(queries.report(2025, later), later)
    assert {(one.cell, one.was, one.now) for one in found.differences if one.cell.endswith("c7")} == {
        ("t3.r03.c7", 1, 0), ("t3.r24.c7", 1, 0), ("t3.r25.c7", 1, 2)}  # fmt: skip
    assert [one.case.pk for one in found.causes] == [case.pk]
    assert found.causes[0].entries == (entries().of("case.voided").get().seq,)
    assert other.pk not in {one.case.pk for one in found.causes}
    assert current_edition(queries.draft_of(2025), later) is not None


def test_a_report_in_many_thousand_cases_asks_few_questions(bureau, django_assert_max_num_queries):
    with django_assert_max_num_queries(40):
        queries.report(2025, JANUARY)


def test_a_report_of_the_form_of_2008_shows_the_sentences_that_no_longer_hold(db):
    bureau = a_bureau()
    spring = on(date(2015, 3, 18))
    values = {key: WRITTEN[key] for key in ("slot.practice", "slot.problems", "slot.plans")}
    actions.declare(year=2014, values=values, basis="", by=bureau.editor, at=spring)
    page = drafted(bureau, 2014, spring)
    assert [block["type"] for block in queries.draft_content(page)["body"]].count("table") == 0
    out(bureau, page, spring)
    assert queries.errata(queries.report(2014, spring), spring).differences == ()
    a_case(date(2014, 9, 1))
    found = queries.errata(queries.report(2014, spring), spring)
    assert {one.place for one in found.differences} == {"requests_none", "requests"}


def test_a_report_that_repeats_last_years_text_is_found(db):
    bureau = a_bureau()
    text = "演示：" + "、".join(
        f"第{name}项工作按计划办理并公开结果" for name in "甲乙丙丁戊己庚辛壬癸子丑寅卯"
    )
    for year in (2013, 2014):
        spring = on(date(year + 1, 3, 18))
        values = {f"slot.{key}": text for key in ("practice", "problems", "plans")}
        actions.declare(year=year, values=values, basis="", by=bureau.editor, at=spring)
        if year == 2013:
            out(bureau, drafted(bureau, year, spring), spring)
    assert code(drafted, bureau, 2014, on(date(2015, 3, 18))) == "report.check"
    found = queries.findings(queries.report(2014, spring), spring)
    assert [one.rule for one in found] == ["AR-15"]


def test_the_command_says_the_report_writes_it_and_ends_with_what_is_missing(
    bureau, tmp_path, capsys
):
    given = {"year": 2014, "shape": "", "docx": str(tmp_path / "a.docx"), "pdf": ""}
    assert annual_command.report(Namespace(**given)) == 1
    shown = capsys.readouterr().out
    assert "全年没有收到政府信息公开申请。" in shown
    assert "待写　存在的主要问题" in shown
    assert (tmp_path / "a.docx").read_bytes().startswith(b"PK")


def test_a_report_altered_in_the_editor_is_held_when_it_would_go_out(bureau):
    a_case(date(2025, 3, 3), date(2025, 3, 20))
    ready(bureau)
    page = drafted(bureau)
    body = queries.draft_content(page)["body"]
    changed = [
        {**block, "html": block["html"].replace("1件", "9件")} if block["type"] == "text" else block
        for block in body
    ]
    assert changed != body
    card = a_signed(bureau, publishing.submit(page=page, by=bureau.editor, at=JANUARY), at=JANUARY)
    assert queries.release_fault(card, JANUARY) == ""
    publishing.withdraw(card=card.pk, by=bureau.office, at=JANUARY, reason="重拟（演示）")
    page = publishing.revise(page=page, by=bureau.editor, at=JANUARY, body=changed)
    card = a_signed(bureau, publishing.submit(page=page, by=bureau.editor, at=JANUARY), at=JANUARY)
    assert "没有或者被改动" in queries.release_fault(card, JANUARY)
    press.tick(JANUARY)
    card.refresh_from_db()
    assert card.step == "held"
    assert current_edition(page, JANUARY) is None


def test_the_report_of_2019_has_the_rows_of_its_own_form_and_is_read_again_the_same(bureau):
    for outcome in ("uncorrected", "unpaid", "other", "granted"):
        a_case(date(2019, 7, 1), date(2019, 7, 20), outcome=outcome)
    at = on(date(2020, 1, 14))
    ready(bureau, 2019, at)
    report = queries.report(2019, at)
    table = report.tables["table3"]
    assert len(table.rows) == 23
    assert (table.of(annual.WHOLE), table.of(annual.TOTAL_ROW)) == (3, 4)
    assert queries.behind(report.span, f"t3.{annual.WHOLE}.c7").count == 3
    assert code(queries.behind, report.span, "t3.r21.c7") == "report.cell"
    assert queries.findings(report, at) == []
    page = drafted(bureau, 2019, at)
    seen = blocks.annual_of(queries.draft_content(page))
    assert dict(seen.table3.cells) == dict(table.cells)
    view = queries.table_of("table3", report)
    assert [one.cell for one in view.rows[-3]][-1] == f"t3.{annual.WHOLE}.c7"
    out(bureau, page, at)
    a_case(date(2019, 8, 1), date(2019, 8, 20), outcome="unpaid")
    found = queries.errata(queries.report(2019, at), at).differences
    assert f"t3.{annual.WHOLE}.c7" in {one.cell for one in found}


def test_a_cell_altered_in_the_editor_is_held_when_it_would_go_out(bureau):
    a_case(date(2025, 3, 3), date(2025, 3, 20))
    ready(bureau)
    page = drafted(bureau)
    body = queries.draft_content(page)["body"]
    third = next(block for block in body if blocks.kind_of(block) == "table3")
    rows = [["9" if cell == "1" else cell for cell in row] for row in third["rows"]]
    changed = [{**third, "rows": rows} if block is third else block for block in body]
    page = publishing.revise(page=page, by=bureau.editor, at=JANUARY, body=changed)
    card = a_signed(bureau, publishing.submit(page=page, by=bureau.editor, at=JANUARY), at=JANUARY)
    assert "与记录不符" in queries.release_fault(card, JANUARY)
