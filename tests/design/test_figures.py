import pytest

from gongkai.design.figures import Figure, figures

HEAD = ["指标", "单位", "本月止累计", "同比增长（%）"]


def a_table(*rows, head=HEAD):
    return {
        "type": "table",
        "caption": "演示",
        "head": [list(head)],
        "rows": [list(r) for r in rows],
    }


def test_figures_carry_unit_basis_and_a_change_in_words():
    found = figures(a_table(["甲", "亿元", "3612.4", "7.6"], ["乙", "亿美元", "88.5", "−3.5"]))
    assert found == (
        Figure("甲", "3612.4", "亿元", "本月止累计", "同比增长 7.6%", "up"),
        Figure("乙", "88.5", "亿美元", "本月止累计", "同比下降 3.5%", "down"),
    )


def test_figures_take_the_unit_from_the_head_when_there_is_no_column_of_units():
    head = ["指标", "绝对数（亿元）", "比上年增长（%）"]
    assert figures(a_table(["生产总值", "4266.0", "8.0"], head=head)) == (
        Figure("生产总值", "4266.0", "亿元", "绝对数", "比上年增长 8.0%", "up"),
    )


@pytest.mark.parametrize("said", ["—", "", "…", "略"])
def test_a_change_the_table_does_not_say_is_not_made_up(said):
    (found,) = figures(a_table(["甲", "%", "101.9", said]))
    assert (found.value, found.change, found.sign) == ("101.9", "", "")


def test_no_growth_is_neither_up_nor_down():
    (found,) = figures(a_table(["甲", "亿元", "1", "0.0"]))
    assert (found.change, found.sign) == ("同比持平", "level")


def test_figures_leave_out_parts_of_a_row_above_and_missing_values():
    table = a_table(
        ["甲", "亿元", "3", "1"], ["其中：乙", "亿元", "2", "1"], ["丙", "亿元", "—", "1"]
    )
    assert [one.name for one in figures(table)] == ["甲"]


@pytest.mark.parametrize(
    "head",
    [
        ["县区", "单位", "本月止累计", "同比增长（%）"],
        ["指标", "单位", "数值", "同比增长（%）"],
        ["指标", "单位", "本月止累计", "位次"],
        ["指标", "本月（亿元）", "本月止累计", "同比增长（%）"],
        ["指标", "本月止累计", "环比增长（%）", "同比增长（%）"],
    ],
)
def test_figures_are_none_when_the_head_leaves_a_doubt(head):
    assert figures(a_table(["甲", "1", "2", "3"], head=head)) == ()


def test_figures_are_none_when_the_head_has_two_rows():
    table = a_table(["甲", "亿元", "3", "1"])
    assert figures(table | {"head": [HEAD, HEAD]}) == ()
