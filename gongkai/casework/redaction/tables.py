"""A workbook as it is read (读取表格): every cell with its stored result, and what is hidden."""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import openpyxl  # type: ignore[import-untyped]  # the library carries no types
from openpyxl.utils import (  # type: ignore[import-untyped]  # the library carries no types
    get_column_letter,
    range_boundaries,
)

from gongkai.checks import files, merged
from gongkai.law.refused import Refused

CELLS = 2_000_000  # of the rectangle a sheet spans
CORNER = (30, 15)  # rows and columns of a sheet that are shown to who marks it
TABLE = "csv"  # the name of the one sheet of a csv file
SILENT = re.compile(r'^(?:"\s*"|\s)*(?:;(?:"\s*"|\s)*){2,3}$')  # number formats that show nothing
FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
WHITE = {"FFFFFFFF", "00FFFFFF"}
PARTS = {
    "xl/comments": "批注", "xl/threadedComments": "批注", "xl/drawings/": "图片、图形",
    "xl/charts/": "图表", "xl/media/": "图片、图形", "xl/pivot": "数据透视表",
    "xl/externalLinks/": "外部链接", "xl/embeddings/": "嵌入的文件", "xl/model/": "数据模型",
    "xl/connections": "数据连接", "xl/queryTables/": "数据连接", "customXml/": "自定义数据",
    "docProps/custom": "自定义属性", "xl/printerSettings/": "打印设置", "xl/persons/": "人员名单",
    "xl/slicer": "切片器", "xl/revisions/": "修订记录",
}  # fmt: skip


@dataclass(frozen=True)
class SheetInfo:
    """A sheet of a workbook, and what in it is hidden, written as in a formula: 表1!C:C."""

    name: str
    rows: int
    columns: int
    is_hidden: bool
    hidden: tuple[str, ...]
    letters: tuple[str, ...] = ()  # of the columns of its corner
    corner: tuple[tuple[str, ...], ...] = ()  # what stands in its first rows and columns


@dataclass(frozen=True)
class Cell:
    """A value with the look of its number; formula and whether nobody can see it."""

    value: Any
    format: str = "General"
    formula: str = ""
    is_unseen: bool = False


@dataclass(frozen=True)
class Table:
    """A sheet as read."""

    name: str
    cells: Mapping[tuple[int, int], Cell]
    is_hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    widths: Mapping[int, float] = field(default_factory=dict)

    @cached_property
    def rows(self) -> int:
        """Return the number of its last row that holds something."""
        return max((row for row, _ in self.cells), default=0)

    @cached_property
    def columns(self) -> int:
        """Return the number of its last column that holds something."""
        return max((column for _, column in self.cells), default=0)

    def spans(self, address: str) -> bool:
        """Say whether an address (C:C, 5:5, B2) lies within the rectangle of the sheet."""
        try:
            left, top, right, bottom = range_boundaries(address.upper())
        except (ValueError, TypeError):
            return False
        return (
            max(left or 1, right or 1) <= self.columns and max(top or 1, bottom or 1) <= self.rows
        )

    def corner(self) -> tuple[tuple[str, ...], ...]:
        """Return what stands in the first rows and columns; of a formula never reckoned, itself."""
        rows, columns = min(self.rows, CORNER[0]), min(self.columns, CORNER[1])
        empty = Cell(None)
        found = [[self.cells.get((row, column), empty) for column in range(1, columns + 1)]
                 for row in range(1, rows + 1)]  # fmt: skip
        return tuple(tuple(text_of(one.value) or one.formula for one in row) for row in found)

    def hidden(self) -> list[str]:
        """Return the addresses of what is hidden and holds something."""
        if self.is_hidden:
            return [self.name]
        rows = sorted({row for row, _ in self.cells} & self.hidden_rows)
        columns = sorted({column for _, column in self.cells} & self.hidden_columns)
        inside = (
            place
            for place, cell in sorted(self.cells.items())
            if cell.is_unseen and place[0] not in rows and place[1] not in columns
        )
        return [
            *(f"{self.name}!{row}:{row}" for row in rows),
            *(f"{self.name}!{letters_of(column)}:{letters_of(column)}" for column in columns),
            *(f"{self.name}!{address_of(place)}" for place in inside),
        ]


def read(data: bytes) -> tuple[list[Table], list[str]]:
    """Return the sheets of an xlsx or csv file, and the kinds of parts that are not carried over.

    Raises: Refused as checks.files does, and "redaction.large", "redaction.sheet".
    """
    if not data.startswith(files.ZIPS):
        return [_csv(data)], []
    files.text_of("上报.xlsx", data)  # refuses bombs, macros, entities and what is no workbook
    parts = files.members("上报.xlsx", data)
    if merged.is_bomb(parts):
        raise Refused("redaction.large", "合并单元格覆盖的范围太大，请取消合并后再处理。")
    dropped = dict.fromkeys(
        kind for name in parts for start, kind in PARTS.items() if name.startswith(start)
    )
    try:
        values = openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
        formulas = values
        if any(FORMULA.search(part) for part in parts.values()):
            formulas = openpyxl.load_workbook(io.BytesIO(data), keep_links=False)
    except Exception as broken:  # the library raises what it meets in a damaged file
        raise Refused("redaction.sheet", "表格已损坏，无法读取，请重新另存后再处理。") from broken
    if not values.worksheets:
        raise Refused("redaction.sheet", "文件里没有工作表，请核对。")
    if formulas.defined_names or any(one.defined_names for one in formulas.worksheets):
        dropped["定义的名称"] = None
    if formulas.chartsheets:
        dropped["图表"] = None
    return [_sheet(one, formulas[one.title]) for one in values.worksheets], list(dropped)


