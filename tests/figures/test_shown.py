"""A vintage as a text shows it: tables, charts and what must be said under them."""

import pytest

from gongkai.design.charts import svg
from gongkai.figures import actions
from gongkai.figures.queries import chart_of, content_of, table_of
from gongkai.figures.rules import Missing, Status
from tests.figures.make import a_flow, a_keeper, a_vintage, given
from tests.make import NOW

pytestmark = pytest.mark.django_db
KEY, PROVINCE, GROWTH = "GDP.130100", "GDP.130000", "GDP_G.130100"


def content(*rows, after=None) -> dict:
    """Return the content of a vintage."""
    by = a_keeper()
    flow = a_flow(by)
    vintage = a_vintage(flow, by, *rows)
    if after:
        after(flow, by)
        vintage = actions.take_up(vintage=vintage.pk, by=by, at=NOW)
    return content_of(vintage)


def test_one_period_of_several_places_has_a_row_a_place_and_a_column_an_indicator():
    found = table_of(content(given(KEY, "2014-Q3", "10.0"), given(PROVINCE, "2014-Q3", "60.0"),
                             given(GROWTH, "2014-Q3", "8.1")), {}, "表（演示）")  # fmt: skip
    assert found["head"] == [["2014年前三季度", "地区生产总值（亿元）", "地区生产总值增速（%）"]]
    assert found["rows"] == [["河北省", "60.0", ""], ["石家庄市", "10.0", "8.1"]]


def test_many_periods_run_down_and_only_the_last_are_shown_when_so_asked():
    rows = [given(KEY, f"201{year}-Q{part}", f"{year}.{part}")
            for year in range(3) for part in range(1, 5)]  # fmt: skip
    found = table_of(content(*rows), {"periods": 2}, "表")
    assert found["head"] == [["时期", "地区生产总值（亿元）"]]
    assert found["rows"] == [["2012年前三季度", "2.3"], ["2012年", "2.4"]]


def test_what_is_not_final_missing_noted_or_broken_is_said_under_the_table():
    def broken(flow, by):
        actions.record_break(series=flow.series.get(key=KEY), period="2014-Q2", kind="scope",
                             text="含辛集市（演示）", by=by, at=NOW)  # fmt: skip

    found = table_of(content(
        given(KEY, "2014-Q1", "1.0"), given(KEY, "2014-Q2", "2.0", status=Status.PROVISIONAL),
        given(GROWTH, "2014-Q1", "", missing=Missing.CONFIDENTIAL),
        given(GROWTH, "2014-Q2", "0.0", note="持平（演示）"), after=broken), {}, "表")  # fmt: skip
    assert found["rows"][1] == ["地区生产总值增速", "%", "※", "0.0"]
    for words in ("2014年上半年地区生产总值为初步数。", "“※”表示依法不公开。",
                  "2014年上半年地区生产总值增速：持平（演示）。", "起含辛集市（演示），与以前不可比。"):  # fmt: skip
        assert words in found["note"]


def test_only_chosen_series_are_shown_and_a_chart_mixes_no_units():
    found = content(given(KEY, "2014-Q1", "1.0"), given(KEY, "2014-Q2", "2.0"),
                    given(GROWTH, "2014-Q1", "8.0"), given(GROWTH, "2014-Q2", "",
                                                           missing=Missing.UNKNOWN))  # fmt: skip
    assert len(table_of(found, {"keys": [GROWTH]}, "表")["rows"]) == 2
    chart = chart_of(found, {"form": "line", "keys": []}, "图")
    assert [one["name"] for one in chart["series"]] == ["地区生产总值"]
    chart = chart_of(found, {"form": "line", "keys": [GROWTH]}, "图")
    assert (chart["unit"], chart["series"][0]["values"]) == ("%", ["8.0", ""])
    assert chart_of(found, {"form": "table"}, "图") is None


def test_chart_shows_where_its_own_series_break():
    def broken(flow, by):
        for key, period in ((KEY, "2014-Q2"), (GROWTH, "2014-Q3")):
            actions.record_break(series=flow.series.get(key=key), period=period, kind="scope",
                                 text="含辛集市（演示）", by=by, at=NOW)  # fmt: skip

    quarters = ("2014-Q1", "2014-Q2", "2014-Q3")
    found = content(*(given(key, one, "1.0") for key in (KEY, GROWTH) for one in quarters),
                    after=broken)  # fmt: skip
    assert chart_of(found, {"form": "line", "keys": [KEY]}, "图")["breaks"] == [1]
    assert chart_of(found, {"form": "line", "keys": [GROWTH]}, "图")["breaks"] == [2]
    assert chart_of(found, {"form": "bar", "keys": [KEY], "periods": 1}, "图")["breaks"] == []


def chart_in(unit, form, *rows) -> dict:
    """Return a chart of values, (place, period, value), of an indicator in a unit."""
    by = a_keeper()
    flow = a_flow(by)
    actions.define_indicator(code="PART", subject=flow.subject, name="比重（演示）", unit=unit,
                             decimals=1, meaning="指标涵义（演示）", by=by, at=NOW)  # fmt: skip
    values = [given(f"PART.{place}", period, value) for place, period, value in rows]
    return chart_of(content_of(a_vintage(flow, by, *values)), {"form": form}, "图")


PARTS = [("130100", "2014-Q1", "40.1"), ("130000", "2014-Q1", "59.9"),
         ("130100", "2014-Q2", "41.0"), ("130000", "2014-Q2", "59.0")]  # fmt: skip


@pytest.mark.parametrize(("unit", "asked", "rows", "drawn"), [
    ("%", "share", PARTS, "share"),
    ("%", "share", PARTS[::2], "line"),  # a part alone is no whole
    ("%", "share", [*PARTS[:3], ("130000", "2014-Q2", "20.0")], "line"),
    ("%", "share", [("130100", "2014-Q1", "-1.0"), ("130000", "2014-Q1", "101.0")], "bar"),
    ("亿元", "share", PARTS, "line"),
    ("上年同期=100", "index", PARTS, "index"), ("上年同期 = 100", "index", PARTS, "index"),
    ("亿元", "index", PARTS, "line"),
])  # fmt: skip
def test_shares_and_indices_are_drawn_as_such_only_where_they_are(unit, asked, rows, drawn):
    chart = chart_in(unit, asked, *rows)
    assert chart["form"] == drawn
    assert svg(chart).startswith(b"<svg")


def test_notes_only_vintage_is_an_empty_table():
    found = content()
    assert table_of(found, {}, "表")["rows"] == []
    assert chart_of(found, {"form": "bar"}, "图") is None
