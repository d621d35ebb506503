"""The figures' desk: flows and their vintages as their section sees them, revisions, differences."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from gongkai.figures import rules, words
from gongkai.figures.models import (
    Break,
    Code,
    Codelist,
    Flow,
    Indicator,
    Observation,
    Region,
    Series,
    Subject,
    Vintage,
)
from gongkai.figures.queries.meta import meta_of
from gongkai.figures.queries.numbers import Cell, Numbers
from gongkai.figures.queries.protected import ProofShown, proof_of
from gongkai.figures.queries.vintages import is_consent_void, method_gaps
from gongkai.figures.rules import Missing, Status
from gongkai.people.models import Department, PostKind, User
from gongkai.people.queries import seats

PER_PAGE = 100
COLUMNS = 12  # of a triangle: the last openings


def own_departments(user: User, at: datetime) -> set[int]:
    """Return the departments whose figures a person keeps."""
    return {seat.department.pk for seat in seats(user, at) if seat.kind == PostKind.EDITOR}


def readable_vintages(user: User, at: datetime) -> QuerySet[Vintage]:
    """Return the vintages a person may read at the desk: opened ones, drafts of own sections.

    Rule: what waits for its moment is read by who makes it and, on its card, by who signs it.
    """
    own = own_departments(user, at)
    rows = Vintage.objects.select_related("flow__subject", "flow__department", "made_by")
    return rows.filter(Q(order__isnull=False) | Q(flow__department__in=own))


@dataclass(frozen=True)
class FlowLine:
    """A flow in the list: how many drafts are under way, and when it last came out."""

    flow: Flow
    drafts: int
    last: Vintage | None


def flows_by_subject(user: User, at: datetime) -> list[tuple[Subject, list[FlowLine]]]:
    """Return all flows under their subjects."""
    found: dict[Subject, list[FlowLine]] = defaultdict(list)
    drafts: dict[int, int] = defaultdict(int)
    last: dict[int, Vintage] = {}
    rows = readable_vintages(user, at).defer("meta")
    for row in rows.filter(dropped_at=None, withdrawn_at=None).order_by("order", "pk"):
        if row.order is None:
            drafts[row.flow_id] += 1
        else:
            last[row.flow_id] = row
    for flow in Flow.objects.select_related("subject", "department"):
        line = FlowLine(flow, drafts[flow.pk], last.get(flow.pk))
        found[flow.subject].append(line)
    return sorted(found.items(), key=lambda one: (one[0].place, one[0].code))


@dataclass(frozen=True)
class FlowDesk:
    """A flow's page."""

    flow: Flow
    mine: bool
    series: Page
    vintages: Page
    breaks: tuple[Break, ...]
    notes: tuple[tuple[str, str], ...]
    gaps: tuple[str, ...]


def flow_desk(flow: Flow, user: User, at: datetime, page: str | None = None) -> FlowDesk:
    """Return a flow's page as a person sees it."""
    rows = Series.objects.filter(flow=flow).select_related("indicator", "region")
    vintages = readable_vintages(user, at).filter(flow=flow).defer("meta")
    notes = [(words.NOTE_NAMES[name], getattr(flow, name)) for name in words.NOTE_NAMES
             if name != "meaning"]  # fmt: skip
    return FlowDesk(
        flow=flow, mine=flow.department_id in own_departments(user, at),
        series=Paginator(rows.order_by("pk"), PER_PAGE).get_page(page),
        vintages=Paginator(vintages, PER_PAGE).get_page(None),
        breaks=tuple(Break.objects.filter(series__flow=flow).select_related("series")),
        notes=tuple(notes), gaps=tuple(method_gaps(meta_of(flow, None))),
    )  # fmt: skip


@dataclass(frozen=True)
class Compared:
    """A cell of a vintage beside what stands. what: 新增, 修订, 未变."""

    key: str
    name: str
    period: str
    value: str
    said: str
    note: str
    stands: str
    change: str
    what: str


@dataclass(frozen=True)
class VintageDesk:
    """A vintage's page."""

    vintage: Vintage
    mine: bool
    editable: bool
    cells: Page
    compared: tuple[Compared, ...]
    gaps: tuple[str, ...]
    renamed: bool
    consent: Mapping[str, Any] | None
    may_confirm: bool
    gate: Mapping[str, Any] | None
    proof: ProofShown | None = None
    consent_void: bool = False


def vintage_desk(row: Vintage, user: User, at: datetime, page: str | None = None) -> VintageDesk:
    """Return a vintage's page, its cells beside what stands now."""
    mine = row.flow.department_id in own_departments(user, at)
    editable = mine and row.order is None and row.dropped_at is None and row.signed_at is None
    rows = Observation.objects.filter(vintage=row).select_related("series__indicator",
                                                                  "series__region")  # fmt: skip
    cells = Paginator(rows.order_by("series", "period"), PER_PAGE).get_page(page)
    consent = row.gate.get("consent")
    void = is_consent_void(row)
    waits = bool(consent) and not consent.get("confirmed_by") and not void
    return VintageDesk(
        vintage=row, mine=mine, editable=editable, cells=cells,
        compared=tuple(_compared(list(cells), row, at)), gaps=tuple(method_gaps(row.meta)),
        renamed=editable and meta_of(row.flow, row.pk) != row.meta,
        consent=consent, may_confirm=editable and waits and consent["entered_by"] != user.pk,
        gate=row.gate if row.gate.get("released_at") else None, proof=proof_of(row),
        consent_void=void,
    ) if row.meta else VintageDesk(row, mine, False, cells, (), (), False, None, False, None)  # fmt: skip


