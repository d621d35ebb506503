"""A flow as it is read at a moment: what its pages, its charts and its feed are made from."""

from collections.abc import Collection
from functools import cached_property
from itertools import groupby
from typing import Any
from urllib.parse import quote

from gongkai.figures.formats.tables import notes
from gongkai.figures.models import Vintage
from gongkai.figures.queries import Cell, FlowShown, cube
from gongkai.figures.rules import Kept, VintageKind, split_key
from gongkai.figures.words import VINTAGE
from gongkai.portal import words
from gongkai.portal.queries import vintages
from gongkai.portal.queries.data_pages import VintageLine
from gongkai.portal.queries.site import Site, local


class FlowData:
    """A flow as it is read at a moment, asked for once for all its pages."""

    def __init__(self, site: Site, flow: FlowShown) -> None:
        self.site, self.flow, self.code = site, flow, flow.code
        self.meta = flow.meta
        self.cube = cube(site.numbers, flow)
        self.keys = [key for key in self.cube.keys if key in self._held]
        self.vintages = site.numbers.vintages(flow.code)
        self.read_early = vintages.read_early(self.vintages)

    @cached_property
    def _held(self) -> set[str]:
        return {key for key, _ in self.cube.cells}

    @cached_property
    def by_key(self) -> dict[str, list[Kept]]:
        """Return the values of each series, the oldest period first."""
        found: dict[str, list[Kept]] = {key: [] for key in self.keys}
        for key, period in sorted(self.cube.cells):
            found[key].append(self.cube.cells[key, period])
        return found

    @cached_property
    def history(self) -> dict[str, list[Cell]]:
        """Return all that was ever said of each series."""
        names = {pk: key for key, pk in self.flow.ids.items()}
        rows = self.site.numbers.history(names)
        return {names[pk]: list(found) for pk, found in groupby(rows, lambda one: one.series)}

    @cached_property
    def notes(self) -> dict[tuple[str, str], str]:
        """Return what is noted of cells, breaks among it."""
        return notes(self.cube)

    def name(self, key: str) -> str:
        """Return a series' full name: its indicator, and what it is of."""
        return full_name(self.meta, key)

    def opened_at(self, vintage: Vintage) -> Any:
        """Return when a vintage came out; one that comes out now, at the site's moment."""
        return vintage.visible_from or self.site.at

    @property
    def updated(self) -> Any:
        """Return when the flow's newest vintage came out."""
        return self.opened_at(self.flow.vintage)

    def frozen(self, vintage: Vintage, key: str = "") -> str:
        """Return the address of all the data as a vintage left them."""
        return self.query(key, f"outputFormat=csv&asOf={_moment(self.opened_at(vintage))}", "*")

    def query(self, key: str, rest: str, over: str) -> str:
        """Return an address of the data service, for a series or all of the flow.

        Shape: over says which periods. Everything is said: a service shortens what is left out.
        """
        names = [one["code"] for one in self.cube.dimensions]
        indicator, region, codes = split_key(key) if key else ("*", "*", ["*"] * (len(names) - 2))
        chosen = zip([*names, "TIME_PERIOD"], [indicator, region, *codes, over], strict=True)
        given = [f"valueCodes[{name}]={code}" for name, code in chosen]
        return f"/api/v2/tables/{self.code}/data?" + "&".join([*given, rest])

    def vintage_lines(
        self, orders: Collection[int | None] | None = None
    ) -> tuple[VintageLine, ...]:
        """Return the vintages, the newest first; those of some orders only."""
        return tuple(
            VintageLine(one.title, VINTAGE[VintageKind(one.kind)], self.opened_at(one), one.reason,
                        self.frozen(one), self.read_early.get(one.pk, ()))
            for one in reversed(self.vintages)
            if orders is None or one.order in orders
        )  # fmt: skip


def full_name(meta: Any, key: str) -> str:
    """Return what a series is called by itself: its indicator, and what it is of."""
    indicator, region, codes = split_key(key)
    places = [
        next((row["name"] for row in one["values"] if row["code"] == code), code)
        for one, code in zip(meta["dimensions"][1:], (region, *codes), strict=True)
    ]
    name = meta["indicators"][indicator]["name"]
    return words.OF_PLACE.format(name=name, place="，".join(places))


def _moment(at: Any) -> str:
    return quote(local(at).isoformat(timespec="seconds"), safe=":")


def data_of(site: Site, code: str) -> FlowData:
    """Return a flow's data. Raises: KeyError for what is not public."""
    return FlowData(site, site.numbers.flows[code])
