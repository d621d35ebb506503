"""The auditor's time by size of table, and how many planted leaks are found: `python -m bench audit`."""

import time
from collections.abc import Callable

from bench.report import Report
from bench.tables import P10, made, tree
from gongkai.checks.cells.audit import audit
from gongkai.checks.cells.leaks import Prose, facts_of, leaks
from gongkai.checks.cells.primary import judge
from gongkai.checks.cells.tables import Table
from tests.checks.cells import test_leaks

SIZES: tuple[tuple[str, Callable[[], Table]], ...] = (
    ("10×8", lambda: made((tree("a", 10), tree("b", 8)), 1_000, 1)),
    ("4·6×5·4", lambda: made((tree("a", 4, 6), tree("b", 5, 4)), 9_000, 1)),
    ("4·6×19·4", lambda: made((tree("a", 4, 6), tree("b", 19, 4)), 60_000, 1)),
    ("70×69", lambda: made((tree("a", 70), tree("b", 69)), 140_000, 1)),
)


def measure(report: Report) -> None:
    """Audit tables whose unsafe rows and columns are hidden with what stands beside them."""
    for name, make in SIZES:
        table = make()
        needs = judge(table, P10).needs
        hidden = doubled(table, {need.cell for need in needs})
        for who, insiders in (("外部", False), ("外部及知情者", True)):
            started = time.perf_counter()
            verdict = audit(table, hidden, needs, insiders=insiders)
            report(
                f"{name} 单元格{len(table.cells)} 不安全{len(needs)} 隐去{len(hidden)} {who}"
                f"{verdict.attackers}：{time.perf_counter() - started:.2f} 秒，"
                f"{'通过' if verdict.passed else f'泄露{len(verdict.breaches)}处'}"
            )
    planted(report)


def doubled(table: Table, unsafe: set[int]) -> set[int]:
    """Return the unsafe cells with the largest others of their lines: safe enough to be slow."""
    hidden = set(unsafe)
    for equation in table.equations:
        line = [one for one in (equation.total, *equation.parts) if table.hideable[one]]
        if any(one in unsafe for one in line):
            others = sorted(set(line) - hidden, key=lambda one: table.cells[one].value)
            middle = others[len(others) // 2 :]
            hidden.update(middle[:2])
    return hidden


def planted(report: Report) -> None:
    """Count the planted leaks found and the harmless texts stopped."""
    found = sum(_stopped(seed, text) for seed, _, text in test_leaks.CASES)
    report(f"埋设泄露{len(test_leaks.CASES)}处，发现{found}处")
    wrong = sum(_stopped(seed, text) for seed, text in test_leaks.HARMLESS)
    report(f"无害文字{len(test_leaks.HARMLESS)}段，误拦{wrong}段")


def _stopped(seed: int, text: str) -> bool:
    *tables, secrets = test_leaks.world(seed)
    facts = facts_of(tables, [Prose(test_leaks.PLACE, text)])
    return any(leaks(secrets, facts))
