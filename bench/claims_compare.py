"""Planted errors in real official prose: how many are found, with the bureau's series and without.

    python -m bench.claims_compare [--all] [--list] [--half=dev|test] [--only=HASH]

The texts are real material (GONGKAI_CORPUS). The series are made of the readers' labels
(tests/checks/claims/truth), never of what the extractor reads: names, values, units and kinds are
theirs, only period and territory are those the text gives at the place. Each series also has a
value of the year before, as a real one would. One error a text at a time; at most LIMIT a text, all
of them with `--all`. A text of the half for testing is listed only by whoever will not build.
"""

import html
import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from bench.claims import Label, _texts, _truth
from bench.report import CORPUS, Report
from gongkai.checks.claims.claim import Claim, Kind
from gongkai.checks.claims.compare import UNLINKED, YEARLY, claims
from gongkai.checks.claims.prose import prose
from gongkai.checks.findings import Finding
from gongkai.checks.known import Known, Value
from gongkai.publishing.importing.reading import read

LIMIT = 400
ON = date(2026, 11, 20)
UNITS = (
    ("亿元", "万元"),
    ("万元", "亿元"),
    ("万吨", "吨"),
    ("万人", "人"),
    ("公顷", "亩"),
    ("万亩", "亩"),
)
VERBS = (("增长", "下降"), ("下降", "增长"), ("上涨", "下降"), ("减少", "增加"), ("增加", "减少"),
         ("提高", "下降"))  # fmt: skip
YEAR = re.compile(r"(?:19|20)\d\d(?=年)|\d{1,2}(?=月份)")
KINDS = ("数字错", "换位", "小数点", "单位", "增减", "百分点", "时期")


def measure(
    report: Report, every: bool = False, listed: bool = False, half: str = "", only: str = ""
) -> None:
    """Print what share of planted errors is found, and what is said of the texts as they are."""
    texts = _texts(CORPUS)
    planted: Counter[str] = Counter()
    by_series: Counter[str] = Counter()
    noted: Counter[str] = Counter()
    within: Counter[str] = Counter()
    false = total = 0
    for name, of_half, labels in _truth():
        if name not in texts or (half and of_half != half) or not name.startswith(only):
            continue
        text = texts[name]
        content = _content(text)
        series = _series(content, text, labels)
        known, alone = Known(ON, released=series), Known(ON)
        started = time.perf_counter()
        found = _found(content, known)
        seconds = time.perf_counter() - started
        single = _found(content, alone)
        count = len(prose(content).claims)
        total += count
        false += len(found) + len(single - found)
        report(
            f"{name[:12]}：{count} 个数，{seconds:.2f} 秒；原文报 {len(found)}、{len(single)} 处"
        )
        for one in sorted(found | single, key=str) if listed else ():
            report(f"  原文 {one}")
        before = planted.total(), by_series.total(), within.total()
        for kind, shown, changed in _mutants(text, labels, every):
            planted[kind] += 1
            wrong = _content(changed)
            caught = bool(_found(wrong, known) - found)
            by_series[kind] += caught
            inside = bool(_found(wrong, alone) - single)
            within[kind] += inside
            if listed and not inside:
                report(f"  文内未见 {kind} {shown}")
            fresh = not caught and _listed(wrong, known) != _listed(content, known)
            noted[kind] += fresh
            if listed and not caught:
                report(f"  漏掉 {kind}{'（列为未核对）' if fresh else ''} {shown}")
        added = planted.total() - before[0]
        shares = [100 * (one.total() - was) / max(1, added)
                  for one, was in ((by_series, before[1]), (within, before[2]))]  # fmt: skip
        report(f"  {added} 处错误，对照数据查出 {shares[0]:.1f}%，只看文内 {shares[1]:.1f}%")
    _tell(report, planted, by_series, noted, within)
    for path in sorted(CORPUS.rglob("*communique.html")):
        _measure_page(report, path, every, listed)
    report(f"原文误报 {false} 处，{total} 个数，{100 * false / max(1, total):.2f}%")


