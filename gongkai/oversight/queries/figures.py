"""Tables 3 and 4, the mailbox and the fees: counted from cases and disputes, and what is behind.

A condition stands once: the number counts what it keeps, and behind.py lists what it keeps.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import reduce
from operator import or_

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from gongkai.casework.models import Case, CaseFact, Dispute
from gongkai.casework.rules import COLUMN, Kind, Stage
from gongkai.law import annual
from gongkai.law.annual import Name, Table3, Table4
from gongkai.law.clock import Event
from gongkai.law.outcomes import outcomes
from gongkai.oversight.queries.span import Span
from gongkai.oversight.rules import statistic

SUITS = {"review": "review", "direct": "suit_direct", "after": "suit_after"}
COMPLAINT = "complaint"
RESULTS = ("upheld", "corrected", "other")
ROW_OF = {one.key: one.row for one in outcomes()}
OTHER_ROW = "r23"
# Handed on as another case and never answered itself: it counts as that other case.
GONE = Q(stage__in=[Stage.CONVERTED, Stage.ARCHIVED], closed_on=None)


def rows3(year: int) -> tuple[Name, ...]:
    """Return the rows of table 3 in a year's form; those of today where the form has no table."""
    return annual.form_of(year).table3 or annual.table3_rows(split=True)


def row_of(outcome: str, year: int) -> str:
    """Return the row that counts an outcome in a year's form; the form of 2019 has one for three."""
    row = ROW_OF.get(outcome, OTHER_ROW)
    return row if any(one.key == row for one in rows3(year)) else annual.WHOLE


def cases(kind: str) -> QuerySet[Case]:
    """Return the cases of a kind that count."""
    return Case.objects.filter(kind=kind).exclude(GONE)


def in_row(row: str, span: Span) -> Q:
    """Return which requests a row of table 3 counts."""
    if row == annual.NEW:
        return Q(received_on__range=span.days)
    if row == annual.CARRIED:
        return Q(received_on__lt=span.first) & (Q(closed_on=None) | Q(closed_on__gte=span.first))
    if row == annual.LEFT:
        return Q(received_on__lte=span.last) & (Q(closed_on=None) | Q(closed_on__gt=span.last))
    done = Q(received_on__lte=span.last, closed_on__range=span.days)
    if row == annual.TOTAL_ROW:
        return done
    named = [key for key in ROW_OF if row_of(key, span.year) == row]
    if row == row_of("", span.year):  # an outcome no row names is counted among the others
        return done & ~Q(outcome__in=set(ROW_OF) - set(named))
    return done & Q(outcome__in=named)


def results() -> dict[str, tuple[str, ...]]:
    """Return the results as sentences name them, with the rows of table 3 each sums."""
    own = {row.label.partition("（区")[0].split("）")[-1]: (row.key,)
           for row in annual.outcome_rows()[:2]}  # fmt: skip
    return own | dict(annual.groups())


def in_rows(rows: Iterable[str], span: Span) -> Q:
    """Return which requests any of some rows counts; a row the year's form has not, its own row."""
    known = {one.key for one in rows3(span.year)}
    named = dict.fromkeys(row if row in known else annual.WHOLE for row in rows)
    return reduce(or_, (in_row(row, span) for row in named))


def in_column(column: str) -> Q:
    """Return which requests a column of table 3 counts."""
    if column == annual.TOTAL:
        return Q()
    return Q(applicant__in=[kind for kind, place in COLUMN.items() if place == column])


def table3(span: Span) -> Table3:
    """Return requests received and handled, in the rows of the year's form, in one grouped query.

    Every request received by the end of the span and not closed before it is new or carried, and
    closed or left: so the form's constraints hold by construction.
    """
    rows = cases(Kind.REQUEST).filter(received_on__lte=span.last).order_by()
    rows = rows.filter(Q(closed_on=None) | Q(closed_on__gte=span.first))
    grouped = rows.values_list("applicant", "outcome").annotate(
        new=Count("pk", filter=in_row(annual.NEW, span)),
        carried=Count("pk", filter=in_row(annual.CARRIED, span)),
        done=Count("pk", filter=in_row(annual.TOTAL_ROW, span)),
        left=Count("pk", filter=in_row(annual.LEFT, span)),
    )
    cells = {(row.key, column.key): 0 for row in rows3(span.year) for column in annual.columns()}
    for applicant, outcome, new, carried, done, left in grouped:
        shown = {
            annual.NEW: new, annual.CARRIED: carried, row_of(outcome, span.year): done,
            annual.TOTAL_ROW: done, annual.LEFT: left,
        }  # fmt: skip
        for row, number in shown.items():
            for column in (COLUMN[applicant], annual.TOTAL):
                cells[row, column] += number
    return Table3(cells)


def in_result(result: str, span: Span) -> Q:
    """Return which disputes a result of table 4 counts."""
    if result == "pending":
        return Q(begun_on__lte=span.last) & (Q(closed_on=None) | Q(closed_on__gt=span.last))
    closed = Q(closed_on__range=span.days)
    if result in RESULTS[:2]:
        return closed & Q(result=result)
    if result == "other":
        return closed & ~Q(result__in=RESULTS[:2])
    return closed | in_result("pending", span)


