"""The public site on disk: immutable trees of files and the one name `current`.

    public/trees/<hash>/        a directory named by the hash of its index; files, and relative
                                links to the directories below it; never changed once it is there
    public/current -> trees/<hash>

A release writes only the directories on the way to what changed and links the rest, as git does,
so its cost does not grow with the site; then it renames one symbolic link. A killed process leaves
the old site or the new one, never something between.

What somebody changed by hand is never made good by a release: an index that is not what its name
says is not built on (Damaged), a directory that is not whole is not used again, and a changed file
that a new tree links on still differs from the hash in its index, so `faults` goes on naming it.
Bytes are not read again when they are linked: that would make a release as dear as its folders.
"""

import errno
import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from gongkai.portal.rules import index_text, read_index, tree_hash
from gongkai.publishing.rules import sha256

INDEX = ".index"
MANIFEST = ".generation.json"
Overlay = Mapping[str, bytes | None]  # path inside the site -> bytes, or None to remove


class Damaged(Exception):  # noqa: N818  it is a state of the disk, not a bug
    """A directory's index is gone, or is not the one its name is the hash of."""


def current(public: Path) -> str:
    """Return the hash of the tree the public is served; empty before the first.

    Empty too when `current` leads anywhere but to a tree of its own.
    """
    try:
        target = (public / "current").readlink()
    except OSError:
        return ""
    return target.name if str(target) == f"trees/{target.name}" else ""


def manifest(public: Path, digest: str) -> dict[str, Any]:
    """Return what a tree says of itself: number, moment, cards; empty when it can't be read."""
    try:
        return json.loads((public / "trees" / digest / MANIFEST).read_text()) if digest else {}
    except (OSError, ValueError):
        return {}


def pointed_at(public: Path) -> datetime | None:
    """Return when `current` was last pointed anywhere, by the file system's clock."""
    try:
        changed = (public / "current").lstat().st_mtime
    except OSError:
        return None
    return datetime.fromtimestamp(changed).astimezone()


def lay(public: Path, base: str, overlay: Overlay, *, moment: datetime | None = None) -> str:
    """Write the tree that is base with an overlay on it and return its hash.

    Shape: overlay by path without a leading slash; moment becomes the files' time of change.
    Raises: Damaged; OSError (a full disk): what is whole by then is used again, nothing is served.
    """
    (public / "trees").mkdir(parents=True, exist_ok=True)
    nested: dict[str, Any] = {}
    for path, data in overlay.items():
        *folders, name = path.split("/")
        spot = nested
        for folder in folders:
            spot = spot.setdefault(folder, {})
        spot[name] = data
    return _lay(public / "trees", base, nested, moment) or _write_empty(public / "trees", moment)


def _listing(trees: Path, digest: str) -> dict[str, str]:
    """Return a directory's listing. Raises: Damaged."""
    if not digest:
        return {}
    try:
        text = (trees / digest / INDEX).read_text()
    except (OSError, ValueError) as error:
        raise Damaged(digest) from error
    if sha256(text.encode()) != digest:
        raise Damaged(digest)
    return read_index(text)


def _lay(trees: Path, base: str, changes: Mapping[str, Any], moment: datetime | None) -> str:
    """Write one directory and those below it; return its hash, empty when nothing is left in it."""
    listing = _listing(trees, base)
    fresh: dict[str, bytes] = {}
    for name, change in changes.items():
        before = listing.pop(name, "")
        if isinstance(change, dict):
            child = _lay(trees, before[2:] if before.startswith("d ") else "", change, moment)
            if child:
                listing[name] = f"d {child}"
        elif change is not None:
            listing[name] = f"f {sha256(change)}"
            fresh[name] = change
    if not listing:
        return ""
    digest = tree_hash(listing)
    _place(trees, digest, base, listing, fresh, moment)
    return digest


def _write_empty(trees: Path, moment: datetime | None) -> str:
    digest = tree_hash({})
    _place(trees, digest, "", {}, {}, moment)
    return digest


