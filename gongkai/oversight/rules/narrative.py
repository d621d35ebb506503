"""The prose of a report: sentences that stand or fall with the facts, and slots people fill.

Sentences, sections and slots are data (data/sentences.toml, data/outlines.toml). One assembly makes
every shape: the form of a year, the bureau's own narrative, and later its self-check.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from gongkai.law.annual import form_of
from gongkai.law.categories import numeral

Facts = Mapping[str, object]
_FACT = re.compile(r"\{([a-z_.]+)\}")


@dataclass(frozen=True)
class Sentence:
    """A sentence with its conditions: facts that must be true, facts that must not."""

    key: str
    text: str
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()

    def stands(self, facts: Facts) -> bool:
        """Say whether the facts make the sentence true."""
        return all(facts[name] for name in self.when) and not any(
            facts[name] for name in self.unless
        )

    def said(self, facts: Facts) -> str:
        """Return the sentence with the facts in it. Raises: KeyError for a fact nobody gives."""
        return _FACT.sub(lambda found: str(facts[found[1]]), self.text)


@dataclass(frozen=True)
class Slot:
    """What only a person can write."""

    key: str
    label: str
    help: str


@dataclass(frozen=True)
class Outline:
    """A section of a shape; heading is "" where the form names it."""

    heading: str = ""
    sentences: tuple[str, ...] = ()
    slots: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shape:
    """A shape a report can take."""

    key: str
    name: str
    forms: tuple[str, ...]
    opening: tuple[str, ...]
    sections: tuple[Outline, ...]
    title: str = ""  # where it is not the usual one


@dataclass(frozen=True)
class Said:
    """A sentence as it stands in a report."""

    key: str
    text: str


@dataclass(frozen=True)
class Part:
    """A section of a report. written: what people wrote in its slots, with the slot's key."""

    heading: str
    sentences: tuple[Said, ...]
    written: tuple[Said, ...] = ()
    tables: tuple[str, ...] = ()


def drafted(shape: Shape, year: int, facts: Facts, written: Mapping[str, str]) -> tuple[Part, ...]:
    """Return the sections of a report, the opening first under no heading.

    Raises: KeyError for a fact that a sentence needs and nobody gives.
    """
    opening = _said(shape.opening, facts)
    parts = [Part("", opening)] if opening else []
    for number, one in enumerate(shape.sections, 1):
        parts.append(
            Part(
                heading=_heading(one, year, number),
                sentences=_said(one.sentences, facts),
                written=tuple(Said(key, written.get(key, "").strip()) for key in one.slots),
                tables=one.tables,
            )
        )
    return tuple(parts)


def missing(shape: Shape, written: Mapping[str, str]) -> list[Slot]:
    """Return the slots nobody has filled yet."""
    return [slot for slot in slots_of(shape) if not written.get(slot.key, "").strip()]


def slots_of(shape: Shape) -> list[Slot]:
    """Return the slots of a shape, in their order."""
    return [slots()[key] for section in shape.sections for key in section.slots]


def shapes_of(year: int) -> list[Shape]:
    """Return the shapes the report of a year may take, the usual one first."""
    form = form_of(year).key
    return [shape for shape in _shapes() if form in shape.forms]


@cache
def sentences() -> Mapping[str, Sentence]:
    """Return every sentence by its key."""
    return {
        key: Sentence(key, row["text"], tuple(row.get("when", ())), tuple(row.get("unless", ())))
        for key, row in _data("sentences").items()
    }


@cache
def slots() -> Mapping[str, Slot]:
    """Return every slot by its key."""
    return {key: Slot(key, **row) for key, row in _data("outlines")["slots"].items()}


def named(text: str) -> list[str]:
    """Return the facts a text names, in their order."""
    return _FACT.findall(text)


def listed(names: list[str]) -> str:
    """Return names as a list reads in Chinese.

    >>> listed(["公报", "公告", "指标"]), listed(["公报"])
    ('公报、公告和指标', '公报')
    """
    return "和".join(["、".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def rate(part: int, whole: int) -> str:
    """Return a share in percent; only the whole is 100%, however near.

    >>> rate(12, 12), rate(99999, 100000), rate(2, 3), rate(0, 0)
    ('100%', '99.99%', '66.66%', '—')
    """
    if not whole:
        return "—"
    return "100%" if part == whole else f"{part * 10_000 // whole / 100:.2f}%"


def _said(keys: tuple[str, ...], facts: Facts) -> tuple[Said, ...]:
    rows = [sentences()[key] for key in keys]
    return tuple(Said(one.key, one.said(facts)) for one in rows if one.stands(facts))


def _heading(one: Outline, year: int, number: int) -> str:
    if one.heading:
        return f"{numeral(number)}、" + one.heading.format(year=year, next=year + 1)
    name = form_of(year).sections[number - 1]
    return name if "、" in name[:3] else f"{numeral(number)}、{name}"


@cache
def _shapes() -> tuple[Shape, ...]:
    return tuple(
        Shape(
            key=row["key"],
            name=row["name"],
            forms=tuple(row["forms"]),
            opening=tuple(row["opening"]),
            sections=tuple(_outline(section) for section in row["sections"]),
            title=row.get("title", ""),
        )
        for row in _data("outlines")["shapes"]
    )


def _outline(row: Mapping[str, Any]) -> Outline:
    kept = {key: tuple(row.get(key, ())) for key in ("sentences", "slots", "tables")}
    return Outline(heading=row.get("heading", ""), **kept)


@cache
def _data(name: str) -> Mapping[str, Any]:
    path = files("gongkai.oversight").joinpath("data", f"{name}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
