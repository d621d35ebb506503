"""What prose claims of numbers no table of the form shows: what was made public, and the mailbox.

Read as claims.py reads: a number whose words do not say for certain what it counts is left alone.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from gongkai.law.annual import Number
from gongkai.oversight.rules.claims import (
    CHANGE,
    PAST,
    SCOPED,
    SENTENCE,
    TIME,
    UNIT,
    Claim,
)
from gongkai.oversight.rules.numerals import NUMBER, value

# What the records count, by name: "published", "kind.<name>", "letters.received", "letters.answered".
Known = Mapping[str, Number]
_COUNT = re.compile(rf"(?P<number>{NUMBER})(?P<vague>余|多)?(?:{UNIT}|封)")
_MARKS = "[，：（）()；]"
_TAIL = "(?:共计?|总计|合计|数量|总数|为|了|达){0,2}$"
_PUBLISHED = re.compile(f"(?<!不)(?<!未)公开[^，]{{0,60}}信息{_TAIL}")
_LETTERS = {
    "letters.received": re.compile(f"(?:收到|接收|受理)[^，]{{0,8}}(?:来信|信件){_TAIL}"),
    "letters.answered": re.compile(f"(?:办结|答复|回复)[^，]{{0,8}}(?:来信|信件){_TAIL}"),
}
# Less than all that was made public, or something else.
_OTHER = re.compile(
    "申请|不予公开|栏目|专栏|网站|网上|微博|微信|公报刊登|报刊|日报|电视|广播|海报|查阅|解读|转载|更新"
    "|会议|培训|征集|平台|客户端|公示"
)
_SAID = re.compile("公开|发布")


def known_claims(text: str, section: int, year: int, names: Collection[str]) -> Iterator[Claim]:
    """Yield what a section's prose claims of the numbers named."""
    kinds = {name[5:]: name for name in names if name.startswith("kind.")}
    for found in SENTENCE.finditer(text):
        for part in found[0].split("；"):
            for claim in _of_part(part, year, kinds if _SAID.search(part) else {}):
                if claim.kind in names:
                    yield replace(claim, sentence=found[0].strip(), section=section)


def _of_part(part: str, year: int, kinds: Mapping[str, str]) -> Iterator[Claim]:
    end = 0
    for found in _COUNT.finditer(part):
        clause = re.split(_MARKS, part[end : found.start()])[-1]
        lead, end = part[: found.start()], found.end()
        number, past = value(found["number"]), PAST.search(clause)
        if number is None or found["vague"] or CHANGE.search(clause) or TIME.search(lead):
            continue
        if clause.endswith(("约", "近", "超")) or (past and past[0] != f"{year}年"):
            continue
        if kind := _kind(clause, kinds):
            words = clause.lstrip("、和及") + found[0]
            yield Claim(kind, words, number, "", 0, bool(SCOPED.search(lead)))


def _kind(clause: str, kinds: Mapping[str, str]) -> str:
    for name, key in kinds.items():
        if re.fullmatch(f"(?:[、和及]|.{{0,8}}(?:公开|发布))?{re.escape(name)}", clause):
            return key
    for key, words in _LETTERS.items():
        if words.search(clause):
            return key
    return "published" if _PUBLISHED.search(clause) and not _OTHER.search(clause) else ""
