"""A report that is out is frozen. What the records say otherwise by now, and what changed them since."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from gongkai.casework.models import Case, CaseFact
from gongkai.casework.queries import clock_of
from gongkai.casework.rules import Kind, Own, Stage, stage
from gongkai.checks.findings import Severity
from gongkai.law import annual
from gongkai.law.annual import Annual, Number
from gongkai.law.clock import Event
from gongkai.law.refused import Refused
from gongkai.oversight import blocks, printing, words
from gongkai.oversight.models import AnnualReport, Declaration
from gongkai.oversight.queries import figures
from gongkai.oversight.queries.declared import entered_at
from gongkai.oversight.queries.report import (
    Report,
    draft_content,
    draft_of,
    findings,
    published,
    report,
)
from gongkai.oversight.queries.span import Span
from gongkai.publishing.models import ApprovalCard, Disclosure
from gongkai.publishing.queries import content_of
from gongkai.register.models import Entry
from gongkai.register.queries import entries

COUNTED = (Event.RECEIVED, Event.CLOSED, Own.CONVERTED, Own.VOIDED)  # what a count rests on
GONE = frozenset({Stage.CONVERTED, Stage.ARCHIVED})  # without a reply of its own
SHOWN = 5  # faults named when a report is held
DISPUTES = ("dispute.opened", "dispute.closed")


@dataclass(frozen=True)
class Difference:
    """A number as published and as derived now; a sentence, without a cell, in a form without tables."""

    place: str
    cell: str
    was: Number | str
    now: Number | str


@dataclass(frozen=True)
class Cause:
    """A case that counts otherwise than on the day of publication, and the entries since."""

    case: Case
    entries: tuple[int, ...]


@dataclass(frozen=True)
class Errata:
    """What differs from the published report, and why. since: the moment it came out."""

    since: datetime
    differences: tuple[Difference, ...]
    causes: tuple[Cause, ...]
    disputes: tuple[Entry, ...]
    declarations: tuple[Declaration, ...]
    unread: bool = False


def errata(found: Report, at: datetime) -> Errata | None:
    """Return how a published report differs from the records now; None before it is out."""
    out = published(found.year, at)
    if out is None:
        return None
    since, differences = out.edition.visible_from, []
    own = AnnualReport.objects.filter(year=found.year, public_id=out.edition.public_id).first()
    is_old = annual.form_of(found.year).key == "2008"
    if is_old and own:
        differences = _prose(report(found.year, at, own.shape), own)
    elif out.annual:
        differences = _tables(found, out.annual)
    causes = _causes(found.span, since) if differences else ()
    disputes = entries().of(*DISPUTES).filter(occurred_at__gt=since) if differences else ()
    return Errata(since, tuple(differences), causes, tuple(disputes),
                  tuple(entered_at(found.year, since)),
                  unread=own is None if is_old else out.annual is None)  # fmt: skip


def draft_differences(found: Report, draft: Disclosure, at: datetime) -> list[Difference]:
    """Return where a draft says otherwise than the records now: it was drafted before they changed."""
    own = AnnualReport.objects.get(year=found.year)
    if annual.form_of(found.year).key == "2008":
        return _prose(report(found.year, at, own.shape), own)
    try:
        return _tables(found, blocks.annual_of(draft_content(draft)))
    except Refused:
        return []  # the constraints say what cannot be read


def outdated_files(own: AnnualReport, content: Mapping[str, Any]) -> list[str]:
    """Return which files of a report say another text than it does; one made elsewhere is not known."""
    now = printing.text_hash(content)
    files = [block for block in content["body"] if block["type"] == "attachment"]
    return [one["title"] for one in files if own.printed.get(one["sha256"], now) != now]


def hand_in_fault(pk: int, at: datetime) -> str:
    """Return why a draft may not be handed in as it is: the press would hold it. "" for any other."""
    page = Disclosure.objects.filter(pk=pk).first()
    own = AnnualReport.objects.filter(public_id=page.public_id).first() if page else None
    draft = draft_of(own.year) if own else None
    return _fault(own, draft_content(draft), at) if own and draft else ""


def release_fault(card: ApprovalCard, at: datetime) -> str:
    """Return why an annual report may not go out as it was signed; empty for anything else.

    Whatever an editor typed over it: what the records say must stand in it, and the constraints
    must hold.
    """
    for work in card.works.filter(kind="disclosure"):
        page = Disclosure.objects.filter(pk=int(work.object_id)).first()
        own = AnnualReport.objects.filter(public_id=page.public_id).first() if page else None
        if own is not None:
            return _fault(own, content_of(work.sha256), at)
    return ""


def _fault(own: AnnualReport, signed: Mapping[str, Any], at: datetime) -> str:
    found, text = report(own.year, at, own.shape), blocks.text_of(signed)
    told = [words.SENTENCE_LOST.format(text=one) for one in found.said.values() if one not in text]
    failed = [one for one in findings(found, at, signed) if one.severity == Severity.BLOCK]
    told += [f"{one.rule} {one.place}：{one.excerpt or one.why}" for one in failed]
    if not failed and annual.form_of(own.year).key != "2008":
        told += [words.CELL_LOST.format(place=one.place, now=one.now)
                 for one in _tables(found, blocks.annual_of(signed))]  # fmt: skip
    told += [words.FILE_OLD.format(name=name) for name in outdated_files(own, signed)]
    return "；".join(told[:SHOWN])


def _tables(found: Report, was: Annual | None) -> list[Difference]:
    if was is None:
        return []
    named = [
        ("二", "t2", was.table2, found.tables["table2"], _names2(found.year)),
        ("三", "t3", was.table3, found.tables["table3"], _names3(found.year)),
        ("四", "t4", was.table4, found.tables["table4"], _names4()),
    ]
    return [
        Difference(words.TABLE_CELL.format(table=table, row=row, column=column),
                   f"{head}.{key[0]}.{key[1]}", before.of(*key), now.of(*key))
        for table, head, before, now, names in named
        for key, (row, column) in names.items()
        if before.of(*key) != now.of(*key)
    ]  # fmt: skip


def _names2(year: int) -> dict[tuple[str, str], tuple[str, str]]:
    return {(row.key, one.key): (row.label, one.label) for block in annual.form_of(year).table2
            for row in block.rows for one in block.columns}  # fmt: skip


def _names3(year: int) -> dict[tuple[str, str], tuple[str, str]]:
    return {(row.key, one.key): (row.label, one.label)
            for row in figures.rows3(year) for one in annual.columns()}  # fmt: skip


def _names4() -> dict[tuple[str, str], tuple[str, str]]:
    return {(suit.key, one.key): (suit.label, one.label)
            for suit in annual.suits() for one in annual.results()}  # fmt: skip


def _prose(found: Report, own: AnnualReport) -> list[Difference]:
    """A report of the form of 2008 has no tables: its sentences of the day are compared instead."""
    return [
        Difference(key, "", own.said.get(key, ""), found.said.get(key, ""))
        for key in dict.fromkeys([*own.said, *found.said])
        if own.said.get(key) != found.said.get(key)
    ]


def _causes(span: Span, since: datetime) -> tuple[Cause, ...]:
    """Return the requests that count otherwise than at a moment, by their facts of then and now."""
    late = CaseFact.objects.filter(at__gt=since, event__in=COUNTED, case__kind=Kind.REQUEST)
    touched = Case.objects.filter(pk__in=late.values("case")).order_by("pk")
    touched = touched.filter(Q(received_on=None) | Q(received_on__lte=span.last))
    touched = touched.prefetch_related("facts")
    found = [
        case for case in touched if _counts(span, *_then(case, since)) != _counts(span, *_now(case))
    ]
    numbers: dict[str, list[int]] = {f"case:{case.number}": [] for case in found}
    later = entries().about(list(numbers)).filter(occurred_at__gt=since)
    for subject, seq in later.values_list("subject", "seq"):
        numbers[subject].append(seq)
    return tuple(Cause(case, tuple(numbers[f"case:{case.number}"])) for case in found)


Counted = tuple[date | None, date | None, str]


def _now(case: Case) -> Counted:
    gone = case.stage in GONE and case.closed_on is None
    return (None, None, "") if gone else (case.received_on, case.closed_on, case.outcome)


def _then(case: Case, at: datetime) -> Counted:
    """Return receipt, end and outcome of a case as its facts told them at a moment."""
    rows = sorted((row for row in case.facts.all() if row.at <= at), key=lambda row: row.pk)
    gone = {row.voids_id for row in rows if row.voids_id}
    kept = [row for row in rows if row.pk not in gone and row.event != Own.VOIDED]
    if not kept:
        return None, None, ""
    received = clock_of(case, today=timezone.localdate(at), rows=kept).received
    closed = next((row for row in kept if row.event == Event.CLOSED), None)
    if closed is None:
        gone = stage([row.event for row in kept]) in GONE
        return (None, None, "") if gone else (received, None, "")
    return received, closed.on, closed.what


def _counts(span: Span, received: date | None, closed: date | None, outcome: str) -> tuple:
    """Return how a case counts in a year: new or carried, and closed with a result or left."""
    if received is None or received > span.last or (closed and closed < span.first):
        return ()
    done = closed is not None and closed <= span.last
    return received >= span.first, done, outcome if done else ""
