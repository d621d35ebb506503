"""What the public may read at a moment: flows, series and values as they stood then."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial
from typing import Any, NamedTuple

from django.db.models import Count, Max, Q, QuerySet

from gongkai.figures.models import STANDS, Observation, Series, Vintage
from gongkai.figures.rules import Frequency
from gongkai.figures.shelf import KEPT

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
    without: vintages it is about to take back; what they had replaced stands again.
    Shape: order is the highest that was open; stamp changes with everything that can be read.
    """

    def __init__(
        self, at: datetime, plus: Sequence[int] = (), without: Collection[int] = ()
    ) -> None:  # fmt: skip
        self.at, self.plus, self.without = at, tuple(plus), tuple(sorted(without))

    @cached_property
    def _stand(self) -> dict[str, Any]:
        """Return where the vintages stand at the moment, asked once."""
        open_now = Q(order__isnull=False, visible_from__lte=self.at, withdrawn_at=None)
        if self.without:
            open_now &= ~Q(pk__in=self.without)
        return Vintage.objects.aggregate(
            last=Max("order", filter=open_now), newest=Max("order"),
            since=Max("visible_from", filter=open_now), gone=Max("withdrawn_at"),
            withdrawn=Count("withdrawn_at"),
        )  # fmt: skip

    @cached_property
    def order(self) -> int:
        """Return the highest order open at the moment; 0 before the first."""
        return self._stand["last"] or 0

    @cached_property
    def newest(self) -> int:
        """Return the highest order of all."""
        return self._stand["newest"] or 0

    @cached_property
    def changed(self) -> datetime | None:
        """Return when what can be read last changed: something was opened, or taken back."""
        return max((at for at in (self._stand["since"], self._stand["gone"]) if at), default=None)

    def pinned(self) -> "Numbers":
        """Return the same for a reading in several pieces: what opens meanwhile changes none."""
        found = Numbers(self.at, self.plus, self.without)
        found.order, found.newest = self.order, STANDS  # asks for what stood, not for what stands
        return found

    @cached_property
    def stamp(self) -> str:
        """Return what every cached answer is filed under."""
        gone = self._stand["withdrawn"]
        rows = Vintage.objects.filter(order=self.order).values_list("sha256", "visible_from")
        last = "".join(
            f".{sha256[:12]}.{since.timestamp()}" for sha256, since in rows
        )  # orders may be undone
        beside = (*(f"+{pk}" for pk in self.plus), *(f"-{pk}" for pk in self.without))
        return f"{self.order}.{gone}{last}" + "".join(beside)

    def _shown(self) -> QuerySet[Vintage]:
        rows = Vintage.objects.opened().filter(order__lte=self.order, withdrawn_at=None)
        return rows.exclude(pk__in=self.without)

    @cached_property
    def _gone(self) -> set[int]:
        """Return the orders of what is about to be taken back."""
        return set(Vintage.objects.filter(pk__in=self.without).values_list("order", flat=True))

    @cached_property
    def flows(self) -> dict[str, FlowShown]:
        """Return the flows that can be read, by code, in order of subject and code."""
        if self.plus or self.without:  # a draft may still change
            return self._flows()[0]
        found: dict[str, FlowShown] = KEPT.make(("flows", self.stamp), self._flows)
        return found

    def _flows(self) -> tuple[dict[str, FlowShown], int]:
        """Return the flows, and about how much memory they take."""
        latest = self._shown().values("flow").annotate(n=Max("order")).values("n")
        opened = Vintage.objects.filter(order__in=latest).defer("meta")
        rows = list(opened.select_related("flow__subject"))
        by_flow = {row.flow_id: row for row in rows}
        for row in Vintage.objects.filter(pk__in=self.plus).select_related("flow__subject"):
            by_flow[row.flow_id] = row
        shown = sorted(by_flow.values(), key=lambda one: (one.flow.subject.place, one.flow.code))
        found = [
            self._flow(one) if one.order is None
            else KEPT.make((one.pk, one.sha256, one.visible_from), partial(self._kept_flow, one))
            for one in shown
        ]  # fmt: skip
        return {one.code: one for one in found if one.ids}, 1_000 * len(found)

    def _kept_flow(self, vintage: Vintage) -> tuple[FlowShown, int]:
        """Return the flow of an opened vintage, which never changes, and about how large it is."""
        found = self._flow(vintage)
        return found, 4_000 + 500 * len(found.ids)

    def _flow(self, vintage: Vintage) -> FlowShown:
        keys = set(vintage.meta.get("series", ()))
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
        found = list(map(Cell._make, standing.order_by("series", "period").values_list(*FIELDS)))
        if self._gone:
            found = self._behind(rows, found)
        if not self.plus:
            return found
        cells = {(one.series, one.period): one for one in found}
        for pk in self.plus:
            for row in rows.filter(vintage=pk).values_list(*FIELDS):
                cells[row[0], row[1]] = Cell(*row[:-1], STANDS)
        return [cells[place] for place in sorted(cells)]

    def _behind(self, rows: QuerySet[Observation], found: Iterable[Cell]) -> list[Cell]:
        """Return what stands when the vintages that go are gone."""
        left: list[Cell] = []
        fallen: dict[tuple[int, str], int] = {}
        while True:
            for one in found:
                if one.opened in self._gone:
                    fallen[one.series, one.period] = one.opened
                else:
                    left.append(one)
            if not fallen:
                return sorted(left)
            before = rows.filter(closed__in=set(fallen.values())).values_list(*FIELDS, "closed")
            found = [Cell(*row) for *row, end in before if fallen.get((row[0], row[1])) == end]
            fallen = {}

    def history(self, series: Collection[int], first: str = "", last: str = "") -> list[Cell]:
        """Return every value some series ever had up to the moment, by series, period, order.

        Shape: those of vintages about to be opened come last, with STANDS for their order.
        """
        rows = Observation.objects.filter(series__in=series)
        if first:
            rows = rows.filter(period__gte=first)
        if last:
            rows = rows.filter(period__lte=last)
        ordered = rows.filter(opened__lte=self.order).order_by("series", "period", "opened")
        found = [Cell(*row) for row in ordered.values_list(*FIELDS) if row[-1] not in self._gone]
        for pk in self.plus:
            found += [Cell(*row[:-1], STANDS)
                      for row in rows.filter(vintage=pk).values_list(*FIELDS)]  # fmt: skip
        return sorted(found, key=lambda one: (one.series, one.period, one.opened))

    def vintages(self, flow: str) -> list[Vintage]:
        """Return the vintages of a flow that were opened, the first one first.

        Shape: those about to be opened come last.
        """
        waiting = {row.pk: row for row in Vintage.objects.filter(pk__in=self.plus, flow__code=flow)}
        return [*self._shown().filter(flow__code=flow).order_by("order"),
                *(waiting[pk] for pk in self.plus if pk in waiting)]  # fmt: skip
