"""What a citizen does at the counter: ask, with a proof of who asks; and files kept meanwhile.

A browser cannot fill in a file again. One given with a form that is refused is kept for half an hour,
sealed under a key that only the page shown again knows, in a signed token: no session holds it.
"""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core import signing
from django.db import transaction

from gongkai.casework import sealing
from gongkai.casework.actions.case import open_case
from gongkai.casework.actions.files import keep_file
from gongkai.casework.models import Case
from gongkai.casework.rules import Kind
from gongkai.law.clock import Channel
from gongkai.register.queries import database_clock

HELD, MOST = 30 * 60, 100  # seconds a file is held; how many at once
File = tuple[str, bytes]


@transaction.atomic
def ask(
    *, applicant: str, identity: Mapping[str, str], title: str, text: str, way: str,
    help_needed: bool, proof: File, at: datetime, form: str = "", kind: Kind = Kind.REQUEST,
    paper: File | None = None,
) -> tuple[Case, str]:  # fmt: skip
    """Take a request with the proof of who asks; both are kept, or neither. Raises: Refused.

    Shape: proof and paper are a file's name and bytes; paper is the evidence of a correction.
    Law: 条例第二十九条, 第四十一条.
    """
    case, code = open_case(
        kind=kind, channel=Channel.INTERNET, applicant=applicant, identity=identity,
        title=title, text=text, form=form, way=way, help_needed=help_needed, at=at,
    )  # fmt: skip
    for role, file in (("identity", proof), ("attachment", paper)):
        if file is not None:
            keep_file(case, role, *file, at=at, by=None)
    return case, code


def hold_file(name: str, data: bytes, *, field: str) -> str:
    """Keep a file for a form that is shown again, and return its token; "" when too many are kept."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if sum(1 for _ in folder.iterdir()) >= MOST:
        return ""
    stored, key = secrets.token_hex(16), sealing.new_key()
    handle = os.open(folder / stored, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(sealing.seal(key, data))
    return signing.dumps([stored, name, key], salt=_salt(field))


def held_file(token: str, *, field: str) -> File | None:
    """Return a file kept for a field: its name and bytes; None when it is over or not ours."""
    try:
        stored, name, key = signing.loads(token, salt=_salt(field), max_age=HELD)
        return name, sealing.unseal(key, (_folder() / stored).read_bytes())
    except (signing.BadSignature, FileNotFoundError):
        return None


def drop_file(token: str, *, field: str) -> None:
    """Remove a file that is no longer needed."""
    with suppress(signing.BadSignature):
        stored, *_ = signing.loads(token, salt=_salt(field))
        (_folder() / stored).unlink(missing_ok=True)


def sweep_held() -> int:
    """Remove the files whose time is over; return how many. Asked by the worker."""
    if not _folder().is_dir():
        return 0
    old = database_clock().timestamp() - HELD
    found = [path for path in _folder().iterdir() if path.stat().st_mtime < old]
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)


def _salt(field: str) -> str:
    return f"counter.held.{field}"


def _folder() -> Path:
    return settings.SEALED.with_name("held")
