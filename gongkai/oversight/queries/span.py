"""The year a report is about: its first day, its last, and the last it knows."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from gongkai.law.refused import Refused
from gongkai.oversight import words


@dataclass(frozen=True)
class Span:
    """A year up to its end, or up to today while it runs."""

    year: int
    last: date

    @property
    def first(self) -> date:
        """Return the first of January."""
        return date(self.year, 1, 1)

    @property
    def days(self) -> tuple[date, date]:
        """Return first and last day, both included."""
        return self.first, self.last

    @property
    def running(self) -> bool:
        """Say whether the year is not over."""
        return self.last < date(self.year, 12, 31)

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """Return its first and its last moment, in the bureau's own time."""
        zone = timezone.get_current_timezone()
        return (
            datetime.combine(self.first, time.min, zone),
            datetime.combine(self.last, time.max, zone),
        )


def span_of(year: int, at: datetime) -> Span:
    """Return a year as it can be reported at a moment. Raises: Refused for one that is to come."""
    today = timezone.localdate(at)
    if year > today.year:
        raise Refused("report.to_come", words.YEAR_TO_COME.format(year=year))
    return Span(year, min(date(year, 12, 31), today))
