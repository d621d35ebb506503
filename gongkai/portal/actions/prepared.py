"""The press's own folder: the lease, what lies prepared for its moment, and sites being rendered.

press/lease                    held by the one press that works
press/<moment>/manifest.json   what lies ready; the register has the hash of what was ready first
press/<moment>/<sha256>        the files a release changes
press/<moment>/trees/          a whole site, where a card changes the frame of every page
press/whole-<random>/          a whole site while it is rendered, and its lock beside it
"""

import contextlib
import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from gongkai.portal.public import Files
from gongkai.publishing.rules import sha256

STAGING = "whole-"


@dataclass(frozen=True)
class Prepared:
    """Rendered files, or a whole site as a tree in a store, and the tree shown at that time."""

    base: str
    files: Files = field(default_factory=dict)
    tree: str = ""
    store: Path = Path()
    broken: frozenset[str] = frozenset()  # of its directories, those changed by hand where served


def folder() -> Path:
    """Return the folder of what is not public yet: nobody else may look into it."""
    found = Path(settings.PRESS)
    found.mkdir(parents=True, exist_ok=True, mode=0o700)
    found.chmod(0o700)
    return found


@contextlib.contextmanager
def lease() -> Iterator[None]:
    """Hold the press: a second one waits. The kernel frees it when the process dies."""
    with (folder() / "lease").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def staging() -> Iterator[Path]:
    """Give a store to render a whole site into; it is gone afterwards, also when this dies."""
    store = folder() / f"{STAGING}{secrets.token_hex(8)}"
    lock, ours = store.with_suffix(".lock"), store.with_name(f".{store.name}")
    with ours.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        ours.rename(lock)  # held before anybody can look whether it is
        store.mkdir(mode=0o700)
        try:
            yield store
        finally:
            shutil.rmtree(store, ignore_errors=True)
            lock.unlink(missing_ok=True)


def of(moment: datetime) -> Path:
    """Return where files for a moment lie prepared."""
    return folder() / f"{moment.astimezone(UTC):%Y%m%dT%H%M%S%f}"


def manifest(moment: datetime) -> dict[str, Any]:
    """Return what is said of the files for a moment; empty when nothing lies ready."""
    try:
        return json.loads((of(moment) / "manifest.json").read_text())
    except (OSError, ValueError):
        return {}


def keep(moment: datetime, found: Prepared, cards: Collection[str], readings: int = 0) -> str:
    """Lay rendered files, or a whole site, ready for a moment; return the manifest's hash.

    readings: how often the cards had been read, which their pages say.
    Raises: OSError, when nothing of it is left.
    """
    said = {
        "release_at": moment.isoformat(), "cards": list(cards), "base": found.base,
        "tree": found.tree, "readings": readings,
        "files": {path: None if data is None else sha256(data)
                  for path, data in found.files.items()},
    }  # fmt: skip
    text = json.dumps(said, ensure_ascii=False, sort_keys=True).encode()
    place = of(moment)
    draft = place.with_name(f".{place.name}")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    for data in found.files.values():
        if data is not None:
            _write(draft / sha256(data), data)
    if found.tree:
        (found.store / "trees").rename(draft / "trees")
    _write(draft / "manifest.json", text)
    shutil.rmtree(place, ignore_errors=True)
    draft.rename(place)
    return sha256(text)


def _write(path: Path, data: bytes) -> None:
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as handle:
        handle.write(data)


def read(moment: datetime) -> Prepared:
    """Return what lies prepared. Raises: OSError, ValueError, KeyError when it is not all there."""
    place, said = of(moment), manifest(moment)
    files: Files = {}
    for path, digest in said["files"].items():
        files[path] = (place / digest).read_bytes() if digest else None
        if digest and sha256(files[path]) != digest:
            raise ValueError(digest)
    return Prepared(said["base"], files, said["tree"], place)


def drop(moment: datetime) -> None:
    """Drop what lies prepared for a moment."""
    shutil.rmtree(of(moment), ignore_errors=True)


def drop_others(moments: Collection[datetime] = ()) -> None:
    """Drop what is prepared for no moment of these, and what a killed press left.

    A site that another process renders at this moment stays: its lock is held.
    """
    wanted = {of(moment).name for moment in moments}
    for place in list(folder().iterdir()):
        if place.name.startswith(STAGING):
            _drop_left(place)
        elif place.is_dir() and place.name not in wanted:
            shutil.rmtree(place, ignore_errors=True)


def _drop_left(place: Path) -> None:
    lock = place.with_suffix(".lock")
    with contextlib.suppress(OSError), lock.open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)  # refused while its renderer lives
        shutil.rmtree(lock.with_suffix(""), ignore_errors=True)
        lock.unlink(missing_ok=True)
