"""The pages of figures: all flows, a flow, a series. What is public at the site's moment only."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Any

from gongkai.figures.formats.tables import bases, remarks, sign
from gongkai.figures.queries import Cell, FlowShown, cube
from gongkai.figures.rules import (
    PARTS,
    BreakKind,
    Frequency,
    Kept,
    Missing,
    Status,
    ends_on,
    moved,
    spelled,
    split_key,
)
from gongkai.figures.words import BREAK, FREQUENCY, MISSING, SIGNS, STATUS
from gongkai.portal import rules, words
from gongkai.portal.queries import change
from gongkai.portal.queries.data_pages import (
    DataPage,
    FlowLine,
    FlowPage,
    Grid,
    Group,
    Latest,
    Line,
    PeriodLine,
    Query,
    SeriesPage,
    Shown,
    Triangle,
    VintageLine,
)
from gongkai.portal.queries.drawing import chart_of_one, charts_of
from gongkai.portal.queries.flow_data import FlowData, full_name
from gongkai.portal.queries.pages import Element, Link, Place
from gongkai.portal.queries.site import Site, local

NEWEST = {Frequency.YEAR: 6, Frequency.HALF: 4, Frequency.QUARTER: 5, Frequency.MONTH: 6}
TRIANGLE = 12  # vintages side by side
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def data_page(site: Site) -> DataPage:
    """Return the flows by subject, the newest first."""
    flows = site.numbers.flows.values()
    by_subject: dict[str, list[FlowLine]] = {}
    for flow in flows:
        line = _flow_line(site, flow)
        by_subject.setdefault(flow.meta["flow"]["subject"]["name"], []).append(line)
    groups = tuple(
        Group(name, tuple(sorted(lines, key=lambda one: (one.updated, one.name), reverse=True)))
        for name, lines in by_subject.items()
    )
    return DataPage(
        head=site.head(rules.DATA), groups=groups, address=rules.DATA,
        crumbs=(Link(words.HOME, "/"), Link(words.DATA, "", current=True)),
        formats=tuple(Link(*one) for one in words.CATALOG_FILES) if groups else (),
    )  # fmt: skip


def _flow_line(site: Site, flow: FlowShown) -> FlowLine:
    first = next(iter(flow.ids), "")
    name, latest = headline(site, flow, first) if first else ("", None)
    return FlowLine(
        flow.name, rules.data_address(flow.code), FREQUENCY[flow.frequency],
        flow.vintage.visible_from or site.at, flow.meta["flow"]["demonstration"], name, latest,
    )  # fmt: skip


def headline(site: Site, flow: FlowShown, key: str) -> tuple[str, Latest | None]:
    """Return a series' name and its newest value, asking for no other series."""
    found = cube(site.numbers, flow, [key])
    cells = [found.cells[place] for place in sorted(found.cells)]
    is_alone = all(len(one["values"]) == 1 for one in flow.meta["dimensions"][1:])
    name = found.indicator(key)["name"] if is_alone else full_name(flow.meta, key)
    return name, latest_of(flow.meta, key, cells)


def latest_of(meta: Any, key: str, cells: Sequence[Kept]) -> Latest | None:
    """Return the newest value of a series; where there is none at all, why the newest is missing."""
    if not cells:
        return None
    said = meta["indicators"][split_key(key)[0]]
    cell = next((one for one in reversed(cells) if one.number is not None), cells[-1])
    return Latest(
        spelled(cell.period, said["span"]), sign(cell), said["unit"],
        "" if cell.missing else STATUS[Status(cell.status)],
        MISSING[Missing(cell.missing)] if cell.missing else "", cell.note,
        tuple(change.changes(cell, cells, said, meta["breaks"].get(key, ()))),
        ends_on(cell.period),
    )  # fmt: skip


def dataset_page(data: FlowData, *, files: Sequence[str] = (), ld: Any = None) -> FlowPage:
    """Return a flow's page. Shape: files are the endings of what can be downloaded beside it."""
    flow, site = data.flow, data.site
    said = flow.meta["flow"]
    return FlowPage(
        head=site.head(rules.DATA), address=rules.data_address(flow.code),
        crumbs=(Link(words.HOME, "/"), Link(words.DATA, rules.DATA),
                Link(flow.name, "", current=True)),
        name=flow.name, code=flow.code, frequency=FREQUENCY[flow.frequency],
        subject=said["subject"]["name"], updated=data.updated,
        demonstration=said["demonstration"], grid=_grid(data), charts=charts_of(data),
        meanings=tuple(_meanings(data)),
        methods=tuple(Element(*one) for one in remarks(data.cube)),
        vintages=data.vintage_lines(), downloads=downloads(flow.code, files),
        queries=tuple(_queries(data)), ld=ld or {},
    )  # fmt: skip


