"""The desk: to-do, cards, disclosures, columns, duties, routes."""

from gongkai.publishing.views.cards import (
    card,
    card_pdf,
    cards,
    confirm_paper,
    end_reader,
    enter_paper,
    home,
    name_reader,
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
    refile,
    resubmit_change,
    submit,
    urgent,
)
from gongkai.publishing.views.holidays import holidays, holidays_confirm, holidays_new
from gongkai.publishing.views.importing import import_draft
from gongkai.publishing.views.office import (
    duties,
    duty_end,
    duty_new,
    route_change,
    routes,
)
from gongkai.publishing.views.site import (
    column_change,
    column_close,
    column_move,
    column_new,
    column_reopen,
    columns,
    profile,
    site,
)

__all__ = [
    "ask_change", "card", "card_pdf", "cards", "column_change", "column_close", "column_move",
    "column_new", "column_reopen", "columns", "confirm_paper", "disclosure", "disclosures",
    "duties", "duty_end", "duty_new", "end_reader", "enter_paper", "file", "holidays", "holidays_confirm",
    "holidays_new", "home", "import_draft", "media", "name_reader", "new", "paper_scan",
    "profile", "refer", "refile", "resubmit_change", "route_change", "routes", "send_back",
    "sign", "site", "submit", "urgent", "withdraw",
]  # fmt: skip
