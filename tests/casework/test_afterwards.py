"""After the reply: reviews and suits, a reply made anew, what stays withheld, what becomes public."""

from datetime import date, timedelta

import pytest

from gongkai.casework import actions, queries
from gongkai.casework.models import Dispute, Withheld
from gongkai.casework.rules import Letter, Stage
from gongkai.law.refused import Refused
from gongkai.publishing.models import Disclosure
from tests.casework.made import (
    MONDAY,
    WHO,
    a_counter,
    a_document,
    a_reply,
    a_request,
    a_workbook,
    an_answered,
    fresh,
    moment,
    sent,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
AT = moment(MONDAY)
LATER = date(2026, 9, 1)


@pytest.fixture
def counter():
    return a_counter(columns=True)


def refused_for(counter, outcome="process", **changes):
    """Return a request that was refused on Monday."""
    case = a_request(counter, **changes)
    sent(counter, a_reply(counter, case, AT, outcome, {"reasons": "属讨论记录（演示）。"}), AT)
    return fresh(case)


def a_review(counter, case, day=date(2026, 6, 15), **changes) -> Dispute:
    """Return a review of a case."""
    values = {"case": case.pk if case else None, "kind": "review", "number": "演政复〔2026〕1号",
              "body": "演示市人民政府", "begun_on": day, "by": counter.office,
              "at": moment(day)} | changes  # fmt: skip
    return actions.open_dispute(**values)


def test_a_review_is_answered_from_its_notice_and_decided_from_the_day_it_was_accepted(counter):
    accepted = date(2026, 6, 10)
    found = a_review(counter, refused_for(counter), simplified=True, accepted_on=accepted)
    terms = queries.dispute_terms(found)
    assert terms.answer.on == date(2026, 6, 23)  # 5 working days, over 端午
    assert terms.decision.on == date(2026, 7, 10)
    ordinary = queries.dispute_terms(
        a_review(counter, None, number="演政复〔2026〕2号", accepted_on=accepted)
    )
    assert (ordinary.answer.on, str(ordinary.answer.article)) == (
        date(2026, 6, 30), "《行政复议法》第四十八条",
    )  # fmt: skip
    assert ordinary.decision.on == date(2026, 8, 9)
    unknown = queries.dispute_terms(a_review(counter, None, number="演政复〔2026〕3号"))
    assert (unknown.answer.on, unknown.decision) == (date(2026, 6, 30), None)
    suit = a_review(counter, None, number="（2026）演01行初1号", kind="suit_direct")
    assert queries.dispute_terms(suit).answer is None


def test_a_dispute_is_answered_and_closed_once_in_order(counter):
    found = a_review(counter, refused_for(counter))
    day = {"by": counter.office, "at": moment(LATER)}
    with pytest.raises(Refused):
        actions.answer_dispute(dispute=found.pk, on=date(2026, 6, 14), **day)
    actions.answer_dispute(dispute=found.pk, on=date(2026, 6, 18), **day)
    with pytest.raises(Refused) as refused:
        actions.answer_dispute(dispute=found.pk, on=date(2026, 6, 19), **day)
    assert refused.value.code == "dispute.answered"
    with pytest.raises(Refused):
        actions.close_dispute(dispute=found.pk, on=date(2026, 6, 17), result="upheld", **day)
    actions.close_dispute(dispute=found.pk, on=LATER, result="upheld", **day)
    with pytest.raises(Refused) as refused:
        actions.close_dispute(dispute=found.pk, on=LATER, result="other", **day)
    assert refused.value.code == "dispute.closed"


def test_a_dispute_is_entered_once_and_by_its_own_rules(counter):
    a_review(counter, None)
    for changes, code in (({}, "dispute.twice"), ({"number": ""}, "dispute.fields"),
                          ({"kind": "suit_after", "simplified": True}, "dispute.simplified"),
                          ({"begun_on": LATER, "number": "2"}, "clock.order"),
                          ({"accepted_on": date(2026, 6, 16), "number": "3"}, "clock.order")):  # fmt: skip
        with pytest.raises(Refused) as refused:
            a_review(counter, None, **changes)
        assert refused.value.code == code


def test_a_corrected_result_opens_the_case_again_for_a_new_reply(counter):
    case = refused_for(counter)
    found = a_review(counter, case)
    day = {"by": counter.office, "at": moment(LATER)}
    with pytest.raises(Refused) as refused:
        actions.reopen(case=case.pk, dispute=found.pk, on=LATER, **day)
    assert refused.value.code == "reopen.result"
    actions.close_dispute(dispute=found.pk, on=LATER, result="corrected", **day)
    actions.reopen(case=case.pk, dispute=found.pk, on=LATER, until=date(2026, 9, 18), **day)
    case = fresh(case)
    clock = queries.clock_of(case, today=LATER)
    assert (case.stage, case.due_on, clock.due) == (Stage.HANDLING, *[date(2026, 9, 18)] * 2)
    assert (clock.state, clock.left) == ("running", 13)
    assert "重新答复" in clock.lines[-1].text
    # The first reply is what its year's report counts.
    assert (case.outcome, case.closed_on, case.on_time) == ("process", MONDAY, True)
    at = moment(date(2026, 9, 10))
    document = sent(counter, a_reply(counter, case, at), at)
    case = fresh(case)
    assert (case.stage, case.outcome, case.closed_on) == (Stage.ANSWERED, "process", MONDAY)
    assert document.plan["what"] == "granted"
    assert queries.clock_of(case, today=LATER + 30 * DAY).on_time is True


def test_a_case_opened_again_without_a_named_day_has_the_term_of_a_reply(counter):
    case = refused_for(counter)
    found = a_review(counter, case)
    day = {"by": counter.office, "at": moment(LATER)}
    actions.close_dispute(dispute=found.pk, on=LATER, result="corrected", **day)
    actions.reopen(case=case.pk, dispute=found.pk, on=LATER, **day)
    days = queries.calendar().working_days_between(LATER, fresh(case).due_on)
    assert days == 20


def test_a_refusal_enters_what_it_withholds_into_the_register_of_withheld(counter):
    case = refused_for(counter)
    row = Withheld.objects.get()
    assert (row.title, row.ground, row.case, row.months) == (case.title, "process", case, 12)
    an_answered(counter, identity=WHO)
    assert Withheld.objects.count() == 1


def test_what_is_withheld_is_looked_at_again_and_may_end(counter):
    row = actions.enter_withheld(
        title="单个调查对象资料", department=counter.section, ground="other_law",
        reason="统计法规定保密", since=MONDAY, by=counter.office, at=AT,
    )  # fmt: skip
    given = {"withheld": row.pk, "by": counter.office, "at": moment(LATER)}
    actions.review_withheld(on=LATER, keep=True, reason="情形没有变化", **given)
    assert Withheld.objects.get(pk=row.pk).reviewed_on == LATER
    with pytest.raises(Refused):
        actions.review_withheld(on=MONDAY, keep=True, reason="早于上次", **given)
    actions.review_withheld(on=LATER, keep=False, reason="已经公开发表", **given)
    row = Withheld.objects.get(pk=row.pk)
    assert (row.ended_on, row.ended_why) == (LATER, "已经公开发表")
    with pytest.raises(Refused) as refused:
        actions.end_withheld(on=LATER, why="再次", **given)
    assert refused.value.code == "withheld.none"


@pytest.mark.parametrize(
    "changes", [{"ground": "granted"}, {"reason": " "}, {"title": ""}, {"months": 0},
                {"since": LATER}],
)  # fmt: skip
def test_what_is_withheld_needs_a_ground_a_reason_and_a_day(counter, changes):
    values = {"title": "名录", "department": counter.section, "ground": "internal",
              "reason": "内部事务", "since": MONDAY, "by": counter.office, "at": AT}  # fmt: skip
    with pytest.raises(Refused):
        actions.enter_withheld(**values | changes)


def test_what_several_asked_for_becomes_a_draft_with_the_files_as_given(counter):
    def granted(who):
        case = a_request(counter, identity=who)
        file = actions.add_file(case=case.pk, role="material", name="汇总表.xlsx",
                                data=a_workbook(["行业", "用电量"], ["制造业", 12]),
                                by=counter.editor, at=AT)  # fmt: skip
        actions.decide_part(case=case.pk, name="汇总表", decision="give", material=file,
                            by=counter.editor, at=AT)  # fmt: skip
        sent(counter, a_reply(counter, case, AT), AT)
        return fresh(case)

    one = granted(WHO)
    other = granted({"name": "演示丁", "phone": "13900009999"})
    assert [row.case for row in queries.convertible(other)] == [one]
    groups = queries.candidates(MONDAY)
    assert [set(group) for group in groups] == [{one, other}]
    page = actions.propose_disclosure(cases=[one.pk, other.pk], column="data", by=counter.editor,
                                      at=AT)  # fmt: skip
    kinds = [block.block_type for block in Disclosure.objects.get(pk=page.pk).body]
    assert "attachment" in kinds
    assert not page.live


def test_one_persons_requests_are_no_reason_to_publish(counter):
    an_answered(counter)
    an_answered(counter)
    assert queries.candidates(MONDAY) == []
    case = refused_for(counter)
    with pytest.raises(Refused) as refused:
        actions.propose_disclosure(cases=[case.pk], column="data", by=counter.editor, at=AT)
    assert (refused.value.code, refused.value.article.number) == ("convert.granted", "第四十四条")


def test_a_case_with_a_card_under_way_is_not_archived(counter):
    case = refused_for(counter)
    found = a_review(counter, case)
    day = {"by": counter.office, "at": moment(LATER)}
    actions.close_dispute(dispute=found.pk, on=LATER, result="corrected", **day)
    actions.reopen(case=case.pk, dispute=found.pk, on=LATER, **day)
    with pytest.raises(Refused) as refused:
        actions.archive(case=case.pk, **day)
    assert refused.value.code == "archive.open"
    told = a_document(counter, case, Letter.CONSULT_TOLD, moment(LATER))
    assert told.plan == {"fields": {}, "given": {}}
