"""Who may read a case, who may handle it, and what they may open."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from gongkai.casework import sealing, words
from gongkai.casework.models import Case, CaseFile, Identity, Part
from gongkai.casework.rules import Stage
from gongkai.law.refused import Refused
from gongkai.people.models import PostKind, User
from gongkai.people.queries import Seat, seats

READERS = frozenset({PostKind.OFFICE, PostKind.HEAD, PostKind.SECRECY, PostKind.LEADER})


def office_seat(user: User, at: datetime) -> Seat:
    """Return a person's seat in the disclosure office, the hub of every case. Raises: Refused."""
    for seat in seats(user, at):
        if seat.kind == PostKind.OFFICE:
            return seat
    raise Refused("case.office", words.NOT_HUB)


def handling_seat(case: Case, user: User, at: datetime) -> Seat:
    """Return the seat in which a person handles a case: its department's editor, or the office.

    Raises: Refused.
    """
    mine = seats(user, at)
    for seat in mine:
        if seat.kind == PostKind.EDITOR and _is_own(seat, case):
            return seat
    for seat in mine:
        if seat.kind == PostKind.OFFICE:
            return seat
    raise Refused("case.post", words.NOT_HANDLER.format(department=case.department or "—"))


def may_read(case: Case, user: User, at: datetime) -> bool:
    """Say whether a person may read a case: who handles it, who signs, who keeps the archives what is archived."""
    mine = seats(user, at)
    if case.stage == Stage.ARCHIVED and any(seat.kind == PostKind.ARCHIVIST for seat in mine):
        return True
    return any(seat.kind in READERS or _is_editor(seat, case) for seat in mine)


def _is_editor(seat: Seat, case: Case) -> bool:
    return seat.kind == PostKind.EDITOR and seat.department == case.department


def _is_own(seat: Seat, case: Case) -> bool:
    return seat.department == case.department and case.post_id in {None, seat.post.pk}


def identity_of(case: Case) -> dict[str, Any]:
    """Return who asked, unsealed: for acts only, never for a page. Raises: Refused."""
    row = Identity.objects.get(case=case)
    return sealing.unseal_fields(row.wrapped_key, row.sealed)


def known_identity(case: Case) -> Mapping[str, Any]:
    """Return who asked, or nothing where it was destroyed."""
    row = Identity.objects.filter(case=case).first()
    return sealing.unseal_fields(row.wrapped_key, row.sealed) if row and row.wrapped_key else {}


def marks_of(part: Part) -> dict[str, Any]:
    """Return what was marked when a part's material was last redacted. Raises: Refused."""
    if not part.marks:
        return {}
    return sealing.unseal_fields(Identity.objects.get(case=part.case_id).wrapped_key, part.marks)


def sealed_path(file: CaseFile) -> Path:
    """Return where a file of a case lies, sealed."""
    return Path(settings.SEALED) / file.stored


def file_bytes(file: CaseFile) -> bytes:
    """Return the bytes of a file of a case. The caller has asked may_read of ITS case.

    Raises: Refused when it was destroyed, lost or changed.
    """
    row = Identity.objects.get(case=file.case_id)
    try:
        return sealing.unseal(row.wrapped_key, sealed_path(file).read_bytes())
    except FileNotFoundError as error:
        raise Refused("case.file", words.FILE_LOST.format(name=file.name)) from error
