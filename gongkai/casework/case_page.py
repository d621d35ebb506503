"""What a case's page shows: its time and why, its facts, and the next lawful acts only."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse

from gongkai.casework import forms, queries, rules, words
from gongkai.casework.models import Case, CaseFact, CaseFile, Dispute, Document, Part
from gongkai.casework.queries import figures, lists
from gongkai.casework.rules import Kind, Letter, Own, Stage
from gongkai.law.articles import Article
from gongkai.law.clock import Clock, Event, Fact, Party, fault
from gongkai.law.refused import Refused
from gongkai.people.models import PostKind, User
from gongkai.people.queries import seats
from gongkai.publishing.queries import day_of

OFFICE, HANDLERS = forms.OFFICE, forms.HANDLERS


@dataclass(frozen=True)
class Act:
    """Something a person may do next, or why they may not now."""

    name: str
    address: str
    law: Article | None
    why: str = ""
    main: bool = False


@dataclass(frozen=True)
class FactLine:
    """One fact on the timeline, and whether a later one voided it."""

    row: CaseFact
    said: tuple[tuple[str, str], ...]
    void: CaseFact | None
    may_void: bool


@dataclass(frozen=True)
class CasePage:
    """Everything an officer needs about a case, in the order they need it."""

    case: Case
    clock: Clock
    identity: tuple[tuple[str, str], ...]
    age: str
    facts: tuple[FactLine, ...]
    files: tuple[CaseFile, ...]
    documents: tuple[Document, ...]
    parts: tuple[Part, ...]
    disputes: tuple[Dispute, ...]
    acts: tuple[Act, ...]
    later: tuple[Act, ...]
    handles: bool
    counters: figures.Counters | None
    duplicates: tuple[figures.Alike, ...]


def case_page(case: Case, user: User, at: datetime) -> CasePage:
    """Return the page of a case as one person sees it at a moment."""
    today = day_of(at)
    rows = list(case.facts.select_related("document", "user").order_by("pk"))
    voids = {row.voids_id: row for row in rows if row.voids_id}
    standing = [row for row in rows if row.pk not in voids and row.event != Own.VOIDED]
    clock = queries.clock_of(case, today=today, rows=standing)
    kinds = _kinds(case, user, at)
    acts = list(_acts(case, clock, standing, kinds, today)) if kinds else []
    letter = case.kind == Kind.LETTER and case.stage in rules.OPEN
    asked = case.kind == Kind.REQUEST and bool(case.applicant_mark) and bool(kinds)
    return CasePage(
        case=case, clock=clock, identity=tuple(_identity(case)),
        age=rules.age_level(day_of(case.arrived_at), today) if letter else "",
        facts=tuple(
            FactLine(row, _said(row.detail), voids.get(row.pk), may_void=_may_void(row, voids, kinds))
            for row in rows if row.event != Own.VOIDED
        ),
        files=tuple(case.files.select_related("added_by")),
        documents=tuple(lists.documents_of(case)),
        parts=tuple(case.parts.select_related("material", "given")),
        disputes=tuple(case.disputes.all()),
        acts=tuple(act for act in acts if not act.why),
        later=tuple(act for act in acts if act.why),
        handles=bool(kinds),
        counters=figures.counters(case) if asked else None,
        duplicates=tuple(figures.duplicates(case)) if asked else (),
    )  # fmt: skip


def _kinds(case: Case, user: User, at: datetime) -> frozenset[PostKind]:
    """Return in which posts a person handles a case; none when they only read it."""
    return frozenset(
        seat.kind for seat in seats(user, at)
        if seat.kind == PostKind.OFFICE
        or (seat.kind == PostKind.EDITOR and seat.department == case.department)
    )  # fmt: skip


def _may_void(row: CaseFact, voids: Mapping[Any, CaseFact], kinds: frozenset[PostKind]) -> bool:
    return row.pk not in voids and row.event != Event.SUBMITTED and PostKind.OFFICE in kinds


def _said(detail: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return what a fact's detail says under its Chinese names; the rest is the machine's."""
    named = words.DETAIL
    return tuple(
        (named[key], words.ANSWER.get(value, value) if key == "answer" else str(value))
        for key, value in detail.items()
        if key in named and value
    )


def _identity(case: Case) -> Iterator[tuple[str, str]]:
    """Yield what is known of who asked, masked: never more than says that it is known."""
    for name, value in queries.known_identity(case).items():
        if value and name in forms.IDENTITY_LABEL:
            head, tail = forms.SHOWN.get(name, (1, 0))
            yield forms.IDENTITY_LABEL[name], rules.masked(str(value), head, tail)


