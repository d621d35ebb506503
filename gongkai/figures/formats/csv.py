"""A cube as CSV: UTF-8 with BOM, one line a value, codes beside names.

Columns: code and name of the indicator, its bases (时间口径, 对比口径, 价格口径, 统计口径), code and name
of each further dimension, 计量单位, TIME_PERIOD, 时期, OBS_VALUE (digits as published), OBS_STATUS, 状态,
缺数原因, 注释. What is not there has no line; what is missing has one, without a value.
"""

import re
from collections.abc import Iterable, Iterator

from gongkai.figures import words
from gongkai.figures.formats.tables import CODES, TIME, TIME_NAME, based, names, notes, parts
from gongkai.figures.rules import Cube, Missing, Status, text

BOM = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would reckon such a text
QUOTED = re.compile(r'[",;\t\r\n ]')
BOTH, ONLY_CODES, TEXTS = "both", "codes", "texts"


def guarded(text: str) -> str:
    """Return a text as a field: no formula, quoted where it has to be.

    >>> guarded("=1+1"), guarded('a"b,c')
    ("'=1+1", '"a""b,c"')
    """
    text = f"'{text}" if text.startswith(FORMULA) else text
    return '"{}"'.format(text.replace('"', '""')) if QUOTED.search(text) else text


def written(cube: Cube, *, shown: str = BOTH, separator: str = ",") -> bytes:
    """Return a cube as CSV."""
    return b"".join(pieces([cube], shown=shown, separator=separator))


def pieces(cubes: Iterable[Cube], *, shown: str = BOTH, separator: str = ",") -> Iterator[bytes]:
    """Yield some cubes of one flow as one CSV, a piece for each: no more is held than one of them."""
    is_first = True
    for cube in cubes:
        head = BOM + _line(_headings(cube, shown), separator) if is_first else ""
        is_first = False
        yield (head + _body(cube, shown, separator)).encode()


def _line(fields: Iterable[str], separator: str) -> str:
    return separator.join(fields) + "\r\n"


def _pair(code: str, name: str, shown: str) -> list[str]:
    return {BOTH: [code, name], ONLY_CODES: [code], TEXTS: [name]}[shown]


def _headings(cube: Cube, shown: str) -> list[str]:
    first, *others = [_pair(one["code"], one["name"], shown) for one in cube.dimensions]
    found = [*first, *words.BASES, *(field for one in others for field in one)]
    found += [words.UNIT, *_pair(TIME, TIME_NAME, shown), "OBS_VALUE"]
    return [guarded(one) for one in [*found, "OBS_STATUS", *words.CELL_HEADINGS]]


def _body(cube: Cube, shown: str, separator: str) -> str:
    named, said = names(cube), notes(cube)
    periods = [(one, separator.join(map(guarded, _pair(one, cube.period(one), shown))))
               for one in cube.periods]  # fmt: skip
    tails = {code: _tail(code, separator) for code in CODES}
    found: list[str] = []
    for key in cube.keys:
        head = _head(cube, key, named, shown, separator)
        for period, spelt in periods:
            place = key, period
            cell = cube.cells.get(place)
            if cell is None:
                continue
            note = guarded(said[place]) if place in said else ""
            value = "" if cell.number is None else text(cell.number, cell.places)
            tail = tails[cell.missing or cell.status]
            found.append(f"{head}{spelt}{separator}{value}{tail}{note}\r\n")
    return "".join(found)


def _head(cube: Cube, key: str, named: list[dict[str, str]], shown: str, separator: str) -> str:
    if not any((key, period) in cube.cells for period in cube.periods):
        return ""
    first, *others = [_pair(code, values[code], shown)
                      for code, values in zip(parts(key), named, strict=True)]  # fmt: skip
    said = cube.indicator(key)
    fields = [*first, *based(said), *(field for one in others for field in one), said["unit"]]
    return separator.join(map(guarded, fields)) + separator


def _tail(code: str, separator: str) -> str:
    """Return what stands after a value of a state, up to its note."""
    if code in set(Missing):
        return separator.join(["", code, "", words.MISSING[Missing(code)], ""])
    return separator.join(["", code, words.STATUS[Status(code)], "", ""])
