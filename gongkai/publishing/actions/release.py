"""From a complete card to the public: editions, index numbers, and the press's moves."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from gongkai.checks import sameness
from gongkai.publishing import content, queries, words
from gongkai.publishing.actions.check import sound_data
from gongkai.publishing.actions.data import bind_data, note_quotes, open_data, withdraw_data
from gongkai.publishing.models import (
    ApprovalCard,
    Band,
    Change,
    Decision,
    Disclosure,
    Edition,
    IndexNumber,
    Sketch,
    Work,
)
from gongkai.publishing.rules import SITE_KINDS, WAITING, Purpose, Step
from gongkai.register.actions import append, lock_head
from gongkai.register.rules import SYSTEM, Actor

AT_ONCE = 500  # disclosures in one transaction
VERBS = {
    Purpose.PUBLISH: "disclosure.released",
    Purpose.CORRECT: "disclosure.corrected",
    Purpose.EXPIRE: "disclosure.expired",
    Purpose.REPEAL: "disclosure.repealed",
    Purpose.TAKE_DOWN: "disclosure.taken_down",
    Purpose.SITE: "site.redesigned",
}


def complete(card: ApprovalCard, by: Actor, at: datetime) -> None:
    """Make what a card's last signature grants: editions, or a change of state."""
    planned = card.release_at
    card.visible_from = planned if planned and planned > at else at
    card.save(update_fields=["visible_from"])
    if card.purpose == Purpose.DOCUMENT:  # goes to one person: the press never sees it
        card.step, card.released_at = Step.RELEASED, at
        card.save(update_fields=["step", "released_at"])
        return
    bind_data(card, at)
    for work in card.works.exclude(kind=queries.VINTAGE):
        if work.kind == "change":
            _change(card)
        else:
            _edition(card, work, by, at)


def _keep_sketch(edition: Edition, found: Mapping[str, Any]) -> None:
    """Keep by what a later text is told to repeat this one; the frame of the site has none."""
    places = sameness.sketch(sameness.text_of(found)) if edition.public_id else ()
    if places:
        row = Sketch.objects.create(edition=edition, places=places)
        Band.objects.bulk_create(Band(sketch=row, value=one) for one in sameness.bands(places))


def _edition(card: ApprovalCard, work: Work, by: Actor, at: datetime) -> Edition:
    found = queries.content_of(work.sha256)
    last = Edition.objects.filter(work_kind=work.kind, work_id=work.object_id)
    number = (last.aggregate(n=Max("number"))["n"] or 0) + 1
    page = None if work.kind in SITE_KINDS else Disclosure.objects.get(pk=int(work.object_id))
    first = queries.last_edition(work.object_id) if page else None
    edition = Edition.objects.create(
        work_kind=work.kind, work_id=work.object_id, number=number, sha256=work.sha256, card=card,
        visible_from=card.visible_from, public_id=page.public_id if page else "",
        title=words.WORK.get(work.kind) or found["title"], summary=found.get("summary", ""),
        column=found.get("column", ""), department=card.department,
        formed_on=found.get("formed_on") or None,
        first_from=first.first_from if first else card.visible_from,
        files=content.public_files(found), document_no=found.get("document_no", ""),
    )  # fmt: skip
    note_quotes(edition, found)
    _keep_sketch(edition, found)
    append("edition.made", subject=f"edition:{edition.pk}", by=by, at=at, snapshot=work.sha256,
           title=edition.title, column=queries.column_name(edition.column),
           department=str(card.department),
           detail=queries.record_of(edition))  # fmt: skip
    return edition


def _change(card: ApprovalCard) -> None:
    if card.purpose == Purpose.URGENT:
        Change.objects.filter(
            public_id=card.request["public_id"], kind=Purpose.URGENT, card=None
        ).update(card=card)
        card.step, card.released_at = Step.RELEASED, card.visible_from
        card.save(update_fields=["step", "released_at"])
        return
    Change.objects.create(
        public_id=card.request["public_id"], up_to=card.request["up_to"], kind=card.purpose,
        since=card.visible_from, reason=card.request["reason"][:300], card=card,
    )  # fmt: skip


@transaction.atomic
def draw_index_numbers(*, cards: Iterable[int], at: datetime) -> None:
    """Draw an index number for every first edition of some cards; drawn ones stay as they are.

    Law: catalogue (条例第十二条; 2008: 第十九条). Rule: gap-free per year of forming, never reused.
    """
    waiting = ApprovalCard.objects.select_for_update().filter(pk__in=list(cards), step__in=WAITING)
    found = [card.pk for card in waiting.order_by("pk")]  # a card withdrawn meanwhile draws none
    lock_head()
    rows = Edition.objects.disclosures().filter(card__in=found)
    for edition in rows.order_by("card__visible_from", "pk"):
        if queries.live_index_numbers(edition.public_id).exists():
            continue
        year = edition.formed_on.year if edition.formed_on else timezone.localdate(at).year
        last = IndexNumber.objects.filter(year=year).aggregate(n=Max("serial"))["n"] or 0
        index = IndexNumber.objects.create(
            year=year, serial=last + 1, public_id=edition.public_id, drawn_at=at
        )
        append("index.drawn", subject=f"index:{index}", by=SYSTEM, at=at, title=edition.title,
               column=queries.column_name(edition.column), article=queries.law("catalogue", at))  # fmt: skip


