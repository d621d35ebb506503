"""Correcting a record about oneself (第四十一条): its four results, no invented term, never a request."""

from datetime import timedelta

import pytest

from gongkai.casework import actions, letters, queries
from gongkai.casework.models import Case
from gongkai.casework.queries.public import public_status
from gongkai.casework.rules import RECORD_ENDS, Kind, Letter, Stage
from gongkai.law.refused import Refused
from gongkai.oversight.queries.figures import cases
from gongkai.register.models import Entry
from tests.casework.made import (
    MONDAY,
    a_counter,
    a_document,
    a_letter,
    a_request,
    fresh,
    moment,
    sent,
)
from tests.config.addresses import signed_in

pytestmark = pytest.mark.django_db
AT, LATER = moment(MONDAY), moment(MONDAY + timedelta(days=60))


@pytest.fixture
def counter():
    return a_counter()


def a_record(counter, **changes) -> Case:
    """Return a request to correct a record, given to the section."""
    values = {"kind": Kind.RECORD, "title": "更正：企业登记行业代码（演示）",
              "text": "记录：行业代码（演示）"} | changes  # fmt: skip
    return a_request(counter, **values)


def replied(counter, case: Case, result: str):
    """Return a reply of a result, drafted."""
    return a_document(counter, case, Letter.RECORD, AT, fields={"decided": "按营业执照改正（演示）。"},
                      result=result)  # fmt: skip


def test_a_correction_is_received_at_once_and_has_no_due_date_but_a_doubt(counter):
    case = a_record(counter)
    clock = queries.clock_of(case, today=LATER.date())
    assert (case.received_on, case.due_on, clock.due, clock.overdue) == (MONDAY, None, None, False)
    doubted = [line for line in clock.lines if line.doubt]
    assert [line.article.number for line in doubted] == ["第四十一条"]


@pytest.mark.parametrize("result", RECORD_ENDS)
def test_each_result_is_told_in_a_reply_citing_the_article_and_closes_the_case(counter, result):
    case = a_record(counter)
    document = sent(counter, replied(counter, case, result), AT)
    text = str(document.content)
    assert "第四十一条" in text
    assert "按营业执照改正（演示）" in text
    assert "行政复议" in document.content["remedy"]
    case = fresh(case)
    assert (case.stage, case.outcome, case.on_time) == (Stage.ANSWERED, result, None)
    closed = Entry.objects.of("case.closed").get()
    assert "第四十一条" in closed.payload.body
    assert public_status(case, AT).outcome


def test_a_correction_is_refused_only_with_its_reason(counter):
    document = replied(counter, a_record(counter), "declined")
    actions.revise_document(document=document.pk, by=counter.office, at=AT, fields={})
    with pytest.raises(Refused) as refused:
        actions.submit_document(document=document.pk, by=counter.office, at=AT)
    assert refused.value.code == "document.lacks"


def test_a_result_of_a_correction_is_one_of_the_four(counter):
    with pytest.raises(Refused) as refused:
        replied(counter, a_record(counter), "granted")
    assert refused.value.code == "reply.outcome"


@pytest.mark.parametrize("kind", [Letter.REPLY, Letter.EXTENSION, Letter.ANSWER])
def test_letters_of_requests_are_not_for_corrections(counter, kind):
    with pytest.raises(Refused) as refused:
        a_document(counter, a_record(counter), kind, AT, outcome="granted", days=5)
    assert refused.value.code == "document.kind"


def test_a_correction_counts_neither_as_a_request_nor_as_a_letter(counter):
    a_record(counter)
    request = a_request(counter)
    assert list(cases(Kind.REQUEST)) == [request]
    assert not Case.objects.letters().exists()
    assert queries.counters(request).year == 1


def test_a_letter_that_asks_for_a_correction_goes_on_as_one(counter):
    letter = a_letter(counter)
    made, _ = actions.convert(case=letter.pk, to=Kind.RECORD, reason="要求更正记录（演示）",
                              by=counter.office, at=AT)  # fmt: skip
    assert (made.kind, made.arrived_at, made.due_on) == (Kind.RECORD, letter.arrived_at, None)


def test_numbers_of_corrections_have_a_series_of_their_own(counter):
    case = a_record(counter)
    assert "更正〔2026〕1号" in case.number
    assert "更复〔2026〕1号" in replied(counter, case, "corrected").number


def test_every_result_has_words_of_its_own():
    facts = {"received": "2026年6月1日", "case": "号", "asked": "更正", "you": "您"}
    texts = {
        str(letters.paragraphs(Letter.RECORD, {**facts, "result": one}, {"decided": "某"}, MONDAY))
        for one in RECORD_ENDS
    }
    assert len(texts) == len(RECORD_ENDS)


def test_a_correction_is_registered_and_answered_at_the_desk(counter):
    client = signed_in(counter.office)
    given = {
        "kind": "record", "channel": "in_person", "submitted_on": "2026-06-01", "name": "演示甲",
        "applicant": "person", "phone": "13900001234", "title": "更正：行业代码（演示）",
        "text": "记录：行业代码；不准确之处：记作1713；准确的内容：应为1723；证据：执照（演示）",
    }  # fmt: skip
    assert client.post("/desk/cases/new/", given).status_code == 302
    case = Case.objects.get()
    page = client.get(f"/desk/cases/{case.pk}/").content.decode()
    assert "条文未定期限" in page
    assert "起草更正申请答复书" in page
    assert "更正</span>" in client.get("/desk/cases/").content.decode()
    address = f"/desk/cases/{case.pk}/draft/record/"
    assert "不予更正" in client.get(address).content.decode()
    said = {"result": "declined", "decided": "执照所载与记录一致（演示）。"}
    assert client.post(address, said).status_code == 302
    assert (
        "不予更正"
        in client.get(f"/desk/cases/documents/{case.documents.get().pk}/").content.decode()
    )
