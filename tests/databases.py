"""Copies of one migrated database, on SQLite and PostgreSQL alike.

Migrating takes ten seconds, copying a tenth of one. So the template is migrated once, kept under a
name made from all that shapes it, and every process and every transactional test gets a copy.
"""

import fcntl
import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
SHAPES = (
    "gongkai/*/migrations/*.py",
    "gongkai/*/models.py",
    "gongkai/*/models/*.py",
    "gongkai/*/apps.py",
    "gongkai/portal/terms.py",
    "gongkai/register/**/*.*",
    "requirements/run.txt",
)


def template(kept: Path) -> str:
    """Return the name of the migrated database, making it when what shapes it has changed."""
    name = f"gongkai_template_{_fingerprint()}"
    with (kept / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _on_sqlite():
            return _template_database(name)
        # Our own copy: another run may replace what is kept while this one still copies.
        return _copy_file(_template_file(kept, name), "template")


@contextmanager
def copied(source: str, name: str) -> Iterator[None]:
    """Point Django at a copy of a database, and throw the copy away at the end."""
    before = connection.settings_dict["NAME"]
    copy = _copy_file(source, name) if _on_sqlite() else _copy_database(source, name)
    _use(copy)
    try:
        yield
    finally:
        _use(before)
        if _on_sqlite():
            _remove_file(copy)
        else:
            _run(f'DROP DATABASE "{copy}" WITH (FORCE)')


def _on_sqlite() -> bool:
    return connection.vendor == "sqlite"


def _use(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for path in sorted({path for shape in SHAPES for path in ROOT.glob(shape)}):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _migrate(name: str) -> None:
    before = connection.settings_dict["NAME"]
    _use(name)
    try:
        call_command("migrate", verbosity=0, interactive=False)
        if _on_sqlite():
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        _use(before)


def _template_file(kept: Path, name: str) -> str:
    ready = kept / f"{name}.sqlite3"
    if not ready.exists():
        for old in kept.glob("*.sqlite3*"):
            old.unlink()
        building = kept / "building.sqlite3"
        _migrate(str(building))
        building.rename(ready)
    return str(ready)


def _copy_file(source: str, name: str) -> str:
    copy = Path(settings.DATA) / f"{name}.sqlite3"
    _remove_file(str(copy))
    shutil.copyfile(source, copy)
    return str(copy)


def _remove_file(name: str) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        Path(name + suffix).unlink(missing_ok=True)


def _template_database(name: str) -> str:
    if not _run(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"):
        _run("DROP DATABASE IF EXISTS gongkai_building")
        _run("CREATE DATABASE gongkai_building")
        _migrate("gongkai_building")
        _run(f'ALTER DATABASE gongkai_building RENAME TO "{name}"')
    return name


def _copy_database(source: str, name: str) -> str:
    copy = f"gongkai_{name}"
    _run(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')
    _run(f'CREATE DATABASE "{copy}" TEMPLATE "{source}"')
    return copy


def _run(sql: str) -> list[tuple[object, ...]]:
    """Run one statement beside our own database: on the server's maintenance database."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall() if cursor.description else []
