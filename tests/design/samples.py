"""Sample contexts of the public pages, with the names their dataclasses have."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

OUT = datetime(2014, 10, 24, 2, 0, tzinfo=UTC)
HASH = "2d71" * 16


@dataclass(frozen=True)
class Link:
    name: str
    address: str = "/columns/data/"
    current: bool = False


@dataclass(frozen=True)
class Head:
    bureau: str = "石家庄市统计局"
    demonstration: bool = True
    site_code: str = "1301000000"
    base_url: str = "https://tjj.example"
    domain: str = "tjj.example"
    nav: tuple[Link, ...] = (Link("首页", "/"), Link("统计数据", current=True))
    register_seq: int = 214
    register_root: str = HASH
    year: int = 2014


@dataclass(frozen=True)
class Item:
    title: str = "前三季度经济运行"
    address: str = "/info/201410/a1.html"
    column: str = "统计数据"
    kind: str = "进度数据"
    published: datetime = OUT
    formed_on: date = date(2014, 10, 20)
    index_no: str = "000130100/2014-00029"
    summary: str = "概述（演示）"
    mark: str = ""


CONTENT = {
    "summary": "概述<b>",
    "keywords": ["经济", "统计"],
    "demonstration": True,
    "body": [
        {"type": "heading", "text": "一、<工业>"},
        {"type": "text", "html": "<p>增长<strong>7.6%</strong>。</p>"},
        {
            "type": "table",
            "caption": "表1",
            "head": [["指标", "累计"]],
            "rows": [["甲", "3612.4"], ["乙", "301.5"]],
            "note": "现价",
        },
        {
            "type": "image",
            "sha256": HASH,
            "name": "图.png",
            "alt": "说明",
            "caption": "图题",
            "width": 640,
            "height": 480,
            "media_type": "image/png",
        },
        {
            "type": "attachment",
            "sha256": HASH,
            "name": "表.xlsx",
            "title": "附表",
            "size": 2048,
            "media_type": "",
        },
        {
            "type": "chart",
            "title": "图1",
            "form": "line",
            "unit": "%",
            "labels": ["1月"],
            "series": [{"name": "同比", "values": ["7.6"]}],
            "alt": "折线",
        },
        {
            "type": "figure",
            "indicator": "生产总值",
            "period": "2014年",
            "value": "51702.7",
            "unit": "亿元",
            "note": "演示",
            "vintage": "",
        },
    ],
}


PROOF = SimpleNamespace(seq=214, sha256=HASH, steps=("签发　局领导　2014-10-23",))


@dataclass(frozen=True)
class Article:
    head: Head = field(default_factory=Head)
    crumbs: tuple[Link, ...] = (Link("首页", "/"), Link("进度数据", current=True))
    title: str = "前三季度“全市”经济运行<情况>"
    published: datetime = OUT
    source: str = "本局综合处"
    source_url: str = ""
    index_no: str = "000130100/2014-00029"
    content: Any = field(default_factory=lambda: CONTENT)
    elements: tuple[Any, ...] = (SimpleNamespace(name="公开属性", value="主动公开"),)
    proof: Any = field(default_factory=lambda: PROOF)
    corrections: tuple[Any, ...] = ()
    banner: Any = None
    address: str = "/info/201410/a1.html"
    number: int = 1


HOME = SimpleNamespace(
    head=Head(),
    latest=(Item(title="最新的"), Item(mark="废止")),
    sections=(
        SimpleNamespace(name="统计数据", address="/columns/data/", items=(Item(),)),
        SimpleNamespace(name="年报", address="/columns/report/", items=()),
    ),
    promises=(SimpleNamespace(value="33 条", text="均在20个工作日内"),),
)
COLUMN = SimpleNamespace(
    head=Head(),
    crumbs=(Link("首页", "/"), Link("统计数据", current=True)),
    name="统计数据",
    description="说明",
    keywords="公报,数据",
    type="统计数据",
    children=(Link("公报"),),
    items=(Item(),),
    months=(Link("2014年10月", current=True),),
    month="2014年10月",
)
CATALOGUE = SimpleNamespace(
    head=Head(),
    crumbs=(Link("首页", "/"),),
    name="2014年公开目录",
    rows=(Item(), Item(mark="失效")),
    years=(Link("2014年", "/catalogue/2014.html", current=True),),
)
PAGES = {
    "portal/home.html": HOME,
    "portal/column.html": COLUMN,
    "portal/catalogue.html": CATALOGUE,
    "portal/article.html": Article(),
    "portal/not_found.html": SimpleNamespace(head=Head()),
    "portal/tombstone.html": SimpleNamespace(head=Head(), index_no="1", at=OUT, reason="不应公开"),
}
