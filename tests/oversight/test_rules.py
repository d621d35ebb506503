"""Every constraint of an annual report, alone: what breaks it is reported, at its place, once."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.law import annual
from gongkai.law.annual import Annual, Section
from gongkai.oversight.rules import RULES, check, fails
from gongkai.oversight.rules.likeness import share
from tests.oversight.reports import (
    COLUMNS,
    LEAVES,
    OUTCOMES,
    SUITS,
    a_report,
    changed,
    last_year,
    sections,
    silent,
    table3,
    table4,
    with_text,
)  # fmt: skip

NAMES = {one.key: one.label for one in annual.columns()}
ROWS = {one.key: one.label for one in annual.table3_rows(split=True)}
SUIT = {one.key: one.label for one in annual.suits()}
FORM = annual.forms()[0].sections


def found(report, *args, **more):
    return {(one.rule, one.place) for one in check(report, *args, **more)}


def cell(row, column):
    return f"表三“{ROWS[row]}”行“{NAMES[column]}”列"


def column(key):
    return f"表三“{NAMES[key]}”列"


def rules(report, *args, **more):
    return [one.rule for one in check(report, *args, **more)]


def test_a_report_in_which_all_agrees_is_not_reported():
    assert check(a_report(), last_year(), published=date(2025, 1, 24)) == []


def test_every_constraint_has_a_weight_and_a_source():
    assert list(RULES) == [f"AR-{number:02}" for number in range(1, 18)]
    assert all(rule.source for rule in RULES.values())


@pytest.mark.parametrize("key", COLUMNS)
def test_the_carry_of_a_column_is_reported_when_what_is_left_changes(key):
    report = silent(a_report())
    bad = changed(report, 3, "r25", key, report.table3.of("r25", key) + 1)
    assert found(bad) == {("AR-01", column(key)), ("AR-03", cell("r25", "c7"))}


@pytest.mark.parametrize("key", COLUMNS)
def test_the_total_of_a_column_is_reported_when_an_outcome_changes(key):
    report = silent(a_report())
    bad = changed(report, 3, "r13", key, report.table3.of("r13", key) + 1)
    assert found(bad) == {("AR-02", cell("r24", key)), ("AR-03", cell("r13", "c7"))}


@pytest.mark.parametrize("row", ROWS)
def test_the_total_of_a_row_is_reported_with_what_its_column_breaks(row):
    report = silent(a_report())
    bad = changed(report, 3, row, "c7", report.table3.of(row) + 1)
    more = set()
    if row in {"r01", "r02", "r24", "r25"}:
        more.add(("AR-01", column("c7")))
    if row in OUTCOMES or row == "r24":
        more.add(("AR-02", cell("r24", "c7")))
    assert found(bad) == {("AR-03", cell(row, "c7"))} | more


def test_a_carry_wrong_in_one_kind_and_in_the_total_is_reported_in_both_columns():
    report = silent(a_report())
    bad = changed(changed(report, 3, "r01", "c2", 99), 3, "r01", "c7",
                  report.table3.of("r01") + 99 - report.table3.of("r01", "c2"))  # fmt: skip
    assert found(bad) == {("AR-01", column("c2")), ("AR-01", column("c7"))}


@pytest.mark.parametrize("suit", SUITS)
@pytest.mark.parametrize("result", ["upheld", "corrected", "other", "pending", "total"])
def test_a_total_of_table_four_is_reported_when_a_result_changes(suit, result):
    report = silent(a_report())
    bad = changed(report, 4, suit, result, report.table4.of(suit, result) + 1)
    assert found(bad) == {("AR-04", f"表四“{SUIT[suit]}”“总计”")}


@pytest.mark.parametrize("key", COLUMNS)
def test_what_is_carried_over_is_compared_with_last_years_report(key):
    before = last_year()
    bad = changed(before, 3, "r25", key, before.table3.of("r25", key) + 2)
    assert found(a_report(), bad) == {("AR-05", cell("r02", key))}
    assert fails(check(a_report(), bad))


def test_a_difference_in_what_is_carried_over_passes_when_the_report_explains_it():
    before = changed(last_year(), 3, "r25", "c1", 9)
    text = "上年结转数与上年报告不一致，原因是两件申请在年初撤回。演示局本年度未收取信息处理费。"
    findings = check(with_text(a_report(), 6, text), before)
    assert [(one.rule, one.severity.value) for one in findings] == [("AR-05", "note")]


@pytest.mark.parametrize("row", ["rules", "normative"])
@pytest.mark.parametrize("part", ["issued", "repealed", "valid"])
def test_rules_in_force_follow_from_last_years(row, part):
    report = a_report()
    bad = changed(report, 2, row, part, report.table2.of(row, part) + 1)
    label = {"rules": "规章", "normative": "行政规范性文件"}[row]
    assert found(bad, last_year()) == {("AR-06", f"表二“{label}”行“现行有效件数”列")}


@pytest.mark.parametrize(
    ("table", "row", "key", "number", "place"),
    [
        (2, "licence", "decisions", -1, "表二“行政许可”行“本年处理决定数量”列"),
        (2, "penalty", "decisions", Decimal("1.5"), "表二“行政处罚”行“本年处理决定数量”列"),
        (
            2,
            "fee",
            "amount",
            Decimal("-0.5"),
            "表二“行政事业性收费”行“本年收费金额（单位：万元）”列",
        ),
    ],
)
def test_a_cell_that_counts_no_whole_number_is_reported(table, row, key, number, place):
    assert found(changed(a_report(), table, row, key, number)) == {("AR-07", place)}


@pytest.mark.parametrize("key", COLUMNS[:6])
def test_a_negative_number_is_reported_even_where_the_sums_agree(key):
    place = COLUMNS.index(key)
    six = [0] * 6
    six[place] = -2
    report = a_report(table3=table3(leaves={"r14": tuple(six), "r03": (9,) * 6}))
    bad = replace(report, sections=sections(report))
    assert found(bad) == {("AR-07", cell("r14", key)), ("AR-07", cell("r14", "c7"))}


def test_an_amount_of_money_may_have_decimals():
    assert found(changed(a_report(), 2, "fee", "amount", Decimal("96171.6"))) == set()


@pytest.mark.parametrize("mark", ["", "/", "—"])
def test_a_cell_without_a_number_is_reported_and_counts_as_none(mark):
    report = changed(a_report(), 3, "r12", "c3", None)
    bad = replace(report, marks={(3, "r12", "c3"): mark})
    assert found(bad) == {("AR-08", f"表三“{ROWS['r12']}”行“科研机构”列")}


def test_cells_of_a_row_without_numbers_are_one_finding():
    report = changed(changed(a_report(), 4, "direct", "other", None), 4, "direct", "pending", None)
    bad = replace(report, marks={(4, "direct", "other"): "/", (4, "direct", "pending"): ""})
    assert found(bad) == {("AR-08", "表四“未经复议直接起诉”行“其他结果”、“尚未审结”列")}


def test_a_fee_that_was_noticed_must_be_spoken_of():
    report = silent(a_report(table3=table3(LEAVES | {"r22": (1, 0, 0, 0, 0, 0)})))
    assert found(with_text(report, 6, "没有其他需要报告的事项。")) == {("AR-09", "第六部分")}
    assert found(with_text(report, 6, "未收取信息处理费。")) == set()


@pytest.mark.parametrize("text", ["没有其他需要报告的事项。", "", "严格落实信息处理费管理办法。"])
def test_a_last_section_silent_about_the_fee_is_reported(text):
    assert found(with_text(a_report(), 6, text)) == {("AR-10", "第六部分")}


@pytest.mark.parametrize(
    "text",
    ["全年收取信息处理费3940元。", "本年度未收取信息处理费。", "信息处理费收取金额为零。",
     "没有产生信息处理费。"],
)  # fmt: skip
def test_a_last_section_that_speaks_of_the_fee_passes(text):
    assert found(with_text(a_report(), 6, text)) == set()


@pytest.mark.parametrize(
    ("unit", "day", "is_late"),
    [
        ("演示市统计局", date(2025, 1, 31), False),
        ("演示市统计局", date(2025, 2, 1), True),
        ("演示市人民政府", date(2025, 3, 31), False),
        ("演示市人民政府", date(2025, 4, 1), True),
    ],
)
def test_a_report_published_late_is_reported(unit, day, is_late):
    assert found(a_report(unit=unit), published=day) == (
        {("AR-11", "发布日期")} if is_late else set()
    )
    assert found(a_report(unit=unit, published=day)) == (
        {("AR-11", "发布日期")} if is_late else set()
    )


def test_growth_is_recomputed_from_the_levels_the_sentence_names():
    good = "全年公开政府信息1290条，比上年的328条增长293.3%。"
    text = a_report().text(1)
    told = "主动公开政府信息1290条（2023年为328条），同比增长{}%。"
    for percent, is_wrong in (("293.3", False), ("293", False), ("292.3", True), ("74.6", True)):
        bad = with_text(a_report(), 1, text + told.format(percent))
        assert [one[0] for one in found(bad)] == (["AR-13"] if is_wrong else []), percent
    assert found(with_text(a_report(), 1, text + good)) == set()
    down = with_text(a_report(), 1, text + "公开328条（2023年为1290条），同比增长74.6%。")
    assert check(down)[0].why == "应当是下降74.6%。"


def test_growth_is_recomputed_from_last_years_tables():
    report, before = a_report(), last_year()
    now, then = report.table3.of("r01"), before.table3.of("r01")
    right = round((now - then) * 100 / then, 1)
    way = "增长" if right >= 0 else "下降"
    good = f"（二）依申请公开情况。收到政府信息公开申请{now}件，同比{way}{abs(right)}%。"
    bad = f"（二）依申请公开情况。收到政府信息公开申请{now}件，同比{way}{abs(right) + 1}%。"
    assert found(with_text(report, 1, good), before) == set()
    assert rules(with_text(report, 1, bad), before) == ["AR-13"]
    assert rules(with_text(report, 1, bad)) == []  # no levels, no judgement


LONG = "".join(chr(0x4E00 + number * 7) for number in range(200))


@pytest.mark.parametrize(
    ("kept", "expected"), [(0, []), (49, []), (60, ["warn"]), (100, ["block"])]
)
def test_a_report_that_repeats_another_is_reported(kept, expected):
    fresh = "".join(chr(0x5000 + number * 11) for number in range(200))
    text = LONG[: 2 * kept] + fresh[2 * kept :]
    report = with_text(silent(a_report()), 5, text)
    before = with_text(last_year(), 5, LONG)
    beside = with_text(silent(a_report(unit="邻局")), 5, LONG)
    for findings in (check(report, before), check(report, siblings=[beside])):
        likes = [one for one in findings if one.place == "第五部分"]
        assert [one.severity.value for one in likes] == expected
        assert {one.rule for one in likes} <= {"AR-15"}


def test_numbers_and_punctuation_hide_no_repetition():
    assert share("一二三四五六七八九十甲乙丙，2024年", "一二三四五六七八九十甲乙丙2023年！") >= 90


def test_lawsuits_after_a_review_presuppose_reviews():
    report = a_report(table4=table4((0, 0, 0, 0), (0, 0, 0, 0), (3, 0, 0, 0)))
    report = replace(report, sections=sections(report))
    before = replace(last_year(), table4=table4((1, 0, 0, 1), (0, 0, 0, 0), (0, 0, 0, 0)))
    assert found(report, before) == {("AR-16", "表四“复议后起诉”“总计”")}
    assert not fails(check(report, before))


@pytest.mark.parametrize("number", range(1, 7))
def test_a_missing_heading_is_reported(number):
    report = silent(a_report())
    less = tuple(one for one in report.sections if one.heading != FORM[number - 1])
    bad = [one for one in found(replace(report, sections=less)) if one[0] == "AR-17"]
    assert bad == [("AR-17", f"第{'零一二三四五六'[number]}部分")]


def test_a_heading_miswritten_or_misplaced_is_reported():
    report = a_report()
    own = list(report.sections)
    own[4] = Section("五、存在的主要问题和改进情况", own[4].text)
    assert found(replace(report, sections=tuple(own))) == {("AR-17", "第五部分")}
    turned = (*report.sections[:4], report.sections[5], report.sections[4])
    assert found(replace(report, sections=turned)) == {("AR-17", "各部分的次序")}
    twice = (*report.sections, report.sections[5])
    assert ("AR-17", "第六部分") in found(replace(report, sections=twice))


def test_last_years_report_must_be_of_last_year():
    with pytest.raises(ValueError, match="2024"):
        check(a_report(), a_report())


counts = st.integers(0, 40)
six = st.tuples(*[counts] * 6)


@st.composite
def consistent(draw):
    leaves = {row: draw(six) for row in draw(st.sets(st.sampled_from(OUTCOMES), max_size=6))}
    done = [sum(own[place] for own in leaves.values()) for place in range(6)]
    left = draw(six)
    carried = tuple(draw(st.integers(0, done[place] + left[place])) for place in range(6))
    groups = draw(st.tuples(*[st.tuples(*[counts] * 4)] * 3))
    return silent(a_report(table3=table3(leaves, carried, left), table4=table4(*groups)))


@settings(max_examples=60, deadline=None)
@given(consistent(), st.data())
def test_any_single_cell_changed_in_a_consistent_report_is_reported(report: Annual, data):
    assert check(report) == []
    table = data.draw(st.sampled_from([3, 4]))
    cells = getattr(report, f"table{table}").cells
    row, key = data.draw(st.sampled_from(sorted(cells)))
    number = data.draw(st.integers(0, 99).filter(lambda one: one != cells[row, key]))
    findings = check(changed(report, table, row, key, number))
    assert fails(findings)
    own = ROWS[row] if table == 3 else SUIT[row]
    assert any(f"“{own}”" in one.place for one in findings)
    assert all(own in one.place or NAMES[key] in one.place for one in findings)
