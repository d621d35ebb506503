"""What a case's page shows: its time and why, its facts, and the next lawful acts only."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse

from gongkai.casework import forms, letters, queries, rules, words
from gongkai.casework.models import Case, CaseFact, CaseFile, Dispute, Document, Part
from gongkai.casework.queries import figures, lists
from gongkai.casework.rules import Kind, Letter, Own, Stage
from gongkai.law.articles import Article
from gongkai.law.calendar import Calendar
from gongkai.law.clock import Clock, Event, Fact, Party, fault
from gongkai.law.refused import Refused
from gongkai.people.models import PostKind, User
from gongkai.people.queries import seats
from gongkai.publishing.queries import day_of
from gongkai.publishing.rules import IN_REVIEW, Step

OFFICE, HANDLERS = forms.OFFICE, forms.HANDLERS
FIRST = 2  # acts shown as buttons; the rest stands behind a fold


@dataclass(frozen=True)
class Act:
    """Something a person may do next, or why they may not now."""

    key: str
    name: str
    address: str
    law: Article | None
    why: str = ""
    group: str = ""


@dataclass(frozen=True)
class FactLine:
    """One fact on the timeline, and whether a later one voided it."""

    row: CaseFact
    said: tuple[tuple[str, str], ...]
    void: CaseFact | None
    may_void: bool
    late: date | None


@dataclass(frozen=True)
class CasePage:
    """Everything an officer needs about a case, in the order they need it."""

    case: Case
    clock: Clock
    shown: Clock
    correct_by: date | None
    identity: tuple[tuple[str, str], ...]
    age: str
    facts: tuple[FactLine, ...]
    files: tuple[CaseFile, ...]
    documents: tuple[Document, ...]
    parts: tuple[Part, ...]
    disputes: tuple[Dispute, ...]
    first: tuple[Act, ...]
    acts: tuple[tuple[str, tuple[Act, ...]], ...]
    later: tuple[Act, ...]
    handles: bool
    counters: figures.Counters | None
    duplicates: tuple[figures.Alike, ...]

    @property
    def outside(self) -> bool:
        """Say whether the day at the head is that of whoever passed the case on."""
        return self.shown is not self.clock


def case_page(case: Case, user: User, at: datetime) -> CasePage:
    """Return the page of a case as one person sees it at a moment."""
    today = day_of(at)
    rows = list(case.facts.select_related("document", "user").order_by("pk"))
    voids = {row.voids_id: row for row in rows if row.voids_id}
    standing = rules.standing(rows)
    days = queries.calendar()
    clock = queries.clock_of(case, today=today, rows=standing, calendar=days)
    kinds = frozenset() if case.destroyed_at else _kinds(case, user, at)
    documents = tuple(lists.documents_of(case))
    known = _Known(case, clock, standing, documents, tuple(case.disputes.all()), today, days)
    acts = [*_of_documents(known, kinds), *_acts(known, kinds)] if kinds else []
    first = _first(known, [act for act in acts if not act.why])
    letter = case.kind == Kind.LETTER and case.stage in rules.OPEN
    asked = case.kind == Kind.REQUEST and bool(case.applicant_mark) and bool(kinds)
    return CasePage(
        case=case, clock=clock, shown=lists.first_clock(case, clock, today, days), correct_by=clock.correction_due
        if clock.correction_due and clock.correction_due >= today else None,
        identity=tuple(identity_masked(case)), age=rules.age_level(day_of(case.arrived_at), today) if letter else "",
        facts=tuple(
            FactLine(row, _said(row.detail), voids.get(row.pk), may_void=_may_void(row, voids, kinds),
                     late=queries.late_on(row))
            for row in rows if row.event != Own.VOIDED
        ),
        files=tuple(case.files.select_related("added_by")),
        documents=documents,
        parts=tuple(case.parts.select_related("material", "given")),
        disputes=known.disputes,
        first=first,
        acts=_grouped(act for act in acts if not act.why and act not in first),
        later=tuple(act for act in acts if act.why),
        handles=bool(kinds),
        counters=figures.counters(case) if asked else None,
        duplicates=tuple(figures.duplicates(case)) if asked else (),
    )  # fmt: skip


def _grouped(acts: Iterable[Act]) -> tuple[tuple[str, tuple[Act, ...]], ...]:
    """Return acts under their headings, in the order in which a case meets them."""
    found: dict[str, list[Act]] = {name: [] for name in forms.GROUPS}
    for act in acts:
        found[act.group].append(act)
    return tuple((name, tuple(rows)) for name, rows in found.items() if rows)


def _first(known: "_Known", acts: Sequence[Act]) -> tuple[Act, ...]:
    """Return the one or two likeliest acts of those that may be done now, the likeliest first."""
    likely = list(_likely(known))
    found = sorted(
        (act for act in acts if act.key in likely), key=lambda act: likely.index(act.key)
    )
    return tuple(found[:FIRST])


def _likely(known: "_Known") -> Iterator[str]:
    """Yield the acts a case waits for, the likeliest first."""
    case, events = known.case, {row.event for row in known.rows}
    yield from ("confirm", "deliver", "hand_in", "receipt")
    if case.department is None:
        yield "assign"
    if known.clock.lapse and known.today > known.clock.lapse:
        yield "unanswered"
    if case.stage == Stage.CORRECTING:
        yield "corrected"
    elif case.stage == Stage.PAYING:
        yield "paid"
    elif Own.REASONS_ASKED in events and Own.REASONS_GIVEN not in events:
        yield "reasons"
    if open_pairs(known.facts):
        yield "consulted"
    yield from (
        f"draft:{Letter.REPLY}",
        f"draft:{Letter.ANSWER}",
        f"draft:{Letter.RECORD}",
        "part",
        "reopen",
        "archive",
    )


def _kinds(case: Case, user: User, at: datetime) -> frozenset[PostKind]:
    """Return in which posts a person handles a case; none when they only read it."""
    return frozenset(
        seat.kind for seat in seats(user, at)
        if seat.kind == PostKind.OFFICE
        or (seat.kind == PostKind.EDITOR and seat.department == case.department)
    )  # fmt: skip


def _may_void(row: CaseFact, voids: Mapping[Any, CaseFact], kinds: frozenset[PostKind]) -> bool:
    fixed = {Event.SUBMITTED, Event.RECEIVED}  # a day of receipt is replaced, never only voided
    return row.pk not in voids and row.event not in fixed and PostKind.OFFICE in kinds


def _said(detail: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return what a fact's detail says under its Chinese names; the rest is the machine's."""
    named = words.DETAIL
    return tuple(
        (named[key], words.ANSWER.get(value, value) if key == "answer" else str(value))
        for key, value in detail.items()
        if key in named and value
    )


