"""`gongkai verify`: the register, its snapshots, the editions, and every file that is served."""

import gzip
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.management.commands.collectstatic import Command
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage as Named
from django.contrib.staticfiles.storage import StaticFilesStorage as Plain
from django.core.management import call_command

from gongkai.casework.queries import case_faults
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
    for subject, code in case_faults():
        yield Problem("case", subject, words.CASE[code], fatal=True)
    yield from public_files()
    yield from static_files()


def public_files() -> Iterator[Problem]:
    """Yield every public file whose bytes are not what was flipped.

    The root of the tree under `current` must be the one the register entered last; each directory
    is named by the hash of its index, and each index holds the hashes of its files.
    """
    public = Path(settings.PUBLIC)
    for path in _led_elsewhere(public):
        yield Problem("public", path.name, words.LEADS_ELSEWHERE, fatal=True)
    tree, entered = _shown(public)
    if not entered and not os.path.lexists(public / "current"):
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


def _led_elsewhere(public: Path) -> Iterator[Path]:
    """Yield what is a link though it must be a folder, and `current` when it leads out."""
    yield from (path for path in (public, public / "trees") if path.is_symlink())
    current = public / "current"
    if os.path.lexists(current) and not generations.current(public):
        yield current


def static_files() -> Iterator[Problem]:
    """Yield every file of the desk's that is not what the installed packages carry.

    They are collected once more, elsewhere, and compared: names that hold a hash prove nothing to
    who can write the list of names too. Nothing is served before they were collected.
    """
    root = Path(settings.STATIC_ROOT)
    if not root.is_dir():
        return
    with tempfile.TemporaryDirectory() as folder:
        _collect(Path(folder))
        there, due = _names(root), _names(Path(folder))
        packed = {name for name in there if name.endswith(".gz") and name[:-3] in due}
        for name in sorted(there ^ due):
            if name not in packed:
                yield Problem("static", name, words.STATIC_CHANGED, fatal=True)
        for name in sorted((there & due) | packed):
            if not _same(root / name, Path(folder) / name.removesuffix(".gz" * (name in packed))):
                yield Problem("static", name, words.STATIC_CHANGED, fatal=True)


def _collect(folder: Path) -> None:
    """Collect static files as `collectstatic` does, without packing them."""
    is_named = isinstance(staticfiles_storage, ManifestFilesMixin)
    command = Command()
    command.storage = (Named if is_named else Plain)(location=folder)
    call_command(command, interactive=False, verbosity=0)


def _names(folder: Path) -> set[str]:
    return {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_symlink() or not path.is_dir()
    }


def _same(path: Path, due: Path) -> bool:
    """Say whether a plain file, packed or not, holds the bytes due."""
    try:
        data = path.read_bytes()
        if path.suffix == ".gz" != due.suffix:
            data = gzip.decompress(data)
    except (OSError, EOFError):
        return False
    return not path.is_symlink() and data == due.read_bytes()
