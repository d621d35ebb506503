"""A new notice of holidays: every open case is reckoned anew, and each change is registered."""

from datetime import date

import pytest

from gongkai.casework import actions, queries
from gongkai.casework.rules import Letter
from gongkai.law.calendar import STANDARD, Year
from gongkai.publishing import actions as publishing
from gongkai.register.models import Entry
from tests.casework.made import (
    a_counter,
    a_document,
    a_letter,
    a_reply,
    a_request,
    a_topic,
    fresh,
    moment,
    sent,
)

pytestmark = pytest.mark.django_db
DAY = date(2030, 5, 6)  # a year whose holidays are not published yet
NOTICE = Year(
    "国办发明电〔2029〕演示号", frozenset({date(2030, 5, 8)}), frozenset({date(2030, 5, 11)})
)
OFF = Year("国办发明电〔2029〕演示号", frozenset({date(2030, 5, 8), date(2030, 5, 9)}), frozenset())


def changes() -> list[str]:
    """Return whose due date was registered as changed."""
    rows = Entry.objects.of("case.due_changed").order_by("seq")
    return [row.subject for row in rows]


def test_each_changed_due_date_is_registered_once_and_others_not():
    counter = a_counter()
    case = a_request(counter, DAY)
    letter = a_letter(counter, DAY, topic=a_topic(counter, 5))
    done = a_request(counter, DAY)
    sent(counter, a_reply(counter, done, moment(DAY)), moment(DAY))
    assert queries.clock_of(case, today=DAY).provisional
    assert (case.due_on, letter.due_on) == (date(2030, 6, 3), date(2030, 5, 13))
    progress = []
    given = {"at": moment(DAY), "progress": lambda done, all_: progress.append((done, all_))}
    assert actions.rederive(**given, calendar=STANDARD.with_notice(OFF)) == 2
    assert fresh(case).due_on == date(2030, 6, 5)
    assert fresh(letter).due_on == date(2030, 5, 15)
    assert changes() == [f"case:{case.number}", f"case:{letter.number}"]
    assert progress == [(2, 2)]
    assert actions.rederive(**given, calendar=STANDARD.with_notice(OFF)) == 0
    assert len(changes()) == 2


def test_a_notice_that_gives_a_day_for_a_day_changes_nothing():
    counter = a_counter()
    a_request(counter, DAY)
    assert actions.rederive(at=moment(DAY), calendar=STANDARD.with_notice(NOTICE)) == 0
    assert changes() == []


def test_a_notice_entered_at_the_desk_is_what_cases_are_reckoned_by():
    counter = a_counter()
    case = a_request(counter, DAY)
    row = publishing.propose_holidays(year=2030, name=OFF.notice, off=OFF.off, by=counter.office,
                                      at=moment(DAY))  # fmt: skip
    publishing.announce_holidays(notice=row.pk, by=counter.second_office, at=moment(DAY))
    assert queries.clock_of(case, today=DAY).due == date(2030, 6, 5)
    assert fresh(case).due_on == date(2030, 6, 3)
    assert actions.rederive(at=moment(DAY)) == 1
    assert fresh(case).due_on == date(2030, 6, 5)


def test_what_is_reckoned_in_bulk_is_what_each_cases_page_shows():
    counter, at = a_counter(), moment(DAY)
    cases = [a_request(counter, DAY) for _ in range(3)]
    sent(
        counter,
        a_document(counter, cases[0], Letter.EXTENSION, at, fields={"why": "多"}, days=9),
        at,
    )
    sent(counter, a_document(counter, cases[1], Letter.CORRECTION, at, until="2030-05-20",
                             fields={"items": "年份"}), at)  # fmt: skip
    calendar = STANDARD.with_notice(OFF)
    actions.rederive(at=at, calendar=calendar)
    for case in cases:
        shown = queries.clock_of(fresh(case), today=DAY, calendar=calendar).due
        assert fresh(case).due_on == shown
    assert fresh(cases[1]).due_on is None


def test_an_announced_notice_is_caught_up_with_once():
    counter = a_counter()
    case = a_request(counter, DAY)
    assert actions.catch_up(at=moment(DAY)) == 0
    row = publishing.propose_holidays(year=2030, name=OFF.notice, off=OFF.off, by=counter.office,
                                      at=moment(DAY))  # fmt: skip
    publishing.announce_holidays(notice=row.pk, by=counter.second_office, at=moment(DAY))
    assert actions.catch_up(at=moment(DAY)) == 1
    assert fresh(case).due_on == date(2030, 6, 5)
    assert actions.catch_up(at=moment(DAY)) == 0
    assert Entry.objects.of("case.rederived").count() == 1


def test_delivered_letters_whose_printed_day_a_new_notice_moves_are_listed():
    counter, at = a_counter(), moment(DAY)
    case = a_request(counter, DAY)
    said = {"fields": {"why": "资料较多"}, "days": 5}
    letter = sent(counter, a_document(counter, case, Letter.EXTENSION, at, **said), at)
    assert queries.redated(at) == []
    office, second = counter.office, counter.second_office
    notice = publishing.propose_holidays(year=2030, name=OFF.notice, off=OFF.off, by=office, at=at)
    publishing.announce_holidays(notice=notice.pk, by=second, at=at)
    assert queries.redated(at) == [(letter, date(2030, 6, 10), date(2030, 6, 12))]
    sent(counter, a_reply(counter, case, at), at)
    assert queries.redated(at) == []
