"""Numbers said of cells that are kept back (已作保护的单元格): the desk does not know the values.

So any number counts that is said of such a series and period, in a sentence, a table, a chart, a
file; and one that other figures, waiting to come out, have for the very cell.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from gongkai.checks.characters import cleaned
from gongkai.checks.embargo import cells, period, rows_cells
from gongkai.checks.embargo.index import Index, index_of
from gongkai.checks.embargo.judge import announced
from gongkai.checks.findings import Finding, Rule, Severity, cut
from gongkai.checks.known import Known, Value

LAW = "统计法第二十八条；统计法实施条例第二十九条(三)"
TOLD = Rule("cells.told", "1", Severity.BLOCK, LAW, "figures")
SAID = Rule("cells.said", "1", Severity.WARN, LAW)
RULES = (TOLD, SAID)
WHOLES = frozenset({"合计", "总计", "全部", "小计", "总数"})  # what a sentence leaves out
REMEDY = "删去这个数，能够推算出它的数也一并删去；数据已经依法重新处理的，先更新数据集。"

_SENTENCE = re.compile(r"[^。；;！!？?\n\t]+")
_DIGITS = re.compile(r"[0-9][0-9.,]*(?![0-9.,]*\s?(?:年|月|季|日))")


def text(place: str, given: str, known: Known) -> Iterator[Finding]:
    """Find sentences that say a number of a cell kept back."""
    if not known.hidden:
        return
    known, index = _asked(known)
    for sentence in _SENTENCE.findall(cleaned(given)):
        yield from _said(place, sentence, known, index)


def content(given: Mapping[str, Any], known: Known) -> Iterator[Finding]:
    """Find cells kept back in tables, charts and figures; and in the data a disclosure carries.

    Shape: key "told" of a data block's "protection": names of the cells another vintage keeps back.
    """
    for block in given.get("body") or []:
        for name in (block.get("protection") or {}).get("told", ()):
            yield TOLD.finding(
                f"数据《{block.get('title') or ''}》", cut(name),
                "此格已作保护，不得另行公布；两个版次对它的处理不一致。", REMEDY,
            )  # fmt: skip
    if known.hidden:
        known, index = _asked(known)
        for place, said, value in cells(given):
            yield from _said(place, f"{said}{value}", known, index)


def table(place: str, rows: Sequence[Sequence[object]], known: Known, about: str = "") -> (
    Iterator[Finding]
):  # fmt: skip
    """Find cells kept back in the rows of a file's table; about is its name or title."""
    if known.hidden:
        known, index = _asked(known)
        for where, said, value in rows_cells(place, rows, about):
            yield from _said(where, f"{said}{value}", known, index)


def _asked(known: Known) -> tuple[Known, Index]:
    """Return what is known with the cells kept back in place of figures under embargo."""
    asked = replace(known, embargoed=known.hidden)
    return asked, index_of(asked)


def _said(place: str, sentence: str, known: Known, index: Index) -> Iterator[Finding]:
    for start, end, value in announced(sentence, known, index):
        if _is_of(sentence[:end], value):
            name = "".join((value.region, *_items(value), *value.names[:1]))
            why = f"“{name}”{period(value.period)}的数据已作保护，不得另行公布，这里写出了一个数。"
            yield SAID.at(place, sentence, (start, end), why, REMEDY)


def _is_of(before: str, value: Value) -> bool:
    """Say whether the groups of a cell are named before a number, with none other between."""
    numbers = list(_DIGITS.finditer(before))
    start = numbers[-1].start() if numbers else len(before)
    for item in _items(value):
        at = before.rfind(item, 0, start)
        if at < 0 or _DIGITS.search(before, at + len(item), start):
            return False
    return True


def _items(value: Value) -> tuple[str, ...]:
    return tuple(one for one in value.items if one not in WHOLES)
