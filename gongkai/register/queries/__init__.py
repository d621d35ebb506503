"""Questions to the register. Rooms above read what happened here; nobody calls them."""

from gongkai.register.queries.blobs import blob, blob_path
from gongkai.register.queries.clock import database_clock, is_demonstration, now
from gongkai.register.queries.ledger import (
    Criteria,
    EntryPage,
    LedgerPage,
    Row,
    choices,
    entries,
    entry_page,
    head,
    ledger_file_name,
    ledger_page,
    ledger_print,
    ledger_rows,
    ledger_title,
)
from gongkai.register.queries.verification import Problem, verify

__all__ = [
    "Criteria",
    "EntryPage",
    "LedgerPage",
    "Problem",
    "Row",
    "blob",
    "blob_path",
    "choices",
    "database_clock",
    "entries",
    "entry_page",
    "head",
    "is_demonstration",
    "ledger_file_name",
    "ledger_page",
    "ledger_print",
    "ledger_rows",
    "ledger_title",
    "now",
    "verify",
]
