"""Files of a case: what they really are, sealed on disk under the case's key."""

import hashlib
import os
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from gongkai.casework import queries, rules, sealing, words
from gongkai.casework.actions.case import locked
from gongkai.casework.actions.handling import refuse_over
from gongkai.casework.models import Case, CaseFile, Identity
from gongkai.checks.files import kind_of, safe_name
from gongkai.law.refused import Refused
from gongkai.people.models import User
from gongkai.register.actions import append
from gongkai.register.queries import database_clock
from gongkai.register.rules import SYSTEM

AGE = timedelta(hours=1)


@transaction.atomic
def add_file(
    *, case: int, role: str, name: str, data: bytes, at: datetime, by: User | None = None
) -> CaseFile:
    """Keep a file of a case, sealed, after looking at what it is; by nobody: the applicant's own.

    Raises: Refused for a hostile, broken or oversized one; for a case that is over.
    """
    row = locked(case)
    if by is not None:
        queries.handling_seat(row, by, at)
    if role != "receipt":  # proof of delivery comes after the end
        refuse_over(row)
    return keep_file(row, role, name, data, at=at, by=by)


def keep_file(
    case: Case, role: str, name: str, data: bytes, *, at: datetime, by: User | None
) -> CaseFile:
    """Seal a file, note it on a locked case and register it: role, hash and size. Raises: Refused.

    What is written when the act fails after all is swept later (sweep).
    """
    if role not in words.ROLE:
        raise Refused("file.role", words.FILE_ROLE)
    if len(data) > rules.FILE:
        raise Refused("file.large", words.FILE_LARGE.format(
            name=safe_name(name), most=rules.FILE // 1024**2))  # fmt: skip
    if case.files.count() >= rules.FILES:
        raise Refused("file.many", words.FILES_MOST.format(most=rules.FILES))
    kind = kind_of(name, data)
    stored = secrets.token_hex(16)
    key = Identity.objects.get(case=case).wrapped_key
    _write(stored, sealing.seal(key, data))
    row = CaseFile.objects.create(
        case=case, role=role, name=_name(case, role, name, kind.extension), size=len(data),
        media_type=kind.media_type, sha256=hashlib.sha256(data).hexdigest(), stored=stored,
        added_at=at, added_by=by,
    )  # fmt: skip
    _register("case.file_added", row, at, by)
    return row


@transaction.atomic
def show_proof(*, file: int, by: User, at: datetime) -> bytes:
    """Return a proof of identity, and register that it was looked at. Raises: Refused."""
    row = CaseFile.objects.get(pk=file, role="identity")
    row.case = locked(row.case_id)
    queries.handling_seat(row.case, by, at)
    data = queries.file_bytes(row)
    _register("case.identity_shown", row, at, by)
    return data


def _register(verb: str, row: CaseFile, at: datetime, by: User | None) -> None:
    case = row.case
    seat = queries.handling_seat(case, by, at) if by else None
    append(verb, subject=f"case:{case.number}", by=seat.actor(by) if seat and by else SYSTEM, at=at,
           title=words.ROLE[row.role], department=str(case.department or ""),
           detail={"role": row.role, "sha256": row.sha256, "size": row.size,
                   **(seat.behalf if seat else {})})  # fmt: skip


@transaction.atomic
def sweep(*, at: datetime) -> int:
    """Remove sealed files that no case knows, or whose case was destroyed; return how many.

    An act that failed leaves such files, and a crash after a destruction. A young one may belong to
    an act still under way.
    """
    if not settings.SEALED.is_dir():
        return 0
    old = (database_clock() - AGE).timestamp()
    known = set(CaseFile.objects.filter(case__destroyed_at=None).values_list("stored", flat=True))
    found = [path for path in settings.SEALED.iterdir()
             if path.name not in known and path.stat().st_mtime < old]  # fmt: skip
    for path in found:
        path.unlink(missing_ok=True)
    if found:
        append("case.strays_removed", subject="register", by=SYSTEM, at=at,
               detail={"count": len(found)})  # fmt: skip
    return len(found)


def _name(case: Case, role: str, name: str, extension: str) -> str:
    """Return a file's name without whoever asked: people name scans after themselves."""
    plain = words.SAMPLE_FILE.get(role)
    if plain:
        return f"{plain}{case.files.filter(role=role).count() + 1}.{extension}"
    stem, dot, end = safe_name(name).rpartition(".")
    return f"{rules.scrubbed(stem, queries.known_identity(case))}{dot}{end}"


def _write(stored: str, data: bytes) -> None:
    folder = settings.SEALED
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(folder / stored, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
