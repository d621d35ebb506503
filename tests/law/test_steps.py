"""The steps of a request: terms and articles are those of the clock and of the day."""

from datetime import date

import pytest

from gongkai.law.clock.reckoning import NEW, OLD
from gongkai.law.steps import steps


@pytest.mark.parametrize(("day", "regime"), [(date(2026, 6, 1), NEW), (date(2014, 6, 3), OLD)])
def test_steps_tell_the_terms_the_clock_counts_by(day, regime):
    told = {step.name: step.term for step in steps(day)}
    assert str(regime.reply) in told["答复"]
    assert str(regime.extension) in told["延长期限"]
    assert ("收取信息处理费" in told) == regime.fee_stops


def test_every_step_of_today_names_its_article():
    assert all(step.article for step in steps(date(2026, 6, 1)))


def test_review_comes_first_only_since_the_law_of_2023():
    assert "应当先申请行政复议" not in steps(date(2023, 6, 1))[-1].text
    assert "应当先申请行政复议" in steps(date(2024, 6, 3))[-1].text
