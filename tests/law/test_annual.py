"""The annual report's forms: the names of the official format, each row and column once, the day."""

import re
from datetime import date
from decimal import Decimal

import docx
import pytest

from gongkai.law import annual
from gongkai.law.annual import Table2, Table3, Table4, form_of, report_due


@pytest.mark.parametrize(
    ("year", "key", "document"),
    [
        (2014, "2008", ""),
        (2018, "2008", ""),
        (2019, "2019", "国办公开办函〔2019〕60号"),
        (2020, "2019", "国办公开办函〔2019〕60号"),
        (2021, "2021", "国办公开办函〔2021〕30号"),
        (2026, "2021", "国办公开办函〔2021〕30号"),
    ],
)
def test_the_form_follows_the_report_year(year, key, document):
    assert (form_of(year).key, form_of(year).document) == (key, document)


def test_no_form_is_known_before_the_first_regulation():
    with pytest.raises(LookupError):
        form_of(2007)


def test_what_was_not_read_in_a_source_is_marked():
    assert {one.key: one.doubt for one in annual.forms()} == {
        "2021": False, "2019": True, "2008": False,
    }  # fmt: skip
    assert report_due(2014)[1].doubt
    assert not report_due(2024)[1].doubt


def test_the_tables_have_the_cells_of_the_official_form():
    form = form_of(2024)
    assert len(form.sections) == 6
    assert len(form.table3) * len(annual.columns()) == 175
    assert len(annual.suits()) * len(annual.results()) == 15
    assert sum(len(block.rows) * len(block.columns) for block in form.table2) == 10
    assert [row.key for row in form.table3] == [f"r{number:02}" for number in range(1, 26)]
    assert len(form_of(2020).table3) == 23


def test_the_groups_sum_the_outcomes_that_stand_under_them():
    for name, rows in annual.groups().items():
        under = tuple(row.key for row in annual.table3_rows(split=True) if row.over.endswith(name))
        assert rows == under
    assert len(annual.outcome_rows()) == 21


def test_a_label_names_one_row_and_no_other():
    every = (*annual.table3_rows(split=True), annual.table3_rows(split=False)[20])
    for row in every:
        label = re.sub(r"\s", "", row.label)
        assert [one.key for one in every if re.search(one.match, label)] == [row.key]


def test_the_official_template_has_the_names_of_the_form(corpus):
    path = corpus / "03_disclosure_reports" / "annual_report_template.docx"
    document = docx.Document(str(path))
    said = {paragraph.text for paragraph in document.paragraphs}
    form = form_of(2024)
    assert set(form.sections) <= said
    cells = {cell.text.replace("\n", "") for table in document.tables
             for row in table.rows for cell in row.cells}  # fmt: skip
    names = [annual.header_note(), *(one.label for one in annual.columns()),
             *(one.over for one in annual.columns() if one.over),
             *(one.label for one in form.table3), *(one.over for one in form.table3 if one.over),
             *(one.label for one in annual.suits()), *(one.label for one in annual.results())]  # fmt: skip
    for block in form.table2:
        names += [block.item, *(one.label for one in (*block.columns, *block.rows))]
    assert [name for name in names if name not in cells] == []


@pytest.mark.parametrize(
    ("year", "government", "due", "warn", "number"),
    [
        (2014, False, date(2015, 3, 31), date(2015, 3, 31), "第三十一条"),
        (2018, False, date(2019, 3, 31), date(2019, 3, 29), "第三十一条"),
        (2018, True, date(2019, 3, 31), date(2019, 3, 29), "第三十一条"),
        (2019, False, date(2020, 1, 31), date(2020, 1, 23), "第四十九条"),
        (2023, False, date(2024, 1, 31), date(2024, 1, 31), "第四十九条"),
        (2024, False, date(2025, 1, 31), date(2025, 1, 27), "第四十九条"),
        (2024, True, date(2025, 3, 31), date(2025, 3, 31), "第四十九条"),
        (2025, False, date(2026, 1, 31), date(2026, 1, 30), "第四十九条"),
    ],
)
def test_a_report_is_due_by_law_and_warned_of_on_the_last_working_day(
    year, government, due, warn, number
):
    day, law, warned = report_due(year, government=government)
    assert (day, warned) == (due, warn)
    assert law.number.startswith(number)


@pytest.mark.parametrize(
    ("heading", "number"),
    [
        ("一、总体情况", 1), ("二、主动公开政府信息情况", 2), ("五、存在的主要问题和改进情况", 5),
        ("六、其他需要报告的事项", 6), ("四、政府信息公开行政复议行政诉讼情况", 4),
        ("三、本年度办理结果", 0), ("一是加强培训", 0),
    ],
)  # fmt: skip
def test_a_heading_is_known_with_slips_of_the_pen(heading, number):
    assert annual.section_number(heading) == number


def test_a_table_sums_what_it_shows_and_counts_no_number_as_none():
    table = Table3({("r05", "c1"): 2, ("r12", "c1"): 3, ("r21", "c1"): 1, ("r22", "c1"): None,
                    ("r05", "c2"): 4, ("r05", "c7"): 6})  # fmt: skip
    assert table.group("不予公开", "c1") == 5
    assert table.outcomes("c1") == 6
    assert table.across("r05") == 6
    assert table.of("r22", "c1") == 0
    whole = Table3({("r21-r23", "c7"): 4, ("r03", "c7"): 1})
    assert (whole.group("其他处理"), whole.outcomes()) == (4, 5)
    assert Table4({("review", "upheld"): 2, ("review", "pending"): 1}).sum("review") == 3
    assert Table2({("fee", "amount"): Decimal("1.5")}).of("fee", "amount") == Decimal("1.5")


def test_the_statistics_before_2019_name_the_rows_their_sums_are_made_of():
    rows = annual.statistics()
    keys = [row.key for row in rows]
    assert len(set(keys)) == len(keys)
    assert {part for row in rows for part in (*row.sum, row.part) if part} <= set(keys)
