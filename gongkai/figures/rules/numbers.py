"""Values: decimals kept as scaled integers with the digits as published; the field's arithmetic."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

MOST_DIGITS = 18  # of a value without its point: what a 64-bit integer holds
MOST_PLACES = 12
HUNDRED = Decimal(100)


def scaled(value: Decimal) -> tuple[int, int]:
    """Return a value as (integer, decimal places), its digits as written.

    Raises: ValueError for what is no finite number or has more than 18 digits or 12 places.

    >>> scaled(Decimal("5.60")), scaled(Decimal("-12")), scaled(Decimal("1E+3"))
    ((560, 2), (-12, 0), (1000, 0))
    """
    if not value.is_finite():
        raise ValueError(str(value))
    sign, digits, exponent = value.as_tuple()
    places = max(0, -int(exponent))
    number = int("".join(map(str, digits))) * 10 ** max(0, int(exponent))
    if places > MOST_PLACES or len(str(number)) > MOST_DIGITS:
        raise ValueError(str(value))
    return (-number if sign else number), places


def decimal(number: int, places: int) -> Decimal:
    """Return a scaled integer as the decimal it stands for.

    >>> decimal(560, 2)
    Decimal('5.60')
    """
    return Decimal(number).scaleb(-places)


def text(number: int, places: int) -> str:
    """Return a scaled integer in digits, quicker than through a Decimal.

    >>> text(560, 2), text(-5, 3), text(12, 0)
    ('5.60', '-0.005', '12')
    """
    if not places:
        return str(number)
    digits = str(abs(number)).rjust(places + 1, "0")
    return f"{'-' if number < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def rounded(value: Decimal, places: int) -> Decimal:
    """Return a value rounded half up, away from zero.

    Rule: 四舍五入, as bulletins publish.

    >>> rounded(Decimal("2.25"), 1), rounded(Decimal("-2.25"), 1)
    (Decimal('2.3'), Decimal('-2.3'))
    """
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def growth(now: Decimal, then: Decimal, places: int = 1) -> Decimal:
    """Return the growth of now over then.

    Unit: both in the indicator's unit; result in percent, half up.
    Raises: ValueError if then <= 0 (print a dash, never a number).

    >>> growth(Decimal("108.25"), Decimal("100"))
    Decimal('8.3')
    """
    if then <= 0:
        raise ValueError(str(then))
    return rounded((now - then) * HUNDRED / then, places)


def makes_whole(parts: Sequence[Sequence[str]]) -> bool:
    """Say whether shares make 100 %, as far as rounding lets them, wherever all are known.

    Shape: the digits of each part, period by period; "" is not known.

    >>> makes_whole([["40.1", ""], ["59.8", "60.0"]]), makes_whole([["40"], ["50"]])
    (True, False)
    """
    known = [column for column in zip(*parts, strict=True) if all(column)]
    return bool(known) and all(99 <= sum(map(Decimal, column)) <= 101 for column in known)
