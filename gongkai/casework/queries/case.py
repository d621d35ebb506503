"""One case: its facts as the law reads them, its clock, who may see it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from gongkai.casework import rules, sealing, words
from gongkai.casework.models import Case, CaseFact
from gongkai.casework.rules import Kind, Letter, Own
from gongkai.law.articles import Article, article
from gongkai.law.calendar import Calendar
from gongkai.law.clock import Clock, Event, Fact, Line, Party, clock, due_of
from gongkai.law.refused import Refused
from gongkai.publishing import queries as publishing

ARTICLES = {
    Event.RECEIVED: "request.receipt",
    Event.CORRECTION_ASKED: "request.correct",
    Event.CORRECTED: "request.correct",
    Event.CONSULTED: "request.uncounted",
    Event.CONSULT_ENDED: "request.uncounted",
    Event.EXTENDED: "request.extend",
    Event.DELAYED: "request.excess",
    Event.FEE_ASKED: "fee.one",
    Event.FEE_PAID: "fee.one",
    Event.CLOSED: "request.reply",
    Own.REASONS_ASKED: "request.excess",
    Own.REASONS_GIVEN: "request.excess",
    Own.ARCHIVED: "request.archive",
}


CLOCKED = frozenset(Event)


def calendar() -> Calendar:
    """Return the working days as the notices entered say."""
    return publishing.calendar()


_calendar = calendar  # where an argument bears the name


def law(key: str, at: datetime | date) -> Article | None:
    """Return the article of a key in force at a moment, or None where there was none."""
    day = timezone.localdate(at) if isinstance(at, datetime) else at
    try:
        return article(key, day)
    except LookupError:
        return None


def article_of(event: str, case: Case, at: datetime) -> Article | None:
    """Return what an event of a request stands on, by the law of its day of receipt."""
    key = ARTICLES.get(event)
    if case.kind == Kind.RECORD:
        return law("request.own", case.received_on or at) if event == Event.CLOSED else None
    if key is None or case.kind != Kind.REQUEST:
        return None
    return law(key, case.received_on or at)


def standing_facts(case: Case) -> list[CaseFact]:
    """Return the facts that count, in the order they were entered: none voided, no voiding.

    One put right stands where the wrong one stood.
    """
    return rules.standing(list(case.facts.order_by("pk")))


def facts(case: Case, rows: Sequence[CaseFact] | None = None) -> list[Fact]:
    """Return a case's facts as the law's clock reads them; a reply that was overturned is none."""
    found = list(standing_facts(case) if rows is None else rows)
    again = max((n for n, row in enumerate(found) if row.event == Own.REOPENED), default=-1)
    return [
        Fact(Event(row.event), row.on, row.until, row.days, row.what, row.pair)
        for n, row in enumerate(found)
        if row.event in CLOCKED and not (row.event == Event.CLOSED and n < again)
    ]


def third_parties(case: Case) -> list[tuple[str, str]]:
    """Return the third parties consulted over a case: how the consultation is known, and its day."""
    return [(one.pair, f"{words.PARTY[Party.THIRD_PARTY]}（{words.day(one.on)}征求意见）")
            for one in facts(case)
            if one.event == Event.CONSULTED and one.what == Party.THIRD_PARTY]  # fmt: skip


def clock_of(
    case: Case, *, today: date, calendar: Calendar | None = None,
    rows: Sequence[CaseFact] | None = None,
) -> Clock:  # fmt: skip
    """Return where a case's time stands: by the regulation, or by its topic's term for a letter.

    After a review or a court, by the day named for the new reply.
    """
    rows, days = standing_facts(case) if rows is None else rows, calendar or _calendar()
    found = facts(case, rows)
    if case.kind == Kind.REQUEST:
        now = clock(found, today=today, calendar=days)
    elif case.kind == Kind.RECORD:
        now = _record_clock(found, law("request.own", case.received_on or today))
    else:
        now = rules.letter_clock(found, **_term(case), today=today, calendar=days)
    again = next((row for row in reversed(rows) if row.event == Own.REOPENED), None)
    return _reopened(now, again, today, days) if again else now


NO_TERM = {"unreceived": "request.receipt", "correcting": "request.correct", "paying": "fee.one"}
TIMED = frozenset({Letter.EXTENSION, Letter.REASONS, Letter.DELAY})  # of a term that runs


def no_term(case: Case, kind: str, now: Clock) -> Refused | None:
    """Return why a letter about the term is none while no term runs; law by the day of receipt."""
    if kind not in TIMED or now.state not in NO_TERM:
        return None
    text = words.NO_TERM[now.state].format(letter=words.LETTER[Letter(kind)])
    return Refused("letter.no_term", text, law(NO_TERM[now.state], now.received or case.arrived_at))


def _record_clock(found: Sequence[Fact], rests_on: Article | None) -> Clock:
    """Return where a correction stands: its article names no term, so none is due. Law: 条例第四十一条."""
    by_event = {fact.event: fact for fact in found}
    received, closed = by_event.get(Event.RECEIVED), by_event.get(Event.CLOSED)
    told = [Line(one.on, said.format(day=words.day(one.on)), None)
            for one, said in ((received, words.RECORD_RECEIVED), (closed, words.RECORD_CLOSED)) if one]  # fmt: skip
    told.insert(1, Line(None, words.RECORD_NO_TERM, rests_on, words.RECORD_DOUBT))
    state = "closed" if closed else "running" if received else "unreceived"
    return Clock("record", received.on if received else None, state, None, 0, None, None, tuple(told),
                 provisional=False, overdue=False, on_time=None)  # fmt: skip


def _reopened(now: Clock, again: CaseFact, today: date, calendar: Calendar) -> Clock:
    closed = now.state == "closed"
    end = now.lines[-1].on if closed and now.lines[-1].on else today
    late = again.until is not None and end > again.until
    text = words.REOPENED_LINE.format(day=words.day(again.on), until=words.day(again.until))
    at = len(now.lines) - (1 if closed else 0)
    lines = (*now.lines[:at], Line(again.on, text, None), *now.lines[at:])
    return replace(
        now, state="closed" if closed else "running", due=again.until, lines=lines, lapse=None,
        correction_due=None, left=calendar.working_days_between(end, again.until),
        overdue=late and not closed, on_time=not late if closed else None,
    )  # fmt: skip


def _term(case: Case) -> dict[str, Any]:
    if case.topic is None:
        return {"days": rules.LETTER_DAYS, "basis": ""}
    return {"days": case.topic.days, "basis": case.topic.basis}


def due_on(case: Case, rows: Sequence[CaseFact], *, today: date, calendar: Calendar) -> date | None:
    """Return a case's due date alone: as clock_of, without the words."""
    again = next((row for row in reversed(rows) if row.event == Own.REOPENED), None)
    if again is not None:
        return again.until
    found = facts(case, rows)
    if case.kind == Kind.REQUEST:
        return due_of(found, today=today, calendar=calendar)
    if case.kind == Kind.RECORD:
        return None
    received = next((one.on for one in found if one.event == Event.RECEIVED), None)
    return received and calendar.add_working_days(received, _term(case)["days"])


def facts_by_case(cases: Sequence[int]) -> dict[int, list[CaseFact]]:
    """Return the facts that count of many cases, each in the order they were entered."""
    found: dict[int, list[CaseFact]] = defaultdict(list)
    for row in rules.standing(list(CaseFact.objects.filter(case__in=cases).order_by("pk"))):
        found[row.case_id].append(row)
    return found


def applicant_mark(identity: Mapping[str, str]) -> str:
    """Return the mark by which two requests of one applicant are known; "" when none can be.

    Art. 35 and the fees count per applicant: by the number of the proof, else by name and phone.
    """
    number = rules.squeezed(identity.get("id_number", "")).upper()
    if number:
        return sealing.mark(f"id:{number}")
    name, phone = identity.get("name", ""), rules.squeezed(identity.get("phone", ""))
    return sealing.mark(f"person:{rules.squeezed(name)}:{phone}") if name and phone else ""
