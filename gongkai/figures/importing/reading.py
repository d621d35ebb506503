"""A file in, its sheets out, each with one table. Nothing else is interpreted here.

Refused
├── import.size    the file is larger than may be read
├── import.kind    no spreadsheet, no csv, no PX
├── import.large   more rows, columns or cells than can be handled
├── import.links   values taken from other files
├── import.deletes asks for values to be deleted
├── import.broken  cannot be read
├── import.empty   nothing stands in it
└── file.*         as checks.files says: bombs, macros, passwords
"""

import csv
import io
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import PurePath

from gongkai.checks.files import OLE, ZIPS, safe_name
from gongkai.figures.importing import px, stacked, words, workbook
from gongkai.figures.importing.sheets import CELLS, COLUMNS, ROWS, WHOLE, Book, Said, Sheet
from gongkai.law.refused import Refused

MEGABYTE = 1024 * 1024
TEXTS = (".csv", ".txt", ".tsv")


def read(name: str, data: bytes, *, most: int) -> Book:
    """Read a file. Unit: most in bytes. Raises: Refused, see above."""
    name = safe_name(name)
    if len(data) > most:
        raise Refused("import.size", words.SIZE.format(
            name=name, size=f"{len(data) / MEGABYTE:.1f}", most=f"{most / MEGABYTE:g}"))  # fmt: skip
    book = _book(name, data)
    for sheet in book.sheets:
        refuse_large(sheet.name, len(sheet.rows), sheet.width)
    if sum(len(one.rows) * one.width for one in book.sheets) > WHOLE:
        raise Refused("import.large", words.LARGE_FILE.format(most=WHOLE))
    if not book.sheets:
        raise Refused("import.empty", words.EMPTY.format(name=name))
    return _parted(book)


def _parted(book: Book) -> Book:
    """Return a file with tables that stand one under the other as sheets of their own."""
    parts = {one.name: stacked.apart(one) for one in book.sheets}
    said = [Said("stacked", name, words.STACKED.format(sheet=name, count=len(found)))
            for name, found in parts.items() if len(found) > 1]  # fmt: skip
    return Book(book.name, [one for found in parts.values() for one in found],
                (*book.said, *said))  # fmt: skip


def refuse_large(name: str, rows: int, columns: int) -> None:
    """Refuse a sheet nobody keeps by hand. Raises: Refused "import.large"."""
    if rows > ROWS or columns > COLUMNS or rows * columns > CELLS:
        raise Refused("import.large", words.LARGE.format(
            sheet=name, rows=rows, columns=columns, most=CELLS))  # fmt: skip


def _book(name: str, data: bytes) -> Book:
    lower = name.lower()
    if not data:
        raise Refused("import.empty", words.EMPTY.format(name=name))
    if data.startswith(ZIPS):
        return workbook.read(name, data, refuse_large)
    if data.startswith(OLE):
        return workbook.read_old(name, data, refuse_large)
    if lower.endswith(".px") or px.is_px(data):
        return px.read(name, data, refuse_large)
    if lower.endswith(TEXTS):
        return _csv(name, data)
    raise Refused("import.kind", words.KIND.format(name=name))


def _csv(name: str, data: bytes) -> Book:
    text = decoded(name, data)
    mark = max(",\t;", key=text.split("\n", 1)[0].count)
    rows: list[list[str | None]] = []
    try:
        for line in csv.reader(io.StringIO(text, newline=""), delimiter=mark):
            if len(rows) >= ROWS or len(line) > COLUMNS:
                refuse_large(name, len(rows) + 1, len(line))
            rows.append([one if one.strip() else None for one in line])
    except csv.Error as broken:
        raise Refused("import.broken", words.BROKEN.format(name=name)) from broken
    if not any(one for row in rows for one in row):
        raise Refused("import.empty", words.EMPTY.format(name=name))
    _refuse_deletes(rows)
    width = max(len(row) for row in rows)
    refuse_large(name, len(rows), width)
    return Book(name, [Sheet(PurePath(name).stem, [row + [None] * (width - len(row))
                                                    for row in rows])])  # fmt: skip


def _refuse_deletes(rows: list[list[str | None]]) -> None:
    """Refuse SDMX-CSV 2.0 that asks for deletion: a vintage only adds. Raises: Refused."""
    head = [(one or "").strip().upper() for one in rows[0]]
    if "ACTION" in head and "STRUCTURE_ID" in head:
        place = head.index("ACTION")
        if any(len(row) > place and row[place] == "D" for row in rows):
            raise Refused("import.deletes", words.DELETES)


def decoded(name: str, data: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-16 with its mark, or GB18030.

    Raises: Refused "import.broken".
    """
    codec = "utf-16" if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig"
    for one in (codec,) if data.startswith(BOM_UTF8) or codec == "utf-16" else (codec, "gb18030"):
        try:
            text = data.decode(one)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Refused("import.broken", words.ENCODING.format(name=name))
