"""The column tree as the office drafts it; a card makes it public."""

from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.models import Page

from gongkai.law.refused import Refused
from gongkai.people.models import User
from gongkai.people.queries import Seat
from gongkai.publishing import queries, rules, words
from gongkai.publishing.actions.binding import refuse_broken
from gongkai.publishing.actions.responsibility import office_seat
from gongkai.publishing.models import Column
from gongkai.register.actions import append


@transaction.atomic
def add_column(
    *, key: str, name: str, parent: str, by: User, at: datetime, **fields: Any
) -> Column:
    """Draft a column under another; the public sees it when a card approves the tree.

    Raises: Refused when the key is taken, the column above is closed, or the person is not of the
    disclosure office.
    """
    seat = office_seat(by, at)
    refuse_broken([name, *fields.values()])
    lock_tree()
    if Column.objects.filter(slug=key).exists():
        raise Refused("column.key", words.DUPLICATE_KEY.format(key=key))
    column = _above(parent).add_child(instance=Column(title=name, slug=key, **fields))
    return _entered(column, seat, by, at)


@transaction.atomic
def change_column(*, key: str, by: User, at: datetime, **fields: Any) -> Column:
    """Change a column's own fields in the draft. Raises: Refused."""
    seat = office_seat(by, at)
    refuse_broken(list(fields.values()))
    lock_tree()  # a column keeps its place in the tree among its fields
    column = _column(key)
    for name, value in fields.items():
        setattr(column, name, value)
    column.save()
    return _entered(column, seat, by, at)


@transaction.atomic
def close_column(*, key: str, moved_to: str, by: User, at: datetime) -> Column:
    """Close a column in the draft: its items will stand in another, its address lead there.

    Raises: Refused — closed already, with open columns below it, into itself, into a column that
    is closed or not there.
    """
    seat = office_seat(by, at)
    lock_tree()
    column = _column(key)
    tree = queries.drafted_columns()
    fault = "already" if column.closed else rules.close_fault(tree, key, moved_to)
    if fault:
        target = queries.column_name(moved_to)
        text = words.COLUMN_CLOSE[fault].format(name=column.title, target=target)
        raise Refused(f"column.{fault}", text)
    column.moved_to = moved_to
    column.save()
    return _entered(column, seat, by, at, moved_to=queries.column_name(moved_to))


@transaction.atomic
def reopen_column(*, key: str, by: User, at: datetime) -> Column:
    """Open a closed column again in the draft. Raises: Refused — open, or under a closed one."""
    seat = office_seat(by, at)
    lock_tree()
    column = _column(key)
    if not column.closed:
        raise Refused("column.open", words.COLUMN_OPEN.format(name=column.title))
    above = column.get_parent()
    _above(above.slug if above.depth > 1 else "")
    column.moved_to = ""
    column.save()
    return _entered(column, seat, by, at)


@transaction.atomic
def move_column(*, key: str, parent: str, after: str = "", by: User, at: datetime) -> Column:
    """Put a column under another, behind one of its new siblings or before them all, in the draft.

    Shape: parent "" is the first level; after "" is before all. Raises: Refused — below itself,
    under a closed column, behind one that stands elsewhere.
    """
    seat = office_seat(by, at)
    lock_tree()
    column = _column(key)
    if parent and key in queries.lineage(parent):
        raise Refused("column.below", words.COLUMN_BELOW_ITSELF.format(name=column.title))
    above = _above(parent, may_be_closed=column.closed)
    siblings = above.get_children().exclude(pk=column.pk)
    if after:
        beside = siblings.filter(slug=after).first()
        if beside is None:
            text = words.COLUMN_NOT_BESIDE.format(name=queries.column_name(after))
            raise Refused("column.beside", text)
        column.move(beside, pos="right")
    elif (first := siblings.first()) is not None:
        column.move(first, pos="left")
    else:
        column.move(above, pos="last-child")
    parent_name = queries.column_name(parent) if parent else words.TOP
    return _entered(_column(key), seat, by, at, parent=parent_name)


def lock_tree() -> Page:
    """Lock the column tree until this transaction ends; return its root."""
    return Page.objects.select_for_update().get(depth=1)


def _column(key: str) -> Column:
    column = queries.column_of(key)
    if column is None:
        raise Refused("column.unknown", words.COLUMN_UNKNOWN.format(key=key))
    return column


def _above(key: str, *, may_be_closed: bool = False) -> Page:
    """Return the page a column is to stand under. Raises: Refused."""
    if not key:
        return Page.get_first_root_node()
    above = _column(key)
    if above.closed and not may_be_closed:
        raise Refused("column.above", words.COLUMN_ABOVE_CLOSED.format(name=above.title))
    return above


def _entered(column: Column, seat: Seat, by: User, at: datetime, **detail: str) -> Column:
    append("column.drafted", subject=f"column:{column.slug}", by=seat.actor(by), at=at,
           title=column.title, column=column.title, department=str(seat.department),
           detail=detail | seat.behalf)  # fmt: skip
    return column
