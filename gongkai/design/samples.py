"""Sample data of the live page of parts, all marked 演示."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django import forms

from gongkai.design import tables
from gongkai.design.figures import Figure, figures
from gongkai.design.looks import LOOKS
from gongkai.design.tokens import colours, contrast, tokens


@dataclass(frozen=True)
class Swatch:
    """A colour and how it reads on the page's paper."""

    name: str
    value: str
    ratio: str


@dataclass(frozen=True)
class Palette:
    """A look with its three colours."""

    name: str
    swatches: tuple[Swatch, ...]


@dataclass(frozen=True)
class Link:
    """A link of a sample."""

    name: str
    address: str = "#"
    current: bool = False


@dataclass(frozen=True)
class Item:
    """A disclosure in a list of samples."""

    title: str
    column: str
    published: datetime
    formed_on: datetime
    summary: str
    mark: str = ""
    address: str = "#"
    index_no: str = "000000000/2014-00001"


@dataclass(frozen=True)
class Step:
    """A step of a card of samples."""

    name: str
    note: str
    state: str = ""


@dataclass(frozen=True)
class Element:
    """A name and a value of a sample."""

    name: str
    value: str


@dataclass(frozen=True)
class Proof:
    """What a sample stamp shows."""

    seq: int
    sha256: str
    steps: tuple[str, ...]


class SampleForm(forms.Form):
    """Fields as the desk shows them."""

    title = forms.CharField(label="信息标题", help_text="写全称，不超过一百字。")
    reason = forms.CharField(label="退回理由", required=False, widget=forms.Textarea({"rows": 2}))
    opinion = forms.ChoiceField(
        label="意见",
        choices=[("yes", "同意"), ("no", "退回")],
        widget=forms.RadioSelect,
    )


@dataclass(frozen=True)
class PartsPage:
    """Everything the page of parts shows."""

    swatches: tuple[Swatch, ...]
    looks: tuple[Palette, ...]
    sizes: tuple[Element, ...]
    tokens: tuple[Element, ...]
    figures: tuple[Figure, ...]
    headings: tuple[tuple[int, str], ...]
    file: dict[str, object]
    items: tuple[Item, ...]
    links: tuple[Link, ...]
    steps: tuple[Step, ...]
    elements: tuple[Element, ...]
    proof: Proof
    published: datetime
    table: tables.Table
    form: SampleForm


MOMENT = datetime(2014, 10, 24, 2, 0, tzinfo=UTC)
ITEMS = (
    Item(
        "演示：前三季度全市经济运行情况",
        "进度数据",
        MOMENT,
        MOMENT,
        "内容概述，不超过一百字（演示）。",
    ),
    Item("演示：网站管理规定", "文件公告", MOMENT, MOMENT, "已由新的规定代替（演示）。", "废止"),
)
STEPS = (
    Step("采编", "10-20", "done"),
    Step("科室审核", "10-21", "done"),
    Step("保密审查", "待您", "now"),
    Step("局办公室", ""),
    Step("签发", ""),
)
TABLE = {
    "caption": "演示表　指标与数值",
    "head": [["指标", "单位", "本月止累计", "同比增长（%）", "状态"]],
    "rows": [
        ["甲指标", "亿元", "13612.4", "7.6", "初步"],
        ["乙指标", "亿美元", "88.5", "−3.5", "初步"],
        ["丙指标", "亿元", "301.5", "0.0", "初步"],
        ["丁指标（上年同期=100）", "%", "101.9", "—", "最终"],
    ],
    "note": "数字均为演示。",
}
FILE = {"name": "演示附表.xlsx", "title": "演示附表", "size": 20480}
SIZES = ("text-xs", "text-s", "text-m", "text-l", "text-xl", "text-title", "text-display")


def _swatch(name: str, value: str) -> Swatch:
    return Swatch(name, value, f"{contrast(value, colours()['paper']):.1f}")


def _looks() -> tuple[Palette, ...]:
    return tuple(
        Palette(
            look.name,
            (
                _swatch("brand", look.brand),
                _swatch("brand-deep", look.brand_deep),
                _swatch("brand-soft", look.brand_soft),
            ),
        )
        for look in LOOKS.values()
    )


def samples() -> PartsPage:
    """Return every token and a sample of every part."""
    shades = colours()
    return PartsPage(
        swatches=tuple(_swatch(name, value) for name, value in shades.items()),
        looks=_looks(),
        sizes=tuple(Element(name, tokens()[name]) for name in SIZES),
        tokens=tuple(
            Element(name, value)
            for name, value in tokens().items()
            if name not in shades and name not in SIZES
        ),
        figures=figures(TABLE),
        headings=tuple(enumerate(("一、综合", "二、工业", "三、投资", "四、人民生活"), 1)),
        file=FILE,
        items=ITEMS,
        links=tuple(Link(f"2014年{month}月", current=month == 10) for month in range(12, 6, -1)),
        steps=STEPS,
        elements=(Element("公开属性", "主动公开"), Element("有效性", "有效（演示）")),
        proof=Proof(1, "0" * 64, ("采编　演示岗　2014-10-20", "签发　演示岗　2014-10-23")),
        published=MOMENT,
        table=tables.table(TABLE),
        form=SampleForm({"reason": "演示"}),
    )
