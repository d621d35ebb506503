"""What the public sees of figures: pages, charts, downloads; nothing before its moment."""

import html
import json
import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string

from gongkai.figures import actions as figures
from gongkai.figures.models import Flow, Vintage
from gongkai.figures.rules import Given
from gongkai.people.models import PostKind
from gongkai.portal import actions as press
from gongkai.portal import public, queries
from gongkai.portal.queries import Site
from gongkai.portal.queries.search import Asked
from gongkai.publishing import actions as publishing
from tests.figures.make import a_flow, a_vintage, given
from tests.make import NOW, a_department
from tests.portal import road

THEN = NOW + timedelta(hours=1)
LATER = NOW + timedelta(days=30)
GDP, GROWTH = "GDP.130100", "GDP_G.130100"
FLOW = "data/GDP_Q/"
PROGRAM = re.compile(r'href="(/(?:api|sdmx)/[^"]+)"')
LD = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def a_block(vintage: Vintage, form: str = "table") -> dict:
    """Return a data block of a vintage."""
    return {
        "type": "data", "title": "地区生产总值（演示）", "flow": vintage.flow.code,
        "vintage": {"title": vintage.title, "kind": str(vintage.kind)}, "sha256": vintage.sha256,
        "show": {"form": form, "keys": [], "periods": 0},
    }  # fmt: skip


def some_rows(*, since: int = 2012) -> list[Given]:
    """Return two years of levels and of growth, one of them missing."""
    rows = [given(GDP, f"{year}-Q{n}", f"{year - 2000}{n}0.50") for year in (since, since + 1)
            for n in range(1, 5)]  # fmt: skip
    rows += [given(GROWTH, f"{since + 1}-Q{n}", f"8.{n}", status="P") for n in range(1, 4)]
    return [*rows, given(GROWTH, f"{since + 1}-Q4", "", missing="O", note="未核算")]


@pytest.fixture
def bureau(db) -> road.Bureau:
    return road.a_bureau()


def out(bureau, flow: Flow, *rows: Given, at=NOW, form="table", title="演示数据发布", **changes):
    """Return a disclosure that brought a vintage out."""
    vintage = a_vintage(flow, bureau.editor, *rows, at=at, **changes)
    return road.released(bureau, title, at, body=[a_block(vintage, form)])


def own(files: dict) -> dict:
    """Return the files of figures: pages, catalogue, site map."""
    return {path: data for path, data in files.items()
            if path.startswith(("data/", "sitemaps/data"))}  # fmt: skip


def test_flow_has_its_page_series_charts_and_downloads_when_it_is_released(bureau):
    out(bureau, a_flow(bureau.editor), *some_rows())
    names = {path.removeprefix(FLOW) for path in road.tree() if path.startswith(FLOW)}
    assert names >= {
        "index.html", "chart-1.svg", "chart-1.png", "GDP_Q.csv", "GDP_Q.xlsx", "GDP_Q.json",
        "GDP_Q.px", "GDP_Q.csv-metadata.json", f"{GDP}/index.html", f"{GDP}/chart.svg",
        f"{GDP}/chart.png", f"{GROWTH}/index.html",
    }  # fmt: skip
    page = road.public(f"{FLOW}index.html")
    for words in ("2013年", "1340.50", "初步数", "“…”表示缺数", "①　未核算", "定期公布"):
        assert words in page
    assert "2013年四季度" not in page  # counted since January
    assert not road.dead_links()


def test_series_page_says_value_period_state_and_change(bureau):
    out(bureau, a_flow(bureau.editor), *some_rows())
    page = road.public(f"{FLOW}{GDP}/index.html")
    assert "<b>1340.50</b><small> 亿元</small>" in page
    assert "最终数" in page
    assert "比2012年增长 8.1%" in page.replace("增长8.1%", "增长 8.1%")
    rate = road.public(f"{FLOW}{GROWTH}/index.html")
    assert "2013年前三季度" in rate
    assert "未核算" in rate
    assert "缺数" in rate


