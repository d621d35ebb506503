"""Who had a hand in a case: whom a second person may not be, and whose reply it is not to sign."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F
from django.db.models.functions import TruncDate

from gongkai.casework.models import Case, CaseFact
from gongkai.casework.queries.case import standing_facts
from gongkai.casework.queries.documents import files_given
from gongkai.casework.rules import Own
from gongkai.people.models import User
from gongkai.people.queries import Seat
from gongkai.publishing.queries import day_of, known_content
from gongkai.register.models import Entry

LISTS = 20  # lists of what was destroyed that are shown
LOOKED = frozenset({Own.SEARCHED, Own.EXEMPTED})
DECIDED = ("case.part_decided", "case.redacted")


def contributors(case: Case) -> set[int]:
    """Return who made what a reply says: searched, weighed an objection, decided parts, redacted.

    And who added a file it gives. Whoever one of them did it for counts too.
    """
    found = {pk for row in standing_facts(case) if row.event in LOOKED for pk in behind(row)}
    given = {file.sha256 for file in files_given(case)}
    rows = Entry.objects.of(*DECIDED, "case.file_added").about(f"case:{case.number}")
    for entry in rows.select_related("payload"):
        said = json.loads(entry.payload.body) if entry.payload.body else None
        if said and (entry.verb in DECIDED or said["detail"]["sha256"] in given):
            found |= {said["actor"]["user"], said["detail"].get("holder")}
    return {pk for pk in found if pk}


def behind(fact: CaseFact) -> set[int]:
    """Return who entered a fact, and whoever they did it for."""
    return {pk for pk in (fact.user_id, fact.detail.get("holder")) if pk}


def is_second(fact: CaseFact, by: User, seat: Seat) -> bool:
    """Say whether a person, in that seat, is another than those behind a fact."""
    return not {by.pk, seat.holder.pk} & behind(fact)


def proposals(case: Case, rows: Sequence[CaseFact] | None = None) -> list[CaseFact]:
    """Return what waits for a second person of the office to confirm."""
    found = standing_facts(case) if rows is None else rows
    done = {row.pair for row in found if row.event != Own.PROPOSED}
    return [row for row in found if row.event == Own.PROPOSED and str(row.pk) not in done]


@dataclass(frozen=True)
class Destruction:
    """A list of what was destroyed (销毁清册): who, when, why, and each case's numbers and days."""

    seq: int
    at: datetime
    name: str
    post: str
    reason: str
    cases: tuple[Mapping[str, Any], ...]


def destructions() -> list[Destruction]:
    """Return the last lists of what was destroyed, the newest first."""
    found, rows = [], Entry.objects.of("case.destroyed").select_related("payload")
    for entry in rows.order_by("-seq")[:LISTS]:
        said = json.loads(entry.payload.body) if entry.payload.body else {}
        kept = known_content(said.get("snapshot", "")) or {}
        found.append(Destruction(
            entry.seq, entry.occurred_at, entry.payload.actor_name, entry.payload.actor_post,
            kept.get("reason", ""), tuple(kept.get("cases", ())),
        ))  # fmt: skip
    return found


def late_facts(first: date, last: date) -> list[CaseFact]:
    """Return the facts entered from one day to another on a later day than their own, newest first."""
    rows = CaseFact.objects.exclude(event=Own.VOIDED).annotate(entered=TruncDate("at"))
    rows = rows.filter(entered__range=(first, last), on__lt=F("entered"))
    rows = rows.select_related("case", "document").order_by("-pk")
    return [row for row in rows.iterator(chunk_size=500) if late_on(row)]


def late_on(row: CaseFact) -> date | None:
    """Return the day a fact was entered, when that is later than its own; None otherwise.

    What a case brought along when it was converted was entered in time where it came from.
    """
    entered = day_of(row.at)
    is_brought = row.case.came_from_id and row.event in {"submitted", "received"}
    return entered if row.on < entered and not is_brought else None
