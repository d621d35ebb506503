"""Figures of prose held against the released series and the tables of the page."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from gongkai.checks.claims.compare import claims
from gongkai.checks.findings import Severity
from gongkai.checks.known import Known, Value

GDP = Value("GDP:GDP.130100", ("地区生产总值",), "石家庄市", "2014", Decimal("5170.27"), 2, "亿元")
GROWTH = replace(GDP, names=("地区生产总值增速",), number=Decimal("7.8"), places=1, unit="%",
                 comparison="year", price="comparable", series="GDP:G")  # fmt: skip
URBAN = Value("POP:U", ("常住人口城镇化率",), "石家庄市", "2014", Decimal("57.00"), 2, "%",
              span="point")  # fmt: skip


def a_page(*texts: str, blocks: tuple = (), title: str = "2014年统计公报（演示）") -> dict:
    body = [{"type": "text", "html": "".join(f"<p>{text}</p>" for text in texts)}, *blocks]
    return {"title": title, "body": body}


def found(content: dict, *released: Value) -> dict[str, str]:
    """Return what is found by rule, the note of what was not judged apart."""
    known = Known(date(2015, 2, 1), territory="石家庄市", released=released)
    every = claims(content, known)
    return {one.rule: one.why for one in every if one.rule != "claims.unlinked"}


def unlinked(content: dict, *released: Value) -> str:
    known = Known(date(2015, 2, 1), territory="石家庄市", released=released)
    return "".join(one.why for one in claims(content, known) if one.rule == "claims.unlinked")


@pytest.mark.parametrize(
    "text",
    [
        "全市生产总值5170.27亿元，比上年增长7.8%。",
        "全市实现地区生产总值5170.3亿元。",
        "石家庄市GDP达到5170亿元。",
        "2014年，全市生产总值0.517万亿元。",
        "全市生产总值突破5000亿元。",
        "全市生产总值约5200亿元。",
    ],
)
def test_figures_that_round_to_the_released_value_pass(text):
    assert found(a_page(text), GDP, GROWTH) == {}
    assert unlinked(a_page(text), GDP, GROWTH) == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("全市生产总值5107.27亿元。", "5107.27亿元（正文第1段），已公布的2014"),
        ("全市生产总值5170.2亿元。", "5170.27亿元"),
        ("全市生产总值51702.7亿元。", "小数点和单位"),
        ("全市生产总值5170.27万元。", "小数点和单位"),
        ("全市生产总值比上年下降7.8%。", "方向相反"),
        ("全市生产总值5170.27亿元，增长8.7%。", "7.8%"),
    ],
)
def test_figure_that_contradicts_the_series_stops_with_both_numbers(text, said):
    assert said in found(a_page(text), GDP, GROWTH)["claims.series"]


def test_finding_proposes_the_house_form_and_may_be_let_pass_by_who_signs_figures():
    known = Known(date(2015, 2, 1), territory="石家庄市", released=(GDP, GROWTH))
    (one,) = claims(a_page("全市生产总值下降7.8%。"), known)
    assert (one.severity, one.waiver) == (Severity.BLOCK, "figures")
    assert "增长7.8%" in one.proposal
    assert "7.8%" in one.words


def test_figure_of_another_period_is_named_as_such():
    before = replace(GDP, period="2013", number=Decimal("4863.66"))
    why = found(a_page("全市生产总值4863.66亿元。"), GDP, before)["claims.series"]
    assert "2013的，请核对时期" in why


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("工业增加值2000亿元。", (replace(GDP, names=("规模以上工业增加值",)),)),
        ("建筑业增加值2000亿元。", (replace(GDP, names=("建筑业总产值",)),)),
        ("前三季度，全市生产总值3612.4亿元。", (replace(GDP, period="2014-Q3"),)),
        ("5月，全市生产总值3612.4亿元。", (replace(GDP, period="2014-05", span="so_far"),)),
        ("市区生产总值3612.4亿元。", (GDP,)),
        ("全省生产总值29421.2亿元。", (GDP,)),
        ("全市生产总值比2010年增长48%。", (GDP, GROWTH)),
        ("全市生产总值（不含辛集）5000亿元。", (replace(GDP, scope="含辛集市"),)),
    ],
)
def test_figure_of_another_scope_is_listed_and_never_called_wrong(text, values):
    assert found(a_page(text), *values) == {}
    assert "未核对" in unlinked(a_page(text), *values)


def test_items_of_a_series_are_part_of_its_name():
    item = replace(GDP, items=("第二产业",), number=Decimal("2417.3"), places=1)
    assert found(a_page("第二产业增加值2417.3亿元。"), GDP, item) == {}
    assert "2417.3亿元" in found(a_page("第二产业增加值2471.3亿元。"), GDP, item)["claims.series"]


def test_cumulative_figures_are_held_against_those_so_far():
    so_far = replace(GDP, period="2014-Q3", span="so_far", number=Decimal("3612.40"))
    month = replace(so_far, period="2014-09", series="M", names=("规模以上工业增加值",))
    title = "2014年前三季度经济运行（演示）"
    assert found(a_page("前三季度，全市生产总值3612.4亿元。", title=title), so_far) == {}
    wrong = a_page("前三季度，全市生产总值3621.4亿元。", title=title)
    assert "claims.series" in found(wrong, so_far)
    assert found(a_page("1—9月，全市规模以上工业增加值3612.4亿元。"), month) == {}


def test_points_and_increases_follow_from_two_levels():
    last = replace(URBAN, period="2013", number=Decimal("55.70"))
    right, wrong = (
        "城镇化率为57%，比上年末提高1.3个百分点。",
        "城镇化率为57%，比上年末提高3.1个百分点。",
    )
    right, wrong = "常住人口" + right, "常住人口" + wrong
    assert found(a_page(right), URBAN, last) == {}
    assert "1.3" in found(a_page(wrong), URBAN, last)["claims.derived"]


def test_growth_in_comparable_prices_is_not_computed_from_levels():
    now = replace(GDP, price="comparable")
    before = replace(now, period="2013", number=Decimal(4000))
    assert found(a_page("全市生产总值增长7.8%。"), now, before) == {}


def test_goal_asks_and_does_not_stop():
    content = a_page("全市生产总值预期目标增长9%。")
    assert "claims.series" not in found(content, GROWTH)


TABLE = {
    "type": "table", "caption": "2014年主要指标（单位：亿元）",
    "head": [["指标", "绝对量", "比上年增长（%）"]],
    "rows": [["地区生产总值", "5170.3", "7.8"], ["  其中：第二产业增加值", "2417.3", "8.1"]],
}  # fmt: skip


def test_text_that_agrees_with_the_table_of_its_page_passes():
    text = "全市生产总值5170.3亿元，增长7.8%。其中，第二产业增加值2417.3亿元，增长8.1%。"
    assert found(a_page(text, blocks=(TABLE,))) == {}


@pytest.mark.parametrize(
    "text", ["全市生产总值5107.3亿元。", "全市生产总值增长8.7%。", "第二产业增加值2417.3万元。"]
)
def test_text_that_contradicts_the_table_of_its_page_stops_and_names_the_cell(text):
    assert "表1第" in found(a_page(text, blocks=(TABLE,)))["claims.table"]


def test_text_is_held_against_quoted_figures_and_charts():
    figure = {"type": "figure", "indicator": "粮食产量", "period": "2014年", "value": "480.5",
              "unit": "万吨", "note": ""}  # fmt: skip
    chart = {"type": "chart", "title": "粮食产量", "unit": "万吨", "alt": "", "labels": ["2013年", "2014年"],
             "series": [{"name": "粮食产量", "values": ["470.1", "480.5"]}]}  # fmt: skip
    for block in (figure, chart):
        assert "claims.table" in found(a_page("粮食产量408.5万吨。", blocks=(block,)))
        assert found(a_page("粮食产量480.5万吨。", blocks=(block,))) == {}


def test_what_could_not_be_linked_is_counted_and_listed_once():
    why = unlinked(a_page("粮食产量480.5万吨。", "生猪出栏187.0万头。"), GDP)
    assert "2个没有" in why
    assert "480.5万吨（正文第1段）" in why
    assert "187.0万头（正文第2段）" in why


def test_text_without_figures_raises_nothing():
    assert unlinked(a_page("工业生产平稳增长。")) == ""
    assert found({"title": "", "body": []}) == {}
