"""The optimiser's own view of a table: arrays, without what cannot matter (presolve).

Cells that are always equal become one; cells known to be empty go; parts of the system in which
nothing is unsafe go; what is left falls into independent components.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from itertools import chain
from math import log1p

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from gongkai.checks.cells.tables import Scenario, Table

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

LEAST = 1e-3  # what hiding a cell costs at least, so that none is hidden for nothing


class Cost(StrEnum):
    """What hiding a cell costs."""

    VALUE = "value"
    LOG = "log"
    COUNT = "count"

    def of(self, value: Decimal) -> float:
        """Return the cost of hiding a cell of a value."""
        if self is Cost.COUNT:
            return 1.0
        return max(float(value) if self is Cost.VALUE else log1p(float(value)), LEAST)


@dataclass(frozen=True)
class Attack:
    """One attacker: the cells it knows, and the unsafe ones with how far they must reach.

    Shape: scenarios are the places of those that come to this here.
    """

    scenarios: tuple[int, ...]
    known: Ints
    cells: Ints
    up: Floats
    down: Floats


@dataclass(frozen=True)
class Problem:
    """A component: which free cells to hide beside the unsafe ones, at least cost.

    Shape: matrix @ values = 0; down and up say how far a cell may move when hidden; members are
    the table's cells behind each; cost is 0 for the unsafe; attacks begin with the outsider.
    """

    members: tuple[tuple[int, ...], ...]
    matrix: sp.csr_matrix
    down: Floats
    up: Floats
    cost: Floats
    unsafe: Bools
    attacks: tuple[Attack, ...]

    @property
    def size(self) -> int:
        """Return how many cells there are."""
        return len(self.members)

    def only(self, hidden: Bools) -> tuple["Problem", Ints]:
        """Return the problem of hidden cells alone, the unsafe among them, and its equations."""
        matrix = self.matrix[:, hidden]
        lines = np.flatnonzero(np.diff(matrix.indptr))
        place = np.cumsum(hidden) - 1
        attacks = [
            replace(one, known=place[one.known], cells=place[one.cells]) for one in self.attacks
        ]
        members = tuple(self.members[one] for one in np.flatnonzero(hidden))
        part = Problem(members, matrix[lines], self.down[hidden], self.up[hidden],
                       self.cost[hidden], self.unsafe[hidden], tuple(attacks))  # fmt: skip
        return part, lines

    def lifted(self, hidden: Bools) -> frozenset[int]:
        """Return the table's cells a pattern hides."""
        return frozenset(chain.from_iterable(self.members[one] for one in np.flatnonzero(hidden)))


def problems(table: Table, scenarios: Sequence[Scenario], cost: Cost) -> Iterator[Problem]:
    """Yield the independent components in which something is unsafe, the largest first."""
    unsafe = {need.cell for need in scenarios[0].needs}
    group = _groups(table)
    rows = _rows(table, group)
    heads = sorted({head for row in rows for head in row} | {group[one] for one in unsafe})
    members: dict[int, list[int]] = {head: [] for head in heads}
    for cell, head in group.items():
        if head in members:
            members[head].append(cell)
    wanted = {group[one] for one in unsafe}
    parts = [part for part in _components(heads, rows) if part & wanted]
    for part in sorted(parts, key=len, reverse=True):
        inside = [row for row in rows if part.issuperset(row)]
        yield _problem(table, scenarios, cost, sorted(part), inside, members, group)


def _groups(table: Table) -> dict[int, int]:
    """Return each cell's stand-in: cells that are always equal have one. Empty ones have none."""
    group = {one: one for one, hideable in enumerate(table.hideable) if hideable}
    for equation in table.equations:
        row = [one for one in (equation.total, *equation.parts) if one in group]
        if len(row) == 2:  # a total with one part: the same figure twice
            kept, gone = sorted(group[one] for one in row)
            for one, head in group.items():
                if head == gone:
                    group[one] = kept
    return group


def _rows(table: Table, group: Mapping[int, int]) -> list[dict[int, int]]:
    """Return the equations over stand-ins, each once, without those that say nothing."""
    found: dict[frozenset[tuple[int, int]], dict[int, int]] = {}
    for equation in table.equations:
        row: dict[int, int] = {}
        signed = [(equation.total, -1), *((part, 1) for part in equation.parts)]
        for one, sign in signed:
            if one in group:
                row[group[one]] = row.get(group[one], 0) + sign
        row = {head: sign for head, sign in row.items() if sign}
        if row:
            found[frozenset(row.items())] = row
    return list(found.values())


def _components(heads: Iterable[int], rows: Iterable[Mapping[int, int]]) -> list[set[int]]:
    part = {head: {head} for head in heads}
    for row in rows:
        joined = max((part[head] for head in row), key=len)
        for head in row:
            if part[head] is not joined:
                joined |= part[head]
                for one in part[head]:
                    part[one] = joined
    return list({id(one): one for one in part.values()}.values())


def _problem(
    table: Table, scenarios: Sequence[Scenario], cost: Cost, heads: Sequence[int],
    rows: Sequence[Mapping[int, int]], members: Mapping[int, Sequence[int]],
    group: Mapping[int, int],
) -> Problem:  # fmt: skip
    column = {head: number for number, head in enumerate(heads)}
    unsafe = {need.cell for need in scenarios[0].needs}
    down, up, prices = [], [], []
    for head in heads:
        value, behind = table.cells[head].value, members[head]
        down.append(float(value - max(table.lower[one] for one in behind)))
        up.append(float(min(table.upper[one] for one in behind) - value))
        prices.append(sum(cost.of(table.cells[one].value) for one in behind if one not in unsafe))
    entries = [
        (at, column[head], sign) for at, row in enumerate(rows) for head, sign in row.items()
    ]
    at, columns, signs = zip(*entries, strict=True) if entries else ((), (), ())
    matrix = sp.csr_matrix((np.array(signs, float), (at, columns)), shape=(len(rows), len(heads)))
    is_unsafe = [any(one in unsafe for one in members[head]) for head in heads]
    places = {cell: column[head] for cell, head in group.items() if head in column}
    return Problem(
        tuple(tuple(members[head]) for head in heads), matrix, np.array(down), np.array(up),
        np.array(prices), np.array(is_unsafe), tuple(_attacks(scenarios, places)),
    )  # fmt: skip


Asked = tuple[tuple[int, tuple[float, float]], ...]  # cell, how far up and down


def _attacks(scenarios: Sequence[Scenario], place: Mapping[int, int]) -> Iterator[Attack]:
    """Yield the attackers of a component, each set of known cells once, the outsider first."""
    told: dict[tuple[frozenset[int], Asked], list[int]] = {}
    for number, scenario in enumerate(scenarios):
        known = frozenset(at for one in scenario.known if (at := place.get(one)) is not None)
        if number and not known:
            continue
        needs: dict[int, tuple[float, float]] = {}
        for need in scenario.needs:
            at = place.get(need.cell)
            if at is not None and at not in known:
                up, down = needs.get(at, (0.0, 0.0))
                needs[at] = (max(up, float(need.up)), max(down, float(need.down)))
        told.setdefault((known, tuple(sorted(needs.items()))), []).append(number)
    for (known, asked), numbers in told.items():
        yield Attack(
            tuple(numbers), np.array(sorted(known), int), np.array([at for at, _ in asked], int),
            np.array([up for _, (up, _) in asked]), np.array([down for _, (_, down) in asked]),
        )  # fmt: skip
