"""Parts and wholes within a text (分项与总计): sums, parts above the whole, means outside their parts."""

import re
from collections.abc import Iterator
from decimal import Decimal

from gongkai.checks.claims.claim import Claim, Kind
from gongkai.checks.claims.measure import Measure, base, of_claim, written
from gongkai.checks.claims.relations_book import (
    Page,
    alike,
    name_of,
    pages,
    sentence_of,
    total,
)
from gongkai.checks.claims.prose import Prose
from gongkai.checks.findings import Finding, Rule, Severity

SUM = Rule("claims.sum", "1", Severity.BLOCK, "指标定义：分项之和等于总计", "figures")
ADDS = Rule("claims.adds", "1", Severity.WARN, "分项之和等于总计")
PART = Rule("claims.part", "1", Severity.BLOCK, "分项不大于总计", "figures")
PARTS = Rule("claims.parts", "1", Severity.WARN, "分项不大于总计")
MEAN = Rule("claims.mean", "1", Severity.WARN, "平均数在各部分之间")
WEIGHED = Rule("claims.weighed", "1", Severity.WARN, "总体增速是分项增速的加权平均")
RULES = (SUM, ADDS, PART, PARTS, MEAN, WEIGHED)

# Wholes and all their parts, by definition of the indicator.
WHOLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("生产总值", ("第一产业(?:增加值)?", "第二产业(?:增加值)?", "第三产业(?:增加值)?")),
    ("社会消费品零售总额", ("城镇(?:消费品)?(?:零售总?额|消费品零售总额)", "(?:乡村|农村)(?:消费品)?(?:零售总?额|消费品零售总额)")),
    ("社会消费品零售总额", ("餐饮(?:业)?收入额?", "商品零售额?")),
    ("(?:外贸|货物)?进出口(?:总值|额)?", ("(?:外贸|货物)?出口(?:总值|额)?", "(?:外贸|货物)?进口(?:总值|额)?")),
    ("常住(?:总)?人口", ("城镇(?:常住)?人口", "(?:乡村|农村)(?:常住)?人口")),
    ("户籍(?:总)?人口", ("(?:户籍)?男性?(?:人口)?", "(?:户籍)?女性?(?:人口)?")),
    ("(?:邮电|邮政电信)业务总量", ("邮政(?:行业)?业务总量", "电信业务总量")),
)  # fmt: skip
_PREMIUM = "(?:公司)?(?:业务)?(?:(?:保费)?收入)?"
PROBABLE: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("粮食(?:总)?产量", ("夏粮产量", "秋粮产量")),
    ("社会消费品零售总额", ("批发和零售业零售额", "住宿和餐饮业零售额")),
    ("(?:保险公司|原保险)?保费收入", (f"财产保?险{_PREMIUM}", f"人[身寿]保?险{_PREMIUM}")),
)  # fmt: skip
# Words by which the names of all parts of a whole differ.
MARKS = (
    ("城镇", "乡村"), ("城镇", "农村"), ("城市", "农村"), ("男", "女"), ("出口", "进口"),
    ("金牌", "银牌", "铜牌"), ("轻工业", "重工业"), ("第一产业", "第二产业", "第三产业"),
    ("夏粮", "秋粮"), ("境内", "境外"), ("短期", "中长期"),
)  # fmt: skip
_MEAN = re.compile(r"人均|平均|户均")
_NO_SUM = re.compile(r"人均|平均|率|价格|指数|密度|系数|比重|浓度|寿命|单产|强度|水平|以上|覆盖")
_COMPARABLE = re.compile("增加值|生产总值|第.产业")
SLACK = Decimal("0.6")  # points by which growth in comparable prices may differ from nominal weights
_AMONG = re.compile(r"其中|(?:占|中)[^，。；]{0,4}[，:：]")


def sums(read: Prose) -> Iterator[Finding]:
    """Yield wholes that are not the sum of their parts, and parts above their whole."""
    for page in pages(read):
        yield from _defined(page, WHOLES, SUM)
        yield from _defined(page, PROBABLE, ADDS)
        yield from _marked(page)
        yield from _among(page)


def _defined(page: Page, wholes: tuple[tuple[str, tuple[str, ...]], ...], rule: Rule) -> Iterator[Finding]:
    for whole, names in wholes:
        parts = [page.only(name) for name in names]
        found = page.only(whole)
        given = [one for one in parts if one is not None]
        if found is not None and given and len(given) == len(names):
            if all(alike(found, one) for one in given):
                yield from adds_up(page.read, found, given, rule)
        yield from _weighed(page, whole, names)


def adds_up(read: Prose, whole: Claim, parts: list[Claim], rule: Rule) -> Iterator[Finding]:
    """Yield a finding where parts do not add up to a whole, rounding apart."""
    added = total(parts)
    if of_claim(whole).differs(added):
        factor = base(whole.unit)[1]
        listed = "、".join(read.said(one) for one in parts)
        why = (
            f"{listed}，相加是{written(added.number / factor)}{whole.unit}；"
            f"总计写{read.said(whole)}，相差超过四舍五入的尾差。"
        )
        yield read.found(rule, whole, why, "请核对总计和各分项。")


