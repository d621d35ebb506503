"""Months of the bureau's own calendar, and what came out in each, counted by an index."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import DateTimeField, Max, Min
from django.utils import timezone

from gongkai.publishing.models import Edition

MOMENT = {"sqlite": "%s", "postgresql": "CAST(%s AS timestamptz)"}
COUNT = """
WITH months (name, since, until) AS (VALUES {values})
SELECT name, (
  SELECT COUNT(*) FROM publishing_edition
  WHERE shown AND first_from >= since AND first_from < until {more}
) FROM months
"""


def month_of(moment: datetime) -> str:
    """Return the month (YYYYMM) a moment lies in."""
    return f"{timezone.localtime(moment):%Y%m}"


def month_bounds(month: str) -> tuple[datetime, datetime]:
    """Return the first moment of a month (YYYYMM) in the bureau's time, and of the next one."""
    year, number = int(month[:4]), int(month[4:])
    zone = timezone.get_current_timezone()
    following = (year + 1, 1) if number == 12 else (year, number + 1)
    return datetime(year, number, 1, tzinfo=zone), datetime(*following, 1, tzinfo=zone)


def months_between(first: datetime, last: datetime) -> list[str]:
    """Return every month from the one of a moment to that of another, oldest first."""
    found, since = [], first
    while (month := month_of(since)) <= month_of(last):
        found.append(month)
        since = month_bounds(month)[1]
    return found


def count_by_month(keys: Collection[str] | None = None) -> dict[str, int]:
    """Return how many of the shown editions came out first in each month, of some columns or all.

    One question with a count a month: reading the moments of 50,000 rows would take longer than
    the release that asks.
    """
    ends = Edition.objects.filter(shown=True).aggregate(
        first=Min("first_from"), last=Max("first_from")
    )
    if ends["first"] is None or (keys is not None and not keys):
        return {}
    months = months_between(ends["first"], ends["last"])
    moment = MOMENT[connection.vendor]
    values: list[Any] = []
    for month in months:
        values += [month, *(_adapted(one) for one in month_bounds(month))]
    more = f'AND "column" IN ({", ".join(["%s"] * len(keys))})' if keys is not None else ""
    rows = ", ".join([f"(%s, {moment}, {moment})"] * len(months))
    with connection.cursor() as cursor:
        cursor.execute(COUNT.format(values=rows, more=more), [*values, *(keys or ())])
        return {name: count for name, count in cursor.fetchall() if count}


def _adapted(moment: datetime) -> Any:
    return DateTimeField().get_db_prep_value(moment, connection)
