"""What every act on a card does: open, lock, bind, sign, register, and void what was edited."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from gongkai.checks.personal import is_told
from gongkai.law.refused import Refused
from gongkai.people.models import Department, User
from gongkai.people.queries import Seat
from gongkai.publishing import content, queries, rules, words
from gongkai.publishing.actions.data import free_data
from gongkai.publishing.models import ApprovalCard, Decision, Disclosure, Signature, Work
from gongkai.publishing.rules import Purpose, Step
from gongkai.register.actions import append, lock_head
from gongkai.register.rules import Actor

JSON = "application/json"
MOST = 500  # characters of an opinion
REASON = 300  # characters of a reason that is shown to the public


def locked(card: int) -> ApprovalCard:
    """Return a card nobody else may move until this transaction ends."""
    return ApprovalCard.objects.select_for_update().get(pk=card)


def said(text: str, most: int = MOST) -> str:
    """Return an opinion as it is kept. Raises: Refused rather than cut a word of it."""
    found = content.plain(text)
    if len(found) > most:
        raise Refused("text.long", words.TOO_LONG.format(most=most, found=len(found)))
    refuse_broken(found)
    return found


def refuse_broken(value: object) -> None:
    """Refuse a text no database can hold. Raises: Refused."""
    if not rules.fits_storage(value):
        raise Refused("text.broken", words.BROKEN_TEXT)


def register(verb: str, card: ApprovalCard, by: Actor, at: datetime, **more: Any) -> None:
    """Enter an act on a card, with the step it was done at and what was signed."""
    detail = {"step": str(card.step), "round": card.round, "digest": card.digest}
    detail.update(more.pop("detail", {}))
    append(verb, subject=f"card:{card.number}", by=by, at=at, title=card.title,
           column=queries.column_name(card.column), department=str(card.department), detail=detail,
           article=more.pop("article", queries.law("card", at)), **more)  # fmt: skip


def open_new(
    *, purpose: Purpose, title: str, column: str, department: Department, route: rules.Route,
    by: User, seat: Seat, at: datetime, **fields: Any,
) -> ApprovalCard:  # fmt: skip
    """Open a card under the next number of the year and register it."""
    lock_head()
    year = timezone.localdate(at).year
    serial = (ApprovalCard.objects.filter(year=year).aggregate(n=Max("serial"))["n"] or 0) + 1
    card = ApprovalCard.objects.create(
        number=f"{settings.CARD_PREFIX}〔{year}〕{serial}号", year=year, serial=serial,
        purpose=purpose, title=title[:255] or words.TITLE_MISSING, column=column,
        department=department, opened_by=by, opened_at=at,
        stages=[[str(stage.step), str(stage.post), stage.own] for stage in route], **fields,
    )  # fmt: skip
    register("card.opened", card, seat.actor(by), at)
    return card


def put_signature(
    card: ApprovalCard, seat: Seat, by: User, at: datetime, decision: Decision, comment: str = "",
    **paper: Any,
) -> Signature:  # fmt: skip
    """Write a person's decision with the post of that day and the digest they saw.

    Raises: Refused for an opinion on a document of a case that holds somebody's numbers.
    """
    if card.purpose == Purpose.DOCUMENT and is_told(comment):
        raise Refused("comment.personal", words.COMMENT_PERSONAL)
    actor = seat.actor(by)
    work = card.works.order_by("kind", "object_id").first()
    return Signature.objects.create(
        card=card, round=card.round, step=card.step, decision=decision, user=by,
        holder=seat.holder, name=actor.name, post=str(seat.post), comment=comment,
        digest=card.digest, content=work.sha256 if work else "", at=at, **paper,
    )  # fmt: skip


def hand_in(
    card: ApprovalCard, works: Sequence[tuple[str, str, str, int]], *, seat: Seat, by: User,
    at: datetime, comment: str, release_at: datetime | None = None,
    findings: Sequence[Mapping[str, str]] = (),
) -> ApprovalCard:  # fmt: skip
    """Bind works to a new round of a card, sign them as their author, and pass the card on.

    Shape: works are (kind, id, sha256, revision).
    """
    card.works.all().delete()
    Work.objects.bulk_create(
        Work(card=card, kind=kind, object_id=pk, sha256=sha, revision=revision)
        for kind, pk, sha, revision in works
    )
    card.release_at, card.findings, card.round = release_at, list(findings), card.round + 1
    card.digest = queries.digest_of(card)
    put_signature(card, seat, by, at, Decision.SUBMIT, said(comment))
    register("card.submitted", card, seat.actor(by), at, snapshot=works[0][2])
    pass_on(card)
    return card


def pass_on(card: ApprovalCard) -> None:
    """Take a card to its next step; what is signed there is another digest."""
    card.step = rules.following(queries.read_route(card.stages), Step(card.step))
    card.digest = queries.digest_of(card)
    card.save()


def changed_since_bound(card: ApprovalCard) -> bool:
    """Say whether a draft is no longer what the card's signatures bind."""
    for work in card.works.filter(kind="disclosure"):
        page = Disclosure.objects.filter(pk=int(work.object_id)).first()
        if page is None:
            return True
        kept = queries.content_of(work.sha256)["correction"]
        found = content.disclosure(queries.latest(page), correction=kept)
        if rules.sha256(rules.canonical(found)) != work.sha256:
            return True
    return False


