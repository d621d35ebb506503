"""Reading of files and cells: what is read, how it is laid out, what is named.

Long because each way a cell or a head can be written is a test.
"""

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.figures.importing import applying, layout, proposal, reading, times, values
from gongkai.figures.importing.applying import Found
from gongkai.figures.importing.proposal import Known
from gongkai.figures.rules import Frequency, Missing, join, spelled
from gongkai.figures.rules.codes import Span
from gongkai.law.refused import Refused
from tests.figures.old_workbook import old_workbook

REGIONS = {"130000": "河北省", "130100": "石家庄市", "110000": "北京市", "310000": "上海市"}
MOST = 10 * 1024**2
DAY = datetime(2014, 3, 1)  # noqa: DTZ001  (as a spreadsheet gives it)


def known(frequency: Frequency = Frequency.MONTH, **changes) -> Known:
    return Known(**({"flow": "T", "frequency": frequency, "regions": REGIONS, "region": "130100"}
                    | changes))  # fmt: skip


def a_csv(*rows: str) -> bytes:
    return "\n".join(rows).encode()


def a_workbook(rows, change=None) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "表"
    for row in rows:
        book.active.append(row)
    if change:
        change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def applied(data: bytes, name: str = "t.csv", about: Known | None = None, **answers):
    about = about or known()
    book = reading.read(name, data, most=MOST)
    mappings = proposal.propose(book.sheets, about, name)
    for one in mappings:
        one |= answers
    return applying.apply(book.sheets, mappings, about), mappings


def said(found: Found) -> list[tuple[str, str]]:
    return [(one.code, one.where.rpartition("”")[2]) for one in found.faults]


def held(found: Found) -> dict[tuple[str, str], str]:
    return {place: one.missing or str(one.value) for place, (one, _) in found.cells.items()}


# cells


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=3), st.booleans())
def test_number_is_read_as_it_was_written_with_separators_and_wide_digits(value, wide):
    written = f"{value:,.3f}"
    if wide:
        written = written.translate(str.maketrans("0123456789.,-", "０１２３４５６７８９．，－"))
    read = values.read(f" {written}\xa0")
    assert (read.value, read.fault) == (Decimal(f"{value:.3f}"), "")


@given(st.floats(min_value=-1e12, max_value=1e12).filter(lambda one: abs(one) > 1e-6 or one == 0))
def test_number_of_a_spreadsheet_is_taken_by_its_fifteen_digits(value):
    read = values.read(value)
    assert read.value == Decimal(format(value, ".15g"))


@given(st.text(max_size=12))
def test_any_text_is_a_number_a_mark_a_blank_or_a_fault(typed):
    read = values.read(typed)
    assert [read.value is not None, bool(read.mark), bool(read.fault), read.is_blank].count(
        True
    ) == 1


@pytest.mark.parametrize(("typed", "fault"), [
    ("12,34", "thousands"), ("1,234,56", "thousands"), ("12 34", "thousands"), ("12.3①", "text"),
    ("12.3亿元", "text"), ("(12.3)", "text"), ("约100", "text"), ("0012", "zeros"),
    ("#DIV/0!", "error"), (True, "logical"), (DAY, "date"), (date(2014, 3, 1), "date"),
])  # fmt: skip
def test_what_could_be_two_numbers_or_none_is_a_fault(typed, fault):
    assert values.read(typed).fault == fault


@pytest.mark.parametrize("mark", ["-", "—", "…", "...", "..", "/", "×", "n.a.", "空", "——"])
def test_sign_that_stands_for_no_value_is_never_zero(mark):
    read = values.read(mark)
    assert (read.value, read.mark) == (None, mark)


# times


@given(
    st.sampled_from([Frequency.YEAR, Frequency.QUARTER, Frequency.MONTH]),
    st.integers(1950, 2099),
    st.integers(1, 12),
    st.sampled_from([Span.PERIOD, Span.SO_FAR]),
)
def test_period_as_bulletins_write_it_is_read_again(frequency, year, part, span):
    period = join(frequency, year, (part - 1) % {"A": 1, "Q": 4, "M": 12}[frequency] + 1)
    written = spelled(period, span)
    time = times.of(written)
    assert time is not None, written
    if time.part is not None:
        assert time.period(frequency) == period
    else:
        assert time.year == year


