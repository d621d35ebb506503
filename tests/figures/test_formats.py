"""Table formats: values, states, reasons and notes survive each, read back by other programs."""

import io
import json
from collections import Counter

import jsonstat_validator
import pandas
import pytest
import python_calamine
from pyaxis import pyaxis
from pyjstat import pyjstat

from gongkai.figures.formats import csv, html, jsonstat, px, xlsx
from gongkai.figures.formats.tables import digits, notes, state
from gongkai.figures.rules import Cube, Kept, Missing
from tests.figures.cube import a_cube

NAMES = {"GDP": "地区生产总值", "GDP_G": "=地区生产总值增速"}


def truth(cube: Cube) -> dict[tuple[str, str], tuple[str, str, str]]:
    """Return digits, state and note of each cell there is, by indicator and period."""
    said = notes(cube)
    return {
        (place[0].split(".")[0], place[1]): (digits(one), state(one), said.get(place, ""))
        for place, one in cube.cells.items()
    }


def read_csv(data: bytes, **more) -> pandas.DataFrame:
    return pandas.read_csv(io.BytesIO(data), dtype=str, keep_default_na=False, **more)


def test_csv_keeps_every_cell_as_it_is():
    cube = a_cube()
    rows = read_csv(csv.written(cube))
    found = {(row["INDICATOR"], row["TIME_PERIOD"]): (row["OBS_VALUE"], row["OBS_STATUS"], row["注释"])
             for row in rows.to_dict("records")}  # fmt: skip
    assert found == truth(cube)
    assert list(rows["缺数原因"]) == ["", "", "缺数", "", "依法不公开", ""]
    assert set(rows["计量单位"]) == {"亿元", "%"}


def test_csv_says_after_the_indicator_what_it_is_counted_and_compared_on():
    rows = read_csv(csv.written(a_cube()))
    bases = ["时间口径", "对比口径", "价格口径", "统计口径"]
    assert list(rows.columns)[:7] == ["INDICATOR", "指标", *bases, "REF_AREA"]
    assert list(rows.loc[0, bases]) == ["累计", "绝对数", "现价", "含辛集"]
    assert list(rows.loc[3, bases]) == ["累计", "同比", "可比价", ""]


@pytest.mark.parametrize("written", [csv.written, jsonstat.written, px.written, html.written])
def test_period_is_named_as_the_indicators_count_time_where_all_count_it_alike(written):
    text = written(a_cube()).decode()
    assert "2014年上半年" in text
    assert "2014年二季度" not in text
    assert "时间口径" in text


@pytest.mark.parametrize("written", [csv.written, jsonstat.written, px.written, html.written])
def test_period_has_its_plain_name_where_indicators_count_time_in_different_ways(written):
    cube = a_cube()
    quarter = cube.meta["indicators"]["GDP_G"] | {"span": "period"}
    meta = cube.meta | {"indicators": cube.meta["indicators"] | {"GDP_G": quarter}}
    for keys in (cube.keys, cube.keys[:1]):  # in every piece of the flow
        text = written(a_cube(meta=meta, keys=keys)).decode()
        assert "2014年二季度" in text
        assert "2014年上半年" not in text
        assert "累计" in text


def test_csv_opens_in_a_spreadsheet_as_text_and_not_as_a_formula():
    data = csv.written(a_cube())
    assert data.startswith("\ufeff".encode())
    rows = read_csv(data)
    assert set(rows["指标"]) == {"地区生产总值", "'=地区生产总值增速"}
    assert rows["OBS_VALUE"][3] == "-5.6"  # a number is no formula


@pytest.mark.parametrize("separator", [",", "\t", ";", " "])
@pytest.mark.parametrize("shown", [csv.BOTH, csv.ONLY_CODES, csv.TEXTS])
def test_csv_has_the_columns_that_were_asked_for(separator, shown):
    rows = read_csv(csv.written(a_cube(), shown=shown, separator=separator), sep=separator)
    assert ("INDICATOR" in rows, "指标" in rows) == (shown != csv.TEXTS, shown != csv.ONLY_CODES)
    assert list(rows["OBS_VALUE"])[:2] == ["1000.50", "2100.00"]


