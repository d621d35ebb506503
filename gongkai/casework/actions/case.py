"""A case: opened, its facts entered one by one, and what is repeated of them kept true."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from gongkai.casework import queries, rules, sealing, words
from gongkai.casework.models import Case, CaseFact, Document, Identity, Topic
from gongkai.casework.rules import Kind, Own
from gongkai.checks.personal import is_told
from gongkai.law.calendar import Calendar
from gongkai.law.clock import Event, Fact, fault, receipt_day
from gongkai.law.refused import Refused
from gongkai.people.models import User
from gongkai.people.queries import Seat
from gongkai.publishing.actions.binding import refuse_broken
from gongkai.register.actions import append, lock_head
from gongkai.register.rules import SYSTEM, Actor

CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 10  # 31^10: guessing needs no rate limit to be hopeless, and has one


def locked(case: int) -> Case:
    """Return a case nobody else may act on until this transaction ends.

    Raises: Refused for one that is not there, or was destroyed: nothing is done to it any more.
    """
    row = Case.objects.select_for_update(of=("self",)).filter(pk=case).first()
    if row is None:
        raise Refused("case.none", words.NO_CASE)
    if row.destroyed_at:
        raise Refused("case.destroyed", words.CASE_DESTROYED.format(number=row.number))
    return row


def refuse_told(case: Case | None, *texts: str) -> None:
    """Refuse a text the register keeps for ever that names who asked, or holds anybody's number."""
    known = queries.known_identity(case) if case else {}
    for text in texts:
        if rules.tells(text, known):
            raise Refused("identity.named", words.NAMED)
        if is_told(text):
            raise Refused("text.personal", words.PERSONAL)


@transaction.atomic
def open_case(
    *, kind: Kind, channel: str, applicant: str, identity: Mapping[str, str], title: str,
    text: str, at: datetime, by: Actor = SYSTEM, user: User | None = None,
    arrived_at: datetime | None = None, form: str = "", way: str = "", topic: Topic | None = None,
    came_from: Case | None = None, outside_no: str = "", outside_due: date | None = None,
    help_needed: bool = False, consent: bool = False,
) -> tuple[Case, str]:  # fmt: skip
    """Open a case from what came in, and return it with its query code, shown once and kept nowhere.

    Shape: identity as rules.IDENTITY names its fields; it is sealed, and taken out of title and
    text, whose original is sealed beside it. A case converted from another keeps the moment of the
    first. Raises: Refused.
    Law: 条例第二十九条 (what a request names), 第四十五条 (registration).
    """
    refuse_broken([title, text, dict(identity), outside_no])
    _refuse_unfit(kind, channel, identity, title, text, at)
    lock_head()
    arrived = arrived_at or at
    year = timezone.localdate(arrived).year
    rows = Case.objects.filter(kind=kind, year=year)
    serial = (rows.aggregate(n=Max("serial"))["n"] or 0) + 1
    code, mark = _new_code()
    told = {name: identity[name] for name in rules.IDENTITY if identity.get(name)}
    shown, original = rules.scrubbed(text, told), identity.get("original", text)
    kept = told if original == shown else {**told, "original": original}
    case = Case.objects.create(
        kind=kind, year=year, serial=serial, arrived_at=arrived, channel=channel,
        number=f"{settings.DOCUMENT_PREFIX}{words.SERIES[kind]}〔{year}〕{serial}号",
        applicant=applicant, applicant_mark=queries.applicant_mark(identity),
        title=rules.scrubbed(title, told)[:120], text=shown, form=form, way=way, topic=topic,
        department=topic.department if topic else None, came_from=came_from,
        outside_no=outside_no, outside_due=outside_due, help_needed=help_needed,
        consent=consent, code_hash=mark,
    )  # fmt: skip
    key = sealing.new_key()
    Identity.objects.create(case=case, wrapped_key=key, sealed=sealing.seal_fields(key, kept))
    day = timezone.localdate(arrived)
    first = enter(case, Event.SUBMITTED, on=day, what=channel, by=by, user=user, at=at, silent=True)
    append("case.opened", subject=f"case:{case.number}", by=by, at=at, title=words.KIND[kind],
           department=str(case.department or ""), article=queries.law("request.archive", at),
           detail={"channel": case.get_channel_display(), "applicant": words.APPLICANT[applicant],
                   "on": day.isoformat(), **queries.record_of(first),
                   **({"came_from": came_from.number} if came_from else {})})  # fmt: skip
    if kind != Kind.REQUEST or receipt_day(channel, submitted=day, signed=None, confirmed=None):
        enter(case, Event.RECEIVED, on=day, by=by, user=user, at=at)
    if topic is not None:  # a topic names who answers it
        enter(case, Own.ASSIGNED, on=timezone.localdate(at), by=by, user=user, at=at,
              detail={"department": topic.department.name})  # fmt: skip
    return case, code


