"""The press: render before T, flip at T, enter it, and make good what a crash left half done.

Order (DESIGN 3): the rendered files and their manifest lie ready and are entered; the name flips;
the entry "released" is written; a start after a crash compares `current` with the register and
completes what is missing. One press works at a time: the lease is a file lock on one machine.
Only a whole site is rendered without it, for that takes minutes at fifty thousand pages.

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
from gongkai.portal.actions.index import index, reindex
from gongkai.portal.actions.prepared import Prepared, lease
from gongkai.portal.actions.whole import Progress, render_whole
from gongkai.portal.public import Files
from gongkai.portal.queries import Site
from gongkai.publishing import actions as publishing
from gongkai.publishing.models import ApprovalCard
from gongkai.publishing.queries import changed_by
from gongkai.publishing.rules import Purpose
from gongkai.register.actions import append
from gongkai.register.rules import SYSTEM

KEPT = 10  # old generations, for readers under way; a sweep every so many flips
Cards = Collection[ApprovalCard]


def _public() -> Path:
    return Path(settings.PUBLIC)


def tick(at: datetime) -> list[str]:
    """Do one pass of the press: prepare what is approved, flip what is due."""
    prepare(at)
    return flip_due(at)


def prepare(at: datetime) -> int:
    """Render what waits for its moment, and again when the site moved on; return how many moments.

    The lease is taken anew for each, so that a release that falls due does not wait for them all.
    Raises: ExceptionGroup of what could not be rendered; all else is.
    """
    with lease():
        prepared.drop_others(queries.moments())
    done, failed = 0, []
    for moment in queries.moments():
        try:
            done += _prepare(moment, at)
        except Exception as error:
            failed.append(error)
    if failed:
        raise ExceptionGroup("not prepared", failed)
    return done


def _prepare(moment: datetime, at: datetime) -> bool:
    """Render the files of a moment into a folder outside every served one, and arm its cards."""
    with lease():
        cards = queries.cards_of(moment)
        if not cards or _is_ready(moment, cards):
            return False
        if not _is_whole(cards):
            return _prepare_files(moment, cards, at)
        if _lies_ready(moment, cards) and _kept_up(moment, cards):
            return True
        cards, base = _drawn(cards, at), queries.flipped_tree()
        if not cards:
            return False
    with _whole_site(cards, moment, base) as found, lease():
        if queries.cards_of(moment) != cards:  # withdrawn or joined meanwhile: the next pass
            return False
        return _arm(moment, cards, found, at)


def _kept_up(moment: datetime, cards: Cards) -> bool:
    """Lay on a prepared site what was released since, so that little is left to do at T."""
    found = _brought_up(prepared.read(moment), cards, _shown_at(moment, queries.flipped_tree()))
    if found:
        prepared.keep(moment, found, [card.number for card in cards])
    return found is not None


def _prepare_files(moment: datetime, cards: Cards, at: datetime) -> bool:
    cards, base = _drawn(cards, at), queries.flipped_tree()
    if not cards:
        return False
    files = _render(changed_by([card.pk for card in cards]), cards, _shown_at(moment, base), base)
    return _arm(moment, cards, Prepared(base, files), at)


@contextlib.contextmanager
def _whole_site(cards: Cards, moment: datetime, base: str) -> Iterator[Prepared]:
    """Render the whole site as it is at a moment with some cards; gone after the block."""
    with prepared.staging() as store:
        pks = [card.pk for card in cards]
        tree = render_whole(store, at=_shown_at(moment, base), cards=pks)
        yield Prepared(base, tree=tree, store=store, broken=_broken(store, tree))


def _broken(store: Path, tree: str) -> frozenset[str]:
    """Return which directories of a tree are here already and somebody changed them."""
    return frozenset(generations.damaged(_public(), generations.directories(store, tree)))


def _drawn(cards: Cards, at: datetime) -> list[ApprovalCard]:
    """Check cards again and draw their index numbers; what would be stopped today is held."""
    sound = [card for card in cards if publishing.recheck(card=card.pk, at=at)]
    publishing.draw_index_numbers(cards=[card.pk for card in sound], at=at)
    return sound


def _arm(moment: datetime, cards: Cards, found: Prepared, at: datetime) -> bool:
    said = prepared.keep(moment, found, [card.number for card in cards])
    publishing.arm(cards=[card.pk for card in cards], manifest=said, release_at=moment, at=at)
    return True


def _is_whole(cards: Cards) -> bool:
    """Say whether cards change every page: a redesign does, and the very first one."""
    return not queries.flipped_tree() or any(card.purpose == Purpose.SITE for card in cards)


def _is_ready(moment: datetime, cards: Cards) -> bool:
    """Say whether what lies prepared is for these very cards and for the site as it is."""
    return _lies_ready(moment, cards) and (
        prepared.manifest(moment)["base"] == queries.flipped_tree()
    )


def _lies_ready(moment: datetime, cards: Cards) -> bool:
    """Say whether what lies prepared is for these very cards, however old."""
    said = prepared.manifest(moment)
    return bool(said) and said["cards"] == [card.number for card in cards] and (
        all(card.step == "armed" for card in cards)
    )  # fmt: skip


def _can_be_shown(moment: datetime, cards: Cards) -> bool:
    """Say whether a whole site lies prepared that needs only what was released since."""
    if not _lies_ready(moment, cards):
        return False
    return queries.changed_since(prepared.manifest(moment)["base"]) is not None


def _shown_at(moment: datetime, base: str) -> datetime:
    """Return the moment to render at: never earlier than what is shown already.

    A card approved at 9:00:00.5 may come to the press after a release of 9:00:01.
    """
    before = generations.manifest(_public(), base).get("at")
    return max(moment, datetime.fromisoformat(before)) if before else moment


def _render(public_ids: Collection[str], cards: Cards, at: datetime, base: str) -> Files:
    """Render what changes with some disclosures at a moment, and nothing of any other card."""
    site = Site(at, [card.pk for card in cards])
    files = public.touched(site, public_ids)
    for name in queries.orphans(site, public_ids):
        folder = f"files/{name[:2]}"
        for one in generations.names(_public(), base, folder):
            if one.startswith(f"{name}."):
                files[f"{folder}/{one}"] = None
    return files


def flip_due(at: datetime) -> list[str]:
    """Take down what is urgent, then release what is due, in order of moment; return the numbers.

    All cards of one moment appear in one rename. Idempotent; safe to call every second. A redesign
    whose pages are not rendered yet waits for `prepare`: nothing that is due waits for it.
    Raises: ExceptionGroup of what could not be prepared; every other moment is released.
    """
    with lease():
        _recover_rebuilt(at)
        done = _flip_takedowns(at) + _recover(at)
        failed = []
        for moment in queries.moments(until=at):
            try:
                _make_ready(moment, at)
            except Exception as error:
                failed.append(error)
            else:
                done += _flip(moment, at)
    if failed:
        raise ExceptionGroup("not prepared", failed)
    return done


def _make_ready(moment: datetime, at: datetime) -> None:
    cards = queries.cards_of(moment)
    if not cards or _is_ready(moment, cards):
        return
    if not _is_whole(cards):
        _prepare_files(moment, cards, at)
    elif not queries.flipped_tree() and (cards := _drawn(cards, at)):
        with _whole_site(cards, moment, "") as found:
            _arm(moment, cards, found, at)


def _flip(moment: datetime, at: datetime) -> list[str]:
    """Claim the cards of a moment and show them. What was withdrawn meanwhile is not claimed."""
    armed = queries.cards_of(moment)
    if not armed or (_is_whole(armed) and not _can_be_shown(moment, armed)):
        return []
    claimed = publishing.claim(cards=[card.pk for card in armed], at=at)
    cards = [card for card in armed if card.pk in claimed]
    return _release(cards, at) if cards else []


def _release(cards: list[ApprovalCard], at: datetime, since: datetime | None = None) -> list[str]:
    """Show claimed cards and enter that they are out, since when if it was a crash ago."""
    moment, numbers = cards[0].visible_from, [card.number for card in cards]
    base = queries.flipped_tree()
    shown_at = _shown_at(moment, base)
    with _ready_files(moment, cards, shown_at, base) as found:
        told = {"since": since.isoformat()} if since else {}
        tree = _show(found, cards=cards, shown_at=shown_at, at=max(at, moment), **told)
    _enter(cards, tree, max(at, moment), since)
    prepared.drop(moment)
    _sweep_sometimes(tree)
    return numbers


@contextlib.contextmanager
def _ready_files(
    moment: datetime, cards: Cards, at: datetime, base: str
) -> Iterator[Prepared]:  # fmt: skip
    """Give what lies prepared for some cards, or is rendered now, laid on the site as it is."""
    if prepared.manifest(moment).get("cards") == [card.number for card in cards]:
        with contextlib.suppress(OSError, ValueError, KeyError):
            found = _brought_up(prepared.read(moment), cards, at)
            if found:
                yield found
                return
    if _is_whole(cards):
        with _whole_site(cards, moment, base) as found:
            yield found
    else:
        ids = changed_by([card.pk for card in cards])
        yield Prepared(base, _render(ids, cards, at, base))


def _brought_up(found: Prepared, cards: Cards, at: datetime) -> Prepared | None:
    """Return a rendered site with all that was released since laid on it; None when it can't be.

    Nothing of what went meanwhile stays in its store.
    """
    base = queries.flipped_tree()
    if not found.tree:
        return found if found.base == base else None
    ids = queries.changed_since(found.base)
    if ids is None:
        return None
    files = _render(ids, cards, at, base)
    tree = generations.lay(found.store, found.tree, files, moment=at)
    generations.sweep(found.store, keep=[tree])
    return replace(found, base=base, tree=tree)


def _enter(cards: Cards, tree: str, at: datetime, since: datetime | None = None) -> None:
    """Enter that cards are out, and find them from now on: both, or none."""
    pks = [card.pk for card in cards]
    with transaction.atomic():
        publishing.release(cards=pks, tree=tree, at=at, since=since)
        index(changed_by(pks), at=at)


def _show(
    found: Prepared, *, shown_at: datetime, at: datetime, cards: Cards = (), **more: Any
) -> str:
    """Lay what was rendered, let `current` name it and enter that. Return the tree's hash.

    On a tree that somebody damaged nothing is laid: the whole site is rendered again.
    """
    base, numbers = queries.flipped_tree(), [card.number for card in cards]
    number = generations.manifest(_public(), base).get("number", 0) + 1
    text = json.dumps(
        {"number": number, "at": shown_at.isoformat(), "cards": numbers, "before": base},
        ensure_ascii=False, sort_keys=True,
    )  # fmt: skip
    own: Files = {generations.MANIFEST: text.encode()}
    try:
        tree = _lay(found, own, shown_at)
    except generations.Damaged:
        with _whole_site(cards, shown_at, base) as whole:
            tree = _lay(whole, own, shown_at)
    if not cards and "items" not in more:  # nothing else in the register would tell of it
        with transaction.atomic():
            append("release.prepared", subject=f"tree:{tree[:40]}", by=SYSTEM, at=at,
                   detail={"tree": tree})  # fmt: skip
    generations.point(_public(), tree)
    _enter_flip(tree, number, at, cards=numbers, **more)
    return tree


def _enter_flip(tree: str, number: int, at: datetime, **more: Any) -> None:
    with transaction.atomic():
        append("release.flipped", subject=f"tree:{tree[:40]}", by=SYSTEM, at=at,
               detail={"tree": tree, "number": number, **more})  # fmt: skip


def _lay(found: Prepared, own: Files, shown_at: datetime) -> str:
    base, files = queries.flipped_tree(), found.files
    if found.tree:
        base, files = found.tree, {}
        generations.adopt(_public(), found.store, base, found.broken)
    return generations.lay(_public(), base, files | own, moment=shown_at)


def _sweep_sometimes(tree: str) -> None:
    """Delete old generations, every so many flips: it looks into every folder that is kept."""
    if generations.manifest(_public(), tree).get("number", 0) % KEPT == 0:
        generations.sweep(_public(), keep=queries.flipped_trees(KEPT))


def _recover(at: datetime) -> list[str]:
    """Finish what a killed press had claimed: show it, again if it was shown, and enter it.

    When it was shown already, the entries tell since when: the time the name was really flipped.
    """
    shown, tree = generations.current(_public()), queries.flipped_tree()
    said = generations.manifest(_public(), shown).get("cards", [])
    flipped = at - generations.pointed_ago(_public())
    done = []
    left = queries.unfinished()
    for moment in sorted({card.visible_from for card in left}):
        cards = [card for card in left if card.visible_from == moment]
        numbers = [card.number for card in cards]
        since = max(moment, flipped) if numbers == said else None
        if since and shown == tree:
            _enter(cards, tree, max(at, moment), since)
            done += numbers
        else:
            done += _release(cards, at, since)
    return done


def _recover_rebuilt(at: datetime) -> None:
    """Enter the flip of a whole site whose press was killed between the rename and the entry.

    That the press meant to is in the register; a tree it never announced is not entered.
    """
    shown = generations.current(_public())
    if shown and shown != queries.flipped_tree() and queries.is_announced(shown):
        since = at - generations.pointed_ago(_public())
        number = generations.manifest(_public(), shown)["number"]
        _enter_flip(shown, number, at, cards=[], rebuilt=True, since=since.isoformat())


def _flip_takedowns(at: datetime) -> list[str]:
    """Take urgently taken down items off every surface: pages, lists, files, old generations.

    Prepared files go too, for they may hold the item; they are rendered again.
    """
    changes, base = queries.urgent(), queries.flipped_tree()
    if not changes or not base:
        return []
    shown_at, ids = _shown_at(at, base), sorted({change.public_id for change in changes})
    files = _render(ids, (), shown_at, base)
    tree = _show(Prepared(base, files), shown_at=shown_at, at=at, items=ids)
    generations.sweep(_public(), keep=[tree])
    prepared.drop_others()
    with transaction.atomic():
        publishing.note_taken_down(changes=[change.pk for change in changes], at=at)
        index(ids, at=at)
    return ids


def rebuild(at: datetime, progress: Progress = lambda _done, _all: None) -> str:
    """Render the whole site again and flip to it, for a new look of ours or a damaged tree.

    What is noted of the editions and the index of the search are made again too. Interrupted, it
    leaves the site as it was. Raises: RendererLost; OSError; Damaged.
    """
    publishing.note_all_shown()
    with lease():
        _recover_rebuilt(at)
        _recover(at)
        base = queries.flipped_tree()
    with prepared.staging() as store:
        tree = render_whole(store, at=_shown_at(at, base), progress=progress)
        found: Prepared | None = Prepared(base, tree=tree, store=store, broken=_broken(store, tree))
        with lease():
            _recover(at)
            shown_at = _shown_at(at, queries.flipped_tree())
            found = _brought_up(found, (), shown_at)
            tree = _show(found, shown_at=shown_at, at=at, rebuilt=True) if found else ""
    if not tree:  # a redesign came out meanwhile
        return rebuild(at, progress)
    reindex(at=at)
    return tree
