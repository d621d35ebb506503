"""What an import brought in, as the register has it; and what the draft made of it holds now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gongkai.publishing import content
from gongkai.publishing.models import Disclosure
from gongkai.register.models import Entry
from gongkai.register.rules import read


@dataclass(frozen=True)
class Imported:
    """One import. notes: what its author should look at. headings: the draft's outline today."""

    at: datetime
    name: str
    sha256: str
    counts: Mapping[str, int]
    notes: tuple[str, ...]
    headings: tuple[str, ...]


def imported(page: Disclosure, draft: Disclosure) -> Imported | None:
    """Return how a disclosure's draft was imported; None when it was typed, or was purged since."""
    entry = Entry.objects.about(f"draft:{page.public_id}").of("draft.imported").last()
    if entry is None:
        return None
    try:
        detail: Mapping[str, Any] = read(entry.payload.body)["detail"]
    except (ValueError, KeyError):  # erased
        return None
    blocks = content.body(draft.body)
    return Imported(
        at=entry.occurred_at,
        name=str(detail["name"]),
        sha256=str(detail["sha256"]),
        counts={key: int(detail[key]) for key in ("headings", "tables", "pictures")},
        notes=tuple(detail["notes"]),
        headings=tuple(block["text"] for block in blocks if block["type"] == "heading"),
    )