def test_figures_are_nowhere_before_their_moment_and_everywhere_at_it(bureau):
    before = road.tree()
    flow = a_flow(bureau.editor)
    vintage = a_vintage(flow, bureau.editor, *some_rows())
    page = road.drafted(bureau, "演示数据发布", body=[a_block(vintage, "line")])
    road.approved(bureau, page, NOW, THEN)
    press.tick(NOW)
    press.tick(THEN - timedelta(seconds=1))
    assert road.tree() == before
    everywhere = public.everything(Site(THEN - timedelta(seconds=1)))
    assert not [path for path, data in everywhere.items() if b"GDP" in data or "GDP" in path]
    press.tick(THEN)
    after = road.tree()
    assert f"{FLOW}{GDP}/index.html" in after
    assert b"/data/GDP_Q/" in after["sitemaps/data.xml"]
    assert b"/data/GDP_Q/GDP.130100/" in after["index.html"]


def test_posts_that_read_figures_before_their_moment_are_told_beside_the_vintage(bureau):
    vintage = a_vintage(a_flow(bureau.editor), bureau.editor, *some_rows())
    page = road.drafted(bureau, "演示数据发布", body=[a_block(vintage)])
    card = road.approved(bureau, page, NOW, THEN)
    press.tick(NOW)
    leader = bureau.signers[PostKind.LEADER]
    publishing.enter_reading(card=card.pk, by=leader, at=NOW)  # its pages lie ready already
    press.tick(NOW)
    press.tick(THEN)
    publishing.enter_reading(card=card.pk, by=bureau.office, at=THEN)
    shown = road.public(f"{FLOW}index.html")
    post = leader.holdings.get().post.title
    assert f"发布前阅看：{post}（岗位）" in shown
    assert leader.name not in shown
    assert own(public.everything(Site(THEN))) == own(road.tree())


def test_vintage_nobody_read_before_says_nothing_of_readers(bureau):
    out(bureau, a_flow(bureau.editor), *some_rows())
    assert "发布前阅看" not in road.public(f"{FLOW}index.html")


def test_release_leaves_the_very_site_that_a_whole_rendering_gives(bureau):
    flow = a_flow(bureau.editor)
    out(bureau, flow, *some_rows(), form="bar")
    out(bureau, flow, given(GDP, "2013-Q4", "1350.00", status="R"), at=LATER, kind="revision",
        reason="年度核实（演示）", title="演示修订")  # fmt: skip
    shown, whole = road.tree(), public.everything(Site(LATER))
    for name in (".generation.json", "index.html"):  # the front page tells the register's number
        shown.pop(name)
    whole.pop("index.html")
    assert shown == whole


def test_release_renders_its_own_flow_and_no_other(bureau):
    first = a_flow(bureau.editor)
    out(bureau, first, *some_rows())
    page = out(bureau, a_flow(bureau.editor, "GDP_R"), given(GDP, "2013-Q4", "1.00"), at=LATER)
    files = public.touched(Site(LATER), [page.public_id])
    flows = {path.split("/")[1] for path in own(files) if path.count("/") > 1}
    assert flows == {"GDP_R"}
    assert not own(
        public.touched(Site(LATER), [road.released(bureau, "演示文字", LATER).public_id])
    )


def test_takedown_leaves_nothing_of_the_figures(bureau):
    road.released(bureau, "演示文字")
    before = own(road.tree())
    page = out(bureau, a_flow(bureau.editor), *some_rows(), form="line")
    assert own(road.tree()) != before
    drawings = {path for path in road.tree() if path.startswith("files/") and path.endswith(".svg")}
    assert drawings
    road.asked(bureau, page, "take_down", LATER)
    press.tick(LATER)
    after = road.tree()
    assert own(after) == before
    assert not drawings & after.keys()
    assert not [path for path, data in after.items() if b"1340.50" in data]


def test_takedown_of_a_revision_brings_back_what_it_had_replaced(bureau):
    flow = a_flow(bureau.editor)
    out(bureau, flow, *some_rows())
    before = {path: data for path, data in own(road.tree()).items() if GDP in path}
    page = out(bureau, flow, given(GDP, "2013-Q4", "1350.00"),
               given("GDP.130000", "2013-Q4", "9.00"), at=LATER)  # fmt: skip
    assert f"{FLOW}GDP.130000/index.html" in road.tree()
    road.asked(bureau, page, "take_down", LATER + timedelta(hours=1))
    press.tick(LATER + timedelta(hours=1))
    after = {path: data for path, data in own(road.tree()).items() if GDP in path}
    assert after == before
    assert not [path for path in road.tree() if "GDP.130000" in path]


