"""What is removed, what comes out, and texts made comparable."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from gongkai.checks.apart import Progress as Progress
from gongkai.checks.characters import plain as plain
from gongkai.checks.reading import PageInfo as PageInfo

LABEL = "〔依法不予公开〕"
REMOVED = "〔不予公开〕"
PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"


@dataclass(frozen=True)
class Box:
    """A part of a page. Unit: points of the page as shown, from its upper left corner."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    text: str = ""  # what was looked for
    label: str = ""  # what is written over it, where it fits: the ground


@dataclass(frozen=True)
class Report:
    """What an officer should know of a result beyond that nothing removed is in it."""

    not_found: tuple[str, ...] = ()  # texts asked for that stand nowhere a program can read
    elsewhere: tuple[str, ...] = ()  # what a box covers, and still stands in another place
    unread: tuple[int, ...] = ()  # pages with pictures or no text: only a person can check them
    unseen: tuple[int, ...] = ()  # pages with text nobody could see, which was left out
    dropped: tuple[str, ...] = ()  # parts of a workbook that are not carried over
    derived: tuple[str, ...] = ()  # kept results of formulas that read a removed cell


@dataclass(frozen=True)
class Redacted:
    """A result, how many places were removed, and what to know."""

    data: bytes
    media_type: str
    count: int
    report: Report = field(default_factory=Report)


def wanted(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the texts to look for, each once, none empty."""
    return tuple(dict.fromkeys(text for text in texts if plain(text)))
