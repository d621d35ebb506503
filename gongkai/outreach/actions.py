"""The release calendar's verbs: planned, settled, changed, tied to what will come out."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gongkai.figures.rules import frequency_of
from gongkai.law.refused import Refused
from gongkai.outreach import queries, rules, words
from gongkai.outreach.models import DateChange, Release
from gongkai.outreach.rules import State
from gongkai.people.models import Department, PostKind, User
from gongkai.people.queries import Seat, seat_for
from gongkai.publishing.models import Disclosure
from gongkai.register.actions import append

SETTLE = {State.PROPOSED: State.PROVISIONAL, State.PROVISIONAL: State.CONFIRMED}


def _seat(by: User, at: datetime, department: Department) -> Seat:
    """Return the seat in which somebody plans for a section. Raises: Refused."""
    seat = seat_for(by, PostKind.EDITOR, at, department) or seat_for(by, PostKind.OFFICE, at)
    if seat is None:
        raise Refused("release.post", words.NOT_OWN)
    return seat


def _office(by: User, at: datetime) -> Seat:
    seat = seat_for(by, PostKind.OFFICE, at)
    if seat is None:
        raise Refused("release.office", words.NOT_OFFICE)
    return seat


def _locked(release: int, at: datetime) -> Release:
    """Return an entry nobody else may change. Raises: Refused once it has come out."""
    row = Release.objects.select_for_update().get(pk=release)
    if queries.line(row, at).state == State.RELEASED:
        raise Refused("release.frozen", words.FROZEN)
    return row


def _refuse_date(after: datetime, before: datetime | None, at: datetime) -> None:
    fault = rules.date_fault(after, before, at)
    if fault:
        raise Refused(f"release.{fault}", words.DATE_FAULT[fault])


def _enter(verb: str, row: Release, seat: Seat, by: User, at: datetime, **detail: str) -> None:
    row.updated_at = at
    row.save()
    append(verb, subject=f"release:{row.pk}", by=seat.actor(by), at=at, title=row.title,
           department=str(row.department),
           detail={"planned_at": row.planned_at.isoformat(), "state": str(row.state), **detail})  # fmt: skip


@transaction.atomic
def plan(
    *, title: str, department: Department, planned_at: datetime, by: User, at: datetime,
    flows: Sequence[str] = (), period: str = "",
) -> Release:  # fmt: skip
    """Plan a release: the desk sees it, the public once the office has settled it.

    Raises: Refused.
    """
    seat = _seat(by, at, department)
    _refuse_date(planned_at, None, at)
    if not title.strip():
        raise Refused("release.title", words.NO_TITLE)
    known = set(queries.flows().filter(code__in=flows).values_list("code", flat=True))
    for code in flows:
        if code not in known:
            raise Refused("release.flow", words.FLOWS.format(code=code[:40]))
    _refuse_period(period)
    row = Release(title=title.strip(), department=department, planned_at=planned_at,
                  flows=list(flows), period=period, proposed_by=by, proposed_at=at, updated_at=at)  # fmt: skip
    row.save()
    _enter("release.planned", row, seat, by, at)
    return row


def _refuse_period(period: str) -> None:
    if not period:
        return
    try:
        frequency_of(period)
    except ValueError:
        raise Refused("release.period", words.PERIOD.format(period=period[:20])) from None


@transaction.atomic
def settle(*, release: int, by: User, at: datetime) -> Release:
    """Take a planned entry to 暂定, which makes it public, or a provisional one to 已确定.

    Nobody settles what they planned themselves, at either step. Raises: Refused.
    """
    seat = _office(by, at)
    row = _locked(release, at)
    target = SETTLE.get(State(row.state))
    if target is None:
        raise Refused("release.state", words.NOT_STATE.format(state=row.get_state_display()))
    if row.proposed_by_id == by.pk:
        raise Refused("release.own", words.OWN_ENTRY)
    _refuse_date(row.planned_at, None, at)
    row.state = target
    _enter("release.settled", row, seat, by, at)
    return row


@transaction.atomic
def ask_change(
    *, release: int, after: datetime | None, reason: str, by: User, at: datetime
) -> DateChange:
    """Ask for another date, or to cancel (after None), with the reason the public will read.

    Raises: Refused — frozen once released; ST-8: a change needs a public notice.
    """
    row = _locked(release, at)
    seat = _seat(by, at, row.department)
    if row.state not in rules.COMING:
        raise Refused("release.state", words.NOT_STATE.format(state=row.get_state_display()))
    if not reason.strip():
        raise Refused("release.reason", words.NEED_REASON)
    if after is not None:
        _refuse_date(after, row.planned_at, at)
    if row.changes.filter(approved_at=None, refused_at=None).exists():
        raise Refused("release.pending", words.PENDING)
    change = DateChange.objects.create(release=row, before=row.planned_at, after=after,
                                       reason=reason.strip(), proposed_by=by, proposed_at=at)  # fmt: skip
    append("release.change_asked", subject=f"release:{row.pk}", by=seat.actor(by), at=at,
           title=row.title, department=str(row.department),
           detail={"after": after.isoformat() if after else "", "reason": change.reason})  # fmt: skip
    return change


@transaction.atomic
def decide_change(*, change: int, approve: bool, by: User, at: datetime) -> Release:
    """Approve a change, which the public is told of with its reason, or send it back.

    Nobody decides on their own. Raises: Refused.
    """
    seat = _office(by, at)
    asked = DateChange.objects.select_for_update().get(pk=change)
    row = _locked(asked.release_id, at)
    if asked.approved_at or asked.refused_at:
        raise Refused("release.no_pending", words.NO_PENDING)
    if asked.proposed_by_id == by.pk:
        raise Refused("release.own", words.OWN_ENTRY)
    if not approve:
        asked.refused_at = at
        asked.save(update_fields=["refused_at"])
        _enter("release.change_refused", row, seat, by, at)
        return row
    if asked.after is not None:
        _refuse_date(asked.after, row.planned_at, at)
    asked.approved_at, asked.approved_by = at, str(seat.post)
    asked.save(update_fields=["approved_at", "approved_by"])
    if asked.after is None:
        row.state = State.CANCELLED
    else:
        row.planned_at = asked.after
    _enter("release.changed", row, seat, by, at, before=asked.before.isoformat(),
           reason=asked.reason)  # fmt: skip
    return row


@transaction.atomic
def tie(*, release: int, disclosure: Disclosure | None, by: User, at: datetime) -> Release:
    """Say which draft an entry announces, or none any more.

    A draft whose entry was cancelled may be announced anew. Raises: Refused.
    """
    row = _locked(release, at)
    seat = _seat(by, at, row.department)
    if row.state == State.CANCELLED:
        raise Refused("release.cancelled", words.TIE_CANCELLED)
    if disclosure is not None:
        if disclosure.post is None or disclosure.post.department_id != row.department_id:
            raise Refused("release.section", words.OTHER_SECTION)
        if queries.has_come_out(disclosure.pk, at):
            raise Refused("release.out", words.TIE_OUT)
        others = Release.objects.filter(disclosure=disclosure).exclude(pk=row.pk)
        if others.exclude(state=State.CANCELLED).exists():
            raise Refused("release.tied", words.TIED)
        others.update(disclosure=None)
    row.disclosure = disclosure
    _enter("release.tied", row, seat, by, at, disclosure=str(disclosure.pk if disclosure else ""))
    return row