def test_urgent_takedown_takes_the_figures_at_once(bureau):
    before = own(road.tree())
    page = out(bureau, a_flow(bureau.editor), *some_rows())
    publishing.take_down_urgently(public_id=page.public_id, reason="演示", by=bureau.office,
                                  at=LATER, purge=True)  # fmt: skip
    press.flip_due(LATER)
    assert own(road.tree()) == before


def test_revised_period_stands_in_the_triangle_with_every_value_it_had(bureau):
    flow = a_flow(bureau.editor)
    out(bureau, flow, *some_rows())
    assert "修订情况" not in road.public(f"{FLOW}{GDP}/index.html")
    out(bureau, flow, given(GDP, "2013-Q4", "1350.00", status="R"), at=LATER, kind="revision",
        reason="年度核实（演示）", title="演示修订")  # fmt: skip
    page = road.public(f"{FLOW}{GDP}/index.html")
    triangle = page.partition('id="revisions"')[2].partition("</section>")[0]
    assert triangle.count('<th scope="row">') == 1
    for words in (
        "1340.50",
        "1350.00<sup>修</sup>",
        "2014-10-20<br>定期公布",
        "2014-11-19<br>修订",
    ):
        assert words in triangle
    assert "年度核实（演示）" in page
    assert "asOf=2014-10-20T09:00:00%2B08:00" in page


def test_nothing_is_compared_across_a_break(bureau):
    flow = a_flow(bureau.editor)
    out(bureau, flow, *some_rows())
    figures.record_break(series=flow.series.get(key=GDP), period="2013-Q3", kind="scope", text="含辛集（演示）",
                         by=bureau.editor, at=LATER)  # fmt: skip
    out(bureau, flow, given(GDP, "2013-Q4", "1350.00"), at=LATER, title="演示口径")
    page = road.public(f"{FLOW}{GDP}/index.html")
    assert "2012年的口径与本期不同，不直接比较。" in page
    assert "含辛集（演示）" in page
    assert "断点" in road.public(f"{FLOW}{GDP}/chart.svg")


def test_page_tells_search_engines_what_the_data_are(bureau):
    out(bureau, a_flow(bureau.editor, name="地区</script>&生产总值"), *some_rows())
    said = json.loads(LD.search(road.public(f"{FLOW}index.html"))[1])
    assert (said["@type"], said["name"]) == ("Dataset", "地区</script>&生产总值")
    assert said["temporalCoverage"] == "2012-01-01/2013-12-31"
    addresses = {one["contentUrl"].rpartition("/data/")[2] for one in said["distribution"]}
    assert {f"data/{one}" for one in addresses} <= road.tree().keys()
    one = json.loads(LD.search(road.public(f"{FLOW}{GDP}/index.html"))[1])
    assert one["isPartOf"]["@id"] == said["@id"]


def test_article_shows_its_figures_as_table_and_chart_and_leads_to_the_flow(bureau):
    page = out(bureau, a_flow(bureau.editor), *some_rows(), form="line")
    article = road.public(road.path_of(page))
    assert "1340.50" in article
    assert 'href="/data/GDP_Q/"' in article
    assert not road.dead_links()


def test_department_of_a_flow_is_named(bureau):
    out(bureau, a_flow(bureau.editor), *some_rows())
    assert str(a_department()) in road.public(f"{FLOW}index.html")


def test_addresses_for_programs_answer(bureau, client):
    out(bureau, a_flow(bureau.editor), *some_rows())
    found = set()
    for path in (f"{FLOW}index.html", f"{FLOW}{GDP}/index.html"):
        found |= {html.unescape(one) for one in PROGRAM.findall(road.public(path))}
    assert len(found) >= 8
    wrong = {
        one: answer.status_code for one in found if (answer := client.get(one)).status_code != 200
    }
    assert wrong == {}


