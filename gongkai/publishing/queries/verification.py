"""Whether every edition, card and change still is what was signed and registered."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import islice
from typing import Any, TypeVar

from gongkai.figures.queries import opening_faults
from gongkai.law.refused import Refused
from gongkai.publishing import content, rules
from gongkai.publishing.models import ApprovalCard, Change, Edition
from gongkai.publishing.queries.card import digest_of, signed_this_round
from gongkai.publishing.queries.data import vintage_faults
from gongkai.publishing.queries.edition import content_of
from gongkai.publishing.queries.responsibility import read_route
from gongkai.publishing.queries.standing import misnoted
from gongkai.publishing.rules import Purpose, Step
from gongkai.register.models import Entry

Row = TypeVar("Row")
Fault = tuple[str, str]
Bodies = Mapping[str, dict[str, Any] | None]
CHUNK = 500


def edition_faults() -> Iterator[Fault]:
    """Yield what is not what was signed or registered: (name, code).

    What was erased by law can't be compared; that it was erased, the register says.
    """
    made = _bodies("edition.made")
    seen: set[str] = set()
    numbers: dict[tuple[str, str], set[int]] = defaultdict(set)
    rows = Edition.objects.select_related("card", "department").order_by("pk")
    for edition in rows.iterator(chunk_size=CHUNK):
        seen.add(f"edition:{edition.pk}")
        numbers[(edition.work_kind, edition.work_id)].add(edition.number)
        for code in _edition(edition, made):
            yield edition.title or str(edition.pk), code
    for (kind, pk), found in numbers.items():
        if found != set(range(1, len(found) + 1)):
            yield f"{kind}:{pk}", "number"
    for subject in made.keys() - seen:
        yield subject, "missing"
    yield from _shown()
    yield from _cards()
    yield from _changes()
    yield from vintage_faults()
    yield from opening_faults()


def _shown() -> Iterator[Fault]:
    """Name the editions whose note of being shown, which every list goes by, is wrong."""
    rows = Edition.objects.disclosures().order_by("public_id").values_list("public_id", flat=True)
    for ids in batched(rows.distinct().iterator(chunk_size=CHUNK), CHUNK):
        for edition in misnoted(ids):
            yield edition.title or str(edition.pk), "shown"


def batched(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    """Yield lists of so many rows. (itertools.batched came with Python 3.12.)"""
    source = iter(rows)
    while found := list(islice(source, size)):
        yield found


def record_of(edition: Edition) -> dict[str, Any]:
    """Return what the register keeps of an edition beside its hash and title."""
    return {
        "card": edition.card.number,
        "number": edition.number,
        "work": f"{edition.work_kind}:{edition.work_id}",
        "public_id": edition.public_id,
        "visible_from": _moment(edition.visible_from),
        "first_from": _moment(edition.first_from),
    }


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def _bodies(verb: str) -> Bodies:
    """Return what entries of a verb say, by subject; None for an erased one."""
    rows = Entry.objects.of(verb).select_related("payload").order_by("seq")
    return {
        entry.subject: json.loads(entry.payload.body) if entry.payload.body else None
        for entry in rows.iterator(chunk_size=CHUNK)
    }


def _edition(edition: Edition, made: Bodies) -> Iterator[str]:
    if edition.card.step not in rules.COMPLETE | {Step.HELD, Step.WITHDRAWN}:
        yield "card"
    if edition.visible_from != edition.card.visible_from:
        yield "field"
    subject = f"edition:{edition.pk}"
    if subject not in made:
        yield "entry"
    body = made.get(subject)
    if body and not _is_recorded(edition, body):
        yield "record"
    yield from _signed(edition)


def _is_recorded(edition: Edition, body: dict[str, Any]) -> bool:
    said = tuple(body[key] for key in ("snapshot", "title", "department", "detail"))
    return said == (
        edition.sha256, edition.title, str(edition.department), record_of(edition)
    )  # fmt: skip


def _signed(edition: Edition) -> Iterator[str]:
    """Compare what stands in an edition's row with the content that was signed."""
    try:
        found = content_of(edition.sha256)
    except (Refused, LookupError) as error:
        if getattr(error, "code", "") != "register.erased":
            yield "content"
        return
    if edition.work_kind != "disclosure":
        return
    if found["title"] != edition.title:
        yield "title"
    formed = edition.formed_on.isoformat() if edition.formed_on else ""
    row = (edition.summary, edition.column, formed, edition.document_no, edition.files)
    said = tuple(found[name] for name in ("summary", "column", "formed_on", "document_no"))
    if row != (*said, content.public_files(found)):
        yield "field"