def table4(span: Span) -> Table4:
    """Return reviews and lawsuits by result: 15 cells, in one grouped query."""
    names = [one.key for one in annual.results()]
    counted = {f"n_{name}": Count("pk", filter=in_result(name, span)) for name in names}
    rows = Dispute.objects.order_by().values("kind").annotate(**counted)
    found = {row["kind"]: row for row in rows}
    return Table4(
        {
            (suit, name): found[kind][f"n_{name}"] if kind in found else 0
            for suit, kind in SUITS.items()
            for name in names
        }
    )


def complaints(span: Span) -> Q:
    """Return which disputes are complaints of the year."""
    return Q(kind=COMPLAINT, begun_on__range=span.days)


LETTERS = ("received", "answered", "unanswered", "late", "converted")


def in_mailbox(name: str, span: Span) -> Q:
    """Return which letters a number of the mailbox counts: those received in the year."""
    received = Q(received_on__range=span.days)
    if name == "converted":
        return received & GONE
    own = received & ~GONE
    answered = own & Q(closed_on__lte=span.last)
    return {
        "received": own,
        "answered": answered,
        "unanswered": own & (Q(closed_on=None) | Q(closed_on__gt=span.last)),
        "late": answered & Q(on_time=False),
    }[name]


@dataclass(frozen=True)
class Mailbox:
    """The letters of a year: what came, what was answered by the cut-off, what was not."""

    received: int
    answered: int
    unanswered: int
    late: int
    converted: int


def mailbox(span: Span) -> Mailbox:
    """Return the mailbox's numbers, in one query."""
    counted = {name: Count("pk", filter=in_mailbox(name, span)) for name in LETTERS}
    rows = Case.objects.filter(kind=Kind.LETTER, received_on__range=span.days)
    return Mailbox(**rows.aggregate(**counted))


@dataclass(frozen=True)
class Fees:
    """Fee notices of the year, fees paid in it, and how much."""

    asked: int
    paid: int
    amount: Decimal


def fee_facts(name: str, span: Span) -> QuerySet[CaseFact]:
    """Return the facts behind the fees: notices asked, fees paid; none that was voided."""
    event = {"asked": Event.FEE_ASKED, "paid": Event.FEE_PAID}[name]
    return CaseFact.objects.filter(event=event, on__range=span.days, voided_by=None)


def fees(span: Span) -> Fees:
    """Return the fees of a year."""
    paid = list(fee_facts("paid", span).values_list("detail", flat=True))
    amount = sum((_money(one.get("amount")) for one in paid), Decimal(0))
    return Fees(fee_facts("asked", span).count(), len(paid), amount)


def _money(text: object) -> Decimal:
    try:
        return Decimal(str(text or 0))
    except InvalidOperation:
        return Decimal(0)


def in_statistic(row: str, span: Span) -> Q | None:
    """Return which requests or disputes a row of the 统计表 counts; None for what is no such count."""
    parts = {one.key: one.sum for one in annual.statistics()}.get(row, ())
    if found := [kept for part in parts if (kept := in_statistic(part, span)) is not None]:
        return reduce(or_, found)
    done = in_row(annual.TOTAL_ROW, span)
    if row in statistic.CHANNEL.values():
        return in_row(annual.NEW, span) & _named("channel", statistic.CHANNEL, row, "c14")
    if row in statistic.OUTCOME.values():
        return done & _named("outcome", statistic.OUTCOME, row, "c38")
    if row in {"c21", "c22"}:
        return done & (was_extended() if row == "c22" else ~was_extended())
    if row == "f":
        return complaints(span)
    result = {place: name for name, place in statistic.SUIT.items()}.get(row[1:], "")
    if result and row[0] in statistic.SUITS:
        return Q(kind__in=statistic.SUITS[row[0]]) & in_result(result, span)
    return None


def _named(field: str, rows: Mapping[str, str], row: str, rest: str) -> Q:
    """Return what has one of a row's values; the row of the rest has all that no row names."""
    if row == rest:
        return ~Q(**{f"{field}__in": [key for key, place in rows.items() if place != row]})
    return Q(**{f"{field}__in": [key for key, place in rows.items() if place == row]})


def statistics(span: Span) -> dict[str, int]:
    """Return what the cases say of the 统计表 of 2014 to 2018, row by row of the form then."""
    kept = {row: in_statistic(row, span) for row in sorted(statistic.KNOWN)}
    found: dict[str, int] = {}
    for rows, own in ((cases(Kind.REQUEST), True), (Dispute.objects.all(), False)):
        counted = {row: Count("pk", filter=one) for row, one in kept.items()
                   if one is not None and (row[0] == "c") is own}  # fmt: skip
        found |= rows.order_by().aggregate(**counted)
    return found


def was_extended() -> Q:
    """Return which cases had their term extended."""
    rows = CaseFact.objects.filter(event=Event.EXTENDED, voided_by=None, case=OuterRef("pk"))
    return Q(Exists(rows))
