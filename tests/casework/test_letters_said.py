"""How letters speak: to a person and to an organisation, and of days that may still change."""

import re
from datetime import date

import pytest

from gongkai.casework import queries
from gongkai.casework.models import Document
from gongkai.casework.rules import Letter
from tests.casework.made import MONDAY, a_counter, a_document, a_request, fresh, moment, sent

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
