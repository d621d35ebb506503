"""What may not be entered is refused with the article that says why, and nothing is lost by it."""

from datetime import date, timedelta

import pytest

from gongkai.casework import actions, queries
from gongkai.casework.models import Case, CaseFact, CaseFile, Document
from gongkai.casework.rules import FILE, Kind, Letter, Stage
from gongkai.law.clock import Channel
from gongkai.law.refused import Refused
from tests.casework.made import (
    MONDAY,
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

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def counter():
    return a_counter()


def refusal(act, **given) -> Refused:
    """Return the refusal of an act, after seeing that it left every row as it was."""
    before = [list(model.objects.order_by("pk").values()) for model in (Case, CaseFact, Document)]
    with pytest.raises(Refused) as refused:
        act(**given)
    after = [list(model.objects.order_by("pk").values()) for model in (Case, CaseFact, Document)]
    assert before == after
    return refused.value


def test_a_second_correction_is_refused_by_article_30(counter):
    case, at = a_request(counter), moment(MONDAY)
    said = {"items": "请写明年份。"}
    until = MONDAY + 14 * DAY
    sent(counter, a_document(counter, case, Letter.CORRECTION, at, fields=said, until=until), at)
    actions.receive_correction(case=case.pk, on=MONDAY + DAY, text="申请2025年的。",
                               by=counter.office, at=moment(MONDAY + DAY))  # fmt: skip
    error = refusal(a_document, counter=counter, case=case, kind=Letter.CORRECTION, fields=said,
                    at=moment(MONDAY + 2 * DAY), until=MONDAY + 20 * DAY)  # fmt: skip
    assert error.code == "correction.second"
    assert error.article.number == "第三十条"


def test_a_second_correction_is_refused_while_the_first_is_still_drafted(counter):
    case, at = a_request(counter), moment(MONDAY)
    a_document(counter, case, Letter.CORRECTION, at, until=MONDAY + 9 * DAY)
    error = refusal(a_document, counter=counter, case=case, kind=Letter.CORRECTION, at=at,
                    until=MONDAY + 9 * DAY)  # fmt: skip
    assert error.code == "document.twice"


def test_a_correction_after_seven_working_days_is_refused_by_article_30(counter):
    case = a_request(counter)
    error = refusal(a_document, counter=counter, case=case, kind=Letter.CORRECTION,
                    at=moment(date(2026, 6, 11)), until=date(2026, 6, 30))  # fmt: skip
    assert (error.code, error.article.number) == ("correction.late", "第三十条")


@pytest.mark.parametrize(
    ("days", "day", "code"),
    [
        (21, MONDAY, "extension.cap"),
        (0, MONDAY, "extension.days"),
        (10, date(2026, 7, 1), "extension.late"),
    ],
)
def test_an_extension_too_long_or_too_late_is_refused_by_article_33(counter, days, day, code):
    case = a_request(counter)
    error = refusal(a_document, counter=counter, case=case, kind=Letter.EXTENSION, at=moment(day),
                    fields={"why": "资料较多"}, days=days)  # fmt: skip
    assert (error.code, error.article.number) == (code, "第三十三条第二款")


def test_an_extension_drafted_in_time_is_refused_when_delivered_after_the_due_date(counter):
    case, at = a_request(counter), moment(date(2026, 6, 30))
    document = a_document(counter, case, Letter.EXTENSION, at, fields={"why": "资料较多"}, days=20)
    document = signed(counter, document, at)
    error = refusal(delivered, counter=counter, document=document, at=moment(date(2026, 7, 1)))
    assert error.code == "extension.late"
    assert Document.objects.get(pk=document.pk).delivered_on is None


def test_an_extension_in_two_steps_stays_within_twenty_days(counter):
    case, at, said = a_request(counter), moment(MONDAY), {"why": "资料较多"}
    sent(counter, a_document(counter, case, Letter.EXTENSION, at, fields=said, days=15), at)
    error = refusal(a_document, counter=counter, case=case, kind=Letter.EXTENSION, at=at,
                    fields=said, days=6)  # fmt: skip
    assert error.code == "extension.cap"


def test_nothing_is_entered_into_a_closed_case(counter):
    case = an_answered(counter)
    at = moment(MONDAY + 2 * DAY)
    common = {"case": case.pk, "by": counter.office, "at": at}
    for act, given in (
        (actions.note, {"text": "补记"}),
        (actions.assign, {"department": counter.section}),
        (actions.receive_correction, {"on": at.date(), "text": "补正"}),
        (actions.record_search, {"where": "档案", "found": "无"}),
        (actions.receive_fee, {"on": at.date(), "amount": 100}),
        (actions.close_unanswered, {"on": at.date(), "outcome": "withdrawn", "reason": "撤回"}),
        (actions.decide_part, {"name": "表", "decision": "give"}),
        (actions.draft_document, {"kind": Letter.EXTENSION, "plan": {"days": 5}}),
        (actions.add_file, {"role": "material", "name": "表.xlsx", "data": a_workbook(["甲"])}),
    ):
        error = refusal(act, **common, **given)
        assert (error.code, error.article.number) == ("clock.closed", "第四十五条"), act


def test_a_reply_drafted_before_the_case_closed_is_not_delivered_after(counter):
    case, at = a_request(counter), moment(MONDAY)
    document = signed(counter, a_reply(counter, case, at), at)
    withdrawn(counter, case, at)
    assert refusal(delivered, counter=counter, document=document, at=at).code == "clock.closed"
    assert fresh(case).outcome == "other"


def test_dates_in_the_wrong_order_are_refused(counter):
    case, at = a_request(counter), moment(MONDAY + DAY)
    common = {"case": case.pk, "by": counter.office, "at": at}
    assert refusal(actions.confirm_receipt, **common, on=MONDAY).code == "clock.twice"
    post = a_request(counter, channel=Channel.REGISTERED, assigned=False)
    early = {**common, "case": post.pk, "on": MONDAY - DAY}
    assert refusal(actions.confirm_receipt, **early).code == "clock.order"
    late = {**common, "case": post.pk, "on": MONDAY + 2 * DAY}
    assert refusal(actions.confirm_receipt, **late).code == "clock.future"
    assert refusal(actions.register_case, kind=Kind.REQUEST, channel=Channel.FAX, applicant="person",
                   submitted_on=MONDAY + 9 * DAY, identity=WHO, title="表", text="表",
                   by=counter.office, at=at).code == "clock.future"  # fmt: skip


def test_a_request_without_a_name_or_a_way_to_reach_is_refused_by_article_29(counter):
    for who in ({"phone": "13900001234"}, {"name": "演示甲"}):
        error = refusal(a_request, counter=counter, identity=who)
        assert (error.code, error.article.number) == ("case.identity", "第二十九条")


def test_silence_is_not_recorded_before_the_time_for_an_opinion_is_over(counter):
    case, at = a_request(counter), moment(MONDAY)
    document = a_document(counter, case, Letter.CONSULT, at, fields={"content": "用电量"},
                          party={"name": "演示公司", "address": "演示路1号"})  # fmt: skip
    sent(counter, document, at)
    pair = document.plan["pair"]
    given = {"case": case.pk, "pair": pair, "answer": "silent", "text": "", "by": counter.editor}
    last = date(2026, 6, 23)  # 15 working days after 1 June, with 端午 on the 19th
    error = refusal(actions.end_consult, **given, on=last, at=moment(last))
    assert (error.code, error.article.number) == ("consult.silence", "第三十二条")
    assert "2026年6月23日" in error.message
    actions.end_consult(**given, on=last + DAY, at=moment(last + DAY))


def test_a_request_is_not_given_up_before_its_time_is_over(counter):
    case, at = a_request(counter), moment(MONDAY)
    until = MONDAY + 9 * DAY
    given = {"case": case.pk, "reason": "逾期", "by": counter.office}
    error = refusal(actions.close_unanswered, **given, outcome="uncorrected", on=MONDAY, at=at)
    assert error.code == "close.unasked"
    document = a_document(counter, case, Letter.CORRECTION, at, until=until,
                          fields={"items": "请写明年份。"})  # fmt: skip
    sent(counter, document, at)
    error = refusal(actions.close_unanswered, **given, outcome="uncorrected", on=until,
                    at=moment(until))  # fmt: skip
    assert (error.code, error.article.number) == ("close.early", "第三十条")
    assert "2026年6月10日" in error.message
    actions.close_unanswered(**given, outcome="uncorrected", on=until + DAY, at=moment(until + DAY))
    assert fresh(case).outcome == "uncorrected"


def test_a_result_that_needs_a_reply_is_not_closed_without_one(counter):
    case = a_request(counter)
    error = refusal(actions.close_unanswered, case=case.pk, outcome="granted", on=MONDAY,
                    reason="已口头告知", by=counter.office, at=moment(MONDAY))  # fmt: skip
    assert (error.code, error.article.number) == ("close.outcome", "第三十三条第二款")


def test_a_request_is_closed_for_no_other_reason_than_its_withdrawal_and_says_so(counter):
    case, at = a_request(counter), moment(MONDAY)
    given = {"case": case.pk, "on": MONDAY, "by": counter.office, "at": at}
    error = refusal(actions.close_unanswered, outcome="other", reason="不必答复", **given)
    assert error.code == "close.outcome"
    error = refusal(actions.close_unanswered, outcome="withdrawn", reason="书面撤回", **given)
    assert "另一人确认" in error.message
    withdrawn(counter, case, at)
    fact = case.facts.get(event="closed")
    assert (fact.what, fact.detail["reason"]) == ("other", "申请人撤回申请：书面撤回")
    assert "作其他处理" in queries.clock_of(fresh(case), today=MONDAY).lines[-1].text


def test_a_correction_that_comes_late_is_taken_up_only_with_its_good_reason(counter):
    case, until = a_request(counter), MONDAY + 9 * DAY
    document = a_document(counter, case, Letter.CORRECTION, moment(MONDAY), until=until,
                          fields={"items": "请写明年份。"})  # fmt: skip
    sent(counter, document, moment(MONDAY))
    day = until + DAY
    given = {"case": case.pk, "on": day, "text": "2025年", "by": counter.editor, "at": moment(day)}
    error = refusal(actions.receive_correction, **given)
    assert (error.code, error.article.number) == ("corrected.late", "第三十条")
    fact = actions.receive_correction(**given, reason="住院治疗，有证明。")
    assert fact.detail["reason"] == "住院治疗，有证明。"


@pytest.mark.parametrize(
    ("channel", "message"), [(Channel.REGISTERED, "签收之日"), (Channel.ORDINARY, "确认之日")]
)
def test_a_receipt_settles_the_day_of_nothing_that_came_by_post(counter, channel, message):
    case, at = a_request(counter, channel=channel, assigned=False), moment(MONDAY)
    error = refusal(a_document, counter=counter, case=case, kind=Letter.RECEIPT, at=at)
    assert error.code == "receipt.first"
    assert message in error.message
    assert "第三十一条" in str(error.article)
    actions.confirm_receipt(case=case.pk, on=MONDAY, by=counter.office, at=at)
    assert "event" not in a_document(counter, case, Letter.RECEIPT, at).plan


def test_a_receipt_confirms_what_came_by_fax_when_it_is_delivered(counter):
    case, at = a_request(counter, channel=Channel.FAX, assigned=False), moment(MONDAY)
    sent(counter, a_document(counter, case, Letter.RECEIPT, at), at)
    assert fresh(case).received_on == MONDAY


def test_a_letter_nobody_signed_for_keeps_the_day_it_came_and_warns_of_another(counter):
    case = a_request(counter, channel=Channel.ORDINARY, assigned=False)
    given = {"case": case.pk, "by": counter.office, "at": moment(MONDAY + 2 * DAY)}
    error = refusal(actions.confirm_receipt, **given, on=MONDAY, arrived=MONDAY + DAY)
    assert error.code == "clock.order"
    actions.confirm_receipt(**given, on=MONDAY + DAY, arrived=MONDAY)
    detail = case.facts.get(event="received").detail
    assert detail["arrived"] == "2026年6月1日"
    assert "收到当日与申请人确认" in detail["warning"]
    other = a_request(counter, channel=Channel.ORDINARY, assigned=False)
    actions.confirm_receipt(**{**given, "case": other.pk}, on=MONDAY, arrived=MONDAY)
    assert "warning" not in other.facts.get(event="received").detail


def test_a_received_request_becomes_a_letter_only_after_its_applicant_was_told(counter):
    case, topic = a_request(counter), a_topic(counter)
    error = refusal(actions.convert, case=case.pk, to=Kind.LETTER, topic=topic, reason="属于咨询",
                    by=counter.office, at=moment(MONDAY))  # fmt: skip
    assert error.code == "convert.told"
    assert "第三十九条" in error.article.number


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("空.pdf", b"", "file.empty"),
        ("程序.pdf", b"MZ\x90\x00" + b"\0" * 200, "file.kind"),
        ("表.pdf", a_workbook(["甲"]), "file.name"),
    ],
)
def test_hostile_files_are_refused_and_not_kept(counter, settings, name, data, code):
    case = a_request(counter)
    error = refusal(actions.add_file, case=case.pk, role="material", name=name, data=data,
                    by=counter.editor, at=moment(MONDAY))  # fmt: skip
    assert error.code == code
    assert not CaseFile.objects.exists()
    assert not list(settings.SEALED.iterdir())


