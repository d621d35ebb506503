"""Material decided part by part, fees: what may go with a reply, and what not."""

from datetime import date, timedelta

import pytest

from gongkai.casework import actions, queries
from gongkai.casework.models import CaseFile, Part, Withheld
from gongkai.casework.redaction import proof
from gongkai.casework.redaction.marks import PDF
from gongkai.casework.rules import Letter
from gongkai.law.refused import Refused
from tests.casework.made import (
    MONDAY,
    WHO,
    a_counter,
    a_document,
    a_reply,
    a_request,
    a_workbook,
    delivered,
    fresh,
    moment,
    sent,
    signed,
)
from tests.casework.test_redaction import typeset

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
PAY = {"pay": "银行转账至演示账户。"}
AT = moment(MONDAY)


@pytest.fixture
def counter():
    return a_counter()


def lacks(document, at=AT) -> list[str]:
    """Return the codes of what a document lacks."""
    return [one.code for one in queries.document_lacks(document, fresh(document.case), at)]


def a_material(counter, case, name="汇总表.pdf", data=b""):
    """Return material of a case."""
    data = data or typeset("企业名称：演示钢铁厂，用电量12万千瓦时。行业合计30万千瓦时。")
    return actions.add_file(case=case.pk, role="material", name=name, data=data,
                            by=counter.editor, at=AT)  # fmt: skip


def a_part(counter, case, name, decision, **given) -> Part:
    """Return a part decided."""
    return actions.decide_part(case=case.pk, name=name, decision=decision, by=counter.editor,
                               at=AT, **given)  # fmt: skip


WITHHELD = {"ground": "other_law", "reason": "能够识别单个统计调查对象，依照统计法应当保密。"}


def test_a_partial_reply_goes_out_with_the_redacted_file_only(counter):
    case = a_request(counter)
    material = a_material(counter, case)
    give = a_part(counter, case, "行业合计", "give", material=material)
    a_part(counter, case, "企业明细", "withhold", material=material, **WITHHELD)
    document = a_reply(counter, case, AT, "partial", {"material": ""})
    assert lacks(document) == ["part.redact"]
    actions.redact_part(part=give.pk, texts=["演示钢铁厂"], by=counter.editor, at=AT)
    assert lacks(document) == []
    document = sent(counter, document, AT)
    names = [one["name"] for one in document.content["files"]]
    assert names == ["汇总表（区分处理后）.pdf"]
    given = queries.files_given(fresh(case))
    assert [one.role for one in given] == ["redacted"]
    assert not proof.remains(queries.file_bytes(given[0]), PDF, ["演示钢铁厂"])
    assert "先向石家庄市人民政府申请行政复议" in document.content["remedy"]
    row = Withheld.objects.get()
    assert (row.title, row.ground, row.since) == ("企业明细", "other_law", MONDAY)


def test_what_was_redacted_after_the_signatures_is_not_delivered(counter):
    case = a_request(counter)
    material = a_material(counter, case)
    give = a_part(counter, case, "行业合计", "give", material=material)
    a_part(counter, case, "企业明细", "withhold", material=material, **WITHHELD)
    actions.redact_part(part=give.pk, texts=["演示钢铁厂"], by=counter.editor, at=AT)
    document = signed(counter, a_reply(counter, case, AT, "partial", {"material": ""}), AT)
    with pytest.raises(Refused) as refused:
        actions.redact_part(part=give.pk, texts=["行业合计"], by=counter.editor, at=AT)
    assert refused.value.code == "part.busy"
    Part.objects.filter(pk=give.pk).update(given=None)
    with pytest.raises(Refused) as refused:
        delivered(counter, document, AT)
    assert refused.value.code == "document.changed"


def test_a_workbook_is_redacted_by_column(counter):
    case = a_request(counter)
    data = a_workbook(["企业", "用电量"], ["演示钢铁厂", 12], ["演示纺织厂", 18])
    material = a_material(counter, case, "明细.xlsx", data)
    give = a_part(counter, case, "用电量", "give", material=material)
    actions.redact_part(part=give.pk, columns={"Sheet": ["A"]}, by=counter.editor, at=AT)
    given = CaseFile.objects.get(role="redacted")
    assert "演示钢铁厂".encode() not in queries.file_bytes(given)
    assert given.name == "明细（区分处理后）.xlsx"


@pytest.mark.parametrize(
    ("outcome", "decisions", "lacking"),
    [
        ("granted", ["withhold"], ["part.outcome"]),
        ("partial", ["give"], ["withheld_reasons", "part.partial"]),
        ("partial", ["withhold"], ["part.partial"]),
        ("process", ["give"], ["part.outcome"]),
        ("granted", ["give", "not_ours"], []),
    ],
)
def test_a_result_agrees_with_what_was_decided_part_by_part(counter, outcome, decisions, lacking):
    case = a_request(counter)
    for n, decision in enumerate(decisions):
        a_part(
            counter, case, f"第{n}部分", decision, **(WITHHELD if decision == "withhold" else {})
        )
    document = a_reply(counter, case, AT, outcome, {"material": "见附件", "reasons": "过程稿"})
    assert lacks(document) == lacking


def test_a_part_is_not_withheld_without_ground_and_reason(counter):
    case = a_request(counter)
    for given in ({}, {"ground": "process"}, {"ground": "granted", "reason": "理由"}):
        with pytest.raises(Refused) as refused:
            a_part(counter, case, "第一部分", "withhold", **given)
        assert (refused.value.code, refused.value.article.number) == ("part.reason", "第三十七条")


