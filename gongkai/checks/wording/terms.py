"""Words of the dated lists in a text (词表): wrong expressions, names of the state, of institutions
and places that were, near misses of fixed names.

The longest word counts where several begin, so that a word of the list "allowed" covers what is
in it (文化部门 covers 文化部).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from ahocorasick_rs import AhoCorasick, MatchKind

from gongkai.checks.findings import Finding, Rule
from gongkai.checks.known import Known, Term
from gongkai.checks.lists import List
from gongkai.checks.wording.rules import COUNTRIES, INSTITUTION, NATIONAL, PLACE, WRONG

KINDS: dict[str, Rule] = {
    List.WRONG: WRONG,
    List.NATIONAL: NATIONAL,
    List.INSTITUTION: INSTITUTION,
    List.PLACE: PLACE,
}
FORMER = frozenset({str(List.INSTITUTION), str(List.PLACE)})  # right in what tells of the past
SEVERE = frozenset({str(List.NATIONAL), str(List.WRONG)})
SHORTEST = 3  # characters of a word that is found with others put in between
FIXED = 5  # characters of a name whose near misses are told
WHY = {
    List.WRONG: "“{}”写法有误或者不宜使用{}。",
    List.NATIONAL: "“{}”属于严重表述错误{}。",
    List.INSTITUTION: "“{}”是机构改革前的名称{}。",
    List.PLACE: "“{}”是区划调整前的名称{}。",
}

_HAN = "\u4e00-\u9fff"
_NOT_HAN = re.compile(f"[^{_HAN}]+")
_GAP = re.compile(r"[^\w《》“”（）〔〕【】。；：！？\n]{0,3}|\n")
_CLAUSE = re.compile(r"[，、,]")
_BEFORE = re.compile(
    r"(?:原[^，。；、]{0,6}|原来的|前身为?|时任|曾任|以前的?|更名前的?|撤销|不再保留|[（(]原)$"
)
_BEHIND = re.compile(
    r"^(?:[（(](?:现|今|后)|(?:更名|改名|改称|改制|并入|撤并|撤县|撤市|撤销|现为))"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?=年)")
_STOP = re.compile(r"[。！？；\n]")
_COUNTRIES = re.compile(
    r"(?:香港|澳门|台湾|港澳台)[^，。；：（）]{0,30}?等(?:\d{1,3}(?:多|余)?个|[一二三四五六七八九十多]{1,4}个)?国家"
    r"(?![和及与、]?地区|[（(]地区|级|[和及与]其他地区)"
)


@dataclass(frozen=True)
class Lists:
    """The words that count on a day, made ready to be looked for."""

    terms: tuple[Term, ...]
    words: AhoCorasick
    severe: tuple[Term, ...]
    apart: AhoCorasick
    fixed: tuple[str, ...]  # the names by the seeds that point to them
    offsets: tuple[int, ...]  # of a seed in its name
    seeds: AhoCorasick
    allowed: frozenset[str]
    leaders: tuple[Term, ...]


class _Same:
    """Terms compared by being the same object: hundreds are not hashed for every text."""

    def __init__(self, known: Known) -> None:
        self.terms, self.on = known.terms, known.on

    def __hash__(self) -> int:
        return hash((id(self.terms), self.on))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.terms is self.terms and other.on == self.on


def lists_of(known: Known) -> Lists:
    """Return the lists that count on the day the text appears, made ready once."""
    return _lists(_Same(known))


def told(place: str, text: str, known: Known) -> Iterator[Finding]:
    """Find the words of the lists in a text, also with spaces or marks put between characters."""
    lists = lists_of(known)
    found = list(_plain(text, lists))
    covered = [span for _, span in found]
    for term, span in found:
        yield from _finding(place, text, span, term)
    for term, span in _apart(text, lists):
        if not any(start < span[1] and span[0] < end for start, end in covered):
            yield from _finding(place, text, span, term)
            covered.append(span)
    yield from _near(place, text, lists, covered)


def countries(place: str, text: str) -> Iterator[Finding]:
    """Find Hong Kong, Macao or Taiwan told among countries without 和地区."""
    if "国家" in text:
        for found in _COUNTRIES.finditer(text):
            why = "香港、澳门、台湾与国家并列时，应写“国家和地区”。"
            yield COUNTRIES.at(place, text, found.span(), why, f"{found[0]}和地区")


def is_near(said: str, name: str) -> bool:
    """Say whether one character is wrong, missing, too many, or two have changed places.

    >>> [is_near(one, "共和国") for one in ("共合国", "共国", "共和和国", "和共国", "共和国", "大合国")]
    [True, True, True, True, False, False]
    """
    if said == name or abs(len(said) - len(name)) > 1:
        return False
    start = next(
        (at for at, (one, other) in enumerate(zip(said, name, strict=False)) if one != other),
        min(len(said), len(name)),
    )
    left, right = said[start:], name[start:]
    if len(said) == len(name):
        return left[1:] == right[1:] or (left[:2] == right[1::-1] and left[2:] == right[2:])
    return left[1:] == right if len(said) > len(name) else left == right[1:]


@lru_cache(maxsize=4)
def _lists(known: _Same) -> Lists:
    return _made(tuple(term for term in known.terms if term.text and term.counts_on(known.on)))


@lru_cache(maxsize=4)
def _made(counting: tuple[Term, ...]) -> Lists:
    fixed = [t.text for t in counting if t.kind == List.NATIONAL and t.text == t.right]
    fixed = [name for name in dict.fromkeys(fixed) if len(name) >= FIXED]
    terms = tuple(
        term
        for term in counting
        if term.kind == List.ALLOWED or (term.kind in KINDS and term.text != term.right)
    )
    severe = tuple(term for term in terms if term.kind in SEVERE and len(term.text) >= SHORTEST)
    seeds = [(name, at, part) for name in fixed for at, part in _seeds(name)]
    return Lists(
        terms,
        _machine([term.text for term in terms]),
        severe,
        _machine([term.text for term in severe]),
        tuple(name for name, _, _ in seeds),
        tuple(at for _, at, _ in seeds),
        AhoCorasick([part for _, _, part in seeds]),
        frozenset(term.text for term in counting if term.kind == List.ALLOWED),
        tuple(term for term in counting if term.kind == List.LEADER),
    )


def _machine(words: list[str]) -> AhoCorasick:
    return AhoCorasick(words, matchkind=MatchKind.LeftmostLongest)


def _seeds(name: str) -> Iterator[tuple[int, str]]:
    """Yield both halves of a name: one slip leaves one of them whole."""
    middle = len(name) // 2
    yield 0, name[:middle]
    yield middle, name[middle:]


def _plain(text: str, lists: Lists) -> Iterator[tuple[Term, tuple[int, int]]]:
    for which, start, end in lists.words.find_matches_as_indexes(text):
        if lists.terms[which].kind != List.ALLOWED:
            yield lists.terms[which], (start, end)


def _apart(text: str, lists: Lists) -> Iterator[tuple[Term, tuple[int, int]]]:
    """Yield severe words whose characters have something between them."""
    bare = _NOT_HAN.sub("", text)
    matches = lists.apart.find_matches_as_indexes(bare) if len(bare) < len(text) else []
    if not matches:
        return
    places = [at for at, one in enumerate(text) if "\u4e00" <= one <= "\u9fff"]
    for which, start, end in matches:
        span = (places[start], places[end - 1] + 1)
        if span[1] - span[0] > end - start and _is_one_word(text, places[start:end]):
            yield lists.severe[which], span


def _is_one_word(text: str, places: list[int]) -> bool:
    """Say whether what stands between the characters of a word is there to part them."""
    gaps = [text[one + 1 : other] for one, other in pairwise(places)]
    if not all(_GAP.fullmatch(gap) for gap in gaps):
        return False
    return all(gaps) or not any(_CLAUSE.search(gap) for gap in gaps)


def _near(
    place: str, text: str, lists: Lists, covered: Sequence[tuple[int, int]]
) -> Iterator[Finding]:
    """Yield near misses of fixed names, each place once."""
    told = {at for start, end in covered for at in range(start, end)}
    for which, start, _ in lists.seeds.find_matches_as_indexes(text, overlapping=True):
        name = lists.fixed[which]
        begin = start - lists.offsets[which]
        if text.startswith(name, max(begin, 0)) or text.startswith(name, start):
            continue
        span = _missed(text, name, begin, is_second=bool(lists.offsets[which]))
        if span and span[0] not in told and not _is_allowed(text, span, lists.allowed):
            told |= {*range(span[0], span[1])}
            why = f"应为“{name}”，请逐字核对。"
            yield NATIONAL.at(place, text, span, why, name)


def _missed(text: str, name: str, begin: int, *, is_second: bool) -> tuple[int, int] | None:
    """Return where a text nearly says a name of which one half stands there."""
    size = len(name)
    for change in (0, -1, 1):
        start = begin - change if is_second else begin
        end = begin + size if is_second else begin + size + change
        if 0 <= start < end <= len(text) and is_near(text[start:end], name):
            said = text[start:end]
            if _NOT_HAN.search(said) is None:
                return start, end
    return None


def _is_allowed(text: str, span: tuple[int, int], allowed: frozenset[str]) -> bool:
    around = text[max(0, span[0] - 4) : span[1] + 4]
    return any(word in around for word in allowed)


def _finding(place: str, text: str, span: tuple[int, int], term: Term) -> Iterator[Finding]:
    if term.kind in FORMER and _is_of_the_past(text, span, term):
        return
    note = f"（{term.note}）" if term.note else ""
    why = WHY[List(term.kind)].format(term.text, note)
    yield KINDS[term.kind].at(place, text, span, why, term.right)


def _is_of_the_past(text: str, span: tuple[int, int], term: Term) -> bool:
    """Say whether a former name stands in a title, or in a sentence about a time before."""
    start, end = span
    before, behind = text[max(0, start - 200) : start], text[end : end + 200]
    if before.rfind("《") > before.rfind("》") and "》" in behind:
        return True
    if _BEFORE.search(before) or _BEHIND.search(behind):
        return True
    sentence = _STOP.split(before)[-1] + _STOP.split(behind)[0]
    since = term.since
    return since is not None and any(int(year) < since.year for year in _YEAR.findall(sentence))
