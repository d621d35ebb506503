"""The calendar of an officer and what they are to be told: numbers and days, never a name."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from icalendar import Calendar as Feed
from icalendar import Event as Entry

from gongkai.casework import rules, words
from gongkai.casework.models import CalendarLink, Case, CaseFact, Reminder
from gongkai.casework.queries.case import calendar
from gongkai.casework.queries.figures import letter_warnings
from gongkai.casework.queries.lists import (
    CaseLine,
    DisputeLine,
    dispute_lines,
    disputes,
    lines,
    queue,
)
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
        address = f"{base_url}/desk/cases/{line.case.pk}/"
        for what, day in _days(line):
            made.add_component(_entry(what, line.case.pk, line.case.number, day, at, address))
    for one in _disputes_of(user, at):
        address, number = f"{base_url}/desk/cases/{_place(one)}", one.row.number
        for what, day in _dispute_days(one):
            made.add_component(_entry(what, one.row.pk, number, day, at, address))
    return made.to_ical()


def _disputes_of(user: User, at: datetime) -> list[DisputeLine]:
    """Return the disputes under way a person answers: the office all, a drafter their section's."""
    mine = seats(user, at)
    rows = disputes(pending=True)
    if not any(seat.kind == PostKind.OFFICE for seat in mine):
        own = [seat.department.pk for seat in mine if seat.kind == PostKind.EDITOR]
        rows = rows.filter(case__department__in=own)
    return dispute_lines(rows[:MOST], at)


def _place(line: DisputeLine) -> str:
    """Return where a dispute is worked on: at its case, or in the list of all."""
    return f"{line.row.case_id}/" if line.row.case_id else "disputes/"


def _dispute_days(line: DisputeLine) -> Iterator[tuple[str, date]]:
    """Yield by when the bureau answers, while it has not, and by when the review is decided."""
    if line.answer and line.row.answered_on is None:
        yield "review", line.answer.on
    if line.decision:
        yield "decided", line.decision.on


def _days(line: CaseLine) -> Iterator[tuple[str, date]]:
    """Yield what of a case has a day: its reply, the one correction, what lapses, a letter's age."""
    clock = line.clock
    named = (("due", clock.due), ("correction", clock.correction_due), ("lapse", clock.lapse),
             ("outside", line.case.outside_due))  # fmt: skip
    yield from ((what, day) for what, day in named if day)
    if line.case.kind == Kind.LETTER:
        yield "veto", rules.veto_day(day_of(line.case.arrived_at))


def _entry(what: str, pk: int, number: str, day: date, at: datetime, address: str) -> Entry:
    found = Entry()
    found.add("uid", f"{what}-{pk}@gongkai")
    found.add("dtstamp", at)
    found.add("dtstart", day)
    found.add("dtend", day + timedelta(days=1))
    found.add("summary", f"{words.CALENDAR_DAY[what]} {number}")
    found.add("url", address)
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

    Assignments, requests nobody confirmed, due dates, old letters, answers in reviews, returned
    cards.
    """
    found = [
        *_assigned(at),
        *_unconfirmed(at),
        *_soon(at),
        *_old(at),
        *_disputed(at),
        *_returned(at),
    ]
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
    rows = Case.objects.open().filter(Q(due_on__lte=last) | Q(outside_due__lte=last))
    for line in lines(rows.select_related("department", "topic", "post"), at):
        for day, soon, over in _near(line):
            if day is None or day > last:
                continue
            form, late = (over, True) if day < today else (soon, False)
            text = form.format(number=line.case.number, day=words.day(day))
            key = f"{'over' if late else 'due'}:{line.case.pk}:{day.isoformat()}"
            yield from _to_all(_handlers(line.case, at), key, text, line.case)


def _near(line: CaseLine) -> Iterator[tuple[date | None, str, str]]:
    """Yield the days a case is to be answered by, each with what is said before and after it."""
    if line.clock.state in {"running", "paused"}:
        yield line.clock.due, words.REMIND_SOON, words.REMIND_OVERDUE
    yield line.case.outside_due, words.REMIND_OUTSIDE_SOON, words.REMIND_OUTSIDE_OVERDUE


def _old(at: datetime) -> Iterator[Due]:
    """Yield letters near three months without an answer, to who handles them and to the office."""
    for one in letter_warnings(day_of(at)):
        text = words.REMIND_AGE[one.level].format(
            number=one.case.number, day=words.day(one.veto_on)
        )
        users = {*_handlers(one.case, at), *users_in(PostKind.OFFICE, at)}
        yield from _to_all(users, f"{one.level}:{one.case.pk}", text, one.case)


def _disputed(at: datetime) -> Iterator[Due]:
    """Yield the reviews in which the bureau's answer is due soon or overdue."""
    today = day_of(at)
    last = calendar().add_working_days(today, SOON)
    for line in dispute_lines(disputes(pending=True).filter(answered_on=None), at):
        if line.answer is None or line.answer.on > last:
            continue
        form = words.REMIND_DISPUTE_OVERDUE if line.late else words.REMIND_DISPUTE_SOON
        text = form.format(number=line.row.number, day=words.day(line.answer.on))
        key = (
            f"{'review-over' if line.late else 'review'}:{line.row.pk}:{line.answer.on.isoformat()}"
        )
        for user in _answering(line, at):
            yield Due(user, key, text, f"/desk/cases/{_place(line)}")


def _answering(line: DisputeLine, at: datetime) -> set[User]:
    """Return who is told of a dispute: the office, and who handled its case."""
    case = line.row.case
    return {*users_in(PostKind.OFFICE, at), *(_handlers(case, at) if case else ())}


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
