"""The public site as it is, rendered for what changes, and shown: laid, named, entered.

Every tree is laid on the one the register entered last, never on whatever `current` names: a flip
that was not entered is done again, and a name changed by hand is not built on.
"""

import contextlib
import json
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from gongkai.portal import generations, public, queries
from gongkai.portal.actions import prepared
from gongkai.portal.actions.prepared import Prepared
from gongkai.portal.actions.whole import render_whole
from gongkai.portal.public import Files
from gongkai.portal.queries import Site
from gongkai.publishing.models import ApprovalCard
from gongkai.publishing.rules import Purpose
from gongkai.register.actions import append
from gongkai.register.rules import SYSTEM

KEPT = 10  # old generations, for readers under way; a sweep every so many flips
Cards = Collection[ApprovalCard]


def folder() -> Path:
    """Return the folder of the public files."""
    return Path(settings.PUBLIC)


def is_whole(cards: Cards) -> bool:
    """Say whether cards change every page: a redesign does, and the very first one."""
    return not queries.flipped_tree() or any(card.purpose == Purpose.SITE for card in cards)


def shown_at(moment: datetime, base: str) -> datetime:
    """Return the moment to render at: never earlier than what is shown already.

    A card approved at 9:00:00.5 may come to the press after a release of 9:00:01.
    """
    before = generations.manifest(folder(), base).get("at")
    return max(moment, datetime.fromisoformat(before)) if before else moment


def render(public_ids: Collection[str], cards: Cards, at: datetime, base: str) -> Files:
    """Render what changes with some disclosures at a moment, and nothing of any other card.

    Raises: Damaged.
    """
    site = Site(at, [card.pk for card in cards])
    files = public.touched(site, public_ids)
    for name in queries.orphans(site, public_ids):
        place = f"files/{name[:2]}"
        for one in generations.names(folder(), base, place):
            if one.startswith(f"{name}."):
                files[f"{place}/{one}"] = None
    return files | _left_over(site, files, base)


def _left_over(site: Site, files: Files, base: str) -> Files:
    """Return what stands of figures that are no longer public: whole flows, series of a flow."""
    written = {tuple(path.split("/")[1:3]) for path in files if path.startswith("data/")}
    gone: Files = {}
    for code in generations.names(folder(), base, "data") if written else ():
        if code not in site.numbers.flows and (code,) not in written:
            gone[f"data/{code}"] = None
        for name in generations.names(folder(), base, f"data/{code}"):
            if (code, "index.html") in written and (code, name) not in written:
                gone[f"data/{code}/{name}"] = None
    return gone


@contextlib.contextmanager
def changes(
    public_ids: Collection[str], cards: Cards, at: datetime, base: str
) -> Iterator[Prepared]:
    """Give what changes with some disclosures; on a tree somebody damaged, the whole site."""
    try:
        files = render(public_ids, cards, at, base)
    except generations.Damaged:
        with whole_site(cards, at, base) as whole:
            yield whole
    else:
        yield Prepared(base, files)


@contextlib.contextmanager
def whole_site(cards: Cards, moment: datetime, base: str) -> Iterator[Prepared]:
    """Render the whole site as it is at a moment with some cards; gone after the block."""
    with prepared.staging() as store:
        pks = [card.pk for card in cards]
        tree = render_whole(store, at=shown_at(moment, base), cards=pks)
        yield Prepared(base, tree=tree, store=store, broken=broken(store, tree))


def broken(store: Path, tree: str) -> frozenset[str]:
    """Return which directories of a tree are here already and somebody changed them."""
    return frozenset(generations.damaged(folder(), generations.directories(store, tree)))


def brought_up(found: Prepared, cards: Cards, at: datetime) -> Prepared | None:
    """Return a rendered site with all that was released since laid on it; None when it can't be.

    Nothing of what went meanwhile stays in its store.
    """
    base = queries.flipped_tree()
    if not found.tree:
        return found if found.base == base else None
    ids = queries.changed_since(found.base)
    if ids is None:
        return None
    files = render(ids, cards, at, base)
    tree = generations.lay(found.store, found.tree, files, moment=at)
    generations.sweep(found.store, keep=[tree])
    return replace(found, base=base, tree=tree)


def show(
    found: Prepared, *, seen_at: datetime, at: datetime, cards: Cards = (), **more: Any
) -> str:
    """Lay what was rendered, let `current` name it and enter that. Return the tree's hash.

    Shape: seen_at is the moment the pages were rendered for, at that of the act. On a tree
    that somebody damaged nothing is laid: the whole site is rendered again.
    """
    base, numbers = queries.flipped_tree(), [card.number for card in cards]
    number = generations.manifest(folder(), base).get("number", 0) + 1
    text = json.dumps(
        {"number": number, "at": seen_at.isoformat(), "cards": numbers, "before": base},
        ensure_ascii=False, sort_keys=True,
    )  # fmt: skip
    own: Files = {generations.MANIFEST: text.encode()}
    try:
        tree = _lay(found, own, seen_at)
    except generations.Damaged:
        with whole_site(cards, seen_at, base) as whole:
            tree = _lay(whole, own, seen_at)
    if not cards and "items" not in more:  # nothing else in the register would tell of it
        with transaction.atomic():
            append("release.prepared", subject=f"tree:{tree[:40]}", by=SYSTEM, at=at,
                   detail={"tree": tree})  # fmt: skip
    generations.point(folder(), tree)
    enter_flip(tree, number, at, cards=numbers, **more)
    return tree


def enter_flip(tree: str, number: int, at: datetime, **more: Any) -> None:
    """Enter that `current` names a tree."""
    with transaction.atomic():
        append("release.flipped", subject=f"tree:{tree[:40]}", by=SYSTEM, at=at,
               detail={"tree": tree, "number": number, **more})  # fmt: skip


def _lay(found: Prepared, own: Files, seen_at: datetime) -> str:
    base, files = queries.flipped_tree(), found.files
    if found.tree:
        base, files = found.tree, {}
        generations.adopt(folder(), found.store, base, found.broken)
    return generations.lay(folder(), base, files | own, moment=seen_at)


def sweep_sometimes(tree: str) -> None:
    """Set old generations aside, every so many flips: it looks into every folder that is kept."""
    if generations.manifest(folder(), tree).get("number", 0) % KEPT == 0:
        generations.set_aside(folder(), keep=queries.flipped_trees(KEPT))
