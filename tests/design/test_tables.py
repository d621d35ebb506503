from gongkai.design.tables import chart_table, table

BLOCK = {
    "caption": "表1",
    "head": [["指标", "累计", "状态"]],
    "rows": [["甲", "3 612.4", "初步"], ["乙", "—"], ["丙", "-1.2%", "核实"]],
    "note": "",
}


def test_table_marks_number_columns_and_never_the_first() -> None:
    assert [cell.number for cell in table(BLOCK).rows[0]] == [False, True, False]
    years = {**BLOCK, "rows": [["2013", "1", ""], ["2014", "2", ""]]}
    assert [cell.number for cell in table(years).head[0]] == [False, True, False]


def test_table_fills_a_short_row_when_others_are_longer() -> None:
    assert [cell.text for cell in table(BLOCK).rows[1]] == ["乙", "—", ""]


def test_table_without_rows_is_empty() -> None:
    shown = table({"caption": "", "head": [], "rows": [], "note": ""})
    assert (shown.head, shown.rows) == ((), ())


def test_chart_table_shows_a_dash_when_a_value_is_missing() -> None:
    shown = chart_table(
        {
            "title": "增速",
            "unit": "%",
            "labels": ["1月", "2月"],
            "series": [{"name": "甲", "values": ["7.6", ""]}, {"name": "乙", "values": ["0"]}],
        }
    )
    assert shown.caption == "增速（%）"
    assert [[cell.text for cell in row] for row in shown.rows] == [
        ["1月", "7.6", "0"],
        ["2月", "—", "—"],
    ]
