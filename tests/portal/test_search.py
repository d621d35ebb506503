"""The search: what it finds, in which order, and the page that shows it."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from gongkai.config import public_files
from gongkai.portal import actions as press
from gongkai.portal import queries
from gongkai.portal.queries.search import SIZE, Asked, search
from gongkai.publishing import actions as publishing
from tests.make import NOW
from tests.portal import road
from tests.portal.searching import entered, found, published

pytestmark = pytest.mark.database
LATER = NOW + timedelta(hours=1)
SAID = """
演示全件 概述卯 综合甲 正文乙，加粗丙 项目戊 表题己 指标庚 增加值辛 1,234.5 234 注壬 替代癸 图子 指标丑 99.7 寅元 关键辰
石统〔2014〕12号 石统[2014]12号 石统(2014)12号 石统（２０１４）１２号 [2014]12 /2014-00001 辛
"""


@pytest.fixture
def bureau(db):
    return road.a_bureau()


def a_full_page(bureau):
    """Release an item that says something in every kind of place."""
    picture, _ = road.a_picture(bureau, 10, 20)
    body = [
        {"type": "heading", "text": "一、综合甲"},
        {"type": "text", "html": "<p>正文乙，<strong>加</strong>粗丙 &amp; 丁。</p><ul><li>项目戊</li></ul>"},
        {"type": "table", "caption": "表题己", "head": [["指标庚", "值"]],
         "rows": [["增加值辛", "1,234.5"]], "note": "注壬"},
        picture | {"alt": "替代癸", "caption": "图子"},
        {"type": "figure", "indicator": "指标丑", "period": "2014年", "value": "99.7", "unit": "寅元",
         "note": ""},
    ]  # fmt: skip
    return published(
        bureau, "演示全件", body=body, document_no="石统〔2014〕12号", summary="概述卯",
        keywords="关键辰",
    )  # fmt: skip


def test_everything_said_in_an_item_is_found(bureau):
    a_full_page(bureau)
    published(bureau, "演示别件")
    for text in [*SAID.split(), "粗丙 & 丁", "粗丙 庚 概述"]:
        assert found(text) == ["演示全件"], text


def test_words_in_quotation_marks_are_found_without_them(bureau):
    published(bureau, "部门预算及“三公”经费预算（演示）")
    assert len(found("三公经费")) == len(found("“三公”经费")) == len(found("及'三公'经费")) == 1


def test_all_of_several_words_must_stand_in_an_item(bureau):
    published(bureau, "演示甲乙", body=[{"type": "text", "html": "<p>丙丁（演示）</p>"}])
    assert found("甲乙 丙丁") == found("丙丁　甲乙") == ["演示甲乙"]
    assert found("甲乙 戊己") == found("乙丙") == []


def test_what_is_between_two_lines_is_no_match(bureau):
    text = {"type": "text", "html": "<p>正文（演示）</p>"}
    body = [{"type": "heading", "text": "甲乙"}, {"type": "heading", "text": "丙丁"}, text]
    published(bureau, "演示件", body=body)
    assert found("乙丙") == []


# Order, filters, pages ----------------------------------------------------------------------------


def test_a_title_comes_first_by_relevance_and_the_newest_by_time(bureau):
    text = [{"type": "text", "html": "<p>关于丰收的情况（演示）。</p>"}]
    published(bureau, "演示丰收")
    published(bureau, "演示旧章", NOW + timedelta(minutes=1), body=text)
    published(bureau, "演示新章", NOW + timedelta(minutes=2), body=text)
    assert found("丰收") == ["演示丰收", "演示新章", "演示旧章"]
    assert found("丰收", sort="time") == ["演示新章", "演示旧章", "演示丰收"]
    assert found("丰收", sort="anything") == found("丰收")


def test_filters_narrow_and_wrong_ones_are_left_out(bureau):
    published(bureau, "演示有表", body=[{"type": "table", "caption": "表", "head": [["甲"]],
                                       "rows": [["乙"]], "note": ""}])  # fmt: skip
    page = published(bureau, "演示废止")
    after = NOW + timedelta(days=90)
    road.asked(bureau, page, "repeal", after)
    press.tick(after)
    entered(after)
    published(bureau, "演示次年", after)
    assert set(found("演示", after)) == {"演示有表", "演示废止", "演示次年"}
    assert found("演示", after, year=2015) == ["演示次年"]
    assert found("演示", after, has="table") == ["演示有表"]
    assert set(found("演示", after, valid=True)) == {"演示有表", "演示次年"}
    assert len(found("演示", after, column="news")) == 3
    assert len(found("演示", after, column="nowhere", has="nothing", year=0)) == 3
    assert found("演示", after, year=1999) == []


def test_a_column_filter_takes_in_what_is_below_it(bureau):
    published(bureau, "演示上级")
    publishing.add_column(
        key="news-work", name="工作动态", parent="news", by=bureau.keeper, at=LATER
    )
    card = publishing.approve_site(by=bureau.keeper, at=LATER)
    road._sign(bureau, card, LATER, road.REVIEW[1:])
    press.tick(LATER)
    published(bureau, "演示下级", LATER, column="news-work")
    assert found("演示", LATER, column="news") == ["演示下级", "演示上级"]
    assert found("演示", LATER, column="news-work") == ["演示下级"]


def test_the_pages_reach_every_hit_once(bureau):
    total = SIZE + 3
    for number in range(total):
        road.approved(bureau, road.drafted(bureau, f"演示第{number}件"))
    press.tick(NOW)
    entered()
    for sort in ("relevance", "time"):
        titles = found("演示", sort=sort)
        assert len(titles) == len(set(titles)) == total
    last = search(queries.Site(NOW), Asked(text="演示", page=99_999))
    assert (last.asked.page, len(last.hits), last.following) == (2, 3, "")
    assert search(queries.Site(NOW), Asked(text="演示")).total == f"{total} 条"


# The page -----------------------------------------------------------------------------------------


def test_the_page_marks_what_was_found_and_escapes_it(bureau):
    html = "<p>开头。丰收 &lt;b&gt;喜悦（演示）。</p>"
    published(bureau, "演示丰收<i>", summary="演示", body=[{"type": "text", "html": html}])
    page = Client().get("/search/", {"q": "丰收"}).content.decode()
    assert "演示<mark>丰收</mark>&lt;i&gt;" in page
    assert "开头。<mark>丰收</mark> &lt;b&gt;喜悦" in page
    assert "1 条" in page


def test_the_page_has_the_headers_and_the_frame_of_the_public_pages(bureau):
    published(bureau, "演示甲件")
    answer = Client().get("/search/", {"q": "演示"})
    wanted = dict([*public_files.SAFETY, public_files.ASK_AGAIN])
    policy = {part.strip() for part in wanted.pop("Content-Security-Policy").split(";")}
    assert {part.strip() for part in answer["Content-Security-Policy"].split(";")} == policy
    assert {name: answer[name] for name in wanted} == wanted
    assert "Set-Cookie" not in answer
    home = road.public("index.html")
    nav = re.compile(r"<nav class=\"nav\".*?</nav>", re.DOTALL)
    plain = [nav.search(page)[0].replace(' aria-current="page"', "")
             for page in (home, answer.content.decode())]  # fmt: skip
    assert plain[0] == plain[1]


def test_the_search_is_only_read(bureau):
    for address in ("/search/", "/search/suggest/"):
        assert Client().head(address).status_code == 200
        assert Client().post(address).status_code == 405


def test_suggestions_are_the_newest_titles_with_the_words_typed(bureau):
    for number in range(9):
        road.approved(bureau, road.drafted(bureau, f"演示丰收{number}"))
    press.tick(NOW)
    published(bureau, "演示别件", body=[{"type": "text", "html": "<p>丰收（演示）</p>"}])
    answer = Client().get("/search/suggest/", {"q": "丰收"}).content.decode()
    titles = re.findall("演示<mark>丰收</mark>([0-9])", answer)
    assert titles == list("87654321")
    assert answer.count('role="option"') == 8
    assert Client().get("/search/suggest/", {"q": ""}).content.strip() == b""
