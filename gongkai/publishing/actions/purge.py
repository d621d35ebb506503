"""Erasing what must not stay: texts, files, revisions, snapshots. Entries and hashes stay."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import PageLogEntry, ReferenceIndex, Revision

from gongkai.law.refused import Refused
from gongkai.publishing import content, queries, words
from gongkai.publishing.models import (
    ApprovalCard,
    Attachment,
    Disclosure,
    Edition,
    Picture,
    Signature,
    Work,
)
from gongkai.register.actions import append, erase, erase_payload
from gongkai.register.models import Payload
from gongkai.register.rules import Actor

ERASED = "〔已清除〕"


def purge_draft(page: int, *, by: Actor, at: datetime) -> None:
    """Erase a draft that never went out, its history, its files and what its cards kept of it."""
    hashes = _kept_of(page)
    _erase_cards(Work.objects.filter(kind="disclosure", object_id=str(page)).values_list("card", flat=True),
                 by=by, at=at)  # fmt: skip
    files = _files_of(page, hashes)
    _delete_page(page)
    _erase_hashes(hashes | files, except_ids=[], by=by, at=at)


def purge_editions(public_id: str, *, by: Actor, at: datetime) -> None:
    """Erase every edition of a disclosure and its draft; the rows stay as tombstones."""
    editions = list(Edition.objects.filter(public_id=public_id))
    pages = {int(edition.work_id) for edition in editions}
    hashes = {edition.sha256 for edition in editions}.union(*(_kept_of(page) for page in pages))
    files = set().union(*(_files_of(page, hashes) for page in pages))
    cards = Work.objects.filter(object_id__in=[str(page) for page in pages]).values_list("card", flat=True)
    _erase_cards(cards, by=by, at=at)
    ApprovalCard.objects.filter(request__public_id=public_id).update(title=ERASED)
    Edition.objects.filter(public_id=public_id).update(title=ERASED, summary="")
    for page in pages:
        _delete_page(page)
    _erase_hashes(hashes | files, except_ids=[public_id], by=by, at=at)
    append("disclosure.purged", subject=f"disclosure:{public_id}", by=by, at=at,
           detail={"hashes": len(hashes | files)})  # fmt: skip


def _kept_of(page: int) -> set[str]:
    """Return every content hash that works and signatures about a page name."""
    works = Work.objects.filter(kind="disclosure", object_id=str(page))
    cards = list(works.values_list("card", flat=True))
    seen = Signature.objects.filter(card__in=cards).exclude(content="")
    return set(works.values_list("sha256", flat=True)) | set(seen.values_list("content", flat=True))


def _files_of(page: int, hashes: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for sha256 in hashes:
        try:
            found |= set(content.files(queries.content_of(sha256)))
        except (LookupError, Refused):
            continue
    row = Disclosure.objects.filter(pk=page).first()
    for draft in (revision.as_object() for revision in row.revisions.all()) if row else ():
        found |= set(content.files({"body": content.body(draft.body)}))
    return found


def _erase_cards(cards: Iterable[int], *, by: Actor, at: datetime) -> None:
    rows = ApprovalCard.objects.filter(pk__in=list(cards))
    subjects = [f"card:{card.number}" for card in rows]
    subjects += [f"edition:{pk}" for pk in Edition.objects.filter(card__in=rows).values_list("pk", flat=True)]
    seqs = list(Payload.objects.filter(entry__subject__in=subjects).values_list("entry_id", flat=True))
    rows.update(title=ERASED, findings=[])
    Signature.objects.filter(card__in=rows).update(comment="")
    if seqs:
        erase_payload(seqs, by=by, at=at, reason=words.STEP["referred"])


def _erase_hashes(
    hashes: set[str], *, except_ids: list[str], by: Actor, at: datetime
) -> None:
    """Erase blobs and uploaded files, but for what another disclosure's editions still show."""
    alone = hashes - queries.files_in_use(except_ids)
    for model in (Attachment, Picture):
        for row in model.objects.filter(sha256__in=alone):
            stored, name = row.file.storage, row.file.name
            if isinstance(row, Picture):
                for rendition in row.renditions.all():
                    rendition.file.delete(save=False)
            row.delete()
            transaction.on_commit(lambda s=stored, n=name: s.delete(n))
    if alone:
        erase(sorted(alone), by=by, at=at, reason="依法清除")


def _delete_page(pk: int) -> None:
    page = Disclosure.objects.filter(pk=pk).first()
    if page is None:
        return
    kind = ContentType.objects.get_for_model(Disclosure)
    PageLogEntry.objects.filter(page=pk).delete()
    Revision.objects.filter(object_id=str(pk), content_type=kind).delete()
    ReferenceIndex.remove_for_object(page)
    page.delete()
