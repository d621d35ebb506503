"""Every kind of public page as a reader meets it: by eye, by keyboard, by a program, on paper.

The pages are the samples of tests/design, answered from memory: no system runs. The counter and its
desk stand at the end: they are read in a running system.
"""

from io import BytesIO

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.template.loader import render_to_string
from playwright.sync_api import TimeoutError as Late

from gongkai.design import assets
from gongkai.design.charts import svg
from tests.design.data_samples import DATA_PAGES
from tests.design.samples import (
    BLOCKS,
    EMPTY_COLUMN,
    HEAD,
    LONG,
    LONG_ARTICLE,
    NOTHING_FOUND,
    PAGES,
    SUPERSEDED,
)
from tests.publishing.files import a_pdf

pytestmark = pytest.mark.journey

HOST = HEAD.base_url
PUBLIC = PAGES | DATA_PAGES
KINDS = {name.removeprefix("portal/").removesuffix(".html"): name for name in PUBLIC}
SHOWN = {f"/{kind}": (name, PUBLIC[name]) for kind, name in KINDS.items()} | {
    "/long": ("portal/article.html", LONG_ARTICLE),
    "/superseded": ("portal/article.html", SUPERSEDED),
    "/nothing": ("portal/search.html", NOTHING_FOUND),
    "/empty": ("portal/column.html", EMPTY_COLUMN),
}
LED_AWAY = {"/moved"}  # a browser goes on at once; what stands there is read by axe without that
READ = [address for address in SHOWN if address not in LED_AWAY]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
LARGE = "document.documentElement.style.fontSize = '200%'"
PDF = a_pdf()
KIND_OF = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}


@pytest.fixture(scope="module")
def answers():
    """Return every sample page and what it loads: path -> (content type, bytes)."""
    drawing = ("image/svg+xml", svg(BLOCKS["chart"]))
    found = {
        address: ("text/html; charset=utf-8", render_to_string(name, {"page": page}).encode())
        for address, (name, page) in SHOWN.items()
    }
    for path, data in assets.files().items():
        found[f"/{path}"] = (KIND_OF[path.rpartition(".")[2]], data)
    return found | {"drawing": drawing}


@pytest.fixture(scope="module")
def reading(browser, answers):
    """Return a function: a page of the samples opened in a window of a width."""
    contexts = {}

    def answer(route):
        path = route.request.url.removeprefix(HOST).partition("?")[0]
        kind, data = answers.get(path) or answers["drawing"]
        route.fulfill(content_type=kind, body=data)

    def opened(address, width=1280, **more):
        key = (width, *sorted(more.items()))
        if key not in contexts:
            contexts[key] = browser.new_context(
                base_url=HOST, viewport={"width": width, "height": 800}, **more
            )
            contexts[key].route("**/*", answer)
            contexts[key].new_page()
        page = contexts[key].pages[0]
        page.goto(address)
        return page

    yield opened
    for context in contexts.values():
        context.close()


def faults(page):
    """Return what axe finds on a page, by rule, with the places."""
    return [
        (one["id"], [node["html"][:120] for node in one["nodes"]])
        for one in Axe().run(page, options=RULES).response["violations"]
        if one["impact"] in {"serious", "critical", "moderate"}
    ]


def shown_to_all(page, address):
    """Say what is wrong with the page as it is: at two widths, then with text twice as large."""
    wrong = []
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        wrong += [(address, width, *one) for one in faults(page)]
        page.evaluate(LARGE)
        wide = page.evaluate(TOO_WIDE)
        wrong += [(address, width, f"text runs {wide} px out of the window")] if wide > 0 else []
        page.evaluate("document.documentElement.style.fontSize = ''")
    return wrong


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("address", READ)
def test_axe_finds_nothing_serious(reading, address, width):
    assert not faults(reading(address, width))


@pytest.mark.parametrize("width", [1280, 320])
def test_nothing_runs_out_of_the_window_when_text_is_twice_as_large(reading, width):
    for address in READ:
        page = reading(address, width)
        page.evaluate(LARGE)
        assert page.evaluate(TOO_WIDE) <= 0, address


def test_nothing_runs_out_of_a_narrow_window(reading):
    for address in READ:
        assert reading(address, 320).evaluate(TOO_WIDE) <= 0, address


def test_keyboard_reaches_the_text_first_and_shows_where_it_is(reading):
    page = reading("/article")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    assert page.locator(".skip").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.crumbs') !== null")


@pytest.mark.parametrize(
    "address", ["/home", "/article", "/column", "/catalogue", "/data_flow", "/data_series"]
)
def test_keyboard_visits_what_can_be_used_in_the_order_it_is_read(reading, address):
    page = reading(address)
    seen = []
    for _ in range(80):
        page.keyboard.press("Tab")
        at = page.evaluate(
            """() => {
              const all = [...document.querySelectorAll('*')], one = document.activeElement;
              const ring = getComputedStyle(one);
              return [all.indexOf(one), ring.outlineStyle, parseFloat(ring.outlineWidth)]
            }"""
        )
        if seen and at[0] <= seen[-1]:
            break
        assert (at[1], at[2]) == ("solid", 3), at
        seen.append(at[0])
    usable = page.locator(
        "a:visible, button:visible, input:visible, summary:visible, [tabindex='0']:visible"
    )
    assert len(seen) == usable.count()


