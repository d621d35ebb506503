"""What lies open when the demonstration starts."""

import pytest

from gongkai.config.demonstration import desks

ONE = """
[[items]]
title = "甲"
column = "news-work"
summary = "乙"
formed_on = 2015-03-20
author = "a"
drafted_at = 2015-03-24T14:10:00+08:00
text = "丙"
steps = [{ by = "a", at = 2015-03-24T15:00:00+08:00 }, { by = "b", at = 2015-03-23T09:00:00+08:00 }]
"""


def test_open_items_leave_work_at_every_step_up_to_a_planned_release():
    lengths = sorted({len(act.item.steps) for act in desks.acts()})
    assert lengths == [0, 1, 2, 3, 4, 5]
    assert next(act.item.release_at for act in desks.acts() if act.step == 5) is not None


def test_open_acts_come_in_order_of_time_and_before_the_demonstration_opens():
    moments = [act.at for act in desks.acts()]
    assert moments == sorted(moments)
    assert moments[-1].isoformat() < "2015-03-30T16:26"


def test_open_items_are_refused_when_a_step_precedes_the_one_before_it():
    with pytest.raises(ValueError, match="out of order"):
        desks.read(ONE)
