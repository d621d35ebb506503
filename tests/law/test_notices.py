from datetime import date

import pytest

from gongkai.law.notices import faults, read_days


@pytest.mark.parametrize(
    ("text", "days", "unread"),
    [
        ("2027-01-01", ["01-01"], ()),
        ("2027年1月1日、1月2日", ["01-01", "01-02"], ()),
        ("1月1日（周五）至3日（周日）放假", ["01-01", "01-02", "01-03"], ()),
        ("1月30日至2月1日", ["01-30", "01-31", "02-01"], ()),
        ("2027-01-01 至 2027-01-02\n1.5~1.6", ["01-01", "01-02", "01-05", "01-06"], ()),
        ("1月4日（周一）上班。", ["01-04"], ()),
        ("", [], ()),
        ("元旦，1月1日，13月1日，2月30日", ["01-01"], ("元旦", "13月1日", "2月30日")),
        ("1月1日至12月31日", [], ("1月1日至12月31日",)),
        ("1月3日至1日", [], ("1月3日至1日",)),
    ],
)
def test_days_are_read_as_a_notice_writes_them(
    text: str, days: list[str], unread: tuple[str, ...]
) -> None:
    found, left = read_days(text, 2027)
    assert sorted(found) == [date.fromisoformat(f"2027-{day}") for day in days]
    assert left == unread


@pytest.mark.parametrize(
    ("off", "work", "code"),
    [
        ([], [], "empty"),
        (["2026-12-31"], [], "year"),
        (["2027-01-02"], ["2027-01-02"], "both"),
        (["2027-01-01"], ["2027-01-04"], "weekday"),
    ],
)
def test_days_that_cannot_be_a_notice_are_found(off: list[str], work: list[str], code: str) -> None:
    days = [frozenset(map(date.fromisoformat, given)) for given in (off, work)]
    assert code in list(faults(2027, *days))


def test_days_of_a_notice_have_no_fault() -> None:
    off = frozenset({date(2027, 1, 1), date(2027, 1, 2), date(2027, 1, 3)})
    assert list(faults(2027, off, frozenset({date(2027, 1, 9)}))) == []