def test_phone_opens_its_menu_by_keyboard_without_a_script(reading):
    page = reading("/article", 390, java_script_enabled=False)
    link = page.get_by_role("navigation", name="栏目").get_by_role("link", name="统计数据")
    assert not link.is_visible()
    page.get_by_role("link", name="栏目", exact=True).focus()
    page.keyboard.press("Enter")
    assert link.is_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert link.evaluate("one => one === document.activeElement")
    page.get_by_role("link", name="收起").click()
    assert not link.is_visible()


def test_page_offers_to_print_only_where_a_script_can(reading):
    assert reading("/article").get_by_role("button", name="打印本页").is_visible()
    still = reading("/article", java_script_enabled=False)
    assert still.get_by_role("button", name="打印本页").count() == 0
    assert still.get_by_role("heading", level=1).is_visible()


def test_wide_table_scrolls_in_its_own_box_and_keeps_its_first_column(reading):
    page = reading("/article", 390)
    box = page.locator(".scroll").first
    box.evaluate("one => one.scrollTo(9999, 0)")
    assert box.evaluate("one => one.scrollLeft") > 0
    name = box.locator("tbody th").first.bounding_box()
    assert name["x"] >= box.bounding_box()["x"] - 1


def test_print_is_a_document_without_the_site_around_it(reading):
    data = reading("/long").pdf(prefer_css_page_size=True)
    pdf = pypdfium2.PdfDocument(BytesIO(data))
    text = "".join(page.get_textpage().get_text_range() for page in pdf)
    flat = "".join(text.split())
    for words in (LONG, "来源：本局综合处", "索引号：000130100/2014-00029",
                  "https://tjj.example/info/201410/a1.html", "2014-10-2410:00", "3612.4"):  # fmt: skip
        assert words in flat
    for words in ("第3栏目", "搜索", "跳到正文", "收起", "打印本页", "站点地图", "目录"):
        assert words not in flat


def test_counter_can_be_read_and_filled_in_by_everybody(page, ask):
    wrong = []
    for address in ("/request/", "/mailbox/", "/request/status/"):
        page.goto(address)
        wrong += shown_to_all(page, address)
    _, code = ask(page, about="演示：无障碍的回执")
    wrong += shown_to_all(page, "received")
    page.goto("/request/status/")
    page.fill("[name=code]", code)
    page.fill("[name=fragment]", "1234")
    with page.expect_navigation():
        page.click("main form button")
    wrong += shown_to_all(page, "found")
    assert not wrong


def test_desk_of_cases_and_reports_can_be_read_by_everybody(page, desk, ask):
    title = "演示：无障碍的办件"
    ask(page, about=title)
    clerk = desk("zhaoyu")
    clerk.goto("/desk/cases/?tab=new")
    case = clerk.get_attribute(f"main a:text-is('{title}')", "href")
    clerk.goto("/desk/cases/?tab=done")
    clerk.goto(clerk.get_attribute("main tbody a >> nth=0", "href"))
    document = clerk.get_attribute("a[href^='/desk/cases/documents/'] >> nth=0", "href")
    wrong = []
    for address in ("/desk/cases/?tab=all", "/desk/cases/new/", "/desk/cases/rates/", case,
                    f"{case}act/receipt/", f"{case}draft/reply/?outcome=granted", document,
                    "/desk/report/", "/desk/report/2014/", "/desk/report/2014/behind/published/",
                    "/desk/report/2014/declare/"):  # fmt: skip
        assert clerk.goto(address).ok, address
        wrong += shown_to_all(clerk, address)
    assert not wrong


def test_request_is_handed_in_by_keyboard_alone(page):
    page.goto("/request/")
    keys = page.keyboard
    for name, value in (("about", "演示：只用键盘的申请"), ("text", "演示"), ("name", "演示·键盘"),
                        ("id_kind", "ArrowDown"), ("id_number", "演示E0000"),
                        ("proof", "Enter"), ("phone", "0311-00000000")):  # fmt: skip
        tab_to(page, f"[name={name}]")
        if name == "proof":
            chosen = opened_by(page, value)
            chosen.set_files({"name": "a.pdf", "mimeType": "application/pdf", "buffer": PDF})
        elif name == "id_kind":
            keys.press(value)
        else:
            keys.type(value)
    tab_to(page, "main form button")
    with page.expect_navigation():
        keys.press("Enter")
    assert page.inner_text("h1") == "已经提交"


def opened_by(page, key):
    """Return the file chooser a key opens; a busy browser may lose the first one pressed."""
    for _ in range(3):
        try:
            with page.expect_file_chooser(timeout=6_000) as chosen:
                page.keyboard.press(key)
            return chosen.value
        except Late:
            continue
    raise AssertionError("no file chooser")


def tab_to(page, selector):
    """Press Tab until something is reached, as somebody without a mouse does."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("one => document.activeElement.matches(one)", selector):
            return
    pytest.fail(f"Tab never reaches {selector}")
