"""Who does which step for which column, and by which route: the office's own tables."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gongkai.law.refused import Refused
from gongkai.people.models import Post, PostKind, User
from gongkai.people.queries import Seat, seat_for
from gongkai.publishing import queries, rules, words
from gongkai.publishing.models import Duty, RouteTable
from gongkai.publishing.rules import Stage, Step
from gongkai.register.actions import append


def office_seat(by: User, at: datetime) -> Seat:
    """Return a person's seat in the disclosure office. Raises: Refused."""
    seat = seat_for(by, PostKind.OFFICE, at)
    if seat is None:
        raise Refused("office.only", words.NOT_OFFICE)
    return seat


@transaction.atomic
def set_duty(
    *, column: str, step: str, post: Post, since: datetime, by: User, at: datetime
) -> Duty:
    """Name the post that does a step for a column and all below it (岗位责任制).

    It is never dated back. Raises: Refused for a post whose kind does not do the step.
    """
    seat = office_seat(by, at)
    if step not in rules.KINDS:
        raise Refused("duty.step", words.DUTY_STEP.format(step=step))
    if post.kind not in rules.KINDS[Step(step)]:
        text = words.DUTY_KIND.format(step=words.STEP[Step(step)], kind=PostKind(post.kind).label)
        raise Refused("duty.kind", text)
    row = Duty.objects.create(column=column, step=step, post=post, since=max(since, at))
    append("duty.set", subject=f"duty:{row.pk}", by=seat.actor(by), at=at,
           column=queries.column_name(column),
           department=str(post.department),
           detail={"step": str(step), "post": str(post)})  # fmt: skip
    return row


@transaction.atomic
def end_duty(*, duty: Duty, until: datetime, by: User, at: datetime) -> Duty:
    """End a post's duty now or later. Raises: Refused when it has ended already."""
    seat = office_seat(by, at)
    row = Duty.objects.select_for_update().get(pk=duty.pk)
    if row.until is not None and row.until <= at:
        raise Refused("duty.over", words.DUTY_OVER)
    row.until = max(until, at, row.since)
    row.save(update_fields=["until"])
    append("duty.ended", subject=f"duty:{row.pk}", by=seat.actor(by), at=at,
           column=queries.column_name(row.column),
           department=str(row.post.department), detail={"step": row.step})  # fmt: skip
    return row


@transaction.atomic
def set_route(*, kind: str, stages: Sequence[Stage], by: User, at: datetime) -> RouteTable:
    """Replace the route of a kind of disclosure from now on; cards under way keep theirs.

    Raises: Refused for a route without drafting, secrecy review or signing, or with a step done
    by a post that does not do it.
    """
    seat = office_seat(by, at)
    if kind not in rules.ROUTES:
        raise Refused("route.kind", words.ROUTE_KIND.format(kind=kind))
    faults = rules.route_faults(stages, kind)
    if faults:
        raise Refused(
            "route.faults", "".join(words.ROUTE_FAULT[fault] for fault in faults),
            queries.law("review.secrecy", at),
        )  # fmt: skip
    RouteTable.objects.at(at).filter(kind=kind).update(until=at)
    rows = [[str(stage.step), str(stage.post), stage.own] for stage in stages]
    row = RouteTable.objects.create(kind=kind, stages=rows, since=at)
    append("route.changed", subject=f"route:{kind}", by=seat.actor(by), at=at,
           department=str(seat.department), title=words.ROUTE_CHANGED.format(kind=words.ROUTES[kind]),
           detail={"stages": [{"step": step, "kind": kind, "own": own}
                              for step, kind, own in rows]})  # fmt: skip
    return row
