"""A million observations in twenty vintages: slices, a moment of the past, the whole flow; Datasette.

3,500 series of 200 months are opened with the first vintage; each of nineteen later ones revises
some months of 750 of them, so that twenty overlap: 1,000,000 rows. Asked is the running system, by
HTTP over one kept connection, always for another slice: no answer comes from the shelf. The peer has
the values that stand in one flat table with an index on its key, and its answers' limit raised; it
knows no vintages and no notes by cell. It is installed into a folder of its own, thrown away after.
"""

import http.client
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from itertools import product
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from bench.report import Report
from bench.serving import serving
from gongkai.figures.models import (
    STANDS,
    Code,
    Codelist,
    Flow,
    Indicator,
    Observation,
    Region,
    Series,
    Subject,
    Vintage,
)
from gongkai.figures.queries import meta_of
from gongkai.people.models import Department, User
from gongkai.register.actions import born
from gongkai.register.queries import now
from tools.ports import free_port

INDICATORS, REGIONS, SECTORS, MONTHS = 35, 10, 10, 200
REVISED, VINTAGES = 750, 20
A_BATCH, ROUNDS = 20_000, 60
LIMIT, PEER = "p95 60 毫秒", "datasette==0.65.5"
FLOW = "BENCH_M"
FIELDS = ("series_id", "period", "vintage_id", "number", "places", "status", "missing", "note",
          "opened", "closed")  # fmt: skip


def measure(report: Report) -> None:
    """Build the data, then ask the running system and the peer."""
    started = time.perf_counter()
    vintages = build()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    report(
        f"备好 {Observation.objects.count()} 个数、{Series.objects.count()} 个序列、"
        f"{len(vintages)} 个版次：{time.perf_counter() - started:.0f} 秒"
    )
    port = free_port()
    with serving(port):
        ours = _ours(report, port, vintages)
    peer = _peer(report) if connection.vendor == "sqlite" else {}
    for name in peer.keys() & ours.keys():
        report(f"{name}，中位：本系统 ÷ Datasette = {ours[name] / peer[name]:.2f}")


def build() -> list[Vintage]:
    """Fill the configured, migrated database; return the vintages, the first one first."""
    born(demonstration=False, at=now())
    months = [f"{2008 + n // 12}-{n % 12 + 1:02}" for n in range(MONTHS)]
    flow, series = _names()
    user = User.objects.create(username="bench", name="演示")
    first = now() - timedelta(days=VINTAGES)
    vintages = Vintage.objects.bulk_create(
        Vintage(flow=flow, title="演示", made_by=user, made_at=first, order=n + 1,
                visible_from=first + timedelta(days=n), sha256=f"{n:064}")
        for n in range(VINTAGES)
    )  # fmt: skip
    _observations(series, months, vintages)
    meta = meta_of(flow, None)
    Vintage.objects.update(meta=meta)
    return vintages


def _names() -> tuple[Flow, list[Series]]:
    subject = Subject.objects.create(code="BENCH", name="演示")
    department = Department.objects.create(name="演示科")
    sectors = Codelist.objects.create(code="SECTOR", name="行业（演示）")
    indicators = [Indicator.objects.create(code=f"I{n:02}", name=f"演示指标{n}", subject=subject,
                  unit="亿元", meaning="演示") for n in range(INDICATORS)]  # fmt: skip
    regions = [Region.objects.create(code=f"1301{n:02}", name=f"演示区{n}") for n in range(REGIONS)]
    codes = [Code.objects.create(codelist=sectors, code=f"S{n}", name=f"演示行业{n}")
             for n in range(SECTORS)]  # fmt: skip
    flow = Flow.objects.create(code=FLOW, name="演示数据集", subject=subject, department=department,
                               codelists=["SECTOR"], source="演示")  # fmt: skip
    series = Series.objects.bulk_create(
        Series(flow=flow, key=f"{one.code}.{region.code}.{code.code}", indicator=one, region=region)
        for one, region, code in product(indicators, regions, codes)
    )
    return flow, list(series)


def _observations(series: list[Series], months: list[str], vintages: list[Vintage]) -> None:
    """Write all rows in the order they would have come: vintage after vintage."""
    marks = ",".join(["%s"] * len(FIELDS))
    sql = f"INSERT INTO {Observation._meta.db_table} ({','.join(FIELDS)}) VALUES ({marks})"
    rows = _rows([one.pk for one in series], months, [one.pk for one in vintages])
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        while batch := [row for row, _ in zip(rows, range(A_BATCH), strict=False)]:
            cursor.executemany(sql, batch)
        cursor.execute("COMMIT")


