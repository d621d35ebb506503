"""The search on 50,000 items: how long, how large, and whether everything is found.

Asked are words as readers ask them: very frequent ones, rare ones, one character, figures, several
words, words that stand nowhere. Cold: on a fresh connection. Truth: the folded text holds the words.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from bench.report import Report
from bench.site import LAST, build
from gongkai.portal import actions, grams, queries, terms
from gongkai.portal.models import TERMS, Indexed
from gongkai.portal.queries.search import Asked, search, suggest

ITEMS = int(os.environ.get("GONGKAI_BENCH_ITEMS", "50000"))
ROUNDS, PIECES, SINGLE = 5, 300, 50
LIMIT = {"sqlite": "p95 30 毫秒", "postgresql": "p95 100 毫秒"}
WORDS = """
统计 公报 统计公报 固定资产投资 资产投资 规模以上 规模以上工业增加值 工业增加值 增加值 社零 居民消费价格 消费价格指数
三公 三公经费 部门预算 依申请 依申请公开 行政复议 审批卡 上网信息审批卡 GDP 单位GDP能耗 2014年 一季度 〔2014〕63号
张晓燕 长安区 藁城 海报 统计移动秘书 省 石家庄 年 市 亿元 同比增长 演示 8.3% 亿元，同比 13 正定县 罗马 罗马镇 燚
基础尚需巩固。 演示12345 2012年7月 000130100/2014-00
"""
SEVERAL = ["统计公报 2014年", "固定资产投资 长安区", "演示 亿元", "价 牛"]
QUERIES = [*WORDS.split(), *SEVERAL]


def measure(report: Report) -> None:
    """Measure the search on this database; then on PostgreSQL where there is a server."""
    started = time.perf_counter()
    build(ITEMS)
    report(f"备好 {ITEMS} 条信息：{time.perf_counter() - started:.0f} 秒")
    started = time.perf_counter()
    count = actions.reindex(at=LAST)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    report(f"重建索引：{count} 条，{time.perf_counter() - started:.0f} 秒")
    report(_sizes())
    _times(report)
    _recall(report)
    ids = list(Indexed.objects.values_list("public_id", flat=True)[:SINGLE])
    report.repeat("编入一条（含读内容）", SINGLE, lambda number: _index_again(ids[number]))
    report.repeat("撤下一条（词条一并清除）", 3, lambda number: _remove(ids[number]))
    if connection.vendor == "sqlite":
        _on_postgresql(report)


def _times(report: Report) -> None:
    limit = LIMIT[connection.vendor]
    connection.close()
    site = queries.Site(LAST)
    report.times("检索，首次（新连接）", list(_timed(site, "relevance", 1)), limit)
    for name, sort in (("按相关度", "relevance"), ("按时间", "time")):
        report.times(f"检索，{name}", list(_timed(site, sort, ROUNDS)), limit)
    report.times(
        "检索，按相关度，只看 2014 年", list(_timed(site, "relevance", 1, year=2014)), limit
    )
    report.times(
        "检索，按相关度，限统计数据栏目", list(_timed(site, "relevance", 1, column="data")), limit
    )
    report.repeat("检索，第 40 页", len(QUERIES),
                  lambda n: search(site, Asked(QUERIES[n], page=40)))  # fmt: skip
    report.repeat("输入时提示", len(QUERIES), lambda n: suggest(QUERIES[n]))
    client = Client()
    report.repeat("检索，整个请求（含页面）", len(QUERIES),
                  lambda n: client.get("/search/", {"q": QUERIES[n]}))  # fmt: skip


def _timed(site: queries.Site, sort: str, rounds: int, **more: object) -> Iterator[float]:
    """Yield how long each search takes until its page is known. Unit: milliseconds."""
    for _ in range(rounds):
        for text in QUERIES:
            started = time.perf_counter()
            search(site, Asked(text, sort=sort, **more))
            yield (time.perf_counter() - started) * 1000


def _recall(report: Report) -> None:
    """Compare what is found with what is there: for the words above, and pieces cut from texts."""
    rows = list(Indexed.objects.values_list("place", "folded"))
    draw = Random(2014)
    asked = [grams.query(text).words for text in [*QUERIES, *_pieces(draw, rows)]]
    there = missed = wrong = 0
    for words in filter(None, asked):
        truth = {place for place, folded in rows if all(word in folded for word in words)}
        found = set(terms.find(terms.Asked(words), len(rows)))
        there, missed, wrong = (
            there + len(truth), missed + len(truth - found), wrong + len(found - truth)
        )  # fmt: skip
    report(
        f"查全查准：{len(asked)} 个查询，应查到 {there} 条次，漏 {missed}，误 {wrong}，"
        f"查全率 {1 - missed / there:.6f}"
    )


def _pieces(draw: Random, rows: list[tuple[int, str]]) -> Iterator[str]:
    for _ in range(PIECES):
        folded = draw.choice(rows)[1]
        first = draw.randrange(len(folded))
        yield folded[first : first + draw.randint(1, 12)]


def _index_again(public_id: str) -> None:
    with transaction.atomic():
        row = Indexed.objects.get(public_id=public_id)
        terms.drop([(row.place, grams.terms(row.name, row.folded, row.facets))])
        row.delete()
        actions.index([public_id], at=LAST)


def _remove(public_id: str) -> None:
    with transaction.atomic():
        row = Indexed.objects.get(public_id=public_id)
        terms.drop([(row.place, grams.terms(row.name, row.folded, row.facets))])
        row.delete()
        terms.forget()


def _sizes() -> str:
    texts = f"SELECT sum(length(folded)) FROM {Indexed._meta.db_table}"
    if connection.vendor == "sqlite":
        size = f"SELECT sum(length(block)) FROM {TERMS}_data"
    else:
        size = f"SELECT pg_total_relation_size('{TERMS}')"
    found = []
    with connection.cursor() as cursor:
        for sql in (texts, size):
            cursor.execute(sql)
            found += cursor.fetchone()
    return f"全文 {found[0] / 1e6:.1f} 百万字，词条表 {found[1] / 1e6:.0f} MB"


def _on_postgresql(report: Report) -> None:
    tool = Path(settings.CODE).parent / "tools" / "postgres.py"
    if not (shutil.which("postgres") or list(Path("/usr/lib/postgresql").glob("*/bin/postgres"))):
        report("没有 PostgreSQL，没有在它上面测。")
        return
    command = [sys.executable, str(tool), sys.executable, "-m", "bench", "search"]
    subprocess.run(command, check=True)
