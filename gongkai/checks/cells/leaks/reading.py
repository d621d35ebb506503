"""Sentences as facts (从文字到事实): read as an attacker reads who tries every sense a number may have.

The checks know the true figures. So a sense counts if the sentence names the groups and the number
is true in that sense: a number that is not true gives nothing away (that it is wrong is found
elsewhere), and a wrong reading is as good as never true.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations

from gongkai.checks.cells.leaks.facts import Fact, Prose, Quantity, Shown, Terms, between
from gongkai.checks.cells.leaks.numbers import SCALES, Number, numbers
from gongkai.checks.claims.numerals import fold
from gongkai.checks.findings import around

MOST_NAMED = 7  # groups of a sentence tried in every combination
FEW = Fraction(1, 20)  # a number known no better than this tells nothing of a sum or a difference

_SENTENCE = re.compile(r"[^。；;！!？?\n]+")
_REST = re.compile(r"其余|其他|其它|除|以外|之外|剔除|扣除|不含|不包括|另外|剩余")
_SHARE = re.compile(r"占|比重|份额|比例|百分之|构成")
_CHANGE = re.compile(r"增|升|涨|提高|上年|同比|环比|去年|降|减|下跌|下滑|翻")
_APART = re.compile(r"比|多|少|高|低|差|超|增|减|降")
_MEAN = re.compile(r"平均|人均|户均|均|每")
_RATIO = re.compile(r"\d+(?:\.\d+)?(?:\s*[::]\s*\d+(?:\.\d+)?)+")
_PARTS = {"%": Fraction(1, 100), "‰": Fraction(1, 1000), "成": Fraction(1, 10), "倍": Fraction(1)}
_LEAST = Fraction(0)


@dataclass(frozen=True)
class _Named:
    """The figures a sentence may speak of, with their true values in bare units."""

    sentence: str
    prose: Prose
    values: dict[Quantity, Fraction]
    units: dict[str, tuple[int, str]]  # measure -> size and bare unit
    labels: tuple[str, ...]
    measures: frozenset[str]  # those the text names


def read(texts: Sequence[Prose], tables: Sequence[Shown]) -> Iterator[Fact]:
    """Yield what texts say of the figures of tables."""
    every: dict[Quantity, Fraction] = {}
    units: dict[str, tuple[int, str]] = {}
    names: dict[str, tuple[str, ...]] = {}
    for table in tables:
        units[table.measure] = sized(table.unit)
        size = units[table.measure][0]
        names[table.measure] = (*names.get(table.measure, ()), table.measure, *table.names)
        for key, value in table.values.items():
            if value is not None:
                every[table.quantity(key)] = value * size
    labels = {label for quantity in every for label in quantity.labels}
    for prose in texts:
        before = ""
        whole = fold(prose.place + prose.text)
        measures = frozenset(
            measure for measure, called in names.items() if any(one in whole for one in called)
        )
        for match in _SENTENCE.finditer(fold(prose.text)):
            sentence = match[0]
            said = tuple(label for label in labels if label in sentence or label in prose.place)
            if not said and before:
                said, sentence = tuple(one for one in labels if one in before), before + sentence
            before = sentence if said else before
            about = {
                quantity: value for quantity, value in every.items() if quantity.labels <= set(said)
            }
            if about:
                named = _Named(match[0], prose, about, units, said, measures)
                yield from _facts(named, every)


def sized(unit: str) -> tuple[int, str]:
    """Return how much a unit is in bare units, and those.

    >>> sized("万元"), sized("家"), sized("亿千瓦时")
    ((10000, '元'), (1, '家'), (100000000, '千瓦时'))
    """
    for scale in sorted(SCALES, key=len, reverse=True):
        if scale and unit.startswith(scale) and unit != scale and not unit.startswith("千瓦"):
            return SCALES[scale], unit[len(scale) :]
    return 1, unit


def _facts(named: _Named, every: dict[Quantity, Fraction]) -> Iterator[Fact]:
    for number in numbers(named.sentence):
        for terms, low, high in _senses(named, number, every):
            shown = around(named.sentence, number.start, number.end)
            yield Fact(terms, low, high, named.prose.place, shown)
    for match in _RATIO.finditer(named.sentence):
        yield from _ratios(named, match)


Sense = tuple[Terms, Fraction | None, Fraction | None]


def _senses(named: _Named, number: Number, every: dict[Quantity, Fraction]) -> Iterator[Sense]:
    if number.unit == "个百分点":
        return
    if number.unit in _PARTS:
        yield from _shares(named, number)
        yield from _changes(named, number)
        return
    for quantity, value in named.values.items():
        size = 1 if number.unit else named.units[quantity.measure][0]  # a bare number: in its unit
        same = _is_unit(named, quantity, number)
        if same and abs(value - number.value * size) <= number.half * size:
            meant = replace(number, value=number.value * size, half=number.half * size)
            yield _level(named, ((quantity, Fraction(1)),), meant)
    if number.half * 2 <= number.value * FEW:
        yield from _sums(named, number, every)
        yield from _differences(named, number)
        yield from _means(named, number)


def _is_unit(named: _Named, quantity: Quantity, number: Number) -> bool:
    bare = named.units[quantity.measure][1]
    return number.unit == bare or (not number.unit and len(quantity.labels) > 0)


def _level(named: _Named, terms: Terms, number: Number) -> Sense:
    size = named.units[terms[0][0].measure][0]
    return terms, (number.value - number.half) / size, (number.value + number.half) / size


def _sums(named: _Named, number: Number, every: dict[Quantity, Fraction]) -> Iterator[Sense]:
    """Yield groups added up, and what is left of a whole without them."""
    rest = bool(_REST.search(named.sentence))
    groups: dict[tuple[str, str, frozenset[str]], list[Quantity]] = {}
    for quantity in named.values:
        if _is_unit(named, quantity, number):
            for label in quantity.labels:
                key = (quantity.measure, quantity.period, quantity.labels - {label})
                groups.setdefault(key, []).append(quantity)
    for (measure, period, others), parts in groups.items():
        whole = Quantity(measure, period, others)
        for chosen in _subsets(parts):
            together = sum((every[one] for one in chosen), _LEAST)
            if len(chosen) > 1 and abs(together - number.value) <= number.half:
                yield _level(named, tuple((one, Fraction(1)) for one in chosen), number)
            left = every.get(whole, _LEAST) - together
            if rest and whole in every and abs(left - number.value) <= number.half:
                terms = ((whole, Fraction(1)), *((one, Fraction(-1)) for one in chosen))
                yield _level(named, terms, number)


def _subsets(parts: Sequence[Quantity]) -> Iterator[tuple[Quantity, ...]]:
    few = len(parts) <= MOST_NAMED
    for size in range(1, len(parts) + 1) if few else (1, 2, len(parts)):
        yield from combinations(parts, size)


def _differences(named: _Named, number: Number) -> Iterator[Sense]:
    if not _APART.search(named.sentence):
        return
    for one, other in _pairs(named):
        apart = named.values[one] - named.values[other]
        if _is_unit(named, one, number) and abs(apart - number.value) <= number.half:
            yield _level(named, ((one, Fraction(1)), (other, Fraction(-1))), number)


def _pairs(named: _Named) -> Iterator[tuple[Quantity, Quantity]]:
    """Yield figures of one measure that may be compared."""
    for one in named.values:
        for other in named.values:
            if one != other and one.measure == other.measure and one.labels | other.labels:
                yield one, other


def _shares(named: _Named, number: Number) -> Iterator[Sense]:
    if not (_SHARE.search(named.sentence) or number.unit == "倍"):
        return
    by = _PARTS[number.unit]
    for one, other in _pairs(named):
        if one.measure not in named.measures:
            continue
        part = one.labels > other.labels and one.period == other.period
        if (part or number.unit == "倍") and named.values[other] > 0:
            yield from _times(named, one, other, (number.value * by, number.half * by))


def _changes(named: _Named, number: Number) -> Iterator[Sense]:
    if not _CHANGE.search(named.sentence):
        return
    by = _PARTS[number.unit]
    for one, other in _pairs(named):
        if one.measure not in named.measures:
            continue
        if one.labels == other.labels and one.period > other.period and named.values[other] > 0:
            for sign in (1, -1):
                rate = 1 + sign * number.value * by
                yield from _times(named, one, other, (rate, number.half * by))


def _times(
    named: _Named, one: Quantity, other: Quantity, rate: tuple[Fraction, Fraction]
) -> Iterator[Sense]:
    """Yield one as so many times the other, if it is."""
    about, half = rate
    if about > 0 and abs(named.values[one] - about * named.values[other]) <= (
        half * named.values[other]
    ):
        for terms in between(one, other, about - half, about + half):
            yield terms, Fraction(0), None


def _means(named: _Named, number: Number) -> Iterator[Sense]:
    """Yield an amount as a mean times a number of units, whichever of them is hidden."""
    if not _MEAN.search(named.sentence):
        return
    for amount, value in named.values.items():
        for count, units in named.values.items():
            size, bare = named.units[amount.measure]
            same = amount.labels == count.labels and amount.period == count.period
            if not same or amount.measure == count.measure or not units or number.unit != bare:
                continue
            if abs(value / units - number.value) <= number.half:
                each = named.units[count.measure][0]
                least, most = number.value - number.half, number.value + number.half
                by = Fraction(each, size)
                for terms in between(amount, count, least * by, most * by):
                    yield terms, Fraction(0), None


def _ratios(named: _Named, match: re.Match[str]) -> Iterator[Fact]:
    """Yield figures in proportion, named in the order of the numbers."""
    texts = [one.strip() for one in re.split("[::]", match[0])]
    shares = [Fraction(one) for one in texts]
    halves = [Fraction(1, 2 * 10 ** len(one.partition(".")[2])) for one in texts]
    order = sorted(named.labels, key=lambda label: named.sentence.find(label))
    for line in _lines(named, order):
        for start in range(len(line) - len(shares) + 1):
            chosen = zip(line[start : start + len(shares)], shares, halves, strict=True)
            for (one, a, ha), (other, b, hb) in combinations(chosen, 2):
                if b <= hb or a <= ha:
                    continue
                least, most = (a - ha) / (b + hb), (a + ha) / (b - hb)
                if least * named.values[other] <= named.values[one] <= most * named.values[other]:
                    for terms in between(one, other, least, most):
                        yield Fact(terms, Fraction(0), None, named.prose.place, match[0])


def _lines(named: _Named, order: Sequence[str]) -> Iterator[list[Quantity]]:
    """Yield figures that differ in one label, in the order the labels are named."""
    lines: dict[tuple[str, str, frozenset[str]], list[Quantity]] = {}
    for label in order:
        for quantity in named.values:
            if label in quantity.labels:
                key = (quantity.measure, quantity.period, quantity.labels - {label})
                lines.setdefault(key, []).append(quantity)
    return iter(lines.values())
