"""The annual report (政府信息公开工作年度报告): its forms, its tables as values, its last day.

Three forms by report year: of 2021 (国办公开办函〔2021〕30号), of 2019 on trial, and the contents the
regulation of 2008 asks for. Labels, rows and columns are data: data/annual.toml.
"""

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from gongkai.law.articles import Article, article
from gongkai.law.calendar import is_working_day

Number = int | Decimal
Cells = Mapping[tuple[str, str], Number | None]
TOTAL, TOTAL_ROW, NEW, CARRIED, LEFT = "c7", "r24", "r01", "r02", "r25"
WHOLE = "r21-r23"  # the one row of 其他处理 in the form of 2019
LAST_OF_2008 = 2018  # the last report year due by 31 March
SPLIT = ("r21", "r22", "r23")
ALIKE = 0.6  # headings this similar are one heading, miswritten


@dataclass(frozen=True)
class Name:
    """A row or column: its key, its printed label, the label it stands under, how to know it."""

    key: str
    label: str
    over: str = ""
    match: str = ""


@dataclass(frozen=True)
class Block:
    """A part of table 2: the item of 第二十条, its columns and its rows."""

    item: str
    columns: tuple[Name, ...]
    rows: tuple[Name, ...]


@dataclass(frozen=True)
class Form:
    """A form of the report, for report years from first on. doubtful: shown as 待核."""

    key: str
    document: str
    title: str
    first: int
    sections: tuple[str, ...]
    table2: tuple[Block, ...]
    table3: tuple[Name, ...]
    evidence: str
    doubt: bool = False


@dataclass(frozen=True)
class Statistic:
    """A row of the 统计表 of 2014 to 2018, 待核; its number is the sum of others where it says so."""

    key: str
    label: str
    unit: str = ""
    sum: tuple[str, ...] = ()
    part: str = ""


@dataclass(frozen=True)
class Table2:
    """Cells by row and column, as the form names them. None: the cell shows no number."""

    cells: Cells

    def of(self, row: str, column: str) -> Number:
        """Return a cell's number; 0 where none is shown."""
        return self.cells.get((row, column)) or 0


@dataclass(frozen=True)
class Table3:
    """Requests received and handled, by row r01 to r25 and column c1 to c7."""

    cells: Cells

    @property
    def rows(self) -> tuple[Name, ...]:
        """Return the rows of this table: 25, or 23 with one row of 其他处理."""
        return table3_rows(split=not any(row == WHOLE for row, _ in self.cells))

    def of(self, row: str, column: str = TOTAL) -> Number:
        """Return a cell's number; 0 where none is shown."""
        return self.cells.get((row, column)) or 0

    def total(self, rows: Iterable[str], column: str = TOTAL) -> Number:
        """Return the sum of rows; the one row of 其他处理 counts for all three of it."""
        wanted = tuple(rows)
        whole = self.of(WHOLE, column) if set(SPLIT) <= set(wanted) else 0
        return sum((self.of(row, column) for row in wanted), whole)

    def outcomes(self, column: str = TOTAL) -> Number:
        """Return what row 总计 should show: the sum of all outcomes."""
        return self.total((row.key for row in outcome_rows()), column)

    def group(self, name: str, column: str = TOTAL) -> Number:
        """Return the sum of a group of outcomes, such as 不予公开."""
        return self.total(groups()[name], column)

    def across(self, row: str) -> Number:
        """Return what column 总计 should show: the sum of the six columns before it."""
        return sum((self.of(row, one.key) for one in columns()[:-1]), 0)


@dataclass(frozen=True)
class Table4:
    """Reviews and lawsuits, by suit (review, direct, after) and result (upheld … total)."""

    cells: Cells

    def of(self, suit: str, result: str = "total") -> Number:
        """Return a cell's number; 0 where none is shown."""
        return self.cells.get((suit, result)) or 0

    def sum(self, suit: str) -> Number:
        """Return what 总计 should show: the sum of the four results."""
        return sum((self.of(suit, one.key) for one in results()[:-1]), 0)


@dataclass(frozen=True)
class Section:
    """A section as it is headed, and its prose; tables are left out."""

    heading: str
    text: str = ""


@dataclass(frozen=True)
class Annual:
    """A report. marks: (table, row, column) -> what a cell shows in place of a number, such as /."""

    year: int
    unit: str
    table2: Table2
    table3: Table3
    table4: Table4
    sections: tuple[Section, ...]
    published: date | None = None
    form: str = "2021"
    marks: Mapping[tuple[int, str, str], str] = field(default_factory=dict)

    @property
    def is_of_government(self) -> bool:
        """Say whether a government reports, and not one of its departments."""
        return re.search("人民政府$|管理委员会$|管委会$", self.unit) is not None

    def text(self, number: int) -> str:
        """Return the prose of a section by its place in the form, 1 to 6."""
        return "".join(one.text for one in self.sections if section_number(one.heading) == number)


