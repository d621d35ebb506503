"""Departments and posts, set up by the administrator."""

import pytest

from gongkai.law.refused import Refused
from gongkai.people import actions
from gongkai.people.models import Department, DepartmentKind, Post, PostKind
from gongkai.register import actions as register
from gongkai.register.models import Entry
from tests.make import NOW, a_department, a_holder


@pytest.fixture(autouse=True)
def born(db):
    """Open the register as a demonstration's, in which the moment is free."""
    register.born(demonstration=True, at=NOW)


def test_administrator_sets_up_a_department_and_a_post_and_both_are_registered():
    admin = a_holder(PostKind.ADMIN)
    department = actions.set_up_department(
        name="普查处（演示）", kind=DepartmentKind.SECTION, by=admin, at=NOW
    )
    post = actions.set_up_post(
        department=department, kind=PostKind.EDITOR, title="采编岗", by=admin, at=NOW
    )
    assert department.order > 0
    assert str(post) == "普查处（演示）采编岗"
    verbs = list(Entry.objects.order_by("seq").values_list("verb", flat=True))
    assert verbs[-2:] == ["people.department_added", "people.post_added"]


def test_nobody_but_an_administrator_sets_up_a_department_or_a_post():
    office = a_holder(PostKind.OFFICE)
    with pytest.raises(Refused):
        actions.set_up_department(name="甲", kind=DepartmentKind.SECTION, by=office, at=NOW)
    with pytest.raises(Refused):
        actions.set_up_post(
            department=a_department(), kind=PostKind.LEADER, title="局长", by=office, at=NOW
        )
    assert not Post.objects.filter(title="局长").exists()


def test_taken_names_are_refused_and_nothing_is_registered():
    admin = a_holder(PostKind.ADMIN)
    first = a_department("综合处（演示）")
    before = Entry.objects.count()
    with pytest.raises(Refused, match="已有名为"):
        actions.set_up_department(name=first.name, kind=DepartmentKind.SECTION, by=admin, at=NOW)
    assert Department.objects.filter(name=first.name).count() == 1
    assert Entry.objects.count() == before
