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
OVER = Rule("claims.over", "1", Severity.WARN, "比重不超过100%")
PERIOD = Rule("claims.period", "1", Severity.WARN, "时期与标题一致")
RULES = (TWICE, UNIT, VERB, POINTS, DECIMALS, OVER, PERIOD)

_AMOUNT = re.compile(
    r"(?:增加值|总产值|零售总?额|收入|支出|投资额?|产量|余额|总值|总额|人口|面积|销售额|利润|税)$"
)
_EACH = re.compile(r"人均|平均|户均|每|[百千万]人|单产|单价|价格|均价|密度|标准|拥有量|指数")
_CAPPED = re.compile(
    r"(?:覆盖|普及|达标|合格|就业|失业|城镇化|入学|参保|利用|处理|满意|出生|死亡|收治|治愈)率$"
)
_WHOLE = frozenset(("人", "个", "人次", "辆", "名", "户"))
_RATE = re.compile(r"(?:(?<!生产)(?<!效)率|比重|占比|比例)$")
_MOVED = re.compile(r"(?:提高|提升|上升|回升|回落|下降|降低|增加)(?:了)?$")
_ABOVE = re.compile(
    r"(?:高于|低于|快于|慢于|高出|好于)(?:全[国省市区]|上年|去年|同期|(?:19|20)\d\d ?年|[^，。；\d]{2,8}(?:平均|水平|增速))"
    r"[^，。；、\d]{0,6}$"
)
_LEADING = re.compile(r"-?0\d")
_UNITLESS = re.compile(r"指数|系数|产值密度|比例?$|分$|率$")
MANY, FEW, THOUSAND, A_CLAUSE, HUNDRED = 10, 8, 1000, 12, 100
"""So many claims of a kind show how a text writes it."""
LIKE = frozenset((Kind.GROWTH, Kind.SHARE, Kind.RATE, Kind.POINTS))
AMOUNTS = frozenset((Kind.LEVEL, Kind.DELTA))


def forms(read: Prose) -> Iterator[Finding]:
    """Yield figures whose writing shows that something is wrong."""
    yield from _twice(read)
    yield from _bare(read)
    yield from _points(read)
    yield from _decimals(read)
    yield from _leading(read)
    yield from _small(read)
    yield from _impossible(read)
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
    if claim.kind not in (Kind.LEVEL, Kind.RATE) or not claim.period:  # growth may be a goal's
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
    for last, claim in pairwise((read.claims[0], *read.claims)):
        name = name_of(claim)
        share = last.kind is Kind.SHARE and len(read.between(last, claim)) < A_CLAUSE
        before = read.text[max(0, claim.start - 6) : claim.start]
        if claim.unit != "%":
            continue
        if _ABOVE.search(read.text[max(0, claim.start - 20) : claim.start]):
            why = f"两个百分数相比用百分点；文中写{read.said(claim)}。"
            yield read.found(POINTS, claim, why, "请改为“个百分点”。")
            continue
        if claim.kind is not Kind.GROWTH or not _MOVED.search(before):
            continue
        if _RATE.search(name) or name in rated or (share and name == name_of(last)):
            why = f"“{name}”本身是百分数，升降用百分点；文中写{read.said(claim)}。"
            yield read.found(POINTS, claim, why, "请改为“个百分点”，确是相对变化的，写明。")


def _decimals(read: Prose) -> Iterator[Finding]:
    """Yield the few numbers without the decimals that all others of their kind have."""
    groups: dict[tuple[Kind, str], list[Claim]] = defaultdict(list)
    for claim in read.claims:
        if claim.number is not None and not claim.approximate and claim.unit:
            kind = claim.kind if claim.kind in LIKE else Kind.LEVEL
            groups[kind, claim.unit].append(claim)
    for (kind, unit), group in groups.items():
        usual, count = Counter(one.places for one in group).most_common(1)[0]
        if not usual or count < (FEW if kind is Kind.SHARE else MANY):
            continue
        if kind is Kind.LEVEL and base(unit)[1] < THOUSAND:
            continue
        rare = [one for one in group if one.places == 0 and not _is_round(one)]
        if len(rare) <= 1 + len(group) // 50:
            for claim in rare:
                why = f"文中以“{unit}”为单位的同类数字有{count}个写{usual}位小数，{read.said(claim)}没有小数。"
                yield read.found(DECIMALS, claim, why, "请核对是否漏了小数点。")


def _leading(read: Prose) -> Iterator[Finding]:
    """Yield whole numbers that begin with zero: 0.92 without its point is 092."""
    for claim in read.claims:
        if _LEADING.match(claim.raw):
            yield read.found(
                DECIMALS, claim, f"{read.said(claim)}以0开头。", "请核对是否漏了小数点。"
            )


def _is_round(claim: Claim) -> bool:
    digits = str(abs(claim.number or 0))
    return claim.planned or (len(digits) > 2 and digits.endswith("00"))


def _small(read: Prose) -> Iterator[Finding]:
    """Yield amounts in a unit ten thousand times smaller than that of all around them: 39.2万元
    among 亿元."""
    for line in _lines(read):
        factors = Counter(base(one.unit) for one in line if one.kind in AMOUNTS)
        for claim in line:
            unit, factor = base(claim.unit)
            near = factors[unit, factor * 10_000]
            if (
                claim.kind not in AMOUNTS
                or not claim.places
                or near < 2
                or _EACH.search(claim.indicator)
            ):
                continue
            if factors[unit, factor] == 1:
                why = f"同段其他数的单位大一万倍，{read.said(claim)}。"
                yield read.found(UNIT, claim, why, "请核对计量单位。")


def _lines(read: Prose) -> Iterator[list[Claim]]:
    group: list[Claim] = []
    for claim in read.claims:
        if group and "\n" in read.text[group[-1].end : claim.start]:
            yield group
            group = []
        group.append(claim)
    yield group


def _impossible(read: Prose) -> Iterator[Finding]:
    """Yield parts of a person or a house, and shares above the whole."""
    for claim in read.claims:
        before = read.text[max(0, claim.start - 24) : claim.start]
        if claim.number is None or _EACH.search(claim.indicator + before):
            continue
        unit, factor = base(claim.unit)
        if claim.kind in AMOUNTS and claim.places and factor == 1 and unit in _WHOLE:
            why = f"{read.said(claim)}：{claim.unit}不会有小数。"
            yield read.found(UNIT, claim, why, "请核对数字和计量单位（如万人）。")
        over = claim.unit == "%" and claim.number > HUNDRED
        if over and (
            claim.kind is Kind.SHARE or (claim.kind is Kind.RATE and _CAPPED.search(name_of(claim)))
        ):
            why = f"{read.said(claim)}超过100%。"
            yield read.found(OVER, claim, why, "请核对数字和小数点。")


def _later(read: Prose) -> Iterator[Finding]:
    """Yield what a text says of a time after the one its title is about."""
    about = months(read.period.name, True)
    if about is None:
        return
    for claim in read.claims:
        of = months(claim.period, claim.cumulative)
        if of is None or claim.planned:
            continue
        next_year = str(int(about.year) + 1)  # later still is a plan
        if (about.year, about.last) < (of.year, of.last) and of.year <= next_year:
            why = f"标题说的是{read.period.name}，{read.said(claim)}说的是以后的{claim.period}。"
            yield read.found(PERIOD, claim, why, "请核对时期；是目标或者预计的，写明。")
