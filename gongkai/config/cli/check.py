"""Checking files by themselves: no database, files in, findings and a status out.

Status: 0 nothing has to be corrected (what only asks or tells may be there), 1 something has to be,
2 a file cannot be read for certain. Each file is read in a process of its own, within limits.
"""

import argparse
import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils import timezone

from gongkai.checks import examine, hidden
from gongkai.checks.apart import apart
from gongkai.checks.files import BYTES, RULES, is_typed, safe_name
from gongkai.checks.findings import Finding, Severity
from gongkai.checks.known import Known
from gongkai.config.cli.screen import say
from gongkai.law.refused import Refused

SECONDS = 120  # for each file
MEMORY = 3 * 1024**3  # address space of the process that reads it
FAILS, UNREADABLE = 1, 2
SOURCES = {rule.name: rule.source for rule in examine.RULES}


@dataclass
class Checked:
    """A file and what was found in it; where its clean copy is, or why there is none."""

    path: Path
    findings: list[Finding] = field(default_factory=list)
    cleaned: str = ""

    @property
    def status(self) -> int:
        """Return 0, 1 or 2: nothing to correct, something to correct, unreadable."""
        if any(one.rule in RULES for one in self.findings):
            return UNREADABLE
        return FAILS if any(one.severity is Severity.BLOCK for one in self.findings) else 0


def check(args: argparse.Namespace) -> int:
    """Check files one by one, and write clean copies where asked to."""
    known = Known(args.on or timezone.localdate())
    done = [_checked(path, known, args.clean) for path in args.files]
    if args.json:
        say(json.dumps([_shape(one) for one in done], ensure_ascii=False, indent=1))
    else:
        for one in done:
            _tell(one)
    return max(one.status for one in done)


def _checked(path: Path, known: Known, folder: Path | None) -> Checked:
    made = Checked(path)
    try:
        data = _read(path)
        made.findings = apart(examine.file, path.name, data, known, seconds=SECONDS, memory=MEMORY)
    except Refused as refused:
        rule = RULES.get(refused.code, RULES["file.broken"])
        made.findings = [rule.finding("", "", refused.message)]
        return made
    if folder is not None and made.status != UNREADABLE and not is_typed(path.name, data):
        made.cleaned = _clean(path, data, folder)
    return made


def _read(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise Refused("file.broken", f"没有文件“{path}”。")
        if path.stat().st_size > BYTES:
            raise Refused("file.large", f"文件“{path.name}”超过{BYTES >> 20}MB，没有读取。")
        return path.read_bytes()
    except OSError as error:
        raise Refused("file.broken", f"文件“{path}”打不开：{error.strerror}。") from error


def _clean(path: Path, data: bytes, folder: Path) -> str:
    """Write a clean copy beside nothing that is there already; say where, or why not."""
    try:
        made = apart(hidden.clean, path.name, data, seconds=SECONDS, memory=MEMORY)
        folder.mkdir(parents=True, exist_ok=True)
        copy = folder / safe_name(path.name)
        with copy.open("xb") as file:
            file.write(made)
    except Refused as refused:
        return f"没有清理：{refused}"
    except FileExistsError:
        return f"没有清理：“{folder / safe_name(path.name)}”已经存在，请换一个目录。"
    except OSError as error:
        return f"没有清理：“{folder}”不能写入（{error.strerror}）。"
    return f"清理后的副本：{copy}"


def _tell(one: Checked) -> None:
    say(f"《{one.path.name}》")
    for found in one.findings:
        say(f"{found.severity.label}　{found.rule}　{found.place or '整个文件'}")
        if found.excerpt:
            say(f"　　　　读到：{found.excerpt}")
        say(f"　　　　{found.why}{found.proposal}（{SOURCES.get(found.rule, '')}）")
    if one.cleaned:
        say(one.cleaned)
    count = Counter(found.severity.label for found in one.findings)
    told = "、".join(f"{kind}{number}处" for kind, number in count.items())
    say(f"审查完毕：{told or '没有发现问题'}。")


def _shape(one: Checked) -> dict[str, Any]:
    return {
        "file": str(one.path),
        "status": ("passes", "fails", "unreadable")[one.status],
        "clean": one.cleaned,
        "findings": [
            {
                "rule": found.rule, "severity": found.severity.value, "place": found.place,
                "found": found.excerpt, "why": found.why, "proposal": found.proposal,
                "source": SOURCES.get(found.rule, ""), "waiver": found.waiver,
            }
            for found in one.findings
        ],
    }  # fmt: skip
