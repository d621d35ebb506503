"""Roads an insider would take: a date moved, a paper that is none, a name left behind, a second hat.

Long because each road the audit proved stands here with the one that was closed.
"""

import io
import json
import os
import unicodedata
from datetime import date, timedelta
from pathlib import Path

import pikepdf
import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as some

from gongkai.casework import actions, queries, rules
from gongkai.casework.actions import keeping
from gongkai.casework.models import CaseFact, CaseFile, Document, Withheld
from gongkai.casework.redaction.active import is_active
from gongkai.casework.rules import Kind, Letter, Stage
from gongkai.law.clock import Channel
from gongkai.law.refused import Refused
from gongkai.people import actions as people
from gongkai.people.models import PostKind
from gongkai.publishing import actions as publishing
from gongkai.publishing.models import Signature
from gongkai.publishing.rules import Step
from gongkai.register import queries as register
from gongkai.register.models import Entry
from tests.casework.desk_pages import a_desk, page, posted
from tests.casework.made import (
    MONDAY,
    NAME,
    NUMBER,
    PHONE,
    WHO,
    a_counter,
    a_document,
    a_letter,
    a_reply,
    a_request,
    a_topic,
    a_workbook,
    an_answered,
    delivered,
    fresh,
    moment,
    sent,
    signed,
    withdrawn,
)
from tests.config.addresses import signed_in
from tests.make import a_department, a_holder, a_post, a_signed

DAY = timedelta(days=1)
AT = moment(MONDAY)
DUE = date(2026, 6, 30)
OVERDUE = moment(DUE + 3 * DAY)
PROOF = ("回执.xlsx", a_workbook(["签收（演示）"]))


@pytest.fixture
def counter(db):
    return a_counter()


def refusal(act, *args, **values) -> str:
    with pytest.raises(Refused) as refused:
        act(*args, **values)
    return refused.value.code


def details(verb: str) -> list[dict]:
    """Return what the register says of acts of a kind."""
    return [json.loads(one.payload.body)["detail"] for one in Entry.objects.of(verb)]


def a_paper(counter, case, at):
    return actions.add_file(case=case.pk, role="scan", name="撤回.xlsx", by=counter.office, at=at,
                            data=a_workbook(["撤回（演示）"]))  # fmt: skip


def proposed(counter, case, at, **changes):
    values = {
        "case": case.pk,
        "on": at.date(),
        "reason": "书面撤回",
        "by": counter.office,
        "at": at,
    }
    return actions.propose_withdrawal(**values | changes)


def a_delegate(giver):
    """Return a drafter of another section who acts for a person of the office."""
    taker = a_holder(PostKind.EDITOR, a_department("普查处（演示）"))
    people.delegate(post=a_post(PostKind.OFFICE, a_department("办公室（演示）")), giver=giver, taker=taker,
                    since=AT - DAY, until=AT + DAY, reason="出差（演示）", by=giver, at=AT - DAY)  # fmt: skip
    return taker


# A: a request is not closed by one person's word


def test_nobody_closes_an_overdue_request_as_withdrawn_alone_and_in_time(counter):
    case = a_request(counter)
    for outcome in ("other", "withdrawn"):
        code = refusal(actions.close_unanswered, case=case.pk, outcome=outcome, on=DUE,
                       reason="撤回", by=counter.office, at=OVERDUE)  # fmt: skip
        assert code == "close.outcome"
    paper = a_paper(counter, case, OVERDUE)
    assert refusal(proposed, counter, case, OVERDUE, paper=paper.pk, on=DUE) == "withdraw.day"
    said = proposed(counter, case, OVERDUE, paper=paper.pk)
    confirm = {"case": case.pk, "proposal": said.pk, "at": OVERDUE}
    assert refusal(actions.confirm_proposal, by=counter.office, **confirm) == "proposal.own"
    assert fresh(case).stage == Stage.HANDLING
    actions.confirm_proposal(by=counter.second_office, **confirm)
    case = fresh(case)
    assert (case.outcome, case.on_time) == ("other", False)
    assert case.facts.get(event="closed").detail["paper"] == paper.sha256


