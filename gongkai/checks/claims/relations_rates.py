"""Rates within a text (增速、比重与总量): shares, ratios, growth, points and per head against levels."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from gongkai.checks.claims.claim import Claim, Kind
from gongkai.checks.claims.link import plain
from gongkai.checks.claims.measure import Measure, base, measure, of_claim, written
from gongkai.checks.claims.prose import Prose
from gongkai.checks.claims.relations_book import Page, alike, name_of, pages, sentence_of
from gongkai.checks.findings import Finding, Rule, Severity

SHARE = Rule("claims.share", "1", Severity.WARN, "比重等于部分除以总体")
RATIO = Rule("claims.ratio", "1", Severity.WARN, "结构各项之和为100")
GROWTH = Rule("claims.growth", "1", Severity.WARN, "增速与绝对数一致（现价）")
MOVED = Rule("claims.moved", "1", Severity.WARN, "增减量等于两期之差")
HEAD = Rule("claims.per_head", "1", Severity.WARN, "人均数乘以人口等于总量")
RATE = Rule("claims.rate", "1", Severity.WARN, "比率与绝对数一致")
RULES = (SHARE, RATIO, GROWTH, MOVED, HEAD, RATE)

HUNDRED = Decimal(100)
AROUND = Decimal("0.03")  # population at the end of a year and on its average
_FROM = re.compile(r"[由从]")
_TO = re.compile(r"(?:到|至|为)[^，。；]{0,4}$")
_SECTORS = ("第一产业(?:增加值)?", "第二产业(?:增加值)?", "第三产业(?:增加值)?")
_COMPARABLE = re.compile("增加值|生产总值")


def rates(read: Prose) -> Iterator[Finding]:
    """Yield rates that the levels of the same text contradict."""
    for page in pages(read):
        yield from _shares(page)
        yield from _ratios(page)
        yield from _changes(page)
        yield from _per_head(page)
        yield from _vital(page)
    yield from _from_to(read)


def _off(page: Page, rule: Rule, claim: Claim, right: Measure, by: str) -> Iterator[Finding]:
    """Yield a finding where a claim is not what others make it."""
    stated = of_claim(claim)
    if stated.differs(Measure(right.number, right.half, stated.unit)):
        computed = written(right.number / base(claim.unit)[1], max(2, claim.places + 1))
        why = (
            f"按{by}推算是{computed}{claim.unit}，文中写{page.read.said(claim)}，"
            "相差超过四舍五入的尾差。"
        )
        yield page.read.found(rule, claim, why, "请核对这几个数；口径不同的，写明口径。")


def _percent(part: Claim, whole: Claim) -> Measure | None:
    ratio = of_claim(part).over(of_claim(whole))
    return Measure(ratio.number * HUNDRED, ratio.half * HUNDRED, "%") if ratio else None


def _shares(page: Page) -> Iterator[Finding]:
    for claim in page.claims:
        if claim.kind is not Kind.SHARE or not claim.whole:
            continue
        part, whole = _part_of(page, claim), page.only(re.escape(plain(claim.whole)))
        if part and whole and part is not whole and alike(part, whole):
            percent = _percent(part, whole)
            if percent:
                yield from _off(page, SHARE, claim, percent, _by(page, part, whole))


def _part_of(page: Page, claim: Claim) -> Claim | None:
    """Return the level a share is of: the one of its name, or of a longer one just before."""
    name = name_of(claim)
    if exact := page.only(re.escape(name)):
        return exact
    near = [
        one
        for one in page.claims
        if one.kind is Kind.LEVEL
        and 0 < claim.start - one.end < 40
        and name_of(one).startswith(name)
    ]
    return near[-1] if near else None


def _by(page: Page, *claims: Claim) -> str:
    return "、".join(page.read.said(one) for one in claims)


def _ratios(page: Page) -> Iterator[Finding]:
    for claim in page.claims:
        if claim.kind is not Kind.RATIO or len(claim.parts) < 3 or "结构" not in claim.indicator:
            continue
        parts = [measure(one, claim.places, "%") for one in claim.parts]
        whole = sum((one.number for one in parts), Decimal(0))
        if abs(whole - HUNDRED) > sum(one.half for one in parts):
            why = f"{page.read.said(claim)}，各项相加是{written(whole)}，不是100。"
            yield page.read.found(RATIO, claim, why, "请核对各项比重。")
            continue
        yield from _sectors(page, claim, parts)


def _sectors(page: Page, claim: Claim, parts: list[Measure]) -> Iterator[Finding]:
    """Hold 三次产业结构 against the levels, where it is the only one of its period."""
    whole, levels = page.only("生产总值"), [page.only(name) for name in _SECTORS]
    several = [one for one in page.claims if one.kind is Kind.RATIO]
    before = page.read.text[max(0, claim.start - 24) : claim.start]
    if whole is None or len(parts) != 3 or (len(several) > 1 and _FROM.search(before)):
        return
    for part, level in zip(parts, levels, strict=True):
        percent = _percent(level, whole) if level else None
        if level and percent and part.differs(percent) and "产业结构" in claim.indicator:
            why = (
                f"按{_by(page, level, whole)}推算，比重是{written(percent.number)}%，"
                f"{page.read.said(claim)}中写{part.number}。"
            )
            yield page.read.found(RATIO, claim, why, "请核对结构和绝对数。")


def _changes(page: Page) -> Iterator[Finding]:
    """Yield growth that a level and its increase contradict: 余额7833亿元，增加469亿元，增长6.4%."""
    for claim in page.claims:
        if claim.kind is not Kind.GROWTH:
            continue
        name, near = name_of(claim), range(claim.start - 60, claim.start + 60)
        level = _near(page, name, Kind.LEVEL, near)
        delta = _near(page, name, Kind.DELTA, near)
        if level is None or delta is None or not alike(level, delta):
            continue
        if _COMPARABLE.search(name) or (delta.basis != claim.basis and claim.basis and delta.basis):
            continue
        ratio = of_claim(delta).over(of_claim(level).minus(of_claim(delta)))
        if ratio:
            right = Measure(ratio.number * HUNDRED, ratio.half * HUNDRED, "%")
            yield from _off(page, GROWTH, claim, right, _by(page, level, delta))


def _near(page: Page, name: str, kind: Kind, where: range) -> Claim | None:
    found = [
        one
        for one in page.claims
        if one.kind is kind and one.start in where and name_of(one) == name
    ]
    return found[0] if len(found) == 1 else None


def _from_to(read: Prose) -> Iterator[Finding]:
    """Yield changes that 由…到… contradicts, in one sentence."""
    page = Page(read, [one for one in read.claims if not one.approximate])
    for group in sentence_of(read, page.claims):
        for at, (one, two) in enumerate(pairwise(group)):
            if at + 2 < len(group) and _is_from_to(read, one, two):
                yield from _moved(page, one, two, group[at + 2])


def _is_from_to(read: Prose, one: Claim, two: Claim) -> bool:
    if one.indicator != two.indicator or one.kind is not two.kind or one.number is None:
        return False
    before, between = read.text[max(0, one.start - 16) : one.start], read.between(one, two)
    return bool(_FROM.search(before) and _TO.search(between)) and alike(one, two)


def _moved(page: Page, then: Claim, now: Claim, change: Claim) -> Iterator[Finding]:
    if change.indicator != now.indicator or len(page.read.between(now, change)) > 8:
        return
    left, right = of_claim(now), of_claim(then)
    if change.kind is Kind.GROWTH and now.kind is Kind.LEVEL and not change.basis.endswith("均"):
        ratio = left.minus(right).over(right)
        if ratio and change.unit == "%":
            grown = Measure(ratio.number * HUNDRED, ratio.half * HUNDRED, "%")
            yield from _off(page, GROWTH, change, grown, _by(page, then, now))
    elif (change.kind is Kind.POINTS and left.unit == "%") or (
        change.kind is Kind.DELTA and alike(change, now)
    ):
        yield from _off(page, MOVED, change, left.minus(right), _by(page, then, now))


def _per_head(page: Page) -> Iterator[Finding]:
    """Yield 人均生产总值 that is not the whole over the people, within what a year moves."""
    head = page.only("人均生产总值")
    whole, people = page.only("生产总值"), page.only("(?:年末)?常住(?:总)?人口")
    if head is None or whole is None or people is None or not alike(head, whole):
        return
    ratio = of_claim(whole).over(of_claim(people))
    if ratio and abs(ratio.number - of_claim(head).number) > ratio.half + AROUND * ratio.number:
        why = (
            f"{page.read.said(whole)}除以{page.read.said(people)}约{written(ratio.number, 0)}元，"
            f"文中写{page.read.said(head)}。"
        )
        yield page.read.found(HEAD, head, why, "请核对这三个数。")


def _vital(page: Page) -> Iterator[Finding]:
    """Yield rates of population that its numbers contradict."""
    people = page.only("(?:年末)?常住(?:总)?人口")
    born, died = page.only("(?:人口)?出生率", Kind.RATE), page.only("(?:人口)?死亡率", Kind.RATE)
    grown = page.only("(?:人口)?自然增长率", Kind.RATE, Kind.GROWTH)
    if born and died and grown:
        yield from _off(
            page, RATE, grown, of_claim(born).minus(of_claim(died)), _by(page, born, died)
        )
    for rate, name in ((born, "(?:全年)?出生(?:人口|人数)"), (died, "死亡(?:人口|人数)")):
        count = page.only(name)
        if rate and count and people and (percent := _percent(count, people)):
            wider = Measure(percent.number, percent.half + percent.number * AROUND, "%")
            yield from _off(page, RATE, rate, wider, _by(page, count, people))
    urban, lived = (
        page.only("城镇(?:常住)?人口"),
        page.only("(?:常住)?(?:人口)?城镇化率", Kind.RATE),
    )
    if urban and lived and people and (percent := _percent(urban, people)):
        yield from _off(page, RATE, lived, percent, _by(page, urban, people))
