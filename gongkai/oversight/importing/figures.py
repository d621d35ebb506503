"""A cell's text as a number, as a mark in place of one, or as nothing that can be read."""

import re
from decimal import Decimal

from gongkai.law.annual import Number

MARKS = {"", "/", "//", "\\", "-", "--", "—", "——", "–", "―", "――", "─", "~", "*", "无", "空"}
_NUMBER = re.compile(r"[-−－]?(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,6})?")
WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
MINUS = str.maketrans("−－﹣", "---")


def plain(text: str) -> str:
    """Return text with full-width letters and digits made plain, and no blank around it.

    >>> plain("３，１１９　")
    '3,119'
    """
    return text.translate(WIDE).strip()


def number(text: str) -> Number | None:
    """Return the number a cell shows.

    Raises: ValueError for what is neither a number nor a mark in place of one; two numbers in one
    cell, and a number broken over lines, are such.

    >>> number("1,234"), number("９６１７１.6"), number("/")
    (1234, Decimal('96171.6'), None)
    """
    shown = plain(text)
    if is_mark(text):
        return None
    if not _NUMBER.fullmatch(shown):
        raise ValueError(shown)
    value = Decimal(shown.replace(",", "").translate(MINUS))
    return int(value) if value == value.to_integral_value() and "." not in shown else value


def is_mark(text: str) -> bool:
    """Say whether a cell shows no number but a mark in place of one, or nothing."""
    return re.sub(r"\s", "", plain(text)) in MARKS
