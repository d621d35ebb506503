"""Leaks planted in sentences, footnotes and earlier releases are found; harmless texts pass."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

import pytest

pytest.importorskip("highspy")

from gongkai.checks.cells.leaks import Prose, Secret, Shown, facts_of, leaks
from gongkai.checks.cells.leaks.standing import Hidden, standing

COUNTIES = ("桥西区", "裕华区", "正定县", "平山县")
TRADES = ("金属制品业", "纺织业", "食品制造业", "医药制造业")
ALL = "合计"
PLACE = "正文第3段"


def crossed(measure: str, period: str, unit: str, inner: list[list[int]], **more: Any) -> Shown:
    values: dict[tuple[str, ...], Fraction | None] = {}
    for (r, county), (c, trade) in product(enumerate(COUNTIES), enumerate(TRADES)):
        for key in product((county, ALL), (trade, ALL)):
            values[key] = (values.get(key) or Fraction(0)) + inner[r][c]
    sums = [((k, ALL), tuple((k, t) for t in TRADES)) for k in (*COUNTIES, ALL)]
    sums += [((ALL, t), tuple((k, t) for k in COUNTIES)) for t in (*TRADES, ALL)]
    shown = Shown(
        measure, period, unit, frozenset({ALL}), values, tuple(sums), f"{period}年{measure}表"
    )
    return replace(shown, **more)


def world(seed: int) -> tuple[Shown, Shown, Shown, list[Secret]]:
    """Return this year's turnover, last year's, this year's enterprises; and what is hidden."""
    random = Random(seed)
    now = [[random.randint(1200, 98000) for _ in TRADES] for _ in COUNTIES]
    then = [[int(one * random.uniform(0.8, 1.1)) for one in row] for row in now]
    count = [[random.randint(4, 90) for _ in TRADES] for _ in COUNTIES]
    r, c = random.sample(range(4), 2), random.sample(range(4), 2)
    for a, b in product(r, c):
        now[a][b] = random.randint(20000, 60000)
        then[a][b] = int(now[a][b] * random.uniform(0.85, 1.08))
    hidden = frozenset((COUNTIES[a], TRADES[b]) for a, b in product(r, c))
    table = crossed("营业收入", "2024", "万元", now, hidden=hidden)
    key = (COUNTIES[r[0]], TRADES[c[0]])
    value = table.values[key] or Fraction(0)
    secret = Secret(table.quantity(key), value, value / 10, value / 10, "·".join(key))
    return (
        table,
        crossed("营业收入", "2023", "万元", then),
        crossed("企业数", "2024", "家", count, exact=True),
        [secret],
    )


def planted(seed: int) -> Iterator[tuple[str, str]]:
    """Yield what sort of leak, and a text with it."""
    now, then, firms, (secret,) = world(seed)
    county = next(one for one in COUNTIES if one in secret.quantity.labels)
    trade = next(one for one in TRADES if one in secret.quantity.labels)
    other = next(k for k, t in now.hidden if t == trade and k != county)
    open_ = next(k for k in COUNTIES if (k, trade) not in now.hidden)
    x, y = int(secret.value), int(now.values[other, trade] or 0)
    z, t = int(now.values[open_, trade] or 0), int(now.values[county, ALL] or 0)
    whole, last = int(now.values[ALL, trade] or 0), int(then.values[county, trade] or 1)
    units = int(firms.values[county, trade] or 1)
    rate = (x / last - 1) * 100
    moved = f"增长{rate:.1f}%" if rate >= 0 else f"下降{-rate:.1f}%"
    yield "level", f"{county}{trade}营业收入{x}万元。"
    yield "commas", f"{county}的{trade}实现营业收入{x:,}万元。"
    yield "yi", f"{county}{trade}营业收入{x / 10000:.2f}亿元。"
    yield "yuan", f"{county}{trade}营业收入达到{x * 10000}元。"
    yield "footnote", f"注：{trade}中，{county}为{x}。"
    yield "about", f"{county}{trade}营业收入约{round(x, -3)}万元。"
    yield "other", f"{other}{trade}营业收入{y}万元。"
    yield "sum", f"{county}、{open_}两地{trade}营业收入合计{x + z}万元。"
    yield "rest", f"除{other}外，其余各县区{trade}营业收入合计{whole - y}万元。"
    yield "without", f"不含{county}，全市{trade}营业收入{whole - x}万元。"
    yield "apart", f"{county}{trade}营业收入比{open_}{'多' if x > z else '少'}{abs(x - z)}万元。"
    yield "growth", f"{county}{trade}营业收入比上年{moved}。"
    yield "share", f"{county}{trade}营业收入占全区营业收入的比重为{x / t * 100:.1f}%。"
    yield "part", f"{trade}营业收入中，{county}占全市的{x / whole * 100:.1f}%。"
    yield "times", f"{county}{trade}营业收入是{open_}的{x / z:.2f}倍。"
    yield "mean", f"{county}{trade}企业平均营业收入{x / units:.1f}万元。"
    yield "ratio", f"{county}与{open_}{trade}营业收入之比为{x / 1000:.1f}:{z / 1000:.1f}。"
    yield "fullwidth", f"{county}{trade}营业收入{str(x).translate(WIDE)}万元。"
    yield "apart sentence", f"{county}{trade}运行平稳。全年营业收入{x}万元。"
    yield (
        "change",
        f"{county}{trade}营业收入比上年{'增加' if x > last else '减少'}{abs(x - last)}万元。",
    )


WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
CASES = [(seed, kind, text) for seed in range(6) for kind, text in planted(seed)]


def test_leak_suite_has_its_size() -> None:
    assert len(CASES) >= 60


@pytest.mark.parametrize(("seed", "kind", "text"), CASES)
def test_leaks_find_what_a_sentence_gives_away(seed: int, kind: str, text: str) -> None:
    now, then, firms, secrets = world(seed)
    tables = [now, then, firms]
    assert not list(leaks(secrets, facts_of(tables, []))), "safe without the sentence"
    found = list(leaks(secrets, facts_of(tables, [Prose(PLACE, text)])))
    assert [one.place for one in found] == [PLACE], kind
    assert found[0].waiver == ""


@pytest.mark.parametrize("seed", range(10))
def test_leaks_find_what_a_linked_or_an_earlier_table_gives_away(seed: int) -> None:
    now, _, firms, secrets = world(seed)
    county = next(one for one in COUNTIES if one in secrets[0].quantity.labels)
    key = next(one for one in now.values if now.quantity(one) == secrets[0].quantity)
    first = replace(now, hidden=now.hidden - {key}, place="2025年1月公布的初步数")
    assert list(leaks(secrets, facts_of([now, first, firms], [])))
    rest = tuple(one for one in TRADES if one != key[1])
    value = (now.values[county, ALL] or 0) - secrets[0].value
    grouped = Shown(
        "营业收入", "2024", "万元", frozenset({ALL}), {(county, "其他行业"): Fraction(value)},
        (((county, "其他行业"), tuple((county, one) for one in rest)),), "另一张表",
    )  # fmt: skip
    assert list(leaks(secrets, facts_of([now, grouped], [])))


def harmless(seed: int) -> Iterator[str]:
    now, then, firms, (secret,) = world(seed)
    random = Random(seed + 1000)
    county = next(one for one in COUNTIES if one in secret.quantity.labels)
    trade = next(one for one in TRADES if one in secret.quantity.labels)
    k, t = next(key for key in now.values if key not in now.hidden and ALL not in key)
    v, w = int(now.values[k, t] or 0), int(now.values[county, ALL] or 0)
    b = int(then.values[k, t] or 1)
    yield f"{k}{t}营业收入{v}万元，比上年{'增长' if v > b else '下降'}{abs(v / b - 1) * 100:.1f}%。"
    yield f"{county}营业收入合计{w:,}万元。"
    yield f"{county}{trade}企业{int(firms.values[county, trade] or 0)}家。"
    yield f"2023年{county}{trade}营业收入{int(then.values[county, trade] or 0)}万元。"
    yield f"全市{trade}营业收入{int(now.values[ALL, trade] or 0)}万元，占全部的比重提高0.3个百分点。"
    yield f"{county}召开{trade}座谈会{random.randint(2, 40)}次，参会{random.randint(100, 9000)}人。"
    yield f"{county}{trade}完成投资{random.randint(100, 99999)}万元，增长{random.randint(1, 300) / 10}%。"
    yield f"{county}{trade}利润{random.randint(100, 9999)}万元，利润率{random.randint(10, 99) / 10}%。"
    yield f"{county}位于城市东部，{random.randint(2000, 2024)}年以来{trade}发展较快，居全市第2位。"
    yield f"{k}、{county}两地营业收入合计{w + int(now.values[k, ALL] or 0)}万元。"


HARMLESS = [(seed, text) for seed in range(100, 140) for text in harmless(seed)]


def test_leaks_hardly_ever_stop_a_harmless_text() -> None:
    stopped = []
    for seed, text in HARMLESS:
        now, then, firms, secrets = world(seed)
        if list(leaks(secrets, facts_of([now, then, firms], [Prose(PLACE, text)]))):
            stopped.append(text)
    assert len(HARMLESS) >= 200
    assert len(stopped) <= len(HARMLESS) // 100, stopped


@pytest.mark.parametrize(
    "text",
    ["12345", "12,345万元", "1.2345亿元", "１２３４５", "123450000元", "12 345", "一亿二千三百四十五万元",
     "一万二千三百四十五元", "<c:v>12345</c:v>", "12345.00"],
)  # fmt: skip
def test_standing_knows_a_hidden_figure_in_any_dress(text: str) -> None:
    hidden = [Hidden("桥西区·纺织业", ("桥西区", "纺织业"), Fraction(12345))]
    found = list(standing(hidden, [("图1的数据", text)]))
    assert found
    assert all("2345" not in one.excerpt for one in found)


def test_standing_lets_short_and_published_numbers_pass_unless_labelled() -> None:
    hidden = [Hidden("桥西区·纺织业", ("桥西区", "纺织业"), Fraction(12))]
    assert not list(standing(hidden, [("正文", "共12条措施")]))
    assert list(standing(hidden, [("正文", "桥西区纺织业12家")]))
    twice = [Hidden("桥西区·纺织业", ("桥西区", "纺织业"), Fraction(12345))]
    assert not list(standing(twice, [("正文", "12345")], [Fraction(12345)]))
