"""Whether cases, their facts, documents and files still are what was entered, signed and sealed."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.db.models import Q

from gongkai.casework import rules
from gongkai.casework.models import Case, CaseFact, CaseFile, Dispute, Document
from gongkai.casework.queries.access import file_bytes
from gongkai.law.clock import Event
from gongkai.law.refused import Refused
from gongkai.publishing.queries import batched
from gongkai.publishing.rules import canonical, sha256
from gongkai.register.models import Entry

CHUNK = 500
Fault = tuple[str, str]
Said = Mapping[str, Any]


def record_of(fact: CaseFact) -> dict[str, Any]:
    """Return what the register keeps of a fact, so that a changed one is found.

    digest: of what moves the clock. said: of what was written beside it, which may be erased.
    """
    values = [fact.event, fact.on.isoformat(), fact.until.isoformat() if fact.until else "",
              fact.days, fact.what, fact.pair, fact.voids_id or 0, fact.document_id or 0]  # fmt: skip
    return {"fact": fact.pk, "digest": sha256(canonical({"v": 1, "fact": values})),
            "said": sha256(canonical(fact.detail))}  # fmt: skip


def case_faults() -> Iterator[Fault]:
    """Yield what is not what was registered, signed or sealed: (number, code).

    What was destroyed by rule can't be compared; that it was, the register says.
    """
    numbers: set[str] = set()
    rows = Case.objects.select_related("topic").order_by("pk")
    for cases in batched(rows.iterator(chunk_size=CHUNK), CHUNK):
        numbers |= {case.number for case in cases}
        yield from _cases(cases)
    opened = Entry.objects.of("case.opened").values_list("subject", flat=True)
    for subject in opened.iterator(chunk_size=CHUNK):
        if subject.partition(":")[2] not in numbers:
            yield subject, "missing"
    yield from _documents()
    yield from _disputes()
    yield from _files()


def _cases(cases: list[Case]) -> Iterator[Fault]:
    """Compare some cases with their facts, and the facts with the register."""
    facts: dict[int, list[CaseFact]] = {case.pk: [] for case in cases}
    for row in CaseFact.objects.filter(case__in=facts).order_by("pk"):
        facts[row.case_id].append(row)
    said = _said([f"case:{case.number}" for case in cases])
    for case in cases:
        rows, entries = facts[case.pk], said.get(f"case:{case.number}", {})
        if not entries:
            yield case.number, "entry"
        elif any(
            _differs(row, entries.get(row.pk), is_erased=bool(case.destroyed_at)) for row in rows
        ):
            yield case.number, "fact"
        if entries.keys() - {row.pk for row in rows}:
            yield case.number, "gone"
        if not _is_settled(case, rows, entries):
            yield case.number, "column"


def _is_settled(case: Case, rows: list[CaseFact], entries: Mapping[int, Said]) -> bool:
    """Say whether a case repeats what its facts say; whether it was on time, the register says."""
    standing = rules.standing(rows)
    received = [row.on for row in standing if row.event == Event.RECEIVED]
    ends = [row for row in standing if row.event == Event.CLOSED]
    said = (
        rules.stage([row.event for row in standing]), received[-1] if received else None,
        *((ends[0].on, ends[0].what) if ends else (None, "")),
    )  # fmt: skip
    if said != (case.stage, case.received_on, case.closed_on, case.outcome):
        return False
    told = (
        entries.get(ends[0].pk, {}).get("on_time", case.on_time) if len(ends) == 1 else case.on_time
    )
    return case.on_time == told


def _said(subjects: list[str]) -> dict[str, dict[int, Said]]:
    """Return what the register says of the facts of some cases: subject -> fact -> record."""
    rows = (
        Entry.objects.about(subjects).filter(Q(verb__startswith="case.")).select_related("payload")
    )
    found: dict[str, dict[int, Said]] = {}
    for entry in rows.iterator(chunk_size=CHUNK):
        detail = (json.loads(entry.payload.body) if entry.payload.body else {}).get("detail") or {}
        if "fact" in detail:
            found.setdefault(entry.subject, {})[detail["fact"]] = detail
    return found


def _differs(row: CaseFact, said: Said | None, *, is_erased: bool) -> bool:
    if said is None:
        return True
    now = record_of(row)
    return now["digest"] != said["digest"] or (not is_erased and now["said"] != said["said"])


def _documents() -> Iterator[Fault]:
    """Name documents that were delivered otherwise than they were signed."""
    rows = Document.objects.exclude(delivered_on=None).filter(case__destroyed_at=None)
    for row in rows.select_related("card").order_by("pk").iterator(chunk_size=CHUNK):
        work = row.card.works.filter(object_id=f"d{row.pk}").first() if row.card else None
        if work is None or work.sha256 != sha256(canonical(row.content)):
            yield row.number, "document"


def _disputes() -> Iterator[Fault]:
    """Name disputes whose end is not the one entered."""
    closed = {
        entry.subject: json.loads(entry.payload.body)["detail"]
        for entry in Entry.objects.of("dispute.closed").select_related("payload")
        if entry.payload.body
    }
    opened = set(Entry.objects.of("dispute.opened").values_list("subject", flat=True))
    for row in Dispute.objects.order_by("pk"):
        subject = f"dispute:{row.pk}"
        said = closed.get(subject, {})
        if subject not in opened or (row.result or "") != said.get("result", ""):
            yield row.number, "dispute"


def _files() -> Iterator[Fault]:
    """Name sealed files that are lost, changed, or that no case knows."""
    known = set()
    for row in CaseFile.objects.select_related("case").order_by("pk").iterator(chunk_size=CHUNK):
        known.add(row.stored)
        if row.case.destroyed_at:
            continue
        try:
            is_same = hashlib.sha256(file_bytes(row)).hexdigest() == row.sha256
        except Refused:
            is_same = False
        if not is_same:
            yield row.case.number, "file"
    folder = settings.SEALED
    strays = {path.name for path in folder.iterdir()} - known if folder.is_dir() else set()
    yield from ((name, "stray") for name in sorted(strays))
