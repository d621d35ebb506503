"""A number said of a cell that is kept back is found, wherever it is said; others are not."""

from datetime import date
from decimal import Decimal

import pytest

from gongkai.checks import examine
from gongkai.checks.cells import certificate, told
from gongkai.checks.known import Known, Value

CITY = "石家庄市"


def a_cell(region: str, *items: str, period: str = "2013", name: str = "产值") -> Value:
    return Value(f"{region}{items}", (name,), region, period, Decimal(0), 0, "亿元", items=items)


KNOWN = Known(
    date(2014, 10, 20), CITY,
    hidden=(a_cell(CITY, "采矿业"), a_cell("桥西区", "制造业"),
            a_cell(CITY, "烟草制品业", period="2014-Q3")),
)  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "2013年，全市采矿业产值67亿元。",
        "2013年，采矿业完成产值６７．５亿元，比上年增长3%。",
        "2013年，制造业产值88亿元，采矿业产值67亿元。",
        "2013年，桥西区制造业产值21亿元。",
        "2014年前三季度，全市烟草制品业产值12亿元。",
        "采矿业：2013年产值67亿元。",
    ],
)
def test_sentence_that_says_a_number_of_a_hidden_cell_is_asked_about(text):
    assert [one.rule for one in told.text("正文第1段", text, KNOWN)] == ["cells.said"]


@pytest.mark.parametrize(
    "text",
    [
        "2013年，全市产值155亿元。",
        "2012年，全市采矿业产值60亿元。",
        "2013年，制造业产值88亿元，采矿业产值已作保护。",
        "2013年，采矿业产值保持平稳；制造业产值88亿元。",
        "2013年，全市制造业产值88亿元。",
        "2013年，采矿业用电量12亿千瓦时。",
        "2013年采矿业企业67家，制造业产值88亿元。",
        "2014年上半年，全市烟草制品业产值8亿元。",
    ],
)
def test_sentence_that_says_another_number_is_let_be(text):
    assert list(told.text("正文第1段", text, KNOWN)) == []


def a_content(block: dict) -> dict:
    return {"title": "2013年工业统计公报（演示）", "body": [block]}


def test_table_and_chart_that_show_a_hidden_cell_are_found_by_their_heads():
    table = {"type": "table", "caption": "2013年分行业产值", "note": "", "head": [["行业", "产值（亿元）"]],
             "rows": [["采矿业", "67"], ["制造业", "88"], ["合计", "155"]]}  # fmt: skip
    chart = {"type": "chart", "title": "2013年产值", "unit": "亿元", "labels": ["采矿业", "制造业"],
             "series": [{"name": "产值", "values": ["67", "88"]}]}  # fmt: skip
    for block in (table, chart):
        found = list(told.content(a_content(block), KNOWN))
        assert [one.rule for one in found] == ["cells.said"]
    rows = [["行业", "产值"], ["采矿业", 67], ["制造业", 88]]
    assert len(list(told.table("附件《表.xlsx》", rows, KNOWN, "2013年分行业产值"))) == 1


def test_attached_file_that_says_a_hidden_cell_is_found():
    data = "2013年，全市采矿业产值67亿元。".encode()
    assert "cells.said" in [one.rule for one in examine.file("说明.txt", data, KNOWN)]


def a_data(**protection) -> dict:
    said = {"needed": True, "proven": True, "changed": False, "unjudged": [], "told": []}
    return a_content({"type": "data", "title": "产值", "protection": said | protection})


@pytest.mark.parametrize(
    ("protection", "rules"),
    [
        ({}, []),
        ({"proven": False}, [("cells.unjudged", "warn", "")]),
        ({"proven": False, "needed": False}, []),
        ({"unjudged": ["2个单元格没有调查对象资料"]}, [("cells.unjudged", "warn", "")]),
        ({"changed": True}, [("cells.certificate", "block", "")]),
        ({"told": ["采矿业产值　2013"]}, [("cells.told", "block", "figures")]),
    ],
)
def test_carried_figures_are_asked_for_their_proof(protection, rules):
    content = a_data(**protection)
    found = [*certificate.content(content, KNOWN), *told.content(content, KNOWN)]
    assert [(one.rule, str(one.severity), one.waiver) for one in found] == rules


def test_rules_of_small_cells_are_among_those_the_examination_names():
    assert {"cells.certificate", "cells.unjudged", "cells.told", "cells.said"} <= set(
        examine.VERSIONS
    )
