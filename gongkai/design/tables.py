"""Tables as a template wants them: each cell with its text and whether its column is numbers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

NUMBER = re.compile(r"[-+−±]?[\d ,\u2009\u202f]*\d(\.\d+)?\s*[%‰]?[*①②③④⑤]?")
MISSING = frozenset({"", "-", "—", "——", "–", "…", "……", "/", "#"})


@dataclass(frozen=True)
class Cell:
    """One cell. number: its column holds numbers, so it stands to the right."""

    text: str
    number: bool


@dataclass(frozen=True)
class Table:
    """A table ready to be shown; every row is as long as the longest."""

    caption: str
    note: str
    head: tuple[tuple[Cell, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]


def is_numbers(texts: Sequence[str]) -> bool:
    """Say whether a column holds numbers: most of what is not missing is one.

    >>> is_numbers(["3612.4", "—", "1 688.0"]), is_numbers(["初步", "7.6"]), is_numbers(["", "…"])
    (True, False, False)
    """
    said = [text.strip() for text in texts if text.strip() not in MISSING]
    return bool(said) and sum(bool(NUMBER.fullmatch(text)) for text in said) * 2 > len(said)


def _shaped(rows: Sequence[Sequence[str]], width: int) -> list[list[str]]:
    return [[*map(str, row), *[""] * (width - len(row))] for row in rows]


def table(block: Mapping[str, Any]) -> Table:
    """Return a table block ready to be shown."""
    width = max((len(row) for row in [*block["head"], *block["rows"]]), default=0)
    head, rows = _shaped(block["head"], width), _shaped(block["rows"], width)
    numbers = [n > 0 and is_numbers([row[n] for row in rows]) for n in range(width)]
    return Table(
        caption=str(block.get("caption") or ""),
        note=str(block.get("note") or ""),
        head=tuple(tuple(map(Cell, row, numbers)) for row in head),
        rows=tuple(tuple(map(Cell, row, numbers)) for row in rows),
    )


def chart_table(block: Mapping[str, Any]) -> Table:
    """Return the figures under a chart as a table; what is missing is a dash, never a zero."""
    columns = [one["values"] for one in block["series"]]
    rows = [
        [label, *((values[n] if n < len(values) else "") or "—" for values in columns)]
        for n, label in enumerate(block["labels"])
    ]
    unit = str(block.get("unit") or "")
    return table(
        {
            "caption": f"{block['title']}（{unit}）" if unit else block["title"],
            "head": [["", *(one["name"] for one in block["series"])]],
            "rows": rows,
            "note": "",
        }
    )