@pytest.mark.parametrize(("written", "period"), [
    ("2014年", None), ("2025-10", "2025-10"), ("2025.1", "2025-01"), ("201410", "2014-10"),
    ("2014M03", "2014-03"), ("2014-M03", "2014-03"), (DAY, "2014-03"),
    ("2014年1—11月", "2014-11"), ("2014年1至2月", "2014-02"), ("2020-06-30", "2020-06"),
    (45962, "2025-11"), ("45962", "2025-11"), ("2014年12月末", "2014-12"), ("２０１４年３月", "2014-03"),
    ("2014年前11个月", "2014-11"), ("2025/1/1", "2025-01"), ("2014-03-31T00:00:00", "2014-03"),
])  # fmt: skip
def test_month_is_read_however_it_is_written(written, period):
    assert times.of(written, serials=True).period(Frequency.MONTH) == period


@pytest.mark.parametrize(
    "written", ["2014年13月", "合计", "", None, True, 12.5, "1850", "3.14", "99"]
)
def test_what_is_no_time_is_not_taken_for_one(written):
    assert times.of(written, serials=True) is None


# layouts


def test_time_across_and_names_down_are_read():
    found, _ = applied(a_csv("指标,2025-10,2025-11", "工业增加值(%),5.1,4.8", "投资额(亿元),10,12"))
    assert held(found) == {
        ("T_001.130100", "2025-10"): "5.1", ("T_001.130100", "2025-11"): "4.8",
        ("T_002.130100", "2025-10"): "10", ("T_002.130100", "2025-11"): "12"}  # fmt: skip


def test_regions_are_known_by_name_short_name_and_code():
    found, _ = applied(a_csv("地区,2015,2016", "河北省,1,2", "石家庄,3,4", "310000,5,6"),
                       about=known(Frequency.YEAR))  # fmt: skip
    assert {key for key, _ in found.cells} == {"T_001.130000", "T_001.130100", "T_001.310000"}


def test_unknown_region_is_named_and_asked_for():
    found, mappings = applied(a_csv("地区,2015", "河北省,1", "月球,2"), about=known(Frequency.YEAR))
    assert (said(found), mappings[0]["regions"]["月球"]) == ([("region", "B3")], "")


def test_long_form_is_read_with_unit_and_notes_columns():
    found, mappings = applied(a_csv(
        "dataset,series,date,value,frequency,unit,notes", "ppi,当月,2025-10-01,97.9,M,%,说明",
        "ppi,当月,2025-09-01,97.7,M,%,说明"))  # fmt: skip
    assert held(found) == {("T_001.130100", "2025-10"): "97.9", ("T_001.130100", "2025-09"): "97.7"}
    assert mappings[0]["names"]["ppi·当月"]["unit"] == "%"


def test_year_above_and_months_below_are_put_together():
    found, _ = applied(a_workbook([
        [None, 2025, None, 2024, None], [None, "出口（亿元）", None, "出口（亿元）", None],
        ["国别", "11月", "1至11月", "11月", "1至11月"], ["美国", 1, 2, 3, 4]]), "t.xlsx")  # fmt: skip
    assert sorted(held(found)) == [
        ("T_001.130100", "2024-11"), ("T_001.130100", "2025-11"),
        ("T_002.130100", "2024-11"), ("T_002.130100", "2025-11")]  # fmt: skip


def test_month_without_a_year_takes_the_one_above_and_never_an_earlier_one():
    found, _ = applied(a_csv("时间,产量(吨)", "2014年11月,1", "12月,2", "1月,3", "2015年2月,4"))
    assert held(found) == {("T_001.130100", "2014-11"): "1", ("T_001.130100", "2014-12"): "2",
                           ("T_001.130100", "2015-02"): "4"}  # fmt: skip
    assert said(found) == [("no_time", "B4")]


def test_totals_since_january_beside_single_months_are_another_indicator():
    found, mappings = applied(a_csv("时间,产量(吨)", "2014年1月,1", "2014年1-2月,3", "2014年2月,2",
                                    "2014年1-3月,6", "2014年3月,3"))  # fmt: skip
    assert list(mappings[0]["names"]) == ["产量", "产量（累计）"]
    assert held(found)["T_002.130100", "2014-03"] == "6"


