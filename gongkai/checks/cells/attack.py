"""The attacker as a linear program: how far can a hidden cell move, all published ones standing?

One warm model answers every question; only costs and bounds change between two of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from gongkai.checks.cells.problem import Attack, Bools, Floats, Ints, Problem

CLOSE = 1e-7  # of what is needed, and of one unit: what may be missing in floating point
SAME = 1e-9


def enough(reached: float, need: float) -> bool:
    """Say whether what is reached is what is needed."""
    return bool(reached >= need - CLOSE * max(1.0, need))


@dataclass(frozen=True)
class Answer:
    """How far a cell moves up (sense 1) or down (-1) for one attacker, and what proves it.

    Shape: at is the cell's place among those of the attack; duals are of all equations.
    """

    attack: int
    at: int
    sense: int
    need: float
    reached: float
    move: Floats
    duals: Floats

    @property
    def holds(self) -> bool:
        """Say whether the cell moves as far as it needs to."""
        return enough(self.reached, self.need)


def solver() -> highspy.Highs:
    """Return a silent solver of one thread (threads must be the same in all of a process)."""
    highs = highspy.Highs()
    highs.silent()
    highs.setOptionValue("threads", 1)
    return highs


def warm(matrix: Any, lower: Floats, upper: Floats) -> highspy.Highs:
    """Return a solver of matrix · x = 0 between bounds, to be asked again and again.

    Shape: matrix is sparse by columns (CSC).
    """
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = matrix.shape
    model.col_cost_ = np.zeros(matrix.shape[1])
    model.col_lower_, model.col_upper_ = lower, upper
    model.row_lower_ = model.row_upper_ = np.zeros(matrix.shape[0])
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = matrix.indptr
    model.a_matrix_.index_ = matrix.indices
    model.a_matrix_.value_ = matrix.data
    highs = solver()
    highs.setOptionValue("presolve", "off")
    highs.passModel(model)
    return highs


class Attacker:
    """A warm linear program over a problem's cells, or only over those a pattern hides."""

    def __init__(self, problem: Problem, hidden: Bools | None = None) -> None:
        self.lines = np.arange(problem.matrix.shape[0])
        self.height = len(self.lines)
        if hidden is not None:
            problem, self.lines = problem.only(hidden)
        self.problem = problem
        self.columns = np.arange(problem.size, dtype=np.int32)
        self.down, self.up = problem.down.copy(), problem.up.copy()
        self.known: Ints = np.array([], int)
        self.last = 0
        self.highs = warm(problem.matrix.tocsc(), -problem.down, problem.up)

    def show(self, hidden: Floats) -> None:
        """Let each cell move in proportion to how far it is hidden (0 to 1)."""
        self.down, self.up = self.problem.down * hidden, self.problem.up * hidden
        self.known = np.array([], int)
        self.highs.changeColsBounds(len(self.columns), self.columns, -self.down, self.up)

    def set_cell(self, cell: int, *, hidden: bool) -> None:
        """Hide or publish one cell."""
        self.down[cell] = self.problem.down[cell] * hidden
        self.up[cell] = self.problem.up[cell] * hidden
        if cell not in self.known:
            self.highs.changeColBounds(cell, -self.down[cell], self.up[cell])

    def ask(self, number: int, at: int, sense: int, need: float) -> Answer:
        """Return how far a cell can move for an attacker."""
        attack = self.problem.attacks[number]
        cell = int(attack.cells[at])
        self._know(attack.known)
        if cell != self.last:
            self.highs.changeColCost(self.last, 0.0)
        self.highs.changeColCost(cell, -float(sense))
        self.last = cell
        self.highs.run()
        found = self.highs.getSolution()
        move = np.array(found.col_value)
        duals = np.zeros(self.height)
        duals[self.lines] = found.row_dual
        return Answer(number, at, sense, need, float(move[cell]) * sense, move, duals)

    def _know(self, known: Ints) -> None:
        if known is self.known:
            return
        for cell in self.known:
            self.highs.changeColBounds(int(cell), -self.down[cell], self.up[cell])
        for cell in known:
            self.highs.changeColBounds(int(cell), 0.0, 0.0)
        self.known = known


class Moves:
    """Moves that are possible as things stand: each answers every question it reaches far enough for."""

    def __init__(self, size: int) -> None:
        self.stack = np.zeros((0, size))
        self.count = 0

    def add(self, move: Floats, down: Floats, up: Floats) -> None:
        """Keep a move, and the move back as far as the bounds let it go."""
        back = _room(-move, down, up)
        for one in (move, -move * back) if 0 < back < np.inf else (move,):
            if self.count == len(self.stack):
                self.stack = np.vstack([self.stack, np.zeros((self.count + 64, len(move)))])
            self.stack[self.count] = one
            self.count += 1

    def within(self, hidden: Bools) -> "Moves":
        """Return the moves of hidden cells alone, as moves of those cells."""
        stack = self.stack[: self.count]
        still = ~stack[:, ~hidden].any(axis=1)
        kept = Moves(int(hidden.sum()))
        kept.stack = stack[still][:, hidden]
        kept.count = len(kept.stack)
        return kept

    def without(self, cell: int) -> "Moves":
        """Return the moves in which a cell stands still."""
        kept = Moves(self.stack.shape[1])
        stack = self.stack[: self.count]
        kept.stack = stack[np.abs(stack[:, cell]) < SAME]
        kept.count = len(kept.stack)
        return kept

    def reach(self, attack: Attack) -> tuple[Floats, Floats]:
        """Return how far up and down the unsafe cells go without a known cell moving."""
        stack = self.stack[: self.count]
        if len(attack.known):
            stack = stack[(np.abs(stack[:, attack.known]) < SAME).all(axis=1)]
        if not len(stack):
            return np.zeros(len(attack.cells)), np.zeros(len(attack.cells))
        seen = stack[:, attack.cells]
        return np.maximum(seen.max(axis=0), 0.0), np.maximum(-seen.min(axis=0), 0.0)


def _room(move: Floats, down: Floats, up: Floats) -> float:
    """Return how often a move fits between the bounds."""
    limit = np.where(move > SAME, up, np.where(move < -SAME, down, np.inf))
    size = np.where(np.abs(move) > SAME, np.abs(move), 1.0)
    return float((limit / size).min()) if len(move) else 0.0


def unanswered(attack: Attack, moves: Moves) -> Iterator[tuple[int, int, float]]:
    """Yield what no move so far answers, the hardest first: place, sense, need.

    Shape: moves added meanwhile count.
    """
    seen = moves.count
    up, down = moves.reach(attack)
    for sense, needs, reached in ((1, attack.up, up), (-1, attack.down, down)):
        for at in np.argsort(-needs):
            for new in moves.stack[seen : moves.count, attack.cells]:
                np.maximum(up, new, out=up)
                np.maximum(down, -new, out=down)
            seen = moves.count
            if needs[at] > 0 and not enough(reached[at], needs[at]):
                yield int(at), sense, float(needs[at])


def unmet(attacker: Attacker, number: int, moves: Moves) -> Iterator[Answer]:
    """Yield what falls short for one attacker, asking only what no move so far answers.

    Shape: new moves are added to those given. Whoever takes the answers may stop at any time.
    """
    for at, sense, need in unanswered(attacker.problem.attacks[number], moves):
        answer = attacker.ask(number, at, sense, need)
        moves.add(answer.move, attacker.down, attacker.up)
        if not answer.holds:
            yield answer