def _measure_page(report: Report, path: Path, every: bool, listed: bool) -> None:
    """Print what the sentences and tables of a real page tell of each other, no series known.

    Nobody labelled it: errors are planted where the extractor reads a number.
    """
    blocks = [dict(one) for one in read(path.name, path.read_bytes(), most=10**8).blocks]
    year = Counter(re.findall(r"20\d\d(?=年)", json.dumps(blocks, ensure_ascii=False)))
    content = {"title": f"{year.most_common(1)[0][0]}年", "body": blocks}
    alone = Known(ON)
    single, text = _found(content, alone), prose(content).text
    labels = [Label(one.start, str(one.number), one.unit, one.kind, frozenset(), False)
              for one in prose(content).claims if one.number is not None]  # fmt: skip
    tables = [one for one in blocks if one["type"] != "text"]
    planted = caught = 0
    for kind, shown, changed in _mutants(text, labels, every):
        wrong = {"title": content["title"], "body": [*_content(changed)["body"], *tables]}
        hit = bool(_found(wrong, alone) - single)
        planted, caught = planted + 1, caught + hit
        if listed and not hit:
            report(f"  页内未见 {kind} {shown}")
    report(
        f"{path.name}：{len(labels)} 个数，原文报 {len(single)} 处；"
        f"{planted} 处错误，只看文内和同页表格查出 {100 * caught / max(1, planted):.1f}%"
    )


def _content(text: str) -> dict[str, Any]:
    lines = [line for line in text.splitlines() if line.strip()]
    title = next((line for line in lines[:30] if re.search(r"20\d\d年", line)), lines[0])
    if "政府工作报告" in text[:400]:
        title = f"{int(re.findall('20[0-9][0-9]', text[:400])[0]) - 1}年"
    body = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    return {"title": title[:60], "body": [{"type": "text", "html": body}]}


def _found(content: Mapping[str, Any], known: Known) -> set[tuple[str, str]]:
    return {(one.rule, one.why) for one in claims(content, known) if one.rule != UNLINKED.name}


def _listed(content: Mapping[str, Any], known: Known) -> int:
    notes: list[Finding] = [one for one in claims(content, known) if one.rule == UNLINKED.name]
    return int(re.findall(r"有(\d+)个", notes[0].why)[0]) if notes else 0


def _series(content: Mapping[str, Any], text: str, labels: list[Label]) -> tuple[Value, ...]:
    """Return a database of what the readers labelled."""
    said = prose(content)
    places = _places(text, said.text)
    claims_at = {at: claim for claim in said.claims for at in range(claim.start, claim.end)}
    found: list[Value] = []
    for number, label in enumerate(labels):
        claim = claims_at.get(places.get(label.offset, -1))
        if label.doubtful or claim is None or ":" in label.value:
            continue
        found += _values(f"S{number}", label, claim)
    return tuple(found)


def _values(series: str, label: Label, claim: Claim) -> Iterator[Value]:
    names = tuple(sorted(label.names))
    number = Decimal(label.value)
    period = claim.period or "2025"
    before = f"{int(period[:4]) - 1}{period[4:]}"
    span = "so_far" if claim.cumulative else "period"
    places = len(label.value.partition(".")[2])

    def value(names: tuple[str, ...], of: str, number: Decimal, unit: str, compared: str) -> Value:
        return Value(series, names, claim.region, of, number, places, unit,
                     comparison=compared, span=span)  # fmt: skip

    kind = Kind(label.kind)
    compared = "level"
    if kind is Kind.GROWTH:
        compared = "period" if claim.basis in ("环比", "上月") else "year"
        if claim.basis and claim.basis not in YEARLY and compared == "year":
            names, compared = tuple(f"{name}{claim.basis}" for name in names), "base"
    elif kind is Kind.SHARE:
        compared = "share"
    elif kind is Kind.DELTA:
        names = tuple(f"{name}增量" for name in names)
    elif kind is Kind.CONTRIBUTION and label.unit == "%":
        names = tuple(f"{name}贡献率" for name in names)
    yield value(names, period, number, label.unit, compared)
    yield value(names, before, (number * Decimal("0.93")).quantize(Decimal(1).scaleb(-places)),
                label.unit, compared)  # fmt: skip


