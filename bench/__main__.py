"""Measure what has a limit or grows, on the demonstration year. `make bench` runs it.

Everything happens on SQLite in a folder of its own, which is removed: no real data is touched.
Figures depend on the machine: compare them with figures of the same one.
"""

import os
import platform
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connection

ENTRIES = 1_000
PAGES = 200
TAKEDOWNS = 20
CHECKS = 3


def main() -> None:
    """Measure in a throw-away folder and print one line a figure."""
    folder = Path(tempfile.mkdtemp(prefix="gongkai-bench-"))
    try:
        os.environ.pop("DATABASE_URL", None)
        os.environ |= {
            "GONGKAI_DATA": str(folder),
            "GONGKAI_KEYS": str(folder / "keys"),
            "DJANGO_SETTINGS_MODULE": "gongkai.config.settings",
        }
        django.setup()
        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)
        print(f"在哪里测：{_machine()}，数据在 {folder.parent}")
        _measure()
    finally:
        connection.close()
        shutil.rmtree(folder, ignore_errors=True)


def _measure() -> None:
    from bench import subjects  # noqa: PLC0415  its models exist only once Django is set up

    started = time.perf_counter()
    subjects.load()
    print(f"装入 2014 年演示（约 410 步）：{time.perf_counter() - started:.1f} 秒")
    _report("登记一条（独立事务）", ENTRIES, subjects.append)
    _report("生成一个文章页（含查询）", PAGES, subjects.render)
    _report("紧急下线：从下令到全部页面消失", TAKEDOWNS, subjects.take_down)
    _report("核验全部登记和归档件", CHECKS, subjects.check)


def _report(what: str, times: int, act: Callable[[int], object]) -> None:
    taken = []
    for number in range(times):
        started = time.perf_counter()
        act(number)
        taken.append((time.perf_counter() - started) * 1000)
    print(
        f"{what}：{times} 次，中位 {statistics.median(taken):.2f} 毫秒，最长 {max(taken):.2f} 毫秒"
    )


def _machine() -> str:
    return (
        f"{platform.system()} {platform.machine()}，{os.cpu_count()} 核，"
        f"Python {platform.python_version()}，SQLite"
    )


if __name__ == "__main__":
    main()
