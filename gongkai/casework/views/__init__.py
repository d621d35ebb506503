"""The counter's desk: queue, cases, acts, documents, parts, and what the office keeps."""

from gongkai.casework.views.acts import act, answer_dispute, close_dispute, drop_part, void
from gongkai.casework.views.calendars import calendar, calendar_renew, calendar_revoke, feed
from gongkai.casework.views.cases import case, cases, identity, register, slip
from gongkai.casework.views.documents import deliver, document, draft, hand_in, print_out, revise
from gongkai.casework.views.office import (
    candidates,
    destruction,
    dispute_new,
    disputes,
    late,
    rates,
    topic_end,
    topic_new,
    topics,
    withheld,
    withheld_new,
    withheld_review,
)
from gongkai.casework.views.parts import file, page_picture, redact
from gongkai.casework.views.prints import sheet, transferred

__all__ = [
    "act", "answer_dispute", "calendar", "calendar_renew", "calendar_revoke", "candidates", "case", "cases",
    "close_dispute", "deliver", "destruction", "dispute_new", "disputes", "document", "draft",
    "drop_part", "feed", "file", "hand_in", "identity", "late", "page_picture", "print_out", "rates",
    "redact", "register", "revise", "sheet", "slip", "topic_end", "topic_new", "topics", "transferred",
    "void", "withheld",
    "withheld_new", "withheld_review",
]  # fmt: skip