def test_a_withdrawal_without_the_applicants_paper_is_refused(counter):
    case, other = a_request(counter), a_request(counter, title="别的申请")
    plain = actions.add_file(case=case.pk, role="material", name="表.xlsx", by=counter.office, at=AT,
                             data=a_workbook(["表"]))  # fmt: skip
    for paper in (plain, a_paper(counter, other, AT)):
        assert refusal(proposed, counter, case, AT, paper=paper.pk) == "withdraw.paper"


def test_who_proposed_as_a_delegate_is_the_holder_too_and_neither_confirms(counter):
    case = a_request(counter)
    stranger = a_delegate(counter.second_office)
    said = proposed(counter, case, AT, paper=a_paper(counter, case, AT).pk, by=stranger)
    confirm = {"case": case.pk, "proposal": said.pk, "at": AT}
    assert refusal(actions.confirm_proposal, by=stranger, **confirm) == "proposal.own"
    assert refusal(actions.confirm_proposal, by=counter.second_office, **confirm) == "proposal.own"
    actions.confirm_proposal(by=counter.office, **confirm)
    assert fresh(case).outcome == "other"


def test_a_received_request_is_not_converted_without_a_reply_that_reached_its_applicant(counter):
    case = withdrawn(counter, a_request(counter), AT)
    code = refusal(actions.convert, case=case.pk, to=Kind.LETTER, topic=a_topic(counter),
                   reason="属于咨询", by=counter.office, at=AT)  # fmt: skip
    assert code == "convert.told"


def test_two_persons_withdraw_a_request_at_the_desk(settings, db):
    counter = a_desk(settings)
    case = a_request(counter)
    paper = a_paper(counter, case, AT)
    given_ = {"paper": paper.pk, "on": "2026-06-02", "reason": "书面撤回（演示）"}
    assert posted(counter.office, "act", case.pk, "withdrawn", **given_).status_code == 302
    assert "核对确认" in page(counter.office, "case", case.pk)
    said = case.facts.get(event="proposed")
    assert "申请人撤回申请：2026年6月2日" in page(counter.second_office, "act", case.pk, "confirm")
    assert posted(counter.office, "act", case.pk, "confirm", proposal=said.pk).status_code == 422
    assert (
        posted(counter.second_office, "act", case.pk, "confirm", proposal=said.pk).status_code
        == 302
    )
    assert fresh(case).outcome == "other"


# B: whether it was in time does not follow from a date somebody typed


def test_a_delivery_of_an_earlier_day_needs_its_proof_and_says_that_it_was_entered_later(counter):
    case = a_request(counter)
    document = signed(counter, a_reply(counter, case, moment(DUE)), moment(DUE))
    late = {"on": DUE}
    assert refusal(delivered, counter, document, OVERDUE, **late) == "deliver.proof"
    code = refusal(delivered, counter, document, OVERDUE, **late, way="online", proof=PROOF)
    assert code == "deliver.online"
    delivered(counter, document, OVERDUE, **late, proof=PROOF)
    closed = fresh(case).facts.get(event="closed")
    assert queries.late_on(closed) == OVERDUE.date()
    assert closed in queries.late_facts(OVERDUE.date(), OVERDUE.date())
    said = details("case.closed")[-1]
    assert (said["on"], said["entered"]) == (DUE.isoformat(), OVERDUE.date().isoformat())
    proof = CaseFile.objects.get(case=case, role="receipt")
    assert fresh(case).facts.get(event="delivered").detail["proof"] == proof.sha256


def test_nothing_is_delivered_before_it_was_signed_even_where_nothing_was_received(counter):
    case = a_request(counter, channel=Channel.INTERNET, received_on=None)
    assert case.received_on is None
    document = a_document(counter, case, Letter.RECEIPT, AT)
    document = signed(counter, document, moment(MONDAY + 2 * DAY))
    code = refusal(delivered, counter, document, moment(MONDAY + 2 * DAY), on=MONDAY, proof=PROOF)
    assert code == "deliver.early"


