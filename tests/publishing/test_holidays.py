"""The holidays of a year: entered by one person, confirmed by another, and counted by from then."""

from datetime import date

import pytest
from django.urls import reverse

from gongkai.law.calendar import STANDARD
from gongkai.publishing import actions, queries
from gongkai.publishing.models import HolidayNotice
from gongkai.register.models import Entry
from tests.config.addresses import signed_in
from tests.make import NOW, Bureau

pytestmark = pytest.mark.database
NAME = "演示通知〔2098〕1号"
OFF = [date(2099, 1, 1), date(2099, 1, 2), date(2099, 1, 3)]
WORK = [date(2099, 1, 4)]


def proposed(bureau: Bureau, **changes) -> HolidayNotice:
    values = {"year": 2099, "name": NAME, "off": OFF, "work": WORK, "by": bureau.office, "at": NOW}
    return actions.propose_holidays(**values | changes)


def announced(bureau: Bureau, **changes) -> HolidayNotice:
    row = proposed(bureau, **changes)
    return actions.announce_holidays(notice=row.pk, by=bureau.second_office, at=NOW)


def test_notice_counts_once_another_person_confirmed_it(bureau):
    proposed(bureau)
    assert queries.calendar() is STANDARD
    announced(bureau)
    found = queries.calendar()
    assert not found.is_provisional(2099)
    assert found.add_working_days(date(2098, 12, 31), 1) == WORK[0]
    entry = Entry.objects.of("holidays.announced").get()
    assert entry.subject == "holidays:2099"


def test_notice_is_not_confirmed_by_who_entered_it_nor_twice(bureau, refused):
    row = proposed(bureau)
    with refused("holidays.own"):
        actions.announce_holidays(notice=row.pk, by=bureau.office, at=NOW)
    actions.announce_holidays(notice=row.pk, by=bureau.second_office, at=NOW)
    with refused("holidays.done"):
        actions.announce_holidays(notice=row.pk, by=bureau.second_office, at=NOW)


def test_later_entry_takes_the_place_of_an_earlier_one(bureau, refused):
    first = proposed(bureau)
    second = proposed(bureau, off=[date(2099, 1, 1)], work=[])
    assert list(queries.pending_holidays()) == [second]
    with refused("holidays.done"):
        actions.announce_holidays(notice=first.pk, by=bureau.second_office, at=NOW)


def test_later_notice_of_a_year_replaces_the_confirmed_one(bureau):
    announced(bureau)
    announced(bureau, off=[date(2099, 1, 1)], work=[])
    assert queries.calendar().is_working_day(date(2099, 1, 2))
    assert not queries.calendar().is_working_day(date(2099, 1, 1))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"off": [date(2098, 12, 31)], "work": []}, "holidays.year"),
        ({"work": [date(2099, 1, 5)]}, "holidays.weekday"),
        ({"off": [*OFF, WORK[0]]}, "holidays.both"),
        ({"off": []}, "holidays.empty"),
        ({"name": " "}, "holidays.name"),
    ],
)
def test_days_that_cannot_be_the_notice_are_refused(bureau, refused, changes, code):
    with refused(code):
        proposed(bureau, **changes)
    assert not HolidayNotice.objects.exists()


def test_only_the_disclosure_office_enters_and_confirms(bureau, refused):
    with refused("office.only"):
        proposed(bureau, by=bureau.editor)
    row = proposed(bureau)
    with refused("office.only"):
        actions.announce_holidays(notice=row.pk, by=bureau.leader, at=NOW)


def test_term_of_a_disclosure_follows_the_confirmed_notice(bureau):
    formed = date(2098, 12, 22)
    before = queries.term_of(formed, formed)
    announced(bureau)
    after = queries.term_of(formed, formed)
    assert before.provisional
    assert before.due < after.due


def test_calendar_is_one_question_to_the_database(bureau, django_assert_num_queries):
    announced(bureau)
    announced(bureau, year=2098, off=[date(2098, 1, 1)], work=[])
    with django_assert_num_queries(1):
        queries.calendar()


def test_year_is_shown_with_its_marks(bureau):
    announced(bureau)
    year, following = queries.holiday_years(2099)
    assert (year.provisional, following.provisional) == (False, True)
    days = [day for week in year.months[0].weeks for day in week if day]
    assert len(days) == 31
    assert [day.mark for day in days[:5]] == ["休", "休", "", "班", ""]  # the 3rd is a Saturday
    assert year.notice.name == NAME


# The desk page


def test_holidays_are_entered_as_the_notice_writes_them_and_confirmed_on_the_page(bureau):
    client = signed_in(bureau.office)
    given = {"year": "2099", "name": NAME, "url": "", "off": "1月1日（周四）至3日（周六）放假",
             "work": "1月4日（周日）上班"}  # fmt: skip
    assert client.post(reverse("publishing:holidays_new"), given).status_code == 302
    row = HolidayNotice.objects.get()
    assert (row.off, row.work) == (
        ["2099-01-01", "2099-01-02", "2099-01-03"],
        ["2099-01-04"],
    )
    address = reverse("publishing:holidays")
    assert "另一人" in client.get(address).content.decode()
    other = signed_in(bureau.second_office)
    assert "核对无误，确认" in other.get(address).content.decode()
    other.post(reverse("publishing:holidays_confirm", args=[row.pk]))
    assert HolidayNotice.objects.get().confirmed_by == bureau.second_office


def test_entry_that_is_refused_keeps_what_was_typed_and_says_what_cannot_be_read(bureau):
    client = signed_in(bureau.office)
    given = {"year": "2099", "name": NAME, "off": "1月1日至3日、元宵", "work": "1月5日"}
    answer = client.post(reverse("publishing:holidays_new"), given)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "读不出日期：元宵" in text
    assert "1月1日至3日、元宵" in text
    answer = client.post(reverse("publishing:holidays_new"), given | {"off": "1月1日至3日"})
    assert "周一至周五" in answer.content.decode()


def test_page_shows_which_years_are_provisional_to_those_who_may_only_read(bureau):
    proposed(bureau)
    client = signed_in(bureau.editor)
    page = client.get(reverse("publishing:holidays")).content.decode()
    assert "2099年（暂按周末计算）" in page
    assert "录入放假安排</a>" not in page
    assert "核对无误" not in page
    assert client.get(reverse("publishing:holidays_new")).status_code == 403


def test_second_person_is_told_that_a_notice_waits_and_the_first_is_not(bureau):
    proposed(bureau)
    told = {}
    for user in (bureau.office, bureau.second_office):
        page = signed_in(user).get("/desk/").content.decode()
        assert 'href="/desk/holidays/"' in page
        told[user] = "放假安排待您确认" in page
    assert told == {bureau.office: False, bureau.second_office: True}
