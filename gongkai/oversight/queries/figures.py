"""Tables 3 and 4, the mailbox and the fees: counted from cases and disputes, and what is behind.

A condition stands once: the number counts what it keeps, and behind.py lists what it keeps.
"""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from gongkai.casework.models import Case, CaseFact, Dispute
from gongkai.casework.rules import COLUMN, Kind, Stage
from gongkai.law import annual
from gongkai.law.annual import Table3, Table4
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
    named = [key for key, place in ROW_OF.items() if place == row]
    if row == OTHER_ROW:
        return done & ~Q(outcome__in=set(ROW_OF) - set(named))
    return done & Q(outcome__in=named)


def in_column(column: str) -> Q:
    """Return which requests a column of table 3 counts."""
    if column == annual.TOTAL:
        return Q()
    return Q(applicant__in=[kind for kind, place in COLUMN.items() if place == column])


def table3(span: Span) -> Table3:
    """Return requests received and handled: 25 rows by 7 columns, in one grouped query.

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
    cells = {
        (row.key, column.key): 0
        for row in annual.table3_rows(split=True)
        for column in annual.columns()
    }
    for applicant, outcome, new, carried, done, left in grouped:
        shown = {
            annual.NEW: new, annual.CARRIED: carried, ROW_OF.get(outcome, OTHER_ROW): done,
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


def statistics(span: Span) -> dict[str, int]:
    """Return what the cases say of the 统计表 of 2014 to 2018, row by row of the form then."""
    found: dict[str, int] = dict.fromkeys(statistic.KNOWN, 0)
    requests = cases(Kind.REQUEST).order_by()
    new = requests.filter(in_row(annual.NEW, span)).values_list("channel").annotate(Count("pk"))
    for channel, number in new:
        found[statistic.CHANNEL.get(channel, "c14")] += number
    done = requests.filter(in_row(annual.TOTAL_ROW, span))
    for outcome, number in done.values_list("outcome").annotate(Count("pk")):
        found[statistic.OUTCOME.get(outcome, "c38")] += number
    found["c22"] = done.filter(was_extended()).count()
    found["c21"] = done.count() - found["c22"]
    table = table4(span)
    for result, row in statistic.SUIT.items():
        found[f"d{row}"] = int(table.of("review", result))
        found[f"e{row}"] = int(table.of("direct", result) + table.of("after", result))
    found["f"] = Dispute.objects.filter(complaints(span)).count()
    return found


def was_extended() -> Q:
    """Return which cases had their term extended."""
    rows = CaseFact.objects.filter(event=Event.EXTENDED, voided_by=None, case=OuterRef("pk"))
    return Q(Exists(rows))
