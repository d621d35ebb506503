"""A vintage's content: what is signed, kept and opened, and its hash."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

import rfc8785

from gongkai.figures.rules.codes import Missing, Status
from gongkai.figures.rules.numbers import text


@dataclass(frozen=True)
class Given:
    """A value as somebody gives it. Shape: key is indicator, region, then codes, joined by "."."""

    key: str
    period: str
    value: Decimal | None
    status: Status = Status.FINAL
    missing: Missing | None = None  # exactly when there is no value
    note: str = ""


class Kept(NamedTuple):
    """A value as it is kept. Shape: number and places are the scaled value; None when missing."""

    key: str
    period: str
    number: int | None
    places: int
    status: str
    missing: str
    note: str


def series_key(indicator: str, region: str, codes: Iterable[str] = ()) -> str:
    """Return the key of a series in its flow.

    >>> series_key("GDP", "130100", ["TOTAL"])
    'GDP.130100.TOTAL'
    """
    return ".".join((indicator, region, *codes))


def split_key(key: str) -> tuple[str, str, tuple[str, ...]]:
    """Return indicator, region and the other codes of a key."""
    indicator, region, *codes = key.split(".")
    return indicator, region, tuple(codes)


def content(meta: Mapping[str, Any], cells: Iterable[Kept]) -> dict[str, Any]:
    """Return the canonical content of a vintage.

    Shape: see docs/figures.md; observations are [key, period, digits, status, missing, note],
    in order of key and period, digits "" where the value is missing.
    """
    rows: Sequence[list[str]] = sorted(
        [one.key, one.period, "" if one.number is None else text(one.number, one.places),
         one.status, one.missing, one.note]
        for one in cells
    )  # fmt: skip
    return {"v": 1, "kind": "vintage", "meta": dict(meta), "observations": rows}


def observations_digest(cells: Iterable[Kept]) -> str:
    """Return the SHA-256 of observations as a content holds them: a consent is to just those."""
    return digest({"observations": content({}, cells)["observations"]})


def cells_digest(cells: Iterable[Kept]) -> str:
    """Return the SHA-256 of what cells show, whatever is noted at them: a proof is of that."""
    rows = sorted([one.key, one.period, "" if one.number is None else text(one.number, one.places),
                   one.missing] for one in cells)  # fmt: skip
    return digest({"cells": rows})


def canonical(found: Mapping[str, Any]) -> bytes:
    """Return content as canonical JSON (RFC 8785)."""
    return rfc8785.dumps(found)


def digest(found: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a content."""
    return hashlib.sha256(canonical(found)).hexdigest()
