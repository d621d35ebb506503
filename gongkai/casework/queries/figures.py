"""Counts over cases: what one applicant asked, what may be a repeat, how letters are handled."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from gongkai.casework import rules
from gongkai.casework.models import Case, CaseFact, Dispute
from gongkai.casework.queries.case import calendar
from gongkai.casework.rules import SUPPLIED, Stage
from gongkai.law.clock import Event
from gongkai.law.clock.letters import LastDay
from gongkai.law.remedies import answer_until, decision_until

LOOK_BACK = 500  # earlier requests of one applicant that are compared


@dataclass(frozen=True)
class Counters:
    """How many requests one applicant made in a calendar month and year, this one included."""

    month: int
    month_before: int  # before this one; one that was split for its fee counts as its items
    year: int
    excessive: bool  # the bureau's own mark; whether it is unreasonable, a person says


def counters(case: Case) -> Counters:
    """Return the counters of a request's applicant (条例第三十五条; fees count by month too)."""
    day = timezone.localdate(case.arrived_at)
    others = _of_applicant(case).filter(year=day.year).values_list("arrived_at", "pk")
    months = [(timezone.localdate(at).month, at, pk) for at, pk in others]
    same = [(at, pk) for month, at, pk in months if month == day.month]
    earlier = [one for one in same if one < (case.arrived_at, case.pk)]
    before = len(earlier) + _split([pk for _, pk in earlier])
    month, year = len(same) + 1, len(months) + 1
    many = month > rules.MANY_MONTH or year > rules.MANY_YEAR
    return Counters(month, before, year, excessive=many)


def _split(cases: list[int]) -> int:
    """Return how many items more than one the requests were split into (信息处理费办法第四条)."""
    rows = CaseFact.objects.filter(case__in=cases, event=Event.FEE_ASKED, voided_by=None)
    return sum(max(1, int(row.detail.get("items") or 1)) - 1 for row in rows)


def _of_applicant(case: Case) -> QuerySet[Case]:
    """Return an applicant's other requests; a letter that became one counts once."""
    rows = Case.objects.requests().exclude(pk=case.pk).exclude(stage=Stage.CONVERTED)
    return rows.filter(applicant_mark=case.applicant_mark) if case.applicant_mark else rows.none()


@dataclass(frozen=True)
class Alike:
    """An earlier case like one, and how alike, from 0 to 1; same: of the same applicant."""

    case: Case
    likeness: float
    same: bool


def duplicates(case: Case, least: float = rules.ALIKE) -> list[Alike]:
    """Return an applicant's earlier cases of the same kind that may be the same (重复申请)."""
    if not case.applicant_mark:
        return []
    rows = Case.objects.filter(kind=case.kind, applicant_mark=case.applicant_mark)
    rows = rows.filter(Q(arrived_at__lt=case.arrived_at) | Q(arrived_at=case.arrived_at,
                                                             pk__lt=case.pk))  # fmt: skip
    return _alike(case, rows.exclude(pk=case.pk)[:LOOK_BACK], least)


def convertible(case: Case, least: float = rules.ALIKE) -> list[Alike]:
    """Return other applicants' granted requests like one: several asked (条例第四十四条)."""
    rows = Case.objects.requests().filter(outcome__in=SUPPLIED).exclude(pk=case.pk)
    return _alike(case, rows.exclude(applicant_mark=case.applicant_mark)[:LOOK_BACK], least)


def _alike(case: Case, rows: Iterable[Case], least: float) -> list[Alike]:
    text = f"{case.title} {case.text}"
    found = [
        Alike(one, rules.likeness(text, f"{one.title} {one.text}"),
              same=bool(one.applicant_mark) and one.applicant_mark == case.applicant_mark)
        for one in rows
    ]  # fmt: skip
    return sorted((one for one in found if one.likeness >= least), key=lambda one: -one.likeness)


def candidates(since: date, least: float = rules.ALIKE) -> list[tuple[Case, ...]]:
    """Return groups of granted requests alike, of two applicants or more (条例第四十四条)."""
    rows = list(
        Case.objects.requests().filter(outcome__in=SUPPLIED, closed_on__gte=since).order_by("pk")
    )
    groups = rules.grouped([f"{row.title} {row.text}" for row in rows], least)
    found = [tuple(rows[place] for place in group) for group in groups]
    return [group for group in found if len({one.applicant_mark or one.pk for one in group}) > 1]


@dataclass(frozen=True)
class Rate:
    """A rate with all that stands behind it. Unit: letters.

    numerator of denominator, at the end of the cut-off day; unanswered are those of the denominator
    that are not in the numerator; converted ones are handled as requests and stand in neither.
    """

    first: date
    last: date
    cutoff: date
    received: int
    handled: int
    on_time: int
    converted: int
    unanswered: tuple[Case, ...]
    late: tuple[Case, ...]

    @property
    def percent(self) -> float | None:
        """Return the handling rate in percent; None without a letter."""
        return 100 * self.handled / self.received if self.received else None


def letter_rate(first: date, last: date, *, cutoff: date) -> Rate:
    """Return how the letters received in a period were handled by the end of a day."""
    rows = Case.objects.letters().received(first, last)
    converted = rows.gone_on()
    counted = rows.exclude(pk__in=converted.values("pk"))
    done = counted.filter(closed_on__lte=cutoff)
    return Rate(
        first=first, last=last, cutoff=cutoff, received=counted.count(), handled=done.count(),
        on_time=done.filter(on_time=True).count(), converted=converted.count(),
        unanswered=tuple(counted.exclude(pk__in=done.values("pk"))),
        late=tuple(done.filter(on_time=False)),
    )  # fmt: skip


@dataclass(frozen=True)
class LetterWarning:
    """An open letter near three months without an answer."""

    case: Case
    level: str  # warn, alarm, veto
    veto_on: date


def letter_warnings(today: date) -> list[LetterWarning]:
    """Return the open letters older than 60 days, oldest first (一票否决: three months)."""
    rows = Case.objects.letters().open().select_related("department", "post")
    rows = rows.order_by("arrived_at")
    found = [(row, timezone.localdate(row.arrived_at)) for row in rows]
    return [LetterWarning(row, level, rules.veto_day(day)) for row, day in found
            if (level := rules.age_level(day, today))]  # fmt: skip


@dataclass(frozen=True)
class DisputeTerms:
    """By when the bureau answers, and by when it is decided; None where the notice says.

    decision: None too while the day the organ took it up is not known.
    """

    answer: LastDay | None
    decision: LastDay | None


def dispute_terms(dispute: Dispute) -> DisputeTerms:
    """Return a dispute's own deadlines; before the law of 2024, and in court, the notice's."""
    if dispute.kind != "review":
        return DisputeTerms(None, None)
    try:
        answer = answer_until(dispute.begun_on, calendar(), simplified=dispute.simplified)
        taken = dispute.accepted_on
        decision = decision_until(taken, simplified=dispute.simplified) if taken else None
    except LookupError:
        return DisputeTerms(None, None)
    return DisputeTerms(answer, decision)
