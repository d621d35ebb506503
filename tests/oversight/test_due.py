"""When the report is due, and who hears of it, on which day, in which words."""

from datetime import date

import pytest
from django.core import mail

from gongkai.casework.actions import remind
from gongkai.oversight import queries
from gongkai.people.models import Post, PostKind, User
from tests.make import a_bureau, a_holder
from tests.oversight.made import on
from tests.oversight.test_report import JANUARY, drafted, out, ready


@pytest.fixture
def bureau(db):
    return a_bureau()


def test_the_warning_begins_with_the_year_and_ends_with_the_report(bureau):
    office = bureau.office
    assert "还有30天" in queries.warning(on(date(2026, 1, 1)), office)
    assert "最后一个工作日" in queries.warning(on(date(2026, 1, 30)), office)
    assert "已超过期限" in queries.warning(on(date(2026, 2, 2)), office)
    ready(bureau)
    out(bureau, drafted(bureau))
    assert queries.warning(on(date(2026, 1, 30)), office) == ""
    assert queries.due(2025, JANUARY).state == "已于2026年1月12日公布"


def test_the_last_working_day_is_named_on_that_day_only_and_the_days_after_say_what_is_left(bureau):
    said = {day: queries.warning(on(date(2027, 1, day)), bureau.office) for day in (28, 29, 30, 31)}
    assert "还有3天" in said[28]
    assert "今天是期限前最后一个工作日" in said[29]
    assert "还有1天；期限前最后一个工作日（2027年1月29日）已过" in said[30]
    assert "今天（2027年1月31日）期限届满" in said[31]
    assert not any("今天是期限前最后" in said[day] for day in (28, 30, 31))


def test_who_drafts_and_heads_in_the_section_of_the_office_is_warned_with_it(bureau):
    hub = Post.objects.filter(kind=PostKind.OFFICE).first().department
    at = on(date(2026, 1, 30))
    told = [a_holder(kind, hub) for kind in (PostKind.EDITOR, PostKind.HEAD)]
    assert all(queries.warning(at, user) for user in told)
    assert not queries.warning(at, bureau.leader)
    assert not queries.warning(at, bureau.editor)
    assert {one.user for one in queries.reminders(at)} >= {*told, bureau.office}


def test_the_office_is_written_to_once_on_the_last_working_day_and_once_when_it_is_late(
    bureau, django_capture_on_commit_callbacks
):
    User.objects.filter(pk=bureau.office.pk).update(email="office@example.org")

    def sent(day):
        at = on(day)
        with django_capture_on_commit_callbacks(execute=True):
            return remind(at=at, more=queries.reminders(at))

    assert sent(date(2026, 1, 29)) == 0
    assert sent(date(2026, 1, 30)) == 1
    assert "最后一个工作日" in mail.outbox[-1].body
    assert "/desk/report/2025/" in mail.outbox[-1].body
    assert sent(date(2026, 1, 31)) == 0
    assert sent(date(2026, 2, 2)) == 1
    ready(bureau)
    out(bureau, drafted(bureau))
    assert queries.reminders(on(date(2026, 2, 3))) == []


def test_the_report_for_2014_was_due_on_the_last_of_march(bureau):
    found = queries.due(2014, on(date(2015, 3, 31)))
    assert "2015年3月31日" in found.text
    assert "待核" in found.text
    assert found.tag == "block"
