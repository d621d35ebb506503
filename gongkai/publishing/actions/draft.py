"""Drafts: begun, revised, owned by a post, and refused when they bear a mark of secrecy."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from gongkai.law.refused import Refused
from gongkai.people.models import User
from gongkai.people.queries import Seat
from gongkai.publishing import queries, rules, words
from gongkai.publishing.actions.binding import refuse_broken, void_if_changed
from gongkai.publishing.actions.media import set_body
from gongkai.publishing.actions.purge import forget_previews, purge_draft
from gongkai.publishing.models import ApprovalCard, Column, Disclosure, Referral
from gongkai.publishing.rules import Step
from gongkai.register.actions import append
from gongkai.register.rules import Actor


@transaction.atomic
def draft(
    *, column: str, body: Sequence[Mapping[str, Any]], by: User, at: datetime, **fields: Any
) -> Disclosure:
    """Draft a disclosure in a column, as an importer does; people draft in the editor.

    Shape: body in canonical blocks. Raises: Refused when the person holds no editor post, or for
    text no database can hold.
    """
    seat = queries.editor_seat(by, at)
    if seat is None:
        raise Refused("draft.post", words.OWN_POST)
    _refuse_fields(fields)
    above = _open_column(column)
    page = Disclosure(slug="d", owner=by, post=seat.post, **fields)
    page.slug = page.public_id
    set_body(page, body)
    above.add_child(instance=page)
    page.save_revision(user=by, clean=False)
    return page


def _open_column(key: str) -> Column:
    """Return the column something new is filed in. Raises: Refused for a closed or unknown one."""
    column = queries.column_of(key)
    if column is None:
        raise Refused("column.unknown", words.COLUMN_UNKNOWN.format(key=key))
    if column.closed:
        target = queries.column_name(column.moved_to)
        text = words.CLOSED_COLUMN.format(name=column.title, target=target)
        raise Refused("column.closed", text)
    return column


def _refuse_fields(fields: Mapping[str, Any]) -> None:
    refuse_broken(fields)
    kind = fields.get("route", "general")
    if kind not in rules.ROUTES:
        raise Refused("route.kind", words.ROUTE_KIND.format(kind=kind))


@transaction.atomic
def own_draft(*, page: Disclosure, seat: Seat) -> None:
    """Give a draft to an editor post: it stays with the post when its holder moves on."""
    page.post = seat.post
    page.slug = page.public_id
    page.save()
    revision = page.latest_revision
    if revision is not None:
        revision.content.update(post=seat.post.pk, slug=page.slug)
        revision.save(update_fields=["content"])


@transaction.atomic
def revise(
    *, page: Disclosure, by: User, at: datetime, body: Sequence[Mapping[str, Any]] | None = None,
    **fields: Any,
) -> Disclosure:  # fmt: skip
    """Save a changed draft and void what was signed over the old one. Raises: Refused."""
    if queries.editor_seat(by, at, page.post) is None:
        raise Refused("draft.post", words.NOT_AUTHOR)
    _refuse_fields(fields)
    changed = queries.latest(page)
    for name, value in fields.items():
        setattr(changed, name, value)
    if body is not None:
        set_body(changed, body)
    changed.save()
    changed.save_revision(user=by, clean=False)
    void_if_changed(page=changed, by=by, at=at)
    return changed


@transaction.atomic
def refile(*, page: Disclosure, column: str, by: User, at: datetime) -> Disclosure:
    """File a draft in another column; what was signed over it is void, for the column is signed.

    Raises: Refused — not its department, a closed or unknown column, the one it is in.
    """
    if queries.editor_seat(by, at, page.post) is None:
        raise Refused("draft.post", words.NOT_AUTHOR)
    target = _open_column(column)
    if page.column_key == column:
        raise Refused("column.same", words.SAME_COLUMN.format(name=target.title))
    page.move(target, pos="last-child")
    moved = queries.latest(Disclosure.objects.get(pk=page.pk))
    moved.save_revision(user=by, clean=False)  # whoever moves it has a hand in it
    void_if_changed(page=moved, by=by, at=at)
    return moved


@transaction.atomic
def refuse_secret(*, by: User | None, at: datetime, rule: str, page: int | None = None) -> Referral:
    """Note that a text with a mark of secrecy was refused; purge the draft it stood in.

    No word of it is kept. What an earlier card has released of the page stays.
    Law: 保密法 and 条例 (review.secrecy): a system on the open net may hold no state secret.
    """
    if by is not None:
        forget_previews(users=[by.pk])
    seat = queries.editor_seat(by, at) if by is not None else None
    actor = seat.actor(by) if seat and by else _plain_actor(by)
    department = str(seat.department) if seat else ""
    row = Referral.objects.create(at=at, user=by, department=department, rule=rule)
    append("draft.refused", subject=f"referral:{row.pk}", at=at, by=actor,
           article=queries.law("review.secrecy", at), department=department,
           detail={"rule": rule})  # fmt: skip
    if page is not None:
        cards = ApprovalCard.objects.open().about("disclosure", page)
        cards.update(step=Step.REFERRED, title=words.STEP[Step.REFERRED], findings=[])
        purge_draft(page, by=actor, at=at)
    return row


def _plain_actor(by: User | None) -> Actor:
    return Actor(by.pk if by else None, str(by or ""), "", "")
