"""A safe table and its verdict come to the desk: held against each other, kept, signed."""

import hashlib
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gongkai.checks.cells.certificate import FOOTNOTE, FORMAT, read_safe
from gongkai.figures import actions, queries
from gongkai.figures.models import ImportFile, Vintage
from gongkai.figures.rules import Frequency, Missing
from gongkai.law.refused import Refused
from tests.config.addresses import signed_in
from tests.figures.make import METHODS, a_flow, a_keeper, a_vintage, given
from tests.make import NOW, a_department

pytestmark = pytest.mark.django_db
TITLE = "规模以上工业产值（演示）"
ROWS = (("地区", "行业", "产值"), ("石家庄市", "采矿业", "保密"), ("石家庄市", "制造业", "保密"),
        ("石家庄市", "合计", "155"))  # fmt: skip
HIDDEN = "OUTPUT.130100.B", "2013"


def a_table(rows=ROWS) -> bytes:
    """Return a safe table as `gongkai protect` writes it."""
    lines = [",".join(row) for row in rows] + [FOOTNOTE.format(mark="保密")]
    return ("\n".join(lines) + "\n").encode("utf-8-sig")


def a_verdict(table: bytes | None = None, **changes) -> bytes:
    """Return the verdict on a safe table."""
    safe = read_safe((a_table() if table is None else table).decode("utf-8-sig"))
    said = {
        "format": FORMAT, "title": TITLE, "passed": True, "cells": 3, "equations": 1, "unsafe": 1,
        "table_sha256": hashlib.sha256(safe.canonical(TITLE)).hexdigest(), "secondary": 1,
        "attackers": 2, "cost": "value", "gap": "0.0000", "unaudited": [], "versions": {},
        "rules": {"frequency": 3, "dominance": [["1", "85"]], "p": "10", "zero": False},
        "unjudged": {},
    } | changes  # fmt: skip
    return json.dumps(said, ensure_ascii=False).encode()


@pytest.fixture
def refused():
    """Return a context in which one refusal with a code is expected."""
    return lambda code: pytest.raises(Refused, check=lambda error: error.code == code)


@pytest.fixture
def keeper():
    """Return an editor of the section that keeps figures."""
    return a_keeper()


def an_output(by, **changes):
    """Return a yearly flow of output by trade, with respondents behind it."""
    a_flow(by)
    actions.define_codelist(code="TRADE", name="行业", by=by, at=NOW, rows=[
        ("B", "采矿业", ""), ("C", "制造业", ""), ("T", "合计", "")])  # fmt: skip
    subject = actions.define_subject(code="IND", name="工业", place=2, by=by, at=NOW)
    actions.define_indicator(code="OUTPUT", subject=subject, by=by, at=NOW, name="产值",
                             unit="亿元", decimals=0, meaning="指标涵义（演示）")  # fmt: skip
    values = {"name": "工业产值（年度）", "frequency": Frequency.YEAR, "codelists": ["TRADE"],
              "respondents": True, **METHODS} | changes  # fmt: skip
    return actions.define_flow(code="OUTPUT_A", subject=subject, department=a_department(), by=by,
                               at=NOW, **values)  # fmt: skip


def laid(by, flow, table: bytes | None = None, proof: bytes | None = None) -> ImportFile:
    """Return a safe table laid on the desk with its verdict."""
    return actions.take_file(
        flow=flow, name="2013年产值.csv", data=a_table() if table is None else table, by=by, at=NOW,
        proof=a_verdict() if proof is None else proof)  # fmt: skip


def brought(by, flow, **changes) -> Vintage:
    """Return a draft vintage of a safe table."""
    file = laid(by, flow, **{name: changes.pop(name) for name in ("table", "proof")
                             if name in changes})  # fmt: skip
    return Vintage.objects.get(pk=actions.import_kept(file=file.pk, by=by, at=NOW, **changes).pk)


def test_safe_table_comes_in_with_its_verdict_and_hidden_cells_say_why(keeper):
    vintage = brought(keeper, an_output(keeper))
    hidden = vintage.observations.filter(missing=Missing.CONFIDENTIAL)
    assert sorted(hidden.values_list("series__key", "period", "number")) == [
        (*HIDDEN, None), ("OUTPUT.130100.C", "2013", None)]  # fmt: skip
    assert vintage.proof["said"]["table_sha256"] in a_verdict().decode()
    assert not queries.proof_of(vintage).changed


def test_verdict_is_signed_with_the_vintage_and_others_keep_their_hash(keeper):
    vintage = brought(keeper, an_output(keeper))
    with_proof = queries.content_of(vintage)
    assert set(with_proof["meta"]["vintage"]["proof"]) == {"sha256"}
    assert queries.digest_of(vintage) == vintage.sha256
    vintage.proof["said"]["rules"]["frequency"] = 1
    assert queries.digest_of(vintage) != vintage.sha256
    vintage.proof = {}
    assert "proof" not in queries.content_of(vintage)["meta"]["vintage"]


