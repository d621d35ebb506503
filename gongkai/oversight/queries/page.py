"""The desk page of a report: everything a writer looks at, in the order they need it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from gongkai.checks.findings import Finding
from gongkai.law import annual
from gongkai.law.annual import Number
from gongkai.oversight import blocks, words
from gongkai.oversight.models import AnnualReport, Submission
from gongkai.oversight.queries import disclosed as items
from gongkai.oversight.queries import figures
from gongkai.oversight.queries.declared import Field, has_statistics
from gongkai.oversight.queries.due import Due, due
from gongkai.oversight.queries.errata import (
    Difference,
    Errata,
    draft_differences,
    errata,
    outdated_files,
)
from gongkai.oversight.queries.facts import OPENS
from gongkai.oversight.queries.report import (
    Published,
    Report,
    checked,
    draft_content,
    draft_of,
    findings,
    notes,
    published,
    report,
    submissions,
)
from gongkai.oversight.rules import narrative, statistic
from gongkai.publishing.models import Disclosure

PARTED = ("reviews.", "suits.")  # facts whose total is told with its parts


@dataclass(frozen=True)
class Opened:
    """A number with the address part of what it counts; "" for one that opens to nothing."""

    text: str
    cell: str = ""


@dataclass(frozen=True)
class Line:
    """A sentence of the report with the cells its facts open to."""

    text: str
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SectionView:
    """A section: its sentences, what people wrote (or have yet to write), its tables."""

    heading: str
    lines: tuple[Line, ...]
    slots: tuple[tuple[str, str], ...]
    tables: tuple["TableView", ...]


@dataclass(frozen=True)
class TableView:
    """A table whose numbers open. head and rows as in its block."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Opened, ...], ...]
    note: str


@dataclass(frozen=True)
class StatisticView:
    """A row of the 统计表: its number, None where nothing is known, and the cell it opens to."""

    row: annual.Statistic
    number: Number | None
    cell: str


@dataclass(frozen=True)
class Page:
    """The report of a year at the desk."""

    report: Report
    due: Due
    notes: tuple[str, ...]
    sections: tuple[SectionView, ...]
    kinds: tuple[tuple[str, int], ...]
    total: int
    rule: str
    apart: int
    until: object
    mailbox: figures.Mailbox
    rate: str
    findings: tuple[Finding, ...]
    checked: tuple[str, ...]
    draft: Disclosure | None
    drafted: AnnualReport | None
    findings_of_draft: tuple[Finding, ...]
    stale: tuple[Difference, ...]
    outdated: tuple[str, ...]
    published: Published | None
    errata: Errata | None
    submissions: tuple[Submission, ...]
    statistics: tuple[StatisticView, ...]

    @property
    def doubt(self) -> str:
        """Return what is doubtful about the form, to be shown beside it."""
        form = annual.form_of(self.report.year)
        return form.title if form.doubt else ""


def page(year: int, at: datetime, shape: str = "") -> Page:
    """Return the desk page of a year's report. Raises: Refused."""
    found = report(year, at, shape)
    draft = draft_of(year)
    named = items.disclosed(found.span)
    mailbox = figures.mailbox(found.span)
    return Page(
        report=found, due=due(year, at), notes=tuple(notes(found.span)),
        sections=tuple(_section(part, found) for part in found.parts),
        kinds=tuple((name, len(rows)) for name, rows in named.kinds.items()),
        total=named.total, rule=named.rule.text, apart=len(named.apart),
        until=found.facts["letters.until"], mailbox=mailbox,
        rate=narrative.rate(mailbox.answered, mailbox.received),
        findings=tuple(findings(found, at)), checked=checked(found, at), draft=draft,
        drafted=AnnualReport.objects.filter(year=year).select_related("drafted_by").first(),
        findings_of_draft=tuple(findings(found, at, draft_content(draft))) if draft else (),
        stale=tuple(draft_differences(found, draft, at)) if draft else (),
        outdated=_outdated(year, draft), published=published(year, at), errata=errata(found, at),
        submissions=tuple(submissions(year)), statistics=tuple(_statistics(found)),
    )  # fmt: skip


def _outdated(year: int, draft: Disclosure | None) -> tuple[str, ...]:
    own = AnnualReport.objects.filter(year=year).first()
    return tuple(outdated_files(own, draft_content(draft))) if own and draft else ()