def identity_masked(case: Case) -> Iterator[tuple[str, str]]:
    """Yield what is known of who asked, masked: never more than says that it is known."""
    for name, value in queries.known_identity(case).items():
        if value and name == "id_kind":
            yield forms.IDENTITY_LABEL[name], str(value)  # which proof, not whose
        elif value and name in forms.IDENTITY_LABEL:
            head, tail = forms.SHOWN.get(name, (1, 0))
            yield forms.IDENTITY_LABEL[name], rules.masked(str(value), head, tail)


def identity_lines(found: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return who asked in full, named: for the one page that is asked for and registered."""
    named = forms.IDENTITY_LABEL
    return [(named[name], str(value)) for name, value in found.items() if value and name in named]


@dataclass(frozen=True)
class _Known:
    """What is known of a case, asked once."""

    case: Case
    clock: Clock
    rows: Sequence[CaseFact]
    documents: Sequence[Document]
    disputes: Sequence[Dispute]
    today: date
    calendar: Calendar

    @property
    def received(self) -> date:
        return self.case.received_on or self.today

    @property
    def over(self) -> str:
        """Return that the case is over, if it is."""
        case = self.case
        text = words.CASE_OVER.format(number=case.number, stage=case.get_stage_display())
        return text if case.stage in rules.OVER else ""

    @property
    def facts(self) -> list[Fact]:
        return queries.facts(self.case, self.rows)

    def fault(self, new: Fact) -> Refused | None:
        """Return why the law does not let a fact be entered today."""
        return fault(self.facts, new, today=self.today, calendar=self.calendar)

    def law(self, key: str) -> Article | None:
        named = self.case.kind == Kind.REQUEST or key == "request.own"
        return queries.law(key, self.received) if key and named else None


def _acts(known: _Known, kinds: frozenset[PostKind]) -> Iterator[Act]:
    """Yield every act that belongs to a case of this kind and to these posts, with what forbids it."""
    case = known.case
    for key, form in forms.ACTS.items():
        if form.posts & kinds and _belongs(key, known):
            address = reverse("casework:act", args=[case.pk, key])
            yield Act(key, form.heading, address, known.law(form.law), _why(key, known),
                      group=forms.group_of(key))  # fmt: skip
    for letter in forms.DRAFTS[Kind(case.kind)]:
        if forms.posts_of(letter) & kinds and letters.is_lawful(letter, known.received):
            why, law = _why_draft(letter, known)
            address = reverse("casework:draft", args=[case.pk, letter])
            name = words.NEXT["draft"].format(letter=words.LETTER[letter])
            yield Act(f"draft:{letter}", name, address, law, why, group=forms.DOCUMENTS)


def _of_documents(known: _Known, kinds: frozenset[PostKind]) -> Iterator[Act]:
    """Yield what waits to be done with the documents that are drafted already."""
    for one in known.documents if not known.over else ():
        letter, card = words.LETTER[Letter(one.kind)], one.card
        is_signed = one.delivered_on is None and card is not None and card.step == Step.RELEASED
        if is_signed and PostKind.OFFICE in kinds:
            address = reverse("casework:deliver", args=[one.pk])
            yield Act("deliver", words.NEXT["deliver"].format(letter=letter), address, None,
                      group=forms.DOCUMENTS)  # fmt: skip
        is_drafted = one.delivered_on is None and (card is None or card.step == Step.DRAFT)
        if is_drafted and forms.posts_of(Letter(one.kind)) & kinds:
            address = reverse("casework:document", args=[one.pk])
            yield Act("hand_in", words.NEXT["hand_in"].format(letter=letter), address, None,
                      group=forms.DOCUMENTS)  # fmt: skip


def _belongs(key: str, known: _Known) -> bool:
    """Say whether an act has anything to do with a case, allowed now or not."""
    case, events = known.case, {row.event for row in known.rows}
    if case.kind != forms.ACTS_OF.get(key, case.kind):
        return False
    if key in {"receipt", "receipt_anew"}:
        return (Event.RECEIVED in events) == (key == "receipt_anew")
    if key == "confirm":
        return bool(queries.proposals(case, known.rows))
    after = {"reasons": Own.REASONS_ASKED, "corrected": Event.CORRECTION_ASKED,
             "consulted": Event.CONSULTED, "paid": Event.FEE_ASKED}  # fmt: skip
    if key in after:
        return after[key] in events
    if key == "return":
        return bool(case.outside_no)
    if key in {"exchange", "disclose"}:
        return case.outcome in {"answered", *rules.SUPPLIED}
    return key != "reopen" or case.stage in {Stage.ANSWERED, Stage.ARCHIVED}


# Facts that try whether the law would let an act be entered today: one of these at least.
_TRIED = {
    "receipt": (Event.RECEIVED, ("",)),
    "corrected": (Event.CORRECTED, ("",)),
    "paid": (Event.FEE_PAID, ("",)),
    "unanswered": (Event.CLOSED, rules.UNANSWERED_ENDS),
    "withdrawn": (Event.CLOSED, (rules.WITHDRAWN_END,)),
}


def _why(key: str, known: _Known) -> str:
    """Return why an act may not be done now; empty when it may."""
    if key in forms.AFTER:
        return _why_after(key, known)
    if known.over and key not in forms.ANY_TIME:
        return known.over
    if known.case.kind == Kind.REQUEST and key in _TRIED:
        event, ends = _TRIED[key]
        found = [known.fault(Fact(event, known.today, what=end)) for end in ends]
        return "" if None in found else _telling(found).message
    if key == "part":
        return _why_part(known)
    return forms.NO_PAIR if key == "consulted" and not open_pairs(known.facts) else ""


def _telling(found: Sequence[Refused]) -> Refused:
    """Return the refusal that tells most: of a time that still runs before one of nothing asked."""
    return min(found, key=lambda one: one.code == "closed.unasked")


def _why_part(known: _Known) -> str:
    """Return that a reply is being signed, or is signed: it rests on what was decided of the parts."""
    busy = (one for one in known.documents if one.kind == Letter.REPLY and one.delivered_on is None
            and one.card is not None and one.card.step in {*IN_REVIEW, Step.RELEASED})  # fmt: skip
    return next((words.PART_BUSY.format(number=one.number) for one in busy), "")


def _why_after(key: str, known: _Known) -> str:
    """Return why an act on a closed case may not be done now."""
    case = known.case
    if key == "reopen":
        corrected = any(one.result == "corrected" for one in known.disputes)
        return "" if corrected else forms.NO_DECISION
    if key == "archive" and case.stage not in {Stage.ANSWERED, Stage.CONVERTED}:
        return forms.NOT_OVER if case.stage in rules.OPEN else forms.ARCHIVED_BEFORE
    if key == "exchange" and not case.consent:
        return words.EXCHANGE_CONSENT
    return _why_convert(known) if key == "convert" else ""


def _why_convert(known: _Known) -> str:
    case = known.case
    if case.kind != Kind.REQUEST or case.received_on is None:
        return known.over
    told = (
        case.stage == Stage.ANSWERED
        and case.outcome in {"petition", "other"}
        and any(one.kind == Letter.REPLY and one.delivered_on for one in known.documents)
    )
    return "" if told else words.TELL_FIRST


def open_pairs(facts: Sequence[Fact]) -> list[tuple[str, str]]:
    """Return the consultations under way, to choose from."""
    ended = {one.pair for one in facts if one.event == Event.CONSULT_ENDED}
    return [
        (one.pair, f"{words.PARTY.get(Party(one.what), one.what)}：{one.pair}")
        for one in facts
        if one.event == Event.CONSULTED and one.pair not in ended
    ]


def _why_draft(letter: Letter, known: _Known) -> tuple[str, Article | None]:
    """Return why a document may not be drafted now, and the law it would stand on."""
    law = known.law(forms.LAW_OF.get(letter, ""))
    if known.over:
        return known.over, law
    if letter in forms.NEEDS and all(row.event != forms.NEEDS[letter] for row in known.rows):
        return forms.NEEDED[letter], law
    for one in known.documents if letter in queries.ONCE else ():
        if one.kind == letter and one.delivered_on is None and not _is_dead(one):
            return words.LETTER_TWICE.format(number=one.number, letter=words.LETTER[letter]), law
    waits = queries.receipt_waits(known.case) if letter == Letter.RECEIPT else ""
    if waits:
        return waits, law
    untimed = queries.no_term(known.case, letter, known.clock)
    if untimed:
        return untimed.message, untimed.article or law
    trial = _trial(letter, known)
    refused = known.fault(trial) if trial and known.case.kind == Kind.REQUEST else None
    return (refused.message, refused.article or law) if refused else ("", law)


def _is_dead(document: Document) -> bool:
    return document.card is not None and document.card.step in {Step.WITHDRAWN, Step.REFERRED}


def _trial(letter: Letter, known: _Known) -> Fact | None:
    """Return the fact a document would enter if it were delivered today."""
    clock, today = known.clock, known.today
    later = known.calendar.add_working_days(max(clock.due or today, today), 1)
    return {
        Letter.CORRECTION: Fact(Event.CORRECTION_ASKED, today, until=today + timedelta(days=10)),
        Letter.EXTENSION: Fact(Event.EXTENDED, today, days=1),
        Letter.DELAY: Fact(Event.DELAYED, today, until=later),
        Letter.CONSULT: Fact(Event.CONSULTED, today, what=Party.THIRD_PARTY, pair="?"),
        Letter.JOINT: Fact(Event.CONSULTED, today, what=Party.JOINT, pair="?"),
        Letter.AGENCY: Fact(Event.CONSULTED, today, what=Party.AGENCY, pair="?"),
        Letter.FEE: Fact(Event.FEE_ASKED, today),
        Letter.REPLY: Fact(Event.CLOSED, today, what="granted"),
    }.get(letter)
