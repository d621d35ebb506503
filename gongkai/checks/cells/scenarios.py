"""Who may attack a table (攻击者): everybody, and respondents who know their own cells."""

from collections.abc import Iterable, Mapping, Sequence

from gongkai.checks.cells.tables import Need, Scenario, Table

OUTSIDER = "外部"


def scenarios(
    table: Table, needs: Sequence[Need], *, insiders: bool = True
) -> tuple[Scenario, ...]:
    """Return the outsider, and one insider for each set of cells a respondent knows from its books.

    Shape: a respondent alone in a cell knows it; either of the two in a cell is taken to know it,
    which is more than they do: what is safe then is safe from both. Only cells with a need count:
    of a published cell everybody knows as much.
    """
    found = {frozenset[int](): OUTSIDER}
    if insiders:
        unsafe = {need.cell for need in needs}
        for name, known in _insiders(table):
            found.setdefault(known & unsafe, name)
    return tuple(
        Scenario(name, known, tuple(need for need in needs if need.cell not in known))
        for known, name in found.items()
    )


def _insiders(table: Table) -> Iterable[tuple[str, frozenset[int]]]:
    """Yield those alone in cells, by name where names are known, then those who are two."""
    alone: dict[str, set[int]] = {}
    for number, same in _same(table).items():
        who = table.cells[number].contributors
        if who is None or who.count not in {1, 2}:
            continue
        if who.count == 1 and who.who:
            alone.setdefault(next(iter(who.who)), set()).update(same)
        else:
            kind = "独家" if who.count == 1 else "两家之一"
            yield f"{table.name(number)}的{kind}", frozenset(same)
    for name, cells in alone.items():
        yield f"调查对象{name}", frozenset(cells)


def _same(table: Table) -> Mapping[int, frozenset[int]]:
    """Return for each cell those that hold the same respondents because one is all of the other."""
    group = {number: {number} for number in range(len(table.cells))}
    for equation in table.equations:
        filled = [one for one in equation.parts if table.hideable[one]]
        if len(filled) == 1:
            joined = group[equation.total] | group[filled[0]]
            for one in joined:
                group[one] = joined
    return {number: frozenset(cells) for number, cells in group.items()}
