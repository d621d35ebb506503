"""The auditor: what is broken by counting every possibility never passes; published bugs are found."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import product
from random import Random

import pytest

pytest.importorskip("highspy")

from gongkai.checks.cells.audit import audit, findings
from gongkai.checks.cells.audit.exact import moves
from gongkai.checks.cells.tables import (
    Bounds,
    Cell,
    Contributors,
    Dimension,
    Equation,
    Need,
    Table,
    build,
)
from gongkai.checks.findings import Severity


def flat(name: str, codes: Sequence[str]) -> Dimension:
    return Dimension(name, "合计", {"合计": (tuple(codes),)})


def grid(rows: Sequence[Sequence[int]], top: int | None = None) -> Table:
    """Return a two-way table with its margins; nobody is known to stand behind it."""
    down, across = "甲乙丙丁戊己"[: len(rows)], "一二三四五六"[: len(rows[0])]
    cells = {}
    for r, row in zip(down, rows, strict=True):
        for c, value in zip(across, row, strict=True):
            for key in product((r, "合计"), (c, "合计")):
                cells[key] = cells.get(key, 0) + value
    bounds = Bounds(upper=Decimal(top)) if top is not None else None
    made = (Cell(key, Decimal(value)) for key, value in cells.items())
    return build([flat("行", down), flat("列", across)], made, bounds=bounds)


def at(table: Table, *names: str) -> list[int]:
    return [table.place[tuple(name)] for name in names]


def need(cell: int, up: float = 1, down: float = 1) -> Need:
    return Need(cell, Decimal(str(up)), Decimal(str(down)), ("frequency",))


def line(
    values: Sequence[int],
    equations: Sequence[tuple[int, tuple[int, ...]]],
    people: dict[int, Contributors] | None = None,
) -> Table:
    """Return a table of one dimension from its equations alone."""
    cells = tuple(
        Cell((f"单元{n}",), Decimal(value), (people or {}).get(n)) for n, value in enumerate(values)
    )
    made = tuple(Equation(total, parts, "") for total, parts in equations)
    top = Decimal(max(values))
    return Table(
        ("项",),
        cells,
        made,
        (Decimal(0),) * len(values),
        (top,) * len(values),
        (True,) * len(values),
    )


def test_audit_refuses_a_single_hidden_cell_of_a_row() -> None:
    table = grid([[5, 7, 9], [4, 8, 6], [3, 2, 1]])
    verdict = audit(table, at(table, "甲一"), [need(at(table, "甲一")[0])])
    assert not verdict.passed
    assert verdict.breaches[0].exact
    assert [one.severity for one in findings(table, verdict)] == [Severity.BLOCK]
    assert next(findings(table, verdict)).waiver == ""


def test_audit_passes_a_wide_enough_rectangle() -> None:
    table = grid([[5, 7, 9], [4, 8, 6], [3, 2, 1]])
    hidden = at(table, "甲一", "甲二", "乙一", "乙二")
    assert audit(table, hidden, [need(hidden[0], 4, 4)]).passed
    assert not audit(table, hidden, [need(hidden[0], 8, 4)]).passed  # 甲二 has only 7 to give


def test_audit_finds_the_exact_cell_where_every_line_has_two_holes() -> None:
    table = grid([[20, 31, 42, 13], [14, 25, 36, 27], [18, 29, 10, 21], [32, 23, 14, 45]])
    blocks = ("甲一", "甲二", "乙一", "乙二", "乙三", "丙三", "丙四", "丁三", "丁四")
    hidden = at(table, *blocks)
    rows = [sum(table.cells[h].key[0] == r for h in hidden) for r in "甲乙丙丁"]
    columns = [sum(table.cells[h].key[1] == c for h in hidden) for c in "一二三四"]
    assert min(rows + columns) >= 2
    verdict = audit(table, hidden, [need(at(table, "乙三")[0])])
    assert verdict.told == tuple(at(table, "乙三"))
    assert verdict.breaches[0].exact


def test_audit_refuses_a_primary_that_is_still_published() -> None:
    table = grid([[5, 7], [4, 8]])
    assert not audit(table, [], [need(0)]).passed


@pytest.mark.parametrize(
    ("values", "hidden", "counts"),
    [
        ([0, 0, 0, 0], [1, 2], False),  # 0 = x + x + 0
        ([15, 10, 5, 0, 0], [3, 4], False),  # 15 = 10 + 5 + x + x
        ([15, 10, 3, 1, 1], [3, 4], True),  # 15 = 10 + 3 + x + x, natural numbers
    ],
)
def test_audit_finds_zeros_and_ones_that_bounds_give_away(
    values: list[int], hidden: list[int], counts: bool
) -> None:  # sdcTools/UserSupport 194
    table = line(values, [(0, tuple(range(1, len(values))))])
    verdict = audit(table, hidden, [need(hidden[0], 1, 0)], counts=counts)
    assert not verdict.passed
    assert verdict.breaches[0].exact


def test_audit_finds_what_three_singletons_leave_open() -> None:  # 135
    rows = [[1, 1, 7, 1, 0], [1, 0, 0, 2, 8]]
    table = grid(rows)
    cells = [Cell(one.key, one.value, Contributors(int(one.value))) for one in table.cells]
    table = build([flat("行", "甲乙"), flat("列", "一二三四五")], cells)
    hidden = at(table, "甲一", "甲二", "甲四", "乙一", "乙二", "乙四")
    needs = [need(n, 1, 0) for n in at(table, "甲一", "甲二", "甲四", "乙一", "乙四")]
    verdict = audit(table, hidden, needs, counts=False)
    insiders = [one for one in verdict.breaches if one.attacker != "外部人员"]
    assert not verdict.passed
    assert audit(table, hidden, needs, insiders=False).passed or insiders


def test_audit_joins_linked_tables_before_it_attacks() -> None:  # 133 and 136
    #         A  B  I  J  K  L  M  N  county1 county2 BIG small total
    values = [2, 2, 8, 8, 3, 3, 3, 7, 20, 16, 6, 30, 36]
    county = [(8, (0, 1, 2, 3)), (9, (4, 5, 6, 7)), (12, (8, 9))]
    group = [(10, (5, 6)), (11, (0, 1, 2, 3, 4, 7)), (12, (10, 11))]
    hidden = [0, 1, 4, 5, 6]
    needs = [need(4, 1, 1)]
    apart = audit(line(values, county), hidden, needs)
    joined = audit(line(values, county + group), hidden, needs)
    assert apart.passed
    assert not joined.passed
    assert joined.breaches[0].exact  # county2 less BIG leaves K alone


def test_audit_finds_a_cell_of_one_holder_within_a_narrow_interval() -> None:  # 160
    values = [1000, 900, 10, 5, 85]
    table = line(values, [(0, (1, 2, 3, 4))])
    verdict = audit(table, [1, 2, 3], [need(1, 90, 90)])
    assert not verdict.passed
    assert not verdict.breaches[0].exact
    assert verdict.breaches[0].high == Decimal(915) < verdict.breaches[0].most
    assert audit(table, [1, 2, 3, 4], [need(1, 90, 90)]).passed


def test_audit_gives_the_same_verdict_every_time() -> None:  # 315
    table = grid([[5, 7, 9], [4, 8, 6], [3, 2, 1]])
    hidden = at(table, "甲一", "甲二", "乙一", "乙二")
    verdicts = [audit(table, hidden, [need(hidden[0], 4, 4)]) for _ in range(3)]
    assert verdicts[0] == verdicts[1] == verdicts[2]


def test_audit_lets_somebody_alone_in_a_cell_attack() -> None:
    people = {1: Contributors(1, who=frozenset({"甲厂"})), 2: Contributors(9), 3: Contributors(9)}
    table = line([100, 20, 30, 50], [(0, (1, 2, 3))], people)
    outside = audit(table, [1, 2], [need(2, 5, 5)], insiders=False)
    inside = audit(table, [1, 2], [need(2, 5, 5)])
    assert outside.passed
    assert not inside.passed
    assert inside.breaches[0].exact


def test_audit_lets_one_of_two_attack_and_joins_what_a_holding_knows() -> None:
    two = {1: Contributors(2), 2: Contributors(9), 3: Contributors(9)}
    assert not audit(line([100, 20, 30, 50], [(0, (1, 2, 3))], two), [1, 2], [need(2)]).passed
    held = {n: Contributors(1, who=frozenset({"集团"})) for n in (1, 2)}
    values, equations = [100, 20, 30, 50], [(0, (1, 2, 3))]
    apart = {n: Contributors(1, who=frozenset({f"厂{n}"})) for n in (1, 2)}
    assert audit(line(values, equations, apart), [1, 2, 3], [need(3)]).passed
    assert not audit(line(values, equations, held), [1, 2, 3], [need(3)]).passed


def test_audit_says_what_it_could_not_judge() -> None:
    table = line([100, 20, 30, 50], [(0, (1, 2, 3))])
    assert audit(table, [1, 2], [need(1)]).unjudged


def test_audit_knows_a_rounded_figure_to_half_a_step_only() -> None:
    table = line([1003, 4, 499, 500], [(0, (1, 2, 3))])
    assert not audit(table, [1], [need(1, 3, 3)]).passed
    assert audit(table, [1], [need(1, 3, 3)], step=Decimal(10)).passed
    assert not audit(table, [1], [need(1, 30, 3)], step=Decimal(10)).passed


def test_audit_keeps_negative_cells_within_their_bounds() -> None:
    plain = line([10, -5, 15], [(0, (1, 2))])
    table = Table(
        plain.dimensions, plain.cells, plain.equations,
        (Decimal(-20),) * 3, (Decimal(40),) * 3, plain.hideable,
    )  # fmt: skip
    assert audit(table, [1, 2], [need(1, 20, 15)]).passed
    assert not audit(table, [1, 2], [need(1, 20, 15.5)]).passed


def test_moves_know_what_each_column_tells_of_others() -> None:
    solved = moves([{0: 1, 1: 1}, {1: 1, 2: 1, 3: 1}, {4: 2}], 5)
    assert solved.told == {4}
    assert solved.told_by({0}) == {1, 4}
    assert solved.told_by({0, 2}) == {1, 3, 4}


def possibilities(table: Table, hidden: list[int], least: int) -> list[dict[int, int]]:
    """Return every table of whole numbers that fits what is published, by trying them all."""
    found = []
    for guess in product(range(least, 10), repeat=len(hidden)):
        values = [int(cell.value) for cell in table.cells]
        for cell, value in zip(hidden, guess, strict=True):
            values[cell] = value
        if all(values[e.total] == sum(values[p] for p in e.parts) for e in table.equations):
            found.append(dict(zip(hidden, guess, strict=True)))
    return found


@pytest.mark.parametrize("seed", range(120))
def test_audit_agrees_with_trying_every_table(seed: int) -> None:
    random = Random(seed)
    table = grid([[random.randint(0, 6) for _ in range(3)] for _ in range(3)], top=60)
    inner = [n for n, cell in enumerate(table.cells) if "合计" not in cell.key]
    hidden = sorted(random.sample(inner, random.randint(3, 5)))
    upper = tuple(Decimal(9) if n in hidden else high for n, high in enumerate(table.upper))
    table = replace(table, upper=upper)
    least = 1 if all(table.cells[n].value >= 1 for n in hidden) else 0
    found = possibilities(table, hidden, least)
    for target in hidden:
        value = int(table.cells[target].value)
        asked = need(target, random.randint(1, 3), min(value, random.randint(0, 3)))
        reached = [one[target] for one in found]
        wide = min(reached) <= value - asked.down and max(reached) >= value + asked.up
        assert audit(table, hidden, [asked], counts=True).passed == wide


def test_audit_lets_respondents_know_the_cells_that_are_their_own() -> None:
    two = {n: Contributors(2) for n in (1, 2)} | {3: Contributors(0), 4: Contributors(9)}
    values = [50, 20, 20, 0, 30]  # the second is the same two as the first: its other part is empty
    table = line(values, [(0, (1, 4)), (1, (2, 3))], two)
    table = replace(table, hideable=(True, True, True, False, True))
    assert audit(table, [0, 1, 2, 4], [need(1), need(2)]).passed


def test_audit_passes_what_no_pattern_mends_but_says_so() -> None:
    people = {1: Contributors(1, who=frozenset({"甲厂"})), 2: Contributors(9), 3: Contributors(9)}
    table = line([100, 90, 6, 4], [(0, (1, 2, 3))], people)
    table = replace(table, upper=(Decimal(100),) * 4)
    needs = [need(0, 0, 20)]  # whoever has 90 of it knows that it is no less
    assert audit(table, [0, 1, 2, 3], needs, insiders=False).passed
    verdict = audit(table, [0, 1, 2, 3], needs)
    assert verdict.passed
    assert [one.cell for one in verdict.anyway] == [0]
    assert any("本来就能" in said for said in verdict.unjudged)
