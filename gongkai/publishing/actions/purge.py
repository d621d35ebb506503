"""Erasing what must not stay: texts, files, revisions, snapshots. Entries and hashes stay."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import Q
from wagtail.admin.models import FormState
from wagtail.models import ModelLogEntry, PageLogEntry, ReferenceIndex, Revision

from gongkai.publishing import content, queries, rules, words
from gongkai.publishing.actions.data import erase_data
from gongkai.publishing.actions.media import set_body
from gongkai.publishing.models import (
    ApprovalCard,
    Attachment,
    Change,
    Column,
    Disclosure,
    Edition,
    IndexNumber,
    Picture,
    Signature,
    Sketch,
    Waiver,
    Work,
)
from gongkai.register.actions import append, erase, erase_payload
from gongkai.register.models import Payload
from gongkai.register.rules import Actor

FIELDS = ("title", "summary", "document_no", "attribute", "category", "channels", "demonstration")


def purge_draft(page: int, *, by: Actor, at: datetime) -> None:
    """Erase a draft that did not go out, its history, its files and what its cards kept of it.

    What an earlier card has released stays, and the draft is again what is public.
    """
    cards = _cards_about([page]).exclude(step__in=rules.COMPLETE)
    gone = _Gone(cards, [page])
    gone.erase_vintages(by, at)
    names = Disclosure.objects.filter(pk=page).values_list("public_id", flat=True)
    gone.erase_records(by, at, [f"draft:{name}" for name in names])
    edition = queries.last_edition(page)
    if edition is None:
        _delete_page(page)
    else:
        _restore_page(page, edition)
    gone.erase_bytes(by, at)


def purge_editions(public_id: str, *, by: Actor, at: datetime) -> None:
    """Erase every edition of a disclosure and its draft; the rows stay as tombstones."""
    editions = Edition.objects.filter(public_id=public_id)
    pages = {int(pk) for pk in editions.values_list("work_id", flat=True)}
    gone = _Gone(_cards_about(pages), pages)
    gone.erase_vintages(by, at)
    subjects = [f"disclosure:{public_id}", f"draft:{public_id}"]
    subjects += [f"index:{row}" for row in IndexNumber.objects.filter(public_id=public_id)]
    gone.erase_records(by, at, subjects)
    changes = Change.objects.filter(public_id=public_id)
    changes.exclude(kind=rules.Purpose.URGENT).update(reason=words.PURGED)
    for page in pages:
        _delete_page(page)
    count = gone.erase_bytes(by, at)
    append("disclosure.purged", subject=f"disclosure:{public_id}", by=by, at=at,
           detail={"hashes": count})  # fmt: skip


def forget_previews(*, users: Iterable[int] = (), pages: Iterable[int] = ()) -> None:
    """Delete what the editor's preview kept of unsaved forms: by page, or all of some people."""
    about = Q(object_id__in=[str(pk) for pk in pages]) | Q(user__in=list(users))
    kind = ContentType.objects.get_for_model(Disclosure, for_concrete_model=False)
    FormState.objects.filter(about, content_type=kind).delete()


def _cards_about(pages: Iterable[int]) -> Any:
    works = Work.objects.filter(
        kind__in=["disclosure", "change"], object_id__in=[str(page) for page in pages]
    )
    return ApprovalCard.objects.filter(pk__in=works.values("card"))