def _new_code() -> tuple[str, str]:
    """Return a fresh query code, and the mark that is kept of it."""
    code = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
    return code, sealing.mark(f"code:{code}")


@transaction.atomic
def renew_code(*, case: int, by: User, at: datetime) -> str:
    """Give a case a new query code, shown once and kept nowhere; the old one ends. Raises: Refused."""
    row, seat = locked(case), queries.office_seat(by, at)
    code, row.code_hash = _new_code()
    row.save(update_fields=["code_hash"])
    append("case.code_renewed", subject=f"case:{row.number}", by=seat.actor(by), at=at,
           title=words.KIND[Kind(row.kind)], department=str(row.department or ""),
           detail=seat.behalf)  # fmt: skip
    return code


def _refuse_unfit(
    kind: Kind, channel: str, identity: Mapping[str, str], title: str, text: str, at: datetime
) -> None:
    """Refuse what is no request or letter. Raises: Refused with what is to be filled in."""
    channels = {**words.CHANNEL, **(words.OTHER_CHANNEL if kind == Kind.LETTER else {})}
    if channel not in channels:
        raise Refused("case.channel", words.NO_CHANNEL)
    if not title.strip() or not text.strip():
        raise Refused("case.text", words.NO_TEXT)
    if len(text) > rules.TEXT:
        raise Refused("case.long", words.TEXT_LONG.format(most=rules.TEXT, found=len(text)))
    reach = [identity.get(name, "").strip() for name in ("phone", "email", "address")]
    if kind != Kind.LETTER and not (identity.get("name", "").strip() and any(reach)):
        raise Refused("case.identity", words.NO_IDENTITY, queries.law("request.apply", at))


def enter(
    case: Case, event: str, *, on: date, at: datetime, by: Actor, user: User | None = None,
    until: date | None = None, days: int = 0, what: str = "", pair: str = "",
    detail: Mapping[str, Any] | None = None, document: Document | None = None,
    silent: bool = False, voids: CaseFact | None = None,
) -> CaseFact:  # fmt: skip
    """Enter a fact into a locked case, settle the case and register the fact.

    The one way a fact comes into being. voids: a wrong one in whose place it comes.
    Raises: Refused with the article that forbids it.
    """
    today, calendar = timezone.localdate(at), queries.calendar()
    refuse_broken(dict(detail or {}))
    if event in set(Event) and voids is None:
        said = Fact(event=Event(event), on=on, until=until, days=days, what=what, pair=pair)
        if case.kind == Kind.REQUEST:
            refused = fault(queries.facts(case), said, today=today, calendar=calendar)
        else:
            refused = _letter_fault(case, said, today)
        if refused is not None:
            raise refused
    row = CaseFact.objects.create(
        case=case, event=event, on=on, until=until, days=days, what=what, pair=pair,
        detail=dict(detail or {}), document=document, at=at, user=user, name=by.name,
        post=f"{by.department}{by.post}", voids=voids,
    )  # fmt: skip
    if voids is not None:
        _refuse_disorder(case, today, calendar)
    before = case.due_on
    settle(case, today=today, calendar=calendar)
    if not silent:
        append(f"case.{event}", subject=f"case:{case.number}", by=by, at=at,
               title=words.EVENT[event], department=str(case.department or ""),
               article=queries.article_of(event, case, at),
               detail={"on": on.isoformat(), "entered": today.isoformat(), **({"days": days} if days else {}),
                       **({"until": until.isoformat()} if until else {}),
                       **({"document": document.number} if document else {}),
                       **queries.record_of(row),
                       **({"outcome": what, "on_time": case.on_time}
                          if event == Event.CLOSED else {})})  # fmt: skip
    if voids is not None:
        _register_moved(case, before, by, at)
    return row


