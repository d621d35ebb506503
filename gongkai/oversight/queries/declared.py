"""What people declare for a year: which numbers and texts are wanted, and what stands."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from gongkai.law import annual
from gongkai.law.annual import Number, Table2, Table3
from gongkai.oversight.models import Declaration
from gongkai.oversight.queries.disclosed import normative
from gongkai.oversight.queries.span import Span
from gongkai.oversight.rules import narrative, statistic

MONEY = {("fee", "amount"), ("purchase", "amount")}
TEXT, WHOLE, AMOUNT = "text", "whole", "amount"


@dataclass(frozen=True)
class Field:
    """One thing that may be declared. derived: what the system itself says, if it can."""

    key: str
    label: str
    group: str
    kind: str
    help: str = ""
    derived: int | None = None
    row: Declaration | None = None
    required: bool = True

    @property
    def value(self) -> Number | None:
        """Return the number that stands: declared, else derived, else none."""
        if self.row is None or self.kind == TEXT:
            return self.derived
        return Decimal(self.row.value) if self.kind == AMOUNT else int(self.row.value)


def fields(span: Span, shape: narrative.Shape) -> list[Field]:
    """Return everything that may be declared for a year, with what stands."""
    rows = Declaration.objects.standing(span.year)
    found = [*_slots(shape), *_table2(span), *_last(span), *_statistics(span)]
    return [
        Field(**{**one.__dict__, "row": rows.get(one.key)})
        for one in found
    ]  # fmt: skip


def written(year: int) -> dict[str, str]:
    """Return the texts of the slots by slot."""
    rows = Declaration.objects.standing(year)
    return {key[5:]: row.value for key, row in rows.items() if key.startswith("slot.")}


def table2(found: list[Field]) -> Table2:
    """Return table 2 as it stands; None where nothing is known."""
    cells = {}
    for one in found:
        if one.group == "table2":
            _, row, column = one.key.split(".")
            cells[row, column] = one.value
    return Table2(cells)


def entered_last(found: list[Field]) -> tuple[Table2, Table3] | None:
    """Return what was entered of last year's report; None where nothing was."""
    own = [one for one in found if one.group == "last" and one.row]
    if not own:
        return None
    left, valid = {}, {}
    for one in own:
        _, row, column = one.key.split(".")
        (left if row == annual.LEFT else valid)[row, column] = one.value
    left[annual.LEFT, annual.TOTAL] = sum(left.values())
    return Table2(valid), Table3(left)


def _slots(shape: narrative.Shape) -> list[Field]:
    return [
        Field(f"slot.{one.key}", one.label, "slots", TEXT, help=one.help)
        for one in narrative.slots_of(shape)
    ]


def _table2(span: Span) -> list[Field]:
    form = annual.form_of(span.year)
    known = normative(span) if form.key == "2021" else {}
    found = []
    for block in form.table2:
        for row in block.rows:
            for column in block.columns:
                derived = len(known[column.key]) if row.key == "normative" and known else None
                kind = AMOUNT if (row.key, column.key) in MONEY else WHOLE
                found.append(
                    Field(f"t2.{row.key}.{column.key}", f"{row.label}：{column.label}", "table2",
                          kind, help=block.item, derived=derived)
                )  # fmt: skip
    return found


def _last(span: Span) -> list[Field]:
    """Return the fields of last year's report that this year's is held against."""
    if annual.form_of(span.year).key == "2008":
        return []
    found = [
        Field(f"last.{annual.LEFT}.{one.key}", f"上年结转下年：{one.label}", "last", WHOLE,
              required=False)
        for one in annual.columns()[:-1]
    ]  # fmt: skip
    rows = annual.forms()[0].table2[0].rows
    return found + [
        Field(f"last.{one.key}.valid", f"上年现行有效：{one.label}", "last", WHOLE, required=False)
        for one in rows
    ]


def _statistics(span: Span) -> list[Field]:
    if not has_statistics(span.year):
        return []
    return [
        Field(f"st.{one.key}", one.label, "statistics", AMOUNT if one.unit == "万元" else WHOLE,
              required=False)
        for one in annual.statistics()
        if one.unit and not one.sum and one.key not in statistic.KNOWN
    ]  # fmt: skip


def has_statistics(year: int) -> bool:
    """Say whether the 统计表 was part of a year's report: from 2014 to 2018."""
    return 2014 <= year <= 2018


def entered_at(year: int, since: datetime) -> list[Declaration]:
    """Return what was declared for a year after a moment."""
    return list(Declaration.objects.filter(year=year, at__gt=since).select_related("by"))
