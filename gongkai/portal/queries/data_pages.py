"""What each page of figures shows: one frozen value a page, handed to one template."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gongkai.portal.queries.pages import Element, Head, Link


@dataclass(frozen=True)
class Shown:
    """A value in a table. Shape: text is digits, or the sign of why there are none; said is that
    sign in words; marks stand behind it: where the value stands, the numbers of its notes.
    """

    text: str = ""
    said: str = ""
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """A line of a table of figures."""

    name: str
    address: str
    unit: str
    cells: tuple[Shown, ...]


@dataclass(frozen=True)
class Grid:
    """A table of figures, with the legend of its signs and marks, and its notes by number."""

    caption: str
    head: tuple[str, ...]
    lines: tuple[Line, ...]
    legend: tuple[Element, ...]
    notes: tuple[Element, ...]


@dataclass(frozen=True)
class Chart:
    """A drawing and how it is called. Shape: block is what it is drawn from."""

    block: Mapping[str, Any]
    svg: str
    png: str


@dataclass(frozen=True)
class Change:
    """How a value changed. sign: "up", "down", "level", or nothing when it can't be said."""

    text: str
    sign: str


@dataclass(frozen=True)
class Latest:
    """The newest value, as it is shown large."""

    period: str
    value: str
    unit: str
    status: str
    missing: str
    note: str
    changes: tuple[Change, ...]
    ended: date = date.min  # the period's last day


@dataclass(frozen=True)
class FlowLine:
    """A flow in the list of all, with the newest value of its first series."""

    name: str
    address: str
    frequency: str
    updated: datetime
    demonstration: bool
    headline: str
    latest: Latest | None


@dataclass(frozen=True)
class Group:
    """The flows of a subject."""

    name: str
    flows: tuple[FlowLine, ...]


@dataclass(frozen=True)
class DataPage:
    """数据: the flows by subject, newest first."""

    head: Head
    crumbs: tuple[Link, ...]
    groups: tuple[Group, ...]
    formats: tuple[Link, ...]
    address: str


@dataclass(frozen=True)
class VintageLine:
    """A vintage: what it brought, why, and how to read the data as they stood then.

    read_early: the posts that read it before it was public.
    """

    title: str
    kind: str
    at: datetime
    reason: str
    frozen: str
    read_early: Sequence[str] = ()


@dataclass(frozen=True)
class Query:
    """An address that goes on answering, and what it answers."""

    name: str
    address: str


@dataclass(frozen=True)
class FlowPage:
    """A flow: its newest periods, how it is made, what was published when, how to take it along."""

    head: Head
    crumbs: tuple[Link, ...]
    name: str
    code: str
    frequency: str
    subject: str
    updated: datetime
    demonstration: bool
    grid: Grid
    charts: tuple[Chart, ...]
    meanings: tuple[Element, ...]
    methods: tuple[Element, ...]
    vintages: tuple[VintageLine, ...]
    downloads: tuple[Link, ...]
    queries: tuple[Query, ...]
    ld: Mapping[str, Any]
    address: str


@dataclass(frozen=True)
class PeriodLine:
    """A period of a series. before: a break that lies before it, in words."""

    name: str
    value: Shown
    status: str
    note: str
    broken: str


@dataclass(frozen=True)
class Triangle:
    """What each vintage said of each period that was ever revised."""

    head: tuple[VintageLine, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class SeriesPage:
    """An indicator of a place: its newest value, all values, and how they were revised."""

    head: Head
    crumbs: tuple[Link, ...]
    name: str
    code: str
    unit: str
    flow: Link
    updated: datetime
    demonstration: bool
    latest: Latest | None
    elements: tuple[Element, ...]
    chart: Chart | None
    periods: tuple[PeriodLine, ...]
    legend: tuple[Element, ...]
    breaks: tuple[Element, ...]
    triangle: Triangle | None
    vintages: tuple[VintageLine, ...]
    methods: tuple[Element, ...]
    downloads: tuple[Link, ...]
    queries: tuple[Query, ...]
    ld: Mapping[str, Any]
    address: str
