"""Run a command with a throw-away PostgreSQL server: postgres.py COMMAND [ARGUMENT ...]

The command finds it by DATABASE_URL, and psql by the PG variables. The server listens on 127.0.0.1
and a socket in its own folder, never syncs, and is gone with its folder when the command ends,
however it ends. Exits as the command does; without PostgreSQL with 0, or with 1 when CI=true.
"""

import os
import pwd
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import debian
from ports import free_port

USER = "gongkai"
INITDB = ("--no-sync", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8")
SETTINGS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=60",
    "listen_addresses=127.0.0.1",
)


@contextmanager
def server(initdb: str, postgres: str) -> Iterator[dict[str, str]]:
    """Start a server, give the variables that lead to it, and always take it away again."""
    folder = Path(tempfile.mkdtemp(prefix="gongkai-pg-", dir="/tmp"))  # short, open to others
    rights = _unprivileged(folder)
    process = None
    try:
        password, port = secrets.token_hex(16), free_port()
        _initialise(initdb, folder, password, rights)
        options = [part for line in SETTINGS for part in ("-c", line)]
        options += ["-c", f"unix_socket_directories={folder}", "-p", str(port)]
        with (folder / "log").open("w") as log:
            process = subprocess.Popen(
                [postgres, "-D", str(folder / "data"), *options],
                stdout=log,
                stderr=log,
                cwd=folder,
                start_new_session=True,  # Ctrl-C is for the command; the server is stopped below
                **rights,
            )
        _wait(process, port, folder / "log")
        yield {
            "DATABASE_URL": f"postgresql://{USER}:{password}@127.0.0.1:{port}/postgres",
            "PGHOST": "127.0.0.1",
            "PGPORT": str(port),
            "PGUSER": USER,
            "PGPASSWORD": password,
            "PGDATABASE": "postgres",
        }
    finally:
        _stop(process)
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged(folder: Path) -> dict[str, object]:
    """Return how to run as somebody else: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    who = names.get("postgres") or names["nobody"]
    os.chown(folder, who.pw_uid, who.pw_gid)
    return {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}


def _initialise(initdb: str, folder: Path, password: str, rights: dict[str, object]) -> None:
    secret = folder / "password"
    secret.write_text(password)
    if rights:
        os.chown(secret, int(str(rights["user"])), int(str(rights["group"])))
    made = subprocess.run(
        [initdb, "-D", str(folder / "data"), "-U", USER, f"--pwfile={secret}", *INITDB],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        **rights,
    )
    secret.unlink()
    if made.returncode:
        raise RuntimeError(made.stderr or made.stdout)


def _wait(process: subprocess.Popen, port: int, log: Path) -> None:
    """Wait until the server answers. Raises: RuntimeError with its log if it gives up."""
    for _ in range(300):
        if process.poll() is not None:
            break
        if "ready to accept connections" in log.read_text(errors="replace"):
            return
        time.sleep(0.1)
    raise RuntimeError(f"PostgreSQL did not start on port {port}:\n{log.read_text()}")


def _stop(process: subprocess.Popen | None) -> None:
    if process is None or process.poll() is not None:
        return
    process.send_signal(signal.SIGINT)  # fast shutdown: ends sessions, waits for none
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGQUIT)
        process.wait()


def _leave(_number: int, _frame: object) -> None:
    raise SystemExit(143)


def _run(command: list[str], variables: dict[str, str]) -> int:
    """Run the command; on Ctrl-C, which it receives too, wait until it has ended by itself."""
    process = subprocess.Popen(command, env=os.environ | variables)
    try:
        return process.wait()
    except KeyboardInterrupt:
        process.wait()
        return 130
    except SystemExit:
        process.terminate()
        process.wait()
        raise


def main() -> int:
    """Run the command line's command, or say why not."""
    if not (command := sys.argv[1:]):
        sys.exit(__doc__)
    postgres = debian.provide("postgres", "postgresql")
    initdb = debian.find("initdb")
    if not (postgres and initdb):
        return debian.missing("postgres", "postgresql", "PostgreSQL 上的测试没有运行")
    signal.signal(signal.SIGTERM, _leave)
    with server(initdb, postgres) as variables:
        return _run(command, variables)


if __name__ == "__main__":
    sys.exit(main())
