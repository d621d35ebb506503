"""The press on sites of three sizes: from the last signature to every surface, and a whole site.

The new items come out in the last month that has others, not in an empty one: their lists are as
long as that size makes them.
"""

import time
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from bench.prose import content
from bench.report import Report
from bench.site import LEAVES, build
from gongkai.law.refused import Refused
from gongkai.people.models import PostKind, User
from gongkai.people.queries import users_in
from gongkai.portal import actions as press
from gongkai.portal import generations, rules, words
from gongkai.portal.queries import address_of
from gongkai.portal.queries.months import month_of
from gongkai.publishing import actions as publishing
from gongkai.publishing.models import ApprovalCard, Disclosure, Edition
from gongkai.publishing.queries import read_route
from gongkai.publishing.rules import IN_REVIEW, stage_of
from gongkai.register.queries import head

SIZES = (1_000, 10_000, 50_000)
RELEASES, TAKEDOWNS = 20, 5
FAR = 5_000_000  # numbers of texts that no built item has


def measure(report: Report) -> None:
    """Measure sites of growing size, the same one grown."""
    for items in SIZES:
        started = time.perf_counter()
        build(items)
        report(f"{items} 条：写入数据库 {time.perf_counter() - started:.0f} 秒")
        _rebuild(report, items)
        head()  # as the running press does when it starts
        _releases(report, items, planned=False)
        _releases(report, items, planned=True)
        _takedowns(report, items)
        _sizes(report, items)


def _last() -> datetime:
    """Return the moment of the last release."""
    return Edition.objects.filter(shown=True).order_by("-first_from").first().first_from


def _rebuild(report: Report, items: int) -> None:
    """Render everything again; the search is indexed behind it, when the pages are out."""
    began: dict[str, float] = {}
    started = time.perf_counter()
    tree = press.rebuild(
        _last(), lambda _done, _all, what: began.setdefault(what, time.perf_counter()) and None
    )
    out, ended = began[words.INDEXED], time.perf_counter()
    files = generations.walk(Path(settings.PUBLIC), tree)
    pages = sum(path.endswith(".html") for path, _ in files)
    report(
        f"{items} 条：全站重新生成 {pages} 页，{out - started:.0f} 秒，每秒 {pages / (out - started):.0f} 页"
        f"（50000 条限 600 秒）；其后重建检索 {ended - out:.0f} 秒"
    )


def _releases(report: Report, items: int, *, planned: bool) -> None:
    """Publish one by one; a planned one lies prepared when its moment comes."""
    taken = []
    for number in range(RELEASES):
        at = _last() + timedelta(seconds=40)
        page = _signed(FAR + items * 2 + number * 2 + planned, at, timedelta(seconds=20) * planned)
        if planned:
            press.prepare(at)
            at += timedelta(seconds=20)
        started = time.perf_counter()
        (press.flip_due if planned else press.tick)(at)
        taken.append((time.perf_counter() - started) * 1000)
        missing = _not_shown(page)
        if missing:
            raise SystemExit(f"没有公开在：{missing}")
    what = "定时件，从到时到全部页面和检索" if planned else "即时件，从签发到全部页面和检索"
    report.times(f"{items} 条：{what}", taken, "1000 毫秒，且不随条数增长")


def _signed(number: int, at: datetime, later: timedelta) -> Disclosure:
    """Take a new item through the road up to its last signature."""
    found = content(number, LEAVES[number % len(LEAVES)].key, at.date())
    page = None
    for by in users_in(PostKind.EDITOR, at):
        try:
            page = publishing.draft(
                column=found["column"], body=found["body"], by=by, at=at, title=found["title"],
                summary=found["summary"], formed_on=at.date(), category=1, source_name="演示局",
                demonstration=True,
            )  # fmt: skip
            card = publishing.submit(
                page=page, by=by, at=at, release_at=at + later if later else None
            )
            break
        except Refused:
            continue
    if page is None:
        raise SystemExit("没有人可以采编")
    while card.step in IN_REVIEW:
        card = _sign(card, at)
    return page


def _sign(card: ApprovalCard, at: datetime) -> ApprovalCard:
    kind = PostKind(stage_of(read_route(card.stages), card.step).post)
    for by in users_in(kind, at):
        try:
            return publishing.sign(card=card.pk, by=by, at=at, digest=card.digest)
        except Refused:
            continue
    raise SystemExit(f"没有人可以签批：{card.step}")


def _not_shown(page: Disclosure) -> list[str]:
    """Return the surfaces on which a released item is not found."""
    edition = Edition.objects.get(public_id=page.public_id)
    month, key = month_of(edition.first_from), edition.column
    surfaces = [
        address_of(edition), "/", rules.column_address(key), rules.column_address(key, month),
        rules.catalogue_address(), rules.catalogue_address(month), rules.feed_address(),
        rules.feed_address(key), rules.places_address(month),
    ]  # fmt: skip
    current = Path(settings.PUBLIC) / "current"
    return [
        one for one in surfaces
        if page.public_id not in (current / rules.file_of(one)).read_text()
    ]  # fmt: skip


def _takedowns(report: Report, items: int) -> None:
    taken = []
    for _ in range(TAKEDOWNS):
        at = _last() + timedelta(seconds=40)
        item = Edition.objects.filter(shown=True).order_by("first_from")[items // 2]
        publishing.take_down_urgently(
            public_id=item.public_id, reason="演示", by=_officer(at), at=at
        )
        started = time.perf_counter()
        press.flip_due(at)
        taken.append((time.perf_counter() - started) * 1000)
    report.times(f"{items} 条：紧急下线，从下令到全部页面", taken, "60 秒")


def _officer(at: datetime) -> User:
    return users_in(PostKind.OFFICE, at).first()


def _sizes(report: Report, items: int) -> None:
    files = [path.lstat() for path in (Path(settings.PUBLIC) / "trees").rglob("*")]
    seen = {one.st_ino: one.st_blocks * 512 for one in files}
    data = Path(settings.DATABASES["default"]["NAME"])
    base = data.stat().st_size / 1e6 if data.is_file() else 0
    report(
        f"{items} 条：公开目录 {len(seen)} 个文件和目录、{sum(seen.values()) / 1e6:.0f} MB；"
        f"数据库 {base:.0f} MB"
    )
