"""Claims of one text by what they are of, so that those of one time and place can be set together."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from gongkai.checks.claims.claim import Claim, Kind
from gongkai.checks.claims.link import plain, unbracketed
from gongkai.checks.claims.measure import Measure, base, of_claim
from gongkai.checks.claims.prose import Prose

_STOP = re.compile(r"[。！？\n]")


@dataclass
class Page:
    """Exact claims of one period and territory, none of them a goal."""

    read: Prose
    claims: list[Claim] = field(default_factory=list)

    @cached_property
    def names(self) -> dict[str, list[Claim]]:
        """Return the claims by their names."""
        found: dict[str, list[Claim]] = defaultdict(list)
        for claim in self.claims:
            found[name_of(claim)].append(claim)
        return found

    def named(self, pattern: str, *kinds: Kind) -> list[Claim]:
        """Return the claims of some kinds whose whole name fits."""
        fits = re.compile(pattern).fullmatch
        found = [one for name, group in self.names.items() if fits(name) for one in group]
        return [one for one in found if one.kind in (kinds or (Kind.LEVEL,))]

    def only(self, pattern: str, *kinds: Kind) -> Claim | None:
        """Return the one claim whose name fits, None where there is none or they differ."""
        found = self.named(pattern, *kinds)
        if not found or any(of_claim(found[0]).differs(of_claim(one)) for one in found[1:]):
            return None
        return found[0]


def name_of(claim: Claim) -> str:
    """Return the name of a claim as relations ask for it."""
    return _name(claim.indicator)


@lru_cache(maxsize=4096)
def _name(indicator: str) -> str:
    return unbracketed(plain(indicator))


def pages(read: Prose) -> Iterator[Page]:
    """Yield the exact claims of a text, apart by period and territory."""
    found: dict[tuple[str, bool, str], Page] = defaultdict(lambda: Page(read))
    for claim in read.claims:
        if not (claim.planned or claim.approximate):
            found[claim.period, claim.cumulative, claim.region].claims.append(claim)
    yield from found.values()


def sentence_of(read: Prose, claims: Iterable[Claim]) -> Iterator[list[Claim]]:
    """Yield claims sentence by sentence."""
    group: list[Claim] = []
    for claim in claims:
        if group and _STOP.search(read.text, group[-1].end, claim.start):
            yield group
            group = []
        group.append(claim)
    if group:
        yield group


def alike(one: Claim, other: Claim) -> bool:
    """Say whether two claims are measured alike."""
    return base(one.unit)[0] == base(other.unit)[0]


def total(parts: Iterable[Claim]) -> Measure:
    """Return the sum of claims measured alike."""
    first, *rest = [of_claim(one) for one in parts]
    for one in rest:
        first = first.plus(one)
    return first