def test_title_unit_and_notes_stand_outside_the_table():
    _, mappings = applied(a_workbook([
        ["2014年全市产量"], [None, "单位：万吨"], ["时间", "粮食"], ["2014年1月", 5],
        ["2014年2月", 6], ["注：快报数。"]]), "t.xlsx")  # fmt: skip
    one = mappings[0]
    assert (one["title"], one["unit"], one["notes"]) == ("2014年全市产量", "万吨", ["注：快报数。"])
    assert (one["head"], one["body"], one["names"]["粮食"]["unit"]) == ([2, 3], [3, 5], "万吨")


def test_group_names_written_once_reach_over_their_columns():
    seen = reading.read("t.csv", a_csv(",货币(M2),,货币(M1),", "时间,数量(亿元),同比(%),数量(亿元),同比(%)",
                                       "2025-01,1,2,3,4"), most=MOST).sheets[0]  # fmt: skip
    assert layout.column_of(seen, (0, 2), 2).texts == ("货币(M2)", "同比")
    assert layout.column_of(seen, (0, 2), 3).texts == ("货币(M1)", "数量")


STACKED = [
    ["表一（单位：亿元）"], ["时间", "生产总值", "第一产业"], ["2013年1月", 1, 2], ["2013年2月", 3, 4],
    ["注：演示。"], [], ["表二（单位：万人）"], ["时间", "常住人口", "户籍人口"], ["2014年1月", 5, 6],
    ["2014年2月", 7, "约8"],
]  # fmt: skip


def test_tables_under_each_other_are_told_apart_and_keep_their_addresses():
    found, mappings = applied(a_workbook(STACKED), "t.xlsx")
    assert [(one["sheet"], one["body"], one["notes"]) for one in mappings] == [
        ("表", [2, 4], ["注：演示。"]), ("表（第2个表）", [8, 10], [])]  # fmt: skip
    units = {name: spec["unit"] for one in mappings for name, spec in one["names"].items()}
    assert units == {"生产总值": "亿元", "第一产业": "亿元", "常住人口": "万人", "户籍人口": "万人"}
    assert [(one.code, one.where) for one in found.faults] == [("text", "表“表（第2个表）”C10")]
    assert held(found)["T_003.130100", "2014-02"] == "7"
    told = reading.read("t.xlsx", a_workbook(STACKED), most=MOST).said
    assert [one.text for one in told] == ["工作表“表”里上下有2个表，已分开读取，请分别核对。"]


def test_second_table_under_a_title_is_told_apart_though_its_head_is_the_same():
    found, mappings = applied(a_workbook([
        ["总量"], ["时间", "合计(吨)", "甲(吨)"], ["2013年1月", 1, 2], ["增量"],
        ["时间", "合计(吨)", "甲(吨)"], ["2014年1月", 5, 6]]), "t.xlsx")  # fmt: skip
    assert [one["title"] for one in mappings] == ["总量", "增量"]
    assert len({key for key, _ in found.cells}) == 4


def test_second_table_that_only_has_a_unit_is_refused_cell_by_cell():
    found, mappings = applied(a_workbook([
        ["时间", "产值(亿元)"], ["2013年1月", 1], ["2013年2月", 2], [None, "单位：%"],
        ["2014年1月", 5], ["2014年2月", 6]]), "t.xlsx")  # fmt: skip
    assert len(mappings) == 2
    assert said(found) == [("head", "B5"), ("head", "B6")]


@pytest.mark.parametrize("row", [
    ["时间", "产值(亿元)", "增速(%)"],  # the head again on the next page
    ["2013年3月", "未公布", "待定"], ["其中：", None, None], ["2013年3月", "…", "…"],
])  # fmt: skip
def test_line_without_numbers_does_not_begin_a_table(row):
    sheets = reading.read("t.xlsx", a_workbook([
        ["时间", "产值(亿元)", "增速(%)"], ["2013年1月", 1, 2], row, ["2013年2月", 3, 4]]),
        most=MOST).sheets  # fmt: skip
    assert [one.name for one in sheets] == ["表"]


def test_form_is_the_same_next_month_and_another_for_another_head():
    def form(*rows: str) -> str:
        sheet = reading.read("t.csv", a_csv(*rows), most=MOST).sheets[0]
        return proposal.form_of(sheet, layout.look(sheet, layout.Lists({}, {}, {})))

    first = form("指标,2025-10,2025-11", "产量,1,2")
    assert form("指标,2025-10,2025-11,2025-12", "产量,1,2,3") == first
    assert form("项目,2025-10,2025-11", "产量,1,2") != first


# bad input, each named with its cell


