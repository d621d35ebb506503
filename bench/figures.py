"""A million observations in twenty vintages: slices, a moment of the past, the whole flow; Datasette.

3,500 series of 200 months are opened with the first vintage; each of nineteen later ones revises
some months of 750 of them, so that twenty overlap: 1,000,000 rows. Asked is the running system, by
HTTP over one kept connection, always for another slice: no answer comes from the shelf. The peer has
the values that stand in one flat table with an index on its key, and its answers' limit raised; it
knows no vintages and no notes by cell. It is installed into a folder of its own, thrown away after.
"""

import contextlib
import http.client
import os
import sqlite3
import statistics
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
Ask, Route = Callable[[str], bytes], Callable[[Random], str]
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
    own = free_port()
    then = vintages[VINTAGES // 2].visible_from + timedelta(hours=1)
    with serving(own), _asking(own) as ask, _peer(report) as peer:
        for name, path, tail in (
            ("JSON", _px("json-stat2"), ".json?_shape=objects&_size=5000"),
            ("CSV", _px("csv"), ".csv?_size=5000"),
            ("SDMX-CSV", _sdmx, ""),
        ):
            _compare(report, f"切片 5000 格，{name}", then.isoformat(), (ask, path),
                     (peer, _datasette(tail)) if peer and tail else None)  # fmt: skip
        _stream(report, ask)
        if peer:
            started = time.perf_counter()
            lines = _lines(peer("/bench/observations.csv?_stream=on"))
            report(f"Datasette，整张表，CSV：{lines} 行，{time.perf_counter() - started:.1f} 秒")


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


def _compare(
    report: Report, name: str, then: str, ours: tuple[Ask, Route], peer: tuple[Ask, Route] | None
) -> None:
    """Ask turn about: ours now, ours at a moment of the past, the peer; so that noise hits alike."""
    past = f"&asOf={quote(then)}"
    turns: dict[str, tuple[Ask, Route]] = {
        "现在": ours, "过去": (ours[0], lambda draw: ours[1](draw) + past)
    }  # fmt: skip
    turns |= {"Datasette": peer} if peer else {}
    for ask, path in turns.values():
        ask(path(Random(0)))
    draw = Random(name)
    taken: dict[str, list[float]] = {one: [] for one in turns}
    spent = dict.fromkeys(turns, 0.0)
    for _ in range(ROUNDS):
        for one, (ask, path) in turns.items():
            address, before, started = path(draw), _spent(), time.perf_counter()
            ask(address)
            taken[one].append((time.perf_counter() - started) * 1000)
            spent[one] += _spent() - before
    for one, limit in (("现在", LIMIT), ("过去", "现在的两倍"), ("Datasette", "")):
        if one in taken:
            report.times(f"{name}，{one}", taken[one], limit)
    worked = "，".join(f"{one} {all_of / ROUNDS * 1000:.0f}" for one, all_of in spent.items())
    report(f"{name}，处理器时间，每次毫秒：{worked}")
    middle = {one: statistics.median(found) for one, found in taken.items()}
    report(f"{name}，中位：过去 ÷ 现在 = {middle['过去'] / middle['现在']:.2f}")
    if peer:
        report(f"{name}，中位：现在 ÷ Datasette = {middle['现在'] / middle['Datasette']:.2f}")


def _slice(draw: Random) -> tuple[str, list[str], list[str]]:
    regions = sorted(draw.sample([f"1301{n:02}" for n in range(REGIONS)], 5))
    sectors = sorted(draw.sample([f"S{n}" for n in range(SECTORS)], 5))
    return f"I{draw.randrange(INDICATORS):02}", regions, sectors


def _px(form: str) -> Route:
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
def _asking(port: int) -> Iterator[Ask]:
    """Give a function that asks over one kept connection, as somebody else each time."""
    draw = Random(7)
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=600)) as line:

        def ask(path: str) -> bytes:
            caller = ".".join(str(draw.randrange(1, 255)) for _ in range(4))
            headers = {
                "X-Forwarded-For": caller,
                "Accept": "application/vnd.sdmx.data+csv;version=1.0.0",
            }
            try:
                line.request("GET", path, headers=headers)
                answer = line.getresponse()
            except (http.client.RemoteDisconnected, BrokenPipeError):  # it was idle for too long
                line.close()
                line.request("GET", path, headers=headers)
                answer = line.getresponse()
            except OSError:
                line.close()
                raise
            body = answer.read()
            if answer.status != 200:
                raise SystemExit(f"{answer.status} {path}: {body[:300]!r}")
            return body

        yield ask


def _stream(report: Report, ask: Ask) -> None:
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


def _below() -> set[int]:
    """Return the numbers of all processes below this one."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
    mine = {os.getpid()}
    while more := {pid for pid, above in parents.items() if above in mine} - mine:
        mine |= more
    return mine - {os.getpid()}


def _spent() -> float:
    """Return the processor time of all processes below this one. Unit: seconds."""
    ticks = 0
    for pid in _below():
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _peaks() -> dict[int, float]:
    """Return the highest memory of every process below this one, by its number. Unit: MB."""
    found = {}
    for pid in _below():
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                found[pid] = int(line.split()[1]) / 1024
    return found


@contextmanager
def _peer(report: Report) -> Iterator[Ask | None]:
    """Run Datasette on the same values, and give a function that asks it; None where it can't be."""
    folder = Path(settings.DATA) / "peer"
    program = _installed(folder) if connection.vendor == "sqlite" else None
    if program is None:
        report("没有装上 Datasette（要 SQLite 和网络），没有比。")
        yield None
        return
    _flat(folder / "bench.db")
    port = free_port()
    line = [program, "serve", folder / "bench.db", "--port", str(port), "--setting",
            "max_returned_rows", "5001", "--setting", "max_csv_mb", "0", "--setting",
            "sql_time_limit_ms", "60000"]  # fmt: skip
    process = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with _asking(port) as ask:
            _wait(ask)
            yield ask
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


def _datasette(tail: str) -> Route:
    def path(draw: Random) -> str:
        indicator, regions, sectors = _slice(draw)
        return (
            f"/bench/observations{tail}&indicator={indicator}&region__in={','.join(regions)}"
            f"&sector__in={','.join(sectors)}&_nofacet=1&_nocount=1"
        )

    return path


def _wait(ask: Ask) -> None:
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
