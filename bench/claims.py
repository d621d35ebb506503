"""Figures read out of real official prose, held against what readers labelled.

    python -m bench.claims [--list] [--reveal]

The texts are real material (GONGKAI_CORPUS); the labels are tests/checks/claims/truth, one
file a text, found by the text's hash. `--list` prints what differs, of the half for testing only
with `--reveal`: whoever has seen it has to label new texts. A row marked ? was read differently by
the readers and counts for neither side; texts read by one reader have none.
"""

import csv
import hashlib
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from bench.report import CORPUS, Report
from gongkai.checks.claims.claim import Claim
from gongkai.checks.claims.extract import extract
from gongkai.checks.claims.numerals import fold

TRUTH = Path(__file__).parent.parent / "tests" / "checks" / "claims" / "truth"
HALVES = {"dev": "开发用", "test": "检验用"}

# All that may differ between two names of one thing; behind this they are compared exactly.
SAME_NAME = re.compile(
    r"全[市省区州县]|年末|全年|我[省市区州]|的|\s"
    r"|^(?:洛阳市?|山西省?|内蒙古(?:自治区)?|黔东南州?|吉林省?|浙江省?"
    r"|新疆(?:维吾尔自治区)?|湖南省?)(?=.{2})"
)


@dataclass(frozen=True)
class Label:
    """A row of the truth: names are those that count as right."""

    offset: int
    value: str
    unit: str
    kind: str
    names: frozenset[str]
    doubtful: bool


@dataclass
class Score:
    """What came of a half; what differs is told in lines."""

    counts: Counter[str] = field(default_factory=Counter)
    lines: list[str] = field(default_factory=list)


def measure(report: Report, listed: bool = False, reveal: bool = False) -> None:
    """Print how many figures are found and read rightly, each half for itself."""
    halves: dict[str, Score] = {}
    texts = _texts(CORPUS)
    for name, half, labels in _truth():
        if name in texts:
            _hold(texts[name], labels, halves.setdefault(half, Score()))
        else:
            report(f"没有找到 {name[:12]}… 的原文，未测")
    for half, score in sorted(halves.items()):
        _tell(report, HALVES.get(half, half), score.counts)
        if listed and (half == "dev" or reveal):
            for line in score.lines:
                report("  " + line)


def same(name: str) -> str:
    """Return a name as it is compared.

    >>> same("全市 一般公共预算的收入(不含基金)")
    '一般公共预算收入（不含基金）'
    """
    return SAME_NAME.sub("", name.replace("(", "（").replace(")", "）"))


def _texts(folder: Path) -> dict[str, str]:
    """Return the texts of a folder by the hash of their files."""
    found = {}
    for path in folder.rglob("*"):
        if path.suffix in {".txt", ".csv", ".md"} and path.is_file():
            content = path.read_bytes()
            found[hashlib.sha256(content).hexdigest()] = content.decode("utf-8-sig", "replace")
    return found


def _truth() -> Iterator[tuple[str, str, list[Label]]]:
    for path in sorted(TRUTH.glob("*.tsv")):
        head, *rows = path.read_text(encoding="utf-8").splitlines()
        half = "test" if " test" in head else "dev"
        yield path.stem, half, [_label(row) for row in csv.reader(rows, "excel-tab", quoting=3)]


def _label(row: list[str]) -> Label:
    offset, value, unit, kind, names, *rest = row
    alternatives = frozenset(same(name) for name in names.split(" / "))
    return Label(int(offset), value, unit, kind, alternatives, "?" in rest)


def _hold(text: str, labels: list[Label], score: Score) -> None:
    started = time.perf_counter()
    claims = extract(text)
    score.counts["seconds"] += round((time.perf_counter() - started) * 1_000_000)
    score.counts["bytes"] += len(text.encode())
    left = {label.offset: label for label in labels}
    for claim in claims:
        at = next((at for at in range(claim.start, claim.end) if at in left), None)
        label = left.pop(at) if at is not None else None
        if label is None:
            if not any(one.offset in range(claim.start, claim.end) for one in labels):
                score.counts["false"] += 1
                score.lines.append(f"多出 {_place(text, claim)} {claim.indicator}")
        elif not label.doubtful:
            _compare(text, claim, label, score)
    for label in left.values():
        if not label.doubtful:
            score.counts["labels"] += 1
            around = " ".join(text[max(0, label.offset - 20) : label.offset + 10].split())
            score.lines.append(f"漏掉 {around} {label.value}{label.unit}")


def _compare(text: str, claim: Claim, label: Label, score: Score) -> None:
    score.counts.update(("labels", "found"))
    if _value(claim) == _number(label.value) and (claim.unit, claim.kind) == (
        fold(label.unit),
        label.kind,
    ):
        score.counts["read"] += 1
    else:
        said = f"{_value(claim)} {claim.unit} {claim.kind}"
        score.lines.append(
            f"读错 {_place(text, claim)} {said}，应为 {label.value} {label.unit} {label.kind}"
        )
    if {same(claim.indicator), same(claim.region + claim.indicator)} & label.names:
        score.counts["named"] += 1
    else:
        right = " / ".join(sorted(label.names))
        score.lines.append(f"名称 {_place(text, claim)} “{claim.indicator}”，应为 {right}")


def _value(claim: Claim) -> Decimal | str:
    return ":".join(map(str, claim.parts)) if claim.number is None else claim.number


def _number(value: str) -> Decimal | str:
    return value if ":" in value else Decimal(value)


def _place(text: str, claim: Claim) -> str:
    before = " ".join(text[max(0, claim.start - 24) : claim.start].split())
    return f"{before}【{claim.raw}】{' '.join(text[claim.end : claim.end + 12].split())}"


def _tell(report: Report, half: str, counts: Counter[str]) -> None:
    labels, found, false = counts["labels"], counts["found"], counts["false"]
    share = {name: 100 * counts[name] / max(1, labels) for name in ("found", "read", "named")}
    precision = 100 * counts["named"] / max(1, found + false)
    speed = counts["bytes"] / max(1, counts["seconds"])
    report(
        f"{half}：标注 {labels} 处，找到 {share['found']:.1f}%，"
        f"数值、单位、类别都对 {share['read']:.1f}%，"
        f"指标名称查全 {share['named']:.1f}%、查准 {precision:.1f}%，"
        f"误报 {false} 处，每秒 {speed:.2f} MB"
    )


def main() -> None:
    """Measure as the command line says."""
    measure(Report(), "--list" in sys.argv, "--reveal" in sys.argv)


if __name__ == "__main__":
    main()