@transaction.atomic
def arm(*, cards: Iterable[int], manifest: str, release_at: datetime, at: datetime) -> None:
    """Note that the files for T lie ready, and what they are (manifest hash)."""
    rows = ApprovalCard.objects.select_for_update().filter(pk__in=list(cards)).order_by("pk")
    for card in rows:
        if card.step != Step.APPROVED:
            continue
        card.step = Step.ARMED
        card.save(update_fields=["step"])
        append("release.prepared", subject=f"card:{card.number}", by=SYSTEM, at=at,
               title=card.title, column=queries.column_name(card.column), department=str(card.department),
               detail={"manifest": manifest, "release_at": release_at.isoformat()})  # fmt: skip


@transaction.atomic
def claim(*, cards: Iterable[int], at: datetime) -> list[int]:
    """Claim armed cards whose moment has come; what is not claimed is not flipped.

    A withdrawal moves the same row: whichever comes first wins, the other finds nothing to move.
    Figures that are not what was signed hold their card here: past this point it goes out.
    """
    claimed = []
    for pk in sorted(cards):
        if not sound_data(card=pk, at=at):
            continue
        due = ApprovalCard.objects.filter(pk=pk, step=Step.ARMED, visible_from__lte=at)
        if due.update(step=Step.FLIPPING):
            claimed.append(pk)
    return claimed


@transaction.atomic
def release(
    *, cards: Iterable[int], tree: str, at: datetime, since: datetime | None = None
) -> None:
    """Enter that claimed cards are on the public files since the moment of the flip.

    Shape: since, when a crash lay between the flip and this entry. Repeatable: a card already
    released is left as it is.
    """
    cards = list(cards)
    rows = ApprovalCard.objects.select_for_update().filter(pk__in=cards, step=Step.FLIPPING)
    for card in rows.order_by("pk"):
        card.step, card.released_at = Step.RELEASED, since or at
        card.save(update_fields=["step", "released_at"])
        work = card.works.order_by("kind", "object_id").first()
        open_data(card, card.visible_from, at)
        append(VERBS[Purpose(card.purpose)], subject=_subject(card), by=_signer(card), at=at,
               snapshot=work.sha256, title=card.title,
               column=queries.column_name(card.column),
               department=str(card.department), channels=_channels(work),
               article=queries.law("publish.term", at),
               detail={"card": card.number, "tree": tree,
                       "planned": card.visible_from.isoformat(),
                       **({"since": since.isoformat()} if since else {}),
                       **_what(card)})  # fmt: skip
    note_shown(queries.changed_by(cards))
    withdraw_data(queries.taken_down_by(cards), SYSTEM, at)


def note_all_shown() -> None:
    """Note of every disclosure which version stands, as `note_shown` does of some."""
    rows = Edition.objects.disclosures().order_by().values_list("public_id", flat=True).distinct()
    ids = list(rows)
    for start in range(0, len(ids), AT_ONCE):
        with transaction.atomic():
            note_shown(ids[start : start + AT_ONCE])


def note_shown(public_ids: Iterable[str]) -> None:
    """Note which version of each disclosure stands on the public files. Call inside the act."""
    ids = list(public_ids)
    shown = [rows[-1].pk for rows in queries.standing(ids).values()]
    rows = Edition.objects.filter(public_id__in=ids)
    rows.filter(shown=True).exclude(pk__in=shown).update(shown=False)
    rows.filter(shown=False, pk__in=shown).update(shown=True)


def _what(card: ApprovalCard) -> dict[str, list[str]]:
    """Return what of the site's frame came out; nothing for other cards."""
    kinds = card.works.filter(kind__in=SITE_KINDS).order_by("kind").values_list("kind", flat=True)
    return {"works": [words.WORK[kind] for kind in kinds]} if kinds else {}


def _subject(card: ApprovalCard) -> str:
    edition = card.editions.filter(work_kind="disclosure").first()
    public_id = edition.public_id if edition else card.request.get("public_id", "")
    return f"disclosure:{public_id}" if public_id else f"card:{card.number}"


def _signer(card: ApprovalCard) -> Actor:
    rows = queries.signed_this_round(card).filter(step=Step.SIGN, decision=Decision.SIGN)
    row = rows.order_by("at", "pk").last()
    return Actor(row.user_id, row.name, row.post, str(card.department)) if row else SYSTEM


def _channels(work: Work) -> list[str]:
    return queries.content_of(work.sha256).get("channels", []) if work.kind == "disclosure" else []
