"""What the parts of the search share: the cuts, the best safe pattern so far, the proven bound."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from gongkai.checks.cells.attack import Answer, Attacker, Moves, unmet
from gongkai.checks.cells.cuts import Cut, Lines, Pool, capacity, cover
from gongkai.checks.cells.flow import Flow
from gongkai.checks.cells.problem import Bools, Floats, Problem
from gongkai.checks.cells.prune import Left, pruned

Tell = Callable[[float, float], None]  # cost of the best pattern, proven bound
GAP = 1e-4  # of the cost: what is called the best


@dataclass
class Search:
    """One component's search.

    Shape: left says how many seconds remain; tell hears of every improvement.
    """

    problem: Problem
    left: Left
    tell: Tell
    best: Bools | None = None
    cost: float = math.inf
    bound: float = 0.0
    attacker: Attacker = field(init=False)

    def __post_init__(self) -> None:
        self.attacker = Attacker(self.problem)
        self.flow = Flow(self.problem)
        self.pool = Pool(self.problem.size)
        self.lines = Lines(self.problem)
        for cut in self.lines.first():
            self.pool.add(cut)

    @property
    def is_done(self) -> bool:
        """Say whether the best pattern is proven to be one."""
        return self.cost - self.bound <= GAP * max(1.0, self.cost)

    def offer(self, hidden: Bools) -> bool:
        """Take a pattern known to be safe if it is cheaper; say whether it was."""
        cost = float(self.problem.cost[hidden].sum())
        if cost >= self.cost * (1 - 1e-12):
            return False
        self.best, self.cost = hidden.copy(), cost
        self.tell(self.cost, self.bound)
        return True

    def raise_bound(self, bound: float) -> None:
        """Take a proven bound if it is higher."""
        if math.isfinite(bound) and bound > self.bound:
            self.bound = min(bound, self.cost)
            self.tell(self.cost, self.bound)

    def broken(self, hidden: Floats, *, whole: bool, most: int = 10**9) -> tuple[list[Cut], bool]:
        """Return new cuts a pattern breaks, and whether it is safe.

        Shape: insiders are asked only when the outsider is held; whole: the pattern is no
        fraction, and covers are cut too.
        """
        self.attacker.show(hidden)
        moves, found, safe = Moves(self.problem.size), [], True
        for number in range(len(self.problem.attacks)):
            for answer in unmet(self.attacker, number, moves):
                safe = False
                for cut in self._cuts(answer, hidden, whole=whole):
                    if self.pool.add(cut):
                        found.append(cut)
                if len(found) >= most or self.left() <= 0:
                    return found, False
            if found and number == 0:
                break
        return found, safe

    def _cuts(self, answer: Answer, hidden: Floats, *, whole: bool) -> Iterator[Cut]:
        cut = capacity(self.problem, answer)
        if cut is not None:
            yield cut
            if whole:
                yield cover(cut, hidden)

    def construct(self, weight: Floats, hidden: Bools, share: float = 0.2) -> bool:
        """Build a pattern by weights, publish what it can do without, and offer it."""
        until = self.left() * (1 - share)

        def budget() -> float:
            return self.left() - until

        moves = Moves(self.problem.size)
        hidden = self.flow.pattern(weight, hidden, moves, budget)
        lean = pruned(self.problem, hidden, self.pool, moves, budget)
        return lean is not None and self.offer(lean)
