"""Objects of figures for tests: a flow with indicators, vintages opened at a moment."""

from datetime import datetime
from decimal import Decimal

from gongkai.figures import actions
from gongkai.figures.models import Flow, Vintage
from gongkai.figures.rules import Frequency, Given
from gongkai.people.models import PostKind, User
from gongkai.register.actions import born
from gongkai.register.rules import SYSTEM
from tests.make import NOW, a_department, a_holder

METHODS = {
    "source": "国民经济核算（演示）", "coverage": "全市（演示）", "method": "核算（演示）",
    "calculation": "生产法（演示）", "sample": "不适用",
}  # fmt: skip


def a_keeper() -> User:
    """Return an editor of the section that keeps figures."""
    return a_holder(PostKind.EDITOR, a_department())


def a_flow(by: User, code: str = "GDP_Q", at: datetime = NOW, **changes) -> Flow:
    """Return a quarterly flow with GDP and its growth, of 石家庄 and 河北."""
    born(demonstration=True, at=at)
    subject = actions.define_subject(code="NA", name="国民经济核算", place=1, by=by, at=at)
    actions.define_regions(
        rows=[("130000", "河北省", ""), ("130100", "石家庄市", "130000")], by=by, at=at
    )
    for name, given in {
        "GDP": {"name": "地区生产总值", "unit": "亿元", "decimals": 2, "span": "so_far"},
        "GDP_G": {"name": "地区生产总值增速", "unit": "%", "decimals": 1, "comparison": "year",
                  "span": "so_far", "price": "comparable"},
    }.items():  # fmt: skip
        actions.define_indicator(code=name, subject=subject, by=by, at=at,
                                 meaning="指标涵义（演示）", **given)  # fmt: skip
    values = {"name": "地区生产总值（季度）", "frequency": Frequency.QUARTER, **METHODS} | changes
    return actions.define_flow(code=code, subject=subject, department=a_department(), by=by, at=at,
                               **values)  # fmt: skip


def given(key: str, period: str, value: str, **changes) -> Given:
    """Return a value as somebody gives it; "" needs its reason."""
    return Given(key, period, Decimal(value) if value else None, **changes)


def a_vintage(flow: Flow, by: User, *rows: Given, at: datetime = NOW, **changes) -> Vintage:
    """Return a draft vintage with some values."""
    row = actions.begin_vintage(flow=flow, title="演示版次", by=by, at=at, **changes)
    return actions.put(vintage=row.pk, rows=rows, by=by, at=at)


def opened(flow: Flow, by: User, *rows: Given, at: datetime = NOW, **changes) -> Vintage:
    """Return a vintage that was opened at a moment."""
    row = a_vintage(flow, by, *rows, at=at, **changes)
    return actions.open_vintage(vintage=row.pk, sha256=row.sha256, visible_from=at, by=SYSTEM,
                                at=at)  # fmt: skip
