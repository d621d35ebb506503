import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.calendar import (
    STANDARD,
    Year,
    add_working_days,
    is_provisional,
    is_working_day,
    working_days_between,
    years_of,
)

DAYS = st.dates(date(2004, 1, 1), date(2032, 12, 31))


@pytest.mark.parametrize(
    ("start", "n", "due", "note"),
    [
        ("2014-09-22", 15, "2014-10-16", "条例（2008）第二十四条，国庆节"),
        ("2014-12-25", 20, "2015-01-23", "元旦"),
        ("2015-02-09", 15, "2015-03-05", "春节"),
        ("2020-01-20", 20, "2020-02-25", "春节假期延长"),
        ("2024-09-23", 20, "2024-10-24", "条例（2019）第三十三条，国庆节"),
        ("2025-01-20", 7, "2025-02-05", "条例（2019）第三十条，1月26日补班"),
        ("2025-01-20", 20, "2025-02-21", "条例（2019）第三十三条"),
        ("2025-01-20", 40, "2025-03-21", "条例（2019）第三十三条，延长20个工作日"),
        ("2025-04-28", 20, "2025-05-29", "劳动节"),
        ("2025-09-22", 20, "2025-10-24", "国庆节、中秋节"),
        ("2026-02-09", 20, "2026-03-13", "春节"),
    ],
)
def test_add_working_days_follows_the_published_holidays(
    start: str, n: int, due: str, note: str
) -> None:
    assert add_working_days(date.fromisoformat(start), n) == date.fromisoformat(due), note


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2014, 10, 1), False),
        (date(2014, 9, 28), True),  # a Sunday made up for
        (date(2014, 10, 11), True),  # a Saturday made up for
        (date(2014, 10, 12), False),
        (date(2014, 10, 20), True),
    ],
)
def test_working_day_knows_holidays_and_make_up_days(day: date, working: bool) -> None:
    assert is_working_day(day) is working


@given(DAYS, st.integers(0, 60))
def test_add_working_days_grows_strictly_with_n(day: date, n: int) -> None:
    assert add_working_days(day, n) < add_working_days(day, n + 1)


@given(DAYS, st.integers(1, 60))
def test_add_working_days_ends_on_a_working_day(day: date, n: int) -> None:
    assert is_working_day(add_working_days(day, n))


@given(DAYS, st.integers(0, 60))
def test_days_between_undo_days_added(day: date, n: int) -> None:
    assert working_days_between(day, add_working_days(day, n)) == n


@given(DAYS, DAYS)
def test_days_between_change_sign_when_turned(first: date, last: date) -> None:
    assert working_days_between(first, last) == -working_days_between(last, first)


def test_add_working_days_refuses_a_negative_number() -> None:
    with pytest.raises(ValueError, match="negative"):
        add_working_days(date(2025, 1, 1), -1)


def test_year_is_provisional_only_without_a_published_notice() -> None:
    assert is_provisional(2099)
    assert is_provisional(date(2003, 12, 31))
    assert not is_provisional(2014)
    assert not is_provisional(date(2026, 12, 31))


def test_provisional_year_counts_weekends_only() -> None:
    monday = date(2099, 1, 5)
    week = [is_working_day(monday + timedelta(days=step)) for step in range(7)]
    assert week == [True] * 5 + [False] * 2


def test_override_table_reads_a_notice() -> None:
    row = {"notice": "演示通知", "off": [date(2099, 1, 1)], "work": [date(2099, 1, 3)]}
    year = years_of({"2099": row})[2099]
    assert year.off == {date(2099, 1, 1)}
    assert year.work == {date(2099, 1, 3)}


@pytest.mark.parametrize(
    "row",
    [
        {"off": [date(2099, 1, 1)]},
        {"notice": "演示通知", "off": [date(2098, 1, 1)]},
        {"notice": "演示通知", "work": [date(2099, 1, 5)]},
        {"notice": "演示通知", "off": ["2099-01-01"]},
        {"notice": "演示通知", "offf": []},
    ],
)
def test_override_table_refuses_what_is_no_notice(row: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="2099"):
        years_of({"2099": row})


@pytest.mark.parametrize("year", [2024, 2025])
def test_working_days_agree_with_an_independent_table_of_holidays(corpus: Path, year: int) -> None:
    path = corpus / "10_codes" / f"holiday_cn_{year}.json"
    named = {date.fromisoformat(row["date"]): row for row in json.loads(path.read_text())["days"]}
    day = date(year, 1, 1)
    while day.year == year:
        expected = not named[day]["isOffDay"] if day in named else day.weekday() < 5
        assert is_working_day(day) is expected, day
        day += timedelta(days=1)


def test_calendar_with_a_notice_counts_by_it_and_leaves_the_old_one_alone() -> None:
    notice = Year("演示通知", frozenset({date(2099, 1, 1)}), frozenset({date(2099, 1, 3)}))
    new = STANDARD.with_notice(notice)
    assert new.add_working_days(date(2098, 12, 31), 2) == date(2099, 1, 3)
    assert STANDARD.add_working_days(date(2098, 12, 31), 2) == date(2099, 1, 2)
    assert not new.is_provisional(2099)
    assert STANDARD.is_provisional(2099)


@pytest.mark.parametrize(
    "year",
    [
        Year("", frozenset({date(2099, 1, 1)}), frozenset()),
        Year("演示通知", frozenset(), frozenset()),
        Year("演示通知", frozenset({date(2099, 1, 1), date(2098, 1, 1)}), frozenset()),
        Year("演示通知", frozenset({date(2099, 1, 1)}), frozenset({date(2099, 1, 5)})),
    ],
)
def test_calendar_refuses_what_is_no_notice(year: Year) -> None:
    with pytest.raises(ValueError, match="notice"):
        STANDARD.with_notice(year)


@given(st.dates(date(1990, 1, 1), date(2040, 12, 31)), st.integers(0, 400))
def test_counting_agrees_with_walking_from_day_to_day(first: date, days: int) -> None:
    walked = [first + timedelta(days=step) for step in range(1, days + 1)]
    expected = sum(STANDARD.is_working_day(day) for day in walked)
    assert working_days_between(first, first + timedelta(days=days)) == expected


def test_counting_stops_at_the_last_year_there_is() -> None:
    assert working_days_between(date(1, 1, 1), date.max) > 2_600_000
    with pytest.raises(ValueError, match="year"):
        add_working_days(date(9999, 12, 1), 60)
