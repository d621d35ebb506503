"""Characters no reader can see or no font can show (不可见字符、自造字符)."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from gongkai.checks.findings import Finding, Rule, Severity, cut

UNSEEN = Rule("characters.unseen", "1", Severity.BLOCK, "Unicode：控制、格式、专用区字符")
LOST = Rule("characters.lost", "1", Severity.BLOCK, "Unicode：U+FFFD 替换字符")

KEPT = frozenset("\t\n\r")
BREAKS = {"\u2028": "\n", "\u2029": "\n", "\u0085": "\n", "\u000b": "\n", "\u000c": "\n"}
# Anything but the everyday characters, which need no second look.
_SUSPECT = re.compile(r"[^\t\n\r\x20-\x7e\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]")
UNSEEN_CATEGORIES = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})

# Radicals that programs write in place of the characters they look like; NFKC leaves these alone.
_PAIRS = (
    *(
        "⺠民",
        "⺩王",
        "⺼月",
        "⻁虎",
        "⻄西",
        "⻅见",
        "⻆角",
        "⻈讠",
        "⻉贝",
        "⻋车",
        "⻓长",
        "⻔门",
        "⻘青",
    ),
    *(
        "⻙韦",
        "⻚页",
        "⻛风",
        "⻜飞",
        "⻝食",
        "⻢马",
        "⻣骨",
        "⻤鬼",
        "⻥鱼",
        "⻦鸟",
        "⻨麦",
        "⻩黄",
        "⻬齐",
    ),
    *("⻮齿", "⻰龙", "⻳龟"),
)
_RADICALS = str.maketrans({one[0]: one[1] for one in _PAIRS})


def is_unseen(character: str) -> bool:
    """Say whether a character is a control, format (bidi, zero width), private or no character.

    Unassigned ones pass: rare surnames live in blocks newer than Python's own tables.
    """
    if character in KEPT:
        return False
    code = ord(character)
    return (
        unicodedata.category(character) in UNSEEN_CATEGORIES
        or code & 0xFFFE == 0xFFFE
        or 0xFDD0 <= code <= 0xFDEF
    )


def cleaned(text: str) -> str:
    """Return a text without unseen characters; line separators become line ends.

    >>> cleaned("统\\u200b计\\u202e公报")
    '统计公报'
    """
    return _SUSPECT.sub(lambda one: _clean(one[0]), text)


@lru_cache(maxsize=1 << 16)  # the same cells are compared with every text, and again in the proof
def plain(text: str) -> str:
    """Return a text as it is compared: width, case, radicals, spaces and unseen made equal.

    >>> plain("Ａb\u200b 张\\n三")
    'ab张三'
    """
    if text.isascii() and text.isalnum():
        return text.lower()
    folded = unicodedata.normalize("NFKC", text).translate(_RADICALS).casefold()
    return "".join(one for one in folded if not one.isspace() and not is_unseen(one))


def unseen(place: str, text: str) -> Iterator[Finding]:
    """Find unseen characters and name them; the proposal is the cleaned text."""
    if found := sorted({one for one in _SUSPECT.findall(text) if is_unseen(one)}):
        names = "、".join(f"U+{ord(one):04X}" for one in found)
        first = min(text.index(one) for one in found)
        yield UNSEEN.finding(
            place,
            cut(cleaned(text[max(0, first - 10) : first + 10])),
            f"含有看不见或无法显示的字符（{names}），读屏、检索和存档都会出错。",
            cleaned(text),
        )


def lost(place: str, text: str) -> Iterator[Finding]:
    """Find the mark of a character lost in a wrong decoding."""
    if (at := text.find("\ufffd")) >= 0:
        why = "有字符在转换编码时丢失，请对照原稿补正。"
        yield LOST.finding(place, cut(text[max(0, at - 10) : at + 11]), why)


def _clean(character: str) -> str:
    return BREAKS.get(character, "" if is_unseen(character) else character)
