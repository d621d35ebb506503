"""Who attacks a table from inside (知情的调查对象): made by the auditor for itself.

Somebody alone in a cell knows it. Of two in a cell either is taken to know it, which is a little
more than subtracting one's own tells. A holding that is alone in several cells knows them together.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

OUTSIDER = "外部人员"


class Known(Protocol):
    """Who stands behind a cell."""

    @property
    def count(self) -> int:
        """Return how many there are."""

    @property
    def who(self) -> frozenset[str]:
        """Return their names, where known."""


@dataclass(frozen=True)
class Attacker:
    """Somebody who knows what is published, and some hidden cells besides."""

    name: str
    known: frozenset[int]


def attackers(
    contributors: Sequence[Known | None], hidden: Collection[int], names: Sequence[str]
) -> Iterator[Attacker]:
    """Yield the outsider, then every insider who knows hidden cells, each set of cells once."""
    yield Attacker(OUTSIDER, frozenset())
    alone: dict[str, set[int]] = {}
    found: dict[frozenset[int], str] = {}
    for cell in sorted(hidden):
        who = contributors[cell]
        if who is None or who.count not in {1, 2}:
            continue
        if who.count == 1 and len(who.who) == 1:
            alone.setdefault(next(iter(who.who)), set()).add(cell)
        else:
            kind = "唯一调查对象" if who.count == 1 else "两个调查对象之一"
            found.setdefault(frozenset({cell}), f"“{names[cell]}”的{kind}")
    for cells in alone.values():
        first = names[min(cells)]
        found.setdefault(frozenset(cells), f"“{first}”等{len(cells)}个单元格的唯一调查对象")
    for known, name in found.items():
        yield Attacker(name, known)
