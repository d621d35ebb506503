"""The column tree as the office drafts it; a card makes it public."""

from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.models import Page

from gongkai.law.refused import Refused
from gongkai.people.models import User
from gongkai.publishing import words
from gongkai.publishing.actions.responsibility import office_seat
from gongkai.publishing.models import Column
from gongkai.register.actions import append


@transaction.atomic
def add_column(
    *, key: str, name: str, parent: str, by: User, at: datetime, **fields: Any
) -> Column:
    """Draft a column under another; the public sees it when a card approves the tree.

    Raises: Refused when the key is taken or the person is not of the disclosure office.
    """
    seat = office_seat(by, at)
    if Column.objects.filter(slug=key).exists():
        raise Refused("column.key", words.DUPLICATE_KEY.format(key=key))
    above = Column.objects.get(slug=parent) if parent else Page.get_first_root_node()
    column = above.add_child(instance=Column(title=name, slug=key, **fields))
    append("column.drafted", subject=f"column:{key}", by=seat.actor(by), at=at,
           title=name, column=name, department=str(seat.department))  # fmt: skip
    return column


@transaction.atomic
def change_column(*, key: str, by: User, at: datetime, **fields: Any) -> Column:
    """Change a column's draft. Raises: Refused."""
    seat = office_seat(by, at)
    column = Column.objects.get(slug=key)
    for name, value in fields.items():
        setattr(column, name, value)
    column.save()
    append("column.drafted", subject=f"column:{key}", by=seat.actor(by), at=at,
           title=column.title, column=column.title, department=str(seat.department))  # fmt: skip
    return column
