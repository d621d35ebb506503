"""The room's pure rules: stages, masks, likeness, what tells who asked, terms of letters."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.casework import rules
from gongkai.casework.rules import Stage
from gongkai.law.calendar import STANDARD
from gongkai.law.clock import Event, Fact

DAYS = st.dates(date(2014, 1, 1), date(2026, 6, 1))
TEXT = st.text("统计工业用电量表年度汇总甲乙丙123 ，。-", max_size=40)


@pytest.mark.parametrize(
    ("events", "found"),
    [
        (["submitted", "received", "assigned", "correction_asked"], Stage.CORRECTING),
        (["submitted", "received", "correction_asked", "assigned"], Stage.CORRECTING),
        (["submitted", "received", "correction_asked", "corrected"], Stage.HANDLING),
        (["submitted", "received", "assigned", "fee_asked"], Stage.PAYING),
        (["submitted", "received", "closed", "archived"], Stage.ARCHIVED),
        (["submitted", "received", "closed", "reopened"], Stage.HANDLING),
        (["submitted", "converted"], Stage.CONVERTED),
        (["submitted", "received", "closed", "converted", "archived"], Stage.ARCHIVED),
    ],
)
def test_a_stage_follows_from_the_facts(events, found):
    assert rules.stage(events) == found


@given(TEXT, TEXT)
def test_likeness_is_the_same_both_ways_and_one_with_itself(one, other):
    assert rules.likeness(one, other) == rules.likeness(other, one)
    assert 0 <= rules.likeness(one, other) <= 1
    if len(rules.squeezed(one)) > 1:
        assert rules.likeness(one, one) == 1


@given(st.lists(st.text("统计工业用电", max_size=9), max_size=12), st.sampled_from([0.5, 0.8, 1.0]))
def test_texts_are_grouped_as_if_each_was_compared_with_every_first(texts, least):
    groups = []
    for place, text in enumerate(texts):
        home = next((one for one in groups
                     if rules.likeness(texts[one[0]], text) >= least), None)  # fmt: skip
        if home is None:
            groups.append([place])
        else:
            home.append(place)
    assert rules.grouped(texts, least) == groups


@pytest.mark.parametrize(
    "text",
    [
        "电话138-0013-8000", "电话138 0013 8000", "电话13800138000", "电话138\n0013 8000",
        "演示甲乙说", "演 示 甲 乙", "A1234567", "a1234567", "邮箱 YanShi@example.cn",
    ],
)  # fmt: skip
def test_a_text_that_names_who_asked_is_known_however_it_is_written(text):
    who = {"name": "演示甲乙", "phone": "138 0013 8000", "id_number": "A1234567",
           "email": "yanshi@example.cn"}  # fmt: skip
    assert rules.tells(text, who)
    assert not rules.tells(rules.scrubbed(text, who), who)


def test_a_text_without_a_name_stays_as_it_was():
    assert rules.scrubbed("申请公开演示表", {"name": "", "phone": "1"}) == "申请公开演示表"
    assert rules.scrubbed("申请公开演示表", {"parties": {"a": {}}}) == "申请公开演示表"


@given(TEXT, st.text("统计甲乙丙123", min_size=2, max_size=5))
def test_what_was_scrubbed_once_names_nobody(text, name):
    who = {"name": name}
    assert name not in rules.scrubbed(text, who)


@given(DAYS, st.integers(1, 60), st.integers(0, 200))
def test_a_letters_clock_counts_the_working_days_of_its_topic(received, days, later):
    today = received + timedelta(days=later)
    facts = [Fact(Event.RECEIVED, received)]
    clock = rules.letter_clock(facts, days=days, basis="", today=today, calendar=STANDARD)
    assert STANDARD.working_days_between(received, clock.due) == days
    assert clock.overdue == (today > clock.due)
    if not clock.overdue:
        assert clock.left == days - STANDARD.working_days_between(received, today)
    closed = rules.letter_clock([*facts, Fact(Event.CLOSED, today)], days=days, basis="",
                                today=today + timedelta(days=300), calendar=STANDARD)  # fmt: skip
    assert closed.on_time == (not clock.overdue)
    assert closed.due == clock.due


@given(DAYS, st.integers(0, 150))
def test_a_letters_warning_never_goes_back(arrived, age):
    order = ["", "warn", "alarm", "veto"]
    now = rules.age_level(arrived, arrived + timedelta(days=age))
    then = rules.age_level(arrived, arrived + timedelta(days=age + 1))
    assert order.index(then) >= order.index(now)


def test_a_letter_not_received_has_no_due_date():
    clock = rules.letter_clock([], days=5, basis="", today=date(2026, 1, 1), calendar=STANDARD)
    assert (clock.state, clock.due) == ("unreceived", None)
