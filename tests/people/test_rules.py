from datetime import UTC, datetime, timedelta

import pytest

from gongkai.people.rules import (
    LONGEST_DELEGATION,
    SIGNING,
    Span,
    conflict,
    delegation_fault,
    lifts_at,
    minutes_left,
    only_admin,
    overlap,
    usable_step,
)

DAY = datetime(2014, 10, 20, 9, 0, tzinfo=UTC)
WEEK = timedelta(days=7)
MINUTE = timedelta(minutes=1)
HALF_HOUR = timedelta(minutes=30)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ((DAY, None), (DAY, None), True),
        ((DAY, DAY + WEEK), (DAY + WEEK, None), False),
        ((DAY, DAY + WEEK), (DAY + WEEK - MINUTE, None), True),
        ((DAY, DAY), (DAY, None), False),
    ],
)
def test_spans_overlap_only_while_both_run(first, second, expected):
    one, other = Span("editor", *first), Span("editor", *second)
    assert overlap(one, other) is expected
    assert overlap(other, one) is expected


@pytest.mark.parametrize("kind", sorted(SIGNING))
def test_administrator_and_signer_are_apart_in_both_directions(kind):
    held, admin = Span(kind, DAY, None), Span("admin", DAY + WEEK, None)
    assert conflict(admin, [held]) == held
    assert conflict(held, [admin]) == admin


def test_administrator_may_draft_and_may_sign_after_leaving_the_post():
    admin = Span("admin", DAY, DAY + WEEK)
    assert conflict(Span("editor", DAY, None), [admin]) is None
    assert conflict(Span("head", DAY + WEEK, None), [admin]) is None


@pytest.mark.parametrize(
    ("since", "until", "fault"),
    [
        (DAY, DAY + WEEK, ""),
        (DAY, DAY + LONGEST_DELEGATION, ""),
        (DAY, DAY, "order"),
        (DAY + WEEK, DAY, "order"),
        (DAY - MINUTE, DAY + WEEK, "past"),
        (DAY, DAY + LONGEST_DELEGATION + MINUTE, "long"),
    ],
)
def test_delegation_window_is_ordered_not_dated_back_and_not_endless(since, until, fault):
    assert delegation_fault(since=since, until=until, at=DAY) == fault


def test_lock_lifts_half_an_hour_after_the_failure_that_made_it_five():
    one_place = [(DAY, 5)]
    assert lifts_at(one_place, limit=5, cool_off=HALF_HOUR) == DAY + HALF_HOUR


def test_lock_lifts_as_soon_as_fewer_than_five_failures_count():
    places = [(DAY + 2 * MINUTE, 3), (DAY, 1), (DAY + MINUTE, 1)]
    assert lifts_at(places, limit=5, cool_off=HALF_HOUR) == DAY + HALF_HOUR


def test_no_lock_stands_below_the_limit():
    assert lifts_at([(DAY, 4)], limit=5, cool_off=HALF_HOUR) is None
    assert lifts_at([], limit=5, cool_off=HALF_HOUR) is None


@pytest.mark.parametrize(("seconds", "minutes"), [(1, 1), (60, 1), (61, 2), (1800, 30), (-5, 1)])
def test_minutes_left_are_rounded_up(seconds, minutes):
    assert minutes_left(DAY + timedelta(seconds=seconds), DAY) == minutes


def test_usable_step_skips_a_used_code():
    assert [usable_step(10, used) for used in (-1, 9, 10, 11)] == [10, 10, 11, 12]


def test_only_admin_is_nobody_else():
    assert only_admin(["admin"])
    assert not only_admin(["admin", "editor"])
    assert not only_admin([])
