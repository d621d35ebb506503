"""How far a report's text repeats another's that somebody holds against it; nothing of it is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from gongkai.law.annual import Section, section_number
from gongkai.oversight import blocks, words
from gongkai.oversight.queries.report import Report, draft_content, draft_of, report
from gongkai.oversight.rules.likeness import ASKED, COMPARED, REFUSED, passages, share
from gongkai.oversight.rules.prose import section

SHOWN = 10  # passages


@dataclass(frozen=True)
class Share:
    """How much of a part of ours stands in the other. severity: as constraint AR-15 weighs it."""

    place: str
    percent: int
    severity: str


@dataclass(frozen=True)
class Alike:
    """What is alike: shares by part, and the longest passages. name: of the other's file."""

    report: Report
    name: str
    shares: tuple[Share, ...]
    passages: tuple[str, ...]
    more: int


def alike(year: int, at: datetime, name: str, other: Sequence[Section]) -> Alike:
    """Return how far a year's report, as drafted or else as derived, repeats another. Raises: Refused."""
    found = report(year, at)
    draft = draft_of(year)
    own = blocks.prose_of(draft_content(draft) if draft else found.content, year).sections
    whole, theirs = _text(own), _text(other)
    shares = [_share(words.WHOLE, whole, theirs)]
    for number in COMPARED:
        parts = [_text([one for one in rows if section_number(one.heading) == number])
                 for rows in (own, other)]  # fmt: skip
        if all(parts):
            shares.append(_share(section(number), *parts))
    same = passages(whole, theirs)
    return Alike(found, name, tuple(shares), tuple(same[:SHOWN]), max(0, len(same) - SHOWN))


def _share(place: str, own: str, other: str) -> Share:
    percent = share(own, other)
    severity = "block" if percent > REFUSED else "warn" if percent > ASKED else "ok"
    return Share(place, percent, severity)


def _text(rows: Sequence[Section]) -> str:
    return "\n".join(one.text for one in rows)