def test_a_letter_is_not_handed_back_nor_a_lapsed_request_closed_on_an_earlier_day(counter):
    letter = a_letter(counter, outside_no="12345-1")
    code = refusal(actions.hand_back, case=letter.pk, on=MONDAY, reason="不属于本机关",
                   by=counter.office, at=OVERDUE)  # fmt: skip
    assert code == "close.past"
    case, until = a_request(counter), MONDAY + 9 * DAY
    sent(counter, a_document(counter, case, Letter.CORRECTION, AT, until=until,
                             fields={"items": "请写明年份。"}), AT)  # fmt: skip
    code = refusal(actions.close_unanswered, case=case.pk, outcome="uncorrected", on=until + DAY,
                   reason="逾期", by=counter.office, at=OVERDUE)  # fmt: skip
    assert code == "close.past"


def test_the_timeline_and_a_list_say_what_was_entered_later(settings, db):
    counter = a_desk(settings)
    case = a_request(counter, MONDAY, at=moment(MONDAY + DAY))
    assert "补记，补记于2026年6月2日" in page(counter.office, "case", case.pk)
    assert case.number in page(counter.office, "late")
    today = a_request(counter, date(2026, 6, 3), at=moment(date(2026, 6, 3)))
    assert "补记于" not in page(counter.office, "case", today.pk)
    assert today.number not in page(counter.office, "late")


# C: the clock is not reset by voiding


def replaced(counter, case, on, at, **changes):
    values = {"case": case.pk, "on": on, "reason": "看错邮戳", "by": counter.office, "at": at}
    return actions.replace_receipt(**values | changes)


@pytest.mark.parametrize("kind", ["request", "letter"])
def test_a_day_of_receipt_is_never_only_voided(counter, kind):
    case = a_request(counter) if kind == "request" else a_letter(counter)
    fact = case.facts.get(event="received")
    code = refusal(actions.void_fact, fact=fact.pk, by=counter.office, reason="记错", at=OVERDUE,
                   seat=queries.office_seat(counter.office, OVERDUE))  # fmt: skip
    assert code == "fact.receipt"
    assert fresh(case).due_on is not None


def test_a_day_of_receipt_is_replaced_by_two_persons_in_its_place_and_the_register_says_so(counter):
    at = moment(MONDAY + 7 * DAY)
    case = a_request(counter, channel=Channel.REGISTERED, received_on=MONDAY)
    before = case.due_on
    said = replaced(counter, case, MONDAY + 2 * DAY, at)
    assert fresh(case).due_on == before
    confirm = {"case": case.pk, "proposal": said.pk, "at": at}
    assert refusal(actions.confirm_proposal, by=counter.office, **confirm) == "proposal.own"
    actions.confirm_proposal(by=counter.second_office, **confirm)
    case = fresh(case)
    assert (case.received_on, case.stage) == (MONDAY + 2 * DAY, Stage.HANDLING)
    assert [one.event for one in queries.standing_facts(case)][:3] == [
        "submitted",
        "received",
        "assigned",
    ]
    assert details("case.due_changed") == [
        {"before": before.isoformat(), "until": case.due_on.isoformat()}
    ]
    assert not list(queries.case_faults())
    assert refusal(actions.confirm_proposal, by=counter.second_office, **confirm) == "proposal.none"


def test_a_day_of_receipt_is_replaced_only_within_its_rule(counter):
    case, at = a_request(counter), moment(MONDAY + 3 * DAY)
    assert (
        refusal(replaced, counter, case, MONDAY + DAY, at) == "receipt.day"
    )  # in person: that day
    assert refusal(replaced, counter, case, MONDAY - DAY, at) == "clock.order"
    assert refusal(replaced, counter, case, at.date() + DAY, at) == "clock.order"
    assert refusal(replaced, counter, case, MONDAY, at) == "receipt.same"
    answered = an_answered(counter)
    assert refusal(replaced, counter, answered, MONDAY + DAY, at) == "clock.closed"


def test_a_letters_day_of_receipt_is_replaced_without_leaving_the_rate(counter):
    letter, at = a_letter(counter), moment(MONDAY + 3 * DAY)
    said = replaced(counter, letter, MONDAY + DAY, at)
    actions.confirm_proposal(case=letter.pk, proposal=said.pk, by=counter.second_office, at=at)
    assert fresh(letter).received_on == MONDAY + DAY
    rate = queries.letter_rate(first=MONDAY, last=at.date(), cutoff=at.date())
    assert rate.received == 1


