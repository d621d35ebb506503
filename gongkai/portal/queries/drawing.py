"""Which chart shows a flow or a series, and what it says to who can't see it."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from gongkai.figures.rules import (
    PARTS,
    Comparison,
    Frequency,
    Kept,
    Span,
    makes_whole,
    spelled,
    split,
    text,
)
from gongkai.portal import rules, words
from gongkai.portal.queries.data_pages import Chart
from gongkai.portal.queries.flow_data import FlowData

MOST_SERIES = 5  # told apart by shape and dash
MOST_BARS = 40
YEARS = 3  # back from the newest, of what is counted within the year
MOST_YEARS = 40
DRAWN = 300  # series of a flow that are drawn one by one: a chart takes about 0.15 seconds
DRAWINGS = 2  # of a flow: its first two units


def chart_of_one(data: FlowData, key: str) -> Chart | None:
    """Return the chart of a series; None where two points do not make a line, or in a large flow."""
    periods = _periods(data.cube.periods, data.by_key[key])
    if len(periods) < 2 or len(data.keys) > DRAWN:
        return None
    said = data.cube.indicator(key)
    values = [_digits(data.cube.cells.get((key, one))) for one in periods]
    block = _block(data, [key], periods, data.name(key), [values])
    block["alt"] = _alt_of_one(data.name(key), said, periods, values)
    return Chart(block, *(rules.data_address(data.code, key, f"chart.{one}")
                          for one in ("svg", "png")))  # fmt: skip


def charts_of(data: FlowData) -> tuple[Chart, ...]:
    """Return the charts of a flow: of its first two units, up to five series each."""
    by_unit: dict[str, list[str]] = {}
    for key in data.keys:
        by_unit.setdefault(data.cube.indicator(key)["unit"], []).append(key)
    found = []
    for number, (unit, keys) in enumerate(list(by_unit.items())[:DRAWINGS], 1):
        chosen = keys[:MOST_SERIES]
        periods = _periods(data.cube.periods, [one for key in chosen for one in data.by_key[key]])
        if len(periods) < 2:
            continue
        values = [[_digits(data.cube.cells.get((key, one))) for one in periods] for key in chosen]
        block = _block(data, chosen, periods, f"{data.flow.name}（{unit}）", values)
        block["alt"] = words.CHART_OF_MANY.format(
            names="、".join(_names(data, chosen)), unit=unit, first=data.cube.period(periods[0]),
            last=data.cube.period(periods[-1]),
        )  # fmt: skip
        found.append(Chart(block, *(rules.data_address(data.code, name=f"chart-{number}.{one}")
                                    for one in ("svg", "png"))))  # fmt: skip
    return tuple(found)


def _periods(periods: Sequence[str], cells: Sequence[Kept]) -> list[str]:
    """Return the periods that are drawn: the newest that have values, and all between."""
    held = [one.period for one in cells if one.number is not None]
    if not held:
        return []
    parts = PARTS[split(held[0])[0]]
    most = MOST_YEARS if parts == 1 else parts * YEARS + 1
    return [one for one in periods if min(held) <= one <= max(held)][-most:]


def _block(
    data: FlowData, keys: Sequence[str], periods: Sequence[str], title: str,
    values: Sequence[Sequence[str]],
) -> dict[str, Any]:  # fmt: skip
    said = [data.cube.indicator(key) for key in keys]
    breaks = {one["period"] for key in keys for one in data.meta["breaks"].get(key, ())}
    return {
        "type": "chart", "title": title, "unit": said[0]["unit"],
        "form": _form(said, len(periods), values), "labels": [_label(one) for one in periods],
        "series": [{"name": name, "values": list(row)}
                   for name, row in zip(_names(data, keys), values, strict=True)],
        "breaks": [n for n, one in enumerate(periods) if n and one in breaks],
    }  # fmt: skip


def _form(said: Sequence[Any], count: int, values: Sequence[Sequence[str]]) -> str:
    """Return the form that fits: parts of a whole stacked, indices beside their base, levels as
    bars while these can be told apart, all else as lines.
    """
    first = said[0]
    if first["comparison"] == Comparison.SHARE and len(said) > 1 and makes_whole(values):
        return "share"
    if first["unit"].endswith("=100"):
        return "index"
    is_level = first["comparison"] == Comparison.LEVEL
    is_bar = is_level and count * len(said) <= MOST_BARS and first["span"] != Span.POINT
    return "bar" if is_bar and first["unit"] not in words.POINTS else "line"


def _names(data: FlowData, keys: Sequence[str]) -> list[str]:
    """Return names as long as they must be to be told apart."""
    short = [data.cube.indicator(key)["name"] for key in keys]
    if len(set(short)) == len(short):
        return short
    full = [data.name(key) for key in keys]
    if len(set(short)) == 1:  # one indicator, many places
        return [one.removeprefix(short[0])[1:-1] for one in full]
    return full


def _label(period: str) -> str:
    frequency, year, part = split(period)
    if frequency == Frequency.YEAR:
        return str(year)
    return f"{year}.{part}" if frequency == Frequency.MONTH else f"{year}{frequency}{part}"


def _digits(cell: Kept | None) -> str:
    return "" if cell is None or cell.number is None else text(cell.number, cell.places)


def _alt_of_one(name: str, said: Any, periods: Sequence[str], values: Sequence[str]) -> str:
    known = [(period, value) for period, value in zip(periods, values, strict=True) if value]
    ordered = sorted((value for _, value in known), key=Decimal)
    return words.CHART_OF_ONE.format(
        name=name, first=spelled(periods[0], said["span"]), unit=said["unit"],
        last=spelled(periods[-1], said["span"]), period=spelled(known[-1][0], said["span"]),
        value=known[-1][1], most=ordered[-1], least=ordered[0],
    )  # fmt: skip
