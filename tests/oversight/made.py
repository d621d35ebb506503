"""Objects of this room: the demonstration's 2014 as records, and cases by their columns."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from gongkai.casework.models import Case, Dispute
from gongkai.casework.rules import Kind, Stage
from gongkai.config.demonstration import letters as mailbox
from gongkai.config.demonstration import year as reader
from gongkai.config.demonstration.shapes import Item
from gongkai.oversight.models import CountingRule
from gongkai.people.models import Department
from gongkai.publishing import rules
from gongkai.publishing.models import ApprovalCard, Edition
from gongkai.publishing.rules import Step
from gongkai.register.actions import keep
from tests.make import SHANGHAI, a_bureau, a_department, a_user

YEAR = reader.load()
SPRING = datetime(2015, 3, 18, 9, tzinfo=SHANGHAI)  # when the bureau wrote its report for 2014
AUTUMN = datetime(2026, 1, 12, 9, tzinfo=SHANGHAI)


def numbers() -> Iterator[int]:
    """Yield 1, 2, 3 …"""
    number = 0
    while True:
        number += 1
        yield number


SERIAL = numbers()


def a_case(received: date | None = date(2025, 3, 3), closed: date | None = None, **changes) -> Case:
    """Return a case as its columns say; the facts behind them are another test's matter."""
    number = next(SERIAL)
    values = {
        "kind": Kind.REQUEST, "number": f"演示〔2025〕{number}号", "year": 2025, "serial": number,
        "arrived_at": datetime(2025, 3, 3, 9, tzinfo=SHANGHAI), "channel": "internet",
        "applicant": "person", "title": "演示事由", "received_on": received, "closed_on": closed,
        "outcome": "granted" if closed else "", "on_time": True if closed else None,
        "stage": Stage.ANSWERED if closed else Stage.HANDLING,
    } | changes  # fmt: skip
    return Case.objects.create(**values)


def a_letter(received: date, closed: date | None = None, **changes) -> Case:
    """Return a letter to the mailbox."""
    return a_case(
        received, closed, kind=Kind.LETTER, outcome="answered" if closed else "", **changes
    )


def a_dispute(begun: date, closed: date | None = None, **changes) -> Dispute:
    """Return a review, or what else is named."""
    values = {"kind": "review", "number": "演示1号", "body": "演示复议机关", "begun_on": begun,
              "closed_on": closed, "result": "upheld" if closed else ""} | changes  # fmt: skip
    return Dispute.objects.create(**values)


def the_rule() -> CountingRule:
    """Return the demonstration's counting rule, as its loader sets it."""
    rule = YEAR.counting
    return CountingRule.objects.create(
        since=date(rule.year, 1, 1), text=rule.rule, unit=rule.unit,
        kinds=[{"name": kind.name, "columns": list(kind.columns)} for kind in rule.kinds],
        apart=list(rule.apart), by=a_user(), at=YEAR.since,
    )  # fmt: skip


def an_edition(item: Item, card: ApprovalCard, department: Department) -> Edition:
    """Return an item of the demonstration's year as the public reads it."""
    content = item.content()
    sha256 = keep(rules.canonical(content), media_type="application/json")
    return Edition.objects.create(
        work_kind="disclosure", work_id=item.key, number=1, sha256=sha256, card=card,
        visible_from=item.released_at, first_from=item.released_at, public_id=item.key[:12],
        title=item.title, summary=item.summary, column=item.column, department=department,
        formed_on=item.formed_on, document_no=item.document_no, shown=True,
    )  # fmt: skip


def the_year() -> dict[str, Edition]:
    """Return the demonstration's items by key, released, its counting rule set and letters answered.

    The records are those its loader makes by the real road; here they are written at once.
    """
    a_bureau(columns=False)
    card = ApprovalCard.objects.create(
        number="演示卡1号", year=2014, serial=1, step=Step.RELEASED, purpose="publish", title="演示",
        department=a_department(), opened_by=a_user(), opened_at=YEAR.since,
        released_at=datetime(2014, 12, 31, 9, tzinfo=SHANGHAI), stages=[],
    )  # fmt: skip
    the_rule()
    found = {}
    for item in YEAR.items:
        if item.released_at:
            row = an_edition(item, card, card.department)
            row.public_id = f"演示{len(found):010}"
            row.save()
            found[item.key] = row
    for act in mailbox.acts():
        if act.kind == "arrive":
            a_letter(act.letter.arrived.date(), act.letter.answered)
    return found


def on(day: date, hour: int = 9) -> datetime:
    """Return a moment of a day in the bureau's zone."""
    return datetime.combine(day, time(hour), SHANGHAI)


def later(day: date, days: int) -> date:
    """Return a day some days on."""
    return day + timedelta(days=days)
