"""Sample data of the live page of parts, all marked 演示."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django import forms

from gongkai.design import tables
from gongkai.design.tokens import colours, contrast, tokens


@dataclass(frozen=True)
class Swatch:
    """A colour and how it reads on the page's paper."""

    name: str
    value: str
    ratio: str


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
    kind: str
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
    tokens: tuple[Element, ...]
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
    "caption": "演示表　指标与数值（亿元，%）",
    "head": [["指标", "累计", "同比", "状态"]],
    "rows": [["甲指标", "3612.4", "7.6", "初步"], ["乙指标", "301.5", "—", "初步"]],
    "note": "数字均为演示。",
}


def samples() -> PartsPage:
    """Return every token and a sample of every part."""
    shades = colours()
    return PartsPage(
        swatches=tuple(
            Swatch(name, value, f"{contrast(value, shades['paper']):.1f}")
            for name, value in shades.items()
        ),
        tokens=tuple(Element(n, value) for n, value in tokens().items() if n not in shades),
        items=ITEMS,
        links=tuple(Link(f"2014年{month}月", current=month == 10) for month in range(12, 6, -1)),
        steps=STEPS,
        elements=(Element("公开属性", "主动公开"), Element("有效性", "有效（演示）")),
        proof=Proof(1, "0" * 64, ("采编　演示岗　2014-10-20", "签发　演示岗　2014-10-23")),
        published=MOMENT,
        table=tables.table(TABLE),
        form=SampleForm({"reason": "演示"}),
    )