def test_huge_files_and_too_many_files_are_refused(counter):
    case = a_request(counter)
    given = {"case": case.pk, "role": "material", "by": counter.editor, "at": moment(MONDAY)}
    data = b"%PDF-1.7" + b"0" * FILE
    assert refusal(actions.add_file, **given, name="大.pdf", data=data).code == "file.large"
    for n in range(40):
        actions.add_file(**given, name=f"{n}.xlsx", data=a_workbook([n]))
    error = refusal(actions.add_file, **given, name="多.xlsx", data=a_workbook(["多"]))
    assert error.code == "file.many"


def test_another_cases_file_is_no_material_of_a_case(counter):
    one, other = a_request(counter), a_request(counter)
    file = actions.add_file(case=other.pk, role="material", name="表.xlsx", data=a_workbook(["甲"]),
                            by=counter.editor, at=moment(MONDAY))  # fmt: skip
    error = refusal(actions.decide_part, case=one.pk, name="表", decision="give", material=file,
                    by=counter.editor, at=moment(MONDAY))  # fmt: skip
    assert error.code == "part.material"


def test_letters_know_no_step_of_a_request(counter):
    case = a_letter(counter)
    for kind in (Letter.EXTENSION, Letter.CORRECTION, Letter.REPLY, Letter.FEE):
        by = counter.editor if kind == Letter.REPLY else counter.office
        error = refusal(actions.draft_document, case=case.pk, kind=kind, by=by, at=moment(MONDAY))
        assert error.code in {"document.kind", "letter.event"}, kind


