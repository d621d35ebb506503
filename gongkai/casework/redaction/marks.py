"""What is removed, what comes out, and texts made comparable."""

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from gongkai.checks.characters import is_unseen

LABEL = "〔依法不予公开〕"
REMOVED = "〔不予公开〕"
PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"

Progress = Callable[[int, int], None]

# Radicals that programs write in place of the characters they look like; NFKC leaves these alone.
_PAIRS = (
    *(
        "⺠民",
        "⺩王",
        "⺼月",
        "⻁虎",
        "⻄西",
        "⻅见",
        "⻆角",
        "⻈讠",
        "⻉贝",
        "⻋车",
        "⻓长",
        "⻔门",
        "⻘青",
    ),
    *(
        "⻙韦",
        "⻚页",
        "⻛风",
        "⻜飞",
        "⻝食",
        "⻢马",
        "⻣骨",
        "⻤鬼",
        "⻥鱼",
        "⻦鸟",
        "⻨麦",
        "⻩黄",
        "⻬齐",
    ),
    *("⻮齿", "⻰龙", "⻳龟"),
)
_RADICALS = str.maketrans({one[0]: one[1] for one in _PAIRS})


@dataclass(frozen=True)
class PageInfo:
    """A page as it is shown. Unit: points (1/72 inch); pages count from 1."""

    number: int
    width: float
    height: float


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


@lru_cache(maxsize=1 << 16)  # the same cells are compared with every text, and again in the proof
def plain(text: str) -> str:
    """Return a text as it is compared: width, case, radicals, spaces and unseen made equal.

    >>> plain("Ａb\u200b 张\\n三")
    'ab张三'
    """
    if text.isascii() and text.isalnum():
        return text.lower()
    folded = unicodedata.normalize("NFKC", text).translate(_RADICALS).casefold()
    return "".join(one for one in folded if not one.isspace() and not is_unseen(one))


def wanted(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the texts to look for, each once, none empty."""
    return tuple(dict.fromkeys(text for text in texts if plain(text)))
