"""Single values as texts quote them, and the rows a text's references lead to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from gongkai.figures import rules, words
from gongkai.figures.models import STANDS, Series, Vintage
from gongkai.figures.queries.numbers import Cell, Numbers
from gongkai.figures.rules import Price, Status


@dataclass(frozen=True)
class Quoted:
    """A value in the house form, and the vintage (sha256) it is of."""

    indicator: str
    period: str
    value: str
    unit: str
    note: str
    vintage: str


def quoted(series: Series, period: str, numbers: Numbers) -> Quoted | None:
    """Return what a text says of a series for a period; None where nothing stands to be quoted.

    Rule: digits with the indicator's decimals; what is not final says so.
    """
    cell = next(iter(numbers.cells([series.pk], period, period)), None)
    shown = numbers.flows.get(series.flow.code)
    if cell is None or cell.number is None or shown is None or series.key not in shown.ids:
        return None
    code = rules.split_key(series.key)[0]
    said = shown.meta["indicators"][code]
    return Quoted(
        indicator=_name(shown.meta, series.key, said["name"]),
        period=rules.spelled(period, said["span"]),
        value=house_form(cell, said["decimals"]), unit=said["unit"],
        note="，".join(_notes(said, cell)), vintage=_of(cell, numbers),
    )  # fmt: skip


def house_form(cell: Cell, decimals: int) -> str:
    """Return a cell's value with so many decimals, half up. The cell must have a value."""
    value = rules.decimal(cell.number or 0, cell.places)
    return str(rules.rounded(value, decimals))


def _name(meta: Mapping[str, Any], key: str, indicator: str) -> str:
    """Return an indicator's name with what it is of, where the flow holds more than one such."""
    _, region, codes = rules.split_key(key)
    names = []
    for dimension, code in zip(meta["dimensions"][1:], (region, *codes), strict=True):
        if len(dimension["values"]) > 1:
            names += [one["name"] for one in dimension["values"] if one["code"] == code]
    return "".join(names) + indicator


def _notes(said: Mapping[str, Any], cell: Cell) -> Iterable[str]:
    if said["scope"]:
        yield said["scope"]
    if said["price"] == Price.COMPARABLE:
        yield words.PRICE[Price.COMPARABLE]
    if cell.status != Status.FINAL:
        yield words.STATUS[Status(cell.status)]
    if cell.note:
        yield cell.note


def _of(cell: Cell, numbers: Numbers) -> str:
    """Return the content hash of the vintage a cell was read from."""
    rows = Vintage.objects.filter(order=cell.opened)
    if cell.opened == STANDS:  # one not opened yet: the last of those laid over
        rows = Vintage.objects.filter(pk__in=numbers.plus)
        rows = rows.filter(observations__series=cell.series, observations__period=cell.period)
        order = {pk: n for n, pk in enumerate(numbers.plus)}
        return max(rows, key=lambda one: order[one.pk]).sha256
    return rows.get().sha256


def known_figures(
    blocks: Iterable[Mapping[str, Any]],
) -> tuple[dict[str, int], dict[tuple[str, str], int]]:
    """Return the rows that canonical blocks name: vintages by sha256, series by flow and key."""
    hashes, keys = set(), set()
    for block in blocks:
        if block["type"] == "data":
            hashes.add(block["sha256"])
            keys |= {(block["flow"], key) for key in block["show"]["keys"]}
        elif block["type"] == "figure" and "series" in block:
            keys.add((block["series"]["flow"], block["series"]["key"]))
    vintages = Vintage.objects.filter(sha256__in=hashes).order_by("pk")
    return dict(vintages.values_list("sha256", "pk")), series_of(keys)


def series_of(keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Return the rows of series by flow and key."""
    wanted = set(keys)
    either = Q(flow__code__in={flow for flow, _ in wanted}, key__in={key for _, key in wanted})
    rows = Series.objects.filter(either).values_list("flow__code", "key", "pk") if wanted else ()
    return {(flow, key): pk for flow, key, pk in rows if (flow, key) in wanted}


NAMES = {
    Series: ("indicator__name", "region__name", "flow__name", "key"),
    Vintage: ("title", "flow__name", "flow__code"),
}


def named(word: str, kind: type[Series] | type[Vintage]) -> Q:
    """Return which rows of a kind bear a word in a name or code."""
    found = Q()
    for place in NAMES[kind]:
        found |= Q(**{f"{place}__icontains": word})
    return found
