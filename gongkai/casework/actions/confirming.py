"""What one person of the office proposes and another confirms: a withdrawal, another day of receipt."""

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from gongkai.casework import queries, rules, words
from gongkai.casework.actions.case import enter, refuse_told
from gongkai.casework.actions.handling import (
    opened,
    refuse_empty,
    refuse_receipt_day,
    written,
)
from gongkai.casework.models import Case, CaseFact
from gongkai.casework.rules import Kind, Own
from gongkai.law.clock import Event
from gongkai.law.refused import Refused
from gongkai.people.models import User
from gongkai.people.queries import Seat


@transaction.atomic
def propose_withdrawal(
    *, case: int, paper: int, on: date, reason: str, by: User, at: datetime
) -> CaseFact:
    """Propose to close a request its applicant withdrew, on the strength of their paper.

    paper: a file of the case of role "scan"; the case is closed on no earlier day than it came.
    Raises: Refused. Law: 条例第三十三条 (what is received is answered).
    """
    row, seat = opened(case), queries.office_seat(by, at)
    if row.kind != Kind.REQUEST:
        raise Refused("close.outcome", words.NO_UNANSWERED)
    refuse_empty(reason)
    file = row.files.filter(pk=paper, role="scan").first()
    law = queries.law("request.reply", row.received_on or at)
    if file is None:
        raise Refused("withdraw.paper", words.WITHDRAW_PAPER, law)
    came = timezone.localdate(file.added_at)
    if not came <= on <= timezone.localdate(at):
        raise Refused("withdraw.day", words.WITHDRAW_EARLY.format(day=words.day(came)), law)
    return _propose(row, "withdrawn", on, reason, seat, by, at, paper=file.sha256)


@transaction.atomic
def replace_receipt(*, case: int, on: date, reason: str, by: User, at: datetime) -> CaseFact:
    """Propose another day of receipt in place of one entered wrongly; it counts once confirmed.

    Raises: Refused, also by the rule of the channel. Law: 条例第三十一条.
    """
    row, seat = opened(case), queries.office_seat(by, at)
    refuse_empty(reason)
    if row.received_on is None:
        raise Refused("receipt.none", words.RECEIPT_NONE)
    if on == row.received_on:
        raise Refused("receipt.same", words.RECEIPT_UNCHANGED.format(day=words.day(on)))
    if not timezone.localdate(row.arrived_at) <= on <= timezone.localdate(at):
        raise Refused("clock.order", words.LETTER_DAY, queries.law("request.receipt", on))
    if row.kind == Kind.REQUEST:
        refuse_receipt_day(row, on, None)
    return _propose(row, "receipt", on, reason, seat, by, at)


def _propose(
    row: Case, what: str, on: date, reason: str, seat: Seat, by: User, at: datetime, **more: str
) -> CaseFact:
    refuse_told(row, reason)
    if any(one.what == what for one in queries.proposals(row)):
        raise Refused("proposal.twice", words.PROPOSED_BEFORE)
    detail = {
        "proposal": words.PROPOSAL[what],
        **written(row, reason=reason),
        **more,
        **seat.behalf,
    }
    return enter(row, Own.PROPOSED, on=timezone.localdate(at), until=on, what=what, detail=detail,
                 by=seat.actor(by), user=by, at=at)  # fmt: skip


@transaction.atomic
def confirm_proposal(*, case: int, proposal: int, by: User, at: datetime) -> Case:
    """Confirm, as another person of the office, what was proposed: now it is entered.

    Raises: Refused for whoever proposed it, in person or for another.
    """
    row, seat = opened(case), queries.office_seat(by, at)
    said = next((one for one in queries.proposals(row) if one.pk == proposal), None)
    if said is None:
        raise Refused("proposal.none", words.NO_PROPOSAL)
    if not queries.is_second(said, by, seat):
        raise Refused("proposal.own", words.PROPOSAL_OWN)
    CONFIRMED[said.what](row, said, seat, by, at)
    return row


def _withdrawn(row: Case, said: CaseFact, seat: Seat, by: User, at: datetime) -> None:
    reason = words.WITHDRAWN.format(reason=said.detail["reason"])
    enter(row, Event.CLOSED, on=said.until, what=rules.WITHDRAWN_END, pair=str(said.pk),
          detail={"reason": reason, "paper": said.detail["paper"]}, by=seat.actor(by), user=by,
          at=at)  # fmt: skip


def _received(row: Case, said: CaseFact, seat: Seat, by: User, at: datetime) -> None:
    wrong = next(one for one in queries.standing_facts(row) if one.event == Event.RECEIVED)
    enter(row, Event.RECEIVED, on=said.until, voids=wrong, pair=str(said.pk),
          detail={"reason": said.detail["reason"]}, by=seat.actor(by), user=by, at=at)  # fmt: skip


CONFIRMED: dict[str, Callable[[Case, CaseFact, Seat, User, datetime], None]] = {
    "withdrawn": _withdrawn,
    "receipt": _received,
}
