"""Hidden figures that still stand somewhere (残留数值): in a text, a chart, a cache, in any dress."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from gongkai.checks.cells.leaks.numbers import SCALES, numbers
from gongkai.checks.findings import Finding, Rule, Severity

STANDING = Rule(
    "cells.standing", "1", Severity.BLOCK, "统计法第二十八条；统计法实施条例第二十九条(三)"
)
TELLING = 4  # digits that hardly occur by chance


@dataclass(frozen=True)
class Hidden:
    """A figure kept back: what it is called, the labels of its cell, its value in its unit."""

    name: str
    labels: tuple[str, ...]
    value: Fraction


def standing(
    hidden: Sequence[Hidden], pieces: Iterable[tuple[str, str]], shown: Iterable[Fraction] = ()
) -> Iterator[Finding]:
    """Yield where a hidden figure stands in texts, each given with its place.

    Shape: shown are figures published in the same table: a number that is one of them tells nothing
    by itself. A short number counts only beside all labels of its cell. The number is not repeated
    in the finding.
    """
    open_ = {digits_of(one) for one in shown}
    wanted: dict[str, list[Hidden]] = {}
    for one in hidden:
        wanted.setdefault(digits_of(one.value), []).append(one)
    for place, text in pieces:
        for number in numbers(text):
            digits = digits_of(number.value)
            for one in wanted.get(digits, ()):
                beside = bool(one.labels) and all(label in text for label in one.labels)
                telling = len(digits) >= TELLING and digits not in open_
                if beside or (telling and _is_scaled(number.value, one.value)):
                    yield STANDING.finding(
                        place,
                        "●" * (number.end - number.start),
                        f"不予公布的“{one.name}”的数值仍在这里。",
                        "删去这个数；隐去的数在任何地方（图表、缓存、批注）都不得留下。",
                    )


def digits_of(value: Fraction) -> str:
    """Return the digits a number is known by in any unit, without noughts at its ends.

    >>> digits_of(Fraction(12340)), digits_of(Fraction("0.1234"))
    ('1234', '1234')
    """
    places = 0
    while value.denominator != 1 and places < 12:
        value, places = value * 10, places + 1
    return str(abs(int(value))).strip("0")


def _is_scaled(number: Fraction, value: Fraction) -> bool:
    """Say whether a number is a value in a unit one may write it in."""
    return any(value == number * size or value * size == number for size in SCALES.values())
