"""Reminders that a mail server refuses; the clocks of others: 12345, reviews, three months."""

from datetime import date, timedelta

import icalendar
import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from gongkai.casework import actions
from gongkai.casework.models import Reminder
from gongkai.casework.queries import calendars, lists
from tests.casework.desk_pages import a_desk, page
from tests.casework.made import MONDAY, a_letter, a_request, a_topic, an_answered, moment

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
WEDNESDAY = date(2026, 6, 3)


class OneRefused(EmailBackend):
    """A mail server that takes no mail for one person."""

    def send_messages(self, messages):
        """Refuse as a server does that cannot be reached."""
        if any("refused@example.org" in one.to for one in messages):
            raise ConnectionRefusedError("演示：邮件服务器没有应答")
        return super().send_messages(messages)


@pytest.fixture
def counter(settings):
    return a_desk(settings)


def with_mail(user, address="one@example.org"):
    user.email = address
    user.save()


def told(at) -> list[str]:
    """Return what the mails say that leave at a moment."""
    mail.outbox.clear()
    actions.remind(at=at)
    return [one.body for one in mail.outbox]


def test_a_mail_that_does_not_leave_is_sent_the_next_time_and_stops_no_other(
    counter, settings, caplog
):
    with_mail(counter.editor, "refused@example.org")
    with_mail(counter.office)
    a_request(counter)
    a_request(counter, channel="internet", assigned=False)
    settings.EMAIL_BACKEND = "tests.casework.test_reminders.OneRefused"
    at = moment(MONDAY + 4 * DAY)
    (found,) = told(at)
    assert "还没有与申请人确认收到" in found
    assert f"给{counter.editor.name}的提醒没有发出" in caplog.text
    assert not Reminder.objects.filter(user=counter.editor).exists()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    (found,) = told(at)
    assert "已分办到您的岗位" in found


def a_passed_on(counter, until, **changes):
    """Return a letter 12345 passed on with a day of its own."""
    topic = a_topic(counter, name=f"热线{until}")
    return a_letter(counter, topic=topic, channel="hotline", outside_no="12345-演示-1",
                    outside_due=until, **changes)  # fmt: skip


def test_the_earlier_clock_orders_the_queue_and_says_whose_it_is(counter):
    a_letter(counter, title="先到期的来信")
    passed = a_passed_on(counter, WEDNESDAY + DAY, title="热线转来的来信")
    lines = lists.first_due(counter.editor, moment(WEDNESDAY))
    assert [line.case.title for line in lines] == ["热线转来的来信", "先到期的来信"]
    assert [(line.shown.due, line.shown.left, line.outside) for line in lines] == [
        (WEDNESDAY + DAY, 1, True),
        (date(2026, 6, 23), 13, False),
    ]
    for html in (page(counter.editor, "cases"), page(counter.editor, "case", passed.pk)):
        assert "仅余1个工作日" in html
        assert "按外部转办期限" in html


def test_a_later_day_of_12345_changes_nothing(counter):
    a_passed_on(counter, date(2026, 7, 31))
    (line,) = lists.first_due(counter.editor, moment(WEDNESDAY))
    assert (line.shown.due, line.outside) == (date(2026, 6, 23), False)
    assert "按外部转办期限" not in page(counter.editor, "cases")


def test_the_day_of_12345_is_told_before_and_after_it_and_the_own_day_too(counter):
    case = a_passed_on(counter, WEDNESDAY + DAY)
    with_mail(counter.editor)
    first = "\n".join(told(moment(WEDNESDAY)))
    assert f"{case.number}是外部转办的，转办期限为2026年6月4日" in first
    assert "转办期限2026年6月4日已过" in told(moment(WEDNESDAY + 2 * DAY))[0]
    (own,) = told(moment(date(2026, 6, 22)))
    assert "答复期限为2026年6月23日" in own


def a_review(counter, begun=WEDNESDAY):
    """Return a review over a granted request."""
    return actions.open_dispute(case=an_answered(counter).pk, kind="review", number="演复〔2026〕1号",
                                body="演示市政府", begun_on=begun, simplified=True,
                                accepted_on=begun, by=counter.office, at=moment(begun))  # fmt: skip


def test_the_answer_in_a_review_is_told_to_the_office_before_and_after_its_day(counter):
    a_review(counter)
    with_mail(counter.office)
    assert told(moment(WEDNESDAY)) == []
    (soon,) = told(moment(date(2026, 6, 8)))
    assert "行政复议演复〔2026〕1号应当于2026年6月10日前提交书面答复和证据" in soon
    (late,) = told(moment(date(2026, 6, 11)))
    assert "已过" in late
    assert "没有证据、依据" in late


def test_a_review_that_was_answered_is_told_nobody(counter):
    row = a_review(counter)
    with_mail(counter.office)
    actions.answer_dispute(dispute=row.pk, on=WEDNESDAY, by=counter.office, at=moment(WEDNESDAY))
    assert told(moment(date(2026, 6, 11))) == []


def test_the_days_of_a_review_are_in_the_calendars_of_who_answers(counter):
    row = a_review(counter)
    for user in (counter.office, counter.editor):
        data = calendars.feed(user, moment(WEDNESDAY), base_url="https://example.org")
        found = {
            str(one["SUMMARY"]): one["DTSTART"].dt
            for one in icalendar.Calendar.from_ical(data).walk("VEVENT")
        }
        assert found[f"提交复议答复 {row.number}"] == date(2026, 6, 10)
        assert found[f"复议决定期限 {row.number}"] == date(2026, 7, 3)
    assert row.number.encode() not in calendars.feed(
        counter.legal, moment(WEDNESDAY), base_url="https://example.org"
    )


@pytest.mark.parametrize(("days", "said"), [(60, "超过两个月"), (80, "即将届满"), (90, "已于")])
def test_a_letter_near_three_months_is_told_to_its_section_and_the_office(counter, days, said):
    case = a_letter(counter)
    for user in (counter.editor, counter.office):
        with_mail(user)
    found = [one for one in told(moment(MONDAY + days * DAY)) if "三个月" in one]
    assert len(found) == 2
    assert all(case.number in one and said in one and "2026年8月30日" in one for one in found)
