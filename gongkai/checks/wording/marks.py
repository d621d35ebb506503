"""Punctuation, width and words written twice (标点符号、全半角、重复字词)."""

import re
from collections.abc import Callable, Iterator

from gongkai.checks.findings import Finding
from gongkai.checks.sweep import matches
from gongkai.checks.wording.rules import DOUBLED, ENDING, HALF, PAIR, REPEATED, WIDE

HAN = r"\u4e00-\u9fff"
_OPEN = {"（": "）", "《": "》", "“": "”", "【": "】", "〔": "〕", "「": "」", "〈": "〉", "(": ")"}
_CLOSE = {close: open_ for open_, close in _OPEN.items()}
_BRACKET = re.compile(f"[{re.escape(''.join(_OPEN) + ''.join(_CLOSE))}]")
_ENUMERATED = re.compile(
    r"(?:^|[\s。；：，、])(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[a-zA-Z])[)）]", re.M
)

# Doubled little words, less what is right: 的的确确, 为了了解, 和和美美, 与与会者.
_TWICE = re.compile(
    r"(?<!目)的的(?![确士])|(?<!为)(?<!除)(?<!不)了了(?!解|结|然|望|却|之|断|账|事)|和和(?![平谐气睦美顺解煦田县])"
    r"|(?<![正实])在在(?![建线校岗职读座场京外押册编产库任野学籍营])|是是(?!非)|与与(?!会)|及及(?!时|格)"
    r"|把把(?![关握脉控守])|被被(?![褥子])|将将(?!军)|对对(?![象外口手方策接照应内标联子])|或或|并并(?![购网列])"
    r"|(?<![可所予加难足得用])以以|从从(?!业|事)|(?<![同环])比比(?!皆|较|重)|(?<![作成认以])为为(?![民人期了主何全企群政])|我我|们们|由由|且且|但但|而而"
)
_TWICE_HINT = re.compile(r"([的了和在是与及把被将对或并以从比为我们由且但而])\1")
_PHRASE = re.compile(rf"([{HAN}]{{3,12}})\1|(?<![{HAN}])([{HAN}]{{2}})\2(?![{HAN}])")
_PHRASE_RIGHT = re.compile(r"^[零一二三四五六七八九十百千万亿]+$")
_MARKS = re.compile(
    r"。{3,}|[，、。；：！？,;]\s?[，、。；：,;](?!\d)|，{2,}|。{2,}|、{2,}|；{2,}|：{2,}|！{2,}|？{2,}"
    rf"|(?<=[{HAN}])\.{{3,}}|(?<=[{HAN}])…(?!…)(?<!……)"
)
_MARKS_HINT = re.compile(r"[，、。；：！？,;.…](?:\s?[，、。；：！？,;]|(?<=\.)\.|(?<=…))")
_HALF = re.compile(
    rf"(?<=[{HAN}”》）])[,;?!](?=[{HAN}“《（\s]|$)|(?<=[{HAN}”》）]):(?=[{HAN}“《\d（\s]|$)"
    rf"|(?<=[{HAN}])\.(?=[{HAN}\s]|$)|\((?=[^()\n]{{0,30}}[{HAN}][^()\n]{{0,30}}\))"
)
_HALF_HINT = re.compile(rf"[,;?!:.(](?:(?<=[{HAN}”》）].)|(?<=\())")
_FULL = str.maketrans(",;?!:.()", "，；？！：。（）")
_WIDE = re.compile(r"[０-９Ａ-Ｚａ-ｚ][０-９Ａ-Ｚａ-ｚ．％]*")
_NARROW = str.maketrans({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)})
_ENDS = "。！？；：…”）》】〕!?;:)"
LONG = 40  # characters of a paragraph that is a sentence, not a heading or a line of a list


def repeated(place: str, text: str) -> Iterator[Finding]:
    """Find a word written twice by slip: 的的, 生产总值生产总值; not 人人, 为了了解."""
    for found in matches(_TWICE, _TWICE_HINT, text):
        why = f"“{found[0]}”像是多写了一个字。"
        yield REPEATED.at(place, text, found.span(), why, found[0][: len(found[0]) // 2])
    for found in _PHRASE.finditer(text):
        word = found[1] or found[2]
        if not _PHRASE_RIGHT.match(word) and len(set(word)) > 1:
            yield REPEATED.at(place, text, found.span(), f"“{word}”重复。", word)


def pairs(place: str, text: str) -> Iterator[Finding]:
    """Find a bracket or quotation mark without its other half, the first of a text."""
    if not _BRACKET.search(text):
        return
    left = _ENUMERATED.sub(lambda one: " " * len(one[0]), text)
    waiting: list[tuple[str, int]] = []
    for found in _BRACKET.finditer(left):
        mark, at = found[0], found.start()
        if mark in _OPEN:
            waiting.append((mark, at))
        elif not waiting or not _matches(waiting[-1][0], mark):
            yield _unpaired(place, text, at)
            return
        else:
            waiting.pop()
    if waiting:
        yield _unpaired(place, text, waiting[-1][1])


def doubled(place: str, text: str) -> Iterator[Finding]:
    """Find marks side by side that cannot stand so, and dots in place of an ellipsis."""
    for found in matches(_MARKS, _MARKS_HINT, text):
        is_dots = "." in found[0] or "…" in found[0] or found[0].startswith("。。。")
        why = "省略号应为“……”。" if is_dots else "标点符号重复或者叠用。"
        yield DOUBLED.at(place, text, found.span(), why, "……" if is_dots else found[0].strip()[-1])


def half(place: str, text: str) -> Iterator[Finding]:
    """Find punctuation of half width among Chinese, once a piece of text."""
    if found := next(matches(_HALF, _HALF_HINT, text), None):
        why = "中文行文用全角标点。"
        yield HALF.at(place, text, found.span(), why, found[0].translate(_FULL))


def wide(place: str, text: str) -> Iterator[Finding]:
    """Find digits and letters of full width, once a piece of text."""
    if found := _WIDE.search(text):
        why = "数字和字母用半角，否则检索不到，也不能计算。"
        yield WIDE.at(place, text, found.span(), why, found[0].translate(_NARROW))


def ending(place: str, text: str) -> Iterator[Finding]:
    """Find a paragraph of sentences whose last has no full stop."""
    last = text.rstrip()
    is_prose = place.startswith("正文") and len(last) >= LONG and "。" in last[:-1]
    if is_prose and "\n" not in last and last[-1] not in _ENDS and not last[-1].isascii():
        span = (len(last) - 1, len(last))
        yield ENDING.at(place, last, span, "段落末尾没有句末标点。", "请补上句号。")


def _matches(open_: str, close: str) -> bool:
    """Say whether two marks pair; widths may differ, which is another finding."""
    return _OPEN[open_] == close or {open_, close} in ({"（", ")"}, {"(", "）"})


def _unpaired(place: str, text: str, at: int) -> Finding:
    mark = text[at]
    other = _OPEN.get(mark) or _CLOSE[mark]
    why = f"“{mark}”没有配对的“{other}”。"
    return PAIR.at(place, text, (at, at + 1), why, "请补全或者删去。")


MARKS: tuple[Callable[[str, str], Iterator[Finding]], ...] = (
    *(repeated, pairs, doubled, half, wide, ending),
)
