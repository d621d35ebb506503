"""Which vintages come out, or go, with what the press is about to show; whose pages change."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime

from gongkai.figures.models import Vintage
from gongkai.figures.queries import Numbers
from gongkai.publishing import queries as publishing
from gongkai.publishing.models import Change, Edition, Work
from gongkai.publishing.queries import DOWN, VINTAGE
from gongkai.register.models import Entry


def numbers_at(at: datetime, cards: Collection[int] = ()) -> Numbers:
    """Return the figures of the site at a moment: with what some cards open, without what goes."""
    downs = Change.objects.filter(card__in=list(cards), kind__in=DOWN)
    gone = [one.public_id for one in (*downs, *Change.objects.urgent_pending())]
    without = publishing.vintages_gone_with(gone) if gone else []
    return Numbers(at, publishing.carried_by(cards) if cards else (), without)


def flows_touched(public_ids: Collection[str]) -> list[str]:
    """Return the flows whose pages change with some disclosures: those whose vintages they carry.

    Asked of the cards, which keep it when the texts are erased.
    """
    cards = Edition.objects.filter(public_id__in=list(public_ids)).values("card")
    works = Work.objects.filter(card__in=cards, kind=VINTAGE).values_list("object_id", flat=True)
    rows = Vintage.objects.filter(pk__in=[int(pk) for pk in works])
    return sorted(set(rows.values_list("flow__code", flat=True)))


def read_early(vintages: Iterable[Vintage]) -> dict[int, list[str]]:
    """Return by which posts vintages (by id) were opened at the desk before they were public.

    From the register, of every card that carried one; a post, never a name.
    """
    since = {str(one.pk): one.visible_from for one in vintages}
    works = Work.objects.filter(kind=VINTAGE, object_id__in=since)
    carried = defaultdict(list)
    for pk, number in works.values_list("object_id", "card__number"):
        carried[f"card:{number}"].append(pk)
    rows = Entry.objects.of("card.read_early").about(carried)
    found: dict[int, set[str]] = defaultdict(set)
    for subject, at, post in rows.values_list("subject", "occurred_at", "payload__actor_post"):
        for pk in carried[subject]:
            if since[pk] is None or at < since[pk]:
                found[int(pk)].add(post)
    return {pk: sorted(posts) for pk, posts in found.items()}


def readings_of(cards: Collection[str]) -> int:
    """Return how often some cards (by number) were opened before they were public."""
    rows = Entry.objects.of("card.read_early").about(f"card:{one}" for one in cards)
    return rows.count()
