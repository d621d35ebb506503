"""Charts drawn on the server: a chart block in, an SVG or PNG out, the same bytes each time.

Four forms: line; bar, which starts at zero; share, parts of a whole stacked to 100 %; index, a line
beside the base of 100. Series are told apart without colour: by dash and shape, or by shade.
"""

import json
import math
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from html import escape
from io import BytesIO
from typing import Any

import pylopdf_fonts_zh_cn
import vl_convert
from PIL import Image

from gongkai.design.tokens import colours

WIDTH, HEIGHT, TEXT = 540, 340, 16  # small, so that its words can still be read on a phone
FONT = "Noto Sans SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, sans-serif"
VERSION = "5.21"
SHAPES = ["circle", "square", "triangle-up", "diamond", "cross"]
DASHES = [[1, 0], [8, 3], [2, 3], [10, 3, 2, 3], [5, 2]]
SHADES = [1, 0.45, 0.75, 0.25, 0.6]  # neighbours differ in grey too
BASE = 100.0  # of an index
BREAK = "断点"
CROWDED = 30  # of points on a line: more need no mark each
SHADES_OF_ALL = 64  # colours in a PNG: it is flat, and a quarter as large as with all
SHARPER = 2  # a PNG has so many dots for one of the drawing, each way
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
    rows = [
        {"place": n, "series": series["name"], "rank": rank, "value": _number(value)}
        for rank, series in enumerate(block["series"])
        for n, value in zip(range(len(block["labels"])), series["values"], strict=False)
    ]
    return _whole(rows, len(block["series"])) if block["form"] == "share" else rows


def _whole(rows: list[dict[str, Any]], parts: int) -> list[dict[str, Any]]:
    """Return the parts of each whole that is known; one that lacks a part leaves a gap.

    Raises: ValueError for a negative part.
    """
    known: dict[int, int] = {}
    for row in rows:
        if row["value"] is not None:
            if row["value"] < 0:
                raise ValueError(row["value"])
            known[row["place"]] = known.get(row["place"], 0) + 1
    return [row for row in rows if known.get(row["place"]) == parts]


def _series(block: Mapping[str, Any], **scale: list[Any]) -> Spec:
    names = [series["name"] for series in block["series"]]
    return {
        "field": "series",
        "type": "nominal",
        "scale": {"domain": names, **scale},
        "legend": {"columns": int(sum(map(len, names)) > WIDE_NAMES)} if len(names) > 1 else None,
    }


def _places(block: Mapping[str, Any]) -> Spec:
    """Return the axis of labels: every label keeps its place, whether or not it has a value."""
    labels = block["labels"]
    crowded = sum(map(len, labels)) > WIDE_LABEL
    names = json.dumps(labels)
    return {
        "field": "place",
        "type": "ordinal",
        "scale": {"type": "band", "domain": list(range(len(labels)))},
        "axis": {"labelExpr": f"{names}[datum.value]", "labelAngle": -40 if crowded else 0},
    }


def _values(*, zero: bool) -> Spec:
    return {
        "field": "value",
        "type": "quantitative",
        "stack": None,
        "scale": {"zero": True} if zero else {"zero": False, "padding": 14},
        "axis": {"tickCount": 5},
    }


def _colours() -> list[str]:
    palette = colours()
    return [palette[f"series-{n}"] for n in range(1, 6)]


def _line(block: Mapping[str, Any]) -> Spec:
    """Return a line that breaks where a value is missing; dash and shape beside each colour."""
    few = len(block["labels"]) <= CROWDED
    return {
        "encoding": {
            "x": _places(block),
            "y": _values(zero=False),
            "color": _series(block, range=_colours()),
            "shape": _series(block, range=SHAPES),
            "strokeDash": _series(block, range=DASHES),
        },
        "mark": {
            "type": "line",
            "strokeWidth": 2.5,
            "invalid": "break-paths-filter-domains",
            "point": {"filled": True, "size": 58 if few else 22, "opacity": 1},
        },
    }


def _shaded(block: Mapping[str, Any]) -> Spec:
    """Return bars told apart by colour and by shade; their edge shows the lightest too."""
    several = len(block["series"]) > 1
    shade = {"fillOpacity": _series(block, range=SHADES)} if several else {}
    return {
        "mark": {"type": "bar", "stroke": colours()["ink"], "strokeWidth": 0.6 if several else 0},
        "encoding": {
            "x": _places(block),
            "y": _values(zero=True),
            "color": _series(block, range=_colours()),
            **shade,
        },
    }


def _bar(block: Mapping[str, Any]) -> Spec:
    spec = _shaded(block)
    if len(block["series"]) > 1:
        domain = spec["encoding"]["color"]["scale"]["domain"]
        spec["encoding"]["xOffset"] = {"field": "series", "scale": {"domain": domain}}
    return spec


