"""Letters: their terms, rates with all that stands behind them, warnings, and conversions."""

from datetime import date, timedelta

import pytest

from gongkai.casework import actions, queries
from gongkai.casework.models import Case, Offer
from gongkai.casework.rules import Kind, Letter, Stage
from gongkai.law.clock import Channel
from gongkai.law.refused import Refused
from gongkai.publishing.models import Disclosure
from gongkai.register.models import Entry
from tests.casework.made import (
    MONDAY,
    NAME,
    WHO,
    a_counter,
    a_document,
    a_letter,
    a_reply,
    a_request,
    a_topic,
    fresh,
    moment,
    sent,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
AT = moment(MONDAY)


@pytest.fixture
def counter():
    return a_counter(columns=True)


def answered(counter, case: Case, on: date = MONDAY, **changes) -> Case:
    """Return a letter after its answer of a day."""
    at = moment(on)
    document = a_document(counter, case, Letter.ANSWER, at, fields={"text": "将于20日公布。"})
    sent(counter, document, at, **changes)
    return fresh(case)


@pytest.mark.parametrize(("days", "due"), [(5, date(2026, 6, 8)), (15, date(2026, 6, 23))])
def test_a_letters_term_is_that_of_its_topic(counter, days, due):
    case = a_letter(counter, topic=a_topic(counter, days))
    clock = queries.clock_of(case, today=MONDAY)
    assert (case.stage, case.due_on, clock.due, clock.left) == (Stage.HANDLING, due, due, days)
    assert "本机关政府信箱办理规定" in "".join(line.text for line in clock.lines)


def test_a_topics_new_term_is_for_letters_that_come_after(counter):
    case = a_letter(counter)
    actions.set_topic(name="数据咨询", department=counter.section, days=5, by=counter.office, at=AT)
    assert queries.clock_of(case, today=MONDAY).due == date(2026, 6, 23)


def test_an_answer_after_the_term_is_late_and_says_so(counter):
    case = answered(counter, a_letter(counter), date(2026, 6, 24))
    clock = queries.clock_of(case, today=date(2026, 6, 30))
    assert (case.on_time, clock.on_time, clock.overdue, clock.left) == (False, False, False, -1)


def test_the_rate_shows_numerator_denominator_cut_off_and_who_waits(counter):
    topic = a_topic(counter)
    letters = [a_letter(counter, topic=topic) for _ in range(4)]
    answered(counter, letters[0])
    answered(counter, letters[1], date(2026, 6, 24))
    actions.convert(case=letters[2].pk, to=Kind.REQUEST, reason="要求公开文件", by=counter.office,
                    at=AT)  # fmt: skip
    actions.archive(case=letters[2].pk, by=counter.office, at=AT)
    year = (date(2026, 1, 1), date(2026, 12, 31))
    rate = queries.letter_rate(*year, cutoff=date(2026, 12, 31))
    assert (rate.handled, rate.received, rate.on_time, rate.converted) == (2, 3, 1, 1)
    assert [one.pk for one in rate.unanswered] == [letters[3].pk]
    assert [one.pk for one in rate.late] == [letters[1].pk]
    early = queries.letter_rate(*year, cutoff=date(2026, 6, 10))
    assert (early.handled, len(early.unanswered)) == (1, 2)
    assert queries.letter_rate(date(2020, 1, 1), date(2020, 12, 31), cutoff=MONDAY).percent is None


def test_a_full_rate_has_nobody_waiting(counter):
    answered(counter, a_letter(counter))
    rate = queries.letter_rate(date(2026, 1, 1), date(2026, 12, 31), cutoff=date(2026, 12, 31))
    assert (rate.percent, rate.unanswered) == (100.0, ())


@pytest.mark.parametrize(
    ("age", "level"), [(59, []), (60, ["warn"]), (80, ["alarm"]), (90, ["veto"])]
)
def test_a_letter_without_an_answer_warns_before_three_months(counter, age, level):
    case = a_letter(counter)
    found = queries.letter_warnings(MONDAY + age * DAY)
    assert [one.level for one in found] == level
    if found:
        assert found[0].case == case
        assert found[0].veto_on == MONDAY + 90 * DAY


def test_a_letter_that_is_a_request_keeps_its_moment_and_is_linked_both_ways(counter):
    case = a_letter(counter, day=MONDAY - 3 * DAY)
    new, code = actions.convert(case=case.pk, to=Kind.REQUEST, reason="要求公开文件",
                                by=counter.office, at=AT)  # fmt: skip
    case, new = fresh(case), fresh(new)
    assert new.arrived_at == case.arrived_at
    assert (new.came_from, list(case.went_to.all())) == (case, [new])
    assert (case.stage, new.stage) == (Stage.CONVERTED, Stage.ARRIVED)
    assert queries.identity_of(new)["name"] == NAME
    assert len(code) == 10
    actions.confirm_receipt(case=new.pk, on=MONDAY, by=counter.office, at=AT)
    assert fresh(new).due_on == date(2026, 6, 30)
    verbs = list(Entry.objects.about(f"case:{case.number}").values_list("verb", flat=True))
    assert "case.converted" in verbs


def test_a_request_told_to_be_a_petition_goes_on_as_a_letter_and_counts_once(counter):
    case = a_request(counter)
    sent(counter, a_reply(counter, case, AT, "petition", {"channel": "局长信箱。"}), AT)
    topic = a_topic(counter)
    new, _ = actions.convert(case=case.pk, to=Kind.LETTER, topic=topic, reason="信访事项",
                             by=counter.office, at=AT)  # fmt: skip
    case = fresh(case)
    assert (case.stage, case.outcome, case.closed_on) == (Stage.CONVERTED, "petition", MONDAY)
    assert (new.kind, new.arrived_at) == (Kind.LETTER, case.arrived_at)


def test_a_request_not_yet_received_is_sorted_as_a_letter_at_once(counter):
    case = a_request(counter, channel=Channel.FAX, assigned=False)
    new, _ = actions.convert(case=case.pk, to=Kind.LETTER, topic=a_topic(counter), reason="咨询",
                             by=counter.office, at=AT)  # fmt: skip
    assert fresh(case).received_on is None
    assert new.arrived_at == case.arrived_at


def test_a_letter_from_the_city_keeps_its_number_and_clock_and_goes_back(counter):
    due = date(2026, 6, 5)
    case, _ = actions.register_case(
        kind=Kind.LETTER, channel="hotline", submitted_on=MONDAY, identity={}, applicant="person",
        title="物价问题", text="反映物价（演示）。", topic=a_topic(counter), outside_no="12345-演示-001",
        outside_due=due, by=counter.office, at=AT,
    )  # fmt: skip
    assert (case.outside_no, case.outside_due) == ("12345-演示-001", due)
    actions.hand_back(case=case.pk, on=MONDAY, reason="不属于统计局职责", by=counter.office, at=AT)
    case = fresh(case)
    assert (case.outcome, case.closed_on) == ("returned", MONDAY)
    plain = a_letter(counter)
    with pytest.raises(Refused) as refused:
        actions.hand_back(case=plain.pk, on=MONDAY, reason="退回", by=counter.office, at=AT)
    assert refused.value.code == "letter.return"


def test_an_answer_goes_back_to_the_hotline_it_came_from(counter):
    case = a_letter(counter, channel="hotline", outside_no="12345-演示-002")
    case = answered(counter, case, way="hotline")
    fact = case.facts.get(event="delivered")
    assert fact.detail["way"] == "经12345回复"


def test_a_letter_is_rated_once_after_its_answer(counter):
    case = a_letter(counter)
    with pytest.raises(Refused):
        actions.rate(case=case.pk, score=5, at=AT)
    case = answered(counter, case)
    actions.rate(case=case.pk, score=4, at=AT)
    for score in (5, 0, 6):
        with pytest.raises(Refused):
            actions.rate(case=case.pk, score=score, at=AT)
    assert fresh(case).satisfaction == 4


def test_an_exchange_becomes_a_draft_without_names_when_who_wrote_consents(counter):
    case = answered(counter, a_letter(counter, text=f"我是{NAME}，请问何时公布？"))
    given = {"case": case.pk, "column": "news", "by": counter.editor, "at": AT}
    with pytest.raises(Refused) as refused:
        actions.publish_exchange(**given)
    assert refused.value.code == "exchange.consent"
    Case.objects.filter(pk=case.pk).update(consent=True)
    page = actions.publish_exchange(**given)
    assert fresh(case).public_id == page.public_id
    text = str(list(Disclosure.objects.get(pk=page.pk).body.get_prep_value()))
    assert NAME not in text
    assert "将于20日公布" in text
    assert not page.live


def test_offers_of_published_answers_are_counted_by_day(db):
    for _ in range(3):
        actions.offer_shown(day=MONDAY)
    actions.offer_taken(day=MONDAY)
    assert list(Offer.objects.values_list("shown", "taken")) == [(3, 1)]


def test_a_record_of_ones_own_is_corrected_as_a_letter_under_article_41(counter):
    topic = actions.set_topic(name="更正本人信息记录", department=counter.section, by=counter.office,
                              basis="《政府信息公开条例》第四十一条", at=AT - DAY)  # fmt: skip
    case = a_letter(counter, topic=topic, title="更正本单位名录库信息")
    lines = queries.clock_of(case, today=MONDAY).lines
    assert any("第四十一条" in line.text for line in lines)


def test_a_letter_nobody_signed_becomes_no_request(counter):
    case = a_letter(counter, identity={})
    with pytest.raises(Refused) as refused:
        actions.convert(case=case.pk, to=Kind.REQUEST, reason="要求公开", by=counter.office, at=AT)
    assert refused.value.code == "case.identity"
    assert Case.objects.count() == 1


def test_organisations_are_known_by_their_number_and_persons_by_theirs(counter):
    case = a_letter(counter)
    same = a_letter(counter, identity={**WHO, "name": "另名", "id_number": "1101051949 1231002x"})
    assert case.applicant_mark == same.applicant_mark
    assert a_letter(counter, identity={"name": NAME}).applicant_mark == ""


def test_a_note_on_a_letter_by_telephone_can_be_voided(counter):
    case = a_letter(counter, channel="phone")
    fact = actions.note(case=case.pk, text="记错", by=counter.editor, at=AT)
    seat = queries.office_seat(counter.office, AT)
    actions.void_fact(fact=fact.pk, by=counter.office, seat=seat, at=AT, reason="记错办件")
    assert fact.pk not in [row.pk for row in queries.standing_facts(case)]
