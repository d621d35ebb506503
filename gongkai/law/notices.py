"""Holiday notices (放假安排的通知) as they are entered: read the days, find what cannot be."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from gongkai.law.calendar import SATURDAY

LONGEST = 31  # days of one stretch: a longer one is a slip
WEEKDAYS = re.compile(r"[（(][^）)]*[）)]")
GAPS = re.compile(r"[、，,；;。\s]+")
JOINS = re.compile(r"\s*(至|到|—+|~|～)\s*")
DAY = r"(?:(\d{4})(?:年|-|/|\.))?(\d{1,2})(?:月|-|/|\.)(\d{1,2})日?"
SPAN = re.compile(rf"{DAY}(?:(?:至|到|—+|~|～)(?:{DAY}|(\d{{1,2}})日?))?(?:放假|休息|上班|调休)*")


def read_days(text: str, year: int) -> tuple[frozenset[date], tuple[str, ...]]:
    """Return the days a text names, and the pieces of it that cannot be read.

    >>> sorted(read_days("2月5日（周五）至7日（周日）", 2027)[0])[-1]
    datetime.date(2027, 2, 7)
    """
    days: set[date] = set()
    unread = []
    for piece in GAPS.split(JOINS.sub(r"\1", WEEKDAYS.sub("", text)).strip()):
        found = _span(piece, year) if piece else []
        days.update(found)
        if piece and not found:
            unread.append(piece)
    return frozenset(days), tuple(unread)


def faults(year: int, off: frozenset[date], work: frozenset[date]) -> Iterator[str]:
    """Yield why these days cannot be the notice of a year.

    Codes: empty, year (a day of another year), both (a day on both sides), weekday (a make-up day
    on a weekday).
    """
    if not off:
        yield "empty"
    if any(day.year != year for day in off | work):
        yield "year"
    if off & work:
        yield "both"
    if any(day.weekday() < SATURDAY for day in work):
        yield "weekday"


def _span(piece: str, year: int) -> list[date]:
    """Return the days of one piece, none if it is no day and no stretch of days."""
    match = SPAN.fullmatch(piece)
    if match is None:
        return []
    first_year, month, day, last_year, last_month, last_day, only_day = match.groups()
    try:
        first = date(int(first_year or year), int(month), int(day))
        last = first
        if last_day:
            last = date(int(last_year or first.year), int(last_month), int(last_day))
        elif only_day:
            last = first.replace(day=int(only_day))
    except ValueError:
        return []
    length = (last - first).days + 1
    return [first + timedelta(step) for step in range(length)] if length <= LONGEST else []