def _share(block: Mapping[str, Any]) -> Spec:
    spec = _shaded(block)
    spec["encoding"]["y"] |= {"stack": "normalize", "axis": {"tickCount": 5, "format": ".0%"}}
    spec["encoding"]["order"] = {"field": "rank", "type": "quantitative"}
    return spec


def _index(block: Mapping[str, Any]) -> Spec:
    """Return a line beside a base line, so that above and below are seen at once."""
    base = {
        "data": {"values": [{"value": BASE}]},
        "mark": {"type": "rule", "color": colours()["ink"], "strokeWidth": 1},
        "encoding": {"y": _values(zero=False)},
    }
    return {"layer": [base, _line(block)]}


def _with_breaks(block: Mapping[str, Any], spec: Spec) -> Spec:
    """Return a chart with a dashed rule before each place from which values compare no more."""
    places = [{"place": place, "said": BREAK} for place in block.get("breaks", ())]
    if not places:
        return spec
    at = {"x": _places(block) | {"bandPosition": 0}}
    palette = colours()
    rule = {"type": "rule", "color": palette["seal"], "strokeDash": [3, 3], "strokeWidth": 1.5}
    said = {"type": "text", "color": palette["seal"], "fontSize": TEXT - 3, "align": "left",
            "baseline": "top", "dx": 4, "y": 0}  # fmt: skip
    marks = [
        {"data": {"values": places}, "mark": rule, "encoding": at},
        {"data": {"values": places}, "mark": said,
         "encoding": at | {"text": {"field": "said", "type": "nominal"}}},
    ]  # fmt: skip
    return {"layer": [*spec.get("layer", [spec]), *marks]}


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


def spec_of(block: Mapping[str, Any]) -> Spec:
    """Return a chart block as a Vega-Lite specification.

    Raises: ValueError for a value that is no number, or a negative part; KeyError for an unknown
    form.
    """
    form = {"line": _line, "bar": _bar, "share": _share, "index": _index}[block["form"]]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": WIDTH,
        "height": HEIGHT,
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": 10,
        "data": {"values": _rows(block)},
        "title": f"单位：{block['unit']}" if block["unit"] else "",
        "config": _config(),
        **_with_breaks(block, form(block)),
    }


def traps(spec: Spec) -> list[str]:
    """Return how a chart would deceive: a bar or an area cut off, two axes of values, a fat line.

    Rule: length and area stand for the value, so they begin at zero; a rate is no area.
    """
    found = ["two axes"] if spec.get("resolve", {}).get("scale", {}).get("y") else []
    for one in _layers(spec):
        mark = one["mark"]["type"] if isinstance(one["mark"], dict) else one["mark"]
        y = one["encoding"].get("y", {})
        scale = y.get("scale") or {}
        if mark in {"bar", "area"} and not (scale.get("zero", True) and "domain" not in scale):
            found.append(f"{mark} cut off")
        if mark == "area" and not y.get("stack"):
            found.append("area that is no sum")
    return found


def _layers(spec: Spec) -> Iterator[Spec]:
    for one in spec.get("layer", [spec]):
        yield from _layers(one) if "layer" in one else [one]


def svg(block: Mapping[str, Any]) -> bytes:
    """Return a chart block drawn as SVG, with its title and description for who can't see it.

    Shape: publishing's chart block; form is line, bar, share or index, values decimal strings or
    ""; breaks: places before which values do not compare with those after.
    Raises: as spec_of. Rule: bars start at zero; a missing value leaves a gap.
    """
    return _drawn(json.dumps(block, sort_keys=True, ensure_ascii=False))


def png(block: Mapping[str, Any]) -> bytes:
    """Return a chart block drawn as PNG, for documents that take no SVG. Raises: as spec_of."""
    _fonts()
    drawn = Image.open(BytesIO(vl_convert.svg_to_png(svg(block).decode(), scale=SHARPER)))
    target = BytesIO()
    drawn.convert("RGB").quantize(SHADES_OF_ALL).save(target, "png", optimize=True)
    return target.getvalue()


@lru_cache(maxsize=64)
def _drawn(text: str) -> bytes:
    _fonts()
    block = json.loads(text)
    drawing = vl_convert.vegalite_to_svg(
        spec_of(block), vl_version=VERSION, format_locale=LOCALE
    )  # fmt: skip
    head, tail = drawing.split(">", 1)
    title, said = (escape(str(block.get(name) or ""), quote=False) for name in ("title", "alt"))
    named = f'{head} role="img" aria-labelledby="title desc">'
    return f'{named}<title id="title">{title}</title><desc id="desc">{said}</desc>{tail}'.encode()
