"""Departments, posts, and who holds them: proposed by one person, confirmed by another."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from gongkai.law.refused import Refused
from gongkai.people import queries, rules, words
from gongkai.people.actions.groups import sync_groups
from gongkai.people.models import Department, DepartmentKind, Holding, Post, PostKind, User
from gongkai.register.actions import append
from gongkai.register.queries import is_demonstration
from gongkai.register.rules import SYSTEM, Actor


def add_department(*, name: str, kind: DepartmentKind, order: int = 0) -> Department:
    """Add a department. It gives nobody any power, so it is not registered."""
    return Department.objects.create(name=name, kind=kind, order=order)


def add_post(*, department: Department, kind: PostKind, title: str) -> Post:
    """Add a post nobody holds yet. It gives nobody any power, so it is not registered."""
    return Post.objects.create(department=department, kind=kind, title=title)


@transaction.atomic
def propose_holding(
    *,
    user: User,
    post: Post,
    since: datetime,
    until: datetime | None = None,
    by: User,
    at: datetime,
) -> Holding:
    """Propose a person for a post; it counts once the disclosure office confirms. Raises: Refused.

    A `since` before the confirmation gives no power before it.
    """
    seat = queries.acting(by, PostKind.ADMIN, at)
    user = User.objects.select_for_update().get(pk=user.pk)
    _demand_active(user)
    _demand_order(since, until)
    _demand_apart(user, post, since, until)
    _demand_new(user, post, since, until)
    row = Holding.objects.create(user=user, post=post, since=since, until=until, proposed_by=by)
    _register("people.holding_proposed", row, seat.actor(by), at, words.PROPOSED)
    return row


@transaction.atomic
def confirm_holding(*, holding: Holding, by: User, at: datetime) -> Holding:
    """Confirm a proposed holding. Nobody confirms their own power. Raises: Refused."""
    seat = queries.acting(by, PostKind.OFFICE, at)
    user = User.objects.select_for_update().get(pk=holding.user_id)
    row = Holding.objects.select_related("post__department").get(pk=holding.pk)
    if row.confirmed_at is not None or row.until == row.since:
        raise Refused("people.holding_done", words.HOLDING_DONE)
    if by.pk == user.pk:
        raise Refused("people.own_power", words.OWN_POWER)
    if by.pk == row.proposed_by_id:
        raise Refused("people.own_proposal", words.OWN_PROPOSAL)
    _demand_active(user)
    _demand_apart(user, row.post, row.since, row.until)
    row.confirmed_by, row.confirmed_at = by, at
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    _register("people.holding_confirmed", row, seat.actor(by), at, words.CONFIRMED)
    sync_groups(user, at)
    return row


@transaction.atomic
def install_holding(
    *,
    user: User,
    post: Post,
    since: datetime,
    until: datetime | None = None,
    at: datetime,
    by: Actor = SYSTEM,
) -> Holding:
    """Fill a post without a confirmer: the first ones of a database, or a demonstration's.

    Raises: Refused, in a real database, once somebody holds the disclosure office; but for an
    administrator where there is none.
    """
    missing = queries.unfilled(at)
    if PostKind.OFFICE not in missing and post.kind not in missing and not is_demonstration():
        raise Refused("people.installed", words.INSTALLED)
    _demand_order(since, until)
    _demand_apart(user, post, since, until)
    row = Holding.objects.create(user=user, post=post, since=since, until=until, confirmed_at=at)
    _register("people.holding_confirmed", row, by, at, words.CONFIRMED)
    sync_groups(user, at)
    return row


@transaction.atomic
def end_holding(
    *, holding: Holding, by: User, at: datetime, until: datetime | None = None
) -> Holding:
    """End a holding now or later, or withdraw a proposal. Raises: Refused.

    What has not begun ends at its start, so it never was in force.
    """
    actor = _ender(by, at)
    row = Holding.objects.select_for_update().get(pk=holding.pk)
    if row.until is not None and (row.until <= at or row.until == row.since):
        raise Refused("people.holding_done", words.HOLDING_DONE)
    pending = row.confirmed_at is None
    end = max(until or at, at, row.since)
    row.until = row.since if pending else min(end, row.until or end)  # never longer than confirmed
    if not pending:
        _demand_successor(row, at)
    row.save(update_fields=["until"])
    text = words.WITHDRAWN if row.until == row.since else words.ENDED
    _register("people.holding_ended", row, actor, at, text)
    sync_groups(row.user, at)
    return row


@transaction.atomic
def transfer(*, holding: Holding, post: Post, since: datetime, by: User, at: datetime) -> Holding:
    """Move a person to another post (调岗): the old ends as the new, once confirmed, begins.

    Signatures keep the post of their day. Raises: Refused.
    """
    since = max(since, at)
    end_holding(holding=holding, by=by, at=at, until=since)
    return propose_holding(user=holding.user, post=post, since=since, by=by, at=at)


def _ender(by: User, at: datetime) -> Actor:
    seat = queries.seat_for(by, PostKind.OFFICE, at)
    if seat is None or seat.delegation is not None:
        seat = queries.acting(by, PostKind.ADMIN, at)
    return seat.actor(by)


def _demand_active(user: User) -> None:
    if not user.is_active:
        raise Refused("people.disabled", words.IS_DISABLED.format(name=user.name))


def _demand_order(since: datetime, until: datetime | None) -> None:
    if until is not None and until <= since:
        raise Refused("people.holding_order", words.HOLDING_ORDER)


def _demand_apart(user: User, post: Post, since: datetime, until: datetime | None) -> None:
    found = rules.conflict(rules.Span(post.kind, since, until), queries.spans(user))
    if found is not None:
        kind = PostKind(found.kind).label
        raise Refused("people.apart", words.APART.format(name=user.name, kind=kind))


def _demand_new(user: User, post: Post, since: datetime, until: datetime | None) -> None:
    new = rules.Span(post.kind, since, until)
    same = Holding.objects.filter(Q(until=None) | Q(until__gt=F("since")), user=user, post=post)
    if any(rules.overlap(new, rules.Span(post.kind, row.since, row.until)) for row in same):
        text = words.ALREADY_HELD.format(name=user.name, post=post)
        raise Refused("people.already_held", text)


def _demand_successor(row: Holding, at: datetime) -> None:
    """Keep the last holder of the disclosure office: without one, nobody could confirm another."""
    if row.post.kind != PostKind.OFFICE:
        return
    left = (
        Holding.objects.in_force(at)
        .filter(Q(until=None) | Q(until__gt=row.until), post__kind=PostKind.OFFICE)
        .filter(user__is_active=True)
        .exclude(pk=row.pk)
    )
    if not left.exists():
        raise Refused("people.last_office", words.LAST_OFFICE)


def _register(verb: str, row: Holding, actor: Actor, at: datetime, text: str) -> None:
    title = text.format(
        name=row.user.name,
        post=row.post,
        since=words.day(row.since),
        until=words.day(row.until) if row.until else "",
    )
    append(
        verb,
        subject=f"user:{row.user_id}",
        by=actor,
        at=at,
        title=title,
        department=row.post.department.name,
        detail={
            "holding": row.pk,
            "post": str(row.post),
            "kind": row.post.kind,
            "since": row.since.isoformat(),
            "until": row.until.isoformat() if row.until else None,
        },
    )
