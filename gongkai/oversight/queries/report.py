"""The report of a year: facts, sentences, tables, what is missing, what the constraints find."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from gongkai.checks.files import BY_MAGIC, BY_MEMBER, PDF
from gongkai.checks.findings import Finding, Severity
from gongkai.law import annual
from gongkai.law.annual import Annual, Table2
from gongkai.law.refused import Refused
from gongkai.oversight import blocks, words
from gongkai.oversight.models import AnnualReport, Submission
from gongkai.oversight.queries import declared, figures
from gongkai.oversight.queries.declared import Field
from gongkai.oversight.queries.disclosed import disclosed
from gongkai.oversight.queries.facts import Facts, day, facts
from gongkai.oversight.queries.span import Span, span_of
from gongkai.oversight.rules import Known, check, check_prose, narrative
from gongkai.oversight.rules.likeness import ASKED, REFUSED, share
from gongkai.oversight.rules.narrative import Part, Shape, Slot
from gongkai.publishing import content
from gongkai.publishing.models import Disclosure, Edition
from gongkai.publishing.queries import content_of, latest
from gongkai.register.models import Blob
from gongkai.register.queries import blob, entries


@dataclass(frozen=True)
class Report:
    """A report as derived at a moment. body: its canonical blocks."""

    span: Span
    shape: Shape
    shapes: tuple[Shape, ...]
    facts: Facts
    parts: tuple[Part, ...]
    tables: Mapping[str, Any]
    fields: tuple[Field, ...]
    slots: tuple[Slot, ...]
    blanks: tuple[Field, ...]
    body: tuple[dict[str, Any], ...]

    @property
    def year(self) -> int:
        """Return the report year."""
        return self.span.year

    @property
    def title(self) -> str:
        """Return its title."""
        return (self.shape.title or words.TITLE).format(bureau=settings.BUREAU, year=self.year)

    @property
    def said(self) -> dict[str, str]:
        """Return the sentences that stand, by key."""
        return {one.key: one.text for part in self.parts for one in part.sentences}

    @property
    def content(self) -> dict[str, Any]:
        """Return what the constraints and the prints read."""
        return {"title": self.title, "body": list(self.body)}


def report(year: int, at: datetime, shape: str = "") -> Report:
    """Return the report of a year as the records say now. Raises: Refused."""
    span = span_of(year, at)
    shapes = _shapes(year)
    chosen = _chosen(shapes, year, shape)
    known = facts(span)
    fields = declared.fields(span, chosen)
    written = declared.written(year)
    parts = narrative.drafted(chosen, year, known, written)
    tables = _tables(span, fields)
    body = blocks.of_report(parts, tables, year)
    return Report(
        span=span, shape=chosen, shapes=tuple(shapes), facts=known, parts=parts, tables=tables,
        fields=tuple(fields), slots=tuple(narrative.missing(chosen, written)),
        blanks=tuple(one for one in fields if one.group == "table2" and one.value is None),
        body=tuple(body),
    )  # fmt: skip


def _shapes(year: int) -> list[Shape]:
    try:
        return narrative.shapes_of(year)
    except LookupError as error:
        raise Refused("report.form", words.NO_YEAR.format(year=year)) from error


def _chosen(shapes: Sequence[Shape], year: int, name: str) -> Shape:
    drafted = name or AnnualReport.objects.filter(year=year).values_list("shape", flat=True).first()
    for one in shapes:
        if one.key == (drafted or shapes[0].key):
            return one
    raise Refused("report.shape", words.NO_SHAPE.format(year=year, shape=name))


def _tables(span: Span, fields: list[Field]) -> dict[str, Any]:
    if annual.form_of(span.year).key == "2008":
        return {}
    return {
        "table2": declared.table2(fields),
        "table3": figures.table3(span),
        "table4": figures.table4(span),
    }


@dataclass(frozen=True)
class Published:
    """A report that is out: its edition, its content, and the report read from it where it can be."""

    edition: Edition
    content: Mapping[str, Any]
    annual: Annual | None


def edition_of(year: int, at: datetime) -> Edition | None:
    """Return the report of a year that is out: ours, or the first one named so in its title."""
    own = AnnualReport.objects.filter(year=year).values_list("public_id", flat=True).first()
    rows = Edition.objects.visible(at).disclosures().filter(title__contains=f"{year}年")
    found = rows.filter(public_id=own).first() if own else None
    if found is None:
        named = (row for row in rows.order_by("first_from") if blocks.year_of(row.title) == year)
        found = next(named, None)
    return found


def published(year: int, at: datetime) -> Published | None:
    """Return the report of a year as the public reads it, read where it can be."""
    found = edition_of(year, at)
    if found is None:
        return None
    body = content_of(found.sha256)
    return Published(found, body, _read(body))


def _read(body: Mapping[str, Any]) -> Annual | None:
    try:
        return blocks.annual_of(body)
    except Refused:
        return None


def previous(found: Report, at: datetime) -> Annual | None:
    """Return last year's report: as published, else as entered; None where neither is known."""
    out = published(found.year - 1, at)
    if out and out.annual and out.annual.year == found.year - 1:
        return out.annual
    entered = declared.entered_last(list(found.fields))
    if entered is None:
        return None
    text = blocks.prose_of(out.content, found.year - 1).sections if out else ()
    return Annual(found.year - 1, settings.BUREAU, entered[0], entered[1], annual.Table4({}), text)