def _rows(
    series: list[int], months: list[str], vintages: list[int]
) -> Iterator[tuple[Any, ...]]:  # fmt: skip
    draw = Random(2026)
    later = VINTAGES - 1
    for n, vintage in enumerate(vintages):
        for place, pk in enumerate(series if n == 0 else series[:REVISED]):
            for at, month in enumerate(months):
                orders = _orders(place, at, later) if place < REVISED else [1]
                if n + 1 not in orders:
                    continue
                closed = next((one for one in orders if one > n + 1), STANDS)
                missing = "O" if draw.random() < 0.02 else ""
                number = None if missing else draw.randrange(-9_999, 999_999)
                status = "P" if closed != STANDS else "A"
                note = "演示注释" if draw.random() < 0.01 else ""
                yield (pk, month, vintage, number, 0 if missing else 1, status, missing, note,
                       n + 1, closed)  # fmt: skip


def _orders(series: int, month: int, later: int) -> list[int]:
    """Return the orders a cell was said in: by the first vintage and by two others."""
    one = (series * 7 + month) % later
    return sorted({1, one + 2, (one + 9) % later + 2})


def _ours(report: Report, port: int, vintages: list[Vintage]) -> dict[str, float]:
    then = vintages[VINTAGES // 2].visible_from + timedelta(hours=1)
    past = f"&asOf={quote(then.isoformat())}"
    found = {}
    with _asking(port) as ask:
        ask(f"/api/v2/tables/{FLOW}/metadata")
        for name, path, limit in (
            ("切片 5000 格，JSON", _px("json-stat2"), LIMIT),
            ("切片 5000 格，CSV", _px("csv"), LIMIT),
            ("切片 5000 格，SDMX-CSV", _sdmx, LIMIT),
        ):
            found[name] = _timed(report, f"{name}，现在", ask, path, limit)
            old = _timed(report, f"{name}，第 {VINTAGES // 2 + 1} 个版次时", ask,
                         lambda draw, path=path: path(draw) + past, "现在的两倍")  # fmt: skip
            report(f"{name}：过去 ÷ 现在 = {old / found[name]:.2f}（限 2）")
        _stream(report, ask)
    return found


def _timed(
    report: Report, name: str, ask: Callable[[str], bytes], path: Callable[[Random], str],
    limit: str,
) -> float:  # fmt: skip
    """Ask for slice after slice, each another; return the median. Unit: milliseconds."""
    draw, taken = Random(name), []
    for _ in range(ROUNDS):
        address = path(draw)
        started = time.perf_counter()
        ask(address)
        taken.append((time.perf_counter() - started) * 1000)
    report.times(name, taken, limit)
    return sorted(taken)[len(taken) // 2]


def _slice(draw: Random) -> tuple[str, list[str], list[str]]:
    regions = sorted(draw.sample([f"1301{n:02}" for n in range(REGIONS)], 5))
    sectors = sorted(draw.sample([f"S{n}" for n in range(SECTORS)], 5))
    return f"I{draw.randrange(INDICATORS):02}", regions, sectors


def _px(form: str) -> Callable[[Random], str]:
    def path(draw: Random) -> str:
        indicator, regions, sectors = _slice(draw)
        return (
            f"/api/v2/tables/{FLOW}/data?outputFormat={form}&valuecodes[ContentsCode]={indicator}"
            f"&valuecodes[REF_AREA]={','.join(regions)}&valuecodes[SECTOR]={','.join(sectors)}"
            "&valuecodes[TIME_PERIOD]=*"
        )

    return path


def _sdmx(draw: Random) -> str:
    indicator, regions, sectors = _slice(draw)
    key = f"M.{indicator}.{'+'.join(regions)}.{'+'.join(sectors)}"
    return f"/sdmx/v1/data/{FLOW}/{key}/all?detail=full"


@contextmanager
def _asking(port: int) -> Iterator[Callable[[str], bytes]]:
    """Give a function that asks over one kept connection, as somebody else each time."""
    draw = Random(7)
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=600)) as line:

        def ask(path: str) -> bytes:
            caller = ".".join(str(draw.randrange(1, 255)) for _ in range(4))
            headers = {
                "X-Forwarded-For": caller,
                "Accept": "application/vnd.sdmx.data+csv;version=1.0.0",
            }
            line.request("GET", path, headers=headers)
            answer = line.getresponse()
            body = answer.read()
            if answer.status != 200:
                raise SystemExit(f"{answer.status} {path}: {body[:300]!r}")
            return body

        yield ask


