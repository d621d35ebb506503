"""Vintages: begun, filled, opened at their moment, taken back."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from gongkai.figures import queries, rules, words
from gongkai.figures.actions.definitions import owner_seat, refuse_marked
from gongkai.figures.models import (
    STANDS,
    Code,
    Flow,
    Indicator,
    Observation,
    Region,
    Series,
    Vintage,
)
from gongkai.figures.rules import Frequency, Given, Status, VintageKind
from gongkai.law.refused import Refused
from gongkai.people.models import User
from gongkai.register.actions import append, lock_head
from gongkai.register.rules import Actor

MOST_NOTE = 300
AT_ONCE = 2000


@transaction.atomic
def begin_vintage(
    *, flow: Flow, title: str, by: User, at: datetime, kind: str = VintageKind.ROUTINE,
    reason: str = "",
) -> Vintage:  # fmt: skip
    """Begin a set of values to be made public together.

    Raises: Refused. Law: a revision says on what basis (统计法实施条例第二十六条).
    """
    seat = owner_seat(by, at, flow.department)
    if kind in rules.NEED_REASON and not reason.strip():
        raise Refused("vintage.reason", words.NEED_REASON)
    refuse_marked((title, reason))
    row = Vintage.objects.create(flow=flow, kind=kind, title=title.strip(), reason=reason.strip(),
                                 made_by=by, made_at=at)  # fmt: skip
    seal(row)
    append("vintage.drafted", subject=f"vintage:{row.pk}", by=seat.actor(by), at=at,
           title=row.title, department=str(flow.department),
           detail={"flow": flow.code, "kind": str(kind)})  # fmt: skip
    return row


@transaction.atomic
def put(*, vintage: int, rows: Sequence[Given], by: User, at: datetime) -> Vintage:
    """Put values into a vintage; a cell it holds already gets the new value.

    Raises: Refused, and nothing is changed: an opened vintage, an unknown code, a period of
    another frequency, one that has not ended (but for estimates), neither value nor reason, a cell
    twice, more digits than can be kept.
    """
    row = drafted(vintage)
    seat = owner_seat(by, at, row.flow.department)
    _refuse_cells(row.flow, rows, timezone.localdate(at))
    refuse_marked(one.note for one in rows)
    ids = _series(row.flow, {one.key for one in rows})
    fresh = [observation(row, ids[one.key], one) for one in rows]
    for start in range(0, len(fresh), AT_ONCE):
        Observation.objects.bulk_create(
            fresh[start : start + AT_ONCE], update_conflicts=True,
            unique_fields=["vintage", "series", "period"],
            update_fields=["number", "places", "status", "missing", "note"],
        )  # fmt: skip
    seal(row)
    append("vintage.filled", subject=f"vintage:{row.pk}", by=seat.actor(by), at=at,
           title=row.title, department=str(row.flow.department),
           detail={"flow": row.flow.code, "cells": len(rows), "sha256": row.sha256})  # fmt: skip
    return row


@transaction.atomic
def take_out(*, vintage: int, cells: Iterable[tuple[str, str]], by: User, at: datetime) -> Vintage:
    """Take cells, given as (key, period), out of a draft vintage. Raises: Refused."""
    row = drafted(vintage)
    seat = owner_seat(by, at, row.flow.department)
    given = list(cells)
    for key, period in given:
        row.observations.filter(series__key=key, period=period).delete()
    seal(row)
    append("vintage.filled", subject=f"vintage:{row.pk}", by=seat.actor(by), at=at,
           title=row.title, department=str(row.flow.department),
           detail={"flow": row.flow.code, "out": len(given), "sha256": row.sha256})  # fmt: skip
    return row


@transaction.atomic
def drop_vintage(*, vintage: int, by: User, at: datetime) -> Vintage:
    """Give a draft vintage up; its values go, the entry stays. Raises: Refused."""
    row = drafted(vintage)
    seat = owner_seat(by, at, row.flow.department)
    row.observations.all().delete()
    row.dropped_at = at
    row.save(update_fields=["dropped_at"])
    append("vintage.dropped", subject=f"vintage:{row.pk}", by=seat.actor(by), at=at,
           title=row.title, department=str(row.flow.department))  # fmt: skip
    return row


def drafted(vintage: int) -> Vintage:
    """Return a vintage that may still be changed, locked. Raises: Refused."""
    row = Vintage.objects.select_for_update().select_related("flow").get(pk=vintage)
    if row.order is not None or row.dropped_at is not None:
        raise Refused("vintage.opened", words.OPENED)
    if row.signed_at is not None:
        raise Refused("vintage.signed", words.SIGNED)
    return row


def seal(row: Vintage) -> None:
    """Take up what is said of the flow now, and hash it with the values."""
    row.meta = queries.meta_of(row.flow, row.pk)
    row.sha256 = rules.digest(queries.content_of(row))
    row.save(update_fields=["meta", "sha256"])


def observation(vintage: Vintage, series: int, one: Given) -> Observation:
    """Return a value as a row of its vintage, not written yet. Raises: ValueError as scaled."""
    number, places = (None, 0) if one.value is None else rules.scaled(one.value)
    return Observation(series_id=series, period=one.period, vintage=vintage, number=number,
                       places=places, status=one.status, missing=one.missing or "",
                       note=one.note)  # fmt: skip


def _refuse_cells(flow: Flow, rows: Sequence[Given], today: date) -> None:
    seen: set[tuple[str, str]] = set()
    frequency = Frequency(flow.frequency)
    for one in rows:
        fault = _fault(one, frequency) or _early(one, today)
        if fault:
            name, text = fault
            raise Refused(f"cell.{name}", text)
        if (one.key, one.period) in seen:
            raise Refused("cell.twice", words.TWICE.format(key=one.key, period=one.period))
        seen.add((one.key, one.period))


def _fault(one: Given, frequency: Frequency) -> tuple[str, str] | None:
    try:
        fits = rules.frequency_of(one.period) == frequency
    except ValueError:
        fits = False
    if not fits:
        text = words.PERIOD.format(period=one.period[:20], frequency=words.FREQUENCY[frequency])
        return "period", text
    said = {"key": one.key, "period": one.period, "most": MOST_NOTE}
    if (one.value is None) != (one.missing is not None):
        message = words.VALUE_OR_WHY if one.value is None else words.BOTH
        return "missing", message.format(**said)
    if len(one.note) > MOST_NOTE:
        return "note", words.NOTE_LONG.format(**said)
    try:
        if one.value is not None:
            rules.scaled(one.value)
    except ValueError:
        return "value", words.VALUE.format(**said)
    return None


def _early(one: Given, today: date) -> tuple[str, str] | None:
    if one.status == Status.ESTIMATED or rules.ends_on(one.period) <= today:
        return None
    return "future", words.FUTURE.format(key=one.key, period=one.period)


def _series(flow: Flow, keys: set[str]) -> dict[str, int]:
    """Return the rows of series by key, made if need be. Raises: Refused for an unknown code."""
    found = dict(Series.objects.filter(flow=flow, key__in=keys).values_list("key", "pk"))
    fresh = sorted(keys - found.keys())
    if not fresh:
        return found
    parts = {key: rules.split_key(key) for key in fresh}
    indicators = _known(Indicator, {one[0] for one in parts.values()}, words.UNKNOWN_INDICATOR)
    regions = _known(Region, {one[1] for one in parts.values()}, words.UNKNOWN_REGION)
    _refuse_codes(flow, parts)
    rows = Series.objects.bulk_create(
        Series(flow=flow, key=key, indicator_id=indicators[one[0]], region_id=regions[one[1]])
        for key, one in parts.items()
    )
    return found | {row.key: row.pk for row in rows}


def _known(kind: type[Indicator] | type[Region], codes: set[str], text: str) -> dict[str, int]:
    rows = dict(kind.objects.filter(code__in=codes).values_list("code", "pk"))
    for code in sorted(codes - rows.keys()):
        raise Refused("cell.unknown", text.format(code=code))
    return rows


def _refuse_codes(flow: Flow, parts: dict[str, tuple[str, str, tuple[str, ...]]]) -> None:
    for key, (_, _, codes) in parts.items():
        if len(codes) != len(flow.codelists):
            raise Refused("cell.parts", words.KEY_PARTS.format(key=key))
    for place, name in enumerate(flow.codelists):
        used = {one[2][place] for one in parts.values()}
        known = Code.objects.filter(codelist__code=name, code__in=used)
        for code in sorted(used - set(known.values_list("code", flat=True))):
            raise Refused("cell.unknown", words.UNKNOWN_CODE.format(list=name, code=code))


@transaction.atomic
def open_vintage(
    *, vintage: int, sha256: str, visible_from: datetime, by: Actor, at: datetime
) -> Vintage:
    """Make a vintage public: what it says takes the place of what stood.

    Repeatable: an opened one stays as it is. Raises: Refused when its rows are no longer what was
    signed. Law: 统计法第二十九条 (公布); the hash is what the card's signatures bind.
    """
    lock_head()
    row = Vintage.objects.select_for_update().select_related("flow").get(pk=vintage)
    if row.order is not None:
        return row
    if rules.digest(queries.content_of(row)) != sha256 or row.dropped_at:
        raise Refused("vintage.damaged", words.DAMAGED.format(vintage=row.title))
    row.order = (Vintage.objects.aggregate(n=Max("order"))["n"] or 0) + 1
    row.visible_from = visible_from
    _close_before(row)
    row.observations.update(opened=row.order, closed=STANDS)
    row.save(update_fields=["order", "visible_from"])
    append("vintage.opened", subject=f"vintage:{row.pk}", by=by, at=at, title=row.title,
           department=str(row.flow.department), snapshot=None,
           detail={"flow": row.flow.code, "order": row.order, "sha256": sha256,
                   "since": timezone.localtime(visible_from).isoformat()})  # fmt: skip
    return row


REPLACED = """
UPDATE figures_observation SET closed = %s
WHERE closed = %s AND opened IS NOT NULL AND EXISTS (
    SELECT 1 FROM figures_observation fresh
    WHERE fresh.vintage_id = %s AND fresh.series_id = figures_observation.series_id
      AND fresh.period = figures_observation.period)