def test_text_in_a_number_cell_is_named():
    found, _ = applied(a_csv("时间,产量(吨)", "2014-01,暂缺数", "2014-02,2"))
    assert said(found) == [("text", "B2")]


def test_wide_digits_and_separators_are_read_and_told():
    found, _ = applied(a_csv("时间,产量(吨)", "2014-01,１２．５", '2014-02,"1,234.5\xa0"'))
    assert held(found) == {
        ("T_001.130100", "2014-01"): "12.5",
        ("T_001.130100", "2014-02"): "1234.5",
    }
    assert [one.code for one in found.notes] == ["wide", "thousands"]


def test_percent_sign_in_a_column_of_amounts_is_two_units():
    found, _ = applied(a_csv("时间,产量(吨)", "2014-01,12", "2014-02,8.3%"))
    assert said(found) == [("units", "B3")]


def test_per_mille_beside_percent_is_two_units():
    found, _ = applied(a_csv("时间,增长率", "2014-01,1.2%", "2014-02,1.3%", "2014-03,12‰"))
    assert said(found) == [("units", "B4")]


def test_numbers_shown_as_percent_are_told_from_fractions_and_from_percents():
    def percent(book) -> None:
        for row in (2, 3, 4, 5):
            book.active.cell(row, 2).number_format = "0.0%"

    rows = [["时间", "同比增长"], *([f"2014-{month:02}", value] for month, value in enumerate(
        (0.081, 0.083, 0.079, 0.08, 0.082), 1))]  # fmt: skip
    found, _ = applied(a_workbook(rows, percent), "t.xlsx")
    assert list(held(found).values()) == ["8.1", "8.3", "7.9", "8.0", "8.2"]
    rows[-1][1] = 8.2
    found, _ = applied(a_workbook(rows, percent), "t.xlsx")
    assert list(held(found).values())[-1] == "8.2"
    rows[-1][1] = 900.0
    found, _ = applied(a_workbook(rows, percent), "t.xlsx")
    assert said(found) == [("mixed", "B6")]


def test_dates_as_serial_numbers_are_read():
    found, _ = applied(a_workbook([["日期", "产量(吨)"], [45931, 1], [45962, 2]]), "t.xlsx")
    assert [period for _, period in held(found)] == ["2025-10", "2025-11"]


def test_two_units_in_a_long_table_are_named():
    found, _ = applied(a_csv("指标,日期,数值,单位", "产值,2014-01,1,亿元", "产值,2014-02,2,万元"))
    assert said(found) == [("units", "C3")]


def test_duplicate_rows_are_told_and_contradicting_ones_are_faults():
    found, _ = applied(a_csv("时间,产量(吨)", "2014-01,1", "2014-01,1", "2014-02,2", "2014-02,3"))
    assert ([one.code for one in found.notes], said(found)) == (["repeated"], [("twice", "B5")])


def test_value_beside_a_faulty_one_of_its_period_is_named_too():
    found, _ = applied(a_csv("月份,甲(亿元)", "2014-11,约12", "2014-11,13", "2014-12,14"))
    assert said(found) == [("text", "B2"), ("rival", "B3")]
    assert "B2" in found.faults[1].text
    assert [period for _, period in found.cells] == ["2014-12"]


def test_formula_without_a_value_is_named():
    found, _ = applied(
        a_workbook([["时间", "产量(吨)"], ["2014-01", 1], ["2014-02", "=B2*2"]]), "t.xlsx"
    )
    assert said(found) == [("hollow", "B3")]


def test_sign_without_an_answer_is_a_fault_and_with_one_a_missing_value():
    rows = a_csv("时间,产量(吨)", "2014-01,-", "2014-02,2")
    assert said(applied(rows)[0]) == [("mark", "B2")]
    assert (
        held(applied(rows, marks={"-": "L"})[0])["T_001.130100", "2014-01"] == Missing.NOT_COLLECTED
    )
    assert list(held(applied(rows, marks={"-": "skip"})[0])) == [("T_001.130100", "2014-02")]


def test_blank_cell_is_left_and_never_zero():
    rows = a_csv("时间,甲(吨),乙(吨)", "2014-01,,1", "2014-02,2,2")
    assert ("T_001.130100", "2014-01") not in applied(rows)[0].cells
    assert held(applied(rows, blank="O")[0])["T_001.130100", "2014-01"] == Missing.UNKNOWN


