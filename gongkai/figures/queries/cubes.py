"""From what is public to a cube."""

from collections.abc import Collection

from gongkai.figures.queries.numbers import Cell, FlowShown, Numbers
from gongkai.figures.rules import Cube, Kept


def cube(
    numbers: Numbers, flow: FlowShown, keys: Collection[str] | None = None, *,
    first: str = "", last: str = "", since: int | None = None,
) -> Cube:  # fmt: skip
    """Return some series of a flow, or all, over periods from first to last."""
    wanted = flow.ids if keys is None else {key: flow.ids[key] for key in keys if key in flow.ids}
    names = {pk: key for key, pk in wanted.items()}
    found = numbers.cells(names, first, last, since)
    cells = {(names[one.series], one.period): kept(names[one.series], one) for one in found}
    return Cube(
        code=flow.code, meta=flow.meta, keys=list(wanted),
        periods=sorted({one.period for one in found}), cells=cells,
        updated=flow.vintage.visible_from or numbers.at, order=numbers.order,
    )  # fmt: skip


def kept(key: str, one: Cell) -> Kept:
    """Return a value under its key."""
    return Kept(key, one.period, one.number, one.places, one.status, one.missing, one.note)