def test_a_day_of_receipt_is_replaced_at_the_desk(settings, db):
    counter = a_desk(settings)
    letter = a_letter(counter, MONDAY)
    assert "更正收到日期" in page(counter.office, "case", letter.pk)
    given_ = {"on": "2026-06-02", "reason": "记错（演示）"}
    assert posted(counter.office, "act", letter.pk, "receipt_anew", **given_).status_code == 302
    said = letter.facts.get(event="proposed")
    posted(counter.second_office, "act", letter.pk, "confirm", proposal=said.pk)
    assert fresh(letter).received_on == date(2026, 6, 2)
    assert "已更正" in page(counter.office, "case", letter.pk)


def test_a_voiding_that_moves_a_due_date_registers_the_day_before_and_after(counter):
    case = a_request(counter)
    sent(
        counter, a_document(counter, case, Letter.EXTENSION, AT, fields={"why": "多"}, days=10), AT
    )
    moved = fresh(case).due_on
    fact = CaseFact.objects.get(case=case, event="extended")
    actions.void_fact(fact=fact.pk, by=counter.office, at=AT, reason="记错",
                      seat=queries.office_seat(counter.office, AT))  # fmt: skip
    assert details("case.due_changed") == [{"before": moved.isoformat(), "until": DUE.isoformat()}]


# D: nothing the register keeps for ever says who asked


@pytest.mark.parametrize(
    "text", [f"{NAME}的申请不清楚", f"请核对{NUMBER}", "请打13700137000", "发到a@b.cn"]
)
def test_comments_and_reasons_that_name_somebody_are_refused(counter, text):
    case, seat = a_request(counter), queries.office_seat(counter.office, AT)
    document = a_reply(counter, case, AT)
    hand_in = {"document": document.pk, "by": counter.editor, "at": AT}
    assert refusal(actions.submit_document, comment=text, **hand_in) in {
        "identity.named",
        "text.personal",
    }
    fact = actions.note(case=case.pk, text="记错", by=counter.editor, at=AT)
    code = refusal(
        actions.void_fact, fact=fact.pk, by=counter.office, seat=seat, at=AT, reason=text
    )
    assert code in {"identity.named", "text.personal"}
    given_ = {"kind": "review", "begun_on": MONDAY, "by": counter.office, "at": AT, "case": case.pk}
    for number, body in ((text, "演示市政府"), ("演复1号", text)):
        code = refusal(actions.open_dispute, number=number, body=body, **given_)
        assert code in {"identity.named", "text.personal"}
    found = actions.open_dispute(number="演复1号", body="演示市政府", **given_)
    code = refusal(actions.close_dispute, dispute=found.pk, on=MONDAY, result="upheld", note=text,
                   by=counter.office, at=AT)  # fmt: skip
    assert code in {"identity.named", "text.personal"}


def test_an_opinion_on_a_document_holds_no_number_and_its_reason_is_registered_as_a_hash(counter):
    document = a_reply(counter, a_request(counter), AT)
    card = actions.submit_document(document=document.pk, by=counter.editor, at=AT).card
    act = {"card": card.pk, "by": counter.bureau.head, "at": AT, "digest": card.digest}
    assert refusal(publishing.sign, comment=f"电联{PHONE}", **act) == "comment.personal"
    assert refusal(publishing.send_back, reason=f"请核{NUMBER}", **act) == "comment.personal"
    reason = f"{NAME}所述事实不清"  # publishing does not know who asked
    publishing.send_back(reason=reason, **act)
    assert Signature.objects.get(card=card, decision="send_back").comment == reason
    assert details("card.sent_back")[-1].keys() >= {"reason_sha256"}
    publishing.withdraw(card=card.pk, by=counter.office, at=AT, reason=reason)
    assert not [one for one in Entry.objects.all() if NAME in one.payload.body]


# E: what is destroyed is gone, and stays so


def destroyed(counter, case):
    at = moment(date(2037, 1, 5))
    actions.destroy(cases=[case.pk], reason="届满", by=counter.office, at=at)
    return at


