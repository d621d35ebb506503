"""Third parties, joint makers, other agencies: asked, answering, silent; what that does to a reply."""

from datetime import date, timedelta

import pytest

from gongkai.casework import actions, queries
from gongkai.casework.rules import Letter
from gongkai.law.refused import Refused
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
from tests.casework.test_material import WITHHELD, a_part, lacks

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
AT = moment(MONDAY)
WHOLE = date(2026, 6, 24)  # when an opinion asked for on Monday is overdue


@pytest.fixture
def counter():
    return a_counter()


def consulted(counter, case, kind=Letter.CONSULT) -> str:
    """Return the pair of a consultation that is out."""
    document = a_document(counter, case, kind, AT, fields={"content": "用电量"},
                          party={"name": "演示钢铁厂", "address": "演示路8号"})  # fmt: skip
    return sent(counter, document, AT).plan["pair"]


def test_a_third_party_is_asked_by_a_letter_that_does_not_name_it(counter):
    case = a_request(counter)
    pair = consulted(counter, case)
    assert queries.identity_of(case)["parties"][pair]["name"] == "演示钢铁厂"
    assert "演示钢铁厂" not in str(case.documents.get().content)
    assert queries.clock_of(fresh(case), today=MONDAY + DAY).state == "paused"


def test_nothing_is_given_while_a_third_party_may_still_object(counter):
    case = a_request(counter)
    pair = consulted(counter, case)
    document = a_reply(counter, case, AT)
    assert lacks(document) == ["consult.open"]
    actions.end_consult(case=case.pk, pair=pair, on=MONDAY + DAY, answer="agree", text="同意",
                        by=counter.editor, at=AT + DAY)  # fmt: skip
    assert lacks(document, AT + DAY) == []


def test_a_third_partys_refusal_is_overruled_only_with_reasons_and_after_telling_it(counter):
    case = a_request(counter)
    pair = consulted(counter, case)
    actions.end_consult(case=case.pk, pair=pair, on=MONDAY + DAY, answer="refuse", text="商业秘密",
                        by=counter.editor, at=AT + DAY)  # fmt: skip
    at = AT + DAY
    document = a_reply(counter, case, at)
    assert lacks(document, at) == ["consult.refused", "consult.untold"]
    actions.exempt(
        case=case.pk, text="不公开可能对公共利益造成重大影响。", by=counter.editor, at=at
    )
    told = actions.draft_document(
        case=case.pk, kind=Letter.OVERRULED, by=counter.editor, at=at, plan={"pair": pair},
        fields={"content": "用电量", "why": "涉及公共安全，"},
    )  # fmt: skip
    sent(counter, told, at)
    assert lacks(document, at) == []


def answered(counter, case, pair, answer, text="商业秘密"):
    """Record what a consulted party said the day after."""
    actions.end_consult(case=case.pk, pair=pair, on=MONDAY + DAY, answer=answer, text=text,
                        by=counter.editor, at=AT + DAY)  # fmt: skip


def test_no_public_interest_is_asked_where_just_the_third_partys_part_is_withheld(counter):
    case, at = a_request(counter), AT + DAY
    pair = consulted(counter, case)
    answered(counter, case, pair, "refuse")
    a_part(counter, case, "行业合计", "give")
    kept = a_part(counter, case, "企业明细", "withhold", ground="third_party", reason="商业秘密。",
                  party=pair)  # fmt: skip
    document = a_reply(counter, case, at, "partial", {"material": ""})
    assert lacks(document, at) == []
    a_part(counter, case, "企业明细", "withhold", part=kept.pk, **WITHHELD)
    given = a_part(counter, case, "企业产量", "give", party=pair)
    assert lacks(document, at) == ["consult.refused", "consult.untold"]
    actions.drop_part(part=given.pk, by=counter.editor, at=at)
    a_part(counter, case, "企业明细", "withhold", part=kept.pk, ground="third_party",
           reason="商业秘密。")  # fmt: skip
    assert lacks(document, at) == []


def test_a_part_concerns_only_a_third_party_that_was_asked(counter):
    case = a_request(counter)
    with pytest.raises(Refused) as refused:
        a_part(counter, case, "企业明细", "give", party="third_party-1")
    assert (refused.value.code, refused.value.article.number) == ("part.party", "第三十二条")


def test_a_third_partys_refusal_without_a_sound_reason_asks_for_no_public_interest(counter):
    case, at = a_request(counter), AT + DAY
    pair = consulted(counter, case)
    with pytest.raises(Refused) as refused:
        answered(counter, case, pair, "unsound", "")
    assert refused.value.code == "consult.unsound"
    answered(counter, case, pair, "unsound", "只称不愿公开，没有理由。")
    assert lacks(a_reply(counter, case, at), at) == []