def form_of(year: int) -> Form:
    """Return the form of a report year.

    Raises: LookupError for a year before the first regulation.
    """
    for one in forms():
        if one.first <= year:
            return one
    raise LookupError(f"no form of an annual report for {year}")


@cache
def forms() -> tuple[Form, ...]:
    """Return the forms, the newest first."""
    found = [
        Form(
            key=key,
            document=row["document"],
            title=row["title"],
            first=row["first"],
            sections=tuple(row["sections"]),
            table2=tuple(_block(one) for one in row.get("table2", [])),
            table3=table3_rows(split=key == "2021") if key != "2008" else (),
            evidence=row["evidence"],
            doubt=row.get("doubt", False),
        )
        for key, row in _data()["forms"].items()
    ]
    return tuple(sorted(found, key=lambda one: -one.first))


@cache
def table3_rows(*, split: bool) -> tuple[Name, ...]:
    """Return the rows of table 3; split: 其他处理 has three, as the form of 2021 wants."""
    rows = tuple(Name(**row) for row in _data()["rows"])
    if split:
        return rows
    whole = Name(**_data()["whole"])
    return tuple(whole if row.key == SPLIT[0] else row for row in rows if row.key not in SPLIT[1:])


def outcome_rows() -> tuple[Name, ...]:
    """Return the 21 outcomes: the rows that 总计 sums."""
    return table3_rows(split=True)[2:23]


@cache
def columns() -> tuple[Name, ...]:
    """Return the seven columns of table 3."""
    return tuple(Name(**one) for one in _data()["columns"])


@cache
def suits() -> tuple[Name, ...]:
    """Return the three groups of table 4."""
    return tuple(Name(**one) for one in _data()["table4"]["suits"])


@cache
def results() -> tuple[Name, ...]:
    """Return the five results of table 4, the total last."""
    return tuple(Name(**one) for one in _data()["table4"]["results"])


@cache
def groups() -> Mapping[str, tuple[str, ...]]:
    """Return the groups of outcomes as prose calls them, with their rows."""
    return MappingProxyType({name: tuple(rows) for name, rows in _data()["groups"].items()})


def header_note() -> str:
    """Return the note in the head of table 3, word for word."""
    return str(_data()["note"])


@cache
def statistics() -> tuple[Statistic, ...]:
    """Return the rows of the 统计表 of the report years 2014 to 2018. All of it is 待核."""
    return tuple(
        Statistic(**(row | {"sum": tuple(row.get("sum", ()))}))
        for row in _data()["statistics"]["rows"]
    )


def section_number(heading: str) -> int:
    """Return which section of the form a heading opens, slips of the pen allowed; 0 for none.

    >>> section_number("五、存在的主要问题和改进情况"), section_number("一、本年新收申请")
    (5, 0)
    """
    name = _bare(heading)
    best, number = max(
        (difflib.SequenceMatcher(None, _bare(one), name, autojunk=False).ratio(), place)
        for place, one in enumerate(forms()[0].sections, 1)
    )
    return number if best >= ALIKE else 0


def _bare(heading: str) -> str:
    return re.sub(r"^[一二三四五六七八九十]+、|\s", "", heading)


def report_due(year: int, *, government: bool = False) -> tuple[date, Article, date]:
    """Return the last day for a report year, its article, and the day to warn: the last working
    day up to it.

    Raises: LookupError for a year before the first regulation.
    Law: 政府信息公开条例 (2019) 第四十九条: 31 January, a government's own 31 March; up to report year
    2018, 第三十一条 (2008), 待核: 31 March.
    """
    due = date(year + 1, 3, 31)
    if year > LAST_OF_2008 and not government:
        due = date(year + 1, 1, 31)
    warn = due
    while not is_working_day(warn):
        warn -= timedelta(days=1)
    return due, article("annual_report", due), warn


def _block(row: Mapping[str, Any]) -> Block:
    names = {
        kind: tuple(Name(key, label) for key, label in row[kind].items())
        for kind in ("columns", "rows")
    }
    return Block(row["item"], names["columns"], names["rows"])


@cache
def _data() -> Mapping[str, Any]:
    text = files("gongkai.law").joinpath("data", "annual.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
