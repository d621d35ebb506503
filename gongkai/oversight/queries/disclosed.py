"""What was made public in a year: by kind, under the counting rule of that year; normative documents."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db.models import QuerySet

from gongkai.oversight import words
from gongkai.oversight.models import CountingRule
from gongkai.oversight.queries.span import Span
from gongkai.oversight.rules.counting import Counting, counting
from gongkai.publishing.models import Change, Edition
from gongkai.publishing.queries import known_content
from gongkai.publishing.rules import Purpose

NORMATIVE = 1  # 第二十条第（一）项
ENDED = (Purpose.REPEAL, Purpose.EXPIRE)


@dataclass(frozen=True)
class Disclosed:
    """What counts, by kind, and what does not. Shape: editions by the name of their kind."""

    rule: Counting
    kinds: dict[str, tuple[Edition, ...]]
    apart: tuple[Edition, ...]

    @property
    def total(self) -> int:
        """Return how many items count."""
        return sum(len(rows) for rows in self.kinds.values())

    @property
    def editions(self) -> tuple[Edition, ...]:
        """Return all that counts, the oldest first."""
        rows = (row for kind in self.kinds.values() for row in kind)
        return tuple(sorted(rows, key=lambda row: (row.first_from, row.pk)))


def counting_rule(span: Span) -> Counting:
    """Return the counting rule of a year: the bureau's own, else everything counts."""
    row = CountingRule.objects.filter(since__lte=span.last).last()
    if row is None:
        return Counting(words.COUNT_ALL, "条")
    return counting(row.text, row.unit, row.kinds, row.apart)


def disclosed(span: Span) -> Disclosed:
    """Return what first came out in the year and was out at its end; a taken down item is not."""
    rule = counting_rule(span)
    kinds: dict[str, list[Edition]] = {name: [] for name in rule.names}
    apart = []
    for row in _out(span).filter(first_from__range=span.moments).order_by("first_from", "pk"):
        name = rule.kind_of(row.column, row.title, is_own=True)
        if name and origin(row.sha256) != "repost":
            kinds[name].append(row)
        else:
            apart.append(row)
    return Disclosed(rule, {name: tuple(rows) for name, rows in kinds.items()}, tuple(apart))


def by_kind(found: Disclosed) -> Counter[str]:
    """Return how many items of each kind there are; of those that have any."""
    return Counter({name: len(rows) for name, rows in found.kinds.items() if rows})


def normative(span: Span) -> dict[str, tuple[Edition, ...]]:
    """Return the normative documents issued and repealed in the year, and those in force at its end.

    Shape: documents with a number, of 第二十条第（一）项.
    """
    rows = [
        row
        for row in _out(span).exclude(document_no="").order_by("first_from", "pk")
        if category(row.sha256) == NORMATIVE
    ]
    ended = _ended([row.public_id for row in rows], span.moments[1])
    first, last = span.moments
    return {
        "issued": tuple(row for row in rows if first <= row.first_from <= last),
        "repealed": tuple(row for row in rows if ended.get(row.public_id, last) < last
                          and ended[row.public_id] >= first),
        "valid": tuple(row for row in rows if row.public_id not in ended),
    }  # fmt: skip


def _ended(public_ids: list[str], at: datetime) -> dict[str, datetime]:
    rows = Change.objects.of(public_ids, at).filter(kind__in=ENDED)
    return dict(rows.values_list("public_id", "since"))


def _out(span: Span) -> QuerySet[Edition]:
    return Edition.objects.visible(span.moments[1]).disclosures()


@lru_cache(maxsize=100_000)  # content by its hash never changes
def _marks(sha256: str) -> tuple[str, int]:
    found = known_content(sha256) or {}
    return found.get("source", {}).get("kind", "own"), int(found.get("category", 0))


def origin(sha256: str) -> str:
    """Return where an item comes from: own, repost."""
    return _marks(sha256)[0]


def category(sha256: str) -> int:
    """Return the item of 第二十条 a disclosure is filed under; 0 where it was erased."""
    return _marks(sha256)[1]


def counting_rules() -> list[CountingRule]:
    """Return every counting rule, the newest first."""
    return list(CountingRule.objects.select_related("by").order_by("-since", "-pk"))
