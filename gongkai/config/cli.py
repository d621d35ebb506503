"""The command `gongkai`: one word a task."""

import argparse
import getpass
import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import close_old_connections, connection
from django.utils import timezone

from gongkai.config.demonstration.load import load_year
from gongkai.config.verification import everything
from gongkai.law.refused import Refused
from gongkai.people import actions as people
from gongkai.people.models import DepartmentKind, PostKind
from gongkai.people.queries import demonstration_accounts
from gongkai.people.rules import DEMONSTRATION_PASSWORD
from gongkai.portal import actions as press
from gongkai.publishing import actions as publishing
from gongkai.register.actions import born
from gongkai.register.models import Entry
from gongkai.register.queries import is_demonstration, now
from gongkai.register.rules import SYSTEM

TICK = 0.2  # seconds between two looks of the clock


def _say(text: str) -> None:
    print(text, flush=True)


def _prepare() -> None:
    """Bring the tables and the static files up to date."""
    settings.DATA.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def init(args: argparse.Namespace) -> int:
    """Make a real, empty system with its first disclosure-office account."""
    _prepare()
    at = timezone.now()
    born(demonstration=False, at=at)
    publishing.open_desk()
    section = people.add_department(name=args.department, kind=DepartmentKind.SECTION)
    post = people.add_post(department=section, kind=PostKind.OFFICE, title="信息公开岗")
    keeper = people.add_post(department=section, kind=PostKind.ADMIN, title="系统管理岗")
    for username, held in ((args.office, post), (args.admin, keeper)):
        password = os.environ.get("GONGKAI_PASSWORD") or getpass.getpass(f"{username} 的密码：")
        user = people.add_user(
            username=username, name=username, password=password, by=SYSTEM, at=at
        )
        people.install_holding(user=user, post=held, since=at, at=at)
        people.sync_groups(user, at)
        device = people.install_device(user=user, at=at)
        _say(f"{username} 的一次性口令密钥（只显示这一次）：{device.config_url}")
    _say("已建立。用 gongkai serve 启动。")
    return 0


def demo(args: argparse.Namespace) -> int:
    """Load the demonstration year into an empty data folder."""
    if _exists():
        if not is_demonstration():
            _say(f"{settings.DATA} 里是正式数据，演示数据须另设目录（GONGKAI_DATA）。")
            return 1
        if Entry.objects.filter(verb="demonstration.ready").exists():
            _say("演示数据已经就绪。")
            return 0
        _say("上次装入没有完成，从头再来。")
        _clear()
    started = time.monotonic()
    _say(f"装入 2014 年度演示数据（{settings.DATA}）……")
    _prepare()
    load_year(_progress)
    _say(f"\n完成，用时 {time.monotonic() - started:.0f} 秒。")
    return 0


def _progress(done: int, total: int, what: str) -> None:
    bar = "█" * (done * 24 // total)
    end = "\r" if sys.stdout.isatty() else "\n"
    if sys.stdout.isatty() or done % 50 == 0 or done == total:
        print(f"  {bar:░<24} {done}/{total} {what}　", end=end, flush=True)


def _exists() -> bool:
    return "register_entry" in connection.introspection.table_names() and Entry.objects.exists()


def _clear() -> None:
    """Empty a demonstration's own folder; never anything else's."""
    connection.close()
    if connection.vendor != "sqlite":
        raise SystemExit("请清空演示数据库后重试。")
    for name in ("gongkai.sqlite3", "gongkai.sqlite3-wal", "gongkai.sqlite3-shm"):
        (settings.DATA / name).unlink(missing_ok=True)
    for folder in (settings.BLOBS, settings.PUBLIC, settings.PRESS, settings.MEDIA_ROOT):
        shutil.rmtree(folder, ignore_errors=True)


def codes(args: argparse.Namespace) -> int:
    """Print the demonstration accounts with their current one-time codes."""
    if not is_demonstration():
        _say("只有演示数据库可以列出账号和口令。")
        return 1
    _say(f"演示账号（密码均为 {DEMONSTRATION_PASSWORD}）")
    for account in demonstration_accounts():
        _say(f"  {account.username:<12} 口令 {account.code or '不需要'}　{account.name}　{'、'.join(account.posts)}")
    return 0


def serve(args: argparse.Namespace) -> int:
    """Run web, worker and clock together until told to stop."""
    _prepare()
    if not _exists():
        _say("还没有数据。先运行 gongkai demo（演示）或 gongkai init（正式）。")
        return 1
    here = [sys.executable, "-m", "gongkai.config.cli"]
    web = [
        str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--host", args.host,
        "--port", str(args.port), "--workers", str(args.workers), "--no-ws", "--log-level",
        "warning", "--workers-kill-timeout", "3", "gongkai.config.wsgi:application",
    ]  # fmt: skip
    running = [subprocess.Popen(one) for one in (web, [*here, "worker"], [*here, "clock"])]  # noqa: S603
    stop = {"now": False}
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.update(now=True))
    base = f"http://{args.host}:{args.port}"
    _say(f"公开网站 {base}/　工作台 {base}/desk/　台账 {base}/desk/register/")
    if is_demonstration():
        codes(args)
        _say("口令每30秒更新，登录页也会显示；随时可用 gongkai codes 再看。按 Ctrl-C 停止。")
    while not stop["now"] and all(one.poll() is None for one in running):
        time.sleep(0.2)
    for one in running:
        one.terminate()
    for one in running:
        one.wait(timeout=10)
    return 0 if stop["now"] else 1


