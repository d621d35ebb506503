"""What anybody may read, as one system (已公开事实): tables, earlier releases, sentences.

Every figure is known to half a unit of its last digit. A growth rate, a share, a ratio, a mean with
a known number behind it all bind two quantities by a straight line: with g known to half a unit,
this year's lies between (1+g-h) and (1+g+h) times last year's.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

HALF = Fraction(1, 2)

Labels = frozenset[str]


@dataclass(frozen=True)
class Quantity:
    """A figure wherever it stands: what is measured, when, and of which groups (none: of all)."""

    measure: str
    period: str
    labels: Labels


Terms = tuple[tuple[Quantity, Fraction], ...]


@dataclass(frozen=True)
class Fact:
    """Quantities times coefficients lie between low and high, None for no bound.

    Shape: place and excerpt say where it is read; own marks a figure of the table itself, which is
    not to be taken away.
    """

    terms: Terms
    low: Fraction | None
    high: Fraction | None
    place: str
    excerpt: str = ""
    own: bool = False


@dataclass(frozen=True)
class Shown:
    """A table as it is or was published, with the figures that are hidden in it.

    Shape: measure is one name for the same thing in every table; names are what prose calls it;
    totals are the labels that mean all of a dimension; values maps the labels of a cell, one a
    dimension, to its figure, hidden ones too where known, else None.
    Unit: unit is 万元, 人, …; places are the decimals printed.
    """

    measure: str
    period: str
    unit: str
    totals: frozenset[str]
    values: Mapping[tuple[str, ...], Fraction | None]
    sums: tuple[tuple[tuple[str, ...], tuple[tuple[str, ...], ...]], ...]
    place: str
    hidden: frozenset[tuple[str, ...]] = frozenset()
    names: tuple[str, ...] = ()
    places: int = 0
    exact: bool = False

    def quantity(self, key: Sequence[str]) -> Quantity:
        """Return what a cell shows."""
        labels = frozenset(one for one in key if one not in self.totals)
        return Quantity(self.measure, self.period, labels)

    def facts(self) -> Iterator[Fact]:
        """Yield what the table says: its sums, and every figure that is not hidden."""
        half = Fraction(0) if self.exact else HALF / 10**self.places
        for key, value in self.values.items():
            if key not in self.hidden and value is not None:
                alone: Terms = ((self.quantity(key), Fraction(1)),)
                yield Fact(alone, value - half, value + half, self.place, own=True)
        for total, parts in self.sums:
            terms: Terms = (
                (self.quantity(total), Fraction(-1)),
                *((self.quantity(part), Fraction(1)) for part in parts),
            )
            yield Fact(terms, Fraction(0), Fraction(0), self.place, own=True)


@dataclass(frozen=True)
class Secret:
    """A hidden figure, and how far from it anybody's interval must reach."""

    quantity: Quantity
    value: Fraction
    up: Fraction
    down: Fraction
    name: str


@dataclass(frozen=True)
class Prose:
    """A stretch of text that will be published or was: a paragraph, a footnote, a chart's label."""

    place: str
    text: str


def between(one: Quantity, other: Quantity, least: Fraction, most: Fraction) -> Iterator[Terms]:
    """Yield two lines, each to be nought or more: one is least to most times the other."""
    yield (one, Fraction(1)), (other, -least)
    yield (one, Fraction(-1)), (other, most)
