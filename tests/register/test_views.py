"""The pages of the register, asked without the middleware that guards them (tests/config)."""

import re
import zipfile
from io import BytesIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.test import RequestFactory
from django.utils import timezone
from python_calamine import CalamineWorkbook

from gongkai.register import actions, queries, views
from gongkai.register.rules import Actor
from tests.make import NOW
from tests.register.ledgers import CLERK, an_entry

BASE = "/desk/register/"


@pytest.fixture(autouse=True)
def addresses(settings) -> None:
    settings.ROOT_URLCONF = "tests.register.addresses"


def ask(view, data=None, method="get", **captured):
    request = getattr(RequestFactory(), method)(BASE, data or {})
    request.at, request.user, request.demonstration = NOW, AnonymousUser(), True
    return view(request, **captured)


def page(view, data=None, **captured) -> str:
    response = ask(view, data, **captured)
    assert response.status_code == 200
    return response.content.decode()


def sheet(data=None) -> list[list]:
    response = ask(views.ledger_xlsx, data)
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(response.streaming_content)))
    return book.get_sheet_by_index(0).to_python()


def a_release(**changes):
    values = {
        "title": "演示公报",
        "column": "统计公报",
        "channels": ["门户网站"],
        "article": "第九条",
    }
    return an_entry("disclosure.released", **values | changes)


def test_ledger_shows_releases_first_and_all_acts_when_asked(demonstration):
    a_release()
    an_entry("card.signed", title="演示签署")
    assert "演示签署" not in page(views.ledger)
    everything = page(views.ledger, {"ledger": "all"})
    assert "演示签署" in everything
    assert "签署意见" in everything
    assert "演示公报" in page(views.ledger)


def test_ledger_row_holds_every_column_and_opens_its_entry(demonstration):
    entry = a_release()
    text = page(views.ledger)
    for expected in ("2014-10-20 09:00", "统计公报", "演示公报", "发布", "综合处采编岗 演示甲",
                     "第九条", "门户网站", f'href="{BASE}{entry.seq}/"'):  # fmt: skip
        assert expected in text


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        ({"column": "统计公报"}, {"甲", "丙"}),
        ({"department": "办公室"}, {"丙"}),
        ({"channel": "报纸"}, {"乙"}),
        ({"first": "2014-10-21"}, set()),
        ({"last": "2014-10-20", "column": "统计公报", "department": "办公室"}, {"丙"}),
        ({"ledger": "released"}, {"甲", "乙", "丙"}),
    ],
)
def test_ledger_keeps_what_the_filters_ask_for(demonstration, data, shown):
    a_release(title="演示题甲")
    a_release(title="演示题乙", column="统计公告", channels=["报纸"])
    a_release(title="演示题丙", department="办公室")
    assert set(re.findall("演示题(.)", page(views.ledger, data))) == shown
    assert set(re.findall("演示题(.)", page(views.ledger_print, data))) == shown
    assert {row[3][-1] for row in sheet(data)[2:]} == shown


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"first": "2014-13-01"}, "不是有效的日期"),
        ({"first": "0001-01-01"}, "超出台账可能的年份"),
        ({"last": "9999-12-31"}, "超出台账可能的年份"),
        ({"first": "2014-02-01", "last": "2014-01-01"}, "截止日期不能早于起始日期"),
        ({"column": "没有的栏目"}, "没有的栏目"),
        ({"ledger": "x"}, "x"),
    ],
)
def test_ledger_says_what_is_wrong_with_a_question(demonstration, data, message):
    a_release()
    response = ask(views.ledger, data)
    text = response.content.decode()
    assert response.status_code == 400
    assert 'class="errors"' in text
    assert message in text
    assert "演示公报" not in text
    for view in (views.ledger_print, views.ledger_xlsx):
        assert ask(view, data).status_code == 302


def test_ledger_without_a_line_says_what_to_do(demonstration):
    assert "没有符合条件的登记" in page(views.ledger)


def test_pager_keeps_the_question(demonstration):
    for _ in range(51):
        a_release()
    text = page(views.ledger, {"column": "统计公报", "page": "1"})
    assert "共 51 条，第 1 页，共 2 页" in text
    (following,) = re.findall(r'href="\?([^"]*)" rel="next"', text)
    assert "column=" in following
    assert following.endswith("&amp;page=2")
    assert "上一页" in page(views.ledger, {"column": "统计公报", "page": "2"})


