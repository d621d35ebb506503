"""The press: render before T, flip at T, enter it, and make good what a crash left half done.

Order (DESIGN 3): the rendered files and their manifest lie ready and are entered; the name flips;
the entry "released" is written with the time the flip really happened; a start after a crash
compares `current` with the cards and completes what is missing. One press works at a time.
"""

import contextlib
import fcntl
import json
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from gongkai.portal import generations, public
from gongkai.portal.public import Files
from gongkai.publishing import actions as publishing
from gongkai.publishing.models import ApprovalCard, Change, Edition
from gongkai.publishing.rules import Purpose, Step, sha256
from gongkai.register.actions import append
from gongkai.register.rules import SYSTEM


@contextlib.contextmanager
def _lease() -> Iterator[None]:
    """Hold the press: a second one waits. The kernel frees it when the process dies."""
    folder = Path(settings.PRESS)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / "lease").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _public() -> Path:
    return Path(settings.PUBLIC)


def _render(cards: list[ApprovalCard], at: datetime) -> Files:
    """Render what some cards change as it will be at a moment."""
    if any(card.purpose == Purpose.COLUMNS for card in cards) or not generations.current(_public()):
        return public.everything(at)
    ids = set(Edition.objects.filter(card__in=cards).values_list("public_id", flat=True))
    ids |= set(Change.objects.filter(card__in=cards).values_list("public_id", flat=True))
    found = public.touched(ids, at)
    if any(card.purpose == Purpose.TAKE_DOWN for card in cards):
        found.update(_orphans(at))
    return found


def _orphans(at: datetime) -> Files:
    """Return the removal of every public file that no visible edition shows any more."""
    base = generations.current(_public())
    used = public.in_use(at)
    return {
        path: None
        for path, _ in generations.walk(_public(), base)
        if path.startswith("files/") and path not in used
    }


def _prepared(moment: datetime) -> Path:
    return Path(settings.PRESS) / f"{moment:%Y%m%dT%H%M%S%f}"


def prepare(at: datetime) -> int:
    """Render every approved card's release for its own moment; return how many moments.

    The files lie outside every served folder, mode 0700, until T.
    """
    with _lease():
        moments = sorted(
            set(
                ApprovalCard.objects.filter(step=Step.APPROVED).values_list(
                    "visible_from", flat=True
                )
            )
        )
        for moment in moments:
            _prepare(moment, at)
        _drop_unwanted()
    return len(moments)


def _drop_unwanted() -> None:
    """Drop prepared files of moments that were withdrawn."""
    wanted = {
        _prepared(moment).name
        for moment in ApprovalCard.objects.filter(step=Step.ARMED).values_list(
            "visible_from", flat=True
        )
    }
    for folder in Path(settings.PRESS).iterdir():
        if folder.is_dir() and folder.name not in wanted:
            shutil.rmtree(folder, ignore_errors=True)


def _prepare(moment: datetime, at: datetime) -> Files:
    cards = list(
        ApprovalCard.objects.filter(step__in=[Step.APPROVED, Step.ARMED], visible_from=moment)
    )
    pks = [card.pk for card in cards]
    publishing.draw_index_numbers(cards=pks, at=at)
    overlay = _render(cards, moment)
    text = public.manifest_text(
        overlay, sha256, release_at=moment.isoformat(), cards=[card.number for card in cards],
        base=generations.current(_public()),
    )  # fmt: skip
    folder = _prepared(moment)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for data in overlay.values():
        if data is not None:
            _keep(folder / sha256(data), data)
    _keep(folder / "manifest.json", text)
    publishing.arm(cards=pks, manifest=sha256(text), release_at=moment, at=at)
    return overlay


def _keep(path: Path, data: bytes) -> None:
    draft = path.with_suffix(".part")
    draft.write_bytes(data)
    draft.chmod(0o600)
    draft.replace(path)


def _overlay(moment: datetime, cards: list[ApprovalCard]) -> Files:
    """Return the prepared files of a moment; rendered again when the site moved on since."""
    folder = _prepared(moment)
    try:
        manifest = json.loads((folder / "manifest.json").read_text())
        numbers = {card.number for card in cards}
        if manifest["base"] == generations.current(_public()) and set(manifest["cards"]) == numbers:
            return {
                path: (folder / digest).read_bytes() if digest else None
                for path, digest in manifest["files"].items()
            }
    except (FileNotFoundError, ValueError, KeyError):
        pass  # not prepared, or only half: render now
    return _render(cards, moment)


