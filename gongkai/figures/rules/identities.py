"""What must hold between figures: parts and total, growth and levels, totals since January and
single periods; and what is unlike a series' own past. Doubts, never refusals: a person looks.

Written one a line: `GDP = VA1 + VA2 + VA3 ±0.1`, `GDP_G 同比 GDP`, `RETAIL_YTD 累计 RETAIL`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from gongkai.figures.rules.codes import Comparison, Price, Span
from gongkai.figures.rules.numbers import HUNDRED, rounded
from gongkai.figures.rules.periods import PARTS, a_year_before, moved, split
from gongkai.figures.rules.vintages import split_key

SUM, GROWTH, SO_FAR = "sum", "growth", "so_far"
WORDS = {GROWTH: "同比", SO_FAR: "累计"}
CODE = r"[A-Z][A-Z0-9_]*"
LINE = re.compile(
    rf"({CODE})\s*=\s*({CODE}(?:\s*\+\s*{CODE})+)\s*(?:±\s*(\d+(?:\.\d+)?))?", re.ASCII
)
PAIR = re.compile(rf"({CODE})\s*(同比|累计)\s*({CODE})", re.ASCII)
HALF = Decimal("0.5")
LONGEST_RUN, MOST_COLUMNS, ENOUGH = 8, 80, 5
AGREED = Decimal("0.8")
PAST, FAR = 8, Decimal("6") * Decimal("1.4826")  # values needed; distances from the median
Values = Mapping[tuple[str, str], Decimal]  # by key and period


@dataclass(frozen=True)
class Identity:
    """Something that must hold. Shape: codes of indicators; within None is the rounding itself."""

    kind: str
    left: str
    right: tuple[str, ...]
    within: Decimal | None = None

    def __str__(self) -> str:
        """Return it as it is written.

        >>> str(parsed("GDP=VA1+ VA2 ±0.1"))
        'GDP = VA1 + VA2 ±0.1'
        """
        if self.kind == SUM:
            within = f" ±{self.within}" if self.within is not None else ""
            return f"{self.left} = {' + '.join(self.right)}{within}"
        return f"{self.left} {WORDS[self.kind]} {self.right[0]}"


@dataclass(frozen=True)
class Doubt:
    """Where something does not hold. Shape: code names the sentence, found and wanted its figures."""

    code: str
    key: str
    period: str
    found: Decimal
    wanted: Decimal
    said: str = ""


def parsed(line: str) -> Identity:
    """Return an identity from its line. Raises: ValueError."""
    if match := LINE.fullmatch(line.strip()):
        parts = tuple(one.strip() for one in match[2].split("+"))
        return Identity(SUM, match[1], parts, Decimal(match[3]) if match[3] else None)
    if match := PAIR.fullmatch(line.strip()):
        kind = next(kind for kind, word in WORDS.items() if word == match[2])
        return Identity(kind, match[1], (match[3],))
    raise ValueError(line)


def doubts(
    identities: Iterable[Identity], values: Values, fresh: Iterable[tuple[str, str]],
    indicators: Mapping[str, Mapping[str, Any]],
) -> list[Doubt]:  # fmt: skip
    """Return where identities do not hold, as far as fresh cells take part.

    Shape: indicators by code, with comparison, price, unit. Growth in comparable prices cannot be
    reckoned from levels in current ones, and is left out.
    """
    touched = {(split_key(key)[0], key.partition(".")[2], period) for key, period in fresh}
    rests: dict[str, set[tuple[str, str]]] = {}
    for code, rest, period in touched:
        rests.setdefault(code, set()).add((rest, period))
    found: list[Doubt] = []
    for one in identities:
        if one.kind == GROWTH and not comparable(one, indicators):
            continue
        places = set().union(*(rests.get(code, set()) for code in (one.left, *one.right)))
        for rest, period in sorted(places):
            doubt = _judged(one, values, rest, period, indicators)
            if doubt is not None:
                found.append(doubt)
    return found


def comparable(one: Identity, indicators: Mapping[str, Mapping[str, Any]]) -> bool:
    """Say whether a growth may be reckoned anew from its levels."""
    return str(indicators.get(one.left, {}).get("price", "")) != Price.COMPARABLE


def _judged(
    one: Identity, values: Values, rest: str, period: str,
    indicators: Mapping[str, Mapping[str, Any]],
) -> Doubt | None:  # fmt: skip
    left = values.get((f"{one.left}.{rest}", period))
    right = [values.get((f"{code}.{rest}", period)) for code in one.right]
    known = [value for value in right if value is not None]
    if left is None or len(known) != len(right):
        return None
    if one.kind == SUM:
        return _sum(one, left, known, rest, period)
    if one.kind == GROWTH:
        index = "=100" in str(indicators.get(one.left, {}).get("unit", "")).replace(" ", "")
        return _growth(one, values, left, known[0], rest, period, index=index)
    return _so_far(one, values, left, known[0], rest, period)


def _sum(
    one: Identity, left: Decimal, parts: Sequence[Decimal], rest: str, period: str
) -> Doubt | None:
    wanted = sum(parts, Decimal(0))
    within = one.within if one.within is not None else rounding([left, *parts])
    if abs(left - wanted) <= within:
        return None
    return Doubt(SUM, f"{one.left}.{rest}", period, left, wanted, str(one))


def _growth(
    one: Identity, values: Values, left: Decimal, level: Decimal, rest: str, period: str, *,
    index: bool,
) -> Doubt | None:  # fmt: skip
    then = values.get((f"{one.right[0]}.{rest}", a_year_before(period)))
    if then is None or then <= 0:
        return None
    wanted = level * HUNDRED / then - (0 if index else HUNDRED)
    within = ulp(left) + HUNDRED * (ulp(level) + ulp(then)) / then
    if abs(left - wanted) <= within:
        return None
    places = max(0, -int(left.as_tuple().exponent))
    return Doubt(GROWTH, f"{one.left}.{rest}", period, left, rounded(wanted, places), str(one))


def _so_far(
    one: Identity, values: Values, left: Decimal, single: Decimal, rest: str, period: str
) -> Doubt | None:
    first = split(period)[2] == 1
    before = Decimal(0) if first else values.get((f"{one.left}.{rest}", moved(period, -1)))
    if before is None:
        return None
    wanted = left - before
    if abs(single - wanted) <= rounding([left, before, single]):
        return None
    return Doubt(SO_FAR, f"{one.right[0]}.{rest}", period, single, wanted, str(one))


def ulp(value: Decimal) -> Decimal:
    """Return one in the last place of a value as written.

    >>> ulp(Decimal("12.50")), ulp(Decimal("7"))
    (Decimal('0.01'), Decimal('1'))
    """
    return Decimal(1).scaleb(min(0, int(value.as_tuple().exponent)))


def rounding(values: Sequence[Decimal]) -> Decimal:
    """Return how far a sum may be off only because each of its values was rounded."""
    return max(ulp(value) for value in values) * HALF * len(values)


def found_in(
    codes: Sequence[str], values: Values, indicators: Mapping[str, Mapping[str, Any]]
) -> list[Identity]:
    """Return identities that hold nearly everywhere: what a clerk may want to keep.

    Shape: codes in the order of the table: parts of a total stand beside one another.
    """
    columns = _columns(codes, values)
    kept = [code for code in codes if code in columns][:MOST_COLUMNS]
    found = _sectors(kept, columns, indicators)
    totals = {one.left for one in found}
    amounts = [code for code in kept if _is(indicators, code, Comparison.LEVEL)]
    for left in amounts:
        if left not in totals and (one := _run(left, amounts, columns, indicators)):
            found.append(one)
    for left in kept:
        found += [one for one in _pairs(left, kept, indicators) if _holds(one, values, columns,
                                                                         indicators)][:1]  # fmt: skip
    return found


Columns = Mapping[str, Mapping[tuple[str, str], Decimal]]  # by code: by rest of the key and period


def _columns(codes: Sequence[str], values: Values) -> Columns:
    found: dict[str, dict[tuple[str, str], Decimal]] = {}
    wanted = set(codes)
    for (key, period), value in values.items():
        code, _, rest = key.partition(".")
        if code in wanted:
            found.setdefault(code, {})[rest, period] = value
    return found


def _is(indicators: Mapping[str, Mapping[str, Any]], code: str, comparison: Comparison) -> bool:
    return str(indicators[code]["comparison"]) == comparison


def _sectors(
    codes: Sequence[str], columns: Columns, indicators: Mapping[str, Mapping[str, Any]]
) -> list[Identity]:
    """Return GDP as the sum of its three sectors, by name."""

    def named(text: str) -> list[str]:
        return [code for code in codes if str(indicators[code]["name"]).endswith(text)
                and _is(indicators, code, Comparison.LEVEL)]  # fmt: skip

    parts = [named(text) for text in SECTORS]
    totals = [code for code in codes if TOTAL.fullmatch(str(indicators[code]["name"]))]
    if not totals or any(len(one) != 1 for one in parts):
        return []
    one = Identity(SUM, totals[0], tuple(part[0] for part in parts))
    return [one] if _agrees(one, columns) else []


SECTORS = ("第一产业", "第二产业", "第三产业")
TOTAL = re.compile(r"(?:.*·)?(?:地区|国内)?(?:生产总值|GDP)(?:总量)?")


def _run(
    left: str, codes: Sequence[str], columns: Columns, indicators: Mapping[str, Mapping[str, Any]]
) -> Identity | None:
    """Return the neighbours that add up to a total: screened in a few places, then held everywhere."""
    unit = indicators[left]["unit"]
    places = sorted((place for place, value in columns[left].items() if value),
                    key=lambda one: one[1])  # fmt: skip
    others = [code for code in codes if code != left and indicators[code]["unit"] == unit]
    lines = [_Line(columns[left][place], [columns[code].get(place) for code in others])
             for place in places[:: max(1, len(places) // 6)][:7]]  # fmt: skip
    for start in range(len(others) - 1):
        for end in range(start + 2, min(start + LONGEST_RUN, len(others)) + 1):
            if _sampled(lines, start, end):
                one = Identity(SUM, left, tuple(others[start:end]))
                if _agrees(one, columns):
                    return one
    return None


class _Line:
    """A total and the values beside it, with their running sums: how a run is added up at once."""

    def __init__(self, total: Decimal, values: Sequence[Decimal | None]) -> None:
        self.total = total
        self.sums, self.gaps = [Decimal(0)], [0]
        self.ulp = max(ulp(one) for one in (total, *values) if one is not None)
        for one in values:
            self.sums.append(self.sums[-1] + (one or 0))
            self.gaps.append(self.gaps[-1] + (one is None))

    def holds(self, start: int, end: int) -> bool | None:
        """Say whether a run adds up to the total; None where a part is missing."""
        if self.gaps[end] != self.gaps[start]:
            return None
        within = self.ulp * HALF * (end - start + 1)
        return abs(self.total - self.sums[end] + self.sums[start]) <= within


def _sampled(lines: Sequence[_Line], start: int, end: int) -> bool:
    """Say whether a sum is worth reckoning everywhere: at most one of a few places misses it."""
    misses = held = 0
    for line in lines:
        holds = line.holds(start, end)
        held += holds is True
        misses += holds is False
        if misses > 1:
            return False
    return held >= 2


def _agrees(one: Identity, columns: Columns) -> bool:
    held = seen = 0
    for place, total in columns[one.left].items():
        parts = [columns[code].get(place) for code in one.right]
        known = [value for value in parts if value is not None]
        if len(known) == len(parts) and total:
            seen += 1
            held += abs(total - sum(known)) <= rounding([total, *known])
    return seen >= ENOUGH and held >= AGREED * seen


def _pairs(
    left: str, codes: Sequence[str], indicators: Mapping[str, Mapping[str, Any]]
) -> list[Identity]:
    about = indicators[left]
    levels = [code for code in codes if code != left and _is(indicators, code, Comparison.LEVEL)]
    if about["comparison"] == Comparison.YEAR and about["price"] != Price.COMPARABLE:
        return [Identity(GROWTH, left, (code,)) for code in levels
                if indicators[code]["span"] == about["span"]]  # fmt: skip
    if about["comparison"] == Comparison.LEVEL and about["span"] == Span.SO_FAR:
        return [Identity(SO_FAR, left, (code,)) for code in levels
                if indicators[code]["span"] == Span.PERIOD
                and indicators[code]["unit"] == about["unit"]]  # fmt: skip
    return []


def _holds(
    one: Identity, values: Values, columns: Columns, indicators: Mapping[str, Mapping[str, Any]]
) -> bool:
    """Say whether a pair holds where it can be judged, often enough to be no chance."""
    judged = held = 0
    for (rest, period), _ in sorted(columns[one.left].items(), reverse=True)[:60]:
        before = a_year_before(period) if one.kind == GROWTH else moved(period, -1)
        base = one.right[0] if one.kind == GROWTH else one.left
        is_first = one.kind == SO_FAR and split(period)[2] == 1
        if (rest, period) in columns[one.right[0]] and (
            is_first or (rest, before) in columns[base]
        ):
            judged += 1
            held += _judged(one, values, rest, period, indicators) is None
    return judged >= ENOUGH and held >= AGREED * judged


def outliers(
    values: Values, fresh: Iterable[tuple[str, str]], indicators: Mapping[str, Mapping[str, Any]]
) -> list[Doubt]:
    """Return fresh values whose change is unlike the changes in their series' own past.

    Rule: distance from the median over the median of distances, six times; changes are ratios for
    amounts, differences for rates, against the period before, for totals since January against
    the same period of the year before.
    """
    by_key: dict[str, dict[str, Decimal]] = {}
    for (key, period), value in values.items():
        by_key.setdefault(key, {})[period] = value
    found = []
    asked: dict[str, list[str]] = {}
    for key, period in fresh:
        asked.setdefault(key, []).append(period)
    for key, periods in sorted(asked.items()):
        series = by_key.get(key, {})
        if len(series) > PAST:
            about = indicators.get(split_key(key)[0], {})
            found += _unlike(key, series, sorted(periods), about)
    return found


def _unlike(
    key: str, series: Mapping[str, Decimal], asked: Sequence[str], about: Mapping[str, Any]
) -> list[Doubt]:
    by_ratio = str(about.get("comparison", "")) == Comparison.LEVEL and min(series.values()) > 0
    changes = {}
    for period, value in series.items():
        before = series.get(moved(period, -_lag(period, about)))
        if before is not None:
            changes[period] = value / before if by_ratio else value - before
    if len(changes) < PAST:
        return []
    middle = _median(list(changes.values()))
    spread = _median([abs(one - middle) for one in changes.values()])
    if not spread:
        return []
    return [
        Doubt("outlier", key, period, series[period],
              series[moved(period, -_lag(period, about))])
        for period in asked
        if period in changes and abs(changes[period] - middle) > FAR * spread
    ]  # fmt: skip


def _lag(period: str, about: Mapping[str, Any]) -> int:
    return PARTS[split(period)[0]] if str(about.get("span", "")) == Span.SO_FAR else 1


def _median(values: Sequence[Decimal]) -> Decimal:
    ranked = sorted(values)
    middle = len(ranked) // 2
    return ranked[middle] if len(ranked) % 2 else (ranked[middle - 1] + ranked[middle]) / 2
