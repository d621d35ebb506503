"""The release calendar as the public reads it: a page, and what programs follow."""

import itertools
import json
from dataclasses import dataclass
from datetime import datetime

from icalendar import Calendar, Event

from gongkai.outreach import queries as outreach
from gongkai.outreach import words
from gongkai.outreach.queries import Line
from gongkai.outreach.rules import State
from gongkai.portal.queries.feeds import BORN, stable_id
from gongkai.portal.queries.pages import Feed, FeedEntry, Head, Link
from gongkai.portal.queries.site import Site

ADDRESS = "/calendar/"


@dataclass(frozen=True)
class CalendarPage:
    """The page of the calendar. Shape: months are (name, lines), those to come first."""

    head: Head
    crumbs: tuple[Link, ...]
    about: str
    coming: tuple[tuple[str, list[Line]], ...]
    past: tuple[tuple[str, list[Line]], ...]


def calendar_page(site: Site, at: datetime) -> CalendarPage:
    """Return the calendar: what is to come by month, then what came out, the newest first."""
    head, lines = site.head(), outreach.public_lines(at)
    coming = [one for one in lines if _is_ahead(one, at)]
    past = [one for one in reversed(lines) if not _is_ahead(one, at)]
    return CalendarPage(
        head, (Link("首页", "/"), Link(words.CALENDAR, ADDRESS, current=True)),
        words.ABOUT.format(bureau=head.bureau), _by_month(coming), _by_month(past),
    )  # fmt: skip


def _is_ahead(line: Line, at: datetime) -> bool:
    return line.state in {State.PROVISIONAL, State.CONFIRMED} or (
        line.state == State.CANCELLED and line.release.planned_at > at
    )


def _by_month(lines: list[Line]) -> tuple[tuple[str, list[Line]], ...]:
    return tuple(
        (name, list(found))
        for name, found in itertools.groupby(lines, lambda one: words.month(one.release.planned_at))
    )


def calendar_ics(site: Site, at: datetime) -> bytes:
    """Return the calendar as iCalendar (RFC 5545); a changed date keeps its uid."""
    head, made = site.head(), Calendar()
    made.add("prodid", "-//gongkai//releases//ZH")
    made.add("version", "2.0")
    made.add("x-wr-calname", f"{head.bureau}{words.CALENDAR}")
    made.add("refresh-interval;value=duration", "PT1H")
    for line in outreach.public_lines(at):
        entry = Event()
        entry.add("uid", f"{line.release.public_id}@{head.domain}")
        entry.add("dtstamp", line.release.updated_at)
        entry.add("last-modified", line.release.updated_at)
        entry.add("sequence", len(line.changes))
        entry.add("dtstart", line.release.planned_at)
        entry.add("summary", f"{line.release.title}（{line.name}）")
        entry.add("url", _link(head, line))
        entry.add("status", _status(line))
        entry.add("description", _told(line))
        made.add_component(entry)
    return made.to_ical()


def _status(line: Line) -> str:
    named = {State.CANCELLED: "CANCELLED", State.PROVISIONAL: "TENTATIVE"}
    return named.get(line.state, "CONFIRMED")


def _told(line: Line) -> str:
    return "\n".join(outreach.told(one) for one in line.changes)


def _link(head: Head, line: Line) -> str:
    return head.base_url + (line.address or f"{ADDRESS}#r-{line.release.public_id}")


def calendar_feed(site: Site, at: datetime) -> Feed:
    """Return the calendar as a feed: an entry is new again when its date changes or it comes out."""
    head, lines = site.head(), outreach.public_lines(at)
    ordered = sorted(lines, key=_changed, reverse=True)
    return Feed(
        id=stable_id("calendar"), title=f"{head.bureau}{words.CALENDAR}", author=head.bureau,
        base_url=head.base_url, subtitle=words.ABOUT.format(bureau=head.bureau),
        address=f"{ADDRESS}feed.atom", page=ADDRESS, born=BORN,
        entries=tuple(
            FeedEntry(
                id=stable_id(f"release:{one.release.public_id}"),
                address=one.address or f"{ADDRESS}#r-{one.release.public_id}",
                title=f"{words.moment(one.release.planned_at)} {one.release.title}（{one.name}）",
                summary=_told(one), column=words.CALENDAR,
                published=one.release.proposed_at, updated=_changed(one),
            )
            for one in ordered
        ),
    )  # fmt: skip


def _changed(line: Line) -> datetime:
    moments = [line.release.updated_at]
    if line.edition:
        moments.append(line.edition.visible_from)
    return max(moments)


def calendar_json(site: Site, at: datetime) -> bytes:
    """Return the calendar as JSON. Shape: docs/data-services.md."""
    head = site.head()
    rows = [
        {
            "id": line.release.public_id,
            "title": line.release.title,
            "department": str(line.release.department),
            "flows": line.release.flows,
            "period": line.release.period,
            "planned_at": line.release.planned_at.isoformat(),
            "state": str(line.state),
            "released_at": line.edition.first_from.isoformat() if line.edition else None,
            "url": _link(head, line),
            "read_before": [{"post": post, "times": times} for post, times in line.readings],
            "changes": [
                {
                    "before": one.before.isoformat(),
                    "after": one.after.isoformat() if one.after else None,
                    "reason": one.reason,
                    "approved_by": one.approved_by,
                    "approved_at": one.approved_at.isoformat(),
                }
                for one in line.changes
            ],
        }
        for line in outreach.public_lines(at)
    ]
    return json.dumps({"releases": rows}, ensure_ascii=False).encode()
