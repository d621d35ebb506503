"""The press: render before T, flip at T, enter it, and make good what a crash left half done.

Order (DESIGN 3): the rendered files and their manifest lie ready and are entered; the name flips;
the entry "released" is written; a start after a crash compares `current` with the register and
completes what is missing. One press works at a time: the lease is a file lock on one machine.

Every tree is laid on the one the register entered last, never on whatever `current` names: a flip
that was not entered is done again, and a name changed by hand is not built on.
"""

import contextlib
import fcntl
import json
import os
import shutil
from collections.abc import Collection, Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from gongkai.portal import generations, public, queries
from gongkai.portal.public import Files, Rendered
from gongkai.publishing import actions as publishing
from gongkai.publishing.models import ApprovalCard
from gongkai.publishing.rules import Purpose, sha256
from gongkai.register.actions import append
from gongkai.register.rules import SYSTEM

KEPT = 10  # old generations, for readers under way; a sweep every so many flips


def _public() -> Path:
    return Path(settings.PUBLIC)


def _press() -> Path:
    """Return the folder of what is not public yet: nobody else may look into it."""
    folder = Path(settings.PRESS)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    return folder


@contextlib.contextmanager
def _lease() -> Iterator[None]:
    """Hold the press: a second one waits. The kernel frees it when the process dies."""
    with (_press() / "lease").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def tick(at: datetime) -> list[str]:
    """Do one pass of the press: prepare what is approved, flip what is due."""
    prepare(at)
    return flip_due(at)


def prepare(at: datetime) -> int:
    """Render what waits for its moment, and again when the site moved on; return how many moments.

    The lease is taken anew for each, so that a release that falls due does not wait for them all.
    """
    with _lease():
        _drop_unwanted()
    done = 0
    for moment in queries.moments():
        with _lease():
            cards = queries.cards_of(moment)
            if cards and not _ready(moment, cards):
                _prepare(moment, cards, at)
                done += 1
    return done


def _prepared(moment: datetime) -> Path:
    return _press() / f"{moment:%Y%m%dT%H%M%S%f}"


def _drop_unwanted() -> None:
    """Drop prepared files of moments that were withdrawn, and what a killed press left."""
    wanted = {_prepared(moment).name for moment in queries.moments()}
    for folder in _press().iterdir():
        if folder.is_dir() and folder.name not in wanted:
            shutil.rmtree(folder, ignore_errors=True)


def _prepare(moment: datetime, cards: list[ApprovalCard], at: datetime) -> None:
    """Render the files of a moment into a folder outside every served one, and arm its cards.

    The checks run again first: what would be stopped today is held, and the rest goes on.
    """
    cards = [card for card in cards if publishing.recheck(card=card.pk, at=at)]
    if not cards:
        return
    pks, base = [card.pk for card in cards], queries.flipped_tree()
    publishing.draw_index_numbers(cards=pks, at=at)
    found = _render(cards, _shown_at(moment, base), base)
    manifest = {
        "release_at": moment.isoformat(),
        "cards": [card.number for card in cards],
        "base": base,
        "whole": found.whole,
        "files": {path: _hash(data) for path, data in found.files.items()},
    }
    text = json.dumps(manifest, ensure_ascii=False, sort_keys=True).encode()
    place = _prepared(moment)
    draft = place.with_name(f".{place.name}")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    for data in found.files.values():
        if data is not None:
            _keep(draft / sha256(data), data)
    _keep(draft / "manifest.json", text)
    shutil.rmtree(place, ignore_errors=True)
    draft.rename(place)
    publishing.arm(cards=pks, manifest=sha256(text), release_at=moment, at=at)


def _hash(data: bytes | None) -> str | None:
    return None if data is None else sha256(data)


def _keep(path: Path, data: bytes) -> None:
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as handle:
        handle.write(data)


def _shown_at(moment: datetime, base: str) -> datetime:
    """Return the moment to render at: never earlier than what is shown already.

    A card approved at 9:00:00.5 may come to the press after a release of 9:00:01.
    """
    before = generations.manifest(_public(), base).get("at")
    return max(moment, datetime.fromisoformat(before)) if before else moment


def _render(cards: list[ApprovalCard], at: datetime, base: str) -> Rendered:
    """Render what some cards change as it will be at a moment, and nothing of any other card."""
    pks = [card.pk for card in cards]
    if not base or any(card.purpose == Purpose.SITE for card in cards):
        return public.everything(at, pks)
    found = public.touched(queries.changed_by(pks), at, pks)
    if any(card.purpose == Purpose.TAKE_DOWN for card in cards):
        return _without_orphans(found, at, pks, base)
    return found


def _without_orphans(found: Rendered, at: datetime, pks: Collection[int], base: str) -> Rendered:
    """Add the removal of files that no disclosure shows any more."""
    try:
        shown = [path for path, _ in generations.walk(_public(), base)]
    except generations.Damaged:
        return public.everything(at, pks)
    return Rendered({**found.files, **public.orphans(shown, at, pks)})


def _manifest(moment: datetime) -> dict:
    try:
        return json.loads((_prepared(moment) / "manifest.json").read_text())
    except (OSError, ValueError):
        return {}


def _ready(moment: datetime, cards: list[ApprovalCard]) -> bool:
    """Say whether what lies prepared is for these very cards and for the site as it is."""
    found = _manifest(moment)
    return (
        bool(found)
        and all(card.step == "armed" for card in cards)
        and found["base"] == queries.flipped_tree()
        and found["cards"] == [card.number for card in cards]
    )


