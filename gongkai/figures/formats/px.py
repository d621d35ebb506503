"""A cube as a PX file: UTF-8, digits as published, notes and states by cell.

A value that is missing has the symbol of its reason (DATASYMBOL1 to 5); where there is no
observation at all stands the sixth. What is not final has a DATANOTECELL with its status.
Standard: PX file format 2013.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import product
from zoneinfo import ZoneInfo

from gongkai.figures import words
from gongkai.figures.formats.jsonstat import MEASURES
from gongkai.figures.formats.tables import (
    CODES,
    TIME,
    TIME_NAME,
    digits,
    indicator_said,
    notes,
    parts,
    remarks,
)
from gongkai.figures.rules import Cube, Frequency, Kept, Missing, Status, series_key

ZONE = ZoneInfo("Asia/Shanghai")  # PX has times without a zone
LONGEST = 200  # characters of a string in one piece; the standard's lines end at 256
SYMBOLS = {missing: "." * (place + 1) for place, missing in enumerate(Missing)}
NOTHING = "." * 6
SCALES = {Frequency.YEAR: "A1", Frequency.HALF: "H1", Frequency.QUARTER: "Q1",
          Frequency.MONTH: "M1"}  # fmt: skip
MOST_SHOWN = 6  # SHOWDECIMALS


def written(cube: Cube) -> bytes:
    """Return a cube as a PX file."""
    return "\n".join(_lines(cube)).encode() + b"\n"


def _quoted(text: str) -> str:
    """Return a string, in pieces when it is long. The format knows no quotation mark inside.

    A # is a new line.
    """
    text = " ".join(text.replace('"', "”").split())
    cut = [text[start : start + LONGEST] for start in range(0, len(text), LONGEST)] or [""]
    return "\n".join(f'"{one}"' for one in cut)


def _line(keyword: str, *values: str, of: Sequence[str] = ()) -> str:
    about = "({})".format(",".join(map(_quoted, of))) if of else ""
    return f"{keyword}{about}={','.join(map(_quoted, values))};"


def _names(values: Sequence[tuple[str, str]]) -> list[str]:
    """Return names that differ: a value is known by its name alone."""
    seen = [name for _, name in values]
    return [f"{name}（{code}）" if seen.count(name) > 1 else name for code, name in values]


def _lines(cube: Cube) -> Iterator[str]:
    flow = cube.meta["flow"]
    used = [cube.used(place) for place in range(len(cube.dimensions))]
    coded = [[(one["code"], one["name"]) for one in found] for found in used]
    coded.append([(one, cube.period(one)) for one in cube.periods])
    variables = [one["name"] for one in cube.dimensions] + [TIME_NAME]
    named = [_names(found) for found in coded]
    yield from _heading(cube)
    yield _line("STUB", *variables[:-1])
    yield _line("HEADING", TIME_NAME)
    yield _line("CONTVARIABLE", variables[0])
    for variable, found in zip(variables, named, strict=True):
        yield _line("VALUES", *found, of=[variable])
    timed = ",".join([SCALES[Frequency(flow["frequency"])]])
    yield (
        f"TIMEVAL({_quoted(TIME_NAME)})=TLIST({timed}),"
        + ",".join(map(_quoted, _times(cube)))
        + ";"
    )
    for variable, found in zip(variables, coded, strict=True):
        yield _line("CODES", *(code for code, _ in found), of=[variable])
    ids = [*(one["code"] for one in cube.dimensions), TIME]
    yield from (_line("VARIABLECODE", code, of=[name])
                for code, name in zip(ids, variables, strict=True))  # fmt: skip
    yield _line("VARIABLE-TYPE", "geographical", of=[variables[1]])
    yield from _indicators(
        cube, variables[0], dict(zip([c for c, _ in coded[0]], named[0], strict=True))
    )
    yield from _said(cube)
    by_code = [dict(zip([code for code, _ in found], names, strict=True))
               for found, names in zip(coded, named, strict=True)]  # fmt: skip
    yield from _cells(cube, by_code)
    yield "DATA="
    yield from _data(cube, coded)


def _heading(cube: Cube) -> Iterator[str]:
    flow = cube.meta["flow"]
    shown = max((one["decimals"] for one in cube.meta["indicators"].values()), default=0)
    stored = max((one.places for one in cube.cells.values()), default=0)
    yield _line("CHARSET", "ANSI")
    yield _line("AXIS-VERSION", "2013")
    yield _line("CODEPAGE", "utf-8")
    yield _line("LANGUAGE", "zh")
    yield _line("CREATION-DATE", _stamp(cube.updated))
    yield f"DECIMALS={max(shown, stored)};"
    yield f"SHOWDECIMALS={min(MOST_SHOWN, max(shown, stored))};"
    yield _line("MATRIX", cube.code)
    yield _line("SUBJECT-CODE", flow["subject"]["code"])
    yield _line("SUBJECT-AREA", flow["subject"]["name"])
    yield _line("TITLE", cube.name)
    yield _line("DESCRIPTION", cube.name)
    yield "DESCRIPTIONDEFAULT=YES;"
    yield _line("CONTENTS", cube.name)
    yield f"OFFICIAL-STATISTICS={'NO' if flow['demonstration'] else 'YES'};"
    yield "AGGREGALLOWED=NO;"


def _stamp(at: datetime) -> str:
    return at.astimezone(ZONE).strftime("%Y%m%d %H:%M")


def _times(cube: Cube) -> list[str]:
    """Return periods as PX writes them: 2014, 2014H1, 2014Q1, 2014M03."""
    months = cube.meta["flow"]["frequency"] == Frequency.MONTH
    return [one.replace("-S", "H").replace("-Q", "Q") if not months else one.replace("-", "M")
            for one in cube.periods]  # fmt: skip


def _indicators(cube: Cube, variable: str, named: dict[str, str]) -> Iterator[str]:
    units = [one["unit"] for code, one in cube.meta["indicators"].items() if code in named]
    yield _line("UNITS", units[0] if units else "")
    for code, name in named.items():
        one = cube.meta["indicators"][code]
        yield _line("UNITS", one["unit"], of=[name])
        yield f"PRECISION({_quoted(variable)},{_quoted(name)})={min(MOST_SHOWN, one['decimals'])};"
        yield _line("LAST-UPDATED", _stamp(cube.updated), of=[name])
        yield _line("REFPERIOD", words.SPAN[one["span"]], of=[name])
        stock = MEASURES[one["span"]][0] if one["comparison"] == "level" else "A"
        yield _line("STOCKFA", stock, of=[name])
        if one["price"] != "none":
            yield _line("CFPRICES", "C" if one["price"] == "current" else "F", of=[name])
        if one["season"] != "raw":
            yield f"SEASADJ({_quoted(name)})=YES;"
        if words.BASE[one["comparison"]]:
            yield _line("BASEPERIOD", words.BASE[one["comparison"]], of=[name])
        yield _line("VALUENOTE", indicator_said(one), of=[variable, name])


def _said(cube: Cube) -> Iterator[str]:
    flow = cube.meta["flow"]
    yield _line("SOURCE", flow["source"] or flow["department"])
    yield _line("CONTACT", flow["department"])
    yield _line("NOTE", "#".join(f"{heading}：{text}" for heading, text in remarks(cube)))
    for place, missing in enumerate(Missing, 1):
        yield _line(f"DATASYMBOL{place}", f"{words.SIGNS[missing]} {words.MISSING[missing]}")
    yield _line("DATASYMBOL6", words.NOTHING)
    states = [f"{code} {CODES[code]}" for code in Status if code != Status.FINAL]
    yield _line("DATANOTE", "；".join(states))


def _cells(cube: Cube, by_code: Sequence[dict[str, str]]) -> Iterator[str]:
    said = notes(cube)
    for key, period in product(cube.keys, cube.periods):
        cell = cube.cells.get((key, period))
        if cell is None:
            continue
        place = [found[code] for code, found in zip((*parts(key), period), by_code, strict=True)]
        if cell.status != Status.FINAL:
            yield _line("DATANOTECELL", cell.status, of=place)
        if (key, period) in said:
            yield _line("CELLNOTE", said[key, period], of=place)


def _data(cube: Cube, coded: Sequence[Sequence[tuple[str, str]]]) -> Iterator[str]:
    for codes in product(*([code for code, _ in found] for found in coded[:-1])):
        key = series_key(codes[0], codes[1], codes[2:])
        yield " ".join(_datum(cube.cells.get((key, period))) for period in cube.periods)
    yield ";"


def _datum(cell: Kept | None) -> str:
    if cell is None:
        return f'"{NOTHING}"'
    return f'"{SYMBOLS[Missing(cell.missing)]}"' if cell.missing else digits(cell)
