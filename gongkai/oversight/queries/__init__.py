"""What the room asks."""

from gongkai.oversight.queries.behind import Behind, behind
from gongkai.oversight.queries.declared import Field
from gongkai.oversight.queries.disclosed import counting_rules
from gongkai.oversight.queries.errata import Errata, errata, release_fault
from gongkai.oversight.queries.facts import OPENS
from gongkai.oversight.queries.page import Line, Page, page, table_of
from gongkai.oversight.queries.report import (
    Due,
    Report,
    draft_content,
    draft_of,
    due,
    findings,
    previous,
    published,
    report,
    submissions,
    warning,
    years,
)
from gongkai.oversight.queries.span import Span, span_of

__all__ = [
    "OPENS",
    "Behind",
    "Due",
    "Errata",
    "Field",
    "Line",
    "Page",
    "Report",
    "Span",
    "behind",
    "counting_rules",
    "draft_content",
    "draft_of",
    "due",
    "errata",
    "findings",
    "page",
    "previous",
    "published",
    "release_fault",
    "report",
    "span_of",
    "submissions",
    "table_of",
    "warning",
    "years",
]
