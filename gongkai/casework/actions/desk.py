"""What officers are told: a private calendar of due dates, and e-mails that name nobody."""

import logging
import secrets
from collections.abc import Iterable
from datetime import datetime
from smtplib import SMTPException

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
log = logging.getLogger(__name__)


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

    Who has no address is told nothing, and will be once they have one. A mail that does not leave is
    logged and tried again the next time; the others leave. An e-mail names numbers and days, never
    who asked or what about.
    """
    rows = [*calendars.due_reminders(at), *more]
    return sum(_tell(one, at) for one in rows if one.user.email)


def _tell(one: calendars.Due, at: datetime) -> int:
    """Tell somebody, and note it once the mail left: better told twice than never; 0 when not told."""
    if Reminder.objects.filter(user=one.user, what=one.key).exists():
        return 0
    end = words.REMIND_END.format(address=f"{settings.BASE_URL}{one.address}")
    try:
        send_mail(words.REMIND_SUBJECT, f"{one.text}\n{end}\n", None, [one.user.email])
    except (SMTPException, OSError) as error:
        log.warning(words.REMIND_FAILED.format(name=one.user.name, error=error))
        return 0
    Reminder.objects.get_or_create(user=one.user, what=one.key, defaults={"at": at})
    return 1
