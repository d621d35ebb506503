"""A flow's values series by series, some at a time: no more is held than one piece."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, Max, Min

from gongkai.figures.models import Observation
from gongkai.figures.queries.numbers import Cell, FlowShown, Numbers

AT_ONCE = 100  # series of a piece


@dataclass(frozen=True)
class Extent:
    """What there is of some series: which have values, how many, from when to when."""

    keys: Sequence[str]
    cells: int
    first: str
    last: str


@dataclass(frozen=True)
class Slice:
    """What is asked of a flow. Shape: since is an order; first_n and last_n count from the ends."""

    keys: Sequence[str]
    first: str = ""
    last: str = ""
    keep: Callable[[str], bool] | None = None
    since: int | None = None
    first_n: int | None = None
    last_n: int | None = None
    has_history: bool = False


def runs(numbers: Numbers, flow: FlowShown, asked: Slice) -> Iterator[list[tuple[str, list[Cell]]]]:
    """Yield series with their values, piece by piece; one without values is left out."""
    steady = numbers.pinned() if len(asked.keys) > AT_ONCE else numbers
    for start in range(0, len(asked.keys), AT_ONCE):
        names = {flow.ids[key]: key for key in asked.keys[start : start + AT_ONCE]}
        cells = (
            steady.history(names, asked.first, asked.last) if asked.has_history
            else steady.cells(names, asked.first, asked.last, asked.since)
        )  # fmt: skip
        found = [(names[pk], _cut(list(rows), asked))
                 for pk, rows in groupby(cells, key=lambda one: one.series)]  # fmt: skip
        yield [run for run in found if run[1]]


def _cut(rows: list[Cell], asked: Slice) -> list[Cell]:
    """Return the values of a series that were asked for; of a history, by their periods."""
    if asked.keep is not None:
        rows = [one for one in rows if asked.keep(one.period)]
    if asked.has_history and asked.since is not None:
        rows = [one for one in rows if one.opened > asked.since]
    if asked.first_n is None and asked.last_n is None:
        return rows
    periods = list(dict.fromkeys(one.period for one in rows))
    kept = set(periods[: asked.first_n or 0])
    kept |= set(periods[-asked.last_n :] if asked.last_n else ())
    return [one for one in rows if one.period in kept]


def extent(numbers: Numbers, flow: FlowShown, asked: Slice) -> Extent:
    """Return what there is of a slice, counted by the database when that can be."""
    if asked.keep is not None or asked.since is not None:
        return _read(numbers, flow, asked)
    keys, cells, firsts, lasts = [], 0, [], []
    for start in range(0, len(asked.keys), AT_ONCE * 5):
        names = {flow.ids[key]: key for key in asked.keys[start : start + AT_ONCE * 5]}
        rows = Observation.objects.filter(
            series__in=names, opened__lte=numbers.order, closed__gt=numbers.order
        )
        rows = rows.filter(period__gte=asked.first) if asked.first else rows
        rows = rows.filter(period__lte=asked.last) if asked.last else rows
        counted = rows.values("series").annotate(
            cells=Count("pk"), first=Min("period"), last=Max("period")
        )
        for row in counted.order_by("series"):
            keys.append(names[row["series"]])
            cells += row["cells"]
            firsts.append(row["first"])
            lasts.append(row["last"])
    return Extent(keys, cells, min(firsts, default=""), max(lasts, default=""))


def _read(numbers: Numbers, flow: FlowShown, asked: Slice) -> Extent:
    found = [run for piece in runs(numbers, flow, asked) for run in piece]
    periods = {one.period for _, rows in found for one in rows}
    return Extent([key for key, _ in found], sum(len(rows) for _, rows in found),
                  min(periods, default=""), max(periods, default=""))  # fmt: skip
