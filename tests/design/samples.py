"""Samples of every public page, as the queries hand them to the templates; all 演示."""

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial

from gongkai.design import assets
from gongkai.design.figures import Figure
from gongkai.portal.grams import Part
from gongkai.portal.queries import pages
from gongkai.portal.queries.pages import Element, Link
from gongkai.portal.queries.search import Asked, Choice, Hit, SearchPage

OUT = datetime(2014, 10, 24, 2, 0, tzinfo=UTC)
HASH = "2d71" * 16
LONG = "石家庄市2014年国民经济和社会发展统计公报"

HEAD = pages.Head(
    bureau="石家庄市统计局",
    demonstration=True,
    site_code="1301000000",
    base_url="https://tjj.example",
    domain="tjj.example",
    nav=(
        Link("首页", "/"),
        Link("统计数据", "/columns/data/", current=True),
        *(Link(f"第{n}栏目", f"/columns/c{n}/") for n in range(8)),
    ),
    footer=pages.Footer(
        sponsor="石家庄市统计局",
        address="演示路1号",
        postcode="050000",
        phone="0000-0000000",
        email="yanshi@tjj.example",
        icp="冀ICP备00000000号（演示）",
        police="冀公网安备00000000000000号（演示）",
    ),
    assets=pages.Assets(
        style=assets.address(assets.style(), "css"),
        script=assets.address(assets.script(), "js"),
        icon=assets.address(assets.icon(), "svg"),
    ),
)

ITEM = pages.Item(
    title="前三季度经济运行",
    address="/info/201410/a1.html",
    column="进度数据",
    published=OUT,
    formed_on=date(2014, 10, 20),
    index_no="000130100/2014-00029",
    summary="概述（演示）",
    mark="",
)
an_item = partial(replace, ITEM)

BLOCKS = {
    "heading": {"type": "heading", "text": "一、<工业>"},
    "text": {"type": "text", "html": "<p>增长<strong>7.6%</strong>。</p>"},
    "table": {
        "type": "table",
        "caption": "表1",
        "head": [["指标", "单位", "本月止累计", "同比增长（%）", "上年同期", "状态", "位次"]],
        "rows": [
            ["规模以上工业增加值", "亿元", "3612.4", "7.6", "3368.0", "初步", "2"],
            ["固定资产投资（不含农户）", "亿元", "301.5", "—", "289.8", "初步", "3"],
        ],
        "note": "现价",
    },
    "image": {
        "type": "image",
        "sha256": HASH,
        "name": "图.png",
        "alt": "说明",
        "caption": "图题",
        "width": 640,
        "height": 480,
        "media_type": "image/png",
    },
    "attachment": {
        "type": "attachment",
        "sha256": HASH,
        "name": "表.xlsx",
        "title": "附表",
        "size": 2048,
        "media_type": "",
    },
    "chart": {
        "type": "chart",
        "title": "图1",
        "form": "line",
        "unit": "%",
        "labels": ["1月", "2月"],
        "series": [{"name": "同比", "values": ["7.6", "7.8"]}],
        "alt": "折线",
    },
    "figure": {
        "type": "figure",
        "indicator": "生产总值",
        "period": "2014年",
        "value": "51702.7",
        "unit": "亿元",
        "note": "演示",
        "vintage": "",
    },
}
CONTENT = {
    "summary": "概述<b>",
    "keywords": ["经济", "统计"],
    "demonstration": True,
    "body": list(BLOCKS.values()),
}
FOUR_PARTS = [dict(BLOCKS["heading"], text=f"{n}、综合") for n in "一二三四"]

ARTICLE = pages.ArticlePage(
    head=HEAD,
    crumbs=(Link("首页", "/"), Link("进度数据", "/columns/data/")),
    title="前三季度“全市”经济运行<情况>",
    published=OUT,
    source="本局综合处",
    source_url="",
    index_no="000130100/2014-00029",
    content=CONTENT,
    elements=(Element("公开属性", "主动公开"),),
    proof=pages.Proof(seq=214, sha256=HASH, steps=("签发　局领导　2014-10-23",)),
    corrections=(),
    banner=None,
    address="/info/201410/a1.html",
    column=pages.Described("进度数据", "说明", "公报,数据", "统计数据"),
)
an_article = partial(replace, ARTICLE)
SUPERSEDED = an_article(
    banner=pages.Banner("已被更正", "这是第1版。", "/info/201410/a1.html"),
    corrections=(pages.Correction(1, OUT, "改了甲", "录入有误", "/info/201410/a1.v1.html"),),
)
LONG_ARTICLE = an_article(title=LONG, content={**CONTENT, "body": [*FOUR_PARTS, *BLOCKS.values()]})

