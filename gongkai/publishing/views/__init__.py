"""The desk: to-do, cards, disclosures, columns, duties, routes."""

from gongkai.publishing.views.cards import (
    card,
    card_pdf,
    cards,
    confirm_paper,
    enter_paper,
    home,
    paper_scan,
    refer,
    send_back,
    sign,
    withdraw,
)
from gongkai.publishing.views.disclosures import (
    ask_change,
    disclosure,
    disclosures,
    file,
    media,
    new,
    resubmit_change,
    submit,
    urgent,
)
from gongkai.publishing.views.office import (
    column_change,
    column_new,
    columns,
    columns_submit,
    duties,
    duty_end,
    duty_new,
    route_change,
    routes,
)

__all__ = [
    "ask_change", "card", "card_pdf", "cards", "column_change", "column_new", "columns",
    "columns_submit", "confirm_paper", "disclosure", "disclosures", "duties", "duty_end",
    "duty_new", "enter_paper", "file", "home", "media", "new", "paper_scan", "refer",
    "resubmit_change", "route_change", "routes", "send_back", "sign", "submit", "urgent",
    "withdraw",
]  # fmt: skip
