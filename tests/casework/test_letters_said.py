"""How letters speak: to a person and to an organisation, and of days that may still change."""

import re
from datetime import date

import pytest
from django.urls import reverse

from gongkai.casework import actions, letters, queries
from gongkai.casework.models import Document
from gongkai.casework.rules import Letter
from gongkai.law.outcomes import outcome
from tests.casework.desk_pages import a_desk
from tests.casework.made import (
    MONDAY,
    a_counter,
    a_document,
    a_reply,
    a_request,
    fresh,
    moment,
    sent,
)
from tests.config.addresses import signed_in

AT = moment(MONDAY)


def said(document: Document) -> str:
    """Return a document's text."""
    return re.sub(r"<[^>]+>", "", "".join(one["html"] for one in document.content["body"]))


@pytest.mark.django_db
def test_an_extension_into_a_year_without_a_holiday_notice_says_so_and_warns_its_drafter():
    counter, at = a_counter(), moment(date(2030, 5, 6))
    case = a_request(counter, at.date())
    document = a_document(counter, case, Letter.EXTENSION, at, fields={"why": "资料较多"}, days=20)
    assert "按现有放假安排暂计至2030年7月1日；" in said(document)
    lacks = queries.document_lacks(document, fresh(case), at)
    assert [one.code for one in lacks] == ["date.provisional"]
    sent(counter, document, at)
    assert fresh(case).due_on == date(2030, 7, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("applicant", "you"), [("person", "收到您提出的"), ("company", "收到你单位提出的")]
)
def test_a_letter_addresses_a_person_and_an_organisation_each_in_its_way(applicant, you):
    counter = a_counter()
    case = a_request(counter, applicant=applicant)
    document = a_document(counter, case, Letter.EXTENSION, AT, fields={"why": "资料较多"}, days=5)
    assert you in said(document)


BASIS = "《中华人民共和国反恐怖主义法》第九十三条"


@pytest.mark.parametrize(
    ("laws", "own", "basis"),
    [
        (["statistics.confidential"], "", "依据是《统计法》第二十八条的规定。"),
        ([], BASIS, f"依据是{BASIS}。"),
        (["statistics.confidential"], f"{BASIS}。", f"依据是《统计法》第二十八条、{BASIS}。"),
    ],
)
def test_a_basis_ticked_and_one_written_are_named_once_each(laws, own, basis):
    facts = {"case": "演示1号", "asked": "用电量", "received": "2026年6月1日", "you": "您"}
    fields = {"basis": own, "reasons": "应当保密。"}
    lines = letters.reply(outcome("other_law"), facts, fields, MONDAY, laws)
    assert basis in "".join(lines)


@pytest.mark.django_db
def test_a_law_that_is_ticked_needs_no_basis_in_words(settings):
    counter = a_desk(settings)
    case = a_request(counter)
    path = reverse("casework:draft", args=[case.pk, "reply"]) + "?outcome=other_law"
    client = signed_in(counter.editor)
    html = client.get(path).content.decode()
    assert "required" not in html.partition('name="basis"')[2].partition(">")[0]
    refused = client.post(path, {"reasons": "应当保密（演示）。"})
    assert refused.status_code == 422
    assert "请选择或者写明依据" in refused.content.decode()
    given = {"laws": ["statistics.confidential"], "reasons": "应当保密（演示）。"}
    assert client.post(path, given).status_code == 302
    assert "依据是《统计法》第二十八条的规定。" in said(Document.objects.get())


@pytest.mark.django_db
def test_a_granted_reply_names_what_is_not_ours_to_give():
    counter = a_counter()
    case = a_request(counter)
    for name, decision in (("汇总表", "give"), ("用地审批表", "not_ours")):
        actions.decide_part(case=case.pk, name=name, decision=decision, reason="由演示局负责公开",
                            by=counter.editor, at=AT)  # fmt: skip
    document = a_reply(counter, case, AT, fields={"material": ""})
    assert "用地审批表：依照" in said(document)
    assert "不属于本机关负责公开。由演示局负责公开。" in said(document)
    assert "用地审批表" not in said(a_reply(counter, a_request(counter), AT))


@pytest.mark.django_db
def test_a_document_keeps_which_text_of_the_law_its_remedy_stands_on():
    counter = a_counter()
    fields = {"reasons": "属讨论记录。"}
    now = a_reply(counter, a_request(counter), AT, "process", fields)
    laws = {one["law"]: one["since"] for one in now.content["remedy_law"]}
    assert laws["《行政复议法》第二十三条第一款第（四）项"] == "2024-01-01"
    old = moment(date(2015, 3, 3))
    then = a_reply(counter, a_request(counter, old.date()), old, "process", fields)
    assert all(one["since"] < "2015-03-03" for one in then.content["remedy_law"])
    notice = a_document(counter, a_request(counter), Letter.ASSIST, AT, fields={"content": "演示"})
    assert notice.content["remedy_law"] == []
