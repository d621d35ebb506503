"""Material decided part by part (区分处理), and what may not be given taken out of it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from gongkai.casework import queries, sealing, words
from gongkai.casework.actions.files import keep_file
from gongkai.casework.actions.handling import opened, refuse_named
from gongkai.casework.models import Case, CaseFile, Identity, Part
from gongkai.casework.redaction import pdf, sheets
from gongkai.casework.redaction.apart import apart
from gongkai.casework.redaction.marks import CSV, PDF, XLSX, Redacted
from gongkai.casework.rules import Letter
from gongkai.law.outcomes import outcomes
from gongkai.law.refused import Refused
from gongkai.people.models import User
from gongkai.publishing.rules import IN_REVIEW, Step, sha256
from gongkai.register.actions import append

GROUNDS = tuple(one.key for one in outcomes() if one.group == "withheld")


@transaction.atomic
def decide_part(
    *, case: int, name: str, decision: str, by: User, at: datetime, ground: str = "",
    reason: str = "", material: CaseFile | None = None, part: int | None = None, party: str = "",
) -> Part:  # fmt: skip
    """Decide a part of the material: give, withhold with ground and reason, or not ours.

    part: one decided before, which is decided anew; party: the consultation of the third party whom
    it concerns. Raises: Refused. Law: 条例第三十七条.
    """
    row = _undecided(case)
    seat = queries.handling_seat(row, by, at)
    law = queries.law("reply.partial", row.received_on or at)
    refuse_named(row, name, reason)
    if decision not in words.PART or not name.strip():
        raise Refused("part.decision", words.PART_DECISION)
    if decision == "withhold" and (ground not in GROUNDS or not reason.strip()):
        raise Refused("part.reason", words.PART_GROUND, law)
    if material is not None and material.case_id != row.pk:
        raise Refused("part.material", words.PART_MATERIAL)
    if party and party not in dict(queries.third_parties(row)):
        raise Refused("part.party", words.PART_PARTY,
                      queries.law("consult.third_party", row.received_on or at))  # fmt: skip
    found = _part(row, part) if part else Part(case=row)
    found.party = party
    if found.material_id != (material.pk if material else None):
        found.given = None  # what was cut from another file is no longer this part's
        found.marks = ""
    found.name, found.decision, found.material = name.strip()[:200], decision, material
    found.ground, found.reason = (ground, reason) if decision == "withhold" else ("", reason)
    found.save()
    append("case.part_decided", subject=f"case:{row.number}", by=seat.actor(by), at=at,
           title=words.PART[decision], department=str(row.department or ""), article=law,
           detail={"part": found.pk, "decision": decision, **({"ground": ground} if ground else {}),
                   "name_sha256": sha256(found.name.encode()),
                   "reason_sha256": sha256(found.reason.encode()), **seat.behalf})  # fmt: skip
    return found


@transaction.atomic
def drop_part(*, part: int, by: User, at: datetime) -> None:
    """Take back a part decided by mistake, while the case is open. Raises: Refused."""
    found = Part.objects.filter(pk=part).first()
    if found is None:
        raise Refused("part.none", words.NO_PART)
    row = _undecided(found.case_id)
    seat = queries.handling_seat(row, by, at)
    append("case.part_decided", subject=f"case:{row.number}", by=seat.actor(by), at=at,
           title=words.PART_DROPPED, department=str(row.department or ""),
           detail={"part": found.pk, "decision": "dropped", **seat.behalf})  # fmt: skip
    found.delete()


def redact_part(
    *, part: int, by: User, at: datetime, boxes: Iterable[pdf.Box] = (), texts: Iterable[str] = (),
    pages_withheld: Mapping[int, str] | None = None, rebuild: bool = False,
    marks: Mapping[str, Any] | None = None, **cut: Any,
) -> tuple[Part, Redacted]:  # fmt: skip
    """Make of a part's material a file without what may not be given; return what to know of it.

    Shape: boxes, texts and pages of a PDF; for a workbook or csv, texts and what sheets.redact takes
    (sheets_withheld, columns, rows, cells, shown); rebuild: a PDF that acts by itself may be made anew
    with nothing taken out; marks: what was typed, kept sealed to be gone on from. The file is made in
    a process of its own, before anything is locked. Raises: Refused when anything remains.
    Law: 条例第三十七条.
    """
    boxes, texts, pages = list(boxes), list(texts), dict(pages_withheld or {})
    with transaction.atomic():
        material = _redactable(part, by, at).material
        data = queries.file_bytes(material)
    if material.media_type == PDF:
        made = apart(pdf.redact, data, boxes=boxes, texts=texts, pages_withheld=pages)
    elif material.media_type in {XLSX, CSV}:
        made = apart(sheets.redact, data, texts=texts, **cut)
    else:
        raise Refused("redaction.kind", words.REDACT_KIND)
    _refuse_untouched(made, is_rebuilt=rebuild and material.media_type == PDF)
    return _keep_redacted(part, material, made, marks or {}, by, at), made


def _refuse_untouched(made: Redacted, *, is_rebuilt: bool) -> None:
    """Refuse a file from which nothing was taken, or not all that was asked. Raises: Refused."""
    lost = made.report.not_found
    if lost:
        raise Refused("redaction.not_found", words.REDACT_NOT_FOUND.format(texts="、".join(lost)))
    if not made.count and not is_rebuilt:
        raise Refused("redaction.nothing", words.REDACT_NOTHING)


@transaction.atomic
def _keep_redacted(
    part: int, material: CaseFile, made: Redacted, marks: Mapping[str, Any], by: User, at: datetime
) -> Part:
    """Keep what was made, unless the part was decided otherwise meanwhile. Raises: Refused."""
    found = _redactable(part, by, at)
    if found.material_id != material.pk:
        raise Refused("part.redact", words.PART_NOTHING)
    row = found.case
    seat = queries.handling_seat(row, by, at)
    found.given = keep_file(row, "redacted", _given_name(material), made.data, at=at, by=by)
    key = Identity.objects.get(case=row).wrapped_key
    found.marks = sealing.seal_fields(key, marks) if marks else ""
    found.save(update_fields=["given", "marks"])
    append("case.redacted", subject=f"case:{row.number}", by=seat.actor(by), at=at,
           title=words.ROLE["redacted"], department=str(row.department or ""),
           article=queries.law("reply.partial", row.received_on or at),
           detail={"sha256": found.given.sha256, "count": made.count, **seat.behalf})  # fmt: skip
    return found


def _redactable(part: int, by: User, at: datetime) -> Part:
    """Return a part whose material a person may redact, its case locked. Raises: Refused."""
    found = Part.objects.select_related("material").filter(pk=part).first()
    if found is None:
        raise Refused("part.none", words.NO_PART)
    found.case = _undecided(found.case_id)
    queries.handling_seat(found.case, by, at)
    if found.decision != "give" or found.material is None:
        raise Refused("part.redact", words.PART_NOTHING)
    return found


def _undecided(case: int) -> Case:
    """Return a locked case no reply of which is being signed, or is signed. Raises: Refused."""
    row = opened(case)
    for one in row.documents.filter(kind=Letter.REPLY, delivered_on=None).select_related("card"):
        if one.card is not None and one.card.step in {*IN_REVIEW, Step.RELEASED}:
            raise Refused("part.busy", words.PART_BUSY.format(number=one.number))
    return row


def _part(row: Case, part: int) -> Part:
    found = Part.objects.filter(pk=part, case=row).first()
    if found is None:
        raise Refused("part.none", words.NO_PART)
    return found


def _given_name(material: CaseFile) -> str:
    stem, dot, extension = material.name.rpartition(".")
    return f"{stem}{words.REDACTED_NAME}{dot}{extension}"
