"""A holder's own post, done by another person for a time (委托代签)."""

from datetime import datetime

from django.db import transaction

from gongkai.law.refused import Refused
from gongkai.people import queries, rules, words
from gongkai.people.actions.groups import sync_groups
from gongkai.people.models import Delegation, Holding, Post, PostKind, User
from gongkai.register.actions import append
from gongkai.register.rules import Actor


@transaction.atomic
def delegate(
    *,
    post: Post,
    giver: User,
    taker: User,
    since: datetime,
    until: datetime,
    reason: str,
    by: User,
    at: datetime,
) -> Delegation:
    """Delegate one's own post to another person, never onward. Raises: Refused."""
    holds = Holding.objects.in_force(at).filter(user=giver, post=post)
    if by.pk != giver.pk or not holds.exists():
        raise Refused("people.not_giver", words.NOT_GIVER)
    if fault := rules.delegation_fault(since=since, until=until, at=at):
        raise Refused(f"people.delegation_{fault}", words.DELEGATION[fault])
    if not reason.strip():
        raise Refused("people.no_reason", words.NO_REASON)
    taker = User.objects.select_for_update().get(pk=taker.pk)
    _demand_taker(giver, taker, rules.Span(post.kind, since, until))
    row = Delegation.objects.create(
        post=post, giver=giver, taker=taker, since=since, until=until, reason=reason.strip()
    )
    actor = Actor(giver.pk, giver.name, post.title, post.department.name)
    _register("people.delegated", row, actor, at, words.DELEGATED)
    sync_groups(taker, at)
    return row


@transaction.atomic
def end_delegation(*, delegation: Delegation, by: User, at: datetime) -> Delegation:
    """End a delegation now; one that has not begun never begins. Raises: Refused."""
    row = Delegation.objects.select_for_update().get(pk=delegation.pk)
    if row.until <= at or row.until == row.since:
        raise Refused("people.delegation_done", words.DELEGATION_DONE)
    row.until = max(at, row.since)
    actor = _ender(row, by, at)
    row.save(update_fields=["until"])
    _register("people.delegation_ended", row, actor, at, words.DELEGATION_ENDED)
    sync_groups(row.taker, at)
    return row


def _demand_taker(giver: User, taker: User, span: rules.Span) -> None:
    if taker.pk == giver.pk:
        raise Refused("people.to_self", words.TO_SELF)
    if not taker.is_active:
        raise Refused("people.taker_inactive", words.TAKER_INACTIVE.format(name=taker.name))
    held = queries.spans(taker)
    if found := rules.conflict(span, held):
        kind = PostKind(found.kind).label
        raise Refused("people.apart", words.APART.format(name=taker.name, kind=kind))
    if rules.only_admin(one.kind for one in held if rules.overlap(span, one)):
        raise Refused("people.to_admin", words.TO_ADMIN.format(name=taker.name))


def _ender(row: Delegation, by: User, at: datetime) -> Actor:
    """Return who ends it: either party, or who keeps the table of posts."""
    if by.pk in {row.giver_id, row.taker_id}:
        return Actor(by.pk, by.name, row.post.title, row.post.department.name)
    for seat in queries.seats(by, at):
        if seat.kind in {PostKind.ADMIN, PostKind.OFFICE} and seat.delegation is None:
            return seat.actor(by)
    raise Refused("people.not_party", words.NOT_PARTY)


def _register(verb: str, row: Delegation, actor: Actor, at: datetime, text: str) -> None:
    title = text.format(
        giver=row.giver.name,
        taker=row.taker.name,
        post=row.post,
        since=words.moment(row.since),
        until=words.moment(row.until),
        reason=row.reason,
    )
    append(
        verb,
        subject=f"user:{row.taker_id}",
        by=actor,
        at=at,
        title=title,
        department=row.post.department.name,
        detail={
            "delegation": row.pk,
            "giver": row.giver_id,
            "post": str(row.post),
            "kind": row.post.kind,
            "since": row.since.isoformat(),
            "until": row.until.isoformat(),
        },
    )
