"""The numbers people and enterprises are known by, and how each checks itself (号码校验)."""

import re
from datetime import date

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK = "10X98765432"
CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z
CREDIT_CODE = re.compile(r"[1-9A-GNY][1-9]\d{6}[0-9A-HJ-NPQRTUWXY]{10}", re.ASCII)
SOLE = "92"  # how the code of an individual business (个体工商户) begins

# A region is judged by its province and its shape: which counties there were changes every year,
# and a number keeps the one of its first day.
PROVINCES = frozenset(
    f"{tens}{unit}"
    for tens, units in (
        *(("1", "12345"), ("2", "123"), ("3", "1234567"), ("4", "123456"), ("5", "01234")),
        *(("6", "12345"), ("7", "1"), ("8", "123")),
    )
    for unit in units
)
FOREIGN = "9"  # the first digit of a foreigner's permanent residence card; a province follows
PREFECTURES = 70  # the highest, but for counties under a province itself
UNDER_PROVINCE = 90


def is_region(code: str) -> bool:
    """Say whether six digits may be the region an identity number begins with.

    >>> is_region("130102"), is_region("990102"), is_region("138002")
    (True, False, False)
    """
    if code[0] == FOREIGN:
        return code[1:3] in PROVINCES
    prefecture = int(code[2:4])
    return code[:2] in PROVINCES and (prefecture <= PREFECTURES or prefecture == UNDER_PROVINCE)


def is_identity_number(number: str) -> bool:
    """Say whether eighteen characters are an identity number: region, a real day, check character.

    Law: GB 11643.
    """
    if not re.fullmatch(r"[1-9][0-9]{16}[0-9Xx]", number):
        return False
    if not (is_region(number[:6]) and _is_day(number[6:14])):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False))
    return CHECK[total % 11] == number[17].upper()


def is_old_identity_number(number: str) -> bool:
    """Say whether fifteen digits may be an identity number of before 1999. Nothing checks them.

    >>> is_old_identity_number("130102800101123"), is_old_identity_number("130102801301123")
    (True, False)
    """
    if not re.fullmatch(r"[1-8][0-9]{14}", number):
        return False
    return is_region(number[:6]) and _is_day("19" + number[6:12])


def passes_luhn(number: str) -> bool:
    """Say whether the last digit of a card number is right.

    >>> passes_luhn("4111111111111111"), passes_luhn("4111111111111112")
    (True, False)
    """
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def is_credit_code(code: str) -> bool:
    """Say whether eighteen characters are a unified social credit code. Law: GB 32100.

    >>> is_credit_code("914403001922038216"), is_credit_code("914403001922038217")
    (True, False)
    """
    if not CREDIT_CODE.fullmatch(code):
        return False
    total = sum(CREDIT.index(one) * pow(3, place, 31) for place, one in enumerate(code[:17]))
    return CREDIT[-total % 31] == code[17]


def _is_day(eight: str) -> bool:
    try:
        return 1900 <= date(int(eight[:4]), int(eight[4:6]), int(eight[6:])).year < 2100
    except ValueError:
        return False
