"""How much of a report repeats another: AR-15. Numbers and punctuation do not count."""

import re
from collections.abc import Iterable, Iterator

from gongkai.checks.findings import Finding, Severity
from gongkai.law.annual import Annual
from gongkai.oversight.rules.prose import section
from gongkai.oversight.rules.sources import RULES

RUN = 13  # characters in a row that are no chance
FEWEST = 100  # a shorter text says too little to be judged
ASKED, REFUSED = 50, 80  # percent: [R] the scoring of one city; [E] ours
COMPARED = (1, 5)


def share(text: str, other: str) -> int:
    """Return the percentage of a text that stands in the other, in runs of 13 characters or more.

    >>> share("甲乙丙丁戊己庚辛壬癸子丑寅" + "x", "甲乙丙丁戊己庚辛壬癸子丑寅")
    92
    """
    own, runs = _bare(text), _runs(_bare(other))
    if not own:
        return 0
    is_known = [False] * len(own)
    for at in range(len(own) - RUN + 1):
        if own[at : at + RUN] in runs:
            is_known[at : at + RUN] = [True] * RUN
    return sum(is_known) * 100 // len(own)


def passages(text: str, other: str) -> list[str]:
    """Return what of a text stands in the other in runs of 13 characters or more, the longest first.

    >>> passages("（一）甲乙丙丁，戊己庚辛壬癸子丑寅。卯", "甲乙丙丁戊己庚辛壬癸子丑寅")
    ['甲乙丙丁，戊己庚辛壬癸子丑寅']
    """
    places = [at for at, one in enumerate(text) if _bare(one)]
    own, runs = _bare(text), _runs(_bare(other))
    found, at = [], 0
    while at <= len(own) - RUN:
        end = at
        while own[end : end + RUN] in runs and end <= len(own) - RUN:
            end += 1
        if end > at:
            found.append(text[places[at] : places[end + RUN - 2] + 1])
        at = end + RUN - 1 if end > at else at + 1
    return sorted(found, key=len, reverse=True)


def likeness(report: Annual, others: Iterable[tuple[str, Annual]]) -> Iterator[Finding]:
    """AR-15: sections one and five do not repeat another report, last year's or a sibling's."""
    rule = RULES["AR-15"]
    for name, other in others:
        for number in COMPARED:
            text = report.text(number)
            percent = share(text, other.text(number)) if len(_bare(text)) >= FEWEST else 0
            if percent > ASKED:
                yield Finding(
                    rule.name, Severity.BLOCK if percent > REFUSED else Severity.WARN,
                    section(number), f"与{name}重复{percent}%",
                    f"重复超过{REFUSED if percent > REFUSED else ASKED}%，有内容雷同之嫌。",
                    "按本年的实际情况改写。",
                )  # fmt: skip


def _bare(text: str) -> str:
    return re.sub(r"[\W\d_]", "", text)


def _runs(text: str) -> set[str]:
    return {text[at : at + RUN] for at in range(len(text) - RUN + 1)}
