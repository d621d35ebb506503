"""An attack as plain as can be, on its own: two fresh linear programs for each need."""

from collections.abc import Collection

import numpy as np
from scipy.optimize import linprog

from gongkai.checks.cells.tables import Need, Scenario, Table


def got_close(
    table: Table, hidden: Collection[int], scenarios: Collection[Scenario]
) -> list[tuple[str, str, float]]:
    """Return who gets too close to which cell, and how far the cell can still move."""
    return [
        (scenario.name, table.name(need.cell), reached)
        for scenario in scenarios
        for need in scenario.needs
        for sign, wanted in ((1, need.up), (-1, need.down))
        if (reached := _reach(table, hidden, scenario, need, sign))
        < float(wanted) - 1e-5 * max(1.0, float(wanted))
    ]


def _reach(table: Table, hidden: Collection[int], by: Scenario, need: Need, sign: int) -> float:
    cells = sorted(hidden)
    column = {cell: at for at, cell in enumerate(cells)}
    if need.cell not in column:
        return 0.0
    rows = np.zeros((len(table.equations), len(cells)))
    for at, equation in enumerate(table.equations):
        for cell, weight in ((equation.total, -1), *((part, 1) for part in equation.parts)):
            if cell in column:
                rows[at, column[cell]] += weight
    bounds = [
        (0.0, 0.0)
        if cell in by.known
        else (
            float(table.lower[cell] - table.cells[cell].value),
            float(table.upper[cell] - table.cells[cell].value),
        )
        for cell in cells
    ]
    price = np.zeros(len(cells))
    price[column[need.cell]] = -sign
    found = linprog(price, A_eq=rows, b_eq=np.zeros(len(rows)), bounds=bounds, method="highs")
    return -float(found.fun)
