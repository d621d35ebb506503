"""How much of a workbook its merged cells cover, read before a library builds each of them."""

import re
from collections.abc import Mapping
from xml.parsers import expat

MOST = 200_000  # cells under all merged ones of a file
REF = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?", re.IGNORECASE)
ENCODED = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-8[\"'])", re.IGNORECASE)


def is_bomb(parts: Mapping[str, bytes]) -> bool:
    """Say whether merged cells cover more than a library may build; one nobody can read does too.

    Shape: parts as files.members returns them.
    """
    left = MOST
    for name, part in parts.items():
        if name.lower().endswith((".rels", ".bin")) or not _may_hold(part):
            continue
        left -= _covered(part)
        if left < 0:
            return True
    return False


def _may_hold(part: bytes) -> bool:
    """Say whether merged cells may stand in a part, also where its letters are written wide."""
    start = part[:200]
    return b"mergeCell" in part or (b"\0" in start and b"<" in start) or bool(ENCODED.search(start))


def _covered(part: bytes) -> int:
    found = 0

    def met(name: str, said: dict[str, str]) -> None:
        nonlocal found
        if name.rpartition(":")[2] == "mergeCell":
            found += area(said.get("ref", ""))

    parser = expat.ParserCreate()
    parser.StartElementHandler = met
    try:
        parser.Parse(part, True)
    except (expat.ExpatError, ValueError, LookupError):
        return found  # what nobody can read is told where the workbook is opened
    return found


def area(ref: str) -> int:
    """Return the number of cells of an address.

    >>> area("A1:CV100000"), area("B2"), area("A:A") > MOST
    (10000000, 1, True)
    """
    match = REF.fullmatch(ref.strip())
    if match is None:
        return MOST + 1
    left, top, right, bottom = match[1], int(match[2]), match[3] or match[1], match[4] or match[2]
    wide, high = abs(_number(right) - _number(left)) + 1, abs(int(bottom) - top) + 1
    return wide * high


def _number(column: str) -> int:
    found = 0
    for one in column.upper():
        found = found * 26 + ord(one) - 64
    return found