def test_csv_piece_by_piece_is_the_same_as_whole():
    cube = a_cube()
    halves = [a_cube(keys=cube.keys[:1]), a_cube(keys=cube.keys[1:])]
    assert b"".join(csv.pieces(halves)) == csv.written(cube)
    assert csv.written(a_cube(keys=[], periods=[], cells={})).count(b"\r\n") == 1


def test_jsonstat_is_valid_and_read_by_another_program():
    data = jsonstat.written(a_cube())
    assert jsonstat_validator.validate_jsonstat(json.loads(data))
    frame = pyjstat.Dataset.read(data.decode()).write("dataframe")
    gdp = frame[(frame["指标"] == "地区生产总值") & (frame["地区"] == "石家庄市")]
    assert [None if pandas.isna(one) else one for one in gdp["value"]] == [1000.5, 2100.0, None]


def test_jsonstat_keeps_digits_states_and_notes_in_their_places():
    cube = a_cube()
    data = jsonstat.written(cube)
    found = json.loads(data, parse_float=str, parse_int=int)
    assert found["size"] == [2, 2, 1, 3]
    cells = {}
    for n, value in enumerate(found["value"]):
        indicator, rest = list(NAMES)[n // 6], n % 6
        status = found["status"].get(str(n), "A" if value is not None else "")
        if rest >= 3:  # the first region has no observation
            cells[indicator, cube.periods[rest - 3]] = (
                value or "", status, found["extension"]["notes"].get(str(n), ""))  # fmt: skip
        else:
            assert (value, status) == (None, "")
    assert cells == truth(cube)
    assert found["extension"]["status"]["O"] == "缺数"


def test_jsonstat_of_nothing_is_still_dense():
    found = json.loads(jsonstat.written(a_cube(keys=[], periods=[], cells={})))
    assert found["value"] == []
    assert found["size"][-1] == 0


def test_px_file_is_read_by_another_program_with_notes_and_symbols(tmp_path):
    cube = a_cube()
    file = tmp_path / "a.px"
    file.write_bytes(px.written(cube))
    found = pyaxis.parse(str(file), encoding="utf-8", null_values=r'^"\."$', sd_values=r'"\.\."')
    said, frame = found["METADATA"], found["DATA"]
    assert said["UNITS(=地区生产总值增速)"] == ["%"]
    assert said["BASEPERIOD(=地区生产总值增速)"] == ["上年同期"]
    assert said["CODES(指标)"] == ["GDP", "GDP_G"]
    assert "调查范围：全市（演示）" in said["NOTE"][0].split("#")
    cells = {}
    symbols = {f'"{symbol}"': str(missing) for missing, symbol in px.SYMBOLS.items()} | {"": "O"}
    for row in frame.to_dict("records"):
        if row["地区"] != "石家庄市":
            assert f'"{px.NOTHING}"' == row["DATA"]
            continue
        code = next(code for code, name in NAMES.items() if name == row["指标"])
        period = next(one for one in cube.periods if cube.period(one) == row["时期"])
        place = f"({row['指标']},石家庄市,合计,{row['时期']})"
        reason = symbols.get(row["DATA"], "")
        status = reason or said.get(f"DATANOTECELL{place}", ["A"])[0]
        note = said.get(f"CELLNOTE{place}", [""])[0]
        cells[code, period] = ("" if reason else row["DATA"], status, note.replace("”", '"'))
    assert cells == truth(cube)


def test_px_file_says_its_code_page_and_cuts_long_strings():
    long = a_cube(cells={("GDP.130100.TOTAL", "2014-Q1"): Kept(
        "GDP.130100.TOTAL", "2014-Q1", 1, 0, "A", "", "长" * 300)})  # fmt: skip
    lines = px.written(long).decode().splitlines()
    assert 'CODEPAGE="utf-8";' in lines
    assert max(map(len, lines)) < 256


def test_px_values_of_one_name_are_told_apart_by_code(tmp_path):
    cube = a_cube()
    both = [one | {"name": "同名"} for one in cube.dimensions[1]["values"]]
    meta = cube.meta | {"dimensions": [cube.dimensions[0], cube.dimensions[1] | {"values": both},
                                       cube.dimensions[2]]}  # fmt: skip
    text = px.written(a_cube(meta=meta)).decode()
    assert 'VALUES("地区")="同名（130000）","同名（130100）";' in text
    assert 'CELLNOTE("地区生产总值","同名（130100）","合计","2014年一季度")' in text


def sheets(cube: Cube) -> tuple[list[list], list[list]]:
    book = python_calamine.load_workbook(io.BytesIO(xlsx.written(cube)))
    return tuple(book.get_sheet_by_name(name).to_python() for name in ("数据", "说明"))


def test_workbook_has_numbers_as_numbers_and_signs_for_what_is_missing():
    table, _ = sheets(a_cube())
    assert table[0][0] == "地区生产总值（季度）"
    periods = [row for row in table if str(row[0]).startswith("2014年")]
    assert periods == [["2014年一季度", 1000.5, -5.6], ["2014年上半年", 2100.0, "※"],
                       ["2014年前三季度", "…", 8.0]]  # fmt: skip
    across, _ = sheets(a_cube(periods=["2014-Q1"]))
    assert across[3][:5] == ["指标", "地区", "三次产业", "计量单位", "2014年一季度"]
    assert across[4] == ["地区生产总值", "石家庄市", "合计", "亿元", 1000.5]


def test_workbook_lists_every_state_reason_and_note():
    cube = a_cube()
    _, about = sheets(cube)
    listed = {(row[3], row[0]): (row[2], row[1]) for row in about if row[4] == "石家庄市"}
    kept = truth(cube)
    assert listed == {
        (NAMES[code], cube.period(period)): (csv.words.STATUS.get(status) or csv.words.MISSING[Missing(status)], note)
        for (code, period), (_, status, note) in kept.items() if status != "A" or note
    }  # fmt: skip
    said = "时间口径：累计；对比口径：同比；价格口径：可比价"
    assert [NAMES["GDP_G"], said, "%"] in [row[:3] for row in about]
    assert ["数据来源", "国民经济核算（演示）"] in [row[:2] for row in about]


def test_workbook_carries_no_formula_and_no_number_it_cannot_hold():
    cell = Kept("GDP.130100.TOTAL", "2014-Q1", 123456789012345678, 2, "A", "", "=1+1")
    table, about = sheets(a_cube(cells={(cell.key, cell.period): cell}))
    assert "1234567890123456.78" in [field for row in table for field in row]
    assert "=1+1" in [field for row in about for field in row]


def test_page_shows_values_states_and_notes():
    cube = a_cube()
    page = html.written(cube).decode()
    for text in (
        "1000.50",
        "-5.6",
        "※",
        "初步核算，以年度核实为准",
        "统计范围调整：不含辛集",
        'data-status="P"',
    ):
        assert text in page
    evil = a_cube(cells={("GDP.130100.TOTAL", "2014-Q1"): Kept(
        "GDP.130100.TOTAL", "2014-Q1", 1, 0, "A", "", "<script>")})  # fmt: skip
    assert b"<script>" not in html.written(evil)


def test_break_is_noted_on_the_first_value_after_it_only_where_it_shows():
    assert notes(a_cube())["GDP.130100.TOTAL", "2014-Q2"] == "统计范围调整：不含辛集"
    later = notes(a_cube(periods=["2014-Q3"]))
    assert not any("辛集" in text for text in later.values())


def test_every_reason_has_a_sign_and_a_symbol_of_its_own():
    assert len(set(px.SYMBOLS.values()) | {px.NOTHING}) == len(Missing) + 1
    assert max(Counter(csv.words.SIGNS.values()).values()) == 1
