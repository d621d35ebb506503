"""Leaks (泄露): what a table keeps back and the rest of what is published gives away.

One system over everything anybody may read: the table, linked and earlier ones, sentences,
footnotes. A hidden figure must stay as uncertain in it as the rules ask.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from gongkai.checks.cells.leaks.attack import Together
from gongkai.checks.cells.leaks.facts import Fact, Prose, Secret, Shown
from gongkai.checks.cells.leaks.reading import read
from gongkai.checks.cells.leaks.standing import STANDING, standing
from gongkai.checks.findings import Finding, Rule, Severity

LAW = "统计法第二十八条；统计法实施条例第二十九条(三)"
LEAK = Rule("cells.leak", "1", Severity.BLOCK, LAW)
RULES = (LEAK, STANDING)

__all__ = ["LEAK", "RULES", "Prose", "Secret", "Shown", "facts_of", "leaks", "standing"]


def facts_of(tables: Sequence[Shown], texts: Sequence[Prose]) -> list[Fact]:
    """Return all that tables and texts say together."""
    found = [fact for table in tables for fact in table.facts()]
    return [*found, *dict.fromkeys(read(texts, tables))]


def leaks(
    secrets: Sequence[Secret], facts: Sequence[Fact], least: Fraction | None = Fraction(0)
) -> Iterator[Finding]:
    """Yield each hidden figure that the facts together give away, with the sentences that do it.

    Shape: least is what no figure lies below, None where figures may be negative.
    """
    together = Together(facts, least)
    said = [at for at, fact in enumerate(facts) if not fact.own]
    for secret in secrets:
        if not together.tells(secret):
            continue
        needed = [facts[at] for at in together.needed(secret, said)]
        places = dict.fromkeys(fact.place for fact in needed)
        excerpt = "；".join(dict.fromkeys(fact.excerpt for fact in needed))
        if needed:
            why = f"与已公开的数据合在一起，可以推算出不予公布的“{secret.name}”。"
            proposal = "删去或改写这句话（不给出能够相加、相减、相除的数），或在表中多隐去一些。"
        else:
            why = f"表与历次公布的表合在一起，可以推算出不予公布的“{secret.name}”。"
            proposal = "重新运行保护，把有关的表和历次公布的表一并列入。"
        place = "、".join(places) or f"“{secret.name}”所在的表"
        yield LEAK.finding(place, excerpt, why, proposal)
