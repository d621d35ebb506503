"""Real material: every number of the corpus is imported, or named with its cell."""

import csv
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from gongkai.figures.importing import applying, proposal, reading, times, values
from gongkai.figures.importing.proposal import Known
from gongkai.figures.importing.sheets import number_of
from gongkai.figures.rules import Frequency, identities

MOST = 30 * 1024**2


@cache
def regions(corpus: Path) -> dict[str, str]:
    """Return GB/T 2260 as a bureau keeps it: the country, provinces and cities."""
    found = {"000000": "全国"}
    for path in sorted((corpus / "10_codes").glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as lines:
            for row in csv.reader(lines):
                code = next((one for one in row if one.isdigit() and len(one) == 6), "")
                name = next((one for one in row if one and not one.isascii()), "")
                if code.endswith("00") and name:
                    found.setdefault(code, name)
    return found


def read(path: Path, frequency: Frequency, *, about: dict[str, str] | None = None, **answers):
    """Propose and apply; what a clerk would answer is given."""
    known = Known(
        flow="T", frequency=frequency, regions=about or {"000000": "全国"}, region="000000"
    )
    book = reading.read(path.name, path.read_bytes(), most=MOST)
    mappings = proposal.propose(book.sheets, known, path.name)
    for one in mappings:
        one |= answers
        one["marks"] = dict.fromkeys(one["marks"], "O")
    return book.sheets, mappings, applying.apply(book.sheets, mappings, known)


def unaccounted(sheets, mappings, found) -> list[str]:
    """Return the numbers that are neither imported nor named, nor in a head or a label."""
    lost = []
    by_name = {one["sheet"]: one for one in mappings}
    for sheet in sheets:
        mapping, kinds = by_name[sheet.name], found.kinds[sheet.name]
        labels = {number_of(letter) for letter in mapping["labels"]}
        for row, line in enumerate(sheet.rows):
            lost += [
                sheet.where(row, column) for column, value in enumerate(line)
                if values.is_number(value) and kinds.get((row, column)) in {None, "blank"}
                and row not in range(*mapping["head"]) and column not in labels
            ]  # fmt: skip
    return lost


def relations(mappings, found):
    specs = {spec["code"]: spec for one in mappings for spec in one["names"].values()}
    held = {place: one.value for place, (one, _) in found.cells.items() if one.value is not None}
    return identities.found_in(list(specs), held, specs), held, specs


def doubts(mappings, found) -> dict[tuple[str, str], tuple[Decimal, Decimal]]:
    lines, held, specs = relations(mappings, found)
    return {(specs[one.key.split(".")[0]]["name"], one.period): (one.found, one.wanted)
            for one in identities.doubts(lines, held, held, specs)}  # fmt: skip


def test_workbook_of_eleven_forms_is_read_sheet_by_sheet(corpus):
    sheets, mappings, found = read(
        corpus / "05_series/monthly_2015_2025/raw_multi_header.xlsx", Frequency.MONTH,
        about={"000000": "全国", "110000": "北京市", "310000": "上海市"})  # fmt: skip
    assert (len(sheets), len(mappings)) == (11, 11)
    assert unaccounted(sheets, mappings, found) == []
    named = [(one.code, one.where) for one in found.faults]
    assert named == [("no_time", f"表“固投月度增长”AI{row}") for row in range(2, 7)] + [
        ("twice", "表“新增信贷数据（亿元）”F100")] or len(named) == 6  # fmt: skip
    held = {(spec["name"]): spec["code"] for one in mappings for spec in one["names"].values()}
    m2 = held["M2·货币和准货币(M2)·同比增长"]
    assert str(found.cells[f"{m2}.000000", "2025-11"][0].value) == "8.00"
    exports = held["出口·总值·出口（累计）".replace("（", "(").replace("）", ")")]
    assert str(found.cells[f"{exports}.000000", "2024-11"][0].value) == "2303831624"


def test_workbook_shows_what_was_revised_or_redefined(corpus):
    _, mappings, found = read(corpus / "05_series/monthly_2015_2025/raw_multi_header.xlsx",
                              Frequency.MONTH, region="000000")  # fmt: skip
    shown = doubts(mappings, found)
    assert shown["消费(没有1-2月)·月度社会消费品零售总额", "2023-06"] == (
        Decimal("39951.4"), Decimal("39550.9"))  # fmt: skip
    assert ("M2·货币(M1)·同比增长", "2024-01") in shown  # M1 was given a new scope


def test_no_number_of_the_291_national_tables_is_lost(corpus):
    files = sorted((corpus / "05_series/nbs_national_annual_1978_2014").rglob("*.csv"))
    assert len(files) == 291
    lost = {}
    for path in files:
        sheets, mappings, found = read(path, Frequency.YEAR)
        gone = unaccounted(sheets, mappings, found)
        if gone or found.faults or not mappings:
            lost[path.name] = (gone[:3], found.faults[:3])
    assert lost == {}


def test_gdp_of_hebei_is_the_sum_of_its_sectors(corpus):
    _, mappings, found = read(corpus / "05_series/hebei_gdp_1978_2003.csv", Frequency.YEAR)
    lines, held, specs = relations(mappings, found)
    names = [[specs[code]["name"] for code in (one.left, *one.right)] for one in lines]
    assert ["地区生产总值", "第一产业", "第二产业", "第三产业"] in names
    assert ["第二产业", "其中工业", "其中建筑业"] in names
    assert identities.doubts(lines, held, held, specs) == []
    assert len(found.cells) == 26 * 8


def test_slip_in_the_population_of_ningbo_is_found(corpus):
    _, mappings, found = read(corpus / "05_series/ningbo_population_1978_2008.csv", Frequency.YEAR)
    assert doubts(mappings, found)["总人口", "1981"] == (Decimal("471.76"), Decimal("464.76"))


def test_prices_of_seventy_cities_are_read_by_city(corpus):
    path = corpus / "05_series/housing_price_70cities_2025/housing_price_panel.csv"
    sheets, mappings, found = read(path, Frequency.MONTH, about=regions(corpus))
    asked = [text for text, code in mappings[0]["regions"].items() if not code]
    assert len(mappings[0]["regions"]) == 70
    assert {one.code for one in found.faults} <= {"region"}
    assert asked == []
    assert unaccounted(sheets, mappings, found) == []
    assert found.cells["T_005.130100", "2025-02"][0].value is not None


@pytest.mark.parametrize("name", ["gdp_2015_2024", "gdp_wide_total", "gdp_national"])
def test_tables_of_provinces_are_read(corpus, name):
    path = corpus / f"05_series/province_gdp_2015_2024/{name}.csv"
    sheets, mappings, found = read(path, Frequency.YEAR, about=regions(corpus))
    assert (found.faults, unaccounted(sheets, mappings, found)) == ([], [])
    assert len({period for _, period in found.cells}) == 10


@pytest.mark.parametrize(("name", "frequency", "cells"), [
    ("shijiazhuang_cpi_2019_h1", Frequency.MONTH, 12), ("hebei_cities_gdp_2016", Frequency.YEAR, 22),
    ("hebei_cities_budget_revenue_2025_1_8", Frequency.MONTH, 15),
    ("hebei_regions_ip_growth_2020_monthly", Frequency.MONTH, 36),
])  # fmt: skip
def test_small_tables_are_read_whole(corpus, name, frequency, cells):
    sheets, mappings, found = read(
        corpus / f"05_series/{name}.csv", frequency, about=regions(corpus)
    )
    assert (found.faults, len(found.cells)) == ([], cells)
    assert unaccounted(sheets, mappings, found) == []


def test_long_table_is_read_and_its_doubled_rows_told(corpus):
    _, _, found = read(corpus / "05_series/monthly_2015_2025/timeseries_long.csv", Frequency.MONTH)
    assert (len(found.cells), found.faults) == (5153, [])
    assert [one.code for one in found.notes] == ["repeated"]


def test_px_files_of_others_are_read_to_the_last_number(corpus):
    for path in sorted((corpus / "09_standards/px").glob("*.px")):
        sheet = reading.read(path.name, path.read_bytes(), most=MOST).sheets[0]
        assert len(sheet.rows) > 1, path.name
        assert all(not values.read(row[-1]).fault for row in sheet.rows[1:]), path.name
        assert all(times.of(row[-2]) for row in sheet.rows[1:]) or "pxtools" not in path.name
