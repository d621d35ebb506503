"""What all facts together tell of a hidden figure (合并推算): one linear system, asked again and again."""

from collections.abc import Sequence
from fractions import Fraction

import highspy
import numpy as np

from gongkai.checks.cells.leaks.facts import Fact, Quantity, Secret

NEAR = 1e-6  # of a need: an interval this little too narrow counts as the solver's error


class Together:
    """The facts as one system in which some may be left out."""

    def __init__(self, facts: Sequence[Fact], least: Fraction | None = Fraction(0)) -> None:
        self.facts = facts
        self.column: dict[Quantity, int] = {}
        for fact in facts:
            for quantity, _ in fact.terms:
                self.column.setdefault(quantity, len(self.column))
        self.unit = max([1.0, *(abs(float(one.high)) for one in facts if one.high is not None)])
        self.solver = self._model(-highspy.kHighsInf if least is None else float(least))

    def _model(self, least: float) -> highspy.Highs:
        solver = highspy.Highs()
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("threads", 1)
        count = len(self.column)
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = count, len(self.facts)
        lp.col_cost_ = np.zeros(count)
        lp.col_lower_, lp.col_upper_ = np.full(count, least), np.full(count, highspy.kHighsInf)
        sides = [self._sides(fact) for fact in self.facts]
        lp.row_lower_ = np.array([low for low, _ in sides])
        lp.row_upper_ = np.array([high for _, high in sides])
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        rows = [{self.column[one]: float(by) for one, by in fact.terms} for fact in self.facts]
        lp.a_matrix_.start_ = np.cumsum([0, *map(len, rows)]).astype(np.int32)
        lp.a_matrix_.index_ = np.array([at for row in rows for at in row], dtype=np.int32)
        lp.a_matrix_.value_ = np.array([by for row in rows for by in row.values()])
        solver.passModel(lp)
        return solver

    def _sides(self, fact: Fact) -> tuple[float, float]:
        low = -highspy.kHighsInf if fact.low is None else float(fact.low) / self.unit
        high = highspy.kHighsInf if fact.high is None else float(fact.high) / self.unit
        return low, high

    def tells(self, secret: Secret) -> bool:
        """Say whether the facts narrow a hidden figure more than it may be."""
        column = self.column.get(secret.quantity)
        if column is None:
            return False
        top = self._furthest(column, 1.0)
        slack = NEAR * max(1e-9, float(secret.up + secret.down))
        if top is not None and top < float(secret.value + secret.up) - slack:
            return True
        low = self._furthest(column, -1.0)
        return low is not None and low > float(secret.value - secret.down) + slack

    def _furthest(self, column: int, sign: float) -> float | None:
        self.solver.changeColCost(column, -sign)
        self.solver.run()
        solved = self.solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        value = self.solver.getSolution().col_value[column] * self.unit if solved else None
        self.solver.changeColCost(column, 0.0)
        return value

    def leave_out(self, fact: int) -> None:
        """Let the system forget a fact."""
        self.solver.changeRowBounds(fact, -highspy.kHighsInf, highspy.kHighsInf)

    def take_in(self, fact: int) -> None:
        """Let the system know a fact again."""
        self.solver.changeRowBounds(fact, *self._sides(self.facts[fact]))

    def needed(self, secret: Secret, which: Sequence[int]) -> list[int]:
        """Return facts without any one of which the figure would be safe, none if it never is."""
        kept = []
        for fact in which:
            self.leave_out(fact)
            if not self.tells(secret):
                self.take_in(fact)
                kept.append(fact)
        for fact in which:
            self.take_in(fact)
        return kept