def identity_lines(found: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return who asked in full, named: for the one page that is asked for and registered."""
    named = forms.IDENTITY_LABEL
    return [(named[name], str(value)) for name, value in found.items() if value and name in named]


def _acts(
    case: Case, clock: Clock, rows: Sequence[CaseFact], kinds: frozenset[PostKind], today: date
) -> Iterator[Act]:
    """Yield every act that belongs to a case of this kind and to these posts, with what forbids it."""
    found = queries.facts(case, rows)
    received = case.received_on or today
    for key, form in forms.ACTS.items():
        if form.posts & kinds and _belongs(key, case, rows):
            why = _why(key, case, found, today)
            law = queries.law(form.law, received) if form.law and case.kind == Kind.REQUEST else None
            address = reverse("casework:act", args=[case.pk, key])
            yield Act(form.heading, address, law, why, main=key in {"receipt", "assign"})
    for letter in forms.DRAFTS[Kind(case.kind)]:
        if forms.posts_of(letter) & kinds:
            why, law = _why_draft(letter, case, clock, found, today)
            name = f"起草{words.LETTER[letter]}"
            address = reverse("casework:draft", args=[case.pk, letter])
            main = letter in {Letter.REPLY, Letter.ANSWER}
            yield Act(name, address, law, why, main=main)


def _belongs(key: str, case: Case, rows: Sequence[CaseFact]) -> bool:
    """Say whether an act has anything to do with a case, allowed now or not."""
    wanted = forms.ACTS_OF.get(key)
    if wanted and case.kind != wanted:
        return False
    events = {row.event for row in rows}
    if key == "receipt":
        return Event.RECEIVED not in events
    after = {"reasons": Own.REASONS_ASKED, "corrected": Event.CORRECTION_ASKED,
             "consulted": Event.CONSULTED, "paid": Event.FEE_ASKED}  # fmt: skip
    if key in after:
        return after[key] in events
    if key == "return":
        return bool(case.outside_no)
    if key in {"exchange", "disclose"}:
        return case.outcome in {"answered", *rules.SUPPLIED}
    return key != "reopen" or case.stage in {Stage.ANSWERED, Stage.ARCHIVED}


# Facts that try whether the law would let an act be entered today.
_TRIED = {
    "receipt": Event.RECEIVED,
    "corrected": Event.CORRECTED,
    "paid": Event.FEE_PAID,
    "unanswered": Event.CLOSED,
}


def _why(key: str, case: Case, facts: Sequence[Fact], today: date) -> str:
    """Return why an act may not be done now; empty when it may."""
    over = case.stage in rules.OVER
    if key in forms.AFTER:
        return _why_after(key, case)
    if over and key not in forms.ANY_TIME:
        return words.CASE_OVER.format(number=case.number, stage=case.get_stage_display())
    if case.kind == Kind.REQUEST and key in _TRIED:
        refused = fault(facts, Fact(_TRIED[key], today, what="other"), today=today,
                        calendar=queries.calendar())  # fmt: skip
        return refused.message if refused else ""
    if key == "consulted":
        return "" if open_pairs(facts) else forms.NO_PAIR
    return ""


def _why_after(key: str, case: Case) -> str:
    """Return why an act on a closed case may not be done now."""
    if key == "reopen":
        done = [one for one in case.disputes.all() if one.result == "corrected"]
        return "" if done else forms.NO_DECISION
    if key == "archive" and case.stage not in {Stage.ANSWERED, Stage.CONVERTED}:
        return forms.NOT_OVER if case.stage in rules.OPEN else forms.ARCHIVED_BEFORE
    if key == "convert":
        return _why_convert(case)
    return ""


def _why_convert(case: Case) -> str:
    if case.kind == Kind.LETTER or case.received_on is None:
        over = case.stage in rules.OVER
        return words.LETTER_OVER.format(number=case.number) if over else ""
    told = case.stage == Stage.ANSWERED and case.outcome in {"petition", "other"}
    return "" if told else words.TELL_FIRST


def open_pairs(facts: Sequence[Fact]) -> list[tuple[str, str]]:
    """Return the consultations under way, to choose from."""
    ended = {one.pair for one in facts if one.event == Event.CONSULT_ENDED}
    return [
        (one.pair, f"{words.PARTY.get(Party(one.what), one.what)}：{one.pair}")
        for one in facts
        if one.event == Event.CONSULTED and one.pair not in ended
    ]


def _why_draft(
    letter: Letter, case: Case, clock: Clock, facts: Sequence[Fact], today: date
) -> tuple[str, Article | None]:
    """Return why a document may not be drafted now, and the law it would stand on."""
    law = queries.law(forms.LAW_OF[letter], case.received_on or today) if letter in forms.LAW_OF else None
    if case.stage in rules.OVER:
        over = words.CASE_OVER.format(number=case.number, stage=case.get_stage_display())
        return over, law
    if letter in forms.NEEDS and not any(one.event == forms.NEEDS[letter] for one in facts):
        return forms.NEEDED[letter], law
    trial = _trial(letter, clock, today)
    if trial is None or case.kind == Kind.LETTER:
        return "", law
    refused = _fault(facts, trial, today)
    return (refused.message, refused.article or law) if refused else ("", law)


def _fault(facts: Sequence[Fact], new: Fact, today: date) -> Refused | None:
    return fault(facts, new, today=today, calendar=queries.calendar())


def _trial(letter: Letter, clock: Clock, today: date) -> Fact | None:
    """Return the fact a document would enter if it were delivered today."""
    later = max(clock.due or today, today) + timedelta(days=1)
    return {
        Letter.RECEIPT: Fact(Event.RECEIVED, today),
        Letter.CORRECTION: Fact(Event.CORRECTION_ASKED, today, until=today + timedelta(days=10)),
        Letter.EXTENSION: Fact(Event.EXTENDED, today, days=1),
        Letter.DELAY: Fact(Event.DELAYED, today, until=later),
        Letter.CONSULT: Fact(Event.CONSULTED, today, what=Party.THIRD_PARTY, pair="?"),
        Letter.JOINT: Fact(Event.CONSULTED, today, what=Party.JOINT, pair="?"),
        Letter.ASSIST: Fact(Event.CONSULTED, today, what=Party.AGENCY, pair="?"),
        Letter.FEE: Fact(Event.FEE_ASKED, today),
        Letter.REPLY: Fact(Event.CLOSED, today, what="granted"),
    }.get(letter)
