"""Wrong characters in official prose, and how fast texts are read for wording.

    python -m bench wording

The prose and the slips are the half the model was not learnt from (bench/slips.py): of the
sentences of the held-out work reports half get one or two slips, the other half none.
"""

import random
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from bench.report import CORPUS, Report
from bench.slips import pairs, reports, sentences, slipped
from gongkai.checks import personal, wording
from gongkai.checks.known import Known
from gongkai.checks.lists import shipped
from gongkai.checks.wording.suspect import model, suspicions

ON = date(2026, 6, 1)


@dataclass
class Score:
    """Hits, false alarms and misses."""

    hits: int = 0
    false: int = 0
    missed: int = 0

    def __str__(self) -> str:
        """Say precision, recall and F1."""
        precision = self.hits / max(1, self.hits + self.false)
        recall = self.hits / max(1, self.hits + self.missed)
        both = 2 * precision * recall / max(1e-9, precision + recall)
        return f"精确率 {precision:.3f}，召回率 {recall:.3f}，F1 {both:.3f}"


def measure(report: Report) -> None:
    """Print how well slips are found, what is said of clean prose, and how fast."""
    corpus = CORPUS
    if not (corpus / "02_work_reports").is_dir():
        report("没有语料（GONGKAI_CORPUS），不测量")
        return
    texts = reports(corpus, 1)
    clean = [one for text in texts for one in sentences(text)]
    _slips(report, clean, pairs(corpus, 1))
    _alarms(report, clean)
    _speed(report, texts)


def _slips(report: Report, clean: list[str], confused: dict[str, list[str]]) -> None:
    chance = random.Random(7)
    characters, whole = Score(), Score()
    for sentence in clean:
        wrong, right = (
            slipped(sentence, confused, chance) if chance.random() < 0.5 else (sentence, {})
        )
        found = {one.at for one in suspicions(wrong, model())}
        characters.hits += len(found & right.keys())
        characters.false += len(found - right.keys())
        characters.missed += len(right.keys() - found)
        whole.hits += bool(found and right)
        whole.false += bool(found and not right)
        whole.missed += bool(right and not found)
    report(f"疑似别字，逐字：{characters}（{len(clean)} 句，半数有错）")
    report(f"疑似别字，逐句：{whole}")


def _alarms(report: Report, clean: list[str]) -> None:
    count = sum(map(len, clean))
    started = time.process_time()
    alarms = sum(len(suspicions(sentence, model())) for sentence in clean)
    taken = time.process_time() - started
    report(f"没有错的 {count} 字：误报 {alarms} 处，每万字 {alarms / count * 10_000:.2f} 处")
    report(f"疑似别字：每秒 {len(clean) / taken:.0f} 句（CPU）")


def _speed(report: Report, texts: list[str]) -> None:
    known = Known(ON, terms=shipped())
    lines = [line for text in texts for line in text.splitlines() if line.strip()]
    size = sum(len(line.encode()) for line in lines) / 1e6
    rules = {
        "词表": (wording.told,),
        "词表和个人信息": (wording.told, personal.told),
        "用语各条（不含疑似别字）": tuple(
            (lambda place, text, _known, rule=rule: rule(place, text))
            for rule in wording.TEXT_RULES
            if rule is not wording.suspected
        ),
    }
    for name, several in rules.items():
        taken = _taken(several, lines, known)
        report(f"{name}：{size / taken:.1f} MB/s（CPU，UTF-8，{size:.1f} MB）")
    found = [
        finding.rule
        for line in lines
        for rule in wording.TEXT_RULES
        if rule is not wording.suspected
        for finding in rule("正文", line)
    ]
    terms = sum(1 for line in lines for _ in wording.told("正文", line, known))
    report(f"没有错的工作报告：词表 {terms} 处，其他用语 {len(found)} 处（含网页残留）")


def _taken(rules: Iterable[Callable[..., object]], lines: list[str], known: Known) -> float:
    for rule in rules:
        list(rule("正文", lines[0], known))
    started = time.process_time()
    for line in lines:
        for rule in rules:
            list(rule("正文", line, known))
    return time.process_time() - started