def _read(moment: datetime) -> Rendered:
    """Return what lies prepared. Raises: OSError, ValueError when it is not all there."""
    folder, found = _prepared(moment), _manifest(moment)
    files: Files = {}
    for path, digest in found["files"].items():
        files[path] = (folder / digest).read_bytes() if digest else None
        if digest and sha256(files[path]) != digest:
            raise ValueError(digest)
    return Rendered(files, whole=found["whole"])


def flip_due(at: datetime) -> list[str]:
    """Take down what is urgent, then release what is due, in order of moment; return the numbers.

    All cards of one moment appear in one rename. Idempotent; safe to call every second.
    Raises: ExceptionGroup of what could not be prepared; every other moment is released.
    """
    with _lease():
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
    if cards and not _ready(moment, cards):
        _prepare(moment, cards, at)


def _flip(moment: datetime, at: datetime) -> list[str]:
    """Claim the cards of a moment and show them. What was withdrawn meanwhile is not claimed."""
    armed = queries.cards_of(moment)
    claimed = publishing.claim(cards=[card.pk for card in armed], at=at)
    cards = [card for card in armed if card.pk in claimed]
    if not cards:
        return []
    found = None
    if _manifest(moment).get("cards") == [card.number for card in cards]:
        with contextlib.suppress(OSError, ValueError):
            found = _read(moment)
    done = _release(cards, found, at)
    shutil.rmtree(_prepared(moment), ignore_errors=True)
    return done


def _release(
    cards: list[ApprovalCard], found: Rendered | None, at: datetime, **more: str
) -> list[str]:
    """Show claimed cards and enter that they are out."""
    moment, numbers = cards[0].visible_from, [card.number for card in cards]
    base = queries.flipped_tree()
    shown_at = _shown_at(moment, base)
    found = found or _render(cards, shown_at, base)
    tree = _show(found, cards=cards, shown_at=shown_at, at=max(at, moment), **more)
    publishing.release(cards=[card.pk for card in cards], tree=tree, at=max(at, moment))
    return numbers


def _show(
    found: Rendered, *, shown_at: datetime, at: datetime, cards: Collection[ApprovalCard] = (),
    **more: str,
) -> str:  # fmt: skip
    """Lay what was rendered, let `current` name it and enter that. Return the tree's hash.

    On a tree that somebody damaged nothing is laid: the whole site is rendered again.
    """
    base, numbers = queries.flipped_tree(), [card.number for card in cards]
    number = generations.manifest(_public(), base).get("number", 0) + 1
    text = json.dumps(
        {"number": number, "at": shown_at.isoformat(), "cards": numbers, "before": base},
        ensure_ascii=False, sort_keys=True,
    )  # fmt: skip
    own = {generations.MANIFEST: text.encode()}
    try:
        tree = generations.lay(_public(), "" if found.whole else base, found.files | own,
                               moment=shown_at)  # fmt: skip
    except generations.Damaged:
        whole = public.everything(shown_at, [card.pk for card in cards])
        tree = generations.lay(_public(), "", whole.files | own, moment=shown_at)
    generations.point(_public(), tree)
    with transaction.atomic():
        append("release.flipped", subject=f"tree:{tree[:40]}", by=SYSTEM, at=at,
               detail={"tree": tree, "number": number, "cards": numbers, **more})  # fmt: skip
    if number % KEPT == 0:
        generations.sweep(_public(), keep=queries.flipped_trees(KEPT))
    return tree


def _recover(at: datetime) -> list[str]:
    """Finish what a killed press had claimed: show it, again if it was shown, and enter it.

    When it was shown already, the entry tells since when: the time the name was really flipped.
    """
    left = queries.unfinished()
    shown = generations.manifest(_public(), generations.current(_public())).get("cards", [])
    since = generations.pointed_at(_public())
    done = []
    for moment in sorted({card.visible_from for card in left}):
        cards = [card for card in left if card.visible_from == moment]
        numbers = [card.number for card in cards]
        told = {"since": since.isoformat()} if since and numbers == shown else {}
        if told and generations.current(_public()) == queries.flipped_tree():
            publishing.release(cards=[card.pk for card in cards], at=max(at, moment),
                               tree=queries.flipped_tree())  # fmt: skip
            done += numbers
        else:
            done += _release(cards, None, at, **told)
    return done


def _flip_takedowns(at: datetime) -> list[str]:
    """Take urgently taken down items off every surface: pages, lists, files, old generations.

    Prepared files go too, for they may hold the item; they are rendered again.
    """
    changes, base = queries.urgent(), queries.flipped_tree()
    if not changes or not base:
        return []
    shown_at = _shown_at(at, base)
    found = public.touched({change.public_id for change in changes}, shown_at)
    tree = _show(_without_orphans(found, shown_at, (), base), shown_at=shown_at, at=at)
    generations.sweep(_public(), keep=[tree])
    for folder in _press().iterdir():
        if folder.is_dir():
            shutil.rmtree(folder, ignore_errors=True)
    publishing.note_taken_down(changes=[change.pk for change in changes], at=at)
    return [change.public_id for change in changes]


def rebuild(at: datetime) -> str:
    """Render the whole site again and flip to it, for a new look or a damaged tree."""
    with _lease():
        _recover(at)
        shown_at = _shown_at(at, queries.flipped_tree())
        return _show(public.everything(shown_at), shown_at=shown_at, at=at)
