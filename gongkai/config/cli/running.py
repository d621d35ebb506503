"""What runs on: the web server, the press's worker and its clock, together or one by one."""

import argparse
import errno
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import close_old_connections

from gongkai.casework import actions as casework
from gongkai.config.cli import data
from gongkai.config.cli.screen import say
from gongkai.config.cli.tasks import EMPTY, codes
from gongkai.oversight.queries import reminders
from gongkai.portal import actions as press
from gongkai.register.queries import head, is_demonstration, now

TICK = 0.2  # seconds between two looks of the clock
REMIND = 60.0  # seconds between two looks at due dates: a new notice, reminders
PATIENCE = 4.0  # seconds until a process that was told to stop is ended
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class _Stop:
    """Remember that somebody told this process to stop."""

    def __init__(self) -> None:
        self.told = False
        for number in STOPPING:
            signal.signal(number, self._tell)

    def _tell(self, *_: object) -> None:
        self.told = True


def serve(args: argparse.Namespace) -> int:
    """Run web, worker and clock together until told to stop; when one ends, all end."""
    reason = _not_to_be_served() or _taken(args.host, args.port)
    if reason:
        say(reason)
        return 1
    data.prepare()
    stop = _Stop()
    base = f"http://{args.host}:{args.port}"
    own = {"GONGKAI_URL": base, **os.environ}  # where no address is set, links lead to this port
    running = {name: subprocess.Popen(line, env=own) for name, line in _processes(args).items()}  # noqa: S603  our own lines
    say(f"公开网站 {base}/　工作台 {base}/desk/　台账 {base}/desk/register/")
    if is_demonstration():
        codes(args)
        say("口令每30秒更新，登录页也会显示；随时可用 gongkai codes 再看。")
    say("按 Ctrl-C 停止。")
    while not stop.told and all(one.poll() is None for one in running.values()):
        time.sleep(TICK)
    for name, one in running.items():
        if not stop.told and one.poll() is not None:
            say(f"{name}已退出（状态 {one.returncode}），其余一并停止。")
    _end(list(running.values()))
    return 0 if stop.told else 1


def _not_to_be_served() -> str:
    """Return why the data as they are must not be served; empty when they may."""
    if not data.exists():
        return EMPTY
    if is_demonstration():
        if not data.ready():
            return "演示数据没有装完。先运行 gongkai demo。"
        try:
            now()
        except ValueError:
            return f"GONGKAI_NOW 不是时间：{settings.NOW}。应如 2015-03-30T16:26。"
    elif settings.NOW:
        return "正式数据库以时钟为准，不能设 GONGKAI_NOW。请取消这个环境变量再启动。"
    return ""


def _taken(host: str, port: int) -> str:
    """Return why a port cannot be listened on; empty when it can."""
    kind = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(kind) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return f"端口 {port} 已被占用。请用 --port 另选一个。"
            return f"不能在 {host}:{port} 上提供服务：{error.strerror}。"
    return ""


def _processes(args: argparse.Namespace) -> dict[str, list[str]]:
    """Return the command lines of what runs together."""
    here = [sys.executable, "-m", "gongkai.config.cli"]
    web = [
        str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--host", args.host,
        "--port", str(args.port), "--workers", str(args.workers), "--no-ws", "--log-level",
        "warning", "--blocking-threads", "8", "--workers-kill-timeout", "3", "gongkai.config.wsgi:application",
    ]  # fmt: skip
    return {"网站": web, "发布准备": [*here, "worker"], "发布时钟": [*here, "clock"]}


def _end(running: list[subprocess.Popen[bytes]]) -> None:
    """Tell processes to stop; end those that do not."""
    for one in running:
        one.terminate()
    until = time.monotonic() + PATIENCE
    for one in running:
        try:
            one.wait(timeout=max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            one.kill()
            one.wait()


def worker(_: argparse.Namespace) -> int:
    """Prepare what has been approved, so that T only renames; now and then, see to due dates."""
    told = [time.monotonic()]

    def work(at: datetime) -> None:
        press.prepare(at)
        if time.monotonic() - told[0] > REMIND:
            told[0] = time.monotonic()
            call_command("clearsessions")
            casework.catch_up(at=at)
            casework.sweep(at=at)
            casework.sweep_held()
            casework.remind(at=at, more=reminders(at))

    return _every(TICK, work)


def clock(_: argparse.Namespace) -> int:
    """Release what is due, to the second."""
    return _every(TICK, press.flip_due)


def _every(seconds: float, work: Callable[[datetime], object]) -> int:
    """Call something again and again until told to stop; a fault is told, and it goes on."""
    stop, is_read = _Stop(), False
    while not stop.told:
        try:  # the whole log is read once, now, and not while a first release waits for it
            is_read = is_read or bool(head())
            work(now())
        except Exception as error:
            for one in error.exceptions if isinstance(error, ExceptionGroup) else [error]:
                say(f"{datetime.now().astimezone():%H:%M:%S} {type(one).__name__}: {one}")
            time.sleep(2)
        close_old_connections()
        time.sleep(seconds)
    return 0