HOME = pages.HomePage(
    head=HEAD,
    latest=(an_item(title="最新的"), an_item(mark="废止", title=LONG)),
    sections=(pages.Section("统计数据", "/columns/data/", (ITEM,)),),
    promises=(
        pages.Promise("33 条", "2014年主动公开信息", "/catalogue/#y2014"),
        pages.Promise("0 件", "公开后撤下"),
    ),
    register_seq=214,
    register_root=HASH,
    figures=pages.KeyFigures(
        item=an_item(title="1—9月份主要经济指标"),
        figures=(
            Figure("规模以上工业增加值", "13612.4", "亿元", "本月止累计", "同比增长 7.6%", "up"),
            Figure("进出口总值", "88.5", "亿美元", "本月止累计", "同比下降 3.5%", "down"),
            Figure("居民消费价格指数（上年同期=100）", "101.9", "%", "本月止累计", "", ""),
        ),
        demonstration=True,
    ),
    ask=(Element("联系电话", "0000-0000000"),),
)
COLUMN = pages.ColumnPage(
    head=HEAD,
    crumbs=(Link("首页", "/"),),
    name="统计数据",
    description="说明",
    children=(Link("公报", "/columns/data-c/"), Link("年鉴", "/columns/data-y/", current=True)),
    items=(ITEM, an_item(title=LONG, mark="失效")),
    months=tuple(
        Link(f"{year}年{month}月", f"/columns/data/{year}{month:02}.html", month == 10)
        for year, months in ((2014, (12, 10, 9)), (2013, (5,)))
        for month in months
    ),
    month="2014年10月",
    described=pages.Described("统计数据", "说明", "公报,数据", "统计数据"),
    feed="/columns/data/feed.atom",
)
EMPTY_COLUMN = replace(COLUMN, items=(), months=(), children=(), month="")
ROW = pages.Row(
    index_no="000130100/2014-00029",
    title=LONG,
    address="/info/201410/a1.html",
    summary="概述（演示）",
    formed_on=date(2014, 10, 20),
    published=OUT,
    document_no="演统〔2014〕1号",
    validity="有效",
    column="统计公报",
    mark="",
)
CATALOGUE = pages.CataloguePage(
    head=HEAD,
    crumbs=(Link("首页", "/"), Link("公开目录", "", current=True)),
    name="政府信息公开目录",
    law="《政府信息公开条例》第十九条",
    rows=(ROW, replace(ROW, mark="失效", validity="失效")),
    month="2014年10月",
    count=3,
    csv="/catalogue/201410.csv",
    whole="/catalogue/201410.html",
    years=(pages.Year("2014", "2014年", 2, (pages.Month("10月", "/catalogue/201410.html", 2),)),),
    address="/catalogue/",
)
GUIDE = pages.GuidePage(
    head=HEAD,
    crumbs=(Link("首页", "/"), Link("公开指南", "", current=True)),
    address="/guide/",
    law="《政府信息公开条例》第十九条",
    fields=(Element("信息分类", "概况、数据（演示）"), Element("办公地址", "演示路1号")),
    approved=True,
    channels=(Element("当面提交", "演示路1号（工作日）"),),
    asking=(pages.Heading("多久答复", "当场，或者15个工作日内。", "《条例》第二十四条"),),
)
CHANGES = pages.ChangesPage(
    head=HEAD,
    crumbs=(Link("首页", "/"), Link("更正、失效与撤下", "", current=True)),
    address="/changes/",
    corrected=(pages.Event(OUT, LONG, "/info/201410/a1.html", "000130100/2014-00029", "改了甲"),),
    invalid=(),
    down=(),
    most=200,
)
MAP = pages.MapPage(
    head=HEAD,
    crumbs=(Link("首页", "/"), Link("站点地图", "", current=True)),
    address="/sitemap.html",
    columns=(
        pages.Branch(
            "统计数据", "/columns/data/", "说明", (pages.Branch("公报", "/columns/c/", "", ()),)
        ),
    ),
    pages=(Link("首页", "/"), Link("公开目录", "/catalogue/")),
)
MOVED = pages.MovedPage(HEAD, "统计信息", Link("统计数据", "/columns/data/"))

SEARCH = SearchPage(
    head=HEAD,
    crumbs=(Link("首页", "/"),),
    asked=Asked(text="公报"),
    words=("公报",),
    note="演示提示",
    total="1 条",
    hits=(Hit(ITEM, (Part("统计", False), Part("公报", True)), (Part("公报", True),)),),
    sorts=(Link("按相关度", "/search/?q=1", current=True), Link("按公开时间", "/search/?q=2")),
    choices=(Choice("栏目", (Link("全部", "/search/?q=1", current=True), Link("公报", "/?c"))),),
    previous="",
    following="/search/?q=3",
    filtered=False,
    unfiltered="",
    figures=(Link("地区生产总值（季度）", "/data/GDP_Q/"),),
)
NOTHING_FOUND = replace(SEARCH, hits=(), total="0 条", note="", following="")

PAGES = {
    "portal/home.html": HOME,
    "portal/column.html": COLUMN,
    "portal/catalogue.html": CATALOGUE,
    "portal/article.html": ARTICLE,
    "portal/guide.html": GUIDE,
    "portal/changes.html": CHANGES,
    "portal/map.html": MAP,
    "portal/moved.html": MOVED,
    "portal/search.html": SEARCH,
    "portal/not_found.html": pages.NotFoundPage(HEAD),
    "portal/tombstone.html": pages.TombstonePage(HEAD, "1", OUT, "不应公开"),
}
