"""What a head, a label or a title says of time, however people write it."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from math import isfinite
from typing import Any

from gongkai.figures.importing.words import PERIODS, PERIODS_INSIDE
from gongkai.figures.rules import Frequency, Span, join
from gongkai.figures.rules.periods import FIRST, LAST, ORDINALS

WIDE = str.maketrans("０１２３４５６７８９．－–—―－～／　\xa0", "0123456789.------/  ")
SERIALS = range(20_000, 80_000)  # 1954 to 2119
QUARTERS = {Frequency.QUARTER: 3, Frequency.HALF: 6, Frequency.YEAR: 12}


@dataclass(frozen=True)
class Time:
    """A piece of time: a year, a month of no year, both. Shape: part from 1; None where not said."""

    year: int | None = None
    frequency: Frequency | None = None  # None of a year alone, which may be part of a period
    part: int | None = None
    span: Span | None = None

    def within(self, other: "Time | None") -> "Time":
        """Return this with what another one says besides: a month takes the year above it."""
        if other is None:
            return self
        finer = self if self.part is not None else other
        return Time(self.year or other.year, finer.frequency, finer.part, self.span or other.span)

    def period(self, frequency: Frequency) -> str | None:
        """Return the period of a frequency this stands for; None if it does not say enough."""
        if self.year is None or not FIRST <= self.year <= LAST:
            return None
        if self.part is None or self.frequency is None:
            return join(frequency, self.year) if frequency == Frequency.YEAR else None
        if self.frequency == frequency:
            return join(frequency, self.year, self.part)
        months = self.part * QUARTERS.get(self.frequency, 1)
        size = QUARTERS.get(frequency, 1)
        return None if months % size else join(frequency, self.year, months // size)


def of(value: Any, *, base: date = date(1899, 12, 30), serials: bool = False) -> Time | None:
    """Return what a cell says of time, if that is all it says.

    Shape: serials: whole numbers may be days counted from a base, as spreadsheets keep dates.
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, datetime | date):
        return Time(value.year, Frequency.MONTH, value.month)
    if isinstance(value, int | float):
        return _of_number(value, base, serials)
    return _of_text(str(value), base, serials)


def _of_number(value: float, base: date, serials: bool) -> Time | None:
    if not isfinite(value) or value != int(value):
        return None
    if FIRST <= value <= LAST:
        return Time(int(value))
    if serials and int(value) in SERIALS:
        day = base + timedelta(days=int(value))
        return Time(day.year, Frequency.MONTH, day.month)
    if FIRST * 100 < value <= LAST * 100 + 12 and 1 <= value % 100 <= 12:
        return Time(int(value) // 100, Frequency.MONTH, int(value) % 100)
    return None


@lru_cache(maxsize=4096)
def _of_text(text: str, base: date, serials: bool) -> Time | None:
    plain = re.sub(r"\s+", "", text.translate(WIDE)).removesuffix("00:00:00").removesuffix("日")
    if plain.isascii() and plain.isdigit():
        return _of_number(int(plain), base, serials) if len(plain) in {4, 5, 6} else None
    for kind, pattern in PERIODS:
        if match := pattern.fullmatch(plain):
            return _made(kind, match)
    return None


def inside(text: str) -> Time | None:
    """Return the time a title or a file name speaks of.

    >>> inside("2014年1—11月主要经济指标"), inside("hebei_cities_gdp_2016").year
    (Time(year=2014, frequency=<Frequency.MONTH: 'M'>, part=11, span=<Span.SO_FAR: 'so_far'>), 2016)
    """
    plain = re.sub(r"\s+", "", text.translate(WIDE))
    for kind, pattern in PERIODS_INSIDE:
        if match := pattern.search(plain):
            return _made(kind, match)
    return None


def _made(kind: str, match: re.Match[str]) -> Time | None:
    said = match.groupdict()
    year = int(said["year"]) if said.get("year") else None
    if year is not None and not FIRST <= year <= LAST:
        return None
    return MAKERS[kind](year, said)


def _month(year: int | None, said: dict[str, str]) -> Time | None:
    month = int(said["month"])
    span = Span.POINT if said.get("point") else None
    return Time(year, Frequency.MONTH, month, span) if 1 <= month <= 12 else None


def _so_far(year: int | None, said: dict[str, str]) -> Time | None:
    month = int(said["month"])
    return Time(year, Frequency.MONTH, month, Span.SO_FAR) if 2 <= month <= 12 else None


def _quarter(year: int | None, said: dict[str, str]) -> Time:
    return Time(year, Frequency.QUARTER, _ordinal(said["quarter"]))


def _quarters(year: int | None, said: dict[str, str]) -> Time:
    return Time(year, Frequency.QUARTER, _ordinal(said["quarter"]), Span.SO_FAR)


def _half(year: int | None, said: dict[str, str]) -> Time:
    if said["half"] == ORDINAL_FIRST_HALF:
        return Time(year, Frequency.QUARTER, 2, Span.SO_FAR)
    return Time(year, Frequency.HALF, 1 if said["half"] == "1" else 2)


def _year(year: int | None, said: dict[str, str]) -> Time:
    return Time(year, span=Span.POINT if said.get("point") else None)


ORDINAL_FIRST_HALF = "上"
MAKERS = {"month": _month, "so_far": _so_far, "quarter": _quarter, "quarters": _quarters,
          "half": _half, "year": _year}  # fmt: skip


def _ordinal(text: str) -> int:
    return ORDINALS.index(text) + 1 if text in ORDINALS else int(text)
