"""Publishing again what a safe pattern hides for nothing, the dearest first."""

from collections.abc import Callable

import numpy as np

from gongkai.checks.cells.attack import SAME, Answer, Attacker, Moves, unmet
from gongkai.checks.cells.cuts import Pool, capacity, cover
from gongkai.checks.cells.problem import Bools, Problem

Left = Callable[[], float]  # seconds


def unsafe(attacker: Attacker, moves: Moves) -> Answer | None:
    """Return the first thing any attacker learns too much of, or None; moves are added."""
    for number in range(len(attacker.problem.attacks)):
        for answer in unmet(attacker, number, moves):
            return answer
    return None


def pruned(problem: Problem, hidden: Bools, pool: Pool, moves: Moves, left: Left) -> Bools | None:
    """Return a pattern without what it can do without, or None when it is not safe to begin with.

    Shape: moves are known to be possible where all is hidden; those of this pattern are used.
    Stored cuts say most of the noes, moves found before most of the yeses; only the rest is asked.
    """
    attacker = Attacker(problem, hidden)
    moves = moves.within(hidden)
    if unsafe(attacker, moves) is not None:
        return None
    place = np.cumsum(hidden) - 1
    hidden = hidden.copy()
    slack = pool.slack(hidden.astype(float))
    free = np.flatnonzero(hidden & ~problem.unsafe)
    for cell in free[np.argsort(-problem.cost[free])]:
        if left() <= 0:
            break
        at, weight = pool.column(cell)
        if (slack[at] - weight < -SAME).any():
            continue
        attacker.set_cell(int(place[cell]), hidden=False)
        trial = moves.without(int(place[cell]))
        answer = unsafe(attacker, trial)
        hidden[cell] = answer is not None
        if answer is None:
            moves = trial
            slack[at] -= weight
            continue
        attacker.set_cell(int(place[cell]), hidden=True)
        hidden[cell] = False
        cut = capacity(problem, answer)
        if cut is not None:
            pool.add(cover(cut, hidden.astype(float)))
        hidden[cell] = True
        slack = pool.slack(hidden.astype(float))
    return hidden