@transaction.atomic
def void_if_changed(*, page: Disclosure, by: User, at: datetime) -> ApprovalCard | None:
    """Send a card back to its author when the draft under it was edited: signatures are void.

    Rule: a signature binds the content; whoever edits becomes a contributor.
    """
    found = queries.open_card("disclosure", page.pk)
    if found is None:
        return None
    card = locked(found.pk)
    if card.step not in rules.IN_REVIEW or not changed_since_bound(card):
        return None
    seat = queries.editor_seat(by, at, page.post)
    actor = seat.actor(by) if seat else Actor(by.pk, by.name, "", "")
    register("card.voided", card, actor, at)
    card.step = Step.DRAFT
    card.save(update_fields=["step"])
    return card


def void_index_numbers(card: ApprovalCard, by: Actor, at: datetime) -> None:
    """Void index numbers drawn for a release that will not be: never used again, never a gap."""
    for edition in card.editions.filter(work_kind="disclosure"):
        if queries.last_edition(edition.work_id) is not None:
            continue  # an earlier edition is out under the number
        for index in queries.live_index_numbers(edition.public_id):
            index.voided_at = at
            index.save(update_fields=["voided_at"])
            append("index.voided", subject=f"index:{index}", by=by, at=at, title=card.title,
                   column=queries.column_name(card.column),
                   department=str(card.department))  # fmt: skip


def reason_of(card: ApprovalCard, reason: str) -> dict[str, str]:
    """Return what the register keeps of a reason for ever: of one about a person's case, its hash.

    The reason itself stands under the signature, whose text goes when the case is destroyed.
    """
    if card.purpose == Purpose.DOCUMENT:
        return {"reason_sha256": rules.sha256(reason.encode())}
    return {"reason": reason}


def stop(card: ApprovalCard, by: Actor, at: datetime, reason: str) -> bool:
    """Take a card back unless the press has claimed it; what it would have changed is undone.

    A conditional update: whichever of withdrawal and press comes first wins.
    """
    may_be = list(rules.OPEN | rules.STOPPABLE)
    rows = ApprovalCard.objects.filter(pk=card.pk, step__in=may_be)
    if not rows.update(step=Step.WITHDRAWN):
        return False
    register("card.withdrawn", card, by, at, detail=reason_of(card, reason))
    card.step = Step.WITHDRAWN
    card.changes.all().delete()  # never was in force
    free_data(card)
    void_index_numbers(card, by, at)
    return True
