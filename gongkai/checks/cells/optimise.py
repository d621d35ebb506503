"""The cheapest safe pattern (次级隐藏优化): better while time allows, with a proven bound.

Every pattern that is kept was attacked as outsider and as each insider first. Components are
searched the smallest first, each with its share of the time.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from gongkai.checks.cells.problem import Cost, Problem, problems
from gongkai.checks.cells.prune import Left
from gongkai.checks.cells.resolve import prove as prove_again
from gongkai.checks.cells.root import Root, tighten
from gongkai.checks.cells.search import Search, Tell
from gongkai.checks.cells.tables import Scenario, Table

try:
    from gongkai.checks.cells.branch import prove as prove_best
except ModuleNotFoundError:  # SCIP is not installed: the slower way is as safe
    prove_best = prove_again

Prove = Callable[[Search, Root], None]


@dataclass(frozen=True)
class Pattern:
    """What to hide: the unsafe cells and those that hide them.

    Unit: cost is of the cells hidden beside the unsafe ones; no safe pattern costs less than bound.
    """

    hidden: frozenset[int]
    cost: float
    bound: float

    @property
    def gap(self) -> float:
        """Return how much dearer than the cheapest it may be, as a share of its cost."""
        return (self.cost - self.bound) / self.cost if self.cost else 0.0


def optimise(
    table: Table, scenarios: Sequence[Scenario], cost: Cost, left: Left, tell: Tell,
    prove: Prove = prove_best,
) -> Pattern:  # fmt: skip
    """Return a safe pattern for scenarios all of whose needs can be met (prior.attainable).

    Shape: left says how many seconds remain and may fall to zero at any time; tell hears of the
    cost and the bound, which cover what is searched so far.
    """
    parts = list(reversed(list(problems(table, scenarios, cost))))
    whole = sum(part.size for part in parts)
    hidden: frozenset[int] = frozenset()
    spent = bound = 0.0
    for part in parts:
        search = _searched(
            part, _share(left, part.size / whole), _beside(tell, spent, bound), prove
        )
        best = search.best
        assert best is not None  # noqa: S101  hiding everything is a pattern
        hidden |= part.lifted(best)
        spent, bound, whole = spent + search.cost, bound + search.bound, whole - part.size
    return Pattern(hidden, spent, bound)


def _share(left: Left, share: float) -> Left:
    """Return a share of what is left, as it is now."""
    until = left() * (1 - share)
    return lambda: left() - until


def _beside(tell: Tell, spent: float, bound: float) -> Tell:
    """Return a listener that adds what other components came to."""
    return lambda cost, low: tell(spent + cost, bound + low)


def _searched(problem: Problem, left: Left, tell: Tell, prove: Prove) -> Search:
    """Search one component: build, cut at the root, prove."""
    search = Search(problem, left, tell)
    search.offer(np.ones(problem.size, bool))
    search.construct(problem.cost + 1e-6, problem.unsafe, 0.3)
    if left() > 0:
        root = tighten(search)
        root.fix()
        if not search.is_done and left() > 0:
            prove(search, root)
    return search
