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
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from gongkai.portal.rules import index_text, read_index, tree_hash
from gongkai.publishing.rules import sha256

INDEX = ".index"
MANIFEST = ".generation.json"
ASIDE = ".gone-"  # begins the names of directories that only wait to be deleted
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


def pointed_ago(public: Path) -> timedelta:
    """Return how long ago `current` was pointed anywhere, by the file system's clock."""
    try:
        changed = (public / "current").lstat().st_mtime
    except OSError:
        return timedelta(0)
    return timedelta(seconds=max(0.0, time.time() - changed))


def lay(
    public: Path, base: str, overlay: Overlay, *, moment: datetime | None = None,
    durable: bool = True,
) -> str:  # fmt: skip
    """Write the tree that is base with an overlay on it and return its hash.

    Shape: overlay by path without a leading slash; moment becomes the files' time of change. What
    is not durable is on the disk for sure only after `settle`: for a site's thousands of files.
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
    writer = _Writer(public / "trees", moment, durable)
    return writer.lay(base, nested) or writer.place({}, {})


def merge(public: Path, digests: Iterable[str]) -> str:
    """Write the tree that holds what several trees hold and return its hash; the last one wins.

    Raises: Damaged; OSError.
    """
    writer = _Writer(public / "trees", None, durable=False)
    return writer.merge([one for one in digests if one]) or writer.place({}, {})


def settle() -> None:
    """Wait until everything written is on the disk."""
    os.sync()


def damaged(public: Path, digests: Iterable[str]) -> set[str]:
    """Return which of some directories are there but are not what their names say."""
    trees = public / "trees"
    return {one for one in digests if (trees / one).exists() and any(_faults_of(trees / one, one))}


def directories(public: Path, digest: str) -> set[str]:
    """Return the hashes of a tree's directories, itself among them. Raises: Damaged."""
    found: set[str] = set()
    todo = [digest]
    while todo:
        one = todo.pop()
        if one not in found:
            found.add(one)
            entries = _listing(public / "trees", one).values()
            todo += [entry[2:] for entry in entries if entry.startswith("d ")]
    return found


def adopt(public: Path, store: Path, digest: str, broken: Collection[str] = ()) -> None:
    """Move a tree laid elsewhere to where it can be served; what is there already stays.

    Shape: broken are directories known to be damaged here; they are replaced. A rename a directory,
    so however large they are; across file systems they are copied.
    """
    trees = public / "trees"
    trees.mkdir(parents=True, exist_ok=True)
    for one in directories(store, digest):
        if (trees / one).exists():
            if one not in broken:
                continue
            (trees / one).rename(trees / f".{secrets.token_hex(8)}")
        draft = trees / f".{secrets.token_hex(8)}"
        shutil.move(store / "trees" / one, draft)
        draft.rename(trees / one)
    _sync(trees)


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


