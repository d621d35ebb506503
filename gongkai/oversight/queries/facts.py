"""The facts a report's sentences stand on, by name. One function a subject; all are asked.

To report something new: a function here, in ALL; its sentences in data/sentences.toml.
"""

from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.db.models import Q, QuerySet

from gongkai.casework.models import Dispute
from gongkai.casework.rules import Kind
from gongkai.law import annual
from gongkai.oversight.queries import disclosed as items
from gongkai.oversight.queries import figures
from gongkai.oversight.queries.span import Span
from gongkai.oversight.rules.narrative import listed, rate
from gongkai.publishing.models import ApprovalCard
from gongkai.publishing.rules import Purpose, Step

Facts = dict[str, object]


def frame(span: Span) -> Facts:
    """Whose report it is, and about which days."""
    return {"bureau": settings.BUREAU, "year": span.year, "year_end": day(span.last)}


def published(span: Span) -> Facts:
    """What was made public on the bureau's own initiative."""
    found = items.disclosed(span)
    kinds, unit = items.by_kind(found), found.rule.unit
    return {
        "published.total": found.total,
        "published.unit": unit,
        "published.kinds": listed(list(kinds)),
        "published.parts": "、".join(f"{name}{number}{unit}" for name, number in kinds.items()),
        "published.rule": found.rule.text,
    }


def requests(span: Span) -> Facts:
    """Requests, what came of them, and refusals."""
    table = figures.table3(span)
    new, carried = table.of(annual.NEW), table.of(annual.CARRIED)
    results = {name: table.total(rows) for name, rows in figures.results().items()}
    late = figures.cases(Kind.REQUEST).filter(late_requests(span)).count()
    return {
        "requests.any": new + carried,
        "requests.new": new,
        "requests.carried": carried,
        "requests.closed": table.of(annual.TOTAL_ROW),
        "requests.left": table.of(annual.LEFT),
        "requests.refused": table.group("不予公开"),
        "requests.results": "、".join(f"{name}{n}件" for name, n in results.items() if n),
        "requests.late": late,
    }


def late_requests(span: Span) -> Q:
    """Return which requests were answered in the year after their due date."""
    return figures.in_row(annual.TOTAL_ROW, span) & Q(on_time=False)


def disputes(span: Span) -> Facts:
    """Reviews, lawsuits, complaints."""
    table, found = figures.table4(span), {}
    names = [one.key for one in annual.results()]
    for name in names:
        found[f"reviews.{name}"] = table.of("review", name)
        found[f"suits.{name}"] = table.of("direct", name) + table.of("after", name)
    complaints = Dispute.objects.filter(figures.complaints(span)).count()
    return found | {
        "reviews.any": found["reviews.total"],
        "suits.any": found["suits.total"],
        "complaints.any": complaints,
        "complaints.total": complaints,
    }


def letters(span: Span) -> Facts:
    """The mailbox: numerator, denominator, cut-off, and what is unanswered."""
    found = figures.mailbox(span)
    return {f"letters.{name}": number for name, number in vars(found).items()} | {
        "letters.rate": rate(found.answered, found.received),
        "letters.until": day(span.last),
    }


def fees(span: Span) -> Facts:
    """Fee notices and fees."""
    found = figures.fees(span)
    return {
        "fees.asked": found.asked,
        "fees.paid": found.paid,
        "fees.amount": f"{found.amount:f}",
    }


def cards(span: Span) -> Facts:
    """The approval cards by which information went out."""
    return {"cards.released": released_cards(span).count()}


def released_cards(span: Span) -> QuerySet[ApprovalCard]:
    """Return the cards whose information went out in the year; documents of cases are no such."""
    rows = ApprovalCard.objects.filter(step=Step.RELEASED, released_at__range=span.moments)
    return rows.exclude(purpose=Purpose.DOCUMENT)


ALL: tuple[Callable[[Span], Facts], ...] = (
    frame, published, requests, disputes, letters, fees, cards,
)  # fmt: skip


def facts(span: Span) -> Facts:
    """Return every fact of a year."""
    found: Facts = {}
    for one in ALL:
        found |= one(span)
    return found


def day(value: date) -> str:
    """Return a day as a report writes it."""
    return f"{value.year}年{value.month}月{value.day}日"


_SUITS = ("direct", "after")
_RESULTS = tuple(one.key for one in annual.results())
# Where a fact in a sentence opens to what it counts (behind.py). A text of several numbers opens by
# the name each goes by: page.py.
OPENS = {
    "published.total": ("published",),
    "cards.released": ("cards",),
    "requests.any": ("t3.r01.c7",),
    "requests.new": ("t3.r01.c7",),
    "requests.carried": ("t3.r02.c7",),
    "requests.closed": ("t3.r24.c7",),
    "requests.left": ("t3.r25.c7",),
    "requests.late": ("requests.late",),
    "requests.refused": ("result.不予公开",),
    "reviews.any": ("t4.review.total",),
    **{f"reviews.{name}": (f"t4.review.{name}",) for name in _RESULTS},
    "suits.any": tuple(f"t4.{suit}.total" for suit in _SUITS),
    **{f"suits.{name}": tuple(f"t4.{suit}.{name}" for suit in _SUITS) for name in _RESULTS},
    "complaints.any": ("complaints",),
    "letters.received": ("letters.received",),
    "letters.answered": ("letters.answered",),
    "letters.unanswered": ("letters.unanswered",),
    "letters.late": ("letters.late",),
    "letters.converted": ("letters.converted",),
    "fees.asked": ("fees.asked",),
    "fees.paid": ("fees.paid",),
    "fees.amount": ("fees.paid",),
}
