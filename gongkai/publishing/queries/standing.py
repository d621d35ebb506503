"""What of a disclosure stands on the public files, version by version.

The public reads the newest version that a card released, unless a takedown reached as far. This is
asked exactly, for a few disclosures at a time; which version of each stands is then noted in its
row (Edition.shown) with every release, so that lists of any length are read from an index.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime

from django.db.models import Q

from gongkai.publishing.models import Change, Edition
from gongkai.publishing.rules import Purpose, Step

DOWN = (Purpose.TAKE_DOWN, Purpose.URGENT)


EVER = datetime.max.replace(tzinfo=UTC)  # whatever a card released, whenever


def out(cards: Collection[int] = ()) -> Q:
    """Return what the cards of editions and changes must be: released, or among some others."""
    return Q(card__step=Step.RELEASED) | Q(card__in=list(cards))


def changes_out(at: datetime, cards: Collection[int] = ()) -> Q:
    """Return which changes of state hold at a moment: an urgent takedown does without a card."""
    return (out(cards) | Q(kind=Purpose.URGENT)) & Q(since__lte=at)


def standing(
    public_ids: Iterable[str], at: datetime = EVER, cards: Collection[int] = ()
) -> dict[str, list[Edition]]:
    """Return the versions of some disclosures that have come out and were not taken down.

    Shape: oldest first; the last one stands, those before it are superseded. No key: nothing is.
    """
    ids = list(public_ids)
    rows = Edition.objects.filter(out(cards), public_id__in=ids, visible_from__lte=at)
    downs = Change.objects.filter(changes_out(at, cards), public_id__in=ids, kind__in=DOWN)
    up_to: dict[str, int] = defaultdict(int)
    for public_id, number in downs.values_list("public_id", "up_to"):
        up_to[public_id] = max(up_to[public_id], number)
    found: dict[str, list[Edition]] = defaultdict(list)
    for edition in rows.select_related("department", "card").order_by("number"):
        if edition.number > up_to[edition.public_id]:
            found[edition.public_id].append(edition)
    return dict(found)


def changed_by(cards: Iterable[int]) -> set[str]:
    """Return the disclosures (public ids) some cards bring out or change."""
    pks = list(cards)
    rows = Edition.objects.disclosures().filter(card__in=pks)
    ids = set(rows.values_list("public_id", flat=True))
    return ids | set(Change.objects.filter(card__in=pks).values_list("public_id", flat=True))


def misnoted(public_ids: Iterable[str]) -> Iterator[Edition]:
    """Yield the editions of some disclosures whose note of being shown is not what stands.

    Left out: what is being taken down at this moment.
    """
    pending = set(Change.objects.urgent_pending().values_list("public_id", flat=True))
    ids = set(public_ids) - pending
    found = standing(ids)
    last = {rows[-1].pk for rows in found.values()}
    for edition in Edition.objects.filter(public_id__in=ids).order_by("pk"):
        if edition.shown is not (edition.pk in last):
            yield edition
