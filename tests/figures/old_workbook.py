"""An Excel 97 workbook as bytes, for tests: BIFF8 records in a compound file, as small as can be.

Nobody writes these any more, and bureaus still send them.
"""

import struct
from collections.abc import Mapping

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
Cells = Mapping[tuple[int, int], str | float]


def old_workbook(sheets: Mapping[str, Cells], hidden: tuple[str, ...] = ()) -> bytes:
    """Return a workbook: cells by row and column, by the name of their sheet."""
    bodies = [_sheet(cells) for cells in sheets.values()]
    globals_size = len(_globals(list(sheets), hidden, [0] * len(bodies)))
    starts, at = [], globals_size
    for body in bodies:
        starts.append(at)
        at += len(body)
    return _compound(_globals(list(sheets), hidden, starts) + b"".join(bodies))


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _text(text: str, size: str) -> bytes:
    return struct.pack(f"<{size}B", len(text), 1) + text.encode("utf-16-le")


def _globals(names: list[str], hidden: tuple[str, ...], starts: list[int]) -> bytes:
    found = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    for name, start in zip(names, starts, strict=True):
        found += _record(0x85, struct.pack("<IBB", start, name in hidden, 0) + _text(name, "B"))
    return found + _record(0x0A)


def _sheet(cells: Cells) -> bytes:
    found = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    rows, columns = (max(place[n] for place in cells) + 1 for n in (0, 1))
    found += _record(0x200, struct.pack("<IIHHH", 0, rows, 0, columns, 0))
    for (row, column), value in sorted(cells.items()):
        place = struct.pack("<HHH", row, column, 0)
        found += (_record(0x204, place + _text(value, "H")) if isinstance(value, str)
                  else _record(0x203, place + struct.pack("<d", value)))  # fmt: skip
    return found + _record(0x0A)


def _compound(stream: bytes) -> bytes:
    """Put a stream into a compound file: header, table of sectors, directory, the stream."""
    stream += b"\0" * (max(4096, -(-len(stream) // SECTOR) * SECTOR) - len(stream))
    count = len(stream) // SECTOR
    table = [FAT, END, *range(3, count + 2), END]
    head = struct.pack("<8s16sHHHHH6sIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3,
                       0xFFFE, 9, 6, b"", 0, 1, 1, 0, 4096, END, 0, END, 0, 0)  # fmt: skip
    head += struct.pack("<108I", *[FREE] * 108)
    sectors = struct.pack("<128I", *table, *[FREE] * (128 - len(table)))
    entries = (_entry("Root Entry", 5, END, 0, child=1) + _entry("Workbook", 2, 2, len(stream))
               + _entry("", 0, 0, 0) * 2)  # fmt: skip
    return head + sectors + entries + stream


def _entry(name: str, kind: int, start: int, size: int, child: int = FREE) -> bytes:
    spelled = name.encode("utf-16-le")
    return struct.pack("<64sHBBIII16sIQQIQ", spelled, len(spelled) + 2 if name else 0, kind, 1, FREE,
                       FREE, child, b"", 0, 0, 0, start, size)  # fmt: skip
