"""Reports as files: read to the number they show, or refused with the place and the reason."""

import io
import zipfile
from dataclasses import replace
from datetime import date

import pikepdf
import pypdfium2
import pytest

from gongkai.law import annual
from gongkai.law.refused import Refused
from gongkai.oversight.importing import reading
from gongkai.oversight.importing.figures import number
from gongkai.oversight.importing.reading import read
from gongkai.oversight.rules import check
from tests.oversight.reports import (
    a_report,
    changed,
    grids,
    html,
    last_year,
    pdf,
    silent,
    table3,
    title,
    with_text,
    word,
)  # fmt: skip

TEMPLATE = "03_disclosure_reports/annual_report_template.docx"


def refusal(name, data):
    with pytest.raises(Refused) as refused:
        read(name, data)
    return refused.value.code, refused.value.message


def same(got, report):
    """Say whether a report was read as it was written, tables and prose."""
    return all(
        getattr(got, name) == getattr(report, name)
        for name in ("year", "unit", "table2", "table3", "table4", "form")
    ) and [(one.heading, one.text) for one in got.sections] == [
        (one.heading, one.text) for one in report.sections
    ]


def whole():
    """Return a report whose one row of 其他处理 stands for three."""
    report = a_report()
    cells = dict(report.table3.cells)
    for column in {column for _, column in cells}:
        own = [cells.pop((row, column)) for row in ("r21", "r22", "r23")]
        cells["r21-r23", column] = sum(own)
    return replace(report, table3=type(report.table3)(cells))


def test_a_web_page_is_read_as_written():
    assert same(read("年报.html", html(a_report())), a_report())


def test_a_pdf_is_read_as_written():
    got = read("年报.pdf", pdf(a_report()))
    assert same(got, a_report())
    assert check(got, last_year()) == []


@pytest.mark.parametrize("height", [128, 164, 180, 190, 227])
def test_a_pdf_is_read_as_written_wherever_its_tables_break(height):
    got = read("年报.pdf", pdf(a_report(), f"{height}mm"))
    assert got.table2 == a_report().table2
    assert got.table3 == a_report().table3
    assert got.table4 == a_report().table4


def test_the_official_template_filled_in_is_read_as_written(corpus):
    got = read("年报.docx", word(a_report(), corpus / TEMPLATE))
    assert same(got, a_report())
    assert check(got, last_year()) == []


@pytest.mark.parametrize("kind", ["html", "pdf", "docx"])
def test_an_altered_file_is_reported_at_its_place_and_nowhere_else(corpus, kind):
    bad = changed(changed(a_report(), 3, "r17", "c4", 3), 4, "direct", "total", 7)
    data = {"html": lambda: html(bad), "pdf": lambda: pdf(bad),
            "docx": lambda: word(bad, corpus / TEMPLATE)}[kind]()  # fmt: skip
    assert [(one.rule, one.place) for one in check(read(f"年报.{kind}", data))] == [
        ("AR-02", "表三“（七）总计”行“社会公益组织”列"),
        ("AR-03", "表三“2.重复申请”行“总计”列"),
        ("AR-04", "表四“未经复议直接起诉”“总计”"),
    ]  # fmt: skip


@pytest.mark.parametrize("column", annual.columns(), ids=lambda one: one.key)
def test_an_altered_column_of_a_page_is_reported_at_its_place(column):
    report = silent(a_report())
    bad = changed(report, 3, "r25", column.key, report.table3.of("r25", column.key) + 1)
    assert [(one.rule, one.place) for one in check(read("年报.html", html(bad)))] == [
        ("AR-01", f"表三“{column.label}”列"),
        ("AR-03", "表三“四、结转下年度继续办理”行“总计”列"),
    ]


@pytest.mark.parametrize("kind", ["html", "pdf"])
def test_one_row_of_other_outcomes_is_read(kind):
    report = whole()
    data = html(report) if kind == "html" else pdf(report)
    assert read(f"年报.{kind}", data).table3 == report.table3


@pytest.mark.parametrize("mark", ["", "/", "—", "　"])
def test_a_mark_in_place_of_a_number_is_kept_as_a_mark(mark):
    report = replace(changed(a_report(), 3, "r12", "c3", None), marks={(3, "r12", "c3"): mark})
    got = read("年报.html", html(report))
    assert got.table3.cells["r12", "c3"] is None
    assert got.marks == {(3, "r12", "c3"): mark.strip()}
    assert [one.rule for one in check(got)] == ["AR-08"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("３１１９", 3119), ("1,234", 1234), (" 12　", 12), ("-3", -3), ("无", None)],
)
def test_a_cell_is_read_as_a_number_or_a_mark(text, expected):
    assert number(text) == expected


