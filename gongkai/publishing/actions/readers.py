"""Figures before their moment: who is named to read them, and each reading entered."""

from datetime import datetime

from django.db import transaction

from gongkai.law.refused import Refused
from gongkai.people.models import Holding, User
from gongkai.people.queries import seats
from gongkai.publishing import queries, words
from gongkai.publishing.actions.binding import locked, register, said
from gongkai.publishing.actions.responsibility import office_seat
from gongkai.publishing.models import Reader
from gongkai.register.rules import Actor

MOST = 200


@transaction.atomic
def name_reader(*, card: int, user: User, reason: str, by: User, at: datetime) -> Reader:
    """Name somebody who may read a card's figures before they are public.

    Raises: Refused — not the office, nothing to keep back, no reason, nobody who holds a post.
    Law: 统计法实施条例第二十八条 (公布前不得违规提供).
    """
    seat = office_seat(by, at)
    row = locked(card)
    if not queries.is_kept_back(row):
        raise Refused("reader.open", words.READER_OPEN)
    text = said(reason, MOST)
    if not text:
        raise Refused("reader.reason", words.READER_REASON)
    held = Holding.objects.in_force(at).filter(user=user).select_related("post").first()
    if held is None:
        raise Refused("reader.post", words.READER_POST.format(name=user.name))
    if row.readers.filter(user=user, ended_at=None).exists():
        raise Refused("reader.twice", words.READER_TWICE.format(name=user.name))
    found = Reader.objects.create(card=row, user=user, post=held.post, reason=text, since=at)
    detail = {"reader": str(held.post), "why": text}
    register("reader.named", row, seat.actor(by), at, detail=detail)
    return found


@transaction.atomic
def end_reader(*, reader: int, by: User, at: datetime) -> Reader:
    """End what a named reader may read. Raises: Refused."""
    seat = office_seat(by, at)
    row = Reader.objects.select_for_update().select_related("user", "card").get(pk=reader)
    if row.ended_at is not None:
        raise Refused("reader.over", words.READER_OVER)
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    posts = "、".join(str(one.post) for one in seats(row.user, at))
    register("reader.ended", row.card, seat.actor(by), at, detail={"reader": posts})
    return row


@transaction.atomic
def enter_reading(*, card: int, by: User, at: datetime) -> None:
    """Enter that somebody opened figures nobody has published yet; nothing for a public card."""
    row = locked(card)
    if queries.is_kept_back(row):
        mine = seats(by, at)
        actor = mine[0].actor(by) if mine else Actor(by.pk, by.name, "", "")
        register("card.read_early", row, actor, at)
