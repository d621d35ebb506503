"""What an attacker knows before anything is published (先验知识): no pattern can take it away.

With every cell hidden, what is left of an interval is what equations, bounds and an insider's own
books leave. Nothing more can be asked of a pattern against that insider. For an outsider there is
no such excuse: what cannot be reached must be published more coarsely.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import numpy as np

from gongkai.checks.cells.attack import Attacker, Moves, unanswered
from gongkai.checks.cells.flow import Flow
from gongkai.checks.cells.problem import Cost, Problem, problems
from gongkai.checks.cells.tables import Need, Scenario, Table

LEAST = 1e-3  # of a need: what is less than that was known before
SAFE = 1 - 1e-6
PLACES = Decimal("0.000001")

Reach = dict[tuple[int, int], tuple[float, float]]  # scenario, cell -> how far up and down


def attainable(
    table: Table, scenarios: Sequence[Scenario]
) -> tuple[tuple[Scenario, ...], tuple[Need, ...]]:
    """Return the scenarios asking of insiders' no more than is possible, and the hopeless needs.

    Shape: the hopeless are those an outsider gets too close to even if all cells were hidden.
    """
    short: Reach = {}
    for problem in problems(table, scenarios, Cost.COUNT):
        short |= _short(problem)
    hopeless = tuple(need for need in scenarios[0].needs if (0, need.cell) in short)
    insiders = (
        _capped(scenario, number, short) for number, scenario in enumerate(scenarios[1:], start=1)
    )
    return (scenarios[0], *insiders), hopeless


def _capped(
    scenario: Scenario, number: int, short: Mapping[tuple[int, int], tuple[float, float]]
) -> Scenario:
    needs = []
    for need in scenario.needs:
        if (number, need.cell) not in short:
            needs.append(need)
            continue
        up, down = short[number, need.cell]
        capped = replace(need, up=_least(need.up, up), down=_least(need.down, down))
        if capped.up or capped.down:
            needs.append(capped)
    return replace(scenario, needs=tuple(needs))


def _least(need: Decimal, reached: float) -> Decimal:
    if reached < LEAST * float(need):
        return Decimal(0)
    if reached >= float(need):
        return need
    return min(need, (Decimal(reached) * Decimal(SAFE)).quantize(PLACES))


def _short(problem: Problem) -> Reach:
    """Return how far the cells go that fall short of a need with everything hidden."""
    moves = Moves(problem.size)
    Flow(problem).pattern(np.ones(problem.size), problem.unsafe, moves, lambda: 1.0)
    attacker = Attacker(problem)
    attacker.show(np.ones(problem.size))
    found: Reach = {}
    for number, attack in enumerate(problem.attacks):
        for at, sense, need in list(unanswered(attack, moves)):
            answer = attacker.ask(number, at, sense, need)
            if answer.holds:
                continue
            for scenario in attack.scenarios:
                for cell in problem.members[attack.cells[at]]:
                    up, down = found.get((scenario, cell), (np.inf, np.inf))
                    reached = max(answer.reached, 0.0)
                    found[scenario, cell] = (reached, down) if sense > 0 else (up, reached)
    return found
