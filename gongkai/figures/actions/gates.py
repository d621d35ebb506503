"""What another body released or agreed to, entered by people before a vintage goes out.

It is part of what is signed: whoever changes it voids the signatures over it. A consent is to the
values that stood when it was entered: whoever changes one voids the consent.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.figures import queries, words
from gongkai.figures.actions.definitions import owner_seat
from gongkai.figures.actions.vintages import drafted, seal
from gongkai.figures.models import Vintage
from gongkai.law.refused import Refused
from gongkai.people.models import User
from gongkai.people.queries import Seat
from gongkai.register.actions import append, keep


@transaction.atomic
def record_gate(
    *, vintage: int, organ: str, released_at: datetime, source: str, by: User, at: datetime
) -> Vintage:
    """Record when the province or the nation releases first, and where that is said.

    Raises: Refused. Law: 统计法实施条例第二十四条. A moment still to come is one that was announced.
    """
    row = drafted(vintage)
    seat = owner_seat(by, at, row.flow.department)
    organ, source = organ.strip(), source.strip()
    if not organ or not source:
        raise Refused("gate.empty", words.GATE_EMPTY)
    row.gate = row.gate | {"organ": organ, "source": source,
                           "released_at": timezone.localtime(released_at).isoformat()}  # fmt: skip
    _write(row, "vintage.gate", seat, by, at, organ=organ, source=source)
    return row


@transaction.atomic
def enter_consent(
    *, vintage: int, organ: str, on: date, scan: bytes, media_type: str, by: User, at: datetime
) -> Vintage:
    """Enter another body's written consent with its scan; it counts once a second person confirms.

    Raises: Refused. Rule: what is 调查队's, or issued jointly, needs its consent in writing.
    """
    row = drafted(vintage)
    seat = owner_seat(by, at, row.flow.department)
    if not organ.strip():
        raise Refused("consent.empty", words.CONSENT_EMPTY)
    if on > timezone.localdate(at):
        raise Refused("consent.future", words.CONSENT_FUTURE)
    sha256 = keep(scan, media_type=media_type)
    row.gate = row.gate | {"consent": {"organ": organ.strip(), "on": on.isoformat(),
                                       "sha256": sha256, "entered_by": by.pk,
                                       "observations": queries.consented(row.pk)}}  # fmt: skip
    _write(row, "vintage.consent_entered", seat, by, at, snapshot=sha256, organ=organ.strip())
    return row


@transaction.atomic
def confirm_consent(*, vintage: int, by: User, at: datetime) -> Vintage:
    """Confirm, as the second person, that the paper says what was entered.

    Raises: Refused, also when a value changed since.
    """
    row = drafted(vintage)
    seat = owner_seat(by, at)
    consent = row.gate.get("consent") or {}
    if not consent or consent.get("confirmed_by"):
        raise Refused("consent.none", words.CONSENT_NONE)
    if consent["entered_by"] in {by.pk, seat.holder.pk}:
        raise Refused("consent.same", words.CONSENT_SAME)
    if queries.is_consent_void(row):
        raise Refused("consent.void", words.CONSENT_VOID)
    row.gate = row.gate | {"consent": consent | {"confirmed_by": by.pk}}
    _write(row, "vintage.consent_confirmed", seat, by, at, snapshot=consent["sha256"],
           organ=consent["organ"])  # fmt: skip
    return row


def _write(
    row: Vintage, verb: str, seat: Seat, by: User, at: datetime, snapshot: str | None = None,
    **detail: Any,
) -> None:  # fmt: skip
    row.save(update_fields=["gate"])
    seal(row)
    append(verb, subject=f"vintage:{row.pk}", by=seat.actor(by), at=at, title=row.title,
           department=str(row.flow.department), snapshot=snapshot,
           detail={"flow": row.flow.code, "sha256": row.sha256, **detail})  # fmt: skip