def test_a_part_decided_anew_loses_what_was_cut_from_another_file(counter):
    case = a_request(counter)
    one, other = a_material(counter, case), a_material(counter, case, "另表.pdf")
    part = a_part(counter, case, "合计", "give", material=one)
    actions.redact_part(part=part.pk, texts=["演示钢铁厂"], by=counter.editor, at=AT)
    part = a_part(counter, case, "合计", "give", material=other, part=part.pk)
    assert part.given is None
    actions.drop_part(part=part.pk, by=counter.editor, at=AT)
    assert not Part.objects.exists()


def test_what_is_withheld_or_without_a_file_is_not_redacted(counter):
    case = a_request(counter)
    for part in (
        a_part(counter, case, "一", "withhold", **WITHHELD),
        a_part(counter, case, "二", "give"),
    ):
        with pytest.raises(Refused) as refused:
            actions.redact_part(part=part.pk, texts=["甲"], by=counter.editor, at=AT)
        assert refused.value.code == "part.redact"


def test_a_fee_is_reckoned_from_the_months_requests_and_paid_in_full(counter):
    for _ in range(10):
        a_request(counter, assigned=False)
    case = a_request(counter)
    assert queries.counters(case).month_before == 10
    assert queries.counters(case).excessive
    document = a_document(counter, case, Letter.FEE, AT, fields=PAY, items=1)
    assert document.plan["detail"]["amount"] == 100
    text = str(document.content)
    assert "《政府信息公开信息处理费管理办法》第三条、第四条的规定" in text
    assert "本机关按件计收" in text
    sent(counter, document, AT)
    assert queries.clock_of(fresh(case), today=MONDAY + DAY).state == "paying"
    given = {"case": case.pk, "on": MONDAY + DAY, "by": counter.office, "at": AT + DAY}
    with pytest.raises(Refused) as refused:
        actions.receive_fee(amount=90, **given)
    assert refused.value.code == "fee.amount"
    actions.receive_fee(amount=100, **given)
    assert queries.clock_of(fresh(case), today=MONDAY + DAY).state == "running"


def test_a_fee_is_by_item_or_by_page_and_none_where_it_is_free(counter):
    case = a_request(counter)
    for plan, code in (({"items": 1, "pages": 40}, "fee.both"), ({}, "fee.both"),
                       ({"items": 1}, "fee.none"), ({"pages": 30}, "fee.none")):  # fmt: skip
        with pytest.raises(Refused) as refused:
            a_document(counter, case, Letter.FEE, AT, **plan)
        assert refused.value.code == code
    document = a_document(counter, case, Letter.FEE, AT, pages=31)
    assert document.plan["detail"]["amount"] == 10
    assert "《政府信息公开信息处理费管理办法》第三条、第五条的规定" in str(document.content)
    assert lacks(document) == ["letter.field"]  # how to pay


def test_a_request_split_for_its_fee_counts_as_its_items_for_the_next(counter):
    case = a_request(counter)
    sent(counter, a_document(counter, case, Letter.FEE, AT, fields=PAY, items=12), AT)
    following = a_request(counter)
    assert queries.counters(following).month_before == 12
    fee = a_document(counter, following, Letter.FEE, AT, fields=PAY, items=1)
    assert fee.plan["detail"]["lines"].startswith("第13至13件")


def test_an_unpaid_request_lapses_after_twenty_working_days(counter):
    case = a_request(counter)
    sent(counter, a_document(counter, case, Letter.FEE, AT, fields=PAY, pages=31), AT)
    given = {"case": case.pk, "outcome": "unpaid", "reason": "逾期未缴", "by": counter.office}
    last = queries.clock_of(fresh(case), today=MONDAY).lapse
    assert last == date(2026, 6, 30)
    with pytest.raises(Refused):
        actions.close_unanswered(on=last, at=moment(last), **given)
    actions.close_unanswered(on=last + DAY, at=moment(last + DAY), **given)
    assert fresh(case).outcome == "unpaid"


def test_counters_are_by_applicant_month_and_year(counter):
    mine = a_request(counter)
    a_request(counter, date(2026, 5, 29))
    a_request(counter, date(2025, 12, 31))
    a_request(counter, identity={**WHO, "id_number": "别人1"})
    again = a_request(counter)
    found = queries.counters(again)
    assert (found.month, found.month_before, found.year, found.excessive) == (2, 1, 3, False)
    assert queries.counters(mine).month_before == 0


def test_too_many_requests_are_refused_only_after_reasons_were_asked(counter):
    case = a_request(counter)
    document = a_reply(counter, case, AT, "vexatious", {"unreasonable": "同一内容反复申请。"})
    assert lacks(document) == ["reasons_asked", "reasons_given"]
    asked = a_document(counter, case, Letter.REASONS, AT, fields={"why": "本月申请30件。"},
                       until=MONDAY + 4 * DAY)  # fmt: skip
    assert "请于2026年6月5日前（含当日）提交" in str(asked.content)
    sent(counter, asked, AT)
    assert lacks(document, AT + 4 * DAY) == ["reasons_given"]
    assert lacks(document, AT + 5 * DAY) == []
    actions.receive_reasons(case=case.pk, on=MONDAY, text="研究需要", by=counter.editor, at=AT)
    assert lacks(document) == []
    delay = a_document(
        counter, case, Letter.DELAY, AT, fields={"why": "数量大"}, until="2026-08-31"
    )
    sent(counter, delay, AT)
    assert fresh(case).due_on == date(2026, 8, 31)


def test_a_delayed_reply_needs_reasons_given_before(counter):
    with pytest.raises(Refused) as refused:
        a_document(counter, a_request(counter), Letter.DELAY, AT, until="2026-08-31")
    assert (refused.value.code, refused.value.article.number) == ("delay.reasons", "第三十五条")
