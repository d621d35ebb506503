import re
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory

import gongkai
from gongkai.design.views import parts
from gongkai.law.articles import article
from gongkai.portal.queries.pages import Banner, Correction, Footer, Link
from tests.design.samples import (
    ARTICLE,
    CATALOGUE,
    COLUMN,
    EMPTY_COLUMN,
    HASH,
    HEAD,
    HOME,
    LONG_ARTICLE,
    MOVED,
    OUT,
    PAGES,
    an_article,
)

ROOMS = Path(gongkai.__file__).parent
TEMPLATES = {
    str(path.relative_to(ROOMS / room / "templates")): path
    for room in ("design", "portal", "publishing")
    for path in sorted((ROOMS / room / "templates").rglob("*.html"))
    if room == "design" or path.parts[-2] in {"portal", "blocks"} or path.name == "body.html"
}
THE_SCRIPT = '<script src="{{ page.head.assets.script }}" defer></script>'
DATA_ELEMENT = '<script type="application/ld+json">'


class Outline(HTMLParser):
    """The tags of a page with their attributes, and each field's label."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    def meta(self) -> dict[str, str]:
        return {a["name"]: a["content"] for a in self.all("meta") if "name" in a}


def shown(template: str, page: object) -> str:
    return render_to_string(template, {"page": page})


def page_has_figures(name: str) -> bool:
    return hasattr(PAGES[name], "figures")


def a_request(**changes: Any) -> Any:
    request = RequestFactory().get("/desk/")
    request.user = SimpleNamespace(is_authenticated=True, name="演示甲")
    request.at = datetime(2015, 3, 30, 8, 26, tzinfo=UTC)
    request.demonstration = True
    request.desk_nav = (Link("待办", "/desk/", current=True),)
    for name, value in changes.items():
        setattr(request, name, value)
    return request


def refused(**changes: Any) -> str:
    what = {
        "code": "card.twice",
        "message": "您已在这张卡上签过其他环节。",
        "article": article("review.secrecy", date(2015, 3, 30)),
    }
    context = {"refused": SimpleNamespace(**{**what, **changes})}
    return render_to_string("design/refused.html", context, request=a_request())


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_compiles_and_names_no_missing_part(name: str) -> None:
    assert get_template(name)


@pytest.mark.parametrize(
    "name", [name for name in TEMPLATES if "/parts/" in name or "/blocks/" in name]
)
def test_part_stays_under_forty_lines(name: str) -> None:
    assert len(TEMPLATES[name].read_text(encoding="utf-8").splitlines()) < 40


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_includes_parts_with_only_what_they_need(name: str) -> None:
    includes = re.findall(r"\{% include [^%]*%\}", TEMPLATES[name].read_text(encoding="utf-8"))
    assert all(include.endswith(" only %}") for include in includes)


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_has_no_inline_style_or_script(name: str) -> None:
    text = TEMPLATES[name].read_text(encoding="utf-8").replace(THE_SCRIPT, "")
    text = text.replace(DATA_ELEMENT, "")  # read by search engines, run by nobody
    assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=", text)


def test_public_pages_load_one_script_and_none_of_their_parts_load_another() -> None:
    loading = [name for name, path in TEMPLATES.items() if THE_SCRIPT in path.read_text()]
    assert loading == ["design/base.html"]


@pytest.mark.parametrize("name", PAGES)
def test_public_page_has_what_every_page_must_have(name: str) -> None:
    page = Outline(shown(name, PAGES[name]))
    assert page.all("html")[0]["lang"] == "zh-CN"
    assert len(page.all("h1")) == 1
    assert page.all("main")[0] == {"class": "page", "id": "content", "tabindex": "-1"}
    assert page.all("a")[0] == {"class": "skip", "href": "#content"}
    assert "width=device-width" in page.meta()["viewport"]
    assert page.meta()["SiteName"] == "石家庄市统计局"
    assert page.meta()["SiteDomain"] == "tjj.example"
    assert re.fullmatch(r"\d{10}|bm\d{8}", page.meta()["SiteIDCode"])
    assert all("alt" in image for image in page.all("img"))
    assert all("scope" in head for head in page.all("th"))
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", PAGES)
def test_public_page_ends_with_who_runs_it_and_its_codes(name: str) -> None:
    html = shown(name, PAGES[name])
    for words in ("主办单位：石家庄市统计局", "电话：0000-0000000", "网站标识码：1301000000（演示）",
                  "冀ICP备00000000号", "冀公网安备", 'href="/sitemap.html"'):  # fmt: skip
        assert words in html


def test_footer_leaves_out_what_the_profile_does_not_say() -> None:
    bare = replace(HEAD, footer=Footer(sponsor="某局"))
    html = shown("portal/not_found.html", SimpleNamespace(head=bare))
    assert "主办单位：某局" in html
    assert not re.search(r"承办单位|地址：|邮编|电话：|传真|邮箱|ICP|公安", html)


@pytest.mark.parametrize("name", ["portal/home.html", "portal/not_found.html"])
def test_public_page_says_nothing_of_a_demonstration_when_it_is_real(name: str) -> None:
    head = replace(HEAD, demonstration=False, footer=Footer(sponsor="某局"))
    page = replace(PAGES[name], head=head, **({"figures": None} if page_has_figures(name) else {}))
    assert "演示" not in shown(name, page)


def test_nav_names_the_current_column() -> None:
    current = [a for a in Outline(shown("portal/home.html", HOME)).all("a") if "aria-current" in a]
    assert [a["href"] for a in current] == ["/columns/data/"]


def test_home_asks_first_then_shows_figures_the_newest_and_the_promises() -> None:
    html = shown("portal/home.html", HOME)
    order = ['role="search"', "13\u2009612.4", "最新的", "33 条", "台账已到第 <b>214</b> 号"]
    assert [html.index(one) for one in order] == sorted(html.index(one) for one in order)
    assert f'title="{HASH}"' in html
    assert html.count('role="search"') == 1


def test_home_says_a_change_in_words_beside_its_shape() -> None:
    html = shown("portal/home.html", HOME)
    assert '<span aria-hidden="true">▲</span> 同比增长 7.6%' in html
    assert '<span aria-hidden="true">▼</span> 同比下降 3.5%' in html
    assert html.count('class="change"') == 2


def test_home_says_so_when_nothing_is_public_yet() -> None:
    bare = replace(HOME, latest=(), sections=(), promises=(), figures=None)
    html = shown("portal/home.html", bare)
    assert "还没有公开的信息" in html
    assert 'class="figures"' not in html


def test_column_carries_its_meta_tags() -> None:
    meta = Outline(shown("portal/column.html", COLUMN)).meta()
    assert [meta[f"Column{n}"] for n in ("Name", "Description", "Keywords", "Type")] == [
        "统计数据",
        "说明",
        "公报,数据",
        "统计数据",
    ]


def test_column_sends_on_to_the_catalogue_when_it_is_empty() -> None:
    assert "这里还没有信息" in shown("portal/column.html", EMPTY_COLUMN)


def test_column_shows_its_family_and_its_months_by_year() -> None:
    page = Outline(shown("portal/column.html", COLUMN))
    current = [a["href"] for a in page.all("a") if "aria-current" in a]
    assert current == ["/columns/data/", "/columns/data-y/", "/columns/data/201410.html"]
    assert re.findall(r"<h3>(\d{4}年)</h3>", shown("portal/column.html", COLUMN)) == [
        "2014年",
        "2013年",
    ]


def test_moved_column_leads_on_without_a_script() -> None:
    html = shown("portal/moved.html", MOVED)
    assert '<meta http-equiv="refresh" content="0; url=/columns/data/">' in html
    assert 'href="/columns/data/">前往统计数据</a>' in html


def test_catalogue_shows_the_four_elements_of_each_row() -> None:
    html = shown("portal/catalogue.html", CATALOGUE)
    heads = re.findall(r'<th scope="col"[^>]*>([^<]+)</th>', html)
    assert heads[:4] == ["索引号", "名称", "内容概述", "生成日期"]
    for words in ("000130100/2014-00029", "概述（演示）", "2014-10-20", "失效"):
        assert words in html


def test_article_carries_its_meta_tags_as_shown() -> None:
    html = shown("portal/article.html", ARTICLE)
    meta = Outline(html).meta()
    assert meta["ArticleTitle"] == ARTICLE.title
    assert meta["PubDate"] == "2014-10-24 10:00"
    assert f">{meta['PubDate']}</time>" in html
    assert meta["ContentSource"] == "本局综合处"
    assert meta["Keywords"] == "经济,统计"
    assert meta["Description"] == "概述<b>"
    assert meta["Url"] == "https://tjj.example/info/201410/a1.html"


def test_article_escapes_what_people_typed() -> None:
    html = shown("portal/article.html", ARTICLE)
    assert "<情况>" not in html
    assert "<工业>" not in html
    assert "概述<b>" not in html
    assert "<p>增长<strong>7.6%</strong>。</p>" in html


def test_article_shows_every_kind_of_block() -> None:
    html = shown("portal/article.html", ARTICLE)
    assert f'src="/files/2d/{HASH}.png" alt="说明" width="640" height="480"' in html
    assert f'href="/files/2d/{HASH}.xlsx" download="表.xlsx"' in html
    assert re.search(r'src="/files/[0-9a-f]{2}/[0-9a-f]{64}\.svg" alt="折线"', html)
    assert '<td class="number">3612.4</td>' in html
    assert '<th scope="row">1月</th><td class="number">7.6</td>' in html
    assert "51\u2009702.7" in html
    assert "注：现价" in html


def test_article_lists_its_headings_when_there_are_many() -> None:
    page = Outline(shown("portal/article.html", LONG_ARTICLE))
    links = [a["href"][1:] for a in page.all("a") if (a.get("href") or "").startswith("#part-")]
    ids = [a["id"] for a in page.all("h2") if (a.get("id") or "").startswith("part-")]
    assert links == ids
    assert len(ids) == 5
    assert 'class="contents' not in shown("portal/article.html", ARTICLE)


def test_article_says_kind_and_size_of_an_attachment() -> None:
    html = shown("portal/article.html", ARTICLE)
    assert '<span class="kind">XLSX</span>' in html
    assert "<small>表.xlsx，2.0 KB</small>" in html.replace("\xa0", " ")


def test_article_table_can_be_scrolled_by_keyboard() -> None:
    scrolls = [a for a in Outline(shown("portal/article.html", ARTICLE)).all("div")
               if a.get("class") == "scroll"]  # fmt: skip
    assert scrolls
    assert all(a["tabindex"] == "0" and a["role"] == "region" and a["aria-label"] for a in scrolls)


def test_article_links_to_the_current_version_when_it_is_superseded() -> None:
    banner = Banner(kind="已被更正", text="这是第1版。", address="/info/201410/a1.html")
    html = shown("portal/article.html", an_article(banner=banner))
    assert '<b>已被更正</b>这是第1版。　<a href="/info/201410/a1.html">查看现行版本</a>' in html
    assert "查看现行版本" not in shown("portal/article.html", ARTICLE)


def test_article_lists_its_corrections_with_the_text_before() -> None:
    change = Correction(
        number=1, at=OUT, what="改了甲", why="录入有误", address="/info/201410/a1.v1.html"
    )
    html = shown("portal/article.html", an_article(corrections=(change,)))
    for words in ("第1次更正", "改了甲", "原因：录入有误", 'href="/info/201410/a1.v1.html"'):
        assert words in html


def test_article_links_to_the_origin_when_it_is_a_repost() -> None:
    html = shown(
        "portal/article.html", an_article(source="国家统计局", source_url="http://a.gov.cn/x")
    )
    assert '<a href="http://a.gov.cn/x" rel="noopener noreferrer">国家统计局</a>' in html


def test_desk_shows_who_is_here_where_and_when() -> None:
    html = render_to_string("design/desk.html", {}, request=a_request())
    page = Outline(html)
    assert page.all("form")[0]["action"] == "/desk/logout/"
    assert page.all("form")[0]["method"] == "post"
    assert [a["name"] for a in page.all("input")] == ["csrfmiddlewaretoken"]
    assert "演示甲" in html
    assert "2015-03-30 16:26" in html
    assert [a["href"] for a in page.all("a") if "aria-current" in a] == ["/desk/"]


def test_desk_shows_no_way_out_and_no_moment_when_nobody_is_in_a_real_database() -> None:
    nobody = SimpleNamespace(is_authenticated=False)
    request = a_request(user=nobody, demonstration=False, desk_nav=())
    html = render_to_string("design/desk.html", {}, request=request)
    assert "退出" not in html
    assert "演示" not in html
    assert "<nav" not in html


def test_refused_says_what_happened_which_rule_and_what_to_do() -> None:
    html = refused()
    assert len(Outline(html).all("h1")) == 1
    for words in ("您已在这张卡上签过其他环节。", "《", "填写的内容", "card.twice", "返回工作台"):
        assert words in html


def test_refused_names_no_rule_when_there_is_none() -> None:
    assert "依据" not in refused(article=None)


class AForm(forms.Form):
    reason = forms.CharField(label="理由", help_text="写明原因")
    opinion = forms.ChoiceField(label="意见", choices=[("y", "同意")], widget=forms.RadioSelect)


def test_field_is_tied_to_its_label_help_and_error() -> None:
    html = "".join(
        render_to_string("design/parts/field.html", {"field": bound}) for bound in AForm({})
    )
    page = Outline(html)
    assert page.all("label")[0]["for"] == "id_reason"
    written = next(a for a in page.all("input") if a["name"] == "reason")
    assert written["aria-describedby"] == "id_reason_helptext id_reason_error"
    assert written["aria-invalid"] == "true"
    ids = {a["id"] for _, a in page.tags if "id" in a}
    assert {"id_reason_helptext", "id_reason_error", "id_opinion_error"} <= ids
    assert len(page.all("legend")) == 1


def test_steps_say_which_is_done_and_which_is_now() -> None:
    steps = [
        SimpleNamespace(name="采编", note="10-20", state="done"),
        SimpleNamespace(name="签发", note="", state="now"),
    ]
    html = render_to_string("design/parts/steps.html", {"steps": steps})
    assert [a.get("aria-current") for a in Outline(html).all("li")] == [None, "step"]
    assert "（已办）" in html


def test_parts_page_shows_every_part() -> None:
    html = parts(a_request()).content.decode()
    for name in (
        "steps",
        "stamp",
        "finding",
        "empty",
        "pager",
        "crumbs",
        "ledger",
        "search",
        "figures",
        "attachment",
        "contents",
        "scroll",
        "field",
    ):
        assert f'class="{name}' in html
    assert len(Outline(html).all("h1")) == 1
    assert not re.search(r"<script|<style|\sstyle=", html)
