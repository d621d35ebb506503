"""The calendar as the bureau knows it, and how each of its years is shown."""

from calendar import Calendar as Weeks
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from gongkai.law.calendar import SATURDAY, STANDARD, Calendar, Year
from gongkai.people.models import User
from gongkai.publishing.models import HolidayNotice


@dataclass(frozen=True)
class Day:
    """A day of a year's calendar; mark: 休, 班, or nothing on a usual day."""

    on: date
    mark: str
    weekend: bool


@dataclass(frozen=True)
class Month:
    """A month in weeks from Monday; None where a week begins or ends in another month."""

    number: int
    weeks: list[list[Day | None]]


@dataclass(frozen=True)
class YearShown:
    """A year with the notice it is counted by."""

    number: int
    notice: HolidayNotice | None
    provisional: bool
    months: list[Month]


def calendar() -> Calendar:
    """Return the kept calendar with every confirmed notice, the last one of a year winning."""
    found = STANDARD
    for row in HolidayNotice.objects.filter(confirmed_at__isnull=False):
        found = found.with_notice(_year(row))
    return found


def pending_holidays() -> QuerySet[HolidayNotice]:
    """Return the entered notices nobody confirmed yet; of a year the last one."""
    rows = HolidayNotice.objects.filter(confirmed_at=None).select_related("entered_by")
    last = {row.year: row.pk for row in rows.order_by("pk")}
    return rows.filter(pk__in=last.values())


def holidays_to_confirm(user: User) -> QuerySet[HolidayNotice]:
    """Return the entered notices a person of the office may confirm: not their own."""
    return pending_holidays().exclude(entered_by=user)


def holiday_years(first: int) -> list[YearShown]:
    """Return a year, the next one and every later year somebody entered, as counted now."""
    known = calendar()
    rows = HolidayNotice.objects.filter(year__gte=first)
    entered = list(rows.select_related("entered_by", "confirmed_by"))
    notices = {row.year: row for row in entered if row.confirmed_at}
    return [
        YearShown(year, notices.get(year), known.is_provisional(year), _months(known, year))
        for year in sorted({first, first + 1, *(row.year for row in entered)})
    ]


def _year(row: HolidayNotice) -> Year:
    off, work = (frozenset(map(date.fromisoformat, days)) for days in (row.off, row.work))
    return Year(row.name, off, work)


def _months(known: Calendar, year: int) -> list[Month]:
    return [
        Month(month, [[_day(known, day, month) for day in week] for week in weeks])
        for month in range(1, 13)
        for weeks in [Weeks().monthdatescalendar(year, month)]
    ]


def _day(known: Calendar, day: date, month: int) -> Day | None:
    if day.month != month:
        return None
    weekend = day.weekday() >= SATURDAY
    works = known.is_working_day(day)
    mark = "班" if weekend and works else "休" if not weekend and not works else ""
    return Day(day, mark, weekend)
