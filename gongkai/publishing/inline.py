"""Figures quoted inside a sentence: <data value="FLOW:KEY@PERIOD">5170.3亿元</data>.

A reference that ends in "-" stands behind a word of decrease (下降3.2%): it shows the value without
its sign. When the value turns, the sentence is wrong, not the digits: then nothing is filled in.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape

ELEMENT = re.compile(r'<data(?: value="([^"]*)")?>(.*?)</data>', re.DOTALL)
_REFERENCE = re.compile(r"([^:@\s]+):([^@\s]+)@(\d{4}(?:-[A-Z0-9]{1,2})?)(-?)")
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Reference:
    """What a figure inside a sentence refers to, and what it shows."""

    flow: str
    key: str
    period: str
    down: bool
    shown: str


def reference(value: str, shown: str = "") -> Reference | None:
    """Return what the value of a data element refers to; None where it is no reference.

    >>> reference("GDP_Q:GDP.130100@2014-Q3-")
    Reference(flow='GDP_Q', key='GDP.130100', period='2014-Q3', down=True, shown='')
    """
    found = _REFERENCE.fullmatch(unescape(value))
    if found is None:
        return None
    return Reference(found[1], found[2], found[3], bool(found[4]), shown)


def references(html: str) -> Iterator[Reference]:
    """Yield the figures a rich text quotes, in order."""
    for found in ELEMENT.finditer(html):
        one = reference(found[1] or "", unescape(_TAG.sub("", found[2])))
        if one is not None:
            yield one


def refilled(html: str, fill: Callable[[Reference], str]) -> str:
    """Return a rich text with each quoted figure as told; what is no reference becomes text."""

    def replace(found: re.Match[str]) -> str:
        shown = unescape(_TAG.sub("", found[2]))
        one = reference(found[1] or "", shown)
        return shown if one is None else f'<data value="{found[1]}">{fill(one)}</data>'

    return ELEMENT.sub(replace, html)


def said(value: str, unit: str, down: bool) -> str:
    """Return a value as a sentence says it; empty when its sign does not fit the sentence.

    >>> said("-3.2", "%", True), said("-3.2", "%", False), said("3.2", "%", True)
    ('3.2%', '-3.2%', '')
    """
    negative = value.startswith("-")
    if down:
        return f"{value[1:]}{unit}" if negative else ""
    return f"{value}{unit}"
