"""Departments and posts as the administrator sets them up; who holds them is another matter."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from gongkai.law.refused import Refused
from gongkai.people import queries, words
from gongkai.people.actions.holdings import add_department, add_post
from gongkai.people.models import Department, DepartmentKind, Post, PostKind, User
from gongkai.register.actions import append


@transaction.atomic
def set_up_department(*, name: str, kind: DepartmentKind, by: User, at: datetime) -> Department:
    """Set up a department. Raises: Refused for anybody but an administrator, or a taken name."""
    actor = queries.acting(by, PostKind.ADMIN, at).actor(by)
    if Department.objects.filter(name=name).exists():
        raise Refused("department.name", words.DEPARTMENT_TAKEN.format(name=name))
    last = Department.objects.aggregate(last=Max("order"))["last"] or 0
    department = add_department(name=name, kind=kind, order=last + 1)
    append("people.department_added", subject=f"department:{department.pk}", by=actor, at=at,
           title=name)  # fmt: skip
    return department


@transaction.atomic
def set_up_post(
    *, department: Department, kind: PostKind, title: str, by: User, at: datetime
) -> Post:
    """Set up a post nobody holds yet. Raises: Refused, as for a department."""
    actor = queries.acting(by, PostKind.ADMIN, at).actor(by)
    if Post.objects.filter(department=department, title=title).exists():
        raise Refused("post.title", words.POST_TAKEN.format(department=department, title=title))
    post = add_post(department=department, kind=kind, title=title)
    append("people.post_added", subject=f"post:{post.pk}", by=actor, at=at, title=str(post),
           department=str(department))  # fmt: skip
    return post
