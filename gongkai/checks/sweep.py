"""Rules over very many pieces of text (大量文字): together first, one by one only where something is."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from gongkai.checks.findings import Finding

TOGETHER = 20_000  # characters
MOST = 10  # findings of one rule in one file; the rest is counted
Place = tuple[str, str]  # where in words, and the text
Matches = Iterator[re.Match[str]]
Read = Callable[[str, str], Iterable[Finding]]


def sweep(pieces: Iterable[Place], read: Read, prefix: str = "") -> Iterator[Finding]:
    """Yield what the rules find in pieces of text, each at its place.

    What they find only when pieces are read on into one another is told as standing there.
    """
    for held in _held(pieces):
        together = list(read("", "\n".join(text for _, text in held)))
        if not together:
            continue
        told = set()
        for place, text in held:
            for found in read(prefix + place, text):
                told.add(found.rule)
                yield found
        first, last = held[0][0], held[-1][0]
        where = prefix + (first if first == last else f"{first}至{last}")
        yield from (replace(found, place=where) for found in together if found.rule not in told)


def matches(pattern: re.Pattern[str], hint: re.Pattern[str], text: str) -> Matches:
    """Return where a slow pattern matches; it is asked only where its hint stands in the text.

    Shape: a hint begins with a set of characters, which makes it fast to look for, and matches
    in every text in which the pattern does.
    """
    return pattern.finditer(text) if hint.search(text) else iter(())


def counted(found: Iterable[Finding], most: int = MOST) -> Iterator[Finding]:
    """Yield the first findings of each rule, and how many more there are."""
    found = list(found)
    every = Counter(one.rule for one in found)
    told: Counter[str] = Counter()
    for one in found:
        told[one.rule] += 1
        if told[one.rule] <= most:
            yield one
        elif told[one.rule] == most + 1:
            yield replace(one, excerpt=f"另有{every[one.rule] - most}处", words="")


def _held(pieces: Iterable[Place]) -> Iterator[list[Place]]:
    held: list[Place] = []
    length = 0
    for place, text in pieces:
        held.append((place, text))
        length += len(text) + 1
        if length >= TOGETHER:
            yield held
            held, length = [], 0
    if held:
        yield held
