"""What an entry is, how it is hashed, and how entries hang together (RFC 8785, RFC 6962).

An entry's body is canonical JSON. Its commitment is SHA-256(salt ‖ body); its leaf is canonical
JSON of number and commitment, so a leaf never carries a personal datum and a body stays erasable.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import UnionType
from typing import Any, cast

import rfc8785

VERSION = 1
SALT_BYTES = 32
TOLERANCE = timedelta(minutes=5)  # a real register's act is no further from the clock than this
LARGEST = 2**53 - 1  # the largest whole number canonical JSON carries exactly
ACTOR = {"user": int | None, "name": str, "post": str, "department": str}
SHAPE = {
    "v": int,
    "verb": str,
    "subject": str,
    "occurred_at": str,
    "recorded_at": str,
    "actor": dict,
    "article": str,
    "snapshot": str,
    "title": str,
    "column": str,
    "department": str,
    "channels": list,
    "detail": dict,
}
SEPARATOR = "\n"  # between channels in their one searchable copy


@dataclass(frozen=True)
class Actor:
    """Who did it, in which post, as they were on that day."""

    user: int | None
    name: str
    post: str
    department: str


SYSTEM = Actor(None, "系统", "", "")


@dataclass(frozen=True)
class Act:
    """What is entered: everything but the number and the moment of recording."""

    verb: str
    subject: str
    by: Actor
    at: datetime
    article: str = ""
    snapshot: str = ""
    title: str = ""
    column: str = ""
    department: str = ""
    channels: tuple[str, ...] = ()
    detail: Mapping[str, object] | None = None


def body(act: Act, recorded: datetime) -> bytes:
    """Return the canonical JSON of an act recorded at a moment.

    Raises: ValueError or TypeError for what no canonical JSON holds (a float, a key that is no
    text), for a moment without a zone, for a NUL, for a channel that is not one line.
    """
    if not act.subject:
        raise ValueError("an entry needs a subject")
    if any(not channel or SEPARATOR in channel for channel in act.channels):
        raise ValueError("a channel is one line of text")
    detail = dict(act.detail or {})
    value: dict[str, Any] = {
        "v": VERSION,
        "verb": act.verb,
        "subject": act.subject,
        "occurred_at": moment(act.at),
        "recorded_at": moment(recorded),
        "actor": {
            "user": act.by.user,
            "name": act.by.name,
            "post": act.by.post,
            "department": act.by.department,
        },
        "article": act.article,
        "snapshot": act.snapshot,
        "title": act.title,
        "column": act.column,
        "department": act.department,
        "channels": list(act.channels),
        "detail": detail,
    }
    _refuse_inexact(value, "entry")
    return rfc8785.dumps(value)


def read(text: str | bytes) -> dict[str, Any]:
    """Return what a body says. Raises: ValueError for what is no body."""
    value = json.loads(text)
    if not _has_shape(value, SHAPE) or not _has_shape(value["actor"], ACTOR):
        raise ValueError("no body of an entry")
    if value["v"] != VERSION or not all(isinstance(name, str) for name in value["channels"]):
        raise ValueError("no body of an entry")
    return cast(dict[str, Any], value)


def _has_shape(value: object, shape: Mapping[str, type | UnionType]) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == shape.keys()
        and all(isinstance(value[name], kind) for name, kind in shape.items())
    )


def copies(value: Mapping[str, Any]) -> dict[str, str]:
    """Return what is copied out of a body so that entries can be filtered."""
    channels = "".join(f"{SEPARATOR}{channel}" for channel in value["channels"])
    return {
        "title": value["title"],
        "column": value["column"],
        "department": value["department"],
        "channels": channels + SEPARATOR if channels else "",
        "actor_name": value["actor"]["name"],
        "actor_post": value["actor"]["post"],
    }


def moment(value: datetime) -> str:
    """Return a moment as bodies carry it.

    >>> moment(datetime(2014, 10, 20, 1, 2, 3, tzinfo=UTC))
    '2014-10-20T01:02:03.000000Z'
    """
    if value.utcoffset() is None:
        raise ValueError("a moment needs a zone")
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def is_timely(at: datetime, clock: datetime) -> bool:
    """Say whether a real act may bear this moment: a forged date is an inspection veto."""
    return abs(at - clock) <= TOLERANCE


def is_hash(text: str) -> bool:
    """Say whether a text is a SHA-256 in lower-case hex."""
    return len(text) == 64 and set(text) <= set("0123456789abcdef")


def commitment(salt: bytes, body: bytes) -> str:
    """Return the hex SHA-256 that binds a body without showing it."""
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes, not {len(salt)}")
    return hashlib.sha256(salt + body).hexdigest()


def leaf(seq: int, commit: str) -> bytes:
    """Return the leaf of an entry: canonical JSON, version 1.

    >>> leaf(1, "ab")
    b'{"commit":"ab","seq":1,"v":1}'
    """
    return rfc8785.dumps({"v": VERSION, "seq": seq, "commit": commit})


def leaf_hash(data: bytes) -> bytes:
    """Return the RFC 6962 hash of a leaf."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the RFC 6962 hash of two subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True)
class Frontier:
    """The full subtrees of a log, largest first: enough to grow it and to name its root."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def grown(self, hashes: Iterable[bytes]) -> "Frontier":
        """Return the log with more leaf hashes behind those it has."""
        size, peaks = self.size, list(self.peaks)
        for found in hashes:
            node, full = found, size
            while full & 1:
                node = node_hash(peaks.pop(), node)
                full >>= 1
            peaks.append(node)
            size += 1
        return Frontier(size, tuple(peaks))

    def root(self) -> bytes:
        """Return the RFC 6962 root; of an empty log, the hash of nothing."""
        if not self.peaks:
            return hashlib.sha256(b"").digest()
        node = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            node = node_hash(peak, node)
        return node


def root(hashes: Iterable[bytes]) -> bytes:
    """Return the RFC 6962 root of leaf hashes in their order."""
    return Frontier().grown(hashes).root()


def _refuse_inexact(value: object, place: str) -> None:
    """Refuse what canonical JSON would change, or a database would not keep."""
    if isinstance(value, Mapping):
        _refuse_keys(value, place)
        for key, inner in value.items():
            _refuse_inexact(inner, f"{place}.{key}")
    elif isinstance(value, str):
        _refuse_text(value, place)
    elif isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        for number, inner in enumerate(value):
            _refuse_inexact(inner, f"{place}[{number}]")
    elif not _is_exact(value):
        raise TypeError(f"{place}: {type(value).__name__} {value!r} has no exact form")


def _is_exact(value: object) -> bool:
    if isinstance(value, int):  # a truth value is one
        return abs(value) <= LARGEST
    return value is None


def _refuse_keys(value: Mapping[Any, object], place: str) -> None:
    for key in value:
        if not isinstance(key, str):
            raise TypeError(f"{place}: the key {key!r} is no text")
        _refuse_text(key, place)


def _refuse_text(value: str, place: str) -> None:
    if "\x00" in value:
        raise ValueError(f"{place}: a NUL cannot be kept")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"{place}: half a character cannot be kept") from error
