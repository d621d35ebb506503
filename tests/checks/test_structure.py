from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.checks import structure
from gongkai.checks.findings import Severity
from gongkai.checks.structure import (
    chart,
    chinese,
    headings,
    image,
    numbered,
    summary,
    table,
    title,
)


def a_heading(text: str) -> dict[str, Any]:
    return {"type": "heading", "text": text}


TEXT: dict[str, Any] = {"type": "text", "html": "<p>正文</p>"}


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_blank_title_blocks(text: str) -> None:
    (found,) = title(text)
    assert (found.rule, found.severity) == ("metadata.title", Severity.BLOCK)


@pytest.mark.parametrize(("length", "count"), [(80, 0), (81, 1)])
def test_title_is_at_most_eighty_characters(length: int, count: int) -> None:
    assert len(list(title("报" * length))) == count


def test_padded_title_blocks_with_the_right_one() -> None:
    (found,) = title(" 统计\n公报")
    assert found.proposal == "统计 公报"


@pytest.mark.parametrize(("length", "count"), [(0, 0), (100, 0), (101, 1)])
def test_summary_is_at_most_a_hundred_characters(length: int, count: int) -> None:
    assert len(list(summary("述" * length))) == count


@pytest.mark.parametrize(
    "texts",
    [
        ["一、综合", "二、农业", "三、工业"],
        ["一、综合", "（一）生产总值", "（二）价格", "二、农业", "（一）粮食"],
        ["概况", "附注"],
        [*(f"{chinese(number)}、题" for number in range(1, 24))],
    ],
)
def test_headings_in_order_pass(texts: list[str]) -> None:
    blocks = [block for text in texts for block in (a_heading(text), TEXT)]
    assert list(headings(blocks)) == []


def test_heading_out_of_order_warns_with_the_next_number() -> None:
    blocks = [
        a_heading("一、综合"),
        TEXT,
        a_heading("三、工业"),
        TEXT,
        a_heading("四、建筑业"),
        TEXT,
    ]
    (found,) = headings(blocks)
    assert (found.rule, found.severity, found.place) == (
        "heading.order",
        Severity.WARN,
        "第2个标题",
    )
    assert "二" in found.proposal


def test_heading_without_content_warns_but_not_over_a_heading_below_it() -> None:
    blocks = [a_heading("一、综合"), a_heading("（一）价格"), TEXT, a_heading("二、农业")]
    assert [found.place for found in headings(blocks)] == ["第3个标题"]


def test_blank_heading_blocks() -> None:
    (found,) = headings([a_heading(" "), TEXT])
    assert (found.rule, found.severity) == ("heading.blank", Severity.BLOCK)


@given(st.integers(1, 99))
def test_number_of_a_heading_is_read_as_it_is_written(number: int) -> None:
    assert numbered(f"{chinese(number)}、题") == (1, number)
    assert numbered(f"（{chinese(number)}）题") == (2, number)


def test_ragged_table_warns_at_its_row() -> None:
    block = {"head": [["指标", "数值"]], "rows": [["生产总值", "1"], ["人口"], ["价格", "2", "3"]]}
    found = list(table(2, block))
    assert [(one.rule, one.severity, one.place) for one in found] == [
        ("table.ragged", Severity.WARN, "表2第2行"),
        ("table.ragged", Severity.WARN, "表2第3行"),
    ]


def test_even_table_passes() -> None:
    assert list(table(1, {"head": [["指标", "数值"]], "rows": [["人口", "1"]]})) == []


def test_table_without_head_or_rows_warns() -> None:
    assert [one.rule for one in table(1, {"head": [], "rows": [["人口", "1"]]})] == ["table.head"]
    assert [one.rule for one in table(1, {"head": [["指标"]], "rows": []})] == ["table.ragged"]


@pytest.mark.parametrize("alt", ["", "  ", "图片", "gdp.png", None])
def test_picture_without_words_blocks(alt: str | None) -> None:
    (found,) = image(1, {"name": "gdp.png", "alt": alt})
    assert (found.rule, found.severity, found.place) == ("image.alt", Severity.BLOCK, "图1")


def test_picture_and_chart_with_words_pass() -> None:
    words = "2010年以来生产总值逐年上升"
    assert list(image(1, {"name": "gdp.png", "alt": words})) == []
    series = [{"name": "演示", "values": ["1.0"]}]
    assert list(chart(1, {"title": "生产总值", "alt": words, "series": series})) == []


def test_chart_without_words_blocks() -> None:
    series = [{"name": "演示", "values": ["1.0"]}]
    (found,) = chart(1, {"title": "生产总值", "alt": "", "series": series})
    assert (found.rule, found.severity) == ("chart.alt", Severity.BLOCK)


def test_cite_names_the_article_of_the_day_or_nothing() -> None:
    assert structure.cite("catalogue", date(2026, 1, 5)) == "（《政府信息公开条例》第十二条）"
    assert (
        structure.cite("catalogue", date(2014, 1, 6)) == "（《政府信息公开条例》第十九条（待核））"
    )
    assert structure.cite("catalogue", date(2000, 1, 3)) == ""


@pytest.mark.parametrize("value", ["abc", "nan", "1e400", "12,5", "—"])
def test_chart_with_a_cell_that_is_no_figure_blocks(value: str) -> None:
    series = [{"name": "演示", "values": ["1.5", "", value]}]
    (found,) = chart(1, {"title": "生产总值", "alt": "逐月走势，稳中有升", "series": series})
    assert (found.rule, found.severity, found.excerpt) == ("chart.value", Severity.BLOCK, value)


def test_chart_with_figures_and_missing_cells_passes() -> None:
    series = [{"name": "演示", "values": ["1.5", "", "-0.2", "3 612.4"]}]
    assert (
        list(chart(1, {"title": "生产总值", "alt": "逐月走势，稳中有升", "series": series})) == []
    )


def test_chart_without_any_series_blocks() -> None:
    (found,) = chart(1, {"title": "生产总值", "alt": "逐月走势，稳中有升", "series": []})
    assert (found.rule, found.severity) == ("chart.value", Severity.BLOCK)
