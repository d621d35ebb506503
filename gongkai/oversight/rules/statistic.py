"""The 统计表 of the report years 2014 to 2018: what the records say of its rows. All of it 待核."""

from collections.abc import Mapping
from decimal import Decimal

from gongkai.law.annual import Number, statistics

CHANNEL = {"in_person": "c11", "oral": "c11", "fax": "c12", "internet": "c13",
           "registered": "c14", "ordinary": "c14"}  # fmt: skip
# The results of today's table by the rows of then: 待核, as the table itself.
OUTCOME = {
    "granted": "c32", "partial": "c33", "state_secret": "c341", "other_law": "c346",
    "three_safeties": "c344", "third_party": "c346", "internal": "c345", "process": "c345",
    "enforcement": "c346", "query": "c38", "not_held": "c35", "none_ready": "c36",
    "unclear": "c37", "petition": "c38", "repeated": "c38", "publication": "c31",
    "vexatious": "c38", "reissue": "c38", "uncorrected": "c37", "unpaid": "c38", "other": "c38",
}  # fmt: skip
SUITS = {"d": ("review",), "e": ("suit_direct", "suit_after")}
SUIT = {"upheld": "1", "corrected": "2", "other": "3"}
KNOWN = frozenset({*CHANNEL.values(), *OUTCOME.values(), "a1", "a1n", "a22", "c21", "c22", "d1", "d2",
                   "d3", "e1", "e2", "e3", "f", "g"})  # fmt: skip


def summed(values: Mapping[str, Number | None]) -> dict[str, Number | None]:
    """Return the table with the rows that sum others summed; unknown where nothing is known."""
    found = dict(values)
    for row in reversed(statistics()):
        if row.sum:
            parts = [found.get(key) for key in row.sum]
            known = [part for part in parts if part is not None]
            found[row.key] = sum(known, Decimal(0) if row.unit == "万元" else 0) if known else None
    return found
