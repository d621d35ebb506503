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

    Personal data in an excerpt is masked: findings are kept longer than the drafts they are about.
    """

    rule: str
    severity: Severity
    place: str
    excerpt: str
    why: str
    proposal: str = ""


@dataclass(frozen=True)
class Rule:
    """A rule by name; its version changes whenever it would find something else."""

    name: str
    version: str
    severity: Severity
    source: str

    def finding(self, place: str, excerpt: str, why: str, proposal: str = "") -> Finding:
        """Return a finding of this rule."""
        return Finding(self.name, self.severity, place, excerpt, why, proposal)


def cut(text: str, length: int = 40) -> str:
    """Return the beginning of a text on one line, with an ellipsis when shortened.

    >>> cut("全市生产总值", 3)
    '全市生…'
    """
    line = " ".join(text.split())
    return line if len(line) <= length else line[:length] + "…"
