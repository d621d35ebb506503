"""Which unknowns the equations alone give away (精确推算): elimination in whole numbers, no floats.

Every move is a combination of basic moves. A cell that takes part in none is known to everybody;
cells that take part in them in fixed proportion give each other away.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import gcd

Row = Mapping[int, int]
Vector = dict[int, int]  # basic move -> how much of it


@dataclass(frozen=True)
class Moves:
    """Each column as a combination of basic moves, times a denominator of its own.

    Shape: shares[c] is empty for a column that no move changes.
    """

    shares: tuple[Vector, ...]

    def told_by(self, known: Collection[int]) -> set[int]:
        """Return the columns whoever knows some columns can work out, those not included.

        >>> Moves(({0: 1}, {0: -1}, {1: 1}, {})).told_by({0})
        {1, 3}
        """
        if len(known) == 1:
            (one,) = known
            found = self._alike[self._directions[one]]
        else:
            basis = _basis(self.shares[one] for one in known)
            found = {at for at, other in enumerate(self.shares) if not _reduced(other, basis)}
        return (found | self.told) - set(known)

    @cached_property
    def _directions(self) -> tuple[frozenset[tuple[int, int]], ...]:
        return tuple(map(_direction, self.shares))

    @cached_property
    def _alike(self) -> Mapping[frozenset[tuple[int, int]], set[int]]:
        found: dict[frozenset[tuple[int, int]], set[int]] = {}
        for column, direction in enumerate(self._directions):
            found.setdefault(direction, set()).add(column)
        return found

    @cached_property
    def told(self) -> set[int]:
        """Return the columns anybody can work out."""
        return {at for at, share in enumerate(self.shares) if not share}


def moves(rows: Iterable[Row], columns: int) -> Moves:
    """Solve the equations for as many columns as they determine by the others."""
    solved = _eliminate(rows)
    shares: list[Vector] = []
    for column in range(columns):
        row = solved.get(column)
        share = {column: 1} if row is None else {at: -n for at, n in row.items() if at != column}
        shares.append(share)
    return Moves(tuple(shares))


def solve(rows: Sequence[Row], right: Sequence[Fraction]) -> dict[int, Fraction] | None:
    """Return the one solution of equations in independent columns, None if there is none."""
    places = 1
    for one in right:
        places = places * one.denominator // gcd(places, one.denominator)
    extended = []
    for row, value in zip(rows, right, strict=True):
        whole = dict(row)
        if value:
            whole[_RIGHT] = -int(value * places)
        extended.append(whole)
    solved = _eliminate(extended)
    if _RIGHT in solved:
        return None
    found: dict[int, Fraction] = {}
    for column, row in solved.items():
        if set(row) - {column, _RIGHT}:
            return None
        found[column] = Fraction(-row.get(_RIGHT, 0), row[column]) / places
    return found


_RIGHT = -1  # the column of the right sides, never chosen as a pivot while another is left


def _eliminate(rows: Iterable[Row]) -> dict[int, Vector]:
    """Return a row for each column solved for, in which no other solved column stands.

    Shortest rows first and the rarest column of a row as its pivot keep the rows short.
    """
    work = sorted((dict(row) for row in rows), key=len)
    often = Counter(column for row in work for column in row)
    solved: dict[int, Vector] = {}
    within: dict[int, set[int]] = {}  # column -> pivots of the solved rows it stands in
    for given in work:
        row = _reduced(given, solved)
        if not row:
            continue
        pivot = min(row, key=lambda one: (one == _RIGHT, abs(row[one]) != 1, often[one]))
        if row[pivot] < 0:
            row = {column: -one for column, one in row.items()}
        for other in within.pop(pivot, ()):
            before = solved[other]
            solved[other] = _combined(before, row, pivot)
            _note(within, other, before.keys(), solved[other].keys())
        solved[pivot] = row
        _note(within, pivot, {pivot}, row.keys())
        within.get(pivot, set()).discard(pivot)
    return solved


def _note(within: dict[int, set[int]], pivot: int, before: Set[int], after: Set[int]) -> None:
    """Keep in mind which solved rows a column stands in."""
    for column in before - after:
        within.get(column, set()).discard(pivot)
    for column in after - before:
        within.setdefault(column, set()).add(pivot)


def _combined(row: Vector, solved: Vector, column: int) -> Vector:
    """Return a row without a column, by the row solved for that column."""
    mine, its = row[column], solved[column]
    shared = gcd(mine, its)
    times, less = its // shared, mine // shared
    if times < 0:
        times, less = -times, -less
    found = {at: one * times for at, one in row.items()} if times != 1 else dict(row)
    for at, one in solved.items():
        left = found.get(at, 0) - less * one
        if left:
            found[at] = left
        else:
            found.pop(at, None)
    divisor = gcd(*found.values()) if times != 1 and found else 1
    return {at: one // divisor for at, one in found.items()} if divisor > 1 else found


def _direction(share: Vector) -> frozenset[tuple[int, int]]:
    """Return a combination up to its size: what two columns in fixed proportion have in common."""
    if not share:
        return frozenset()
    divisor = gcd(*share.values()) * (1 if share[min(share)] > 0 else -1)
    return frozenset((at, one // divisor) for at, one in share.items())


def _basis(shares: Iterable[Vector]) -> dict[int, Vector]:
    return _eliminate(share for share in shares if share)


def _reduced(share: Vector, basis: Mapping[int, Vector]) -> Vector:
    left = share
    for column in [one for one in share if one in basis]:
        if column in left:
            left = _combined(left, basis[column], column)
    return left
