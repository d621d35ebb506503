"""The release calendar of the demonstration: what came out as announced, and a year to come."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib.resources import files
from typing import Any

from django.utils import timezone

from gongkai.config.demonstration.letters import SHANGHAI
from gongkai.figures.rules import PARTS, Frequency, Span, join, moved, spelled
from gongkai.law.calendar import STANDARD
from gongkai.outreach import actions
from gongkai.outreach.models import Release
from gongkai.people.models import Department, User
from gongkai.publishing.models import Disclosure

OFFICE = "zhaoyu", "qianhe"  # who settles, and who decides on a change
CERTAIN = timedelta(days=92)  # what is nearer is confirmed
AHEAD = timedelta(days=366)


@dataclass(frozen=True)
class EntryAct:
    """One act on the entry of the year: step 0 plans it, 1 and 2 settle it, 3 ties it."""

    at: datetime
    by: str
    step: int


class Announced:
    """The entry that was planned, settled and tied to an item before that came out."""

    def __init__(self, users: Mapping[str, User], departments: Mapping[str, Department],
                 pages: Mapping[str, Disclosure]) -> None:  # fmt: skip
        self.said = _said()["announced"]
        self.users, self.departments, self.pages = users, departments, pages
        self.entry: Release

    def acts(self) -> list[EntryAct]:
        """Return the acts in order of time."""
        by = self.said["author"], OFFICE[0], OFFICE[0], self.said["author"]
        return [EntryAct(at, who, step)
                for step, (at, who) in enumerate(zip(self.said["steps"], by, strict=True))]  # fmt: skip

    def act(self, act: EntryAct) -> None:
        """Do one act."""
        by, said = self.users[act.by], self.said
        if act.step == 0:
            self.entry = actions.plan(
                title=said["title"], planned_at=said["planned_at"], flows=said["flows"],
                period=said["period"], department=self.departments[said["department"]], by=by,
                at=act.at,
            )  # fmt: skip
        elif act.step == 3:
            actions.tie(
                release=self.entry.pk, disclosure=self.pages[said["item"]], by=by, at=act.at
            )
        else:
            actions.settle(release=self.entry.pk, by=by, at=act.at)


def _said() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("releases.toml").read_text(encoding="utf-8"))


def plan(at: datetime, users: dict[str, User], departments: dict[str, Department]) -> None:
    """Plan a year of releases through the real acts, settle them, and change one date."""
    said = _said()
    found = []
    for row in said["releases"]:
        for moment, period in _moments(row, at):
            found.append(actions.plan(
                title=row["title"].format(period=spelled(period, Span.SO_FAR)), planned_at=moment,
                department=departments[row["department"]], by=users[row["author"]], at=at,
                flows=row.get("flows", ()), period=period,
            ))  # fmt: skip
    for one in found:
        for _ in range(2 if one.planned_at - at < CERTAIN else 1):
            actions.settle(release=one.pk, by=users[OFFICE[0]], at=at)
    later, changed = found[0].planned_at + timedelta(days=said["change"]["days"]), found[0]
    asked = actions.ask_change(release=changed.pk, after=later, reason=said["change"]["reason"],
                               by=users[said["releases"][0]["author"]], at=at)  # fmt: skip
    actions.decide_change(change=asked.pk, approve=True, by=users[OFFICE[1]], at=at)


def _moments(row: dict[str, Any], at: datetime) -> Iterator[tuple[datetime, str]]:
    """Yield when something comes out within a year, and of which period: the last one over."""
    frequency, today = Frequency(row["frequency"]), timezone.localdate(at)
    for year in (today.year, today.year + 1):
        for month in row["months"]:
            day = STANDARD.next_working_day(date(year, month, row["day"]))
            moment = datetime.combine(day, row["time"], SHANGHAI)
            if at < moment < at + AHEAD:
                part = (month - 1) * PARTS[frequency] // 12 + 1
                yield moment, moved(join(frequency, year, part), -1)