def _sheet(values: Any, formulas: Any) -> Table:
    if values.max_row * values.max_column > CELLS:
        raise Refused("redaction.large", f"工作表“{values.title}”太大，请删去空白的行列后再处理。")
    cells: dict[tuple[int, int], Cell] = {}
    for row in formulas.iter_rows():
        for one in row:
            if one.value is not None:
                place = (one.row, one.column)
                cells[place] = _cell(one, values.cell(*place))
    return Table(
        values.title,
        cells,
        is_hidden=values.sheet_state != "visible",
        hidden_rows=_hidden_rows(values),
        hidden_columns=_hidden_columns(values),
        widths=_widths(values),
    )


def _cell(written: Any, stored: Any) -> Cell:
    is_formula = written.data_type == "f"
    text = getattr(written.value, "text", written.value) if is_formula else ""
    value = stored.value
    if is_formula and value is None and stored.data_type == "s":
        value = ""
    font, fill = written.font, written.fill
    colour = font.color.rgb if font and font.color and font.color.type == "rgb" else ""
    is_white = colour in WHITE and (fill is None or fill.fill_type in {None, "none"})
    is_unseen = bool(SILENT.match(written.number_format or "")) or is_white
    formula = str(text or "=") if is_formula else ""
    return Cell(value, written.number_format or "General", formula, is_unseen)


def _hidden_rows(sheet: Any) -> frozenset[int]:
    return frozenset(
        number for number, one in sheet.row_dimensions.items() if one.hidden or one.height == 0
    ) | (
        frozenset(range(1, sheet.max_row + 1)) - frozenset(sheet.row_dimensions)
        if sheet.sheet_format.zeroHeight
        else frozenset()
    )


def _hidden_columns(sheet: Any) -> frozenset[int]:
    return frozenset(
        number
        for one in sheet.column_dimensions.values()
        if one.hidden or one.width == 0
        for number in range(one.min or 0, min(one.max or 0, sheet.max_column) + 1)
    )


def _widths(sheet: Any) -> dict[int, float]:
    return {
        number: min(float(one.width), 255.0)
        for one in sheet.column_dimensions.values()
        if one.width and one.customWidth
        for number in range(one.min or 0, min(one.max or 0, sheet.max_column) + 1)
    }


def _csv(data: bytes) -> Table:
    if len(data) > files.UNPACKED // 4:
        raise Refused("redaction.large", "csv文件太大，请分成几个文件后再处理。")
    if b"\0" in data:
        raise Refused("redaction.sheet", "这不是xlsx或者csv文件，请另存后再处理。")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Refused("redaction.sheet", "csv文件的编码无法识别，请另存为UTF-8后再处理。")
    first = text.split("\n", 1)[0]
    mark = max(",\t;", key=first.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    except csv.Error as broken:
        raise Refused("redaction.sheet", "csv文件无法读取，请重新另存后再处理。") from broken
    cells = {
        (row, column): Cell(value)
        for row, line in enumerate(lines, 1)
        for column, value in enumerate(line, 1)
        if value
    }
    return Table(TABLE, cells)


def text_of(value: Any) -> str:
    """Return a value as a person may have typed it: a whole number without a point."""
    if isinstance(value, float) and value.is_integer():
        return f"{value:.0f}"
    return "" if value is None else str(value)


def lies_in(place: tuple[int, int], address: str, sheet: str) -> bool:
    """Say whether a cell lies in an address of its sheet; the sheet's name is all of it."""
    if address == sheet:
        return True
    try:
        left, top, right, bottom = range_boundaries(address[len(sheet) + 1 :].upper())
    except (ValueError, TypeError):
        return False
    row, column = place
    return (left or 1) <= column <= (right or column) and (top or 1) <= row <= (bottom or row)


def said(address: str) -> str:
    """Return an address as people name it.

    >>> said("汇总!3:3"), said("汇总!C:C"), said("汇总!D5"), said("底数")
    ('汇总第3行', '汇总C列', '汇总D5格', '底数（整张）')
    """
    sheet, mark, place = address.rpartition("!")
    if not mark:
        return f"{address}（整张）"
    first, _, last = place.partition(":")
    if not last:
        return f"{sheet}{place}格"
    return f"{sheet}第{first}行" if first.isdecimal() else f"{sheet}{first}列"


def letters_of(column: int) -> str:
    """Return the letters of a column."""
    return str(get_column_letter(column))


def address_of(place: tuple[int, int]) -> str:
    """Return a cell's address, as in B2."""
    return f"{letters_of(place[1])}{place[0]}"
