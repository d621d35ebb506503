"""The optimiser against plain attacks, whole enumeration, and tables known from elsewhere."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

import pytest

pytest.importorskip("highspy", reason="没有安装 requirements/sdc.txt")

from bench import tables as invented
from gongkai.checks.cells import resolve
from gongkai.checks.cells.optimise import Pattern, optimise
from gongkai.checks.cells.primary import judge
from gongkai.checks.cells.prior import attainable
from gongkai.checks.cells.problem import Cost
from gongkai.checks.cells.scenarios import scenarios
from gongkai.checks.cells.tables import (
    Cell,
    Contributors,
    Dimension,
    Need,
    Scenario,
    Table,
    build,
)
from tests.checks.cells.attacked import got_close


def the_attackers(table: Table, *, insiders: bool = True) -> tuple[Scenario, ...]:
    needs = judge(table, invented.P10).needs
    found, hopeless = attainable(table, scenarios(table, needs, insiders=insiders))
    assert not hopeless
    return found


def ticks(count: int) -> Iterator[float]:
    """Yield the seconds left as if each look at the clock took one."""
    yield from range(count, 0, -1)
    while True:
        yield 0.0


def best(
    table: Table, attackers: tuple[Scenario, ...], cost: Cost = Cost.VALUE, looks: int = 100_000
) -> Pattern:
    clock = ticks(looks)
    return optimise(table, attackers, cost, lambda: next(clock), lambda *_: None)


def price(table: Table, hidden: frozenset[int], attackers: tuple[Scenario, ...]) -> float:
    unsafe = {need.cell for need in attackers[0].needs}
    return sum(Cost.VALUE.of(table.cells[one].value) for one in hidden - unsafe)


def cheapest(table: Table, attackers: tuple[Scenario, ...]) -> float:
    """Return the least cost by trying every pattern."""
    unsafe = frozenset(need.cell for need in attackers[0].needs)
    free = [one for one in range(len(table.cells)) if one not in unsafe and table.hideable[one]]
    patterns = (
        unsafe | frozenset(more)
        for size in range(len(free) + 1)
        for more in combinations(free, size)
    )
    ranked = sorted(patterns, key=lambda one: price(table, one, attackers))
    return next(
        price(table, one, attackers) for one in ranked if not got_close(table, one, attackers)
    )


def flat(name: str, codes: str) -> Dimension:
    return Dimension(name, "T", {"T": (tuple(codes),)})


def grid(values: dict[str, str], *, counts: dict[str, int] | None = None) -> Table:
    """Return a two-way table from its inner rows, every cell of many respondents unless told."""
    columns = "wxyz"[: len(next(iter(values.values())).split())]
    inner = {
        (row, column): Decimal(value)
        for row, line in values.items()
        for column, value in zip(columns, line.split(), strict=True)
    }
    cells = dict(inner)
    for row in values:
        cells[row, "T"] = sum((inner[row, column] for column in columns), Decimal(0))
    for column in (*columns, "T"):
        cells["T", column] = sum((cells[row, column] for row in values), Decimal(0))
    made = []
    for key, value in cells.items():
        count = (counts or {}).get("".join(key), 50)
        largest = (value,) if count == 1 else (value / 2, value / 2) if count == 2 else ()
        largest = largest or (value / 50, value / 50, value / 50)
        made.append(Cell(key, value, Contributors(count, largest)))
    return build((flat("r", "".join(values)), flat("c", columns)), made)


@pytest.mark.parametrize("seed", [0, 1, 2, 3, 6, 7])  # 4 and 5 have nothing to hide
def test_pattern_is_the_cheapest_of_all_when_all_can_be_tried(seed):
    table = invented.made((invented.tree("a", 3), invented.tree("b", 2)), 40, seed)
    needs = judge(table, invented.P10).needs
    attackers, hopeless = attainable(table, scenarios(table, needs))
    assert needs
    assert not hopeless
    found = best(table, attackers)
    assert found.cost == pytest.approx(cheapest(table, attackers))
    assert found.bound == pytest.approx(found.cost, rel=2e-4)


@pytest.mark.parametrize("seed", range(4))
def test_pattern_withstands_outsider_and_insiders(seed):
    shapes = [(6, 5), (3, 3, 3), (8, 4), (4, 6)]
    widths = shapes[seed]
    table = invented.made(
        [invented.tree(f"d{at}", one) for at, one in enumerate(widths)], 200, seed
    )
    attackers = the_attackers(table)
    assert len(attackers) > 1
    assert not got_close(table, best(table, attackers).hidden, attackers)


def test_pattern_safe_from_outsiders_alone_may_tell_an_insider():
    leaks = 0
    for seed in range(8):
        table = invented.made((invented.tree("a", 6), invented.tree("b", 5)), 300, seed)
        attackers = the_attackers(table)
        found = best(table, attackers[:1])
        assert not got_close(table, found.hidden, attackers[:1])
        leaks += bool(got_close(table, found.hidden, attackers))
    assert leaks


def test_pattern_hides_more_when_every_line_has_two_holes_but_one_is_still_known():
    # Two squares of holes joined by one more (a, y): rows a and b less columns w and x give it away.
    table = grid({"a": "9 8 7 60", "b": "8 9 50 60", "c": "50 60 9 8", "d": "60 50 8 9"})
    holes = [("a", "w"), ("a", "x"), ("b", "w"), ("b", "x"), ("a", "y"),
             ("c", "y"), ("c", "z"), ("d", "y"), ("d", "z")]  # fmt: skip
    needs = tuple(
        Need(table.place[key], Decimal("0.5"), Decimal("0.5"), ("frequency",)) for key in holes
    )
    outsider = (Scenario("外部", frozenset(), needs),)
    known = got_close(table, {need.cell for need in needs}, outsider)
    assert {name for _, name, _ in known} == {"a·y"}
    assert not got_close(table, best(table, outsider).hidden, outsider)


def test_three_singletons_of_a_line_are_held_from_each_other():
    table = grid({"a": "5 6 7 90", "b": "80 70 60 90", "c": "85 75 65 90"},
                 counts={"aw": 1, "ax": 1, "ay": 1})  # fmt: skip
    attackers = the_attackers(table)
    assert len(attackers) == 4
    assert not got_close(table, best(table, attackers).hidden, attackers)


def test_linked_tables_are_held_together():
    region, trade, size = flat("r", "ab"), flat("t", "ghi"), flat("s", "uv")
    draw = invented.made(
        (invented.tree("r", 2), invented.tree("t", 3), invented.tree("s", 2)), 90, 3
    )
    assert draw.equations
    whole = {
        "T": "T", "r.0": "a", "r.1": "b", "t.0": "g", "t.1": "h", "t.2": "i", "s.0": "u", "s.1": "v",
    }  # fmt: skip
    cells = [replace(one, key=tuple(whole[code] for code in one.key)) for one in draw.cells]
    shown = [one for one in cells if "T" in (one.key[0], one.key[2])]
    table = build(
        (region, trade, size), shown, crossings=({"r": None, "t": None}, {"t": None, "s": None})
    )
    attackers = the_attackers(table)
    assert not got_close(table, best(table, attackers).hidden, attackers)


def test_cells_equal_to_their_total_are_hidden_with_it():
    chain = Dimension("a", "T", {"T": (("g", "h"),), "g": (("g1",),)})
    values = {"T": 100, "g": 40, "g1": 40, "h": 60}
    cells = [
        Cell((code, column), Decimal(value * share), Contributors(9))
        for code, value in values.items()
        for column, share in (("T", 2), ("x", 1), ("y", 1))
    ]
    table = build((chain, flat("c", "xy")), cells)
    needs = (Need(table.place["g1", "x"], Decimal(2), Decimal(2), ("frequency",)),)
    found = best(table, (Scenario("外部", frozenset(), needs),))
    assert table.place["g", "x"] in found.hidden
    assert not got_close(table, found.hidden, (Scenario("外部", frozenset(), needs),))


def test_search_stopped_at_once_still_gives_a_safe_pattern():
    table = invented.made((invented.tree("a", 3, 3), invented.tree("b", 4)), 400, 1)
    attackers = the_attackers(table)
    found = best(table, attackers, looks=3)
    assert not got_close(table, found.hidden, attackers)
    assert found.bound <= found.cost


def test_search_without_scip_ends_at_the_same_cost():
    table = invented.made((invented.tree("a", 8), invented.tree("b", 6)), 700, 2)
    attackers = the_attackers(table, insiders=False)
    clock = ticks(100_000)
    plain = optimise(table, attackers, Cost.VALUE, lambda: next(clock), lambda *_: None,
                     prove=resolve.prove)  # fmt: skip
    assert plain.cost == pytest.approx(best(table, attackers).cost, rel=1e-3)


def test_outsider_who_cannot_be_held_is_named():
    table = grid({"a": "5 6", "b": "7 8"}, counts={"TT": 2})
    needs = judge(table, invented.P10).needs
    _, hopeless = attainable(table, scenarios(table, needs))
    assert [table.name(need.cell) for need in hopeless] == ["T·T"]


def test_official_table_reaches_its_known_optimum(corpus):
    folder = corpus / "09_standards/sdc/rtauargus_data"
    table = invented.insee(folder, "nuts_size")
    needs = judge(table, invented.INSEE_RULES).needs
    assert len(needs) == 72
    found = best(table, scenarios(table, needs, insiders=False))
    assert found.cost == pytest.approx(31_351_446, rel=1e-4)
    assert found.gap <= 1e-4
