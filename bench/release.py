"""The release minute: a data release at T under 500 requests a second, from a cold start.

A flow of 100 series over 120 months is public. Its next month is signed for T. `gongkai serve` is
started 25 seconds before T, or as many as `python -m bench release 6` says, and asked nothing, so
every cache is empty; then a client asks 500 times a second,
for a minute, for pages and downloads (seven of ten) and for what is answered anew: slices as
JSON-stat and SDMX-CSV, metadata, the calendar (three of ten). An answer is told by its bytes, as in
flip: old, new, torn (neither), early (new before T), late (old, asked more than a second after T).
"""

import asyncio
import math
import statistics
import time
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from django.conf import settings

from bench.flip import Answer, ask, load, signed
from bench.report import Report
from bench.serving import serving
from bench.site import build
from gongkai.figures import actions as figures
from gongkai.figures.models import Flow
from gongkai.figures.rules import Given, Status, moved
from gongkai.people.models import Department, Holding, PostKind, User
from gongkai.people.queries import users_in
from gongkai.portal import actions as press
from gongkai.portal.queries import address_of
from gongkai.publishing import actions as publishing
from gongkai.publishing.models import Edition
from gongkai.publishing.rules import IN_REVIEW
from gongkai.register.queries import now
from tools.ports import free_port

ITEMS = 1_000
SERIES, MONTHS, FIRST = 100, 120, "2005-01"
COLD, BEFORE, AFTER = 25.0, 2.0, 60.0  # seconds before T: started, asked; and asked until
AHEAD = 75  # seconds for signing and rendering, before the server is started
LIMIT, SLOW = 1.0, 100.0  # seconds after T; milliseconds at p99
ANEW = 0.3  # of all requests, those that are answered and not read from a file
STEP = 10.0  # seconds of the curve


def measure(report: Report, cold: str = str(COLD)) -> None:
    """Release a month of figures under load, the server started so many seconds before."""
    before_t = float(cold)
    if before_t < BEFORE:
        raise SystemExit(f"服务至少要在 T 前 {BEFORE:.0f} 秒启动")
    build(ITEMS)
    editor, department = _keeper()
    flow = _flow(editor, department)
    _vintage(flow, editor, [moved(FIRST, n) for n in range(MONTHS)], None)
    press.rebuild(now())
    press.tick(now())
    moment = now().replace(microsecond=0) + timedelta(seconds=AHEAD + before_t)
    article = _vintage(flow, editor, [moved(FIRST, MONTHS)], moment)
    press.prepare(now())
    port = free_port()
    pages, services = _addresses(article)
    before = _bodies(port, [*pages, *services])
    instant = time.time() + (moment - now()).total_seconds()
    if instant - before_t < time.time():
        raise SystemExit("起草、签批和准备用得太久，没有赶上预定时刻")
    time.sleep(instant - before_t - time.time())
    report(f"服务在 T 前 {before_t:g} 秒启动")
    with serving(port):
        answers, errors = asyncio.run(load(
            port, lambda draw: draw.choice(services if draw.random() < ANEW else pages),
            instant - BEFORE, instant + AFTER,
        ))  # fmt: skip
    after = _bodies(port, [*pages, *services])
    _tell(report, instant, answers, errors, (before, after))


def _keeper() -> tuple[User, Department]:
    """Return an editor whose section has a second one, who checks the figures."""
    for row in Holding.objects.in_force(now()).filter(post__kind=PostKind.EDITOR):
        if users_in(PostKind.EDITOR, now(), row.post.department).count() > 1:
            return row.user, row.post.department
    raise SystemExit("没有两名采编的科室")


def _flow(by: User, department: Department) -> Flow:
    at = now()
    subject = figures.define_subject(code="BENCH", name="演示专业", place=9, by=by, at=at)
    figures.define_regions(rows=[("130100", "石家庄市", "")], by=by, at=at)
    for number in range(SERIES):
        figures.define_indicator(code=f"I{number:03}", subject=subject, name=f"演示指标{number}",
                                 unit="亿元", decimals=2, meaning="演示", by=by, at=at)  # fmt: skip
    return figures.define_flow(
        code="BENCH_M", subject=subject, department=department, by=by, at=at, name="演示月度数据",
        frequency="M", source="演示", coverage="演示", method="演示", calculation="演示",
        sample="演示", demonstration=True,
    )  # fmt: skip