@dataclass(frozen=True)
class _Writer:
    """Writes directories of a store; a file comes as bytes, or as the path of one to share."""

    trees: Path
    moment: datetime | None
    durable: bool

    def lay(self, base: str, changes: Mapping[str, Any]) -> str:
        """Write one directory and those below it; return its hash, empty when nothing is left."""
        listing = _listing(self.trees, base)
        sources: dict[str, bytes | Path] = {name: self.trees / base / name for name in listing}
        for name, change in changes.items():
            before = listing.pop(name, "")
            if isinstance(change, dict):
                child = self.lay(before[2:] if before.startswith("d ") else "", change)
                if child:
                    listing[name] = f"d {child}"
            elif change is not None:
                listing[name] = f"f {sha256(change)}"
                sources[name] = change
        return self.place(listing, sources) if listing else ""

    def merge(self, digests: Sequence[str]) -> str:
        """Write the union of some directories; return its hash, empty for none."""
        if len(set(digests)) < 2:
            return digests[0] if digests else ""
        listing: dict[str, str] = {}
        sources: dict[str, bytes | Path] = {}
        below: dict[str, list[str]] = {}
        for digest in digests:
            for name, entry in _listing(self.trees, digest).items():
                listing[name], sources[name] = entry, self.trees / digest / name
                if entry.startswith("d "):
                    below.setdefault(name, []).append(entry[2:])
        for name, found in below.items():
            if listing[name].startswith("d "):
                listing[name] = f"d {self.merge(found)}"
        return self.place(listing, sources)

    def place(self, listing: Mapping[str, str], sources: Mapping[str, bytes | Path]) -> str:
        """Put a directory in its place, whole, unless it is there already; return its hash."""
        digest = tree_hash(listing)
        place, draft = self.trees / digest, self.trees / f".{secrets.token_hex(8)}"
        if place.exists() and not any(_faults_of(place, digest)):
            return digest
        try:
            self._write(draft, listing, sources)
            if place.exists():  # somebody changed it by hand
                place.rename(self.trees / f".{secrets.token_hex(8)}")
            draft.rename(place)
        except (OSError, Damaged):
            shutil.rmtree(draft, ignore_errors=True)
            raise
        if self.durable:
            _sync(self.trees)
        return digest

    def _write(
        self, draft: Path, listing: Mapping[str, str], sources: Mapping[str, bytes | Path]
    ) -> None:
        draft.mkdir()
        for name, entry in listing.items():
            source = sources.get(name)
            if entry.startswith("d "):
                (draft / name).symlink_to(f"../{entry[2:]}")
            elif isinstance(source, bytes):
                self._save(draft / name, source)
            elif source is not None:
                _link(source, draft / name)
        self._save(draft / INDEX, index_text(listing).encode())
        if self.durable:
            _sync(draft)

    def _save(self, path: Path, data: bytes) -> None:
        _save(path, data, self.moment, durable=self.durable)


def _link(old: Path, new: Path) -> None:
    """Share a file with the tree it was in. Raises: Damaged when it is gone, or is none."""
    try:
        os.link(old, new, follow_symlinks=False)
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EROFS}:
            raise
        raise Damaged(str(old)) from error


def _save(path: Path, data: bytes, moment: datetime | None, *, durable: bool) -> None:
    with path.open("wb") as handle:
        handle.write(data)
        if durable:
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


def names(public: Path, digest: str, folder: str) -> list[str]:
    """Return what a folder of a tree holds; nothing where it is not there. Raises: Damaged."""
    for name in folder.split("/"):
        entry = _listing(public / "trees", digest).get(name, "")
        if not entry.startswith("d "):
            return []
        digest = entry[2:]
    return list(_listing(public / "trees", digest))


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

    Shape: how many directories went. After an urgent takedown only `current` is kept.
    """
    count = set_aside(public, keep=keep)
    clear(public)
    return count


def set_aside(public: Path, *, keep: Iterable[str]) -> int:
    """Take every directory that no kept tree leads to out of the way, to be cleared later.

    A rename each: deleting a whole old site takes seconds, and what is due would wait for it.
    It follows the links that are served, not the indexes, so nothing that can be read goes.
    """
    trees = public / "trees"
    marked: set[str] = set()
    todo = [digest for digest in keep if digest]
    while todo:
        name = todo.pop()
        if name in marked or not (trees / name).is_dir():
            continue
        marked.add(name)
        with os.scandir(trees / name) as entries:  # asks nothing of the files in it
            todo += [Path(os.readlink(one.path)).name for one in entries if one.is_symlink()]
    names = {path.name for path in trees.iterdir() if not path.name.startswith(ASIDE)}
    for name in names - marked:
        (trees / name).rename(trees / f"{ASIDE}{secrets.token_hex(8)}")
    for left in public.glob(".current-*"):
        left.unlink()
    return len(names - marked)


def clear(public: Path) -> None:
    """Delete what was set aside. Needs no lease: nothing leads there any more."""
    for path in (public / "trees").glob(f"{ASIDE}*"):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
