"""Dated lists the checks read (词表): what is shipped with the system, and what a bureau adds."""

import tomllib
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from importlib.resources import files

from gongkai.checks.known import Term


class List(StrEnum):
    """Which list a word is of."""

    WRONG = "wrong"  # a wrong or discouraged expression, and the right one
    NATIONAL = "national"  # names of the state, the party, their symbols; sensitive expressions
    INSTITUTION = "institution"  # a name that was, and the one that is
    PLACE = "place"  # likewise of places
    LEADER = "leader"  # a leader's name (text), title (right) and rank (order)
    SECRET = "secret"  # noqa: S105  the name of a list: words that must not go out
    NUMBER = "number"  # telephone numbers the office has published
    HOST = "host"  # sites that may be linked to
    ALIAS = "alias"  # what else an indicator (right) is called
    ALLOWED = "allowed"  # never reported


@cache
def shipped() -> tuple[Term, ...]:
    """Return the words of every list shipped with the system (checks/data/*.toml)."""
    found: list[Term] = []
    for one in sorted(files("gongkai.checks").joinpath("data").iterdir(), key=lambda one: one.name):
        if one.name.endswith(".toml"):
            table = tomllib.loads(one.read_text(encoding="utf-8"))
            for kind, rows in table.items():
                found += (Term(kind=str(List(kind)), **row) for row in rows)
    return tuple(found)


def of_kind(terms: Iterable[Term], kind: List) -> tuple[Term, ...]:
    """Return the words of one list."""
    return tuple(term for term in terms if term.kind == kind)
