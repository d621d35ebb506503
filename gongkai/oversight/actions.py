"""What the room does: declare, set the counting rule, draft the report, enter its submission."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from gongkai.law.annual import report_due
from gongkai.law.refused import Refused
from gongkai.oversight import printing, queries, words
from gongkai.oversight.models import AnnualReport, CountingRule, Declaration, Submission
from gongkai.oversight.queries import Field, Report
from gongkai.oversight.queries.declared import AMOUNT, TEXT
from gongkai.oversight.rules import fails
from gongkai.people.models import PostKind, User
from gongkai.people.queries import Seat, seats
from gongkai.publishing import actions as publishing
from gongkai.publishing.actions.binding import refuse_broken
from gongkai.publishing.models import Disclosure
from gongkai.publishing.queries import columns, law
from gongkai.register.actions import append, keep
from gongkai.register.queries import is_demonstration

WRITERS = (PostKind.OFFICE, PostKind.EDITOR)
CATEGORY = 15  # 第二十条第（十五）项: what other law wants published
SHOWN = 5


@transaction.atomic
def declare(
    *, year: int, values: Mapping[str, str], basis: str, by: User, at: datetime, shape: str = ""
) -> list[Declaration]:
    """Declare numbers and texts for a year's report; only what is new is kept and registered.

    Shape: values by a field's key; an empty one is left as it stands. Raises: Refused.
    """
    seat = _seat(by, at, WRITERS, words.NOT_WRITER)
    refuse_broken([dict(values), basis])
    fields = {one.key: one for one in queries.report(year, at, shape).fields}
    rows = []
    for key, typed in values.items():
        if key not in fields:
            raise Refused("report.field", words.NO_FIELD.format(year=year, key=key))
        value, one = _value(fields[key], typed), fields[key]
        if value and (one.row is None or one.row.value != value):
            rows.append(Declaration(year=year, key=key, value=value, basis=basis, by=by, at=at))
    if not rows:
        raise Refused("report.same", words.NOTHING_NEW)
    if not basis.strip() and any(fields[row.key].kind != TEXT for row in rows):
        raise Refused("report.basis", words.NO_BASIS)
    Declaration.objects.bulk_create(rows)
    said = {row.key: row.value for row in rows if fields[row.key].kind != TEXT}
    texts = [fields[row.key].label for row in rows if fields[row.key].kind == TEXT]
    append("report.declared", subject=f"report:{year}", by=seat.actor(by), at=at,
           title=words.REPORT.format(year=year), article=law("annual_report.content", at),
           detail={"values": said, "texts": texts, "basis": basis})  # fmt: skip
    return rows


def _value(one: Field, typed: str) -> str:
    """Return a value as it is kept. Raises: Refused for what is no number where one is wanted."""
    text = typed.strip()
    if not text or one.kind == TEXT:
        return text
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal(-1)
    if not number.is_finite() or number < 0 or number > 10**12:
        number = Decimal(-1)
    if one.kind == AMOUNT:
        if number < 0:
            raise Refused("report.number", words.NOT_MONEY.format(label=one.label, value=text))
        return f"{number:f}"
    if number < 0 or number != int(number):
        raise Refused("report.number", words.NOT_NUMBER.format(label=one.label, value=text))
    return str(int(number))


@transaction.atomic
def set_counting(
    *, since: date, text: str, unit: str, kinds: Sequence[Mapping[str, Any]],
    apart: Sequence[str] = (), by: User, at: datetime,
) -> CountingRule:  # fmt: skip
    """Set what counts among the items a report names, from a day on. Raises: Refused."""
    seat = _seat(by, at, (PostKind.OFFICE,), words.NOT_OFFICE)
    refuse_broken([text, unit, list(kinds), list(apart)])
    known = set(columns().values_list("slug", flat=True))
    for kind in kinds:
        for key in kind["columns"]:
            if key not in known:
                raise Refused("counting.column", words.NO_COLUMN.format(key=key))
    row = CountingRule.objects.create(since=since, text=text, unit=unit, kinds=list(kinds),
                                      apart=list(apart), by=by, at=at)  # fmt: skip
    append("report.declared", subject=f"counting:{row.pk}", by=seat.actor(by), at=at,
           title=words.COUNTING, detail={"since": since.isoformat(), "text": text})  # fmt: skip
    return row


@transaction.atomic
def draft_report(
    *, year: int, column: str, by: User, at: datetime, shape: str = "", replace: bool = False
) -> Disclosure:
    """Draft a year's report as a disclosure, DOCX and PDF attached; it then goes the ordinary road.

    Raises: Refused while a slot is empty, a number is missing, or a constraint fails; for a report
    drafted before, unless it is to be replaced; "draft.post".
    """
    seat = _seat(by, at, (PostKind.EDITOR,), words.NOT_EDITOR)
    if timezone.localdate(at).year <= year:
        raise Refused("report.running", words.NOT_OVER.format(year=year))
    found = queries.report(year, at, shape)
    _refuse_unready(found, at)
    body = [*found.body, *_attached(found.content, by, at)]
    fields = _fields(found, at)
    page = queries.draft_of(year)
    if page is None:
        page = publishing.draft(column=column, body=body, by=by, at=at, **fields)
    elif replace:
        page = publishing.revise(page=page, body=body, by=by, at=at, **fields)
    else:
        raise Refused("report.exists", words.DRAFTED_BEFORE)
    AnnualReport.objects.update_or_create(
        year=year,
        defaults={"public_id": page.public_id, "shape": found.shape.key, "said": found.said,
                  "drafted_by": by, "drafted_at": at},
    )  # fmt: skip
    _note_printed(year, {**found.content, "body": body})
    append("report.drafted", subject=f"report:{year}", by=seat.actor(by), at=at, title=found.title,
           article=law("annual_report.content", at), department=str(seat.department),
           detail={"name": page.public_id})  # fmt: skip
    return page


@transaction.atomic
def reprint(*, year: int, by: User, at: datetime) -> Disclosure:
    """Print DOCX and PDF anew from the draft as its authors last saved it. Raises: Refused."""
    page = queries.draft_of(year)
    if page is None:
        raise Refused("report.none", words.NO_DRAFT.format(year=year))
    now = queries.draft_content(page)
    kept = [block for block in now["body"] if block["type"] != "attachment"]
    body = [*kept, *_attached({**now, "body": kept}, by, at)]
    page = publishing.revise(page=page, body=body, by=by, at=at)
    _note_printed(year, {**now, "body": body})
    return page


def _note_printed(year: int, content: Mapping[str, Any]) -> None:
    """Note what the files printed of a content say, so that a text changed since is noticed."""
    row, said = AnnualReport.objects.get(year=year), printing.text_hash(content)
    files = [block["sha256"] for block in content["body"] if block["type"] == "attachment"]
    row.printed = {**row.printed, **dict.fromkeys(files, said)}
    row.save(update_fields=["printed"])


def _refuse_unready(found: Report, at: datetime) -> None:
    if found.slots:
        names = "、".join(one.label for one in found.slots)
        raise Refused("report.slots", words.SLOTS_EMPTY.format(slots=names))
    if found.blanks:
        names = "、".join(one.label for one in found.blanks)
        raise Refused("report.blanks", words.CELLS_EMPTY.format(cells=names))
    findings = queries.findings(found, at)
    if fails(findings):
        named = [f"{one.rule} {one.place}：{one.excerpt or one.why}" for one in findings
                 if one.severity == "block"][:SHOWN]  # fmt: skip
        raise Refused("report.check", words.CHECK_FAILED.format(findings="；".join(named)))


def _attached(content: Mapping[str, Any], by: User, at: datetime) -> list[dict[str, Any]]:
    """Keep a report's DOCX and PDF, and return the blocks that name them."""
    made = {
        "docx": printing.docx_of(content, made_at=at, demonstration=is_demonstration()),
        "pdf": printing.pdf_of(content, made_at=at, demonstration=is_demonstration()),
    }
    found = []
    for suffix, data in made.items():
        name = f"{content['title']}.{suffix}"
        row = publishing.keep_attachment(name=name, data=data, title=content["title"], by=by)
        found.append({"type": "attachment", "sha256": row.sha256, "name": row.file_name,
                      "title": words.ATTACHED[suffix], "size": row.file_size,
                      "media_type": row.media_type})  # fmt: skip
    return found


