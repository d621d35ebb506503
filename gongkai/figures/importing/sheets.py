"""A sheet as it was read: raw values by row, and what is said of some cells."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from gongkai.figures.importing import words

ROWS = 100_000
COLUMNS = 2_000
CELLS = 1_000_000  # of the rectangle a sheet spans
WHOLE = 2_000_000  # of all sheets of a file


class Place(NamedTuple):
    """A row and a column, both from 0."""

    row: int
    column: int


class Said(NamedTuple):
    """What is to be told about a cell, or about a whole sheet. Shape: where is “表“M2”B7”."""

    code: str
    where: str
    text: str
    place: Place | None = None
    sheet: str = ""


@dataclass(frozen=True)
class Sheet:
    """A sheet. Shape: rows of raw values, all of one width; None where nothing stands.

    kind: how its cells are named; spans: merged cells (top, left, bottom, right).
    """

    name: str
    rows: list[list[Any]]
    kind: str = "sheet"  # or "px": its cells are numbers of a cube, in order
    spans: tuple[tuple[int, int, int, int], ...] = ()
    percent: frozenset[Place] = frozenset()  # numbers shown as percent
    hollow: frozenset[Place] = frozenset()  # formulas without a stored value
    decimals: Mapping[Place, int] = field(default_factory=dict)  # as the number is shown
    hidden: frozenset[Place] = frozenset()  # in a hidden row or column
    base: date = date(1899, 12, 30)  # day 0 of its serial numbers
    title: str = ""  # said beside the cells: TITLE of PX
    unit: str = ""
    notes: tuple[str, ...] = ()

    @cached_property
    def width(self) -> int:
        """Return the number of columns."""
        return max((len(row) for row in self.rows), default=0)

    @cached_property
    def first(self) -> int:
        """Return the first row in which something stands."""
        return next((n for n, row in enumerate(self.rows)
                     if any(one is not None for one in row)), 0)  # fmt: skip

    def value(self, row: int, column: int) -> Any:
        """Return what stands in a cell."""
        line = self.rows[row] if row < len(self.rows) else []
        return line[column] if column < len(line) else None

    @cached_property
    def merged(self) -> dict[Place, Any]:
        """Return what the cells under a merged one show: the value of its upper left corner."""
        return {
            Place(row, column): self.value(top, left)
            for top, left, bottom, right in self.spans
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        }

    def shown(self, row: int, column: int) -> Any:
        """Return what a reader sees in a cell: the merged one's value where it is covered."""
        here = self.value(row, column)
        return self.merged.get(Place(row, column)) if here is None else here

    def where(self, row: int, column: int | None = None) -> str:
        """Return the name of a cell, or of a row, for people."""
        if self.kind == "px":
            return words.WHERE_NUMBER.format(number=row)
        if column is None:
            return words.WHERE_ROW.format(sheet=self.name, row=row + 1)
        return words.WHERE.format(sheet=self.name, cell=address(row, column))


@dataclass(frozen=True)
class Book:
    """What a file holds: its sheets that are read, and what is said of the rest."""

    name: str
    sheets: list[Sheet]
    said: tuple[Said, ...] = ()


def letters(column: int) -> str:
    """Return a column's letters.

    >>> letters(0), letters(25), letters(26), letters(701), letters(702)
    ('A', 'Z', 'AA', 'ZZ', 'AAA')
    """
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def number_of(text: str) -> int:
    """Return the column of some letters.

    >>> number_of("A"), number_of("AA"), number_of("AAA")
    (0, 26, 702)
    """
    found = 0
    for one in text:
        found = found * 26 + ord(one) - 64
    return found - 1


def address(row: int, column: int) -> str:
    """Return a cell's address.

    >>> address(6, 1)
    'B7'
    """
    return f"{letters(column)}{row + 1}"
