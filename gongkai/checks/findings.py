"""What a check finds (审查意见), and the rule it comes from."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs: BLOCK stops the card, WARN asks, NOTE tells."""

    BLOCK = "block"
    WARN = "warn"
    NOTE = "note"

    @property
    def label(self) -> str:
        """Return the word a person reads."""
        return {"block": "须改正", "warn": "请核对", "note": "提示"}[self.value]


@dataclass(frozen=True)
class Finding:
    """One thing found: where in words a person reads, what was read, why it counts, what to do.

    Shape: place is exact (正文第3段, 附件《表.xlsx》工作表“分县区”C7, 附件《报告.docx》里的《表.xlsx》…);
    excerpt holds the words found with their surroundings; words, when given, stand in the excerpt
    and are marked in it; waiver is the step whose signer may let it pass, empty for nobody.
    Personal data in an excerpt is masked: findings are kept longer than the drafts they are about.
    """

    rule: str
    severity: Severity
    place: str
    excerpt: str
    why: str
    proposal: str = ""
    words: str = ""
    waiver: str = ""


@dataclass(frozen=True)
class Rule:
    """A rule by name; its version changes whenever it would find something else.

    Shape: waiver names the step of the card (figures, section, secrecy, office, sign) whose signer
    may let a finding pass with a reason; empty: nobody may.
    """

    name: str
    version: str
    severity: Severity
    source: str
    waiver: str = ""

    def finding(
        self, place: str, excerpt: str, why: str, proposal: str = "", words: str = ""
    ) -> Finding:
        """Return a finding of this rule."""
        return Finding(self.name, self.severity, place, excerpt, why, proposal, words, self.waiver)

    def at(
        self, place: str, text: str, span: tuple[int, int], why: str, proposal: str = ""
    ) -> Finding:
        """Return a finding of this rule about a stretch of a text, with its surroundings."""
        start, end = span
        return self.finding(place, around(text, start, end), why, proposal, cut(text[start:end]))


SURROUNDINGS = 16  # characters shown before and behind what was found


def around(text: str, start: int, end: int, width: int = SURROUNDINGS) -> str:
    """Return a stretch of a text with what stands about it, on one line.

    >>> around("全年全市生产总值5170.3亿元，比上年增长7.8%。", 8, 14, 4)
    '…生产总值5170.3亿元，比…'
    """
    before, behind = text[max(0, start - width) : start], text[end : end + width]
    shown = before + cut(text[start:end]) + behind
    line = " ".join(shown.split())
    return f"{'…' if start > width else ''}{line}{'…' if end + width < len(text) else ''}"


def cut(text: str, length: int = 40) -> str:
    """Return the beginning of a text on one line, with an ellipsis when shortened.

    >>> cut("全市生产总值", 3)
    '全市生…'
    """
    line = " ".join(text.split())
    return line if len(line) <= length else line[:length] + "…"