AND series_id IN (SELECT series_id FROM figures_observation WHERE vintage_id = %s)
"""


def _close_before(row: Vintage) -> None:
    """Close what stood in the cells of a vintage: one statement, whatever their number."""
    with connection.cursor() as cursor:
        cursor.execute(REPLACED, [row.order, STANDS, row.pk, row.pk])


RETURNED = """
UPDATE figures_observation SET closed = (
    SELECT gone.closed FROM figures_observation gone
    WHERE gone.vintage_id = %s AND gone.series_id = figures_observation.series_id
      AND gone.period = figures_observation.period)
WHERE closed = %s AND series_id IN (
    SELECT series_id FROM figures_observation WHERE vintage_id = %s)
"""


def _stand_again(row: Vintage) -> None:
    """Let what a vintage closed stand as long as the vintage did: one statement."""
    with connection.cursor() as cursor:
        cursor.execute(RETURNED, [row.pk, row.order, row.pk])


@transaction.atomic
def withdraw_vintage(*, vintage: int, by: Actor, at: datetime) -> Vintage:
    """Take an opened vintage out of public: what it replaced stands again, also for as-of.

    Repeatable. Its signed content stays in the register until that is erased by its own act.
    """
    lock_head()
    row = Vintage.objects.select_for_update().select_related("flow").get(pk=vintage)
    if row.order is None or row.withdrawn_at is not None:
        return row
    _stand_again(row)
    row.observations.all().delete()
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    append("vintage.withdrawn", subject=f"vintage:{row.pk}", by=by, at=at, title=row.title,
           department=str(row.flow.department),
           detail={"flow": row.flow.code, "order": row.order})  # fmt: skip
    return row
