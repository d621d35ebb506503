"""How near the cheapest pattern `gongkai protect` comes, how fast, and whether it is ever unsafe.

`python -m bench.protect PART…` runs parts alone: insee, insee-log, two (two-way tables to 3,000 cells), three
(three-way to 1,300), insiders, safe (200 tables before the auditor), rival (pytauargus 0.6.0, in an
environment of its own whose python --rival names). `make bench` runs what takes three minutes.
"""

import argparse
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from bench import rivals
from bench.report import CORPUS, Report
from bench.tables import INSEE, INSEE_RULES, P10, insee, made, tree
from gongkai.checks.cells.audit import audit
from gongkai.checks.cells.optimise import Pattern, optimise
from gongkai.checks.cells.primary import Rules, judge
from gongkai.checks.cells.prior import attainable
from gongkai.checks.cells.problem import Cost
from gongkai.checks.cells.scenarios import scenarios
from gongkai.checks.cells.tables import Need, Table

FOLDER = CORPUS / "09_standards/sdc/rtauargus_data"
TOGETHER = 60  # seconds for the four official tables
TABLES = 200
BOTH = (Cost.VALUE, Cost.LOG)
FLAT = ("a", "b", "c")
TWO = (
    ("24×20", lambda seed: made((tree("a", 24), tree("b", 20)), 12_000, seed), 30),
    ("40×30", lambda seed: made((tree("a", 40), tree("b", 30)), 25_000, seed), 30),
    ("4·6×5·4", lambda seed: made((tree("a", 4, 6), tree("b", 5, 4)), 9_000, seed), 30),
    ("4·6×19·4", lambda seed: made((tree("a", 4, 6), tree("b", 19, 4)), 60_000, seed), 30),
    ("4·6×19·4", lambda seed: made((tree("a", 4, 6), tree("b", 19, 4)), 30_000, seed), 30),
)
THREE = (
    ("10×8×5", lambda seed: made([tree(*one) for one in zip(FLAT, (10, 8, 5), strict=True)], 8_000, seed), 60),
    ("15×10×6", lambda seed: made([tree(*one) for one in zip(FLAT, (15, 10, 6), strict=True)], 20_000, seed), 60),
)  # fmt: skip
SMALL: Sequence[Callable[[int], Table]] = (
    lambda seed: made((tree("a", 5, 4), tree("b", 4)), 250, seed),
    lambda seed: made((tree("a", 8), tree("b", 6)), 300, seed),
    lambda seed: made((tree("a", 3, 3), tree("b", 2, 3)), 300, seed),
    lambda seed: made((tree("a", 4), tree("b", 4), tree("c", 3)), 350, seed),
)


def solved(
    table: Table, needs: Sequence[Need], seconds: float, cost: Cost = Cost.VALUE,
    *, insiders: bool = False,
) -> tuple[Pattern, float] | None:  # fmt: skip
    """Return the pattern and the seconds taken, or None where no pattern can be safe."""
    started = time.perf_counter()
    attackers, hopeless = attainable(table, scenarios(table, needs, insiders=insiders))
    if hopeless:
        return None
    until = started + seconds
    pattern = optimise(table, attackers, cost, lambda: until - time.perf_counter(), lambda *_: None)
    return pattern, time.perf_counter() - started


def measure(report: Report) -> None:
    """Measure what ends within three minutes."""
    official(report)
    two(report, (1,), (Cost.VALUE,))
    safe(report, 40)


def official(report: Report, costs: Sequence[Cost] = (Cost.VALUE,)) -> None:
    """Prove INSEE's four turnover tables."""
    if not FOLDER.exists():
        report(f"没有材料，不测量：{FOLDER}")
        return
    for cost in costs:
        total = 0.0
        for name in INSEE:
            table = insee(FOLDER, name)
            found = solved(table, judge(table, INSEE_RULES).needs, TOGETHER, cost)
            total += _tell(report, f"INSEE {name} {cost}", table, INSEE_RULES, found)
        report(f"INSEE 四表合计（{cost}）：{total:.1f} 秒（限 {TOGETHER} 秒）")


def two(report: Report, seeds: Sequence[int] = (1, 2, 3), costs: Sequence[Cost] = BOTH) -> None:
    """Solve generated two-way tables, flat and hierarchical."""
    _generated(report, TWO, seeds, costs)


def three(report: Report, seeds: Sequence[int] = (1, 2, 3)) -> None:
    """Solve generated three-way tables."""
    _generated(report, THREE, seeds, BOTH)


def insiders(report: Report, seeds: Sequence[int] = (1,)) -> None:
    """Solve two-way tables against every respondent besides."""
    for name, make, seconds in TWO:
        for seed in seeds:
            table = make(seed)
            found = solved(table, judge(table, P10).needs, seconds, insiders=True)
            _tell(report, f"含知情者 {name} 第{seed}个", table, P10, found)


