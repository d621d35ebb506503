import re
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.template.loader import get_template, render_to_string

import gongkai.publishing
from gongkai.law.terms import publish_term
from gongkai.portal.rules import version_address
from gongkai.publishing.forms import ReasonForm, UrgentForm
from tests.design.samples import CONTENT, HASH
from tests.publishing.desk_pages import (
    AT,
    OUT,
    TERM,
    Outline,
    a_card,
    a_column,
    a_draft,
    a_line,
    a_signature,
    a_told,
    all_pages,
    an_edition,
    paged,
    shown,
    the_disclosure,
    the_home,
)

FOLDER = Path(gongkai.publishing.__file__).parent / "templates"
TEMPLATES = {str(path.relative_to(FOLDER)): path for path in sorted(FOLDER.rglob("*.html"))}
PAGES = ("home", "card", "cards", "disclosures", "disclosure", "new", "form", "columns", "duties",
         "routes")  # fmt: skip
WHOLE = {f"publishing/{name}.html" for name in (*PAGES, "preview")}
NAMED = {"q", "mine", "comment"}


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_compiles_and_includes_parts_with_only_what_they_need(name: str) -> None:
    assert get_template(name)
    includes = re.findall(r"\{% include [^%]*%\}", TEMPLATES[name].read_text(encoding="utf-8"))
    assert all(include.endswith(" only %}") for include in includes)


@pytest.mark.parametrize("name", [name for name in TEMPLATES if name not in WHOLE])
def test_part_of_a_desk_page_stays_under_forty_lines(name: str) -> None:
    assert len(TEMPLATES[name].read_text(encoding="utf-8").splitlines()) < 40


@pytest.mark.parametrize("name", PAGES)
def test_desk_page_is_accessible_by_construction(name: str) -> None:
    html = all_pages()[name]
    page = Outline(html)
    assert len(page.all("h1")) == 1
    assert all(head["scope"] in {"col", "row"} for head in page.all("th"))
    assert all("alt" in image for image in page.all("img"))
    assert len(page.ids()) == len(set(page.ids()))
    for form in page.all("form"):
        assert form.get("method") in {"post", "get"}
    assert html.count('name="csrfmiddlewaretoken"') == html.count('method="post"')
    labels = {label.get("for") for label in page.all("label")}
    fields = [a for tag in ("input", "textarea", "select") for a in page.all(tag)]
    typed = [a for a in fields if a.get("type") not in {"hidden", "checkbox"}]
    assert all(a["id"] in labels for a in typed)


@pytest.mark.parametrize("name", PAGES)
def test_desk_page_escapes_what_people_typed(name: str) -> None:
    html = all_pages()[name]
    assert "<运行>" not in html
    assert "<一>" not in html


@pytest.mark.parametrize(
    ("formed", "today", "words"),
    [
        (date(2014, 10, 20), date(2014, 10, 23), "尚余17个工作日"),
        (date(2014, 10, 20), date(2014, 11, 13), "仅余2个工作日"),
        (date(2014, 10, 20), date(2014, 11, 17), "今天到期"),
        (date(2014, 10, 20), date(2014, 11, 20), "已超期3个工作日"),
    ],
)
def test_term_says_in_words_what_is_left(formed: date, today: date, words: str) -> None:
    context = {"term": publish_term(formed, today), "formed_on": formed}
    html = render_to_string("publishing/term.html", context)
    assert words in html
    assert ("tag block" in html) == ("尚余" not in words)


def test_term_says_on_which_day_it_went_out_once_it_is_public() -> None:
    context = {"term": TERM, "formed_on": date(2014, 10, 20), "out": True}
    assert "第3个工作日公开" in render_to_string("publishing/term.html", context)


def test_term_asks_for_the_day_of_forming_when_there_is_none() -> None:
    html = render_to_string("publishing/term.html", {"term": None, "formed_on": None})
    assert "未填生成日期" in html


def test_home_lists_what_waits_with_its_step_and_moment() -> None:
    html = the_home("leader", waiting=[a_card()], may_draft=True)
    for words in (
        "石统网审〔2014〕29号",
        ">签发<",
        "10-23 起",
        "2014-10-24 10:00:00",
        "/cards/29/",
    ):
        assert words in html
    assert "/desk/disclosures/new/" in Outline(html).links()


