"""A request from the counter to the archive, and what nobody may find of who asked."""

from datetime import date, timedelta

import pytest

from gongkai.casework import actions, queries
from gongkai.casework.models import CaseFact, Document
from gongkai.casework.rules import Letter, Stage
from gongkai.law.refused import Refused
from gongkai.people.models import PostKind
from gongkai.publishing import actions as publishing
from gongkai.publishing.rules import Step
from gongkai.register.models import Entry
from tests.casework.made import (
    ADDRESS,
    MONDAY,
    NAME,
    PHONE,
    a_counter,
    a_document,
    a_letter,
    a_reply,
    a_request,
    an_answered,
    delivered,
    fresh,
    moment,
    sent,
    signed,
)
from tests.make import a_department, a_holder, a_signed

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_a_request_goes_from_the_counter_to_the_archive():
    counter = a_counter()
    case = a_request(counter)
    assert case.stage == Stage.HANDLING
    assert case.due_on == date(2026, 6, 30)  # 20 working days, one of them off for 端午
    at = moment(MONDAY + DAY)
    document = sent(counter, a_reply(counter, case, at), at)
    case = fresh(case)
    assert (case.stage, case.outcome, case.on_time) == (Stage.ANSWERED, "granted", True)
    assert document.number == "石统公复〔2026〕1号"
    actions.archive(case=case.pk, by=counter.office, at=at)
    assert fresh(case).stage == Stage.ARCHIVED
    verbs = [entry.verb for entry in Entry.objects.about(f"case:{case.number}").order_by("seq")]
    assert verbs == ["case.opened", "case.received", "case.assigned", "case.delivered",
                     "case.closed", "case.archived"]  # fmt: skip


def test_a_reply_passes_the_section_the_law_the_secrets_the_office_and_a_leader():
    counter = a_counter()
    at = moment(MONDAY)
    document = signed(counter, a_reply(counter, a_request(counter), at), at)
    steps = list(document.card.signatures.order_by("pk").values_list("step", flat=True))
    assert steps == ["draft", "section", "legal", "secrecy", "office", "sign"]


def test_a_notice_is_agreed_by_the_head_of_the_office():
    counter, at = a_counter(), moment(MONDAY)
    case = a_request(counter)
    document = actions.draft_document(
        case=case.pk, kind=Letter.EXTENSION, by=counter.office, at=at, plan={"days": 20},
        fields={"why": "涉及资料较多"},
    )  # fmt: skip
    document = actions.submit_document(document=document.pk, by=counter.office, at=at)
    card = document.card
    for by in (counter.office, counter.second_office, counter.bureau.head):
        with pytest.raises(Refused) as refused:
            publishing.sign(card=card.pk, by=by, at=at, digest=card.digest)
        assert refused.value.code == "card.step"
    a_signed(counter.bureau, card, at=at, signers={Step.SECTION: counter.chief})
    delivered(counter, document, at)
    assert fresh(case).due_on == date(2026, 7, 28)


def test_whoever_revised_a_reply_may_not_sign_it():
    counter, at = a_counter(), moment(MONDAY)
    document = a_reply(counter, a_request(counter), at)
    actions.revise_document(document=document.pk, by=counter.office, at=at,
                            fields={"material": "见附件（演示）。"})  # fmt: skip
    document = actions.submit_document(document=document.pk, by=counter.editor, at=at)
    card = a_signed(counter.bureau, document.card, at=at, until=Step.OFFICE,
                    signers={Step.LEGAL: counter.legal})  # fmt: skip
    with pytest.raises(Refused) as refused:
        publishing.sign(card=card.pk, by=counter.office, at=at, digest=card.digest)
    assert refused.value.code == "card.contributor"


def test_a_document_says_what_was_signed_or_is_not_delivered():
    counter, at = a_counter(), moment(MONDAY)
    document = signed(counter, a_reply(counter, a_request(counter), at), at)
    Document.objects.filter(pk=document.pk).update(content={**document.content, "remedy": "无"})
    with pytest.raises(Refused) as refused:
        delivered(counter, document, at)
    assert refused.value.code == "document.changed"


def test_a_document_is_not_delivered_before_it_is_signed_nor_twice():
    counter, at = a_counter(), moment(MONDAY)
    document = a_reply(counter, a_request(counter), at)
    with pytest.raises(Refused) as refused:
        delivered(counter, document, at)
    assert refused.value.code == "document.unsigned"
    sent(counter, document, at)
    with pytest.raises(Refused) as refused:
        delivered(counter, document, at)
    assert refused.value.code == "deliver.twice"


