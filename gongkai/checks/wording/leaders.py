"""Leaders by the bureau's own list (领导人): name and title together, and their order."""

import re
from collections.abc import Iterator
from itertools import pairwise

from gongkai.checks.findings import Finding
from gongkai.checks.known import Known, Term
from gongkai.checks.wording.rules import LEADER
from gongkai.checks.wording.terms import is_near, lists_of

_JOINED = re.compile(r"[、，和及与 \u3000]{1,3}[\u4e00-\u9fff、]{0,24}?")
_BEFORE = re.compile(r"(?:原|前|时任|副)$")


def leaders(place: str, text: str, known: Known) -> Iterator[Finding]:
    """Find leaders with another's title, misspelt behind their title, or out of order."""
    listed = lists_of(known).leaders
    named = sorted((at, term) for term in listed for at in _places(text, term.text))
    for at, term in named:
        yield from _title(place, text, at, term, listed)
    for term in listed:
        yield from _misspelt(place, text, term)
    for (at, term), (other_at, other) in pairwise(named):
        between = text[at + len(term.text) : other_at]
        if 0 < other.order < term.order and _JOINED.fullmatch(between):
            why = f"按词表，{other.text}排在{term.text}之前。"
            span = (at, other_at + len(other.text))
            yield LEADER.at(place, text, span, why, "请核对排序。")


def _title(
    place: str, text: str, at: int, term: Term, listed: tuple[Term, ...]
) -> Iterator[Finding]:
    """Yield a finding when the words right before a name are the title of somebody else."""
    before = text[:at].rstrip("、， ：")
    titles = {one.right for one in listed if one.right} if term.right else set()
    for title in sorted(titles, key=len, reverse=True):
        if before.endswith(title):
            if title == term.right or _BEFORE.search(before[: -len(title)]):
                return
            why = f"按词表，{term.text}的职务是{term.right}。"
            span = (len(before) - len(title), at + len(term.text))
            yield LEADER.at(place, text, span, why, f"{term.right}{term.text}")
            return


def _misspelt(place: str, text: str, term: Term) -> Iterator[Finding]:
    for start in _places(text, term.right) if term.right else ():
        name_at = start + len(term.right)
        said = text[name_at : name_at + len(term.text)]
        is_same_length = len(said) == len(term.text)
        if is_same_length and said[0] == term.text[0] and is_near(said, term.text):
            why = f"按词表，{term.right}的姓名是{term.text}。"
            yield LEADER.at(place, text, (name_at, name_at + len(said)), why, term.text)


def _places(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while word and at >= 0:
        yield at
        at = text.find(word, at + 1)
