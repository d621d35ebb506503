"""Working days (工作日): the State Council's holidays and make-up days, by year.

The years come from a kept library; data/holidays.toml adds years it does not know and wins over it.
A year without a published notice counts weekends only and is provisional (暂定): callers show that.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

import chinese_calendar  # type: ignore[import-untyped]  # the library carries no types

SATURDAY = 5
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Year:
    """The notice of one year: weekdays without work and weekend days with work."""

    notice: str
    off: frozenset[date]
    work: frozenset[date]


PROVISIONAL = Year("", frozenset(), frozenset())


def is_working_day(day: date) -> bool:
    """Say whether people work on a day; in a provisional year every Monday to Friday.

    >>> is_working_day(date(2025, 1, 26))
    True
    """
    year = _years().get(day.year, PROVISIONAL)
    return day in year.work or (day.weekday() < SATURDAY and day not in year.off)


def is_provisional(day_or_year: date | int) -> bool:
    """Say whether the holidays of a year are not published, so that its count may still change."""
    year = day_or_year if isinstance(day_or_year, int) else day_or_year.year
    return year not in _years()


def add_working_days(day: date, n: int) -> date:
    """Return the n-th working day after a day; the day itself is not counted, 0 gives it back.

    Raises: ValueError if n is negative.

    >>> add_working_days(date(2025, 1, 20), 7)
    datetime.date(2025, 2, 5)
    """
    if n < 0:
        raise ValueError("n must not be negative")
    for _ in range(n):
        day += DAY
        while not is_working_day(day):
            day += DAY
    return day


def working_days_between(first: date, last: date) -> int:
    """Count the working days after first up to and including last; negative when last is earlier.

    >>> working_days_between(date(2025, 1, 20), date(2025, 2, 5))
    7
    """
    if last < first:
        return -working_days_between(last, first)
    days = (last - first).days
    return sum(is_working_day(first + timedelta(days=step)) for step in range(1, days + 1))


def years_of(table: Mapping[str, Mapping[str, object]]) -> dict[int, Year]:
    """Read the override table and refuse what cannot be a notice.

    Shape: {"2027": {"notice": str, "off": [date], "work": [date]}}.
    Raises: ValueError for a missing notice, a day of another year, or a day on the wrong side.
    """
    years = {}
    for name, row in table.items():
        off, work = _days(name, row.get("off", [])), _days(name, row.get("work", []))
        year = Year(str(row.get("notice", "")), off, work)
        if not year.notice or not row.keys() <= {"notice", "off", "work"}:
            raise ValueError(f"holidays.toml: {name} names no notice, or a field unknown")
        if any(day.year != int(name) for day in year.off | year.work):
            raise ValueError(f"holidays.toml: {name} holds a day of another year")
        if any(day.weekday() < SATURDAY for day in year.work):
            raise ValueError(f"holidays.toml: {name} makes a weekday a make-up day")
        years[int(name)] = year
    return years


def _days(name: str, value: object) -> frozenset[date]:
    if not isinstance(value, list) or not all(isinstance(day, date) for day in value):
        raise ValueError(f"holidays.toml: {name} holds what is no day")
    return frozenset(value)


@cache
def _years() -> Mapping[int, Year]:
    text = files("gongkai.law").joinpath("data", "holidays.toml").read_text(encoding="utf-8")
    return _kept() | years_of(tomllib.loads(text)["years"])


def _kept() -> dict[int, Year]:
    off, work = chinese_calendar.holidays, chinese_calendar.workdays
    return {
        year: Year(
            "chinesecalendar",
            frozenset(day for day in off if day.year == year),
            frozenset(day for day in work if day.year == year),
        )
        for year in range(min(off).year, max(off).year + 1)
    }
