"""What stands behind a number of the report: the cases, disputes, items or declarations it counts."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from gongkai.casework.models import Case, Dispute
from gongkai.casework.rules import Kind
from gongkai.law import annual
from gongkai.law.outcomes import outcomes
from gongkai.law.refused import Refused
from gongkai.oversight import words
from gongkai.oversight.models import Declaration
from gongkai.oversight.queries import disclosed, figures
from gongkai.oversight.queries.declared import has_statistics
from gongkai.oversight.queries.facts import late_requests, released_cards
from gongkai.oversight.queries.span import Span
from gongkai.publishing.models import ApprovalCard, Edition
from gongkai.register.queries import entries

LISTED = 500  # of one kind on a page; the rest is counted


@dataclass(frozen=True)
class Row:
    """One thing a number counts, as a list shows it: no word of who asked, nor of what."""

    name: str
    address: str
    first: date | None
    last: date | None
    text: str
    entries: Sequence[int] = ()


@dataclass(frozen=True)
class Behind:
    """What one number counts. count: how many; the rows listed are at most LISTED of a kind."""

    cell: str
    name: str
    count: int
    cases: Sequence[Case] = ()
    disputes: Sequence[Dispute] = ()
    editions: Sequence[Edition] = ()
    cards: Sequence[ApprovalCard] = ()
    declared: Sequence[Declaration] = ()
    entries: dict[str, list[int]] = field(default_factory=dict)

    @property
    def rows(self) -> list[Row]:
        """Return everything listed, in one shape."""
        return [
            *(self._case(one) for one in self.cases),
            *(self._dispute(one) for one in self.disputes),
            *(self._edition(one) for one in self.editions),
            *(self._card(one) for one in self.cards),
        ]

    @property
    def more(self) -> int:
        """Return how many are counted and not listed."""
        return max(0, self.count - len(self.rows)) if self.rows else 0

    def _case(self, one: Case) -> Row:
        result = RESULT.get(one.outcome, "")
        text = "　".join(part for part in (one.get_applicant_display(), one.get_stage_display(),
                                          result) if part)  # fmt: skip
        return Row(one.number, f"/desk/cases/{one.pk}/", one.received_on, one.closed_on, text,
                   self.entries[one.number])  # fmt: skip

    def _dispute(self, one: Dispute) -> Row:
        name = words.DISPUTE_NUMBER.format(body=one.body, number=one.number)
        address = f"/desk/cases/{one.case_id}/" if one.case_id else ""
        text = f"{one.get_kind_display()}　{one.get_result_display()}".strip()
        return Row(name, address, one.begun_on, one.closed_on, text, self.entries[str(one.pk)])

    def _edition(self, one: Edition) -> Row:
        address = f"/desk/disclosures/{one.work_id}/"
        first = timezone.localdate(one.first_from)
        return Row(one.title, address, first, None, one.document_no, self.entries[one.public_id])

    def _card(self, one: ApprovalCard) -> Row:
        last = timezone.localdate(one.released_at) if one.released_at else None
        return Row(one.number, f"/desk/cards/{one.pk}/", timezone.localdate(one.opened_at), last,
                   one.title, self.entries[one.number])  # fmt: skip


RESULT = {one.key: str(one) for one in outcomes()}


def behind(span: Span, cell: str) -> Behind:
    """Return what a number of a year's report counts. Raises: Refused for a number it has not.

    Shape: cell is t3.<row>.<column>, t4.<suit>.<result>, t2.<row>.<column>, st.<row>, kind.<name>,
    result.<name>, or one of words.CELLS.
    """
    head, _, rest = cell.partition(".")
    ways = {"t3": _table3, "t4": _table4, "t2": _table2, "kind": _kind, "letters": _letters,
            "fees": _fees, "result": _result, "st": _statistic}  # fmt: skip
    if head in ways:
        return ways[head](span, cell, rest)
    if cell in {"published", "apart"}:
        found = disclosed.disclosed(span)
        rows = found.editions if cell == "published" else found.apart
        return _items(cell, words.CELLS[cell], rows)
    if cell == "cards":
        return _cards(span, cell)
    if cell == "requests.late":
        return _cases(cell, Kind.REQUEST, late_requests(span))
    if cell == "complaints":
        return _disputes(cell, words.CELLS[cell], figures.complaints(span))
    raise unknown(cell)


def unknown(cell: str) -> Refused:
    """Return the refusal of a number the report has not."""
    return Refused("report.cell", words.NO_CELL.format(cell=cell))


def _table3(span: Span, cell: str, rest: str) -> Behind:
    row, _, column = rest.partition(".")
    rows = {one.key: one for one in figures.rows3(span.year)}
    columns = {one.key: one for one in annual.columns()}
    if row not in rows or column not in columns:
        raise unknown(cell)
    over = f"{rows[row].over} " if rows[row].over else ""
    name = words.TABLE_CELL.format(
        table="三", row=over + rows[row].label, column=columns[column].label
    )
    kept = figures.in_row(row, span) & figures.in_column(column)
    return _cases(cell, Kind.REQUEST, kept, name)


def _table4(span: Span, cell: str, rest: str) -> Behind:
    suit, _, result = rest.partition(".")
    suits = {one.key: one for one in annual.suits()}
    results = {one.key: one for one in annual.results()}
    if suit not in suits or result not in results:
        raise unknown(cell)
    name = words.TABLE_CELL.format(table="四", row=suits[suit].label, column=results[result].label)
    kept = Q(kind=figures.SUITS[suit]) & figures.in_result(result, span)
    return _disputes(cell, name, kept)


def _table2(span: Span, cell: str, rest: str) -> Behind:
    row, _, column = rest.partition(".")
    named = {(line.key, one.key): (line.label, one.label) for block in
             annual.form_of(span.year).table2 for line in block.rows for one in block.columns}  # fmt: skip
    if (row, column) not in named:
        raise unknown(cell)
    label, under = named[row, column]
    name = words.TABLE_CELL.format(table="二", row=label, column=under)
    said = _declared(span, [cell])
    rows = disclosed.normative(span).get(column, ()) if row == "normative" else ()
    return _items(cell, name, rows, said)


def _kind(span: Span, cell: str, name: str) -> Behind:
    found = disclosed.disclosed(span)
    if name not in found.kinds:
        raise unknown(cell)
    return _items(cell, words.KIND_CELL.format(name=name), found.kinds[name])


def _letters(span: Span, cell: str, name: str) -> Behind:
    if name not in figures.LETTERS:
        raise unknown(cell)
    kept = figures.in_mailbox(name, span)
    rows = Case.objects.filter(kind=Kind.LETTER).filter(kept)
    return _listed(cell, words.CELLS[cell], rows)


def _fees(span: Span, cell: str, name: str) -> Behind:
    if name not in {"asked", "paid"}:
        raise unknown(cell)
    pks = figures.fee_facts(name, span).values("case")
    return _listed(cell, words.CELLS[cell], Case.objects.filter(pk__in=pks))


def _result(span: Span, cell: str, name: str) -> Behind:
    if name not in figures.results():
        raise unknown(cell)
    kept = figures.in_rows(figures.results()[name], span)
    return _cases(cell, Kind.REQUEST, kept, words.RESULT_CELL.format(name=name))


def _statistic(span: Span, cell: str, row: str) -> Behind:
    """Return what a row of the 统计表 counts: in the records, else as declared."""
    label = {one.key: one.label for one in annual.statistics() if one.unit}.get(row, "")
    if not label or not has_statistics(span.year):
        raise unknown(cell)
    name = words.STATISTIC_CELL.format(row=label)
    if row == "g":
        return replace(_fees(span, cell, "paid"), name=name)
    if row in {"a1", "a22"}:
        return _items(cell, name, disclosed.disclosed(span).editions)
    if row == "a1n":
        return _items(cell, name, disclosed.normative(span)["issued"])
    kept = figures.in_statistic(row, span)
    if kept is None:
        found = _items(cell, name, ())
    elif row[0] == "c":
        found = _cases(cell, Kind.REQUEST, kept, name)
    else:
        found = _disputes(cell, name, kept)
    return replace(found, declared=_declared(span, [cell, *_parts(row)]))


def _parts(row: str) -> list[str]:
    """Return the cells of all rows a row of the 统计表 sums, those of its parts included."""
    sums = {one.key: one.sum for one in annual.statistics()}
    return [cell for part in sums[row] for cell in (f"st.{part}", *_parts(part))]


def _declared(span: Span, cells: Sequence[str]) -> tuple[Declaration, ...]:
    standing = Declaration.objects.standing(span.year)
    return tuple(standing[cell] for cell in cells if cell in standing)


def _cases(cell: str, kind: str, kept: Q, name: str = "") -> Behind:
    return _listed(cell, name or words.CELLS[cell], figures.cases(kind).filter(kept))


def _listed(cell: str, name: str, rows: Any) -> Behind:
    listed = list(rows.order_by("received_on", "pk")[:LISTED])
    subjects = {f"case:{row.number}": row.number for row in listed}
    return Behind(cell, name, rows.count(), cases=listed, entries=_entries(subjects))


def _disputes(cell: str, name: str, kept: Q) -> Behind:
    rows = Dispute.objects.filter(kept).select_related("case")
    listed = list(rows.order_by("begun_on", "pk")[:LISTED])
    subjects = {f"dispute:{row.pk}": str(row.pk) for row in listed}
    return Behind(cell, name, rows.count(), disputes=listed, entries=_entries(subjects))


def _items(
    cell: str, name: str, rows: Sequence[Edition], said: Sequence[Declaration] = ()
) -> Behind:
    subjects = {f"disclosure:{row.public_id}": row.public_id for row in rows[:LISTED]}
    return Behind(cell, name, len(rows), editions=rows[:LISTED], declared=said,
                  entries=_entries(subjects))  # fmt: skip


def _cards(span: Span, cell: str) -> Behind:
    rows = released_cards(span).order_by("released_at", "pk")
    listed = list(rows[:LISTED])
    subjects = {f"card:{row.number}": row.number for row in listed}
    return Behind(cell, words.CARD_CELL, rows.count(), cards=listed, entries=_entries(subjects))


def _entries(subjects: dict[str, str]) -> dict[str, list[int]]:
    """Return the numbers of the entries about some subjects, by the name each is shown under."""
    found: dict[str, list[int]] = {name: [] for name in subjects.values()}
    names = list(subjects)
    for start in range(0, len(names), 200):
        rows = entries().about(names[start : start + 200]).values_list("subject", "seq")
        for subject, seq in rows:
            found[subjects[subject]].append(seq)
    return found
