"""Documents of a case: composed, numbered, signed on a card, delivered; delivery moves the clock."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from gongkai.casework import letters, queries, rules, words
from gongkai.casework.actions.case import enter, locked, refuse_told
from gongkai.casework.actions.files import keep_file
from gongkai.casework.actions.handling import opened, refuse_named
from gongkai.casework.actions.planning import planned
from gongkai.casework.actions.withheld import enter_from_reply
from gongkai.casework.models import Case, CaseFact, Document
from gongkai.casework.redaction.active import is_active
from gongkai.casework.redaction.apart import apart
from gongkai.casework.redaction.marks import PDF
from gongkai.casework.rules import NOTICE, ROUTE_OF, Kind, Letter, Own
from gongkai.law.clock import Event
from gongkai.law.outcomes import outcome
from gongkai.law.refused import Refused
from gongkai.law.remedies import names_channel
from gongkai.people.models import Department, User
from gongkai.people.queries import Seat
from gongkai.publishing import actions as publishing
from gongkai.publishing.actions.binding import refuse_broken
from gongkai.publishing.queries import open_card
from gongkai.publishing.rules import IN_REVIEW, Step, canonical, sha256
from gongkai.register.actions import append, lock_head

LOOK = 60  # seconds a file may take to be looked at
NUMBER = {Kind.REQUEST: "公复", Kind.LETTER: "信复", Kind.RECORD: "更复"}


@transaction.atomic
def draft_document(
    *, case: int, kind: str, by: User, at: datetime, plan: Mapping[str, Any] | None = None,
    fields: Mapping[str, str] | None = None,
) -> Document:  # fmt: skip
    """Draft a document of a case under the next number of the year.

    Shape: plan as queries.PLAN_FIELDS names it by kind (a reply's result, days, a party); fields as
    letters.needs and letters.may, for a reply the contents of its result. Raises: Refused with the
    article that forbids what its delivery would enter.
    """
    row = opened(case)
    seat = _seat(row, kind, by, at)
    _refuse_kind(row, kind)
    lock_head()
    year = timezone.localdate(at).year
    # Each kind of case has a series of its own.
    rows = Document.objects.filter(year=year, case__kind=row.kind).order_by("-pk")
    last = rows.values_list("serial", flat=True).first()
    serial = (last or 0) + 1
    document = Document(
        case=row, kind=kind, year=year, serial=serial, drafted_by=by, drafted_at=at,
        number=f"{settings.DOCUMENT_PREFIX}{NUMBER[Kind(row.kind)]}〔{year}〕{serial}号",
    )  # fmt: skip
    _compose(document, row, plan or {}, fields or {}, at)
    document.save()
    _register(document, row, seat, by, at)
    return document


@transaction.atomic
def revise_document(
    *, document: int, by: User, at: datetime, plan: Mapping[str, Any] | None = None,
    fields: Mapping[str, str] | None = None, body: list[dict[str, Any]] | None = None,
) -> Document:  # fmt: skip
    """Compose a document anew from other fields, or give it another body; its number stays.

    Whoever revises becomes a contributor. Raises: Refused while others review it.
    """
    row, case = _with_case(document)
    seat = _seat(case, row.kind, by, at)
    _refuse_busy(row)
    kept = row.plan.get("given", {})
    _compose(row, case, kept if plan is None else plan,
             row.plan.get("fields", {}) if fields is None else fields, at)  # fmt: skip
    if body is not None:
        refuse_broken(body)
        row.plan["body"] = body  # of the drafter's own; fields no longer change it
        row.content = queries.compose(row, case, at)
        refuse_named(case, str(row.content))
    row.save(update_fields=["content", "plan"])
    _register(row, case, seat, by, at)
    return row


@transaction.atomic
def submit_document(*, document: int, by: User, at: datetime, comment: str = "") -> Document:
    """Hand a document in for signing, when nothing of what law asks of it is missing.

    Its files are read by the checks with it. Raises: Refused naming what is missing.
    """
    row, case = _with_case(document)
    seat = _seat(case, row.kind, by, at)
    _refuse_busy(row)
    row.content = queries.compose(row, case, at)  # parts may have been decided since
    lacks = [one for one in queries.document_lacks(row, case, at) if one.code not in letters.WARNED]
    if lacks:
        listed = "；".join(dict.fromkeys(
            f"{one.text}（{one.article}）" if one.article else one.text for one in lacks))  # fmt: skip
        raise Refused("document.lacks", words.LACKS.format(lacks=listed), lacks[0].article)
    refuse_told(case, comment)
    files = _files(case) if row.kind == Letter.REPLY else []
    made = queries.contributors(case) if row.kind in {Letter.REPLY, *rules.KIND_OF} else ()
    card = publishing.submit_document(
        document=f"d{row.pk}", found=row.content, route=ROUTE_OF.get(Letter(row.kind), NOTICE),
        department=_department(case, row, seat), by=by, at=at, comment=comment, files=files,
        contributors=made, about=str(case),
    )  # fmt: skip
    row.card = card
    row.save(update_fields=["card", "content"])
    return row


def _files(case: Case) -> list[tuple[str, str, bytes]]:
    """Return what goes with a reply. Raises: Refused for a PDF given whole that acts by itself."""
    found = []
    for one in queries.files_given(case):
        data = queries.file_bytes(one)
        is_whole = one.role != "redacted" and one.media_type == PDF
        if is_whole and apart(is_active, data, seconds=LOOK):
            raise Refused("file.active", words.ACTIVE_FILE.format(name=one.name))
        found.append((one.name, one.media_type, data))
    return found


@transaction.atomic
def deliver(
    *, document: int, on: date, way: str, by: User, at: datetime,
    proof: tuple[str, bytes] | None = None,
) -> Document:  # fmt: skip
    """Record that a signed document reached whom it was for; this is what moves the clock.

    Shape: way as rules.WAYS; proof is a file's name and bytes. Raises: Refused — not signed
    through, changed since, delivered before, or what the clock's law forbids on that day.
    """
    row, case = _with_case(document)
    seat = queries.office_seat(by, at)
    if way not in rules.WAYS:
        raise Refused("deliver.way", words.DELIVER_WAY)
    _refuse_unsigned(row)
    _refuse_other_day(row, on, way, at, has_proof=proof is not None)
    if way in rules.BY_INTERNET:
        _refuse_without_channel(row, on)
    _refuse_other_files(row, case)
    if not Document.objects.filter(pk=row.pk, delivered_on=None).update(delivered_on=on):
        raise Refused("deliver.twice", words.DELIVERED_BEFORE.format(number=row.number))
    row.delivered_on = on
    actor, detail = seat.actor(by), {"way": words.WAY[way]}
    if proof is not None:
        detail["proof"] = keep_file(case, "receipt", *proof, at=at, by=by).sha256
    enter(case, Own.DELIVERED, on=on, what=row.kind, by=actor, user=by, at=at, document=row,
          detail=detail)  # fmt: skip
    event = row.plan.get("event")
    if event:
        _enter_planned(case, row, event, on, at, by, seat)
    if row.kind == Letter.REPLY:
        enter_from_reply(case, row, on=on, by=actor, at=at)
    return row


def _enter_planned(
    case: Case, row: Document, event: str, on: date, at: datetime, by: User, seat: Seat
) -> CaseFact:
    refused = queries.no_term(case, row.kind, queries.clock_of(case, today=on))
    if refused is not None:
        raise refused
    plan = row.plan
    until = date.fromisoformat(plan["until"]) if plan.get("until") else None
    if event == Event.FEE_ASKED:
        until = queries.calendar().add_working_days(on, 20)
    return enter(case, event, on=on, until=until, days=plan.get("days", 0),
                 what=plan.get("what", ""), pair=plan.get("pair", ""),
                 detail=plan.get("detail", {}), document=row, by=seat.actor(by), user=by,
                 at=at)  # fmt: skip


def _compose(
    document: Document, case: Case, plan: Mapping[str, Any], fields: Mapping[str, str], at: datetime
) -> None:
    """Write a document's plan and content from what is known of its case."""
    refuse_broken([dict(plan), dict(fields)])
    document.plan = planned(document.kind, case, plan, at)
    document.plan |= {"fields": dict(fields), "given": _kept(plan)}
    document.content = queries.compose(document, case, at)
    refuse_named(case, str(document.content))


def _kept(plan: Mapping[str, Any]) -> dict[str, Any]:
    """Return the plan as it was given, without the party, who is sealed."""
    return {name: value.isoformat() if isinstance(value, date) else value
            for name, value in plan.items() if name != "party"}  # fmt: skip


def _department(case: Case, row: Document, seat: Seat) -> Department:
    """Return whose head signs: the section's a reply; the office's a notice (第三十三条)."""
    return case.department or seat.department if Letter(row.kind) in ROUTE_OF else seat.department


def _seat(case: Case, kind: str, by: User, at: datetime) -> Seat:
    """Return the seat in which a person drafts: the section's, or the office's for notices."""
    if kind not in set(Letter):
        raise Refused("document.kind", words.NO_LETTER)
    if kind in ROUTE_OF:
        return queries.handling_seat(case, by, at)
    return queries.office_seat(by, at)


def _refuse_kind(case: Case, kind: str) -> None:
    """Refuse a letter that is not for this case, or is out already and may go out once only."""
    if rules.KIND_OF.get(Letter(kind), Kind.REQUEST) != case.kind:
        raise Refused("document.kind", words.LETTER_KIND.format(
            letter=words.LETTER[Letter(kind)], kind=words.KIND[Kind(case.kind)]))  # fmt: skip
    day = case.received_on
    if day and not letters.is_lawful(kind, day):
        raise Refused("letter.law", words.LETTER_LAW.format(letter=words.LETTER[Letter(kind)]))
    if kind in queries.ONCE:
        for other in case.documents.filter(kind=kind, delivered_on=None):
            if not (other.card and other.card.step in {Step.WITHDRAWN, Step.REFERRED}):
                raise Refused("document.twice", words.LETTER_TWICE.format(
                    number=other.number, letter=other.get_kind_display()))  # fmt: skip


def _with_case(document: int) -> tuple[Document, Case]:
    """Return a document with its case, locked. Raises: Refused for one of a case that is over."""
    found = Document.objects.filter(pk=document).values_list("case", flat=True).first()
    if found is None:
        raise Refused("document.none", words.NO_DOCUMENT)
    case = locked(found)
    row = Document.objects.select_related("card").get(pk=document)
    row.case = case
    return row, case


def _refuse_busy(row: Document) -> None:
    """Refuse to touch what others are signing, or what is signed. Raises: Refused."""
    if row.delivered_on is not None:
        raise Refused("deliver.twice", words.DELIVERED_BEFORE.format(number=row.number))
    if row.case.stage in rules.OVER:
        opened(row.case_id)  # refuses
    card = row.card
    if card is not None and (card.step in IN_REVIEW or card.step == Step.RELEASED):
        raise Refused("document.busy", words.DOCUMENT_BUSY.format(number=row.number))


def _refuse_unsigned(row: Document) -> None:
    """Refuse what is not signed through, or no longer what was signed. Raises: Refused."""
    card = row.card
    if card is None or card.step != Step.RELEASED or open_card("document", f"d{row.pk}"):
        raise Refused("document.unsigned", words.UNSIGNED.format(number=row.number))
    work = card.works.filter(kind="document", object_id=f"d{row.pk}").first()
    is_signed = work is not None and work.sha256 == sha256(canonical(row.content))
    if not is_signed or row.content.get("effect") != queries.effect_of(row):
        raise Refused("document.changed", words.DOCUMENT_CHANGED.format(number=row.number))


def _refuse_other_day(row: Document, on: date, way: str, at: datetime, *, has_proof: bool) -> None:
    """Refuse a day that nothing shows: whether a case was answered in time hangs on it."""
    today = timezone.localdate(at)
    if on < timezone.localdate(row.card.released_at):
        raise Refused("deliver.early", words.DELIVER_EARLY.format(number=row.number))
    if way == "online" and on != today:
        raise Refused("deliver.online", words.DELIVER_ONLINE.format(day=words.day(today)))
    if on < today and not has_proof:
        raise Refused("deliver.proof", words.DELIVER_PROOF.format(day=words.day(on)))


def _refuse_without_channel(row: Document, on: date) -> None:
    """Refuse to send what refuses over the internet without where to ask for review there."""
    if row.kind != Letter.REPLY or outcome(row.plan["what"]).group == "granted":
        return
    found = queries.law("review.channel", on)
    if found and not names_channel(row.content["remedy"]):
        raise Refused("deliver.channel", words.DELIVER_CHANNEL, found)


def _refuse_other_files(row: Document, case: Case) -> None:
    """Refuse to send a reply with other files than those it was signed with. Raises: Refused."""
    signed = sorted(one["sha256"] for one in row.content["files"])
    if row.kind == Letter.REPLY and signed != sorted(
        one.sha256 for one in queries.files_given(case)
    ):
        raise Refused("document.changed", words.DOCUMENT_CHANGED.format(number=row.number))


def _register(row: Document, case: Case, seat: Seat, by: User, at: datetime) -> None:
    append("document.drafted", subject=f"document:d{row.pk}", by=seat.actor(by), at=at,
           title=f"{row.number} {row.get_kind_display()}", department=str(case.department or ""),
           detail={"number": row.number, "case": case.number, **seat.behalf})  # fmt: skip
