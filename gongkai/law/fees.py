"""The fee for excessive requests (信息处理费): by item or by page, never both for one request.

Unit: whole yuan. The first day in force of the rule is 待核.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from gongkai.law.articles import Article, article
from gongkai.law.calendar import STANDARD, Calendar
from gongkai.law.refused import Refused

FREE_ITEMS, LOW_ITEMS, BAND = 10, 30, 10
ITEM_YUAN = 100
PAGE_BANDS = ((30, 0), (100, 10), (200, 20))  # up to a page, yuan a page; beyond the last:
PAGE_YUAN = 40
PAY_DAYS = 20
BEYOND = 10**9

Band = Callable[[int], tuple[int, int]]  # a number to the last one of its band, and the price


@dataclass(frozen=True)
class FeeLine:
    """Items or pages at one price."""

    first: int
    last: int
    unit: str
    price: int

    @property
    def amount(self) -> int:
        """How many yuan these come to."""
        return (self.last - self.first + 1) * self.price

    def __str__(self) -> str:
        price = f"{self.price}元/{self.unit}" if self.price else "不收费"
        return f"第{self.first}至{self.last}{self.unit}：{price}，计{self.amount}元"


@dataclass(frozen=True)
class Fee:
    """What is charged, by which standard, and how it adds up."""

    amount: int
    lines: tuple[FeeLine, ...]
    standard: str
    article: Article


def charge(on: date, *, items: tuple[int, int] | None = None, pages: int | None = None) -> Fee:
    """Return the fee of a request by the one standard chosen for it.

    items: how many requests the applicant made before in this calendar month, and how many now.
    Raises: Refused "fee.both" unless exactly one standard is chosen, "fee.no_law" before the rule.
    Law: 政府信息公开信息处理费管理办法 第三条.
    """
    if (items is None) == (pages is None):
        raise Refused(
            "fee.both", "同一件申请只能按件或者按量一种标准计收，请选择其一。", _law("fee.one", on)
        )
    return by_pages(pages, on) if pages is not None else by_items(*(items or (0, 0)), on)


def by_items(before: int, now: int, on: date) -> Fee:
    """Return the fee for the requests made now, after those of the same calendar month.

    Raises: ValueError for negative numbers; Refused "fee.no_law" before the rule.
    Law: 政府信息公开信息处理费管理办法 第四条.

    >>> by_items(0, 41, date(2026, 6, 1)).amount, by_items(30, 11, date(2026, 6, 1)).amount
    (4300, 2300)
    """
    if before < 0 or now < 0:
        raise ValueError("a number of requests is not negative")
    lines = _lines(before + 1, before + now, "件", _item_band)
    return Fee(sum(line.amount for line in lines), lines, "按件", _law("fee.items", on))


def by_pages(pages: int, on: date) -> Fee:
    """Return the fee for pages supplied.

    Raises: ValueError for a negative number; Refused "fee.no_law" before the rule.
    Law: 政府信息公开信息处理费管理办法 第五条.

    >>> by_pages(250, date(2026, 6, 1)).amount
    4700
    """
    if pages < 0:
        raise ValueError("a number of pages is not negative")
    lines = _lines(1, pages, "页", _page_band)
    return Fee(sum(line.amount for line in lines), lines, "按量", _law("fee.pages", on))


def lapse(notice_received: date, calendar: Calendar = STANDARD) -> date:
    """Return the last day to pay; unpaid after it, the request counts as given up.

    Unit: 20 working days from the day after the notice was received.
    """
    return calendar.add_working_days(notice_received, PAY_DAYS)


def _lines(first: int, last: int, unit: str, band: Band) -> tuple[FeeLine, ...]:
    found = []
    while first <= last:
        end, price = band(first)
        found.append(FeeLine(first, min(end, last), unit, price))
        first = end + 1
    return tuple(found)


def _item_band(number: int) -> tuple[int, int]:
    """Return the last request of a number's band, and the price of each."""
    if number <= FREE_ITEMS:
        return FREE_ITEMS, 0
    if number <= LOW_ITEMS:
        return LOW_ITEMS, ITEM_YUAN
    band = (number - LOW_ITEMS - 1) // BAND + 1
    return LOW_ITEMS + band * BAND, ITEM_YUAN * (band + 1)


def _page_band(number: int) -> tuple[int, int]:
    for last, price in PAGE_BANDS:
        if number <= last:
            return last, price
    return BEYOND, PAGE_YUAN


def _law(key: str, on: date) -> Article:
    try:
        return article(key, on)
    except LookupError as missing:
        raise Refused(
            "fee.no_law",
            f"{on.year}年{on.month}月{on.day}日信息处理费管理办法尚未施行，不能收取信息处理费。",
        ) from missing