def _places(text: str, read: str) -> dict[int, int]:
    """Return where each character of a text stands in its prose, white space apart."""
    found, at = {}, 0
    for place, character in enumerate(text):
        if character.isspace() or character == "\ufeff":
            continue
        while at < len(read) and read[at] != character:
            at += 1
        found[place] = at
        at += 1
    return found


def _mutants(text: str, labels: list[Label], every: bool) -> Iterator[tuple[str, str, str]]:
    """Yield kind of error, the place, and the text with it."""
    draw = random.Random(0)
    found = [
        (kind, start, end, new)
        for label in labels
        if not label.doubtful and ":" not in label.value
        for kind, start, end, new in _errors(text, label, draw)
    ]
    if not every and len(found) > LIMIT:
        found = draw.sample(found, LIMIT)
    for kind, start, end, new in sorted(found, key=lambda one: one[1]):
        before = " ".join(text[max(0, start - 24) : start].split())
        shown = f"{before}【{text[start:end]}→{new}】{' '.join(text[end : end + 8].split())}"
        yield kind, shown, text[:start] + new + text[end:]


def _errors(text: str, label: Label, draw: random.Random) -> Iterator[tuple[str, int, int, str]]:
    match = re.match(r"-?(\d[\d,]*(?:\.\d+)?)", text[label.offset :])
    if not match:
        return
    start, number = label.offset + match.start(1), match[1]
    end = start + len(number)
    digits = [at for at, one in enumerate(number) if one.isdigit()]
    at = draw.choice(digits)
    digit = str((int(number[at]) + draw.randint(1, 9)) % 10)
    if at or digit != "0":
        yield KINDS[0], start, end, number[:at] + digit + number[at + 1 :]
    pairs = [at for at in range(len(number) - 1)
             if number[at : at + 2].isdigit() and number[at] != number[at + 1]]  # fmt: skip
    if pairs and not (number[(at := draw.choice(pairs)) + 1] == "0" and at == 0):
        yield KINDS[1], start, end, number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    if "." in number:
        yield KINDS[2], start, end, number.replace(".", "")
    yield from _words(text, label, start, end)


def _words(text: str, label: Label, start: int, end: int) -> Iterator[tuple[str, int, int, str]]:
    """Yield errors in the words about a number: its unit, its verb, its period."""
    for unit, wrong in UNITS:
        if label.unit == unit and text.startswith(unit, end):
            yield KINDS[3], end, end + len(unit), wrong
            break
    if label.unit == "个百分点" and text.startswith(label.unit, end):
        yield KINDS[5], end, end + 4, "%"
    for verb, wrong in VERBS:
        if text.endswith(verb, 0, start):
            yield KINDS[4], start - 2, start, wrong
            break
    dated = [one for one in YEAR.finditer(text, max(0, start - 30), start)
             if not re.search(r"[，。；\n]", text[one.end() : start])]  # fmt: skip
    if dated:
        one = dated[-1]
        other = int(one[0]) - 1 if int(one[0]) > 1 else 2
        yield KINDS[6], one.start(), one.end(), str(other)


def _tell(report: Report, planted: Counter[str], by_series: Counter[str], noted: Counter[str],
          within: Counter[str]) -> None:  # fmt: skip
    for kind in (*KINDS, ""):
        count = planted[kind] if kind else planted.total()
        if count:
            got = [one[kind] if kind else one.total() for one in (by_series, noted, within)]
            shares = [100 * one / count for one in got]
            report(
                f"{kind or '合计'}：{count} 处，对照数据查出 {shares[0]:.1f}%"
                f"（另有 {shares[1]:.1f}% 列为未核对），只看文内 {shares[2]:.1f}%"
            )


def main() -> None:
    """Measure as the command line says."""
    told = dict(word[2:].partition("=")[::2] for word in sys.argv[1:] if word.startswith("--"))
    measure(Report(), "all" in told, "list" in told, told.get("half", ""), told.get("only", ""))


if __name__ == "__main__":
    main()
