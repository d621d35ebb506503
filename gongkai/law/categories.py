"""Categories of what is published on one's own initiative (主动公开类别).

The number is the item of 第二十条 (2019) and files every item of every year. For a day under the
regulation of 2008, which divides otherwise, the regime says so and its article carries the doubt.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from gongkai.law.articles import Article, article


@dataclass(frozen=True)
class Category:
    """One item of 第二十条."""

    number: int
    text: str

    def __str__(self) -> str:
        return f"（{numeral(self.number)}）{self.text}"


@dataclass(frozen=True)
class Regime:
    """The article a day's items are published under, and what a reader must know of it."""

    article: Article
    categories: tuple[Category, ...]
    note: str


@cache
def categories() -> tuple[Category, ...]:
    """Return the fifteen items of 第二十条 in order."""
    text = files("gongkai.law").joinpath("data", "categories.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    return tuple(Category(number, item) for number, item in enumerate(data["items"], start=1))


def category(number: int) -> Category:
    """Return one item.

    Raises: LookupError unless 1 <= number <= 15.
    """
    for one in categories():
        if one.number == number:
            return one
    raise LookupError(f"no category {number}")


def regime(on: date) -> Regime:
    """Return the article in force on a day with the items and a note for a day before 2019-05-15.

    Raises: LookupError for a day before the first regulation.
    """
    law = article("publish.items", on)
    note = "按2019年修订的条例第二十条归类；2008年条例的分类条文待核。" if law.doubt else ""
    return Regime(law, categories(), note)


def numeral(number: int) -> str:
    """Return a number from 1 to 19 in Chinese, as items of an article are counted.

    >>> [numeral(n) for n in (1, 10, 15)]
    ['一', '十', '十五']
    """
    digits = "零一二三四五六七八九"
    return digits[number] if number < 10 else "十" + (digits[number - 10] if number > 10 else "")
