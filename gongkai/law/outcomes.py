"""The 21 results a request can have (办理结果), as rows r03 to r23 of the annual report count them.

Each names its articles by day, what the reply must say and what must have happened before it; the
regulation is that of the day of receipt. The texts are data: data/outcomes.toml.
"""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from gongkai.law.articles import Article, known

TODAYS_LAW = date(9999, 1, 1)  # a day on which only what is still in force applies


@dataclass(frozen=True)
class Content:
    """Something a reply must say."""

    code: str
    text: str
    article: str  # a key; "" for the first article of the outcome


@dataclass(frozen=True)
class Need:
    """Something that must have happened: one of some events; once: exactly one of them."""

    code: str
    text: str
    article: str
    any: tuple[str, ...]
    once: bool


@dataclass(frozen=True)
class Lack:
    """What a reply lacks, and the article that asks for it."""

    code: str
    text: str
    article: Article | None


@dataclass(frozen=True)
class Outcome:
    """One leaf of the official table."""

    key: str
    row: str
    name: str
    group: str
    group_name: str
    keys: tuple[str, ...]
    contents: tuple[str, ...]
    needs: tuple[str, ...]
    reason_required: bool
    usual: tuple[str, ...]

    def __str__(self) -> str:
        return self.name if self.name == self.group_name else f"{self.group_name}：{self.name}"

    def articles(self, on: date) -> tuple[Article, ...]:
        """Return the articles the result rests on for a request received on a day."""
        return known(*self.keys, on=on)

    def offers(self, on: date) -> tuple[Article, ...]:
        """Return laws often named as the basis of this result, to choose from."""
        return known(*self.usual, on=on)


def outcome(key: str) -> Outcome:
    """Return one result.

    Raises: LookupError for an unknown key.
    """
    return _by_key()[key]


@cache
def outcomes() -> tuple[Outcome, ...]:
    """Return the 21 results in the order of the table."""
    data = _data()
    return tuple(
        Outcome(
            key=row["key"],
            row=row["row"],
            name=row["name"],
            group=row["group"],
            group_name=data["groups"][row["group"]],
            keys=tuple(row["articles"]),
            contents=tuple(row["contents"]),
            needs=tuple(row.get("needs", ())),
            reason_required=row.get("reason_required", False),
            usual=tuple(data["offers"].get(row["key"], ())),
        )
        for row in data["outcomes"]
    )


def content(code: str) -> Content:
    """Return something a reply may have to say.

    Raises: LookupError for an unknown code.
    """
    row = _data()["contents"][code]
    return Content(code, row["text"], row.get("article", ""))


def need(code: str) -> Need:
    """Return something that may have to happen before a reply.

    Raises: LookupError for an unknown code.
    """
    row = _data()["needs"][code]
    return Need(code, row["text"], row["article"], tuple(row["any"]), row.get("once", False))


def missing(
    outcome: Outcome,
    *,
    events: Collection[str],
    contents: Collection[str],
    on: date = TODAYS_LAW,
) -> tuple[Lack, ...]:
    """Return what a reply with this result lacks; on: the day the request was received.

    events: what happened, an event as often as it happened. contents: codes of what the reply says.
    """
    unmet = [one for one in map(need, outcome.needs) if not _met(one, events)]
    unsaid = [content(code) for code in outcome.contents if code not in contents]
    return (
        *(Lack(one.code, f"缺少{one.text}", _law(one.article, outcome, on)) for one in unmet),
        *(Lack(one.code, f"没有写明{one.text}", _law(one.article, outcome, on)) for one in unsaid),
    )


def _met(need: Need, events: Collection[str]) -> bool:
    found = sum(event in need.any for event in events)
    return found == 1 if need.once else found > 0


def _law(key: str, outcome: Outcome, on: date) -> Article | None:
    found = known(key, on=on) if key else outcome.articles(on)
    return found[0] if found else None


@cache
def _by_key() -> Mapping[str, Outcome]:
    return MappingProxyType({one.key: one for one in outcomes()})


@cache
def _data() -> dict[str, Any]:
    text = files("gongkai.law").joinpath("data", "outcomes.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
