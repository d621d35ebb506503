"""What is kept, what is destroyed with a list, what is reckoned anew; topics of letters."""

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from gongkai.casework import queries, rules, words
from gongkai.casework.actions.case import locked, refuse_told
from gongkai.casework.models import Case, CaseFact, CaseFile, Document, Identity, Topic
from gongkai.casework.rules import Stage
from gongkai.law.calendar import Calendar
from gongkai.law.refused import Refused
from gongkai.people.models import Department, User
from gongkai.publishing import actions as publishing
from gongkai.publishing.actions.binding import JSON, refuse_broken
from gongkai.publishing.rules import canonical
from gongkai.register.actions import append, erase, keep
from gongkai.register.models import Entry
from gongkai.register.queries import entries
from gongkai.register.rules import SYSTEM, Actor

CHUNK = 500
TRIES, PAUSE = 5, 0.5  # seconds between two attempts to empty the log


@transaction.atomic
def destroy(*, cases: Sequence[int], reason: str, by: User, at: datetime) -> Entry:
    """Destroy who asked and all texts and files of cases whose keeping is over; return the entry.

    The list (销毁清册) is kept as the entry's snapshot: why, numbers, days and counts, no content. The
    register stays whole: only what it points at goes. Raises: Refused — not archived, kept still.
    Rule: 保管期限; 个人信息保护法.
    """
    seat, today = queries.office_seat(by, at), timezone.localdate(at)
    refuse_broken(reason)
    if not reason.strip() or not cases:
        raise Refused("case.reason", words.REASON_NEEDED)
    rows = [locked(pk) for pk in sorted(set(cases))]
    listed, hashes, paths = [], set(), []
    for row in rows:
        refuse_told(row, reason)
        identity = Identity.objects.get(case=row)
        if row.stage != Stage.ARCHIVED or not identity.keep_until or identity.keep_until >= today:
            raise Refused("destroy.kept", words.DESTROY_KEPT.format(
                number=row.number, day=identity.keep_until or "—"))  # fmt: skip
        if row.disputes.filter(closed_on=None).exists():
            raise Refused("destroy.dispute", words.DESTROY_DISPUTE.format(number=row.number))
        files = list(row.files.all())
        paths += [queries.sealed_path(one) for one in files]
        hashes |= _hashes(row)
        listed.append({
            "number": row.number, "arrived": timezone.localdate(row.arrived_at).isoformat(),
            "keep_until": identity.keep_until.isoformat(), "files": len(files),
            "documents": [one.number for one in row.documents.all()],
        })  # fmt: skip
        _empty(row, identity, at)
    actor = seat.actor(by)
    if hashes:
        erase(hashes, by=actor, at=at, reason=words.DESTROY_REASON)
    found = {"v": 1, "kind": "destruction", "reason": reason.strip(), "cases": listed}
    listing = keep(canonical(found), media_type=JSON)
    transaction.on_commit(lambda: _remove(paths))
    transaction.on_commit(lambda: _clear_log(actor, at))
    return append("case.destroyed", subject="register", by=actor, at=at, snapshot=listing,
                  title=words.DESTROY_LIST.format(count=len(rows)),
                  detail={"cases": [row.number for row in rows]})  # fmt: skip


def _hashes(row: Case) -> set[str]:
    """Empty the opinions on every card of a case's documents; return the snapshots to erase."""
    found = (publishing.forget_document(f"d{one.pk}") for one in row.documents.all())
    return {sha256 for kept in found for sha256 in kept}


def _clear_log(by: Actor, at: datetime) -> None:
    """Write SQLite's log into the database and empty it: what was destroyed still lay in it.

    While another process reads, it is tried again; where that does not help, the register says so.
    On PostgreSQL VACUUM does it (docs/counter.md).
    """
    if connection.vendor != "sqlite":
        return
    for attempt in range(TRIES):
        if attempt:
            time.sleep(PAUSE)
        with connection.cursor() as cursor:
            (busy, *_) = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if not busy:
            return
    with transaction.atomic():
        append("case.traces_left", subject="register", by=by, at=at, title=words.TRACES_LEFT)


def _empty(row: Case, identity: Identity, at: datetime) -> None:
    identity.wrapped_key = identity.sealed = ""
    identity.save(update_fields=["wrapped_key", "sealed"])
    row.text = row.title = row.applicant_mark = row.code_hash = row.outside_no = ""
    row.destroyed_at = at
    row.save(update_fields=["text", "title", "applicant_mark", "code_hash", "outside_no",
                            "destroyed_at"])  # fmt: skip
    for fact in CaseFact.objects.filter(case=row):
        fact.detail = {name: value for name, value in fact.detail.items() if name in SPARED}
        fact.save(update_fields=["detail"])
    for document in Document.objects.filter(case=row):
        document.content = {"v": 2, "kind": "document", "title": document.content["title"],
                            "number": document.number, "case": row.number, "about": [], "body": [],
                            "files": [], "remedy": "", "effect": {}}  # fmt: skip
        document.plan = {name: value for name, value in document.plan.items()
                         if name not in {"fields", "given", "body", "detail"}}  # fmt: skip
        document.save(update_fields=["content", "plan"])
    row.parts.update(name=words.DESTROYED_PART, reason="", marks="")
    row.disputes.update(number=words.DESTROYED_PART, body=words.DESTROYED_PART, note="")
    row.withheld.update(case=None, title=words.DESTROYED_PART, reason="", ended_why="")
    CaseFile.objects.filter(case=row).update(name=words.DESTROYED_PART)


