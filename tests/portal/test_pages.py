"""What the pages say: promises, the law of the day, meta tags, links, catalogue and guide."""

import csv
import io
import re
from datetime import date, datetime, timedelta

import html5lib
import pytest
from django.conf import settings

from gongkai.portal import actions as press
from gongkai.portal import queries
from gongkai.publishing.models import Edition
from gongkai.publishing.words import GUIDE as FIELDS
from tests.make import NOW, SHANGHAI
from tests.portal import road
from tests.portal.small import FOOTER, LATER, Reader, crawl


@pytest.fixture
def bureau(db):
    return road.a_bureau()


def test_promises_judge_only_what_was_formed_since_the_register_was_born(bureau):
    road.released(bureau, "演示旧章", formed_on=date(2012, 3, 1))
    road.released(bureau, "演示新件", formed_on=NOW.date())
    said = {one.text: one.value for one in queries.promises(queries.Site(NOW))}
    assert said["2014年主动公开信息"] == "2 条"
    assert said["2014年在20个工作日内公开"] == "1 / 1"


@pytest.mark.parametrize(
    ("formed", "law", "category"),
    [
        (date(2014, 10, 13), "第九条至第十二条", ""),
        (date(2019, 5, 14), "第九条至第十二条", ""),
        (date(2019, 5, 15), "第二十条", "（四）"),
    ],
)
def test_an_article_cites_the_law_of_the_day_it_was_formed(db, formed, law, category):
    at = datetime(2019, 6, 3, 9, tzinfo=SHANGHAI)
    bureau = road.a_bureau(NOW)
    page = road.released(bureau, "演示本件", at, formed_on=formed, category=4)
    found = queries.article(queries.Site(at), Edition.objects.get(public_id=page.public_id))
    elements = {one.name: one.value for one in found.elements}
    assert elements["有效性"] == "有效"
    assert elements["依据"].startswith(f"《政府信息公开条例》{law}")
    assert elements.get("类别", "")[:3] == category


def html_pages():
    return {path: data.decode() for path, data in road.tree().items() if path.endswith(".html")}


def faults_of_meta(path, page, site):
    """Return what a page's meta tags lack (META-01 to META-06, plain names of the guideline)."""
    meta, names = page.meta, [name for name, _ in page.metas]
    wanted = ["SiteName", "SiteDomain", "SiteIDCode", "Description"]
    column = ["ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"]
    article = path.startswith("info/") and "ArticleTitle" in meta
    if path.startswith(("columns/", "catalogue/", "guide/", "changes/")) or article:
        wanted += column
    if article:
        wanted += ["ArticleTitle", "PubDate", "ContentSource", "Url"]
    found = [f"META-01 {name}" for name in wanted if not meta.get(name)]
    found += [f"twice {name}" for name in set(names) if names.count(name) > 1]
    found += [f"empty {name}" for name, value in page.metas if not value.strip()]
    if not re.fullmatch(r"\d{10}|bm\d{8}", meta.get("SiteIDCode", "")):
        found.append("META-05")
    return found + (faults_of_article(path, page, site) if article else [])


def faults_of_article(path, page, site):
    meta, found = page.meta, []
    public_id = path.split("/")[-1].split(".")[0]
    edition = Edition.objects.filter(public_id=public_id).order_by("number").first()
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}", meta["PubDate"]):
        found.append("META-02")
    shown = re.search(r"发布时间：([\d: -]+)", page.visible)
    released = queries.local(edition.first_from).strftime("%Y-%m-%d %H:%M")
    if not shown or not shown[1].strip() == meta["PubDate"] == released:
        found.append("META-03")
    if meta["ArticleTitle"] not in page.visible or not page.title.startswith(meta["ArticleTitle"]):
        found.append("META-04")
    if meta["PubDate"] < edition.formed_on.isoformat():
        found.append("META-06")
    if meta["Url"] != f"{site.head().base_url}/{path}":
        found.append("Url")
    return found


def test_every_page_carries_its_meta_tags(small):
    site = queries.Site(LATER)
    faults = {path: faults_of_meta(path, Reader(html), site) for path, html in html_pages().items()}
    assert {path: found for path, found in faults.items() if found} == {}


