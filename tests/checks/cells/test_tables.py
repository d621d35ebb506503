"""What is a table, and what is refused as one."""

from decimal import Decimal

import pytest

from gongkai.checks.cells.tables import Bounds, Cell, Contributors, Dimension, build
from gongkai.law.refused import Refused

ROWS = Dimension("地区", "合计", {"合计": (("甲", "乙"),)})
COLUMNS = Dimension("行业", "合计", {"合计": (("工", "商"),)})
VALUES = {("甲", "工"): 3, ("甲", "商"): 4, ("乙", "工"): 5, ("乙", "商"): 6, ("甲", "合计"): 7,
          ("乙", "合计"): 11, ("合计", "工"): 8, ("合计", "商"): 10, ("合计", "合计"): 18}  # fmt: skip


def cells(changes: dict[tuple[str, str], str | None] | None = None) -> list[Cell]:
    values = {key: str(value) for key, value in VALUES.items()} | (changes or {})
    return [
        Cell(key, Decimal(value), Contributors(5))
        for key, value in values.items()
        if value is not None
    ]


def test_table_holds_an_equation_for_each_total():
    table = build((ROWS, COLUMNS), cells())
    assert len(table.cells) == 9
    assert len(table.equations) == 6
    for one in table.equations:
        parts = sum(table.cells[part].value for part in one.parts)
        assert parts == table.cells[one.total].value


@pytest.mark.parametrize(
    ("changes", "code", "said"),
    [
        ({("甲", "工"): None}, "cells.missing", "甲·工"),
        ({("甲", "工"): "-3"}, "cells.negative", "甲·工"),
        ({("甲", "工"): "4"}, "cells.sum", "甲·合计按行业加总"),
        ({("丙", "工"): "4"}, "cells.code", "丙"),
    ],
)
def test_table_refuses_what_cannot_be_protected_and_names_it(changes, code, said):
    with pytest.raises(Refused, match=said) as refused:
        build((ROWS, COLUMNS), cells(changes))
    assert refused.value.code == code


def test_table_refuses_a_cell_that_stands_twice():
    with pytest.raises(Refused, match="两次"):
        build((ROWS, COLUMNS), [*cells(), cells()[0]])


def test_table_takes_rounded_figures_for_balanced():
    table = build((ROWS, COLUMNS), cells({("甲", "工"): "3.001"}))
    assert table.cells[table.place["甲", "工"]].value == Decimal("3.001")


def test_absent_cells_are_empty_and_hide_nothing_when_the_spec_says_so():
    rows = Dimension("地区", "合计", {"合计": (("甲", "乙", "丙"),)})
    given = [one for one in cells() if one.key[0] in {"甲", "乙", "合计"}]
    table = build((rows, COLUMNS), given, absent_is_zero=True)
    empty = table.place["丙", "工"]
    assert table.cells[empty].value == 0
    assert not table.hideable[empty]
    secret = build((rows, COLUMNS), given, absent_is_zero=True, empty_is_known=False)
    assert secret.hideable[empty]


def test_linked_tables_share_their_cells():
    third = Dimension("规模", "合计", {"合计": (("大", "小"),)})
    values = [
        *[Cell((*one.key, "合计"), one.value, one.contributors) for one in cells()],
        *[Cell(("甲", "合计", size), Decimal(value)) for size, value in (("大", 3), ("小", 4))],
        *[Cell(("乙", "合计", size), Decimal(value)) for size, value in (("大", 5), ("小", 6))],
        *[Cell(("合计", "合计", size), Decimal(value)) for size, value in (("大", 8), ("小", 10))],
    ]
    crossings = ({"地区": None, "行业": None}, {"地区": None, "规模": None})
    table = build((ROWS, COLUMNS, third), values, crossings=crossings)
    shared = table.place["甲", "合计", "合计"]
    names = [one.name for one in table.equations if one.total == shared]
    assert names == ["甲·合计·合计按行业加总", "甲·合计·合计按规模加总"]


def test_a_table_may_show_only_the_upper_levels():
    deep = Dimension("行业", "合计", {"合计": (("工", "商"),), "工": (("采", "制"),)})
    table = build((ROWS, deep), cells(), crossings=({"地区": None, "行业": 1},))
    assert len(table.cells) == 9
    assert all("采" not in one.key for one in table.cells)


def test_hierarchy_refuses_a_code_below_itself():
    ring = Dimension("行业", "合计", {"合计": (("工", "商"),), "工": (("合计",),)})
    with pytest.raises(Refused, match="自己的下级"):
        build((ROWS, ring), cells())


def test_bounds_follow_what_anybody_knows():
    table = build((ROWS, COLUMNS), cells(), bounds=Bounds(within=Decimal(50)))
    at = table.place["甲", "商"]
    assert (table.lower[at], table.upper[at]) == (Decimal(2), Decimal(6))
    with pytest.raises(Refused, match="上下界"):
        build((ROWS, COLUMNS), cells(), bounds=Bounds(upper=Decimal(10)))