def _marked(page: Page) -> Iterator[Finding]:
    """Yield sums and means of parts whose names differ by a mark alone: 城镇…, 农村…."""
    levels = {name_of(one): one for one in page.claims if one.kind is Kind.LEVEL}
    for marks in MARKS:
        for name, first in levels.items():
            if marks[0] not in name:
                continue
            parts = [levels.get(name.replace(marks[0], mark, 1)) for mark in marks]
            given = [one for one in parts if one is not None]
            stem = name.replace(marks[0], "", 1)
            whole = levels.get(stem)
            if whole is None or len(given) < len(marks) or whole in given:
                continue
            if not all(alike(whole, one) for one in given) or first is whole:
                continue
            if _MEAN.search(name):
                yield from _mean(page.read, whole, given)
            elif not _NO_SUM.search(name) and not _is_defined(stem):
                yield from adds_up(page.read, whole, given, ADDS)


def _is_defined(name: str) -> bool:
    return any(re.fullmatch(whole, name) for whole, _ in (*WHOLES, *PROBABLE))


def _mean(read: Prose, whole: Claim, parts: list[Claim]) -> Iterator[Finding]:
    """Yield a mean that stands above or below all its parts."""
    mine, its = of_claim(whole), [of_claim(one) for one in parts]
    lowest = min(one.number - one.half for one in its)
    highest = max(one.number + one.half for one in its)
    if mine.number + mine.half < lowest or mine.number - mine.half > highest:
        listed = "、".join(read.said(one) for one in parts)
        why = f"{read.said(whole)}应当在{listed}之间。"
        yield read.found(MEAN, whole, why, "请核对这几个数。")


def _weighed(page: Page, whole: str, names: tuple[str, ...]) -> Iterator[Finding]:
    """Yield growth of a whole that the growth and size of its parts cannot make."""
    rate = page.only(whole, Kind.GROWTH)
    rates = [page.only(name, Kind.GROWTH) for name in names]
    parts = [page.only(name) for name in names]
    if rate is None or rate.basis not in YEARLY or "业务总量" in whole:
        return  # 业务总量 is in prices of one year long past
    known = [one for one in rates if one is not None and one.basis in YEARLY]
    if len(known) < len(names):
        return
    given = [one for one in parts if one is not None]
    bound = _bounds(known) if len(given) < len(names) else _average(given, known)
    if bound is None:
        return
    slack = SLACK if _COMPARABLE.search(rate.indicator) else Decimal(0)
    if of_claim(rate).differs(Measure(bound.number, bound.half + slack, "%")):
        listed = "、".join(page.read.said(one) for one in known)
        low, high = bound.number - bound.half, bound.number + bound.half
        why = (
            f"{listed}，总体增速应当在{written(low)}%到{written(high)}%左右；"
            f"文中写{page.read.said(rate)}。"
        )
        yield page.read.found(WEIGHED, rate, why, "请核对总体和各分项的增速；口径不同的，写明口径。")


YEARLY = frozenset(("", "同比", "上年", "上年同期", "去年", "去年同期"))


def _bounds(rates: list[Claim]) -> Measure:
    found = [of_claim(one) for one in rates]
    low = min(one.number - one.half for one in found)
    high = max(one.number + one.half for one in found)
    return Measure((low + high) / 2, (high - low) / 2, "%")


def _average(parts: list[Claim], rates: list[Claim]) -> Measure | None:
    """Return the growth of a whole whose parts grew so, with what roundings hide."""
    ends = []
    for side in (-1, 1):
        now = before = Decimal(0)
        for part, rate in zip(parts, rates, strict=True):
            level, grown = of_claim(part), of_claim(rate)
            factor = 1 + (grown.number + side * grown.half) / 100
            if factor <= 0:
                return None
            now += level.number
            before += level.number / factor
        if before <= 0:
            return None
        ends.append((now / before - 1) * 100)
    return Measure((ends[0] + ends[1]) / 2, abs(ends[1] - ends[0]) / 2, "%")


def _among(page: Page) -> Iterator[Finding]:
    """Yield what stands behind 其中 and is more than what stands before it."""
    levels = [one for one in page.claims if one.kind is Kind.LEVEL and one.unit]
    for group in sentence_of(page.read, levels):
        for at, part in enumerate(group[1:], start=1):
            before = group[:at]
            cut = _last_among(page, before[0].start, part.start)
            wholes = [one for one in before if one.end <= cut and alike(one, part)]
            if not wholes or _NO_SUM.search(part.indicator) or part.unit[-1:] in "人个次天元年" and (
                part.unit in ("个", "天", "年", "次")
            ):
                continue
            largest = max(wholes, key=lambda one: of_claim(one).number)
            mine, its = of_claim(part), of_claim(largest)
            if mine.number - mine.half > its.number + its.half:
                rule = PART if len(wholes) == 1 and _follows(page, largest, part) else PARTS
                why = (
                    f"“其中”的{page.read.said(part)}大于它前面的{page.read.said(largest)}，"
                    "分项不能大于总计。"
                )
                yield page.read.found(rule, part, why, "请核对这两个数和单位。")


def _last_among(page: Page, start: int, end: int) -> int:
    found = [match.start() for match in re.finditer("其中", page.read.text[start:end])]
    return start + found[-1] if found else -1


def _follows(page: Page, whole: Claim, part: Claim) -> bool:
    """Say whether a part stands right behind 其中, in money or one kind of count."""
    between = page.read.text[whole.end : part.start]
    return "；" not in between and whole.unit[-1:] == part.unit[-1:]
