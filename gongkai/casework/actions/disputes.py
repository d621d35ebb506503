"""Reviews, lawsuits and complaints over cases, and what a corrected result does to a case."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from gongkai.casework import queries, words
from gongkai.casework.actions.case import enter, locked, refuse_told
from gongkai.casework.models import Case, Dispute
from gongkai.casework.rules import Own, Stage
from gongkai.law.clock.reckoning import regime_of
from gongkai.law.refused import Refused
from gongkai.people.models import User
from gongkai.people.queries import Seat
from gongkai.publishing.actions.binding import refuse_broken
from gongkai.register.actions import append


@transaction.atomic
def open_dispute(
    *, kind: str, number: str, body: str, begun_on: date, by: User, at: datetime,
    case: int | None = None, simplified: bool = False, accepted_on: date | None = None,
) -> Dispute:  # fmt: skip
    """Record a review, a suit or a complaint; without a case, over a request never received.

    begun_on: the day the notice came, from which the bureau's answer is due; accepted_on: the day the
    organ took it up, from which its decision is due. Raises: Refused. Law: 行政复议法, 行政诉讼法; 条例第五十一条.
    """
    seat = queries.office_seat(by, at)
    refuse_broken([number, body])
    if kind not in words.DISPUTE or not number.strip() or not body.strip():
        raise Refused("dispute.fields", words.DISPUTE_FIELDS)
    row = locked(case) if case is not None else None
    _refuse_day(begun_on, row.received_on if row else None, at)
    refuse_told(row, number, body)
    if accepted_on is not None and accepted_on > begun_on:
        raise Refused("clock.order", words.DISPUTE_ACCEPTED, queries.law("review.answer", begun_on))
    if Dispute.objects.filter(kind=kind, number=number.strip()).exists():
        raise Refused("dispute.twice", words.DISPUTE_TWICE.format(number=number))
    if simplified and kind != "review":
        raise Refused("dispute.simplified", words.DISPUTE_SIMPLE,
                      queries.law("review.simplified", begun_on))  # fmt: skip
    found = Dispute.objects.create(
        case=row, kind=kind, number=number.strip(), body=body.strip(), begun_on=begun_on,
        simplified=simplified, accepted_on=accepted_on,
    )  # fmt: skip
    _register("dispute.opened", found, seat, by, at, begun_on)
    return found


@transaction.atomic
def answer_dispute(*, dispute: int, on: date, by: User, at: datetime) -> Dispute:
    """Record the day the bureau's answer was handed in. Raises: Refused."""
    found, seat = _pending(dispute), queries.office_seat(by, at)
    if found.answered_on is not None:
        raise Refused("dispute.answered", words.DISPUTE_ANSWERED.format(number=found.number))
    _refuse_day(on, found.begun_on, at)
    found.answered_on = on
    found.save(update_fields=["answered_on"])
    _register("dispute.answered", found, seat, by, at, on)
    return found


@transaction.atomic
def close_dispute(
    *, dispute: int, on: date, result: str, by: User, at: datetime, note: str = ""
) -> Dispute:
    """Record how a dispute ended: upheld, corrected, other. Raises: Refused."""
    found, seat = _pending(dispute), queries.office_seat(by, at)
    if result not in words.RESULT:
        raise Refused("dispute.result", words.DISPUTE_RESULT)
    _refuse_day(on, found.answered_on or found.begun_on, at)
    refuse_told(found.case, note)
    found.closed_on, found.result, found.note = on, result, note.strip()[:500]
    found.save(update_fields=["closed_on", "result", "note"])
    _register("dispute.closed", found, seat, by, at, on, result=words.RESULT[result])
    return found


@transaction.atomic
def reopen(
    *, case: int, dispute: int, on: date, by: User, at: datetime, until: date | None = None
) -> Case:
    """Open a case again after a review or a court corrected its result; it waits for a new reply.

    until: the last day the decision names for it, no later than a reply with its extension would be
    due; without one, the term of a reply from that day.
    Raises: Refused. Its first reply still counts in the year it was given.
    """
    row, seat = locked(case), queries.office_seat(by, at)
    found = Dispute.objects.filter(pk=dispute, case=row).first()
    if found is None or found.result != "corrected" or found.closed_on is None:
        raise Refused("reopen.result", words.REOPEN_RESULT)
    if row.stage not in {Stage.ANSWERED, Stage.ARCHIVED}:
        raise Refused("reopen.open", words.REOPEN_OPEN.format(number=row.number))
    _refuse_day(on, found.closed_on, at)
    term = regime_of(row.received_on or on)
    last = queries.calendar().add_working_days(on, term.reply + term.extension)
    if until is not None and until < on:
        raise Refused("clock.order", words.LETTER_DAY)
    if until is not None and until > last:
        raise Refused("reopen.long", words.REOPEN_LONG.format(day=words.day(last)),
                      queries.law("request.extend", row.received_on or on))  # fmt: skip
    day = until or queries.calendar().add_working_days(on, term.reply)
    enter(row, Own.REOPENED, on=on, until=day, by=seat.actor(by), user=by, at=at,
          detail={"number": found.number})  # fmt: skip
    return row


def _pending(dispute: int) -> Dispute:
    found = Dispute.objects.select_for_update(of=("self",)).filter(pk=dispute).first()
    if found is None:
        raise Refused("dispute.none", words.NO_DISPUTE)
    if found.closed_on is not None:
        raise Refused("dispute.closed", words.DISPUTE_CLOSED.format(number=found.number))
    return found


def _refuse_day(on: date, after: date | None, at: datetime) -> None:
    if on > timezone.localdate(at) or (after is not None and on < after):
        raise Refused("clock.order", words.LETTER_DAY)


def _register(
    verb: str, found: Dispute, seat: Seat, by: User, at: datetime, on: date, **more: str
) -> None:
    case = {"case": found.case.number} if found.case else {}
    append(verb, subject=f"dispute:{found.pk}", by=seat.actor(by), at=at,
           title=found.get_kind_display(), department=str(found.case.department or "")
           if found.case else "", article=queries.law("request.remedy", at),
           detail={"number": found.number, "on": on.isoformat(), **case, **more})  # fmt: skip