def test_the_lint_of_meta_tags_finds_what_is_wrong(small):
    site, path = queries.Site(LATER), small.path("plain")
    html = road.public(path)
    for right, wrong, fault in (
        ('name="SiteIDCode" content="1301000009"', 'name="SiteIDCode" content="13"', "META-05"),
        ('name="PubDate" content="2014-10-20', 'name="PubDate" content="2014-10-19', "META-03"),
        ('name="PubDate" content="2014-10-20', 'name="PubDate" content="2014-09-01', "META-06"),
        ('name="PubDate" content="2014-10-20 ', 'name="PubDate" content="2014年10月20日', "META-02"),
        ('name="ArticleTitle" content="', 'name="ArticleTitle" content="又', "META-04"),
        ('name="ContentSource" content="演示局"', 'name="ContentSource" content=""',
         "META-01 ContentSource"),
    ):  # fmt: skip
        assert right in html
        assert fault in faults_of_meta(path, Reader(html.replace(right, wrong)), site)


def test_every_page_has_a_title_of_its_own_an_address_and_the_feed(small):
    base, titles = settings.BASE_URL, {}
    for path, html in html_pages().items():
        page = Reader(html)
        assert page.lang == "zh-CN", path
        assert "/feed.atom" in page.rels["alternate"], path
        canonical = page.rels.get("canonical", [])
        if path == "404.html" or path in {small.path("down"), small.path("urgent")}:
            assert canonical == [], path
            assert page.meta["robots"] == "noindex"
            continue
        own = re.sub(r"\.v\d+\.html$", ".html", f"/{path}").removesuffix("index.html")
        assert canonical == [base + own], path
        if own == f"/{path}".removesuffix("index.html"):
            assert titles.setdefault(page.title, path) == path
            assert page.title.endswith(page.meta["SiteName"]) or path == "index.html"


def test_an_article_names_its_author_and_picture_where_that_is_honest(small):
    own, repost = (Reader(road.public(small.path(name))).meta for name in ("picture", "repost"))
    assert own["Author"] == "综合处（演示）"
    assert own["Image"].startswith(f"{settings.BASE_URL}/files/")
    assert own["Image"].removeprefix(f"{settings.BASE_URL}/") in road.tree()
    assert repost["ContentSource"] == "演示省局"
    assert "Author" not in repost
    assert "Image" not in repost


def test_a_corrected_article_keeps_the_time_of_its_first_release_and_says_when_it_changed(small):
    now, before = (
        Reader(road.public(small.path("corrected", suffix))) for suffix in (".html", ".v1.html")
    )
    assert now.meta["PubDate"] == before.meta["PubDate"] == "2014-10-20 10:04"
    assert "更正时间：2014-10-22 09:00" in now.visible
    assert "更正时间" not in before.visible
    assert before.rels["canonical"] == now.rels["canonical"]
    listed = road.public("columns/news/201410.html")
    assert "2014-10-20 10:04" in listed


def test_every_page_is_well_formed_html(small):
    for path, html in html_pages().items():
        html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
        assert html.count("<h1") == 1, path


def test_every_link_of_the_site_answers_and_everything_is_linked(small):
    files = road.tree()
    reached, broken = crawl(files, settings.BASE_URL)
    assert broken == set()
    left = {path for path in files if path not in reached and not path.startswith(".")}
    assert left == {"404.html"}


def test_the_guide_says_what_the_law_asks_and_what_its_card_approved(small):
    page = Reader(road.public("guide/index.html"))
    for name, label in FIELDS.items():
        assert label in page.visible
        assert f"演示{name}" in page.visible
    assert "第十九条（待核）" in page.visible
    assert "15个工作日" in page.visible
    assert "《政府信息公开条例》第二十四条" in page.visible
    assert "711" not in page.visible
    assert "20个工作日" not in page.visible


def test_the_guide_follows_the_regulation_of_the_day(bureau):
    found = queries.guide(queries.Site(datetime(2019, 5, 15, tzinfo=SHANGHAI)))
    assert found.law == "《政府信息公开条例》第十二条"
    said = {one.name: one for one in found.asking}
    assert said["多久答复"].law == "《政府信息公开条例》第三十三条第二款"
    assert "20个工作日" in said["多久答复"].text
    assert all(one.law and "待核" not in one.law for one in found.asking)
    old = queries.guide(queries.Site(datetime(2019, 5, 14, 23, 59, tzinfo=SHANGHAI)))
    assert "15个工作日" in {one.name: one for one in old.asking}["多久答复"].text


