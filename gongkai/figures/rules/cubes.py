"""A cube: what was asked for, as one rectangle of series and periods, ready to be written out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from gongkai.figures.rules.codes import Span
from gongkai.figures.rules.periods import spelled
from gongkai.figures.rules.vintages import Kept, split_key


@dataclass(frozen=True)
class Cube:
    """Some series of a flow over some periods, as they stood at a moment.

    Shape: meta as a vintage carries it (queries.meta_of); cells by (key, period), none where the
    flow has no observation: that is neither zero nor a missing value with its reason.
    """

    code: str
    meta: Mapping[str, Any]
    keys: Sequence[str]
    periods: Sequence[str]
    cells: Mapping[tuple[str, str], Kept]
    updated: datetime
    order: int
    history: Sequence[tuple[datetime, Kept]] = field(default=())

    @property
    def name(self) -> str:
        """Return the flow's name."""
        return str(self.meta["flow"]["name"])

    @property
    def dimensions(self) -> Sequence[Mapping[str, Any]]:
        """Return the dimensions in order of the key, with all their values."""
        return list(self.meta["dimensions"])

    def used(self, place: int) -> list[Mapping[str, Any]]:
        """Return the values of a dimension that the keys use, in the dimension's order."""
        found = {(one[0], one[1], *one[2])[place] for one in map(split_key, self.keys)}
        return [one for one in self.dimensions[place]["values"] if one["code"] in found]

    def indicator(self, key: str) -> Mapping[str, Any]:
        """Return what is said of a series' indicator: name, unit, decimals, basis."""
        found: Mapping[str, Any] = self.meta["indicators"][split_key(key)[0]]
        return found

    def period(self, period: str) -> str:
        """Return a period in words: as the flow's indicators count time, where all count it alike.

        Rule: the flow's, not those asked for, so that a period has one name in every piece of it.
        """
        spans = {one["span"] for one in self.meta["indicators"].values()}
        return spelled(period, spans.pop() if len(spans) == 1 else Span.PERIOD)
