"""Figures of the bureau that are not released yet (未到发布时间的数据), wherever a draft has them."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from gongkai.checks.characters import cleaned
from gongkai.checks.embargo.index import Index, index_of, numbers
from gongkai.checks.embargo.judge import announced, beside, judged
from gongkai.checks.findings import Finding, Rule, Severity
from gongkai.checks.known import Known, Value

LAW = "《统计法实施条例》第二十八条；数据发布日程"
VALUE = Rule("embargo.value", "1", Severity.BLOCK, LAW, "figures")
LIKELY = Rule("embargo.likely", "1", Severity.WARN, LAW)
SERIES = Rule("embargo.series", "1", Severity.WARN, LAW)
RULES = (VALUE, LIKELY, SERIES)

_WIDE = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)}
_WIDE |= {0xFF0E: 0x2E, 0xFF05: 0x25, 0x3000: 0x20, 0xA0: 0x20, 0x2009: 0x20, 0x202F: 0x20}
_GROUPED = re.compile(r"(?<=[0-9])，(?=[0-9]{3}(?![0-9]))")
_SENTENCE = re.compile(r"[^。；;！!？?\n\t]+")
_BARE = re.compile(r"[\s0-9.,%+\-—–%]*")
_NUMBER = re.compile(r"\s*[-+−]?[0-9][0-9,， ]*(?:\.[0-9]+)?%?\s*")
_IN = re.compile(r"[（(]\s?([^\s，,)）]{1,8}?)\s?[)）]|(%)$")
_UNIT = re.compile(r"(?:计量)?单位[:：]\s?([^\s，,)）]{1,8})")
HEADS = 4  # rows over the numbers of a table, at most
LONG = 400  # characters of a sentence looked at together; a longer one is no sentence

Row = Sequence[object]
Cells = Iterator[tuple[str, str, str]]  # place, what its heads say, the cell with its unit


def text(place: str, given: str, known: Known) -> Iterator[Finding]:
    """Find embargoed figures in a text: by value, and by name and period with a number beside."""
    if not known.embargoed:
        return
    index = index_of(known)
    half = _GROUPED.sub(",", cleaned(given).translate(_WIDE))
    for found in _SENTENCE.finditer(half):
        for start in range(0, len(found[0]), LONG):
            yield from _sentence(place, found[0][start : start + LONG], known, index)


def content(given: Mapping[str, Any], known: Known) -> Iterator[Finding]:
    """Find embargoed figures in the cells of tables, charts and figures, each read with its heads."""
    if not known.embargoed:
        return
    index = index_of(known)
    for place, said, value in cells(given):
        yield from _cell(place, said, value, known, index)


def cells(given: Mapping[str, Any]) -> Cells:
    """Yield the cells of a content's tables, charts and figures that are numbers, with their heads."""
    title = str(given.get("title") or "")
    counts: Counter[str] = Counter()
    for block in given.get("body") or []:
        kind = str(block.get("type"))
        counts[kind] += 1
        if kind in _CELLS:
            for place, said, value in _CELLS[kind](counts[kind], block):
                yield place, f"{title}，{said}", value


def table(place: str, rows: Sequence[Row], known: Known, about: str = "") -> Iterator[Finding]:
    """Find embargoed figures in the rows of a file's table; about is its name or title."""
    if known.embargoed:
        index = index_of(known)
        for where, said, value in rows_cells(place, rows, about):
            yield from _cell(where, said, value, known, index)


def rows_cells(place: str, rows: Sequence[Row], about: str = "") -> Cells:
    """Yield the cells of a file's table that are numbers, with their heads."""
    numbered = (
        at for at, row in enumerate(rows) if any(_NUMBER.fullmatch(str(one)) for one in row)
    )
    heads = min(next(numbered, 1), HEADS) or 1
    yield from _grid(place, about, rows, heads=heads)


def _sentence(place: str, said: str, known: Known, index: Index) -> Iterator[Finding]:
    told: set[tuple[str, ...]] = set()
    for one in numbers(said, index):
        found = judged(one, beside(said, one.start, known, index), known, index)
        if found:
            value, is_sure = found
            told.add(value.names[:1])
            yield _finding(place, said, (one.start, one.end), value, VALUE if is_sure else LIKELY)
    for start, end, value in announced(said, known, index):
        if value.names[:1] not in told:
            told.add(value.names[:1])
            yield _finding(place, said, (start, end), value, SERIES)