def _stream(report: Report, ask: Callable[[str], bytes]) -> None:
    """Take the whole flow as CSV, and tell by how much the servers' memory grew."""
    ask(f"/api/v2/tables/{FLOW}/data?outputFormat=csv&valuecodes[TIME_PERIOD]=TOP(2)")
    before, started = _peaks(), time.perf_counter()
    asked = "&".join(f"valuecodes[{one}]=*" for one in ("ContentsCode", "REF_AREA", "SECTOR", "TIME_PERIOD"))  # fmt: skip
    body = ask(f"/api/v2/tables/{FLOW}/data?outputFormat=csv&{asked}")
    taken = time.perf_counter() - started
    after = _peaks()
    grown = max(after[pid] - before.get(pid, 0) for pid in after)
    report(
        f"整个数据集，CSV：{_lines(body)} 行，{len(body) / 1e6:.0f} MB，{taken:.1f} 秒；"
        f"服务进程内存峰值增加 {grown:.0f} MB，最大 {max(after.values()):.0f} MB"
    )


def _lines(body: bytes) -> int:
    return body.count(b"\n") - 1


def _peaks() -> dict[int, float]:
    """Return the highest memory of every process below this one, by its number. Unit: MB."""
    parents, peaks = {}, {}
    for path in Path("/proc").glob("[0-9]*/status"):
        try:
            said = dict(
                line.split(":\t", 1) for line in path.read_text().splitlines() if ":\t" in line
            )
        except OSError:
            continue
        pid = int(path.parent.name)
        parents[pid], peaks[pid] = int(said["PPid"]), said.get("VmHWM", "0 kB")
    mine = {os.getpid()}
    while more := {pid for pid, above in parents.items() if above in mine} - mine:
        mine |= more
    return {pid: int(peaks[pid].split()[0]) / 1024 for pid in mine - {os.getpid()}}


def _peer(report: Report) -> dict[str, float]:
    """Ask Datasette for the same rows."""
    folder = Path(settings.DATA) / "peer"
    program = _installed(folder)
    if program is None:
        report("没有网络，没有装上 Datasette，没有比。")
        return {}
    _flat(folder / "bench.db")
    port = free_port()
    line = [program, "serve", folder / "bench.db", "--port", str(port), "--setting",
            "max_returned_rows", "5001", "--setting", "max_csv_mb", "0", "--setting",
            "sql_time_limit_ms", "60000"]  # fmt: skip
    process = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with _asking(port) as ask:
            _wait(ask)
            found = {}
            for name, tail in (("切片 5000 格，JSON", ".json?_shape=objects&_size=5000"),
                               ("切片 5000 格，CSV", ".csv?_size=5000")):  # fmt: skip
                found[name] = _timed(report, f"Datasette，{name}", ask, _datasette(tail), "")
            started = time.perf_counter()
            body = ask("/bench/observations.csv?_stream=on")
            report(
                f"Datasette，整张表 CSV：{_lines(body)} 行，{time.perf_counter() - started:.1f} 秒"
            )
            return found
    finally:
        process.terminate()
        process.wait()


def _installed(folder: Path) -> str | None:
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    done = subprocess.run([folder / "bin" / "pip", "install", "-q", PEER], capture_output=True)
    return str(folder / "bin" / "datasette") if done.returncode == 0 else None


def _flat(path: Path) -> None:
    """Write the values that stand as the peer would have them: one table, one index."""
    sql = """SELECT s.key, o.period, o.number, o.places, o.status, o.missing, o.note
             FROM figures_observation o JOIN figures_series s ON s.id = o.series_id
             WHERE o.closed = %s ORDER BY s.id, o.period"""
    with closing(sqlite3.connect(path)) as peer, connection.cursor() as cursor:
        peer.execute("CREATE TABLE observations (indicator, region, sector, period, value REAL,"
                     " status, missing, note)")  # fmt: skip
        cursor.execute(sql, [STANDS])
        peer.executemany("INSERT INTO observations VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (
            (*key.split("."), period, None if number is None else number / 10**places, *rest)
            for key, period, number, places, *rest in cursor
        ))  # fmt: skip
        peer.execute("CREATE INDEX by_key ON observations (indicator, region, sector, period)")
        peer.execute("ANALYZE")
        peer.commit()


def _datasette(tail: str) -> Callable[[Random], str]:
    def path(draw: Random) -> str:
        indicator, regions, sectors = _slice(draw)
        return (
            f"/bench/observations{tail}&indicator={indicator}&region__in={','.join(regions)}"
            f"&sector__in={','.join(sectors)}&_nofacet=1&_nocount=1"
        )

    return path


def _wait(ask: Callable[[str], bytes]) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            ask("/-/versions.json")
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.3)
        else:
            return
