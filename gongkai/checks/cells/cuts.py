"""Inequalities every safe pattern fulfils, found by the attacker and by looking at lines.

A cut says: of these cells, weighed like this, at least so much must be hidden. Unsafe cells are
hidden anyway and do not stand in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import scipy.sparse as sp

from gongkai.checks.cells.attack import SAME, Answer
from gongkai.checks.cells.problem import Floats, Ints, Problem

BROKEN = 1e-6
NEGLIGIBLE = 1e-4  # weight in a cut: raised to nothing less, so that numbers stay of one size


@dataclass(frozen=True)
class Cut:
    """weights @ hidden[cells] >= least."""

    cells: Ints
    weights: Floats
    least: float = 1.0


@dataclass
class Pool:
    """All cuts found so far, each once, and quick to ask."""

    size: int
    cuts: list[Cut] = field(default_factory=list)
    _seen: set[bytes] = field(default_factory=set)
    _matrix: sp.csr_matrix | None = None
    _columns: sp.csc_matrix | None = None
    _least: Floats = field(default_factory=lambda: np.zeros(0))

    def add(self, cut: Cut) -> bool:
        """Keep a cut; say whether it is new."""
        mark = cut.cells.tobytes() + np.round(cut.weights, 6).tobytes()
        if not len(cut.cells) or mark in self._seen:
            return False
        self._seen.add(mark)
        self.cuts.append(cut)
        return True

    def _fresh(self) -> None:
        done = len(self._least)
        if done == len(self.cuts):
            return
        new = self.cuts[done:]
        at = np.repeat(np.arange(len(new)), [len(one.cells) for one in new])
        cells = np.concatenate([one.cells for one in new])
        weights = np.concatenate([one.weights for one in new])
        rows = sp.csr_matrix((weights, (at, cells)), shape=(len(new), self.size))
        self._matrix = rows if self._matrix is None else sp.vstack([self._matrix, rows], "csr")
        self._columns = self._matrix.tocsc()
        self._least = np.append(self._least, [one.least for one in new])

    def slack(self, hidden: Floats) -> Floats:
        """Return by how much a pattern fulfils each cut; below zero it breaks it."""
        self._fresh()
        if self._matrix is None:
            return np.zeros(0)
        return np.asarray(self._matrix @ hidden - self._least)

    def column(self, cell: int) -> tuple[Ints, Floats]:
        """Return the cuts a cell stands in, and with what weight."""
        self._fresh()
        if self._columns is None:
            return np.zeros(0, int), np.zeros(0)
        span = slice(self._columns.indptr[cell], self._columns.indptr[cell + 1])
        return self._columns.indices[span], self._columns.data[span]


def capacity(problem: Problem, answer: Answer) -> Cut | None:
    """Return the cut that a short reach proves: its dual, capped at the need."""
    attack = problem.attacks[answer.attack]
    price = -(problem.matrix.T @ answer.duals)
    price[attack.cells[answer.at]] -= answer.sense
    weight = np.maximum(-price, 0) * problem.up + np.maximum(price, 0) * problem.down
    weight[attack.known] = 0.0
    weight = np.minimum(weight / answer.need, 1.0)
    weight[weight < SAME] = 0.0
    least = 1.0 - weight[problem.unsafe].sum()
    if least <= SAME:
        return None
    weight[problem.unsafe] = 0.0
    cells = np.flatnonzero(weight)
    weights = np.maximum(np.minimum(weight[cells] / least, 1.0), NEGLIGIBLE)
    return Cut(cells, weights)


def cover(cut: Cut, hidden: Floats) -> Cut:
    """Return the cut that of the published cells which hold the attacker one must be hidden."""
    cells = cut.cells[hidden[cut.cells] < 0.5]
    return Cut(cells, np.ones(len(cells)))


class Lines:
    """Cuts of single equations: nothing hidden may stand alone in one."""

    def __init__(self, problem: Problem) -> None:
        matrix = problem.matrix
        self.unsafe = problem.unsafe
        self.rows = [
            matrix.indices[a:b] for a, b in zip(matrix.indptr, matrix.indptr[1:], strict=False)
        ]

    def first(self) -> Iterator[Cut]:
        """Yield for each line with one unsafe cell that another must be hidden."""
        for row in self.rows:
            if self.unsafe[row].sum() == 1:
                others = row[~self.unsafe[row]]
                yield Cut(others, np.ones(len(others)))

    def lonely(self, hidden: Floats) -> Iterator[tuple[int, Ints]]:
        """Yield cells hidden more than all others of a line together, with those others.

        Hiding them so is of no use: a best pattern never does it.
        """
        for row in self.rows:
            part = hidden[row]
            at = int(part.argmax())
            if part[at] > 0.5 * part.sum() + BROKEN and not self.unsafe[row[at]]:
                yield int(row[at]), np.delete(row, at)
