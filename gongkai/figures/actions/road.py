"""A vintage on the approval road: bound by a complete card, freed, erased."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from gongkai.figures import words
from gongkai.figures.actions.definitions import owner_seat
from gongkai.figures.actions.vintages import AT_ONCE, drafted, observation, seal, withdraw_vintage
from gongkai.figures.models import Observation, Series, Vintage
from gongkai.figures.rules import Given, Missing, Status
from gongkai.people.models import User
from gongkai.register.actions import append
from gongkai.register.rules import Actor


def bind_vintage(*, vintage: int, at: datetime) -> None:
    """Note that a card which carries a vintage is signed through: its rows stay as they are.

    Called inside the act of the card, which is what the register says.
    """
    Vintage.objects.filter(pk=vintage, order=None).update(signed_at=at)


def free_vintage(*, vintage: int) -> None:
    """Note that the card was taken back: the vintage may be changed again. Called inside its act."""
    Vintage.objects.filter(pk=vintage, order=None).update(signed_at=None)


@transaction.atomic
def take_up(*, vintage: int, by: User, at: datetime) -> Vintage:
    """Take into a draft vintage what is said now of its flow: names, units, notes, breaks.

    Raises: Refused.
    """
    row = drafted(vintage)
    seat = owner_seat(by, at, row.flow.department)
    seal(row)
    append("vintage.filled", subject=f"vintage:{row.pk}", by=seat.actor(by), at=at,
           title=row.title, department=str(row.flow.department),
           detail={"flow": row.flow.code, "sha256": row.sha256})  # fmt: skip
    return row


@transaction.atomic
def erase_vintage(*, vintage: int, by: Actor, at: datetime) -> None:
    """Erase what a vintage says: its values, names and notes. The row and its hash stay.

    Called inside the act that erases the disclosure it went with; of its kept bytes that act takes
    care. Law: 条例第十七条; 统计法第二十八条.
    """
    row = Vintage.objects.select_for_update().get(pk=vintage)
    if row.order is not None:
        withdraw_vintage(vintage=vintage, by=by, at=at)
    row.observations.all().delete()
    Vintage.objects.filter(pk=vintage).update(title=words.ERASED, reason="", meta={}, gate={},
                                               proof={})  # fmt: skip
    Vintage.objects.filter(pk=vintage, dropped_at=None, order=None).update(dropped_at=at)


@transaction.atomic
def restore_vintage(*, vintage: int, signed: Mapping[str, Any], by: Actor, at: datetime) -> Vintage:
    """Write a waiting vintage's rows anew as they were signed, after somebody changed them.

    Only who can write to the tables could: the text is out already, and its figures follow it.
    """
    row = Vintage.objects.select_for_update().select_related("flow").get(pk=vintage)
    said = dict(signed["meta"])
    vintage_said = said.pop("vintage")
    row.meta, row.dropped_at = said, None
    row.kind, row.title, row.reason = (vintage_said[name] for name in ("kind", "title", "reason"))
    row.save(update_fields=["meta", "dropped_at", "kind", "title", "reason"])
    row.observations.all().delete()
    ids = dict(Series.objects.filter(flow=row.flow_id).values_list("key", "pk"))
    given = (
        Given(key, period, Decimal(digits) if digits else None, Status(status),
              Missing(missing) if missing else None, note)
        for key, period, digits, status, missing, note in signed["observations"]
    )  # fmt: skip
    Observation.objects.bulk_create(
        (observation(row, ids[one.key], one) for one in given), batch_size=AT_ONCE
    )
    append("vintage.restored", subject=f"vintage:{row.pk}", by=by, at=at, title=row.title,
           department=str(row.flow.department), detail={"flow": row.flow.code})  # fmt: skip
    return row