def downloads(code: str, files: Sequence[str]) -> tuple[Link, ...]:
    """Return what can be taken along of a flow."""
    found = [Link(words.DOWNLOADS[one], rules.data_address(code, name=f"{code}.{one}"))
             for one in files]  # fmt: skip
    if "csv" in files:
        name = f"{code}.csv-metadata.json"
        found.append(Link(words.DOWNLOAD_META, rules.data_address(code, name=name)))
    return tuple(found)


def _meanings(data: FlowData) -> Iterator[Element]:
    for code, said in data.meta["indicators"].items():
        if any(key.startswith(f"{code}.") for key in data.keys):
            unit, based = said["unit"], bases(said)
            what = f"{said['meaning'].rstrip('。')}。" if said["meaning"] else ""
            yield Element(f"{said['name']}（{unit}）", f"{what}{based}。")


def _queries(data: FlowData, key: str = "") -> Iterator[Query]:
    """Yield the addresses that go on answering: the newest, from a period, all, as it stood."""
    periods = [one.period for one in data.by_key[key]] if key else data.cube.periods
    if not periods:
        return
    count = PARTS[data.flow.frequency] * 2
    first = periods[max(0, len(periods) - count)]
    yield Query(words.QUERY_LATEST.format(count=count), data.query(
        key, "outputFormat=json-stat2", f"TOP({count})"))  # fmt: skip
    yield Query(words.QUERY_FROM.format(period=data.cube.period(first)), data.query(
        key, "outputFormat=json-stat2", f"FROM({first})"))  # fmt: skip
    yield Query(words.QUERY_ALL, data.query(key, "outputFormat=csv", "*"))
    last = data.vintages[-1]
    named = f"{local(data.opened_at(last)):%Y-%m-%d %H:%M}"
    yield Query(words.QUERY_FROZEN.format(moment=named), data.frozen(last, key))
    chosen = f"{data.flow.frequency}.{key}" if key else "all"
    yield Query(words.QUERY_SDMX_OLD, f"/sdmx/v1/data/{data.code}/{chosen}")


def _grid(data: FlowData) -> Grid:
    """Return the newest periods of all series as a table, the newest first: phones show few."""
    periods = data.cube.periods[: -NEWEST[data.flow.frequency] - 1 : -1]
    spans = {data.cube.indicator(key)["span"] for key in data.keys}
    span = spans.pop() if len(spans) == 1 else "period"
    noted: dict[str, str] = {}
    lines = tuple(
        Line(
            data.name(key), rules.data_address(data.code, key), data.cube.indicator(key)["unit"],
            tuple(_shown(data, key, period, noted) for period in periods),
        )
        for key in data.keys
    )  # fmt: skip
    return Grid(
        data.flow.name, tuple(spelled(one, span) for one in periods), lines,
        _legend(line.cells for line in lines),
        tuple(Element(mark, said) for said, mark in noted.items()),
    )  # fmt: skip


def _shown(data: FlowData, key: str, period: str, noted: dict[str, str]) -> Shown:
    cell = data.cube.cells.get((key, period))
    if cell is None:
        return Shown()
    note = data.notes.get((key, period), "")
    if note and note not in noted:
        count = len(noted)
        noted[note] = CIRCLED[count] if count < len(CIRCLED) else f"[{count + 1}]"
    return shown(cell, noted.get(note, ""))


def shown(cell: Kept, note: str = "") -> Shown:
    """Return a value as a table shows it."""
    state = "" if cell.missing else words.STATUS_MARK.get(cell.status, "")
    said = MISSING[Missing(cell.missing)] if cell.missing else ""
    return Shown(sign(cell), said, tuple(filter(None, (state, note))))


def _legend(rows: Iterable[Iterable[Shown]]) -> tuple[Element, ...]:
    """Return what the signs and marks of a table mean, those that are used."""
    cells = [cell for row in rows for cell in row]
    used = {cell.said for cell in cells}
    marks = {mark for cell in cells for mark in cell.marks}
    found = [Element(SIGNS[one], MISSING[one]) for one in Missing if MISSING[one] in used]
    found += [Element(mark, STATUS[Status(code)]) for code, mark in words.STATUS_MARK.items()
              if mark in marks]  # fmt: skip
    if any(not cell.text for cell in cells):
        found.append(Element(words.NO_CELL, words.NO_CELL_SAID))
    return tuple(found)