def draft_of(year: int) -> Disclosure | None:
    """Return the disclosure drafted as the report of a year, as its authors last saved it."""
    own = AnnualReport.objects.filter(year=year).first()
    page = Disclosure.objects.filter(public_id=own.public_id).first() if own else None
    return latest(page) if page else None


def draft_content(page: Disclosure) -> dict[str, Any]:
    """Return the canonical content of a draft."""
    return content.disclosure(page)


def findings(found: Report, at: datetime, body: Mapping[str, Any] | None = None) -> list[Finding]:
    """Return what the constraints find in a report: as derived, or in its draft's content."""
    text = body or found.content
    before = _known(span_of(found.year - 1, at)) if _is_ours(found.year - 1) else {}
    known = {"known": _known(found.span), "before": before}
    if annual.form_of(found.year).key == "2008":
        last = _prose({}, span_of(found.year - 1, at)) if before else None
        rows = check_prose(_prose(text, found.span), last, **known)
        return [*rows, *_repeats(found.year, text, at)]
    if found.blanks and body is None:
        return []  # an incomplete table says nothing yet; what is missing is named beside it
    try:
        read = blocks.annual_of(text)
    except Refused as error:
        return [Finding(error.code, Severity.BLOCK, words.PROSE, "", error.message)]
    out = edition_of(found.year, at)
    day_out = timezone.localdate(out.first_from if out else at)
    rows = check(read, previous(found, at), published=day_out, **known)
    # Too late is late: it is said, and the report goes out all the same.
    return [replace(one, severity=Severity.WARN) if one.rule == "AR-11" else one for one in rows]


def checked(found: Report, at: datetime) -> tuple[str, ...]:
    """Return which constraints a report is held to, and which not for want of last year's."""
    year = found.year - 1
    if annual.form_of(found.year).key == "2008":
        done = [words.CHECK_PROSE, words.CHECK_GROWTH if _is_ours(year) else words.CHECK_SAID]
        last, has_last = words.CHECK_REPEATS, published(year, at) is not None
    else:
        has_last = previous(found, at) is not None
        growth = words.CHECK_GROWTH if has_last else words.CHECK_SAID
        done = [words.CHECK_TABLES, words.CHECK_FORM, words.CHECK_PROSE, growth]
        last = words.CHECK_LAST
    if has_last:
        return (words.CHECKED.format(what="；".join([*done, last])),)
    undone = words.NOT_CHECKED.format(what=last, year=year)
    return words.CHECKED.format(what="；".join(done)), undone


def _is_ours(year: int) -> bool:
    """Say whether a year's report was drafted here: then the records know the year's numbers."""
    return AnnualReport.objects.filter(year=year).exists()


def _known(span: Span) -> Known:
    """Return what the records count beside the tables, as prose may claim it."""
    items, mailbox = disclosed(span), figures.mailbox(span)
    kinds = {f"kind.{name}": len(rows) for name, rows in items.kinds.items() if items.rule.kinds}
    return {"published": items.total, "letters.received": mailbox.received,
            "letters.answered": mailbox.answered, **kinds}  # fmt: skip


def _prose(content: Mapping[str, Any], span: Span) -> Annual:
    """Return a report of the form of 2008 with the tables its prose is held against."""
    text = blocks.prose_of(content, span.year) if content else None
    sections = text.sections if text else ()
    return Annual(span.year, settings.BUREAU, Table2({}), figures.table3(span), figures.table4(span),
                  sections, form="2008")  # fmt: skip


def _repeats(year: int, text: Mapping[str, Any], at: datetime) -> list[Finding]:
    """Return whether a report of the form of 2008 repeats last year's."""
    before = published(year - 1, at)
    if before is None:
        return []
    own, other = (
        "".join(one.text for one in blocks.prose_of(body, year).sections)
        for body in (text, before.content)
    )
    percent = share(own, other)
    if percent <= ASKED:
        return []
    severity = Severity.BLOCK if percent > REFUSED else Severity.WARN
    return [Finding("AR-15", severity, words.PROSE,
                    words.SIMILAR.format(year=year - 1, share=percent), words.SIMILAR_WHY,
                    words.SIMILAR_DO)]  # fmt: skip


def notes(span: Span) -> list[str]:
    """Return what a reader of the numbers must know: the register is younger, the year still runs."""
    found = []
    first = entries().first()
    born = timezone.localdate(first.occurred_at) if first else span.last
    if born > span.first and (born - span.first).days > 7:
        found.append(words.BEFORE_BIRTH.format(day=day(born)))
    if span.running:
        found.append(words.RUNNING.format(year=span.year, day=day(span.last)))
    return found


def submissions(year: int) -> list[Submission]:
    """Return the submissions of a report."""
    return list(Submission.objects.filter(year=year).select_related("by"))


@dataclass(frozen=True)
class Receipt:
    """The file that came back for a submission, as it was kept."""

    name: str
    media_type: str
    data: bytes

    @property
    def is_shown(self) -> bool:
        """Say whether a browser shows it as it is."""
        return self.media_type == PDF.media_type or self.media_type.startswith("image/")


def receipt(year: int, pk: int) -> Receipt | None:
    """Return the receipt of a submission; None where none was kept. Raises: Refused once erased."""
    row = Submission.objects.filter(year=year, pk=pk).exclude(sha256="").first()
    if row is None:
        return None
    data = blob(row.sha256)
    kind = Blob.objects.get(pk=row.sha256).media_type
    known = {one.media_type: one.extension for one in (*BY_MAGIC.values(), *BY_MEMBER.values())}
    return Receipt(words.RECEIPT_NAME.format(year=year, extension=known[kind]), kind, data)
