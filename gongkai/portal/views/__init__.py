"""What of the public site is answered, not written as a file."""

from gongkai.portal.views.counter import (
    answer,
    answers,
    mailbox,
    rate,
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
    "mailbox",
    "rate",
    "request_form",
    "search",
    "site_preview",
    "status",
    "status_file",
    "suggest",
]
