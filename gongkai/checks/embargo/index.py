"""Embargoed figures, to be looked up by their digits, however their size is written (数值索引)."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from gongkai.checks.known import Known, Value

ENOUGH = 5  # significant digits that tell a figure by themselves
LEAST = 2  # digits that tell one beside its name and period; one digit tells nothing
ANY = "?"  # a number with its size in words and no unit: 5170.3亿
RATES = frozenset({"%", "百分点", "‰"})
FORMS = frozenset({0, 4, 8, -4, -8})  # powers between the units a house changes: 亿元, 万元, 元

_SCALES = {
    "": 0,
    "百": 2,
    "千": 3,
    "万": 4,
    "十万": 5,
    "百万": 6,
    "千万": 7,
    "亿": 8,
    "十亿": 9,
    "百亿": 10,
    "千亿": 11,
    "万亿": 12,
}
_SCALE = re.compile(r"\s?(万亿|[十百千]?亿|[十百千]?万|千(?![瓦米克伏升卡])|百(?!分)|)")
_NUMBER = re.compile(
    r"(?<![0-9A-Za-z.])(?:[0-9]{1,3}(?:[, ][0-9]{3})+(?![0-9])|[0-9]{1,15})(?:\.[0-9]{1,8})?"
    r"(?![0-9]|\.[0-9])"
)
_DATE = re.compile(r"\s?(?:年|月|日|季度|时|号|[-—–~～至到]\s?[0-9]{1,2}\s?月)")
UNITS = (  # of other things: a number in one of them is no other's
    *("平方公里", "立方米", "平方米", "千瓦时", "标准箱", "百分点", "公里", "公顷", "公斤", "美元"),
    *("吨公里", "人公里", "人次", "人日", "标准煤", "千瓦", "千克", "万元", "元", "人", "户", "家"),
    *(
        "个",
        "吨",
        "亩",
        "台",
        "辆",
        "件",
        "套",
        "米",
        "升",
        "度",
        "次",
        "岁",
        "分",
        "位",
        "项",
        "条",
    ),
    *("张", "所", "座", "头", "只", "箱", "部", "册", "倍", "%", "‰", "处", "名", "天", "起", "宗"),
)


@dataclass(frozen=True)
class Number:
    """A number of a text: its place, digits without noughts at both ends, size, and base unit.

    Shape: power is the place of the first digit, in the base unit where one is written.
    """

    start: int
    end: int
    digits: str
    power: int
    base: str


@dataclass(frozen=True)
class Index:
    """What is embargoed, by digits and by name."""

    by_digits: Mapping[str, tuple[Value, ...]]
    by_name: Mapping[str, tuple[Value, ...]]
    lengths: tuple[int, ...]  # how many digits the figures have
    names: re.Pattern[str]
    regions: re.Pattern[str]
    unit: re.Pattern[str]
    public: frozenset[tuple[str, int, str]]  # digits, power and base of what anybody may read
    many: Counter[str]  # figures of a base unit


OTHERS = (
    "全国",
    "我国",
    "全省",
    "世界",
    "全球",
    "中国",
    "东部",
    "中部",
    "西部",
    "京津冀",
    "长三角",
)


def index_of(known: Known) -> Index:
    """Return the index of what a bureau has under embargo, made once for the same figures."""
    return _index(_Same(known.embargoed), _Same(known.released))


class _Same:
    """Values compared by being the same object: thousands of them are not hashed for every text."""

    def __init__(self, values: tuple[Value, ...]) -> None:
        self.values = values

    def __hash__(self) -> int:
        return id(self.values)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.values is self.values


@lru_cache(maxsize=4)
def _index(embargoed: _Same, released: _Same) -> Index:
    by_digits: dict[str, list[Value]] = {}
    by_name: dict[str, list[Value]] = {}
    sizes = [sized(value) for value in embargoed.values]
    for value, size in zip(embargoed.values, sizes, strict=True):
        for digits in _roundings(size.digits):
            by_digits.setdefault(digits, []).append(value)
        for name in value.names:
            by_name.setdefault(name, []).append(value)
    regions = {value.region for value in (*embargoed.values, *released.values) if value.region}
    public = [sized(value) for value in released.values]
    return Index(
        {digits: tuple(values) for digits, values in by_digits.items()},
        {name: tuple(values) for name, values in by_name.items()},
        tuple(sorted({len(size.digits) for size in sizes})),
        _any_of(by_name),
        _any_of({*regions, *OTHERS}),
        _any_of({*UNITS, *(size.base for size in sizes)} - {""}),
        frozenset((one.digits, one.power, one.base) for one in public),
        Counter(size.base for size in sizes),
    )


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern of words, the longest first; of none, one that never matches."""
    found = sorted(words, key=lambda one: (-len(one), one))
    return re.compile("|".join(map(re.escape, found)) or r"(?!)")


