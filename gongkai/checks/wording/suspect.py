"""Wrong characters by the company they keep (疑似别字): counts of official prose, no network, no GPU.

A character is suspected when one of the same sound or a similar shape would make a text that is
far likelier in three views: characters in threes, words, and how the two differ. What counts, and
how it is learnt: docs of tools/characters.py, which writes data/characters.txt.gz.
"""

import gzip
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain
from operator import mul

from gongkai.checks.findings import Finding
from gongkai.checks.wording.rules import SUSPECT

DATA = "characters.txt.gz"
PROSE = ("正文", "内容概述", "名称", "更正")  # places where sentences stand, not names of things
FEWEST = 8  # characters; a cell or a heading is no company
LONGEST = 5  # characters of a word looked up
WINDOW = 4  # characters to either side whose words may change
NUMBER, LATIN, MARK = NOT_HAN = "0", "a", "，"
_NONE: frozenset[str] = frozenset()
_NOT_HAN = re.compile(r"[^\u4e00-\u9fff]")
_DOMAIN, _DICTIONARY = (8.0, 4.0), 0.02  # how far threes lean on twos, and twos on the dictionary


@dataclass(frozen=True)
class Suspicion:
    """A character that is likely wrong, what it likely is, and how sure that is (0 to 1)."""

    at: int
    said: str
    likely: str
    sure: float


@dataclass(frozen=True)
class Model:
    """Counts of training prose, words of a dictionary, sounds and shapes.

    Shape: ones, twos, threes count runs of characters; words are natural logarithms of shares;
    inside counts twos within words of the dictionary; kinds maps a character to those it may be
    taken for, a string a kind (see KINDS); between maps two characters to those seen between
    them, after and ahead a character to those seen behind and before it; weights are those of `features`, bias first.
    """

    ones: Mapping[str, int]
    twos: Mapping[str, int]
    threes: Mapping[str, int]
    words: Mapping[str, float]
    inside: Mapping[str, float]
    starts: Mapping[str, float]
    total: int
    kinds: Mapping[str, Sequence[str]]
    between: Mapping[str, str]
    after: Mapping[str, frozenset[str]]
    ahead: Mapping[str, frozenset[str]]
    weights: tuple[float, ...]
    least: float


KINDS = 5  # same sound and tone, same sound, near sound, similar shape, any (of a strange one)
ANY = KINDS - 1
PROVINCES = frozenset(
    "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川黔滇藏陕陇青宁新港澳台"
)  # short names
USUAL = -14.0  # logarithm of the share of a word whose middles are known
MOST_GAINED = 16.0  # by words, as logarithm: what else speaks against cannot be made up for


def suspected(place: str, text: str) -> Iterator[Finding]:
    """Find characters that are likely wrong, each with the likely one."""
    if len(text) < FEWEST or not place.startswith(PROSE):
        return
    for one in suspicions(text, model()):
        why = f"“{one.said}”疑似应为“{one.likely}”（统计推测，不一定有误）。"
        yield SUSPECT.at(place, text, (one.at, one.at + 1), why, one.likely)


def suspicions(text: str, by: Model, least: float | None = None) -> list[Suspicion]:
    """Return what is suspected in a text, in order; of neighbours the surer."""
    least = by.least if least is None else least
    folded = fold(text)
    found: list[Suspicion] = []
    for at in range(2, len(folded) - 2):
        best = judged(folded, at, by, least)
        if best and best[1] >= least:
            one = Suspicion(at - 2, folded[at], best[0], best[1])
            if found and one.at - found[-1].at < 2:
                if one.sure <= found[-1].sure:
                    continue
                found.pop()
            found.append(one)
    return found


def fold(text: str) -> str:
    """Return a text as it is counted: digits, letters and marks made equal, two marks at each end.

    >>> fold("增长8%。")
    '，，增长0，，，，'
    """
    folded = _NOT_HAN.sub(
        lambda one: NUMBER if one[0].isdecimal() else LATIN if one[0].isalpha() else MARK, text
    )
    return MARK * 2 + folded + MARK * 2


