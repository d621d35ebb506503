"""A cube as JSON-stat 2.0. Numbers stand in it with their digits as published: 5.60, not 5.6.

Shape: value is dense, in order of the dimensions; null without a status is no observation at all.
status: by place in value, of those that are not final (A); why a value is missing among them.
extension.notes: by place in value, the notes of cells. extension.status: what the codes mean.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import product
from typing import Any

from gongkai.figures import words
from gongkai.figures.formats.tables import (
    CODES,
    TIME,
    TIME_NAME,
    indicator_said,
    notes,
    remarks,
    state,
)
from gongkai.figures.rules import Cube, Status, series_key, text

INDICATOR, REGION = "INDICATOR", "REF_AREA"
MEASURES = {"point": "Stock", "period": "Flow", "so_far": "Flow"}
PRICES = {"none": "NotApplicable", "current": "Current", "comparable": "Fixed"}
ADJUSTED = {"raw": "None", "adjusted": "SesOnly"}


def moment(at: datetime) -> str:
    """Return a moment as programs write it: UTC, with Z."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def written(
    cube: Cube, *, contents: str = INDICATOR, more: Mapping[str, Any] | None = None
) -> bytes:
    """Return a cube as JSON-stat. contents: what the dimension of indicators is called."""
    found = described(cube, contents=contents, more=more)
    values, status, noted = _cells(cube)
    extension = found.pop("extension") | {"notes": noted}
    said = found | {"value": "\x00"} | ({"status": status} if status else {})
    shell = json.dumps(said | {"extension": extension}, ensure_ascii=False, separators=(",", ":"))
    return shell.replace(r'"\u0000"', f"[{','.join(values)}]", 1).encode()


def _cells(cube: Cube) -> tuple[list[str], dict[str, str], dict[str, str]]:
    """Return the values as they are written; by their places the states, and the notes."""
    codes = [[one["code"] for one in cube.used(place)] for place in range(len(cube.dimensions))]
    keys = (series_key(found[0], found[1], found[2:]) for found in product(*codes))
    get, said, final = cube.cells.get, notes(cube), str(Status.FINAL)
    values: list[str] = []
    status: dict[str, str] = {}
    noted: dict[str, str] = {}
    for key, period in product(keys, cube.periods):
        cell = get((key, period))
        if cell is None:
            values.append("null")
            continue
        if cell.missing or cell.status != final:
            status[str(len(values))] = state(cell)
        if cell.note or (said and (key, period) in said):
            noted[str(len(values))] = said[key, period]
        values.append("null" if cell.number is None else text(cell.number, cell.places))
    return values, status, noted


def described(
    cube: Cube, *, contents: str = INDICATOR, more: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return what is said of a cube, without a value: the metadata of PxWebApi."""
    flow = cube.meta["flow"]
    used = [cube.used(place) for place in range(len(cube.dimensions))]
    ids = [contents, *(one["code"] for one in cube.dimensions[1:]), TIME]
    found = {name: _dimension(one["name"], values)
             for name, one, values in zip(ids, cube.dimensions, used, strict=False)}  # fmt: skip
    found[TIME] = _times(cube)
    _measure(
        found[contents], [(one["code"], cube.meta["indicators"][one["code"]]) for one in used[0]]
    )
    return {
        "version": "2.0", "class": "dataset", "label": cube.name,
        "source": flow["source"] or flow["department"], "updated": moment(cube.updated),
        "note": [f"{heading}：{text}" for heading, text in remarks(cube)],
        "role": {"time": [TIME], "geo": [REGION], "metric": [contents]},
        "id": ids, "size": [len(one) for one in used] + [len(cube.periods)], "dimension": found,
        "value": None,
        "extension": {
            "px": _px(cube, ids), "contact": [{"name": flow["department"], "organization": ""}],
            "status": CODES, **(more or {}),
        },
    }  # fmt: skip


def _dimension(label: str, values: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {
        "label": label,
        "category": {
            "index": {one["code"]: n for n, one in enumerate(values)},
            "label": {one["code"]: one["name"] for one in values},
        },
        "extension": {"elimination": False, "show": "value"},
    }


def _times(cube: Cube) -> dict[str, Any]:
    rows = [{"code": one, "name": cube.period(one)} for one in cube.periods]
    return _dimension(TIME_NAME, rows)


def _measure(dimension: dict[str, Any], rows: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
    """Say of indicators what they are measured in and against."""
    dimension["category"]["unit"] = {
        code: {"label": one["unit"], "base": one["unit"], "decimals": one["decimals"]}
        for code, one in rows
    }
    dimension["category"]["note"] = {code: [indicator_said(one)] for code, one in rows}
    dimension["extension"] |= {
        "refperiod": {code: words.SPAN[one["span"]] for code, one in rows},
        "measuringType": {
            code: MEASURES[one["span"]] if one["comparison"] == "level" else "Other"
            for code, one in rows
        },
        "priceType": {code: PRICES[one["price"]] for code, one in rows},
        "adjustment": {code: ADJUSTED[one["season"]] for code, one in rows},
        "basePeriod": {code: words.BASE[one["comparison"]] for code, one in rows},
        "scope": {code: one["scope"] for code, one in rows if one["scope"]},
        "meaning": {code: one["meaning"] for code, one in rows if one["meaning"]},
    }


def _px(cube: Cube, ids: Sequence[str]) -> dict[str, Any]:
    flow = cube.meta["flow"]
    used = {one["code"] for one in cube.used(0)}
    return {
        "tableid": cube.code, "matrix": cube.code, "contents": cube.name, "language": "zh",
        "decimals": max((cube.meta["indicators"][code]["decimals"] for code in used), default=0),
        "subject-code": flow["subject"]["code"], "subject-area": flow["subject"]["name"],
        "official-statistics": not flow["demonstration"], "aggregallowed": False,
        "heading": [TIME], "stub": list(ids[:-1]),
    }  # fmt: skip