def a_life(counter):
    """Return an archived request with a dispute, opinions, withheld information and a note."""
    case = a_request(counter, outside_no="外部-0001-演示")
    actions.note(case=case.pk, text="经办细节甲", by=counter.editor, at=AT)
    document = a_reply(counter, case, AT, "process", {"reasons": "属讨论记录乙（演示）。"})
    actions.revise_document(document=document.pk, by=counter.editor, at=AT,
                            body=document.content["body"])  # fmt: skip
    card = actions.submit_document(document=document.pk, by=counter.editor, at=AT).card
    card = a_signed(counter.bureau, card, at=AT, until=Step.LEGAL)
    publishing.sign(card=card.pk, by=counter.legal, at=AT, digest=card.digest, comment="同意丙意见")
    a_signed(counter.bureau, card, at=AT)
    delivered(counter, Document.objects.get(pk=document.pk), AT)
    found = actions.open_dispute(case=case.pk, kind="review", number="演复〔2026〕丁号", by=counter.office,
                                 body="演示市戊政府", begun_on=MONDAY, at=AT)  # fmt: skip
    actions.close_dispute(dispute=found.pk, on=MONDAY, result="upheld", note="己说明",
                          by=counter.office, at=AT)  # fmt: skip
    actions.archive(case=case.pk, by=counter.office, at=AT)
    return fresh(case)


def test_destroying_empties_every_text_of_a_case_wherever_it_stood(counter):
    case = a_life(counter)
    destroyed(counter, case)
    rows = {}  # what the register says of a dispute is kept by rule; the index of public pages has none
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(("casework_", "publishing_", "wagtail")):
                cursor.execute(f'SELECT * FROM "{table}"')
                rows[table] = str(cursor.fetchall())
    for text in (
        "外部-0001-演示",
        "经办细节甲",
        "讨论记录乙",
        "丙意见",
        "丁号",
        "戊政府",
        "己说明",
    ):
        spelled = (text, repr(json.dumps(text))[2:-2])
        assert not [table for table, found in rows.items() if any(one in found for one in spelled)]
    assert set(Withheld.objects.values_list("title", "reason")) == {("〔已销毁〕", "")}


def test_every_act_on_a_destroyed_case_is_refused(counter):
    case = a_life(counter)
    fact, dispute = case.facts.get(event="noted"), case.disputes.get()
    at = destroyed(counter, case)
    by = {"by": counter.office, "at": at}
    document = case.documents.get()
    for act, values in (
        (actions.note, {"case": case.pk, "text": "补"}),
        (actions.add_file, {"case": case.pk, "role": "receipt", "name": PROOF[0], "data": PROOF[1]}),
        (actions.draft_document, {"case": case.pk, "kind": Letter.REPLY}),
        (actions.revise_document, {"document": document.pk}),
        (actions.void_fact, {"fact": fact.pk, "reason": "错", "seat": queries.office_seat(counter.office, at)}),
        (actions.open_dispute, {"case": case.pk, "kind": "review", "number": "9", "body": "市政府",
                                "begun_on": at.date()}),
        (actions.reopen, {"case": case.pk, "dispute": dispute.pk, "on": at.date()}),
        (actions.show_identity, {"case": case.pk}),
        (actions.destroy, {"cases": [case.pk], "reason": "再次"}),
    ):  # fmt: skip
        assert refusal(act, **values, **by) == "case.destroyed", act


def test_a_case_is_not_reopened_for_longer_than_a_reply_with_its_extension(counter):
    case = an_answered(counter)
    found = actions.open_dispute(case=case.pk, kind="review", number="1", body="市政府", by=counter.office,
                                 begun_on=MONDAY + 2 * DAY, at=moment(MONDAY + 2 * DAY))  # fmt: skip
    on = MONDAY + 3 * DAY
    actions.close_dispute(
        dispute=found.pk, on=on, result="corrected", by=counter.office, at=moment(on)
    )
    reopen = {
        "case": case.pk,
        "dispute": found.pk,
        "on": on,
        "by": counter.office,
        "at": moment(on),
    }
    last = queries.calendar().add_working_days(on, 40)
    assert refusal(actions.reopen, until=last + DAY, **reopen) == "reopen.long"
    actions.reopen(until=last, **reopen)
    assert fresh(case).due_on == last


