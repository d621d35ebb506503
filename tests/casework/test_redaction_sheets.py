"""Redaction of spreadsheets: only kept values go on, and every hidden thing is decided on."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.workbook.defined_name import DefinedName
from python_calamine import CalamineWorkbook

from gongkai.casework.redaction import proof, sheets
from gongkai.casework.redaction.marks import CSV, XLSX, plain
from gongkai.casework.redaction.tables import said
from gongkai.law.refused import Refused

NAME = "张三丰"
GONE = "〔不予公开〕"
MOMENT = datetime(2026, 6, 1, 8, 30)  # noqa: DTZ001  (moments in a workbook have no zone)
BEGIN = (("姓名", "电话", "金额"), (NAME, 13800138000, 12.5), ("李四", 13900139000, 7))


def a_book(change=None, rows=BEGIN) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "名单"
    for row in rows:
        book.active.append(row)
    if change:
        change(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def rewritten(data: bytes, **parts: str | None) -> bytes:
    """Return an archive with members put in, by names with / written as __ and . as _dot_."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        names = {
            name.replace("__", "/").replace("_dot_", "."): text for name, text in parts.items()
        }
        for name in old.namelist():
            if name not in names:
                new.writestr(name, old.read(name))
        for name, text in names.items():
            new.writestr(name, text)
    return file.getvalue()


