"""The whole road in a browser: a clerk drafts, five people sign, the public reads."""

import re
import sqlite3
import time
from contextlib import closing

import pytest

pytestmark = pytest.mark.journey

PASSWORD = "yanshi-2014-gongkai"
TITLE = "全市统计系统举办新闻发言模拟训练"
TEXT = "本次训练设置三个模拟提问环节，参训人员逐一作答并接受点评。"


def sign_in(page, username, code=None):
    """Sign a person in as they would by hand."""
    page.goto("/desk/login/")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", PASSWORD)
    if code:
        page.fill("input[name=code]", code(username))
    with page.expect_navigation():
        page.click("main button[type=submit], main button:not([type])")
    page.wait_for_url("**/desk/")


def draft(page, title, text):
    """Draft a disclosure in the editor, up to its hand-in page."""
    page.goto("/desk/disclosures/new/")
    page.click("a:text-is('工作动态')")
    page.wait_for_url("**/editor/**")
    page.fill("input[name=title]", title)
    page.fill("input[name=summary]", "演示：组织新闻发言人模拟训练。")
    page.locator("button[title*='插入'], .c-sf-add-button").first.click()
    page.locator("[role=option]:has-text('正文'), [role=listbox] >> text=正文").first.click()
    page.locator("div[contenteditable=true]").first.click()
    page.keyboard.type(text)
    for name, value in (("formed_on", "2015-03-27"), ("keywords", "新闻发言人")):
        page.fill(f"input[name={name}]", value)
        page.keyboard.press("Escape")
    page.wait_for_function(  # the editor writes its text into the form a moment later
        "text => document.querySelector('input[name=\"body-0-value\"]').value.includes(text)",
        arg=text[:10],
    )
    with page.expect_navigation(url=re.compile(r"/submit/$")):
        page.locator("button[name=action-hand-in]").evaluate("button => button.click()")


def hand_in(page):
    """Hand the draft in and return the address of its card."""
    with page.expect_navigation():
        page.click("main form button:has-text('送审')")
    page.wait_for_url(re.compile(r"/desk/cards/\d+/$"))
    return page.url


def approve(page, card):
    """Open a card and sign it: two taps."""
    page.goto(card)
    with page.expect_navigation():
        page.locator("button:has-text('同意')").first.click()


@pytest.fixture
def people(browser, site, one_time_code):
    """Return a function that gives a signed-in page of a person, on a phone if asked."""
    contexts = []

    def signed_in(username, *, on_phone=False, needs_code=True):
        size = {"width": 390, "height": 844} if on_phone else {"width": 1280, "height": 900}
        context = browser.new_context(base_url=site.url, locale="zh-CN", viewport=size)
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        sign_in(page, username, one_time_code if needs_code else None)
        return page

    yield signed_in
    for context in contexts:
        context.close()


def test_draft_reaches_the_public_only_when_the_last_of_five_people_has_signed(people, page):
    clerk = people("fengxue", needs_code=False)
    draft(clerk, TITLE, TEXT)
    card = hand_in(clerk)
    for username in ("zhoumin", "wangjing", "zhaoyu"):
        approve(people(username), card)
        page.goto("/")
        assert TITLE not in page.content(), username
    leader = people("hanbo", on_phone=True)
    leader.goto("/desk/")
    leader.locator(f"a:has-text('{TITLE}')").first.click()
    leader.wait_for_url("**/desk/cards/**")
    assert leader.evaluate("document.documentElement.scrollWidth") <= 390
    with leader.expect_navigation():
        leader.locator("button:has-text('同意签发')").click()
    until = time.monotonic() + 10
    while time.monotonic() < until:
        page.goto("/")
        if TITLE in page.content():
            break
        time.sleep(0.3)
    page.click(f"a:has-text('{TITLE}')")
    assert TEXT in page.inner_text("article")
    assert page.get_attribute("meta[name=ArticleTitle]", "content") == TITLE
    page.click("summary:has-text('道手续与校验值')")
    assert "SHA-256" in page.inner_text("aside")


