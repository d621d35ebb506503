"""Numbers with what their rounding hides (数值与尾差): in one unit, with half a unit of the last digit.

Two numbers contradict each other only when they are further apart than both roundings explain:
480.5 + 2913.9 + 3066.4 is 6460.8, and 6460.9 is no error.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from gongkai.checks.claims.claim import Claim
from gongkai.checks.known import Value

_SCALES = {"百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8, "十亿": 9,
           "百亿": 10, "千亿": 11, "万亿": 12, "百亿亿": 18}  # fmt: skip
_SCALE = re.compile(rf"^(?:{'|'.join(sorted(_SCALES, key=len, reverse=True))})(?=.)")
_SAME = {
    **dict.fromkeys(("名", "位", "口"), ("人", Decimal(1))),
    **dict.fromkeys(("个", "户", "所", "处", "项", "座", "件", "支", "只"), ("个", Decimal(1))),
    **dict.fromkeys(("家", "条", "匹", "头", "台", "部", "套", "羽"), ("个", Decimal(1))),
    "公顷": ("亩", Decimal(15)), "平方公里": ("亩", Decimal(1500)), "平方千米": ("亩", Decimal(1500)),
    "公斤": ("吨", Decimal("0.001")), "千克": ("吨", Decimal("0.001")),
    "斤": ("吨", Decimal("0.0005")), "千米": ("公里", Decimal(1)), "米": ("公里", Decimal("0.001")),
    "‰": ("%", Decimal("0.1")), "成": ("%", Decimal(10)), "百分点": ("个百分点", Decimal(1)),
    "平方米": ("平方米", Decimal(1)), "㎡": ("平方米", Decimal(1)), "标准煤": ("吨标准煤", Decimal(1)),
    "个千分点": ("个百分点", Decimal("0.1")), "千瓦时": ("度", Decimal(1)), "人民币": ("元", Decimal(1)),
    "元人民币": ("元", Decimal(1)), "百分比": ("%", Decimal(1)),
}  # fmt: skip
_WHOLE = ("千克", "千米", "千瓦时", "千瓦", "百分点", "百分比", "千伏安")

NEARLY = Decimal("0.99")  # of a step: what is 超7万公里 is not 6 and not 8


@dataclass(frozen=True)
class Measure:
    """A number in the base unit of what it measures, and half a unit of its last digit."""

    number: Decimal
    half: Decimal
    unit: str

    def differs(self, other: "Measure") -> bool:
        """Say whether two numbers are further apart than their rounding explains."""
        return abs(self.number - other.number) > self.half + other.half

    def contradicts(self, other: "Measure") -> bool:
        """Say whether two measures cannot be roundings of one and the same figure.

        Figures rounded to powers of ten agree when the finer one rounds to the coarser, so half a
        unit of the coarser is all that may lie between; otherwise both roundings add up.
        """
        if not self.half or not other.half:
            return self.differs(other)
        ratio = (self.half / other.half).normalize().as_tuple()
        allowed = max(self.half, other.half) if ratio.digits == (1,) else self.half + other.half
        return abs(self.number - other.number) > allowed

    def times(self, factor: Decimal) -> "Measure":
        """Return the measure multiplied by an exact number."""
        return Measure(self.number * factor, self.half * abs(factor), self.unit)

    def plus(self, other: "Measure") -> "Measure":
        """Return a sum; what the roundings hide adds up."""
        return Measure(self.number + other.number, self.half + other.half, self.unit)

    def minus(self, other: "Measure") -> "Measure":
        """Return a difference; what the roundings hide adds up."""
        return Measure(self.number - other.number, self.half + other.half, self.unit)

    def over(self, other: "Measure", unit: str = "") -> "Measure | None":
        """Return a quotient between its bounds, or None where the divisor may be zero."""
        if abs(other.number) <= other.half:
            return None
        ends = [
            (self.number + mine * self.half) / (other.number + its * other.half)
            for mine in (-1, 1)
            for its in (-1, 1)
        ]
        return Measure((min(ends) + max(ends)) / 2, (max(ends) - min(ends)) / 2, unit)


@lru_cache(maxsize=4096)
def base(unit: str) -> tuple[str, Decimal]:
    """Return what a unit measures and how many of it one unit is.

    >>> base("亿元"), base("千公顷"), base("万家")
    (('元', Decimal('100000000')), ('亩', Decimal('15000')), ('个', Decimal('10000')))
    """
    factor = Decimal(1)
    while not unit.startswith(_WHOLE) and (match := _SCALE.match(unit)):
        factor *= 10 ** _SCALES[match[0]]
        unit = unit[match.end() :]
    name, more = _SAME.get(unit, (unit, Decimal(1)))
    return name, factor * more


def measure(number: Decimal, places: int, unit: str) -> Measure:
    """Return a number as written, in its base unit.

    >>> measure(Decimal("5481.6"), 1, "亿元").half
    Decimal('5000000.00')
    """
    name, factor = base(unit)
    return Measure(number * factor, Decimal("0.5").scaleb(-places) * factor, name)


def of_claim(claim: Claim) -> Measure:
    """Return what a claim states; an approximate number hides a unit of its last digit but zero."""
    stated = claim.number or Decimal(0)
    found = measure(stated, claim.places, claim.unit)
    if not claim.approximate:
        return found
    last = stated.normalize().as_tuple().exponent if stated else 0
    step = Decimal(1).scaleb(int(last)) * base(claim.unit)[1]
    return Measure(found.number, max(found.half, step * NEARLY), found.unit)


def of_value(value: Value) -> Measure:
    """Return a value of a series."""
    return measure(value.number, value.places, value.unit)


def scaled(one: Measure, other: Measure) -> int:
    """Return by which power of ten a number is off, 0 if by none.

    >>> scaled(measure(Decimal("54816"), 0, "亿元"), measure(Decimal("5481.6"), 1, "亿元"))
    1
    """
    if not one.number or not other.number:
        return 0
    for power in [one for one in range(-9, 10) if one]:
        factor = Decimal(1).scaleb(power)
        if not one.differs(other.times(factor)):
            return power
    return 0


def written(number: Decimal, places: int = 2) -> str:
    """Return a computed number as a person reads it.

    >>> written(Decimal("6460.8000"))
    '6460.8'
    """
    rounded = number.quantize(Decimal(1).scaleb(-places))
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
