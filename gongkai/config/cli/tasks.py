"""Tasks that begin and end: making a system, the demonstration, accounts, verification."""

import argparse
import getpass
import os
import time
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from gongkai.casework import actions as casework
from gongkai.config.cli import data
from gongkai.config.cli.screen import progress, say
from gongkai.config.demonstration.load import load_today, load_year
from gongkai.config.verification import everything
from gongkai.oversight.queries import reminders
from gongkai.people import actions as people
from gongkai.people.models import DepartmentKind, PostKind
from gongkai.people.queries import demonstration_accounts
from gongkai.people.rules import DEMONSTRATION_PASSWORD
from gongkai.portal import actions as press
from gongkai.portal.generations import Damaged
from gongkai.portal.words import INDEXED
from gongkai.publishing import actions as publishing
from gongkai.register.actions import born
from gongkai.register.queries import head, is_demonstration, now
from gongkai.register.rules import SYSTEM

EMPTY = "还没有数据。先运行 gongkai demo（演示）或 gongkai init（正式）。"


def init(args: argparse.Namespace) -> int:
    """Make a real, empty system with its first two accounts. Passwords are shown nowhere."""
    if data.exists():
        say(f"{settings.DATA} 里已经有数据，正式系统须建在空目录（GONGKAI_DATA）。")
        return 1
    office = (args.office, PostKind.OFFICE, "信息公开岗")
    wanted = (office, (args.admin, PostKind.ADMIN, "系统管理岗"))
    try:
        passwords = [_password(username) for username, _, _ in wanted]
    except ValidationError as error:
        say("密码不符合要求：" + "".join(error.messages))
        return 1
    data.prepare()
    made = _first_accounts(args.department, wanted, passwords, timezone.now())
    for username, address, recovery in made:
        say(f"{username} 的一次性口令密钥（只显示这一次）：{address}")
        say(f"{username} 的恢复码（只显示这一次，每个可代替口令登录一次）：{'　'.join(recovery)}")
    say("已建立。首次登录须各自修改密码。用 gongkai serve 启动。")
    return 0


def _password(username: str) -> str:
    """Return the password from the environment, or typed unseen. Raises: ValidationError."""
    given = os.environ.get("GONGKAI_PASSWORD") or getpass.getpass(f"{username} 的密码：")
    validate_password(given)
    return given


@transaction.atomic
def _first_accounts(
    department: str, wanted: tuple[tuple[str, PostKind, str], ...], passwords: list[str],
    at: datetime,
) -> list[tuple[str, str, list[str]]]:  # fmt: skip
    """Make the first holders, all or none; return user name, device's address, recovery codes."""
    born(demonstration=False, at=at)
    publishing.open_desk()
    section = people.add_department(name=department, kind=DepartmentKind.SECTION)
    made = []
    for (username, kind, title), password in zip(wanted, passwords, strict=True):
        post = people.add_post(department=section, kind=kind, title=title)
        user = people.add_user(username=username, name=username, password=password, by=SYSTEM,
                               at=at, must_change_password=True)  # fmt: skip
        people.install_holding(user=user, post=post, since=at, at=at)
        device = people.install_device(user=user, at=at)
        codes = people.give_recovery_codes(user=user, at=at)
        made.append((username, device.config_url, codes))
    return made


def demo(args: argparse.Namespace) -> int:
    """Load the demonstration year into an empty data folder; at once when it is there."""
    with data.alone():
        if data.exists():
            if not is_demonstration():
                say(f"{settings.DATA} 里是正式数据，演示数据须另设目录（GONGKAI_DATA）。")
                return 0 if args.keep else 1
            if data.ready():
                say("演示数据已经就绪。")
                return 0
            say("上次装入没有完成，从头再来。")
            data.clear()
        started = time.monotonic()
        say(f"装入 2014 年度演示数据（{settings.DATA}）……")
        data.prepare()
        if args.which == "today":
            load_today(progress, timezone.now())
        else:
            load_year(progress)
        say(f"\n完成，用时 {time.monotonic() - started:.0f} 秒。")
    return 0


def codes(_: argparse.Namespace) -> int:
    """Print the demonstration accounts with their current one-time codes."""
    if not data.exists() or not is_demonstration():
        say("只有演示数据库可以列出账号和口令。")
        return 1
    say(f"演示账号（密码均为 {DEMONSTRATION_PASSWORD}）")
    for account in demonstration_accounts():
        posts = "、".join(account.posts)
        say(f"  {account.username:<12} 口令 {account.code or '不需要'}　{account.name}　{posts}")
    return 0


def rebuild(_: argparse.Namespace) -> int:
    """Render the whole public site again and flip to it; interrupted, the old one stays."""
    return _made_anew(
        lambda: press.rebuild(now(), progress), "公开页面已全部重新生成，检索已核对", "网站"
    )


def reindex(_: argparse.Namespace) -> int:
    """Index the search anew from the editions; interrupted, the old index stays."""
    return _made_anew(
        lambda: press.reindex(at=now(), progress=lambda *far: progress(*far, INDEXED)),
        "检索已全部重新建立", "检索",
    )  # fmt: skip


def _made_anew(work: Callable[[], object], done: str, what: str) -> int:
    """Carry out what makes something anew beside the old one; say how it ended."""
    if not data.exists():
        say(EMPTY)
        return 1
    started = time.monotonic()
    try:
        work()
    except KeyboardInterrupt:
        say(f"\n已中断，{what}保持原样。")
        return 130
    except DatabaseError as error:
        say(f"\n没有完成：数据库出错（{error}）。检索有损坏的，用 gongkai reindex 重新建立。")
        return 1
    except (press.RendererLost, Damaged, LookupError, RuntimeError, OSError) as error:
        say(f"\n没有完成（{type(error).__name__}：{error}），{what}保持原样。")
        return 1
    say(f"\n{done}，用时 {time.monotonic() - started:.0f} 秒。")
    return 0


def remind(_: argparse.Namespace) -> int:
    """Send the reminders that are due and were not sent; safe to run as often as one likes."""
    if not data.exists():
        say(EMPTY)
        return 1
    at = now()
    say(f"已发出 {casework.remind(at=at, more=reminders(at))} 封提醒。")
    return 0


def verify(args: argparse.Namespace) -> int:
    """Recompute every entry, snapshot and public file; say what does not agree."""
    if not data.exists():
        say(EMPTY)
        return 1
    fatal = 0
    for problem in everything(against=args.against):
        fatal += problem.fatal
        say(f"{'不一致' if problem.fatal else '说明'}　{problem.subject}　{problem.message}")
    seq, _ = head()
    say(f"已核对登记 {seq} 笔：" + (f"发现 {fatal} 处不一致。" if fatal else "全部一致。"))
    return 1 if fatal else 0
