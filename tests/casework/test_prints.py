"""Sheets on paper: a case's register sheet, the list of what went on to everybody, a document's card."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from gongkai.casework import actions
from gongkai.register.models import Entry
from tests.casework.desk_pages import SECRETS, a_desk, a_stranger, page, posted
from tests.casework.made import (
    ADDRESS,
    MONDAY,
    NAME,
    PHONE,
    a_letter,
    a_reply,
    a_request,
    an_answered,
    moment,
    signed,
)
from tests.casework.test_desk_documents import printed
from tests.config.addresses import signed_in

pytestmark = pytest.mark.django_db
AT = moment(date(2026, 6, 3))


@pytest.fixture
def counter(settings):
    return a_desk(settings)


def test_a_register_sheet_says_all_of_a_case_and_names_nobody_unless_that_is_registered(counter):
    case = an_answered(counter)
    actions.archive(case=case.pk, by=counter.office, at=AT, archive_no="演示-2026-Y-001")
    path = reverse("casework:sheet", args=[case.pk])
    client = signed_in(counter.office)
    plain = printed(client.get(path))
    told = ("依申请公开登记表", case.number, "2026年6月1日", "当面提交", "自然人", case.title,
            "予以公开", case.documents.get().number, "演示-2026-Y-001", "分办", "归档")  # fmt: skip
    for said in told:
        assert "".join(said.split()) in plain, said
    assert not [one for one in SECRETS if one in plain]
    assert not Entry.objects.filter(verb="case.identity_shown").exists()
    full = printed(client.post(path))
    assert all(one in full for one in (NAME, PHONE, ADDRESS))
    assert Entry.objects.filter(verb="case.identity_shown").exists()
    assert signed_in(a_stranger()).get(path).status_code == 404


def test_a_letter_has_a_register_sheet_too(counter):
    client = signed_in(counter.office)
    text = printed(client.get(reverse("casework:sheet", args=[a_letter(counter).pk])))
    assert "政府信箱登记表" in text


def test_what_went_on_to_everybody_is_listed_by_year(counter):
    first = an_answered(counter)
    other = an_answered(counter, identity={"name": "演示丁", "phone": "13900005678"})
    posted(counter.editor, "act", first.pk, "disclose", column="data", cases=[other.pk])
    assert reverse("casework:transferred") in page(counter.office, "candidates")
    path = reverse("casework:transferred")
    client = signed_in(counter.office)
    text = printed(client.get(path))
    assert "主动公开政府信息移送明细表" in text
    for case in (first, other):
        assert case.number in text
        assert case.documents.get().number in text
    assert "尚未公开" in text
    assert first.number not in printed(client.get(path, {"year": "2025"}))
    assert signed_in(counter.editor).get(path).status_code == 403


def test_the_card_of_a_document_prints_what_it_does_and_no_column_of_the_site(counter):
    case = a_request(counter)
    at = moment(MONDAY + timedelta(days=1))
    card = signed(counter, a_reply(counter, case, at), at).card
    text = printed(signed_in(counter.office).get(reverse("publishing:card_pdf", args=[card.pk])))
    for said in ("办件文书审批卡", "办理结果", "予以公开", case.number, case.title, "救济"):
        assert said in text, said
    assert not [one for one in ("索引号", "公开属性", "内容概述", "发布渠道") if one in text]
