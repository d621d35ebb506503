"""The verdict that comes with a safe table (保护证明): read at the desk, where no survey data is.

`gongkai protect` writes it beside the survey data. It holds no figure and no respondent, only what
table it is of, by which rules, and what the audit said. It proves that the table is the one that
was audited; that the audit was honest is the word of whoever ran it.
"""

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import rfc8785

from gongkai.checks.findings import Finding, Rule, Severity, cut
from gongkai.checks.known import Known

LAW = "统计法第二十八条；统计法实施条例第二十九条(三)"
BROKEN = Rule("cells.certificate", "1", Severity.BLOCK, LAW)
MISSING = Rule("cells.unjudged", "1", Severity.WARN, LAW)
RULES = (BROKEN, MISSING)

FORMAT = "gongkai.protect/1"
SHAPE: Mapping[str, type] = {
    "title": str, "passed": bool, "table_sha256": str, "cells": int, "unsafe": int,
    "secondary": int, "rules": dict, "unjudged": dict, "unaudited": list, "versions": dict,
}  # fmt: skip
BESIDES: Mapping[str, type] = {
    "format": str, "equations": int, "attackers": int, "cost": str, "gap": str,
}  # fmt: skip
PARAMETERS = frozenset(
    {"frequency", "dominance", "p", "pq", "zero", "share", "floor", "fixed", "consenting"}
)
LONGEST, MOST = 200, 40  # characters of a text, entries of a list
BIGGEST = 64 * 1024  # bytes of a verdict
FOOTNOTE = (
    "注：标“{mark}”的数据能够识别或者推断单个统计调查对象，"
    "或者据以能够推算出这样的数据，依照《中华人民共和国统计法》不予公布。"
)
AGAIN = "请在存放调查资料的计算机上重新运行 gongkai protect，把新的表和证明一并上传。"
_MARK = re.compile("注：标“(.+?)”的数据")
_NUMBER = re.compile(r"-?[0-9]{1,20}(?:\.[0-9]{1,12})?(?:E[+-]?[0-9]{1,3})?")


def canonical(title: str, mark: str, note: str, rows: Sequence[Sequence[str]]) -> bytes:
    """Return a table in the form its hash is taken of: canonical JSON (RFC 8785)."""
    said = {"title": title, "mark": mark, "note": note, "rows": [list(row) for row in rows]}
    return rfc8785.dumps(said)


@dataclass(frozen=True)
class Safe:
    """A safe table as it was written. Shape: rows with their head; mark stands for what is hidden."""

    mark: str
    note: str
    rows: tuple[tuple[str, ...], ...]

    def canonical(self, title: str) -> bytes:
        """Return it in the form its hash is taken of; the title is the certificate's."""
        return canonical(title, self.mark, self.note, self.rows)


def read_safe(text: str) -> Safe | None:
    """Return the safe table of a CSV text as `gongkai protect` writes it, None if it is none."""
    try:
        rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    except csv.Error:
        return None
    found = _MARK.match(rows[-1][0]) if rows and len(rows[-1]) == 1 else None
    if found is None or rows[-1][0] != FOOTNOTE.format(mark=found[1]):
        return None
    return Safe(found[1], rows[-1][0], tuple(map(tuple, rows[:-1])))


def read_certificate(given: bytes) -> Mapping[str, Any] | None:
    """Return a certificate from its file, None if it is none, or holds what none may hold.

    What a certificate may hold is named here, so that no survey data comes in beside it.
    """
    try:
        said = json.loads(given) if len(given) <= BIGGEST else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        return None
    right = all(type(said.get(name)) is kind for name, kind in SHAPE.items())
    return said if right and _is_bare(said) else None


def _is_bare(said: Mapping[str, Any]) -> bool:
    """Say whether nothing stands in a certificate but what the verdict is made of."""
    known = {**SHAPE, **BESIDES}
    texts = [one for one in said.values() if isinstance(one, str)]
    texts += [*said["unjudged"], *said["unaudited"], *said["versions"], *said["versions"].values()]
    return (
        all(name in known and type(one) is known[name] for name, one in said.items())
        and all(isinstance(one, str) and len(one) <= LONGEST for one in texts)
        and all(type(one) is int for one in said["unjudged"].values())
        and said["rules"].keys() <= PARAMETERS
        and all(map(_is_parameter, said["rules"].values()))
        and max(map(len, (said["unjudged"], said["unaudited"], said["versions"]))) <= MOST
    )


def _is_parameter(one: object) -> bool:
    if isinstance(one, list):
        return len(one) <= MOST and all(map(_is_parameter, one))
    return one is None or isinstance(one, int) or bool(_NUMBER.fullmatch(str(one)))


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
        left = [*said["unjudged"], *said["unaudited"]]
        yield MISSING.finding(
            place, cut("；".join(left), 80), "未核对：保护证明写明这些内容没有判断。",
            "由科室说明理由。",
        )  # fmt: skip


def content(given: Mapping[str, Any], known: Known) -> Iterator[Finding]:
    """Yield what stands against the proofs of the figures a disclosure carries.

    Shape: key "protection" of a data block: needed (respondents stand behind the figures), proven
    (there is a proof), changed (the figures are no longer those it is of), unjudged (texts).
    """
    del known
    number = 0
    for block in given.get("body") or []:
        number += block.get("type") == "data"
        said = block.get("protection")
        if said:
            place = f"数据{number}《{block.get('title') or ''}》"
            yield from _carried(place, said)


def _carried(place: str, said: Mapping[str, Any]) -> Iterator[Finding]:
    if said["changed"]:
        yield BROKEN.finding(
            place, "保护证明", "数据与小单元保护审核结论不符：审核之后增减或者改动过。",
            "另编版次，重新导入安全表和审核结论；或者重新运行 gongkai protect。",
        )  # fmt: skip
    elif not said["proven"] and said["needed"]:
        yield MISSING.finding(
            place, "没有保护证明", "未核对：没有小单元保护审核结论。",
            "运行 gongkai protect，连同审核结论一并导入；确认没有小单元的，由科室说明理由。",
        )  # fmt: skip
    elif said["unjudged"]:
        yield MISSING.finding(
            place, cut("；".join(said["unjudged"]), 80), "未核对：审核结论写明这些内容没有判断。",
            "由科室说明理由。",
        )  # fmt: skip