def test_home_says_what_to_do_next_when_nothing_waits() -> None:
    assert "审批卡到您的环节时列在这里" in the_home("leader")
    assert "系统管理员只管理账号和任职" in the_home("admin")
    assert "您目前没有任何岗位" in the_home()
    assert "/desk/disclosures/new/" not in Outline(the_home("leader")).links()


def test_home_shows_drafts_with_the_term_left() -> None:
    late = publish_term(date(2014, 10, 20), date(2014, 11, 13))
    html = the_home("editor", drafts=[(a_draft(), late, None)], may_draft=True)
    assert "仅余2个工作日" in html
    assert "/desk/disclosures/7/submit/" in Outline(html).links()


def test_home_does_not_count_a_term_again_for_a_draft_that_is_public() -> None:
    draft = a_draft()
    draft.released = 12
    html = the_home("editor", drafts=[(draft, TERM, None)], may_draft=True)
    assert "已公开，有未送审的改动" in html
    assert "工作日</span>" not in html


def test_home_says_who_sent_a_draft_back_and_why() -> None:
    back = a_signature("演示乙", decision="send_back", comment="缺口径说明")
    back.card = a_card(step="draft")
    html = the_home("editor", drafts=[(a_draft(), TERM, back)], may_draft=True)
    assert "已退回" in html
    assert "缺口径说明" in html
    assert "重新送审" in html


def test_home_shows_the_administrator_no_card_they_could_not_open() -> None:
    card = a_card(step="draft", purpose="urgent", follow_up_due=date(2014, 10, 22))
    html = the_home("admin", urgent=[card], releases=[a_card(visible_from=OUT)])
    assert "/desk/cards/29/" not in Outline(html).links()


def test_home_shows_cards_that_are_held() -> None:
    html = the_home("office", held=[a_card(step="held")])
    assert "暂缓发布" in html
    assert "/desk/cards/29/" in Outline(html).links()


@pytest.mark.parametrize(("due", "words"), [(22, "已超期，应于"), (24, ">2014年10月24日前补办")])
def test_home_says_when_an_urgent_card_is_due(due: int, words: str) -> None:
    card = a_card(step="draft", purpose="urgent", follow_up_due=date(2014, 10, due))
    assert words in the_home("office", urgent=[card])


def test_home_shows_stale_columns_and_coming_releases() -> None:
    stale = SimpleNamespace(name="进度数据", days=40, promised=35)
    html = the_home("office", stale=[stale], releases=[a_card(visible_from=OUT)])
    assert "40天未更新" in html
    assert "10-24 10:00:00" in html


def test_cards_list_says_when_each_goes_out() -> None:
    rows = [a_card(), a_card(released_at=OUT), a_card(step="withdrawn"), a_card(release_at=None)]
    html = shown("cards", page_of=paged(rows), steps=[("sign", "签发", False)], step="")
    found = re.findall(r"拟于|已于|未发布|签发后即发", html)
    assert found == ["拟于", "已于", "未发布", "签发后即发"]


def test_cards_list_speaks_of_effect_when_a_card_changes_a_state() -> None:
    html = shown("cards", page_of=paged([a_card(purpose="repeal", release_at=None)]), steps=[])
    assert "签发后即生效" in html


def test_cards_list_keeps_its_filter_from_page_to_page() -> None:
    rows = [a_card(pk=n) for n in range(1, 6)]
    context = {"page_of": paged(rows, 2, 2), "steps": [], "step": "sign"}
    links = Outline(shown("cards", path="/desk/cards/?step=sign&page=2", **context)).links()
    assert {"?step=sign&page=1", "?step=sign&page=3"} <= links


def test_cards_list_offers_all_when_a_step_is_empty() -> None:
    assert "没有处于这个环节的审批卡" in shown("cards", page_of=paged([]), steps=[], step="sign")
    assert "还没有审批卡" in shown("cards", page_of=paged([]), steps=[], step="")


def test_disclosures_list_shows_state_term_and_number() -> None:
    line = a_line(state="已公开", tag="ok", public=an_edition(1), index_no="000130100/2014-00029")
    html = shown("disclosures", page_of=paged([line]), lines=[line], q="", mine=None)
    for words in ('tag ok">已公开', "第3个工作日公开", "000130100/2014-00029", "综合处（演示）"):
        assert words in html


