"""Run nginx as configured for production, on a port and a data folder of the caller's.

For a test or a measurement: deploy/nginx.conf with its three values filled in, inside the smallest
frame nginx accepts. Without nginx `find` says so; nothing is installed.
"""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools import debian

SITE = Path(__file__).resolve().parents[1] / "deploy" / "nginx.conf"
FRAME = """\
{user}worker_processes {workers};
pcre_jit on;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{
    worker_connections 1024;
}}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{sites}
}}
"""
PATIENCE = 10.0  # seconds until it must listen


def find() -> str | None:
    """Return where nginx is, if anywhere."""
    return debian.find("nginx")


def site(data: Path, *, port: int, application: int, log: Path) -> str:
    """Return deploy/nginx.conf for a data folder, and the ports of nginx and the application."""
    text = SITE.read_text()
    for shipped, own in (
        ("/var/lib/gongkai", str(data)),
        ("127.0.0.1:8000", f"127.0.0.1:{application}"),
        ("listen 80;", f"listen 127.0.0.1:{port};"),
        ("/var/log/nginx/gongkai.log", str(log)),
        ("/var/log/nginx/error.log", str(log.with_name("error.log"))),
    ):
        if shipped not in text:
            raise ValueError(f"{SITE.name} no longer says {shipped}")
        text = text.replace(shipped, own)
    return text


def write(folder: Path, sites: str, *, workers: int = 1) -> Path:
    """Write a whole configuration and return where it is."""
    path = folder / "nginx.conf"
    user = "user root;\n" if os.geteuid() == 0 else ""  # who may read the caller's own folder
    path.write_text(FRAME.format(folder=folder, sites=sites, workers=workers, user=user))
    return path


def check(path: Path) -> str:
    """Return what nginx says against a configuration; empty when nothing."""
    done = subprocess.run([find(), "-t", "-q", "-c", path], capture_output=True, text=True)
    return "" if done.returncode == 0 and not done.stderr else done.stderr


@contextmanager
def running(path: Path, *ports: int) -> Iterator[None]:
    """Run nginx until the caller is done with it. Raises: RuntimeError when it does not listen."""
    log = path.with_name("started.log")
    with log.open("w") as out:
        process = subprocess.Popen([find(), "-c", path], stdout=out, stderr=out)
    try:
        for port in ports:
            _await(process, port, log)
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _await(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise RuntimeError(f"nginx does not listen on {port}: {log.read_text()}")
