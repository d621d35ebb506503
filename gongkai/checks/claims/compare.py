"""Figures of prose held against what is known (文数核对): released series, tables of the page.

A claim that nothing could be found for is listed as 未核对: silence would look like consent.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from gongkai.checks.claims import relations, tables
from gongkai.checks.claims.claim import Claim, Kind
from gongkai.checks.claims.link import Index, Series, Span, months
from gongkai.checks.claims.measure import Measure, of_claim, of_value, scaled, written
from gongkai.checks.claims.prose import Prose, prose
from gongkai.checks.findings import Finding, Rule, Severity
from gongkai.checks.known import Known, Value

SERIES = Rule("claims.series", "1", Severity.BLOCK, "已公布数据", "figures")
TABLE = Rule("claims.table", "1", Severity.BLOCK, "同页表格", "figures")
DERIVED = Rule("claims.derived", "1", Severity.WARN, "已公布数据推算")
GOAL = Rule("claims.goal", "1", Severity.WARN, "已公布数据")
UNLINKED = Rule("claims.unlinked", "1", Severity.NOTE, "文数核对范围")
RULES = (SERIES, TABLE, DERIVED, GOAL, UNLINKED, *relations.RULES)


@dataclass(frozen=True)
class Held:
    """What a claim was held against: whether anything was found, and what contradicts."""

    linked: bool
    against: tuple[Value, ...] = ()
    other: Value | None = None  # of another period, with the very number claimed
    computed: Measure | None = None  # where the value follows from several
    by: str = ""


COUNTRY = "全国|我国"
FOREIGN = {
    "市": f"{COUNTRY}|全省|我省|全区(?!域)|全县",
    "省": f"{COUNTRY}|全市|全县",
    "区": f"{COUNTRY}|全市|全县|全省",
    "县": f"{COUNTRY}|全省|全市",
}
LOOK_BACK = 120  # characters of a sentence read for what an indicator is of
_STOP = re.compile(r"[。；！\n]")
_SCOPE = re.compile(r"[（(](不?含[^（）()]{1,12})[）)]")

UNKNOWN = Held(False)
AGREES = Held(True)


def claims(content: Mapping[str, Any], known: Known) -> Iterator[Finding]:
    """Yield what the sentences of a disclosure contradict, and a note of what nothing is known of."""
    read = prose(content, known.territory)
    if not read.claims:
        return
    released = Index(known.released, known.territory)
    shown = Index(tables.values(content, read.period), known.territory)
    unlinked = []
    for claim in read.claims:
        asked = _as_said(read, claim, known.territory)
        by_series, by_table = held(asked, released), held(asked, shown)
        yield from _series(read, claim, by_series)
        yield from _table(read, claim, by_table)
        if not (by_series.linked or by_table.linked):
            unlinked.append(claim)
    yield from relations.within(read)
    if unlinked:
        yield _unlinked(read, unlinked)


def _as_said(read: Prose, claim: Claim, own: str) -> Claim:
    """Return a claim with the scope and foreign territory its sentence gives it: 全省, 不含辛集."""
    before = _STOP.split(read.text[max(0, claim.start - LOOK_BACK) : claim.start])[-1]
    name = re.escape(claim.indicator[:2])
    if not claim.region and name:
        abroad = re.search(rf"({FOREIGN.get(own[-1:], COUNTRY)})(?:地区|的)?{name}", before)
        claim = replace(claim, region=abroad[1]) if abroad else claim
    note = _SCOPE.search(before)
    if note and note[0] not in claim.indicator:
        return replace(claim, indicator=f"{claim.indicator}（{note[1]}）")
    return claim


def held(claim: Claim, index: Index) -> Held:
    """Hold a claim against the values of an index."""
    span = months(claim.period, claim.cumulative)
    if claim.number is None or span is None:
        return UNKNOWN
    series = index.of(claim)
    values = [value for one in series if (value := one.at(span)) is not None]
    if values:
        if any(not of_claim(claim).contradicts(of_value(value)) for value in values):
            return AGREES
        return Held(True, tuple(values), _elsewhere(claim, series))
    if claim.kind in (Kind.DELTA, Kind.POINTS, Kind.GROWTH):
        return _moved(claim, index, span)
    return UNKNOWN


def _elsewhere(claim: Claim, series: Iterable[Series]) -> Value | None:
    stated = of_claim(claim)
    if claim.approximate or len(str(abs(claim.number or 0)).replace(".", "").strip("0")) < 3:
        return None
    every = (value for one in series for value in one.values.values())
    return next((value for value in every if not stated.contradicts(of_value(value))), None)


def _moved(claim: Claim, index: Index, span: Span) -> Held:
    """Hold an increase against the levels of this year and the year before."""
    if claim.basis not in YEARLY or claim.unit in ("倍", "番"):
        return UNKNOWN
    stated = of_claim(claim)
    for now, then in _levels(claim, index, span):
        left, right = of_value(now), of_value(then)
        if claim.kind is Kind.GROWTH:
            ratio = left.over(right)
            if ratio is None or now.price == "comparable" or left.unit == "%":
                continue
            computed = Measure((ratio.number - 1) * 100, ratio.half * 100, "%")
        else:
            computed = left.minus(right)
        by = f"{_told(now)}，{_told(then)}"
        if not stated.differs(Measure(computed.number, computed.half, stated.unit)):
            return AGREES
        return Held(True, (), None, computed, by)
    return UNKNOWN


def _levels(claim: Claim, index: Index, span: Span) -> Iterator[tuple[Value, Value]]:
    unit = {Kind.POINTS: "%", Kind.GROWTH: ""}.get(claim.kind, claim.unit)
    for one in index.levels(claim, unit):
        now, then = one.at(span), one.at(span.before())
        if now is not None and then is not None:
            yield now, then


YEARLY = frozenset(
    ("", "同比", "上年", "上年同期", "去年", "去年同期", "上年末", "上年底", "年初", "上年同月")
)


def _told(value: Value) -> str:
    name = "".join(one for one in value.items if one) + value.names[0]
    return f"{value.said or value.period}{name}{value.number}{value.unit}"


def _series(read: Prose, claim: Claim, found: Held) -> Iterator[Finding]:
    if found.computed is not None:
        right = written(found.computed.number)
        why = (
            f"文中写{read.said(claim)}；按已公布的{found.by}推算是{right}，相差超过四舍五入的尾差。"
        )
        yield read.found(DERIVED, claim, why, "请核对；口径不同（如可比价）的，写明口径。")
    elif found.against:
        value = found.against[0]
        why = f"文中写{read.said(claim)}，已公布的{_told(value)}。{_how(claim, value, found.other)}"
        yield read.found(
            GOAL if claim.planned else SERIES, claim, why, _right(claim, found.against)
        )


def _table(read: Prose, claim: Claim, found: Held) -> Iterator[Finding]:
    if found.against and not claim.planned:
        value = found.against[0]
        why = (
            f"文中写{read.said(claim)}，{value.series}写{_told(value)}。{_how(claim, value, None)}"
        )
        yield read.found(TABLE, claim, why, f"请核对文字和{value.series}，改成一致。")


def _how(claim: Claim, value: Value, other: Value | None) -> str:
    """Say in which way a number is wrong."""
    stated, right = of_claim(claim), of_value(value)
    if other is not None:
        return f"这个数是{other.said or other.period}的，请核对时期。"
    if not Measure(-stated.number, stated.half, stated.unit).differs(right):
        return "方向相反，请核对增减用词。"
    if power := scaled(stated, right):
        return f"相差10的{abs(power)}次方，请核对小数点和单位。"
    return "两个数不同，不是四舍五入的尾差。"


def _right(claim: Claim, values: tuple[Value, ...]) -> str:
    """Return the house form of the value that should stand."""
    if len({(value.number, value.unit) for value in values}) > 1:
        return f"请写明是哪一项：{'；'.join(_told(value) for value in values[:4])}。"
    value = values[0]
    signed = claim.kind is Kind.GROWTH
    number = abs(value.number) if signed else value.number
    verb = ("下降" if value.number < 0 else "增长") if signed else ""
    return f"请改为{verb}{_plain(number)}{value.unit}；已公布的数有误的，先更正数据。"


def _plain(number: Decimal) -> str:
    return f"{number:f}"


def _unlinked(read: Prose, unlinked: list[Claim]) -> Finding:
    listed = "；".join(read.said(claim) for claim in unlinked)
    why = f"文中{len(read.claims)}个数，有{len(unlinked)}个没有可以对照的已公布数据或者表格，未核对：{listed}。"
    return UNLINKED.finding("正文", "", why, "请人工核对上列数字。")
