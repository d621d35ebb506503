"""Periods: 2014, 2014-S1, 2014-Q1, 2014-03 — SDMX's time format, which sorts as text."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from gongkai.figures.rules.codes import Span


class Frequency(StrEnum):
    """How often (CL_FREQ)."""

    YEAR = "A"
    HALF = "S"
    QUARTER = "Q"
    MONTH = "M"


PARTS = {Frequency.YEAR: 1, Frequency.HALF: 2, Frequency.QUARTER: 4, Frequency.MONTH: 12}
SHAPE = re.compile(r"(\d{4})(?:-(?:S([12])|Q([1-4])|(0[1-9]|1[0-2])))?", re.ASCII)
FIRST, LAST = 1900, 2199
ORDINALS = "一二三四"


def split(period: str) -> tuple[Frequency, int, int]:
    """Return frequency, year and place in the year, from 1.

    Raises: ValueError.

    >>> split("2014-Q3")
    (<Frequency.QUARTER: 'Q'>, 2014, 3)
    """
    found = SHAPE.fullmatch(period)
    if not found or not FIRST <= int(found[1]) <= LAST:
        raise ValueError(period)
    for place, frequency in ((2, Frequency.HALF), (3, Frequency.QUARTER), (4, Frequency.MONTH)):
        if found[place]:
            return frequency, int(found[1]), int(found[place])
    return Frequency.YEAR, int(found[1]), 1


def join(frequency: Frequency, year: int, part: int = 1) -> str:
    """Return a period as text.

    >>> join(Frequency.MONTH, 2014, 3), join(Frequency.YEAR, 2014)
    ('2014-03', '2014')
    """
    tail = {
        Frequency.YEAR: "",
        Frequency.HALF: f"-S{part}",
        Frequency.QUARTER: f"-Q{part}",
        Frequency.MONTH: f"-{part:02}",
    }
    return f"{year:04}{tail[frequency]}"


def frequency_of(period: str) -> Frequency:
    """Return how often a period of this shape comes. Raises: ValueError."""
    return split(period)[0]


def moved(period: str, by: int) -> str:
    """Return the period so many later, or earlier when negative.

    >>> moved("2014-01", -1), moved("2014-Q4", 1), moved("2014", -1)
    ('2013-12', '2015-Q1', '2013')
    """
    frequency, year, part = split(period)
    parts = PARTS[frequency]
    ordinal = year * parts + part - 1 + by
    return join(frequency, ordinal // parts, ordinal % parts + 1)


def a_year_before(period: str) -> str:
    """Return the same period of the year before.

    >>> a_year_before("2014-03")
    '2013-03'
    """
    return moved(period, -PARTS[frequency_of(period)])


def through(first: str, last: str) -> Iterator[str]:
    """Yield periods from the first to the last, both included."""
    here = first
    while here <= last:
        yield here
        here = moved(here, 1)


def ends_on(period: str) -> date:
    """Return the last day of a period.

    >>> ends_on("2012-02")
    datetime.date(2012, 2, 29)
    """
    frequency, year, part = split(period)
    month = part * 12 // PARTS[frequency]
    return date(year, month, monthrange(year, month)[1])


def spelled(period: str, span: Span | str = Span.PERIOD) -> str:
    """Return a period as bulletins write it.

    >>> spelled("2014-Q3"), spelled("2014-Q3", Span.SO_FAR), spelled("2014-09", Span.SO_FAR)
    ('2014年三季度', '2014年前三季度', '2014年1—9月')
    >>> spelled("2014-12", Span.POINT), spelled("2014-S1")
    ('2014年12月末', '2014年上半年')
    """
    frequency, year, part = split(period)
    so_far, point = span == Span.SO_FAR, "末" if span == Span.POINT else ""
    if so_far and part == PARTS[frequency]:
        return f"{year}年"
    if frequency == Frequency.YEAR:
        return f"{year}年{point}"
    if frequency == Frequency.HALF:
        return f"{year}年{'上下'[part - 1]}半年{point}"
    if frequency == Frequency.QUARTER:
        named = {1: "一季度", 2: "上半年", 3: "前三季度"}
        return f"{year}年{named[part]}" if so_far else f"{year}年{ORDINALS[part - 1]}季度{point}"
    months = f"1—{part}月" if so_far and part > 1 else f"{part}月"
    return f"{year}年{months}{point}"
