"""What a vintage says of its flow: names, units, notes, breaks, as they are when it is sealed."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q

from gongkai.figures.models import (
    Break,
    Code,
    Codelist,
    Flow,
    Indicator,
    Observation,
    Region,
    Series,
    Vintage,
)
from gongkai.figures.rules import split_key

METHODS = ("coverage", "method", "calculation", "sample")


def carried(flow: Flow, vintage: int | None) -> list[Series]:
    """Return the series of a flow that have values in public, or in a vintage, in order of birth."""
    rows = Observation.objects.filter(series__flow=flow)
    found = set(rows.filter(opened__isnull=False).values_list("series", flat=True).distinct())
    if vintage is not None:
        found |= set(rows.filter(vintage=vintage).values_list("series", flat=True).distinct())
    return list(Series.objects.filter(flow=flow, pk__in=found).order_by("pk"))


def series_lost(vintage: Vintage, before: Collection[int] = ()) -> list[str]:
    """Return the keys of series with values in public that a vintage, once opened, would drop.

    before: vintages that will be opened before it.
    """
    said = set(vintage.meta["series"])
    rows = Series.objects.filter(flow=vintage.flow_id).values_list("key", "pk")
    unsaid = {pk for key, pk in rows if key not in said}
    if not unsaid:
        return []
    held = Observation.objects.filter(series=OuterRef("pk"))
    held = held.filter(Q(opened__isnull=False) | Q(vintage__in=before))
    found = Series.objects.filter(Exists(held), pk__in=unsaid)
    return sorted(found.values_list("key", flat=True))


def meta_of(flow: Flow, vintage: int | None) -> dict[str, Any]:
    """Return what is said of a flow, ready to be signed.

    Shape: flow, dimensions in order of the key (INDICATOR, REF_AREA, then the codelists),
    indicators by code, keys of the series, breaks by key.
    """
    series = carried(flow, vintage)
    parts = [split_key(one.key) for one in series]
    indicators = Indicator.objects.in_bulk({one.indicator_id for one in series})
    regions = Region.objects.in_bulk({one.region_id for one in series})
    return {
        "flow": {
            "code": flow.code, "name": flow.name, "frequency": flow.frequency,
            "subject": {"code": flow.subject.code, "name": flow.subject.name},
            "department": str(flow.department), "source": flow.source,
            "demonstration": flow.demonstration,
            **{name: getattr(flow, name) for name in METHODS},
        },
        "dimensions": [
            {"code": "INDICATOR", "name": "指标", "values": [
                {"code": one.code, "name": one.name, "above": ""} for one in _once(
                    indicators[row.indicator_id] for row in series)]},
            {"code": "REF_AREA", "name": "地区", "values": _regions(regions.values())},
            *(_codes(name, {found[2][n] for found in parts})
              for n, name in enumerate(flow.codelists)),
        ],
        "indicators": {one.code: _indicator(one) for one in indicators.values()},
        "series": [one.key for one in series],
        "breaks": _breaks(series),
    }  # fmt: skip


def _once(rows: Iterable[Indicator]) -> list[Indicator]:
    return list({row.pk: row for row in rows}.values())


def _regions(rows: Iterable[Region]) -> list[dict[str, str]]:
    found = sorted(rows, key=lambda one: (one.place, one.code))
    codes = {one.pk: one.code for one in found}
    return [{"code": one.code, "name": one.name, "above": codes.get(one.above_id, "")}
            for one in found]  # fmt: skip


def _codes(name: str, used: set[str]) -> dict[str, Any]:
    rows = Code.objects.filter(codelist__code=name, code__in=used)
    return {
        "code": name,
        "name": Codelist.objects.get(code=name).name,
        "values": [{"code": one.code, "name": one.name, "above": one.above} for one in rows],
    }


def _indicator(one: Indicator) -> dict[str, Any]:
    names = ("name", "unit", "comparison", "span", "price", "season", "scope", "meaning",
             "authority")  # fmt: skip
    return {name: str(getattr(one, name)) for name in names} | {"decimals": one.decimals}


def _breaks(series: Iterable[Series]) -> dict[str, list[dict[str, str]]]:
    keys = {one.pk: one.key for one in series}
    found: dict[str, list[dict[str, str]]] = {}
    for one in Break.objects.filter(series__in=keys).order_by("series", "period"):
        row = {"period": one.period, "kind": one.kind, "text": one.text}
        found.setdefault(keys[one.series_id], []).append(row)
    return found
