"""A safe pattern quickly: for each need the cheapest move that fulfils it, all of whose cells hide.

One warm program: each cell has a part that goes up and one that goes down, and a price for moving
while it is not hidden yet.
"""

from collections.abc import Callable

import highspy
import numpy as np
import scipy.sparse as sp

from gongkai.checks.cells.attack import Moves, enough, unanswered, warm
from gongkai.checks.cells.problem import Bools, Floats, Ints, Problem

MOVED = 1e-7


class Flow:
    """The program of cheapest moves."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        size = problem.size
        self.room = np.concatenate([problem.up, problem.down])
        self.columns = np.arange(2 * size, dtype=np.int32)
        matrix = sp.hstack([problem.matrix, -problem.matrix]).tocsc()
        self.highs = warm(matrix, np.zeros(2 * size), self.room)

    def pattern(
        self, weight: Floats, hidden: Bools, moves: Moves, left: Callable[[], float]
    ) -> Bools:
        """Return a pattern that hides at least what is given; unfinished when time runs out.

        Shape: moves are possible with what is hidden; the new ones are added.
        """
        hidden = hidden | self.problem.unsafe
        for attack in self.problem.attacks:
            known = attack.known
            self._close(known)
            for at, sense, need in unanswered(attack, moves):
                move = self._cheapest(int(attack.cells[at]), sense, need, weight, hidden)
                if move is not None:
                    hidden |= np.abs(move) > MOVED
                    moves.add(move, self.problem.down, self.problem.up)
                if left() <= 0:
                    break
            self._open(known)
        return hidden

    def _cheapest(
        self, cell: int, sense: int, need: float, weight: Floats, hidden: Bools
    ) -> Floats | None:
        size = self.problem.size
        there, back = (cell, cell + size) if sense > 0 else (cell + size, cell)
        if not enough(float(self.room[there]), need):
            return None
        need = min(need, float(self.room[there]))
        price = np.where(hidden, 0.0, weight)
        each = np.maximum(np.minimum(self.room, need), 1e-6)
        self.highs.changeColsCost(2 * size, self.columns, np.tile(price, 2) / each)
        self.highs.changeColBounds(there, need, need)
        self.highs.changeColBounds(back, 0.0, 0.0)
        self.highs.run()
        found = None
        if self.highs.getModelStatus() == highspy.HighsModelStatus.kOptimal:
            values = np.array(self.highs.getSolution().col_value)
            found = values[:size] - values[size:]
            found[np.abs(found) <= MOVED] = 0.0
        self.highs.changeColBounds(there, 0.0, self.room[there])
        self.highs.changeColBounds(back, 0.0, self.room[back])
        return found

    def _close(self, cells: Ints) -> None:
        for one in (*cells, *(cells + self.problem.size)):
            self.highs.changeColBounds(int(one), 0.0, 0.0)

    def _open(self, cells: Ints) -> None:
        for one in (*cells, *(cells + self.problem.size)):
            self.highs.changeColBounds(int(one), 0.0, self.room[one])
