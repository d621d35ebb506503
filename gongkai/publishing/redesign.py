"""What a redesign changes: two frames of the site compared, in words a signer can read. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from gongkai.design.looks import DEFAULT, LOOKS, Look
from gongkai.publishing import words
from gongkai.publishing.queries.site import Frame
from gongkai.publishing.rules import FOOTER, GUIDE, resolved

Columns = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class ColumnChange:
    """What happens to one column; was is empty for what is new, now for what goes."""

    act: str
    name: str
    was: str
    now: str

    @property
    def label(self) -> str:
        """Return what happens, in a word."""
        return words.COLUMN_ACT[self.act]


@dataclass(frozen=True)
class FieldChange:
    """One field of the profile, before and after."""

    name: str
    was: str
    now: str


@dataclass(frozen=True)
class Branch:
    """A column in its place in the tree."""

    depth: int
    name: str
    text: str
    closed: bool


@dataclass(frozen=True)
class Redesign:
    """Everything a card of Purpose.SITE changes; first: there was no site before it."""

    first: bool
    columns: tuple[ColumnChange, ...]
    profile: tuple[FieldChange, ...]
    look_was: Look | None
    look_now: Look | None
    tree: tuple[Branch, ...]
    whole: tuple[FieldChange, ...]

    @property
    def count(self) -> int:
        """Return how many places change."""
        return len(self.columns) + len(self.profile) + (self.look_now is not None)


def redesign(before: Frame, after: Frame) -> Redesign:
    """Compare two frames. A first site is shown whole, so it has no differences in columns."""
    first = not before.columns and before.profile is None
    was, now = _look(before.profile), _look(after.profile)
    fields = tuple(_fields(before.profile, after.profile)) if after.profile else ()
    return Redesign(
        first=first,
        columns=() if not before.columns else tuple(_columns(before.columns, after.columns)),
        profile=fields,
        look_was=was if was != now else None, look_now=now if was != now else None,
        tree=tuple(branches(after.columns)),
        whole=tuple(_fields(None, after.profile)) if after.profile else (),
    )  # fmt: skip


def path_of(columns: Columns, key: str) -> str:
    """Return a column's name after those above it: 统计数据 › 进度数据."""
    by_key = {column["key"]: column for column in columns}
    names: list[str] = []
    while key in by_key and len(names) <= len(by_key):
        names.append(by_key[key]["name"])
        key = by_key[key]["parent"]
    return words.PATH.join(reversed(names))


def branches(columns: Columns, parent: str = "", depth: int = 0) -> Iterator[Branch]:
    """Yield a tree line by line, each column before those below it."""
    for column in columns:
        if column["parent"] != parent:
            continue
        closed = bool(column["moved_to"])
        text = _described(column)
        if closed:
            text = words.MERGED_INTO.format(
                name=path_of(columns, resolved(columns, column["key"])) or column["moved_to"]
            )
        yield Branch(depth, column["name"], text, closed)
        yield from branches(columns, column["key"], depth + 1)


def _described(column: Mapping[str, Any]) -> str:
    fresh = words.FRESH_WITHIN.format(days=column["fresh_days"]) if column["fresh_days"] else ""
    parts = (column["kind"], fresh, column["description"])
    return "　".join(part for part in parts if part)


def _columns(before: Columns, after: Columns) -> Iterator[ColumnChange]:
    """Yield what happens to each column: new, closed, moved, renamed, changed, gone."""
    old = {column["key"]: column for column in before}
    for column in after:
        if column["key"] not in old:
            yield ColumnChange("added", path_of(after, column["key"]), "", _described(column))
        else:
            yield from _column(old[column["key"]], column, before, after)
    yield from _reordered(before, after)
    kept = {column["key"] for column in after}
    for column in before:
        if column["key"] not in kept:
            yield ColumnChange("removed", path_of(before, column["key"]), _described(column), "")


def _column(
    was: Mapping[str, Any], now: Mapping[str, Any], before: Columns, after: Columns
) -> Iterator[ColumnChange]:
    key, name = now["key"], now["name"]
    if was["moved_to"] != now["moved_to"]:
        act = "closed" if now["moved_to"] else "reopened"
        yield ColumnChange(act, path_of(before, key), _target(was, before), _target(now, after))
    if was["name"] != name:
        yield ColumnChange("renamed", path_of(after, key), was["name"], name)
    if was["parent"] != now["parent"]:
        yield ColumnChange("moved", name, path_of(before, was["parent"]) or words.TOP,
                           path_of(after, now["parent"]) or words.TOP)  # fmt: skip
    for field, label in words.COLUMN_FIELD.items():
        if was[field] != now[field]:
            place = f"{path_of(after, key)}（{label}）"
            yield ColumnChange("changed", place, _text(was[field]), _text(now[field]))


def _target(column: Mapping[str, Any], columns: Columns) -> str:
    return path_of(columns, column["moved_to"]) if column["moved_to"] else ""


def _text(value: object) -> str:
    return str(value) if value else ""


def _reordered(before: Columns, after: Columns) -> Iterator[ColumnChange]:
    """Yield the columns that stand elsewhere among the same siblings: as few as explain it."""
    parents = {column["key"]: column["parent"] for column in before}
    for parent in dict.fromkeys(column["parent"] for column in after):
        now = [one["key"] for one in after
               if one["parent"] == parent and parents.get(one["key"]) == parent]  # fmt: skip
        was = [one["key"] for one in before if one["parent"] == parent and one["key"] in now]
        matcher = SequenceMatcher(a=was, b=now, autojunk=False)
        for tag, _, _, start, end in matcher.get_opcodes():
            for key in now[start:end] if tag in {"insert", "replace"} else ():
                at = now.index(key)
                place = path_of(after, now[at - 1]) if at else ""
                text = words.AFTER.format(name=place) if place else words.FOREMOST
                yield ColumnChange("reordered", path_of(after, key), "", text)


def _fields(was: Mapping[str, Any] | None, now: Mapping[str, Any]) -> Iterator[FieldChange]:
    """Yield the fields of a profile that differ; without one before, those that are not empty."""
    for name, label in (("name", words.SITE_NAME), ("code", words.SITE_CODE)):
        yield from _field(label, was[name] if was else "", now[name])
    for group, names, labels in (
        ("footer", FOOTER, words.FOOTER), ("guide", GUIDE, words.GUIDE)
    ):  # fmt: skip
        for name in names:
            label = words.FIELD_OF[group].format(name=labels[name])
            yield from _field(label, was[group][name] if was else "", now[group][name])


def _field(label: str, was: str, now: str) -> Iterator[FieldChange]:
    if was != now:
        yield FieldChange(label, was, now)


def _look(profile: Mapping[str, Any] | None) -> Look:
    return LOOKS.get(profile["look"] if profile else DEFAULT) or LOOKS[DEFAULT]