def test_author_finds_no_button_and_no_road_to_sign_what_they_wrote(people):
    clerk = people("fengxue", needs_code=False)
    draft(clerk, "演示：作者不能自签", TEXT)
    card = hand_in(clerk)
    assert clerk.locator("button:has-text('同意')").count() == 0
    token = clerk.locator("input[name=csrfmiddlewaretoken]").first.get_attribute("value")
    answer = clerk.request.post(
        f"{card}sign/",
        form={"csrfmiddlewaretoken": token, "digest": "0" * 64, "comment": ""},
        headers={"Referer": card},
    )
    assert answer.status in {403, 409}


def test_edit_after_a_signature_sends_the_card_back_and_shows_the_reader_what_changed(people):
    clerk = people("fengxue", needs_code=False)
    draft(clerk, "演示：签后改动", TEXT)
    card = hand_in(clerk)
    approve(people("zhoumin"), card)
    clerk.goto("/desk/disclosures/?q=演示：签后改动")
    clerk.click("main a:has-text('演示：签后改动')")
    clerk.click("a:has-text('编辑草稿')")
    clerk.wait_for_url("**/edit/")
    clerk.fill("input[name=summary]", "演示：改过的概述。")
    with clerk.expect_navigation(url=re.compile(r"/submit/$")):
        clerk.locator("button[name=action-hand-in]").evaluate("button => button.click()")
    assert "作废" in clerk.inner_text("main")
    again = hand_in(clerk)
    assert again == card
    head = people("zhoumin")
    head.goto(card)
    assert "改过的概述" in head.inner_text(".diff") or "改过" in head.inner_text(".diff")


def test_text_with_a_mark_of_secrecy_is_refused_and_stays_nowhere(people, site):
    clerk = people("fengxue", needs_code=False)
    sentinel = "演示哨兵甲乙丙丁"
    draft(clerk, sentinel, TEXT)
    clerk.goto(clerk.url.removesuffix("submit/"))
    clerk.click("a:has-text('编辑草稿')")
    clerk.wait_for_url("**/edit/")
    clerk.fill("input[name=summary]", "机密★10年")
    with clerk.expect_navigation():
        clerk.locator("button[name=action-hand-in]").evaluate("button => button.click()")
    assert "密级" in clerk.inner_text("main")
    assert sentinel not in clerk.content()
    with closing(sqlite3.connect(site.data / "gongkai.sqlite3")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for name in ("gongkai.sqlite3", "gongkai.sqlite3-wal"):
        path = site.data / name
        assert not path.exists() or sentinel.encode() not in path.read_bytes(), name


def test_register_lists_the_release_and_opens_its_entry(people):
    office = people("zhaoyu")
    office.goto("/desk/register/")
    assert "石家庄市统计局2014年政府信息公开工作情况的报告" in office.inner_text("main")
    office.locator("main table a").first.click()
    assert re.search(r"[0-9a-f]{16}", office.inner_text("main"))


def test_public_pages_read_well_without_scripts_and_fit_a_phone(browser, site):
    context = browser.new_context(
        base_url=site.url, java_script_enabled=False, viewport={"width": 390, "height": 844}
    )
    page = context.new_page()
    faults = []
    page.on("console", lambda message: faults.append(message.text))
    for address in ("/", "/catalogue/", "/columns/data-communique/"):
        page.goto(address)
        assert page.locator("h1").count() == 1, address
        assert page.get_attribute("html", "lang") == "zh-CN"
        assert page.locator("a.skip").count() == 1
    context.close()
    assert faults == []


def test_address_of_a_planned_item_answers_like_one_that_never_was(site, page):
    answers = [page.request.get(path) for path in ("/info/201503/aaaaaaaaaaaa.html", "/no/such")]
    assert [answer.status for answer in answers] == [404, 404]
    assert answers[0].body() == answers[1].body()
