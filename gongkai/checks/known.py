"""What a bureau knows that the checks hold a draft against (已知情况): values in, nothing asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property


@dataclass(frozen=True)
class Value:
    """A number of a series the bureau keeps, released or not yet.

    Shape: names are the indicator's name and what else it is called; items are the names of its
    other dimensions (第二产业, 规模以上); period is 2014, 2014-S1, 2014-Q3 or 2014-05; number is in
    unit, with places decimals; comparison, span and price are the codes of room figures
    (level, year, period, base, share; period, so_far, point; none, current, comparable); said is the
    period as bulletins write it, where the bureau knows.
    """

    series: str
    names: tuple[str, ...]
    region: str
    period: str
    number: Decimal
    places: int
    unit: str
    items: tuple[str, ...] = ()
    comparison: str = "level"
    span: str = "period"
    said: str = ""
    price: str = ""
    scope: str = ""


@dataclass(frozen=True)
class Term:
    """A word of a list a bureau keeps (词表): when it counts, and what should stand instead.

    Shape: kind is a list of gongkai.checks.lists; since and until bound the days of the text on
    which it counts, both included, None for ever; right is what to write, empty where only a
    person can tell; note is the source, shown with the finding; order is a leader's rank.
    """

    kind: str
    text: str
    right: str = ""
    since: date | None = None
    until: date | None = None
    note: str = ""
    order: int = 0

    def counts_on(self, day: date) -> bool:
        """Say whether the word is of the list on a day."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


@dataclass(frozen=True)
class Likeness:
    """What is left of a published text to compare another with: see gongkai.checks.sameness."""

    key: str  # index number
    title: str
    address: str
    kind: str  # as the draft's own metadata names its kind, to find last year's of the same
    sketch: tuple[int, ...]


@dataclass(frozen=True)
class Known:
    """All of it, on the day the text appears.

    Shape: territory is the bureau's own (石家庄市), what 全市 means; switchboards are numbers the
    office has published itself; released holds what the public may read then, embargoed what it
    may not; hidden are the cells kept back to protect respondents, whose numbers nobody here knows
    (0); hosts are the official sites that may be linked to.
    """

    on: date
    territory: str = ""
    switchboards: frozenset[str] = frozenset()
    terms: tuple[Term, ...] = ()
    released: tuple[Value, ...] = ()
    embargoed: tuple[Value, ...] = ()
    hidden: tuple[Value, ...] = ()
    published: tuple[Likeness, ...] = ()
    hosts: frozenset[str] = frozenset()

    @cached_property
    def counting(self) -> Mapping[str, tuple[Term, ...]]:
        """The words that count on the day by their lists, picked once for all texts."""
        found: dict[str, tuple[Term, ...]] = {}
        for term in self.terms:
            if term.counts_on(self.on):
                found[term.kind] = (*found.get(term.kind, ()), term)
        return found
