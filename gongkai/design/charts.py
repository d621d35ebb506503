"""Charts drawn on the server: a chart block in, an SVG out, the same bytes each time."""

import json
import math
from collections.abc import Mapping
from functools import cache
from typing import Any

import pylopdf_fonts_zh_cn
import vl_convert

from gongkai.design.tokens import colours

WIDTH, HEIGHT, TEXT = 540, 340, 16  # small, so that its words can still be read on a phone
FONT = "Noto Sans SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, sans-serif"
VERSION = "5.21"
SHAPES = ["circle", "square", "triangle-up", "diamond", "cross"]
WIDE_NAMES = 22  # of characters in all names together: more stand one below another
WIDE_LABEL = 34  # of characters in all labels together: more do not fit side by side
LOCALE = {"decimal": ".", "thousands": "\u2009", "grouping": [3], "currency": ["", ""]}
Spec = dict[str, Any]


@cache
def _fonts() -> None:
    vl_convert.register_font_directory(str(pylopdf_fonts_zh_cn.sans_path().parent))


def _number(text: str) -> float | None:
    """Return a value as a number; what is missing stays missing and is never a zero."""
    digits = text.replace(" ", "").replace("\u2009", "").replace("−", "-")
    if not digits:
        return None
    value = float(digits)
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def _rows(block: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {"place": n, "series": series["name"], "value": _number(value)}
        for series in block["series"]
        for n, value in zip(range(len(block["labels"])), series["values"], strict=False)
    ]


def _series(block: Mapping[str, Any], **scale: list[str]) -> Spec:
    names = [series["name"] for series in block["series"]]
    return {
        "field": "series",
        "type": "nominal",
        "scale": {"domain": names, **scale},
        "legend": {"columns": int(sum(map(len, names)) > WIDE_NAMES)} if len(names) > 1 else None,
    }


def _axes(block: Mapping[str, Any]) -> Spec:
    """Return the axes: every label keeps its place, whether or not it has a value."""
    labels = block["labels"]
    crowded = sum(map(len, labels)) > WIDE_LABEL
    names = json.dumps(labels)
    return {
        "x": {
            "field": "place",
            "type": "ordinal",
            "scale": {"domain": list(range(len(labels)))},
            "axis": {"labelExpr": f"{names}[datum.value]", "labelAngle": -40 if crowded else 0},
        },
        "y": {
            "field": "value",
            "type": "quantitative",
            "stack": None,
            "scale": {"zero": block["form"] == "bar"},
            "axis": {"tickCount": 5},
        },
    }


def _line(block: Mapping[str, Any]) -> Spec:
    """Return a line that breaks where a value is missing; a shape stands beside each colour."""
    palette = colours()
    return {
        "encoding": {
            **_axes(block),
            "color": _series(block, range=[palette[f"series-{n}"] for n in range(1, 6)]),
            "shape": _series(block, range=SHAPES),
        },
        "mark": {
            "type": "line",
            "strokeWidth": 2.5,
            "invalid": "break-paths-filter-domains",
            "point": {"filled": True, "size": 58, "opacity": 1},
        },
    }


def _bar(block: Mapping[str, Any]) -> Spec:
    palette = colours()
    colour = _series(block, range=[palette[f"series-{n}"] for n in range(1, 6)])
    encoding = {**_axes(block), "color": colour}
    if len(block["series"]) > 1:
        encoding["xOffset"] = {"field": "series", "scale": {"domain": colour["scale"]["domain"]}}
    return {"mark": {"type": "bar"}, "encoding": encoding}


def _config() -> Spec:
    palette = colours()
    text = {"labelColor": palette["muted"], "labelFontSize": TEXT, "labelOverlap": True}
    return {
        "font": FONT,
        "background": palette["surface"],
        "view": {"stroke": None},
        "title": {
            "anchor": "start",
            "color": palette["muted"],
            "fontSize": TEXT,
            "fontWeight": "normal",
            "offset": 12,
        },
        "axis": {**text, "ticks": False, "title": None},
        "axisX": {"domainColor": palette["ink"], "grid": False, "labelPadding": 8},
        "axisY": {"domain": False, "gridColor": palette["line"], "labelPadding": 8},
        "legend": {
            "orient": "top",
            "title": None,
            "labelColor": palette["ink"],
            "labelFontSize": TEXT,
            "labelLimit": 0,
            "symbolSize": 90,
        },
        "scale": {"bandPaddingInner": 0.4, "bandPaddingOuter": 0.2},
    }


def svg(block: Mapping[str, Any]) -> bytes:
    """Return a chart block drawn as SVG.

    Shape: publishing's chart block; form is "line" or "bar", values decimal strings or "".
    Raises: ValueError for a value that is no number; KeyError for an unknown form.
    Rule: bars start at zero; a missing value leaves a gap.
    """
    _fonts()
    form = {"line": _line, "bar": _bar}[block["form"]]
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": WIDTH,
        "height": HEIGHT,
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": 10,
        "data": {"values": _rows(block)},
        "title": f"单位：{block['unit']}" if block["unit"] else "",
        "config": _config(),
        **form(block),
    }
    return vl_convert.vegalite_to_svg(spec, vl_version=VERSION, format_locale=LOCALE).encode()
