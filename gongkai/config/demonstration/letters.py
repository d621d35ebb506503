"""Letters of the demonstration's years: letters.toml, as acts in order of time."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from gongkai.law.calendar import add_working_days, working_days_between

SHANGHAI = ZoneInfo("Asia/Shanghai")
MORNING = time(8, 40)
# What happens on the day of the answer, and when.
DAY = (("draft", time(9, 5)), ("head", time(10, 10)), ("office", time(14, 20)),
       ("deliver", time(15, 5)))  # fmt: skip


@dataclass(frozen=True)
class Topic:
    """What letters are about, who answers, and within how many working days."""

    key: str
    name: str
    department: str
    days: int


@dataclass(frozen=True)
class Letter:
    """A letter; answered None while it is open."""

    arrived: datetime
    applicant: str
    title: str
    text: str
    topic: str = ""
    department: str = ""
    author: str = ""
    head: str = ""
    answered: date | None = None
    answer: str = ""


@dataclass(frozen=True)
class LetterAct:
    """One act on a letter: arrive, assign (elsewhere than usual), draft, head, office, deliver."""

    at: datetime
    kind: str
    number: int
    letter: Letter


def topics() -> tuple[Topic, ...]:
    """Return the topics letters are filed under."""
    return tuple(Topic(**row) for row in _read()["topics"])


def acts() -> tuple[LetterAct, ...]:
    """Return every act on the letters in order of time.

    Raises: ValueError for an answer before the letter.
    """
    found = []
    for number, row in enumerate(_read()["letters"], start=1):
        letter = Letter(**row)
        found += [LetterAct(at, kind, number, letter) for at, kind in _moments(letter)]
    return tuple(sorted(found, key=lambda act: act.at))


def identity(number: int) -> dict[str, str]:
    """Return who wrote letter n: nobody real."""
    return {"name": f"演示来信人{number}", "email": f"yanshi{number}@example.com"}


def _moments(letter: Letter) -> list[tuple[datetime, str]]:
    found = [(letter.arrived, "arrive")]
    if not letter.topic:
        return found
    arrived = letter.arrived.astimezone(SHANGHAI)
    usual = {topic.key: topic.department for topic in topics()}
    if letter.department != usual[letter.topic]:
        found.append((_on(add_working_days(arrived.date(), 1), MORNING), "assign"))
    if letter.answered:
        if working_days_between(arrived.date(), letter.answered) < 1:
            raise ValueError(f"{letter.title}: answered before it could be")
        found += [(_on(letter.answered, moment), kind) for kind, moment in DAY]
    return found


def _on(day: date, moment: time) -> datetime:
    return datetime.combine(day, moment, SHANGHAI)


def _read() -> Mapping[str, Any]:
    text = files("gongkai.config.demonstration").joinpath("letters.toml")
    return tomllib.loads(text.read_text(encoding="utf-8"))
