"""How a value changed against another period, as the field says it: growth, points, or nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from gongkai.figures.rules import (
    Comparison,
    Kept,
    Price,
    Span,
    a_year_before,
    decimal,
    growth,
    moved,
    spelled,
)
from gongkai.portal import words
from gongkai.portal.queries.data_pages import Change


def changes(
    cell: Kept, cells: Iterable[Kept], said: Mapping[str, Any], breaks: Sequence[Mapping[str, str]]
) -> Iterator[Change]:
    """Yield how a value changed against a year before, and against the period before.

    Rule: a value since the year began is compared with the year before only; a rate changes by
    points; a level at current prices grows nominally; nothing is compared across a break.
    """
    if cell.number is None:
        return
    values = {one.period: one for one in cells}
    for before in _against(cell.period, str(said["span"])):
        then = values.get(before)
        if then is not None and then.number is not None:
            found = _changed(cell, then, said, breaks)
            if found:
                yield found


def _against(period: str, span: str) -> Iterator[str]:
    yield a_year_before(period)
    if span != Span.SO_FAR and moved(period, -1) != a_year_before(period):
        yield moved(period, -1)


def _changed(
    cell: Kept, then: Kept, said: Mapping[str, Any], breaks: Sequence[Mapping[str, str]]
) -> Change | None:
    period = spelled(then.period, said["span"])
    if any(then.period < one["period"] <= cell.period for one in breaks):
        return Change(words.NOT_COMPARED.format(period=period), "")
    new, old = (decimal(one.number or 0, one.places) for one in (cell, then))
    kind = "growth"
    if said["comparison"] != Comparison.LEVEL or said["unit"] in words.POINTS:
        kind, value = "points", new - old
    elif old > 0 and new >= 0:
        kind = "nominal" if said["price"] == Price.CURRENT else kind
        value = growth(new, old)
    else:
        return None
    return _said(kind, value, period, words.POINTS.get(said["unit"], words.POINT))


def _said(kind: str, value: Decimal, period: str, unit: str) -> Change:
    if value == 0:
        return Change(words.LEVEL_WITH.format(period=period), "level")
    word = words.UP_DOWN[kind][value < 0]
    text = words.CHANGE_SAID[kind].format(period=period, word=word, value=abs(value), unit=unit)
    return Change(text, "up" if value > 0 else "down")
