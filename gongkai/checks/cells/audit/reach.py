"""How far the unknowns may move (可达范围): proposed in floats, believed only in whole numbers.

A move that is found is kept as integers over a common denominator and counts only after every
equation and every bound has been checked exactly. So an error of the solver can raise a false
alarm but never let an unsafe cell pass. A move found for one cell serves all others, and every
attacker whose own cells it leaves alone.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import highspy
import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from gongkai.checks.cells.audit.exact import solve
from gongkai.checks.cells.audit.system import System

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

DENOMINATORS = (1, 2, 3, 4, 6, 5, 12)
NEAR = 1e-5  # how near a whole number the solver's figure must be to be tried as one
LARGEST = 2**45  # beyond it sums might leave 64 bits, so nothing is believed
GROUPS = 14  # the fewer, the more insiders one move serves, and the fewer moves there are
MANY = 40  # exact solutions of a basis per component, each far dearer than a rounding


@dataclass(frozen=True)
class Aim:
    """A column to be moved at least so far, upwards or downwards (sign)."""

    column: int
    sign: int
    amount: Fraction


@dataclass
class Reach:
    """The moves found so far in one component, and the solver that looks for more."""

    system: System
    aims: Sequence[Aim]
    counts: bool = False
    found: int = 0
    _exact: int = 0

    def __post_init__(self) -> None:
        system = self.system
        entries = [(at, c, n) for at, row in enumerate(system.rows) for c, n in row.items()]
        at, columns, signs = zip(*entries, strict=True) if entries else ((), (), ())
        shape = (len(system.rows), len(system.cells))
        self.matrix = sp.csr_matrix(
            (
                np.array(signs, dtype=np.int64),
                (np.array(at, dtype=int), np.array(columns, dtype=int)),
            ),
            shape=shape,
        )
        self.moved = np.zeros((16, len(system.cells)), dtype=np.int64)
        self.reached = np.zeros((16, len(self.aims)), dtype=bool)
        self._columns = np.array([aim.column for aim in self.aims], dtype=np.int64)
        self._signs = np.array([aim.sign for aim in self.aims], dtype=np.int64)
        self._asking: dict[int, Ints] = {}
        self.low = np.array(system.low, dtype=np.int64)
        self.high = np.array(system.high, dtype=np.int64)
        spread = np.maximum(self.high - self.low, 1)
        self.unit = 1.0 if self.counts else float(np.median(spread))
        self.solver = _solver(self.matrix, self.low / self.unit, self.high / self.unit, self.counts)

    def _asked(self, over: int) -> Ints:
        """Return what each aim asks of a move written over a denominator."""
        if over not in self._asking:
            asked = [-(-aim.amount.numerator * over // aim.amount.denominator) for aim in self.aims]
            self._asking[over] = np.array([min(one, 2**62) for one in asked], dtype=np.int64)
        return self._asking[over]

    def missing(self, aims: Sequence[int], known: Collection[int]) -> list[int]:
        """Return the aims that no move found so far reaches without moving what is known."""
        usable = np.count_nonzero(self.moved[: self.found][:, list(known)], axis=1) == 0
        reached = self.reached[: self.found][usable].any(axis=0)
        return [aim for aim in aims if not reached[aim]]

    def prepare(self, known: Sequence[int]) -> None:
        """Look for moves that leave alone many of the columns insiders know, for all at once."""
        for groups in range(GROUPS, GROUPS + 2):
            for first in range(groups):
                held = list(known[first::groups]) if groups == GROUPS else []
                size = -(-len(known) // groups)
                held = held or list(known[first * size : (first + 1) * size])
                aims = [at for at, aim in enumerate(self.aims) if aim.column not in set(held)]
                if held and aims:
                    self._together(aims, held)

    def pursue(self, aims: Sequence[int], known: Collection[int]) -> list[int]:
        """Look for moves until every aim is reached; return those not proven to be in reach."""
        held = list(known)
        left = self._together(aims, held)
        failed = []
        while left:
            aim, *others = left
            for boxed in (left, ()):
                if left and left[0] == aim:
                    left = self._try([aim], left, held, boxed)
            if left and left[0] == aim:
                failed.append(aim)
                left = others
        return failed

    def _together(self, aims: Sequence[int], held: list[int]) -> list[int]:
        """Try all aims at once, again and again while that helps; return what is left."""
        left = self.missing(aims, held)
        while len(left) > 1:
            together = list({self.aims[aim].column: aim for aim in reversed(left)}.values())
            before = len(left)
            left = self._try(together, left, held, boxed=left)
            if before - len(left) < max(2, len(together) // 20):
                break
        return left

    def _try(
        self, towards: Sequence[int], left: list[int], known: list[int], boxed: Sequence[int]
    ) -> list[int]:
        """Look for one move towards some aims and return what is left after it.

        Boxed aims are not overshot: moves stay small and serve many, and aims met exactly are
        whole numbers.
        """
        low, high = self.low / self.unit, self.high / self.unit
        for aim in (self.aims[at] for at in boxed):
            edge = -(-aim.amount.numerator // aim.amount.denominator) / self.unit
            if aim.sign > 0:
                high[aim.column] = min(high[aim.column], edge)
            else:
                low[aim.column] = max(low[aim.column], -edge)
        low[known] = high[known] = 0.0
        wanted = np.zeros(len(self.low))
        for aim in (self.aims[at] for at in towards):
            wanted[aim.column] += aim.sign * self.unit / max(1.0, float(aim.amount))
        if len(towards) == 1:
            wanted = np.sign(wanted)
        move = self._solved(wanted, low, high)
        if move is None:
            return left
        kept = self._kept(move * self.unit, known) or self._kept_exactly(known)
        return self.missing(left, known) if kept else left

    def furthest(self, column: int, known: Collection[int]) -> tuple[float, float]:
        """Return about how far a column may move down and up (for a report, not for a verdict)."""
        held = list(known)
        ends = []
        for sign in (-1, 1):
            low, high = self.low / self.unit, self.high / self.unit
            low[held] = high[held] = 0.0
            wanted = np.zeros(len(low))
            wanted[column] = sign
            found = self._solved(wanted, low, high)
            ends.append(0.0 if found is None else float(found[column]) * self.unit)
        return ends[0], ends[1]

    def _solved(self, wanted: Floats, low: Floats, high: Floats) -> Floats | None:
        count = len(wanted)
        index = np.arange(count, dtype=np.int32)
        self.solver.changeColsBounds(count, index, low, high)
        self.solver.changeColsCost(count, index, -wanted)
        self.solver.run()
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return np.array(self.solver.getSolution().col_value)

    def _kept(self, move: Floats, known: list[int]) -> bool:
        """Keep a move if over a small denominator it is a whole one."""
        for over in (1,) if self.counts else DENOMINATORS:
            near = np.rint(move * over)
            if np.abs(move * over - near).max(initial=0.0) < NEAR * self.unit_error(move):
                return self._keep(near, over, known)
        return False

    def unit_error(self, move: Floats) -> float:
        """Return how much further from whole a move of this size may be read."""
        return float(1 + np.abs(move).max(initial=0.0) * 1e-4)

    def _keep(self, near: Floats, over: int, known: list[int]) -> bool:
        if np.abs(near).max(initial=0.0) > LARGEST:
            return False
        whole = near.astype(np.int64)
        if not self._holds(whole, over, known):
            return False
        if self.found == len(self.moved):
            self.moved = np.concatenate([self.moved, np.zeros_like(self.moved)])
            self.reached = np.concatenate([self.reached, np.zeros_like(self.reached)])
        self.moved[self.found] = whole
        self.reached[self.found] = whole[self._columns] * self._signs >= self._asked(over)
        self.found += 1
        return True

    def _holds(self, whole: Ints, over: int, known: list[int]) -> bool:
        """Check a move exactly: equations, bounds, and that it leaves alone what is known."""
        within = (whole >= self.low * over).all() and (whole <= self.high * over).all()
        return bool(within and not (self.matrix @ whole).any() and not whole[known].any())

    def _kept_exactly(self, known: list[int]) -> bool:
        """Solve the solver's basis in fractions, where its floats are no whole numbers."""
        if self.counts or self._exact >= MANY:
            return False
        self._exact += 1
        move = self._basic(known)
        if move is None:
            return False
        over = lcm(*(one.denominator for one in move))
        if over > LARGEST or max(abs(one) for one in move) * over > LARGEST:
            return False
        return self._keep(np.array([float(one * over) for one in move]), over, known)

    def _basic(self, known: list[int]) -> list[Fraction] | None:
        basis = self.solver.getBasis()
        lp = self.solver.getLp()
        move: list[Fraction | None] = []
        for at, status in enumerate(basis.col_status):
            if status == highspy.HighsBasisStatus.kBasic:
                move.append(None)
                continue
            lower = status == highspy.HighsBasisStatus.kLower
            edge = (lp.col_lower_ if lower else lp.col_upper_)[at]
            move.append(Fraction(0 if at in known else round(edge * self.unit)))
        rows, right = [], []
        for row in self.system.rows:
            rows.append({at: one for at, one in row.items() if move[at] is None})
            fixed = (one * (move[at] or Fraction(0)) for at, one in row.items())
            right.append(-sum(fixed, Fraction(0)))
        found = solve(rows, right)
        if found is None or any(one is None and at not in found for at, one in enumerate(move)):
            return None
        return [found[at] if one is None else one for at, one in enumerate(move)]


def _solver(matrix: sp.csr_matrix, low: Floats, high: Floats, counts: bool) -> highspy.Highs:
    """Return the component as a model that is solved again and again, one thread, no words."""
    solver = highspy.Highs()
    for name, value in (
        *(("output_flag", False), ("threads", 1)),
        *(("primal_feasibility_tolerance", 1e-10), ("dual_feasibility_tolerance", 1e-9)),
    ):
        solver.setOptionValue(name, value)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(low), matrix.shape[0]
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = np.zeros(len(low)), low, high
    lp.row_lower_ = lp.row_upper_ = np.zeros(matrix.shape[0])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_ = matrix.indptr, matrix.indices
    lp.a_matrix_.value_ = matrix.data.astype(np.float64)
    if counts:
        lp.integrality_ = [highspy.HighsVarType.kInteger] * len(low)
    solver.passModel(lp)
    return solver