def test_column_with_numbers_and_no_head_is_named():
    found, _ = applied(a_csv("时间,产量(吨),", "2014-01,1,7", "2014-02,2,8"))
    assert said(found) == [("head", "C2"), ("head", "C3")]


def test_every_number_is_imported_named_or_part_of_the_head():
    found, mappings = applied(a_csv("时间,产量(吨)", "2014-01,1", "2014-02,2", "合计,3", ",4"))
    kinds = found.kinds[mappings[0]["sheet"]]
    assert sorted(kinds.values()) == ["fault", "fault", "value", "value"]


# files


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_is_read_in_each_encoding_offices_use(codec):
    data = "时间,产量(吨)\n2014-01,1".encode(codec)
    assert reading.read("t.csv", data, most=MOST).sheets[0].rows[0] == ["时间", "产量(吨)"]


def test_old_workbook_is_read_and_says_what_it_cannot_tell():
    cells = {(0, 0): "时间", (0, 1): "产量（吨）", (1, 0): "2014年1月", (1, 1): 5.5,
             (2, 0): "2014年2月", (2, 1): "约6"}  # fmt: skip
    data = old_workbook({"产量": cells, "底稿": {(0, 0): "x"}}, hidden=("底稿",))
    book = reading.read("t.xls", data, most=MOST)
    assert [one.code for one in book.said] == ["hidden", "old"]
    found, _ = applied(data, "t.xls")
    assert (held(found), said(found)) == ({("T_001.130100", "2014-01"): "5.5"}, [("text", "B3")])


def test_hidden_sheet_is_not_read_but_said():
    def hide(book) -> None:
        book.create_sheet("底稿").append(["时间", 1])
        book["底稿"].sheet_state = "hidden"

    book = reading.read("t.xlsx", a_workbook([["时间", "甲"], ["2014-01", 1]], hide), most=MOST)
    assert ([one.name for one in book.sheets], [one.code for one in book.said]) == (
        ["表"],
        ["hidden"],
    )


def test_hidden_rows_are_not_imported_but_told():
    def hide(book) -> None:
        book.active.row_dimensions[2].hidden = True

    found, _ = applied(
        a_workbook([["时间", "甲(吨)"], ["2014-01", 1], ["2014-02", 2]], hide), "t.xlsx"
    )
    assert list(held(found)) == [("T_001.130100", "2014-02")]
    assert [one.code for one in found.notes] == ["hidden"]


def test_far_cell_is_refused_before_its_rectangle_is_built():
    def far(book) -> None:
        book.active.cell(1_000_000, 3).value = 1

    with pytest.raises(Refused) as error:
        reading.read("t.xlsx", a_workbook([["时间", "甲"]], far), most=MOST)
    assert error.value.code == "import.large"


