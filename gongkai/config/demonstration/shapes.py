"""The shapes of the demonstration's year: frozen, without a clock, without a database.

Usernames, keys of posts, columns and items stand for what the loader makes. The steps: submit
采编送审, figures 核数, section 科室审核, secrecy 保密审查, office 报送局办公室, sign 签发.
"""

import copy
import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

ROUTES = {
    "general": ("submit", "section", "secrecy", "office", "sign"),
    "data": ("submit", "figures", "section", "secrecy", "office", "sign"),
    "repost": ("submit", "section", "secrecy", "office", "sign"),
}
Content = dict[str, Any]


@dataclass(frozen=True)
class Department:
    """A department by its key; kind: section, unit, county."""

    key: str
    name: str
    kind: str


@dataclass(frozen=True)
class Post:
    """A post; its key starts with its department's ("office.secrecy")."""

    key: str
    department: str
    kind: str
    title: str


@dataclass(frozen=True)
class Holding:
    """A post held from since until before until."""

    post: str
    since: datetime
    until: datetime | None = None

    def at(self, at: datetime) -> bool:
        """Say whether the post is held at a moment."""
        return self.since <= at and (self.until is None or at < self.until)


@dataclass(frozen=True)
class User:
    """An invented person and the posts they hold over the year."""

    username: str
    name: str
    holdings: tuple[Holding, ...]


@dataclass(frozen=True)
class Duty:
    """A post that does a step (draft, figures, …, sign) for a column and all below it."""

    column: str
    step: str
    post: str
    since: datetime


@dataclass(frozen=True)
class Column:
    """A column; parent is "" for a top one, fresh_days 0 for one that only holds others."""

    key: str
    name: str
    parent: str
    type: str
    description: str
    keywords: tuple[str, ...]
    fresh_days: int


@dataclass(frozen=True)
class Kind:
    """One kind among the items counted: how many there are and in which columns they stand."""

    key: str
    name: str
    number: int
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Counting:
    """The counting rule of the year's items (统计口径), kept as data. apart: words in titles."""

    year: int
    total: int
    rule: str
    unit: str
    kinds: tuple[Kind, ...]
    apart: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """A signature on a card; behalf: the person whose post is signed for by delegation."""

    step: str
    by: str
    at: datetime
    comment: str = ""
    behalf: str = ""


@dataclass(frozen=True)
class Source:
    """Where an item comes from; kind: own, repost."""

    kind: str
    name: str
    url: str = ""


@dataclass(frozen=True)
class File:
    """A file made by the reader: a picture, a spreadsheet, a scan."""

    name: str
    media_type: str
    data: bytes = field(repr=False)

    @property
    def sha256(self) -> str:
        """Return the hash the content names it by."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True)
class Item:
    """A piece of information of the year, its content and the signatures of its card.

    The steps hold every round: after a return they start again with a submit. released_at is None
    for a draft that was withdrawn or referred; moved_from is the day an older site published it.
    """

    key: str
    title: str
    column: str
    kind: str
    summary: str
    formed_on: date
    category: int
    source: Source
    keywords: tuple[str, ...]
    channels: tuple[str, ...]
    author: str
    steps: tuple[Step, ...]
    body: tuple[Content, ...] = field(repr=False)
    files: tuple[File, ...] = ()
    released_at: datetime | None = None
    document_no: str = ""
    counted_as: str = ""
    moved_from: date | None = None

    @property
    def counts(self) -> bool:
        """Say whether it is one of the items counted in the year."""
        return bool(self.counted_as)

    def content(self) -> Content:
        """Return the canonical content as it was first released, fresh each time."""
        return {
            "v": 1,
            "kind": "disclosure",
            "title": self.title,
            "column": self.column,
            "summary": self.summary,
            "formed_on": self.formed_on.isoformat(),
            "document_no": self.document_no,
            "attribute": "主动公开",
            "category": self.category,
            "source": {
                "kind": self.source.kind,
                "name": self.source.name,
                "url": self.source.url,
            },
            "keywords": list(self.keywords),
            "channels": list(self.channels),
            "demonstration": True,
            "body": copy.deepcopy(list(self.body)),
            "correction": None,
        }
