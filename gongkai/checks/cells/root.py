"""The root: the linear relaxation with cuts, until they help no more; then cells are fixed."""

import math

import highspy
import numpy as np

from gongkai.checks.cells.attack import solver
from gongkai.checks.cells.cuts import Cut
from gongkai.checks.cells.problem import Bools, Floats, Ints
from gongkai.checks.cells.search import Search

PATIENCE = 8  # rounds without a higher bound
SHARE = 0.6  # of the time at most


class Root:
    """The relaxed master program."""

    def __init__(self, search: Search) -> None:
        self.search = search
        problem = search.problem
        self.scale = max(float(problem.cost.max()), 1e-9)
        self.low = problem.unsafe.astype(float)
        self.high = np.ones(problem.size)
        model = highspy.HighsLp()
        model.num_col_ = problem.size
        model.col_cost_ = problem.cost / self.scale
        model.col_lower_, model.col_upper_ = self.low, self.high
        model.a_matrix_.start_ = np.zeros(problem.size + 1, dtype=np.int32)
        self.highs = solver()
        self.highs.passModel(model)
        self.bonds: set[tuple[int, bytes]] = set()
        for cut in search.pool.cuts:
            self.add(cut)

    def add(self, cut: Cut) -> None:
        """Demand a cut."""
        cells = cut.cells.astype(np.int32)
        self.highs.addRow(cut.least, highspy.kHighsInf, len(cells), cells, cut.weights)

    def bind(self, hidden: Floats) -> int:
        """Demand that what stands alone in a line is hidden no more than the rest of it."""
        count = 0
        for cell, others in self.search.lines.lonely(hidden):
            mark = (cell, others.tobytes())
            if mark not in self.bonds:
                self.bonds.add(mark)
                cells = np.append(others, cell).astype(np.int32)
                weights = np.append(np.ones(len(others)), -1.0)
                self.highs.addRow(0.0, highspy.kHighsInf, len(cells), cells, weights)
                count += 1
        return count

    def solve(self) -> tuple[Floats, float]:
        """Return how far each cell is hidden, and the bound."""
        self.highs.run()
        hidden = np.clip(np.array(self.highs.getSolution().col_value), 0, 1)
        return hidden, self.highs.getInfo().objective_function_value * self.scale

    def fix(self) -> Ints:
        """Fix what the reduced costs prove of every better pattern; return the cells still free."""
        found = self.highs.getSolution()
        price, hidden = np.array(found.col_dual), np.array(found.col_value)
        slack = self.search.cost / self.scale - self.highs.getInfo().objective_function_value
        free: Bools = ~self.search.problem.unsafe
        if math.isfinite(slack):
            self.high[free & (price > slack + 1e-9) & (hidden < 1e-6)] = 0.0
            self.low[free & (-price > slack + 1e-9) & (hidden > 1 - 1e-6)] = 1.0
        columns = np.arange(len(price), dtype=np.int32)
        self.highs.changeColsBounds(len(price), columns, self.low, self.high)
        return np.flatnonzero(self.high > self.low)


def tighten(search: Search) -> Root:
    """Cut until nothing is broken, the bound stalls, the best is proven or time is up."""
    root = Root(search)
    until = search.left() * (1 - SHARE)
    stalled = rounds = 0
    while search.left() > until and stalled <= PATIENCE:
        rounds += 1
        hidden, bound = root.solve()
        stalled = 0 if bound > search.bound * (1 + 1e-4) + 1e-9 else stalled + 1
        search.raise_bound(bound)
        if search.is_done:
            break
        bonds = root.bind(hidden)
        cuts, _ = search.broken(hidden, whole=False)
        for cut in cuts:
            root.add(cut)
        if rounds % 5 == 0 or not (cuts or bonds):
            weight = search.problem.cost * (1.0 - 0.95 * hidden) + 1e-6
            search.construct(weight, search.problem.unsafe, 0.1)
        if not (cuts or bonds):
            break
    root.solve()
    return root