def test_destroying_empties_sqlites_log_or_the_register_says_that_it_could_not(
    copied_database, monkeypatch
):
    counter = a_counter()
    first, second = a_life(counter), None
    log = Path(f"{connection.settings_dict['NAME']}-wal")
    destroyed(counter, first)
    assert not log.exists() or log.stat().st_size == 0
    assert not Entry.objects.of("case.traces_left").exists()
    case = a_request(counter, title="第二件")
    sent(counter, a_reply(counter, case, AT), AT)
    actions.archive(case=case.pk, by=counter.office, at=AT)
    second = fresh(case)
    monkeypatch.setattr(keeping, "TRIES", 1)
    reader = connection.copy()
    try:
        with reader.cursor() as cursor:  # another process reads on
            cursor.execute("PRAGMA busy_timeout=100")
            cursor.execute("BEGIN DEFERRED")
            cursor.execute("SELECT count(*) FROM register_entry")
            cursor.fetchall()
            with connection.cursor() as own:
                own.execute("PRAGMA busy_timeout=100")
            destroyed(counter, second)
    finally:
        reader.close()
    assert Entry.objects.of("case.traces_left").count() == 1


# F: what is kept and looked at is registered


def test_a_file_that_is_kept_is_registered_by_its_role_hash_and_size(counter):
    case = a_request(counter)
    file = a_paper(counter, case, AT)
    assert details("case.file_added") == [
        {"role": "scan", "sha256": file.sha256, "size": file.size}
    ]


def test_a_proof_of_identity_is_shown_only_by_an_act_that_is_registered(settings, db):
    counter = a_desk(settings)
    case = a_request(counter)
    file = actions.add_file(case=case.pk, role="identity", name="证.xlsx", data=a_workbook(["证"]),
                            by=counter.office, at=AT)  # fmt: skip
    path = reverse("casework:file", args=[case.pk, file.pk])
    assert signed_in(counter.editor).get(path).status_code == 405
    assert not Entry.objects.of("case.identity_shown").exists()
    assert posted(counter.editor, "file", case.pk, file.pk).content == queries.file_bytes(file)
    assert details("case.identity_shown")[-1]["sha256"] == file.sha256
    assert signed_in(counter.bureau.leader).post(path).status_code == 404


def test_what_is_decided_of_a_part_is_registered_by_the_hashes_of_its_words(counter):
    case = a_request(counter)
    actions.decide_part(case=case.pk, name="名单", decision="withhold", ground="process",
                        reason="过程性信息", by=counter.editor, at=AT)  # fmt: skip
    said = details("case.part_decided")[-1]
    assert len(said["name_sha256"]) == len(said["reason_sha256"]) == 64
    assert "名单" not in str(said)


def test_a_files_name_loses_who_sent_it_and_keeps_its_kind(counter):
    file = actions.add_file(case=a_request(counter).pk, role="material", name=f"{PHONE}表@2025.xlsx",
                            data=a_workbook(["表"]), by=counter.editor, at=AT)  # fmt: skip
    assert file.name == "〔电话〕表@2025.xlsx"


# G: a name or a number is taken out however it is written

GAPS = some.text("-. ·\u0301\u200b\u2060\u00ad\u3000", max_size=2)


@some.composite
def spelled(draw, value: str) -> str:
    """Draw a way of writing a value: wide or not, with gaps and unseen characters in it."""
    wide = draw(some.booleans())
    chars = (chr(ord(one) + 0xFEE0) if wide and "!" <= one <= "~" else one for one in value)
    return "".join(one + draw(GAPS) for one in chars)


@given(spelled(NAME), spelled(NUMBER), spelled(PHONE))
def test_who_asked_is_taken_out_however_it_is_written(name, number, phone):
    text = f"本人{name}，证件{number}，电话{phone}。"
    said = rules.scrubbed(text, WHO)
    flat = "".join(one for one in unicodedata.normalize("NFKC", said) if one.isalnum())
    assert not [one for one in (NAME, NUMBER, PHONE) if one in flat]
    assert rules.tells(text, WHO)
    assert rules.scrubbed(said, WHO) == said


