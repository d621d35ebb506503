"""Feeds, site maps and robots, as the programs of others read them."""

import re
import xml.etree.ElementTree as ET
from datetime import datetime, timedelta

import feedparser
import pytest
from django.conf import settings
from django.template.loader import render_to_string

from gongkai.portal import actions as press
from gongkai.portal import public, queries
from gongkai.portal.public.feeds import atom, feeds_of, maps_of
from gongkai.publishing import actions as publishing
from tests.make import NOW, SHANGHAI
from tests.portal import road
from tests.portal.small import LATER

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00")
AFTER = LATER + timedelta(days=30)


@pytest.fixture
def bureau(db):
    return road.a_bureau()


def entries(path="feed.atom"):
    return feedparser.parse(road.public(path).encode()).entries


def faults_of_atom(data):
    """Return what RFC 4287 asks for and a feed has not."""
    feed = ET.fromstring(data)
    found = [] if feed.tag == f"{ATOM}feed" else ["root"]
    for one in [feed, *feed.findall(f"{ATOM}entry")]:
        for name in ("id", "title", "updated"):
            if len(one.findall(ATOM + name)) != 1 or not one.findtext(ATOM + name):
                found.append(name)
        found += [
            "date" for name in ("updated", "published") for moment in one.findall(ATOM + name)
            if not MOMENT.fullmatch(moment.text)
        ]  # fmt: skip
        links = [link.get("rel", "alternate") for link in one.findall(f"{ATOM}link")]
        if links.count("alternate") != 1:
            found.append("link")
        if not (feed.findall(f"{ATOM}author") or one.findall(f"{ATOM}author")):
            found.append("author")
    if "self" not in [link.get("rel") for link in feed.findall(f"{ATOM}link")]:
        found.append("self")
    ids = [one.findtext(f"{ATOM}id") for one in feed.iter(f"{ATOM}entry")]
    return found + ["twice"] * (len(ids) - len(set(ids)))


def test_every_feed_is_atom_to_the_letter_and_to_a_subscribers_program(small):
    feeds = {path: data for path, data in road.tree().items() if path.endswith("feed.atom")}
    assert set(feeds) == {"feed.atom", "columns/news/feed.atom", "columns/communique/feed.atom"}
    for path, data in feeds.items():
        assert faults_of_atom(data) == [], path
        read = feedparser.parse(data)
        assert not read.bozo, read.get("bozo_exception")
        assert read.version == "atom10"
        assert read.feed.language == "zh-CN"
        own = [link.href for link in read.feed.links if link.rel == "self"]
        assert own == [f"{settings.BASE_URL}/{path}"]


def test_a_feed_tells_what_is_out_and_nothing_else(small):
    told = {entry.title for entry in entries()}
    assert "演示expired（废止）" in told
    assert "演示corrected（改）" in told
    assert "演示公报<b>&“号”" in {one.title for one in queries.feed(queries.Site(AFTER)).entries}
    assert not {"演示down", "演示urgent", "演示corrected"} & told
    assert [entry.title for entry in entries("columns/communique/feed.atom")] != []
    below = {entry.id for entry in entries("columns/communique/feed.atom")}
    assert below < {entry.id for entry in entries("columns/news/feed.atom")}


def test_an_entry_says_when_where_whose_and_about_what(small):
    found = next(one for one in entries() if one.title == "演示picture")
    assert found.link == f"{settings.BASE_URL}/{small.path('picture')}"
    assert found.published == found.updated == "2014-10-20T10:01:00+08:00"
    assert found.author == "演示市统计局"
    assert [tag.term for tag in found.tags] == ["统计动态"]
    assert found.summary == "演示picture（演示）"
    assert found.id.startswith("urn:uuid:")


def test_a_correction_keeps_the_id_and_comes_up_again(bureau):
    page = road.released(bureau, "演示旧件")
    road.released(bureau, "演示新件", NOW + timedelta(hours=1))
    before = {one.title: one for one in entries()}
    assert [one.title for one in entries()] == ["演示新件", "演示旧件"]
    at = NOW + timedelta(days=3)
    publishing.revise(page=page, by=bureau.editor, at=at, title="演示旧件（改）")
    road.approved(bureau, page, at, correction={"what": "演示", "why": "演示"})
    press.tick(at)
    first, second = entries()
    assert (first.title, second.title) == ("演示旧件（改）", "演示新件")
    assert first.id == before["演示旧件"].id
    assert first.link == before["演示旧件"].link
    assert first.published == before["演示旧件"].published
    assert first.updated == "2014-10-23T09:00:00+08:00"


def test_an_id_does_not_change_with_the_address_of_the_site(bureau, settings):
    road.released(bureau, "演示本件")
    before = [(one.id, one.link) for one in entries()]
    settings.BASE_URL = "https://other.example"
    press.rebuild(NOW)
    after = [(one.id, one.link) for one in entries()]
    assert [one for one, _ in before] == [one for one, _ in after]
    assert after[0][1].startswith("https://other.example/info/")


def test_a_feed_holds_no_more_than_the_newest_fifty(bureau, monkeypatch):
    monkeypatch.setattr("gongkai.portal.queries.feeds.NEWEST", 3)
    for number in range(5):
        road.released(bureau, f"演示{number}", NOW + timedelta(minutes=number))
    assert [one.title for one in entries()] == ["演示4", "演示3", "演示2"]
    assert [one.title for one in entries("columns/news/feed.atom")] == ["演示4", "演示3", "演示2"]


