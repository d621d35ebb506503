"""The register of what is not made public (不予公开台账), asked for or not, and its reviews."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from gongkai.casework import queries, words
from gongkai.casework.actions.parts import GROUNDS
from gongkai.casework.models import Case, Document, Part, Withheld
from gongkai.law.outcomes import outcome
from gongkai.law.refused import Refused
from gongkai.people.models import Department, User
from gongkai.publishing.actions.binding import refuse_broken
from gongkai.register.actions import append
from gongkai.register.rules import Actor


@transaction.atomic
def enter_withheld(
    *, title: str, department: Department, ground: str, reason: str, since: date, by: User,
    at: datetime, months: int = 12,
) -> Withheld:  # fmt: skip
    """Enter information that is not made public though nobody asked. Raises: Refused.

    Law: 条例第十四条至第十六条, 第十八条 (it is looked at again every so many months).
    """
    seat = queries.office_seat(by, at)
    refuse_broken([title, reason])
    if ground not in GROUNDS or not title.strip() or not reason.strip():
        raise Refused("withheld.fields", words.WITHHELD_FIELDS,
                      queries.law("withheld.review", at))  # fmt: skip
    if since > timezone.localdate(at) or not 1 <= months <= 60:
        raise Refused("withheld.day", words.WITHHELD_DAY)
    return _enter(title=title, department=department, case=None, ground=ground, reason=reason,
                  since=since, months=months, by=seat.actor(by), at=at)  # fmt: skip


def enter_from_reply(case: Case, document: Document, *, on: date, by: Actor, at: datetime) -> None:
    """Enter what a delivered reply withholds: the parts withheld, or all that was asked for."""
    parts = list(Part.objects.filter(case=case, decision="withhold"))
    result = outcome(document.plan["what"])
    fields = document.plan.get("fields", {})
    if not parts and result.key in GROUNDS:
        reason = fields.get("reasons") or fields.get("which_law") or result.name
        parts = [Part(name=case.title, ground=result.key, reason=reason)]
    for part in parts:
        same = Withheld.objects.filter(case=case, title=part.name, ground=part.ground,
                                       ended_on=None)  # fmt: skip
        if not same.exists():  # a second reply may withhold what the first did
            _enter(title=part.name, department=case.department or document.card.department,
                   case=case, ground=part.ground, reason=part.reason, since=on, months=12, by=by,
                   at=at)  # fmt: skip


def _enter(*, by: Actor, at: datetime, **fields: object) -> Withheld:
    fields["title"], fields["reason"] = str(fields["title"])[:200], str(fields["reason"])[:500]
    row = Withheld.objects.create(**fields, reviewed_on=fields["since"])
    _register("withheld.entered", row, by, at)
    return row


@transaction.atomic
def review_withheld(
    *, withheld: int, on: date, keep: bool, reason: str, by: User, at: datetime
) -> Withheld:
    """Look again at what is withheld: keep it so with a reason, or end it. Law: 条例第十八条."""
    row, seat = _standing(withheld), queries.office_seat(by, at)
    if not reason.strip():
        raise Refused("case.reason", words.REASON_NEEDED)
    if on > timezone.localdate(at) or on < row.reviewed_on:
        raise Refused("clock.order", words.LETTER_DAY)
    if not keep:
        return end_withheld(withheld=withheld, on=on, why=reason, by=by, at=at)
    row.reviewed_on, row.reason = on, reason.strip()[:500]
    row.save(update_fields=["reviewed_on", "reason"])
    _register("withheld.reviewed", row, seat.actor(by), at, on=on.isoformat())
    return row


@transaction.atomic
def end_withheld(*, withheld: int, on: date, why: str, by: User, at: datetime) -> Withheld:
    """End that something is withheld: circumstances changed, it may be public. Raises: Refused."""
    row, seat = _standing(withheld), queries.office_seat(by, at)
    if not why.strip():
        raise Refused("case.reason", words.REASON_NEEDED)
    if on > timezone.localdate(at) or on < row.since:
        raise Refused("clock.order", words.LETTER_DAY)
    row.ended_on, row.ended_why = on, why.strip()[:300]
    row.save(update_fields=["ended_on", "ended_why"])
    _register("withheld.ended", row, seat.actor(by), at, on=on.isoformat())
    return row


def _standing(withheld: int) -> Withheld:
    row = Withheld.objects.select_for_update(of=("self",)).filter(pk=withheld).first()
    if row is None or row.ended_on is not None:
        raise Refused("withheld.none", words.NO_WITHHELD)
    return row


def _register(verb: str, row: Withheld, by: Actor, at: datetime, **more: str) -> None:
    append(verb, subject=f"withheld:{row.pk}", by=by, at=at, title=outcome(row.ground).name,
           department=str(row.department), article=queries.law("withheld.review", at),
           detail={"ground": row.ground, **more})  # fmt: skip