def _place(
    trees: Path, digest: str, base: str, listing: Mapping[str, str], fresh: Mapping[str, bytes],
    moment: datetime | None,
) -> None:  # fmt: skip
    """Put a directory in its place, whole, unless it is there already."""
    place = trees / digest
    if place.exists() and not any(_faults_of(place, digest)):
        return
    draft = trees / f".{secrets.token_hex(8)}"
    try:
        _write(draft, trees / base, listing, fresh, moment)
        if place.exists():  # somebody changed it by hand
            place.rename(trees / f".{secrets.token_hex(8)}")
        draft.rename(place)
    except (OSError, Damaged):
        shutil.rmtree(draft, ignore_errors=True)
        raise
    _sync(trees)


def _write(
    draft: Path, base: Path, listing: Mapping[str, str], fresh: Mapping[str, bytes],
    moment: datetime | None,
) -> None:  # fmt: skip
    draft.mkdir()
    for name, entry in listing.items():
        if entry.startswith("d "):
            (draft / name).symlink_to(f"../{entry[2:]}")
        elif name in fresh:
            _save(draft / name, fresh[name], moment)
        else:
            _link(base / name, draft / name)
    _save(draft / INDEX, index_text(listing).encode(), moment)
    _sync(draft)


def _link(old: Path, new: Path) -> None:
    """Share a file with the tree it was in. Raises: Damaged when it is gone, or is none."""
    try:
        os.link(old, new, follow_symlinks=False)
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EROFS}:
            raise
        raise Damaged(str(old)) from error


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
    """Yield every file of a tree as (path, sha256 in the index). Raises: Damaged."""
    for name, entry in _listing(public / "trees", digest).items():
        if entry.startswith("d "):
            yield from walk(public, entry[2:], f"{prefix}{name}/")
        else:
            yield f"{prefix}{name}", entry[2:]


def faults(public: Path, digest: str, prefix: str = "") -> Iterator[str]:
    """Yield the paths of a tree whose bytes are not what its names promise."""
    folder = public / "trees" / digest
    for name in _faults_of(folder, digest):
        yield f"/{prefix}{name}"
    try:
        listing = read_index((folder / INDEX).read_text())
    except (OSError, ValueError):
        return
    for name, entry in listing.items():
        if entry.startswith("d "):
            yield from faults(public, entry[2:], f"{prefix}{name}/")


def _faults_of(folder: Path, digest: str) -> Iterator[str]:
    """Yield the names in one directory that are not what they should be; "" for all of it."""
    try:
        text = (folder / INDEX).read_text()
        listing = read_index(text)
        names = {path.name for path in folder.iterdir()}
    except (OSError, ValueError):
        yield ""
        return
    if folder.is_symlink():
        yield ""
    if sha256(text.encode()) != digest:
        yield INDEX
    yield from sorted(names - set(listing) - {INDEX})
    for name, entry in listing.items():
        if not _is(folder / name, entry):
            yield name


def _is(path: Path, entry: str) -> bool:
    """Say whether a name is the link or the bytes its index says."""
    kind, digest = entry.split(" ", 1)
    try:
        if kind == "d":
            return str(path.readlink()) == f"../{digest}"
        if path.is_symlink() or not path.is_file():
            return False
        with path.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest() == digest
    except OSError:
        return False


def sweep(public: Path, *, keep: Iterable[str]) -> int:
    """Delete every directory that no kept tree leads to, and what a killed press left unfinished.

    Shape: how many directories went. It follows the links that are served, not the indexes, so
    nothing that can be read goes. After an urgent takedown only `current` is kept.
    """
    marked: set[str] = set()
    todo = [digest for digest in keep if digest]
    while todo:
        folder = public / "trees" / todo.pop()
        if folder.name not in marked and folder.is_dir():
            marked.add(folder.name)
            todo += [path.readlink().name for path in folder.iterdir() if path.is_symlink()]
    gone = [folder for folder in (public / "trees").iterdir() if folder.name not in marked]
    for folder in gone:
        if folder.is_dir() and not folder.is_symlink():
            shutil.rmtree(folder)
        else:
            folder.unlink()
    for left in public.glob(".current-*"):
        left.unlink()
    return len(gone)
