"""Protecting a table beside the survey data: a CSV and a spec in; a safe table and a verdict out.

No database, no network. Status: 0 a safe table was written, 1 none could be, 2 the input is wrong.
Ctrl-C ends the search, not the work: the best pattern so far is audited and written.
"""

import argparse
import csv
import io
import json
import signal
import time
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

from gongkai.config.cli.screen import say
from gongkai.law.refused import Refused

UNREADABLE = 2
INTERRUPTED = 130
EVERY = 2.0  # seconds between two lines of progress
SAFE, VERDICT, INTERNAL = "safe.csv", "verdict.json", "internal.csv"
LACKING = (
    "没有安装优化程序（highspy、numpy、scipy）。"
    "请运行 .venv/bin/pip install --require-hashes -r requirements/sdc.txt"
)


class _Watch:
    """How many seconds are left; none after Ctrl-C."""

    def __init__(self, seconds: float) -> None:
        self.until = time.monotonic() + seconds
        self.shown = 0.0
        self.stopped = False

    def __enter__(self) -> "_Watch":
        self.handler = signal.signal(signal.SIGINT, self._stop)
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self.handler)

    def _stop(self, *_: object) -> None:
        if self.stopped:  # the second time is meant
            raise KeyboardInterrupt
        self.stopped = True
        say("\n不再寻找更好的方案，检验目前最好的一个……（再按一次 Ctrl-C 即放弃）")

    def left(self) -> float:
        """Return the seconds that remain."""
        return 0.0 if self.stopped else max(0.0, self.until - time.monotonic())

    def tell(self, cost: float, bound: float) -> None:
        """Say how good the best pattern is, now and then."""
        now = time.monotonic()
        if now - self.shown >= EVERY and cost:
            self.shown = now
            say(f"  隐藏的代价 {cost:,.6g}，最多还能省 {100 * (cost - bound) / cost:.1f}%")


def protect(args: argparse.Namespace) -> int:
    """Protect one table."""
    try:
        room = _room()
        text, spec_text = _text(args.table), _text(args.spec)
        spec = room["spec"].read_spec(spec_text)
        table = room["reading"].read_table(text, spec)
    except Refused as refused:
        return _no(refused, as_json=args.json, status=UNREADABLE)
    with _Watch(args.seconds) as watch:
        tell: Callable[[float, float], None] = _silent if args.json else watch.tell
        try:
            audit = room["audit"].audit
            done = room["protection"].protect(table, spec, audit, watch.left, tell)
        except Refused as refused:
            return _no(refused, as_json=args.json, status=1)
        except KeyboardInterrupt:
            say("已放弃，没有写任何文件。")
            return INTERRUPTED
    verdict = room["protection"].verdict(done)
    _write(args.out or args.table.parent, room["protection"], done, verdict)
    if args.json:
        say(json.dumps(verdict, ensure_ascii=False, indent=1))
    else:
        _say(done, verdict, args.out or args.table.parent)
    return 0 if done.passed else 1


def _room() -> dict[str, Any]:
    """Return the room's modules: they need libraries a running site can do without."""
    names = ("spec", "reading", "protection", "audit")
    try:
        return {name: import_module(f"gongkai.checks.cells.{name}") for name in names}
    except ModuleNotFoundError as missing:
        raise Refused("cells.install", f"{LACKING}（缺 {missing.name}）。") from missing


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Refused("cells.file", f"文件“{path}”打不开：{error.strerror}。") from error
    except UnicodeDecodeError as error:
        raise Refused("cells.file", f"文件“{path}”不是 UTF-8 编码，请另存为 UTF-8。") from error


def _write(folder: Path, protection: Any, done: Any, verdict: dict[str, Any]) -> None:
    """Write what there is; nothing is called safe that the audit did not pass."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / SAFE).unlink(missing_ok=True)
    if done.passed:
        rows = [*protection.safe_rows(done), [protection.note(done.spec)]]
        (folder / SAFE).write_text(_csv(rows), encoding="utf-8-sig")
    (folder / INTERNAL).write_text(_csv(protection.internal_rows(done)), encoding="utf-8-sig")
    said = json.dumps(verdict, ensure_ascii=False, indent=1)
    (folder / VERDICT).write_text(said + "\n", encoding="utf-8")


def _csv(rows: Iterable[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def _say(done: Any, verdict: dict[str, Any], folder: Path) -> None:
    say(f"单元格 {verdict['cells']} 个，其中不能公开的 {verdict['unsafe']} 个，"
        f"为保护它们另隐藏 {verdict['secondary']} 个。")  # fmt: skip
    proven = (
        "已证明最优"
        if float(verdict["gap"]) <= 1e-4
        else f"与最优相差不超过 {100 * float(verdict['gap']):.1f}%"
    )
    say(f"隐藏方案{proven}；攻击者 {verdict['attackers']} 种（外部 1 种，其余为调查对象自己）。")
    for why, count in verdict["unjudged"].items():
        say(f"不能判断：{count} 个单元格{why}。")
    if done.passed:
        say(f"攻击检验通过。安全表 {folder / SAFE}，散列值 {verdict['table_sha256']}")
    else:
        say("攻击检验没有通过，没有输出安全表。")
    say(f"结论 {folder / VERDICT}；内部方案 {folder / INTERNAL}（含原值和保护区间，不得公开）")


def _silent(*_: float) -> None:
    """Say nothing: the answer is JSON."""


def _no(refused: Refused, *, as_json: bool, status: int) -> int:
    if as_json:
        said = {"passed": False, "code": refused.code, "message": str(refused)}
        say(json.dumps(said, ensure_ascii=False, indent=1))
    else:
        say(f"没有保护：{refused}")
    return status
