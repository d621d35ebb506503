"""The data folder: whether there is anything in it, and bringing its tables up to date."""

import contextlib
import fcntl
import shutil
from collections.abc import Iterator

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from gongkai.register.queries import entries
from gongkai.register.words import READY


def exists() -> bool:
    """Say whether a register was born here."""
    settings.DATA.mkdir(parents=True, exist_ok=True)
    return "register_entry" in connection.introspection.table_names() and entries().exists()


def ready() -> bool:
    """Say whether a demonstration was loaded to its end."""
    return entries().of(READY).exists()


def prepare() -> None:
    """Bring the tables up to date, and the static files: old and changed ones go."""
    settings.DATA.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)


def clear() -> None:
    """Empty a demonstration's own folder; never anything else's."""
    connection.close()
    if connection.vendor != "sqlite":
        raise SystemExit("请清空演示数据库后重试。")
    for name in ("gongkai.sqlite3", "gongkai.sqlite3-wal", "gongkai.sqlite3-shm"):
        (settings.DATA / name).unlink(missing_ok=True)
    for folder in (settings.BLOBS, settings.PUBLIC, settings.PRESS, settings.MEDIA_ROOT):
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Hold the folder while it is filled: a second loader waits. Freed when the process dies."""
    settings.DATA.mkdir(parents=True, exist_ok=True)
    with (settings.DATA / ".loading").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
