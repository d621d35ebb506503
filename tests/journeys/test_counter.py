"""The counter in a browser: a citizen asks or writes, the bureau answers, the records add up."""

import re
from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.journey

PUBLISHED = "国民经济和社会发展统计公报"
GIVEN = "演示：《2014年乡镇统计站名册》，查得共226个站，每站1至3人。"
TODAY = "2015年3月30日"
ASKED = "2014年乡镇统计站人员编制情况（演示）"
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TOPIC = "统计数据查询（5个工作日）"
SIGNERS = ("duyan", "fangzheng", "wangjing", "qianhe")  # 科室、法制、保密、办公室


def press(page, what):
    """Press what leads to another page, and be there."""
    with page.expect_navigation():
        page.click(what)


def status(page, code, fragment):
    """Ask how a case stands and return what the page says."""
    page.goto("/request/status/")
    page.fill("[name=code]", code)
    page.fill("[name=fragment]", fragment)
    press(page, "main form button:text-is('查询')")
    return page.inner_text("main")


def do(page, name, **fields):
    """Open an act of a case by its name, fill it in, enter it; back at the case."""
    press(page, f"a.btn:text-is('{name}')")
    for field, value in fields.items():
        one = page.locator(f"main [name={field}]")
        if one.evaluate("one => one.tagName") == "SELECT":
            one.select_option(label=value)
        else:
            one.fill(value)
    press(page, "main form .btn.primary")


def open_case(page, title, tab="mine"):
    """Find a case in a queue of the desk and open it."""
    page.goto(f"/desk/cases/?tab={tab}")
    press(page, f"main table a:text-is('{title}')")


def draft_reply(page):
    """Draft the reply that gives what was asked, hand it in, and return the path of its card."""
    press(page, "a.btn:text-is('政府信息公开申请答复书')")
    page.select_option("[name=outcome]", label="予以公开")
    press(page, "button:text-is('下一步')")
    page.fill("[name=material]", GIVEN)
    press(page, "button:text-is('拟稿')")
    press(page, "button:text-is('送审')")
    return urlsplit(page.url).path


def sign(page, card):
    """Open a card and sign it."""
    page.goto(card)
    press(page, "#decision > button:has-text('同意')")


def acts(page, number):
    """Return what the register lists of a case or its documents, oldest first."""
    page.goto("/desk/register/?ledger=all&first=2015-03-30")
    rows = page.locator("main table tbody tr", has_text=number)
    return rows.locator("td[data-label=事项]").all_inner_texts()[::-1]


def test_citizen_is_shown_what_is_public_and_asks_all_the_same(page, ask):
    page.goto("/request/")
    page.locator("[name=about]").press_sequentially(PUBLISHED)
    offer = page.locator("#offers a").first
    offer.wait_for()
    assert PUBLISHED in offer.inner_text()
    number, code = ask(page, about=PUBLISHED)
    assert re.fullmatch(r"[0-9A-Z]{10,}", code)
    told = status(page, code, "5678")
    assert number in told
    assert PUBLISHED in told
    wrong = status(page, code, "0000")
    assert "没有查到" in wrong
    assert number not in wrong
    page.goto("/request/received/")
    assert code not in page.content()


def test_request_goes_from_the_queue_over_five_signatures_to_its_citizen(page, desk, ask, phone):
    number, code = ask(page)
    clerk = desk("zhaoyu")
    open_case(clerk, ASKED, tab="new")
    import time; time.sleep(3600)
    do(clerk, "确认收到")
    do(clerk, "分办", department="综合统计处")
    assert "2015年4月21日" in clerk.inner_text(".cardhead")  # 清明、15个工作日
    editor = desk("songjia")
    open_case(editor, ASKED)
    do(editor, "检索记录", where="演示：局档案室编制卷。", found="演示：查得名册一份。")
    card = draft_reply(editor)
    for username in SIGNERS:
        sign(desk(username), card)
    leader = desk("gaoyuan", width=390, is_mobile=True, has_touch=True)
    leader.goto("/desk/")
    with leader.expect_navigation():
        leader.tap(f"main a[href='{card}']")
    assert leader.evaluate(TOO_WIDE) <= 0
    with leader.expect_navigation():
        leader.tap("button:has-text('同意签发')")
    assert "查得" not in status(page, code, "1234")
    open_case(clerk, ASKED)
    press(clerk, "section:has(h2:text-is('文书')) a:text-is('政府信息公开申请答复书')")
    do(clerk, "登记送达", way="查询码查看")
    told = status(page, code, "1234")
    print(told)
    print(acts(clerk, number))
    assert 0
