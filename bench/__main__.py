"""Measure what has a limit or grows: `make bench`, or `python -m bench SUBJECT` for one of them.

A number after a subject is handed to it: `python -m bench release 6`.

Each subject is a module beside this one with `measure(report)`. It runs in a process and a folder
of its own, which are removed: no real data is touched. An empty PostgreSQL database is used where
DATABASE_URL names one (tools/postgres.py makes one). Figures depend on the machine.
"""

import os
import platform
import shutil
import subprocess
import sys
import tempfile
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connection

from bench.report import Report

SUBJECTS = (
    "road",
    "press",
    "search",
    "serving",
    "flip",
    "counter",
    "figures",
    "release",
    "importing",
    "personal",
    "files",
    "wording",
    "claims",
    "claims_compare",
    "protect",
    "audit",
)


def main() -> None:
    """Measure the subjects named, or all of them, and print one line a figure."""
    names = sys.argv[1:] or [name for name in SUBJECTS if find_spec(f"bench.{name}")]
    if len(names) == 1 or names[1].isdecimal():
        _measure(*names)
    else:
        for name in names:
            subprocess.run([sys.executable, "-m", "bench", name], check=True)


def _measure(name: str, *given: str) -> None:
    folder = Path(tempfile.mkdtemp(prefix="gongkai-bench-"))
    os.environ |= {
        "GONGKAI_DATA": str(folder),
        "GONGKAI_KEYS": str(folder / "keys"),
        "DJANGO_SETTINGS_MODULE": "gongkai.config.settings",
    }
    try:
        django.setup()
        if connection.introspection.table_names():
            raise SystemExit("测量只用空数据库：DATABASE_URL 所指的库里已经有表。")
        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)
        report = Report()
        report(f"[{name}] {_machine()}，数据在 {folder.parent}")
        try:
            import_module(f"bench.{name}").measure(report, *given)
        finally:
            _empty()
    finally:
        connection.close()
        shutil.rmtree(folder, ignore_errors=True)


def _empty() -> None:
    """Leave the database as it was found, without a table: the next subject needs it so."""
    with connection.cursor() as cursor:
        for table in (
            connection.introspection.table_names() if connection.vendor != "sqlite" else ()
        ):
            cursor.execute(f"DROP TABLE {connection.ops.quote_name(table)} CASCADE")


def _machine() -> str:
    return (
        f"{platform.system()} {platform.machine()}，{os.cpu_count()} 核，"
        f"Python {platform.python_version()}，{connection.vendor}"
    )


if __name__ == "__main__":
    main()
