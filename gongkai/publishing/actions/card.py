"""The approval card: submit, sign, send back, withdraw, refer."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from gongkai.law.refused import Refused
from gongkai.people.models import PostKind, User
from gongkai.people.queries import Seat, seat_for
from gongkai.publishing import content, queries, rules, words
from gongkai.publishing.actions.binding import (
    JSON,
    changed_since_bound,
    hand_in,
    locked,
    open_new,
    pass_on,
    put_signature,
    reason_of,
    register,
    said,
    stop,
)
from gongkai.publishing.actions.check import check, read_files, refuse_blocked, refuse_undecided
from gongkai.publishing.actions.data import keep_data
from gongkai.publishing.actions.purge import purge_draft
from gongkai.publishing.actions.release import complete
from gongkai.publishing.models import ApprovalCard, Decision, Disclosure, Edition, Referral
from gongkai.publishing.rules import Purpose, Step
from gongkai.register.actions import keep


@transaction.atomic
def submit(
    *, page: Disclosure, by: User, at: datetime, release_at: datetime | None = None,
    correction: Mapping[str, str] | None = None, comment: str = "",
) -> ApprovalCard:  # fmt: skip
    """Hand a draft in: check it, freeze it, sign it as its author, open or take up its card.

    Raises: Refused — not the drafting post, a card already under way or waiting for its moment,
    findings that block, a past moment, a correction without its reason or without a change.
    Law: secrecy review before disclosure (条例第十七条; 2008: 第四条).
    """
    page = Disclosure.objects.select_for_update().get(pk=page.pk)
    seat = _author_seat(page, by, at)
    refuse_past(release_at, at)
    card = _card_to_take_up(page)
    edition = queries.last_edition(page.pk)
    draft = queries.latest(page)
    found = content.disclosure(draft, correction=_correction(edition, correction))
    _refuse_closed(found["column"], release_at or at)
    _refuse_unfit(found, queries.current_edition(page, at))
    kept = read_files(found)
    findings = check(found, {sha256: data for sha256, (_, data) in kept.items()}, at, release_at,
                     page.public_id)  # fmt: skip
    route = queries.read_route(card.stages) if card else queries.route_of(draft.route, at)
    refuse_blocked(findings, route)
    if content.vintages(found):
        _refuse_unchecked(draft, at)
    carried = keep_data(found, department=seat.department, card=card, out=release_at or at, at=at)
    sha256 = keep(rules.canonical(found), media_type=JSON)
    for row, data in kept.values():
        keep(data, media_type=row.media_type)
    if card is None:
        card = open_new(purpose=Purpose.CORRECT if edition else Purpose.PUBLISH, by=by, at=at,
                        title=found["title"], column=found["column"], department=seat.department,
                        route=route, seat=seat)  # fmt: skip
    card.title, card.column = found["title"][:255], found["column"]
    work = ("disclosure", str(page.pk), sha256, draft.latest_revision_id)
    return hand_in(card, [work, *carried], seat=seat, by=by, at=at, comment=comment,
                   release_at=release_at, findings=findings)  # fmt: skip


def _author_seat(page: Disclosure, by: User, at: datetime) -> Seat:
    """Return the seat in which a person hands a draft in. Raises: Refused."""
    seat = queries.editor_seat(by, at, page.post)
    if seat is None:
        raise Refused("submit.post", words.NOT_AUTHOR)
    named = queries.duty_posts(queries.latest(page).column_key, Step.DRAFT, at)
    if named and seat.post.pk not in named:
        raise Refused("submit.duty", words.DUTY_ELSEWHERE)
    if page.post is None:
        page.post = seat.post
        Disclosure.objects.filter(pk=page.pk).update(post=seat.post)
    return seat


def refuse_past(release_at: datetime | None, at: datetime) -> None:
    """Refuse a planned moment that is over. Raises: Refused."""
    if release_at is not None and release_at <= at:
        raise Refused("submit.past", words.PAST_RELEASE)


def _card_to_take_up(page: Disclosure) -> ApprovalCard | None:
    """Return the card that was sent back to the author, locked. Raises: Refused for another."""
    found = queries.busy_card(page.pk)
    if found is None:
        return None
    card = locked(found.pk)
    if card.step in rules.STOPPABLE | {Step.FLIPPING}:
        raise Refused("card.waiting", words.WAITING_CARD.format(no=card.number))
    if card.step != Step.DRAFT or card.purpose not in {Purpose.PUBLISH, Purpose.CORRECT}:
        raise Refused("card.open", words.OPEN_CARD.format(no=card.number))
    return card


def _correction(
    edition: Edition | None, correction: Mapping[str, str] | None
) -> dict[str, str] | None:
    if edition is None:
        return None
    given = {key: content.plain((correction or {}).get(key, "")) for key in ("what", "why")}
    if not all(given.values()):
        raise Refused("correction.reason", words.NEED_CORRECTION)
    return given


def _refuse_closed(key: str, out: datetime) -> None:
    """Refuse a column that will be closed by the moment of release. Raises: Refused."""
    tree = queries.published_columns(out)  # a closing only drafted, or in review, stops nobody
    names = {one["key"]: one["name"] for one in tree}
    if any(one["key"] == key and one["moved_to"] for one in tree):
        target = names.get(rules.resolved(tree, key), "")
        raise Refused("submit.closed", words.SUBMIT_CLOSED.format(name=names[key], target=target))


def _refuse_unfit(found: Mapping[str, Any], public: Edition | None) -> None:
    if found["attribute"] != "主动公开":
        message = words.NOT_PROACTIVE.format(attribute=found["attribute"]) + words.ATTRIBUTE_HINT
        raise Refused("submit.attribute", message)
    if public is not None:
        before = {**queries.content_of(public.sha256), "correction": None}
        if before == {**found, "correction": None}:
            raise Refused("correction.same", words.UNCHANGED)


def _refuse_unchecked(draft: Disclosure, at: datetime) -> None:
    """Refuse figures on a route on which nobody checks them (核数). Raises: Refused."""
    if not any(stage.step == Step.FIGURES for stage in queries.route_of(draft.route, at)):
        raise Refused("vintage.route", words.NO_FIGURES_STEP.format(kind=words.ROUTE[draft.route]))


def seat_to_act(card: ApprovalCard, by: User, at: datetime, digest: str) -> Seat:
    """Return the seat in which a person may act on a card now.

    Raises: Refused — not under review, a stale or replayed form, an edited draft, another's step,
    a contributor, a second signature of the same person.
    """
    if card.step not in rules.IN_REVIEW:
        raise Refused("card.not_open", words.NOT_OPEN if card.step in rules.OVER else words.STALE)
    if digest != card.digest:
        raise Refused("card.stale", words.STALE)
    if changed_since_bound(card):
        raise Refused("card.changed", words.CHANGED)
    options = queries.seats_for(card, by, at)
    if not options:
        step, post = words.STEP[Step(card.step)], queries.whose_step(card, at)
        raise Refused("card.step", words.NOT_YOUR_STEP.format(step=step, post=post))
    wrote, signed = queries.contributors(card), queries.signers(card)
    why = ""
    for seat in options:
        why = rules.may_sign(person=by.pk, holder=seat.holder.pk, contributors=wrote, signed=signed)
        if not why:
            return seat
    raise Refused(f"card.{why}", words.CONTRIBUTOR if why == "contributor" else words.TWICE)


@transaction.atomic
def sign(*, card: int, by: User, at: datetime, digest: str, comment: str = "") -> ApprovalCard:
    """Sign a card's step and pass it on; the last signature makes the editions.

    Raises: Refused — as seat_to_act, or while a signature on paper waits for its second person.
    Law: 上网信息审批卡 (先审查后公开).
    """
    row = locked(card)
    if queries.pending_paper(row):
        raise Refused("paper.pending", words.PAPER_PENDING)
    seat = seat_to_act(row, by, at, digest)
    refuse_undecided(row)
    put_signature(row, seat, by, at, Decision.SIGN, said(comment))
    return advance(row, seat, by, at)


def advance(row: ApprovalCard, seat: Seat, by: User, at: datetime, **detail: str) -> ApprovalCard:
    """Take a signed card to its next step, or complete it."""
    register("card.signed", row, seat.actor(by), at, detail=detail)
    pass_on(row)
    if row.step == Step.APPROVED:
        complete(row, seat.actor(by), at)
        register("card.approved", row, seat.actor(by), at)
    return row


@transaction.atomic
def send_back(*, card: int, by: User, at: datetime, digest: str, reason: str) -> ApprovalCard:
    """Send a card back to its author with reasons; this round's signatures are void.

    Raises: Refused.
    """
    row = locked(card)
    reason = said(reason)
    if not reason:
        raise Refused("send_back.reason", words.NEED_REASON)
    seat = seat_to_act(row, by, at, digest)
    put_signature(row, seat, by, at, Decision.SEND_BACK, reason)
    register("card.sent_back", row, seat.actor(by), at, detail=reason_of(row, reason))
    row.step = Step.DRAFT
    row.save(update_fields=["step"])
    return row


@transaction.atomic
def withdraw(*, card: int, by: User, at: datetime, reason: str) -> ApprovalCard:
    """Take a card back before it goes out: its author while open, the office until the flip.

    Raises: Refused once the press has claimed it.
    """
    row = locked(card)
    reason = said(reason)
    if not reason:
        raise Refused("withdraw.reason", words.NEED_REASON)
    seat = _withdrawing_seat(row, by, at)
    put_signature(row, seat, by, at, Decision.WITHDRAW, reason)
    if not stop(row, seat.actor(by), at, reason):
        raise Refused("withdraw.late", words.TOO_LATE)
    return row


def _withdrawing_seat(row: ApprovalCard, by: User, at: datetime) -> Seat:
    seat = seat_for(by, PostKind.OFFICE, at)
    if seat is None and row.step in rules.OPEN:
        seat = seat_for(by, PostKind.EDITOR, at, row.department)
    if seat is None:
        message = words.NOT_AUTHOR if row.step in rules.OPEN else words.NOT_OFFICE
        raise Refused("withdraw.post", message)
    if row.purpose == Purpose.URGENT:
        raise Refused("withdraw.late", words.TOO_LATE)
    return seat


@transaction.atomic
def refer(*, card: int, by: User, at: datetime, digest: str) -> Referral:
    """Refer a draft in doubt to the secrecy authority: purge it here, keep no word of it.

    Raises: Refused for anybody but the secrecy reviewer at their step.
    Law: 条例第十七条 (2008: 第四条): in doubt, refer; this system may hold no state secret.
    """
    row = locked(card)
    seat = seat_to_act(row, by, at, digest)
    if row.step != Step.SECRECY or row.purpose not in {Purpose.PUBLISH, Purpose.CORRECT}:
        raise Refused("refer.step", words.NOT_YOUR_STEP.format(
            step=words.STEP[Step.SECRECY], post=PostKind.SECRECY.label))  # fmt: skip
    put_signature(row, seat, by, at, Decision.REFER)
    referral = Referral.objects.create(
        at=at, user=by, department=str(row.department), rule="secrecy.doubt"
    )
    row.step = Step.REFERRED
    row.save(update_fields=["step"])
    for work in row.works.filter(kind="disclosure"):
        purge_draft(int(work.object_id), by=seat.actor(by), at=at)
    row.refresh_from_db()
    register("card.referred", row, seat.actor(by), at, article=queries.law("review.secrecy", at))
    return referral
