"""Numbers as prose writes them: 3,119 and 三千一百一十九 alike."""

import re
from decimal import Decimal

DIGITS = {name: value for value, name in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
UNITS = {"十": 10, "百": 100, "千": 1000}
MYRIAD = {"万": 10_000, "亿": 100_000_000}
NUMBER = r"(?:\d[\d,，]*(?:\.\d+)?[万亿]?|[零〇一二两三四五六七八九十百千万亿]+)"


def value(text: str) -> Decimal | None:
    """Return what a number in prose says; None for what is none.

    >>> [str(value(one)) for one in ("3,119", "1.2万", "三千一百一十九", "十二", "两百零五", "百十")]
    ['3119', '12000', '3119', '12', '205', 'None']
    """
    found = re.fullmatch(r"(\d[\d,，]*(?:\.\d+)?)([万亿]?)", text)
    if found:
        number = Decimal(re.sub("[,，]", "", found[1])) * MYRIAD.get(found[2], 1)
        return number.to_integral_value() if number == number.to_integral_value() else number
    return _chinese(text)


def _chinese(text: str) -> Decimal | None:
    whole, part, digit = 0, 0, None
    for one in text:
        if one in DIGITS:
            if digit:
                return None  # 二四: a year or a list, no number
            digit = DIGITS[one]
        elif one in UNITS:
            if digit is None and one != "十":
                return None
            if digit is None and part:
                return None
            part += (1 if digit is None else digit) * UNITS[one]
            digit = None
        elif one in MYRIAD:
            whole = (whole + part + (digit or 0)) * MYRIAD[one]
            part, digit = 0, None
        else:
            return None
    return Decimal(whole + part + (digit or 0))
