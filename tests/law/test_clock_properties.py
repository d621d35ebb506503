"""What holds for any history of a request (LAW §1.4)."""

from datetime import date, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gongkai.law.calendar import STANDARD
from gongkai.law.clock import Channel, Event, Fact, Party, clock, due_of, fault
from gongkai.law.clock.reckoning import reckon
from gongkai.law.refused import Refused

TODAY = date(2030, 1, 1)
RECEIVED = st.dates(date(2009, 1, 1), date(2028, 12, 31))
OFFSET = st.integers(0, 70)
LENGTH = st.integers(0, 50)


def later(day: date, days: int) -> date:
    return day + timedelta(days=days)


@st.composite
def pauses(draw: st.DrawFn, received: date, pair: str) -> list[Fact]:
    start = later(received, draw(OFFSET))
    begun = Fact(Event.CONSULTED, start, what=draw(st.sampled_from(Party)), pair=pair)
    if draw(st.booleans()):
        return [begun]
    return [begun, Fact(Event.CONSULT_ENDED, later(start, draw(LENGTH)), pair=pair)]


@st.composite
def extensions(draw: st.DrawFn, received: date) -> list[Fact]:
    return [Fact(Event.EXTENDED, later(received, draw(OFFSET)), days=draw(st.integers(1, 25)))]


@st.composite
def delays(draw: st.DrawFn, received: date) -> list[Fact]:
    on = later(received, draw(OFFSET))
    return [Fact(Event.DELAYED, on, until=later(on, draw(LENGTH)))]


@st.composite
def corrections(draw: st.DrawFn, received: date) -> list[Fact]:
    asked = later(received, draw(st.integers(0, 12)))
    found = [Fact(Event.CORRECTION_ASKED, asked, until=later(asked, 15))]
    if draw(st.booleans()):
        found.append(Fact(Event.CORRECTED, later(asked, draw(LENGTH))))
    return found


@st.composite
def fees(draw: st.DrawFn, received: date) -> list[Fact]:
    asked = later(received, draw(OFFSET))
    found = [Fact(Event.FEE_ASKED, asked)]
    if draw(st.booleans()):
        found.append(Fact(Event.FEE_PAID, later(asked, draw(LENGTH))))
    return found


def begin(day: date) -> list[Fact]:
    return [Fact(Event.SUBMITTED, day, what=Channel.ORAL), Fact(Event.RECEIVED, day)]


@st.composite
def histories(draw: st.DrawFn) -> list[Fact]:
    day = draw(RECEIVED)
    facts = begin(day)
    for number in range(draw(st.integers(0, 3))):
        facts += draw(pauses(day, str(number)))
    for more in (extensions(day), extensions(day), delays(day), corrections(day), fees(day)):
        facts += draw(st.one_of(st.just([]), more))
    return facts


def due(facts: list[Fact]) -> date:
    return due_of(facts, today=TODAY) or date.max


def has(facts: list[Fact], event: Event) -> bool:
    return any(fact.event == event for fact in facts)


@settings(deadline=None)
@given(histories(), st.data())
def test_adding_a_pause_never_brings_the_due_date_forward(
    facts: list[Fact], data: st.DataObject
) -> None:
    assert due(facts) <= due(facts + data.draw(pauses(facts[1].on, "new")))


@settings(deadline=None)
@given(histories(), st.data())
def test_adding_an_extension_or_a_delay_never_brings_the_due_date_forward(
    facts: list[Fact], data: st.DataObject
) -> None:
    day = facts[1].on
    assert due(facts) <= due(facts + data.draw(st.one_of(extensions(day), delays(day))))


@settings(deadline=None)
@given(histories(), st.data())
def test_adding_a_correction_never_brings_the_due_date_forward(
    facts: list[Fact], data: st.DataObject
) -> None:
    assume(not has(facts, Event.CORRECTION_ASKED))
    assert due(facts) <= due(facts + data.draw(corrections(facts[1].on)))