def judged(text: str, at: int, by: Model, least: float = 0.0) -> tuple[str, float] | None:
    """Return the likeliest other character at a place of a folded text and how sure it is."""
    enough = math.log(least / (1 - least)) if least else -1e9
    best: tuple[str, float] | None = None
    for other, values in candidates(text, at, by, enough):
        score = by.weights[0] + sum(map(mul, by.weights[1:], values))
        if best is None or score > best[1]:
            best = other, score
    return best and (best[0], 1 / (1 + math.exp(-best[1])))


def candidates(
    text: str, at: int, by: Model, enough: float = -1e9
) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Yield the characters that may be meant at a place, and what speaks for each.

    Shape: those that cannot come to a score of enough are left out.
    """
    said = text[at]
    if said in PROVINCES or said in NOT_HAN or text[at - 1 : at + 2] in by.threes:
        return
    threes: float | None = None
    words: float | None = None
    for other, kind in _meant(text, at, by):
        if threes is None:
            threes = _threes(text, at, said, by)
        gained = _threes(text, at, other, by) - threes
        if gained <= 0 < enough:
            continue  # nothing else makes up for it
        rest = _features(text, at, other, kind, by)
        if by.weights:
            short = by.weights[0] + by.weights[1] * gained + sum(map(mul, by.weights[3:], rest))
            if short + by.weights[2] * MOST_GAINED < enough:
                continue
        if words is None:
            words = _words(text, at, said, by)
        yield other, (gained, _words(text, at, other, by) - words, *rest)


def _meant(text: str, at: int, by: Model) -> Iterator[tuple[str, int]]:
    """Yield what a character may be taken for; of one strange to both neighbours, what is known there."""
    said, before, behind = text[at], text[at - 1], text[at + 1]
    kinds = by.kinds.get(said, ())
    after, ahead = by.after.get(before, _NONE), by.ahead.get(behind, _NONE)
    for kind, others in enumerate(kinds):
        for other in others:
            if other in after or other in ahead:
                yield other, kind
    left, right = before + said, said + behind
    if left in by.twos or right in by.twos or left in by.inside or right in by.inside:
        return
    for other in by.between.get(before + behind, ""):
        if other != said and not any(other in others for others in kinds):
            yield other, ANY


def _threes(text: str, at: int, put: str, by: Model) -> float:
    """Return how likely a text is with a character put at a place, by threes."""
    said = text[at - 2 : at] + put + text[at + 1 : at + 3]
    return _log_share(said[:3], by) + _log_share(said[1:4], by) + _log_share(said[2:], by)


def _features(text: str, at: int, other: str, kind: int, by: Model) -> tuple[float, ...]:
    was, before, behind = text[at], text[at - 1], text[at + 1]
    three = by.threes.get(before + other + behind, 0)
    wider = max(
        by.threes.get(text[at - 2 : at] + other, 0), by.threes.get(other + text[at + 1 : at + 3], 0)
    )
    kept = max(by.threes.get(text[at - 2 : at + 1], 0), by.threes.get(text[at : at + 3], 0))
    return (
        math.log1p(three),
        math.log1p(wider),
        math.log1p(kept),
        math.log1p(by.twos.get(before + was, 0)),
        math.log1p(by.twos.get(was + behind, 0)),
        math.log1p(by.twos.get(before + other, 0)),
        math.log1p(by.twos.get(other + behind, 0)),
        math.log1p(by.inside.get(before + was, 0.0) + by.inside.get(was + behind, 0.0)),
        math.log1p(by.inside.get(before + other, 0.0) + by.inside.get(other + behind, 0.0)),
        math.log1p(by.ones.get(was, 0)),
        math.log1p(by.ones.get(other, 0)),
        *(1.0 if kind == one else 0.0 for one in range(KINDS)),
    )


def _log_share(run: str, by: Model) -> float:
    """Return the logarithm of how likely the last of three characters is behind the others."""
    three, two = _DOMAIN
    last, pair = run[2], run[1:]
    one = (by.ones.get(last, 0) + 0.5) / (by.total + 4000.0)
    seen = by.ones.get(run[1], 0) + _DICTIONARY * by.starts.get(run[1], 0.0)
    of_two = (by.twos.get(pair, 0) + _DICTIONARY * by.inside.get(pair, 0.0) + two * one) / (
        seen + two
    )
    context = by.twos.get(run[:2], 0)
    return math.log((by.threes.get(run, 0) + three * of_two) / (context + three))


def _words(text: str, at: int, put: str, by: Model) -> float:
    """Return the likelihood of the likeliest words around a place with a character put there."""
    start, end = max(0, at - WINDOW), min(len(text), at + WINDOW + 1)
    said = text[start:at] + put + text[at + 1 : end]
    unknown = -19.0
    best = [0.0] + [-1e9] * len(said)
    for begin in range(len(said)):
        base = best[begin]
        for stop in range(begin + 1, min(begin + LONGEST, len(said)) + 1):
            share = by.words.get(said[begin:stop])
            if share is None:
                if stop > begin + 1:
                    continue
                share = unknown
            if base + share > best[stop]:
                best[stop] = base + share
    return best[-1]


@cache
def model() -> Model:
    """Return the model shipped with the system."""
    raw = files("gongkai.checks").joinpath("data", DATA).read_bytes()
    return read(gzip.decompress(raw).decode())


def read(written: str) -> Model:
    """Return a model as tools/characters.py wrote it: lines of a section, a level, and items."""
    counts: dict[str, dict[str, int]] = {"ones": {}, "twos": {}, "threes": {}}
    words: dict[str, float] = {}
    kinds: dict[str, list[str]] = {}
    numbers: dict[str, float] = {}
    for line in written.splitlines():
        section, level, items = line.split("\t")
        if section in counts:
            counts[section].update(dict.fromkeys(items.split(" "), int(level)))
        elif section == "words":
            words.update(dict.fromkeys(items.split(" "), float(level)))
        elif section == "kinds":
            for item in items.split(" "):
                kinds.setdefault(item[0], [""] * ANY)[int(level)] = item[1:]
        else:
            numbers[f"{section} {items}"] = float(level)
    inside, starts = within(words)
    weights = sorted((int(key[8:]), one) for key, one in numbers.items() if key[:7] == "weights")
    return Model(
        counts["ones"], counts["twos"], counts["threes"], words, inside, starts,
        sum(counts["ones"].values()), kinds, middles(counts["threes"], words),
        *neighbours(counts["twos"], inside),
        tuple(one for _, one in weights), numbers["least sure"],
    )  # fmt: skip


def within(shares: Mapping[str, float]) -> tuple[dict[str, float], dict[str, float]]:
    """Return how often twos stand within words, and how often characters begin such twos."""
    inside: dict[str, float] = {}
    starts: dict[str, float] = {}
    for word, share in shares.items():
        if len(word) > 1:
            count = round(math.exp(share) * 1e7, 1)
            for at in range(len(word) - 1):
                two = word[at : at + 2]
                inside[two] = inside.get(two, 0.0) + count
                starts[word[at]] = starts.get(word[at], 0.0) + count
    return inside, starts


def neighbours(
    *twos: Mapping[str, object],
) -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """Return which characters are known behind each character, and which before it."""
    after: dict[str, set[str]] = {}
    ahead: dict[str, set[str]] = {}
    for two in chain(*twos):
        after.setdefault(two[0], set()).add(two[1])
        ahead.setdefault(two[1], set()).add(two[0])
    return (
        {one: frozenset(others) for one, others in after.items()},
        {one: frozenset(others) for one, others in ahead.items()},
    )


def middles(threes: Mapping[str, int], shares: Mapping[str, float]) -> dict[str, str]:
    """Return which Chinese characters are known between two others, in prose and in words."""
    found: dict[str, str] = {}
    usual = (word for word, share in shares.items() if share > USUAL)
    words = (word[at : at + 3] for word in usual for at in range(len(word) - 2))
    for run in dict.fromkeys((*threes, *words)):
        middle, ends = run[1], run[0] + run[2]
        if middle not in NOT_HAN and middle not in found.get(ends, "") and MARK not in ends:
            found[ends] = found.get(ends, "") + middle
    return found
