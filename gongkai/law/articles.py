"""Articles of law by key and day (法条). The texts of law are data: data/articles.toml.

A key such as ``publish.term`` names a duty; which article carries it depends on the day of the act,
so an act of 2014 never cites a regulation of 2019.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType

DOUBT = "（待核）"


@dataclass(frozen=True)
class Article:
    """An article of a statute, or a rule of the bureau's own, and the days it is in force.

    A doubtful one has a number not seen in a source: it is shown as 待核, never as plain law.
    """

    statute: str
    number: str
    since: date
    until: date | None
    decree: str = ""
    doubt: bool = False
    evidence: str = ""
    revised: bool = False  # the statute was in force before, in a text that is not listed

    def __str__(self) -> str:
        bare = (
            "《" in self.statute or "〔" in self.statute
        )  # a rule with marks; a document's number
        name = self.statute if bare else f"《{self.statute}》"
        return f"{name}{self.number}{DOUBT if self.doubt else ''}"

    def in_force(self, on: date) -> bool:
        """Say whether the article is in force on a day, both ends included."""
        return self.since <= on and (self.until is None or on <= self.until)


def article(key: str, on: date) -> Article:
    """Return the article of a key in force on a day.

    Raises: LookupError for an unknown key or a day without one.
    """
    for candidate in articles()[key]:
        if candidate.in_force(on):
            return candidate
    raise LookupError(f"no article for {key!r} is in force on {on.isoformat()}")


def known(*keys: str, on: date) -> tuple[Article, ...]:
    """Return the articles of some keys in force on a day, leaving out those not in force."""
    rows = (candidate for key in keys for candidate in articles()[key])
    return tuple(row for row in rows if row.in_force(on))


@cache
def articles() -> Mapping[str, tuple[Article, ...]]:
    """Return every key with its articles, oldest first."""
    data = tomllib.loads(_text("articles.toml"))
    statutes = data["statutes"]
    return MappingProxyType(
        {
            key: tuple(sorted((_read(statutes, row) for row in rows), key=lambda one: one.since))
            for key, rows in data["articles"].items()
        }
    )


def _read(statutes: Mapping[str, Mapping[str, object]], row: Mapping[str, object]) -> Article:
    statute = statutes[str(row["of"])]
    since, until = row.get("since", statute["since"]), row.get("until", statute.get("until"))
    if not isinstance(since, date) or not isinstance(until, date | None):
        raise TypeError(f"articles.toml: not a day: {since!r} or {until!r}")
    return Article(
        statute=str(statute["name"]),
        number=str(row.get("number", "")),
        since=since,
        until=until,
        decree=str(statute.get("decree", "")),
        doubt=bool(row.get("doubt", False)),
        evidence=str(row.get("evidence", statute["evidence"])),
        revised=bool(statute.get("revised", False)),
    )


def _text(name: str) -> str:
    return files("gongkai.law").joinpath("data", name).read_text(encoding="utf-8")
