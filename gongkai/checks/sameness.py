"""How much a text says again what is published already (重复发布): sketches kept instead of texts.

A sketch is a tuple of 256 numbers of 32 bits. The first half is of the text as it is, the second
of the text with its figures made equal: what is alike there and not here is the same report with
new figures. Two sketches agree in as many places as their texts have runs in common.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from typing import Any

from gongkai.checks.characters import plain
from gongkai.checks.findings import Finding, Rule, Severity, cut
from gongkai.checks.known import Known, Likeness
from gongkai.checks.markup import paragraphs

SAME = Rule("sameness.published", "1", Severity.WARN, "重复发布")
REWRITTEN = Rule("sameness.last_year", "1", Severity.NOTE, "政务公开考评：与上年内容重复")
RULES = (SAME, REWRITTEN)

RUN = 5  # characters of a shingle
PLACES = 128  # of each half
ROWS = 4  # places of a band
FEWEST = 60  # characters; a shorter text says too little to be compared
ALIKE, LIKE_WORDS = 0.8, 0.7  # shares from which a text is told
_MARKS = re.compile(r"[^\w]|_")
_DIGITS = re.compile(r"\d+")
_SHOWN = 3  # likenesses told, the nearest first


def sketch(text: str) -> tuple[int, ...]:
    """Return what is kept of a text to compare it by, empty for a text too short.

    Width, spaces and punctuation do not count.
    """
    bare = _MARKS.sub("", plain(text))
    if len(bare) < FEWEST:
        return ()
    return (*_half(bare), *_half(_DIGITS.sub("0", bare)))


def bands(of: tuple[int, ...]) -> tuple[int, ...]:
    """Return keys for an index: texts that are alike share at least one of them, nearly surely.

    Shape: 32 numbers of 63 bits; at 0.8 alike one in a million pairs shares none.
    """
    words = (of[at : at + ROWS] for at in range(0, min(len(of), PLACES), ROWS))
    return tuple(_number(f"{at}:{word}", 8) >> 1 for at, word in enumerate(words))


def alike(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Return the share of runs two texts have in common, 0 when either is too short."""
    return _share(one[:PLACES], other[:PLACES])


def alike_in_words(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Return the same with all figures taken as equal."""
    return _share(one[PLACES:], other[PLACES:])


def text_of(content: Mapping[str, Any]) -> str:
    """Return what is compared of a content: paragraphs, headings and cells of tables."""
    return "\n".join(_lines(content))


def kind_of(content: Mapping[str, Any]) -> str:
    """Return what kind of text a content is, to find last year's of the same: its column."""
    return str(content.get("column") or "")


def published(content: Mapping[str, Any], known: Known) -> Iterator[Finding]:
    """Find what is published already, and a text that repeats another of its kind but for figures."""
    own = sketch(text_of(content)) if known.published else ()
    if not own:
        return
    same = _nearest(((alike(own, one.sketch), one) for one in known.published), ALIKE)
    for share, one in same:
        why = f"正文约有{share:.0%}与已经公开的《{cut(one.title)}》（{one.key}）相同。"
        yield SAME.finding("正文", cut(one.title), why, f"请核对是否重复发布：{one.address}")
    told = {one.key for _, one in same}
    near = ((alike_in_words(own, one.sketch), one) for one in known.published)
    kind = kind_of(content)
    for share, one in _nearest(near, LIKE_WORDS):
        if one.key not in told and one.kind == kind:
            why = f"除数字外，约有{share:.0%}与《{cut(one.title)}》（{one.key}）相同。"
            yield REWRITTEN.finding("正文", cut(one.title), why, "请补充本期的新情况和新分析。")


def _lines(content: Mapping[str, Any]) -> Iterator[str]:
    for block in content.get("body") or []:
        if block.get("type") == "text":
            yield from paragraphs(str(block.get("html", "")))
        elif block.get("type") == "heading":
            yield str(block.get("text") or "")
        elif block.get("type") == "table":
            rows = [*(block.get("head") or []), *(block.get("rows") or [])]
            yield from ("".join(map(str, row)) for row in rows)


def _nearest(
    shares: Iterable[tuple[float, Likeness]], least: float
) -> list[tuple[float, Likeness]]:
    near = [(share, one) for share, one in shares if share >= least]
    return sorted(near, key=lambda one: (-one[0], one[1].key))[:_SHOWN]


def _half(bare: str) -> list[int]:
    """Return the least hash of the runs in each place; an empty place takes its neighbour's."""
    least: list[int | None] = [None] * PLACES
    for run in {bare[at : at + RUN] for at in range(len(bare) - RUN + 1)}:
        place, value = divmod(_number(run, 5), 1 << 32)
        place %= PLACES
        kept = least[place]
        if kept is None or value < kept:
            least[place] = value
    return [_filled(least, place) for place in range(PLACES)]


def _filled(least: list[int | None], place: int) -> int:
    """Return a place's value, or the next one's changed by how far it is."""
    for step in range(PLACES):
        value = least[(place + step) % PLACES]
        if value is not None:
            return value if not step else (value * 2654435761 + step) % (1 << 32)
    return 0


def _number(text: str, size: int) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=size).digest(), "big")


def _share(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    if not one or len(one) != len(other):
        return 0.0
    return sum(map(int.__eq__, one, other)) / len(one)