SPARED = frozenset({"amount", "department", "to", "way", "standard", "archive_no"})


def _remove(paths: Sequence[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


@transaction.atomic
def rederive(
    *, at: datetime, by: Actor = SYSTEM, progress: Callable[[int, int], None] | None = None,
    calendar: Calendar | None = None,
) -> int:  # fmt: skip
    """Reckon the due date of every open case anew and register each that changed; return how many.

    Run by catch_up. Pages never need it: they derive what they show.
    """
    today, days = timezone.localdate(at), calendar or queries.calendar()
    ids = list(Case.objects.open().order_by("pk").values_list("pk", flat=True))
    moved: list[tuple[Case, date | None]] = []
    for done, pks in enumerate(_batches(ids), start=1):
        moved += _reckoned(pks, today, days)
        if progress:
            progress(min(done * CHUNK, len(ids)), len(ids))
    for row, before in moved:  # the register last: whoever holds a case waits for it
        append("case.due_changed", subject=f"case:{row.number}", by=by, at=at,
               title=words.KIND[row.kind], department=str(row.department or ""),
               detail={"before": before.isoformat() if before else None,
                       "until": row.due_on.isoformat() if row.due_on else None})  # fmt: skip
    append("case.rederived", subject="register", by=by, at=at,
           title=words.REDERIVED.format(open=len(ids), changed=len(moved)))  # fmt: skip
    return len(moved)


def catch_up(*, at: datetime) -> int:
    """Reckon anew when a notice of holidays was announced since that was last done.

    Asked now and then by the worker: what was announced while it was down is caught up with.
    """
    seen = entries().of("holidays.announced", "case.rederived").last()
    return rederive(at=at) if seen is not None and seen.verb == "holidays.announced" else 0


def _reckoned(pks: Sequence[int], today: date, days: Calendar) -> list[tuple[Case, date | None]]:
    """Reckon some locked cases anew; return those that changed, with the day they had."""
    rows = Case.objects.filter(pk__in=pks).select_for_update(of=("self",))
    rows = list(rows.select_related("topic", "department").order_by("pk"))
    facts, moved = queries.facts_by_case(pks), []
    for row in rows:
        due = queries.due_on(row, facts[row.pk], today=today, calendar=days)
        if due != row.due_on:
            moved.append((row, row.due_on))
            row.due_on = due
    Case.objects.bulk_update([row for row, _ in moved], ["due_on"], batch_size=CHUNK)
    return moved


def _batches(ids: Sequence[int]) -> Iterator[list[int]]:
    rows = iter(ids)
    while found := list(islice(rows, CHUNK)):
        yield found


@transaction.atomic
def set_topic(
    *, name: str, department: Department, by: User, at: datetime, days: int = rules.LETTER_DAYS,
    basis: str = "",
) -> Topic:  # fmt: skip
    """Set who answers letters of a topic and within how many working days; the old one ends.

    Letters that came before keep the term they came under. Raises: Refused.
    """
    seat = queries.office_seat(by, at)
    refuse_broken([name, basis])
    if not name.strip() or not 1 <= days <= 60:
        raise Refused("topic.fields", words.TOPIC_FIELDS)
    Topic.objects.unended(at).filter(name=name.strip()).update(until=at)
    row = Topic.objects.create(name=name.strip(), department=department, days=days, since=at,
                               **({"basis": basis.strip()} if basis.strip() else {}))  # fmt: skip
    append("topic.set", subject=f"topic:{row.pk}", by=seat.actor(by), at=at, title=row.name,
           department=department.name, detail={"days": days})  # fmt: skip
    return row


@transaction.atomic
def end_topic(*, topic: int, by: User, at: datetime) -> Topic:
    """End a topic: nothing new is filed under it. Raises: Refused."""
    seat = queries.office_seat(by, at)
    row = Topic.objects.unended(at).filter(pk=topic).first()
    if row is None:
        raise Refused("topic.none", words.NO_TOPIC)
    row.until = at
    row.save(update_fields=["until"])
    append("topic.set", subject=f"topic:{row.pk}", by=seat.actor(by), at=at, title=row.name,
           department=row.department.name, detail={"days": row.days, "until": at.isoformat()})  # fmt: skip
    return row
