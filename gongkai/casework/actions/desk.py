"""What officers are told: a private calendar of due dates, and e-mails that name nobody."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction

from gongkai.casework import words
from gongkai.casework.models import CalendarLink, Reminder
from gongkai.casework.queries import calendars
from gongkai.people.models import User
from gongkai.people.queries import seats
from gongkai.register.actions import append
from gongkai.register.rules import Actor

SECRET = 32  # bytes of a calendar's address


@transaction.atomic
def make_calendar(*, by: User, at: datetime) -> str:
    """Give a person a new private address for their calendar; the old one ends. Shown once."""
    secret = secrets.token_urlsafe(SECRET)
    CalendarLink.objects.update_or_create(
        user=by, defaults={"secret_hash": calendars.hashed(secret), "made_at": at}
    )
    append("calendar.made", subject=f"user:{by.pk}", by=_actor(by, at), at=at, title=words.CALENDAR)
    return secret


@transaction.atomic
def end_calendar(*, by: User, at: datetime) -> None:
    """End a person's calendar address; without one, nothing happens."""
    if CalendarLink.objects.filter(user=by).delete()[0]:
        append("calendar.ended", subject=f"user:{by.pk}", by=_actor(by, at), at=at,
               title=words.CALENDAR)  # fmt: skip


def _actor(user: User, at: datetime) -> Actor:
    mine = seats(user, at)
    return mine[0].actor(user) if mine else Actor(user.pk, user.name, "", "")


def remind(*, at: datetime, more: Iterable[calendars.Due] = ()) -> int:
    """Tell people by e-mail what they were not told yet; return how many mails left.

    more: what rooms above have to tell; each is told once, by its key.

    Who has no address is told nothing, and will be once they have one. An e-mail names numbers and
    days, never who asked or what about.
    """
    rows = [*calendars.due_reminders(at), *more]
    return sum(_tell(one, at) for one in rows if one.user.email)


@transaction.atomic
def _tell(one: calendars.Due, at: datetime) -> int:
    """Note that somebody is told, and tell them when the note is kept; 0 when another was first."""
    _, is_new = Reminder.objects.get_or_create(user=one.user, what=one.key, defaults={"at": at})
    if not is_new:
        return 0
    end = words.REMIND_END.format(address=f"{settings.BASE_URL}{one.address}")
    transaction.on_commit(
        lambda: send_mail(words.REMIND_SUBJECT, f"{one.text}\n{end}\n", None, [one.user.email])
    )
    return 1
