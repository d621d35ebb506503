"""Real reports: read to the last number, judged without a false alarm."""

import csv
import json

import pytest

from gongkai.law import annual
from gongkai.law.annual import Annual, Table2, Table3, Table4
from gongkai.law.refused import Refused
from gongkai.oversight.importing.reading import read
from gongkai.oversight.rules import check
from gongkai.oversight.rules.claims import claims
from gongkai.oversight.rules.tables import across, carry, numbers, outcomes, suits
from tests.oversight.reports import COLUMNS, changed

FOLDER = "03_disclosure_reports"
RAW_ROWS = ("r01", "r02", "r03", "r04", "r05", "r06", "r07", "r08", "r09", "r10", "r11", "r12",
            "r13")  # fmt: skip


@pytest.fixture(scope="module")
def reports():
    return {}


@pytest.fixture
def report(corpus, reports):
    def of(name):
        if name not in reports:
            path = corpus / FOLDER / name
            reports[name] = read(name, path.read_bytes())
        return reports[name]

    return of


def test_the_city_report_passes_without_a_finding(report):
    city = report("huaian_city_2024.pdf")
    assert check(city) == []
    assert (city.year, city.unit, city.form) == (2024, "淮安市人民政府", "2021")
    assert len(city.table3.cells) == 175
    assert len(list(claims(city.text(1), 1, 2024))) == 14  # all of them agree with the tables


def test_the_city_report_is_read_as_its_raw_text_has_it(corpus, report):
    """The kept raw text of table 3 is damaged and ends early; what it has is what was read."""
    lines = (corpus / FOLDER / "huaian_city_2024_section3_rawtext.txt").read_text("utf-8")
    rows = [line.split()[-7:] for line in lines.splitlines() if len(line.split()) >= 8]
    shown = [row for row in rows if all(one.isdigit() for one in row)]
    table = report("huaian_city_2024.pdf").table3
    assert len(shown) == len(RAW_ROWS)
    for key, row in zip(RAW_ROWS, shown, strict=True):
        assert [table.of(key, column) for column in COLUMNS] == [int(one) for one in row], key


def test_a_table_as_damaged_raw_text_is_refused(corpus):
    text = (corpus / FOLDER / "huaian_city_2024_section3_rawtext.txt").read_text("utf-8")
    with pytest.raises(Refused) as refused:
        read("raw.txt", text.encode())
    assert refused.value.code == "annual.kind"
    page = "<h1>淮安市人民政府2024年政府信息公开工作年度报告</h1><p>一、总体情况</p>" + "".join(
        f"<p>{line}</p>" for line in text.splitlines()
    )
    with pytest.raises(Refused, match="没有读到表二") as refused:
        read("raw.html", page.encode())
    assert refused.value.code == "annual.table"


def test_the_district_carries_over_from_year_to_year(report):
    this, before = report("hongze_district_2024.pdf"), report("hongze_district_2023.pdf")
    findings = check(this, before, [report("huaian_city_2024.pdf")])
    assert [(one.rule, one.severity.value) for one in findings] == [("AR-12", "note")]
    assert "区政府办代表区政府受理" in findings[0].excerpt  # said of less than the table covers


def test_the_district_of_2023_published_two_totals_that_are_wrong(report):
    """Seen on its page 4: 10 + 1 reviews and 5 lawsuits, both totals printed 0."""
    findings = check(report("hongze_district_2023.pdf"))
    assert [(one.rule, one.place, one.excerpt) for one in findings] == [
        ("AR-04", "表四“行政复议”“总计”", "10+1+0+0=11，表中为0"),
        ("AR-04", "表四“复议后起诉”“总计”", "5+0+0+0=5，表中为0"),
    ]


def test_the_single_row_of_other_outcomes_is_read_as_one(report):
    table = report("hongze_district_2024.pdf").table3
    assert len(table.rows) == 23
    assert table.outcomes() == 95


@pytest.mark.parametrize("column", COLUMNS)
def test_a_cell_of_the_city_report_changed_is_reported_in_every_column(report, column):
    city = report("huaian_city_2024.pdf")
    bad = changed(city, 3, "r16", column, city.table3.of("r16", column) + 1)
    label = next(one.label for one in annual.columns() if one.key == column)
    findings = {(one.rule, one.place) for one in check(bad)}
    assert findings == {
        ("AR-02", f"表三“（七）总计”行“{label}”列"),
        ("AR-03", "表三“1.信访举报投诉类申请”行“总计”列"),
    }


def test_the_invented_city_satisfies_the_table_constraints(corpus):
    data = json.loads((corpus / FOLDER / "hangzhou_style_2025_tables.json").read_text("utf-8"))
    rows = zip(annual.table3_rows(split=True), data["table3"].values(), strict=True)
    three = Table3({(row.key, column): number for row, own in rows
                    for column, number in zip(COLUMNS, own.values(), strict=True)})  # fmt: skip
    four = Table4({
        (suit.key, result.key): number for suit in annual.suits()
        for result, number in zip(annual.results(), data["table4"][suit.label], strict=True)
    })  # fmt: skip
    report = Annual(2025, "", Table2({}), three, four, ())
    assert [one for rule in (carry, outcomes, across, suits, numbers) for one in rule(report)] == []
    assert three.group("不予公开") == 730


def test_the_published_sums_hold_where_the_facts_say_so(corpus):
    with (corpus / FOLDER / "annual_report_facts.csv").open(encoding="utf-8-sig") as handle:
        rows = [row for row in csv.DictReader(handle) if row["分项和=合计"]]
    assert len(rows) > 5
    for row in rows:
        total = sum(int(part) for part in row["分项(按原顺序)"].split("+"))
        assert total == int(row["分项和"])
        assert (total == int(row["主动公开合计"])) == (row["分项和=合计"] == "是"), row["机关"]
