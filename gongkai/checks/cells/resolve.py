"""Proof without SCIP: the master program solved anew each time a pattern breaks a cut. Slower."""

import highspy
import numpy as np

from gongkai.checks.cells.root import Root
from gongkai.checks.cells.search import GAP, Search


def prove(search: Search, root: Root) -> None:
    """Improve the search's pattern and bound until they meet or time is up."""
    size = search.problem.size
    whole = np.array([highspy.HighsVarType.kInteger] * size)
    root.highs.changeColsIntegrality(size, np.arange(size, dtype=np.int32), whole)
    root.highs.setOptionValue("mip_rel_gap", GAP / 2)
    while search.left() > 0 and not search.is_done:
        root.highs.setOptionValue("time_limit", root.highs.getRunTime() + search.left())
        root.highs.run()
        search.raise_bound(root.highs.getInfo().mip_dual_bound * root.scale)
        if root.highs.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
            search.raise_bound(search.cost)  # cells were fixed for what is better than the best
        values = np.array(root.highs.getSolution().col_value)
        if search.is_done or not len(values):
            break
        hidden = values > 0.5
        cuts, safe = search.broken(hidden.astype(float), whole=True)
        if safe:
            search.offer(hidden)
            break
        for cut in cuts:
            root.add(cut)
        search.construct(search.problem.cost + 1e-6, hidden, 0.1)