def _vintage(flow: Flow, by: User, periods: Sequence[str], moment: datetime | None) -> str:
    """Take a vintage through the road, for now or for a moment; return its article's address."""
    draw, at = Random(len(periods)), now()
    row = figures.begin_vintage(flow=flow, title=f"演示{periods[-1]}", by=by, at=at)
    row = figures.put(vintage=row.pk, by=by, at=at, rows=[
        Given(f"I{n:03}.130100", period, Decimal(draw.randrange(10_000, 999_999)).scaleb(-2),
              Status.PROVISIONAL)
        for n in range(SERIES) for period in periods
    ])  # fmt: skip
    block = {"type": "data", "title": row.title, "flow": flow.code, "sha256": row.sha256,
             "vintage": {"title": row.title, "kind": str(row.kind)},
             "show": {"form": "table", "keys": [f"I{n:03}.130100" for n in range(10)],
                      "periods": 12}}  # fmt: skip
    page = publishing.draft(
        column="news-work", by=by, at=at, title=f"{row.title}主要指标（演示）", summary="演示",
        formed_on=date(at.year, at.month, 1), demonstration=True, source_name=settings.BUREAU,
        body=[block], route="data",
    )  # fmt: skip
    card = publishing.submit(page=page, by=by, at=now(), release_at=moment)
    while card.step in IN_REVIEW:
        card = signed(card)
    return address_of(Edition.objects.get(card=card))


def _addresses(article: str) -> tuple[list[str], list[str]]:
    flow = "/data/BENCH_M/"
    pages = ["/", "/data/", article, flow, f"{flow}BENCH_M.csv", f"{flow}BENCH_M.xlsx",
             *(f"{flow}I{n:03}.130100/" for n in range(10))]  # fmt: skip
    slices = [",".join(f"I{n:03}" for n in range(start, start + 10)) for start in range(0, 100, 10)]
    services = [
        *(f"/api/v2/tables/BENCH_M/data?valuecodes[INDICATOR]={one}&outputFormat=json-stat2"
          for one in slices),
        *(f"/sdmx/v2/data/dataflow/*/BENCH_M/*/*?c[INDICATOR]={one}&lastNObservations=24"
          for one in slices[:5]),
        "/api/v2/tables/BENCH_M/metadata",
        "/api/v2/tables",
        "/calendar/",
    ]  # fmt: skip
    return pages, services


def _bodies(port: int, addresses: Sequence[str]) -> dict[str, bytes]:
    """Return what every address answers now, from a server of its own."""

    async def each() -> dict[str, bytes]:
        pipe = await asyncio.open_connection("127.0.0.1", port)
        return {path: await ask(*pipe, path) for path in addresses}

    with serving(port):
        return asyncio.run(each())


def _tell(
    report: Report, instant: float, answers: Sequence[Answer], errors: Sequence[str],
    sides: tuple[dict[str, bytes], dict[str, bytes]],
) -> None:  # fmt: skip
    changed = {path for path in sides[0] if sides[0][path] != sides[1][path]}
    told = [one for one in answers if one.path in changed]
    new = [one for one in told if one.body == sides[1][one.path]]
    old = [one for one in told if one.body == sides[0][one.path]]
    same = [one for one in answers if one.path not in changed]
    torn = len(told) - len(new) - len(old)
    torn += sum(one.body != sides[0][one.path] for one in same)
    early = [one for one in new if one.received < instant]
    late = [one for one in old if one.asked > instant + LIMIT]
    first = min((one.received for one in new), default=math.inf) - instant
    report(f"冷启动后 T 起 {AFTER:.0f} 秒：{len(answers)} 次请求，出错 {len(errors)} 次"
           f"{errors[:3] or ''}，到时变化的地址 {len(changed)} 个，T 后 {first * 1000:.0f} 毫秒收到第一个新数")  # fmt: skip
    report(f"残缺 {torn}，提前 {len(early)}，迟于 {LIMIT:.0f} 秒 {len(late)}（限 0）")
    after = [one for one in answers if one.due >= instant]
    for low in range(0, int(AFTER), int(STEP)):
        there = [one for one in after if low <= one.due - instant < low + STEP]
        report(f"T+{low:2}—{low + STEP:.0f} 秒：{_spread(there)}")
    report(f"T 起一分钟：{_spread(after)}（限 p99 {SLOW:.0f} 毫秒）")
    for name, found in (("页面和下载", [one for one in after if "/api/" not in one.path
                                   and "/sdmx/" not in one.path]),
                        ("数据服务", [one for one in after if "/api/" in one.path
                                  or "/sdmx/" in one.path])):  # fmt: skip
        report(f"其中{name}：{_spread(found)}")
    if torn or early or late or errors:
        raise SystemExit("发布这一分钟不合要求")


def _spread(answers: Sequence[Answer]) -> str:
    ranked = sorted((one.received - one.due) * 1000 for one in answers)
    if not ranked:
        return "没有请求"
    p99 = ranked[max(0, round(0.99 * len(ranked)) - 1)]
    return (f"{len(ranked)} 次，p50 {statistics.median(ranked):.1f} 毫秒，p99 {p99:.1f} 毫秒，"
            f"最长 {ranked[-1]:.1f} 毫秒")  # fmt: skip
