"""A counter of any size, written in bulk: requests of eight years with the facts they would have.

One in ten letters; one in five requests was corrected, consulted over, extended or charged. All but
the last two months' are closed. Identities are sealed with one key for all: making keys is not
what is measured.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.db import transaction

from bench.site import YEAR
from gongkai.casework import rules, sealing
from gongkai.casework.models import Case, CaseFact, Identity
from gongkai.casework.rules import APPLICANTS, Kind, Own
from gongkai.config.demonstration.load import Replay
from gongkai.law.calendar import add_working_days
from gongkai.law.clock import Channel, Event, Fact, Party, clock
from gongkai.law.outcomes import outcomes
from gongkai.people.models import Department
from gongkai.register.actions import append
from gongkai.register.models import Entry
from gongkai.register.rules import SYSTEM

FIRST, TODAY = date(2019, 6, 3), date(2026, 11, 20)
OPEN_DAYS = 60  # what came in the last two months may still be open
A_BATCH = 2_000
ZONE = ZoneInfo("Asia/Shanghai")
WORDS = (
    "工业",
    "投资",
    "消费",
    "价格",
    "人口",
    "就业",
    "能源",
    "服务业",
    "普查",
    "名录",
    "基本单位",
    "农业",
)


def build(count: int) -> None:
    """Fill the configured, migrated database with so many cases, beside the demonstration's bureau."""
    if not Entry.objects.exists():
        Replay(YEAR).install()
    draw, key = Random(2026), sealing.new_key()
    sealed = sealing.seal_fields(key, {"name": "演示", "phone": "演示"})
    departments = list(Department.objects.all())
    numbers: dict[tuple[str, int], int] = {}
    for first in range(0, count, A_BATCH):
        with transaction.atomic():
            _write([_case(draw, departments, numbers) for _ in range(first, min(count, first + A_BATCH))],
                   key, sealed)  # fmt: skip
    with transaction.atomic():
        append("demonstration.ready", subject="register", by=SYSTEM,
               at=datetime.combine(TODAY, time(9, 0), ZONE))  # fmt: skip


@dataclass
class _Drawn:
    case: Case
    facts: list[Fact] = field(default_factory=list)
    own: list[tuple[str, date]] = field(default_factory=list)


def _case(
    draw: Random, departments: list[Department], numbers: dict[tuple[str, int], int]
) -> _Drawn:
    kind = Kind.LETTER if draw.random() < 0.1 else Kind.REQUEST
    arrived = FIRST + timedelta(days=draw.randrange((TODAY - FIRST).days))
    serial = numbers[kind, arrived.year] = numbers.get((kind, arrived.year), 0) + 1
    word = draw.choice(WORDS)
    facts = list(_facts(draw, arrived))
    found = clock(facts, today=TODAY)
    closed = facts[-1] if facts[-1].event == Event.CLOSED else None
    events = [fact.event for fact in facts]
    events.insert(2, Own.ASSIGNED)
    case = Case(
        kind=kind, number=f"演示{kind}〔{arrived.year}〕{serial}号", year=arrived.year,
        serial=serial, arrived_at=datetime.combine(arrived, time(10, 0), ZONE),
        channel=Channel.INTERNET, applicant=draw.choices(APPLICANTS, (80, 6, 3, 2, 5, 4))[0],
        applicant_mark=sealing.mark(f"bench:{draw.randrange(20_000)}"),
        title=f"{arrived.year}年{word}有关统计资料（演示）", text=f"申请公开{word}统计资料（演示）。",
        department=draw.choice(departments), stage=rules.stage(events), received_on=found.received,
        due_on=found.due, closed_on=closed.on if closed else None,
        outcome=closed.what if closed else "", on_time=found.on_time,
    )  # fmt: skip
    return _Drawn(case, facts, [(Own.ASSIGNED, arrived)])


def _facts(draw: Random, arrived: date) -> Iterator[Fact]:
    """Yield what happened, each fact lawful after the one before."""
    yield Fact(Event.SUBMITTED, arrived, what=Channel.INTERNET)
    day = add_working_days(arrived, draw.randrange(1, 3))
    yield Fact(Event.RECEIVED, day)
    chance = draw.random()
    if chance < 0.06:
        day = add_working_days(day, draw.randrange(1, 6))
        yield Fact(Event.CORRECTION_ASKED, day, until=day + timedelta(days=15))
        day += timedelta(days=draw.randrange(1, 15))
        yield Fact(Event.CORRECTED, day)
    elif chance < 0.12:
        day = add_working_days(day, draw.randrange(1, 6))
        yield Fact(Event.CONSULTED, day, what=Party.THIRD_PARTY, pair="a")
        day = add_working_days(day, draw.randrange(2, 14))
        yield Fact(Event.CONSULT_ENDED, day, pair="a")
    elif chance < 0.2:
        day = add_working_days(day, draw.randrange(5, 15))
        yield Fact(Event.EXTENDED, day, days=20)
    day = add_working_days(day, draw.randrange(1, 12))
    if day <= TODAY and ((TODAY - arrived).days > OPEN_DAYS or draw.random() < 0.4):
        yield Fact(Event.CLOSED, day, what=draw.choice(outcomes()).key)


def _write(drawn: list[_Drawn], key: str, sealed: str) -> None:
    Case.objects.bulk_create(one.case for one in drawn)
    Identity.objects.bulk_create(
        Identity(case=one.case, wrapped_key=key, sealed=sealed) for one in drawn
    )
    rows = []
    for one in drawn:
        at = one.case.arrived_at
        rows += [
            CaseFact(case=one.case, event=fact.event, on=fact.on, until=fact.until, days=fact.days,
                     what=fact.what, pair=fact.pair, at=at, name="演示")
            for fact in one.facts
        ]  # fmt: skip
        rows += [CaseFact(case=one.case, event=event, on=on, at=at, name="演示")
                 for event, on in one.own]  # fmt: skip
    CaseFact.objects.bulk_create(rows, batch_size=5_000)