def test_the_law_of_2008_knows_no_fee_notice_and_no_delayed_reply(counter):
    day = date(2015, 3, 2)
    case = a_request(counter, day)
    assert case.due_on == date(2015, 3, 23)  # 15 working days
    for kind in (Letter.FEE, Letter.DELAY, Letter.REASONS, Letter.JOINT):
        error = refusal(actions.draft_document, case=case.pk, kind=kind, by=counter.office,
                        at=moment(day), plan={"until": "2015-05-01", "items": 40})  # fmt: skip
        assert error.code == "letter.law"


def test_only_the_office_registers_confirms_closes_and_archives(counter):
    case, at = a_request(counter), moment(MONDAY)
    by = {"by": counter.editor, "at": at}
    for act, given in (
        (actions.confirm_receipt, {"on": MONDAY}),
        (actions.assign, {"department": counter.section}),
        (actions.archive, {}),
        (actions.convert, {"to": Kind.LETTER, "reason": "咨询"}),
        (actions.close_unanswered, {"outcome": "withdrawn", "on": MONDAY, "reason": "撤回"}),
    ):
        assert refusal(act, case=case.pk, **by, **given).code == "case.office", act


def test_text_no_database_can_hold_is_refused(counter):
    error = refusal(a_request, counter=counter, text="表\x00")
    assert error.code == "text.broken"


def test_a_fact_others_stand_on_is_not_voided(counter):
    case, at = a_request(counter), moment(MONDAY)
    document = a_document(counter, case, Letter.CORRECTION, at, until=MONDAY + 9 * DAY,
                          fields={"items": "请写明年份。"})  # fmt: skip
    sent(counter, document, at)
    actions.receive_correction(case=case.pk, on=MONDAY, text="2025年", by=counter.office, at=at)
    asked = CaseFact.objects.get(case=case, event="correction_asked")
    seat = queries.office_seat(counter.office, at)
    error = refusal(actions.void_fact, fact=asked.pk, by=counter.office, seat=seat, at=at,
                    reason="记错")  # fmt: skip
    assert error.code == "fact.needed"
    assert fresh(case).stage == Stage.HANDLING
