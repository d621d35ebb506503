"""Columns, drafts, files, duties and routes: everything before a card."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.db import transaction
from wagtail.models import Page

from gongkai.checks.files import kind_of, safe_name
from gongkai.law.refused import Refused
from gongkai.people.models import Post, PostKind, User
from gongkai.people.queries import Seat, seat_for
from gongkai.publishing import content, queries, rules, words
from gongkai.publishing.models import (
    Attachment,
    Column,
    Disclosure,
    Duty,
    Picture,
    Referral,
    RouteTable,
)
from gongkai.publishing.rules import Stage
from gongkai.register.actions import append
from gongkai.register.rules import Actor


def office_seat(by: User, at: datetime) -> Seat:
    """Return a person's seat in the disclosure office. Raises: Refused."""
    seat = seat_for(by, PostKind.OFFICE, at)
    if seat is None:
        raise Refused("office.only", words.NOT_OFFICE)
    return seat


@transaction.atomic
def add_column(
    *, key: str, name: str, parent: str, by: User, at: datetime, **fields: Any
) -> Column:
    """Draft a column under another; the public sees it when a card approves the tree.

    Raises: Refused when the key is taken or the person is not of the disclosure office.
    """
    seat = office_seat(by, at)
    if Column.objects.filter(slug=key).exists():
        raise Refused("column.key", words.DUPLICATE_KEY.format(key=key))
    above = Column.objects.get(slug=parent) if parent else Page.get_first_root_node()
    column = above.add_child(instance=Column(title=name, slug=key, **fields))
    append("column.drafted", subject=f"column:{key}", by=seat.actor(by), at=at,
           title=name, column=key, department=str(seat.department))  # fmt: skip
    return column


@transaction.atomic
def change_column(*, key: str, by: User, at: datetime, **fields: Any) -> Column:
    """Change a column's draft. Raises: Refused."""
    seat = office_seat(by, at)
    column = Column.objects.get(slug=key)
    for name, value in fields.items():
        setattr(column, name, value)
    column.save()
    append("column.drafted", subject=f"column:{key}", by=seat.actor(by), at=at,
           title=column.title, column=key, department=str(seat.department))  # fmt: skip
    return column


def keep_attachment(*, name: str, data: bytes, title: str, by: User | None) -> Attachment:
    """Keep an uploaded file after looking at what it really is. Raises: Refused."""
    kind, name = kind_of(name, data), safe_name(name)
    row = Attachment(title=title or name, uploaded_by_user=by, file=ContentFile(data, name=name))
    describe(row, name=name, data=data, media_type=kind.media_type)
    row.save()
    return row


def keep_picture(*, name: str, data: bytes, title: str, by: User | None) -> Picture:
    """Keep an uploaded picture after looking at what it really is. Raises: Refused."""
    kind, name = kind_of(name, data), safe_name(name)
    if not kind.is_image:
        raise Refused("file.image", words.NOT_PICTURE.format(name=name))
    row = Picture(title=title or name, uploaded_by_user=by,
                  file=ImageFile(ContentFile(data, name=name), name=name))  # fmt: skip
    describe(row, name=name, data=data, media_type=kind.media_type)
    row.save()
    return row


def describe(row: Attachment | Picture, *, name: str, data: bytes, media_type: str) -> None:
    """Write on a file's row what its bytes are."""
    row.sha256, row.file_name, row.media_type = rules.sha256(data), name, media_type
    row.file_size = len(data)


def _stream(blocks: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    pictures = dict(Picture.objects.order_by("pk").values_list("sha256", "pk"))
    documents = dict(Attachment.objects.order_by("pk").values_list("sha256", "pk"))
    return [
        content.to_stream(dict(block), pictures=pictures, documents=documents) for block in blocks
    ]


@transaction.atomic
def draft(
    *, column: str, body: Sequence[Mapping[str, Any]], by: User, at: datetime, **fields: Any
) -> Disclosure:
    """Draft a disclosure in a column, as an importer does; people draft in the editor.

    Shape: body in canonical blocks. Raises: Refused when the person holds no editor post.
    """
    seat = queries.editor_seat(by, at)
    if seat is None:
        raise Refused("draft.post", words.OWN_POST)
    page = Disclosure(slug="d", owner=by, post=seat.post, **fields)
    page.slug = page.public_id
    page.body = page.body.stream_block.to_python(_stream(body))
    Column.objects.get(slug=column).add_child(instance=page)
    page.save_revision(user=by, clean=False)
    return page


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
    changed = queries.latest(page)
    for name, value in fields.items():
        setattr(changed, name, value)
    if body is not None:
        changed.body = changed.body.stream_block.to_python(_stream(body))
    changed.save()
    changed.save_revision(user=by, clean=False)
    return changed


@transaction.atomic
def refuse_secret(*, by: User | None, at: datetime, rule: str, seat: Seat | None) -> Referral:
    """Note that a text with a mark of secrecy was refused; no word of it is kept.

    Law: 保密法 and 条例 (review.secrecy): a system on the open net may hold no state secret.
    """
    from_department = str(seat.department) if seat else ""
    row = Referral.objects.create(at=at, user=by, department=from_department, rule=rule)
    append("draft.refused", subject=f"referral:{row.pk}", at=at,
           by=seat.actor(by) if seat and by else _plain_actor(by),
           article=queries.law("review.secrecy", at), department=from_department,
           detail={"rule": rule})  # fmt: skip
    return row


def _plain_actor(by: User | None) -> Actor:
    return Actor(by.pk if by else None, str(by or ""), "", "")


@transaction.atomic
def set_duty(
    *, column: str, step: str, post: Post, since: datetime, by: User, at: datetime
) -> Duty:
    """Name the post that does a step for a column and all below it (岗位责任制)."""
    seat = office_seat(by, at)
    row = Duty.objects.create(column=column, step=step, post=post, since=since)
    append("duty.set", subject=f"duty:{row.pk}", by=seat.actor(by), at=at, column=column,
           department=str(post.department), detail={"step": step, "post": str(post)})  # fmt: skip
    return row


@transaction.atomic
def end_duty(*, duty: Duty, until: datetime, by: User, at: datetime) -> Duty:
    """End a post's duty at a moment."""
    seat = office_seat(by, at)
    duty.until = until
    duty.save(update_fields=["until"])
    append("duty.ended", subject=f"duty:{duty.pk}", by=seat.actor(by), at=at, column=duty.column,
           department=str(duty.post.department), detail={"step": duty.step})  # fmt: skip
    return duty


@transaction.atomic
def set_route(*, kind: str, stages: Sequence[Stage], by: User, at: datetime) -> RouteTable:
    """Replace the route of a kind of disclosure from now on; cards under way keep theirs.

    Raises: Refused for a route without drafting, secrecy review or signing.
    """
    seat = office_seat(by, at)
    faults = rules.route_faults(stages)
    if faults:
        raise Refused(
            "route.faults", "".join(words.ROUTE_FAULT[fault] for fault in faults),
            queries.law("review.secrecy", at),
        )  # fmt: skip
    RouteTable.objects.at(at).filter(kind=kind).update(until=at)
    rows = [[stage.step, stage.post, stage.own] for stage in stages]
    row = RouteTable.objects.create(kind=kind, stages=rows, since=at)
    append("route.changed", subject=f"route:{kind}", by=seat.actor(by), at=at,
           department=str(seat.department), detail={"stages": rows})  # fmt: skip
    return row