def _cell(place: str, said: str, value: str, known: Known, index: Index) -> Iterator[Finding]:
    """Judge a cell as the sentence its heads and it make, where it does not tell by itself."""
    bare = _NUMBER.match(value)
    if bare and any(text(place, bare[0], known)):
        return
    sentence = f"{said}{value}"
    for one in numbers(value, index):
        at = len(said) + one.start
        found = judged(one, beside(sentence, at, known, index), known, index)
        if found:
            span = (at, len(said) + one.end)
            yield _finding(place, sentence, span, found[0], VALUE if found[1] else LIKELY)


def _finding(place: str, said: str, span: tuple[int, int], value: Value, rule: Rule) -> Finding:
    name = "".join((value.region, value.names[0] if value.names else value.series, *value.items))
    what = f"“{name}”{period(value.period)}的数据还没有发布"
    why = {
        VALUE.name: f"{what}，这里写出了它的数值。",
        LIKELY.name: f"{what}，这里的数值与它相同，请核对是不是同一个数。",
        SERIES.name: f"{what}，这里在说同一指标、同一时期的数。",
    }[rule.name]
    proposal = "删去，或者等数据按发布日程发布以后再发。"
    return rule.at(place, said, span, why, proposal)


def period(code: str) -> str:
    """Return a period as people write it.

    >>> period("2014"), period("2014-Q3"), period("2014-S1"), period("2014-05")
    ('2014年', '2014年三季度', '2014年上半年', '2014年5月')
    """
    year, _, part = code.partition("-")
    if part.startswith("Q"):
        return f"{year}年{'一二三四'[int(part[1]) - 1]}季度"
    return f"{year}年" + ("" if not part else "上半年" if part == "S1" else f"{int(part)}月")


def _table(number: int, block: Mapping[str, Any]) -> Cells:
    head = list(block.get("head") or [])
    about = f"{block.get('caption') or ''}，{block.get('note') or ''}"
    yield from _grid(f"表{number}", about, [*head, *(block.get("rows") or [])], heads=len(head))


def _grid(place: str, about: str, rows: Sequence[Row], *, heads: int) -> Cells:
    """Yield the cells that are numbers, each with the heads over it and the words of its row."""
    lines = [["" if one is None else str(one) for one in row] for row in rows]
    over = lines[: max(heads, 1)]
    about = f"{about}，{' '.join(line[0] for line in over if line)}"  # a corner may tell the period
    common = _unit(about, *chain.from_iterable(lines[:3]))
    for row, cells in enumerate(lines[heads:], start=1):
        words = "".join(one for one in cells if not _BARE.fullmatch(one))[:80]
        for column, cell in enumerate(cells):
            if _NUMBER.fullmatch(cell):
                heading = "".join(line[column] for line in over if column < len(line))
                unit = _unit(heading) or _unit(words) or common
                said = "，".join(one for one in (about, _IN.sub("", f"{words} {heading}")) if one)
                yield f"{place}第{row}行第{column + 1}格", said, cell.strip() + unit


def _unit(*said: str) -> str:
    """Return the unit a head states: 单位：亿元, 增加值（亿元）, 增速%."""
    for one in said:
        if found := _UNIT.search(one) or _IN.search(one):
            return found[found.lastindex or 1]
    return ""


def _chart(number: int, block: Mapping[str, Any]) -> Cells:
    place, unit = f"统计图{number}", str(block.get("unit") or "")
    labels = [str(one) for one in block.get("labels") or []]
    for series in block.get("series") or []:
        for label, value in zip(labels, series.get("values") or [], strict=False):
            said = f"{block.get('title') or ''}，{label}{series.get('name') or ''}"
            yield f"{place}“{label}”", said, f"{value}{unit}"


def _figure(number: int, block: Mapping[str, Any]) -> Cells:
    said = f"{block.get('period') or ''}{block.get('indicator') or ''}"
    yield f"指标{number}数值", said, f"{block.get('value') or ''}{block.get('unit') or ''}"


_CELLS = {"table": _table, "chart": _chart, "figure": _figure}
