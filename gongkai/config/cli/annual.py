"""The annual report on the screen and as files, as the records say now."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gongkai.config.cli import data
from gongkai.config.cli.screen import say
from gongkai.config.cli.tasks import EMPTY
from gongkai.oversight import printing, queries
from gongkai.oversight.rules import fails
from gongkai.register.queries import is_demonstration, now


def report(args: argparse.Namespace) -> int:
    """Say a year's report, what is missing and what the constraints find; write DOCX and PDF.

    Status: 0 it may be drafted, 1 something is missing or has to be corrected.
    """
    if not data.exists():
        say(EMPTY)
        return 1
    at = now()
    found = queries.report(args.year, at, args.shape)
    say(found.title + ("（演示）" if is_demonstration() else ""))
    say(queries.due(args.year, at).text)
    for one in printing.pieces(found.content):
        say(f"\n{one.text}" if one.kind == "heading" else _table(one) if one.grid else one.text)
    for slot in found.slots:
        say(f"待写　{slot.label}")
    for blank in found.blanks:
        say(f"待填报　{blank.label}")
    findings = queries.findings(found, at)
    for finding in findings:
        say(
            f"{finding.severity.label}　{finding.rule}　{finding.place}　{finding.excerpt}　{finding.why}"
        )
    for line in queries.checked(found, at):
        say(line)
    _write(args.docx, lambda: printing.docx_of(found.content, made_at=at,
                                               demonstration=is_demonstration()))  # fmt: skip
    _write(args.pdf, lambda: printing.pdf_of(found.content, made_at=at,
                                             demonstration=is_demonstration()))  # fmt: skip
    return 1 if found.slots or found.blanks or fails(findings) else 0


def _table(one: printing.Piece) -> str:
    grid: Any = one.grid
    lines = ["　".join(cell.text for cell in row if cell.text) for row in grid.rows]
    return "\n".join([grid.caption, *lines])


def _write(name: str, make: Callable[[], bytes]) -> None:
    if name:
        Path(name).write_bytes(make())
        say(f"已写入 {name}")
