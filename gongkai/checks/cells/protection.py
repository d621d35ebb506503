"""The whole road (单元格保护): judge, hide, attack; and what may be said of it outside.

Contributor data stays where it is: what leaves is the safe table, its hash and a verdict. A verdict
holds no sum of hidden values, since that would be one more equation for an attacker.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Protocol

from gongkai.checks.cells.certificate import FOOTNOTE, FORMAT, canonical
from gongkai.checks.cells.optimise import Pattern, optimise
from gongkai.checks.cells.primary import Judgement, judge
from gongkai.checks.cells.prior import attainable
from gongkai.checks.cells.problem import Cost
from gongkai.checks.cells.prune import Left
from gongkai.checks.cells.scenarios import scenarios
from gongkai.checks.cells.search import Tell
from gongkai.checks.cells.spec import Spec, parameters
from gongkai.checks.cells.tables import SHOWN, Need, Scenario, Table
from gongkai.law.refused import Refused

LIBRARIES = ("gongkai", "highspy", "pyscipopt", "numpy", "scipy")
INTERNAL = "内部资料　不得公开"


class Auditor(Protocol):
    """The auditor, who makes up attackers of his own."""

    def __call__(
        self, table: Table, hidden: Collection[int], needs: Sequence[Need], *, insiders: bool
    ) -> Any:
        """Return a verdict with `passed`, and with what it could not judge."""


@dataclass(frozen=True)
class Protected:
    """A table with what is to be hidden in it, and the auditor's word on that."""

    table: Table
    spec: Spec
    judgement: Judgement
    scenarios: tuple[Scenario, ...]
    pattern: Pattern
    audit: Any
    passed: bool


def protect(table: Table, spec: Spec, audit: Auditor, left: Left, tell: Tell) -> Protected:
    """Return a table protected as well as the time allows, and audited.

    Raises: Refused when hiding cells cannot protect it, however many.
    """
    judgement = judge(table, spec.rules)
    attackers, hopeless = attainable(
        table, scenarios(table, judgement.needs, insiders=spec.insiders)
    )
    if hopeless:
        names = "、".join(table.name(need.cell) for need in hopeless[:SHOWN])
        raise Refused(
            "cells.hopeless",
            f"{names}等{len(hopeless)}个单元格，隐藏再多也保护不住。请合并分组（用更粗的分类）后重做。",
        )
    pattern = optimise(table, attackers, Cost(spec.cost), left, tell)
    verdict = audit(table, pattern.hidden, judgement.needs, insiders=spec.insiders)
    return Protected(table, spec, judgement, attackers, pattern, verdict, bool(verdict.passed))


def note(spec: Spec) -> str:
    """Return the footnote of a safe table."""
    return FOOTNOTE.format(mark=spec.mark)


def safe_rows(done: Protected) -> list[list[str]]:
    """Return the safe table with its head: keys and values, the mark where hidden."""
    if not done.passed:
        raise Refused("cells.audit", "没有通过攻击检验的表不能输出。")
    rows = [[*done.table.dimensions, done.spec.value]]
    for number, cell in enumerate(done.table.cells):
        hidden = number in done.pattern.hidden
        rows.append([*cell.key, done.spec.mark if hidden else f"{cell.value:f}"])
    return rows


def safe_hash(done: Protected) -> str:
    """Return the SHA-256 of a safe table in canonical JSON (JCS), by which the desk knows it."""
    said = canonical(done.spec.title, done.spec.mark, note(done.spec), safe_rows(done))
    return hashlib.sha256(said).hexdigest()


def verdict(done: Protected) -> dict[str, Any]:
    """Return what may go into the desk: no value, no sum of values, no name of a respondent."""
    hidden, unsafe = len(done.pattern.hidden), len(done.judgement.needs)
    return {
        "format": FORMAT,
        "title": done.spec.title,
        "passed": done.passed,
        "table_sha256": safe_hash(done) if done.passed else "",
        "cells": len(done.table.cells),
        "equations": len(done.table.equations),
        "unsafe": unsafe,
        "secondary": hidden - unsafe,
        "attackers": len(done.scenarios),
        "cost": done.spec.cost,
        "gap": f"{done.pattern.gap:.4f}",
        "rules": parameters(done.spec.rules),
        "unjudged": {why: len(cells) for why, cells in done.judgement.unjudged.items()},
        "unaudited": list(done.audit.unjudged),
        "versions": versions(),
    }


def versions() -> Mapping[str, str]:
    """Return the versions of what took part."""
    found = {}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = ""
    return found


def internal_rows(done: Protected) -> list[list[str]]:
    """Return the pattern with the intervals each unsafe cell needs. Never to be published."""
    needs = {need.cell: need for need in done.judgement.needs}
    rows = [[INTERNAL], [*done.table.dimensions, done.spec.value, "原因", "区间下限", "区间上限"]]
    for number in sorted(done.pattern.hidden):
        cell, need = done.table.cells[number], needs.get(number)
        low, high = (cell.value - need.down, cell.value + need.up) if need else ("", "")
        why = "、".join(need.rules) if need else "secondary"
        rows.append([*cell.key, f"{cell.value:f}", why, str(low), str(high)])
    rows.append(["cost", f"{done.pattern.cost:.6g}", "bound", f"{done.pattern.bound:.6g}"])
    return rows
