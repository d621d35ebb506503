"""`gongkai check-report` as a person runs it: no database, what it says, and its status."""

import json
from threading import Event

import pytest

from gongkai.config.cli import reports
from tests.config.commands import alone
from tests.oversight.reports import a_report, changed, html, last_year


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "年报.html").write_bytes(html(a_report()))
    (tmp_path / "上年.html").write_bytes(html(last_year()))
    (tmp_path / "错.html").write_bytes(html(changed(a_report(), 3, "r02", "c1", 9)))
    (tmp_path / "空.html").write_bytes(b"")
    return tmp_path


def check_report(folder, *words):
    return alone(folder, "check-report", *words)


def test_a_report_that_agrees_passes(folder):
    status, said = check_report(folder, "年报.html", "--previous", "上年.html")
    assert status == 0
    assert "演示市统计局　2024年度" in said
    assert "没有发现问题" in said


def test_a_report_that_fails_says_what_where_and_why(folder):
    status, said = check_report(folder, "错.html", "--previous", "上年.html")
    assert status == 1
    for words in ("AR-01　表三“自然人”列", "AR-03　表三“二、上年结转政府信息公开申请数量”行“总计”列",
                  "AR-05", "国办公开办函〔2021〕30号", "核对完毕：须改正3处"):  # fmt: skip
        assert words in said


def test_findings_are_also_given_as_json(folder):
    status, said = check_report(folder, "错.html", "--json")
    shape = json.loads(said)
    assert (status, shape["status"], shape["year"]) == (1, "fails", 2024)
    assert {one["rule"] for one in shape["findings"]} == {"AR-01", "AR-03"}
    assert all(one["source"] and one["place"] for one in shape["findings"])


def test_what_only_asks_does_not_fail(folder):
    (folder / "问.html").write_bytes(html(a_report(), head="<p>发布日期：2025-01-26</p>").replace(
        "本年度未收取信息处理费".encode(), "没有其他事项".encode()))  # fmt: skip
    status, said = check_report(folder, "问.html")
    assert status == 0
    assert "请核对　AR-10　第六部分" in said


def test_a_late_day_of_publication_fails(folder):
    assert check_report(folder, "年报.html", "--published", "2025-02-08")[0] == 1
    assert check_report(folder, "年报.html", "--published", "2025-01-31")[0] == 0


@pytest.mark.parametrize(
    "words",
    [["空.html"], ["没有.pdf"], ["data"], ["年报.html", "--previous", "空.html"],
     ["年报.html", "--previous", "年报.html"], ["年报.html", "--sibling", "没有.pdf"],
     ["年报.html", "--published", "昨天"]],
)  # fmt: skip
def test_what_cannot_be_read_has_a_status_of_its_own(folder, words):
    (folder / "data").mkdir()
    assert check_report(folder, *words)[0] == 2


def test_an_unreadable_file_is_told_in_json_too(folder):
    status, said = check_report(folder, "空.html", "--json")
    assert status == 2
    assert json.loads(said)["status"] == "unreadable"


def test_reading_ends_when_its_time_is_over(monkeypatch):
    monkeypatch.setattr(reports, "SECONDS", 1)
    with pytest.raises(reports.Refused) as refused, reports._Limits():
        Event().wait(10)
    assert refused.value.code == "annual.limit"


def test_a_file_that_needs_too_much_memory_is_refused():
    with pytest.raises(reports.Refused) as refused, reports._Limits():
        raise MemoryError
    assert refused.value.code == "annual.limit"