def test_the_guide_says_that_it_is_not_approved_before_it_is(bureau):
    html = road.public("guide/index.html")
    assert "指南尚在审批" in html
    assert "暂未公布" not in html
    assert "从哪里提出" not in html


def test_the_catalogue_counts_its_months_and_shows_the_newest(small):
    page = Reader(road.public("catalogue/index.html"))
    text = re.sub(r"\s+", " ", page.visible)
    assert re.search(r"2014年 ?8 条", text)
    assert re.search(r"11月 ?1 条", text)
    assert re.search(r"10月 ?7 条", text)
    assert "演示后月件" in page.visible
    assert "演示plain" not in page.visible


def test_a_month_of_the_catalogue_has_every_element_of_every_item(small):
    page = Reader(road.public("catalogue/201410.html"))
    for head in ("索引号", "名称", "内容概述", "生成日期", "公开日期", "文号", "有效性", "栏目"):
        assert head in page.visible
    for words in ("000130100/2014-", "石统〔2014〕12号", "废止", "2014-10-13", "统计公报"):
        assert words in page.visible
    assert "演示down" not in page.visible
    assert "演示urgent" not in page.visible


def test_a_month_of_the_catalogue_can_be_taken_along(small):
    data = road.tree()["catalogue/201410.csv"]
    assert data.startswith(b"\xef\xbb\xbf")
    text = data.decode("utf-8-sig")
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    assert len(rows) == 7
    found = {row["名称"]: row for row in rows}
    assert found["演示plain"]["文号"] == "石统〔2014〕12号"
    assert found["演示expired"]["有效性"] == "废止"
    assert found["演示plain"]["网址"] == f"{settings.BASE_URL}/{small.path('plain')}"
    assert found["演示plain"]["公开时间"] == "2014-10-20 10:00"
    assert found['\'=HYPERLINK("http://x.example")']["内容概述"] == '\'+1 演示, "引号"'
    assert '"\'=HYPERLINK(""http://x.example"")"' in text


def test_what_changed_after_release_is_listed_without_telling_what_was_taken_down(small):
    html = road.public("changes/index.html")
    for words in (
        "演示corrected（改）",
        "演示改动。原因：演示原因",
        "演示expired",
        "废止：演示原因",
    ):
        assert words in html
    assert html.count(">本件已撤下</a>") == 2
    for hidden in ("演示down", "演示urgent", "演示不可说"):
        assert hidden not in html


def test_the_front_page_leads_to_what_its_promises_count(small):
    page = queries.home(queries.Site(LATER))
    said = {one.text: (one.value, one.address) for one in page.promises}
    assert said["2014年主动公开信息"] == ("8 条", "/catalogue/#y2014")
    assert said["公开后更正"] == ("1 件", "/changes/#corrected")
    assert said["公开后撤下"] == ("2 件", "/changes/#down")
    assert {one.name for one in page.ask} >= {"联系电话", "办公时间"}
    html = road.public("index.html")
    assert "演示phone" in html
    assert "2014-11-03" in html


def test_the_footer_says_who_runs_the_site_on_every_page(small):
    for path, html in html_pages().items():
        visible = Reader(html).visible
        for words in (*FOOTER.values(), "1301000009"):
            assert words in visible, (path, words)
        assert 'href="/sitemap.html"' in html


def test_the_site_map_shows_every_column_with_what_it_holds(small):
    page = Reader(road.public("sitemap.html"))
    assert {"/columns/news/", "/columns/communique/"} <= set(page.links)
    assert "年度和普查公报（演示）。" in page.visible


def test_a_page_that_is_not_there_sends_on_and_looks_the_same_before_release(small):
    page = Reader(road.public("404.html"))
    assert {"/search/", "/catalogue/", "/", "/columns/news/", "/sitemap.html"} <= set(page.links)
    before = road.public("404.html")
    draft = road.drafted(small.bureau, "演示将公开", LATER)
    road.approved(small.bureau, draft, LATER, release_at=LATER + timedelta(days=9))
    press.tick(LATER)
    road.released(small.bureau, "演示别的", LATER + timedelta(minutes=1))
    assert road.public("404.html") == before
