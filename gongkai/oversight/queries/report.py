"""The report of a year: facts, sentences, tables, what is missing, what the constraints find."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from gongkai.checks.findings import Finding, Severity
from gongkai.law import annual
from gongkai.law.annual import Annual
from gongkai.law.refused import Refused
from gongkai.oversight import blocks, words
from gongkai.oversight.models import AnnualReport, Submission
from gongkai.oversight.queries import declared, figures
from gongkai.oversight.queries.declared import Field
from gongkai.oversight.queries.facts import Facts, day, facts
from gongkai.oversight.queries.span import Span, span_of
from gongkai.oversight.rules import check, narrative
from gongkai.oversight.rules.likeness import ASKED, REFUSED, share
from gongkai.oversight.rules.narrative import Part, Shape, Slot
from gongkai.publishing import content
from gongkai.publishing.models import Disclosure, Edition
from gongkai.publishing.queries import content_of, latest
from gongkai.register.queries import entries


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
    if annual.form_of(found.year).key == "2008":
        return _repeats(found.year, text, at)
    if found.blanks and body is None:
        return []  # an incomplete table says nothing yet; what is missing is named beside it
    try:
        read = blocks.annual_of(text)
    except Refused as error:
        return [Finding(error.code, Severity.BLOCK, words.PROSE, "", error.message)]
    out = edition_of(found.year, at)
    day_out = timezone.localdate(out.first_from if out else at)
    rows = check(read, previous(found, at), published=day_out)
    # Too late is late: it is said, and the report goes out all the same.
    return [replace(one, severity=Severity.WARN) if one.rule == "AR-11" else one for one in rows]


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


@dataclass(frozen=True)
class Due:
    """When a report is due, and where it stands. tag: ok, warn, block or nothing."""

    year: int
    text: str
    state: str
    tag: str
    out: bool = False


def due(year: int, at: datetime) -> Due:
    """Return when the report of a year is due and what there is to warn of."""
    last, article, warn = annual.report_due(year)
    today = timezone.localdate(at)
    told = {"year": year, "due": day(last), "article": article}
    text, out = words.DUE.format(**told), edition_of(year, at)
    if out:
        on = timezone.localdate(out.first_from)
        return Due(year, text, words.OUT_LATE.format(on=day(on)) if on > last
                   else words.OUT.format(on=day(on)), "warn" if on > last else "ok", out=True)  # fmt: skip
    if today > last:
        late = (today - last).days
        return Due(year, text, words.DUE_PAST.format(days=late, **told), "block")
    if warn <= today:
        return Due(year, text, words.DUE_LAST.format(**told), "block")
    if today.year > year:
        return Due(year, text, words.DUE_SOON.format(days=(last - today).days, **told), "warn")
    return Due(year, text, "", "")


def warning(at: datetime) -> str:
    """Return what the office must hear of last year's report; "" when there is nothing.

    From the first of January until it is out; from July on its own page says it.
    """
    today = timezone.localdate(at)
    if today.month > 6:
        return ""
    found = due(today.year - 1, at)
    return "" if found.out else found.state


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


def years(at: datetime) -> list[Due]:
    """Return the years there may be a report of, the newest first."""
    today = timezone.localdate(at)
    first = entries().first()
    begun = timezone.localdate(first.occurred_at).year if first else today.year
    return [due(year, at) for year in range(today.year, max(begun - 1, 2008) - 1, -1)]
