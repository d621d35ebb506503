"""The arithmetic of the clock. One walk through the facts; what is shown is built upon it.

The term, the extension and the time not counted are all numbers of working days after one day, the
base: where their order does not matter, nothing is counted twice and nothing moves the due date
forward. What happens after the due date no longer moves it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from gongkai.law.calendar import STANDARD, Calendar
from gongkai.law.clock.facts import NEW_REGULATION, Channel, Event, Fact, Party

FEE_DAYS = 20


@dataclass(frozen=True)
class Regime:
    """What a regulation allows, in working days. opinion: 0 where it sets no limit."""

    name: str
    reply: int
    extension: int
    correction: int
    opinion: int
    uncounted: frozenset[Party]
    fee_stops: bool


OLD = Regime("2008", 15, 15, 0, 0, frozenset({Party.THIRD_PARTY}), fee_stops=False)
NEW = Regime("2019", 20, 20, 7, 15, frozenset(Party), fee_stops=True)


class Spell(NamedTuple):
    """Time not counted: from a fact to its last day, None while that is not known."""

    fact: Fact
    end: Fact | None
    last: date | None


class Step(NamedTuple):
    """What one fact did: the working days it added, and the due date after it."""

    fact: Fact
    spell: Spell | None
    days: int
    due: date | None
    late: bool  # after the due date: without effect


@dataclass(slots=True)
class Reckoning:
    """The facts in order, and what they come to."""

    regime: Regime
    submitted: Fact | None = None
    received: Fact | None = None
    asked: Fact | None = None
    corrected: Fact | None = None
    fee: Fact | None = None  # out and not paid
    closed: Fact | None = None
    base: date | None = None
    first_due: date | None = None
    due: date | None = None
    total: int = 0  # working days from the base to the due date, a delay aside
    granted: int = 0
    floor: date | None = None  # a delayed reply is due on this day, whatever the count
    steps: list[Step] = field(default_factory=list)
    open: Spell | None = None  # stops the clock until nobody knows when


def due_of(facts: Sequence[Fact], *, today: date, calendar: Calendar = STANDARD) -> date | None:
    """Return the last day to reply, or None while it is not known; the same as clock().due.

    Raises: ValueError for facts that cannot be, such as an end without its beginning.
    """
    return reckon(facts, today=today, calendar=calendar).due


def regime_of(day: date) -> Regime:
    """Return the regulation for a request received on a day."""
    return NEW if day >= NEW_REGULATION else OLD


def reckon(facts: Sequence[Fact], *, today: date, calendar: Calendar) -> Reckoning:
    """Walk through the facts.

    Raises: ValueError for facts that cannot be.
    """
    told: dict[str, list[Fact]] = {}
    for fact in sorted(facts, key=_day):
        told.setdefault(fact.event, []).append(fact)
    received = _last(told, Event.RECEIVED)
    state = Reckoning(
        regime_of(received.on if received else today),
        submitted=_last(told, Event.SUBMITTED),
        received=received,
        closed=_last(told, Event.CLOSED),
    )
    _check(facts, state)
    if received is None:
        return state
    _correct(state, told)
    items = _items(state, told, calendar)
    if state.asked is not None and state.corrected is None:
        return state
    base = state.base = state.corrected.on if state.corrected else received.on
    state.total = state.regime.reply
    state.first_due = state.due = calendar.add_working_days(base, state.total)
    _walk(state, items, base, calendar)
    return state


def _day(fact: Fact) -> date:
    return fact.on


def _last(told: dict[str, list[Fact]], event: Event) -> Fact | None:
    return told[event][-1] if event in told else None


def _check(facts: Sequence[Fact], state: Reckoning) -> None:
    first = state.received.on if state.received else None
    for fact in facts:
        if fact.days < 0 or (fact.until is not None and fact.until < fact.on):
            raise ValueError(f"{fact.event}: negative days, or an end before its beginning")
        if fact.event == Event.SUBMITTED:
            if first is not None and first < fact.on:
                raise ValueError("received before it was submitted")
            if fact.what:
                Channel(fact.what)
        elif first is not None and fact.on < first:
            raise ValueError(f"{fact.event}: before the request was received")


def _correct(state: Reckoning, told: dict[str, list[Fact]]) -> None:
    asked, corrected = told.get(Event.CORRECTION_ASKED), told.get(Event.CORRECTED)
    if corrected and not (asked and asked[0].on <= corrected[-1].on):
        raise ValueError("corrected: nobody asked for it")
    state.asked = asked[0] if asked else None
    state.corrected = corrected[-1] if corrected else None


def _items(
    state: Reckoning, told: dict[str, list[Fact]], calendar: Calendar
) -> list[tuple[date, Fact, Spell | None]]:
    """Return what can move the due date, by day."""
    found: list[tuple[date, Fact, Spell | None]] = [
        (fact.on, fact, None)
        for event in (Event.EXTENDED, Event.DELAYED)
        for fact in told.get(event, ())
    ]
    ends = {fact.pair: fact for fact in told.get(Event.CONSULT_ENDED, ())}
    for fact in told.get(Event.CONSULTED, ()):
        spell = _opinion(state.regime, fact, ends.pop(fact.pair, None), calendar)
        found.append((fact.on, fact, spell))
    if ends:
        raise ValueError("a consultation ends that was never begun")
    fee, paid = _last(told, Event.FEE_ASKED), _last(told, Event.FEE_PAID)
    if paid and not (fee and fee.on <= paid.on):
        raise ValueError("paid without a notice of the fee")
    if fee:
        state.fee = None if paid else fee
        last = min(paid.on, _fee_lapse(fee, calendar)) if paid else None
        found.append((fee.on, fee, Spell(fee, paid, last)))
    found.sort(key=lambda item: item[0])
    return found


def _fee_lapse(fee: Fact, calendar: Calendar) -> date:
    """Return the last day to pay."""
    return fee.until or calendar.add_working_days(fee.on, FEE_DAYS)


def _opinion(regime: Regime, fact: Fact, end: Fact | None, calendar: Calendar) -> Spell:
    if end is not None and end.on < fact.on:
        raise ValueError("a consultation ends before it begins")
    last = end.on if end else None
    if Party(fact.what) is not Party.AGENCY and regime.opinion:
        expiry = calendar.add_working_days(fact.on, regime.opinion)
        if fact.until:
            expiry = min(expiry, fact.until)
        last = min(last, expiry) if last else expiry
    return Spell(fact, end, last)


def _stops(regime: Regime, fact: Fact) -> bool:
    if fact.event == Event.FEE_ASKED:
        return regime.fee_stops
    return fact.event == Event.CONSULTED and Party(fact.what) in regime.uncounted


def _walk(
    state: Reckoning,
    items: list[tuple[date, Fact, Spell | None]],
    base: date,
    calendar: Calendar,
) -> None:
    covered = base  # time not counted is counted as such up to here
    for on, fact, spell in items:
        days, late = 0, state.due is not None and on > state.due
        if not late and spell is None:
            days = _more(state, fact)
            if fact.event == Event.DELAYED and fact.until is not None:
                state.floor = max(state.floor or fact.until, fact.until)  # the day told binds
        elif not late and spell is not None and _stops(state.regime, fact):
            if spell.last is None:
                state.open = state.open or spell
            else:
                days = max(0, calendar.working_days_between(max(covered, on), spell.last))
                covered = max(covered, spell.last)
        state.total += days
        state.due = None if state.open else calendar.add_working_days(base, state.total)
        if state.due is not None and state.floor is not None:
            state.due = max(state.due, state.floor)
        state.steps.append(Step(fact, spell, days, state.due, late))


def _more(state: Reckoning, fact: Fact) -> int:
    """Grant an extension, as far as the regulation goes."""
    if fact.event != Event.EXTENDED:
        return 0
    days = min(fact.days, state.regime.extension - state.granted)
    state.granted += days
    return days