def _fields(found: Report, at: datetime) -> dict[str, Any]:
    told = {"bureau": settings.BUREAU, "year": found.year}
    return {
        "title": found.title, "summary": words.SUMMARY.format(**told)[:100], "route": "general",
        "formed_on": timezone.localdate(at), "category": CATEGORY, "source_kind": "own",
        "source_name": settings.BUREAU, "keywords": words.KEYWORDS.format(**told),
        "demonstration": is_demonstration(),
    }  # fmt: skip


@transaction.atomic
def submit_report(
    *, year: int, office: str, on: date, receipt_no: str, by: User, at: datetime,
    file: tuple[str, bytes] | None = None,
) -> Submission:  # fmt: skip
    """Enter that a published report was submitted to the supervising office, with its receipt.

    Raises: Refused before it is out, for a day before that or to come, without a receipt.
    Law: 条例第四十九条.
    """
    seat = _seat(by, at, (PostKind.OFFICE,), words.NOT_HUB)
    refuse_broken([office, receipt_no])
    out = queries.published(year, at)
    if out is None:
        raise Refused("report.unpublished", words.NOT_PUBLISHED.format(year=year))
    day = timezone.localdate(out.edition.first_from)
    if on < day:
        raise Refused("report.early", words.SUBMIT_EARLY.format(on=on, published=day))
    if on > timezone.localdate(at):
        raise Refused("report.later", words.SUBMIT_LATER.format(on=on))
    if not receipt_no.strip():
        raise Refused("report.receipt", words.NO_RECEIPT)
    sha256 = ""
    if file is not None:
        sha256 = keep(file[1], media_type=printing.media_type(*file))
    row = Submission.objects.create(year=year, office=office, on=on, receipt_no=receipt_no,
                                    sha256=sha256, by=by, at=at)  # fmt: skip
    append("report.submitted", subject=f"report:{year}", by=seat.actor(by), at=at,
           title=words.REPORT.format(year=year), article=report_due(year)[1],
           snapshot=sha256 or None, detail=row.shown())  # fmt: skip
    return row


def _seat(by: User, at: datetime, kinds: Sequence[PostKind], message: str) -> Seat:
    mine = seats(by, at)
    for kind in kinds:
        for seat in mine:
            if seat.kind == kind:
                return seat
    raise Refused("report.post", message)
