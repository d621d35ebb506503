"""Marks of secrecy (密级标志) and of internal use, drafts, and a bureau's own words.

Prose about keeping secrets is no mark.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from gongkai.checks.characters import cleaned
from gongkai.checks.findings import SURROUNDINGS, Finding, Rule, Severity, cut
from gongkai.checks.known import Known
from gongkai.checks.lists import List

MARK = Rule("secrecy.mark", "2", Severity.BLOCK, "《政府信息公开条例》保密审查；密级和保密期限标志")
WORD = Rule("secrecy.word", "1", Severity.BLOCK, "本单位保密词表", "secrecy")
DRAFT = Rule("secrecy.draft", "1", Severity.WARN, "《政府信息公开条例》第十六条第二款 过程性信息")
RULES = (MARK, WORD, DRAFT)

_LEVEL = r"(?:绝\s{0,3}密|机\s{0,3}密|秘\s{0,3}密)"
_STAR = r"[★☆⭐✩✭✯✰]"
_TERM = r"(?:长\s?期|[0-9０-９一二三四五六七八九十]{1,3}\s?(?:年|个?月)|启用前|解密前)"
_URGENT = r"(?:特\s?急|加\s?急|平\s?急|特\s?提)"
_INTERNAL = r"内部\s?(?:资料|文件|材料|刊物|参考|使用|发行|传阅)"
_CARE = r"(?:请\s?)?(?:注意保(?:存|管)|妥善保(?:存|管))"
_KEEP = (
    rf"(?:{_CARE}|注意保密"
    r"|(?:严禁|禁止|不得|请勿|切勿)(?:外传|公开|转载|翻印|复制|上网))"
)
_NOTICE = (
    rf"(?:{_INTERNAL}(?:[\s，,、；;·!！]*{_KEEP})*|(?:仅)?供内部(?:参考|使用|参阅)"
    r"|(?:此件|本件|本资料|本文件)?(?:不得公开|不宜公开|严禁外传|不得外传|请勿外传)|此件不(?:予)?公开)"
)
_OPEN, _CLOSE = r"[（(【\[〔]", r"[）)】\]〕]"

# Anywhere: a level with a star; an internal notice asking for care; a notice alone in brackets.
ANYWHERE = re.compile(
    rf"(?:{_LEVEL}|工作秘密)\s*{_STAR}(?:\s*{_TERM})?"
    rf"|{_INTERNAL}[\s，,、；;·!！]*{_CARE}"
    rf"|{_OPEN}\s*(?:{_NOTICE}|工作秘密|{_LEVEL}(?:\s*[·.]?\s*{_TERM})?)\s*[。！!]?\s*{_CLOSE}"
)
# A line that is nothing but a mark, as at the head of a document.
LINE = re.compile(
    rf"\W*(?:\d{{6}}\s+)?(?:密\s?级\s*[:：]?\s*)?{_LEVEL}(?:\s*[·.:：]?\s*{_TERM})?"
    rf"(?:\s+{_URGENT}|\s+\d{{6}})?\W*"
    rf"|\W*{_NOTICE}\W*"
)
SHORT = 60  # a longer line is prose
_ASKED = ("密", "内部", "公开", "外传")  # one of them is in every mark


def mark(place: str, text: str) -> Iterator[Finding]:
    """Find a mark of secrecy, once a line. Hidden characters between its parts do not hide it."""
    clean = cleaned(text)
    for line in clean.splitlines() if any(one in clean for one in _ASKED) else ():
        found = ANYWHERE.search(line)
        if found or (len(line) <= SHORT and LINE.fullmatch(line)):
            shown = line[max(0, found.start() - 10) : found.end() + 10] if found else line
            yield MARK.finding(
                place,
                cut(shown),
                "带有密级标志或者内部使用标志的内容不得上网公开。",
                "停止发布，交保密审查员核实；确已解密或者标志有误的，由原定密机关确认后去掉标志。",
            )


UNFINISHED = re.compile(
    r"征求意见稿|讨论稿|送审稿|审议稿|报批稿|修改稿|未定稿|草稿|初稿|草案稿|内部讨论|(?<![起草])草案(?=[）)]|$)"
)


def draft(given: Mapping[str, Any], _known: Known) -> Iterator[Finding]:
    """Find titles and names of files that say they are not final."""
    blocks = [one for one in given.get("body") or [] if one.get("type") == "attachment"]
    said = [("名称", given.get("title"))]
    for number, one in enumerate(blocks, start=1):
        said += [(f"附件{number}标题", one.get("title")), (f"附件{number}文件名", one.get("name"))]
    for place, text in said:
        if found := UNFINISHED.search(str(text or "")):
            why = f"写着“{found[0]}”，像是没有定稿的过程稿。"
            way = "请换成定稿；确为公开征求意见的，请核对后继续。"
            yield DRAFT.at(place, str(text), found.span(), why, way)


def word(place: str, text: str, known: Known) -> Iterator[Finding]:
    """Find the bureau's own words that must not go out. The finding never quotes them."""
    words = _words(known)
    if not words:
        return
    clean = cleaned(text)
    for found in words.finditer(clean):
        before = covered(clean[max(0, found.start() - SURROUNDINGS) : found.start()], known)
        behind = covered(clean[found.end() : found.end() + SURROUNDINGS], known)
        shown = "×" * (found.end() - found.start())
        why = "含有本单位保密词表里的词。"
        way = "请保密审查员核对；确可公开的，写明理由后放行。"
        yield WORD.finding(place, " ".join(f"{before}{shown}{behind}".split()), why, way, shown)


def covered(text: str, known: Known) -> str:
    """Return a text in which the bureau's own words are crossed out, for whoever reads findings."""
    words = _words(known)
    return words.sub(lambda one: "×" * len(one[0]), text) if words else text


def _words(known: Known) -> re.Pattern[str] | None:
    found = known.counting.get(List.SECRET)
    return _pattern(frozenset(one.text for one in found)) if found else None


@lru_cache(maxsize=4)
def _pattern(words: frozenset[str]) -> re.Pattern[str]:
    """Return a pattern of words, whatever spaces stand between their characters."""
    spaced = (
        r"[ \u3000]?".join(map(re.escape, one)) for one in sorted(words, key=len, reverse=True)
    )
    return re.compile("|".join(spaced))
