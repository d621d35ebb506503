"""From a complete card to the public: editions, index numbers, and the press's moves."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from gongkai.law.calendar import add_working_days
from gongkai.law.refused import Refused
from gongkai.people.models import User
from gongkai.publishing import queries, rules, words
from gongkai.publishing.actions.draft import office_seat
from gongkai.publishing.actions.purge import purge_editions
from gongkai.publishing.models import (
    ApprovalCard,
    Change,
    Disclosure,
    Edition,
    IndexNumber,
    Work,
)
from gongkai.publishing.rules import Purpose, Step
from gongkai.register.actions import append, lock_head
from gongkai.register.rules import SYSTEM, Actor

VERBS = {
    Purpose.PUBLISH: "disclosure.released",
    Purpose.CORRECT: "disclosure.corrected",
    Purpose.EXPIRE: "disclosure.expired",
    Purpose.REPEAL: "disclosure.repealed",
    Purpose.TAKE_DOWN: "disclosure.taken_down",
    Purpose.COLUMNS: "site.rebuilt",
}


def complete(card: ApprovalCard, by: Actor, at: datetime) -> None:
    """Make what a card's last signature grants: editions, or a change of state."""
    planned = card.release_at
    card.visible_from = planned if planned and planned > at else at
    card.save(update_fields=["visible_from"])
    for work in card.works.all():
        if work.kind == "change":
            _change(card)
        else:
            _edition(card, work, by, at)


def _edition(card: ApprovalCard, work: Work, by: Actor, at: datetime) -> Edition:
    found = queries.content_of(work.sha256)
    last = Edition.objects.filter(work_kind=work.kind, work_id=work.object_id)
    number = (last.aggregate(n=Max("number"))["n"] or 0) + 1
    page = Disclosure.objects.filter(pk=int(work.object_id)).first() if work.kind != "columns" else None
    first = queries.last_edition(work.object_id) if page else None
    edition = Edition.objects.create(
        work_kind=work.kind, work_id=work.object_id, number=number, sha256=work.sha256, card=card,
        visible_from=card.visible_from, public_id=page.public_id if page else "",
        title=found.get("title", card.title), summary=found.get("summary", ""),
        column=found.get("column", ""), department=card.department,
        formed_on=found.get("formed_on") or None,
        first_from=first.first_from if first else card.visible_from,
    )  # fmt: skip
    append("edition.made", subject=f"edition:{edition.pk}", by=by, at=at, snapshot=work.sha256,
           title=edition.title, column=edition.column, department=str(card.department),
           detail={"card": card.number, "number": number})  # fmt: skip
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
    lock_head()
    rows = Edition.objects.disclosures().filter(card__in=list(cards)).order_by("card__visible_from", "pk")
    for edition in rows:
        if IndexNumber.objects.filter(public_id=edition.public_id, voided_at=None).exists():
            continue
        year = edition.formed_on.year if edition.formed_on else timezone.localdate(at).year
        last = IndexNumber.objects.filter(year=year).aggregate(n=Max("serial"))["n"] or 0
        index = IndexNumber.objects.create(
            year=year, serial=last + 1, public_id=edition.public_id, drawn_at=at
        )
        append("index.drawn", subject=f"index:{index}", by=SYSTEM, at=at, title=edition.title,
               column=edition.column, article=queries.law("catalogue", at))  # fmt: skip


@transaction.atomic
def arm(*, cards: Iterable[int], manifest: str, release_at: datetime, at: datetime) -> None:
    """Note that the files for T lie ready, and what they are (manifest hash)."""
    for card in ApprovalCard.objects.select_for_update().filter(pk__in=list(cards)):
        if card.step != Step.APPROVED:
            continue
        card.step = Step.ARMED
        card.save(update_fields=["step"])
        append("release.prepared", subject=f"card:{card.number}", by=SYSTEM, at=at,
               title=card.title, column=card.column, department=str(card.department),
               detail={"manifest": manifest, "release_at": release_at.isoformat()})  # fmt: skip


@transaction.atomic
def claim(*, cards: Iterable[int], at: datetime) -> list[int]:
    """Claim armed cards whose moment has come; what is not claimed is not flipped.

    A withdrawal moves the same row: whichever comes first wins, the other finds nothing to move.
    """
    claimed = []
    for pk in cards:
        due = ApprovalCard.objects.filter(pk=pk, step=Step.ARMED, visible_from__lte=at)
        if due.update(step=Step.FLIPPING):
            claimed.append(pk)
    return claimed


