"""A signature given on paper: entered with its scan by one person, confirmed by another (代录)."""

from datetime import datetime

from django.db import transaction

from gongkai.law.refused import Refused
from gongkai.people.models import PostKind, User
from gongkai.people.queries import seat_for
from gongkai.publishing import queries, rules, words
from gongkai.publishing.actions.binding import (
    changed_since_bound,
    locked,
    put_signature,
    register,
    said,
)
from gongkai.publishing.actions.card import advance, seat_to_act
from gongkai.publishing.actions.check import refuse_undecided
from gongkai.publishing.actions.responsibility import office_seat
from gongkai.publishing.models import ApprovalCard, Decision, Signature
from gongkai.publishing.rules import Step
from gongkai.register.actions import keep


@transaction.atomic
def enter_paper(
    *, card: int, signer: User, signed_at: datetime, scan: bytes, media_type: str, by: User,
    at: datetime, digest: str, comment: str = "",
) -> Signature:  # fmt: skip
    """Enter a signature given on paper, with its scan; it counts once a second person confirms.

    Raises: Refused — the signer did not hold the post, the clerk wrote the text or is the signer,
    or the paper was signed before the step came to it.
    """
    row = locked(card)
    office = office_seat(by, at)
    _refuse_stale(row, digest)
    if queries.pending_paper(row):
        raise Refused("paper.pending", words.PAPER_PENDING)
    if by.pk == signer.pk or by.pk in queries.contributors(row):
        raise Refused("paper.same", words.PAPER_SAME)
    before = queries.signed_this_round(row).order_by("at", "pk").last()
    if signed_at > at or (before and signed_at < before.at):
        raise Refused("paper.time", words.PAPER_TIME)
    if not queries.seats_for(row, signer, signed_at):
        stage = rules.stage_of(queries.read_route(row.stages), Step(row.step))
        message = words.PAPER_SIGNER.format(post=PostKind(stage.post).label)
        raise Refused("paper.signer", message)
    seat = seat_to_act(row, signer, signed_at, digest)
    refuse_undecided(row)
    sha256 = keep(scan, media_type=media_type)
    signature = put_signature(row, seat, signer, signed_at, Decision.SIGN, said(comment),
                              paper=sha256, entered_by=by)  # fmt: skip
    register("card.paper_entered", row, office.actor(by), at, snapshot=sha256,
             detail={"signer": signature.name, "post": signature.post})  # fmt: skip
    return signature


@transaction.atomic
def confirm_paper(*, card: int, by: User, at: datetime, digest: str) -> ApprovalCard:
    """Confirm, as the second person, that the paper says what was entered. Raises: Refused."""
    row = locked(card)
    _refuse_stale(row, digest)
    signature = queries.pending_paper(row)
    if signature is None:
        raise Refused("paper.none", words.PAPER_NONE)
    office = seat_for(by, PostKind.OFFICE, at) or seat_for(by, PostKind.SECRECY, at)
    if office is None:
        raise Refused("office.only", words.NOT_OFFICE)
    barred = {signature.entered_by_id, signature.user_id, signature.holder_id}
    if by.pk in barred | queries.contributors(row):
        raise Refused("paper.same", words.PAPER_SAME)
    seat = next(
        (seat for seat in queries.seats_for(row, signature.user, signature.at)
         if (str(seat.post), seat.holder.pk) == (signature.post, signature.holder_id)),
        None,
    )  # fmt: skip
    if seat is None:  # the holding was ended since, from before the day of the paper
        raise Refused("paper.signer", words.PAPER_SIGNER.format(post=signature.post))
    signature.confirmed_by = by
    signature.save(update_fields=["confirmed_by"])
    register("card.paper_confirmed", row, office.actor(by), at, snapshot=signature.paper,
             detail={"signer": signature.name, "post": signature.post})  # fmt: skip
    return advance(row, seat, signature.user, at, paper=signature.paper, confirmed_by=by.name)


def _refuse_stale(row: ApprovalCard, digest: str) -> None:
    if row.step not in rules.IN_REVIEW or digest != row.digest or changed_since_bound(row):
        raise Refused("card.stale", words.STALE)
