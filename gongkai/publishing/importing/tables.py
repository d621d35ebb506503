"""A table of a document as a table block: merged cells resolved, one head row, figures as printed.

The block knows no merged cells. A name merged over rows is repeated in each, so that every row
says what it is about; a merged figure is written once, for repeated it would be counted twice.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from bs4.element import Tag

from gongkai.law.refused import Refused
from gongkai.publishing.importing.pieces import Picture, cell_text
from gongkai.publishing.importing.rules import YEAR, is_figure, is_unit, joined, unit
from gongkai.publishing.importing.source import Note

MOST_ROWS = 2000
MOST_COLUMNS = 100
MOST_CELLS = 20_000  # in a document: some seconds of work
HEAD = 4  # rows; a cell that reaches further down is no head


@dataclass(frozen=True)
class Cell:
    """A cell as it was written, at the place of its upper left corner."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    head: bool = False


@dataclass
class Table:
    """A table read: its block, what stood in it besides, and what was done to it."""

    block: dict[str, Any]
    unit: str = ""
    pictures: list[Picture] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    merged: int = 0
    doubtful: bool = False  # the first row looks like data
    narrow: bool = False  # one column: it may only have placed its lines


Rows = list[list[Cell | None]]


def read(tag: Tag, caption: str = "") -> Table:
    """Read a table. Raises: Refused "import.rows" for one too large to be read by people."""
    pictures: list[Picture] = []
    notes: list[Note] = []
    rows = _trimmed(_matrix(tag, pictures, notes))
    caption = caption or _own_caption(tag, pictures, notes)
    named = ""
    while len(rows) > 2 and (line := _lone(rows[0])) and len(rows[0]) > 1:
        if is_unit(line):
            named = unit(line)
        elif caption or rows[0][0] is None or rows[0][0].columns < len(rows[0]):
            break
        else:
            caption = joined(line.replace("\n", ""))
        rows = rows[1:]
    deep = _depth(rows)
    head = [_named(rows[:deep], column) for column in range(len(rows[0]))] if rows else []
    body = [_filled(row) for row in rows[deep:]]
    places = Counter(cell for row in rows for cell in row if cell and cell.text)
    return Table(
        block={"type": "table", "caption": caption, "head": [head], "rows": body, "note": ""},
        unit=named,
        pictures=pictures,
        notes=notes,
        merged=sum(count > 1 for cell, count in places.items() if cell.row >= _first(rows) + deep),
        doubtful=_is_data(head),
        narrow=len(head) == 1,
    )


def _own_caption(tag: Tag, pictures: list[Picture], notes: list[Note]) -> str:
    own = tag.find("caption")
    if not isinstance(own, Tag):
        return ""
    text, shown, left_out = cell_text(own)
    pictures += shown
    notes += left_out
    return text.replace("\n", "")


