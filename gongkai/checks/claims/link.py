"""Which value of a series a sentence speaks of (对应): by name, items, territory, period, kind.

When in doubt nothing is linked: 规模以上工业增加值 is not 工业增加值, 总产值 not 增加值, 5月 not 1—5月.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from gongkai.checks.claims.claim import Claim, Kind
from gongkai.checks.claims.measure import base
from gongkai.checks.known import Value

KINDS = {
    Kind.LEVEL: ("level", "base"),
    Kind.RATE: ("level", "base", "share"),
    Kind.SHARE: ("share", "level"),
    Kind.CONTRIBUTION: ("level",),
    Kind.POINTS: ("level",),
    Kind.DELTA: ("level",),
    Kind.RANK: ("level",),
    Kind.MULTIPLE: ("level", "year"),
}
TOTALS = frozenset(("", "全部", "合计", "总计", "总量", "全体", "全社会", "_T"))
ONCE_A_MONTH = re.compile(r"环比|上月|上季度|上季")
ONCE_A_YEAR = re.compile(
    r"^(?:同比|上年|去年|上年同期|去年同期|上年同月|上年末|上年底|年初|上年同期末)$"
)

_SPOKEN = str.maketrans('()〔〕“”"  、', "（）（）      ", "")
_BRACKET = re.compile(r"（[^（）]*）")
_HERE = re.compile(r"^(?:全[市省州县区旗]|我[市省州县区]|本[市省州县区])(?=.{2})|的")
_GROWING = re.compile(
    r"(?:同比|环比|名义|实际)*(?:增速|(?<!自然)增长率|增长速度|增幅|涨跌幅|涨幅|增长|指数)?$"
)
_NAMES = (
    ("规上", "规模以上"), ("限上", "限额以上"), ("GDP", "生产总值"), ("国内生产总值", "生产总值"),
    ("地区生产总值", "生产总值"), ("口总额", "口总值"), ("消费品零售额", "消费品零售总额"), ("总产量", "产量"),
)  # fmt: skip
_SCOPE = re.compile(r"（(不?含[^（）]*)）")


@lru_cache(maxsize=20_000)
def plain(name: str, own: str = "") -> str:
    """Return a name as it is compared: one bracket, no territory, no word of growing.

    >>> plain("全市地区生产总值"), plain("规上工业增加值增速"), plain("石家庄粮食产量", "石家庄市")
    ('生产总值', '规模以上工业增加值', '粮食产量')
    """
    said = name.translate(_SPOKEN).replace(" ", "")
    for here in (own, own[:-1]):
        if here and said.startswith(here) and len(said) > len(here) + 1:
            said = said[len(here) :]
            break
    said = _HERE.sub("", said)
    for word, full in _NAMES:
        said = said.replace(word, full)
    return _GROWING.sub("", said) or said


def unbracketed(name: str) -> str:
    """Return a name without its notes in brackets.

    >>> unbracketed("固定资产投资（不含农户）")
    '固定资产投资'
    """
    return _BRACKET.sub("", name) or name


@dataclass(frozen=True)
class Span:
    """Months of a year a number is of: those up to `last`, from `first`, or at its end."""

    year: str
    first: int
    last: int

    def before(self) -> "Span":
        """Return the same months of the year before."""
        return Span(str(int(self.year) - 1), self.first, self.last)


@lru_cache(maxsize=4096)
def months(period: str, so_far: bool) -> Span | None:
    """Return the months of a period as claims and series write it, None if it is none.

    >>> months("2014-Q3", True), months("2014-Q3", False)
    (Span(year='2014', first=1, last=9), Span(year='2014', first=7, last=9))
    """
    match = re.fullmatch(r"((?:19|20)\d\d)(?:-(?:Q([1-4])|S([12])|(\d\d)))?", period)
    if not match:
        return None
    year, quarter, half, month = match.groups()
    first, last = 1, 12
    if quarter:
        first, last = int(quarter) * 3 - 2, int(quarter) * 3
    elif half:
        first, last = int(half) * 6 - 5, int(half) * 6
    elif month:
        first = last = int(month)
    return Span(year, 1 if so_far else first, last)


def comparison(claim: Claim) -> tuple[str, ...]:
    """Return which comparisons of a series a claim can be of."""
    if claim.kind is not Kind.GROWTH:
        return KINDS.get(claim.kind, ())
    if ONCE_A_MONTH.search(claim.basis):
        return ("period",)
    return ("base", "level") if _otherwise(claim) else ("year",)


def _otherwise(claim: Claim) -> bool:
    """Say whether growth is over something that only a series of that name has: 年均, 比2020年."""
    return (
        claim.kind is Kind.GROWTH
        and bool(claim.basis)
        and not (ONCE_A_MONTH.search(claim.basis) or ONCE_A_YEAR.match(claim.basis))
    )


@dataclass(frozen=True)
class Series:
    """Values of one series by the months they are of."""

    first: Value
    values: dict[Span, Value]

    def at(self, span: Span) -> Value | None:
        """Return the value of a span; one at a point in time is found by its month."""
        if self.first.span == "point":
            ends = {(one.year, one.last): value for one, value in self.values.items()}
            return ends.get((span.year, span.last))
        return self.values.get(span)


@dataclass
class Index:
    """The values a text is held against, by the names a sentence may give them."""

    values: Iterable[Value]
    own: str = ""
    names: dict[str, list[Series]] = field(default_factory=lambda: defaultdict(list))
    regions: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        kept: dict[tuple[str, ...], list[Value]] = defaultdict(list)
        for value in self.values:
            about = (value.series, value.region, value.unit, value.comparison, value.span)
            kept[(*about, value.price, *value.names, *value.items)].append(value)
        found: dict[int, Series] = {}
        for number, rows in enumerate(kept.values()):
            spans = {
                span: row
                for row in rows
                if (span := months(row.period, row.span == "so_far")) is not None
            }
            found[number] = Series(rows[0], spans)
            for name in set(self._spoken(rows[0])):
                self.names[name].append(found[number])
        self.regions = frozenset(one.first.region for one in found.values()) - {"", self.own}

    def of(self, claim: Claim) -> list[Series]:
        """Return the series a claim may be about, in its kind and measured alike."""
        return self._found(claim, comparison(claim), base(claim.unit)[0])

    def levels(self, claim: Claim, unit: str = "") -> list[Series]:
        """Return the levels of what a claim says has moved; unit "" is any but a rate."""
        bare = replace(claim, kind=Kind.LEVEL)
        return self._found(bare, ("level",), base(unit)[0] if unit else "")

    def _found(self, claim: Claim, kinds: tuple[str, ...], unit: str) -> list[Series]:
        found: list[Series] = []
        for region, name in self._asked(claim):
            for series in self.names.get(name, ()):
                one = series.first
                if one.comparison not in kinds or not self._of(one.region, region):
                    continue
                if (not unit or base(one.unit)[0] == unit) and _scope_fits(one, claim):
                    found.append(series)
            if found:
                break
        return found

    def _asked(self, claim: Claim) -> Iterator[tuple[str, str]]:
        """Yield territory and name, the nearest first."""
        said = plain(claim.indicator, self.own)
        region = claim.region
        for one in self.regions:
            if not region and said.startswith(one) and len(said) > len(one) + 1:
                region, said = one, said[len(one) :]
        for name in dict.fromkeys((said, unbracketed(said))):
            yield from ((region, called) for called in _called(name, claim, self.own))

    def _of(self, region: str, asked: str) -> bool:
        if not asked or asked in (self.own, self.own[:-1]):
            return region in ("", self.own)
        country = ("全国", "我国", "中国")
        return region == asked or (region in country and asked in country)

    def _spoken(self, value: Value) -> Iterator[str]:
        """Yield the names a sentence may give a series."""
        items = [one for one in value.items if one not in TOTALS]
        for name in value.names:
            for said in dict.fromkeys((plain(name, self.own), unbracketed(plain(name, self.own)))):
                said = _SHARED.sub("", said) if value.comparison == "share" else said
                if not items:
                    yield said
                    continue
                listed = "".join(plain(one) for one in items)
                yield listed if listed.endswith(said) else listed + said
                if len(items) == 1 and listed.startswith(said):
                    yield listed
                if said == "生产总值":
                    yield f"{listed}增加值"


def _called(name: str, claim: Claim, own: str) -> Iterator[str]:
    """Yield what a series of a claim's kind may be called, the fullest name first."""
    if claim.kind is Kind.DELTA:
        yield f"{name}增量"
        yield f"新增{name}"
        return
    if _otherwise(claim):
        yield f"{name}{claim.basis}".translate(_SPOKEN).replace(" ", "")
        return
    if claim.kind is Kind.CONTRIBUTION:
        yield f"{name}贡献率"
    if claim.kind is Kind.SHARE:
        yield f"{name}占{plain(claim.whole, own)}"
    yield name


_SHARED = re.compile(r"(?:所占)?(?:比重|占比|比例)$")


def _scope_fits(value: Value, claim: Claim) -> bool:
    """Say whether a claim that tells its scope (不含辛集) tells that of the series."""
    notes = _SCOPE.findall(claim.indicator.translate(_SPOKEN))
    told = value.scope + "".join(value.names)
    return all(note in told.translate(_SPOKEN) for note in notes) if value.scope else True