def series_page(
    data: FlowData, key: str, *, files: Sequence[str] = (), ld: Any = None
) -> SeriesPage:
    """Return the page of a series."""
    flow, said, cells = data.flow, data.cube.indicator(key), data.by_key[key]
    name = data.name(key)
    orders = {one.opened for one in data.history.get(key, ())}
    lines = tuple(_period_lines(data, key))
    return SeriesPage(
        head=data.site.head(rules.DATA), address=rules.data_address(flow.code, key),
        crumbs=(Link(words.HOME, "/"), Link(words.DATA, rules.DATA),
                Link(flow.name, rules.data_address(flow.code)), Link(name, "", current=True)),
        name=name, code=key, unit=said["unit"],
        flow=Link(flow.name, rules.data_address(flow.code)), updated=data.updated,
        demonstration=flow.meta["flow"]["demonstration"],
        latest=latest_of(flow.meta, key, cells), elements=_elements(said),
        chart=chart_of_one(data, key), periods=lines,
        legend=_legend([[line.value for line in lines]]),
        breaks=tuple(
            Element(words.BREAK_BEFORE.format(period=spelled(one["period"], said["span"])), _broken(one))
            for one in flow.meta["breaks"].get(key, ())
        ),
        triangle=_triangle(data, key), vintages=_own_vintages(data, orders),
        methods=tuple(Element(*one) for one in remarks(data.cube)),
        downloads=downloads(flow.code, files), queries=tuple(_queries(data, key)), ld=ld or {},
    )  # fmt: skip


def _elements(said: Any) -> tuple[Element, ...]:
    pairs = [(words.BASIS, bases(said)), (words.MEANING, said["meaning"])]
    return tuple(Element(name, value) for name, value in pairs if value)


def _broken(one: Any) -> str:
    return words.BREAK_SAID.format(kind=BREAK[BreakKind(one["kind"])], text=one["text"])


def _period_lines(data: FlowData, key: str) -> Iterator[PeriodLine]:
    """Yield the periods of a series, the newest first."""
    said = data.cube.indicator(key)
    broken = {one["period"]: _broken(one) for one in data.meta["breaks"].get(key, ())}
    for cell in reversed(data.by_key[key]):
        state = MISSING[Missing(cell.missing)] if cell.missing else STATUS[Status(cell.status)]
        yield PeriodLine(
            spelled(cell.period, said["span"]), Shown(sign(cell), state if cell.missing else ""),
            state, cell.note, broken.get(cell.period, ""),
        )  # fmt: skip


def _own_vintages(data: FlowData, orders: set[int]) -> tuple[VintageLine, ...]:
    """Return the vintages that brought a value of a series; one that comes out now has no order."""
    known = {one.order for one in data.vintages}
    waiting = {None} if orders - known else set()
    return data.vintage_lines(orders | waiting)


def _triangle(data: FlowData, key: str) -> Triangle | None:
    """Return what the vintages said of each period that was revised; None when none was."""
    said: dict[str, dict[int, Cell]] = {}
    for one in data.history.get(key, ()):
        said.setdefault(one.period, {})[one.opened] = one
    revised = {period: found for period, found in said.items() if len(found) > 1}
    if not revised:
        return None
    known = {one.order: one for one in data.vintages if one.order}
    orders = sorted({order for found in revised.values() for order in found})[-TRIANGLE:]
    span = data.cube.indicator(key)["span"]
    head = tuple(
        line for order in orders
        for line in data.vintage_lines([order if order in known else None])[:1]
    )  # fmt: skip
    lines = tuple(
        Line(spelled(period, span), "", "", tuple(_told(found.get(order)) for order in orders))
        for period, found in sorted(revised.items(), reverse=True)
    )
    return Triangle(head, lines)


def _told(cell: Cell | None) -> Shown:
    if cell is None:
        return Shown()
    return shown(Kept("", cell.period, cell.number, cell.places, cell.status, cell.missing, ""))


def data_places(site: Site) -> tuple[Place, ...]:
    """Return the addresses of the figures, for the site map."""
    return tuple(
        Place(rules.data_address(flow.code, key), flow.vintage.visible_from or site.at)
        for flow in site.numbers.flows.values() for key in ("", *flow.ids)
    )  # fmt: skip


def covered(periods: Sequence[str]) -> tuple[str, str]:
    """Return the first and the last day of some periods in order, as ISO dates."""
    first = ends_on(moved(periods[0], -1)) + timedelta(days=1)
    return str(first), str(ends_on(periods[-1]))