def test_under_the_regulation_of_2008_any_refusal_of_a_third_party_binds(counter):
    day = date(2015, 3, 3)
    case, at = a_request(counter, day), moment(day)
    letter = a_document(counter, case, Letter.CONSULT, at, fields={"content": "用电量"},
                        party={"name": "演示钢铁厂"})  # fmt: skip
    pair = sent(counter, letter, at).plan["pair"]
    late = moment(date(2015, 3, 27))
    assert lacks(a_reply(counter, case, late), late) == ["consult.open"]  # no time limit then
    actions.end_consult(case=case.pk, pair=pair, on=day, answer="unsound", text="没有理由",
                        by=counter.editor, at=late)  # fmt: skip
    assert lacks(case.documents.get(kind="reply"), late) == ["consult.refused", "consult.untold"]


def test_information_is_withheld_for_a_third_party_only_after_it_answered_or_its_time_is_over(
    counter,
):
    case = a_request(counter)
    pair = consulted(counter, case)
    document = a_reply(counter, case, AT, "third_party", {"reasons": "商业秘密。"})
    assert lacks(document) == ["consult.open"]
    assert lacks(document, moment(WHOLE)) == []
    answered(counter, case, pair, "agree")
    assert lacks(document, AT + DAY) == ["consult.agreed"]
    law = queries.document_lacks(document, fresh(case), AT + DAY)[0].article
    assert law.number == "第十五条"


@pytest.mark.parametrize(
    ("kind", "number"), [(Letter.JOINT, "第三十四条"), (Letter.AGENCY, "第三十三条第三款")]
)
def test_an_open_consultation_is_named_by_whom_and_by_its_own_article(counter, kind, number):
    case = a_request(counter)
    consulted(counter, case, kind)
    document = a_reply(counter, case, AT)
    found = queries.document_lacks(document, fresh(case), AT)
    assert [(one.code, one.article.number) for one in found] == [("consult.open", number)]


def test_another_agencys_opinion_stops_the_clock_and_its_help_does_not(counter):
    helped, asked = a_request(counter), a_request(counter)
    pair = consulted(counter, helped, Letter.ASSIST)
    assert queries.identity_of(helped)["parties"][pair]["name"] == "演示钢铁厂"
    assert queries.clock_of(fresh(helped), today=MONDAY + DAY).state == "running"
    consulted(counter, asked, Letter.AGENCY)
    assert queries.clock_of(fresh(asked), today=MONDAY + DAY).state == "paused"


def test_another_agency_has_no_time_by_law_but_the_day_it_was_asked_for(counter):
    case = a_request(counter)
    given = {"case": case.pk, "answer": "silent", "text": "", "by": counter.editor}
    pair = consulted(counter, case, Letter.AGENCY)
    actions.end_consult(**given, pair=pair, on=MONDAY + DAY, at=AT + DAY)
    letter = a_document(counter, case, Letter.AGENCY, AT, fields={"content": "用电量"},
                        party={"name": "演示局"}, until=MONDAY + 3 * DAY)  # fmt: skip
    assert "2026年6月4日前（含当日）" in str(letter.content)
    pair = sent(counter, letter, AT).plan["pair"]
    with pytest.raises(Refused) as refused:
        actions.end_consult(**given, pair=pair, on=MONDAY + 3 * DAY, at=AT + 3 * DAY)
    assert refused.value.code == "consult.silence"
    actions.end_consult(**given, pair=pair, on=MONDAY + 4 * DAY, at=AT + 4 * DAY)


def test_a_joint_makers_silence_is_consent(counter):
    case = a_request(counter)
    pair = consulted(counter, case, Letter.JOINT)
    document = a_reply(counter, case, AT)
    assert lacks(document) == ["consult.open"]
    actions.end_consult(case=case.pk, pair=pair, on=WHOLE, answer="silent", text="",
                        by=counter.editor, at=moment(WHOLE))  # fmt: skip
    assert lacks(document, moment(WHOLE)) == []


def test_several_parties_are_asked_and_end_one_by_one(counter):
    case = a_request(counter)
    pairs = [consulted(counter, case) for _ in range(3)]
    assert pairs == ["third_party-1", "third_party-2", "third_party-3"]
    given = {"case": case.pk, "on": MONDAY, "answer": "agree", "text": "", "by": counter.editor,
             "at": AT}  # fmt: skip
    actions.end_consult(pair=pairs[1], **given)
    with pytest.raises(Refused) as refused:
        actions.end_consult(pair=pairs[1], **given)
    assert refused.value.code == "consult.ended"
    assert lacks(a_reply(counter, case, AT)) == ["consult.open"]