def flip_due(at: datetime) -> list[str]:
    """Release everything whose moment has come, in order of moment; return the card numbers.

    All cards of one moment appear in one rename. Idempotent; safe to call every second.
    """
    with _lease():
        done = _recover(at)
        moments = sorted(
            set(
                ApprovalCard.objects.filter(step=Step.ARMED, visible_from__lte=at).values_list(
                    "visible_from", flat=True
                )
            )
        )
        for moment in moments:
            done += _flip(moment, at)
        done += _flip_takedowns(at)
    return done


def _flip(moment: datetime, at: datetime) -> list[str]:
    armed = list(ApprovalCard.objects.filter(step=Step.ARMED, visible_from=moment))
    claimed = publishing.claim(cards=[card.pk for card in armed], at=at)
    cards = [card for card in armed if card.pk in claimed]
    if not cards:
        return []
    numbers = [card.number for card in cards]
    tree = _show(_overlay(moment, cards), moment=moment, cards=numbers, at=at)
    publishing.release(cards=claimed, tree=tree, at=max(at, moment))
    shutil.rmtree(_prepared(moment), ignore_errors=True)
    return [card.number for card in cards]


def _show(overlay: Files, *, moment: datetime, cards: list[str], at: datetime) -> str:
    """Lay an overlay on what is public now and let `current` name it. Return the tree's hash."""
    before = generations.manifest(_public())
    number = before.get("number", 0) + 1
    text = json.dumps(
        {"number": number, "at": moment.isoformat(), "cards": cards,
         "before": generations.current(_public())},
        ensure_ascii=False, sort_keys=True,
    )  # fmt: skip
    files = {**overlay, generations.MANIFEST: text.encode()}
    base = generations.current(_public())
    tree = generations.lay(_public(), base, files, moment=moment)
    generations.point(_public(), tree)
    with transaction.atomic():
        append("release.flipped", subject=f"tree:{tree[:40]}", by=SYSTEM, at=at,
               detail={"tree": tree, "number": number, "cards": cards})  # fmt: skip
    return tree


def _recover(at: datetime) -> list[str]:
    """Finish what a killed press left: claimed cards are either in `current` already or flipped."""
    left = list(ApprovalCard.objects.filter(step=Step.FLIPPING))
    if not left:
        return []
    shown = set(generations.manifest(_public()).get("cards", []))
    moments = sorted({card.visible_from for card in left})
    for moment in moments:
        cards = [card for card in left if card.visible_from == moment]
        if not {card.number for card in cards} <= shown:
            numbers = [card.number for card in cards]
            _show(_render(cards, moment), moment=moment, cards=numbers, at=at)
        publishing.release(
            cards=[card.pk for card in cards], tree=generations.current(_public()), at=at
        )
    return [card.number for card in left]


def _flip_takedowns(at: datetime) -> list[str]:
    """Take urgently taken down items off every surface: pages, lists, files, old generations."""
    changes = list(Change.objects.urgent_pending())
    if not changes or not generations.current(_public()):
        return []
    overlay = public.touched({change.public_id for change in changes}, at)
    overlay.update(_orphans(at))
    _show(overlay, moment=at, cards=[], at=at)
    generations.sweep(_public(), keep={generations.current(_public())})
    _forget_prepared()
    publishing.note_taken_down(changes=[change.pk for change in changes], at=at)
    return [change.public_id for change in changes]


def _forget_prepared() -> None:
    """Drop prepared files: they may hold what was taken down; they are rendered again."""
    for folder in Path(settings.PRESS).iterdir():
        if folder.is_dir():
            shutil.rmtree(folder, ignore_errors=True)


def rebuild(at: datetime) -> str:
    """Render the whole site again and flip to it, for a new look or a damaged tree."""
    with _lease():
        overlay = public.everything(at)
        base = generations.current(_public())
        known = {path for path, _ in generations.walk(_public(), base)} if base else set()
        gone = dict.fromkeys(known - set(overlay))
        return _show({**overlay, **gone}, moment=at, cards=[], at=at)


def tick(at: datetime) -> list[str]:
    """Do one pass of the press: prepare what is approved, flip what is due."""
    prepare(at)
    return flip_due(at)
