"""What of the public site is answered, not written as a file."""

from gongkai.portal.views.counter import (
    answer,
    answers,
    flow,
    flow_print,
    form_print,
    mailbox,
    rate,
    record_form,
    request_form,
    status,
    status_file,
)
from gongkai.portal.views.preview import card_preview, site_preview
from gongkai.portal.views.search import search, suggest

__all__ = [
    "answer",
    "answers",
    "card_preview",
    "flow",
    "flow_print",
    "form_print",
    "mailbox",
    "rate",
    "record_form",
    "request_form",
    "search",
    "site_preview",
    "status",
    "status_file",
    "suggest",
]