@settings(deadline=None)
@given(histories(), st.data())
def test_adding_a_fee_never_brings_the_due_date_forward(
    facts: list[Fact], data: st.DataObject
) -> None:
    assume(not has(facts, Event.FEE_ASKED))
    assert due(facts) <= due(facts + data.draw(fees(facts[1].on)))


@settings(deadline=None)
@given(histories(), st.data())
def test_closing_a_pause_earlier_never_delays_the_due_date(
    facts: list[Fact], data: st.DataObject
) -> None:
    begun = [fact for fact in facts if fact.event == Event.CONSULTED]
    assume(begun)
    one = data.draw(st.sampled_from(begun))
    end = next((f for f in facts if f.event == Event.CONSULT_ENDED and f.pair == one.pair), None)
    last = end.on if end else later(one.on, 90)
    on = data.draw(st.dates(one.on, last))
    closed = [fact for fact in facts if fact is not end]
    closed.append(Fact(Event.CONSULT_ENDED, on, pair=one.pair))
    assert due(closed) <= due(facts)


@settings(deadline=None)
@given(histories())
def test_working_days_of_the_term_are_those_no_pause_covers(facts: list[Fact]) -> None:
    facts = [fact for fact in facts if fact.event != Event.DELAYED]
    now = reckon(facts, today=TODAY, calendar=STANDARD)
    assume(now.due is not None and now.base is not None)
    spells = [step.spell for step in now.steps if step.spell and not step.late]
    if now.regime.name == "2008":
        spells = [spell for spell in spells if spell.fact.what == Party.THIRD_PARTY]
    day, counted = now.base, 0
    while day < now.due:
        day += timedelta(days=1)
        covered = any(spell.fact.on < day <= spell.last for spell in spells)
        counted += STANDARD.is_working_day(day) and not covered
    assert counted == now.regime.reply + now.granted


@settings(deadline=None)
@given(histories(), st.integers(0, 200))
def test_due_of_agrees_with_the_account(facts: list[Fact], days: int) -> None:
    today = later(facts[0].on, days)
    found = clock(facts, today=today)
    assert due_of(facts, today=today) == found.due
    assert found.overdue == (found.due is not None and today > found.due)
    if found.left < 0:
        assert found.overdue


@settings(deadline=None)
@given(histories())
def test_working_days_left_never_grow_as_days_pass(facts: list[Fact]) -> None:
    last = max(fact.on for fact in facts)
    left = [clock(facts, today=later(last, step)).left for step in range(0, 120, 3)]
    assert left == sorted(left, reverse=True)


@settings(deadline=None)
@given(histories())
def test_order_in_which_facts_are_given_does_not_matter(facts: list[Fact]) -> None:
    assert due(facts) == due(facts[::-1])


ANY = st.builds(
    Fact,
    event=st.sampled_from(Event),
    on=st.dates(date(2014, 1, 1), date(2014, 3, 1)) | st.dates(date(2026, 1, 1), date(2026, 3, 1)),
    until=st.none() | st.dates(),
    days=st.integers(-2, 300),
    what=st.sampled_from([*Channel, *Party, "", "谁"]),
    pair=st.sampled_from(["", "甲", "乙"]),
)


@settings(deadline=None)
@given(st.lists(ANY, max_size=12))
def test_any_facts_give_an_account_or_a_value_error(facts: list[Fact]) -> None:
    try:
        found = clock(facts, today=TODAY)
    except ValueError:
        return
    assert found.due == due_of(facts, today=TODAY)
    assert all(line.text for line in found.lines)


@settings(deadline=None)
@given(st.lists(ANY, max_size=25))
def test_facts_that_were_let_in_one_by_one_always_give_an_account(facts: list[Fact]) -> None:
    kept: list[Fact] = begin(date(2026, 1, 5))
    for fact in facts:
        answer = fault(kept, fact, today=TODAY)
        assert answer is None or (isinstance(answer, Refused) and str(answer))
        if answer is None:
            kept.append(fact)
    clock(kept, today=TODAY)
