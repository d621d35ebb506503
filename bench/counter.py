"""The counter with 100,000 cases: due dates, case pages, the annual report, a holiday notice.

Due dates are reckoned from facts already read: that is the pure function. The report is that of a
whole year with every cell; the notice moves a week of holidays into the terms of every open case.
"""

import os
import time
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from random import Random
from zoneinfo import ZoneInfo

from django.db import connection
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY

from bench.cases import TODAY, build
from bench.report import Report
from gongkai.casework import actions, queries
from gongkai.casework.models import Case
from gongkai.law.calendar import STANDARD, Year
from gongkai.law.clock import due_of
from gongkai.oversight.queries.report import report as annual_report
from gongkai.people.models import Holding, PostKind

CASES = int(os.environ.get("GONGKAI_BENCH_CASES", "100000"))
PAGES, SAMPLE, ROUNDS = 200, 2_000, 5
NOON = datetime.combine(TODAY, clock_time(12), ZoneInfo("Asia/Shanghai"))


def measure(report: Report) -> None:
    """Measure the counter on this database."""
    started = time.perf_counter()
    build(CASES)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    report(
        f"备好 {CASES} 件办件：{time.perf_counter() - started:.0f} 秒，在办 {Case.objects.open().count()} 件"
    )
    _due_dates(report)
    _pages(report)
    report.repeat("2025年度报告，全部表格和正文事实", ROUNDS, lambda _: annual_report(2025, NOON),
                  "3 秒")  # fmt: skip
    _notice(report)


def _due_dates(report: Report) -> None:
    """Time the pure function, fact by fact as the cases have them, and the same told in words."""
    ids = Random(1).sample(list(Case.objects.requests().values_list("pk", flat=True)), SAMPLE)
    facts = [queries.facts(case) for case in Case.objects.filter(pk__in=ids)]
    started = time.perf_counter()
    for one in facts:
        due_of(one, today=TODAY, calendar=STANDARD)
    taken = (time.perf_counter() - started) / len(facts) * 1e6
    report(f"推算一件的期限（纯函数）：{len(facts)} 件平均 {taken:.1f} 微秒（限 100 微秒）")


def _pages(report: Report) -> None:
    client, draw = _signed_in(), Random(2)
    ids = list(Case.objects.values_list("pk", flat=True))
    asked = [f"/desk/cases/{draw.choice(ids)}/" for _ in range(PAGES)]
    assert client.get(asked[0]).status_code == 200
    report.repeat("办件页，整个请求", PAGES, lambda n: client.get(asked[n]), "p95 100 毫秒")
    report.repeat("办件列表，整个请求", 20, lambda _: client.get("/desk/cases/?tab=all"))


def _signed_in() -> Client:
    """Return a client in the office, with its code shown."""
    user = Holding.objects.filter(post__kind=PostKind.OFFICE).order_by("pk").first().user
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = user.totpdevice_set.get().persistent_id
    session.save()
    return client


def _notice(report: Report) -> None:
    """Move a week into holidays that every open case's term lies over, and reckon all anew."""
    first = date(TODAY.year, 11, 23)
    year = STANDARD.years[TODAY.year]
    week = frozenset(first + timedelta(days=n) for n in range(5))
    moved = STANDARD.with_notice(Year("演示放假安排", year.off | week, year.work))
    started = time.perf_counter()
    changed = actions.rederive(at=NOON, calendar=moved)
    taken = time.perf_counter() - started
    report(
        f"放假安排公布后重新推算全部在办件并逐件登记：{taken:.1f} 秒，{changed} 件期限变动（限 10 秒）"
    )