def _compared(cells: Sequence[Observation], row: Vintage, at: datetime) -> list[Compared]:
    """Return cells beside what stands; of an opened vintage, beside what it took the place of."""
    if not cells:
        return []
    numbers = Numbers(at, without=[row.pk] if row.order is not None else [])
    periods = [one.period for one in cells]
    standing = {
        (one.series, one.period): one
        for one in numbers.cells({one.series_id for one in cells}, min(periods), max(periods))
    }
    return [_beside(one, standing.get((one.series_id, one.period))) for one in cells]


def _beside(one: Observation, stands: Cell | None) -> Compared:
    value, was = shown(one.number, one.places, one.missing), ""
    change = what = ""
    if stands is None:
        what = words.NEW
    else:
        was = shown(stands.number, stands.places, stands.missing)
        what = words.SAME if was == value else words.REVISED
        if one.number is not None and stands.number is not None and was != value:
            difference = (rules.decimal(one.number, one.places)
                          - rules.decimal(stands.number, stands.places))  # fmt: skip
            change = f"{difference:+f}"
    return Compared(
        key=one.series.key, name=f"{one.series.indicator.name} {one.series.region.name}",
        period=one.period, value=value,
        said="" if one.status == Status.FINAL else words.STATUS[Status(one.status)],
        note=one.note, stands=was, change=change, what=what,
    )  # fmt: skip


def shown(number: int | None, places: int, missing: str) -> str:
    """Return a cell in digits, or why it is missing."""
    return words.MISSING[Missing(missing)] if number is None else rules.text(number, places)


@dataclass(frozen=True)
class Triangle:
    """A series' revisions: a row a period, a column an opening, what was changed marked."""

    series: Series
    vintages: tuple[Vintage, ...]
    rows: tuple[tuple[str, tuple[tuple[str, bool], ...]], ...]


def triangle(series: Series, at: datetime) -> Triangle:
    """Return what stood of a series after each of the last openings that changed it."""
    numbers = Numbers(at)
    history = numbers.history([series.pk])
    orders = sorted({one.opened for one in history})[-COLUMNS:]
    vintages = {row.order: row for row in Vintage.objects.filter(order__in=orders).defer("meta")}
    by_period: dict[str, list[Cell]] = defaultdict(list)
    for one in history:
        by_period[one.period].append(one)
    rows = [(period, tuple(_along(found, orders)))
            for period, found in sorted(by_period.items(), reverse=True)]  # fmt: skip
    return Triangle(series, tuple(vintages[order] for order in orders), tuple(rows))


def _along(found: Sequence[Cell], orders: Sequence[int]) -> list[tuple[str, bool]]:
    """Return a period's value after each opening, and whether that opening changed it."""
    line = []
    for order in orders:
        past = [one for one in found if one.opened <= order]
        text = shown(past[-1].number, past[-1].places, past[-1].missing) if past else ""
        line.append((text, len(past) > 1 and past[-1].opened == order))
    return line


@dataclass(frozen=True)
class Names:
    """What is defined: subjects, indicators, regions, classifications."""

    subjects: tuple[Subject, ...]
    indicators: Page
    codelists: tuple[tuple[Codelist, tuple[Code, ...]], ...]
    regions: tuple[Region, ...]


def names(asked: str = "", page: str | None = None) -> Names:
    """Return what is defined; of indicators those whose name or code holds some words."""
    rows = Indicator.objects.select_related("subject")
    for word in asked.split():
        rows = rows.filter(Q(name__icontains=word) | Q(code__icontains=word))
    lists = Codelist.objects.prefetch_related("codes")
    return Names(
        subjects=tuple(Subject.objects.all()), indicators=Paginator(rows, PER_PAGE).get_page(page),
        codelists=tuple((one, tuple(one.codes.all())) for one in lists),
        regions=tuple(Region.objects.select_related("above")),
    )  # fmt: skip


def cell_of(vintage: Vintage, key: str, period: str) -> Observation | None:
    """Return a cell of a vintage."""
    return vintage.observations.filter(series__key=key, period=period).first()


def departments_of(user: User, at: datetime) -> QuerySet[Department]:
    """Return the departments a person may keep figures for."""
    return Department.objects.filter(pk__in=own_departments(user, at))


def indicators() -> QuerySet[Indicator]:
    """Return all indicators, by name."""
    return Indicator.objects.order_by("name", "code")


def regions() -> QuerySet[Region]:
    """Return all regions."""
    return Region.objects.all()


def codelists() -> QuerySet[Codelist]:
    """Return all classifications."""
    return Codelist.objects.all()


def codes_of(names: Sequence[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return classifications as choices: (name, [(code, name of the item)])."""
    rows = {one.code: one for one in Codelist.objects.filter(code__in=names)}
    return [(rows[name].name, list(rows[name].codes.values_list("code", "name")))
            for name in names if name in rows]  # fmt: skip


def series_in(flow: Flow) -> QuerySet[Series]:
    """Return a flow's series."""
    return Series.objects.filter(flow=flow).select_related("indicator", "region").order_by("pk")
