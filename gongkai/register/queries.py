"""Questions to the register: the moment, the head, a snapshot, and whether all of it agrees."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from gongkai.law.refused import Refused
from gongkai.register import rules, words
from gongkai.register.models import Blob, Entry

COPIED = ("title", "column", "department", "channels", "actor", "post", "article", "snapshot")
STARTED = timezone.now()


def copied(fields: Mapping[str, object]) -> dict[str, str]:
    """Return the parts of an entry's body that stand in columns of their own."""
    actor = fields["actor"]
    channels = "".join(f"{name}、" for name in fields["channels"])
    return {
        **{name: str(fields[name]) for name in ("title", "column", "department")},
        "article": str(fields["article"]), "snapshot": str(fields["snapshot"]),
        "channels": f"、{channels}" if channels else "",
        "actor": actor["name"], "post": actor["post"],
    }  # fmt: skip


def is_demonstration() -> bool:
    """Say whether this database was born as a demonstration (entry 1, unchangeable)."""
    first = Entry.objects.filter(seq=1).select_related("payload").first()
    return bool(first and json.loads(first.payload.body)["detail"].get("demonstration"))


def now() -> datetime:
    """Return the moment of an act: the clock's; in a demonstration, its own time, advancing."""
    clock = timezone.now()
    if not is_demonstration():
        return clock
    if settings.NOW:
        return _moment(settings.NOW) + (clock - STARTED)
    ready = Entry.objects.filter(verb="demonstration.ready").last()
    return ready.occurred_at + (clock - ready.recorded_at) if ready else clock


def _moment(text: str) -> datetime:
    found = parse_datetime(text)
    if found is None:
        raise ValueError(f"GONGKAI_NOW is not a moment: {text}")
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def head() -> tuple[int, str]:
    """Return the register's size and the root of its tree, as hex."""
    hashes = Entry.objects.order_by("seq").values_list("leaf_hash", flat=True)
    found = [bytes.fromhex(digest) for digest in hashes.iterator(chunk_size=5000)]
    return len(found), rules.root(found)


def blob_path(sha256: str) -> Path:
    """Return where a snapshot's bytes lie."""
    return Path(settings.BLOBS) / sha256[:2] / sha256


def blob(sha256: str) -> bytes:
    """Return a snapshot's bytes.

    Raises: Refused "register.erased" when erased by law, LookupError when unknown or not the bytes
    the hash names.
    """
    row = Blob.objects.filter(pk=sha256).first()
    if row is None:
        raise LookupError(sha256)
    if row.erased_at:
        raise Refused("register.erased", words.ERASED)
    try:
        data = blob_path(sha256).read_bytes()
    except FileNotFoundError as error:
        raise LookupError(sha256) from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise LookupError(sha256)
    return data
