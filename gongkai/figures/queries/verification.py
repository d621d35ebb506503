"""Whether what the data services read by, orders and moments, is what the register says."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import F, Q, Window
from django.db.models.functions import Coalesce, Lead

from gongkai.figures.models import STANDS, Flow, Observation, Vintage
from gongkai.register.models import Entry

Bodies = Mapping[str, dict[str, Any] | None]
CHUNK = 500


def opening_faults() -> Iterator[tuple[str, str]]:
    """Yield vintages whose rows are read otherwise than they were opened: (title, code).

    The values themselves are compared with what was signed elsewhere.
    """
    yield from _unregistered()
    rows = set(_misplaced())
    for flow in Flow.objects.order_by("pk").values_list("pk", flat=True):
        rows |= _misclosed(flow)
    titles = Vintage.objects.filter(pk__in=rows).order_by("pk").values_list("title", flat=True)
    for title in titles:
        yield title, "vintage.stands"


def _unregistered() -> Iterator[tuple[str, str]]:
    """Name vintages opened or taken back otherwise than the register says."""
    opened, withdrawn = _bodies("vintage.opened"), _moments("vintage.withdrawn")
    rows = Vintage.objects.select_related("flow").defer("meta").order_by("pk")
    for row in rows.iterator(chunk_size=CHUNK):
        subject = f"vintage:{row.pk}"
        is_opened = (row.order is not None) == (subject in opened)
        body = opened.get(subject) if is_opened else None
        if (
            not is_opened
            or row.withdrawn_at != withdrawn.get(subject)
            or (body is not None and not _is_recorded(row, body["detail"]))
        ):
            yield row.title, "vintage.entry"


def _is_recorded(row: Vintage, said: Mapping[str, Any]) -> bool:
    since = datetime.fromisoformat(said["since"])
    return (row.flow.code, row.order, row.visible_from) == (said["flow"], said["order"], since)


def _bodies(verb: str) -> Bodies:
    """Return what entries of a verb say, by subject; None for an erased one."""
    rows = Entry.objects.of(verb).select_related("payload").order_by("seq")
    return {
        entry.subject: json.loads(entry.payload.body) if entry.payload.body else None
        for entry in rows.iterator(chunk_size=CHUNK)
    }


def _moments(verb: str) -> Mapping[str, datetime]:
    return dict(Entry.objects.of(verb).values_list("subject", "occurred_at"))


def _misplaced() -> Iterator[int]:
    """Return the vintages with rows that stand without being opened, or in another flow."""
    shut = Q(vintage__order=None) | Q(vintage__withdrawn_at__isnull=False)
    strange = ~Q(series__flow=F("vintage__flow"))
    rows = Observation.objects.filter(shut & Q(opened__isnull=False) | strange)
    return rows.values_list("vintage", flat=True).distinct().iterator()


def _misclosed(flow: int) -> set[int]:
    """Return the vintages of a flow with rows that do not stand until the next one of their cell."""
    following = Window(
        Lead("opened"), partition_by=["series", "period"], order_by=F("opened").asc()
    )  # fmt: skip
    rows = Observation.objects.filter(series__flow=flow, opened__isnull=False)
    rows = rows.annotate(until=Coalesce(following, STANDS)).filter(~Q(closed=F("until")))
    return set(rows.values_list("vintage", flat=True).iterator())
