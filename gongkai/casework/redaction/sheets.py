"""Redaction of spreadsheets (表格遮盖): list, redact.

The result is a new workbook of values: what was kept, cell by cell, with number formats and column
widths. Formulas give their results. Nothing else is carried over, and every hidden thing must have
been decided on.

Refused
├── redaction.sheet     no such sheet, column, row or cell; not a workbook
├── redaction.large     more cells than can be handled
├── redaction.formula   a formula without a stored result
├── redaction.hidden    hidden parts nobody decided on: they are listed
├── redaction.label     the label holds what is to be removed
└── redaction.remains   the result still holds what was removed
"""

import csv
import io
import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]  # the library carries no types
from openpyxl.formula import Tokenizer  # type: ignore[import-untyped]  # the library carries no types
from openpyxl.formula.tokenizer import (  # type: ignore[import-untyped]  # the library carries no types
    TokenizerError,
)

from gongkai.casework.redaction import proof
from gongkai.casework.redaction.marks import CSV, REMOVED, XLSX, Redacted, Report, plain, wanted
from gongkai.casework.redaction.tables import (
    CORNER,
    SILENT,
    Cell,
    SheetInfo,
    Table,
    address_of,
    letters_of,
    lies_in,
    read,
    said,
    text_of,
)
from gongkai.checks import files
from gongkai.law.refused import Refused

LONGEST = 32_767  # characters in a cell
BORN = datetime(2000, 1, 1)  # noqa: DTZ001  (a fixed date in every result: says nothing)
Cells = Mapping[str, Collection[str]]


def sheets(data: bytes) -> list[SheetInfo]:
    """Return the sheets of a workbook, or the one of a csv file, hidden ones included.

    Raises: Refused as checks.files does, and "redaction.large", "redaction.sheet".
    """
    return [
        SheetInfo(
            one.name,
            one.rows,
            one.columns,
            one.is_hidden,
            tuple(one.hidden()),
            tuple(letters_of(n) for n in range(1, min(one.columns, CORNER[1]) + 1)),
            one.corner(),
        )
        for one in read(data)[0]
    ]


def redact(
    data: bytes,
    *,
    sheets_withheld: Collection[str] = (),
    columns: Cells | None = None,
    rows: Mapping[str, Collection[int]] | None = None,
    cells: Cells | None = None,
    texts: Iterable[str] = (),
    shown: Collection[str] = (),
    label: str = REMOVED,
) -> Redacted:
    """Return a workbook of the values that were kept, or a csv file of a csv file.

    Shape: columns {"表1": ["C"]}, rows {"表1": [5]}, cells {"表1": ["B2"]}. A text removes every cell
    that holds it. shown are the addresses of hidden things, as sheets lists them, that are to be given.
    Raises: Refused with a code of this module's tree.
    """
    tables, dropped = read(data)
    asked = wanted(texts)
    if any(plain(text) in plain(label) for text in asked):
        raise Refused("redaction.label", "标注文字里含有要求去除的内容，请换一种标注。")
    order = _Order(frozenset(sheets_withheld), columns or {}, rows or {}, cells or {}, asked, label)
    order.check(tables)
    removed = {one.name: order.removed(one) for one in tables}
    _check_hidden(tables, removed, frozenset(sheets_withheld) | frozenset(shown))
    _check_formulas(tables, removed)
    names = _names(tables, order)
    is_workbook = data.startswith(files.ZIPS)
    write, media_type = (_workbook, XLSX) if is_workbook else (_table, CSV)
    made = write(tables, removed, names, order)
    if left := proof.remains(made, media_type, asked, labels={label}):
        raise Refused(
            "redaction.remains",
            f"处理后的表格里仍能找到要求去除的内容（{'；'.join(left[:5])}），文件没有生成。"
            "请把所在的行、列或者整张表设为不予公开。",
        )
    report = Report(
        not_found=tuple(text for text in asked if not _stands(text, tables)),
        dropped=tuple(dropped),
        derived=tuple(_derived(tables, removed)),
    )
    count = sum(map(len, removed.values())) + len(order.sheets)
    return Redacted(made, media_type, count, report)


@dataclass(frozen=True)
class _Order:
    """What is to be removed."""

    sheets: frozenset[str]
    columns: Cells
    rows: Mapping[str, Collection[int]]
    cells: Cells
    texts: tuple[str, ...]
    label: str

    def check(self, tables: Iterable[Table]) -> None:
        """Refuse what names no part of the workbook: a slip here would give something out."""
        known = {one.name: one for one in tables}
        for name in (*self.sheets, *self.columns, *self.rows, *self.cells):
            if name not in known:
                raise Refused("redaction.sheet", f"表格里没有名为“{name}”的工作表，请核对。")
        asked = [
            *((name, f"{letter}:{letter}") for name, row in self.columns.items() for letter in row),
            *((name, f"{number}:{number}") for name, row in self.rows.items() for number in row),
            *((name, address) for name, row in self.cells.items() for address in row),
        ]
        for name, address in asked:
            if not known[name].spans(address):
                raise Refused("redaction.sheet", f"“{name}”里没有“{address}”，请核对。")

    def removed(self, table: Table) -> set[tuple[int, int]]:
        """Return the cells of a sheet that are removed."""
        if table.name in self.sheets:
            return set(table.cells)
        columns = {letter.upper() for letter in self.columns.get(table.name, ())}
        rows = set(self.rows.get(table.name, ()))
        cells = {address.upper() for address in self.cells.get(table.name, ())}
        return {
            place
            for place, cell in table.cells.items()
            if place[0] in rows
            or letters_of(place[1]) in columns
            or address_of(place) in cells
            or self.holds(text_of(cell.value))
            or any(_shows(cell.value, text) for text in self.texts)
        }

    def holds(self, text: str) -> bool:
        """Say whether a text holds one that is to be removed."""
        folded = plain(text) if self.texts else ""
        return any(plain(one) in folded for one in self.texts)


