"""What the office keeps over all cases; calendars and reminders that name nobody."""

from datetime import date, timedelta

import icalendar
import pytest
from django.core import mail
from django.urls import reverse

from gongkai.casework import actions
from gongkai.casework.models import CalendarLink, Reminder
from gongkai.casework.rules import Letter
from gongkai.law.clock import Channel
from gongkai.register.models import Entry
from tests.casework.desk_pages import SECRETS, a_desk, page, posted, text_of
from tests.casework.made import (
    MONDAY,
    a_document,
    a_letter,
    a_reply,
    a_request,
    an_answered,
    fresh,
    moment,
    sent,
)
from tests.config.addresses import signed_in

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def counter(settings):
    return a_desk(settings)


def test_a_calendar_is_read_by_a_library_and_names_nobody(counter):
    case = a_request(counter)
    answer = posted(counter.editor, "calendar_renew")
    address = text_of(answer).partition("<code>")[2].partition("</code>")[0]
    path = "/" + address.split("/", 3)[3]
    data = signed_in(counter.office).get(path).content
    found = icalendar.Calendar.from_ical(data)
    events = [one for one in found.walk("VEVENT") if case.number in str(one["SUMMARY"])]
    assert [one["DTSTART"].dt for one in events] == [date(2026, 6, 30), date(2026, 6, 10)]
    assert not found.errors
    assert not [one for one in (*SECRETS, case.title) if one in data.decode()]


def test_a_calendars_address_ends_when_it_is_renewed_or_revoked(counter):
    first = actions.make_calendar(by=counter.editor, at=moment(MONDAY))
    second = actions.make_calendar(by=counter.editor, at=moment(MONDAY))
    client = signed_in(counter.editor)
    assert client.get(reverse("casework:feed", args=[first])).status_code == 404
    assert client.get(reverse("casework:feed", args=[second])).status_code == 200
    posted(counter.editor, "calendar_revoke")
    assert client.get(reverse("casework:feed", args=[second])).status_code == 404
    assert not CalendarLink.objects.exists()


@pytest.fixture
def told(django_capture_on_commit_callbacks):
    """Return what the mails say that leave at a moment."""

    def run(at) -> list[str]:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            actions.remind(at=at)
        return [one.body for one in mail.outbox]

    return run


def with_mail(user):
    user.email = "editor@example.org"
    user.save()


def test_reminders_are_sent_once_and_name_nobody(counter, told):
    with_mail(counter.editor)
    case = a_request(counter)
    first, second = told(moment(MONDAY + DAY)), told(moment(MONDAY + DAY))
    assert len(first) == 1
    assert case.number in first[0]
    assert second == []
    (soon,) = told(moment(date(2026, 6, 26)))
    assert "2026年6月30日" in soon
    (late,) = told(moment(date(2026, 7, 1)))
    assert "已过" in late
    assert not [one for one in (*SECRETS, case.title) if one in first[0] + soon + late]
    assert Reminder.objects.count() == 3


def test_the_office_is_told_once_of_a_request_nobody_confirmed_for_three_working_days(
    counter, told
):
    with_mail(counter.office)
    case = a_request(counter, channel=Channel.INTERNET, assigned=False)
    assert told(moment(MONDAY + 3 * DAY)) == []
    (found,) = told(moment(MONDAY + 4 * DAY))
    assert f"{case.number}提交已超过3个工作日，还没有与申请人确认收到" in found
    assert told(moment(MONDAY + 5 * DAY)) == []


def test_a_person_without_an_address_is_told_once_they_have_one(counter, told):
    a_request(counter)
    assert told(moment(MONDAY + DAY)) == []
    with_mail(counter.editor)
    assert len(told(moment(MONDAY + DAY))) == 1


def test_a_returned_document_is_told_to_its_author(counter, told):
    with_mail(counter.editor)
    case, at = a_request(counter), moment(MONDAY)
    row = a_reply(counter, case, at)
    card = actions.submit_document(document=row.pk, by=counter.editor, at=at).card
    given = {"digest": card.digest, "comment": "请补充（演示）"}
    signed_in(counter.bureau.head).post(f"/desk/cards/{card.pk}/send-back/", given)
    assert any(card.number in one for one in told(moment(date(2026, 6, 3), 12)))


