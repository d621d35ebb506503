from datetime import date

import pytest

from gongkai.law.calendar import add_working_days
from gongkai.law.refused import Refused
from gongkai.law.terms import publish_term


@pytest.mark.parametrize(
    ("formed", "due", "law"),
    [
        (date(2014, 12, 25), date(2015, 1, 23), "《政府信息公开条例》第十八条（待核）"),
        (date(2019, 5, 14), date(2019, 6, 12), "《政府信息公开条例》第十八条（待核）"),
        (date(2019, 5, 15), date(2019, 6, 13), "《政府信息公开条例》第二十六条"),
        (date(2025, 1, 20), date(2025, 2, 21), "《政府信息公开条例》第二十六条"),
        (date(2026, 2, 9), date(2026, 3, 13), "《政府信息公开条例》第二十六条"),
    ],
)
def test_publish_term_is_twenty_working_days_in_both_regulations(
    formed: date, due: date, law: str
) -> None:
    term = publish_term(formed, today=formed)
    assert (term.days, term.due, term.used, term.left) == (20, due, 0, 20)
    assert str(term.article) == law
    assert not term.provisional


def test_publish_term_counts_what_is_used_and_left() -> None:
    term = publish_term(date(2025, 1, 20), today=date(2025, 2, 5))
    assert (term.used, term.left) == (7, 13)
    assert str(term) == (
        "20个工作日，至2025年2月21日止，已用7个，尚余13个（依据《政府信息公开条例》第二十六条）"
    )


def test_publish_term_leaves_nothing_on_its_last_day_and_is_overdue_the_next() -> None:
    formed, last = date(2025, 1, 20), date(2025, 2, 21)
    assert publish_term(formed, today=last).left == 0
    late = publish_term(formed, today=add_working_days(last, 2))
    assert late.left == -2
    assert "已超期2个" in str(late)


def test_publish_term_has_used_nothing_before_the_information_is_formed() -> None:
    assert publish_term(date(2025, 1, 20), today=date(2025, 1, 6)).used == 0


def test_publish_term_is_provisional_when_it_runs_into_a_year_without_notice() -> None:
    term = publish_term(date(2099, 6, 1), today=date(2099, 6, 1))
    assert term.provisional
    assert str(term).endswith("放假安排尚未公布，暂按周末计算")


def test_publish_term_is_refused_before_the_first_regulation() -> None:
    with pytest.raises(Refused) as caught:
        publish_term(date(2008, 4, 30), today=date(2026, 1, 5))
    assert caught.value.code == "term.no_law"
    assert "2008年4月30日" in caught.value.message
