from datetime import UTC, date, datetime

import pytest

from gongkai.design.templatetags import gongkai

EVENING = datetime(2014, 10, 23, 16, 30, tzinfo=UTC)  # past midnight in Shijiazhuang


@pytest.mark.parametrize(
    "day", [date(2014, 10, 4), "2014-10-04", datetime(2014, 10, 4, 1, tzinfo=UTC)]
)
def test_chinese_date_has_no_leading_zero(day: object) -> None:
    assert gongkai.chinese_date(day) == "2014年10月4日"


def test_dates_are_the_days_of_people_here() -> None:
    assert gongkai.chinese_date(EVENING) == "2014年10月24日"
    assert gongkai.plain_date(EVENING) == "2014-10-24"
    assert gongkai.chinese_moment(EVENING) == "2014-10-24 00:30"


@pytest.mark.parametrize("of", [gongkai.chinese_date, gongkai.plain_date, gongkai.chinese_moment])
def test_dates_are_nothing_when_there_is_none(of: object) -> None:
    assert of(None) == ""


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("3612.4", "3612.4"),
        ("12345", "12\u2009345"),
        ("-1234567.89", "-1\u2009234\u2009567.89"),
        ("123456", "123\u2009456"),
        ("约12345", "约12345"),
        ("", ""),
    ],
)
def test_spaced_groups_five_digits_and_more(value: str, expected: str) -> None:
    assert gongkai.spaced(value) == expected


def test_split_hash_keeps_both_ends() -> None:
    assert gongkai.split_hash("0123456789abcdef0123") == "01234567…0123"
    assert gongkai.split_hash("short") == "short"
