import re
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from gongkai.design.charts import png, spec_of, svg, traps
from gongkai.design.tokens import colours


def a_chart(**changes: Any) -> dict[str, Any]:
    return {
        "type": "chart",
        "title": "演示图",
        "form": "line",
        "unit": "%",
        "labels": ["1月", "2月", "3月", "4月"],
        "series": [{"name": "累计同比", "values": ["7.6", "7.8", "7.9", "7.5"]}],
        "alt": "演示",
        **changes,
    }


def one_series(*values: str) -> list[dict[str, Any]]:
    return [{"name": "甲", "values": list(values)}]


def bars(drawing: str) -> list[str]:
    return re.findall(r'aria-roledescription="bar" d="([^"]+)"', drawing)


def line_path(drawing: str) -> str:
    return re.findall(r'aria-roledescription="line mark" d="([^"]+)"', drawing)[0]


def test_chart_is_the_same_bytes_when_drawn_twice() -> None:
    assert svg(a_chart()) == svg(a_chart())


def test_chart_is_drawn_in_the_first_series_colour() -> None:
    assert colours()["series-1"].encode() in svg(a_chart())


def test_line_is_one_stroke_when_nothing_is_missing() -> None:
    assert line_path(svg(a_chart()).decode()).count("M") == 1


def test_line_breaks_when_a_value_is_missing() -> None:
    whole = line_path(svg(a_chart(series=one_series("7.6", "7.8", "7.9", "7.5"))).decode())
    broken = line_path(svg(a_chart(series=one_series("7.6", "7.8", "", "7.5"))).decode())
    assert (whole.count("M"), broken.count("M")) == (1, 2)


def test_axis_does_not_reach_down_to_zero_when_a_line_value_is_missing() -> None:
    drawing = svg(a_chart(series=one_series("107.6", "", "107.9", "107.5"))).decode()
    assert ">0<" not in drawing
    assert ">0.0<" not in drawing


def test_bars_start_at_zero() -> None:
    drawing = svg(a_chart(form="bar", series=one_series("107", "108", "109", "110"))).decode()
    assert ">0<" in drawing


def test_bar_leaves_its_place_empty_when_its_value_is_missing() -> None:
    drawing = svg(a_chart(form="bar", series=one_series("1", "", "3", "4"))).decode()
    assert len(bars(drawing)) == 3
    assert ">2月<" in drawing


def test_chart_groups_thousands_by_a_thin_space() -> None:
    drawing = svg(a_chart(form="bar", series=one_series("40000", "1", "2", "3"))).decode()
    assert "40\u2009000" in drawing
    assert "40,000" not in drawing


def test_chart_names_its_series_when_there_are_two() -> None:
    drawing = svg(a_chart(series=[*one_series("1", "2"), {"name": "乙", "values": ["3", "4"]}]))
    assert ">甲<" in drawing.decode()
    assert ">乙<" in drawing.decode()


def test_chart_escapes_what_people_typed() -> None:
    drawing = svg(a_chart(unit="</text><script>", labels=['"]+alert(1)//', "b", "c", "<script>"]))
    assert b"<script" not in drawing
    assert '"]+alert(1)//' in drawing.decode().replace("&quot;", '"')


@pytest.mark.parametrize("text", ["x", "nan", "inf"])
def test_chart_is_refused_when_a_value_is_no_number(text: str) -> None:
    with pytest.raises(ValueError, match=text):
        svg(a_chart(series=one_series("1", text)))


def test_chart_without_figures_is_still_a_drawing() -> None:
    assert svg(a_chart(labels=[], series=[])).startswith(b"<svg")


FORMS = ("line", "bar", "share", "index")


@pytest.mark.parametrize("form", FORMS)
def test_chart_of_any_form_has_a_title_a_description_and_a_picture(form: str) -> None:
    block = a_chart(form=form, title="甲<乙", alt="说明&")
    drawing = svg(block).decode()
    assert 'aria-labelledby="title desc"><title id="title">甲&lt;乙</title>' in drawing
    assert '<desc id="desc">说明&amp;</desc>' in drawing
    picture = Image.open(BytesIO(png(block)))
    assert (picture.format, picture.size) == ("PNG", (1080, 680))
    assert png(block) == png(block)


@pytest.mark.parametrize("form", FORMS)
def test_chart_of_any_form_sets_no_trap(form: str) -> None:
    assert traps(spec_of(a_chart(form=form, breaks=[2]))) == []


def test_traps_are_found_where_they_are_set() -> None:
    spec = spec_of(a_chart(form="bar"))
    spec["encoding"]["y"]["scale"] = {"zero": False}
    assert traps(spec) == ["bar cut off"]
    spec["encoding"]["y"]["scale"] = {"domain": [100, 110]}
    spec["mark"] = "area"
    assert traps(spec) == ["area cut off", "area that is no sum"]
    assert traps({"layer": [spec_of(a_chart())], "resolve": {"scale": {"y": "independent"}}}) == [
        "two axes"
    ]


def test_whole_that_lacks_a_part_leaves_a_gap() -> None:
    parts = [{"name": "甲", "values": ["40", "", "42", "43"]},
             {"name": "乙", "values": ["60", "59", "58", "57"]}]  # fmt: skip
    assert len(bars(svg(a_chart(form="share", series=parts)).decode())) == 6
    with pytest.raises(ValueError, match="-1"):
        svg(a_chart(form="share", series=[{"name": "甲", "values": ["-1"]}]))


def test_index_is_drawn_beside_its_base() -> None:
    drawing = svg(a_chart(form="index", series=one_series("101", "102", "99", "101"))).decode()
    assert 'aria-roledescription="rule mark"' in drawing
    assert ">100<" in drawing


def test_break_is_marked_before_its_place_in_every_form() -> None:
    for form in FORMS:
        assert ">断点<" in svg(a_chart(form=form, breaks=[2])).decode()
        assert ">断点<" not in svg(a_chart(form=form)).decode()


def test_series_are_told_apart_without_colour() -> None:
    two = [*one_series("1", "2", "3", "4"), {"name": "乙", "values": ["4", "3", "2", "1"]}]
    lines = svg(a_chart(series=two)).decode()
    assert len(set(re.findall(r'stroke-dasharray="([^"]*)"', lines))) >= 2
    shaded = svg(a_chart(form="bar", series=two)).decode()
    assert len(set(re.findall(r'fill-opacity="([^"]*)"', shaded))) >= 1