def test_print_is_oldest_first_and_says_when_and_of_what(demonstration):
    a_release(title="演示题甲")
    a_release(title="演示题乙")
    text = page(views.ledger_print, {"column": "统计公报", "first": "2014-10-01"})
    assert re.findall("演示题(.)", text) == ["甲", "乙"]
    assert "期间：2014年10月1日至今日" in text
    assert "栏目：统计公报" in text
    assert queries.head()[1] in text


def test_demonstration_is_marked_on_every_page_print_and_sheet(demonstration):
    entry = a_release(title="公报")
    assert '登记台账 <b class="demo">演示</b>' in page(views.ledger)
    assert "<h1>登记台账（发布台账）（演示）</h1>" in page(views.ledger_print)
    assert '<b class="demo">演示</b>' in page(views.entry, seq=entry.seq)
    assert sheet()[0][0] == "登记台账（发布台账）（演示）"
    assert "%E6%BC%94%E7%A4%BA" in ask(views.ledger_xlsx)["Content-Disposition"]


def test_real_register_is_not_marked_as_a_demonstration(real):
    clerk = Actor(1, "甲", "采编岗", "综合处")
    entry = a_release(title="公报", by=clerk, at=timezone.now(), subject="card:1")
    texts = [page(views.ledger), page(views.ledger_print), page(views.entry, seq=entry.seq)]
    for text in texts:
        main = text[text.index("<article>") :]
        assert "演示" not in main
    assert sheet()[0][0] == "登记台账（发布台账）"


def test_sheet_is_read_back_as_it_was_entered(demonstration):
    entry = a_release(channels=["门户网站", "报纸"])
    title, headings, row = sheet()
    assert title[0] == "登记台账（发布台账）（演示）"
    assert headings == ["序号", "时间", "栏目", "名称", "事项", "岗位与经手人", "依据", "渠道"]
    assert row == [entry.seq, "2014-10-20 09:00:00", "统计公报", "演示公报", "发布",
                   "综合处采编岗 演示甲", "第九条", "门户网站、报纸"]  # fmt: skip


@pytest.mark.parametrize(
    "title", ["=1+1", "=HYPERLINK(\"http://x\")", "+1", "-1", "@SUM(A1)", "https://example.org/",
              "00123", "\u0007\u000b", "长" * 40_000, "{=1}"],
)  # fmt: skip
def test_sheet_never_interprets_what_was_entered(demonstration, title):
    a_release(title=title)
    assert sheet()[2][3] == title[:32_767]


def test_sheet_holds_no_formula_and_no_link(demonstration):
    a_release(title="=1+1", article="https://example.org/")
    data = BytesIO(b"".join(ask(views.ledger_xlsx).streaming_content))
    with zipfile.ZipFile(data) as book:
        text = book.read("xl/worksheets/sheet1.xml").decode()
        assert not [name for name in book.namelist() if "_rels/sheet" in name]
    assert "<f>" not in text
    assert "hyperlink" not in text


def test_entry_page_shows_body_and_proof(demonstration):
    sha256 = actions.keep(b"x", media_type="text/plain")
    entry = a_release(snapshot=sha256, detail={"card": "演示1号"})
    text = page(views.entry, seq=entry.seq)
    for expected in (entry.commit, entry.leaf_hash, sha256, "演示1号", "第九条", "演示甲"):
        assert expected in text
    assert entry.payload.salt not in text


def test_entry_page_of_an_erased_entry_says_so_and_keeps_the_proof(demonstration):
    entry = a_release(title="演示来信")
    actions.erase_payload([entry.seq], by=CLERK, at=NOW, reason="含个人信息")
    text = page(views.entry, seq=entry.seq)
    assert "已依法清除" in text
    assert entry.commit in text
    assert "演示来信" not in text


def test_entry_page_of_an_unknown_number_is_not_found(demonstration):
    with pytest.raises(Http404):
        ask(views.entry, seq=99)


def test_pages_show_markup_as_text(demonstration):
    entry = a_release(title="<script>x</script>", detail={"reason": "<b>x</b>"})
    for text in (page(views.ledger), page(views.entry, seq=entry.seq)):
        assert "<script>" not in text
        assert "&lt;script&gt;" in text


@pytest.mark.parametrize("view", [views.ledger, views.ledger_print, views.ledger_xlsx])
def test_pages_of_the_register_only_answer_reading(demonstration, view):
    assert ask(view, method="post").status_code == 405


def test_every_page_has_one_heading_and_labels(demonstration):
    entry = a_release()
    for text in (page(views.ledger), page(views.ledger_print), page(views.entry, seq=entry.seq)):
        assert text.count("<h1") == 1
    text = page(views.ledger)
    for name in re.findall(r'<(?:input|select)[^>]* id="([^"]+)"', text):
        assert f'for="{name}"' in text
