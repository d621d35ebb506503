"""What every table format says of a cube: names, digits, states, notes."""

from collections.abc import Iterator, Mapping
from typing import Any

from gongkai.figures import words
from gongkai.figures.rules import BreakKind, Cube, Kept, Missing, Status, split_key, text

Place = tuple[str, str]
CODES = {**{str(code): name for code, name in words.STATUS.items()},
         **{str(code): name for code, name in words.MISSING.items()}}  # fmt: skip
TIME, TIME_NAME = "TIME_PERIOD", "时期"


def digits(cell: Kept) -> str:
    """Return a value's digits as published; nothing when it is missing."""
    return "" if cell.number is None else text(cell.number, cell.places)


def state(cell: Kept) -> str:
    """Return where a value stands or why it is missing: OBS_STATUS."""
    return cell.missing or cell.status


def sign(cell: Kept) -> str:
    """Return what stands in a printed table: digits, or the sign of why there are none."""
    return words.SIGNS[Missing(cell.missing)] if cell.missing else digits(cell)


def is_plain(cell: Kept) -> bool:
    """Say whether a value is final, there, and needs no word. (Its note is asked of notes.)"""
    return not cell.missing and cell.status == Status.FINAL


def names(cube: Cube) -> list[dict[str, str]]:
    """Return the names of each dimension's values, by code."""
    return [{one["code"]: one["name"] for one in found["values"]} for found in cube.dimensions]


def parts(key: str) -> tuple[str, ...]:
    """Return the codes of a key, one a dimension."""
    indicator, region, codes = split_key(key)
    return indicator, region, *codes


def notes(cube: Cube) -> dict[Place, str]:
    """Return the notes of cells by (key, period): their own, and that of a break.

    A break is noted where it shows: on the first value from its period on, when the cube reaches
    back to it.
    """
    found = {place: one.note for place, one in cube.cells.items() if one.note}
    asked = set(cube.keys)
    for key, breaks in cube.meta["breaks"].items():
        for one in breaks if key in asked else ():
            place = _shows(cube, key, one["period"])
            if place:
                said = f"{words.BREAK[BreakKind(one['kind'])]}：{one['text']}"
                found[place] = "；".join(filter(None, [found.get(place, ""), said]))
    return found


def _shows(cube: Cube, key: str, period: str) -> Place | None:
    if not cube.periods or period < cube.periods[0]:
        return None
    later = (one for one in cube.periods if one >= period and (key, one) in cube.cells)
    first = next(later, None)
    return (key, first) if first else None


def remarks(cube: Cube) -> list[tuple[str, str]]:
    """Return what is said of the whole: heading and text, empty ones left out."""
    flow = cube.meta["flow"]
    said = [(words.SOURCE, flow["source"]), (words.DEPARTMENT, flow["department"])]
    said += [(words.NOTE_NAMES[name], flow[name])
             for name in ("coverage", "method", "calculation", "sample")]  # fmt: skip
    if flow["demonstration"]:
        said.append((words.DEMONSTRATION, words.DEMONSTRATION_SAID))
    return [(heading, said_of) for heading, said_of in said if said_of]


def based(indicator: Mapping[str, Any]) -> tuple[str, ...]:
    """Return an indicator's bases in words, one for each of words.BASES."""
    return (
        words.SPAN[indicator["span"]], words.COMPARISON[indicator["comparison"]],
        words.PRICE[indicator["price"]], indicator["scope"],
    )  # fmt: skip


def indicator_said(indicator: Mapping[str, Any]) -> str:
    """Return what is said of an indicator beside its unit: each basis under its name, its meaning."""
    found = [f"{head}：{said}" for head, said in zip(words.BASES, based(indicator), strict=True)
             if said]  # fmt: skip
    if indicator["season"] != "raw":
        found.append(words.SEASON[indicator["season"]])
    return "。".join(filter(None, ["；".join(found), indicator["meaning"]]))


def bases(indicator: Mapping[str, Any]) -> str:
    """Return an indicator's bases in words: 累计、同比、可比价."""
    found = [
        words.SPAN[indicator["span"]], words.COMPARISON[indicator["comparison"]],
        words.PRICE[indicator["price"]] if indicator["price"] != "none" else "",
        words.SEASON[indicator["season"]] if indicator["season"] != "raw" else "",
        indicator["scope"],
    ]  # fmt: skip
    return "、".join(filter(None, found))


def marked(cube: Cube) -> Iterator[tuple[Place, Kept, str]]:
    """Yield the cells that need a word, with their notes: not final, missing, or noted."""
    said = notes(cube)
    for key in cube.keys:
        for period in cube.periods:
            cell = cube.cells.get((key, period))
            if cell is not None and (not is_plain(cell) or (key, period) in said):
                yield (key, period), cell, said.get((key, period), "")
