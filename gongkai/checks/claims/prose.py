"""The prose of a disclosure (正文文字): one text for the reader, with the place of every stretch."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gongkai.checks.claims.claim import Claim
from gongkai.checks.claims.extract import extract
from gongkai.checks.claims.periods import Period, latest
from gongkai.checks.findings import Finding, Rule
from gongkai.checks.markup import paragraphs

_PART = re.compile(r"([上下])半年|前?([一二三四])季度|(?:\d{1,2}[—~至-])?(\d{1,2})月")
_LAST = {"上": 6, "下": 12, "一": 3, "二": 6, "三": 9, "四": 12}


@dataclass
class Prose:
    """Sentences of a disclosure and what they claim; period is what its title is about."""

    text: str
    places: list[tuple[int, str]]
    claims: list[Claim]
    period: Period = field(default_factory=Period)

    def place(self, claim: Claim) -> str:
        """Return where a claim stands, in words."""
        return self.places[bisect_right(self.places, claim.start, key=lambda one: one[0]) - 1][1]

    def said(self, claim: Claim) -> str:
        """Return a claim with what it is of: 生产总值5481.6亿元（正文第2段）."""
        return f"{claim.region}{claim.indicator}{claim.raw}（{self.place(claim)}）"

    def found(self, rule: Rule, claim: Claim, why: str, proposal: str = "") -> Finding:
        """Return a finding of a rule about a claim."""
        return rule.at(self.place(claim), self.text, (claim.start, claim.end), why, proposal)

    def between(self, one: Claim, other: Claim) -> str:
        """Return what stands between two claims."""
        return self.text[one.end : other.start]


def prose(content: Mapping[str, Any], territory: str = "") -> Prose:
    """Return what the sentences of a disclosure claim, in reading order."""
    text, places = "", []
    for place, piece in _pieces(content):
        places.append((len(text), place))
        text += piece + "\n"
    period = spoken_of(str(content.get("title") or ""), str(content.get("formed_on") or ""))
    claims = extract(text, period=period.name, region=territory) if text else []
    return Prose(text, places, claims, period)


def spoken_of(title: str, formed: str = "") -> Period:
    """Return the period a title names; of a part of a year without its year, the one just over.

    >>> spoken_of("2023年统计公报").name, spoken_of("前三季度经济运行情况", "2026-10-20").name
    ('2023', '2026-Q3')
    """
    named = latest(title, Period())
    part = _PART.search(title)
    if named.name or not part:
        return named
    try:
        day = date.fromisoformat(formed[:10])
    except ValueError:
        return named
    half, quarter, month = part.groups()
    last = _LAST[half or quarter] if half or quarter else int(month)
    return latest(title, Period(str(day.year if last < day.month else day.year - 1)))


def _pieces(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the prose of a content; the places are those of gongkai.checks.examine."""
    if content.get("summary"):
        yield "内容概述", str(content["summary"])
    counts: Counter[str] = Counter()
    for block in content.get("body") or []:
        kind = str(block.get("type"))
        counts[kind] += 1
        if kind == "heading" and block.get("text"):
            yield f"第{counts[kind]}个标题", str(block["text"])
        elif kind == "text":
            for text in paragraphs(str(block.get("html", ""))):
                counts["paragraph"] += 1
                yield f"正文第{counts['paragraph']}段", text