@pytest.mark.parametrize("text", ["1 2", "3\n4", "约3", "3件", "1,23", "O", "1.2.3", "①", "十"])
def test_a_cell_that_is_no_number_is_refused_with_its_place(text):
    rows = grids(a_report())[3]
    rows[8][-6] = (text, 1, 1)
    code, message = refusal("年报.html", html(a_report(), {3: rows}))
    assert code == "annual.cell"
    assert "表三“2.其他法律行政法规禁止公开”行“商业企业”列" in message


def test_labels_broken_and_damaged_are_known():
    rows = grids(a_report())[3]
    rows[8] = [("2.其他法律行政止公开", 1, 1), *rows[8][-7:]]
    rows[6] = [("（二）部分公开（区分处理的，只计这一情\n形，不 计其他情形）", 1, 2), *rows[6][-7:]]
    assert read("年报.html", html(a_report(), {3: rows})).table3 == a_report().table3


def turned(rows):
    rows[2][0], rows[2][1] = rows[2][1], rows[2][0]
    return rows


def with_row(number, row):
    return lambda rows: [*rows[:number], row(rows[number]), *rows[number + 1 :]]


BROKEN = {
    "row missing": lambda rows: rows[:-1],
    "row twice": lambda rows: [*rows, rows[-1]],
    "cell missing": with_row(4, lambda row: row[:-1]),
    "cell too many": with_row(4, lambda row: [*row, ("0", 1, 1)]),
    "cells merged": with_row(4, lambda row: [*row[:6], ("0", 1, 2)]),
    "label unknown": with_row(4, lambda row: [("二、其他申请数量", 1, 3), *row[-7:]]),
    "columns turned": turned,
    "head missing": lambda rows: [*rows[:2], *rows[3:]],
    "cut short": lambda rows: rows[:16],
}


@pytest.mark.parametrize(
    ("what", "code", "named"),
    [
        ("row missing", "annual.row", "没有读到“四、结转下年度继续办理”行"),
        ("row twice", "annual.twice", "四、结转下年度继续办理"),
        ("cell missing", "annual.row", "上年结转"),
        ("cell too many", "annual.row", "上年结转"),
        ("cells merged", "annual.cell", "合并单元格"),
        ("label unknown", "annual.row", "二、其他申请数量"),
        ("columns turned", "annual.head", "表三的列名"),
        ("head missing", "annual.head", "表三的列名"),
        ("cut short", "annual.row", "等12行"),
    ],
)
def test_a_table_that_cannot_be_read_for_certain_is_refused(what, code, named):
    got = refusal("年报.html", html(a_report(), {3: BROKEN[what](grids(a_report())[3])}))
    assert got[0] == code
    assert named in got[1]


@pytest.mark.parametrize("table", [2, 3, 4])
def test_a_table_that_is_a_picture_is_refused(table):
    code, message = refusal("年报.html", html(a_report(), {table: '<img src="table.png">'}))
    assert code == "annual.table"
    assert f"没有读到表{'零一二三四'[table]}" in message
    assert "图片" in message


def test_table_four_must_have_its_fifteen_cells():
    rows = grids(a_report())[4]
    rows[3] = rows[3][:-1]
    assert refusal("年报.html", html(a_report(), {4: rows}))[0] == "annual.row"


def test_a_scanned_pdf_is_refused():
    document = pypdfium2.PdfDocument.new()
    document.new_page(595, 842)
    target = io.BytesIO()
    document.save(target)
    code, message = refusal("扫描.pdf", target.getvalue())
    assert code == "annual.scanned"
    assert "扫描" in message


def test_an_encrypted_pdf_is_refused():
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(a_report()))) as document:
        document.save(target, encryption=pikepdf.Encryption(owner="演示", user="演示"))
    assert refusal("年报.pdf", target.getvalue())[0] == "file.encrypted"


@pytest.mark.parametrize("cut", [10, 400, 5000])
def test_a_damaged_pdf_is_refused(cut):
    assert refusal("年报.pdf", pdf(a_report())[:cut])[0] in {
        "file.broken", "annual.scanned", "file.kind", "annual.kind",
    }  # fmt: skip


