"""How the search reads text: what is compared, which pairs are indexed, what a query asks. Pure.

A text is folded (one spelling for what readers take for the same), then cut into every character
and every pair of neighbours: no dictionary, every script alike. Digits and Latin letters are few,
so their pairs tell little: of them every three neighbours too. Whatever stands in a text has all of
its pairs among the text's pairs, so the index names every item that contains it; that the pairs
also stand in this order is then looked up in the folded text itself.

A term is a number: the code points one after another, or a facet between pairs and triples. What a
term says is never read back, so it needs no name.

What is indexed was cut by the code of its day: a change of what `fold` or `terms` return needs
`gongkai reindex` on every site, for `rebuild` looks at the rows only.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from itertools import pairwise
from typing import Any
from zlib import crc32

LONGEST = 200  # characters of a query that are looked at
MOST = 10  # words of a query that are looked at
ENOUGH = 16  # pairs asked of the index; the rest is looked up in the text
BITS = 21  # a code point
PAIR = 2 * BITS
# What a number above a pair's says; a triple's first character is a letter, and lies above these.
YEAR, COLUMN, HAS, VALID, TITLE = range(1, 6)
FORMS = ("table", "chart", "attachment", "image")

# No letter of any script: controls, marks of direction and joining, chosen variants, halves of
# pairs, and quotation marks, which official titles put around words nobody types them around.
_SILENT = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u070f\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff\"'\uff02\uff07“”‘’「」『』]"
)
_ALIKE = str.maketrans("〔[{【〖〕]}】〗‐‒–—―−", "(((((" + ")))))" + "------")
_SPACES = re.compile(r"[^\S\n]+")
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\U00020000-\U0003ffff"
_LOOSE = re.compile(f" (?=[{_WIDE}\n]|$)|(?<=[{_WIDE}\n]) |^ ")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")  # no database takes them all
_PLAIN = re.compile("[!-~]{3,}")
_BREAK = re.compile(r"</(?:p|li)>|<br\s*/?>")
_TAG = re.compile(r"<[^>]*>")


def fold(text: str) -> str:
    """Return text as it is compared; line ends stay, so that line n stays line n.

    Full-width and half-width, upper and lower case, kinds of brackets, dashes and spaces are one;
    quotation marks and what has no shape are dropped, and spaces beside Chinese characters.

    >>> fold("石统〔２０１４〕63号"), fold("2014年 部门预算及“三公”经费 GDP")
    ('石统(2014)63号', '2014年部门预算及三公经费gdp')
    """
    found = text
    for _ in range(2):  # folding case may undo a composition, and composing make a quotation mark
        found = unicodedata.normalize("NFKC", _SILENT.sub("", found)).casefold()
    found = unicodedata.normalize("NFKC", _SILENT.sub("", found)).translate(_ALIKE)
    return _LOOSE.sub(_tightened, _SPACES.sub(" ", found))


def _tightened(space: re.Match[str]) -> str:
    """Return nothing for a space beside a Chinese character, unless it keeps a mark off a letter."""
    after = space.string[space.end() : space.end() + 1]
    return " " if after and unicodedata.combining(after) else ""


@dataclass(frozen=True)
class Query:
    """What is asked: folded words, all of which must stand in the text; whether some were cut."""

    words: tuple[str, ...]
    cut: bool = False


def query(text: str) -> Query:
    """Return what a reader's text asks for; no words where nothing in it can be looked for.

    >>> query("统计公报　2014年 统计公报")
    Query(words=('统计公报', '2014年'), cut=False)
    """
    asked = text.strip()
    parts = [word for part in asked[:LONGEST].split() for word in fold(part).split()]
    found = list(dict.fromkeys(parts))
    return Query(tuple(found[:MOST]), cut=len(asked) > LONGEST or len(found) > MOST)


def _number(gram: str) -> int:
    value = 0
    for char in gram:
        value = value << BITS | ord(char)
    return value


def _grams(line: str) -> Iterator[int]:
    """Yield every character and every pair of neighbours of a line as numbers."""
    points = [ord(char) for char in line]
    yield from points
    for first, second in pairwise(points):
        yield first << BITS | second


def _triples(line: str) -> Iterator[int]:
    """Yield every three neighbours of the digits and Latin letters of a line as numbers."""
    for run in _PLAIN.findall(line):
        for at in range(len(run) - 2):
            yield _number(run[at : at + 3])


def _covering(word: str, *, triples: bool) -> Iterator[str]:
    """Yield the pieces of a word that together hold every pair of its neighbours."""
    if len(word) == 1:
        yield word
    for at in range(len(word) - 1):
        if triples and _PLAIN.fullmatch(word, at, at + 3):
            yield word[at : at + 3]
        elif not (triples and at and _PLAIN.fullmatch(word, at - 1, at + 2)):
            yield word[at : at + 2]


def facet(kind: int, value: int | str) -> int:
    """Return the term of a year, a column, a form: a number no pair of characters has."""
    number = value if isinstance(value, int) else crc32(value.encode())
    return kind << PAIR | number


def terms(name: str, folded: str, facets: Iterable[int]) -> set[int]:
    """Return the terms of an item: of its folded title, its folded text by lines, its facets."""
    found = {facet(TITLE, term) for term in _grams(name)} | set(facets)
    for line in folded.split("\n"):
        found.update(_grams(line))
        found.update(_triples(line))
    return found


def asked(words: Iterable[str], *, in_title: bool = False) -> list[int]:
    """Return terms that every item has which contains the words: enough, not all of them."""
    found: dict[int, None] = {}
    for word in words:
        grams = list(_covering(word, triples=not in_title))
        step = max(1, len(grams) // ENOUGH)
        found |= dict.fromkeys(_number(gram) for gram in [*grams[::step], grams[-1]])
    return [facet(TITLE, term) if in_title else term for term in found]


def to_look_up(words: Iterable[str], *, in_title: bool = False) -> list[str]:
    """Return the words whose terms alone do not tell that the text contains them."""
    return [
        word
        for word in words
        if len(word) > 2 and (in_title or not (len(word) == 3 and _PLAIN.fullmatch(word)))
    ]


# What of an item can be found ---------------------------------------------------------------------


def lines(content: Mapping[str, Any], numbers: Iterable[str] = ()) -> list[str]:
    """Return what can be found of a disclosure: its title first, a line for each thing said.

    What reads well stands before what only helps to find: a hit is shown in its first line. Where
    it comes from counts for a repost only: our own name stands nearly everywhere.
    """
    found = [content["title"], content["summary"]]
    for block in content["body"]:
        found += _READERS[block["type"]](block)
    found += [content["document_no"], *numbers, " ".join(content["keywords"])]
    if content["source"]["kind"] == "repost":
        found.append(content["source"]["name"])
    clean = (_CONTROL.sub("", one).replace("\r", "\n") for one in found)
    return [line for one in clean for line in one.split("\n") if line.strip()]


def forms(content: Mapping[str, Any]) -> set[str]:
    """Return which kinds of things stand in a disclosure beside text."""
    return {block["type"] for block in content["body"]} & set(FORMS)


def _text(block: Mapping[str, Any]) -> list[str]:
    return [unescape(_TAG.sub("", _BREAK.sub("\n", block["html"])))]


def _table(block: Mapping[str, Any]) -> list[str]:
    rows = (" | ".join(cell.replace("\n", " ") for cell in row)
            for row in (*block["head"], *block["rows"]))  # fmt: skip
    return [block["caption"], *rows, block.get("note", "")]


def _chart(block: Mapping[str, Any]) -> list[str]:
    series = (" | ".join([one["name"], *one["values"]]) for one in block["series"])
    return [block["title"], block["unit"], " | ".join(block["labels"]), *series, block["alt"]]


_READERS: dict[str, Any] = {
    "heading": lambda block: [block["text"]],
    "text": _text,
    "table": _table,
    "chart": _chart,
    "image": lambda block: [block["alt"], block["caption"], block["name"]],
    "attachment": lambda block: [block["title"], block["name"]],
    "data": lambda block: [block["title"], block["vintage"]["title"]],
    "figure": lambda block: [
        " ".join(block[name] for name in ("period", "indicator", "value", "unit", "note"))
    ],
}


# Where in a text the words stand ------------------------------------------------------------------


@dataclass(frozen=True)
class Part:
    """A piece of text; hit: one of the words."""

    text: str
    hit: bool = False


_alone = lru_cache(maxsize=8192)(fold)


def parts(text: str, words: Iterable[str]) -> tuple[Part, ...]:
    """Return a text in pieces, those marked that are one of the folded words.

    >>> [(one.text, one.hit) for one in parts("“三公”经费", ["三公经费"])]
    [('“', False), ('三公”经费', True)]
    """
    folded, places = "", []
    for start, cluster in _clusters(text):
        piece = _alone(cluster)
        folded += piece
        places += [(start, start + len(cluster))] * len(piece)
    hit = [False] * len(text)
    for word in words:
        at = folded.find(word)
        while at >= 0:
            first, last = places[at][0], places[at + len(word) - 1][1]
            hit[first:last] = [True] * (last - first)
            at = folded.find(word, at + len(word))
    return tuple(_pieces(text, hit))


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """Yield each character with the marks that belong to it, and where it starts."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not unicodedata.combining(text[at]):
            yield start, text[start:at]
            start = at


def _pieces(text: str, hit: list[bool]) -> Iterator[Part]:
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or hit[at] != hit[start]:
            yield Part(text[start:at], hit[start])
            start = at


BEFORE, AFTER = 30, 110  # characters a snippet shows around what was found


def snippet(text: str, folded: str, name: str, words: Iterable[str]) -> tuple[Part, ...]:
    """Return the piece of a text around the first of the words found below its title.

    Shape: text and folded have the same lines. Empty when the words stand in the title only.
    """
    found = [(at, word) for word in words if (at := folded.find(word, len(name) + 1)) >= 0]
    if not found:
        return ()
    at, word = min(found)
    start = folded.rfind("\n", 0, at) + 1
    line = text.split("\n")[folded.count("\n", 0, at)]
    near = max(0, at - start - BEFORE)  # folding seldom moves a place by much
    piece = line[near : near + BEFORE + len(word) + AFTER]
    if word not in fold(piece):
        near, piece = 0, line
    marked = list(parts(piece, words))
    if near:
        marked.insert(0, Part("…"))
    if near + len(piece) < len(line):
        marked.append(Part("…"))
    return tuple(marked)
