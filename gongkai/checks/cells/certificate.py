"""The verdict that comes with a safe table (保护证明): read at the desk, where no survey data is.

`gongkai protect` writes it beside the survey data. It holds no figure and no respondent, only what
table it is of, by which rules, and what the audit said. It proves that the table is the one that
was audited; that the audit was honest is the word of whoever ran it.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import rfc8785

from gongkai.checks.findings import Finding, Rule, Severity, cut

LAW = "统计法第二十八条；统计法实施条例第二十九条(三)"
BROKEN = Rule("cells.certificate", "1", Severity.BLOCK, LAW)
MISSING = Rule("cells.unchecked", "1", Severity.WARN, LAW)
RULES = (BROKEN, MISSING)

FORMAT = "gongkai.protect/1"
SHAPE: Mapping[str, type] = {
    "title": str, "passed": bool, "table_sha256": str, "cells": int, "unsafe": int,
    "secondary": int, "rules": dict, "unjudged": dict, "unaudited": list, "versions": dict,
}  # fmt: skip
AGAIN = "请在存放调查资料的计算机上重新运行 gongkai protect，把新的表和证明一并上传。"


def canonical(title: str, mark: str, note: str, rows: Sequence[Sequence[str]]) -> bytes:
    """Return a table in the form its hash is taken of: canonical JSON (RFC 8785)."""
    said = {"title": title, "mark": mark, "note": note, "rows": [list(row) for row in rows]}
    return rfc8785.dumps(said)


def read_certificate(given: bytes) -> Mapping[str, Any] | None:
    """Return a certificate from its file, None if it is none."""
    try:
        said = json.loads(given)
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        return None
    right = all(type(said.get(name)) is kind for name, kind in SHAPE.items())
    return said if right else None


def check_certificate(
    certificate: bytes | None, table: bytes, *, place: str, contributors: bool = True
) -> Iterator[Finding]:
    """Yield what is wrong with the proof of a table.

    Shape: table is what canonical returns; contributors says that the table's own description names
    respondents behind it, so that somebody must have looked at small cells.
    """
    if certificate is None:
        if contributors:
            yield MISSING.finding(
                place,
                "没有保护证明",
                "未核对：这张表由调查对象的资料汇总而成，系统没有这些资料，不能判断小单元是否泄露。",
                "运行 gongkai protect，或由科室确认没有小单元。",
            )
        return
    said = read_certificate(certificate)
    if said is None:
        yield BROKEN.finding(place, "保护证明", "不是可读的保护证明，或缺少内容。", AGAIN)
        return
    if not said["passed"]:
        yield BROKEN.finding(place, cut(said["title"]), "攻击检验没有通过，这张表不能公布。", AGAIN)
    elif said["table_sha256"] != hashlib.sha256(table).hexdigest():
        yield BROKEN.finding(
            place,
            cut(said["title"]),
            "表与保护证明不符：检验之后，表被改动过，或证明是另一张表的。",
            AGAIN,
        )
    elif said["unjudged"] or said["unaudited"]:
        left = [*said["unjudged"], *map(str, said["unaudited"])]
        yield MISSING.finding(
            place, cut("；".join(left), 80), "未核对：保护证明写明这些内容没有判断。",
            "由科室说明理由。",
        )  # fmt: skip
