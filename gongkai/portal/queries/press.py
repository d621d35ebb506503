"""What the press asks: what is due, whose pages change with it, what was flipped to last."""

import json
from collections.abc import Collection, Iterable
from datetime import datetime

from gongkai.portal.queries.site import DOWN, Site, local
from gongkai.publishing.models import ApprovalCard, Change, Edition
from gongkai.publishing.rules import WAITING, Step
from gongkai.register.models import Entry


def flipped_tree() -> str:
    """Return the hash of the tree the register entered last; empty before the first."""
    return next(iter(flipped_trees(1)), "")


def flipped_trees(count: int) -> list[str]:
    """Return the hashes of the trees the register entered last, newest first."""
    rows = Entry.objects.filter(verb="release.flipped").select_related("payload").order_by("-seq")
    return [json.loads(row.payload.body)["detail"]["tree"] for row in rows[:count]]


def cards_of(moment: datetime) -> list[ApprovalCard]:
    """Return the complete cards that are to appear at a moment and wait for it."""
    return list(ApprovalCard.objects.filter(step__in=WAITING, visible_from=moment).order_by("pk"))


def moments(until: datetime | None = None) -> list[datetime]:
    """Return the moments for which complete cards wait, earliest first."""
    rows = ApprovalCard.objects.filter(step__in=WAITING)
    rows = rows if until is None else rows.filter(visible_from__lte=until)
    return sorted(set(rows.values_list("visible_from", flat=True)))


def unfinished() -> list[ApprovalCard]:
    """Return the cards a press claimed and did not finish."""
    return list(ApprovalCard.objects.filter(step=Step.FLIPPING).order_by("visible_from", "pk"))


def urgent() -> list[Change]:
    """Return the urgent takedowns not carried out yet."""
    return list(Change.objects.urgent_pending())


def changed_by(cards: Iterable[int]) -> set[str]:
    """Return the disclosures (public ids) some cards bring out or change."""
    pks = list(cards)
    rows = Edition.objects.disclosures().filter(card__in=pks)
    ids = set(rows.values_list("public_id", flat=True))
    return ids | set(Change.objects.filter(card__in=pks).values_list("public_id", flat=True))


def all_ids(site: Site) -> set[str]:
    """Return every disclosure that has an address: what is out and what was taken down."""
    ids = set(site.reached().disclosures().values_list("public_id", flat=True))
    return ids | set(site.changes().filter(kind__in=DOWN).values_list("public_id", flat=True))


def versions_of(site: Site, public_id: str) -> tuple[list[Edition], list[Edition]]:
    """Return a disclosure's editions whose moment has come, and those of them that are out."""
    rows = Edition.objects.filter(public_id=public_id, visible_from__lte=site.at)
    reached = site.reached().filter(public_id=public_id)
    return list(rows.order_by("number")), list(reached.order_by("number"))


def takedown_of(site: Site, public_id: str) -> Change | None:
    """Return the last act that took a disclosure down."""
    return site.changes().filter(public_id=public_id, kind__in=DOWN).last()


def lists_of(site: Site, public_ids: Collection[str]) -> tuple[dict[str, set[str]], set[int]]:
    """Return the lists some disclosures stand in: column key -> months, and years."""
    columns: dict[str, set[str]] = {}
    years: set[int] = set()
    rows = Edition.objects.filter(public_id__in=public_ids, visible_from__lte=site.at)
    for key, moment in rows.values_list("column", "first_from"):
        years.add(local(moment).year)
        for column in site.lineage(key):
            columns.setdefault(column["key"], set()).add(f"{local(moment):%Y%m}")
    return columns, years