class _Gone:
    """What is to be erased of some cards and drafts, gathered before anything is."""

    def __init__(self, cards: Any, pages: Collection[int]) -> None:
        self.cards = list(cards)
        self.pages = list(pages)
        self.editions = Edition.objects.filter(card__in=self.cards)
        self.ids = list(self.editions.values_list("pk", flat=True))
        self.hashes = self._contents()
        self.files = self._files()
        self.vintages = self._vintages()

    def _contents(self) -> set[str]:
        """Return the hashes of all contents and scans that works and signatures name."""
        found = set(Work.objects.filter(card__in=self.cards).values_list("sha256", flat=True))
        for row in Signature.objects.filter(card__in=self.cards).values_list("content", "paper"):
            found.update(row)
        return (found | set(self.editions.values_list("sha256", flat=True))) - {""}

    def _files(self) -> set[str]:
        found: set[str] = set()
        for sha256 in self.hashes:
            found |= set(content.files(queries.known_content(sha256) or {}))
        for page in Disclosure.objects.filter(pk__in=self.pages):
            for draft in (page, *(revision.as_object() for revision in page.revisions.all())):
                found |= set(content.files({"body": content.body(draft.body)}))
        return found

    def _vintages(self) -> list[int]:
        """Return the vintages these cards carry, and no other card but what was taken back."""
        works = Work.objects.filter(kind=queries.VINTAGE)
        over = [rules.Step.WITHDRAWN, rules.Step.REFERRED]
        others = works.exclude(card__in=self.cards).exclude(card__step__in=over).values("object_id")
        rows = works.filter(card__in=self.cards).exclude(object_id__in=others)
        return sorted({int(pk) for pk in rows.values_list("object_id", flat=True)})

    def erase_vintages(self, by: Actor, at: datetime) -> None:
        """Erase the values, names and notes of the vintages that went only with these cards."""
        erase_data(self.vintages, by, at)

    def erase_records(self, by: Actor, at: datetime, subjects: Iterable[str] = ()) -> None:
        """Empty what cards, signatures, editions and the register's bodies say of the content."""
        names = [f"card:{card.number}" for card in self.cards]
        names += [f"edition:{pk}" for pk in self.ids]
        names += [f"vintage:{pk}" for pk in self.vintages]
        bodies = Payload.objects.filter(entry__subject__in=[*names, *subjects]).exclude(body="")
        seqs = list(bodies.values_list("entry_id", flat=True))
        for card in self.cards:
            kept = {key: card.request[key] for key in ("public_id", "up_to") if key in card.request}
            ApprovalCard.objects.filter(pk=card.pk).update(
                title=words.PURGED, findings=[], request=kept
            )
        Signature.objects.filter(card__in=self.cards).update(comment="")
        Sketch.objects.filter(edition__in=self.editions).delete()
        Waiver.objects.filter(card__in=self.cards).update(reason="")
        self.editions.update(title=words.PURGED, summary="", document_no="")
        users = {card.opened_by_id for card in self.cards} | {
            user for card in self.cards for user in queries.contributors(card)
        }
        forget_previews(users=users, pages=self.pages)
        if seqs:
            erase_payload(seqs, by=by, at=at, reason=words.ERASED_BY_LAW)

    def erase_bytes(self, by: Actor, at: datetime) -> int:
        """Erase blobs and uploads, but for what other editions still show. Return how many."""
        alone = (self.hashes | self.files) - queries.files_in_use(self.ids)
        _delete_uploads(alone)
        if alone:
            erase(sorted(alone), by=by, at=at, reason=words.ERASED_BY_LAW)
        transaction.on_commit(_empty_journal)
        return len(alone)


def _delete_uploads(hashes: Collection[str]) -> None:
    for model in (Attachment, Picture):
        kind = ContentType.objects.get_for_model(model)
        for row in model.objects.filter(sha256__in=hashes):
            files = [row.file]
            if isinstance(row, Picture):
                files += [rendition.file for rendition in row.renditions.all()]
            tags = list(row.tags.all())
            ReferenceIndex.remove_for_object(row)
            ModelLogEntry.objects.filter(content_type=kind, object_id=str(row.pk)).delete()
            row.delete()
            for tag in tags:
                if not tag.taggit_taggeditem_items.exists():
                    tag.delete()
            for file in files:
                transaction.on_commit(lambda s=file.storage, n=file.name: s.delete(n))


def _empty_journal() -> None:
    """Write the journal of an SQLite database back and cut it, so that no page of before stays."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _delete_page(pk: int) -> None:
    page = Disclosure.objects.filter(pk=pk).first()
    if page is None:
        return
    _forget_history(page)
    ReferenceIndex.remove_for_object(page)
    page.delete()
    PageLogEntry.objects.filter(page=pk).delete()  # deleting a page enters its title once more


def _restore_page(pk: int, edition: Edition) -> None:
    """Make a draft again what is public, without any word of what was drafted since."""
    page = Disclosure.objects.get(pk=pk)
    _forget_history(page)
    found = queries.content_of(edition.sha256)
    for name in FIELDS:
        setattr(page, name, found[name])
    page.draft_title, page.planned_at = page.title, None
    page.formed_on = date.fromisoformat(found["formed_on"])
    page.keywords = " ".join(found["keywords"])
    source = found["source"]
    page.source_kind, page.source_name, page.source_url = (
        source["kind"], source["name"], source["url"]
    )  # fmt: skip
    set_body(page, found["body"])
    page.latest_revision = None
    page.save()
    if page.column_key != found["column"]:
        page.move(Column.objects.get(slug=found["column"]), pos="last-child")
        page = Disclosure.objects.get(pk=pk)
    revision = page.save_revision(clean=False)
    Work.objects.filter(card=edition.card, kind="disclosure").update(revision=revision.pk)
    PageLogEntry.objects.filter(page=pk).delete()


def _forget_history(page: Disclosure) -> None:
    PageLogEntry.objects.filter(page=page.pk).delete()
    kind = ContentType.objects.get_for_model(Disclosure)
    Revision.objects.filter(object_id=str(page.pk), content_type=kind).delete()