@given(spelled("13712345678"), some.sampled_from(["", "，谢谢", "。", "（邻居）"]))
def test_anybodys_mobile_is_taken_out_of_what_an_applicant_wrote(phone, after):
    said = rules.scrubbed(f"请联系邻居，{phone}{after}", {})
    assert "〔电话〕" in said
    assert not [one for one in unicodedata.normalize("NFKC", said) if one.isdigit()]


@pytest.mark.parametrize(("text", "said"), [
    ("他的证件是11010519491231002X", "他的证件是〔证件号码〕"),
    ("邮箱ｚｈａｎｇ＠ｅｘａｍｐｌｅ．ｃｏｍ", "邮箱〔电子邮箱〕"),
    ("2025年工业增加值同比增长5.3%，共1234家", "2025年工业增加值同比增长5.3%，共1234家"),
    ("演示丁代办，13700001111联系", "〔代理人〕代办，〔代理人〕联系"),
    ("委托代理人演示丁", "委托代理人〔代理人〕"),
])  # fmt: skip
def test_numbers_and_agents_are_taken_out_and_figures_stay(text, said):
    assert rules.scrubbed(text, {"name": "演示甲", "agent": "演示丁 13700001111"}) == said


def test_a_latin_name_inside_a_word_is_no_name():
    assert rules.scrubbed("Xi'an public", {"name": "Li"}) == "Xi'an public"
    assert rules.scrubbed("I am L i.", {"name": "Li"}) == "I am 〔申请人〕."


# H: what delivery does is signed


def test_a_plan_changed_after_the_signatures_is_not_delivered(counter):
    case = a_request(counter)
    document = a_document(counter, case, Letter.EXTENSION, AT, fields={"why": "多"}, days=5)
    document = signed(counter, document, AT)
    Document.objects.filter(pk=document.pk).update(plan={**document.plan, "days": 20})
    assert refusal(delivered, counter, document, AT) == "document.changed"
    assert fresh(case).due_on == DUE


def test_those_who_sign_see_what_delivery_will_do(counter):
    case = a_request(counter)
    extension = a_document(counter, case, Letter.EXTENSION, AT, fields={"why": "多"}, days=5)
    reply = a_reply(counter, case, AT)
    assert extension.content["v"] == 2
    assert extension.content["effect"] == {"event": "extended", "days": 5}
    assert {"name": "延长期限", "value": "5个工作日"} in extension.content["about"]
    assert reply.content["effect"] == {"event": "closed", "what": "granted"}
    assert {"name": "办理结果", "value": "予以公开"} in reply.content["about"]


# I: whoever made what a reply says does not sign it


def the_office_refused(counter, case):
    """Return why the person of the office may not sign a reply handed in by the section."""
    return hand_in_to_office(counter, a_reply(counter, case, AT))


def hand_in_to_office(counter, document):
    card = actions.submit_document(document=document.pk, by=counter.editor, at=AT).card
    card = a_signed(
        counter.bureau, card, at=AT, until=Step.OFFICE, signers={Step.LEGAL: counter.legal}
    )
    return refusal(publishing.sign, card=card.pk, by=counter.office, at=AT, digest=card.digest)


def test_who_searched_or_weighed_an_objection_signs_no_reply(counter):
    case, by = a_request(counter), {"by": counter.office, "at": AT}
    actions.record_search(case=case.pk, where="档案室", found="有", **by)
    assert the_office_refused(counter, case) == "card.contributor"
    case = a_request(counter, title="另一件")
    actions.exempt(case=case.pk, text="公共利益", **by)
    assert the_office_refused(counter, case) == "card.contributor"


def test_who_decided_a_part_or_gave_the_file_signs_no_reply(counter):
    case, by = a_request(counter), {"by": counter.office, "at": AT}
    actions.decide_part(case=case.pk, name="表", decision="give", **by)
    assert the_office_refused(counter, case) == "card.contributor"
    case = a_request(counter, title="另一件")
    file = actions.add_file(
        case=case.pk, role="material", name="表.xlsx", data=a_workbook(["表"]), **by
    )
    actions.decide_part(
        case=case.pk, name="表", decision="give", material=file, by=counter.editor, at=AT
    )
    assert the_office_refused(counter, case) == "card.contributor"