@transaction.atomic
def release(*, cards: Iterable[int], tree: str, at: datetime) -> None:
    """Enter that claimed cards are on the public files since the moment of the flip.

    Repeatable: a card already released is left as it is.
    """
    for card in ApprovalCard.objects.select_for_update().filter(
        pk__in=list(cards), step=Step.FLIPPING
    ):
        card.step, card.released_at = Step.RELEASED, at
        card.save(update_fields=["step", "released_at"])
        work = card.works.first()
        append(VERBS[Purpose(card.purpose)], subject=_subject(card), by=_signer(card), at=at,
               snapshot=work.sha256, title=card.title, column=card.column,
               department=str(card.department), channels=_channels(work),
               article=queries.law("publish.term", at),
               detail={"card": card.number, "tree": tree,
                       "planned": card.visible_from.isoformat()})  # fmt: skip


def _subject(card: ApprovalCard) -> str:
    edition = card.editions.filter(work_kind="disclosure").first()
    public_id = edition.public_id if edition else card.request.get("public_id", "")
    return f"disclosure:{public_id}" if public_id else f"card:{card.number}"


def _signer(card: ApprovalCard) -> Actor:
    row = queries.signed_this_round(card).order_by("at", "pk").last()
    return Actor(row.user_id, row.name, row.post, str(card.department)) if row else SYSTEM


def _channels(work: Work) -> list[str]:
    return queries.content_of(work.sha256).get("channels", []) if work.kind == "disclosure" else []


@transaction.atomic
def take_down_urgently(
    *, public_id: str, reason: str, by: User, at: datetime, purge: bool = False
) -> ApprovalCard:
    """Take an item off every surface at once; the card that answers for it follows.

    The press sees the change within a second. With purge (secrets or personal data) its texts,
    files, snapshots and drafts are erased; entry, hash and tombstone stay.
    Raises: Refused — not the disclosure office, no reason, nothing public.
    Law: 条例第十四、十五条 (2008: 第十四条); the card within one working day is the bureau's rule.
    """
    seat = office_seat(by, at)
    if not reason.strip():
        raise Refused("urgent.reason", words.NEED_REASON)
    edition = Edition.objects.visible(at).disclosures().filter(public_id=public_id).first()
    if edition is None:
        raise Refused("urgent.none", words.NOT_PUBLIC.format(act="紧急下线"))
    lock_head()
    year = timezone.localdate(at).year
    Change.objects.create(public_id=public_id, up_to=edition.number, kind=Purpose.URGENT,
                          since=at, reason=reason.strip()[:300])  # fmt: skip
    card = _follow_up(edition, reason, by, at, year)
    append("disclosure.urgent_takedown", subject=f"disclosure:{public_id}", by=seat.actor(by),
           at=at, snapshot=edition.sha256, title="" if purge else edition.title,
           column=edition.column, department=str(edition.department),
           article=queries.law("secrecy.state", at),
           detail={"card": card.number, "purged": purge})  # fmt: skip
    if purge:
        purge_editions(public_id, by=seat.actor(by), at=at)
    return card


def _follow_up(edition: Edition, reason: str, by: User, at: datetime, year: int) -> ApprovalCard:
    from_office = queries.route_of("general", at)
    route = (rules.Stage(Step.DRAFT, "office"), *[s for s in from_office[1:] if not s.own])
    serial = (ApprovalCard.objects.filter(year=year).aggregate(n=Max("serial"))["n"] or 0) + 1
    return ApprovalCard.objects.create(
        number=f"{settings.CARD_PREFIX}〔{year}〕{serial}号", year=year, serial=serial,
        purpose=Purpose.URGENT, title=edition.title, column=edition.column,
        department=edition.department, opened_by=by, opened_at=at,
        stages=[[stage.step, stage.post, stage.own] for stage in route],
        request={"public_id": edition.public_id, "up_to": edition.number,
                 "reason": reason.strip()},
        follow_up_due=add_working_days(timezone.localdate(at), 1),
    )  # fmt: skip


@transaction.atomic
def note_taken_down(*, changes: Iterable[int], at: datetime) -> None:
    """Note when the press had urgent takedowns off every surface."""
    Change.objects.filter(pk__in=list(changes)).update(carried_out_at=at)
