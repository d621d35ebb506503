"""Compound files (复合文档, OLE): the streams of what other programs embed. Sizes are not believed."""

from collections.abc import Iterator

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
END = 0xFFFFFFFA  # from here on numbers of sectors mean something else
MOST = 4096  # streams
BEGINNINGS = (b"PK\x03\x04", b"%PDF-", b"\x89PNG\r\n", b"\xff\xd8\xff\xe0", b"\xff\xd8\xff\xe1")


def streams(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the streams of a compound file that can be followed, by name."""
    if not data.startswith(MAGIC) or len(data) < 512:
        return
    size = 1 << min(int.from_bytes(data[30:32], "little"), 16)
    table = _table(data, size)
    folder = _chain(data, table, _number(data, 48), size)
    entries = [folder[at : at + 128] for at in range(0, min(len(folder), MOST * 128), 128)]
    if not entries or len(entries[0]) < 128:
        return
    small = _chain(data, table, _number(entries[0], 116), size)
    small_table = _numbers(_chain(data, table, _number(data, 60), size))
    for entry in entries[1:]:
        if len(entry) == 128 and entry[66] == 2:
            length = int.from_bytes(entry[120:124], "little")
            name = entry[: max(0, int.from_bytes(entry[64:66], "little") - 2)].decode(
                "utf-16-le", "replace"
            )
            held, known, step = (small, small_table, 64) if length < 4096 else (data, table, size)
            yield name, _chain(held, known, _number(entry, 116), step, held is data)[:length]


def files(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the files other programs put into streams: packages, pictures, documents."""
    for name, stream in streams(data):
        starts = [at for mark in BEGINNINGS if (at := stream.find(mark)) >= 0]
        if starts:
            yield name.strip("\x01\x02\x03"), stream[min(starts) :]


def _table(data: bytes, size: int) -> list[int]:
    """Return which sector follows which."""
    sectors = [one for one in _numbers(data[76:512]) if one < END]
    following, steps = _number(data, 68), 0
    while following < END and steps < MOST:
        block = _numbers(_sector(data, following, size))
        sectors += [one for one in block[:-1] if one < END]
        following = block[-1] if block else END
        steps += 1
    return [one for sector in sectors for one in _numbers(_sector(data, sector, size))]


def _chain(data: bytes, table: list[int], first: int, size: int, has_head: bool = True) -> bytes:
    found, seen = [], set()
    while first < len(table) and first not in seen:
        seen.add(first)
        found.append(
            _sector(data, first, size) if has_head else data[first * size : (first + 1) * size]
        )
        first = table[first]
    return b"".join(found)


def _sector(data: bytes, number: int, size: int) -> bytes:
    return data[(number + 1) * size : (number + 2) * size]


def _numbers(data: bytes) -> list[int]:
    return [_number(data, at) for at in range(0, len(data) - 3, 4)]


def _number(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "little")
