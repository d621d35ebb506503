"""Every number of a text in whatever dress (数字的各种写法), for the attacker's eye.

A leak is a leak also where the sentence is badly made, so this reads numbers only, not statements.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from gongkai.checks.claims.numerals import chinese, fold

SCALES = {"": 1, "十": 10, "百": 100, "千": 1000, "万": 10**4, "百万": 10**6, "千万": 10**7,
          "亿": 10**8, "万亿": 10**12}  # fmt: skip

_GAP = r"[,，  \u2009\u202f'’]"
_NUMBER = re.compile(
    rf"(?P<digits>\d{{1,3}}(?:{_GAP}\d{{3}})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"\s*(?P<scale>万亿|亿|千万|百万|万|千(?!克|米|瓦)|百)?"
    r"\s*(?P<unit>个百分点|[%％‰]|倍|成|元|人|家|户|个|吨|公顷|亩|平方米|台|辆|头|美元)?"
)
_WORDS = re.compile(
    r"(?P<words>(?:[一二三四五六七八九两十百千零〇]+亿)?(?:[一二三四五六七八九两十百千零〇]+万)?"
    r"[一二三四五六七八九两十百千零〇]*)(?P<unit>个百分点|倍|成|元|人|家|户|个|吨|台|辆|头)"
)
_ROUGH = re.compile(r"(?:约|近|超过|大约|接近|逾|突破|不足)(?:为|达|到|了|有)?\s*$")
_ROUGH_AFTER = re.compile(r"^\s*(?:左右|上下|多|余)")


@dataclass(frozen=True)
class Number:
    """A number as read: what it may be off by half a unit of its last digit, and its unit.

    Shape: unit is the bare unit without its scale (元 of 万元), empty where none stands.
    """

    start: int
    end: int
    value: Fraction
    half: Fraction
    unit: str


def numbers(text: str) -> Iterator[Number]:
    """Yield the numbers of a text in order, those in Chinese numerals with a unit among them.

    >>> [(str(one.value), one.unit) for one in numbers("１，２３４．５万元，两千人，3.5%")]
    [('12345000', '元'), ('2000', '人'), ('7/2', '%')]
    """
    flat = fold(text)
    found = [one for match in _NUMBER.finditer(flat) if (one := _digits(match, flat))]
    taken = [(one.start, one.end) for one in found]
    for match in _WORDS.finditer(flat):
        if match["words"] and not any(a < match.end() and match.start() < b for a, b in taken):
            value = Fraction(_worded(match["words"]))
            found.append(Number(match.start(), match.end(), value, Fraction(1, 2), match["unit"]))
    return iter(sorted(found, key=lambda one: one.start))


def _digits(match: re.Match[str], flat: str) -> Number:
    digits = re.sub(_GAP, "", match["digits"])
    scale = SCALES[match["scale"] or ""]
    places = len(digits.partition(".")[2])
    value = Fraction(digits) * scale
    half = Fraction(scale, 2 * 10**places)
    before, behind = flat[max(0, match.start() - 6) : match.start()], flat[match.end() :]
    if _ROUGH.search(before) or _ROUGH_AFTER.match(behind):
        half = _rough(digits, scale)
    unit = (match["unit"] or "").replace("％", "%")
    return Number(match.start(), match.end(), value, half, unit)


def _rough(digits: str, scale: int) -> Fraction:
    """Return how far off an approximate number may be: half of its last digit that is not nought."""
    whole, _, fraction = digits.partition(".")
    if fraction.strip("0"):
        return Fraction(scale, 2 * 10 ** len(fraction.rstrip("0")))
    return Fraction(scale * 10 ** (len(whole) - len(whole.rstrip("0"))), 2)


def _worded(words: str) -> int:
    total = 0
    for mark, size in (("亿", 10**8), ("万", 10**4)):
        left, found, rest = words.partition(mark)
        if found:
            total += int(chinese(left)) * size
            words = rest
    return total + (int(chinese(words.lstrip("零〇"))) if words.strip("零〇") else 0)