def _letter_fault(case: Case, said: Fact, today: date) -> Refused | None:
    """Return why a fact may not be entered into a letter: its days are out of order, or it is over."""
    if said.on > today or (case.received_on and said.on < case.received_on):
        return Refused("clock.order", words.LETTER_DAY)
    if case.stage in rules.OVER and said.event != Event.SUBMITTED:
        return Refused("clock.closed", words.LETTER_OVER.format(number=case.number))
    if said.event not in {Event.SUBMITTED, Event.RECEIVED, Event.CLOSED}:
        return Refused("letter.event", words.LETTER_EVENT)
    return None


def settle(case: Case, *, today: date, calendar: Calendar) -> None:
    """Repeat on a case what its facts say: stage, receipt, due date, end and outcome."""
    rows = queries.standing_facts(case)
    clock = queries.clock_of(case, today=today, calendar=calendar, rows=rows)
    ends = [row for row in rows if row.event == Event.CLOSED]
    case.stage = rules.stage([row.event for row in rows])
    case.received_on, case.due_on = clock.received, clock.due
    # The first reply is what its year's report counts; one ordered by a review changes no count.
    case.closed_on, case.outcome = (ends[0].on, ends[0].what) if ends else (None, "")
    if len(ends) < 2 and not any(row.event == Own.REOPENED for row in rows):
        case.on_time = clock.on_time
    case.save(update_fields=["stage", "received_on", "due_on", "closed_on", "outcome", "on_time"])


@transaction.atomic
def void_fact(*, fact: int, by: User, seat: Seat, at: datetime, reason: str) -> CaseFact:
    """Void a fact entered wrongly: it stays readable, counts no more, and the case is settled anew.

    Raises: Refused when it was voided before, or others stand on it.
    """
    wrong = CaseFact.objects.get(pk=fact)
    case = locked(wrong.case_id)
    if CaseFact.objects.filter(voids=wrong).exists() or wrong.event == Own.VOIDED:
        raise Refused("fact.voided", words.VOIDED_BEFORE)
    if wrong.event == Event.SUBMITTED:
        raise Refused("fact.first", words.FIRST_FACT)
    if wrong.event == Event.RECEIVED:
        raise Refused("fact.receipt", words.RECEIPT_ANEW)
    _refuse_needed(wrong)
    refuse_told(case, reason)
    actor, today = seat.actor(by), timezone.localdate(at)
    row = CaseFact.objects.create(
        case=case, event=Own.VOIDED, on=today, voids=wrong, detail={"reason": reason}, at=at,
        user=by, name=actor.name, post=str(seat.post),
    )  # fmt: skip
    _refuse_disorder(case, today, queries.calendar())
    if wrong.event == Own.DELIVERED:  # it may be delivered again, on the right day
        Document.objects.filter(pk=wrong.document_id).update(delivered_on=None)
    before = case.due_on
    settle(case, today=today, calendar=queries.calendar())
    append("case.voided", subject=f"case:{case.number}", by=actor, at=at,
           title=words.EVENT[Own.VOIDED], department=str(case.department or ""),
           detail={"event": words.EVENT[wrong.event], "on": wrong.on.isoformat(),
                   **queries.record_of(row),
                   "reason": reason})  # fmt: skip
    _register_moved(case, before, actor, at)
    return row


def _refuse_disorder(case: Case, today: date, calendar: Calendar) -> None:
    """Refuse what leaves facts that could not have been entered one after the other."""
    remaining = queries.facts(case) if case.kind == Kind.REQUEST else []
    for n, one in enumerate(remaining):
        if fault(remaining[:n], one, today=today, calendar=calendar) is not None:
            raise Refused("fact.needed", words.FACT_NEEDED.format(event=words.EVENT[one.event]))


def _register_moved(case: Case, before: date | None, by: Actor, at: datetime) -> None:
    """Register that putting a fact right moved a case's due date."""
    if case.due_on != before:
        append("case.due_changed", subject=f"case:{case.number}", by=by, at=at,
               title=words.KIND[Kind(case.kind)], department=str(case.department or ""),
               detail={"before": before.isoformat() if before else None,
                       "until": case.due_on.isoformat() if case.due_on else None})  # fmt: skip


def _refuse_needed(wrong: CaseFact) -> None:
    """Refuse to void a delivery while what it entered still counts. Raises: Refused."""
    if wrong.event != Own.DELIVERED:
        return
    for other in queries.standing_facts(wrong.case):
        if other.document_id == wrong.document_id and other.event != Own.DELIVERED:
            raise Refused("fact.needed", words.FACT_NEEDED.format(event=words.EVENT[other.event]))
