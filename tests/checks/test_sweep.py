"""Rules over many pieces: each finding at its place, what spans pieces too, and nothing twice."""

import re

from gongkai.checks.findings import Finding, Rule, Severity
from gongkai.checks.sweep import MOST, TOGETHER, counted, sweep

RULE = Rule("demo.word", "1", Severity.BLOCK, "演示")


def read(place: str, text: str) -> list[Finding]:
    return [RULE.at(place, text, one.span(), "演示") for one in re.finditer(r"机\s?密", text)]


def test_finding_of_a_sweep_stands_at_its_own_piece() -> None:
    pieces = [(f"第{n}段", "机密" if n == 70 else "正文" * 500) for n in range(200)]
    assert [one.place for one in sweep(pieces, read, "附件")] == ["附件第70段"]


def test_finding_across_two_pieces_is_told_with_both() -> None:
    assert [one.place for one in sweep([("甲", "机"), ("乙", "密")], read)] == ["甲至乙"]


def test_sweep_asks_once_for_many_pieces_without_a_finding() -> None:
    asked = []

    def counting(place: str, text: str) -> list[Finding]:
        asked.append(place)
        return []

    assert list(sweep([("一", "正文")] * (TOGETHER // 3), counting)) == []
    assert len(asked) == 1


def test_more_findings_of_a_rule_than_are_shown_are_counted() -> None:
    found = [RULE.finding(f"第{n}段", "甲", "演示") for n in range(MOST + 5)]
    told = list(counted(found))
    assert len(told) == MOST + 1
    assert told[-1].excerpt == "另有5处"
