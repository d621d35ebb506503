"""The register's verbs: append an entry, keep and erase snapshots. Nothing else writes here."""

import hashlib
import os
import secrets
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction
from django.db.transaction import TransactionManagementError

from gongkai.law.articles import Article
from gongkai.law.refused import Refused
from gongkai.register import queries, rules, words
from gongkai.register.models import Blob, Entry, Payload
from gongkai.register.rules import SYSTEM, Act, Actor
from gongkai.register.triggers import ERASABLE

HEAD = 0x676F6E67  # the advisory lock every writer of the register takes on PostgreSQL


def lock_head() -> None:
    """Make every other writer of the register wait until this transaction ends.

    SQLite needs nothing more: its transactions are IMMEDIATE. Raises: TransactionManagementError
    outside a transaction, where there is nothing to hold the lock.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("the register is written inside the act's transaction")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [HEAD])


def append(
    verb: str,
    *,
    subject: str,
    by: Actor,
    at: datetime,
    article: Article | str | None = None,
    snapshot: str | None = None,
    column: str = "",
    department: str = "",
    channels: Sequence[str] = (),
    title: str = "",
    detail: Mapping[str, object] | None = None,
) -> Entry:
    """Enter an act under the next number, in the act's own transaction.

    The department is the actor's unless another is named. A subject is kept for ever: no personal
    datum belongs in it.
    Raises: Refused "register.time" when a real register is told another time than the clock's, or
    "register.unborn"; ValueError or TypeError for an unknown verb and for what has no exact form;
    LookupError for a snapshot that was not kept; TransactionManagementError.
    """
    if verb not in words.VERBS or verb == words.BORN:
        raise ValueError(f"not a verb to append: {verb!r}")
    act = Act(
        verb=verb,
        subject=subject,
        by=by,
        at=at,
        article=str(article or ""),
        snapshot=_kept(snapshot),
        title=title,
        column=column,
        department=department or by.department,
        channels=tuple(channels),
        detail=detail,
    )
    lock_head()
    last = Entry.objects.last()
    if last is None:
        raise Refused("register.unborn", words.UNBORN)
    return _write(act, last, is_free=queries.is_demonstration())


@transaction.atomic
def born(*, demonstration: bool, at: datetime) -> Entry:
    """Write entry 1, once: a real register, or a demonstration whose time is free.

    Repeatable. Raises: Refused "register.born" when it was born as the other kind.
    """
    lock_head()
    first = Entry.objects.first()
    if first is not None:
        if queries.is_demonstration() != demonstration:
            kind = "演示数据库" if demonstration else "正式数据库"
            raise Refused("register.born", words.ALREADY_BORN.format(kind=kind))
        return first
    act = Act(
        verb=words.BORN,
        subject="register",
        by=SYSTEM,
        at=at,
        title=words.BORN_DEMONSTRATION if demonstration else words.BORN_REAL,
        detail={"demonstration": demonstration},
    )
    return _write(act, None, is_free=demonstration)


def keep(data: bytes, *, media_type: str) -> str:
    """Store a snapshot under its SHA-256 and return that. Keeping it again changes nothing.

    Raises: Refused "register.erased" for what was erased: it does not come back by itself.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    row = Blob.objects.filter(pk=sha256).first()
    if row is not None and row.erased_at:
        raise Refused("register.erased", words.BLOB_ERASED)
    _store(queries.blob_path(sha256), data)
    if row is None:
        values = {
            "size": len(data),
            "media_type": media_type,
            "kept_at": queries.database_clock(),
        }
        Blob.objects.get_or_create(sha256=sha256, defaults=values)
    return sha256


@transaction.atomic
def erase(
    hashes: Iterable[str],
    *,
    by: Actor,
    at: datetime,
    reason: str,
    article: Article | str | None = None,
) -> Entry:
    """Erase the bytes of snapshots for good; rows, hashes and entries stay.

    The files go when the transaction is committed. A hash never kept is entered all the same, so
    that what was purged elsewhere is on record. Rule: the reason repeats nothing that was erased.
    """
    wanted = sorted(set(hashes))
    if not wanted:
        raise ValueError("nothing to erase")
    paths = [queries.blob_path(sha256) for sha256 in wanted]
    detail = {"hashes": wanted, "reason": reason}
    entry = append(words.ERASED, subject="register", by=by, at=at, article=article, detail=detail)
    Blob.objects.filter(pk__in=wanted, erased_at=None).update(erased_at=entry.recorded_at)
    transaction.on_commit(lambda: _remove(paths))
    return entry


@transaction.atomic
def erase_payload(
    seqs: Iterable[int],
    *,
    by: Actor,
    at: datetime,
    reason: str,
    article: Article | str | None = None,
) -> Entry:
    """Empty the bodies of entries; numbers, verbs, moments and hashes stay.

    Raises: Refused for entries by which others are judged; LookupError for an unknown number.
    """
    wanted = sorted(set(seqs))
    rows = Entry.objects.filter(pk__in=wanted)
    if not wanted or rows.count() != len(wanted):
        raise LookupError(f"not all are entries: {wanted}")
    if rows.of(*words.KEPT).exists():
        raise Refused("register.kept", words.NOT_ERASABLE)
    detail = {"entries": wanted, "reason": reason}
    entry = append(words.ERASED, subject="register", by=by, at=at, article=article, detail=detail)
    Payload.objects.filter(entry__in=wanted).update(**dict.fromkeys(ERASABLE, ""))
    return entry


def _write(act: Act, last: Entry | None, *, is_free: bool) -> Entry:
    clock = queries.database_clock()
    if not is_free and not rules.is_timely(act.at, clock):
        raise Refused("register.time", words.NOT_THE_CLOCK)
    seq, recorded = (last.seq + 1, max(clock, last.recorded_at)) if last else (1, clock)
    body, salt = rules.body(act, recorded), secrets.token_bytes(rules.SALT_BYTES)
    commit = rules.commitment(salt, body)
    entry = Entry.objects.create(
        seq=seq,
        verb=act.verb,
        subject=act.subject,
        occurred_at=act.at,
        recorded_at=recorded,
        commit=commit,
        leaf_hash=rules.leaf_hash(rules.leaf(seq, commit)).hex(),
    )
    copies = rules.copies(rules.read(body))
    Payload.objects.create(entry=entry, salt=salt.hex(), body=body.decode(), **copies)
    return entry


def _kept(snapshot: str | None) -> str:
    if snapshot and not Blob.objects.filter(pk=snapshot).exists():
        raise LookupError(f"a snapshot is kept before it is named: {snapshot}")
    return snapshot or ""


def _store(path: Path, data: bytes) -> None:
    """Write a file that is whole or absent, whatever happens; readable by nobody else."""
    if path.is_file() and path.read_bytes() == data:
        return
    for folder in (path.parent.parent, path.parent):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".keeping-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
    _sync(path.parent)
    _sync(path.parent.parent)


def _remove(paths: list[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
        if path.parent.is_dir():
            _sync(path.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
