"""A safe table and the verdict beside it (保护审核结论): what `gongkai protect` wrote together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from gongkai.checks.cells.certificate import check_certificate, read_certificate, read_safe
from gongkai.checks.findings import Severity
from gongkai.figures.importing import reading, values, words
from gongkai.figures.rules import Missing
from gongkai.law.refused import Refused


@dataclass(frozen=True)
class Proof:
    """A verdict that is of a file, and the sign that stands for a hidden cell in it."""

    said: Mapping[str, Any]
    mark: str


def proven(name: str, data: bytes, given: bytes) -> Proof:
    """Return the verdict of a file. Nothing but the verdict is in it: no survey data comes in.

    Raises: Refused "cells.certificate" where it is none, did not pass, or is of another table.
    """
    said = read_certificate(given)
    safe = read_safe(reading.decoded(name, data)) if name.lower().endswith(".csv") else None
    table = safe.canonical(said["title"]) if safe and said else b""
    for one in check_certificate(given, table, place=name):
        if one.severity == Severity.BLOCK:
            raise Refused(one.rule, words.NOT_PROVEN.format(why=one.why))
    if said is None or safe is None or not values.of_text(safe.mark).mark:
        raise Refused("cells.mark", words.PROOF_MARK)
    return Proof(said, safe.mark)


def marked(sheets: Iterable[Mapping[str, Any]], mark: str) -> list[dict[str, Any]]:
    """Return mappings in which the sign of a hidden cell means what it means."""
    return [
        {**one, "marks": one["marks"] | ({mark: str(Missing.CONFIDENTIAL)} if mark in one["marks"]
                                         else {})}
        for one in sheets
    ]  # fmt: skip


def is_marked(sheets: Iterable[Mapping[str, Any]], mark: str) -> bool:
    """Say whether every sheet that is imported takes the sign for a cell kept back."""
    return all(one["marks"].get(mark, Missing.CONFIDENTIAL) == Missing.CONFIDENTIAL
               for one in sheets if one["use"])  # fmt: skip
