"""What every SDMX message shares: who maintains, what a flow's structure is, how its values run.

A flow's dimensions never change once it has series, so structures are 1.0.0 for good. Code lists
say what the flow's series use at the moment asked about.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple, Protocol

from gongkai.figures.rules import split_key, text

VERSION = "1.0.0"
LANGUAGE = "zh"  # the schemas know no tag with a capital letter
TIME = "TIME_PERIOD"
VALUE = "OBS_VALUE"
FREQ = "FREQ"
# Attributes of a series, and where an indicator's meta keeps them.
OF_SERIES = {"TITLE": "", "UNIT_MEASURE": "unit", "DECIMALS": "decimals",
             "COMPARISON": "comparison", "SPAN": "span", "PRICE_BASE": "price",
             "ADJUSTMENT": "season", "SCOPE": "scope"}  # fmt: skip
OF_VALUES = ("OBS_STATUS", "NOTE", "BREAK")
OF_HISTORY = ("VALID_FROM", "VALID_TO")
CODED = {"FREQ": "CL_FREQ", "OBS_STATUS": "CL_OBS_STATUS", "COMPARISON": "CL_COMPARISON",
         "SPAN": "CL_SPAN", "PRICE_BASE": "CL_PRICE_BASE",
         "ADJUSTMENT": "CL_ADJUSTMENT"}  # fmt: skip
ALL = "AllDimensions"


class Standing(Protocol):
    """A value as a question to the database gives it."""

    period: str
    number: int | None
    places: int
    status: str
    missing: str
    note: str
    opened: int


class Run(NamedTuple):
    """The values of one series, in order of period."""

    key: str
    cells: Sequence[Standing]


class Obs(NamedTuple):
    """One value as a message writes it. Shape: value None where it is missing."""

    dimensions: list[tuple[str, str]]
    value: str | None
    attributes: list[tuple[str, str]]


class Group(NamedTuple):
    """Values written together: a series, or a section; flat ones have no dimensions of their own."""

    dimensions: list[tuple[str, str]]
    attributes: list[tuple[str, str]]
    values: Iterable[Obs]


@dataclass(frozen=True)
class Message:
    """What is to be written of a flow.

    Shape: attributes None means all; moments say when each order was opened, for a history.
    """

    agency: str
    code: str
    meta: Mapping[str, Any]
    prepared: datetime
    order: int
    attributes: frozenset[str] | None = None
    has_values: bool = True
    has_cells: bool = True
    across: str = TIME
    moments: Mapping[int, datetime] | None = None

    @property
    def reference(self) -> str:
        """Return the flow's name among all."""
        return f"{self.agency}:{self.code}({VERSION})"

    @property
    def is_test(self) -> bool:
        """Say whether the figures are a demonstration's."""
        return bool(self.meta["flow"]["demonstration"])

    @cached_property
    def names(self) -> list[dict[str, str]]:
        """Return what each dimension's codes are called."""
        return [{one["code"]: one["name"] for one in dimension["values"]}
                for dimension in self.meta["dimensions"]]  # fmt: skip

    @property
    def key_ids(self) -> list[str]:
        """Return the dimensions of a series, in order of the key."""
        return key_ids(self.meta)

    def wanted(self, names: Iterable[str]) -> list[str]:
        """Return the attributes among some that are to be written."""
        return [one for one in names if self.attributes is None or one in self.attributes]

    @property
    def of_series(self) -> list[str]:
        """Return the attributes of series to be written."""
        return self.wanted(OF_SERIES)

    @property
    def of_values(self) -> list[str]:
        """Return the attributes of values to be written."""
        return self.wanted(OF_VALUES if self.moments is None else (*OF_VALUES, *OF_HISTORY))

    def series(self, key: str) -> list[tuple[str, str]]:
        """Return the dimensions of a series."""
        return list(zip(self.key_ids, (self.meta["flow"]["frequency"], *key.split(".")),
                        strict=True))  # fmt: skip

    def said(self, key: str) -> dict[str, str]:
        """Return what is said of a series, by attribute."""
        about = self.meta["indicators"][split_key(key)[0]]
        found = {one: str(about[source]) for one, source in OF_SERIES.items() if source}
        names = zip(self.names, key.split("."), strict=True)
        return {"TITLE": "，".join(known.get(code, code) for known, code in names)} | found

    def breaks(self, run: Run) -> dict[str, str]:
        """Return what is said of breaks, by period.

        A break that falls between two values is said of the second.
        """
        found: dict[str, str] = {}
        if run.key not in self.meta["breaks"]:
            return found
        periods = [one.period for one in run.cells]
        for row in self.meta["breaks"][run.key]:
            since = [one for one in periods if one >= row["period"]]
            if since and (since[0] == row["period"] or since[0] != periods[0]):
                found[since[0]] = "；".join(filter(None, (found.get(since[0]), row["text"])))
        return found

    def attributes_of(
        self, cell: Standing, breaks: Mapping[str, str], until: datetime | None = None
    ) -> dict[str, str]:
        """Return what is said of a value, by attribute; nothing where nothing is said."""
        found = {"OBS_STATUS": cell.missing or cell.status}
        if cell.note:
            found["NOTE"] = cell.note
        if cell.period in breaks:
            found["BREAK"] = breaks[cell.period]
        if self.moments is not None:
            found["VALID_FROM"] = moment(self.moments.get(cell.opened, self.prepared))
            if until is not None:
                found["VALID_TO"] = moment(until)
        return found

    def ends(self, run: Run) -> list[datetime | None]:
        """Return until when each value of a history stood."""
        if self.moments is None:
            return [None] * len(run.cells)
        following = [*run.cells[1:], None]
        return [
            self.moments.get(after.opened) if after and after.period == one.period else None
            for one, after in zip(run.cells, following, strict=True)
        ]


