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
from tests.design.samples import CATALOGUE, COLUMN, HASH, HOME, OUT, PAGES, Article, Head, Link

ROOMS = Path(gongkai.__file__).parent
TEMPLATES = {
    str(path.relative_to(ROOMS / room / "templates")): path
    for room in ("design", "portal", "publishing")
    for path in sorted((ROOMS / room / "templates").rglob("*.html"))
    if room == "design" or path.parts[-2] in {"portal", "blocks"} or path.name == "body.html"
}


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
    text = TEMPLATES[name].read_text(encoding="utf-8")
    assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=", text)


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
def test_public_page_shows_its_host_code_and_register(name: str) -> None:
    html = shown(name, PAGES[name])
    assert "主办单位：石家庄市统计局" in html
    assert "1301000000（演示）" in html
    assert "台账第 <b>214</b> 号" in html
    assert f'title="{HASH}"' in html


@pytest.mark.parametrize("name", ["portal/home.html", "portal/not_found.html"])
def test_public_page_says_nothing_of_a_demonstration_when_it_is_real(name: str) -> None:
    page = SimpleNamespace(**{**vars(PAGES[name]), "head": replace(Head(), demonstration=False)})
    assert "演示" not in shown(name, page).replace("概述（演示）", "")


def test_nav_names_the_current_column() -> None:
    current = [a for a in Outline(shown("portal/home.html", HOME)).all("a") if "aria-current" in a]
    assert [a["href"] for a in current] == ["/columns/data/"]


def test_home_shows_the_newest_then_the_rest_and_the_promises() -> None:
    html = shown("portal/home.html", HOME)
    assert re.search(r"<h2><a [^>]*>最新的</a></h2>", html)
    assert html.index("最新的") < html.index("前三季度经济运行")
    assert "废止" in html
    assert "33 条" in html
    assert "本栏目暂无信息" in html


def test_home_says_so_when_nothing_is_public_yet() -> None:
    bare = SimpleNamespace(head=Head(), latest=(), sections=(), promises=())
    assert "还没有公开的信息" in shown("portal/home.html", bare)


def test_column_carries_its_meta_tags() -> None:
    meta = Outline(shown("portal/column.html", COLUMN)).meta()
    assert [meta[f"Column{n}"] for n in ("Name", "Description", "Keywords", "Type")] == [
        "统计数据",
        "说明",
        "公报,数据",
        "统计数据",
    ]


def test_column_sends_on_to_the_catalogue_when_it_is_empty() -> None:
    bare = SimpleNamespace(
        **{**vars(COLUMN), "items": (), "months": (), "children": (), "month": ""}
    )
    assert "这里还没有信息" in shown("portal/column.html", bare)


def test_catalogue_shows_the_four_elements_of_each_row() -> None:
    html = shown("portal/catalogue.html", CATALOGUE)
    heads = re.findall(r'<th scope="col"[^>]*>([^<]+)</th>', html)
    assert heads == ["索引号", "名称", "内容概述", "生成日期"]
    for words in ("000130100/2014-00029", "概述（演示）", "2014-10-20", "失效"):
        assert words in html


def test_article_carries_its_meta_tags_as_shown() -> None:
    html = shown("portal/article.html", Article())
    meta = Outline(html).meta()
    assert meta["ArticleTitle"] == Article().title
    assert meta["PubDate"] == "2014-10-24 10:00"
    assert f">{meta['PubDate']}</time>" in html
    assert meta["ContentSource"] == "本局综合处"
    assert meta["Keywords"] == "经济,统计"
    assert meta["Description"] == "概述<b>"
    assert meta["Url"] == "https://tjj.example/info/201410/a1.html"


def test_article_escapes_what_people_typed() -> None:
    html = shown("portal/article.html", Article())
    assert "<情况>" not in html
    assert "<工业>" not in html
    assert "概述<b>" not in html
    assert "<p>增长<strong>7.6%</strong>。</p>" in html


def test_article_shows_every_kind_of_block() -> None:
    html = shown("portal/article.html", Article())
    assert f'src="/files/2d/{HASH}.png" alt="说明" width="640" height="480"' in html
    assert f'href="/files/2d/{HASH}.xlsx" download="表.xlsx"' in html
    assert re.search(r'src="/files/[0-9a-f]{2}/[0-9a-f]{64}\.svg" alt="折线"', html)
    assert '<th scope="row">甲</th><td class="number">3612.4</td>' in html
    assert '<th scope="row">1月</th><td class="number">7.6</td>' in html
    assert "51\u2009702.7" in html
    assert "注：现价" in html


def test_article_table_can_be_scrolled_by_keyboard() -> None:
    scrolls = [a for a in Outline(shown("portal/article.html", Article())).all("div")
               if a.get("class") == "scroll"]  # fmt: skip
    assert scrolls
    assert all(a["tabindex"] == "0" and a["role"] == "region" and a["aria-label"] for a in scrolls)


def test_article_links_to_the_current_version_when_it_is_superseded() -> None:
    banner = SimpleNamespace(kind="已被更正", text="这是第1版。", address="/info/201410/a1.html")
    html = shown("portal/article.html", Article(banner=banner))
    assert '<b>已被更正</b>这是第1版。　<a href="/info/201410/a1.html">查看现行版本</a>' in html
    assert "查看现行版本" not in shown("portal/article.html", Article())


def test_article_lists_its_corrections_with_the_text_before() -> None:
    change = SimpleNamespace(
        number=1, at=OUT, what="改了甲", why="录入有误", address="/info/201410/a1.v1.html"
    )
    html = shown("portal/article.html", Article(corrections=(change,)))
    for words in ("第1次更正", "改了甲", "原因：录入有误", 'href="/info/201410/a1.v1.html"'):
        assert words in html


def test_article_links_to_the_origin_when_it_is_a_repost() -> None:
    html = shown(
        "portal/article.html", Article(source="国家统计局", source_url="http://a.gov.cn/x")
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
        "items",
        "scroll",
        "field",
    ):
        assert f'class="{name}' in html
    assert len(Outline(html).all("h1")) == 1
    assert not re.search(r"<script|<style|\sstyle=", html)
