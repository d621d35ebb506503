"""Read the demonstration's year from its TOML files (演示年), and check all of it while reading.

Times in the files have no zone: they are Beijing time.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from gongkai.config.demonstration import audit, happenings, made, shapes
from gongkai.config.demonstration.replay import Year

SHANGHAI = ZoneInfo("Asia/Shanghai")
STEPS = ("draft", "figures", "section", "secrecy", "office", "sign")
ITEMS = (
    *("items-standing", "items-rules", "items-2014-q1", "items-2014-q2", "items-2014-q3"),
    *("items-2014-q4", "items-2015-q1"),
)
EVENTS: dict[str, type] = {
    "transferred": happenings.Transferred,
    "delegated": happenings.Delegated,
    "sent_back": happenings.SentBack,
    "withdrawn": happenings.Withdrawn,
    "referred": happenings.Referred,
    "paper_signed": happenings.PaperSigned,
    "corrected": happenings.Corrected,
    "repealed": happenings.Repealed,
    "expired": happenings.Expired,
}
BLOCKS = {
    "heading": {"text"},
    "text": {"html"},
    "table": {"caption", "head", "rows", "note"},
    "chart": {"title", "form", "unit", "labels", "series", "alt"},
    "image": {"name", "alt", "caption", "draw"},
    "attachment": {"name", "title", "table"},
}
Row = Mapping[str, Any]
Shape = TypeVar("Shape")


@cache
def load() -> Year:
    """Return the year.

    Raises: ValueError naming every fault of the data.
    """
    return year(**parsed())


def parsed() -> dict[str, Any]:
    """Return the files as parsed, unchecked, by the names `year` takes."""
    return {
        "people": _toml("people"),
        "columns": _toml("columns"),
        "items": [row for name in ITEMS for row in _toml(name)["items"]],
        "events": _toml("events"),
    }


def year(*, people: Row, columns: Row, items: Iterable[Row], events: Row) -> Year:
    """Return a year from parsed files. Raises: ValueError naming every fault of the data."""
    since = zoned(people["since"])
    read_columns = tuple(_column(row) for row in columns["columns"])
    found = Year(
        since=since,
        departments=tuple(_made(shapes.Department, row) for row in people["departments"]),
        posts=tuple(
            _made(shapes.Post, row, department=row["key"].partition(".")[0])
            for row in people["posts"]
        ),
        users=tuple(_user(row, since) for row in people["users"]),
        duties=tuple(_duties(people["duties"], read_columns, since)),
        columns=read_columns,
        items=tuple(_item(row, str(columns["source"])) for row in items),
        events=tuple(_events(events)),
        counting=_counting(columns["counting"]),
        channels=tuple(columns["channels"]),
    )
    faults = audit.faults(found)
    if faults:
        raise ValueError("\n".join(faults))
    return found


def _toml(name: str) -> dict[str, Any]:
    text = files("gongkai.config.demonstration").joinpath(f"{name}.toml").read_text("utf-8")
    return tomllib.loads(text)


def zoned(value: Any) -> Any:
    """Return a value with every moment in it in Beijing time and every list a tuple."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=SHANGHAI)
    return tuple(value) if isinstance(value, list) else value


def _made(shape: type[Shape], row: Row, **more: Any) -> Shape:
    """Return a row as its shape. Raises: ValueError for a field unknown, missing or mistyped."""
    values = {name: zoned(value) for name, value in row.items()} | more
    known = {one.name: one for one in fields(shape)}  # type: ignore[arg-type]  # every shape is a dataclass
    missing = {n for n, f in known.items() if f.default is MISSING and n not in values}
    wrong = sorted(values.keys() - known.keys()) + sorted(missing)
    wrong += [name for name in values if name in known and not _fits(values[name], known[name])]
    if wrong:
        name = row.get("key") or row.get("username") or row.get("item") or ""
        raise ValueError(f"{shape.__name__} {name}: unknown, missing or mistyped: {wrong}")
    return shape(**values)


def _fits(value: object, one: Any) -> bool:
    """Say whether a plain field holds a plain value of its type; the rest is read elsewhere."""
    types = {str: str, int: int, date: date, datetime: datetime, datetime | None: datetime}
    wanted = types.get(one.type)
    if wanted is date and isinstance(value, datetime):
        return False
    return wanted is None or isinstance(value, wanted)