def with_results(data: bytes, old: str, new: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert old in sheet
    return rewritten(data, xl__worksheets__sheet1_dot_xml=sheet.replace(old, new))


def values(data: bytes) -> dict[str, list]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def everything(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        rows = [*archive.namelist(), *(archive.read(one).decode() for one in archive.namelist())]
    return plain("\n".join(rows)) + plain(str(values(data)))


def refusal(data: bytes, **order) -> Refused:
    with pytest.raises(Refused) as refused:
        sheets.redact(data, **order)
    return refused.value


def test_cells_rows_columns_and_texts_are_replaced_and_the_rest_stays():
    result = sheets.redact(
        a_book(), columns={"名单": ["C"]}, cells={"名单": ["B3"]}, texts=[NAME, "13800138000"]
    )
    assert values(result.data)["名单"] == [
        ["姓名", "电话", GONE],
        [GONE, GONE, GONE],
        ["李四", GONE, GONE],
    ]
    assert result.count == 6
    said = everything(result.data)
    assert not any(one in said for one in (NAME, "13800138000", "13900139000", "12.5"))


def test_row_is_replaced_and_a_text_not_found_is_reported():
    result = sheets.redact(a_book(), rows={"名单": [2]}, texts=["王五"])
    assert values(result.data)["名单"][1] == [GONE] * 3
    assert result.report.not_found == ("王五",)


def test_numbers_are_found_as_they_are_shown():
    def write(book):
        book.active["D2"], book.active["D3"] = 1234.5, 0.125

    result = sheets.redact(a_book(write), texts=["1,234.50", "12.5%"])
    assert [row[3] for row in values(result.data)["名单"]] == ["", GONE, GONE]


def test_text_is_found_when_its_letters_are_in_several_runs():
    def write(book):
        red = InlineFont(color="FFFF0000")
        book.active["A2"] = CellRichText("张", TextBlock(red, "三"), "丰 等")

    data = a_book(write)
    assert proof.remains(data, XLSX, [NAME]) == [f"“{NAME}”：xl/worksheets/sheet1.xml"]
    result = sheets.redact(data, texts=[NAME])
    assert values(result.data)["名单"][1][0] == GONE


def hide_row(book):
    book.active.row_dimensions[3].hidden = True


def hide_column(book):
    book.active.column_dimensions["B"].hidden = True


def hide_sheet(book):
    book.create_sheet("底稿").append([NAME])
    book["底稿"].sheet_state = "hidden"


def bury_sheet(book):
    book.create_sheet("底稿").append([NAME])
    book["底稿"].sheet_state = "veryHidden"


def whiten(book):
    book.active["C3"].font = Font(color="FFFFFFFF")


def silence(book):
    book.active["C3"].number_format = ";;;"


HIDING = [
    (hide_row, "名单!3:3", {"rows": {"名单": [3]}}),
    (hide_column, "名单!B:B", {"columns": {"名单": ["B"]}}),
    (hide_sheet, "底稿", {"sheets_withheld": ["底稿"]}),
    (bury_sheet, "底稿", {"sheets_withheld": ["底稿"]}),
    (whiten, "名单!C3", {"cells": {"名单": ["C3"]}}),
    (silence, "名单!C3", {"cells": {"名单": ["C3"]}}),
]


@pytest.mark.parametrize(("hide", "address", "removal"), HIDING)
def test_hidden_thing_must_be_given_or_removed_and_is_listed(hide, address, removal):
    data = a_book(hide)
    assert address in [place for one in sheets.sheets(data) for place in one.hidden]
    no = refusal(data)
    assert no.code == "redaction.hidden"
    assert said(address) in no.message
    for order in (removal, {"shown": [address]}):
        made = sheets.redact(data, **order).data
        assert [place for one in sheets.sheets(made) for place in one.hidden] == []
    assert GONE in everything(sheets.redact(data, **removal).data)


@pytest.mark.parametrize(
    ("old", "new", "address"),
    [
        ('<row r="3">', '<row r="3" ht="0" customHeight="1">', "名单!3:3"),
        ("<sheetData>", '<cols><col min="2" max="9" width="0" customWidth="1"/></cols><sheetData>',
         "名单!B:B"),
        ('<sheetFormatPr ', '<sheetFormatPr zeroHeight="1" ', "名单!2:2"),
    ],
)  # fmt: skip
def test_row_or_column_without_extent_counts_as_hidden(old, new, address):
    assert said(address) in refusal(with_results(a_book(), old, new)).message


def test_hidden_sheet_shows_what_is_in_it_only_when_it_is_given():
    data = a_book(bury_sheet)
    assert values(sheets.redact(data, shown=["底稿"]).data)["底稿"] == [[NAME]]
    assert values(sheets.redact(data, sheets_withheld=["底稿"]).data)["底稿"] == [[GONE]]


def test_nothing_beside_values_is_carried_over():
    def write(book):
        sheet = book.active
        sheet["A2"].comment = Comment(f"{NAME}的电话", "作者甲")
        sheet["A3"].hyperlink = "https://example.org/secret"
        sheet.oddHeader.center.text = "内部资料甲"
        chart = BarChart()
        chart.add_data(Reference(sheet, min_col=3, min_row=1, max_row=3), titles_from_data=True)
        sheet.add_chart(chart, "E5")
        book.defined_names["秘密名称"] = DefinedName("秘密名称", attr_text="名单!$A$2")
        book.properties.creator = "作者甲"
        book.properties.title = "内部标题甲"

    data = rewritten(
        a_book(write),
        xl__pivotCache__pivotCacheRecords1_dot_xml=f"<r>{NAME}</r>",
        xl__externalLinks__externalLink1_dot_xml=f"<l>{NAME}</l>",
        customXml__item1_dot_xml=f"<i>{NAME}</i>",
    )
    result = sheets.redact(data, texts=[NAME])
    said = everything(result.data)
    for word in (
        NAME,
        "作者甲",
        "example.org",
        "内部资料甲",
        "秘密名称",
        "内部标题甲",
        "pivotcache",
    ):
        assert word not in said
    assert set(result.report.dropped) == {
        "批注", "图片、图形", "图表", "数据透视表", "外部链接", "自定义数据", "定义的名称"
    }  # fmt: skip


def test_formula_gives_its_stored_result():
    def write(book):
        book.active["D1"], book.active["D2"] = "=SUM(C2:C3)", '=IF(A2="","","")'

    data = with_results(a_book(write), "<f>SUM(C2:C3)</f><v></v>", "<f>SUM(C2:C3)</f><v>19.5</v>")
    assert refusal(data).code == "redaction.formula"
    assert "D2" in refusal(data).message
    result = sheets.redact(data, cells={"名单": ["C2", "D2"]})
    assert values(result.data)["名单"][0][3] == 19.5
    assert "sum(" not in everything(result.data)
    assert result.report.derived == ("名单!D1",)


def test_dates_numbers_truth_and_widths_stay_what_they_are():
    def write(book):
        book.active["D1"], book.active["E1"] = MOMENT, date(2026, 6, 1)
        book.active["F1"], book.active["G1"] = True, 0.256
        book.active["G1"].number_format = "0.0%"
        book.active.column_dimensions["A"].width = 33

    made = openpyxl.load_workbook(io.BytesIO(sheets.redact(a_book(write)).data)).active
    assert made["D1"].value == MOMENT
    assert made["E1"].is_date
    assert made["F1"].value is True
    assert (made["G1"].value, made["G1"].number_format) == (0.256, "0.0%")
    assert made.column_dimensions["A"].width == pytest.approx(33, abs=1)


def test_text_that_looks_like_a_formula_or_a_link_stays_text():
    def write(book):
        book.active["D1"] = "https://example.org"
        book.active["D2"] = "=1+1"
        book.active["D2"].data_type = "s"

    made = openpyxl.load_workbook(io.BytesIO(sheets.redact(a_book(write)).data)).active
    assert made["D2"].data_type == "s"
    assert made["D1"].hyperlink is None


def test_sheet_name_is_replaced_when_it_holds_a_removed_text():
    data = a_book(lambda book: book.create_sheet(f"{NAME}情况").append(["空"]))
    assert NAME not in everything(sheets.redact(data, texts=[NAME]).data)


def test_same_order_gives_the_same_bytes():
    data = a_book()
    assert sheets.redact(data, texts=[NAME]).data == sheets.redact(data, texts=[NAME]).data


@pytest.mark.parametrize(
    "order",
    [
        {"sheets_withheld": ["别的表"]},
        {"columns": {"名单": ["Z"]}},
        {"rows": {"名单": [99]}},
        {"cells": {"名单": ["不是地址"]}},
    ],
)
def test_order_is_refused_when_it_names_no_part_of_the_workbook(order):
    assert refusal(a_book(), **order).code == "redaction.sheet"


def test_label_is_refused_when_it_holds_a_removed_text():
    assert refusal(a_book(), texts=["公开"]).code == "redaction.label"


def test_far_away_cell_is_refused_before_the_sheet_is_walked():
    data = a_book(lambda book: book.active.cell(1_048_576, 16_384, "远"))
    assert refusal(data).code == "redaction.large"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK\x03\x04broken", "file.broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "redaction.sheet"),
        (rewritten(a_book(), xl__vbaProject_dot_bin="x"), "file.macro"),
        (rewritten(a_book(), xl__workbook_dot_xml="<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"),
         "file.broken"),
        (rewritten(a_book(), xl__workbook_dot_xml="<a/>"), "redaction.sheet"),
    ],
)  # fmt: skip
def test_file_is_refused_with_a_reason_when_it_cannot_be_handled(data, code):
    assert refusal(data).code == code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_loses_its_cells_and_comes_out_in_utf_8(encoding):
    data = f'姓名,说明\n{NAME},"一，二\n三"\n李四,无\n'.encode(encoding)
    result = sheets.redact(data, columns={"csv": ["B"]}, texts=[NAME])
    assert result.media_type == CSV
    assert result.data.decode("utf-8-sig").splitlines() == [
        f"姓名,{GONE}", f"{GONE},{GONE}", f"李四,{GONE}"
    ]  # fmt: skip


