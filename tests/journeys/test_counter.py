"""The counter in a browser: a citizen asks or writes, the bureau answers, the records add up."""

import re
from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.journey

PUBLISHED = "国民经济和社会发展统计公报"
GIVEN = "演示：《2014年乡镇统计站名册》，查得共226个站，每站1至3人。"
TODAY = "2015年3月30日"
ASKED = "2014年乡镇统计站人员编制情况（演示）"
REPLY, ANSWER = "政府信息公开申请答复书", "来信答复"
DUE = "2015年4月21日"  # 15 working days; 6 April is 清明节
REMEDY = "可以依法在法定期限内申请行政复议或者提起行政诉讼"
ACTS = [
    *("登记办件", "确认收到", "收存材料", "分办", "检索", "起草文书", "建立审批卡", "报送审批"),
    *("签署意见",) * 5,
    *("签发", "送达", "答复办结"),
]
LETTER = {
    "title": "2014年社会消费品零售总额在哪里查询（演示）",
    "text": "演示：请问全年数据在哪个栏目？",
    "name": "演示·来信人",
    "phone": "0311-00008765",
}
REPORT = "石家庄市统计局2014年政府信息公开工作情况的报告"
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TOPIC = "统计数据查询"
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


def choose(page, name):
    """Choose an act by its name, from the fold of the rest where it is no button."""
    fold = page.locator(f"details.others:has(a:text-is('{name}'))")
    if fold.count() and fold.get_attribute("open") is None:
        fold.locator("summary").click()
    press(page, f"main a:text-is('{name}')")


def do(page, name, **fields):
    """Open an act of a case by its name, fill it in, enter it; back at the case."""
    choose(page, name)
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


def draft(page, name, outcome="", **fields):
    """Draft a document of the open case, hand it in, and return the path of its card."""
    choose(page, f"起草{name}")
    if outcome:
        page.select_option("[name=outcome]", label=outcome)
        press(page, "button:text-is('下一步')")
    for field, value in fields.items():
        page.fill(f"[name={field}]", value)
    press(page, "button:text-is('拟稿')")
    press(page, "button:text-is('送审')")
    return urlsplit(page.url).path


def sign(page, card):
    """Open a card and sign it."""
    page.goto(card)
    press(page, "#decision > button:has-text('同意')")


def sign_on_phone(page, card):
    """Sign as a leader does: two taps from the desk."""
    page.goto("/desk/")
    with page.expect_navigation():
        page.tap(f"main a[href='{card}']")
    assert page.evaluate(TOO_WIDE) <= 0
    with page.expect_navigation():
        page.tap("button:has-text('同意签发')")


def deliver(page, title, name):
    """Deliver the signed document of a case by the citizen's query code."""
    open_case(page, title)
    press(page, f"section:has(h2:text-is('文书')) a:text-is('{name}')")
    do(page, "登记送达", way="查询码查看")


def acts(page):
    """Return the last acts of the register, oldest first, without who signed in."""
    page.goto("/desk/register/?ledger=all")
    found = page.locator("main tbody td[data-label=事项]").all_inner_texts()
    return [one for one in found[::-1] if one != "登录"]


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


def test_request_goes_from_the_queue_over_five_signatures_to_its_citizen(page, desk, ask):
    number, code = ask(page)
    clerk = desk("zhaoyu")
    open_case(clerk, ASKED, tab="new")
    assert f"收到申请之日为{TODAY}" in clerk.inner_text("main")  # by the law of 2008, at once
    assert DUE in clerk.inner_text(".cardhead")
    do(clerk, "分办", department="综合统计处")
    editor = desk("songjia")
    open_case(editor, ASKED)
    do(editor, "检索记录", where="演示：局档案室编制卷。", found="演示：查得名册一份。")
    card = draft(editor, REPLY, outcome="予以公开", material=GIVEN)
    for username in SIGNERS:
        sign(desk(username), card)
    sign_on_phone(desk("gaoyuan", width=390, is_mobile=True, has_touch=True), card)
    assert GIVEN not in status(page, code, "1234")
    deliver(clerk, ASKED, REPLY)
    told = status(page, code, "1234")
    for said in (number, "已答复：予以公开", GIVEN, REMEDY, f"{TODAY}送达"):
        assert said in told
    assert acts(clerk)[-len(ACTS) :] == ACTS


def test_letter_is_answered_rated_and_counted(page, desk):
    page.goto("/mailbox/")
    page.select_option("[name=topic]", label=TOPIC)
    for name, value in LETTER.items():
        page.fill(f"[name={name}]", value)
    press(page, "button:text-is('提交')")
    code = page.inner_text("#code")
    editor = desk("songjia")
    open_case(editor, LETTER["title"])
    card = draft(editor, ANSWER, text=GIVEN)
    for username in ("duyan", "qianhe"):
        sign(desk(username), card)
    clerk = desk("zhaoyu")
    deliver(clerk, LETTER["title"], ANSWER)
    assert GIVEN in status(page, code, "8765")
    page.check("[name=score][value='5']")
    press(page, "button:text-is('评价')")
    assert page.locator("[name=score]").count() == 0
    clerk.goto("/desk/cases/rates/")
    for which in ("handled", "received"):
        link = clerk.locator(f"dd small a[href*='open={which}']")
        counted = link.inner_text()
        press(clerk, f"dd small a[href*='open={which}']")
        assert clerk.locator("#opened li").count() == int(counted)
        assert LETTER["title"] in clerk.inner_text("#opened")


def test_number_of_the_annual_report_opens_to_what_it_counts_and_is_what_was_published(page, desk):
    office = desk("zhaoyu")
    office.goto("/desk/report/2014/")
    assert "已公布的报告与现在的记录一致。" in office.inner_text("main")
    total = office.inner_text("dl.sums a[href$='/behind/published/']")
    press(office, "dl.sums a[href$='/behind/published/']")
    assert office.inner_text("h1").endswith(f"：{total}")
    assert office.locator("main tbody tr").count() == int(total)
    press(office, "main tbody td[data-label=登记] a >> nth=0")
    assert re.search(r"[0-9a-f]{16}", office.inner_text("main"))
    page.goto("/")
    press(page, f"a:has-text('{REPORT}') >> nth=0")
    assert f"政府信息{total}篇" in page.inner_text("article")
