"""From what is public to a cube: all of a flow, a slice of it, or piece by piece."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import product

from gongkai.figures.models import Observation
from gongkai.figures.queries.numbers import Cell, FlowShown, Numbers
from gongkai.figures.rules import Cube, Kept, series_key
from gongkai.figures.shelf import KEPT

AT_ONCE = 100  # series of a piece


def cube(
    numbers: Numbers, flow: FlowShown, keys: Collection[str] | None = None, *,
    first: str = "", last: str = "", since: int | None = None,
) -> Cube:  # fmt: skip
    """Return some series of a flow, or all, over periods from first to last."""
    wanted = flow.ids if keys is None else {key: flow.ids[key] for key in keys if key in flow.ids}
    names = {pk: key for key, pk in wanted.items()}
    found = numbers.cells(names, first, last, since)
    cells = {(names[one[0]], one[1]): Kept._make((names[one[0]], *one[1:7])) for one in found}
    return Cube(
        code=flow.code, meta=flow.meta, keys=list(wanted),
        periods=sorted({one.period for one in found}), cells=cells,
        updated=flow.vintage.visible_from or numbers.at, order=numbers.order,
    )  # fmt: skip


def kept(key: str, one: Cell) -> Kept:
    """Return a value under its key."""
    return Kept(key, *one[1:7])


def periods(numbers: Numbers, flow: FlowShown) -> Sequence[str]:
    """Return the periods a flow has values of, the earliest first."""

    def act() -> tuple[Sequence[str], int]:
        found: set[str] = set()
        ids = sorted(flow.ids.values())
        for start in range(0, len(ids), AT_ONCE * 5):
            rows = Observation.objects.filter(
                series__in=ids[start : start + AT_ONCE * 5],
                opened__lte=numbers.order, closed__gt=numbers.order,
            )  # fmt: skip
            found |= set(rows.values_list("period", flat=True).distinct())
        for pk in numbers.plus:
            rows = Observation.objects.filter(vintage=pk, series__flow=flow.vintage.flow_id)
            found |= set(rows.values_list("period", flat=True).distinct())
        return sorted(found), 64 * len(found)

    if numbers.plus or numbers.without:  # a draft may still change
        return act()[0]
    found: Sequence[str] = KEPT.make(("periods", numbers.stamp, flow.code), act)
    return found


def shape(numbers: Numbers, flow: FlowShown) -> Cube:
    """Return a flow without a value: its dimensions and periods, ready to be described."""
    return Cube(code=flow.code, meta=flow.meta, keys=list(flow.ids), periods=periods(numbers, flow),
                cells={}, updated=flow.vintage.visible_from or numbers.at,
                order=numbers.order)  # fmt: skip


def sliced(
    numbers: Numbers, flow: FlowShown, codes: Sequence[Sequence[str]], over: Sequence[str]
) -> Cube:
    """Return the rectangle of some codes of each dimension and some periods.

    Shape: it has every key and period that was asked for, also those nothing is known of.
    """
    keys = [series_key(one[0], one[1], one[2:]) for one in product(*codes)]
    if not keys or not over:
        return replace(shape(numbers, flow), keys=keys, periods=list(over))
    return replace(cube(numbers, flow, keys, first=over[0], last=over[-1]), keys=keys, periods=over)


def pieces(
    numbers: Numbers, flow: FlowShown, codes: Sequence[Sequence[str]], over: Sequence[str]
) -> Iterator[Cube]:
    """Yield the same rectangle some series at a time: no more is held than one piece.

    Shape: series that are not there are left out; one empty piece when none is.
    """
    named = (series_key(one[0], one[1], one[2:]) for one in product(*codes))
    keys = [key for key in named if key in flow.ids]
    numbers = numbers.pinned()
    for start in range(0, max(1, len(keys)), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        if not some or not over:
            yield replace(shape(numbers, flow), keys=some, periods=list(over))
        else:
            yield replace(cube(numbers, flow, some, first=over[0], last=over[-1]), periods=over)
