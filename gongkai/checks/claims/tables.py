"""Tables and quoted figures of a page as values (同页表格): what each cell is of, where it says so.

A cell counts only when its row or column names an indicator and its unit and period are told.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from gongkai.checks.claims.numerals import fold
from gongkai.checks.claims.periods import Period, latest
from gongkai.checks.claims.units import UNIT
from gongkai.checks.known import Value

_SCALED = r"(?:[百千]?[万亿])?"
_UNIT = re.compile(rf"[(（](?:单位[:：]?)?({_SCALED}{UNIT})[)）]|单位[:：] ?({_SCALED}{UNIT})")
_GROWTH = re.compile(r"增长|增速|增幅|同比|上年[±增]|[±]%|涨跌|升降")
_MONTHLY = re.compile(r"环比|上月")
_SHARE = re.compile(r"占比|比重|构成")
_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_ROW = re.compile(r"^[\s#*·]*(?:其中[:：])?(?:[一二三四五六七八九十]+、|\(?[一二三四五六七八九十\d]+[)）.、])?\s*")
_UNIT_HEAD = re.compile(r"^(?:计量)?单位$")


@dataclass(frozen=True)
class Head:
    """What a column or row head tells of the cells under it."""

    name: str
    unit: str
    comparison: str
    period: Period


def values(content: Mapping[str, Any], period: Period) -> list[Value]:
    """Return the numbers of the tables, charts and figures of a page; series says where."""
    counts: Counter[str] = Counter()
    found: list[Value] = []
    for block in content.get("body") or []:
        kind = str(block.get("type"))
        counts[kind] += 1
        if kind == "table":
            found += _table(f"表{counts[kind]}", block, period)
        elif kind == "chart":
            found += _chart(f"统计图{counts[kind]}", block, period)
        elif kind == "figure":
            found += _figure(f"指标{counts[kind]}", block, period)
    return found


def head(text: str, unit: str, period: Period) -> Head:
    """Read a head; what it leaves unsaid is the table's.

    >>> head("比上年增长（%）", "亿元", Period("2014")).comparison
    'year'
    """
    said = fold(text).strip()
    match = _UNIT.search(said)
    name = re.sub(r"[(（][^()（）]*[)）]", "", _ROW.sub("", said)).strip()
    compared = "level"
    if _MONTHLY.search(name):
        compared = "period"
    elif _GROWTH.search(name):
        compared = "year"
    elif _SHARE.search(name):
        compared = "share"
    own = (match[1] or match[2]) if match else ""
    if not own:
        own = unit if compared == "level" else "%"
    return Head(name, own, compared, latest(said, period))


def _number(cell: object) -> tuple[Decimal, int] | None:
    text = fold(str(cell or "")).strip()
    if not _NUMBER.fullmatch(text):
        return None
    try:
        number = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None
    return number, len(text.partition(".")[2])


def _table(place: str, block: Mapping[str, Any], period: Period) -> Iterator[Value]:
    caption = str(block.get("caption") or "")
    told = _UNIT.search(fold(f"{caption} {block.get('note') or ''}"))
    unit = (told[1] or told[2]) if told else ""
    period = latest(fold(caption), period)
    heads = list(block.get("head") or [])
    if len(heads) != 1 or not period.name:
        return
    tops = [head(str(cell), unit, period) for cell in heads[0]]
    units = next((at for at, top in enumerate(tops) if _UNIT_HEAD.match(top.name)), None)
    for number, row in enumerate(block.get("rows") or [], start=1):
        if not row:
            continue
        side = head(str(row[0]), str(row[units]).strip() if units is not None else unit, period)
        for at, cell in enumerate(row[1:], start=1):
            read = _number(cell)
            if read and at != units and at < len(tops):
                yield from _cell(f"{place}第{number}行第{at + 1}格", side, tops[at], read)


def _cell(place: str, side: Head, top: Head, read: tuple[Decimal, int]) -> Iterator[Value]:
    """Yield a cell as a value, named by its row, or by its column where the row is a period."""
    dated = latest(side.name, Period())
    named, other = (top, side) if dated.name else (side, top)
    compared = other.comparison if other.comparison != "level" else named.comparison
    unit = other.unit if other.comparison != "level" else named.unit or other.unit
    period = side.period if dated.name else top.period
    if unit and period.name and named.name:
        number, places = read
        spans = "so_far" if period.cumulative else "period"
        yield Value(place, (named.name,), "", period.name, number, places, unit,
                    comparison=compared, span=spans)  # fmt: skip


def _chart(place: str, block: Mapping[str, Any], period: Period) -> Iterator[Value]:
    unit, labels = str(block.get("unit") or ""), list(block.get("labels") or [])
    title = head(str(block.get("title") or ""), unit, period)
    several = block.get("series") or []
    for series in several:
        said = head(str(series.get("name") or ""), unit, title.period)
        for label, cell in zip(labels, series.get("values") or [], strict=False):
            side = head(str(label), unit, title.period)
            if read := _number(cell):
                yield from _cell(f"{place}“{label}”", side, said, read)


def _figure(place: str, block: Mapping[str, Any], period: Period) -> Iterator[Value]:
    read = _number(block.get("value"))
    of = latest(fold(str(block.get("period") or "")), period)
    name, unit = str(block.get("indicator") or ""), str(block.get("unit") or "")
    if read and of.name and name and unit:
        compared = "year" if unit == "%" and _GROWTH.search(name) else "level"
        spans = "so_far" if of.cumulative else "period"
        yield Value(place, (name,), "", of.name, *read, unit, comparison=compared, span=spans)
