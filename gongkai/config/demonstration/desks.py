"""What lies on the desks when the demonstration opens: open.toml, as acts in order of time."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class OpenStep:
    """A person's signature on the way of an open item; the first hands it in."""

    by: str
    at: datetime


@dataclass(frozen=True)
class OpenItem:
    """An item still under way."""

    title: str
    column: str
    summary: str
    formed_on: date
    author: str
    drafted_at: datetime
    text: str
    steps: tuple[OpenStep, ...]
    release_at: datetime | None = None

    @property
    def body(self) -> list[dict[str, str]]:
        """Return the body in canonical blocks."""
        return [{"type": "text", "html": f"<p>{self.text}</p>"}]


@dataclass(frozen=True)
class OpenAct:
    """One act on an open item: step 0 drafts, 1 hands in, the rest sign."""

    at: datetime
    by: str
    item: OpenItem
    step: int


def read(text: str) -> tuple[OpenItem, ...]:
    """Read the items. Raises: ValueError when a step comes before the one before it."""
    items = tuple(_item(row) for row in tomllib.loads(text)["items"])
    for item in items:
        moments = [item.drafted_at, *(step.at for step in item.steps)]
        if moments != sorted(moments):
            raise ValueError(f"steps out of order: {item.title}")
    return items


def _item(row: Mapping[str, Any]) -> OpenItem:
    steps = tuple(OpenStep(**step) for step in row["steps"])
    return OpenItem(**{**row, "steps": steps})


def acts(items: Sequence[OpenItem] | None = None) -> tuple[OpenAct, ...]:
    """Return every act on the open items in order of time."""
    if items is None:
        text = files("gongkai.config.demonstration").joinpath("open.toml")
        items = read(text.read_text(encoding="utf-8"))
    found = [OpenAct(item.drafted_at, item.author, item, 0) for item in items]
    for item in items:
        for number, step in enumerate(item.steps, start=1):
            found.append(OpenAct(step.at, step.by, item, number))
    return tuple(sorted(found, key=lambda act: act.at))