def test_an_empty_feed_is_a_feed_and_tells_no_moment_of_its_making(bureau):
    data = road.tree()["columns/news/feed.atom"]
    assert faults_of_atom(data) == []
    assert b"<updated>2008-05-01T08:00:00+08:00</updated>" in data


def test_a_feed_carries_texts_that_xml_and_html_would_read_as_theirs(bureau):
    site = queries.Site(NOW)
    found = queries.feed(site)
    bad = queries.FeedEntry(
        id="urn:uuid:1", title="甲\x00\x0b<乙>&]]>", address="/x.html", summary="5 < 6 & \ufffe7",
        column="统计", published=NOW, updated=NOW,
    )  # fmt: skip
    read = feedparser.parse(atom(type(found)(**{**vars(found), "entries": (bad,)})))
    assert not read.bozo
    assert read.entries[0].summary == "5 &lt; 6 &amp; 7"
    data = ET.fromstring(atom(type(found)(**{**vars(found), "entries": (bad,)})))
    assert data.find(f"{ATOM}entry").findtext(f"{ATOM}title") == "甲<乙>&]]>"


def test_the_same_site_gives_the_same_bytes(small):
    site = queries.Site(AFTER)
    keys = [column["key"] for column in site.columns]
    months = list(site.months())
    first = feeds_of(site, keys) | maps_of(site, months)
    later = queries.Site(AFTER + timedelta(days=400))
    assert feeds_of(later, reversed(keys)) | maps_of(later, reversed(months)) == first


def test_a_release_renders_the_feeds_and_months_it_touches_and_no_other(small):
    site = queries.Site(AFTER)
    found = public.touched(site, [small.pages["later"].public_id])
    beside = {path for path in found if path.startswith(("sitemaps/", "catalogue/"))}
    beside |= {path for path in found if path.endswith("feed.atom")}
    assert beside == {
        "sitemaps/pages.xml", "sitemaps/201411.xml", "catalogue/index.html",
        "catalogue/201411.html", "catalogue/201411.csv", "feed.atom", "columns/news/feed.atom",
    }  # fmt: skip
    whole = public.everything(site)
    assert {path: data for path, data in found.items() if data} == {
        path: whole[path] for path, data in found.items() if data
    }


def places(path):
    root = ET.fromstring(road.public(path).encode())
    return {
        one.findtext(f"{MAP}loc"): one.findtext(f"{MAP}lastmod") for one in root
    }, root.tag.removeprefix(MAP)


def test_the_site_map_names_every_page_that_is_out_and_when_it_came_out(small):
    base = settings.BASE_URL
    parts, tag = places("sitemap.xml")
    assert tag == "sitemapindex"
    assert set(parts) == {f"{base}/sitemaps/{one}.xml" for one in ("pages", "201411", "201410")}
    found = {}
    for part in parts:
        rows, tag = places(part.removeprefix(f"{base}/"))
        assert tag == "urlset"
        assert rows
        assert not set(rows) & set(found)
        found |= rows
    assert found[f"{base}/{small.path('later')}"] == "2014-11-03T10:30:00+08:00"
    assert found[f"{base}/{small.path('corrected')}"] == "2014-10-22T09:00:00+08:00"
    for page in ("/", "/guide/", "/catalogue/", "/changes/", "/sitemap.html", "/columns/news/"):
        assert base + page in found
    shown = {
        path for path in road.tree() if path.startswith("info/") and ".v" not in path
    } - {small.path("down"), small.path("urgent")}  # fmt: skip
    assert {one for one in found if "/info/" in one} == {f"{base}/{path}" for path in shown}


def test_a_month_whose_last_item_is_taken_down_leaves_the_maps(bureau):
    page = road.released(bureau, "演示误发件")
    assert road.public("sitemaps/201410.xml")
    assert road.public("catalogue/201410.csv")
    at = NOW + timedelta(hours=1)
    road.asked(bureau, page, "take_down", at)
    press.tick(at)
    for gone in ("sitemaps/201410.xml", "catalogue/201410.html", "catalogue/201410.csv"):
        assert road.public(gone) is None
    assert "201410" not in road.public("sitemap.xml")
    assert "201410" not in road.public("catalogue/index.html")
    assert road.dead_links() == set()


def robots(*, demonstration):
    context = {"address": "/sitemap.xml", "demonstration": demonstration}
    return render_to_string("portal/robots.txt", context).splitlines()


def test_robots_are_shown_the_map_and_kept_from_what_is_not_a_page():
    assert robots(demonstration=False) == [
        "User-agent: *", "Disallow: /desk/", "Disallow: /search/", "", "Sitemap: /sitemap.xml",
    ]  # fmt: skip


def test_robots_are_asked_to_leave_a_demonstration_out(bureau):
    assert road.public("robots.txt").splitlines() == [
        "User-agent: *", "Disallow: /", "", f"Sitemap: {settings.BASE_URL}/sitemap.xml",
    ]  # fmt: skip


def test_what_waits_for_its_moment_is_in_no_feed_and_no_map(bureau):
    moment = datetime(2014, 12, 1, 9, tzinfo=SHANGHAI)
    page = road.drafted(bureau, "演示将公开")
    road.approved(bureau, page, NOW, release_at=moment)
    press.tick(NOW + timedelta(minutes=1))
    road.released(bureau, "演示已公开", NOW + timedelta(minutes=2))
    hidden = [path for path, data in road.tree().items()
              if "演示将公开".encode() in data or page.public_id.encode() in data]  # fmt: skip
    assert hidden == []
    assert "201412" not in road.public("sitemap.xml")
    press.tick(moment)
    assert [one.title for one in entries()] == ["演示将公开", "演示已公开"]
    assert road.public("sitemaps/201412.xml")
