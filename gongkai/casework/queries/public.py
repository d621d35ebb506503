"""How a case stands, told to whoever holds its code and knows the applicant."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from gongkai.casework import rules, sealing, words
from gongkai.casework.models import Case, CaseFile, Document, Identity, Topic
from gongkai.casework.queries.access import known_identity
from gongkai.casework.queries.case import calendar, clock_of
from gongkai.casework.queries.lists import files_named
from gongkai.casework.rules import Kind, Letter, Stage
from gongkai.law.clock import Line
from gongkai.law.outcomes import outcome

LAST = 4  # characters of a number that show one knows it


@dataclass(frozen=True)
class Sent:
    """A document delivered: what, when; its content, remedy and files where they are read here."""

    name: str
    number: str
    on: date
    content: Mapping[str, Any] | None
    remedy: str
    files: tuple[CaseFile, ...]


@dataclass(frozen=True)
class PublicStatus:
    """A case for its applicant. lines: how its due date came about."""

    case: int
    kind: str
    number: str
    title: str
    arrived_at: datetime
    stage: str
    received: date | None
    due: date | None
    provisional: bool
    lines: tuple[Line, ...]
    outcome: str
    sent: tuple[Sent, ...]
    may_rate: bool


def case_of(code: str, fragment: str) -> Case | None:
    """Return the case of a query code, if the fragment is its applicant's; None in every other way.

    An unknown code takes the same road as a wrong fragment: nothing tells them apart.
    """
    row = Case.objects.filter(code_hash=code_mark(code)).first()
    known = known_identity(row) if row else _nobody()
    given = rules.squeezed(fragment).upper()
    fits = [hmac.compare_digest(given.encode(), one.encode()) for one in fragments(known)]
    return _gone_on(row) if row and len(given) >= LAST and any(fits) else None


def _gone_on(row: Case) -> Case:
    """Return what a case goes on as: the code of a converted one leads to it."""
    while row.stage == Stage.CONVERTED and (after := row.went_to.order_by("pk").last()):
        row = after
    return row


def code_mark(code: str) -> str:
    """Return the mark under which a query code is kept."""
    return sealing.mark(f"code:{code}")


def case_by_id(pk: int) -> Case:
    """Return a case that was shown to its applicant."""
    return Case.objects.select_related("topic", "department").get(pk=pk)


def fragments(identity: Mapping[str, Any]) -> list[str]:
    """Return what shows that one knows the applicant: the ends of numbers, or the whole mail.

    Of who left an address alone, as many who write by post do: name and postcode.
    """
    known = {name: rules.squeezed(str(identity.get(name) or "")).upper()
             for name in ("id_number", "phone", "email", "name", "postcode")}  # fmt: skip
    found = [known[name][-LAST:] for name in ("id_number", "phone") if len(known[name]) >= LAST]
    found += [known["email"]] if known["email"] else []
    by_post = known["name"] + known["postcode"] if known["name"] and known["postcode"] else ""
    return found or ([by_post] if by_post else [])


def _nobody() -> Mapping[str, Any]:
    """Unseal an identity all the same, so that an unknown code takes as long as a known one."""
    row = Identity.objects.exclude(sealed="").first()
    if row is not None:
        sealing.unseal_fields(row.wrapped_key, row.sealed)
    return {}


def public_status(case: Case, at: datetime) -> PublicStatus:
    """Return what an applicant is told of a case."""
    clock = clock_of(case, today=timezone.localdate(at), calendar=calendar())
    letter = case.kind == Kind.LETTER
    sent = case.documents.exclude(delivered_on=None).order_by("delivered_on", "pk")
    return PublicStatus(
        case=case.pk, kind=words.KIND[case.kind], number=case.number, title=case.title,
        arrived_at=case.arrived_at, stage=case.get_stage_display(), received=clock.received,
        due=clock.due, provisional=clock.provisional, lines=clock.lines,
        outcome=_outcome(case),
        sent=tuple(_sent(row, case) for row in sent if row.kind not in rules.TO_OTHERS),
        may_rate=letter and case.closed_on is not None and case.satisfaction is None,
    )  # fmt: skip


def _outcome(case: Case) -> str:
    """Return how a request ended, or a correction; of a letter its answer says it."""
    if case.kind == Kind.REQUEST and case.outcome:
        return outcome(case.outcome).name
    return words.RECORD_OUTCOME.get(case.outcome, "")


def _sent(row: Document, case: Case) -> Sent:
    readable = row.kind in {Letter.REPLY, *rules.KIND_OF} and (
        case.kind == Kind.LETTER or case.way == words.WAY_HERE
    )
    content = row.content if readable else None
    return Sent(
        row.get_kind_display(), row.number, row.delivered_on, content,
        (content or {}).get("remedy", ""), tuple(files_named(row)) if readable else (),
    )  # fmt: skip


def file_given(case: int, file: int) -> CaseFile | None:
    """Return a file of a case if it went with what its applicant may read here."""
    row = Case.objects.filter(pk=case).first()
    sent = row.documents.exclude(delivered_on=None) if row else ()
    found = [one for each in sent for one in _sent(each, row).files if one.pk == file]
    return found[0] if found else None


def topics(at: datetime) -> QuerySet[Topic]:
    """Return what a letter may be about now."""
    return Topic.objects.at(at).order_by("name")
