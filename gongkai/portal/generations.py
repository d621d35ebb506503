"""The public site on disk: immutable trees of files and the one name `current`.

    public/trees/<hash>/        a directory named by the hash of its index; files, and relative
                                links to the directories below it; never changed once it is there
    public/current -> trees/<hash>

A release writes only the directories on the way to what changed and links the rest, as git does,
so its cost does not grow with the site; then it renames one symbolic link. A killed process leaves
the old site or the new one, never something between.
"""

import json
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from gongkai.portal.rules import index_text, read_index, tree_hash
from gongkai.publishing.rules import sha256

INDEX = ".index"
MANIFEST = ".generation.json"
Overlay = Mapping[str, bytes | None]  # path inside the site -> bytes, or None to remove


def current(public: Path) -> str:
    """Return the hash of the tree the public is served; empty before the first."""
    try:
        return (public / "current").readlink().name
    except FileNotFoundError:
        return ""


def manifest(public: Path) -> dict[str, Any]:
    """Return what `current` says of itself: number, moment, cards; empty before the first."""
    try:
        return json.loads((public / "current" / MANIFEST).read_text())
    except FileNotFoundError:
        return {}


def lay(public: Path, base: str, overlay: Overlay, *, moment: datetime | None = None) -> str:
    """Write the tree that is base with an overlay on it and return its hash.

    Shape: overlay by path without a leading slash; moment becomes the files' time of change.
    Raises: OSError (a full disk); what was written so far is left to `sweep`, nothing is served.
    """
    (public / "trees").mkdir(parents=True, exist_ok=True)
    nested: dict[str, Any] = {}
    for path, data in overlay.items():
        *folders, name = path.split("/")
        spot = nested
        for folder in folders:
            spot = spot.setdefault(folder, {})
        spot[name] = data
    return _lay(public / "trees", base, nested, moment)


def _lay(trees: Path, base: str, changes: Mapping[str, Any], moment: datetime | None) -> str:
    listing = read_index((trees / base / INDEX).read_text()) if base else {}
    fresh: dict[str, bytes] = {}
    for name, change in changes.items():
        if isinstance(change, dict):
            below = listing.get(name, "")
            child = _lay(trees, below[2:] if below.startswith("d ") else "", change, moment)
            listing[name] = f"d {child}"
            if not read_index((trees / child / INDEX).read_text()):
                del listing[name]
        elif change is None:
            listing.pop(name, None)
        else:
            listing[name] = f"f {sha256(change)}"
            fresh[name] = change
    digest = tree_hash(listing)
    if not (trees / digest).exists():
        _write(trees, digest, base, listing, fresh, moment)
    return digest


def _write(
    trees: Path, digest: str, base: str, listing: Mapping[str, str], fresh: Mapping[str, bytes],
    moment: datetime | None,
) -> None:  # fmt: skip
    """Write one directory beside its place and rename it there."""
    draft = trees / f".{secrets.token_hex(8)}"
    draft.mkdir()
    for name, entry in listing.items():
        if entry.startswith("d "):
            (draft / name).symlink_to(f"../{entry[2:]}")
        elif name in fresh:
            _save(draft / name, fresh[name], moment)
        else:
            os.link(trees / base / name, draft / name)
    _save(draft / INDEX, index_text(listing).encode(), moment)
    _sync(draft)
    try:
        draft.rename(trees / digest)
    except OSError:
        if not (trees / digest).exists():
            raise
        shutil.rmtree(draft)  # another press wrote the very same directory first
    _sync(trees)


def _save(path: Path, data: bytes, moment: datetime | None) -> None:
    with path.open("wb") as handle:
        handle.write(data)
        handle.flush()
        os.fsync(handle.fileno())
    if moment is not None:
        os.utime(path, (moment.timestamp(), moment.timestamp()))


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def point(public: Path, digest: str) -> None:
    """Let `current` name a tree, in one rename: the moment of release."""
    draft = public / f".current-{secrets.token_hex(8)}"
    draft.symlink_to(f"trees/{digest}")
    draft.replace(public / "current")
    _sync(public)


def walk(public: Path, digest: str, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield every file of a tree as (path, sha256 in the index)."""
    listing = read_index((public / "trees" / digest / INDEX).read_text())
    for name, entry in listing.items():
        if entry.startswith("d "):
            yield from walk(public, entry[2:], f"{prefix}{name}/")
        else:
            yield f"{prefix}{name}", entry[2:]


def faults(public: Path, digest: str, prefix: str = "") -> Iterator[str]:
    """Yield the paths of a tree whose bytes are not what its names promise."""
    folder = public / "trees" / digest
    try:
        text = (folder / INDEX).read_text()
        listing = read_index(text)
    except (OSError, ValueError):
        yield f"/{prefix}"
        return
    if sha256(text.encode()) != digest:
        yield f"/{prefix}{INDEX}"
    for name in sorted({path.name for path in folder.iterdir()} - set(listing) - {INDEX}):
        yield f"/{prefix}{name}"
    for name, entry in listing.items():
        yield from _entry_faults(public, folder, name, entry, prefix)


def _entry_faults(
    public: Path, folder: Path, name: str, entry: str, prefix: str
) -> Iterator[str]:
    path = folder / name
    if entry.startswith("d "):
        if not path.is_symlink() or path.readlink().name != entry[2:]:
            yield f"/{prefix}{name}"
        yield from faults(public, entry[2:], f"{prefix}{name}/")
    elif path.is_symlink() or not path.is_file() or sha256(path.read_bytes()) != entry[2:]:
        yield f"/{prefix}{name}"


def sweep(public: Path, *, keep: set[str]) -> int:
    """Delete every directory that no kept tree reaches; return how many went.

    After an urgent takedown with nothing kept but `current`, no old generation holds the item.
    """
    marked: set[str] = set()
    todo = [digest for digest in keep if digest]
    while todo:
        digest = todo.pop()
        if digest in marked or not (public / "trees" / digest).exists():
            continue
        marked.add(digest)
        listing = read_index((public / "trees" / digest / INDEX).read_text())
        todo += [entry[2:] for entry in listing.values() if entry.startswith("d ")]
    gone = 0
    for folder in (public / "trees").iterdir():
        if folder.name not in marked:
            shutil.rmtree(folder)
            gone += 1
    return gone
