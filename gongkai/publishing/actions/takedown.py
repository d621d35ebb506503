"""紧急下线: off every surface at once; the card that answers for it follows."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from gongkai.law.refused import Refused
from gongkai.people.models import PostKind, User
from gongkai.people.queries import Seat
from gongkai.publishing import queries, rules, words
from gongkai.publishing.actions.binding import REASON, open_new, said, stop
from gongkai.publishing.actions.data import withdraw_data
from gongkai.publishing.actions.purge import purge_editions
from gongkai.publishing.actions.release import note_shown
from gongkai.publishing.actions.responsibility import office_seat
from gongkai.publishing.models import ApprovalCard, Change, Edition
from gongkai.publishing.rules import Purpose, Stage, Step
from gongkai.register.actions import append, lock_head


@transaction.atomic
def take_down_urgently(
    *, public_id: str, reason: str, by: User, at: datetime, purge: bool = False
) -> ApprovalCard:
    """Take an item off every surface at once; the card that answers for it follows.

    The press sees the change within a second. What was signed and waits for its moment goes with
    it. With purge (secrets or personal data) its texts, files, snapshots and drafts are erased;
    entry, hash and tombstone stay.
    Raises: Refused — not the disclosure office, no reason, nothing public.
    Law: 条例第十四、十五条 (2008: 第十四条); the card within one working day is the bureau's rule.
    """
    seat = office_seat(by, at)
    reason = said(reason, REASON)
    if not reason:
        raise Refused("urgent.reason", words.NEED_REASON)
    cards = _locked_cards(public_id, everything=purge)
    lock_head()
    edition = Edition.objects.visible(at).disclosures().filter(public_id=public_id).first()
    if edition is None:
        raise Refused("urgent.none", words.NOT_PUBLIC.format(act=words.URGENT))
    for row in cards:
        stop(row, seat.actor(by), at, reason)
    rows = Edition.objects.filter(public_id=public_id)
    up_to = rows.aggregate(n=Max("number"))["n"]
    Change.objects.create(public_id=public_id, up_to=up_to, kind=Purpose.URGENT, since=at,
                          reason=reason)  # fmt: skip
    withdraw_data([public_id], seat.actor(by), at)
    if purge:
        purge_editions(public_id, by=seat.actor(by), at=at)
    edition.refresh_from_db()
    card = _follow_up(edition, up_to, reason, seat, by, at)
    append("disclosure.urgent_takedown", subject=f"disclosure:{public_id}", by=seat.actor(by),
           at=at, snapshot=edition.sha256, title=edition.title,
           column=queries.column_name(edition.column),
           department=str(edition.department), article=queries.law("secrecy.state", at),
           detail={"card": card.number, "purged": purge})  # fmt: skip
    return card


def _locked_cards(public_id: str, *, everything: bool) -> list[ApprovalCard]:
    """Return the cards about a disclosure that wait for their moment; all when it is purged."""
    steps = rules.STOPPABLE | (rules.OPEN if everything else frozenset())
    works = Edition.objects.filter(public_id=public_id).values_list("work_id", flat=True)
    about = ApprovalCard.objects.filter(
        works__object_id__in=list(works), works__kind__in=["disclosure", "change"]
    )
    rows = ApprovalCard.objects.select_for_update().filter(step__in=steps, pk__in=about)
    return list(rows.order_by("pk"))


def _follow_up(
    edition: Edition, up_to: int, reason: str, seat: Seat, by: User, at: datetime
) -> ApprovalCard:
    general = queries.route_of("general", at)
    route = (Stage(Step.DRAFT, PostKind.OFFICE), *[one for one in general[1:] if not one.own])
    return open_new(
        purpose=Purpose.URGENT, title=edition.title, column=edition.column, route=route,
        department=edition.department, by=by, seat=seat, at=at,
        request={"public_id": edition.public_id, "up_to": up_to, "reason": reason},
        follow_up_due=queries.calendar().add_working_days(timezone.localdate(at), 1),
    )  # fmt: skip


@transaction.atomic
def note_taken_down(*, changes: Iterable[int], at: datetime) -> None:
    """Note when the press had urgent takedowns off every surface."""
    rows = Change.objects.filter(pk__in=list(changes))
    rows.update(carried_out_at=at)
    note_shown(rows.values_list("public_id", flat=True))
