"""Files into draft vintages: what is proposed, refused, remembered and said."""

import io
from datetime import datetime, timedelta

import openpyxl
import pytest

from gongkai.figures import actions, queries
from gongkai.figures.models import ImportMapping, Indicator, Observation, Vintage
from gongkai.figures.rules import Frequency, VintageKind
from gongkai.law.refused import Refused
from gongkai.register.models import Entry
from gongkai.register.rules import SYSTEM
from tests.figures.make import a_flow, a_keeper, a_vintage, given, opened
from tests.make import NOW, a_department, a_holder

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def a_book(rows, name: str = "表") -> bytes:
    """Return a workbook of one sheet; ["merge", "A1:B1"] merges cells."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = name
    for row in rows:
        if row[0] == "merge":
            sheet.merge_cells(row[1])
        else:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def a_table() -> bytes:
    """Return a sheet as bureaus send it: title, unit, two head rows, a note."""
    return a_book(
        [
            ["2014年前三季度地区生产总值"], ["（单位：亿元）"], ["时期", "地区生产总值", "增加值", None],
            [None, None, "第一产业", "第二产业"], ["merge", "A1:D1"], ["merge", "A3:A4"],
            ["merge", "B3:B4"], ["merge", "C3:D3"],
            ["2014年一季度", 1000.5, 100.25, 900.25], ["2014年上半年", 2100, 210, 1890],
            ["2014年前三季度", 3300, 330, 2970], ["注：2014年为初步核算数。"],
        ]
    )  # fmt: skip


def taken(flow, by, data: bytes, name: str = "核算.xlsx", at: datetime = NOW):
    return actions.take_file(flow=flow, name=name, data=data, by=by, at=at)


def cells_of(vintage: Vintage) -> dict[tuple[str, str], str]:
    return {(one.key, one.period): one.missing or str(queries.value_of(one))
            for one in queries.kept_cells(vintage.pk)}  # fmt: skip


def imported(
    flow, by, data: bytes, name: str = "核算.xlsx", at: datetime = NOW, **changes
) -> Vintage:
    """Take a file, answer what its mapping leaves open, import it."""
    file = taken(flow, by, data, name, at)
    for sheet in file.mapping["sheets"]:
        sheet["region"] = sheet["region"] or "130100"
        sheet["marks"] = {mark: reason or "O" for mark, reason in sheet["marks"].items()}
        for spec in sheet["names"].values():
            spec["unit"] = spec["unit"] or "亿元"
    actions.correct_mapping(file=file.pk, mapping=file.mapping, by=by, at=at)
    return actions.import_kept(file=file.pk, by=by, at=at, **changes)


def released(row: Vintage, at: datetime = NOW) -> Vintage:
    row.refresh_from_db()
    return actions.open_vintage(
        vintage=row.pk, sha256=row.sha256, visible_from=at, by=SYSTEM, at=at
    )


def test_data_of_single_units_are_not_imported_even_if_faults_are_left_out():
    by = a_keeper()
    flow = a_flow(by)
    data = "时间,电话,产值(亿元)\n2014-01,8801,12\n2014-02,8802,13".encode()
    with pytest.raises(Refused) as error:
        imported(flow, by, data, "t.csv", leave=True)
    assert error.value.code == "import.microdata"
    assert "B1" in error.value.message


def test_sheet_becomes_a_draft_vintage_with_its_indicators_defined():
    by = a_keeper()
    flow = a_flow(by)
    row = imported(flow, by, a_table(), title="2014年三季度")
    fresh = sorted(Indicator.objects.exclude(code__in=["GDP", "GDP_G"]), key=lambda one: one.code)
    assert [(one.name, one.unit, one.decimals, one.span) for one in fresh] == [
        ("增加值·第一产业", "亿元", 2, "so_far"), ("增加值·第二产业", "亿元", 2, "so_far")]  # fmt: skip
    first, second = (one.code for one in fresh)
    assert cells_of(row) == {
        ("GDP.130100", "2014-Q1"): "1000.5", (f"{first}.130100", "2014-Q1"): "100.25",
        (f"{second}.130100", "2014-Q1"): "900.25", ("GDP.130100", "2014-Q2"): "2100",
        (f"{first}.130100", "2014-Q2"): "210", (f"{second}.130100", "2014-Q2"): "1890",
        ("GDP.130100", "2014-Q3"): "3300", (f"{first}.130100", "2014-Q3"): "330",
        (f"{second}.130100", "2014-Q3"): "2970",
    }  # fmt: skip


def test_file_that_was_imported_is_told_in_the_register_and_not_kept():
    by = a_keeper()
    flow = a_flow(by)
    data = a_table()
    row = imported(flow, by, data)
    file = row.files.get()
    assert (bytes(file.content), len(file.sha256)) == (b"", 64)
    entry = Entry.objects.order_by("seq").last()
    assert (entry.verb, entry.subject) == ("vintage.imported", f"vintage:{row.pk}")


def test_next_file_of_the_same_form_finds_its_mapping_again():
    by = a_keeper()
    flow = a_flow(by)
    imported(flow, by, a_table())
    codes = [one["code"] for one in flow.mappings.get().mapping["names"].values()]
    rows = [["2015年一季度地区生产总值"], ["（单位：亿元）"], ["时期", "地区生产总值", "增加值", None],
            [None, None, "第一产业", "第二产业"], ["merge", "A1:D1"], ["merge", "A3:A4"],
            ["merge", "B3:B4"], ["merge", "C3:D3"], ["2015年一季度", 1100, 110, 990]]  # fmt: skip
    file = taken(flow, by, a_book(rows, "第一季"))
    sheet = file.mapping["sheets"][0]
    assert sheet["remembered"]
    assert sheet["region"] == "130100"
    assert [one["code"] for one in sheet["names"].values()] == codes
    row = actions.import_kept(file=file.pk, by=by, at=NOW + timedelta(days=180))
    assert {period for _, period in cells_of(row)} == {"2015-Q1"}


def test_wrong_file_changes_nothing_and_names_its_cells():
    by = a_keeper()
    flow = a_flow(by)
    data = a_book(
        [["时期", "地区生产总值（亿元）"], ["2014年一季度", "约1000"], ["2014年二季度", 2100]]
    )
    before = (Entry.objects.count(), Indicator.objects.count())
    with pytest.raises(Refused) as error:
        imported(flow, by, data)
    assert error.value.code == "import.faults"
    assert "表“表”B2：应为数字，实为文字“约1000”" in error.value.message
    assert (Entry.objects.count(), Indicator.objects.count()) == before
    assert not Vintage.objects.exists()
    assert not ImportMapping.objects.exists()


def test_faulty_cells_are_left_out_only_when_the_clerk_says_so():
    by = a_keeper()
    flow = a_flow(by)
    data = a_book(
        [["时期", "地区生产总值（亿元）"], ["2014年一季度", "约1000"], ["2014年二季度", 2100]]
    )
    row = imported(flow, by, data, leave=True)
    assert cells_of(row) == {("GDP.130100", "2014-Q2"): "2100"}
    assert any("B2" in line for line in row.files.get().said)


def test_last_months_data_again_is_said():
    by = a_keeper()
    flow = a_flow(by)
    data = a_book(
        [["时期", "地区生产总值（亿元）"], ["2014年一季度", 1000.5], ["2014年二季度", 2100]]
    )
    released(imported(flow, by, data))
    with pytest.raises(Refused) as error:
        imported(flow, by, data)
    assert error.value.code == "import.same"
    assert "（表“表”B2、表“表”B3）" in error.value.message
    more = a_book(
        [["时期", "地区生产总值（亿元）"], ["2014年一季度", 1000.5], ["2014年二季度", 2111]]
    )
    row = imported(flow, by, more, kind=VintageKind.REVISION, reason="修订（演示）")
    assert cells_of(row) == {("GDP.130100", "2014-Q2"): "2111"}
    assert row.files.get().said[0] == "有1个数与已公布的相同（表“表”B2），没有重复录入。"


def test_ten_places_of_what_stands_already_are_named_and_no_more():
    by = a_keeper()
    flow = a_flow(by)
    head, quarters = ["时期", "地区生产总值（亿元）"], "一二三四"
    rows = [[f"20{10 + n // 4}年{quarters[n % 4]}季度", 1000.5 + n] for n in range(13)]
    released(imported(flow, by, a_book([head, *rows[:-1]])))
    (said,) = imported(flow, by, a_book([head, *rows])).files.get().said
    assert said.startswith("有12个数与已公布的相同（表“表”B2、")
    assert "、表“表”B11等），" in said
    assert "B12" not in said


def test_indicator_without_a_unit_is_not_defined():
    by = a_keeper()
    flow = a_flow(by)
    file = taken(flow, by, a_book([["时期", "综合指数"], ["2014年一季度", 1], ["2014年二季度", 2]]))
    file.mapping["sheets"][0]["region"] = "130100"
    actions.correct_mapping(file=file.pk, mapping=file.mapping, by=by, at=NOW)
    with pytest.raises(Refused) as error:
        actions.import_kept(file=file.pk, by=by, at=NOW)
    assert error.value.code == "import.unit"
    assert not Indicator.objects.filter(name="综合指数").exists()


def test_editor_of_another_section_cannot_import():
    by = a_keeper()
    flow = a_flow(by)
    other = a_holder(department=a_department("他处（演示）"))
    with pytest.raises(Refused) as error:
        taken(flow, other, a_table())
    assert error.value.code == "figures.post"


def test_what_does_not_hold_is_shown_and_does_not_stand_in_the_way():
    by = a_keeper()
    flow = a_flow(by, frequency=Frequency.YEAR, code="GDP_A")
    rows = [[f"{year}年", 300 + year - 2000, 100, 200 + year - 2000] for year in range(2001, 2014)]
    rows[5][1] += 7
    data = a_book([["年份", "地区生产总值（亿元）", "第一产业（亿元）", "第二产业（亿元）"], *rows])
    row = imported(flow, by, data)
    page = queries.looked(row, NOW)
    assert [(one.indicator, one.period, one.text) for one in page.doubts] == [
        ("地区生产总值", "2006", "合计与各部分之和不符：表中 313，各部分之和 306")]  # fmt: skip


def test_value_unlike_its_past_is_shown():
    by = a_keeper()
    flow = a_flow(by)
    opened(flow, by, *(given("GDP.130100", f"{year}-Q3", str(1000 + 10 * year % 7 + 20 * year))
                       for year in range(1995, 2014)))  # fmt: skip
    row = a_vintage(flow, by, given("GDP.130100", "2014-Q3", "99999"))
    page = queries.looked(row, NOW)
    assert [(one.indicator, one.period) for one in page.outliers] == [("地区生产总值", "2014-Q3")]


def test_draft_is_looked_at_anew_when_it_changes_and_reads_what_its_relations_reach():
    by = a_keeper()
    flow = a_flow(by)
    relations = ["GDP = VA1 + VA2"]
    ImportMapping.objects.create(flow=flow, form="f", mapping={}, identities=relations, used_by=by,
                                 used_at=NOW)  # fmt: skip
    for code in ("VA1", "VA2"):
        actions.define_indicator(code=code, subject=flow.subject, by=by, at=NOW, name=code,
                                 unit="亿元", decimals=1)  # fmt: skip
    opened(flow, by, given("GDP.130100", "2014-Q1", "30"), given("VA1.130100", "2014-Q1", "10"),
           given("VA2.130100", "2014-Q1", "20"), given("GDP.130000", "2014-Q1", "9"))  # fmt: skip
    row = a_vintage(flow, by, given("VA2.130100", "2014-Q1", "20"))
    assert queries.looked(row, NOW).doubts == []
    row = actions.put(vintage=row.pk, rows=[given("VA2.130100", "2014-Q1", "25")], by=by, at=NOW)
    page = queries.looked(row, NOW)
    assert (page.count, len(page.changed), len(page.doubts)) == (1, 1, 1)


def test_growth_in_comparable_prices_is_not_reckoned_from_levels():
    by = a_keeper()
    flow = a_flow(by)
    file = taken(flow, by, a_book([
        ["时期", "地区生产总值（亿元）", "地区生产总值增速（%）"], ["2013年一季度", 1000, 9.1],
        ["2014年一季度", 1100, 8.3]]))  # fmt: skip
    file.mapping["sheets"][0]["region"] = "130100"
    mapping = file.mapping | {"identities": ["GDP_G 同比 GDP"]}
    actions.correct_mapping(file=file.pk, mapping=mapping, by=by, at=NOW)
    page = queries.looked(actions.import_kept(file=file.pk, by=by, at=NOW), NOW)
    assert (page.doubts, page.left_out) == ([], ["地区生产总值增速 同比 地区生产总值"])


def test_relation_nobody_can_read_is_refused():
    by = a_keeper()
    flow = a_flow(by)
    file = taken(flow, by, a_table())
    with pytest.raises(Refused) as error:
        actions.correct_mapping(file=file.pk, mapping=file.mapping | {"identities": ["GDP 约等于 X"]},
                                by=by, at=NOW)  # fmt: skip
    assert error.value.code == "import.relation"


def test_draft_is_filled_by_a_second_file():
    by = a_keeper()
    flow = a_flow(by)
    row = imported(flow, by, a_table())
    more = a_book(
        [["时期", "地区生产总值增速（%）"], ["2014年一季度", 8.3], ["2014年二季度", "8.1%"]]
    )
    again = imported(flow, by, more, vintage=row.pk)
    assert again.pk == row.pk
    assert cells_of(again)["GDP_G.130100", "2014-Q2"] == "8.1"
    assert Observation.objects.filter(vintage=row).count() == 11
