"""The holidays of a year: entered from the notice by one person, confirmed by another."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from gongkai.law.notices import faults
from gongkai.law.refused import Refused
from gongkai.people.models import User
from gongkai.publishing import queries, words
from gongkai.publishing.actions.responsibility import office_seat
from gongkai.publishing.models import HolidayNotice
from gongkai.register.actions import append


@transaction.atomic
def propose_holidays(
    *, year: int, name: str, off: Collection[date], work: Collection[date] = (), url: str = "",
    by: User, at: datetime,
) -> HolidayNotice:  # fmt: skip
    """Enter the notice of a year; it counts once another person of the office confirms it.

    A later one for the same year takes its place, confirmed or not. Raises: Refused for days that
    cannot be the notice of that year.
    """
    seat = office_seat(by, at)
    found = list(faults(year, frozenset(off), frozenset(work)))
    if found or not name.strip():
        texts = [words.HOLIDAY_FAULT[code] for code in found or ["name"]]
        raise Refused(f"holidays.{(found or ['name'])[0]}", "".join(texts).format(year=year))
    row = HolidayNotice.objects.create(
        year=year, name=name.strip(), url=url, entered_by=by, entered_at=at,
        off=[day.isoformat() for day in sorted(off)],
        work=[day.isoformat() for day in sorted(work)],
    )  # fmt: skip
    append("holidays.proposed", subject=f"holidays:{year}", by=seat.actor(by), at=at,
           title=str(row), department=str(seat.department),
           detail={"name": row.name, "off": row.off, "work": row.work})  # fmt: skip
    return row


@transaction.atomic
def announce_holidays(*, notice: int, by: User, at: datetime) -> HolidayNotice:
    """Confirm an entered notice: from now on every term is counted by it.

    Nobody confirms their own entry. Raises: Refused, also when it was confirmed before or a later
    entry for the year took its place.
    """
    seat = office_seat(by, at)
    row = HolidayNotice.objects.select_for_update().get(pk=notice)
    if row.confirmed_at is not None or not queries.pending_holidays().filter(pk=row.pk).exists():
        raise Refused("holidays.done", words.HOLIDAY_DONE)
    if row.entered_by_id == by.pk:
        raise Refused("holidays.own", words.HOLIDAY_OWN)
    row.confirmed_by, row.confirmed_at = by, at
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    append("holidays.announced", subject=f"holidays:{row.year}", by=seat.actor(by), at=at,
           title=str(row), department=str(seat.department),
           detail={"name": row.name, "off": row.off, "work": row.work})  # fmt: skip
    return row
