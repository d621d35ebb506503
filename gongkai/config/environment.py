"""What the settings read of a machine: its session secret and its database."""

import secrets
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlparse


def session_secret(keys: Path) -> str:
    """Return the session secret, made once and kept outside the data folder's backups."""
    path = keys / "session-secret"
    if not path.exists():
        keys.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_text(secrets.token_urlsafe(48))
        path.chmod(0o600)
    return path.read_text()


def database(url: str, data: Path) -> dict[str, Any]:
    """Return Django's settings for a database address; the embedded one when it is empty.

    SQLite takes its write lock at BEGIN (IMMEDIATE) and keeps a WAL: measured, the only way eight
    writers finish without a "database is locked". FULL: the register must survive a power cut.
    """
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": data / "gongkai.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
                "PRAGMA secure_delete=ON;",
            },
        }
    parts = urlparse(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": parts.port or "",
    }


class Mail(NamedTuple):
    """How mails leave, in the order of Django's settings."""

    backend: str
    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    is_ssl: bool = False
    is_starttls: bool = False


def mail(url: str) -> Mail:
    """Return how mails leave by a mail server's address; to the console without one.

    smtps:// speaks TLS from the start; smtp:// takes it up (STARTTLS) when it names a user.
    """
    backends = "django.core.mail.backends."
    if not url:
        return Mail(f"{backends}console.EmailBackend")
    parts = urlparse(url)
    is_ssl = parts.scheme == "smtps"
    return Mail(
        f"{backends}smtp.EmailBackend", parts.hostname or "", parts.port or (465 if is_ssl else 25),
        unquote(parts.username or ""), unquote(parts.password or ""), is_ssl,
        not is_ssl and bool(parts.username),
    )  # fmt: skip


def shared_cache(data: Path) -> dict[str, dict[str, Any]]:
    """Return Django's settings for what limits questions about cases: files, for all processes.

    Counting on resets how long a count is kept: it must be longer than the longest span counted.
    """
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": data / "cache",
            "TIMEOUT": 2 * 60 * 60,
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        }
    }
