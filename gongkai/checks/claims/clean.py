"""A text without what only its printing brought (排印痕迹): marks, odd spaces, broken lines."""

import re
from bisect import bisect_right
from itertools import accumulate

from gongkai.checks.claims.numerals import fold

NOTHING = "\ue010"  # stands for each character that has no width
_INVISIBLE = dict.fromkeys((*range(0x200B, 0x2010), 0x2060, 0xFEFF, 0xAD), NOTHING)
_HAN = "\u4e00-\u9fff"
_YEAR = r"(?:19|20)\d\d ?年"
_CUT = re.compile(
    "|".join(
        (
            f"{NOTHING}+",
            r"\[{0,2}\[\^?\d{1,3}\\?\]{1,3}(?:\([#/hH][^()\s]{0,200}\))?",
            r"\]\((?:#|https?:|\.?/)[^()\s]{0,400}\)|!\[[^\[\]\n]{0,99}\]\([^()\n]{0,400}\)",
            rf"(?<=[{_HAN}%])[①-⑳⁰¹²³⁴-⁹⁽⁾]+",
            r"\*\*+|__+|\\(?=[!-/:-@\[-`{-~])",
            r"</?[A-Za-z][^<>\n]{0,200}>|&(?:[a-z]{2,6}|#\d{2,5})[;；]",
            rf"(?:(?<=[{_HAN}，、:；(“”)])|(?<=\*\*)) (?=(?:\*\*)?[-\d])(?!{_YEAR})",  # 增长 3.5 %
            rf"(?:(?<=\d)|(?<=\d\*\*)) (?=(?:\*\*)?[%‰{_HAN}，。；、)])",
            r"(?<=\d) (?=\.\d)|(?<=PM) (?=\d)",
            rf"(?<=[{_HAN}\d]\d\.) (?=\d)",
        )
    )
)
_STOP = re.compile(rf"(?<=[{_HAN}%‰)])\.(?=[{_HAN}\s]|$)")
_DOT = re.compile(r"(?<=\d)·(?=\d+ ?(?:%|‰|万|亿|[个百]|[千公立平]))")
_STRAIGHT = re.compile(r'"([^"\n]{1,40})"')
_WRAP = re.compile(
    rf"(?<=[{_HAN}\d，、:；%‰.”)(“/-]) ?\n(?=[{_HAN}\d%‰，。；、)”(“.])"
    r"(?![一二三四五六七八九十]+、|\([一二三四五六七八九十\d]+\)|\d+[.、](?!\d)|第[一二三四五六七八九十]+[章节])"
)
_ENDED = re.compile(r"[。；！？:”)]\s*$")
_LOOSE = re.compile(rf"(?<=[{_HAN}，。；、]) +(?=[{_HAN}，。；、])")
LOOSE = 40  # characters: a space between words more often than this comes of justified lines
LONG = 20  # characters: a line as long as this is one of prose


class Clean:
    """A folded text with its traces of printing cut out, and where each character stood.

    >>> clean = Clean("增长**３.５** %。")
    >>> clean.text, clean.at(2)
    ('增长3.5%。', 4)
    """

    def __init__(self, raw: str) -> None:
        folded = _DOT.sub(".", fold(raw.translate(_INVISIBLE)))
        folded = _STOP.sub("。", _STRAIGHT.sub(r"“\1”", folded))
        cuts = [match.span() for match in _CUT.finditer(folded)]
        if len(_LOOSE.findall(folded)) * LOOSE > len(folded):
            cuts = _apart([*cuts, *(match.span() for match in _LOOSE.finditer(folded))])
        if _is_wrapped(folded):
            cuts = _apart([*cuts, *(match.span() for match in _WRAP.finditer(folded))])
        ends = [0, *(end for _, end in cuts)]
        starts = [*(start for start, _ in cuts), len(folded)]
        kept = [folded[end:start] for end, start in zip(ends, starts, strict=True)]
        self.text = "".join(kept)
        self._from = [0, *accumulate(map(len, kept[:-1]))]  # where each kept stretch begins
        self._was = ends

    def at(self, place: int) -> int:
        """Return where in the text as given a character of the clean text stands."""
        stretch = bisect_right(self._from, place) - 1
        return self._was[stretch] + place - self._from[stretch]


def _is_wrapped(text: str) -> bool:
    """Say whether lines end where the paper ended: few of the long ones end as sentences do."""
    lines = [line for line in text.split("\n") if len(line) >= LONG and "|" not in line]
    return 2 * sum(not _ENDED.search(line) for line in lines) > len(lines)


def _apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    apart: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if not apart or start >= apart[-1][1]:
            apart.append((start, end))
    return apart
