"""How a figure is written (数字的写法): no unit, no verb, a lost decimal point, % for points, twice."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

from gongkai.checks.claims.claim import Claim, Kind
from gongkai.checks.claims.link import months
from gongkai.checks.claims.measure import base, of_claim
from gongkai.checks.claims.prose import Prose
from gongkai.checks.claims.relations_book import name_of, sentence_of
from gongkai.checks.findings import Finding, Rule, Severity

TWICE = Rule("claims.twice", "1", Severity.BLOCK, "前后一致", "figures")
UNIT = Rule("claims.unit", "1", Severity.WARN, "GB/T 15835 数字用法：计量单位")
VERB = Rule("claims.verb", "1", Severity.WARN, "增减用词")
POINTS = Rule("claims.points", "1", Severity.WARN, "百分数之差用百分点")
DECIMALS = Rule("claims.decimals", "1", Severity.WARN, "同类数字小数位数一致")
PERIOD = Rule("claims.period", "1", Severity.WARN, "时期与标题一致")
RULES = (TWICE, UNIT, VERB, POINTS, DECIMALS, PERIOD)

_AMOUNT = re.compile(
    r"(?:增加值|总产值|零售总?额|收入|支出|投资额?|产量|余额|总值|总额|人口|面积|销售额|利润|税)$"
)
_FLOW = re.compile(r"(?:增加值|总产值|零售总?额|总额|总值|余额|预算收入|预算支出|销售额|保费收入)$")
_RATE = re.compile(r"(?:率|比重|占比|比例)$")
_MOVED = re.compile(r"(?:提高|提升|上升|回升|回落|下降|降低|增加)(?:了)?$")
_UNITLESS = re.compile(r"指数|系数|产值密度|比例?$|分$|率$")
MANY, MOST, A_CLAUSE = 12, 0.97, 12
"""So many claims of a kind show how a text writes it, if so many of them do so."""


def forms(read: Prose) -> Iterator[Finding]:
    """Yield figures whose writing shows that something is wrong."""
    yield from _twice(read)
    yield from _bare(read)
    yield from _points(read)
    yield from _decimals(read)
    yield from _small(read)
    yield from _later(read)


def _twice(read: Prose) -> Iterator[Finding]:
    """Yield a figure that stands twice with different numbers, in different sentences."""
    first: dict[tuple[str, ...], Claim] = {}
    for group in sentence_of(read, read.claims):
        here: dict[tuple[str, ...], Claim] = {}
        for claim in group:
            key = _key(claim)
            if key is None:
                continue
            if key in here:
                first.pop(key, None)
            here[key] = claim
        for key, claim in here.items():
            other = first.setdefault(key, claim)
            if other is not claim and of_claim(claim).contradicts(of_claim(other)):
                why = f"同一个指标，{read.said(other)}和{read.said(claim)}不一致。"
                yield read.found(TWICE, claim, why, "请核对并改成一致；口径不同的，写明口径。")


SURE = re.compile(
    r"生产总值|第[一二三]产业增加值|一般公共预算(?:收入|支出)|社会消费品零售总额|固定资产投资|进出口总值|"
    r"规模以上工业增加值|常住人口|(?:常住人口)?城镇化率|居民人均可支配收入|[城农][镇村]居民人均可支配收入|"
    r"粮食产量|居民消费价格"
)


def _key(claim: Claim) -> tuple[str, ...] | None:
    """Return what makes two claims the same figure, None where one cannot be sure."""
    name = name_of(claim)
    if claim.planned or claim.approximate or claim.number is None or not SURE.fullmatch(name):
        return None
    if claim.kind not in (Kind.LEVEL, Kind.GROWTH, Kind.RATE) or not claim.period:
        return None
    basis = claim.basis if claim.basis not in ("同比", "上年", "上年同期") else ""
    return (name, claim.kind, claim.period, str(claim.cumulative), claim.region, basis,
            base(claim.unit)[0])  # fmt: skip


def _bare(read: Prose) -> Iterator[Finding]:
    """Yield amounts without a unit, and amounts in percent that lack a verb."""
    for claim in read.claims:
        name = name_of(claim)
        if not _AMOUNT.search(name) or claim.number is None or _UNITLESS.search(name):
            continue
        if claim.kind is Kind.LEVEL and not claim.unit:
            why = f"{read.said(claim)}没有计量单位。"
            yield read.found(UNIT, claim, why, "请补写计量单位。")
        elif claim.kind is Kind.RATE and claim.unit == "%":
            why = f"{read.said(claim)}没有说明是增长、下降还是占比。"
            yield read.found(VERB, claim, why, "请补写增减用词。")


def _points(read: Prose) -> Iterator[Finding]:
    """Yield a rate said to have risen by percent: a difference of percentages is in points."""
    rated = {name_of(one) for one in read.claims if one.kind is Kind.RATE}
    for last, claim in pairwise(read.claims):
        name = name_of(claim)
        share = last.kind is Kind.SHARE and len(read.between(last, claim)) < A_CLAUSE
        before = read.text[max(0, claim.start - 6) : claim.start]
        if claim.kind is not Kind.GROWTH or claim.unit != "%" or not _MOVED.search(before):
            continue
        if _RATE.search(name) or name in rated or share and name == name_of(last):
            why = f"“{name}”本身是百分数，升降用百分点；文中写{read.said(claim)}。"
            yield read.found(POINTS, claim, why, "请改为“个百分点”，确是相对变化的，写明。")


def _decimals(read: Prose) -> Iterator[Finding]:
    """Yield the few numbers without the decimals that all others of their kind have."""
    groups: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in read.claims:
        if claim.number is not None and not claim.approximate and claim.unit:
            kind = "growth" if claim.kind is Kind.GROWTH else "other"
            groups[kind, claim.unit].append(claim)
    for (kind, unit), group in groups.items():
        usual, count = Counter(one.places for one in group).most_common(1)[0]
        if kind == "other" and (base(unit)[1] < 1000 or unit in ("%", "‰")):
            continue
        if usual == 0 or len(group) < MANY:
            continue
        rare = [one for one in group if one.places == 0 and not _is_round(one)]
        if rare and len(group) - len(rare) >= MOST * len(group) - 1:
            for claim in rare:
                why = f"文中以“{unit}”为单位的同类数字有{count}个写{usual}位小数，{read.said(claim)}没有小数。"
                yield read.found(DECIMALS, claim, why, "请核对是否漏了小数点。")


def _is_round(claim: Claim) -> bool:
    digits = str(abs(claim.number or 0))
    return claim.planned or (len(digits) > 2 and digits.endswith("00"))


def _small(read: Prose) -> Iterator[Finding]:
    """Yield totals in 万元 that are far too small beside the 亿元 of the same text."""
    big = sum(claim.unit == "亿元" and bool(_FLOW.search(name_of(claim))) for claim in read.claims)
    for claim in read.claims:
        if claim.unit != "万元" or claim.number is None or claim.kind is not Kind.LEVEL:
            continue
        if big >= MANY and abs(claim.number) < 10_000 and _FLOW.search(name_of(claim)):
            if "人均" not in claim.indicator and claim.places:
                why = f"文中同类总量以亿元为单位，{read.said(claim)}只有{claim.raw}。"
                yield read.found(UNIT, claim, why, "请核对计量单位。")


def _later(read: Prose) -> Iterator[Finding]:
    """Yield what a text says of a time after the one its title is about."""
    about = months(read.period.name, True)
    if about is None:
        return
    for claim in read.claims:
        of = months(claim.period, claim.cumulative)
        if of is None or claim.planned:
            continue
        if (of.year, of.last) > (about.year, about.last):
            why = f"标题说的是{read.period.name}，{read.said(claim)}说的是以后的{claim.period}。"
            yield read.found(PERIOD, claim, why, "请核对时期；是目标或者预计的，写明。")