@pytest.mark.parametrize(
    ("context", "words"),
    [({"q": "公报"}, "没有符合条件的信息"), ({"may_draft": True}, "从起草第一条开始"),
     ({}, "采编岗位起草后列在这里")],
)  # fmt: skip
def test_disclosures_list_says_why_it_is_empty(context: dict[str, object], words: str) -> None:
    values = {"q": "", "mine": None, "may_draft": False} | context
    assert words in shown("disclosures", page_of=paged([]), lines=[], **values)


def test_disclosure_offers_nothing_to_those_who_may_do_nothing() -> None:
    links = Outline(the_disclosure(a_line(public=an_edition(1)))).links()
    assert not any(link and re.search("submit|change|urgent|edit", link) for link in links)


def test_disclosure_offers_its_author_edit_and_submit() -> None:
    html = the_disclosure(a_line(), may_edit=True)
    assert "/desk/disclosures/7/submit/" in Outline(html).links()
    assert "送审更正" not in html
    assert "紧急下线" not in html
    assert "送审更正" in the_disclosure(a_line(public=an_edition(1)), may_edit=True)


def test_disclosure_offers_urgent_takedown_to_the_office_only_while_it_is_public() -> None:
    urgent = "/desk/disclosures/7/urgent/"
    public = a_line(public=an_edition(1))
    assert urgent in Outline(the_disclosure(public, office=True)).links()
    assert urgent not in Outline(the_disclosure(public, may_edit=True)).links()
    assert urgent not in Outline(the_disclosure(a_line(), office=True)).links()


def test_disclosure_points_to_the_card_under_way_instead_of_a_new_one() -> None:
    line = a_line(card=a_card(step="secrecy"), public=an_edition(1))
    html = the_disclosure(line, may_edit=True, office=True)
    assert "正在审批" in html
    assert "/desk/disclosures/7/submit/" not in Outline(html).links()
    assert "/desk/disclosures/7/change/" not in Outline(html).links()


def test_disclosure_asks_for_a_returned_card_to_be_submitted_again() -> None:
    html = the_disclosure(a_line(card=a_card(step="draft")), may_edit=True)
    assert "待重新送审" in html
    assert "/desk/disclosures/7/submit/" in Outline(html).links()


def test_disclosure_lists_editions_where_the_public_reads_them() -> None:
    line = a_line(public=an_edition(2), address="/info/201410/a1b2c3d4e5f6.html")
    html = the_disclosure(line, editions=[an_edition(2), an_edition(1)])
    links = Outline(html).links()
    assert line.address in links
    assert version_address("a1b2c3d4e5f6", OUT, 1) in links
    assert html.count(HASH) == 2


def test_disclosure_links_no_edition_that_is_down_or_not_out() -> None:
    waiting = an_edition(2, card=a_card(step="armed"))
    html = the_disclosure(a_line(), editions=[waiting, an_edition(1)])
    assert "待发布" in html
    assert "已下线" in html
    assert not any(link and link.startswith("/info/") for link in Outline(html).links())


def test_form_shows_every_error_and_keeps_what_was_typed() -> None:
    form = ReasonForm({"reason": ""})
    form.add_error(None, "不能撤回<甲>。")
    html = shown("form", form=form, heading="撤回审批卡", button="撤回", back=a_card())
    assert "不能撤回&lt;甲&gt;。" in html
    assert 'id="id_reason_error"' in html
    assert 'enctype="multipart/form-data"' in html
    assert "/desk/cards/29/" in Outline(html).links()


def test_form_puts_a_box_to_tick_before_its_words_and_marks_danger() -> None:
    form = UrgentForm({"reason": "含个人信息", "purge": "on"})
    html = shown("form", form=form, heading="紧急下线", button="立即下线", danger=True,
                 back_to=a_draft())  # fmt: skip
    assert re.search(r'<label for="id_purge"><input type="checkbox"[^>]*checked[^>]*> 含有', html)
    assert 'class="btn danger">立即下线' in html
    assert "确认后马上执行" in html
    assert "/desk/disclosures/7/" in Outline(html).links()


def test_form_shows_what_the_checks_found_only_when_they_ran() -> None:
    found = {"form": ReasonForm(), "heading": "送审", "button": "送审"}
    assert "须改正" in shown("form", findings=[a_told("block")], **found)
    assert "机器检查未发现问题" in shown("form", findings=[], **found)
    assert "机器检查" not in shown("form", **found)


