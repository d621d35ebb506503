"""Words of the bureau's own lists (词表): added and ended, never rewritten."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from gongkai.checks.lists import List
from gongkai.law.refused import Refused
from gongkai.people.models import PostKind, User
from gongkai.people.queries import Seat, seat_for
from gongkai.publishing import queries, words
from gongkai.publishing.models import ListedWord
from gongkai.register.actions import append

NEEDS_RIGHT = frozenset({List.WRONG, List.INSTITUTION, List.PLACE, List.LEADER, List.ALIAS})
SHORTEST = 2


@transaction.atomic
def add_word(
    *, kind: str, text: str, by: User, at: datetime, right: str = "", since: date | None = None,
    until: date | None = None, note: str = "", order: int = 0,
) -> ListedWord:  # fmt: skip
    """Add a word to a list, from the day of the text it counts for.

    Raises: Refused — neither office nor secrecy reviewer, no right form where one is needed, a
    word too short to be told from others, one the list holds, days the wrong way round.
    """
    seat = _seat(by, at)
    text, right, name = text.strip(), right.strip(), words.LISTS[List(kind)]
    if len(text) < SHORTEST:
        raise Refused("list.short", words.LIST_SHORT)
    if kind in NEEDS_RIGHT and not right:
        raise Refused("list.right", words.LIST_RIGHT.format(list=name))
    if right == text:
        raise Refused("list.same", words.LIST_SAME)
    if since and until and until < since:
        raise Refused("list.days", words.LIST_DAYS)
    if queries.listed(text, List(kind), since or timezone.localdate(at)):
        raise Refused("list.twice", words.LIST_TWICE.format(list=name, text=text))
    row = ListedWord.objects.create(kind=kind, text=text, right=right, since=since, until=until,
                                    note=note.strip(), order=order)  # fmt: skip
    _enter("list.added", row, seat, by, at)
    return row


@transaction.atomic
def end_word(*, word: int, by: User, at: datetime) -> ListedWord:
    """End a word: texts of yesterday and before are still held against it. Raises: Refused."""
    seat = _seat(by, at)
    row = ListedWord.objects.select_for_update().get(pk=word)
    row.until = timezone.localdate(at) - timedelta(days=1)
    row.save(update_fields=["until"])
    _enter("list.ended", row, seat, by, at)
    return row


def _seat(by: User, at: datetime) -> Seat:
    seat = seat_for(by, PostKind.OFFICE, at) or seat_for(by, PostKind.SECRECY, at)
    if seat is None:
        raise Refused("office.only", words.NOT_OFFICE)
    return seat


def _enter(verb: str, row: ListedWord, seat: Seat, by: User, at: datetime) -> None:
    shown = "" if row.kind == List.SECRET else row.text  # the register is read by everybody
    append(verb, subject=f"list:{row.pk}", by=seat.actor(by), at=at,
           department=str(seat.department),
           detail={"list": row.kind, "text": shown, "right": row.right})  # fmt: skip
