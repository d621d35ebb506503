"""Next lawful steps only: what is offered while a term runs, while none does, and once one lapsed."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from gongkai.casework import actions
from gongkai.casework.models import Document
from gongkai.casework.rules import Letter
from gongkai.law.clock import Channel
from gongkai.law.refused import Refused
from tests.casework.desk_pages import a_desk, page, posted, text_of
from tests.casework.made import (
    MONDAY,
    a_counter,
    a_document,
    a_request,
    an_answered,
    delivered,
    fresh,
    moment,
    sent,
    signed,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
AT = moment(MONDAY)
LAPSED = "2026-06-17T10:00"
WHY = {"why": "资料较多（演示）"}
PERIOD = date(2026, 6, 15)


def a_corrected(counter, **changes):
    """Return a request whose applicant was asked to correct it, until 15 June."""
    case = a_request(counter, **changes)
    letter = a_document(
        counter, case, Letter.CORRECTION, AT, fields={"items": "年份"}, until=PERIOD
    )
    sent(counter, letter, AT)
    return fresh(case)


def offered(counter, case, name) -> bool:
    """Say whether an act is offered now, not only named among what may not be done."""
    html = page(counter.office, "case", case.pk).partition("现在不能办的")[0]
    return reverse(f"casework:{name[0]}", args=[case.pk, name[1]]) in html


def test_no_longer_handled_is_offered_only_once_a_correction_lapsed(settings):
    counter = a_desk(settings)
    plain, waiting = a_request(counter), a_corrected(counter)
    act = ("act", "unanswered")
    assert not offered(counter, plain, act)
    assert not offered(counter, waiting, act)
    assert "才届满" in page(counter.office, "case", waiting.pk).partition("现在不能办的")[2]
    settings.NOW = LAPSED
    assert offered(counter, waiting, act)
    assert not offered(counter, plain, act)


@pytest.mark.parametrize("kind", [Letter.EXTENSION, Letter.REASONS])
def test_a_letter_about_the_term_is_refused_while_a_correction_is_outstanding(settings, kind):
    counter = a_desk(settings)
    case = a_corrected(counter)
    with pytest.raises(Refused) as refused:
        a_document(counter, case, kind, AT, fields=WHY, days=10)
    assert refused.value.code == "letter.no_term"
    assert str(refused.value.article) == "《政府信息公开条例》第三十条"
    assert not offered(counter, case, ("draft", kind))


@pytest.mark.parametrize("kind", [Letter.EXTENSION, Letter.REASONS])
def test_a_letter_about_the_term_is_refused_before_receipt(settings, kind):
    counter = a_desk(settings)
    case = a_request(counter, channel=Channel.INTERNET)
    with pytest.raises(Refused) as refused:
        a_document(counter, case, kind, AT, fields=WHY, days=10)
    assert refused.value.code == "letter.no_term"
    assert "第三十一条" in str(refused.value.article)
    assert not offered(counter, case, ("draft", kind))


def test_an_extension_signed_before_a_correction_is_not_delivered_while_it_is_outstanding():
    counter = a_counter()
    case = a_request(counter)
    letter = signed(
        counter, a_document(counter, case, Letter.EXTENSION, AT, fields=WHY, days=10), AT
    )
    asked = a_document(counter, case, Letter.CORRECTION, AT, fields={"items": "年份"}, until=PERIOD)
    sent(counter, asked, AT)
    with pytest.raises(Refused) as refused:
        delivered(counter, letter, moment(MONDAY + DAY))
    assert refused.value.code == "letter.no_term"


def test_a_reply_for_silence_is_listed_once_the_time_lapsed_and_can_be_printed(settings):
    counter = a_desk(settings)
    case, plain = a_corrected(counter), a_request(counter)
    listed = 'value="uncorrected"'
    assert listed not in page(counter.editor, "draft", case.pk, "reply")
    settings.NOW = LAPSED
    html = page(counter.editor, "draft", case.pk, "reply")
    assert listed in html
    assert 'value="unpaid"' not in html
    assert listed not in page(counter.editor, "draft", plain.pk, "reply")
    html = page(counter.editor, "draft", case.pk, "reply", outcome="uncorrected")
    assert "视为放弃" in html or "拟稿" in html
    at = moment(date(2026, 6, 17))
    document = actions.draft_document(case=case.pk, kind=Letter.REPLY, by=counter.editor, at=at,
                                      plan={"outcome": "uncorrected"})  # fmt: skip
    assert "无正当理由逾期不补正" in str(document.content["body"])
    sent(counter, document, at)
    assert fresh(case).outcome == "uncorrected"
    assert Document.objects.get(pk=document.pk).delivered_on == at.date()


def test_archiving_asks_for_the_number_in_the_archive_and_keeps_it(settings):
    counter = a_desk(settings)
    case = an_answered(counter)
    assert posted(counter.office, "act", case.pk, "archive").status_code == 422
    made = posted(counter.office, "act", case.pk, "archive", archive_no="演示-2026-Y-001")
    assert made.status_code == 302, text_of(made)
    html = page(counter.office, "case", case.pk)
    assert "档号" in html
    assert "演示-2026-Y-001" in html


def test_the_number_in_the_archive_survives_destruction():
    counter = a_counter()
    case = an_answered(counter)
    actions.archive(case=case.pk, by=counter.office, at=moment(date(2026, 6, 3)), archive_no="演-1")
    actions.destroy(cases=[case.pk], reason="期满（演示）", by=counter.office,
                    at=moment(date(2037, 1, 5)))  # fmt: skip
    assert case.facts.get(event="archived").detail == {"archive_no": "演-1"}
