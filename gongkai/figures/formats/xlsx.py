"""A cube as an Excel workbook: a table to read, and a sheet with everything said of it.

Numbers are numbers with the decimals they were published with; a missing one shows its sign. A value
that is not final carries its letter in its format, a noted one a comment; sheet 说明 lists both.
No formula, no link.
"""

from io import BytesIO
from typing import Any

import xlsxwriter

from gongkai.figures import words
from gongkai.figures.formats.tables import (
    CODES,
    digits,
    indicator_said,
    marked,
    names,
    notes,
    parts,
    remarks,
    sign,
    state,
)
from gongkai.figures.rules import Cube, Kept, Missing, Status

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
           "strings_to_numbers": False}  # fmt: skip
EXACT = 15  # digits a number of Excel holds; what has more is written as text
MOST_COMMENTS = 2_000  # each is a drawing; the sheet 说明 has every one
WIDEST = 60


def written(cube: Cube) -> bytes:
    """Return a cube as a workbook."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, OPTIONS)
    book.set_properties({"title": cube.name, "author": cube.meta["flow"]["department"],
                         "created": cube.updated.replace(tzinfo=None)})  # fmt: skip
    formats = _Formats(book)
    table = book.add_worksheet(words.SHEET_DATA)
    about = book.add_worksheet(words.SHEET_ABOUT)
    _Table(cube, table, formats).write()
    _about(cube, about, formats)
    book.close()
    return file.getvalue()


class _Formats:
    """The formats of a workbook; those of numbers are made as they are met."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.head = book.add_format(
            {"bold": True, "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter"}
        )
        self.side = book.add_format({"border": 1})
        self.said = book.add_format({"text_wrap": True, "valign": "top"})
        self.missing = book.add_format({"border": 1, "align": "right"})
        self._numbers: dict[tuple[int, str], Any] = {}

    def number(self, cell: Kept) -> Any:
        """Return the format of a value: its decimals, and the letter of its status."""
        mark = "" if cell.status == Status.FINAL else cell.status
        if (cell.places, mark) not in self._numbers:
            form = "0." + "0" * cell.places if cell.places else "0"
            self._numbers[cell.places, mark] = self._book.add_format(
                {"num_format": f'{form}" {mark}"' if mark else form, "border": 1}
            )
        return self._numbers[cell.places, mark]


class _Table:
    """The first sheet: series go down and periods across, or the other way where it is longer."""

    def __init__(self, cube: Cube, sheet: Any, formats: _Formats) -> None:
        self.cube, self.sheet, self.formats = cube, sheet, formats
        self.keys = [key for key in cube.keys if is_there(cube, key)]
        self.down = len(cube.periods) > len(self.keys)  # periods go down
        self.width = len(cube.dimensions) + 1  # names and unit of a series

    def write(self) -> None:
        """Write title, headings, and every value."""
        self.sheet.write_string(0, 0, self.cube.name, self.formats.title)
        said = [f"{heading}：{text}" for heading, text in remarks(self.cube)[:1]]
        self.sheet.write_string(1, 0, "　".join([*said, words.SEE_ABOUT]))
        self._headings()
        comments = notes(self.cube)
        left = MOST_COMMENTS
        for n, key in enumerate(self.keys):
            for m, period in enumerate(self.cube.periods):
                line, column = self._place(n, m)
                cell = self.cube.cells.get((key, period))
                self._cell(line, column, cell)
                if (key, period) in comments and left:
                    left -= 1
                    self.sheet.write_comment(line, column, comments[key, period])

    def _place(self, series: int, period: int) -> tuple[int, int]:
        across = (3 + self.width + period, 1 + series)
        return across if self.down else (4 + series, self.width + period)

    def _headings(self) -> None:
        heads = [*(one["name"] for one in self.cube.dimensions), words.UNIT]
        named = names(self.cube)
        for n, head in enumerate(heads):
            self._write(*((3 + n, 0) if self.down else (3, n)), head, self.formats.head)
        for n, key in enumerate(self.keys):
            fields = [one[code] for code, one in zip(parts(key), named, strict=True)]
            for m, field in enumerate([*fields, self.cube.indicator(key)["unit"]]):
                place = (3 + m, 1 + n) if self.down else (4 + n, m)
                self._write(*place, field, self.formats.head if self.down else self.formats.side)
        for n, period in enumerate(self.cube.periods):
            place = (3 + self.width + n, 0) if self.down else (3, self.width + n)
            self._write(
                *place,
                self.cube.period(period),
                self.formats.side if self.down else self.formats.head,
            )
        self.sheet.set_column(0, 0 if self.down else self.width - 1, 18)
        self.sheet.set_column(1 if self.down else self.width, 16_000, 14)
        self.sheet.freeze_panes(*((3 + self.width, 1) if self.down else (4, self.width)))

    def _write(self, line: int, column: int, text: str, form: Any) -> None:
        self.sheet.write_string(line, column, text, form)

    def _cell(self, line: int, column: int, cell: Kept | None) -> None:
        if cell is None:
            self.sheet.write_blank(line, column, None, self.formats.missing)
        elif cell.number is None or len(str(abs(cell.number))) > EXACT:
            self._write(line, column, sign(cell), self.formats.missing)
        else:
            self.sheet.write_number(line, column, float(digits(cell)), self.formats.number(cell))


def is_there(cube: Cube, key: str) -> bool:
    """Say whether anything is known of a series in the cube."""
    return any((key, period) in cube.cells for period in cube.periods)


def _about(cube: Cube, sheet: Any, formats: _Formats) -> None:
    """Write what is said of the whole, of indicators, of signs, and of single values."""
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, WIDEST)
    sheet.set_column(2, 8, 18)
    line = 0

    def section(title: str, rows: list[tuple[str, ...]]) -> None:
        nonlocal line
        sheet.write_string(line, 0, title, formats.title)
        for row in rows:
            line += 1
            for column, field in enumerate(row):
                sheet.write_string(line, column, field, formats.said)
        line += 2

    section(cube.name, remarks(cube))
    used = [one["code"] for one in cube.used(0)]
    section(words.SHEET_INDICATORS, [
        (one["name"], indicator_said(one), one["unit"])
        for one in (cube.meta["indicators"][code] for code in used)
    ])  # fmt: skip
    section(words.SHEET_SIGNS, [
        *((words.SIGNS[one], words.MISSING[one]) for one in Missing),
        *((str(one), words.STATUS[one]) for one in Status),
    ])  # fmt: skip
    named = names(cube)
    section(words.SHEET_CELLS, [
        (cube.period(period), note, CODES[state(cell)],
         *(one[code] for code, one in zip(parts(key), named, strict=True)))
        for (key, period), cell, note in marked(cube)
    ])  # fmt: skip