def test_the_rate_shows_its_numbers_and_opens_each_to_its_cases(counter):
    letter = a_letter(counter)
    answer = a_document(counter, letter, Letter.ANSWER, moment(MONDAY),
                        fields={"text": "每年六月公布（演示）。"})  # fmt: skip
    sent(counter, answer, moment(MONDAY + DAY))
    waiting = a_letter(counter, topic=letter.topic, title="没有答复的来信")
    html = page(counter.office, "rates")
    assert "50.0%" in html
    assert waiting.number in page(counter.office, "rates", open="unanswered")
    assert letter.number not in page(counter.office, "rates", open="unanswered")
    assert letter.number in page(counter.office, "rates", open="handled")


def test_withheld_information_is_entered_reviewed_and_ended(counter):
    given = {"title": "名录库单户资料（演示）", "department": counter.section.pk, "ground": "other_law",
             "reason": "统计法（演示）", "since": "2025-05-01", "months": "12"}  # fmt: skip
    posted(counter.office, "withheld_new", **given)
    html = page(counter.office, "withheld")
    assert "2026-05-01" in html
    assert "▲" in html
    pk = html.split("/desk/cases/withheld/")[-1].split("/")[0]
    refused = posted(counter.office, "withheld_review", pk, on="2026-06-03", keep="1", reason="")
    assert refused.status_code == 422
    posted(
        counter.office, "withheld_review", pk, on="2026-06-03", keep="1", reason="情形未变（演示）"
    )
    assert "2027-06-03" in page(counter.office, "withheld")
    posted(
        counter.office, "withheld_review", pk, on="2026-06-03", keep="0", reason="已公布（演示）"
    )
    assert "转为公开" in page(counter.office, "withheld", ended="1")


def test_disputes_are_listed_with_their_deadlines_and_closed(counter):
    case = an_answered(counter)
    posted(counter.office, "act", case.pk, "dispute", kind="review", number="演复〔2026〕1号",
           body="演示市政府", begun_on="2026-06-03", simplified="on")  # fmt: skip
    row = case.disputes.get()
    assert "演复〔2026〕1号" in page(counter.office, "disputes")
    assert "前" in page(counter.office, "disputes")
    posted(counter.office, "answer_dispute", row.pk, on="2026-06-03")
    posted(counter.office, "close_dispute", row.pk, on="2026-06-03", result="corrected")
    posted(counter.office, "act", case.pk, "reopen", dispute=row.pk, on="2026-06-03")
    assert fresh(case).stage == "handling"


def test_topics_are_set_and_ended_by_the_office(counter):
    given = {
        "name": "调查（演示）",
        "department": counter.section.pk,
        "days": "5",
        "basis": "本局规定（演示）",
    }
    posted(counter.office, "topic_new", **given)
    html = page(counter.editor, "topics")
    assert "5个工作日" in html
    assert "停用" not in html
    pk = page(counter.office, "topics").split("/desk/cases/topics/")[-1].split("/")[0]
    posted(counter.office, "topic_end", pk)
    assert "调查（演示）" not in page(counter.office, "topics")


def test_destruction_wants_a_reason_and_a_confirmation(counter, settings):
    case = an_answered(counter)
    actions.archive(case=case.pk, by=counter.office, at=moment(date(2026, 6, 3)))
    assert case.number not in page(counter.office, "destruction")
    settings.NOW = "2037-01-05T10:00"
    assert case.number in page(counter.office, "destruction")
    given = {"cases": [case.pk], "reason": "期满（演示）"}
    refused = posted(counter.office, "destruction", **given)
    assert refused.status_code == 422
    assert "期满（演示）" in text_of(refused)
    posted(counter.office, "destruction", **given, sure="on")
    assert fresh(case).destroyed_at is not None
    assert "已按保管期限销毁" in page(counter.office, "case", case.pk)


def test_an_exchange_of_letters_becomes_a_draft_for_the_card(counter):
    letter = a_letter(counter, consent=True)
    answer = a_document(counter, letter, Letter.ANSWER, moment(MONDAY),
                        fields={"text": "每年六月公布（演示）。"})  # fmt: skip
    sent(counter, answer, moment(MONDAY + DAY))
    made = posted(counter.editor, "act", letter.pk, "exchange", column="data")
    assert made.status_code == 302, text_of(made)
    assert made["Location"].startswith("/desk/disclosures/")


def test_what_several_asked_for_becomes_a_draft_for_everybody(counter):
    first = an_answered(counter)
    other = an_answered(counter, identity={"name": "演示丁", "phone": "13900005678"})
    html = page(counter.office, "candidates")
    assert first.number in html
    assert other.number in html
    made = posted(counter.editor, "act", first.pk, "disclose", column="data", cases=[other.pk])
    assert made.status_code == 302, text_of(made)
    assert Entry.objects.filter(verb="case.convert_drafted").count() == 2
