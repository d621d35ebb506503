from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.fees import by_items, by_pages, charge, lapse
from gongkai.law.refused import Refused

ON = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("items", "yuan"),
    [(0, 0), (10, 0), (11, 100), (30, 2000), (31, 2200), (40, 4000), (41, 4300), (50, 7000),
     (51, 7400)],
)  # fmt: skip
def test_fee_by_items_follows_article_four(items: int, yuan: int) -> None:
    fee = by_items(0, items, ON)
    assert fee.amount == yuan
    assert str(fee.article) == "《政府信息公开信息处理费管理办法》第四条"


@pytest.mark.parametrize(
    ("pages", "yuan"),
    [(0, 0), (30, 0), (31, 10), (100, 700), (101, 720), (200, 2700), (201, 2740), (250, 4700)],
)
def test_fee_by_pages_follows_article_five(pages: int, yuan: int) -> None:
    fee = by_pages(pages, ON)
    assert fee.amount == yuan
    assert str(fee.article) == "《政府信息公开信息处理费管理办法》第五条"


def test_fee_says_how_it_adds_up() -> None:
    assert [str(line) for line in by_items(29, 3, ON).lines] == [
        "第30至30件：100元/件，计100元",
        "第31至32件：200元/件，计400元",
    ]
    assert [str(line) for line in by_pages(31, ON).lines] == [
        "第1至30页：不收费，计0元",
        "第31至31页：10元/页，计10元",
    ]


@given(st.integers(0, 300), st.integers(0, 300), st.integers(0, 300))
def test_fee_of_a_month_does_not_depend_on_how_its_requests_came(a: int, b: int, c: int) -> None:
    apart = by_items(a, b, ON).amount + by_items(a + b, c, ON).amount
    assert apart == by_items(a, b + c, ON).amount


@given(st.integers(0, 500), st.integers(0, 5000))
def test_fee_is_the_sum_of_its_lines(items: int, pages: int) -> None:
    for fee in (by_items(0, items, ON), by_pages(pages, ON)):
        assert fee.amount == sum(line.amount for line in fee.lines)
        assert all(line.first <= line.last for line in fee.lines)


@pytest.mark.parametrize("chosen", [{}, {"items": (0, 11), "pages": 40}])
def test_fee_is_charged_by_exactly_one_standard(chosen: dict) -> None:
    with pytest.raises(Refused) as caught:
        charge(ON, **chosen)
    assert caught.value.code == "fee.both"
    assert "第三条" in str(caught.value.article)


def test_fee_is_charged_by_the_standard_chosen() -> None:
    assert charge(ON, items=(10, 1)).amount == 100
    assert (charge(ON, pages=31).amount, charge(ON, pages=31).standard) == (10, "按量")


def test_fee_is_refused_before_its_rule() -> None:
    with pytest.raises(Refused) as caught:
        by_pages(100, date(2014, 6, 3))
    assert caught.value.code == "fee.no_law"


@pytest.mark.parametrize("call", [lambda: by_items(-1, 1, ON), lambda: by_pages(-1, ON)])
def test_fee_of_a_negative_number_is_refused(call) -> None:
    with pytest.raises(ValueError, match="negative"):
        call()


def test_unpaid_fee_lapses_twenty_working_days_after_its_notice() -> None:
    assert lapse(date(2025, 1, 20)) == date(2025, 2, 21)
