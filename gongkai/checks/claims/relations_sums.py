"""Parts and wholes within a text (分项与总计): sums, parts above the whole, means outside their parts."""

import re
from collections.abc import Iterator
from decimal import Decimal

from gongkai.checks.claims.claim import Claim, Kind
from gongkai.checks.claims.measure import Measure, base, of_claim, written
from gongkai.checks.claims.prose import Prose
from gongkai.checks.claims.relations_book import (
    Page,
    alike,
    name_of,
    pages,
    sentence_of,
    total,
)
from gongkai.checks.findings import Finding, Rule, Severity

SUM = Rule("claims.sum", "1", Severity.BLOCK, "指标定义：分项之和等于总计", "figures")
ADDS = Rule("claims.adds", "1", Severity.WARN, "分项之和等于总计")
PART = Rule("claims.part", "1", Severity.BLOCK, "分项不大于总计", "figures")
PARTS = Rule("claims.parts", "1", Severity.WARN, "分项不大于总计")
MEAN = Rule("claims.mean", "1", Severity.WARN, "平均数在各部分之间")
WEIGHED = Rule("claims.weighed", "1", Severity.WARN, "总体增速是分项增速的加权平均")
RULES = (SUM, ADDS, PART, PARTS, MEAN, WEIGHED)

_TRADE, _VALUE = "(?:外贸|货物)?", "(?:贸易)?(?:总值|额)?"
_RETAIL = "(?:消费品)?零售总?额"
# Wholes and all their parts, by definition of the indicator.
WHOLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("生产总值", ("第一产业(?:增加值)?", "第二产业(?:增加值)?", "第三产业(?:增加值)?")),
    ("社会消费品零售总额", (f"城镇{_RETAIL}", f"(?:乡村|农村){_RETAIL}")),
    ("社会消费品零售总额", ("餐饮(?:业)?收入额?", "商品零售额?")),
    (f"{_TRADE}进出口{_VALUE}", (f"{_TRADE}出口{_VALUE}", f"{_TRADE}进口{_VALUE}")),
    ("常住(?:总)?人口", ("城镇(?:常住)?人口", "(?:乡村|农村)(?:常住)?人口")),
    ("户籍(?:总)?人口", ("(?:户籍)?男性?(?:人口)?", "(?:户籍)?女性?(?:人口)?")),
    ("(?:邮电|邮政电信)业务总量", ("邮政(?:行业)?业务总量", "电信业务总量")),
    ("固定资产投资额?", ("第一产业投资", "第二产业投资", "第三产业投资")),
)  # fmt: skip
_PREMIUM = "(?:公司)?(?:业务)?(?:(?:保费)?收入)?"
PROBABLE: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("粮食(?:总)?产量", ("夏粮产量", "秋粮产量")),
    ("社会消费品零售总额", ("批发和零售业零售额", "住宿和餐饮业零售额")),
    ("邮电业(?:务|营业)收入", ("邮政(?:业务|营业)?收入", "电信(?:业务|营业)?收入")),
    ("固定资产投资额?", ("中省直(?:企业)?投资", "地方投资")),
    ("(?:保险公司|原保险)?保费收入", (f"财产保?险{_PREMIUM}", f"人[身寿]保?险{_PREMIUM}")),
)  # fmt: skip
# Words by which the names of all parts of a whole differ.
MARKS = (
    ("城镇", "乡村"), ("城镇", "农村"), ("城市", "农村"), ("男", "女"), ("出口", "进口"),
    ("金牌", "银牌", "铜牌"), ("轻工业", "重工业"), ("第一产业", "第二产业", "第三产业"),
    ("夏粮", "秋粮"), ("境内", "境外"), ("短期", "中长期"),
)  # fmt: skip
# Wholes that are nearly the sum of these: what they leave out is small.
NEARLY: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("第二产业增加值", ("(?:全部)?工业增加值", "建筑业增加值")),
)
# The first is never more than the second, whatever the year.
NEVER_MORE: tuple[tuple[str, str], ...] = (
    ("(?!人均)(?!.*(?:万元|单位)).+增加值", "生产总值"), ("税收(?:收入)?", "一般公共预算收入"),
    ("居民人均(?:生活)?消费支出", "居民人均可支配收入"),
    ("城镇居民人均(?:生活)?消费支出", "城镇居民人均可支配收入"),
    ("农村居民人均(?:生活)?消费支出", "农村居民人均可支配收入"),
    ("农村居民人均可支配收入", "城镇居民人均可支配收入"),
    ("医院、卫生院床位", "卫生机构床位"), ("注册护士", "卫生技术人员"), ("执业医师.*", "卫生技术人员"),
    ("住宅投资", "房地产开发投资"), ("轿车保有量", "机动车保有量"),
    ("民生支出", "一般公共预算支出"), ("房地产开发投资", "固定资产投资"),
    ("城镇(?:常住)?人口", "常住人口"), ("第[一二三]产业增加值", "生产总值"),
)  # fmt: skip
# Growth of the first lies between that of the others, or near it.
BETWEEN: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("第二产业增加值", ("(?:全部)?工业增加值", "建筑业增加值"), "0.6"),
    ("规模以上工业增加值", ("采矿业增加值", "制造业增加值", "电力.*供应业增加值"), "0.3"),
    ("固定资产投资额?", ("第一产业投资", "第二产业投资", "第三产业投资"), "0.3"),
    ("居民人均可支配收入", ("城镇居民人均可支配收入", "农村居民人均可支配收入"), "1.5"),
    ("居民人均(?:生活)?消费支出", ("城镇居民人均(?:生活)?消费支出", "农村居民人均(?:生活)?消费支出"), "1.5"),
    ("居民消费价格", ("城市居民消费价格", "农村居民消费价格"), "0.1"),
    ("居民消费价格", ("消费品价格", "服务(?:项目)?价格"), "0.1"),
)  # fmt: skip
_MEAN = re.compile(r"人均|平均|户均")
_NO_SUM = re.compile(r"人均|平均|率|价格|指数|密度|系数|比重|浓度|寿命|单产|强度|水平|以上|覆盖")
_COMPARABLE = re.compile("增加值|生产总值|第.产业")
LEFT_OUT = Decimal("0.03")
SLACK = Decimal(
    "0.6"
)  # points by which growth in comparable prices may differ from nominal weights
_LOOSE = frozenset(("个", "天", "年", "次", "项", "岁"))  # 个 of one thing are not 个 of another


