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
_MOVED = re.compile(r"增加(?!值)|增减|净增|减少")
_MEASURED = re.compile(r"产量|存栏|出栏|面积|增加值|总产值|零售额|投资额?|销售额")
_WHOLE = re.compile(r"(?:量|额|值|收入|支出|面积|存栏|出栏|投资)$")
_ACCOUNTS = re.compile(r"生产总值")
_SHARE = re.compile(r"占比|比重|构成")
_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_ROW = re.compile(
    r"^[\s#*·]*(?:其中[:：])?(?:[一二三四五六七八九十]+、|\(?[一二三四五六七八九十\d]+[)）.、])?\s*"
)
_UNIT_HEAD = re.compile(r"^(?:计量)?单位$")


@dataclass(frozen=True)
class Head:
    """What a column or row head tells of the cells under it."""

    name: str
    unit: str
    comparison: str
    period: Period
    told: bool = False  # the unit is its own


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
    elif _MOVED.search(name):
        compared = "moved"
    own = (match[1] or match[2]) if match else ""
    told = bool(own)
    if not own:
        own = unit if compared in ("level", "moved") else "%"
    return Head(name, own, compared, latest(said, period), told)


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
    measured = next((top.name for top in tops[1:] if _MEASURED.search(top.name)), "")
    measured = "增加值" if _ACCOUNTS.search(fold(caption)) else measured
    group, carried = "", unit
    for number, row in enumerate(block.get("rows") or [], start=1):
        if not row:
            continue
        own = str(row[units]).strip() if units is not None and units < len(row) else ""
        side = head(str(row[0]), own or carried, period)
        carried = side.unit if not own else carried
        if not any(str(cell).strip() for cell in row[1:]):
            group = match[0] if (match := _MEASURED.search(side.name)) else ""
        tails = [one for one in (group, measured) if one and not _WHOLE.search(side.name)]
        calls = [side.name, *(side.name + one for one in tails)]
        for at, cell in enumerate(row[1:], start=1):
            read = _number(cell)
            if read and at != units and at < len(tops):
                where = f"{place}第{number}行第{at + 1}格"
                yield from _cell(where, side, tops[at], read, tuple(calls))


def _cell(
    place: str, side: Head, top: Head, read: tuple[Decimal, int], calls: tuple[str, ...] = ()
) -> Iterator[Value]:
    """Yield a cell as a value, named by its row, or by its column where the row is a period."""
    dated = latest(side.name, Period())
    named, other = (top, side) if dated.name else (side, top)
    compared = other.comparison if other.comparison != "level" else named.comparison
    unit = other.unit if other.comparison not in ("level", "moved") else named.unit or other.unit
    if other.told and not named.told:
        unit = other.unit
    period = side.period if dated.name else top.period
    names = (top.name,) if dated.name else calls or (side.name,)
    if unit and period.name and named.name:
        number, places = read
        if compared == "moved":
            names, compared = tuple(f"{name}增量" for name in names), "level"
        spans = "so_far" if period.cumulative else "period"
        yield Value(place, names, "", period.name, number, places, unit,
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
