"""How fast a public page is served: nginx as configured, and the embedded server, against nginx
that serves the same bytes from a bare directory. One run, turn about, so that noise hits all alike.

The bare one is nginx as it comes: a root, and its own defaults, its log among them. The same without
a log is told beside it.
"""

import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from bench.report import Report
from bench.site import build
from gongkai.portal import actions as press
from gongkai.register.queries import now
from tools import nginx
from tools.ports import free_port

ITEMS = 1_000
ROUNDS, SECONDS, CONNECTIONS = 15, 1, 32
WARM = 2  # seconds before the first round, not counted
PATIENCE = 60.0  # seconds until the embedded server must listen
BARE = """\
    server {{
        listen 127.0.0.1:{port};
        root {root};
        access_log {log};
        keepalive_requests 10000;
        types {{
            text/html html;
        }}
    }}
"""


def measure(report: Report) -> None:
    """Measure both servers against the bare one."""
    if not (shutil.which("wrk") and nginx.find()):
        report("没有 nginx 或 wrk（Debian 软件包 nginx-light、wrk），没有测。")
        return
    build(ITEMS)
    press.rebuild(now())
    folder = settings.DATA / "bench"
    shutil.copytree(settings.PUBLIC / "current", folder / "bare")
    bare, silent, ours, embedded = (free_port() for _ in range(4))
    sites = (
        BARE.format(port=bare, root=folder / "bare", log=folder / "bare.log")
        + BARE.format(port=silent, root=folder / "bare", log="off")
        + nginx.site(settings.DATA, port=ours, application=embedded, log=folder / "access.log")
    )
    configuration = nginx.write(folder, sites, workers=os.cpu_count() or 1)
    with nginx.running(configuration, bare, silent, ours), serving(embedded):
        pages = {"文章页": _an_article(folder / "bare"), "首页": "/"}
        for name, path in pages.items():
            ports = {
                "空目录": bare,
                "空目录不记日志": silent,
                "生产配置": ours,
                "自带服务器": embedded,
            }
            _compare(report, f"{name}（{_size(folder / 'bare', path)} 字节）", path, ports)


def _an_article(root: Path) -> str:
    sizes = sorted((path.stat().st_size, path) for path in (root / "info").rglob("*.html"))
    return f"/{sizes[len(sizes) // 2][1].relative_to(root)}"


def _size(root: Path, path: str) -> int:
    return (root / (path[1:] or "index.html")).stat().st_size


def _compare(report: Report, name: str, path: str, ports: dict[str, int]) -> None:
    """Ask every server for a page in turn, round after round, and tell the ratio of medians."""
    rates: dict[str, list[float]] = {who: [] for who in ports}
    for port in ports.values():
        _rate(port, path, WARM)
    for number in range(ROUNDS):
        for who, port in list(ports.items())[:: 1 if number % 2 else -1]:
            rates[who].append(_rate(port, path, SECONDS))
    middle = {who: statistics.median(found) for who, found in rates.items()}
    for who, found in rates.items():
        raw = " ".join(f"{rate:.0f}" for rate in found)
        report(f"{name}，{who}：中位每秒 {middle[who]:.0f} 次；各轮 {raw}")
    for who, limit in (("生产配置", 0.9), ("自带服务器", 0.3)):
        told, silent = (middle[who] / middle[bare] for bare in ("空目录", "空目录不记日志"))
        report(f"{name}，{who} ÷ 空目录：{told:.2f}（限 {limit}）；不记日志的：{silent:.2f}")


def _rate(port: int, path: str, seconds: int) -> float:
    line = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}", f"http://127.0.0.1:{port}{path}"]
    said = subprocess.run(line, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        raise SystemExit(said)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])


@contextmanager
def serving(port: int) -> Iterator[None]:
    """Run the real `gongkai serve`, web, worker and clock, on the configured data."""
    line = [sys.executable, "-m", "gongkai.config.cli", "serve", "--port", str(port)]
    with (settings.DATA / "serve.log").open("w") as out:
        process = subprocess.Popen(line, stdout=out, stderr=out)
    try:
        until = time.monotonic() + PATIENCE
        while not _listens(port):
            if process.poll() is not None or time.monotonic() > until:
                raise SystemExit((settings.DATA / "serve.log").read_text())
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(15)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
