"""When a report is due, where it stands, and who has to hear of it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from gongkai.casework.queries.calendars import Due as Reminder
from gongkai.law import annual
from gongkai.oversight import words
from gongkai.oversight.queries.facts import day
from gongkai.oversight.queries.report import edition_of
from gongkai.people.models import Post, PostKind, User
from gongkai.people.queries import seats, users_in
from gongkai.register.queries import entries

HALF = 6  # the month until which every page of the desk warns
DRAFTING = (PostKind.EDITOR, PostKind.HEAD)  # in the section that is the office, told with it


@dataclass(frozen=True)
class Due:
    """When a report is due, and where it stands. tag: ok, warn, block or nothing."""

    year: int
    text: str
    state: str
    tag: str
    out: bool = False


def due(year: int, at: datetime) -> Due:
    """Return when the report of a year is due and what there is to warn of."""
    last, article, warn = annual.report_due(year)
    today = timezone.localdate(at)
    told = {"year": year, "due": day(last), "article": article, "warn": day(warn),
            "days": abs((last - today).days)}  # fmt: skip
    text, out = words.DUE.format(**told), edition_of(year, at)
    if out:
        on = timezone.localdate(out.first_from)
        return Due(year, text, words.OUT_LATE.format(on=day(on)) if on > last
                   else words.OUT.format(on=day(on)), "warn" if on > last else "ok", out=True)  # fmt: skip
    if today > last:
        return Due(year, text, words.DUE_PAST.format(**told), "block")
    if today == warn:
        return Due(year, text, words.DUE_LAST.format(**told), "block")
    if today > warn:
        form = words.DUE_TODAY if today == last else words.DUE_WEEKEND
        return Due(year, text, form.format(**told), "block")
    if today.year > year:
        return Due(year, text, words.DUE_SOON.format(**told), "warn")
    return Due(year, text, "", "")


def warning(at: datetime, user: User) -> str:
    """Return what a person must hear of last year's report; "" when there is nothing.

    From the first of January until it is out; from July on its own page says it. Told are the
    office, and who drafts and heads the section the office is in.
    """
    today = timezone.localdate(at)
    if today.month > HALF or not _is_told(user, at):
        return ""
    found = due(today.year - 1, at)
    return "" if found.out else found.state


def reminders(at: datetime) -> list[Reminder]:
    """Return whom to write to of last year's report: on the day to warn, and once it is late."""
    today = timezone.localdate(at)
    year = today.year - 1
    last, _, warn = annual.report_due(year)
    if today.month > HALF or today < warn:
        return []
    found = due(year, at)
    if found.out:
        return []
    key, address = f"report:{year}:{'past' if today > last else 'last'}", f"/desk/report/{year}/"
    return [Reminder(user, key, found.state, address) for user in _told(at)]


def years(at: datetime) -> list[Due]:
    """Return the years there may be a report of, the newest first."""
    today = timezone.localdate(at)
    first = entries().first()
    begun = timezone.localdate(first.occurred_at).year if first else today.year
    return [due(year, at) for year in range(today.year, max(begun - 1, 2008) - 1, -1)]


def _is_told(user: User, at: datetime) -> bool:
    mine = seats(user, at)
    if any(seat.kind == PostKind.OFFICE for seat in mine):
        return True
    near = {seat.post.department_id for seat in mine if seat.kind in DRAFTING}
    return Post.objects.filter(kind=PostKind.OFFICE, department__in=near).exists()


def _told(at: datetime) -> list[User]:
    posts = Post.objects.filter(kind=PostKind.OFFICE).select_related("department")
    offices = dict.fromkeys(post.department for post in posts)
    found = list(users_in(PostKind.OFFICE, at))
    found += [user for kind in DRAFTING for one in offices for user in users_in(kind, at, one)]
    return list(dict.fromkeys(found))
