"""The shape of what a reader asks by an address: nothing in it is an error."""

import re
from collections.abc import Mapping

from gongkai.portal.queries.search import Asked

CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def asked(given: Mapping[str, str]) -> Asked:
    """Return a search from the values of its address; what can't be read is left out."""
    return Asked(
        text=CONTROLS.sub(" ", given.get("q", "")), column=given.get("column", ""),
        year=_number(given.get("year")), has=given.get("has", ""),
        valid=given.get("valid") == "1", sort=given.get("sort", ""),
        page=_number(given.get("page")) or 1,
    )  # fmt: skip


def _number(value: str | None) -> int:
    """Return a number of up to six plain digits, 0 for anything else."""
    text = value or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else 0