def _cards() -> Iterator[Fault]:
    """Name complete cards that the register does not know as such, or that lack a signature."""
    approved, withdrawn = _bodies("card.approved"), _bodies("card.withdrawn")
    signed, waived = _signatures_registered(), _waivers_registered()
    rows = ApprovalCard.objects.filter(step__in=rules.COMPLETE | {Step.HELD})
    for card in rows.order_by("pk").iterator(chunk_size=CHUNK):
        subject = f"card:{card.number}"
        if subject not in approved or subject in withdrawn:
            yield card.number, "card"
        if not _is_erased(card) and not _is_signed(card, signed[subject]):
            yield card.number, "signature"
        if not _is_decided(card, waived[subject]):
            yield card.number, "waiver"


def _waivers_registered() -> Mapping[str, set[tuple[str, str]]]:
    """Return which findings were let pass and why, by card, as the register says."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for entry in Entry.objects.of("finding.waived").select_related("payload"):
        if entry.payload.body:
            detail = json.loads(entry.payload.body)["detail"]
            found[entry.subject].add((detail["finding"], detail["why"]))
    return found


def _is_decided(card: ApprovalCard, registered: set[tuple[str, str]]) -> bool:
    """Say whether every finding that stops was let pass as the register says."""
    rows = set(card.waivers.filter(round=card.round).values_list("key", "reason"))
    stopped = rules.stopping(card.findings, (), {key for key, _ in rows})
    return rows <= registered and not stopped


def _signatures_registered() -> Mapping[str, set[tuple[int, str]]]:
    """Return who signed which digest, by card, as the register says."""
    found: dict[str, set[tuple[int, str]]] = defaultdict(set)
    verbs = ("card.submitted", "card.signed")
    for entry in Entry.objects.of(*verbs).select_related("payload").iterator(chunk_size=CHUNK):
        if entry.payload.body:
            body = json.loads(entry.payload.body)
            found[entry.subject].add((body["actor"]["user"], body["detail"]["digest"]))
    return found


def _is_erased(card: ApprovalCard) -> bool:
    for sha256 in card.works.values_list("sha256", flat=True):
        try:
            content_of(sha256)
        except Refused as error:
            if error.code == "register.erased":
                return True
        except LookupError:
            continue
    return False


def _is_signed(card: ApprovalCard, registered: set[tuple[int, str]]) -> bool:
    rows = [row for row in signed_this_round(card) if not row.pending]
    for stage in read_route(card.stages):
        digest = digest_of(card, stage.step)
        who = {row.user_id for row in rows if row.step == stage.step and row.digest == digest}
        if not any((user, digest) in registered for user in who):
            return False
    return True


def _changes() -> Iterator[Fault]:
    """Name changes of state that no card carries, and cards and entries without their change."""
    urgent = {subject.partition(":")[2] for subject in _bodies("disclosure.urgent_takedown")}
    carried: set[int] = set()
    down: set[str] = set()
    for change in Change.objects.select_related("card").order_by("pk"):
        if change.kind == Purpose.URGENT:
            down.add(change.public_id)
            if change.public_id not in urgent:
                yield change.public_id, "change"
        elif change.card is None or not _is_carried(change, change.card):
            yield change.public_id, "change"
        else:
            carried.add(change.card_id)
    for public_id in urgent - down:
        yield public_id, "change"
    asked = ApprovalCard.objects.filter(purpose__in=rules.ASKED, step__in=rules.COMPLETE)
    for card in asked.exclude(pk__in=carried):
        yield card.number, "change"


def _is_carried(change: Change, card: ApprovalCard) -> bool:
    work = card.works.filter(kind="change").first()
    if work is None or change.since != card.visible_from or card.step not in rules.COMPLETE:
        return False
    try:
        found = content_of(work.sha256)
    except Refused as error:
        return error.code == "register.erased"
    except LookupError:
        return False
    return (found["act"], found["public_id"], found["up_to"], found["reason"]) == (
        change.kind, change.public_id, change.up_to, change.reason
    )  # fmt: skip
