"""Who does what by which law: routes, duties, the seat a person drafts in."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from gongkai.law.articles import Article, article
from gongkai.law.categories import category, regime
from gongkai.law.refused import Refused
from gongkai.law.terms import Term, publish_term
from gongkai.people.models import Post, PostKind, User
from gongkai.people.queries import Seat, seats
from gongkai.publishing import rules
from gongkai.publishing.models import Column, Duty, RouteTable
from gongkai.publishing.queries.holidays import calendar
from gongkai.publishing.rules import Route, Stage, Step

ITEMS_SINCE = date(2019, 5, 15)  # from when the fifteen items of 第二十条 are law


def law(key: str, at: datetime) -> Article | None:
    """Return the article of a key in force at a moment, or None where there was none."""
    try:
        return article(key, timezone.localdate(at))
    except LookupError:
        return None


def term_of(formed_on: date | None, today: date) -> Term | None:
    """Return the twenty working days of a disclosure (条例第二十六条; 2008: 第十八条)."""
    try:
        return publish_term(formed_on, today, calendar()) if formed_on else None
    except Refused:  # formed before there was a term
        return None


def filed_under(number: int, formed_on: date) -> tuple[str, str]:
    """Return the label and the text of what an item is filed under, by the law of its day.

    The fifteen items are those of the regulation of 2019: what was formed before it is in force
    names the article of its own day and no item of a later law.
    """
    try:
        law_of_day = regime(formed_on)
    except LookupError:  # formed before there was a regulation
        return "", ""
    if law_of_day.article.since < ITEMS_SINCE:
        return "依据", str(law_of_day.article)
    return "类别", str(category(number))


def route_of(kind: str, at: datetime) -> Route:
    """Return the route of a kind of disclosure at a moment: the bureau's own, else the built-in."""
    row = RouteTable.objects.at(at).filter(kind=kind).order_by("since").last()
    return read_route(row.stages) if row else rules.ROUTES[kind]


def read_route(stages: Sequence[Sequence[Any]]) -> Route:
    """Return a stored route as stages."""
    return tuple(Stage(Step(step), post, bool(own)) for step, post, own in stages)


def lineage(key: str) -> list[str]:
    """Return the keys of a column and the columns above it, nearest first."""
    column = Column.objects.filter(slug=key).first()
    if column is None:
        return [key]
    above = [page.slug for page in column.get_ancestors() if page.depth > 1]
    return [key, *reversed(above)]


def duty_posts(key: str, step: str, at: datetime) -> list[int]:
    """Return the posts that do a step for a column: those named nearest to it; none: not named."""
    rows = list(Duty.objects.at(at).filter(step=step).values_list("column", "post"))
    for name in lineage(key) if rows else []:
        found = [post for column, post in rows if column == name]
        if found:
            return found
    return []


def editor_seat(user: User, at: datetime, post: Post | None = None) -> Seat | None:
    """Return the seat in which a person drafts; for a post's department when one is given."""
    for seat in seats(user, at):
        if seat.kind == PostKind.EDITOR and (
            post is None or seat.department.pk == post.department_id
        ):
            return seat
    return None