def _user(row: Row, since: datetime) -> shapes.User:
    held = tuple(
        _made(shapes.Holding, {"since": since.replace(tzinfo=None), **one})
        for one in row["holdings"]
    )
    return _made(shapes.User, {**row, "holdings": []}, holdings=held)


def _column(row: Row) -> shapes.Column:
    return _made(shapes.Column, row, parent=row["key"].rpartition("-")[0])


def _counting(row: Row) -> shapes.Counting:
    kinds = tuple(_made(shapes.Kind, one) for one in row["kinds"])
    return _made(shapes.Counting, row, kinds=kinds)


def _duties(
    rows: Iterable[Row], columns: Iterable[shapes.Column], since: datetime
) -> Iterable[shapes.Duty]:
    """Yield one duty a post; the row without a column stands for each top one that says nothing."""
    said = {row["column"]: row for row in rows}
    names = [*(c.key for c in columns if not c.parent), *(name for name in said if name)]
    for name in dict.fromkeys(names):
        row = said.get(name, {})
        if "-" not in name:
            row = {**said.get("", {}), **row}
        for step in STEPS:
            for post in row.get(step, []):
                yield shapes.Duty(name, step, post, since)


def _steps(rows: Iterable[Row]) -> tuple[shapes.Step, ...]:
    return tuple(_made(shapes.Step, row) for row in rows)


def _item(row: Row, bureau: str) -> shapes.Item:
    source = row.get("source", {"kind": "own", "name": bureau})
    try:
        body, attached = _body(row["body"])
    except (KeyError, TypeError, ValueError) as fault:
        raise ValueError(f"{row['key']}: body: {fault}") from fault
    return _made(
        shapes.Item,
        row,
        source=_made(shapes.Source, source),
        steps=_steps(row["steps"]),
        body=tuple(body),
        files=tuple(attached),
    )


def _body(rows: Iterable[Row]) -> tuple[list[shapes.Content], list[shapes.File]]:
    """Return canonical blocks and the files they name, made here."""
    blocks: list[shapes.Content] = []
    attached: list[shapes.File] = []
    for row in rows:
        kind = row["type"]
        if row.keys() - {"type", "generate"} - BLOCKS[kind]:
            raise ValueError(f"a {kind} with {sorted(row)}")
        block = dict(row)
        if kind == "table":
            block = _table(row)
        elif kind in {"image", "attachment"}:
            file = _file(row, blocks)
            attached.append(file)
            block = _placed(row, file)
        blocks.append(block)
    return blocks, attached


def _table(row: Row) -> shapes.Content:
    body = made.rows(row["generate"]) if "generate" in row else row["rows"]
    return {
        "type": "table",
        "caption": row["caption"],
        "head": [row["head"]],
        "rows": body,
        "note": row["note"],
    }


def _file(row: Row, blocks: Iterable[shapes.Content]) -> shapes.File:
    if row["type"] == "image":
        return made.bars(row["name"], [int(value) for value in row["draw"]])
    tables = {one["caption"]: one for one in blocks if one["type"] == "table"}
    table = tables[row["table"]]
    return made.spreadsheet(row["name"], table["caption"], table["head"], table["rows"])


def _placed(row: Row, file: shapes.File) -> shapes.Content:
    block = {key: row[key] for key in row if key not in {"draw", "table"}}
    block |= {"sha256": file.sha256, "media_type": file.media_type}
    if row["type"] == "image":
        width, height = made.size(file.data)
        return block | {"width": width, "height": height}
    return block | {"size": len(file.data)}


def _events(rows: Row) -> Iterable[happenings.Event]:
    """Yield the events in order of time."""
    found = [_event(kind, row) for kind, many in rows.items() for row in many]
    return sorted(found, key=lambda event: audit.began(event))


def _event(kind: str, row: Row) -> happenings.Event:
    if kind not in EVENTS:
        raise ValueError(f"events: unknown kind {kind}")
    more: dict[str, Any] = {}
    if "steps" in row:
        more["steps"] = _steps(row["steps"])
    if "edits" in row:
        more["edits"] = tuple(_made(happenings.Edit, one) for one in row["edits"])
    if "moves" in row:
        more["moves"] = tuple(_made(happenings.Move, one) for one in row["moves"])
    if kind == "paper_signed":
        more["scan"] = made.scan(f"{row['item']}.png")
    event: happenings.Event = _made(EVENTS[kind], row, **more)
    return event
