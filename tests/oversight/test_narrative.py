"""The report for 2014 says the bureau's own published facts, each derived; a change changes its sentences."""

import re
from datetime import date, timedelta

import pytest

from gongkai.config.demonstration import letters as mailbox
from gongkai.oversight import queries
from gongkai.oversight.models import CountingRule, Declaration
from gongkai.oversight.queries import facts
from gongkai.oversight.rules import narrative
from gongkai.publishing.models import Change, Edition
from tests.make import a_user
from tests.oversight.made import SPRING, YEAR, a_case, a_dispute, a_letter, the_year

DAY = date(2014, 9, 1)
ANSWERED = sum(act.kind == "arrive" and act.letter.arrived.year == 2014 for act in mailbox.acts())


@pytest.fixture
def editions(db):
    return the_year()


def said(year=2014, shape=""):
    """Return the sentences of a year's report by key."""
    found = queries.report(year, SPRING, shape)
    return {one.key: one.text for part in found.parts for one in part.sentences}


def changed(before):
    """Return the keys of the sentences that read otherwise, came or went."""
    now = said()
    return {key for key in before.keys() | now.keys() if before.get(key) != now.get(key)}


def test_the_report_for_2014_states_the_bureaus_own_facts(editions):
    found = said()
    assert found["published"] == (
        "全年公开统计公报、统计公告、月季年度主要经济指标和工作信息等各类政府信息33篇。"
    )
    assert found["published_parts"] == (
        "其中，统计公报1篇、统计公告4篇、月季年度主要经济指标15篇、工作信息13篇。"
    )
    assert found["published_rule"] == f"统计口径：{YEAR.counting.rule}"
    assert found["requests_none"] == "全年没有收到政府信息公开申请。"
    assert found["refusals_none"] == "没有不予公开政府信息的情况。"
    assert found["reviews_none"] == "没有因政府信息公开申请行政复议的情况。"
    assert found["suits_none"] == "没有因政府信息公开提起行政诉讼的情况。"
    assert found["letters"] == (
        f"全年政府信箱收到来信{ANSWERED}封，截至2014年12月31日办结{ANSWERED}封，总处理率100%。"
    )
    assert ANSWERED > 0


def test_no_number_of_the_report_is_typed_into_its_sentences():
    for sentence in narrative.sentences().values():
        bare = re.sub(r"\{[a-z_.]+\}", "", sentence.text)
        assert re.findall(r"\d+", bare) in ([], ["1", "1"]), sentence.key  # 1月1日


def test_every_sentence_has_a_place_and_every_place_a_sentence():
    shapes = {one.key: one for year in (2014, 2019, 2025) for one in narrative.shapes_of(year)}
    placed = {key for shape in shapes.values()
              for keys in (shape.opening, *(one.sentences for one in shape.sections)) for key in keys}  # fmt: skip
    assert placed == set(narrative.sentences())
    filled = {key for shape in shapes.values() for one in shape.sections for key in one.slots}
    assert filled == set(narrative.slots())


def test_every_fact_a_sentence_names_is_given(db):
    known = facts.facts(queries.span_of(2014, SPRING))
    for sentence in narrative.sentences().values():
        assert {*narrative.named(sentence.text), *sentence.when, *sentence.unless} <= set(known)
    assert set(facts.OPENS) <= set(known)


def test_removing_an_item_changes_the_two_sentences_that_count_it(editions):
    before = said()
    Change.objects.create(
        public_id=editions["notice-census"].public_id, up_to=1, kind="take_down", reason="演示",
        since=editions["notice-census"].first_from + timedelta(days=3),
    )  # fmt: skip
    assert changed(before) == {"published", "published_parts"}
    assert "32篇" in said()["published"]
    assert "统计公告3篇" in said()["published_parts"]


def test_removing_the_only_item_of_a_kind_removes_the_kind(editions):
    Edition.objects.filter(pk=editions["communique-2013"].pk).delete()
    assert (
        said()["published"]
        == "全年公开统计公告、月季年度主要经济指标和工作信息等各类政府信息32篇。"
    )
    assert "统计公报" not in said()["published_parts"]


