"""`gongkai verify`: the register, its snapshots, the editions, and the files the public reads."""

import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from gongkai.config import words
from gongkai.portal import generations
from gongkai.portal.queries import flipped_tree
from gongkai.publishing.queries import edition_faults
from gongkai.register.queries import Problem, verify

LOOKS, PAUSE = 3, 0.2  # a flip is entered within milliseconds of its rename


def everything(*, against: tuple[int, str] | None = None) -> Iterator[Problem]:
    """Yield every disagreement, what was erased by law among them as no fault."""
    yield from verify(against=against)
    for subject, code in edition_faults():
        yield Problem("edition", subject, words.EDITION[code], fatal=True)
    yield from public_files()


def public_files() -> Iterator[Problem]:
    """Yield every public file whose bytes are not what was flipped.

    The root of the tree under `current` must be the one the register entered last; each directory
    is named by the hash of its index, and each index holds the hashes of its files.
    """
    public = Path(settings.PUBLIC)
    tree, entered = _shown(public)
    if not entered and not (public / "current").is_symlink():
        return
    if tree != entered:
        yield Problem("public", "/", words.NOT_FLIPPED, fatal=True)
    for path in generations.faults(public, tree) if tree else ():
        yield Problem("public", path, words.FILE_CHANGED, fatal=True)


def _shown(public: Path) -> tuple[str, str]:
    """Return the tree that is served and the tree entered last, read apart from a running flip."""
    for _ in range(LOOKS):
        tree, entered = generations.current(public), flipped_tree()
        if tree == entered:
            break
        time.sleep(PAUSE)
    return tree, entered