def test_for_whom_a_delegate_searched_signs_no_reply(counter):
    case, stranger = a_request(counter), a_delegate(counter.office)
    actions.record_search(case=case.pk, where="档案室", found="有", by=stranger, at=AT)
    assert the_office_refused(counter, case) == "card.contributor"


def test_for_whom_a_delegate_revised_signs_no_reply(counter):
    document = a_reply(counter, a_request(counter), AT)
    actions.revise_document(document=document.pk, by=a_delegate(counter.office), at=AT,
                            fields={"material": "见附件（演示）。"})  # fmt: skip
    assert hand_in_to_office(counter, document) == "card.contributor"


# J: a file that is given does nothing by itself


def a_pdf(**root) -> bytes:
    """Return a PDF of one page with something in its catalogue."""
    made = pikepdf.new()
    made.add_blank_page(page_size=(200, 200))
    for name, value in root.items():
        made.Root[f"/{name}"] = (
            made.make_indirect(value) if isinstance(value, pikepdf.Dictionary) else value
        )
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


SCRIPT = {"S": pikepdf.Name.JavaScript, "JS": pikepdf.String("app.alert(1)")}


@pytest.mark.parametrize(("root", "active"), [
    ({}, False),
    ({"OpenAction": pikepdf.Array([0, pikepdf.Name.Fit])}, False),
    ({"OpenAction": pikepdf.Dictionary(S=pikepdf.Name.GoTo, D=pikepdf.String("a"))}, False),
    ({"OpenAction": pikepdf.Dictionary(**SCRIPT)}, True),
    ({"OpenAction": pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("a.exe"))}, True),
    ({"AA": pikepdf.Dictionary(WC=pikepdf.Dictionary(**SCRIPT))}, True),
    ({"Names": pikepdf.Dictionary(EmbeddedFiles=pikepdf.Dictionary())}, True),
])  # fmt: skip
def test_a_pdf_that_acts_by_itself_is_told_from_one_that_opens_itself(root, active):
    assert is_active(a_pdf(**root)) is active


def test_a_pdf_with_a_script_is_given_only_rebuilt(counter):
    case = a_request(counter)
    file = actions.add_file(case=case.pk, role="material", name="表.pdf", by=counter.editor, at=AT,
                            data=a_pdf(OpenAction=pikepdf.Dictionary(**SCRIPT)))  # fmt: skip
    part = actions.decide_part(case=case.pk, name="表", decision="give", material=file,
                               by=counter.editor, at=AT)  # fmt: skip
    document = a_reply(counter, case, AT)
    hand_in = {"document": document.pk, "by": counter.editor, "at": AT}
    assert refusal(actions.submit_document, **hand_in) == "file.active"
    actions.redact_part(part=part.pk, by=counter.editor, at=AT, rebuild=True)
    actions.submit_document(**hand_in)
    (given_,) = queries.files_given(case)
    assert b"JavaScript" not in queries.file_bytes(given_)
    assert not is_active(queries.file_bytes(given_))


# K: nothing lies about that no case knows


def test_a_file_whose_act_failed_is_swept_when_it_is_old_and_no_other(counter, settings):
    case = a_request(counter)
    kept = a_paper(counter, case, AT)

    def fails():
        with transaction.atomic():
            a_paper(counter, case, AT)
            raise IntegrityError

    with pytest.raises(IntegrityError):
        fails()
    assert len(list(settings.SEALED.iterdir())) == 2
    assert actions.sweep(at=AT) == 0  # its act may still be under way
    for path in settings.SEALED.iterdir():
        os.utime(path, (0, 0))
    assert actions.sweep(at=AT) == 1
    assert [path.name for path in settings.SEALED.iterdir()] == [kept.stored]
    assert details("case.strays_removed") == [{"count": 1}]
    assert not [one for one in register.verify() if one.fatal]