def test_another_counting_rule_changes_the_count_and_is_said(editions):
    before = said()
    kinds = [{"name": "工作信息", "columns": ["news-work"]}]
    CountingRule.objects.create(since=date(2014, 1, 1), text="只计工作动态。", unit="条", kinds=kinds,
                                apart=[], by=a_user(), at=SPRING)  # fmt: skip
    assert changed(before) == {"published", "published_parts", "published_rule"}
    CountingRule.objects.create(since=date(2015, 1, 1), text="明年的口径。", unit="条", by=a_user(),
                                at=SPRING)  # fmt: skip
    assert said()["published_rule"] == "统计口径：只计工作动态。"


def test_a_request_replaces_the_sentence_that_there_was_none(editions):
    before = said()
    a_case(DAY)
    assert changed(before) == {"requests_none", "requests"}
    assert said()["requests"] == (
        "全年新收政府信息公开申请1件，上年结转0件，办结0件，结转下年度继续办理1件。"
    )


def test_an_answered_request_adds_its_result_and_a_refusal_says_so(editions):
    before = said()
    a_case(DAY, date(2014, 9, 12), outcome="granted")
    assert changed(before) == {"requests_none", "requests", "requests_results"}
    before = said()
    a_case(DAY, date(2014, 9, 12), outcome="process")
    assert changed(before) == {"requests", "requests_results", "refusals_none", "refusals"}
    assert said()["requests_results"] == "在办结的申请中，予以公开1件、不予公开1件。"


def test_a_late_answer_adds_the_sentence_that_says_so(editions):
    a_case(DAY, date(2014, 9, 12))
    before = said()
    a_case(DAY, date(2014, 12, 12), on_time=False)
    assert changed(before) == {"requests", "requests_results", "requests_late"}


def test_a_letter_left_unanswered_changes_the_rate_and_is_named(editions):
    before = said()
    a_letter(date(2014, 12, 24))
    assert changed(before) == {"letters", "letters_unanswered"}
    assert "100%" not in said()["letters"]
    assert said()["letters_unanswered"] == "尚有1封来信未办结。"


def test_a_letter_answered_after_the_cut_off_was_unanswered_at_it(editions):
    before = said()
    a_letter(date(2014, 12, 29), date(2015, 1, 6))
    assert changed(before) == {"letters", "letters_unanswered"}


def test_a_review_and_a_lawsuit_replace_the_sentences_that_there_were_none(editions):
    before = said()
    a_dispute(DAY)
    assert changed(before) == {"reviews_none", "reviews"}
    before = said()
    a_dispute(DAY, date(2014, 11, 3), kind="suit_after", result="corrected")
    assert changed(before) == {"suits_none", "suits"}
    assert "结果纠正1件" in said()["suits"]


def test_what_happened_in_other_years_changes_nothing(editions):
    before = said()
    a_case(date(2015, 1, 5))
    a_case(date(2013, 5, 6), date(2013, 5, 20))
    a_letter(date(2015, 2, 3))
    a_dispute(date(2015, 3, 2))
    assert changed(before) == set()


def test_the_bureaus_own_shape_says_the_same_sentences(editions):
    form, own = said(), said(shape="bureau")
    assert {key: own[key] for key in own if key in form} == own
    report = queries.report(2014, SPRING, "bureau")
    assert [part.heading for part in report.parts] == [
        "一、主要做法", "二、主动公开情况", "三、依申请公开和信箱办理情况", "四、存在的问题", "五、2015年打算",
    ]  # fmt: skip


def test_the_form_of_2008_has_the_six_contents_of_the_regulation(editions):
    assert [part.heading for part in queries.report(2014, SPRING).parts][1:] == [
        "一、主动公开政府信息的情况", "二、依申请公开政府信息和不予公开政府信息的情况",
        "三、政府信息公开的收费及减免情况", "四、因政府信息公开申请行政复议、提起行政诉讼的情况",
        "五、政府信息公开工作存在的主要问题及改进情况", "六、其他需要报告的事项",
    ]  # fmt: skip


def test_an_empty_slot_is_named_until_it_is_written(editions):
    assert {one.key for one in queries.report(2014, SPRING).slots} == {
        "practice", "problems", "plans",
    }  # fmt: skip
    Declaration.objects.create(year=2014, key="slot.problems", value="  ", by=a_user(), at=SPRING)
    assert "problems" in {one.key for one in queries.report(2014, SPRING).slots}
    Declaration.objects.create(year=2014, key="slot.problems", value="纸质报送仍有重复。",
                               by=a_user(), at=SPRING)  # fmt: skip
    found = queries.report(2014, SPRING)
    assert {one.key for one in found.slots} == {"practice", "plans"}
    assert "纸质报送仍有重复。" in str(found.body)
