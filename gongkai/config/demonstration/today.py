"""The counter at work in the days before loading: today.toml, as acts in order of time."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from importlib.resources import files
from typing import Any

from gongkai.config.demonstration.letters import SHANGHAI
from gongkai.law.calendar import is_working_day

MORNING = time(8, 50)
BETWEEN = timedelta(minutes=25)  # two acts on one case


@dataclass(frozen=True)
class TodayCase:
    """A request or a letter of these days."""

    title: str
    text: str
    applicant: str
    department: str
    author: str
    kind: str = "request"
    channel: str = "internet"
    topic: str = ""
    outside_no: str = ""


@dataclass(frozen=True)
class TodayAct:
    """One act on a case: do names it, given holds what else the file says."""

    at: datetime
    do: str
    number: int
    case: TodayCase
    given: Mapping[str, Any]


def acts(today: date) -> tuple[TodayAct, ...]:
    """Return every act on the cases in order of time, none of them on or after a day."""
    text = files("gongkai.config.demonstration").joinpath("today.toml")
    found = []
    for number, row in enumerate(tomllib.loads(text.read_text(encoding="utf-8"))["cases"], 1):
        steps = row.pop("steps")
        case = TodayCase(**row)
        for place, step in enumerate(steps):
            day = working_day_before(today, step.pop("ago"))
            at = datetime.combine(day, MORNING, SHANGHAI) + place * BETWEEN
            found.append(TodayAct(at, step.pop("do"), number, case, step))
    return tuple(sorted(found, key=lambda act: act.at))


def working_day_before(day: date, count: int) -> date:
    """Return the working day some working days before a day."""
    while count:
        day -= timedelta(days=1)
        count -= is_working_day(day)
    return day
