"""Identity data at rest: one key a case, wrapped by the installation's; erasing the key erases all.

The installation's keys lie in GONGKAI_KEYS, newest first, one a line; never in the database.
"""

import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from gongkai.casework import words
from gongkai.law.refused import Refused

NAME = "identity.key"


def new_key() -> str:
    """Return a fresh key for one case, wrapped."""
    return _master().encrypt(Fernet.generate_key()).decode()


def seal(wrapped: str, data: bytes) -> bytes:
    """Encrypt under a case's key. Raises: Refused when the key was destroyed or is not ours."""
    return _key(wrapped).encrypt(data)


def unseal(wrapped: str, data: bytes) -> bytes:
    """Decrypt what was sealed. Raises: Refused."""
    try:
        return _key(wrapped).decrypt(data)
    except InvalidToken as error:
        raise Refused("identity.broken", words.SEAL_BROKEN) from error


def seal_fields(wrapped: str, fields: Mapping[str, Any]) -> str:
    """Encrypt fields as JSON."""
    return seal(wrapped, json.dumps(dict(fields), ensure_ascii=False).encode()).decode()


def unseal_fields(wrapped: str, sealed: str) -> dict[str, Any]:
    """Decrypt fields. Raises: Refused."""
    return json.loads(unseal(wrapped, sealed.encode()))


def mark(text: str) -> str:
    """Return a keyed fingerprint: the same text gives the same mark, the mark gives no text."""
    return hmac.new(_keys()[-1], text.encode(), hashlib.sha256).hexdigest()


def _key(wrapped: str) -> Fernet:
    if not wrapped:
        raise Refused("identity.destroyed", words.DESTROYED)
    try:
        return Fernet(_master().decrypt(wrapped.encode()))
    except InvalidToken as error:
        raise Refused("identity.key", words.KEY_LOST) from error


def _master() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in _keys()])


def _keys() -> list[bytes]:
    """Return the installation's keys, newest first; the first start makes one."""
    path = settings.KEYS / NAME
    if not path.exists():
        settings.KEYS.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = settings.KEYS / f".{NAME}-{os.getpid()}"
        fresh.touch(mode=0o600)
        fresh.write_bytes(Fernet.generate_key() + b"\n")
        with suppress(FileExistsError):  # another process was first: its key is the key
            os.link(fresh, path)
        fresh.unlink()
    return path.read_bytes().split()