def _check_hidden(
    tables: Iterable[Table],
    removed: Mapping[str, Collection[tuple[int, int]]],
    decided: Collection[str],
) -> None:
    """Refuse hidden things that are neither removed whole nor said to be given."""
    open_ones = []
    for table in tables:
        for address in table.hidden():
            held = (place for place in table.cells if lies_in(place, address, table.name))
            if address not in decided and not all(one in removed[table.name] for one in held):
                open_ones.append(address)
    if open_ones:
        listed = "、".join(map(said, open_ones[:20])) + ("等" if len(open_ones) > 20 else "")
        raise Refused(
            "redaction.hidden",
            f"表格里有{len(open_ones)}处隐藏的内容：{listed}。请逐处决定公开或者不予公开后再生成。",
        )


def _check_formulas(
    tables: Iterable[Table], removed: Mapping[str, Collection[tuple[int, int]]]
) -> None:
    for table in tables:
        for place, cell in table.cells.items():
            if cell.formula and cell.value is None and place not in removed[table.name]:
                raise Refused(
                    "redaction.formula",
                    f"“{table.name}”的{address_of(place)}是公式，文件里没有存下它的结果。"
                    "请用表格软件打开、重新计算并保存后再上传。",
                )


def _derived(
    tables: Iterable[Table], removed: Mapping[str, Collection[tuple[int, int]]]
) -> Iterator[str]:
    """Yield kept results of formulas that read a removed cell: they may tell what it held."""
    for table in tables:
        for place, cell in table.cells.items():
            if place in removed[table.name] or not cell.formula:
                continue
            if any(_reads(part, table.name, removed) for part in _operands(cell.formula)):
                yield f"{table.name}!{address_of(place)}"


def _operands(formula: str) -> list[str]:
    try:
        items = Tokenizer(formula).items
    except TokenizerError:
        return []
    return [one.value for one in items if one.type == "OPERAND" and one.subtype == "RANGE"]


def _reads(operand: str, here: str, removed: Mapping[str, Collection[tuple[int, int]]]) -> bool:
    sheet, _, area = operand.rpartition("!")
    name = sheet.strip("'").replace("''", "'") or here
    return any(lies_in(place, f"!{area.replace('$', '')}", "") for place in removed.get(name, ()))


def _stands(text: str, tables: Iterable[Table]) -> bool:
    needle = plain(text)
    return any(
        needle in plain(one.name)
        or any(
            needle in plain(text_of(cell.value)) or _shows(cell.value, text)
            for cell in one.cells.values()
        )
        for one in tables
    )


def _shows(value: Any, text: str) -> bool:
    """Say whether a number may be shown as this text: rounded, with commas, or in percent."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    written = plain(text).replace(",", "")
    share, digits = (100, written[:-1]) if written.endswith("%") else (1, written)
    places = len(digits.partition(".")[2])
    return f"{value * share:.{places}f}" == digits


def _names(tables: Iterable[Table], order: _Order) -> dict[str, str]:
    """Return the names of the sheets in the result; one that holds a removed text is replaced."""
    names: dict[str, str] = {}
    label = re.sub(r"[\[\]:*?/\\']", "", order.label)[:12]
    for number, table in enumerate(tables, 1):
        names[table.name] = label + "＊" * number if order.holds(table.name) else table.name
    return names


def _workbook(
    tables: Iterable[Table],
    removed: Mapping[str, Collection[tuple[int, int]]],
    names: Mapping[str, str],
    order: _Order,
) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
               "strings_to_numbers": False}
    )  # fmt: skip
    book.set_properties({"created": BORN})
    looks: dict[str, Any] = {}
    for table in tables:
        sheet = book.add_worksheet(names[table.name])
        if table.name in order.sheets:
            sheet.write_string(0, 0, order.label)
            continue
        for column, width in table.widths.items():
            sheet.set_column(column - 1, column - 1, width)
        for (row, column), cell in table.cells.items():
            if (row, column) in removed[table.name]:
                sheet.write_string(row - 1, column - 1, order.label)
            else:
                look = looks.get(cell.format)
                if look is None:
                    look = looks[cell.format] = book.add_format(
                        {"num_format": _format(cell, order)}
                    )
                _write(sheet, row - 1, column - 1, cell.value, look)
    book.close()
    return file.getvalue()


def _format(cell: Cell, order: _Order) -> str:
    """Return a number format that shows its value and says nothing that was removed."""
    return "General" if SILENT.match(cell.format) or order.holds(cell.format) else cell.format


def _write(sheet: Any, row: int, column: int, value: Any, look: Any) -> None:
    if isinstance(value, float) and not math.isfinite(value):
        value = str(value)
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value, look)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, look)
    elif isinstance(value, datetime | date | time | timedelta):
        sheet.write_datetime(row, column, value, look)
    elif value is not None:
        sheet.write_string(row, column, str(value)[:LONGEST], look)


def _table(
    tables: Iterable[Table],
    removed: Mapping[str, Collection[tuple[int, int]]],
    _: Mapping[str, str],
    order: _Order,
) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    for table in tables:
        gone = removed[table.name]
        for row in range(1, table.rows + 1):
            writer.writerow(
                order.label if (row, column) in gone else table.cells[row, column].value
                if (row, column) in table.cells else ""
                for column in range(1, table.columns + 1)
            )  # fmt: skip
    return file.getvalue().encode("utf-8-sig")