def test_addresses_of_all_the_data_give_the_lines_of_the_file(bureau, client):
    rows = [given(GDP, f"{year}-Q{n}", f"{year}.{n}0") for year in range(2008, 2014)
            for n in range(1, 5)]  # fmt: skip
    out(bureau, a_flow(bureau.editor), *rows, given(GROWTH, "2013-Q1", "8.1"))
    file = road.tree()[f"{FLOW}GDP_Q.csv"].decode("utf-8-sig").splitlines()
    pages = road.public(f"{FLOW}index.html") + road.public(f"{FLOW}{GDP}/index.html")
    found = {html.unescape(one) for one in PROGRAM.findall(pages) if "outputFormat=csv" in one}
    assert len(found) == 4  # of the flow and of the series: now, and as it stood
    for address in found:
        lines = [one for one in file if "=GDP&" not in address or not one.startswith("GDP_G,")]
        assert client.get(address).content.decode("utf-8-sig").splitlines() == lines


def test_flow_page_begins_with_the_newest_period(bureau):
    out(bureau, a_flow(bureau.editor), *some_rows())
    page = road.public(f"{FLOW}index.html")
    heads = re.findall(r'<th scope="col" class="number">([^<]+)', page)
    assert heads[:2] == ["2013年", "2013年前三季度"]
    assert page.index("1340.50") < page.index("1330.50")


def test_addresses_of_a_release_that_came_late_answer_with_what_came_out(bureau, client):
    vintage = a_vintage(a_flow(bureau.editor), bureau.editor, *some_rows())
    page = road.drafted(bureau, "演示迟发", body=[a_block(vintage)])
    road.approved(bureau, page, release_at=THEN)
    press.prepare(at=THEN - timedelta(minutes=1))
    flip = THEN + timedelta(minutes=10)
    press.tick(flip)
    assert Vintage.objects.get().visible_from == flip
    frozen = [html.unescape(one) for one in PROGRAM.findall(road.public(f"{FLOW}index.html"))]
    asked = [one for one in frozen if "asOf=" in one]
    assert asked
    assert all(f"asOf={flip:%Y-%m-%dT%H:%M}" in one.replace("%3A", ":") for one in asked)


def test_feed_of_a_flow_tells_of_each_vintage_the_newest_first(bureau):
    flow = a_flow(bureau.editor)
    out(bureau, flow, *some_rows())
    fresh = given(GDP, "2013-Q4", "1341.00", status="R")
    out(bureau, flow, fresh, at=LATER, title="演示修订", kind="revision", reason="核实（演示）")
    feed = ElementTree.fromstring(road.public(f"{FLOW}feed.atom"))
    entries = feed.findall("{http://www.w3.org/2005/Atom}entry")
    summaries = [one.findtext("{http://www.w3.org/2005/Atom}summary") for one in entries]
    assert summaries == ["核实（演示）", None]
    assert f'href="/{FLOW}feed.atom"' in road.public(f"{FLOW}index.html")


def test_feed_of_a_flow_is_not_there_before_its_moment(bureau):
    vintage = a_vintage(a_flow(bureau.editor), bureau.editor, *some_rows())
    page = road.drafted(bureau, "演示预发", body=[a_block(vintage)])
    road.approved(bureau, page, release_at=THEN)
    press.tick(NOW)
    assert road.public(f"{FLOW}feed.atom") is None


def test_search_finds_data_sets_and_indicators_that_are_out_and_no_others(bureau, client):
    flow = a_flow(bureau.editor)
    vintage = a_vintage(flow, bureau.editor, *some_rows())
    page = road.drafted(bureau, "演示发布", body=[a_block(vintage)])
    road.approved(bureau, page, release_at=THEN)
    press.tick(NOW)
    assert f'href="/{FLOW}' not in found_for("生产总值", NOW)
    press.tick(THEN)
    assert f'href="/{FLOW}{GDP}/"' in found_for("生产总值 亿元", THEN)
    assert f'href="/{FLOW}' not in found_for("没有的指标", THEN)


def found_for(asked: str, at) -> str:
    """Return the page that answers a search at a moment."""
    made = queries.search(Site(at), Asked(text=asked))
    return render_to_string("portal/search.html", {"page": made})
