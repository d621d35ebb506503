"""What the room asks."""

from gongkai.oversight.queries.alike import Alike, alike
from gongkai.oversight.queries.behind import Behind, behind
from gongkai.oversight.queries.declared import Field
from gongkai.oversight.queries.disclosed import counting_rules
from gongkai.oversight.queries.due import Due, due, reminders, warning, years
from gongkai.oversight.queries.errata import Errata, errata, hand_in_fault, release_fault
from gongkai.oversight.queries.facts import OPENS
from gongkai.oversight.queries.page import Line, Page, page, table_of
from gongkai.oversight.queries.report import (
    Report,
    checked,
    draft_content,
    draft_of,
    findings,
    previous,
    published,
    receipt,
    report,
    submissions,
)
from gongkai.oversight.queries.span import Span, span_of

__all__ = [
    "OPENS",
    "Alike",
    "Behind",
    "Due",
    "Errata",
    "Field",
    "Line",
    "Page",
    "Report",
    "Span",
    "alike",
    "behind",
    "checked",
    "counting_rules",
    "draft_content",
    "draft_of",
    "due",
    "errata",
    "findings",
    "hand_in_fault",
    "page",
    "previous",
    "published",
    "receipt",
    "release_fault",
    "reminders",
    "report",
    "span_of",
    "submissions",
    "table_of",
    "warning",
    "years",
]