def test_a_zip_bomb_is_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"0" * 300_000_000)
    assert refusal("年报.docx", target.getvalue())[0] == "file.bomb"


def test_a_file_too_large_is_refused_unread(monkeypatch):
    monkeypatch.setattr(reading, "MOST", 1000)
    assert refusal("年报.pdf", b"%PDF-" + b"0" * 2000)[0] == "annual.size"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("年报.txt", b"text"),
        ("年报.xlsx", b"PK\x03\x04"),
        ("年报", b"%PDF-1.7"),
        ("通知.html", "<h1>关于放假的通知</h1><p>一、总体情况</p>".encode()),
        ("空.html", b"<html></html>"),
    ],
)
def test_what_is_no_annual_report_is_refused(name, data):
    assert refusal(name, data)[0] == "annual.kind"


def test_a_report_under_the_old_regulation_is_refused_with_the_reason():
    code, message = refusal("年报.html", html(replace(a_report(), year=2016)))
    assert code == "annual.form"
    assert "2008年条例" in message


def test_a_page_with_tables_beyond_reading_is_refused():
    rows = [[("0", 1, 1)]] * 2001
    assert refusal("年报.html", html(a_report(), {3: rows}))[0] == "annual.large"


def test_a_page_nested_without_end_is_read():
    deep = "<div>" * 20_000 + "</div>" * 20_000
    assert same(read("年报.html", html(a_report(), head=deep)), a_report())


def test_what_nobody_sees_is_not_read():
    report = a_report()
    data = html(
        report, head='<p style="display:none">二、主动公开</p><script>"一、总体情况"</script>'
    )
    assert same(read("年报.html", data), report)


@pytest.mark.parametrize(
    "head",
    ["<p>发布日期：2025-01-26</p>", "<p>来源：演示 发布时间：2025年1月26日 浏览次数：9</p>",
     '<meta name="PubDate" content="2025-01-26 09:30">'],
)  # fmt: skip
def test_the_day_of_publication_is_read(head):
    assert read("年报.html", html(a_report(), head=head)).published == date(2025, 1, 26)


def test_the_trial_form_of_2019_is_read():
    report = replace(whole(), year=2020)
    table = """<table><tr><td colspan=4>第二十条第（一）项</td></tr>
    <tr><td>信息内容</td><td>本年新制作数量</td><td>本年新公开数量</td><td>对外公开总数量</td></tr>
    <tr><td>规章</td><td>0</td><td>0</td><td>0</td></tr>
    <tr><td>规范性文件</td><td>2</td><td>2</td><td>9</td></tr>
    <tr><td colspan=4>第二十条第（五）项</td></tr>
    <tr><td>信息内容</td><td>上一年项目数量</td><td>本年增/减</td><td>处理决定数量</td></tr>
    <tr><td>行政许可</td><td>3</td><td>-1</td><td>10</td></tr>
    <tr><td>其他对外管理服务事项</td><td>1</td><td>0</td><td>4</td></tr>
    <tr><td>行政处罚</td><td>3</td><td>0</td><td>5</td></tr>
    <tr><td>行政强制</td><td>0</td><td>0</td><td>0</td></tr>
    <tr><td>行政事业性收费</td><td>1</td><td>-1</td></tr>
    <tr><td>政府集中采购</td><td>5</td><td colspan=2>12.5</td></tr></table>"""
    got = read("年报.html", html(report, {2: table}))
    assert (got.form, got.year) == ("2019", 2020)
    assert got.table2.of("licence", "change") == -1
    assert str(got.table2.of("purchase", "amount")) == "12.5"
    assert got.table3 == report.table3
    assert check(got) == []


def test_a_page_of_a_report_inside_a_layout_table_is_read():
    data = html(a_report()).replace(b"<body>", b"<body><table><tr><td>").replace(
        b"</body>", b"</td></tr></table></body>")  # fmt: skip
    assert same(read("年报.html", data), a_report())


def test_a_year_and_unit_on_two_lines_are_read():
    report = a_report()
    old = title(report)
    data = (
        html(report)
        .decode()
        .replace(f"<h1>{old}</h1>", "<p>演示市统计局</p><p>2024 年政府信息公开工作年度报告</p>")
    )
    assert same(read("年报.html", data.encode()), report)


def test_empty_prose_is_no_reason_to_refuse():
    report = with_text(a_report(table3=table3()), 5, "")
    assert read("年报.html", html(report)).text(5) == ""
