"""Tables as one system of equations (单元格与加总关系): what the rules, the optimiser, the audit read.

A cell stands once however many linked tables show it. An equation says that parts add up to a
total; each dimension, each level of a hierarchy and each linked table gives its own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import product

from gongkai.law.refused import Refused

Key = tuple[str, ...]
SHOWN = 5  # examples named in one message


@dataclass(frozen=True)
class Contributors:
    """Who stands behind a cell, one holding being one respondent.

    Shape: count is how many there are; largest are their contributions, greatest first, as many
    as are known; who names them where the table was made from microdata, else empty; consenting
    are those of them who agreed in writing to be seen.
    """

    count: int
    largest: tuple[Decimal, ...] = ()
    who: frozenset[str] = frozenset()
    order: tuple[str, ...] = ()  # whose the largest are, where known
    consenting: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Cell:
    """One figure of the tables; contributors None where nothing is known of them."""

    key: Key
    value: Decimal
    contributors: Contributors | None = None


@dataclass(frozen=True)
class Equation:
    """Parts that add up to a total, as places of cells."""

    total: int
    parts: tuple[int, ...]
    name: str


@dataclass(frozen=True)
class Dimension:
    """A classification: its codes, and which lists of them add up to which (hierarchies).

    Shape: children maps a code to one or more lists of codes, each adding up to it on its own.
    """

    name: str
    total: str
    children: Mapping[str, tuple[tuple[str, ...], ...]]

    @cached_property
    def depth(self) -> Mapping[str, int]:
        """Return every code below and including the total with its level, the total being 0."""
        found = {self.total: 0}
        line = [self.total]
        for code in line:
            for child in (one for group in self.children.get(code, ()) for one in group):
                if child in found and found[child] <= found[code]:
                    raise Refused(
                        "cells.hierarchy", f"维度“{self.name}”中“{child}”属于自己的下级。"
                    )
                if child not in found:
                    line.append(child)
                found[child] = found[code] + 1
        return found


Crossing = Mapping[str, int | None]  # dimension -> deepest level a table shows, None for all


@dataclass(frozen=True)
class Table:
    """Cells, the equations between them, and the bounds anybody knows without being told.

    Shape: lower and upper are of the cells in order; hideable says whether a cell may be used to
    hide another (a cell known to be empty is no secret and hides nothing).
    """

    dimensions: tuple[str, ...]
    cells: tuple[Cell, ...]
    equations: tuple[Equation, ...]
    lower: tuple[Decimal, ...]
    upper: tuple[Decimal, ...]
    hideable: tuple[bool, ...]

    @cached_property
    def place(self) -> Mapping[Key, int]:
        """Return where each cell stands."""
        return {cell.key: number for number, cell in enumerate(self.cells)}

    def name(self, number: int) -> str:
        """Return what a person calls a cell."""
        return "·".join(self.cells[number].key)


@dataclass(frozen=True)
class Need:
    """How far an attacker's interval about a cell must reach up and down, and by which rules."""

    cell: int
    up: Decimal
    down: Decimal
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Scenario:
    """An attacker: everybody knows what is published; this one knows some cells besides.

    Shape: known are cells whose value this attacker has from its own books (empty: an outsider);
    needs are what must hold against it, for every unsafe cell it does not know already.
    """

    name: str
    known: frozenset[int]
    needs: tuple[Need, ...]


@dataclass(frozen=True)
class Bounds:
    """What anybody knows of a cell's value beforehand.

    Shape: upper None stands for the largest cell of all; within, in percent, narrows both ways
    about the true value.
    """

    lower: Decimal = Decimal(0)
    upper: Decimal | None = None
    within: Decimal | None = None


def build(
    dimensions: Sequence[Dimension],
    cells: Iterable[Cell],
    *,
    crossings: Sequence[Crossing] = (),
    absent_is_zero: bool = False,
    empty_is_known: bool = True,
    bounds: Bounds | None = None,
    tolerance: Decimal = Decimal("0.001"),
) -> Table:
    """Return the tables as one system.

    Shape: a crossing is one table: the dimensions it crosses, the others standing at their total;
    none given, one table crosses all.
    Unit: tolerance is what rounding may cost per part of an equation, in the cells' unit.
    Raises: Refused for what is missing, twice there, negative, or does not add up.
    """
    given = _given(dimensions, cells)
    keys = _keys(dimensions, crossings)
    strangers = [key for key in given if key not in keys]
    if strangers:
        raise Refused("cells.stranger", f"{_named(strangers)}不在任何一个表的分组里。")
    missing = [key for key in keys if key not in given]
    if missing and not absent_is_zero:
        raise Refused(
            "cells.missing",
            f"缺少{len(missing)}个单元格：{_named(missing)}。空缺即为零的，请在说明中写 absent = \"zero\"。",
        )  # fmt: skip
    whole = tuple(given.get(key) or Cell(key, Decimal(0), Contributors(0)) for key in keys)
    equations = _equations(dimensions, keys)
    _refuse_unbalanced(whole, equations, tolerance)
    lower, upper = _bounds(whole, bounds or Bounds())
    hideable = tuple(not (empty_is_known and _is_empty(cell)) for cell in whole)
    names = tuple(one.name for one in dimensions)
    return Table(names, whole, equations, lower, upper, hideable)