def _matrix(tag: Tag, pictures: list[Picture], notes: list[Note]) -> Rows:
    """Return a table's cells by place; a merged cell stands at each place it covers."""
    lines = tag.find_all("tr")
    refuse_large(len(lines), max((len(line.find_all(["td", "th"])) for line in lines), default=0))
    grid: list[dict[int, Cell]] = [{} for _ in lines]
    spent = 0
    for number, line in enumerate(lines):
        column = 0
        for one in line.find_all(["td", "th"], recursive=False):
            while column in grid[number]:
                column += 1
            text, shown, left_out = cell_text(one)
            pictures += shown
            notes += left_out
            cell = Cell(
                joined(text), number, column,
                min(_span(one, "rowspan", len(lines)), len(lines) - number),
                _span(one, "colspan", 1), one.name == "th",
            )  # fmt: skip
            spent += cell.rows * min(cell.columns, MOST_COLUMNS)
            refuse_large(spent // MOST_COLUMNS)
            for covered in range(number, number + cell.rows):
                for place in range(column, min(column + cell.columns, MOST_COLUMNS)):
                    grid[covered].setdefault(place, cell)
            column += cell.columns
    wide = min(max((max(row) + 1 for row in grid if row), default=0), MOST_COLUMNS)
    return [[row.get(place) for place in range(wide)] for row in grid]


def refuse_large(rows: int, columns: int = 0) -> None:
    """Refuse a table nobody can read on a page. Raises: Refused "import.rows"."""
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        raise Refused(
            "import.rows",
            f"文档里有一个{rows}行的表格，超过网页表格的上限（{MOST_ROWS}行、{MOST_COLUMNS}列），"
            "没有导入。请把这个表另存为 Excel，作为附件上传，正文只留摘要表。",
        )


def refuse_many(cells: int) -> None:
    """Refuse a document that is a collection of tables. Raises: Refused "import.cells"."""
    if cells > MOST_CELLS:
        raise Refused(
            "import.cells",
            f"文档里的表格共有{cells}格，超过上限{MOST_CELLS}格，没有导入。"
            "请把数据表另存为 Excel，作为附件上传。",
        )


def _span(tag: Tag, name: str, whole: int) -> int:
    found = re.match(r"\s*(\d{1,4})", str(tag.get(name) or "1"))
    count = int(found[1]) if found else 1
    return min(count or whole, MOST_ROWS)


def _trimmed(rows: Rows) -> Rows:
    """Return rows and columns in which something begins; empty ones only drew lines."""
    rows = [row for row in rows if any(cell and cell.text for cell in row)]
    kept = [
        place for place in range(len(rows[0]) if rows else 0)
        if any((cell := row[place]) and cell.text and cell.column == place for row in rows)
    ]  # fmt: skip
    return [[row[place] for place in kept] for row in rows]


def _lone(row: list[Cell | None]) -> str:
    """Return the text of the only cell of a row that says something."""
    said = {cell for cell in row if cell and cell.text}
    return said.pop().text if len(said) == 1 else ""


def _depth(rows: Rows) -> int:
    """Return how many rows are the head: those marked so, or over which a cell of it reaches."""
    if len(rows) < 2:
        return len(rows)
    deep = 1
    while deep < len(rows) - 1 and _is_marked(rows[deep]) and _is_marked(rows[deep - 1]):
        deep += 1
    first = rows[0]
    reach = max((cell.row + cell.rows for cell in first if cell and cell.rows <= HEAD), default=0)
    below = sum(1 for row in rows if (least := _begin(row)) is not None and least < reach)
    deep = max(deep, below)
    names = [cell for cell in rows[1] if cell and cell.row == _begin(rows[1])]
    groups = {cell for cell in first if cell and cell.columns > 1 and first.count(cell) > 1}
    if (
        deep == 1
        and groups
        and not any(is_figure(one.text) for one in names)
        and (rows[1][0] is None or not rows[1][0].text)
    ):
        deep = 2
    return min(deep, len(rows) - 1)


def _begin(row: list[Cell | None]) -> int | None:
    """Return the number of the row of the document, as its own cells have it."""
    return max((cell.row for cell in row if cell), default=None)


def _first(rows: Rows) -> int:
    return (_begin(rows[0]) or 0) if rows else 0


def _is_marked(row: list[Cell | None]) -> bool:
    return all(cell.head for cell in row if cell) and any(row)


def _named(head: Rows, column: int) -> str:
    """Return a column's name out of the rows of a head, the upper first."""
    names: list[str] = []
    for row in head:
        cell = row[column]
        if cell and cell.text and cell.text not in names:
            names.append(cell.text)
    return " ".join(names)


def _filled(row: list[Cell | None]) -> list[str]:
    """Return a row's texts; see the module for what stands where a cell is merged."""
    own = _begin(row)
    found = []
    for place, cell in enumerate(row):
        is_again = cell is not None and (
            (place > 0 and row[place - 1] is cell) or (cell.row != own and is_figure(cell.text))
        )
        found.append("" if cell is None or is_again else cell.text)
    return found


def _is_data(head: list[str]) -> bool:
    """Say whether a head row reads like a row of data: mostly figures that are no years."""
    said = [text for text in head[1:] if text]
    figures = [text for text in said if is_figure(text) and not YEAR.fullmatch(text)]
    return len(figures) * 2 > len(said) > 0
