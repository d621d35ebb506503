"""Which vintages come out, or go, with what the press is about to show; whose pages change."""

from collections.abc import Collection
from datetime import datetime

from gongkai.figures.models import Vintage
from gongkai.figures.queries import Numbers
from gongkai.publishing import queries as publishing
from gongkai.publishing.models import Change, Edition, Work
from gongkai.publishing.queries import DOWN, VINTAGE


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
