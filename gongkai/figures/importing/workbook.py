"""Workbooks: xlsx by openpyxl, old xls by calamine."""

import io
import re
from collections.abc import Callable, Mapping
from typing import Any

import openpyxl
import python_calamine

from gongkai.checks import files, merged
from gongkai.figures.importing import words
from gongkai.figures.importing.sheets import CELLS, COLUMNS, ROWS, Book, Place, Said, Sheet
from gongkai.law.refused import Refused

FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
SHOWN = re.compile(r"0\.(0+)")
TooLarge = Callable[[str, int, int], None]


def read(name: str, data: bytes, refuse_large: TooLarge) -> Book:
    """Read an xlsx file. Raises: Refused."""
    if files.kind_of(_as_xlsx(name), data) is not files.XLSX:
        raise Refused("import.kind", words.KIND.format(name=name))
    parts = files.members(name, data)
    _refuse_hostile(name, parts)
    counted = any(FORMULA.search(one) for path, one in parts.items() if "worksheets/" in path)
    try:
        values = openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
        written = (openpyxl.load_workbook(io.BytesIO(data), keep_links=False) if counted
                   else values)  # fmt: skip
    except Exception as broken:  # the library raises what it meets in a damaged file
        raise Refused("import.broken", words.BROKEN.format(name=name)) from broken
    said, found = [], []
    for one in values.worksheets:
        if one.sheet_state != "visible":
            said.append(Said("hidden", one.title, words.HIDDEN_SHEET.format(sheet=one.title)))
            continue
        sheet = _sheet(one, written[one.title], refuse_large)
        if sheet.rows:
            found.append(sheet)
    return Book(name, found, tuple(said))


def _refuse_hostile(name: str, parts: Mapping[str, bytes]) -> None:
    """Refuse what must not reach the library. Raises: Refused."""
    if any(one.startswith("xl/externalLinks/") for one in parts):
        raise Refused("import.links", words.LINKS.format(name=name))
    if any(DECLARED.search(one) for path, one in parts.items() if path.endswith(".xml")):
        raise Refused("import.broken", words.BROKEN.format(name=name))
    if merged.is_bomb(parts):
        raise Refused("import.large", words.MERGED.format(name=name, most=merged.MOST))


def _as_xlsx(name: str) -> str:
    """Return a name that fits what is in the file: an xlsx is read under any name."""
    return f"{name}.xlsx"


def _sheet(values: Any, written: Any, refuse_large: TooLarge) -> Sheet:
    cells = {(row, column): one for (row, column), one in values._cells.items()
             if one.value is not None or written._cells[row, column].value is not None}  # fmt: skip
    height = max((row for row, _ in cells), default=0)
    width = max((column for _, column in cells), default=0)
    refuse_large(values.title, height, width)
    rows: list[list[Any]] = [[None] * width for _ in range(height)]
    percent, hollow, hidden = set(), set(), set()
    decimals: dict[Place, int] = {}
    unseen = _unseen(values)
    for (row, column), one in cells.items():
        place = Place(row - 1, column - 1)
        value = one.value
        rows[place.row][place.column] = value.strip() or None if isinstance(value, str) else value
        if value is None and written._cells[row, column].data_type == "f":
            hollow.add(place)
        if isinstance(value, int | float):
            shown = QUOTED.sub("", str(one.number_format).split(";")[0])
            if "%" in shown:
                percent.add(place)
            if match := SHOWN.search(shown):
                decimals[place] = len(match[1])
        if row in unseen[0] or column in unseen[1]:
            hidden.add(place)
    spans = tuple(
        (
            one.min_row - 1,
            one.min_col - 1,
            min(one.max_row, height) - 1,
            min(one.max_col, width) - 1,
        )
        for one in values.merged_cells.ranges
        if one.min_row <= height and one.min_col <= width
    )
    return Sheet(values.title, rows, spans=_bounded(spans), percent=frozenset(percent),
                 hollow=frozenset(hollow), decimals=decimals, hidden=frozenset(hidden),
                 base=values.parent.epoch.date())  # fmt: skip


def _bounded(spans: tuple[tuple[int, int, int, int], ...]) -> tuple[tuple[int, int, int, int], ...]:
    """Return merged cells as long as they cover less than a sheet may hold."""
    kept, covered = [], 0
    for top, left, bottom, right in spans:
        covered += (bottom - top + 1) * (right - left + 1)
        if covered > CELLS:
            break
        kept.append((top, left, bottom, right))
    return tuple(kept)


def _unseen(sheet: Any) -> tuple[set[int], set[int]]:
    """Return rows and columns nobody sees, by number from 1."""
    rows = {number for number, one in sheet.row_dimensions.items() if one.hidden}
    columns = {
        number
        for one in sheet.column_dimensions.values() if one.hidden
        for number in range(one.min or 0, min(one.max or 0, COLUMNS) + 1)
    }  # fmt: skip
    return rows, columns


def read_old(name: str, data: bytes, refuse_large: TooLarge) -> Book:
    """Read an xls file (Excel 97-2003): values, dates and merged cells; no formulas, no formats.

    Raises: Refused.
    """
    if "EncryptedPackage".encode("utf-16-le") in data:
        files.kind_of(name, data)
    said, found = [], []
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        for meta in book.sheets_metadata:
            if meta.visible != python_calamine.SheetVisibleEnum.Visible:
                said.append(Said("hidden", meta.name, words.HIDDEN_SHEET.format(sheet=meta.name)))
                continue
            one = book.get_sheet_by_name(meta.name)
            if one.total_height > ROWS or one.total_width > COLUMNS:
                refuse_large(meta.name, one.total_height, one.total_width)
            rows = [[_plain(value) for value in row]
                    for row in one.to_python(skip_empty_area=False)]  # fmt: skip
            spans = tuple((*start, *end) for start, end in one.merged_cell_ranges or ())
            if any(value is not None for row in rows for value in row):
                found.append(Sheet(meta.name, rows, spans=_bounded(spans)))
    except python_calamine.CalamineError as broken:
        raise Refused("import.broken", words.BROKEN.format(name=name)) from broken
    said.append(Said("old", name, words.OLD))
    return Book(name, found, tuple(said))


def _plain(value: Any) -> Any:
    return value.strip() or None if isinstance(value, str) else value
