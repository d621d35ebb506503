"""What every file becomes first: lines of prose and rows of tables, in reading order."""

import unicodedata
from dataclasses import dataclass

from gongkai.oversight.rules.writing import GAP


@dataclass(frozen=True)
class Line:
    """A line or paragraph outside tables. page: 0 where the file knows no pages."""

    text: str
    page: int = 0


@dataclass(frozen=True)
class Row:
    """A row of a table. None: the place is covered by a merged cell. table: its number, from 1."""

    cells: tuple[str | None, ...]
    table: int
    page: int = 0

    @property
    def words(self) -> str:
        """Return all text of the row, without white space."""
        return "".join(bare(cell or "") for cell in self.cells)


Flow = list[Line | Row]


def bare(text: str) -> str:
    """Return text without any white space or unseen character."""
    return "".join(
        one for one in text if not one.isspace() and unicodedata.category(one) not in {"Cf", "Cc"}
    )


def joined(text: str) -> str:
    """Return a line of Chinese without the blanks a layout put in it.

    >>> joined("共受理 3119 件 ， 电 话")
    '共受理3119件，电话'
    """
    return GAP.sub("", text).strip()