def table_of(name: str, found: Report) -> TableView:
    """Return one of the form's tables with its numbers opened."""
    table, year = found.tables[name], found.year
    block = blocks.table_block(name, table, year)
    keys = {"table2": _keys2, "table3": _keys3, "table4": _keys4}[name](year)
    rows = [
        tuple(
            Opened(text or (words.UNDECLARED if keys.get((r, c)) else ""), keys.get((r, c), ""))
            for c, text in enumerate(row)
        )
        for r, row in enumerate(block["rows"])
    ]
    return TableView(block["caption"], tuple(block["head"][0]), tuple(rows), block["note"])


def _section(part: narrative.Part, found: Report) -> SectionView:
    labels = narrative.slots()
    return SectionView(
        heading=part.heading,
        lines=tuple(Line(one.text, _cells(one, found)) for one in part.sentences),
        slots=tuple((labels[one.key].label, one.text) for one in part.written),
        tables=tuple(table_of(name, found) for name in part.tables),
    )


def _cells(said: narrative.Said, found: Report) -> tuple[tuple[str, str], ...]:
    """Return the cells a sentence's facts open to, with what each is called."""
    one = narrative.sentences()[said.key]
    cells: dict[str, None] = {}
    for name in (*narrative.named(one.text), *one.when, *one.unless):
        is_part = name.startswith(PARTED) and not name.endswith((".any", ".total"))
        if found.facts[name] or not is_part:  # of four results, those there were
            cells |= dict.fromkeys(OPENS.get(name, ()))
        cells |= dict.fromkeys(_by_name(name, found))
    return tuple((cell, _called(cell)) for cell in cells)


def _by_name(name: str, found: Report) -> list[str]:
    """Return the cells of a text of several numbers."""
    if name == "published.parts":
        kinds = items.disclosed(found.span).kinds
        return [f"kind.{kind}" for kind, rows in kinds.items() if rows]
    text = str(found.facts[name]) if name == "requests.results" else ""
    return [f"result.{one}" for one in figures.results() if one in text]


def _called(cell: str) -> str:
    head, _, rest = cell.partition(".")
    row, _, column = rest.partition(".")
    if head in {"kind", "result"}:
        return rest
    if head == "t4":
        suit = next(one.label for one in annual.suits() if one.key == row)
        result = next(one.label for one in annual.results() if one.key == column)
        return suit if column == "total" else f"{suit}：{result}"
    rows = {one.key: one.label for one in annual.table3_rows(split=True)}
    return words.CELLS.get(cell) or rows.get(row, words.CARD_CELL)


def _keys2(year: int) -> Mapping[tuple[int, int], str]:
    found: dict[tuple[int, int], str] = {}
    place = 0  # the item of the first block is the head
    for number, block in enumerate(annual.form_of(year).table2):
        place += 1 if number == 0 else 2
        for row in block.rows:
            for column, one in enumerate(block.columns, 1):
                found[place, column] = f"t2.{row.key}.{one.key}"
            place += 1
    return found


def _keys3(year: int) -> Mapping[tuple[int, int], str]:
    first = len(words.TABLE3_HEAD)
    return {
        (r, first + c): f"t3.{row.key}.{one.key}"
        for r, row in enumerate(figures.rows3(year))
        for c, one in enumerate(annual.columns())
    }


def _keys4(_year: int) -> Mapping[tuple[int, int], str]:
    cells = [(suit.key, one.key) for suit in annual.suits() for one in annual.results()]
    return {(1, c): f"t4.{suit}.{result}" for c, (suit, result) in enumerate(cells)}


def _statistics(found: Report) -> list[StatisticView]:
    """Return the 统计表 of 2014 to 2018 as far as it is known; all of it 待核."""
    if not has_statistics(found.year):
        return []
    values: dict[str, Number | None] = dict(figures.statistics(found.span))
    normative = items.normative(found.span)
    values |= {"a1": items.disclosed(found.span).total, "a1n": len(normative["issued"]),
               "g": figures.fees(found.span).amount / 10_000}  # fmt: skip
    values["a22"] = values["a1"]
    values |= {_statistic(one): one.value for one in found.fields if one.group == "statistics"}
    summed = statistic.summed(values)
    return [
        StatisticView(row, number, "" if number is None else f"st.{row.key}")
        for row in annual.statistics()
        for number in [summed.get(row.key)]
    ]


def _statistic(one: Field) -> str:
    return one.key.removeprefix("st.")