def sums(read: Prose) -> Iterator[Finding]:
    """Yield wholes that are not the sum of their parts, and parts above their whole."""
    for page in pages(read):
        yield from _defined(page, WHOLES, SUM)
        yield from _defined(page, PROBABLE, ADDS)
        yield from _nearly(page)
        yield from _between(page)
        yield from _marked(page)
        among = [*_among(page)]
        yield from among
        told = {(one.place, one.excerpt) for one in among}
        yield from (one for one in _never_more(page) if (one.place, one.excerpt) not in told)


def _defined(
    page: Page, wholes: tuple[tuple[str, tuple[str, ...]], ...], rule: Rule
) -> Iterator[Finding]:
    for whole, names in wholes:
        parts = [page.only(name) for name in names]
        found = page.only(whole)
        given = [one for one in parts if one is not None]
        whole_given = found is not None and len(given) == len(names)
        if found is not None and whole_given and all(alike(found, one) for one in given):
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


def _nearly(page: Page) -> Iterator[Finding]:
    """Yield wholes far from the sum of what is nearly all of them."""
    for whole, names in NEARLY:
        found, parts = page.only(whole), [page.only(name) for name in names]
        given = [one for one in parts if one is not None]
        if found is None or len(given) < len(names) or not all(alike(found, one) for one in given):
            continue
        added, stated = total(given), of_claim(found)
        if abs(added.number - stated.number) > added.half + stated.half + LEFT_OUT * added.number:
            listed = "、".join(page.read.said(one) for one in given)
            amount = written(added.number / base(found.unit)[1])
            why = f"{listed}，相加是{amount}{found.unit}，与{page.read.said(found)}相差太大。"
            yield page.read.found(ADDS, found, why, "请核对这几个数。")


def _never_more(page: Page) -> Iterator[Finding]:
    for small, large in NEVER_MORE:
        whole = page.only(large)
        for part in page.named(small):
            if whole is None or part is whole or not alike(whole, part):
                continue
            mine, its = of_claim(part), of_claim(whole)
            if mine.number - mine.half > its.number + its.half:
                why = f"{page.read.said(part)}大于{page.read.said(whole)}。"
                yield page.read.found(PARTS, part, why, "请核对这两个数和单位。")


def _between(page: Page) -> Iterator[Finding]:
    """Yield growth that stands outside that of all parts."""
    for whole, names, slack in BETWEEN:
        rate = page.only(whole, Kind.GROWTH)
        rates = [page.only(name, Kind.GROWTH) for name in names]
        known = [one for one in rates if one is not None and one.basis in YEARLY]
        if rate is None or rate.basis not in YEARLY or len(known) < len(names):
            continue
        bound = _bounds(known)
        yield from _outside(
            page, rate, Measure(bound.number, bound.half + Decimal(slack), "%"), known
        )


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
    yield from _outside(page, rate, Measure(bound.number, bound.half + slack, "%"), known)


def _outside(page: Page, rate: Claim, bound: Measure, parts: list[Claim]) -> Iterator[Finding]:
    if of_claim(rate).differs(bound):
        listed = "、".join(page.read.said(one) for one in parts)
        low, high = written(bound.number - bound.half), written(bound.number + bound.half)
        said = page.read.said(rate)
        why = f"{listed}，总体增速应当在{low}%到{high}%之间；文中写{said}。"
        yield page.read.found(
            WEIGHED, rate, why, "请核对总体和各分项的增速；口径不同的，写明口径。"
        )


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
            loose = part.unit in _LOOSE or _NO_SUM.search(part.indicator)
            if not wholes or loose or "；" in page.read.text[cut : part.start]:
                continue
            largest = max(wholes, key=lambda one: of_claim(one).number)
            mine, its = of_claim(part), of_claim(largest)
            if mine.number - mine.half > its.number + its.half:
                rule = PART if len(wholes) == 1 and _is_money(page, largest, part) else PARTS
                why = (
                    f"“其中”的{page.read.said(part)}大于它前面的{page.read.said(largest)}，"
                    "分项不能大于总计。"
                )
                yield page.read.found(rule, part, why, "请核对这两个数和单位。")


def _last_among(page: Page, start: int, end: int) -> int:
    found = [match.start() for match in re.finditer("其中", page.read.text[start:end])]
    return start + found[-1] if found else -1


def _is_money(page: Page, whole: Claim, part: Claim) -> bool:
    """Say whether whole and part are sums of money: of other things 其中 is used more loosely."""
    between = page.read.text[whole.end : part.start]
    return "。" not in between and whole.unit.endswith("元") and part.unit.endswith("元")