def with_member(data: bytes, name: str, content: bytes) -> bytes:
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(("member", "content", "code"), [
    ("xl/externalLinks/externalLink1.xml", b"<externalLink/>", "import.links"),
    ("xl/vbaProject.bin", b"x", "file.macro"),
    ("xl/worksheets/big.xml", b"0" * 60_000_000, "file.bomb"),
    ("xl/worksheets/evil.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x/>', "import.broken"),
])  # fmt: skip
def test_hostile_workbook_is_refused_with_its_reason(member, content, code):
    data = with_member(a_workbook([["时间", "甲"], ["2014-01", 1]]), member, content)
    with pytest.raises(Refused) as error:
        reading.read("t.xlsx", data, most=MOST)
    assert error.value.code == code


def with_sheet_part(data: bytes, before: str, after: str, codec: str = "utf-8") -> bytes:
    """Return a workbook with something put in place of a text of its first sheet."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for one in old.infolist():
            part = old.read(one)
            if one.filename == "xl/worksheets/sheet1.xml":
                text = part.decode()
                assert before in text
                part = text.replace(before, after).encode(codec)
            new.writestr(one.filename, part)
    return stream.getvalue()


@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "refs", [["A1:CV100000"], ["A1:XFD1048576"], ["&#65;1:Z4000"] * 2, ["A:C"]]
)
def test_merged_cells_without_end_are_refused_before_they_are_built(refs, codec):
    merged = "".join(f'<mergeCell ref="{one}"/>' for one in refs)
    data = with_sheet_part(a_workbook([["时间", "甲"], ["2014-01", 1]]), "</sheetData>",
                           f"</sheetData><mergeCells>{merged}</mergeCells>", codec)  # fmt: skip
    with pytest.raises(Refused) as error:
        reading.read("t.xlsx", data, most=MOST)
    assert error.value.code == "import.large"


@pytest.mark.parametrize(("number", "fault"), [("1e400", "error"), ("1e300", "size")])
def test_number_beyond_all_numbers_is_a_fault_of_its_cell(number, fault):
    data = with_sheet_part(a_workbook([["时间", "甲", "乙"], ["2014-01", 1, 2], ["2014-02", 7.25, 3]]),
                           "<v>7.25</v>", f"<v>{number}</v>")  # fmt: skip
    found, _ = applied(data, "t.xlsx")
    assert said(found) == [(fault, "B3")]


@pytest.mark.parametrize(
    "head", ["单位名称", "法人", "联系 电话", "统一社会信用代码", "电话（手机）", "详细地址"]
)
def test_head_of_single_units_keeps_the_whole_sheet_out(head):
    found, _ = applied(a_csv(f"月份,{head},产值(万元)", "2014-01,8801,12", "2014-02,8802,13"))
    assert said(found) == [("microdata", "B1")]
    assert "第二十八条" in found.faults[0].text
    assert not found.cells


def test_names_of_totals_are_no_microdata():
    found, _ = applied(
        a_csv("月份,法人单位数(个),电话用户(户)", "2014-01,12,13800138000", "2014-02,13,7")
    )
    assert not found.faults


@pytest.mark.parametrize("numbers", [
    ("11010519491231002X", "5"), ("91350100M000100Y43", "5"), ("13800138000", "13900139000"),
])  # fmt: skip
def test_numbers_of_persons_and_units_keep_the_whole_sheet_out(numbers):
    found, _ = applied(
        a_csv("月份,编号,产值(万元)", f"2014-01,{numbers[0]},12", f"2014-02,{numbers[1]},13")
    )
    assert ("microdata", "B2") in said(found)
    assert numbers[0] not in found.faults[0].text
    assert not found.cells


@pytest.mark.parametrize(("name", "data", "code"), [
    ("t.csv", b"", "import.empty"), ("t.csv", b"\n\n", "import.empty"), ("t.pdf", b"%PDF-", "import.kind"),
    ("t.csv", b"a\0b", "import.broken"), ("t.px", b'CHARSET="ANSI";', "import.broken"),
    ("t.xlsx", b"PK\x03\x04zz", "file.broken"), ("t.csv", b"x" * (MOST + 1), "import.size"),
    ("t.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "import.broken"),
])  # fmt: skip
def test_what_is_no_table_is_refused_with_its_reason(name, data, code):
    with pytest.raises(Refused) as error:
        reading.read(name, data, most=MOST)
    assert error.value.code == code


def test_sdmx_csv_of_both_versions_brings_status_and_missing():
    rows = ("GDP,130100,2014-Q1,1000.5,P", "GDP,130100,2014-Q2,,O")
    about = known(Frequency.QUARTER, indicators={"GDP": {
        "name": "地区生产总值", "unit": "亿元", "decimals": 2, "comparison": "level",
        "span": "so_far", "price": "none"}})  # fmt: skip
    old = a_csv("DATAFLOW,FREQ,INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,OBS_STATUS",
                *(f"SJZ:GDP(1.0),Q,{row}" for row in rows))  # fmt: skip
    new = a_csv("STRUCTURE,STRUCTURE_ID,ACTION,FREQ,INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,OBS_STATUS",
                *(f"dataflow,SJZ:GDP(1.0),I,Q,{row}" for row in rows))  # fmt: skip
    for data in (old, new):
        found, _ = applied(data, about=about)
        assert held(found) == {("GDP.130100", "2014-Q1"): "1000.5", ("GDP.130100", "2014-Q2"): "O"}
        assert found.cells["GDP.130100", "2014-Q1"][0].status == "P"


def test_sdmx_csv_that_asks_for_deletion_is_refused():
    with pytest.raises(Refused) as error:
        reading.read("t.csv", a_csv("STRUCTURE,STRUCTURE_ID,ACTION,TIME_PERIOD,OBS_VALUE",
                                    "dataflow,A:B(1.0),D,2014,1"), most=MOST)  # fmt: skip
    assert error.value.code == "import.deletes"


def test_digits_stay_as_they_are_written():
    assert held(applied(a_csv("时间,产量(吨)", "2014-01,5.60"))[0]) == {
        ("T_001.130100", "2014-01"): "5.60"}  # fmt: skip
