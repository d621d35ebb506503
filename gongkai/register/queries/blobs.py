"""Stored snapshots: where they lie, and their bytes."""

import hashlib
from pathlib import Path

from django.conf import settings

from gongkai.law.refused import Refused
from gongkai.register import rules, words
from gongkai.register.models import Blob


def blob_path(sha256: str) -> Path:
    """Return where a snapshot lies. Raises: LookupError for what is no hash."""
    if not rules.is_hash(sha256):
        raise LookupError(f"no SHA-256: {sha256!r}")
    return Path(settings.BLOBS) / sha256[:2] / sha256


def blob(sha256: str) -> bytes:
    """Return a snapshot's bytes, checked against their hash.

    Raises: LookupError for an unknown one; Refused when it was erased, or is not what it was.
    """
    path = blob_path(sha256)
    row = Blob.objects.filter(pk=sha256).first()
    if row is None:
        raise LookupError(f"no snapshot {sha256}")
    if row.erased_at:
        raise Refused("register.erased", words.BLOB_ERASED)
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise LookupError(f"snapshot {sha256} is not on disk") from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Refused("register.changed", words.BLOB_CHANGED)
    return data
