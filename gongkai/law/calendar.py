"""Working days (工作日): the State Council's holidays and make-up days, by year.

The years come from a kept library; data/holidays.toml adds years it does not know and wins over it.
A year without a published notice counts weekends only and is provisional (暂定): callers show that.
"""

import tomllib
from bisect import bisect_right
from calendar import isleap
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from types import MappingProxyType

import chinese_calendar  # type: ignore[import-untyped]  # the library carries no types

SATURDAY = 5


@dataclass(frozen=True)
class Year:
    """The notice of one year: weekdays without work and weekend days with work."""

    notice: str
    off: frozenset[date]
    work: frozenset[date]

    @property
    def number(self) -> int:
        """The year all its days are of.

        Raises: ValueError if it holds no day, or days of several years.
        """
        years = {day.year for day in self.off | self.work}
        if len(years) != 1:
            raise ValueError("a notice holds days of exactly one year")
        return years.pop()


PROVISIONAL = Year("", frozenset(), frozenset())


@dataclass(frozen=True)
class Calendar:
    """The published years; any other counts weekends only and is provisional.

    The working days of a year are listed once, when first asked for: a count is then a search.
    """

    years: Mapping[int, Year]
    _lists: dict[int, list[int]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def is_working_day(self, day: date) -> bool:
        """Say whether people work on a day; in a provisional year every Monday to Friday."""
        year = self.years.get(day.year, PROVISIONAL)
        return day in year.work or (day.weekday() < SATURDAY and day not in year.off)

    def is_provisional(self, day_or_year: date | int) -> bool:
        """Say whether the holidays of a year are not published, so its count may still change."""
        year = day_or_year if isinstance(day_or_year, int) else day_or_year.year
        return year not in self.years

    def provisional_years(self, first: date, last: date) -> tuple[int, ...]:
        """Return the years without a notice from one day to another."""
        return tuple(year for year in range(first.year, last.year + 1) if year not in self.years)

    def add_working_days(self, day: date, n: int) -> date:
        """Return the n-th working day after a day; the day is not counted, 0 gives it back.

        Raises: ValueError if n is negative, or the day would come after the year 9999.
        """
        if n < 0:
            raise ValueError("n must not be negative")
        if n == 0:
            return day
        year = day.year
        days = self._working(year)
        place = bisect_right(days, day.toordinal()) + n - 1
        while place >= len(days):
            place -= len(days)
            year += 1
            days = self._working(year)
        return date.fromordinal(days[place])

    def working_days_between(self, first: date, last: date) -> int:
        """Count the working days after first up to and including last; negative when turned."""
        if last < first:
            return -self.working_days_between(last, first)
        passed = sum(self._length(year) for year in range(first.year, last.year))
        return passed + self._place(last) - self._place(first)

    def next_working_day(self, day: date) -> date:
        """Return a day itself if people work on it, or the first working day after it."""
        return day if self.is_working_day(day) else self.add_working_days(day, 1)

    def with_notice(self, year: Year) -> "Calendar":
        """Return the calendar with a year's notice, which wins over one it holds.

        Raises: ValueError if the notice names nothing, holds days of another year or none, or
        makes up for a holiday on a weekday.
        """
        if not year.notice or any(day.weekday() < SATURDAY for day in year.work):
            raise ValueError("a notice has a name, and its make-up days are of a weekend")
        new = Calendar(MappingProxyType({**self.years, year.number: year}))
        new._lists.update(self._lists)
        new._lists.pop(year.number, None)
        return new

    def _place(self, day: date) -> int:
        return bisect_right(self._working(day.year), day.toordinal())

    def _length(self, year: int) -> int:
        if year in self.years:
            return len(self._working(year))
        first, days = date(year, 1, 1).weekday(), 366 if isleap(year) else 365
        return 52 * 5 + sum((first + extra) % 7 < SATURDAY for extra in range(days - 364))

    def _working(self, year: int) -> list[int]:
        known = self._lists.get(year)
        if known is None:
            first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
            known = self._lists[year] = [
                day for day in range(first, last + 1) if self.is_working_day(date.fromordinal(day))
            ]
        return known


def is_working_day(day: date) -> bool:
    """Say whether people work on a day by the published notices; see Calendar.

    >>> is_working_day(date(2025, 1, 26))
    True
    """
    return STANDARD.is_working_day(day)


def is_provisional(day_or_year: date | int) -> bool:
    """Say whether the holidays of a year are not published, so that its count may still change."""
    return STANDARD.is_provisional(day_or_year)


def add_working_days(day: date, n: int) -> date:
    """Return the n-th working day after a day; the day itself is not counted, 0 gives it back.

    Raises: ValueError if n is negative.

    >>> add_working_days(date(2025, 1, 20), 7)
    datetime.date(2025, 2, 5)
    """
    return STANDARD.add_working_days(day, n)


def working_days_between(first: date, last: date) -> int:
    """Count the working days after first up to and including last; negative when last is earlier.

    >>> working_days_between(date(2025, 1, 20), date(2025, 2, 5))
    7
    """
    return STANDARD.working_days_between(first, last)


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


def _published() -> Mapping[int, Year]:
    text = files("gongkai.law").joinpath("data", "holidays.toml").read_text(encoding="utf-8")
    return MappingProxyType(_kept() | years_of(tomllib.loads(text)["years"]))


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


STANDARD = Calendar(_published())
