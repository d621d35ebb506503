"""Checking annual reports made elsewhere: no database, a file in, findings and a status out.

Status: 0 nothing has to be corrected (what only asks or tells may be there), 1 something has to be,
2 a file cannot be read for certain. A hostile file meets limits of time and memory.
"""

import argparse
import json
import resource
import signal
from contextlib import suppress
from datetime import date
from pathlib import Path

from gongkai.checks.findings import Finding
from gongkai.config.cli.screen import say
from gongkai.law.annual import Annual
from gongkai.law.refused import Refused
from gongkai.oversight.importing.reading import MOST, read
from gongkai.oversight.rules import RULES, check, fails

SECONDS = 120  # for all files together
MEMORY = 3 * 1024**3  # address space of the whole process
UNREADABLE = 2


def check_report(args: argparse.Namespace) -> int:
    """Check one report, with last year's and others beside it."""
    try:
        with _Limits():
            report = _report(args.file)
            previous = _report(args.previous) if args.previous else None
            siblings = [_report(path) for path in args.sibling]
        _refuse_other_year(report, previous)
    except Refused as refused:
        _unread(refused, as_json=args.json)
        return UNREADABLE
    findings = check(report, previous, siblings, published=args.published)
    if args.json:
        say(json.dumps(_shape(report, findings), ensure_ascii=False, indent=1))
    else:
        _tell(report, findings)
    return 1 if fails(findings) else 0


def day(text: str) -> date:
    """Read a day as typed. Raises: argparse.ArgumentTypeError."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError("日期应为 2025-01-26 的样子") from error


class _Limits:
    """Hold this process to a time and a memory while it reads what strangers wrote."""

    def __enter__(self) -> None:
        self.memory = resource.getrlimit(resource.RLIMIT_AS)
        with suppress(ValueError, OSError):  # a system that knows no such limit, or a lower one
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, self.memory[1]))
        self.handler = signal.signal(signal.SIGALRM, _too_long)
        signal.alarm(SECONDS)

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, self.handler)
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, self.memory)
        if kind is not None and issubclass(kind, MemoryError):
            raise Refused("annual.limit", "文件展开后占用内存过多，可能是恶意文件，没有读取。")


def _too_long(*_: object) -> None:
    raise Refused("annual.limit", f"读取超过{SECONDS}秒，文件过于复杂，没有读完。")


def _report(path: Path) -> Annual:
    try:
        if not path.is_file():
            raise Refused("annual.file", f"没有文件“{path}”。")
        if path.stat().st_size > MOST:
            raise Refused(
                "annual.size", f"文件“{path.name}”超过上限{MOST // 1024**2}MB，没有读取。"
            )
        return read(path.name, path.read_bytes())
    except OSError as error:
        raise Refused("annual.file", f"文件“{path}”打不开：{error.strerror}。") from error


def _refuse_other_year(report: Annual, previous: Annual | None) -> None:
    if previous and previous.year != report.year - 1:
        raise Refused(
            "annual.previous",
            f"--previous 应当是{report.year - 1}年度的报告，给出的是{previous.year}年度的。",
        )


def _unread(refused: Refused, *, as_json: bool) -> None:
    if as_json:
        shape = {"status": "unreadable", "code": refused.code, "message": str(refused)}
        say(json.dumps(shape, ensure_ascii=False, indent=1))
    else:
        say(f"不能核对：{refused}")


def _tell(report: Annual, findings: list[Finding]) -> None:
    say(f"{report.unit or '（没有读到单位名称）'}　{report.year}年度政府信息公开工作年度报告")
    for one in findings:
        say(f"{one.severity.label}　{one.rule}　{one.place}")
        say(f"　　　　读到：{one.excerpt}")
        say(f"　　　　{one.why}{one.proposal}（{RULES[one.rule].source}）")
    count = {kind: sum(one.severity.label == kind for one in findings)
             for kind in dict.fromkeys(one.severity.label for one in findings)}  # fmt: skip
    told = "、".join(f"{kind}{number}处" for kind, number in count.items())
    say(f"核对完毕：{told or '没有发现问题'}。")


def _shape(report: Annual, findings: list[Finding]) -> dict[str, object]:
    return {
        "status": "fails" if fails(findings) else "passes",
        "unit": report.unit,
        "year": report.year,
        "form": report.form,
        "findings": [
            {
                "rule": one.rule, "severity": one.severity.value, "place": one.place,
                "found": one.excerpt, "why": one.why, "proposal": one.proposal,
                "source": RULES[one.rule].source,
            }
            for one in findings
        ],
    }  # fmt: skip
