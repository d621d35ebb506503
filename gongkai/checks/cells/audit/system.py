"""What an attacker does not know of a table, in whole numbers (未知数方程组).

The auditor thinks in moves: the true figures plus a move must fit all that is published, so a move
adds up to nothing in every equation, is nothing where a figure is published exactly, and keeps
within what everybody knows. Decimals are scaled to integers: no rounding hides anything here.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Protocol

FINEST = 6  # decimals kept of a need, a bound; finer ones are taken against the table's favour

Row = Mapping[int, int]  # column -> coefficient


class Summing(Protocol):
    """An equation: parts that add up to a total."""

    @property
    def total(self) -> int:
        """Return the place of the total."""

    @property
    def parts(self) -> Sequence[int]:
        """Return the places of the parts."""


@dataclass(frozen=True)
class System:
    """The unknown cells as columns, the equations they stand in, and how far each may move.

    Shape: column says where a cell stands; low and high bound the moves.
    Unit: everything in the tables' unit times scale.
    """

    cells: tuple[int, ...]
    rows: tuple[Row, ...]
    low: tuple[int, ...]
    high: tuple[int, ...]
    scale: int

    @property
    def column(self) -> dict[int, int]:
        """Return the column of each unknown cell."""
        return {cell: number for number, cell in enumerate(self.cells)}

    def up(self, amount: Decimal) -> int:
        """Return an amount as a whole number of this system, never less than it is."""
        return int((amount * self.scale).to_integral_value(ROUND_CEILING))


def unknowns(
    values: Sequence[Decimal],
    equations: Iterable[Summing],
    bounds: tuple[Sequence[Decimal], Sequence[Decimal]],
    hidden: Collection[int],
    *,
    counts: bool = False,
    step: Decimal | None = None,
) -> System:
    """Return the system an outsider faces.

    Shape: counts says that every figure is a whole number; step, that published figures are
    rounded to multiples of it, so that each is known to half a step only.
    """
    scale = 1 if counts else 10 ** min(FINEST, max(map(_places, (*values, step or Decimal(0)))) + 1)
    rows = list(_rows(equations, set(hidden), everything=step is not None))
    seen = {cell for row in rows for cell in row} | set(hidden)
    cells = tuple(sorted(seen))
    column = {cell: number for number, cell in enumerate(cells)}
    low, high = [], []
    for cell in cells:
        value, least, most = values[cell], bounds[0][cell], bounds[1][cell]
        if step is not None and cell not in hidden:
            shown = (value / step).to_integral_value() * step
            least, most = max(least, shown - step / 2), min(most, shown + step / 2)
        low.append(min(0, int(((least - value) * scale).to_integral_value(ROUND_CEILING))))
        high.append(max(0, int(((most - value) * scale).to_integral_value(ROUND_FLOOR))))
    whole = tuple({column[cell]: one for cell, one in row.items()} for row in rows)
    return System(cells, whole, tuple(low), tuple(high), scale)


def _rows(equations: Iterable[Summing], hidden: set[int], *, everything: bool) -> Iterable[Row]:
    """Yield each equation once, without what is known in it."""
    found: set[frozenset[tuple[int, int]]] = set()
    for one in equations:
        row: dict[int, int] = {}
        for cell, sign in ((one.total, -1), *((part, 1) for part in one.parts)):
            if everything or cell in hidden:
                row[cell] = row.get(cell, 0) + sign
        row = {cell: sign for cell, sign in row.items() if sign}
        key = frozenset(row.items())
        if row and key not in found:
            found.add(key)
            yield row


def components(system: System) -> list[list[int]]:
    """Return the columns in groups that have no equation in common."""
    parent = list(range(len(system.cells)))

    def top(one: int) -> int:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for row in system.rows:
        first, *others = row
        for other in others:
            parent[top(other)] = top(first)
    groups: dict[int, list[int]] = {}
    for one in range(len(parent)):
        groups.setdefault(top(one), []).append(one)
    return list(groups.values())


def part(system: System, columns: Sequence[int]) -> System:
    """Return the system of some of the columns, which have no equation with the others."""
    new = {old: number for number, old in enumerate(columns)}
    rows = tuple(
        {new[one]: sign for one, sign in row.items()}
        for row in system.rows
        if next(iter(row)) in new
    )
    return System(
        tuple(system.cells[one] for one in columns),
        rows,
        tuple(system.low[one] for one in columns),
        tuple(system.high[one] for one in columns),
        system.scale,
    )


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
