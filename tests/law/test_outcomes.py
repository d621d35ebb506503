from datetime import date

import pytest

from gongkai.law.articles import articles
from gongkai.law.outcomes import content, missing, need, outcome, outcomes

NEW = date(2026, 6, 1)
OLD = date(2014, 6, 3)


def test_outcomes_are_the_twenty_one_rows_of_the_official_table() -> None:
    assert [one.row for one in outcomes()] == [f"r{number:02}" for number in range(3, 24)]
    assert len({one.key for one in outcomes()}) == 21


@pytest.mark.parametrize(
    ("group", "name", "rows"),
    [
        ("granted", "予以公开", ["r03"]),
        ("partial", "部分公开", ["r04"]),
        ("withheld", "不予公开", [f"r{number:02}" for number in range(5, 13)]),
        ("unable", "无法提供", ["r13", "r14", "r15"]),
        ("not_handled", "不予处理", ["r16", "r17", "r18", "r19", "r20"]),
        ("other", "其他处理", ["r21", "r22", "r23"]),
    ],
)
def test_outcomes_stand_in_their_group(group: str, name: str, rows: list[str]) -> None:
    found = [one for one in outcomes() if one.group == group]
    assert [one.row for one in found] == rows
    assert {one.group_name for one in found} == {name}


@pytest.mark.parametrize(
    ("key", "number"),
    [
        ("granted", "第三十六条第（一）项、第（二）项"),
        ("partial", "第三十七条"),
        ("state_secret", "第十四条"),
        ("other_law", "第十四条"),
        ("three_safeties", "第十四条"),
        ("third_party", "第十五条"),
        ("internal", "第十六条第一款"),
        ("process", "第十六条第二款"),
        ("enforcement", "第十六条第二款"),
        ("query", "第三十六条第（七）项"),
        ("not_held", "第三十六条第（四）项、第（五）项"),
        ("none_ready", "第三十八条"),
        ("unclear", "第三十条"),
        ("petition", "第三十九条第一款"),
        ("repeated", "第三十六条第（六）项"),
        ("publication", "第三十九条第二款"),
        ("vexatious", "第三十五条"),
        ("uncorrected", "第三十条"),
    ],
)
def test_outcome_rests_on_its_article_by_day(key: str, number: str) -> None:
    new = outcome(key).articles(NEW)[0]
    assert (new.statute, new.number, new.doubt) == ("政府信息公开条例", number, False)
    for law in outcome(key).articles(OLD):
        assert law.in_force(OLD)
        assert law.number or law.doubt


def test_outcomes_without_an_article_claim_none() -> None:
    assert outcome("reissue").articles(NEW) == outcome("other").articles(NEW) == ()


def test_refusal_by_another_law_is_offered_the_article_on_identifiable_respondents() -> None:
    offered = outcome("other_law").offers
    assert [str(law) for law in offered(NEW)] == ["《统计法》第二十八条"]
    assert [str(law) for law in offered(OLD)] == ["《统计法》第二十五条"]


def test_outcomes_name_only_known_articles_contents_and_needs() -> None:
    for one in outcomes():
        assert {*one.keys, *one.usual} <= articles().keys()
        assert all(content(code).text for code in one.contents)
        assert all(need(code).article in articles() for code in one.needs)


@pytest.mark.parametrize(
    ("key", "events", "lacks"),
    [
        ("unclear", [], ["correction", "corrected"]),
        ("unclear", ["correction_asked"], ["corrected"]),
        ("unclear", ["correction_asked", "corrected"], []),
        ("unclear", ["correction_asked", "correction_asked", "corrected"], ["correction"]),
        ("uncorrected", ["correction_asked", "corrected"], ["uncorrected"]),
        ("uncorrected", ["correction_asked"], []),
        ("vexatious", [], ["reasons_asked", "reasons_given"]),
        ("vexatious", ["reasons_asked"], ["reasons_given"]),
        ("vexatious", ["reasons_asked", "reasons_given"], []),
        ("vexatious", ["reasons_asked", "reasons_lapsed"], []),
        ("unpaid", [], ["fee_notice"]),
        ("unpaid", ["fee_asked"], []),
        ("third_party", ["received"], ["consultation"]),
        ("third_party", ["consulted"], []),
        ("third_party", ["exempted"], []),
        ("not_held", [], ["search"]),
        ("not_held", ["searched"], []),
        ("granted", [], []),
    ],
)
def test_outcome_asks_for_what_must_have_happened(
    key: str, events: list[str], lacks: list[str]
) -> None:
    found = missing(outcome(key), events=events, contents=outcome(key).contents, on=NEW)
    assert [lack.code for lack in found] == lacks
    assert all(lack.article for lack in found)


@pytest.mark.parametrize(
    ("key", "clause", "number", "lacks"),
    [
        ("granted", "given", "第三十六条第（二）项", []),
        ("granted", "open", "第三十六条第（一）项", []),
        ("not_held", "none", "第三十六条第（四）项", ["search"]),
        ("not_held", "not_ours", "第三十六条第（五）项", []),
        ("process", "given", "第十六条第二款", []),
    ],
)
def test_outcome_of_two_clauses_rests_on_the_one_chosen_and_asks_for_its_record(
    key: str, clause: str, number: str, lacks: list[str]
) -> None:
    one = outcome(key)
    assert one.articles(NEW, clause)[0].number == number
    found = missing(one, events=[], contents=one.contents, on=NEW, clause=clause)
    assert [lack.code for lack in found] == lacks


def test_outcome_of_two_clauses_takes_the_first_without_a_choice_and_none_before_2019() -> None:
    assert outcome("not_held").clause("").key == "none"
    assert outcome("process").clause("given") is None
    assert outcome("granted").articles(OLD, "open")[0].number == "第二十六条"


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("granted", "material"),
        ("partial", "withheld_reasons"),
        ("other_law", "basis"),
        ("state_secret", "reasons"),
        ("query", "which_law"),
        ("repeated", "earlier_reply"),
        ("publication", "where"),
        ("petition", "channel"),
    ],
)
def test_reply_must_say_what_its_outcome_asks_for(key: str, code: str) -> None:
    one = outcome(key)
    said = [other for other in one.contents if other != code]
    found = missing(one, events=["consulted", "searched"], contents=said)
    assert [lack.code for lack in found] == [code]
    assert content(code).text in found[0].text


def test_every_refusal_must_tell_the_remedy_and_give_its_reason_or_its_law() -> None:
    for one in outcomes():
        if one.group in {"withheld", "partial"}:
            assert "remedy" in one.contents
            assert one.reason_required or one.key == "query"


def test_outcome_is_refused_for_an_unknown_key() -> None:
    with pytest.raises(LookupError):
        outcome("nothing")