def key_ids(meta: Mapping[str, Any]) -> list[str]:
    """Return the dimensions of a series, in order of the key."""
    return [FREQ, *(one["code"] for one in meta["dimensions"])]


def number(cell: Standing) -> str | None:
    """Return a value's digits as published."""
    return None if cell.number is None else text(cell.number, cell.places)


def moment(at: datetime) -> str:
    """Return a moment in SDMX's writing."""
    return at.isoformat(timespec="seconds")


def groups(message: Message, given: Iterable[Run]) -> Iterator[Group]:
    """Yield the values of a message, grouped as asked."""
    if message.across == TIME:
        yield from (_series(message, run) for run in given)
    elif message.across == ALL or not message.has_cells:
        for run in given:
            yield Group([], [], (Obs([*dims, *one.dimensions], one.value, [*said, *one.attributes])
                                 for dims, said, values in [_series(message, run)]
                                 for one in values))  # fmt: skip
    else:
        yield from _sections(message, given)


def _series(message: Message, run: Run) -> Group:
    said = message.said(run.key)
    kept = [(one, said[one]) for one in message.of_series if said[one]]
    return Group(message.series(run.key), kept, list(_values(message, run)))


def _values(message: Message, run: Run) -> Iterator[Obs]:
    if not message.has_cells:
        return
    breaks, wanted = message.breaks(run), message.of_values
    for cell, until in zip(run.cells, message.ends(run), strict=True):
        said = message.attributes_of(cell, breaks, until)
        value = number(cell) if message.has_values else None
        yield Obs([(TIME, cell.period)], value, [(one, said[one]) for one in wanted if one in said])


def _sections(message: Message, given: Iterable[Run]) -> Iterator[Group]:
    """Yield values by what they share but for one dimension. All are held: the caller limits."""
    found: dict[tuple[tuple[str, str], ...], list[Obs]] = {}
    for run in given:
        dims, said, values = _series(message, run)
        for one in values:
            place = [*dims, *one.dimensions]
            shared = tuple(pair for pair in place if pair[0] != message.across)
            own = [pair for pair in place if pair[0] == message.across]
            found.setdefault(shared, []).append(Obs(own, one.value, [*said, *one.attributes]))
    for shared, several in found.items():
        yield Group(list(shared), [], several)


def data_sets(message: Message, given: Iterable[Run]) -> Iterator[tuple[str, Iterable[Group]]]:
    """Yield the data sets of a message: one; of a history, what each vintage brought, and when."""
    if message.moments is None:
        yield "", groups(message, given)
        return
    whole = [one._replace(values=list(one.values)) for one in groups(message, given)]
    for start in sorted({moment(at) for at in message.moments.values()}):
        mark = ("VALID_FROM", start)
        parts = [one._replace(values=[row for row in one.values if mark in row.attributes])
                 for one in whole]  # fmt: skip
        found = [one for one in parts if one.values]
        if found:
            yield start, found
