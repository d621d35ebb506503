"""Marks of secrecy (密级标志) and of internal use. Prose about keeping secrets is no mark."""

import re
from collections.abc import Iterator

from gongkai.checks.characters import cleaned
from gongkai.checks.findings import Finding, Rule, Severity, cut

MARK = Rule("secrecy.mark", "1", Severity.BLOCK, "《政府信息公开条例》保密审查；密级和保密期限标志")

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
    rf"{_LEVEL}\s*{_STAR}(?:\s*{_TERM})?"
    rf"|{_INTERNAL}[\s，,、；;·!！]*{_CARE}"
    rf"|{_OPEN}\s*(?:{_NOTICE}|{_LEVEL}(?:\s*[·.]?\s*{_TERM})?)\s*[。！!]?\s*{_CLOSE}"
)
# A line that is nothing but a mark, as at the head of a document.
LINE = re.compile(
    rf"\W*(?:\d{{6}}\s+)?(?:密\s?级\s*[:：]?\s*)?{_LEVEL}(?:\s*[·.:：]?\s*{_TERM})?"
    rf"(?:\s+{_URGENT}|\s+\d{{6}})?\W*"
    rf"|\W*{_NOTICE}\W*"
)
SHORT = 60  # a longer line is prose


def mark(place: str, text: str) -> Iterator[Finding]:
    """Find a mark of secrecy, once a line. Hidden characters between its parts do not hide it."""
    for line in cleaned(text).splitlines():
        found = ANYWHERE.search(line)
        if found or (len(line) <= SHORT and LINE.fullmatch(line)):
            shown = line[max(0, found.start() - 10) : found.end() + 10] if found else line
            yield MARK.finding(
                place,
                cut(shown),
                "带有密级标志或者内部使用标志的内容不得上网公开。",
                "停止发布，交保密审查员核实；确已解密或者标志有误的，由原定密机关确认后去掉标志。",
            )
