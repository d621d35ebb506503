"""What the press asks: what is due, whose pages change with it, what was flipped to last."""

import json
from collections import Counter
from collections.abc import Collection, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from gongkai.portal.queries.months import month_bounds, month_of, months_of
from gongkai.portal.queries.site import Site
from gongkai.publishing.models import ApprovalCard, Change, Edition
from gongkai.publishing.queries import changed_by
from gongkai.publishing.rules import WAITING, Purpose, Step
from gongkai.register.models import Entry


def flipped_tree() -> str:
    """Return the hash of the tree the register entered last; empty before the first."""
    return next(iter(flipped_trees(1)), "")


def flipped_trees(count: int) -> list[str]:
    """Return the hashes of the trees the register entered last, newest first."""
    return [said["tree"] for said in islice(_flips(), count)]


def changed_since(tree: str) -> set[str] | None:
    """Return the disclosures that flips after a tree's brought out or changed.

    None when that can't be said: a tree never entered, or every page was made anew meanwhile.
    """
    numbers: list[str] = []
    items: set[str] = set()
    for said in _flips():
        if said["tree"] == tree:
            cards = ApprovalCard.objects.filter(number__in=numbers)
            if cards.filter(purpose=Purpose.SITE).exists():
                return None
            return items | changed_by(cards.values_list("pk", flat=True))
        if said.get("rebuilt"):
            return None
        numbers += said["cards"]
        items |= set(said.get("items", ()))
    return set() if not tree and not numbers else None


def _flips() -> Iterator[dict[str, Any]]:
    """Yield what the register says of the flips, newest first."""
    rows = Entry.objects.filter(verb="release.flipped").select_related("payload").order_by("-seq")
    for row in rows.iterator(chunk_size=20):
        yield json.loads(row.payload.body)["detail"]


def is_announced(tree: str) -> bool:
    """Say whether the press entered, after its last flip, that it would show a tree."""
    last = Entry.objects.filter(verb="release.flipped").order_by("-seq").first()
    rows = Entry.objects.filter(verb="release.prepared", subject=f"tree:{tree[:40]}")
    rows = rows.filter(seq__gt=last.seq if last else 0).select_related("payload")
    return any(json.loads(row.payload.body)["detail"]["tree"] == tree for row in rows)


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


def all_months(site: Site) -> list[str]:
    """Return the months in which anything that came out did so first, oldest first."""
    return list(months_of(Edition.objects.exclude(public_id="").filter(first_from__lte=site.at)))


def ids_of_month(site: Site, month: str) -> list[str]:
    """Return the disclosures that have an address in a month: out, or taken down since."""
    since, until = month_bounds(month)
    rows = Edition.objects.exclude(public_id="").filter(first_from__gte=since, first_from__lt=until)
    ids = list(rows.values_list("public_id", flat=True).distinct())
    return sorted(set(site.came_out(ids).values_list("public_id", flat=True)))


def lists_of(site: Site, public_ids: Collection[str]) -> tuple[dict[str, Counter[str]], set[str]]:
    """Return the lists some disclosures stand in, or stood in: column -> months, and all months.

    Shape: a month counts how many of them it holds.
    """
    columns: dict[str, Counter[str]] = {}
    rows = _places_of(site, public_ids)
    for _, key, month in rows:
        for column in site.lineage(key):
            columns.setdefault(column["key"], Counter())[month] += 1
    return columns, {month for _, _, month in rows}


def closed_into(site: Site, keys: Collection[str]) -> list[str]:
    """Return the closed columns whose items stand in some others."""
    open_ones = {column["key"] for column in site.columns}
    return [key for key, column in site.by_key.items()
            if key not in open_ones and column["key"] in keys]  # fmt: skip


def signed_lists_of(site: Site, public_ids: Collection[str]) -> dict[str, set[str]]:
    """Return the columns some disclosures were signed for: column -> months."""
    found: dict[str, set[str]] = {}
    for _, key, month in _places_of(site, public_ids):
        found.setdefault(key, set()).add(month)
    return found


def _places_of(site: Site, public_ids: Collection[str]) -> set[tuple[str, str, str]]:
    rows = site.came_out(public_ids).order_by().values_list("public_id", "column", "first_from")
    return {(public_id, key, month_of(moment)) for public_id, key, moment in rows}


def orphans(site: Site, public_ids: Collection[str]) -> set[str]:
    """Return the names (hashes) of files that only taken down versions of some items show."""
    standing = {row.pk: row for rows in site.standing(public_ids).values() for row in rows}
    down = [row for row in site.came_out(public_ids) if row.pk not in standing]
    names = {name for row in down for name in row.files.split()}
    return {name for name in names if not _is_shown(site, name)}


def _is_shown(site: Site, name: str) -> bool:
    others = Edition.objects.exclude(files="").filter(files__contains=name)
    ids = list(others.values_list("public_id", flat=True).distinct())
    return any(name in row.files for rows in site.standing(ids).values() for row in rows)
