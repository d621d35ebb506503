"""A release of thirty items under load: what every single request saw, through both servers.

The whole `gongkai serve` runs. Thirty items are drafted and signed by the real road for one T; a
client asks 500 times a second, on a fixed schedule over kept connections, for their addresses and
for the lists that name them. An answer is told by its bytes:

    old      the bytes its address had before the run        new      those it has after it
    torn     any other bytes
    early    new, received before T
    late     old, though asked for more than a second after T
    mixed    old, though asked for after some answer, on any connection, was received new
"""

import asyncio
import contextlib
import itertools
import math
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from django.conf import settings

from bench.report import Report
from bench.serving import serving
from bench.site import build
from gongkai.law.refused import Refused
from gongkai.people.models import PostKind
from gongkai.people.queries import users_in
from gongkai.portal import actions as press
from gongkai.portal import rules
from gongkai.portal.queries import address_of
from gongkai.publishing import actions as publishing
from gongkai.publishing.models import ApprovalCard, Edition
from gongkai.publishing.rules import IN_REVIEW
from gongkai.register.queries import now
from tools import nginx
from tools.ports import free_port

ITEMS, RELEASED = 1_000, 30
RATE, CONNECTIONS = 500, 25
BEFORE, AFTER = 12.0, 8.0  # seconds of load around T
AHEAD = 90  # seconds from the first draft to T: thirty times the road takes about twenty
LIMIT = 1.0


@dataclass(frozen=True)
class Answer:
    """One answer: seconds of the wall clock when it was due, asked for and received whole."""

    path: str
    due: float
    asked: float
    received: float
    body: bytes


def measure(report: Report) -> None:
    """Release thirty items under load, first through the embedded server, then through nginx."""
    build(ITEMS)
    press.rebuild(now())
    own, front = free_port(), free_port()
    with serving(own):
        _one(report, "自带服务器", own, "甲")
        if nginx.find() is None:
            report("没有 nginx（Debian 软件包 nginx-light），经它的没有测。")
            return
        folder = settings.DATA / "nginx"
        folder.mkdir()
        log = folder / "access.log"
        site = nginx.site(settings.DATA, port=front, application=own, log=log)
        with nginx.running(nginx.write(folder, site), front):
            _one(report, "nginx 生产配置", front, "乙")


def _one(report: Report, who: str, port: int, mark: str) -> None:
    moment = now().replace(microsecond=0) + timedelta(seconds=AHEAD)
    lists, articles = _planned(mark, moment)
    addresses = [*lists, *articles]
    before = {path: _file(path) for path in addresses}
    instant = time.time() + (moment - now()).total_seconds()
    wait = instant - BEFORE - time.time()
    if wait < 0:
        raise SystemExit(f"起草和签批用得太久：离 {moment} 只差 {wait + BEFORE:.0f} 秒")
    time.sleep(wait)
    answers, errors = asyncio.run(
        load(port, lambda draw: draw.choice(addresses), time.time() + 0.1, instant + AFTER)
    )
    after = {path: _file(path) for path in addresses}
    unchanged = [path for path in addresses if before[path] == after[path]]
    if unchanged:
        raise SystemExit(f"到时没有变：{unchanged}")
    _tell(report, who, instant, answers, errors, (before, after))


def _planned(mark: str, moment: datetime) -> tuple[list[str], list[str]]:
    """Take thirty items through the road for one moment; return the lists and their addresses."""
    editor = users_in(PostKind.EDITOR, now()).first()
    columns = set()
    articles = []
    for number in range(RELEASED):
        page = publishing.draft(
            column="news-work", by=editor, at=now(), title=f"演示{mark}{number}号同时发布的信息",
            summary="演示", formed_on=date(moment.year, moment.month, 1), demonstration=True,
            source_name=settings.BUREAU, body=[{"type": "text", "html": f"<p>演示{number}</p>"}],
        )  # fmt: skip
        card = publishing.submit(page=page, by=editor, at=now(), release_at=moment)
        while card.step in IN_REVIEW:
            card = signed(card)
        edition = Edition.objects.get(card=card)
        articles.append(address_of(edition))
        columns.add(edition.column)
    month = f"{moment:%Y%m}"
    lists = ["/", rules.feed_address(), rules.catalogue_address(), rules.catalogue_address(month)]
    for key in columns:
        lists += [rules.column_address(key), rules.column_address(key, month),
                  rules.feed_address(key)]  # fmt: skip
    return lists, articles