def _generated(
    report: Report, kinds: Sequence[tuple[str, Callable[[int], Table], int]],
    seeds: Sequence[int], costs: Sequence[Cost],
) -> None:  # fmt: skip
    for name, make, seconds in kinds:
        for seed in seeds:
            table = make(seed)
            needs = judge(table, P10).needs
            for cost in costs:
                found = solved(table, needs, seconds, cost)
                _tell(report, f"{name} 第{seed}个 {cost}", table, P10, found)


def _tell(
    report: Report, what: str, table: Table, rules: Rules, found: tuple[Pattern, float] | None
) -> float:
    """Say what a search came to; return the seconds it took."""
    needs = judge(table, rules).needs
    head = f"{what}：{len(table.cells)} 格，不安全 {len(needs)}"
    if found is None:
        report(f"{head}，隐藏不能保护（外部攻击者）")
        return 0.0
    pattern, taken = found
    verdict = audit(table, pattern.hidden, needs, insiders=False)
    report(
        f"{head}，另隐藏 {len(pattern.hidden) - len(needs)}，代价 {pattern.cost:.1f}，"
        f"下界 {pattern.bound:.1f}，差 {100 * pattern.gap:.2f}%，{taken:.1f} 秒，"
        f"外部攻击检验{'通过' if verdict.passed else '没有通过'}"
    )
    return taken


def safe(report: Report, count: int = TABLES) -> None:
    """Let the auditor attack as outsider and as every insider.

    A breach that is there with every cell hidden is no doing of the pattern: it is counted apart.
    """
    outcome: Counter[str] = Counter()
    for seed in range(count):
        table = SMALL[seed % len(SMALL)](seed)
        needs = judge(table, P10).needs
        found = solved(table, needs, 5, insiders=True)
        if found is None:
            outcome["隐藏不能保护"] += 1
            continue
        outcome[_audited(table, found[0], needs)] += 1
    report(f"{count} 个生成表：{_counted(outcome)}")


def _audited(table: Table, pattern: Pattern, needs: Sequence[Need]) -> str:
    verdict = audit(table, pattern.hidden, needs)
    if verdict.passed:
        return "检验通过"
    everything = [at for at, hideable in enumerate(table.hideable) if hideable]
    known = {(one.attacker, one.cell) for one in audit(table, everything, needs).breaches}
    left = [one for one in verdict.breaches if (one.attacker, one.cell) not in known]
    if not left:
        return "只有全部隐藏时也存在的"
    return "精确泄露" if any(one.exact for one in left) else "保护不足"


def _counted(outcome: Mapping[str, int]) -> str:
    return "，".join(f"{what} {count}" for what, count in outcome.items())


def rival(report: Report, python: Path, seconds: int = 30) -> None:
    """Set pytauargus' exact method beside ours: the same unsafe cells, levels ±10 %, same time."""
    rules = Rules(frequency=3, fixed=INSEE_RULES.fixed)
    outcome: Counter[str] = Counter()
    for cost in BOTH:
        for name, make in rivals.instances():
            table = make()
            needs = judge(table, rules).needs
            mine = solved(table, needs, seconds, cost)
            if mine is None or not needs:
                continue
            theirs = rivals.protected(python, table, needs, cost, seconds)
            if theirs is None:
                report(f"{name} {cost}：对手没有结果，我方 {mine[0].cost:.1f}")
                outcome["对手没有结果"] += 1
                continue
            hidden, taken = theirs
            unsafe = {need.cell for need in needs}
            price = sum(cost.of(table.cells[one].value) for one in hidden - unsafe)
            word = "不贵于对手" if mine[0].cost <= price * (1 + 1e-6) else "贵于对手"
            is_safe = audit(table, hidden, needs, insiders=False).passed
            outcome[word if is_safe else "对手不安全"] += 1
            report(
                f"{name} {cost}：我方 {mine[0].cost:.1f}（{mine[1]:.1f} 秒），"
                f"对手 {price:.1f}（{taken:.1f} 秒{'' if is_safe else '，不安全'}），{word}"
            )
    report(f"与 pytauargus OPT 同时限 {seconds} 秒：{_counted(outcome)}")


PARTS: Mapping[str, Callable[[Report], None]] = {
    "insee": official,
    "insee-log": lambda report: official(report, (Cost.LOG,)),
    "two": two,
    "three": three,
    "insiders": insiders,
    "safe": safe,
}


def main() -> None:
    """Run the parts named."""
    grammar = argparse.ArgumentParser(description=__doc__)
    grammar.add_argument("part", nargs="+", choices=[*PARTS, "rival"])
    grammar.add_argument("--rival", type=Path, help="python of an environment with pytauargus")
    grammar.add_argument("--seconds", type=int, default=30)
    args = grammar.parse_args()
    for part in args.part:
        if part == "rival":
            if args.rival is None:
                grammar.error("rival needs --rival")
            rival(Report(), args.rival, args.seconds)
        else:
            PARTS[part](Report())


if __name__ == "__main__":
    main()
