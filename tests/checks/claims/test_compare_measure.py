"""What rounding hides, and no more: arithmetic of half units."""

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.checks.claims.measure import Measure, base, measure, scaled

TRUE = st.decimals(min_value=1, max_value=10**7, places=6, allow_nan=False)
PLACES = st.integers(min_value=0, max_value=4)
ROUNDINGS = st.sampled_from([ROUND_HALF_UP, ROUND_HALF_EVEN])


def rounded(number: Decimal, places: int, how: str = ROUND_HALF_UP, unit: str = "亿元") -> Measure:
    shown = number.quantize(Decimal(1).scaleb(-places), rounding=how)
    return measure(shown, places, unit)


@given(st.lists(TRUE, min_size=1, max_size=8), PLACES, PLACES, ROUNDINGS)
def test_roundings_of_parts_and_their_total_never_contradict(parts, places, total, how):
    added = rounded(parts[0], places, how)
    for part in parts[1:]:
        added = added.plus(rounded(part, places, how))
    assert not rounded(sum(parts, Decimal(0)), total, how).differs(added)


@given(TRUE, PLACES, PLACES)
def test_two_roundings_of_one_figure_never_contradict(number, one, other):
    assert not rounded(number, one).contradicts(rounded(number, other))


@given(TRUE, PLACES, st.sampled_from([-1, 1]))
def test_figure_one_off_in_its_last_digit_contradicts(number, places, step):
    right = rounded(number, places)
    wrong = Measure(right.number + step * 2 * right.half, right.half, right.unit)
    assert wrong.contradicts(right)


@given(TRUE, TRUE, PLACES)
def test_quotient_of_roundings_holds_the_true_one(part, whole, places):
    ratio = rounded(part, places).over(rounded(whole, places))
    if ratio is not None:
        assert abs(part / whole - ratio.number) <= ratio.half + Decimal("1e-20")


@given(TRUE, PLACES, st.sampled_from([("亿元", "万元", 4), ("万吨", "吨", 4), ("万人", "人", 4)]))
def test_unit_written_otherwise_changes_nothing(number, places, units):
    large, small, power = units
    one = rounded(number, places, unit=large)
    shown = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    other = measure(shown.scaleb(power), places - power, small)
    assert not one.contradicts(other)


@pytest.mark.parametrize(
    ("parts", "whole", "wrong"),
    [
        (("480.5", "2913.9", "3066.4"), "6460.9", False),  # 石家庄 2017
        (("480.5", "2913.9", "3066.4"), "6461.2", True),
    ],
)
def test_sectors_of_shijiazhuang_add_up_within_their_roundings(parts, whole, wrong):
    added = measure(Decimal(0), 9, "亿元")
    for part in parts:
        added = added.plus(measure(Decimal(part), 1, "亿元"))
    assert measure(Decimal(whole), 1, "亿元").differs(added) is wrong


@pytest.mark.parametrize(
    ("unit", "same"),
    [("亿元", ("元", 8)), ("万人", ("人", 4)), ("千瓦时", ("度", 0)), ("万千瓦时", ("度", 4)),
     ("百分点", ("个百分点", 0)), ("万亿元", ("元", 12))],
)  # fmt: skip
def test_units_have_one_base(unit, same):
    assert base(unit) == (same[0], Decimal(1).scaleb(same[1]))


def test_number_off_by_a_power_of_ten_is_recognised():
    right = measure(Decimal("5170.3"), 1, "亿元")
    assert scaled(measure(Decimal("51703"), 0, "亿元"), right) == 1
    assert scaled(measure(Decimal("5170.3"), 1, "万元"), right) == -4
    assert scaled(measure(Decimal("5107.3"), 1, "亿元"), right) == 0