def _roundings(digits: str) -> set[str]:
    """Return the digits a figure may be written with: all of them, and rounded to fewer.

    >>> sorted(_roundings("51703"))
    ['517', '51703', '52']
    """
    return {digits} | {rounded(digits, length) for length in range(LEAST, len(digits))}


def rounded(digits: str, length: int) -> str:
    """Return digits rounded to so many, without noughts at the end."""
    step = 10 ** (len(digits) - length)
    return str((int(digits) * 2 + step) // (2 * step)).rstrip("0")


def sized(value: Value) -> Number:
    """Return the digits, the size and the base unit of a figure."""
    power, base = unit_of(value.unit)
    return number(0, 0, f"{abs(value.number):f}", power, base)


def unit_of(unit: str) -> tuple[int, str]:
    """Return the power of ten and the base of a unit.

    >>> unit_of("亿元"), unit_of("万千瓦时"), unit_of("个百分点")
    ((8, '元'), (4, '千瓦时'), (0, '百分点'))
    """
    unit = unit.strip().removeprefix("个") if "百分点" in unit else unit.strip()
    found = _SCALE.match(unit)
    scale = found[1] if found else ""
    return _SCALES[scale], unit[len(scale) :]


def number(start: int, end: int, written: str, power: int, base: str) -> Number:
    """Return a number as written in some unit."""
    whole, _, part = written.replace(",", "").replace(" ", "").partition(".")
    digits = (whole + part).lstrip("0")
    return Number(start, end, digits.rstrip("0"), len(digits) - len(part) - 1 + power, base)


def numbers(said: str, index: Index) -> Iterator[Number]:
    """Yield the numbers of a text, each in the unit behind it; dates are none."""
    for found in _NUMBER.finditer(said):
        if _DATE.match(said, found.end()):
            continue
        scale = _SCALE.match(said, found.end())
        power, end = (_SCALES[scale[1]], scale.end()) if scale else (0, found.end())
        behind = end + 1 if said.startswith("个百分点", end) else end
        unit = index.unit.match(said, behind)
        base = unit[0] if unit else ANY if power else ""
        yield number(found.start(), unit.end() if unit else end, found[0], power, base)


def matches(one: Number, index: Index) -> Iterator[tuple[Value, int]]:
    """Yield the embargoed figures a number may be, and how many digits of them it tells."""
    wanted = {one.digits}
    for length in index.lengths:
        if ENOUGH <= length < len(one.digits):
            wanted.add(rounded(one.digits, length))
    for digits in wanted:
        for value in index.by_digits.get(digits, ()):
            if _is_as_large(one, sized(value), unit_of(value.unit)[0]):
                yield value, len(digits)


def _is_as_large(one: Number, size: Number, power: int) -> bool:
    """Say whether a number is of the size and the unit of a figure, as far as it writes a unit."""
    more = one.power - size.power
    if one.digits[0] != size.digits[0]:  # 9.96 may be written 10.0
        more -= 1 if one.digits[0] == "1" else 0
    if one.base == size.base:
        return more == 0
    if one.base == ANY:
        return size.base not in RATES and more == 0
    return one.base == "" and more + power in FORMS
