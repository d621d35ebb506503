"""From a CSV file and its spec to a table: cells as they stand, or made from microdata."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from itertools import product

from gongkai.checks.cells.spec import Grouping, Spec
from gongkai.checks.cells.tables import Cell, Contributors, Dimension, Key, Table, build
from gongkai.law.refused import Refused

Row = Mapping[str, str]
KEPT = 20  # largest contributions remembered of a cell
Ancestors = Mapping[str, tuple[str, ...]]


def read_table(text: str, spec: Spec) -> Table:
    """Return the table of a CSV text. Raises: Refused, with the line that is wrong."""
    rows = _rows(text, spec)
    dimensions = [
        _dimension(one, rows, leaves_only=bool(spec.respondent)) for one in spec.groupings
    ]
    cells = _summed(rows, spec, dimensions) if spec.respondent else _cells(rows, spec)
    return build(
        dimensions, cells, crossings=spec.crossings,
        absent_is_zero=spec.absent_is_zero or bool(spec.respondent),
        empty_is_known=spec.empty_is_known, bounds=spec.bounds, tolerance=spec.tolerance,
    )  # fmt: skip


def _rows(text: str, spec: Spec) -> list[Row]:
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    named = [one.name for one in spec.groupings] + [spec.value, spec.count, *spec.largest]
    named += [spec.respondent, spec.holding, spec.weight]
    missing = [name for name in named if name and name not in (reader.fieldnames or ())]
    if missing:
        raise Refused("cells.column", f"表里没有“{missing[0]}”列。")
    rows: list[Row] = list(reader)
    if not rows:
        raise Refused("cells.empty", "表里没有数据行。")
    for line, row in enumerate(rows, start=2):
        short = [name for name in named if name and row[name] is None]
        if short or None in row:
            raise Refused("cells.row", f"第{line}行的列数与表头不符。")
    return rows


def _dimension(grouping: Grouping, rows: Iterable[Row], *, leaves_only: bool) -> Dimension:
    """Return a dimension; without a hierarchy, whatever codes there are add up to the total."""
    children = dict(grouping.children)
    if not children:
        seen = sorted({row[grouping.name] for row in rows} - {grouping.total})
        if not seen:
            raise Refused("cells.hierarchy", f"维度“{grouping.name}”除总计外没有别的代码。")
        children = {grouping.total: (tuple(seen),)}
    elif leaves_only is False and grouping.total not in children:
        raise Refused(
            "cells.hierarchy", f"维度“{grouping.name}”没有写总计“{grouping.total}”的下级。"
        )
    return Dimension(grouping.name, grouping.total, children)


def _cells(rows: Iterable[Row], spec: Spec) -> Iterator[Cell]:
    for line, row in enumerate(rows, start=2):
        key = tuple(row[one.name] for one in spec.groupings)
        value = _number(row[spec.value], line, spec.value)
        contributors = None
        if spec.count and row[spec.count].strip():
            count = int(_number(row[spec.count], line, spec.count))
            largest = [row[name] for name in spec.largest if row[name].strip()]
            contributors = Contributors(
                count, tuple(_number(one, line, "最大调查对象") for one in largest)
            )
            _refuse_impossible(contributors, value, line)
        yield Cell(key, value, contributors)


def _refuse_impossible(who: Contributors, value: Decimal, line: int) -> None:
    falling = all(a >= b for a, b in zip(who.largest, who.largest[1:], strict=False))
    if who.count < 0 or not falling or sum(who.largest) > value * Decimal("1.000001"):
        raise Refused(
            "cells.contributors",
            f"第{line}行的调查对象资料不合理：户数不能为负，最大值应从大到小，合计不能超过单元格的值。",
        )
    if (who.count == 0) != (value == 0) and who.count == 0:
        raise Refused("cells.contributors", f"第{line}行有数值却没有调查对象。")


@dataclass
class _Tally:
    """One cell while rows are added up."""

    total: Decimal = Decimal(0)
    heads: Decimal = Decimal(0)
    by: dict[str, Decimal] = field(default_factory=dict)


def _summed(rows: Iterable[Row], spec: Spec, dimensions: Sequence[Dimension]) -> Iterator[Cell]:
    """Add microdata up to cells; respondents of one holding count as one.

    Shape: a weighted row stands for as many respondents as its weight says; only a holding's own
    rows, and rows of weight 1, can be told apart, so only they are insiders.
    """
    above = [_ancestors(one) for one in dimensions]
    tallies: dict[Key, _Tally] = {}
    for line, row in enumerate(rows, start=2):
        value = _number(row[spec.value], line, spec.value)
        weight = _number(row[spec.weight], line, spec.weight) if spec.weight else Decimal(1)
        if value < 0 or weight <= 0:
            raise Refused("cells.negative", f"第{line}行的数值为负或权数不是正数。")
        who = (spec.holding and row[spec.holding].strip()) or row[spec.respondent].strip()
        if not who:
            raise Refused("cells.respondent", f"第{line}行没有调查对象标识。")
        codes = [row[one.name] for one in dimensions]
        for axis, code in enumerate(codes):
            if code not in above[axis]:
                name = dimensions[axis].name
                raise Refused("cells.code", f"第{line}行：“{code}”不是维度“{name}”最细一级的代码。")
        for key in product(*(above[axis][code] for axis, code in enumerate(codes))):
            tally = tallies.setdefault(key, _Tally())
            tally.total += value * weight
            tally.heads += max(weight, Decimal(1)) - 1
            tally.by[who] = tally.by.get(who, Decimal(0)) + value * (weight if spec.holding else 1)
    for key, tally in tallies.items():
        yield Cell(key, tally.total, _contributors(tally, spec))


def _contributors(tally: _Tally, spec: Spec) -> Contributors:
    ranked = sorted(tally.by.items(), key=lambda one: (-one[1], one[0]))
    extra = 0 if spec.holding else int(tally.heads)
    return Contributors(
        len(ranked) + extra,
        tuple(value for _, value in ranked[:KEPT]),
        frozenset(tally.by) if not extra else frozenset(),
        tuple(name for name, _ in ranked[:KEPT]),
        frozenset(tally.by) & spec.consenting,
    )


def _ancestors(dimension: Dimension) -> Ancestors:
    """Return for each finest code all codes it counts in, itself and the total among them."""
    above: dict[str, set[str]] = {code: {code} for code in dimension.depth}
    for code in sorted(dimension.depth, key=lambda one: dimension.depth[one]):
        for group in dimension.children.get(code, ()):
            for child in group:
                above[child] |= above[code]
    finest = [code for code in dimension.depth if code not in dimension.children]
    return {code: tuple(sorted(above[code])) for code in finest}


def _number(text: str, line: int, column: str) -> Decimal:
    try:
        found = Decimal(text.strip().replace(",", "").replace("，", ""))
    except InvalidOperation as error:
        shown = f"“{text}”" if text.strip() else "空着"
        raise Refused("cells.number", f"第{line}行“{column}”列{shown}，应为数字。") from error
    if not found.is_finite():
        raise Refused("cells.number", f"第{line}行“{column}”列不是有限的数。")
    return found
