"""Figures of one text against each other (文内勾稽): what holds whatever the series say."""

from collections.abc import Iterator

from gongkai.checks.claims import relations_form, relations_rates, relations_sums
from gongkai.checks.claims.prose import Prose
from gongkai.checks.findings import Finding

RULES = (*relations_sums.RULES, *relations_rates.RULES, *relations_form.RULES)


def within(read: Prose) -> Iterator[Finding]:
    """Yield what the sentences of a text say against each other."""
    yield from relations_sums.sums(read)
    yield from relations_rates.rates(read)
    yield from relations_form.forms(read)
