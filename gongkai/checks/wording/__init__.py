"""Wording of official texts (用语): terms by date, numerals and units, growth, punctuation, links."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from gongkai.checks.findings import Finding
from gongkai.checks.known import Known
from gongkai.checks.wording.dates import (
    RIGHT,
    document_no,
    document_no_in_text,
    impossible_date,
    padded_date,
    proper_document_no,
)
from gongkai.checks.wording.growth import GROWTH
from gongkai.checks.wording.leaders import leaders
from gongkai.checks.wording.links import in_content as links_in_content
from gongkai.checks.wording.links import in_text as links_in_text
from gongkai.checks.wording.marks import MARKS
from gongkai.checks.wording.numbers import NUMBERS
from gongkai.checks.wording.rules import DATE, DOCUMENT_NO, RULES
from gongkai.checks.wording.suspect import suspected
from gongkai.checks.wording.terms import countries, told

__all__ = [
    "CONTENT_RULES",
    "DATE",
    "DOCUMENT_NO",
    "KNOWING_RULES",
    "RIGHT",
    "RULES",
    "TEXT_RULES",
    "document_no",
    "document_no_in_text",
    "padded_date",
    "proper_document_no",
    "suspected",
    "told",
]

TEXT_RULES: tuple[Callable[[str, str], Iterator[Finding]], ...] = (
    *(document_no_in_text, padded_date, impossible_date, countries),
    *(*NUMBERS, *GROWTH, *MARKS),
)
KNOWING_RULES: tuple[Callable[[str, str, Known], Iterator[Finding]], ...] = (
    *(told, leaders, links_in_text),
)
CONTENT_RULES: tuple[Callable[[Mapping[str, Any], Known], Iterator[Finding]], ...] = (
    links_in_content,
)
