"""How SDMX asks: times of any width, filters with operators, keys with wildcards."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import product
from math import prod

from gongkai.figures.rules.periods import FIRST, LAST, PARTS, Frequency, join

TIME = re.compile(
    r"(\d{4})(?:-(?:A1|([STQ])(\d)|M?(\d\d)(?:-(\d\d)(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d)?)?)?|W(\d\d)|D(\d{3})))?",
    re.ASCII,
)
MONTHS = {"S": 6, "T": 4, "Q": 3}  # of a half year, a third, a quarter
OPERATORS = ("eq", "ne", "lt", "le", "gt", "ge", "co", "nc", "sw", "ew")
Filter = Sequence[Sequence[tuple[str, str]]]  # one of them, all of whose parts
Test = Callable[[str], bool]
FEW = 2_000  # keys that are looked up one by one rather than looked for


def within(text: str, frequency: Frequency) -> tuple[str, str]:
    """Return the first and the last period of a frequency that a time touches.

    Raises: ValueError.

    >>> within("2014", Frequency.MONTH), within("2014-05", Frequency.QUARTER)
    (('2014-01', '2014-12'), ('2014-Q2', '2014-Q2'))
    >>> within("2014-Q4", Frequency.MONTH), within("2014-03-31", Frequency.YEAR)
    (('2014-10', '2014-12'), ('2014', '2014'))
    """
    first, last = _days(text)
    parts = PARTS[frequency]
    start, end = (join(frequency, day.year, (day.month - 1) * parts // 12 + 1)
                  for day in (first, last))  # fmt: skip
    return start, end


def _days(text: str) -> tuple[date, date]:
    """Return the first and the last day of a time. Raises: ValueError."""
    found = TIME.fullmatch(text)
    if found is None:
        raise ValueError(text)
    year, kind, part, month, day, week, ordinal = found.groups()
    if not FIRST <= int(year) <= LAST or not 1 <= int(ordinal or 1) <= 366:
        raise ValueError(text)
    if week:
        monday = date.fromisocalendar(int(year), int(week), 1)
        return monday, monday + timedelta(days=6)
    if ordinal:
        here = date(int(year), 1, 1) + timedelta(days=int(ordinal) - 1)
        return here, here
    if day:
        here = date(int(year), int(month), int(day))
        return here, here
    width = MONTHS[kind] if kind else 1 if month else 12
    begins = (int(part) - 1) * width + 1 if kind else int(month or 1)
    first = date(int(year), begins, 1)
    after = begins + width
    return first, date(int(year) + (after > 12), (after - 1) % 12 + 1, 1) - timedelta(days=1)


def filter_of(text: str) -> Filter:
    """Return a filter: "," is or, "+" is and, which binds closer.

    >>> filter_of("A,B"), filter_of("ge:2014+le:2015")
    ([[('eq', 'A')], [('eq', 'B')]], [[('ge', '2014'), ('le', '2015')]])
    """
    return [[_part(one) for one in several.split("+")] for several in text.split(",")]


def _part(text: str) -> tuple[str, str]:
    operator, found, value = text.partition(":")
    return (operator, value) if found and operator in OPERATORS else ("eq", text)


def _texts(operator: str, asked: str) -> Test:
    tests: dict[str, Test] = {
        "eq": lambda one: one == asked, "ne": lambda one: one != asked,
        "lt": lambda one: one < asked, "le": lambda one: one <= asked,
        "gt": lambda one: one > asked, "ge": lambda one: one >= asked,
        "co": lambda one: asked in one, "nc": lambda one: asked not in one,
        "sw": lambda one: one.startswith(asked), "ew": lambda one: one.endswith(asked),
    }  # fmt: skip
    return tests[operator]


def _periods(operator: str, asked: str, frequency: Frequency) -> Test:
    """Return a test of periods. Raises: ValueError for what is no time."""
    if operator in {"co", "nc", "sw", "ew"}:
        return _texts(operator, asked)
    first, last = within(asked, frequency)
    tests: dict[str, Test] = {
        "eq": lambda one: first <= one <= last, "ne": lambda one: not first <= one <= last,
        "lt": lambda one: one < first, "le": lambda one: one <= last,
        "gt": lambda one: one > last, "ge": lambda one: one >= first,
    }  # fmt: skip
    return tests[operator]


def passes(found: Filter, frequency: Frequency | None = None) -> Test:
    """Return the test a filter means; of periods when a frequency is given. Raises: ValueError."""
    several = [
        [_periods(*part, frequency) if frequency else _texts(*part) for part in one]
        for one in found
    ]
    return lambda value: any(all(test(value) for test in one) for one in several)


def bounds(found: Filter, frequency: Frequency) -> tuple[str, str]:
    """Return between which periods a filter of time can hold; "" where there is no end.

    >>> bounds(filter_of("ge:2014+lt:2015"), Frequency.QUARTER), bounds(filter_of("2014"), "A")
    (('2014-Q1', '2015-Q1'), ('2014', '2014'))
    """
    if len(found) != 1:
        return "", ""
    ends = {"ge": 0, "gt": 1, "eq": 0}, {"le": 1, "lt": 0, "eq": 1}
    first, last = ([within(value, frequency)[side[name]] for name, value in found[0]
                    if name in side] for side in ends)  # fmt: skip
    return max(first, default=""), min(last, default="")


def keys_of(
    known: Mapping[str, object], chosen: Sequence[frozenset[str] | None], tests: Mapping[int, Test]
) -> list[str]:
    """Return the series that were asked for.

    Shape: chosen says of each dimension which codes, None for any; tests are by place.

    >>> keys_of({"GDP.1": 0, "GDP.2": 0, "CPI.1": 0}, [frozenset({"GDP"}), None], {})
    ['GDP.1', 'GDP.2']
    """
    if all(one is not None for one in chosen) and prod(len(one or ()) for one in chosen) <= FEW:
        some: Iterable[str] = map(".".join, product(*(sorted(one or ()) for one in chosen)))
        found = [key for key in some if key in known]
    else:
        found = [key for key in known if _fits(key.split("."), chosen)]
    if tests:
        found = [key for key in found
                 if all(test(key.split(".")[place]) for place, test in tests.items())]  # fmt: skip
    return found


def _fits(parts: Sequence[str], chosen: Sequence[frozenset[str] | None]) -> bool:
    return all(codes is None or part in codes
               for part, codes in zip(parts, chosen, strict=True))  # fmt: skip
