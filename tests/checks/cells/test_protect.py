"""`gongkai protect` as it is run: files in, files out."""

import argparse
import csv
import json
import os
import signal
import threading

import pytest

pytest.importorskip("highspy", reason="没有安装 requirements/sdc.txt")

from bench import tables as invented
from gongkai.config.cli.protect import protect
from tests.checks.cells.test_reading import FIRMS, SUMMED, TABLE

SPEC = """
title = "演示表"
value = "产值"
[[dimension]]
name = "地区"
total = "合计"
[[dimension]]
name = "行业"
total = "合计"
[contributors]
count = "户数"
[rules]
frequency = 3
"""


def the_table() -> str:
    rows = ["地区,行业,产值,户数"]
    inner = {("甲", "工"): (30, 2), ("甲", "商"): (45, 9), ("甲", "建"): (80, 9),
             ("乙", "工"): (50, 9), ("乙", "商"): (60, 9), ("乙", "建"): (70, 9),
             ("丙", "工"): (90, 9), ("丙", "商"): (65, 9), ("丙", "建"): (75, 9)}  # fmt: skip
    for place in ("甲", "乙", "丙", "合计"):
        for trade in ("工", "商", "建", "合计"):
            behind = [
                one for key, one in inner.items()
                if place in {key[0], "合计"} and trade in {key[1], "合计"}
            ]  # fmt: skip
            total, count = (sum(one[at] for one in behind) for at in (0, 1))
            rows.append(f"{place},{trade},{total},{count}")
    return "\n".join(rows) + "\n"


@pytest.fixture
def run(tmp_path, capsys):
    def go(table: str, spec: str, *, as_json: bool = True, seconds: float = 20):
        (tmp_path / "t.csv").write_text(table, encoding="utf-8")
        (tmp_path / "s.toml").write_text(spec, encoding="utf-8")
        status = protect(
            argparse.Namespace(
                table=tmp_path / "t.csv", spec=tmp_path / "s.toml", out=tmp_path / "out",
                seconds=seconds, json=as_json,
            )
        )  # fmt: skip
        said = capsys.readouterr().out
        return status, json.loads(said) if as_json else said, tmp_path / "out"

    return go


def test_protect_writes_a_safe_table_its_hash_and_what_stays_inside(run):
    status, said, folder = run(the_table(), SPEC)
    assert status == 0
    assert said["passed"]
    assert len(said["table_sha256"]) == 64
    assert said["rules"]["frequency"] == 3
    rows = list(csv.reader((folder / "safe.csv").open(encoding="utf-8-sig")))
    shown = {tuple(row[:2]): row[2] for row in rows[1:] if len(row) == 3}
    assert shown["甲", "工"] == "保密"
    assert sum(value == "保密" for value in shown.values()) == said["unsafe"] + said["secondary"]
    assert "统计法" in rows[-1][0]
    assert "户数" not in (folder / "safe.csv").read_text(encoding="utf-8-sig")
    assert "不得公开" in (folder / "internal.csv").read_text(encoding="utf-8-sig")


def test_verdict_holds_neither_a_value_nor_a_sum_of_hidden_ones(run):
    _, said, folder = run(the_table(), SPEC)
    rows = list(csv.reader((folder / "internal.csv").open(encoding="utf-8-sig")))
    hidden = {row[2] for row in rows[2:-1]}
    cost = rows[-1][1]
    told = json.dumps({key: one for key, one in said.items() if key not in {"versions", "rules"}})
    assert hidden
    assert not [one for one in (*hidden, cost) if f'"{one}' in told or f" {one}," in told]


def test_same_table_has_the_same_hash(run):
    assert run(the_table(), SPEC)[1]["table_sha256"] == run(the_table(), SPEC)[1]["table_sha256"]


def test_protect_says_what_is_wrong_with_its_input_and_writes_nothing(run):
    status, said, folder = run(TABLE.replace("甲,工,30", "甲,工,31"), SUMMED)
    assert status == 2
    assert "甲·合计按行业加总" in said["message"]
    assert not folder.exists()


def test_protect_refuses_a_table_no_hiding_can_hold(run):
    status, said, folder = run(FIRMS, SPEC.replace('count = "户数"', "").replace(
        "[contributors]", '[microdata]\nrespondent = "代码"').replace("frequency = 3", "frequency = 30"))  # fmt: skip
    assert status == 1
    assert "更粗的分类" in said["message"]
    assert not (folder / "safe.csv").exists()


def test_protect_tells_a_person_in_chinese(run):
    status, said, _ = run(the_table(), SPEC, as_json=False)
    assert status == 0
    assert "攻击检验通过" in said
    assert "不得公开" in said


def test_cells_without_contributors_are_said_not_to_be_judged(run):
    table = the_table().replace("乙,商,60,9", "乙,商,60,")
    _, said, _ = run(table, SPEC)
    assert said["unjudged"] == {"没有调查对象资料": 1}


def test_interrupt_keeps_the_best_pattern_so_far(run):
    table = invented.made((invented.tree("a", 4, 6), invented.tree("b", 19, 4)), 15_000, 1)
    lines = ["地区,行业,产值,户数"]
    lines += [
        f"{cell.key[0]},{cell.key[1]},{cell.value},{cell.contributors.count}"
        for cell in table.cells
    ]
    children = {
        name: "\n".join(
            f'"{code}" = {json.dumps(list(groups[0]))}'
            for code, groups in dimension.children.items()
        )
        for name, dimension in (
            ("地区", invented.tree("a", 4, 6)),
            ("行业", invented.tree("b", 19, 4)),
        )
    }
    spec = SPEC.replace('total = "合计"', 'total = "T"')
    for name, lists in children.items():
        spec = spec.replace(
            f'name = "{name}"\ntotal = "T"',
            f'name = "{name}"\ntotal = "T"\n[dimension.children]\n{lists}',
        )
    stop = threading.Timer(6.0, lambda: os.kill(os.getpid(), signal.SIGINT))
    stop.start()
    status, said, _ = run(table="\n".join(lines) + "\n", spec="insiders = false\n" + spec, as_json=False,
                          seconds=300)  # fmt: skip
    stop.cancel()
    assert status == 0
    assert "攻击检验通过" in said
