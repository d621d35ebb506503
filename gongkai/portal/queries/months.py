"""Months of the bureau's own calendar, and what came out in each, counted by an index."""

from collections.abc import Collection
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import DateTimeField, QuerySet
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


@lru_cache(maxsize=2_000)
def month_bounds(month: str) -> tuple[datetime, datetime]:
    """Return the first moment of a month (YYYYMM) in the bureau's time, and of the next one."""
    year, number = int(month[:4]), int(month[4:])
    zone = timezone.get_current_timezone()
    following = (year + 1, 1) if number == 12 else (year, number + 1)
    return datetime(year, number, 1, tzinfo=zone), datetime(*following, 1, tzinfo=zone)


@lru_cache(maxsize=100)
def months_between(first: str, last: str) -> tuple[str, ...]:
    """Return every month (YYYYMM) from one to another, oldest first.

    >>> months_between("201411", "201501")
    ('201411', '201412', '201501')
    """
    found = [first]
    while found[-1] < last:
        year, number = int(found[-1][:4]), int(found[-1][4:])
        found.append(f"{year + number // 12}{number % 12 + 1:02}")
    return tuple(found)


def months_of(rows: QuerySet[Edition]) -> tuple[str, ...]:
    """Return every month from the first to the last in which some editions came out first."""
    moments = rows.order_by("first_from").values_list("first_from", flat=True)
    first, last = moments.first(), moments.last()  # one each from an end of the index
    return months_between(month_of(first), month_of(last)) if first and last else ()


def count_by_month(keys: Collection[str] | None = None) -> dict[str, int]:
    """Return how many of the shown editions came out first in each month, of some columns or all.

    One question with a count a month: reading the moments of 50,000 rows would take longer than
    the release that asks.
    """
    months = months_of(Edition.objects.filter(shown=True))
    if not months or (keys is not None and not keys):
        return {}
    moment = MOMENT[connection.vendor]
    more = f'AND "column" IN ({", ".join(["%s"] * len(keys))})' if keys is not None else ""
    rows = ", ".join([f"(%s, {moment}, {moment})"] * len(months))
    with connection.cursor() as cursor:
        cursor.execute(COUNT.format(values=rows, more=more), [*_values(months), *(keys or ())])
        return {name: count for name, count in cursor.fetchall() if count}


@lru_cache(maxsize=100)
def _values(months: tuple[str, ...]) -> tuple[Any, ...]:
    """Return each month with its bounds as the database takes them."""
    adapt = DateTimeField().get_db_prep_value
    rows = ((month, *(adapt(one, connection) for one in month_bounds(month))) for month in months)
    return tuple(value for row in rows for value in row)