@pytest.mark.parametrize(
    ("table", "proof"),
    [
        (a_table((*ROWS[:2], ("石家庄市", "制造业", "88"), ROWS[3])), a_verdict()),
        (a_table(), a_verdict(passed=False)),
        (a_table(), a_verdict(format="gongkai.protect/2")),
        (a_table(), a_verdict(respondents=[{"name": "甲厂", "value": 12}])),
        (a_table(), a_verdict(rules={"frequency": 3, "values": [12]})),
        (a_table(), a_verdict(rules={"frequency": "甲厂"})),
        (a_table(), a_verdict(unjudged={"没有资料": "甲厂12"})),
        (a_table(), a_verdict(title="长" * 300)),
        (a_table(), b"{" + b" " * 70_000 + b"}"),
        ("地区,产值\n石家庄市,1\n".encode(), a_verdict()),
    ],
)  # fmt: skip
def test_verdict_of_another_table_or_with_more_than_a_verdict_is_refused(
    keeper, refused, table, proof
):
    flow = an_output(keeper)
    with refused("cells.certificate"):
        laid(keeper, flow, table, proof)
    assert not ImportFile.objects.exists()


def test_table_saved_as_another_kind_of_file_does_not_fit(keeper, refused):
    flow = an_output(keeper)
    with refused("cells.certificate"):
        actions.take_file(flow=flow, name="产值.xlsx", data=a_table(), by=keeper, at=NOW,
                          proof=a_verdict())  # fmt: skip


def test_sign_of_a_hidden_cell_means_nothing_else(keeper, refused):
    file = laid(keeper, an_output(keeper))
    assert file.mapping["sheets"][0]["marks"] == {"保密": "Q"}
    file.mapping["sheets"][0]["marks"]["保密"] = "L"
    file.save(update_fields=["mapping"])
    with refused("cells.mark"):
        actions.import_kept(file=file.pk, by=keeper, at=NOW)


def test_verdict_proves_no_value_that_was_there_before(keeper, refused):
    flow = an_output(keeper)
    other = a_vintage(flow, keeper, given("OUTPUT.130100.T", "2012", "140"))
    file = laid(keeper, flow)
    with refused("cells.mixed"):
        actions.import_kept(file=file.pk, by=keeper, at=NOW, vintage=other.pk)
    other.refresh_from_db()
    assert other.observations.count() == 1
    assert other.proof == {}


def test_changed_value_takes_the_proof_away_and_a_note_does_not(keeper):
    vintage = brought(keeper, an_output(keeper))
    row = given("OUTPUT.130100.T", "2013", "155", note="演示")
    actions.put(vintage=vintage.pk, rows=[row], by=keeper, at=NOW)
    assert not queries.proof_of(vintage).changed
    actions.put(vintage=vintage.pk, rows=[given(*HIDDEN, "67")], by=keeper, at=NOW)
    assert queries.proof_of(vintage).changed
    found = queries.protection_of(Vintage.objects.get(pk=vintage.pk).sha256)
    assert found["changed"]
    assert found["proven"]


def test_vintage_tells_what_another_keeps_back_both_ways(keeper):
    flow = an_output(keeper)
    safe = brought(keeper, flow)
    telling = a_vintage(flow, keeper, given(*HIDDEN, "67"))
    there, here = (queries.protection_of(one.sha256)["told"] for one in (telling, safe))
    assert ["采矿业产值" in one for one in (*there, *here)] == [True, True]
    actions.drop_vintage(vintage=telling.pk, by=keeper, at=NOW)
    assert queries.protection_of(safe.sha256)["told"] == []


def test_page_shows_the_verdict_in_words(keeper):
    flow = an_output(keeper)
    client = signed_in(keeper)
    verdict = a_verdict(unjudged={"没有调查对象资料": 2})
    answer = client.post(reverse("figures:import_new"), {
        "flow": flow.code, "file": SimpleUploadedFile("2013年产值.csv", a_table()),
        "proof": SimpleUploadedFile("verdict.json", verdict)})  # fmt: skip
    page = client.get(answer.headers["Location"]).content.decode()
    assert "每格至少3个统计调查对象" in page
    assert "未核对：2个单元格没有调查对象资料" in page
    vintage = actions.import_kept(file=ImportFile.objects.get().pk, by=keeper, at=NOW)
    page = client.get(reverse("figures:vintage", args=[vintage.pk])).content.decode()
    assert "石家庄市采矿业产值　2013" in page
    assert "前1个85%" in page
    assert "与数据相符" in page


def test_page_keeps_the_file_out_and_says_why_when_the_verdict_does_not_fit(keeper):
    flow = an_output(keeper)
    answer = signed_in(keeper).post(reverse("figures:import_new"), {
        "flow": flow.code, "file": SimpleUploadedFile("2013年产值.csv", a_table()),
        "proof": SimpleUploadedFile("verdict.json", a_verdict(passed=False))})  # fmt: skip
    assert "攻击检验没有通过" in answer.content.decode()
    assert not ImportFile.objects.exists()


def test_hidden_values_are_those_a_text_names_and_wholes_are_not_said(keeper):
    brought(keeper, an_output(keeper))
    assert {one.items for one in queries.hidden_values("全市产值", {})} == {
        ("采矿业",),
        ("制造业",),
    }
    assert queries.hidden_values("全市用电量", {}) == []
    assert len(queries.hidden_values(None, {})) == 2
