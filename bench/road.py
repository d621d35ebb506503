"""The road, on the demonstration year: its sixty items are the bureau's real volume."""

import time
from datetime import datetime, timedelta

from django.db import transaction
from django.template.loader import render_to_string

from bench.report import Report
from gongkai.config.demonstration.load import load_year
from gongkai.people.models import PostKind, User
from gongkai.people.queries import users_in
from gongkai.portal import actions as press
from gongkai.portal import queries as portal
from gongkai.publishing import actions as publishing
from gongkai.publishing.models import Edition
from gongkai.register import actions as register
from gongkai.register.models import Entry
from gongkai.register.queries import verify
from gongkai.register.rules import Actor

CLERK = Actor(1, "演示甲", "采编", "综合处（演示）")
ENTRIES, PAGES, TAKEDOWNS, CHECKS = 1_000, 200, 20, 3


def measure(report: Report) -> None:
    """Measure the road from draft to public page."""
    started = time.perf_counter()
    load_year(lambda _done, _total, _what: None)
    report(f"装入 2014 年演示（约 410 步）：{time.perf_counter() - started:.1f} 秒")
    report.repeat("登记一条（独立事务）", ENTRIES, append)
    report.repeat("生成一个文章页（含查询）", PAGES, render)
    report.repeat("紧急下线：从下令到全部页面消失", TAKEDOWNS, take_down, "60 秒")
    report.repeat("核验全部登记和归档件", CHECKS, check)


def append(number: int) -> None:
    """Enter one act in its own transaction."""
    with transaction.atomic():
        register.append("card.opened", subject=f"bench:{number}", by=CLERK, at=_now(), title="演示")


def render(number: int) -> str:
    """Render an article page as the press does, its questions to the database included."""
    editions = Edition.objects.visible(_now()).disclosures()
    page = portal.article(portal.Site(_now()), editions[number % len(editions)])
    return render_to_string("portal/article.html", {"page": page})


def take_down(number: int) -> None:
    """Take an item down urgently and have the press remove it from every surface."""
    at = _now() + timedelta(minutes=number + 1)
    item = Edition.objects.visible(at).disclosures().first()
    publishing.take_down_urgently(public_id=item.public_id, reason="演示", by=_officer(), at=at)
    press.flip_due(at)


def check(_number: int) -> None:
    """Verify the whole register and its snapshots."""
    faults = [problem for problem in verify() if problem.fatal]
    if faults:
        raise SystemExit(f"台账不一致：{faults[:3]}")


def _now() -> datetime:
    return Entry.objects.filter(verb="demonstration.ready").last().occurred_at


def _officer() -> User:
    return users_in(PostKind.OFFICE, _now()).first()