def _every(seconds: float, work: object) -> int:
    """Call something again and again until told to stop; a fault is told, and it goes on."""
    stop = {"now": False}
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.update(now=True))
    while not stop["now"]:
        try:
            work(now())
        except Exception as error:
            _say(f"{datetime.now().astimezone():%H:%M:%S} {type(error).__name__}: {error}")
            time.sleep(2)
        close_old_connections()
        time.sleep(seconds)
    return 0


def worker(args: argparse.Namespace) -> int:
    """Prepare what has been approved, so that T only renames."""
    return _every(TICK, press.prepare)


def clock(args: argparse.Namespace) -> int:
    """Release what is due, to the second."""
    return _every(TICK, press.flip_due)


def rebuild(args: argparse.Namespace) -> int:
    """Render the whole public site again and flip to it."""
    press.rebuild(now())
    return 0


def verify(args: argparse.Namespace) -> int:
    """Recompute every entry, snapshot and public file; say what does not agree."""
    against = None
    if args.against:
        size, root = args.against.split(":")
        against = (int(size), root)
    fatal = 0
    for problem in everything(against=against):
        fatal += problem.fatal
        _say(f"{'不一致' if problem.fatal else '说明'}　{problem.subject}　{problem.message}")
    seq = Entry.objects.count()
    _say(f"已核对登记 {seq} 笔：" + (f"发现 {fatal} 处不一致。" if fatal else "全部一致。"))
    return 1 if fatal else 0


def parser() -> argparse.ArgumentParser:
    """Return the grammar of the command."""
    top = argparse.ArgumentParser(prog="gongkai", description="公开：政府信息公开系统")
    verbs = top.add_subparsers(dest="verb", required=True, metavar="命令")
    for name, work, text in (
        ("demo", demo, "装入 2014 年度演示数据"),
        ("codes", codes, "列出演示账号和当前一次性口令"),
        ("worker", worker, "只运行发布准备"),
        ("clock", clock, "只运行发布时钟"),
        ("rebuild", rebuild, "重新生成全部公开页面"),
    ):
        verbs.add_parser(name, help=text).set_defaults(work=work)
    one = verbs.add_parser("init", help="建立正式系统")
    one.add_argument("--office", required=True, help="信息公开机构首个账号的用户名")
    one.add_argument("--admin", required=True, help="系统管理员的用户名")
    one.add_argument("--department", default="办公室", help="信息公开机构所在科室")
    one.set_defaults(work=init)
    one = verbs.add_parser("serve", help="启动网站、发布准备和发布时钟")
    one.add_argument("--host", default="127.0.0.1")
    one.add_argument("--port", type=int, default=8000)
    one.add_argument("--workers", type=int, default=2)
    one.set_defaults(work=serve)
    one = verbs.add_parser("verify", help="核验台账、归档件和公开文件")
    one.add_argument("--against", help="早先记下的 笔数:根，如 214:2d71…")
    one.set_defaults(work=verify)
    return top


def main() -> None:
    """Run one subcommand and end with its status."""
    args = parser().parse_args()
    try:
        status = args.work(args)
    except Refused as error:
        _say(str(error))
        status = 1
    raise SystemExit(status)


if __name__ == "__main__":
    main()
