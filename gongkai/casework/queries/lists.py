"""What the desk lists: who may read which cases, what waits for whom, where each one's time stands."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Case as Either
from django.db.models import F, Q, QuerySet, When
from django.db.models.functions import Coalesce, Least

from gongkai.casework import rules
from gongkai.casework.models import (
    Case,
    CaseFact,
    CaseFile,
    Dispute,
    Document,
    Part,
    Topic,
    Withheld,
)
from gongkai.casework.queries.access import READERS, handling_seat
from gongkai.casework.queries.case import calendar, clock_of, facts_by_case
from gongkai.casework.queries.figures import Rate, dispute_terms
from gongkai.casework.rules import Kind, Stage
from gongkai.law.calendar import Calendar
from gongkai.law.clock import Clock
from gongkai.law.clock.letters import LastDay
from gongkai.law.outcomes import outcomes
from gongkai.law.refused import Refused
from gongkai.people.models import Department, Post, PostKind, User
from gongkai.people.queries import seats
from gongkai.publishing.queries import day_of
from gongkai.publishing.rules import Step

TABS = ("mine", "new", "all", "done")
FIRST = 10
NEW = frozenset({Stage.ARRIVED, Stage.ACCEPTED})
# The earlier of a case's own day and of that of whoever passed it on; the one there is, of one.
NEXT_DAY = Least(Coalesce("due_on", "outside_due"), Coalesce("outside_due", "due_on"))


@dataclass(frozen=True)
class CaseLine:
    """A case as the desk lists it, its time derived from its facts.

    clock: its own. shown: the same, or by the day set by whoever passed the case on (12345, the
    city's mailbox), where that comes first: outside says so. to_deliver: a document of it is signed
    and waits to be sent.
    """

    case: Case
    clock: Clock
    shown: Clock
    to_deliver: bool = False

    @property
    def outside(self) -> bool:
        """Say whether the day shown is that of whoever passed the case on."""
        return self.shown is not self.clock


def readable(user: User, at: datetime) -> QuerySet[Case]:
    """Return the cases a person may read: the office and those who sign all, a drafter their own.

    Who keeps archives reads what is archived; who keeps accounts or assesses reads none.
    """
    rows = Case.objects.select_related("department", "topic", "post__department", "came_from")
    mine = seats(user, at)
    if any(seat.kind in READERS for seat in mine):
        return rows
    own = [seat.department.pk for seat in mine if seat.kind == PostKind.EDITOR]
    wanted = Q(department__in=own)
    if any(seat.kind == PostKind.ARCHIVIST for seat in mine):
        wanted |= Q(stage=Stage.ARCHIVED)
    return rows.filter(wanted)


def may_handle(case: Case, user: User, at: datetime) -> bool:
    """Say whether a person has any act on a case."""
    try:
        handling_seat(case, user, at)
    except Refused:
        return False
    return True


def queue(
    user: User, at: datetime, *, tab: str = "mine", kind: str = "", asked: str = ""
) -> QuerySet[Case]:
    """Return a queue: mine, not yet with anybody, all, or answered; the first due first."""
    rows = readable(user, at)
    if kind in set(Kind):
        rows = rows.filter(kind=kind)
    if asked:
        rows = rows.filter(
            Q(number__icontains=asked) | Q(title__icontains=asked) | Q(text__icontains=asked)
            | Q(outside_no__icontains=asked)
        )  # fmt: skip
    if tab == "done":
        return rows.exclude(stage__in=rules.OPEN).order_by("-closed_on", "-pk")
    over = When(~Q(stage__in=rules.OPEN), then=2)
    waits = When(stage=Stage.ARRIVED, then=0)  # its clock begins when both confirm (第三十一条)
    rows = rows.annotate(over=Either(over, waits, default=1))
    if tab == "new":
        rows = rows.open().filter(Q(stage__in=NEW) | Q(department=None))
    elif tab == "mine":
        rows = rows.filter(pk__in=_mine(user, at))
    return rows.order_by("over", NEXT_DAY.asc(nulls_last=True), "arrived_at", "pk")


def _mine(user: User, at: datetime) -> QuerySet[Case]:
    """Return what waits for a person: the office's own steps, and what lies with their section."""
    mine = seats(user, at)
    wanted = Q(pk=None)
    for seat in mine:
        if seat.kind == PostKind.OFFICE:
            waits = Q(pk__in=_signed().values("case"))
            wanted |= Q(stage__in=NEW) | Q(department=None) | waits
        wanted |= Q(department=seat.department) & (Q(post=None) | Q(post=seat.post))
    return Case.objects.open().filter(wanted).values("pk")


def lines(cases: Iterable[Case], at: datetime) -> list[CaseLine]:
    """Return cases with where their time stands, in one question more."""
    cases, today = list(cases), day_of(at)
    rows, days = facts_by_case([case.pk for case in cases]), calendar()
    signed = set(_signed().filter(case__in=cases).values_list("case", flat=True))
    clocks = (clock_of(case, today=today, rows=rows[case.pk], calendar=days) for case in cases)
    return [
        CaseLine(case, clock, first_clock(case, clock, today, days), case.pk in signed)
        for case, clock in zip(cases, clocks, strict=True)
    ]


def first_clock(case: Case, clock: Clock, today: date, days: Calendar) -> Clock:
    """Return the clock of an open case, by the day of whoever passed it on where that comes first."""
    until = case.outside_due
    if until is None or clock.state == "closed" or (clock.due and clock.due <= until):
        return clock
    late = today > until
    left = (
        -days.working_days_between(until, today)
        if late
        else days.working_days_between(today, until)
    )
    return replace(clock, due=until, left=left, overdue=late)


def first_due(user: User, at: datetime) -> list[CaseLine]:
    """Return what waits for a person, the first due first: as many as the desk's first page shows."""
    return lines(queue(user, at)[:FIRST], at)


def _signed() -> QuerySet[Document]:
    """Return the documents that are signed through and not delivered."""
    return Document.objects.filter(card__step=Step.RELEASED, delivered_on=None)


def documents_of(case: Case) -> QuerySet[Document]:
    """Return the documents of a case with their cards, oldest first."""
    return case.documents.select_related("card", "drafted_by")


def steps_of(case: Case) -> list[CaseFact]:
    """Return the facts of a case that count, in the order in which they stand, with their documents."""
    rows = case.facts.select_related("document").order_by("pk")
    return rules.standing(list(rows))


def document(user: User, pk: int, at: datetime) -> Document | None:
    """Return a document of a case the person may read."""
    rows = Document.objects.select_related("case__department", "case__topic", "card")
    return rows.filter(pk=pk, case__in=readable(user, at).values("pk")).first()


def files_named(row: Document) -> QuerySet[CaseFile]:
    """Return the files that go with a document, as it names them."""
    named = [one["sha256"] for one in row.content.get("files", ())]
    return CaseFile.objects.filter(case=row.case_id, sha256__in=named).order_by("pk")


def file_for(user: User, case: int, pk: int, at: datetime) -> CaseFile | None:
    """Return a file if it is this case's and the person may read it.

    A proof of identity is shown only to who handles the case: the right is the file's, whatever
    address it is asked under.
    """
    rows = CaseFile.objects.select_related("case__department")
    found = rows.filter(pk=pk, case=case, case__in=readable(user, at).values("pk")).first()
    if found and found.role == "identity" and not may_handle(found.case, user, at):
        return None
    return found


def part_for(user: User, case: int, pk: int, at: datetime) -> Part | None:
    """Return a part of the material of a case the person may read."""
    rows = Part.objects.select_related("material", "given", "case__department")
    return rows.filter(pk=pk, case=case, case__in=readable(user, at).values("pk")).first()


def part_initial(case: Case, asked: str) -> dict[str, object]:
    """Return what was decided of a part, to decide it anew; nothing for a number that is none."""
    row = case.parts.filter(pk=asked).first() if asked.isdecimal() and len(asked) < 12 else None
    if row is None:
        return {}
    return {"part": row.pk, "name": row.name, "material": row.material_id, "ground": row.ground,
            "decision": row.decision, "reason": row.reason, "party": row.party}  # fmt: skip


def fact_for(user: User, case: int, pk: int, at: datetime) -> CaseFact | None:
    """Return a fact of a case the person may read."""
    rows = CaseFact.objects.filter(pk=pk, case=case, case__in=readable(user, at).values("pk"))
    return rows.first()


def disputes(*, pending: bool = False) -> QuerySet[Dispute]:
    """Return reviews, lawsuits and complaints, the undecided first."""
    rows = Dispute.objects.select_related("case__department", "case__post")
    rows = rows.filter(closed_on=None) if pending else rows
    return rows.order_by(F("closed_on").asc(nulls_first=True), "-begun_on", "-pk")


def dispute(pk: int) -> Dispute | None:
    """Return a dispute."""
    return disputes().filter(pk=pk).first()


def withheld(*, ended: bool = False) -> QuerySet[Withheld]:
    """Return what is not made public, or what no longer is withheld."""
    rows = Withheld.objects.select_related("department", "case")
    return rows.exclude(ended_on=None) if ended else rows.filter(ended_on=None)


@dataclass(frozen=True)
class WithheldLine:
    """An entry of what is withheld, and the day it is to be looked at again (条例第十八条)."""

    row: Withheld
    ground: str
    next: date
    left: int  # days, negative when it is over


def withheld_lines(rows: Iterable[Withheld], at: datetime) -> list[WithheldLine]:
    """Return entries with their next review."""
    today, names = day_of(at), {one.key: one.name for one in outcomes()}
    found = []
    for row in rows:
        on = rules.months_later(row.reviewed_on, row.months)
        found.append(WithheldLine(row, names.get(row.ground, row.ground), on, (on - today).days))
    return found


@dataclass(frozen=True)
class DisputeLine:
    """A dispute with its own deadlines; late: the bureau's answer is overdue."""

    row: Dispute
    answer: LastDay | None
    decision: LastDay | None
    late: bool


def dispute_lines(rows: Iterable[Dispute], at: datetime) -> list[DisputeLine]:
    """Return disputes with their terms."""
    found, today = [], day_of(at)
    for row in rows:
        terms = dispute_terms(row)
        waits = terms.answer is not None and row.answered_on is None
        late = waits and terms.answer.on < today
        found.append(DisputeLine(row, terms.answer, terms.decision, late))
    return found


def rate_cases(rate: Rate, opened: str) -> list[Case]:
    """Return the cases behind one number of a rate."""
    rows = Case.objects.letters().received(rate.first, rate.last).select_related("department")
    converted = rows.gone_on()
    counted = rows.exclude(pk__in=converted.values("pk"))
    done = counted.filter(closed_on__lte=rate.cutoff)
    return list({
        "received": counted, "handled": done, "on_time": done.filter(on_time=True),
        "late": done.filter(on_time=False), "converted": converted,
        "unanswered": counted.exclude(pk__in=done.values("pk")),
    }.get(opened, Case.objects.none()))  # fmt: skip


def withheld_row(pk: int) -> Withheld | None:
    """Return one entry of the list of withheld information."""
    return Withheld.objects.select_related("department", "case").filter(pk=pk).first()


def topics(at: datetime) -> QuerySet[Topic]:
    """Return the topics of letters in force."""
    return Topic.objects.at(at).select_related("department")


def sections() -> QuerySet[Department]:
    """Return all departments."""
    return Department.objects.all()


def handling_sections() -> QuerySet[Department]:
    """Return the departments that have somebody to handle a case."""
    return Department.objects.filter(posts__kind=PostKind.EDITOR).distinct()


def drafting_posts() -> QuerySet[Post]:
    """Return the posts that handle cases of their section."""
    return Post.objects.filter(kind=PostKind.EDITOR).select_related("department")


def topic(pk: int) -> Topic | None:
    """Return a topic."""
    return Topic.objects.filter(pk=pk).first()


def keepable(at: datetime) -> QuerySet[Case]:
    """Return the cases whose identity data may be destroyed: archived, and their time is over."""
    return (
        Case.objects.filter(destroyed_at=None, identity__keep_until__lt=day_of(at))
        .exclude(stage__in=rules.OPEN)
        .select_related("identity", "department")
        .order_by("identity__keep_until", "pk")
    )
