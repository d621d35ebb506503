"""Files and long tables made from a rule in the data: always the same bytes for the same rule."""

import io
import struct
import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]  # the library carries no types

from gongkai.config.demonstration.shapes import File

PNG = "image/png"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTH, HEIGHT = 640, 360
WHITE, GREY, DARK, BLUE = b"\xff\xff\xff", b"\xd8\xdc\xe0", b"\x50\x58\x60", b"\x1f\x4e\x8c"
MADE = datetime(2014, 1, 2, 8, 30)  # noqa: DTZ001 (a spreadsheet's property has no zone)


def rows(rule: Mapping[str, Any]) -> list[list[str]]:
    """Return the rows of a long table: a label with the number, then base + step * n mod modulo."""
    return [
        [
            rule["label"].format(n),
            *(str(c["base"] + c["step"] * n % c["modulo"]) for c in rule["columns"]),
        ]
        for n in range(1, rule["count"] + 1)
    ]


def spreadsheet(
    name: str, title: str, head: Sequence[Sequence[str]], body: Sequence[Sequence[str]]
) -> File:
    """Return a workbook with one sheet: the title, the head, the rows; numbers as numbers."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"title": title, "created": MADE})
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True})
    sheet.write_string(0, 0, title, bold)
    for number, row in enumerate([*head, *body], start=1):
        for column, cell in enumerate(row):
            if number > len(head) and _is_number(cell):
                sheet.write_number(number, column, float(cell))
            else:
                sheet.write_string(number, column, cell, bold if number <= len(head) else None)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, max(len(row) for row in [*head, *body]), 16)
    sheet.freeze_panes(1 + len(head), 1)
    book.close()
    return File(name, XLSX, buffer.getvalue())


def bars(name: str, values: Sequence[int]) -> File:
    """Return a picture of columns; a value of 100 fills the height."""
    slot = (WIDTH - 80) // len(values)
    pixels = [bytearray(WHITE * WIDTH) for _ in range(HEIGHT)]
    base, top = HEIGHT - 40, 40
    for percent in (25, 50, 75, 100):
        _fill(pixels, 40, base - (base - top) * percent // 100, WIDTH - 80, 1, GREY)
    for number, value in enumerate(values):
        height = (base - top) * value // 100
        _fill(pixels, 40 + slot * number + slot // 5, base - height, slot * 3 // 5, height, BLUE)
    _fill(pixels, 40, base, WIDTH - 80, 2, DARK)
    return File(name, PNG, _png(pixels))


def scan(name: str) -> File:
    """Return a picture that stands for a scanned card: ruled lines, no word, one stroke."""
    width, height = 420, 594
    pixels = [bytearray(WHITE * width) for _ in range(height)]
    _fill(pixels, 110, 40, 200, 12, DARK)
    for number in range(10):
        _fill(pixels, 40, 80 + number * 42, width - 80, 1, DARK)
        _fill(pixels, 56, 98 + number * 42, 40 + number * 13 % 41, 5, GREY)
    _fill(pixels, 40, 500, width - 80, 1, DARK)
    for x in (40, 150, width - 41):
        _fill(pixels, x, 80, 1, 421, DARK)
    for number in range(90):  # a stroke that rises and falls, as a name is signed
        _fill(pixels, 210 + number, 486 - abs(number % 28 - 14) * 2, 2, 4, BLUE)
    return File(name, PNG, _png(pixels))


def size(data: bytes) -> tuple[int, int]:
    """Return the width and height of a PNG."""
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def _fill(pixels: list[bytearray], x: int, y: int, width: int, height: int, ink: bytes) -> None:
    for row in pixels[y : y + height]:
        row[3 * x : 3 * (x + width)] = ink * width


def _png(pixels: Sequence[bytearray]) -> bytes:
    head = struct.pack(">IIBBBBB", len(pixels[0]) // 3, len(pixels), 8, 2, 0, 0, 0)
    data = zlib.compress(b"".join(b"\0" + row for row in pixels), 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", data) + _chunk(b"IEND")


def _chunk(kind: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
