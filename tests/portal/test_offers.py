"""What is offered to who asks: by the words of the question, not by how it is put."""

import pytest

from gongkai.portal.actions import reindex
from gongkai.portal.queries import offers
from gongkai.portal.queries.offers import wanted_of
from tests.make import NOW, a_bureau, a_draft, a_release

BUREAU = "石家庄市统计局"


@pytest.mark.parametrize(
    ("text", "years", "thing"),
    [
        ("石家庄2014年GDP是多少", ("2014", "二〇一四"), "地区生产总值"),
        ("请问二〇一四年我市的地区生产总值？", ("2014", "二〇一四"), "地区生产总值"),
        ("想了解ＣＰＩ情况", (), "居民消费价格"),
        ("乡镇统计站名册", (), "乡镇统计站名册"),
    ],
)
def test_a_question_is_taken_apart_into_years_and_things(text, years, thing):
    wanted = wanted_of(text, BUREAU)
    assert wanted.years == years
    assert thing in wanted.things[0]


@pytest.mark.parametrize("text", ["", "？？", "2014年", "请问是多少", "石家庄市"])
def test_a_question_without_a_thing_asks_for_nothing(text):
    assert wanted_of(text, BUREAU).things == ()


@pytest.fixture
def published(db):
    bureau = a_bureau()
    titles = ("二〇一四年全市地区生产总值（演示）", "2013年全市地区生产总值（演示）",
              "2014年居民消费价格月度数据（演示）", "关于统计执法检查的公告（演示）")  # fmt: skip
    for title in titles:
        a_release(bureau, a_draft(bureau, title=title))
    reindex(at=NOW)


@pytest.mark.database
@pytest.mark.parametrize(
    ("text", "first", "many"),
    [
        ("石家庄2014年GDP是多少", "二〇一四年全市地区生产总值（演示）", 1),
        ("地区生产总值是多少", "地区生产总值", 2),
        ("2014年居民消费价格指数", "2014年居民消费价格月度数据（演示）", 1),
        ("统计执法检查", "关于统计执法检查的公告（演示）", 1),
        ("生产总", "地区生产总值", 2),
    ],
)
def test_published_items_are_offered_by_the_words_of_a_question(published, text, first, many):
    found = ["".join(part.text for part in one.title) for one in offers(text)]
    assert len(found) == many
    assert first in found[0]


@pytest.mark.parametrize("text", ["2014年教师人数", "办公用房面积", "2012年地区生产总值"])
def test_nothing_is_offered_for_what_is_not_published(published, text):
    assert offers(text) == ()