def _is_empty(cell: Cell) -> bool:
    return cell.value == 0 and not (cell.contributors and cell.contributors.count)


def _given(dimensions: Sequence[Dimension], cells: Iterable[Cell]) -> dict[Key, Cell]:
    given: dict[Key, Cell] = {}
    for cell in cells:
        for dimension, code in zip(dimensions, cell.key, strict=True):
            if code not in dimension.depth:
                raise Refused(
                    "cells.code",
                    f"维度“{dimension.name}”没有代码“{code}”（{'·'.join(cell.key)}）。",
                )
        if cell.key in given:
            raise Refused("cells.twice", f"单元格{'·'.join(cell.key)}出现了两次。")
        if cell.value < 0:
            raise Refused(
                "cells.negative",
                f"单元格{'·'.join(cell.key)}为负数（{cell.value}）。正负相抵的数据不能这样保护。",
            )
        given[cell.key] = cell
    if not given:
        raise Refused("cells.empty", "表里没有单元格。")
    return given


def _keys(dimensions: Sequence[Dimension], crossings: Sequence[Crossing]) -> dict[Key, int]:
    """Return the keys of all tables in order, each once, with its place."""
    keys: dict[Key, int] = {}
    for crossing in crossings or [{one.name: None for one in dimensions}]:
        unknown = set(crossing) - {one.name for one in dimensions}
        if unknown:
            raise Refused("cells.dimension", f"没有维度“{'、'.join(sorted(unknown))}”。")
        for key in product(*(list(_codes(one, crossing)) for one in dimensions)):
            keys.setdefault(key, len(keys))
    return keys


def _codes(dimension: Dimension, crossing: Crossing) -> Iterator[str]:
    if dimension.name not in crossing:
        yield dimension.total
        return
    deepest = crossing[dimension.name]
    for code, level in dimension.depth.items():
        if deepest is None or level <= deepest:
            yield code


def _equations(dimensions: Sequence[Dimension], keys: Mapping[Key, int]) -> tuple[Equation, ...]:
    found: dict[tuple[int, tuple[int, ...]], Equation] = {}
    for axis, dimension in enumerate(dimensions):
        for key, total in keys.items():
            for group in dimension.children.get(key[axis], ()):
                parts = [keys.get((*key[:axis], code, *key[axis + 1 :])) for code in group]
                if None in parts:  # a linked table that does not show this level
                    continue
                places = tuple(one for one in parts if one is not None)
                name = f"{'·'.join(key)}按{dimension.name}加总"
                found[total, places] = Equation(total, places, name)
    return tuple(found.values())


def _refuse_unbalanced(
    cells: Sequence[Cell], equations: Iterable[Equation], tolerance: Decimal
) -> None:
    wrong = []
    for one in equations:
        parts = sum((cells[part].value for part in one.parts), Decimal(0))
        if abs(parts - cells[one.total].value) > tolerance * (len(one.parts) + 1):
            wrong.append(f"{one.name}：各项之和{parts}，总计{cells[one.total].value}")
    if wrong:
        more = f"（另有{len(wrong) - SHOWN}处）" if len(wrong) > SHOWN else ""
        raise Refused("cells.sum", f"表不平衡，不能保护：{'；'.join(wrong[:SHOWN])}{more}。")


def _bounds(
    cells: Sequence[Cell], bounds: Bounds
) -> tuple[tuple[Decimal, ...], tuple[Decimal, ...]]:
    values = [cell.value for cell in cells]
    top = max(values) if bounds.upper is None else bounds.upper
    lower, upper = [bounds.lower] * len(values), [top] * len(values)
    if bounds.within is not None:
        share = bounds.within / 100
        lower = [max(low, value * (1 - share)) for low, value in zip(lower, values, strict=True)]
        upper = [min(top, value * (1 + share)) for top, value in zip(upper, values, strict=True)]
    for cell, low, high in zip(cells, lower, upper, strict=True):
        if not low <= cell.value <= high:
            raise Refused(
                "cells.bounds",
                f"单元格{'·'.join(cell.key)}（{cell.value}）超出上下界{low}—{high}。",
            )
    return tuple(lower), tuple(upper)


def _named(keys: Sequence[Key]) -> str:
    shown = "、".join("·".join(key) for key in keys[:SHOWN])
    return f"{shown}{f'等{len(keys)}个' if len(keys) > SHOWN else ''}"
