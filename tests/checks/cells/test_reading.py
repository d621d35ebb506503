"""From CSV and spec to a table."""

from decimal import Decimal

import pytest

pytest.importorskip("highspy", reason="没有安装 requirements/sdc.txt")

from gongkai.checks.cells.primary import judge
from gongkai.checks.cells.reading import read_table
from gongkai.checks.cells.scenarios import scenarios
from gongkai.checks.cells.spec import read_spec
from gongkai.law.refused import Refused

HEAD = """
value = "产值"
[[dimension]]
name = "地区"
total = "合计"
[[dimension]]
name = "行业"
total = "合计"
[rules]
frequency = 3
p = 10
"""
SUMMED = HEAD + '[contributors]\ncount = "户数"\nlargest = ["最大", "次大"]\n'
SINGLE = HEAD + '[microdata]\nrespondent = "代码"\nholding = "集团"\n'
TABLE = """地区,行业,产值,户数,最大,次大
甲,工,30,2,20,10
甲,商,40,9,9,8
乙,工,50,9,9,8
乙,商,60,9,9,8
甲,合计,70,11,20,10
乙,合计,110,18,9,9
合计,工,80,11,20,10
合计,商,100,18,9,9
合计,合计,180,29,20,10
"""
FIRMS = """代码,集团,地区,行业,产值
1,A,甲,工,20
2,A,甲,工,5
3,,甲,工,10
4,,甲,商,40
5,,乙,工,50
6,,乙,商,30
7,,乙,商,30
"""


def test_summed_table_is_read_with_its_contributors():
    table = read_table("\ufeff" + TABLE, read_spec(SUMMED))
    cell = table.cells[table.place["甲", "工"]]
    assert (cell.value, cell.contributors.count) == (30, 2)
    assert cell.contributors.largest == (20, 10)


def test_microdata_is_added_up_and_a_holding_counts_once():
    table = read_table(FIRMS, read_spec(SINGLE))
    cell = table.cells[table.place["甲", "工"]]
    assert cell.value == 35
    assert cell.contributors.count == 2
    assert cell.contributors.largest == (25, 10)
    assert table.cells[table.place["合计", "合计"]].value == 185


def test_each_respondent_attacks_with_all_the_cells_it_is_alone_in():
    table = read_table(FIRMS, read_spec(SINGLE))
    spec = read_spec(SINGLE)
    found = scenarios(table, judge(table, spec.rules).needs)
    by = {one.name: {table.name(cell) for cell in one.known} for one in found}
    assert by["外部"] == set()
    assert by["调查对象4"] == {"甲·商"}
    assert {"甲·工"} in by.values()


def test_weighted_rows_stand_for_as_many_as_their_weight():
    text = "代码,权,地区,行业,产值\n1,4,甲,工,20\n2,1,甲,商,5\n3,1,乙,工,6\n4,1,乙,商,7\n"
    spec = read_spec(HEAD + '[microdata]\nrespondent = "代码"\nweight = "权"\n')
    table = read_table(text, spec)
    cell = table.cells[table.place["甲", "工"]]
    assert (cell.value, cell.contributors.count) == (80, 4)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("甲,工,30", "甲,工,", "第2行“产值”列空着"),
        ("甲,工,30", "甲,工,约30", "约30"),
        ("甲,工,30,2,20,10", "甲,工,30,2,10,20", "第2行的调查对象资料不合理"),
        ("甲,工,30,2,20,10", "甲,工,30,2", "第2行的列数"),
        ("产值", "产量", "没有“产值”列"),
        ("甲,工,30", "甲,工,31", "甲·合计按行业加总"),
    ],
)
def test_wrong_table_is_refused_with_its_line(old, new, said):
    with pytest.raises(Refused, match=said):
        read_table(TABLE.replace(old, new), read_spec(SUMMED))


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ("value = ", "TOML"),
        ('value = "产值"\n[rules]\nfrequency = 3', "缺少 \\[\\[dimension\\]\\]"),
        (HEAD + "[bound]\nlower = 1", "不认识“bound”"),
        (HEAD.replace("p = 10", 'p = "十"'), "p 应为数字"),
        (HEAD.replace("p = 10", "pq = 10"), "pq 写成"),
        (HEAD.replace("frequency = 3\np = 10", ""), "没有写明任何保密规则"),
        ('cost = "free"\n' + HEAD, "cost 只能是"),
        (SUMMED + '[microdata]\nrespondent = "代码"', "只能写一种"),
    ],
)
def test_wrong_spec_is_refused_with_its_key(spec, said):
    with pytest.raises(Refused, match=said):
        read_spec(spec)


def test_hierarchy_linked_tables_and_bounds_are_read():
    spec = read_spec(
        SUMMED.replace(
            "[rules]",
            '[dimension.children]\n"合计" = ["工", "商"]\n[[table]]\n"地区" = "全部"\n"行业" = 1\n'
            "[bounds]\nwithin = 50\n[rules]",
        )
    )
    table = read_table(TABLE, spec)
    assert spec.crossings == ({"地区": None, "行业": 1},)
    assert table.upper[table.place["甲", "工"]] == Decimal(45)
