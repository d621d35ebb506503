"""Which cells are unsafe by themselves."""

from decimal import Decimal

import pytest

from gongkai.checks.cells.primary import Rules, judge
from gongkai.checks.cells.tables import Cell, Contributors, Dimension, Need, Table, build
from gongkai.law.refused import Refused

NO = Rules(frequency=1)


def the_table(*amounts: int, who: Contributors | None = None) -> Table:
    """Return a table of one interesting cell a and a harmless one."""
    total = Decimal(sum(amounts))
    largest = tuple(Decimal(one) for one in sorted(amounts, reverse=True))
    contributors = who or Contributors(len(amounts), largest)
    cells = [
        Cell(("a",), total, contributors),
        Cell(("b",), Decimal(1000), Contributors(50, (Decimal(20), Decimal(20)))),
        Cell(("T",), total + 1000, Contributors(50 + len(amounts), (Decimal(20), Decimal(20)))),
    ]
    return build((Dimension("d", "T", {"T": (("a", "b"),)}),), cells)


def found(table: Table, rules: Rules) -> Need | None:
    at = table.place[("a",)]
    return next((need for need in judge(table, rules).needs if need.cell == at), None)


@pytest.mark.parametrize(
    ("amounts", "rules", "broken"),
    [
        ((10, 10), Rules(frequency=3), ("frequency",)),
        ((10, 10, 10), Rules(frequency=3), ()),
        ((90, 5, 5), Rules(frequency=None, dominance=((1, Decimal(85)),)), ("dominance(1,85)",)),
        ((85, 5, 10), Rules(frequency=None, dominance=((1, Decimal(85)),)), ()),
        ((50, 40, 10), Rules(frequency=None, dominance=((2, Decimal(85)),)), ("dominance(2,85)",)),
        ((100, 50, 9), Rules(frequency=None, p=Decimal(10)), ("p",)),
        ((100, 50, 10), Rules(frequency=None, p=Decimal(10)), ()),
        ((100, 50, 19), Rules(frequency=None, pq=(Decimal(10), Decimal(50))), ("pq",)),
        ((100, 50, 20), Rules(frequency=None, pq=(Decimal(10), Decimal(50))), ()),
    ],
)
def test_rule_calls_a_cell_unsafe_exactly_at_its_limit(amounts, rules, broken):
    need = found(the_table(*amounts), rules)
    assert (need.rules if need else ()) == broken


def test_level_of_p_is_what_the_best_rival_would_learn_too_much():
    need = found(the_table(100, 50, 4), Rules(frequency=None, p=Decimal(10), share=Decimal(1)))
    assert need.up == 6  # 10 % of 100, less the 4 of the others


def test_level_of_dominance_lifts_the_total_until_the_rule_holds():
    rules = Rules(frequency=None, dominance=((1, Decimal(80)),), share=Decimal(1))
    need = found(the_table(90, 5, 5), rules)
    assert need.up == Decimal("12.5")  # 90 are 80 % of 112.5


def test_level_is_never_less_than_the_least_share_nor_down_beyond_zero():
    need = found(the_table(40, 60), Rules(frequency=3, share=Decimal(5)))
    assert (need.up, need.down) == (5, 5)
    fixed = found(the_table(40, 60), Rules(frequency=3, fixed=Decimal(150)))
    assert (fixed.up, fixed.down) == (150, 100)


def test_cell_in_which_all_report_zero_is_unsafe_when_the_rule_says_so():
    table = the_table(0, 0, 0, 0)
    assert found(table, Rules(frequency=3)) is None
    need = found(table, Rules(frequency=3, zero=True))
    assert (need.up, need.down) == (1, 0)


def test_consenting_respondents_need_no_protection():
    agreed = Contributors(1, (Decimal(70),), frozenset({"x"}), ("x",), frozenset({"x"}))
    assert found(the_table(70, who=agreed), Rules(frequency=3, p=Decimal(10))) is None
    largest = Contributors(
        3, (Decimal(100), Decimal(30), Decimal(20)), frozenset("xyz"), ("x", "y", "z"),
        frozenset("x"),
    )  # fmt: skip
    # The largest agreed; the next, 30, is hidden from it by 20 of the third.
    assert found(the_table(100, 30, 20, who=largest), Rules(frequency=None, p=Decimal(10))) is None
    table = the_table(70)
    assert found(table, Rules(frequency=3, consenting=frozenset({("a",)}))) is None


def test_what_contributors_are_not_known_of_is_said_and_not_passed():
    table = the_table(10, 10, 80, who=Contributors(3))
    judged = judge(table, Rules(frequency=3, p=Decimal(10), dominance=((1, Decimal(85)),)))
    at = table.place[("a",)]
    assert {why for why, cells in judged.unjudged.items() if at in cells} == {
        "缺少前1位调查对象的数值", "缺少最大调查对象的数值",
    }  # fmt: skip
    only_largest = the_table(10, 10, 80, who=Contributors(3, (Decimal(80),)))
    assert at in judge(only_largest, Rules(p=Decimal(10))).unjudged["缺少第二大调查对象的数值"]


def test_rules_without_any_parameter_are_refused():
    with pytest.raises(Refused, match="没有写明"):
        Rules(frequency=None)
    with pytest.raises(Refused, match="参数不对"):
        Rules(frequency=3, p=Decimal(-1))
