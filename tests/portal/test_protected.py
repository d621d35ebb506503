"""From survey data to the public: what `gongkai protect` hides is nowhere, and its mark everywhere."""

import argparse
import csv
import io
import json
from pathlib import Path

import pytest
from django.conf import settings

pytest.importorskip("highspy", reason="没有安装 requirements/sdc.txt")

from gongkai.config.cli.protect import protect
from gongkai.figures import actions as figures
from gongkai.figures.models import Vintage
from gongkai.law.refused import Refused
from gongkai.publishing import queries as publishing
from gongkai.publishing.actions import check
from tests.figures.make import a_vintage, given
from tests.figures.test_protected import an_output
from tests.make import NOW
from tests.portal import road
from tests.portal.test_data import a_block

SPEC = """
title = "规模以上工业产值（演示）"
value = "产值"
[[dimension]]
name = "地区"
total = "石家庄市"
[[dimension]]
name = "行业"
total = "合计"
[contributors]
count = "户数"
[rules]
frequency = 3
"""
INNER = {("长安区", "采矿业"): (7391604, 1), ("长安区", "制造业"): (8462753, 9),
         ("桥西区", "采矿业"): (9573816, 9), ("桥西区", "制造业"): (6284597, 9)}  # fmt: skip
PLACES, TRADES = ("长安区", "桥西区", "石家庄市"), ("采矿业", "制造业", "合计")


def the_table() -> str:
    """Return the table beside the survey data, with how many stand behind each cell."""
    rows = ["地区,行业,产值,户数"]
    for place in PLACES:
        for trade in TRADES:
            behind = [one for (where, what), one in INNER.items()
                      if place in {where, PLACES[-1]} and trade in {what, TRADES[-1]}]  # fmt: skip
            rows.append(f"{place},{trade},{sum(a for a, _ in behind)},{sum(b for _, b in behind)}")
    return "\n".join(rows) + "\n"


@pytest.fixture
def bureau(db) -> road.Bureau:
    return road.a_bureau()


@pytest.fixture
def protected(tmp_path) -> Path:
    """Return the folder in which a protected table and its verdict were written."""
    (tmp_path / "t.csv").write_text(the_table(), encoding="utf-8")
    (tmp_path / "s.toml").write_text(SPEC, encoding="utf-8")
    given = argparse.Namespace(table=tmp_path / "t.csv", spec=tmp_path / "s.toml", seconds=20,
                               out=tmp_path / "out", json=True)  # fmt: skip
    assert protect(given) == 0
    return tmp_path / "out"


def hidden(folder: Path) -> dict[tuple[str, str], str]:
    """Return what the inner file says is kept back, with its value."""
    rows = csv.reader(io.StringIO((folder / "internal.csv").read_text(encoding="utf-8-sig")))
    return {(row[0], row[1]): row[2] for row in list(rows)[2:-1]}


def a_flow(bureau):
    """Return the flow of output, its districts known."""
    flow = an_output(bureau.editor)
    figures.define_regions(by=bureau.editor, at=NOW, rows=[
        ("130102", "长安区", "130100"), ("130104", "桥西区", "130100")])  # fmt: skip
    return flow


def brought(bureau, folder: Path) -> Vintage:
    """Return the draft vintage of a protected table."""
    file = figures.take_file(
        flow=a_flow(bureau), name="2013年产值.csv", data=(folder / "safe.csv").read_bytes(),
        proof=(folder / "verdict.json").read_bytes(), by=bureau.editor, at=NOW)  # fmt: skip
    pk = figures.import_kept(file=file.pk, by=bureau.editor, at=NOW).pk
    return Vintage.objects.select_related("flow").get(pk=pk)


def found(bureau, *blocks) -> list[tuple[str, str]]:
    """Return what the checks of small cells find in a draft."""
    page = road.drafted(bureau, "产值（演示）", body=list(blocks))
    findings = check.findings_of(page, NOW)
    return [(one["rule"], one["severity"]) for one in findings if one["rule"].startswith("cells.")]


def test_protected_table_is_public_everywhere_with_its_marks_and_without_its_values(
    bureau, protected, client
):
    kept_back = hidden(protected)
    assert kept_back[PLACES[0], TRADES[0]] == "7391604"
    assert len(kept_back) >= 4
    vintage = brought(bureau, protected)
    page = road.released(bureau, "产值发布", body=[a_block(vintage)])
    tree = road.tree()
    sdmx = "/sdmx/v2/data/dataflow/*/OUTPUT_A/*"
    answers = {address: client.get(address).content for address in (
        "/api/v2/tables/OUTPUT_A/data?outputFormat=csv",
        "/api/v2/tables/OUTPUT_A/data?outputFormat=json-stat2",
        "/api/v2/tables/OUTPUT_A/data?outputFormat=px",
        f"{sdmx}?format=csv", f"{sdmx}?format=jsondata", sdmx)}  # fmt: skip
    said = {**tree, **answers}
    for value in {*kept_back.values()} - set(shown(protected)):
        assert [path for path, data in said.items() if value.encode() in data] == []
        assert road.written(value, Path(settings.PUBLIC)) == []
    assert "※" in road.public(road.path_of(page))
    assert "依法不公开" in tree["data/OUTPUT_A/OUTPUT_A.csv"].decode("utf-8-sig")
    cube = json.loads(tree["data/OUTPUT_A/OUTPUT_A.json"])
    assert sorted(cube["status"].values()) == ["Q"] * len(kept_back)
    for address in list(answers)[3:]:
        assert b"Q" in answers[address]
    assert answers[f"{sdmx}?format=csv"].count(b",Q,") == len(kept_back)


def shown(folder: Path) -> list[str]:
    """Return the values of the safe table."""
    rows = csv.reader(io.StringIO((folder / "safe.csv").read_text(encoding="utf-8-sig")))
    return [row[-1] for row in rows]


def test_verdict_lets_figures_go_on_and_none_asks(bureau, protected):
    vintage = brought(bureau, protected)
    assert found(bureau, a_block(vintage)) == []
    bare = a_vintage(vintage.flow, bureau.editor, given("OUTPUT.130100.T", "2012", "30000"))
    assert found(bureau, a_block(bare)) == [("cells.unjudged", "warn")]


def test_value_changed_after_the_verdict_stops_the_card(bureau, protected):
    vintage = brought(bureau, protected)
    row = given("OUTPUT.130102.B", "2013", "7391604")
    figures.put(vintage=vintage.pk, rows=[row], by=bureau.editor, at=NOW)
    vintage.refresh_from_db()
    block = a_block(vintage)
    assert found(bureau, block) == [("cells.certificate", "block")]
    with pytest.raises(Refused, check=lambda error: error.code == "checks.block"):
        road.approved(bureau, road.drafted(bureau, "产值（演示）", body=[block]))


def test_draft_that_says_a_number_of_a_hidden_cell_is_asked_about_before_and_after(
    bureau, protected
):
    vintage = brought(bureau, protected)
    text = {"type": "text", "html": "<p>2013年，长安区采矿业产值7391604亿元（演示）。</p>"}
    assert found(bureau, text) == [("cells.said", "warn")]
    road.released(bureau, "产值发布", body=[a_block(vintage)])
    assert found(bureau, text) == [("cells.said", "warn")]
    telling = a_vintage(vintage.flow, bureau.editor, given("OUTPUT.130102.B", "2013", "7391604"))
    assert ("cells.told", "block") in found(bureau, a_block(telling))
    assert publishing.known({}, NOW).hidden == ()
