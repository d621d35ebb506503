"""Values the checks hold a text against: what is public, and what is not yet."""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from gongkai.checks.known import Value
from gongkai.figures import words
from gongkai.figures.models import Code, Observation, Vintage
from gongkai.figures.queries.numbers import Cell, Numbers
from gongkai.figures.rules import spelled, split_key
from gongkai.figures.rules.numbers import decimal, rounded

MOST = 20_000  # values of one kind a text is held against
HEAD = 3  # leading digits by which a number is looked for

_NUMBER = re.compile(r"[0-9][0-9,，]*(?:\.[0-9]+)?")
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])")
_QUALIFIED = re.compile(
    rf"^(?:{'|'.join(words.QUALIFIERS)})|[（(][^）)]*[）)]|(?:{'|'.join(words.GROWN)})$"
)


def core(name: str) -> str:
    """Return the part of an indicator's name that a sentence would not leave out.

    >>> core("地区生产总值（现价）")
    '生产总值'
    """
    return _QUALIFIED.sub("", name) or name


def released_values(
    said: str, numbers: Numbers, aliases: Mapping[str, Collection[str]]
) -> list[Value]:
    """Return the public values of the indicators a text names, of the years it names and the
    years before them.

    Shape: aliases are what else an indicator is called, by its name.
    """
    years = {int(one) for one in _YEAR.findall(said)}
    if not years:
        return []
    first, last = str(min(years) - 1), f"{max(years)}-Z"
    found: list[Value] = []
    for shown in numbers.flows.values():
        named = {
            code: names
            for code, one in shown.meta["indicators"].items()
            if stands(names := aliased(one["name"], aliases), said)
        }
        ids = {pk: key for key, pk in shown.ids.items() if split_key(key)[0] in named}
        for cell in numbers.cells(ids, first, last) if ids else ():
            if cell.number is not None and int(cell.period[:4]) in years | {y - 1 for y in years}:
                key = ids[cell.series]
                found.append(_public(shown.code, shown.meta, key, cell, named[split_key(key)[0]]))
    return found[:MOST]


def embargoed_values(
    said: str, at: datetime, public: Collection[int], aliases: Mapping[str, Collection[str]]
) -> list[Value]:
    """Return the values of vintages not public yet that a text might tell: by name or by digits.

    public: drafts that do not count, because they come out with the text or before it. A value the
    public reads already is none.
    """
    drafts = Vintage.objects.drafts().filter(made_at__lte=at).exclude(pk__in=public)
    rows = Observation.objects.filter(vintage__in=drafts, number__isnull=False)
    heads = _heads(said)
    found = []
    for row in rows.select_related("series__indicator", "series__region", "series__flow"):
        names = aliased(row.series.indicator.name, aliases)
        if stands(names, said) or _heads_of(row.number or 0) & heads:
            found.append((row, names))
        if len(found) == MOST:
            break
    told = {(row.series_id, row.period) for row, _ in found}
    standing = {
        (one.series, one.period): Decimal(one.number).scaleb(-one.places)
        for one in Numbers(at).cells({series for series, _ in told})
        if one.number is not None
    }
    codes = {(one.codelist.code, one.code): one.name
             for one in Code.objects.select_related("codelist")} if found else {}  # fmt: skip
    return [
        unreleased(row, names, codes)
        for row, names in found
        if standing.get((row.series_id, row.period)) != Decimal(row.number).scaleb(-row.places)
    ]


def aliased(name: str, aliases: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    """Return what an indicator is called."""
    return (name, *aliases.get(name, ()))


def stands(names: Iterable[str], said: str) -> bool:
    """Say whether a text names an indicator."""
    return any(core(one) in said for one in names)


def _heads(said: str) -> set[str]:
    """Return the leading digits of the numbers of a text."""
    digits = (re.sub(r"[^0-9]", "", one).lstrip("0") for one in _NUMBER.findall(said))
    return {one[:HEAD] for one in digits if len(one) >= HEAD}


def _heads_of(number: int) -> set[str]:
    """Return the leading digits a value may be written with, rounded or not."""
    digits = str(abs(number))
    if len(digits) < HEAD:
        return set()
    head = digits[:HEAD]
    return {head, str(int(head) + 1)}


def _public(
    flow: str, meta: Mapping[str, Any], key: str, cell: Cell, names: tuple[str, ...]
) -> Value:
    code, region, codes = split_key(key)
    one = meta["indicators"][code]
    spoken = [
        next((value["name"] for value in dimension["values"] if value["code"] == item), item)
        for dimension, item in zip(meta["dimensions"][1:], (region, *codes), strict=True)
    ]
    return Value(
        series=f"{flow}:{key}", names=names, region=spoken[0], items=tuple(spoken[1:]),
        period=cell.period,
        number=rounded(decimal(cell.number or 0, cell.places), one["decimals"]),
        places=one["decimals"], unit=one["unit"], comparison=one["comparison"], span=one["span"],
        price=one["price"], scope=one["scope"], said=spelled(cell.period, one["span"]),
    )  # fmt: skip


def unreleased(
    row: Observation, names: tuple[str, ...], codes: Mapping[tuple[str, str], str],
    without: Collection[str] = (),
) -> Value:  # fmt: skip
    """Return a cell of a draft as the checks hold a text against it; without: items not said."""
    one, flow = row.series.indicator, row.series.flow
    _, _, items = split_key(row.series.key)
    said = (codes.get(pair, pair[1]) for pair in zip(flow.codelists, items, strict=False))
    return Value(
        series=f"{flow.code}:{row.series.key}", names=names, region=row.series.region.name,
        items=tuple(one for one in said if one not in without),
        period=row.period, number=decimal(row.number or 0, row.places), places=row.places,
        unit=one.unit, comparison=one.comparison, span=one.span, price=one.price, scope=one.scope,
        said=spelled(row.period, one.span),
    )  # fmt: skip