def signed(card: ApprovalCard) -> ApprovalCard:
    """Sign a card's present step as the first person of its kind of post who may."""
    kind, own = next((post, own) for step, post, own in card.stages if step == card.step)
    for by in users_in(PostKind(kind), now(), card.department if own else None):
        with contextlib.suppress(Refused):
            return publishing.sign(card=card.pk, by=by, at=now(), digest=card.digest)
    raise SystemExit(f"没有人能办理：{card.number} {card.step}")


def _file(address: str) -> bytes:
    path = settings.PUBLIC / "current" / (rules.file_of(address) or "")
    return (path if path.exists() else settings.PUBLIC / "current" / "404.html").read_bytes()


async def load(
    port: int, choose: Callable[[Random], str], started: float, until: float
) -> tuple[list[Answer], list[str]]:
    """Ask on a fixed schedule from a moment to another; a lost connection is opened again, counted."""
    answers: list[Answer] = []
    errors: list[str] = []
    ticks = itertools.count()

    async def client(draw: Random) -> None:
        pipe = None
        while (due := started + next(ticks) / RATE) < until:
            await asyncio.sleep(max(0.0, due - time.time()))
            path = choose(draw)
            try:
                pipe = pipe or await asyncio.open_connection("127.0.0.1", port)
                asked = time.time()
                body = await ask(*pipe, path)
                answers.append(Answer(path, due, asked, time.time(), body))
            except (OSError, EOFError, ValueError) as error:
                errors.append(f"{path} {error!r}")
                pipe = None

    await asyncio.gather(*(client(Random(number)) for number in range(CONNECTIONS)))
    return answers, errors


async def ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str) -> bytes:
    """Return the body of an answer. Raises: ValueError for any status but 200 and 404."""
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    if head[9:12] not in {"200", "404"}:
        raise ValueError(head.partition("\r\n")[0])
    return await reader.readexactly(int(head.partition("content-length: ")[2].split()[0]))


def _tell(
    report: Report, who: str, instant: float, answers: Sequence[Answer], errors: Sequence[str],
    sides: tuple[dict[str, bytes], dict[str, bytes]],
) -> None:  # fmt: skip
    old = [one for one in answers if one.body == sides[0][one.path]]
    new = [one for one in answers if one.body == sides[1][one.path]]
    torn = len(answers) - len(old) - len(new)
    first = min((one.received for one in new), default=math.inf)
    mixed = [one for one in old if one.asked > first]
    early = [one for one in new if one.received < instant]
    late = [one for one in old if one.asked > instant + LIMIT]
    span = max(one.received for one in answers) - min(one.asked for one in answers)
    report(f"{who}：{RELEASED} 条同时发布，{len(answers)} 次请求，每秒 {len(answers) / span:.0f} 次，"
           f"出错 {len(errors)} 次{errors[:3] or ''}")  # fmt: skip
    report(f"{who}：旧 {len(old)}，新 {len(new)}，残缺 {torn}，混杂 {len(mixed)}，"
           f"提前 {len(early)}，迟于 {LIMIT:.0f} 秒 {len(late)}（限 0）")  # fmt: skip
    seen = {one.path for one in new} - {one.path for one in new if one.received > instant + LIMIT}
    last = max(one.asked for one in old) - instant
    report(f"{who}：T 后 {(first - instant) * 1000:.0f} 毫秒收到第一个新页，"
           f"最后一个旧页在 T 后 {last * 1000:.0f} 毫秒请求{'；' + str(seen) if seen else ''}")  # fmt: skip
    for when, low, high in (("T 前", -math.inf, 0.0), ("T 起 1 秒", 0.0, 1.0),
                            ("其后", 1.0, math.inf)):  # fmt: skip
        _latency(report, f"{who}，{when}",
                 (one.received - one.due for one in answers if low <= one.due - instant < high))  # fmt: skip
    if torn or mixed or early or late or errors:
        raise SystemExit("切换不合要求")


def _latency(report: Report, what: str, taken: Iterable[float]) -> None:
    ranked = sorted(one * 1000 for one in taken)
    p99 = ranked[max(0, round(0.99 * len(ranked)) - 1)]
    report(f"{what}：{len(ranked)} 次，p50 {statistics.median(ranked):.1f} 毫秒，p99 {p99:.1f} 毫秒，"
           f"最长 {ranked[-1]:.1f} 毫秒")  # fmt: skip
