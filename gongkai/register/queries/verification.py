"""Everything the register claims, computed again. What does not agree is named."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from gongkai.register import rules, triggers, words
from gongkai.register.models import Blob, Entry, Payload
from gongkai.register.queries.blobs import blob_path
from gongkai.register.rules import Frontier

CHUNK = 2_000
READ = 1 << 20


@dataclass(frozen=True)
class Problem:
    """Something that does not agree, or is worth knowing when it is not fatal."""

    kind: str
    subject: str
    message: str
    fatal: bool = True


@dataclass
class _Walk:
    """What one pass over the entries gathers."""

    erased_entries: frozenset[int]
    snapshots: set[str] = field(default_factory=set)
    log: Frontier = field(default_factory=Frontier)
    seq: int = 0
    recorded: datetime | None = None


def verify(against: tuple[int, str] | None = None) -> Iterator[Problem]:
    """Compute every entry, body and snapshot anew and name what does not agree.

    against: a size and a root (hex) known from elsewhere; only that shows that the last entries
    were cut off, or the whole register written anew.
    """
    for name in triggers.missing(connection):
        yield Problem("trigger.missing", name, words.TRIGGER_MISSING.format(name=name))
    erased_entries, erased_hashes = _registered_erasures()
    walk = _Walk(erased_entries)
    yield from _entries(walk, against)
    yield from _blobs(erased_hashes)
    yield from _strays()


def _registered_erasures() -> tuple[frozenset[int], frozenset[str]]:
    bodies = Payload.objects.filter(entry__verb=words.ERASED).values_list("body", flat=True)
    found = [value["detail"] for text in bodies if (value := _read(text))]
    return (
        frozenset(seq for detail in found for seq in _list(detail, "entries", int)),
        frozenset(sha256 for detail in found for sha256 in _list(detail, "hashes", str)),
    )


def _list(detail: Mapping[str, Any], name: str, kind: type) -> list[Any]:
    value = detail.get(name)
    return [one for one in value if isinstance(one, kind)] if isinstance(value, list) else []


def _entries(walk: _Walk, against: tuple[int, str] | None) -> Iterator[Problem]:
    known, root = against or (0, rules.root(()).hex())
    rows = Entry.objects.select_related("payload").order_by("seq")
    for entry in rows.iterator(chunk_size=CHUNK):
        yield from _order(walk, entry)
        yield from _leaf(entry)
        yield from _payload(walk, entry)
        walk.seq, walk.recorded = entry.seq, entry.recorded_at
        walk.log = walk.log.grown([rules.leaf_hash(rules.leaf(entry.seq, entry.commit))])
        if walk.log.size == known and walk.log.root().hex() != root:
            yield Problem("log.forked", f"{known}", words.LOG_FORKED.format(size=known))
    if walk.seq == 0:
        yield Problem("register.unborn", "register", words.UNBORN_REGISTER)
    if walk.log.size < known:
        text = words.LOG_CUT.format(known=known, found=walk.log.size)
        yield Problem("log.cut", f"{known}", text)


def _order(walk: _Walk, entry: Entry) -> Iterator[Problem]:
    subject, expected = _name(entry.seq), walk.seq + 1
    if entry.seq != expected:
        text = words.GAP if entry.seq - 1 > expected else words.GAP_ONE
        yield Problem("entry.gap", subject, text.format(first=expected, last=entry.seq - 1))
    if walk.seq == 0 and entry.verb != words.BORN:
        yield Problem("entry.first", subject, words.FIRST_IS_OTHER.format(verb=entry.label))
    if walk.recorded and entry.recorded_at and entry.recorded_at < walk.recorded:
        yield Problem("entry.time", subject, words.TIME_BACK)


def _leaf(entry: Entry) -> Iterator[Problem]:
    if rules.leaf_hash(rules.leaf(entry.seq, entry.commit)).hex() != entry.leaf_hash:
        yield Problem("entry.leaf", _name(entry.seq), words.LEAF_CHANGED)


def _payload(walk: _Walk, entry: Entry) -> Iterator[Problem]:
    subject, payload = _name(entry.seq), getattr(entry, "payload", None)
    if payload is None:
        yield Problem("payload.missing", subject, words.PAYLOAD_MISSING)
    elif not payload.body:
        if entry.seq in walk.erased_entries:
            yield Problem("payload.erased", subject, words.PAYLOAD_ERASED, fatal=False)
        else:
            yield Problem("payload.emptied", subject, words.PAYLOAD_EMPTIED)
    elif not _is_bound(payload, entry.commit):
        yield Problem("payload.changed", subject, words.PAYLOAD_CHANGED)
    else:
        yield from _contents(walk, entry)


def _contents(walk: _Walk, entry: Entry) -> Iterator[Problem]:
    subject, value = _name(entry.seq), _read(entry.payload.body)
    if value is None:
        yield Problem("payload.unreadable", subject, words.PAYLOAD_UNREADABLE)
        return
    for name, copy in _copies(entry, value):
        if copy:
            yield Problem(
                "payload.copy", subject, words.COPY_CHANGED.format(name=words.FIELDS[name])
            )
    snapshot = value["snapshot"]
    if snapshot and snapshot not in walk.snapshots:
        walk.snapshots.add(snapshot)
        if not Blob.objects.filter(pk=snapshot).exists():
            text = words.SNAPSHOT_MISSING.format(sha256=snapshot)
            yield Problem("snapshot.missing", subject, text)


def _copies(entry: Entry, value: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    """Return each field kept twice, and whether the two differ."""
    moments = ("occurred_at", "recorded_at")  # None when the text in the row is no moment
    yield from ((name, getattr(entry, name) != value[name]) for name in ("verb", "subject"))
    for name in moments:
        moment = getattr(entry, name)
        yield name, moment is None or rules.moment(moment) != value[name]
    for name, text in rules.copies(value).items():
        yield name, getattr(entry.payload, name) != text


def _is_bound(payload: Payload, commit: str) -> bool:
    try:
        return rules.commitment(bytes.fromhex(payload.salt), payload.body.encode()) == commit
    except ValueError:
        return False


def _blobs(erased: frozenset[str]) -> Iterator[Problem]:
    for row in Blob.objects.order_by("sha256").iterator(chunk_size=CHUNK):
        if not rules.is_hash(row.sha256):
            yield Problem("blob.name", row.sha256, words.BLOB_NAME)
        elif row.erased_at:
            yield from _erased_blob(row, erased)
        else:
            yield from _kept_blob(row)


def _erased_blob(row: Blob, erased: frozenset[str]) -> Iterator[Problem]:
    if row.sha256 not in erased:
        yield Problem("blob.emptied", row.sha256, words.BLOB_EMPTIED)
    elif blob_path(row.sha256).exists():
        yield Problem("blob.remains", row.sha256, words.BLOB_REMAINS)
    else:
        yield Problem("blob.erased", row.sha256, words.BLOB_IS_ERASED, fatal=False)


def _kept_blob(row: Blob) -> Iterator[Problem]:
    path = blob_path(row.sha256)
    if not path.is_file():
        yield Problem("blob.missing", row.sha256, words.BLOB_FILE_MISSING)
    elif _hash(path) != row.sha256:
        yield Problem("blob.changed", row.sha256, words.BLOB_FILE_CHANGED)
    elif path.stat().st_size != row.size:
        yield Problem("blob.size", row.sha256, words.BLOB_SIZE)


def _strays() -> Iterator[Problem]:
    """Look for files nobody entered, one shard after the other."""
    folder = Path(settings.BLOBS)
    for shard in sorted(folder.iterdir()) if folder.is_dir() else ():
        known = {blob_path(pk) for pk in _hashes(shard.name)}
        found = sorted(shard.rglob("*")) if shard.is_dir() else [shard]
        for path in (path for path in found if path not in known and not path.is_dir()):
            yield Problem(
                "blob.stray", str(path.relative_to(folder)), words.BLOB_STRAY, fatal=False
            )


def _hashes(shard: str) -> Iterable[str]:
    rows = Blob.objects.filter(pk__gte=shard, pk__lt=f"{shard}g")  # g stands behind every digit
    return filter(rules.is_hash, rows.values_list("sha256", flat=True).iterator(chunk_size=CHUNK))


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(READ):
            digest.update(chunk)
    return digest.hexdigest()


def _read(text: str) -> dict[str, Any] | None:
    try:
        return rules.read(text)
    except ValueError:
        return None


def _name(seq: int) -> str:
    return f"第{seq}条"
