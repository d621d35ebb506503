"""Numbers as prose writes them, and what only looks like one."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.checks.claims.numerals import chinese, figures, fold


@given(st.text())
def test_folding_keeps_every_place(text):
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "number", "unit", "rough"),
    [
        ("97 092万元", "97092", "万元", False),
        ("1,234.5亿元", "1234.5", "亿元", False),
        ("１２．５％", "12.5", "%", False),
        ("为-0.57‰", "-0.57", "‰", False),
        ("为－0.57‰", "-0.57", "‰", False),
        ("1200余所", "1200", "所", True),
        ("80余万名", "80", "万名", True),
        ("约5亿元人民币", "5", "亿元", True),
        ("200万千瓦以上", "200", "万千瓦", True),
        ("36.2微克/立方米", "36.2", "微克/立方米", False),
        ("1.15吨标准煤/万元", "1.15", "吨标准煤/万元", False),
        ("百分之十二点五", "12.5", "%", False),
        ("翻两番", "2", "番", False),
        ("增长三倍", "3", "倍", False),
        ("占全国1/3，", "1", "三分之", False),
    ],
)
def test_a_number_is_read_with_its_unit(text, number, unit, rough):
    (figure,) = figures(fold(text))
    assert (figure.numbers, figure.unit, figure.approximate) == ((Decimal(number),), unit, rough)


def test_the_unit_of_a_list_or_range_goes_to_each_of_its_numbers():
    text = "快于全国3.4个、1个百分点，单日客流1409万、1305万人次，建设3到5个。"
    assert [(str(one.numbers[0]), one.unit) for one in figures(fold(text))] == [
        ("3.4", "个百分点"),
        ("1", "个百分点"),
        ("1409", "万人次"),
        ("1305", "万人次"),
        ("3", "个"),
        ("5", "个"),
    ]


@pytest.mark.parametrize(
    "text", ["6-7月", "第5号", "A4纸", "20G内存", "3+2模式", "第一产业", "九成立"]
)
def test_what_only_looks_like_a_figure_is_passed_over(text):
    assert list(figures(fold(text))) == []


@given(st.integers(1, 9999))
def test_chinese_numerals_are_read_back(number):
    digits, places = "零一二三四五六七八九", ("", "十", "百", "千")
    written = "".join(
        (digits[int(digit)] + places[place] if digit != "0" else "零")
        for place, digit in zip(range(len(str(number)) - 1, -1, -1), str(number), strict=True)
    )
    assert chinese(written.rstrip("零")) == number
