"""Changes of what is public: each by its own card."""

from datetime import datetime
from typing import Any

from django.db import transaction

from gongkai.law.refused import Refused
from gongkai.people.models import PostKind, User
from gongkai.people.queries import Seat, seat_for
from gongkai.publishing import queries, rules, words
from gongkai.publishing.actions.binding import JSON, REASON, hand_in, locked, open_new, said
from gongkai.publishing.actions.card import refuse_past
from gongkai.publishing.actions.responsibility import office_seat
from gongkai.publishing.models import ApprovalCard, Change, Disclosure
from gongkai.publishing.rules import Purpose, Step
from gongkai.register.actions import keep


@transaction.atomic
def ask_change(
    *, page: Disclosure, purpose: Purpose, reason: str, by: User, at: datetime,
    release_at: datetime | None = None,
) -> ApprovalCard:  # fmt: skip
    """Open a card to expire, repeal or take down what is public. Raises: Refused."""
    if purpose not in rules.ASKED:
        raise Refused("change.purpose", words.CHANGE_UNKNOWN)
    page = Disclosure.objects.select_for_update().get(pk=page.pk)
    seat = _asking_seat(page, by, at)
    reason = _reason(reason)
    refuse_past(release_at, at)
    edition = queries.current_edition(page, at)
    if edition is None:
        raise Refused("change.none", words.NOT_PUBLIC.format(act=words.PURPOSE[purpose]))
    if Change.objects.of([page.public_id], at).filter(kind=purpose).exists():
        raise Refused("change.same", words.CHANGE_SAME.format(act=words.PURPOSE[purpose]))
    running = queries.busy_card(page.pk)
    if running:
        raise Refused("card.open", words.BUSY_CARD.format(no=running.number))
    card = open_new(purpose=purpose, title=edition.title, column=edition.column, by=by, at=at,
                    department=page.post.department if page.post else seat.department, seat=seat,
                    route=queries.route_of("general", at),
                    request={"public_id": edition.public_id, "up_to": edition.number})  # fmt: skip
    return _hand_in(card, reason, seat, by, at, release_at)


@transaction.atomic
def resubmit_change(
    *, card: int, reason: str, by: User, at: datetime, release_at: datetime | None = None
) -> ApprovalCard:
    """Hand in again a change that was sent back, or the card an urgent takedown waits for.

    Raises: Refused.
    """
    row = locked(card)
    if row.step != Step.DRAFT:
        raise Refused("card.not_open", words.NOT_OPEN)
    if row.purpose not in rules.CHANGES:
        raise Refused("change.purpose", words.CHANGE_UNKNOWN)
    page = Disclosure.objects.filter(public_id=row.request["public_id"]).first()
    is_offices = page is None or row.purpose == Purpose.URGENT
    seat = office_seat(by, at) if is_offices else _asking_seat(page, by, at)
    refuse_past(release_at, at)
    return _hand_in(row, _reason(reason), seat, by, at, release_at)


def _asking_seat(page: Disclosure, by: User, at: datetime) -> Seat:
    """Return the seat of the drafting department or of the office. Raises: Refused."""
    seat = queries.editor_seat(by, at, page.post) if page.post else None
    seat = seat or seat_for(by, PostKind.OFFICE, at)
    if seat is None:
        raise Refused("submit.post", words.NOT_AUTHOR)
    return seat


def _reason(text: str) -> str:
    found = said(text, REASON)
    if not found:
        raise Refused("change.reason", words.NEED_REASON)
    return found


def _hand_in(
    card: ApprovalCard, reason: str, seat: Seat, by: User, at: datetime,
    release_at: datetime | None,
) -> ApprovalCard:  # fmt: skip
    card.request = {**card.request, "reason": reason}
    page = Disclosure.objects.filter(public_id=card.request["public_id"]).first()
    pk = str(page.pk) if page else card.request["public_id"]
    found: dict[str, Any] = {"v": 1, "kind": "change", "act": str(card.purpose), **card.request}
    sha256 = keep(rules.canonical(found), media_type=JSON)
    return hand_in(card, [("change", pk, sha256, 0)], seat=seat, by=by, at=at, comment=reason,
                   release_at=release_at)  # fmt: skip
