"""What the public may read at a moment: flows, series and values as they stood then."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Max, QuerySet

from gongkai.figures.models import STANDS, Observation, Series, Vintage
from gongkai.figures.rules import Frequency

AT_ONCE = 900  # series asked about together: SQLite of old knows 999 variables


class Cell(NamedTuple):
    """A value as it stood. Shape: number × 10^-places; number None with why in missing."""

    series: int
    period: str
    number: int | None
    places: int
    status: str
    missing: str
    note: str
    opened: int  # order of the vintage that brought it; of one not opened yet STANDS


FIELDS = ("series", "period", "number", "places", "status", "missing", "note", "opened")


@dataclass(frozen=True)
class FlowShown:
    """A flow as the public reads it.

    Shape: meta as in meta_of; ids are the series' rows by key.
    """

    code: str
    meta: dict[str, Any]
    vintage: Vintage
    ids: dict[str, int]

    @property
    def name(self) -> str:
        """Return the name."""
        return self.meta["flow"]["name"]

    @property
    def frequency(self) -> Frequency:
        """Return how often."""
        return Frequency(self.meta["flow"]["frequency"])


class Numbers:
    """What the public may read at a moment.

    plus: vintages the press is about to open, in order: pages are rendered before their moment.
    Shape: order is the highest that was open; stamp changes with everything that can be read.
    """

    def __init__(self, at: datetime, plus: Sequence[int] = ()) -> None:
        self.at, self.plus = at, tuple(plus)

    @cached_property
    def order(self) -> int:
        """Return the highest order open at the moment; 0 before the first."""
        rows = Vintage.objects.opened().filter(visible_from__lte=self.at, withdrawn_at=None)
        return rows.aggregate(n=Max("order"))["n"] or 0

    @cached_property
    def newest(self) -> int:
        """Return the highest order of all."""
        return Vintage.objects.aggregate(n=Max("order"))["n"] or 0

    @cached_property
    def stamp(self) -> str:
        """Return what every cached answer is filed under."""
        gone = Vintage.objects.filter(withdrawn_at__isnull=False).count()
        return f"{self.order}.{gone}" + "".join(f"+{pk}" for pk in self.plus)

    def _shown(self) -> QuerySet[Vintage]:
        return Vintage.objects.opened().filter(order__lte=self.order, withdrawn_at=None)

    @cached_property
    def flows(self) -> dict[str, FlowShown]:
        """Return the flows that can be read, by code, in order of subject and code."""
        latest = self._shown().values("flow").annotate(n=Max("order")).values("n")
        rows = list(Vintage.objects.filter(order__in=latest).select_related("flow__subject"))
        by_flow = {row.flow_id: row for row in rows}
        for row in Vintage.objects.filter(pk__in=self.plus).select_related("flow__subject"):
            by_flow[row.flow_id] = row
        shown = sorted(by_flow.values(), key=lambda one: (one.flow.subject.place, one.flow.code))
        return {one.flow.code: self._flow(one) for one in shown if one.meta.get("series")}

    def _flow(self, vintage: Vintage) -> FlowShown:
        keys = set(vintage.meta["series"])
        rows = Series.objects.filter(flow=vintage.flow_id).order_by("pk").values_list("key", "pk")
        return FlowShown(vintage.flow.code, vintage.meta, vintage,
                         {key: pk for key, pk in rows if key in keys})  # fmt: skip

    def cells(
        self, series: Collection[int], first: str = "", last: str = "", since: int | None = None
    ) -> list[Cell]:
        """Return the values of some series, in order of series and period.

        Shape: first and last are periods, both included; since: only what came after that order.
        """
        found: list[Cell] = []
        ids = sorted(series)
        for start in range(0, len(ids), AT_ONCE):
            rows = Observation.objects.filter(series__in=ids[start : start + AT_ONCE])
            if first:
                rows = rows.filter(period__gte=first)
            if last:
                rows = rows.filter(period__lte=last)
            found += self._standing(rows, since)
        return found

    def _standing(self, rows: QuerySet[Observation], since: int | None) -> Iterable[Cell]:
        standing = (
            rows.filter(closed=STANDS, opened__isnull=False) if self.order >= self.newest
            else rows.filter(closed__gt=self.order, opened__lte=self.order)
        )  # fmt: skip
        if since is not None:
            standing = standing.filter(opened__gt=since)
        found = [Cell(*row) for row in
                 standing.order_by("series", "period").values_list(*FIELDS)]  # fmt: skip
        if not self.plus:
            return found
        cells = {(one.series, one.period): one for one in found}
        for pk in self.plus:
            for row in rows.filter(vintage=pk).values_list(*FIELDS):
                cells[row[0], row[1]] = Cell(*row[:-1], STANDS)
        return [cells[place] for place in sorted(cells)]

    def history(self, series: Collection[int], first: str = "", last: str = "") -> list[Cell]:
        """Return every value some series ever had up to the moment, by series, period, order."""
        rows = Observation.objects.filter(series__in=series, opened__lte=self.order)
        if first:
            rows = rows.filter(period__gte=first)
        if last:
            rows = rows.filter(period__lte=last)
        ordered = rows.order_by("series", "period", "opened").values_list(*FIELDS)
        return [Cell(*row) for row in ordered]

    def vintages(self, flow: str) -> list[Vintage]:
        """Return the vintages of a flow that were opened, the first one first."""
        return list(self._shown().filter(flow__code=flow).order_by("order"))
