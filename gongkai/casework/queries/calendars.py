"""The calendar of an officer and what they are to be told: numbers and days, never a name."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar as Feed
from icalendar import Event as Entry

from gongkai.casework import rules, words
from gongkai.casework.models import CalendarLink, Case, CaseFact, Reminder
from gongkai.casework.queries.case import calendar
from gongkai.casework.queries.lists import CaseLine, lines, queue
from gongkai.casework.rules import Kind, Own
from gongkai.people.models import Post, PostKind, User
from gongkai.people.queries import seats, users_in
from gongkai.publishing.models import ApprovalCard
from gongkai.publishing.queries import day_of
from gongkai.publishing.rules import Purpose, Step

SOON = 3  # working days before a due date on which it is told once
MOST = 500  # entries of a calendar
BACK = 7  # days back over which an assignment or a returned card is still told


def hashed(secret: str) -> str:
    """Return what is kept of a calendar's address."""
    return hashlib.sha256(secret.encode()).hexdigest()


def link_of(user: User) -> CalendarLink | None:
    """Return the calendar a person has set up."""
    return CalendarLink.objects.filter(user=user).first()


def owner_of(secret: str) -> User | None:
    """Return whose calendar an address is, while it is theirs and their account is in use."""
    found = CalendarLink.objects.select_related("user").filter(secret_hash=hashed(secret)).first()
    return found.user if found and found.user.is_active else None


def feed(user: User, at: datetime, *, base_url: str) -> bytes:
    """Return what waits for a person as an iCalendar file: number, what is due, and the day.

    No title and no name: a calendar is read by other programs and lies on other machines.
    """
    made = Feed()
    made.add("prodid", "-//gongkai//casework//ZH")
    made.add("version", "2.0")
    made.add("x-wr-calname", words.CALENDAR)
    made.add("refresh-interval;value=duration", "PT6H")
    for line in lines(queue(user, at)[:MOST], at):
        for what, day in _days(line):
            made.add_component(_entry(line.case, what, day, at, base_url))
    return made.to_ical()


def _days(line: CaseLine) -> Iterator[tuple[str, date]]:
    """Yield what of a case has a day: its reply, the one correction, what lapses, a letter's age."""
    clock = line.clock
    named = (("due", clock.due), ("correction", clock.correction_due), ("lapse", clock.lapse),
             ("outside", line.case.outside_due))  # fmt: skip
    yield from ((what, day) for what, day in named if day)
    if line.case.kind == Kind.LETTER:
        yield "veto", rules.veto_day(day_of(line.case.arrived_at))


def _entry(case: Case, what: str, day: date, at: datetime, base_url: str) -> Entry:
    found = Entry()
    found.add("uid", f"{what}-{case.pk}@gongkai")
    found.add("dtstamp", at)
    found.add("dtstart", day)
    found.add("dtend", day + timedelta(days=1))
    found.add("summary", f"{words.CALENDAR_DAY[what]} {case.number}")
    found.add("url", f"{base_url}/desk/cases/{case.pk}/")
    found.add("transp", "TRANSPARENT")
    return found


@dataclass(frozen=True)
class Due:
    """Something a person is to be told once: its key, and what to say of which case or card."""

    user: User
    key: str
    text: str
    address: str


def due_reminders(at: datetime) -> list[Due]:
    """Return what people are to be told now and were not.

    Assignments, requests nobody confirmed, due dates, returned cards.
    """
    found = [*_assigned(at), *_unconfirmed(at), *_soon(at), *_returned(at)]
    said = set(Reminder.objects.filter(user__in={one.user for one in found})
               .values_list("user", "what"))  # fmt: skip
    return [one for one in dict.fromkeys(found) if (one.user.pk, one.key) not in said]


def _assigned(at: datetime) -> Iterator[Due]:
    rows = CaseFact.objects.filter(event=Own.ASSIGNED, at__gt=at - timedelta(days=BACK), at__lte=at)
    for row in rows.select_related("case__department", "case__post"):
        text = words.REMIND_ASSIGNED.format(number=row.case.number)
        yield from _to_all(_handlers(row.case, at), f"assigned:{row.pk}", text, row.case)


def _unconfirmed(at: datetime) -> Iterator[Due]:
    """Yield what came over the internet or by fax and nobody has confirmed: its clock has not begun."""
    today, days = day_of(at), calendar()
    rows = Case.objects.requests().filter(
        stage=rules.Stage.ARRIVED, channel__in=rules.CONFIRMED_BY_BOTH
    ).select_related("department", "post")  # fmt: skip
    for case in rows:
        if days.working_days_between(day_of(case.arrived_at), today) > rules.UNCONFIRMED:
            text = words.REMIND_UNCONFIRMED.format(number=case.number)
            yield from _to_all(users_in(PostKind.OFFICE, at), f"unconfirmed:{case.pk}", text, case)


def _soon(at: datetime) -> Iterator[Due]:
    today = day_of(at)
    last = calendar().add_working_days(today, SOON)
    rows = (
        Case.objects.open().filter(due_on__lte=last).select_related("department", "topic", "post")
    )
    for line in lines(rows, at):
        due = line.clock.due
        if due is None or due > last or line.clock.state not in {"running", "paused"}:
            continue
        form = words.REMIND_OVERDUE if line.clock.overdue else words.REMIND_SOON
        text = form.format(number=line.case.number, day=words.day(due))
        key = f"{'over' if line.clock.overdue else 'due'}:{line.case.pk}:{due.isoformat()}"
        yield from _to_all(_handlers(line.case, at), key, text, line.case)


def _returned(at: datetime) -> Iterator[Due]:
    rows = ApprovalCard.objects.filter(
        purpose=Purpose.DOCUMENT, step=Step.DRAFT, signatures__decision="send_back",
        signatures__at__gt=at - timedelta(days=BACK),
    ).select_related("opened_by").distinct()  # fmt: skip
    for card in rows:
        text = words.REMIND_RETURNED.format(number=card.number)
        yield Due(
            card.opened_by, f"returned:{card.pk}:{card.round}", text, f"/desk/cards/{card.pk}/"
        )


def _handlers(case: Case, at: datetime) -> list[User]:
    """Return who is told of a case: its section's drafters, or the office while it has none."""
    if case.department is None:
        return list(users_in(PostKind.OFFICE, at))
    found = list(users_in(PostKind.EDITOR, at, case.department))
    return [user for user in found if _holds(user, case.post, at)] if case.post else found


def _holds(user: User, post: Post, at: datetime) -> bool:
    return any(seat.post == post for seat in seats(user, at))


def _to_all(users: Iterable[User], key: str, text: str, case: Case) -> Iterator[Due]:
    for user in users:
        yield Due(user, key, text, f"/desk/cases/{case.pk}/")
