"""Tables as the official form prints them: cells merged over rows and columns. Values only.

A block of one of the form's tables (blocks.py) becomes the form's own grid; any other stays plain.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from gongkai.law import annual
from gongkai.oversight import words
from gongkai.oversight.blocks import kind_of

HEAD, LABEL, NUMBER = "head", "label", "number"
LABELS = 3  # columns of labels in table 3


@dataclass(frozen=True)
class Cell:
    """A cell at the place of its upper left corner; kind: head, label, number."""

    text: str
    kind: str = NUMBER
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True)
class Grid:
    """A table to print. head: how many rows the next page repeats. widths: shares. whole: uncut."""

    caption: str
    note: str
    widths: tuple[int, ...]
    head: int
    rows: tuple[tuple[Cell, ...], ...]
    whole: bool = False


def grid(block: Mapping[str, Any]) -> Grid:
    """Return a table block as the grid it is printed in."""
    made = {"table2": _second, "table3": _third, "table4": _fourth}.get(kind_of(block), _plain)
    widths, head, rows = made(block)
    note = "" if kind_of(block) == "table3" else block.get("note", "")
    lines = tuple(tuple(row) for row in rows)
    return Grid(block["caption"], note, tuple(widths), head, lines, whole=bool(kind_of(block)))


Made = tuple[Sequence[int], int, list[list[Cell]]]


def _plain(block: Mapping[str, Any]) -> Made:
    width = max(len(row) for row in [*block["head"], *block["rows"]])
    rows = [[Cell(text, HEAD) for text in row] for row in block["head"]]
    rows += [[Cell(text, NUMBER if n else LABEL) for n, text in enumerate(row)]
             for row in block["rows"]]  # fmt: skip
    filled = [[*row, *(Cell("") for _ in range(width - len(row)))] for row in rows]
    return [3, *[2] * (width - 1)], len(block["head"]), filled


def _second(block: Mapping[str, Any]) -> Made:
    """Lay out table 2: a row has as many cells as the heads above it, be they empty."""
    lines = [*block["head"], *block["rows"]]
    rows, many = [], 1
    for row, below in zip(lines, [*lines[1:], [""]], strict=True):
        is_head = row[0] == words.CONTENT
        if is_head:
            many = sum(bool(text) for text in row)
        shown = row[:1] if below[0] == words.CONTENT else row[:many]
        kinds = [HEAD] * many if is_head or len(shown) == 1 else [LABEL, *[NUMBER] * many]
        cells = [Cell(text, kind) for text, kind in zip(shown, kinds, strict=False)]
        last = cells[-1]
        cells[-1] = Cell(last.text, last.kind, columns=len(row) - len(shown) + 1)
        rows.append(cells)
    return [3, 2, 2, 2], 0, rows


def _third(block: Mapping[str, Any]) -> Made:
    numbers = len(annual.columns())
    over = len(annual.columns()) - 2
    first, *middle, last = block["head"][0][-numbers:]
    rows = [
        [Cell(annual.header_note(), HEAD, columns=LABELS, rows=3),
         Cell(words.APPLICANTS, HEAD, columns=numbers)],
        [Cell(first, HEAD, rows=2), Cell(words.OTHERS, HEAD, columns=over),
         Cell(last, HEAD, rows=2)],
        [Cell(name, HEAD) for name in middle],
    ]  # fmt: skip
    results = next((row[0] for row in block["rows"] if row[1]), "")
    inside = sum(bool(row[1]) for row in block["rows"])
    for _, group in groupby(block["rows"], key=lambda row: row[0]):
        lines = list(group)
        for place, row in enumerate(lines):
            cells = _labels(row, results, len(lines), first=place == 0)
            if row[1] and _is_first(row, block["rows"]):
                cells.insert(0, Cell(results, LABEL, rows=inside))
            rows.append(cells + [Cell(text) for text in row[2:]])
    return [3, 3, 9, *[3] * numbers], 3, rows


def _labels(row: Sequence[str], results: str, many: int, *, first: bool) -> list[Cell]:
    if not row[1]:
        return [Cell(row[0], LABEL, columns=LABELS)]
    if row[0] == results:
        return [Cell(row[1], LABEL, columns=LABELS - 1)]
    own = [Cell(row[1], LABEL)]
    return [Cell(row[0], LABEL, rows=many), *own] if first else own


def _is_first(row: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    return row is next(one for one in rows if one[1])


def _fourth(block: Mapping[str, Any]) -> Made:
    names = [one.label for one in annual.results()]
    five = len(names)
    suits = annual.suits()
    rows = [
        [Cell(suits[0].label, HEAD, columns=five), Cell(words.SUITS, HEAD, columns=five * 2)],
        [*(Cell(name, HEAD, rows=2) for name in names),
         *(Cell(one.label, HEAD, columns=five) for one in suits[1:])],
        [Cell(name, HEAD) for _ in suits[1:] for name in names],
        [Cell(text) for text in block["rows"][-1]],
    ]  # fmt: skip
    return [1] * five * 3, 3, rows
