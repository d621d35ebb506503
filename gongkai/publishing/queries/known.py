"""What the bureau knows that the checks hold a draft against, gathered for one content."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from gongkai.checks.examine import pieces
from gongkai.checks.known import Known, Term
from gongkai.checks.lists import List, of_kind, shipped
from gongkai.figures.queries import (
    Numbers,
    embargoed_values,
    hidden_values,
    released_values,
)
from gongkai.publishing.models import ApprovalCard, ListedWord
from gongkai.publishing.queries.alike import likenesses
from gongkai.publishing.queries.data import carried_by, vintages_of
from gongkai.publishing.queries.site import published_numbers
from gongkai.publishing.rules import Step


def known(
    content: Mapping[str, Any], at: datetime, out: datetime | None = None, besides: str = ""
) -> Known:
    """Return what the checks may hold a content against, as on the day it appears.

    out: when it is to appear, when that is later; figures public by then are no secret of it.
    besides: the public id of the disclosure itself, which it does not repeat.
    """
    terms = (*shipped(), *(row.term() for row in ListedWord.objects.all()))
    day = timezone.localdate(at)
    on_day = [term for term in terms if term.counts_on(day)]
    numbers = {*published_numbers(at), *(term.text for term in of_kind(on_day, List.NUMBER))}
    said = "\n".join(piece.text for piece in pieces(content))
    aliases: dict[str, list[str]] = defaultdict(list)
    for term in of_kind(on_day, List.ALIAS):
        aliases[term.right].append(term.text)
    has_files = any(block["type"] == "attachment" for block in content.get("body", []))
    soon = _public_by(content, max(at, out or at))
    return Known(
        on=day,
        territory=settings.TERRITORY,
        switchboards=frozenset(numbers),
        terms=terms,
        released=tuple(released_values(said, Numbers(at, plus=soon), aliases)),
        embargoed=tuple(embargoed_values(said, at, soon, aliases)),
        hidden=tuple(hidden_values(None if has_files else said, aliases)),
        published=tuple(likenesses(content, at, besides)),
        hosts=frozenset(term.text for term in of_kind(on_day, List.HOST)),
    )


def _public_by(content: Mapping[str, Any], out: datetime) -> list[int]:
    """Return the drafts of figures that are public by a moment, the content's own among them."""
    waiting = ApprovalCard.objects.complete().exclude(step=Step.RELEASED)
    cards = waiting.filter(visible_from__lte=out).order_by("visible_from", "pk")
    own = [row.pk for row in vintages_of(content) if row.order is None]
    return list(dict.fromkeys([*carried_by(cards.values_list("pk", flat=True)), *own]))


def own_words(kind: str = "") -> QuerySet[ListedWord]:
    """Return the words of the bureau's own lists, or of one of them."""
    return ListedWord.objects.filter(kind=kind) if kind else ListedWord.objects.all()


def listed(text: str, kind: str, day: date) -> bool:
    """Say whether a list of the bureau's own holds a word on a day."""
    rows = ListedWord.objects.filter(Q(until=None) | Q(until__gte=day), kind=kind, text=text)
    return rows.exists()


def shipped_words(kind: str = "") -> list[Term]:
    """Return the words of the lists shipped with the system."""
    return [term for term in shipped() if not kind or term.kind == kind]