def test_proof_names_the_part_in_which_something_remains():
    data = rewritten(a_book(), xl__comments1_dot_xml=f"<c><t>{NAME[0]}</t><t>{NAME[1:]}</t></c>")
    found = proof.remains(data, XLSX, [NAME])
    assert "多余的部分：xl/comments1.xml" in found
    assert any(NAME in one for one in found)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.lists(st.text("张三丰AB1２ ", max_size=6), min_size=1, max_size=4), min_size=1,
             max_size=5),
    st.text("张三A1", min_size=1, max_size=2),
)  # fmt: skip
def test_any_text_is_gone_when_it_is_asked_for(rows, asked):
    result = sheets.redact(a_book(rows=rows), texts=[asked])
    cells = [str(cell) for rows in values(result.data).values() for row in rows for cell in row]
    assert not any(plain(asked) in plain(cell) for cell in cells)


def test_merged_cells_without_end_are_refused_before_they_are_built():
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(a_book())) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for one in old.infolist():
            part = old.read(one)
            if one.filename == "xl/worksheets/sheet1.xml":
                part = part.replace(b"</sheetData>", b'</sheetData><mergeCells><mergeCell '
                                    b'ref="A1:CV100000"/></mergeCells>')  # fmt: skip
            new.writestr(one.filename, part)
    with pytest.raises(Refused) as error:
        sheets.redact(stream.getvalue())
    assert error.value.code == "redaction.large"
