"""Plain functions that make objects for tests: a_user(name="演示甲"). Time is passed in."""

from datetime import datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from gongkai.people.models import Department, DepartmentKind, Holding, Post, PostKind, User

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2014, 10, 20, 9, 0, tzinfo=SHANGHAI)
NUMBERS = count(1)


def a_department(name: str = "综合处（演示）", **changes) -> Department:
    """Return the department of that name, made if need be."""
    return Department.objects.get_or_create(
        name=name, defaults={"kind": DepartmentKind.SECTION} | changes
    )[0]


def a_post(kind: PostKind = PostKind.EDITOR, department: Department | None = None) -> Post:
    """Return the post of a kind in a department, made if need be."""
    return Post.objects.get_or_create(
        department=department or a_department(), kind=kind, title=f"{kind.label}岗"
    )[0]


def a_user(name: str = "", **changes) -> User:
    """Return a new user with a password nobody is asked for."""
    number = next(NUMBERS)
    return User.objects.create_user(
        **{"username": f"user{number}", "name": name or f"演示人员{number}"} | changes
    )


def a_holder(
    kind: PostKind = PostKind.EDITOR, department: Department | None = None, **changes
) -> User:
    """Return a new user who has held a post of that kind, confirmed, for a year."""
    user = a_user()
    since = NOW - timedelta(days=365)
    values = {"since": since, "confirmed_by": a_user(), "confirmed_at": since} | changes
    Holding.objects.create(user=user, post=a_post(kind, department), **values)
    return user