def test_columns_nest_as_a_tree_and_mark_what_changed() -> None:
    rows = [(a_column("data"), False, ""), (a_column("price", "data"), True, ""),
            (a_column("news"), False, "")]  # fmt: skip
    html = shown("columns", "office", rows=rows, card=None, count=1)
    assert html.index("栏目data") < html.index("栏目price") < html.index("栏目news")
    assert re.search(r"栏目data.*<ul>\s*<li>\s*<span>栏目price", html, re.DOTALL)
    assert html.count("有改动</span>") == 1
    assert {"/desk/site/", "/desk/columns/price/move/"} <= Outline(html).links()


def test_columns_say_where_a_closed_one_went() -> None:
    rows = [(a_column("data") | {"moved_to": "news"}, False, "统计动态")]
    html = shown("columns", "office", rows=rows, card=None, count=0)
    assert '<li class="closed">' in html
    assert "已关闭，并入统计动态" in html


def test_columns_cannot_be_submitted_twice() -> None:
    rows = [(a_column("data"), True, "")]
    html = shown("columns", "office", rows=rows, card=a_card(), count=1)
    assert "网站改版正在审批" in html
    assert "/desk/site/" not in Outline(html).links()


def test_new_leads_to_the_editor_in_the_column_chosen() -> None:
    column = SimpleNamespace(pk=3, depth=3, title="进度数据", description="")
    html = shown("new", columns=[column])
    assert any("/publishing/disclosure/3/" in (link or "") for link in Outline(html).links())
    assert 'class="depth-3"' in html
    assert "还没有栏目" in shown("new", columns=[])


def test_duties_and_routes_are_changed_by_the_office_only() -> None:
    duty = SimpleNamespace(pk=4, get_step_display="采编", post="采编岗", since=AT, until=None)
    duties = {"lines": [("统计数据", duty, True)]}
    routes = {"rows": [("data", "统计数据", ["采编", "签发"])]}
    assert "采编 ► 签发 ► 发布" in shown("routes", **routes)
    for template, context in (("duties", duties), ("routes", routes)):
        office = shown(template, "office", **context)
        others = shown(template, "editor", **context)
        assert re.search("/desk/duties/4/end/|/desk/routes/data/", office)
        assert not re.search("/desk/duties/4/end/|/desk/routes/data/", others)


def test_duty_that_has_ended_cannot_be_ended_again() -> None:
    until = AT - timedelta(days=1)
    duty = SimpleNamespace(pk=4, get_step_display="采编", post="采编岗", since=AT, until=until)
    html = shown("duties", "office", lines=[("统计数据", duty, False)])
    assert "已结束" in html
    assert "/desk/duties/4/end/" not in html


def test_preview_says_it_is_not_public_and_needs_no_site() -> None:
    content = {**CONTENT, "title": "草稿<一>", "source": {"name": ""}, "formed_on": "2014-10-20"}
    html = shown("preview", content=content, desk=True)
    assert "预览 · 未公开" in html
    assert "草稿&lt;一&gt;" in html
    assert "/desk/files/2d/" in html
    assert "masthead" not in html


def test_body_on_the_desk_differs_from_the_public_one_only_where_it_must() -> None:
    public = render_to_string("publishing/body.html", {"content": CONTENT})
    desk = render_to_string("publishing/body.html", {"content": CONTENT, "desk": True})
    assert "/desk/" not in public
    assert f'src="/desk/files/2d/{HASH}.png"' in desk
    assert f'href="/desk/files/2d/{HASH}.xlsx"' in desk
    rest = re.compile(r"<figure.*?</figure>(?:\s*<p class=\"note\">.*?</p>)?", re.DOTALL)
    assert (
        rest.sub("", desk).replace("/desk/files/", "/files/").split()
        == rest.sub("", public).split()
    )


def test_chart_on_the_desk_shows_its_figures_instead_of_a_drawing() -> None:
    chart = next(block for block in CONTENT["body"] if block["type"] == "chart")
    html = render_to_string("publishing/blocks/chart.html", {"block": chart, "desk": True})
    assert "<img" not in html
    assert "<details open>" in html
    assert "替代文字：折线" in html
    assert '<td class="number">7.6</td>' in html
