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
    """Something that must have happened: one of some events; once: exactly one of them.

    none: events that must not have happened.
    """

    code: str
    text: str
    article: str
    any: tuple[str, ...]
    none: tuple[str, ...]
    once: bool


@dataclass(frozen=True)
class Clause:
    """One of two cases of a result that the regulation tells apart and the table does not."""

    key: str
    name: str
    article: str
    needs: tuple[str, ...]


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
    clauses: tuple[Clause, ...]

    def __str__(self) -> str:
        return self.name if self.name == self.group_name else f"{self.group_name}：{self.name}"

    def clause(self, key: str) -> Clause | None:
        """Return the clause chosen: the first without a choice, None where there is none."""
        return next((one for one in self.clauses if one.key == key), next(iter(self.clauses), None))

    def articles(self, on: date, clause: str = "") -> tuple[Article, ...]:
        """Return the articles the result rests on for a request received on a day.

        clause: the key of the clause chosen; without one, all of them are named.
        """
        chosen = self.clause(clause) if clause else None
        exact = known(chosen.article, on=on) if chosen else ()
        return (*exact, *known(*self.keys[1:], on=on)) if exact else known(*self.keys, on=on)

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
            clauses=tuple(_clause(one, row) for one in row.get("clauses", ())),
        )
        for row in data["outcomes"]
    )


def _clause(row: Mapping[str, Any], outcome: Mapping[str, Any]) -> Clause:
    needs = row.get("needs", outcome.get("needs", ()))
    return Clause(row["key"], row["name"], row["article"], tuple(needs))


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
    some, none = tuple(row.get("any", ())), tuple(row.get("none", ()))
    return Need(code, row["text"], row["article"], some, none, row.get("once", False))


def missing(
    outcome: Outcome,
    *,
    events: Collection[str],
    contents: Collection[str],
    on: date = TODAYS_LAW,
    clause: str = "",
) -> tuple[Lack, ...]:
    """Return what a reply with this result lacks; on: the day the request was received.

    events: what happened, an event as often as it happened. contents: codes of what the reply says.
    """
    chosen = outcome.clause(clause)
    needs = chosen.needs if chosen else outcome.needs
    unmet = [one for one in map(need, needs) if not _met(one, events)]
    unsaid = [content(code) for code in outcome.contents if code not in contents]
    return (
        *(Lack(one.code, _unmet(one), _law(one.article, outcome, on)) for one in unmet),
        *(Lack(one.code, f"没有写明{one.text}", _law(one.article, outcome, on)) for one in unsaid),
    )


def _met(need: Need, events: Collection[str]) -> bool:
    if any(event in need.none for event in events):
        return False
    found = sum(event in need.any for event in events)
    return found == 1 if need.once else found > 0 or not need.any


def _unmet(need: Need) -> str:
    return need.text if need.none else f"缺少{need.text}"


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