def test_numbers_of_documents_have_no_gap_and_letters_a_series_of_their_own():
    counter, at = a_counter(), moment(MONDAY)
    first = a_reply(counter, a_request(counter), at)
    answer = a_document(counter, a_letter(counter), Letter.ANSWER, at, fields={"text": "见网站。"})
    second = a_document(counter, a_request(counter), Letter.EXTENSION, at, days=5)
    numbers = [first.number, answer.number, second.number]
    assert numbers == ["石统公复〔2026〕1号", "石统信复〔2026〕1号", "石统公复〔2026〕2号"]
    with pytest.raises(Refused):  # what is refused draws no number
        a_document(counter, a_request(counter), Letter.EXTENSION, at, days=50)
    assert a_reply(counter, a_request(counter), at).number == "石统公复〔2026〕3号"


def test_a_document_names_no_applicant_nor_lets_one_be_written_in():
    counter, at = a_counter(), moment(MONDAY)
    case = a_request(counter, title=f"{NAME}申请的统计表", text=f"本人{NAME}，电话139-0000-1234")
    assert case.title == "〔申请人〕申请的统计表"
    assert case.text == "本人〔申请人〕，电话〔电话〕"
    assert queries.identity_of(case)["original"] == f"本人{NAME}，电话139-0000-1234"
    with pytest.raises(Refused) as refused:
        a_reply(counter, case, at, fields={"material": f"请{NAME}到窗口领取"})
    assert refused.value.code == "identity.named"
    for act in (
        lambda: actions.note(case=case.pk, text=f"已电联{PHONE}", by=counter.editor, at=at),
        lambda: actions.record_search(case=case.pk, where=ADDRESS, found="无", by=counter.editor,
                                      at=at),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "identity.named"


def test_who_asked_is_shown_whole_only_by_an_act_that_is_registered():
    counter = a_counter()
    case = a_request(counter)
    shown = actions.show_identity(case=case.pk, by=counter.editor, at=moment(MONDAY))
    assert shown["name"] == NAME
    entry = Entry.objects.about(f"case:{case.number}").order_by("seq").last()
    assert entry.verb == "case.identity_shown"
    with pytest.raises(Refused):
        actions.show_identity(case=case.pk, by=counter.bureau.leader, at=moment(MONDAY))


def test_cases_are_read_by_those_who_handle_or_sign_and_by_no_administrator():
    counter = a_counter()
    case, at = a_request(counter), moment(MONDAY)
    stranger = a_holder(PostKind.EDITOR, a_department("普查处（演示）"))
    readers = (counter.office, counter.editor, counter.bureau.head, counter.bureau.leader)
    assert all(queries.may_read(case, user, at) for user in readers)
    assert not queries.may_read(case, a_holder(PostKind.ADMIN), at)
    assert not queries.may_read(case, stranger, at)
    with pytest.raises(Refused):
        actions.note(case=case.pk, text="经办", by=stranger, at=at)


def test_two_replies_to_one_case_are_never_both_delivered():
    counter = a_counter()
    case = an_answered(counter)
    with pytest.raises(Refused) as refused:
        a_reply(counter, case, moment(MONDAY + 2 * DAY))
    assert refused.value.code == "clock.closed"


def test_facts_are_kept_when_one_is_voided():
    counter, at = a_counter(), moment(MONDAY)
    case = a_request(counter)
    fact = actions.note(case=case.pk, text="写错了", by=counter.editor, at=at)
    seat = queries.office_seat(counter.office, at)
    actions.void_fact(fact=fact.pk, by=counter.office, seat=seat, at=at, reason="记错办件")
    assert CaseFact.objects.filter(pk=fact.pk).exists()
    assert fact.pk not in [row.pk for row in queries.standing_facts(case)]
    with pytest.raises(Refused) as refused:
        actions.void_fact(fact=fact.pk, by=counter.office, seat=seat, at=at, reason="再记")
    assert refused.value.code == "fact.voided"


def test_a_delivery_entered_on_a_wrong_day_is_voided_and_entered_again():
    counter = a_counter()
    case = an_answered(counter)
    at, document = moment(MONDAY + 3 * DAY), case.documents.get()
    seat = queries.office_seat(counter.office, at)
    given = {"by": counter.office, "seat": seat, "at": at, "reason": "日期记错"}
    delivery, closing = (
        CaseFact.objects.get(case=case, event=one) for one in ("delivered", "closed")
    )
    with pytest.raises(Refused) as refused:
        actions.void_fact(fact=delivery.pk, **given)
    assert refused.value.code == "fact.needed"
    actions.void_fact(fact=closing.pk, **given)
    actions.void_fact(fact=delivery.pk, **given)
    assert fresh(case).stage == Stage.HANDLING
    delivered(counter, Document.objects.get(pk=document.pk), at)
    case = fresh(case)
    assert (case.stage, case.closed_on) == (Stage.ANSWERED, MONDAY + 3 * DAY)
