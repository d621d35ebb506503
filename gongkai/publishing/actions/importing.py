"""Drafts out of Word and web documents: read whole, looked at, then kept whole or not at all."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from gongkai.checks import secrecy
from gongkai.law.refused import Refused
from gongkai.people.models import User
from gongkai.publishing import queries, rules, words
from gongkai.publishing.actions.draft import draft, refuse_secret
from gongkai.publishing.actions.media import keep_picture
from gongkai.publishing.importing.reading import Reading, read
from gongkai.publishing.models import Disclosure, Picture
from gongkai.register.actions import append


def import_draft(*, column: str, name: str, data: bytes, by: User, at: datetime) -> Disclosure:
    """Make a draft of a document. The document itself is not kept: its hash and name are.

    Raises: Refused as importing.reading does; "draft.post"; "secrecy.mark", after which only a
    record without content stays.
    """
    seat = queries.editor_seat(by, at)
    if seat is None:
        raise Refused("draft.post", words.OWN_POST)
    found = read(name, data, most=settings.IMPORT_MOST)
    if found.marked:
        refuse_secret(by=by, at=at, rule=secrecy.MARK.name)
        raise Refused(secrecy.MARK.name, words.SECRET.format(excerpt="×" * found.marked))
    if found.formed_on and found.formed_on > timezone.localdate(at):  # no day to come forms it
        found = replace(found, formed_on=None, notes=(*found.notes, words.IMPORTED_EARLY))
    kept: list[Picture] = []
    try:
        with transaction.atomic():
            _keep_pictures(found.pictures, by, kept)
            page = _draft(found, column, by, at)
            append("draft.imported", subject=f"draft:{page.public_id}", by=seat.actor(by), at=at,
                   title=page.title, column=queries.column_name(column),
                   department=str(seat.department),
                   detail=_detail(found, name, data))  # fmt: skip
    except BaseException:
        for row in kept:
            row.file.storage.delete(row.file.name)
        raise
    return page


def _keep_pictures(found: Mapping[str, tuple[str, bytes]], by: User, kept: list[Picture]) -> None:
    """Keep the pictures the desk does not have yet, and name each in `kept`."""
    known = set(Picture.objects.filter(sha256__in=found).values_list("sha256", flat=True))
    for sha256, (name, data) in found.items():
        if sha256 not in known:
            kept.append(keep_picture(name=name, data=data, title=name, by=by))


def _draft(found: Reading, column: str, by: User, at: datetime) -> Disclosure:
    return draft(
        column=column, body=found.blocks, by=by, at=at, title=found.title,
        document_no=found.document_no, formed_on=found.formed_on, source_name=settings.BUREAU,
    )  # fmt: skip


def _detail(found: Reading, name: str, data: bytes) -> dict[str, object]:
    kinds = [block["type"] for block in found.blocks]
    return {
        "name": name[:200], "sha256": rules.sha256(data), "headings": kinds.count("heading"),
        "tables": kinds.count("table"), "pictures": kinds.count("image"),
        "notes": list(found.notes),
    }  # fmt: skip
