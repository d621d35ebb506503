"""Plain functions that make entries and do to a register what nobody may."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, connection, transaction

from gongkai.register import actions, triggers
from gongkai.register.models import Entry
from gongkai.register.rules import Actor
from tests.make import NOW

CLERK = Actor(7, "演示甲", "综合处采编岗", "综合处（演示）")


def an_entry(verb: str = "card.opened", **changes) -> Entry:
    """Append an entry and return it."""
    values = {"subject": "card:演示〔2014〕1号", "by": CLERK, "at": NOW} | changes
    with transaction.atomic():
        return actions.append(verb, **values)


def run(sql: str, *values: object) -> None:
    """Run one statement behind everybody's back."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)


def refuses(sql: str, *values: object, match: str = "register: ") -> None:
    """Hold that the database itself refuses a statement."""
    with pytest.raises(IntegrityError, match=match), transaction.atomic():
        run(sql, *values)


@contextmanager
def unguarded() -> Iterator[None]:
    """Switch the triggers off for a while, as somebody with the database's own rights could."""
    if connection.vendor == "postgresql":
        run("SET CONSTRAINTS ALL IMMEDIATE")
        for table in triggers.TABLES:
            run(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    else:
        for name in triggers.ON_SQLITE:
            run(f"DROP TRIGGER {name}")
    yield
    if connection.vendor == "postgresql":
        run("SET CONSTRAINTS ALL IMMEDIATE")
    triggers.install(connection)


def kinds(problems: Sequence) -> list[str]:
    """Return the kinds of problems, in their order."""
    return [problem.kind for problem in problems]
