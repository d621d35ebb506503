"""The ledger as people read it, and the head of the log."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils import timezone

from gongkai.register import rules, words
from gongkai.register.models import Blob, Entries, Entry, Payload
from gongkai.register.queries.clock import is_demonstration
from gongkai.register.rules import Frontier

PER_PAGE = 50
PRINTED = 5_000
CHUNK = 2_000
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")


@dataclass(frozen=True)
class Criteria:
    """What the ledger is asked for. everything: all acts, not only what went out."""

    first: date | None = None
    last: date | None = None
    column: str = ""
    department: str = ""
    channel: str = ""
    everything: bool = False


@dataclass(frozen=True)
class Row:
    """One line of the ledger."""

    seq: int
    at: datetime
    column: str
    title: str
    label: str
    actor: str
    article: str
    channels: tuple[str, ...]


@dataclass(frozen=True)
class LedgerPage:
    """A page of the ledger, or the whole of it to print."""

    title: str
    rows: tuple[Row, ...]
    total: int
    number: int
    pages: int
    size: int
    root: str
    demonstration: bool
    limit: int = PRINTED

    @property
    def previous(self) -> int:
        """Return the number of the page before."""
        return self.number - 1

    @property
    def next(self) -> int:
        """Return the number of the page after."""
        return self.number + 1

    @property
    def cut(self) -> str:
        """Return a note when more was found than a print holds."""
        return words.TOO_MANY.format(limit=self.limit) if self.total > self.limit else ""


@dataclass(frozen=True)
class EntryPage:
    """One entry in full. detail: further facts by name. snapshot_state: "", kept, erased."""

    seq: int
    label: str
    verb: str
    subject: str
    occurred_at: datetime
    recorded_at: datetime
    commit: str
    leaf_hash: str
    snapshot: str
    snapshot_state: str
    erased: bool
    unreadable: bool
    fields: tuple[tuple[str, str], ...]
    detail: tuple[tuple[str, str], ...]
    demonstration: bool


def entries(criteria: Criteria | None = None) -> Entries:
    """Return the entries asked for, in their order."""
    asked = criteria or Criteria(everything=True)
    found = Entry.objects.for_period(asked.first, asked.last)
    if not asked.everything:
        found = found.released()
    if asked.column:
        found = found.in_column(asked.column)
    if asked.department:
        found = found.of_department(asked.department)
    if asked.channel:
        found = found.through_channel(asked.channel)
    return found


def ledger_page(criteria: Criteria, number: int | str = 1) -> LedgerPage:
    """Return one page of the ledger, newest first. A number out of range gives the nearest page."""
    found = entries(criteria).select_related("payload").order_by("-seq")
    page: Page = Paginator(found, PER_PAGE).get_page(number)
    return _page(criteria, page.object_list, page.paginator.count, page)


def ledger_print(criteria: Criteria, limit: int = PRINTED) -> LedgerPage:
    """Return the ledger to print, oldest first, as far as a print goes."""
    found = entries(criteria)
    page = _page(criteria, found.select_related("payload")[:limit], found.count(), None)
    return replace(page, limit=limit)


def ledger_rows(criteria: Criteria) -> Iterator[Row]:
    """Return every line asked for, oldest first, without holding them all."""
    found = entries(criteria).select_related("payload")
    return (_row(entry) for entry in found.iterator(chunk_size=CHUNK))


def ledger_title(criteria: Criteria) -> str:
    """Return what the ledger asked for is called, marked when it is a demonstration's."""
    return words.TITLES[criteria.everything] + (words.MARK if is_demonstration() else "")


def ledger_file_name(criteria: Criteria, at: datetime) -> str:
    """Return what a file of the ledger is called: from when to when, and whose it is."""
    return words.FILE_NAME.format(
        mark=words.MARK if is_demonstration() else "",
        first=criteria.first or words.SINCE_BIRTH,
        last=criteria.last or timezone.localtime(at).date(),
    )


def choices() -> dict[str, list[str]]:
    """Return the columns, departments and channels that entries name."""
    channels = Payload.objects.exclude(channels="").values_list("channels", flat=True).distinct()
    return {
        "column": _distinct("column"),
        "department": _distinct("department"),
        "channel": sorted({channel for text in channels for channel in _channels(text)}),
    }


def entry_page(seq: int) -> EntryPage:
    """Return one entry in full. Raises: LookupError."""
    entry = Entry.objects.select_related("payload").filter(pk=seq).first()
    if entry is None:
        raise LookupError(f"no entry {seq}")
    body = _body(entry)
    snapshot = body.get("snapshot", "")
    return EntryPage(
        seq=entry.seq,
        label=entry.label,
        verb=entry.verb,
        subject=_subject(entry.subject),
        occurred_at=entry.occurred_at,
        recorded_at=entry.recorded_at,
        commit=entry.commit,
        leaf_hash=entry.leaf_hash,
        snapshot=snapshot,
        snapshot_state=_state(snapshot),
        erased=not _payload(entry).body,
        unreadable=bool(_payload(entry).body) and not body,
        fields=_fields(body),
        detail=_detail(body.get("detail", {})),
        demonstration=is_demonstration(),
    )


_seen = (Frontier(), "")  # the log as this process last saw it, and its last leaf hash


def head() -> tuple[int, str]:
    """Return the number of entries and the RFC 6962 root over them, in hex.

    Grown from where this process last stood: entries only come behind. Where the last one seen is
    no longer there (another database, a transaction undone), it starts anew.
    """
    global _seen  # a cache; verify never looks at it
    frontier, last = _seen
    if not Entry.objects.filter(pk=frontier.size, leaf_hash=last).exists():
        frontier = Frontier()
    fresh = list(
        Entry.objects.filter(pk__gt=frontier.size)
        .order_by("seq")
        .values_list("leaf_hash", flat=True)
    )
    if fresh:
        frontier, last = frontier.grown(bytes.fromhex(text) for text in fresh), fresh[-1]
    _seen = (frontier, last)
    return frontier.size, frontier.root().hex()


def _page(criteria: Criteria, found: Iterable[Entry], total: int, page: Page | None) -> LedgerPage:
    size, root = head()
    return LedgerPage(
        title=ledger_title(criteria),
        rows=tuple(_row(entry) for entry in found),
        total=total,
        number=page.number if page else 1,
        pages=page.paginator.num_pages if page else 1,
        size=size,
        root=root,
        demonstration=is_demonstration(),
    )


def _row(entry: Entry) -> Row:
    payload, body = _payload(entry), _body(entry)
    unknown = words.CONTENT_UNREADABLE if payload.body else words.CONTENT_ERASED
    return Row(
        seq=entry.seq,
        at=entry.occurred_at,
        column=payload.column,
        title=payload.title if body else unknown,
        label=entry.label,
        actor=f"{payload.actor_post} {payload.actor_name}".strip(),
        article=body.get("article", ""),
        channels=tuple(_channels(payload.channels)),
    )


def _payload(entry: Entry) -> Payload:
    """Return the body's row; an empty one where somebody took it away (verify names that)."""
    return getattr(entry, "payload", None) or Payload()


def _body(entry: Entry) -> Mapping[str, Any]:
    try:
        return rules.read(_payload(entry).body)
    except ValueError:  # erased, or changed: verify says which
        return {}


def _fields(body: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    if not body:
        return ()
    actor = body["actor"]
    values = {
        "title": body["title"],
        "column": body["column"],
        "department": body["department"],
        "channels": "、".join(body["channels"]),
        "actor_post": actor["post"],
        "actor_name": actor["name"],
        "article": body["article"],
    }
    return tuple((words.FIELDS[key], value) for key, value in values.items() if value)


def _detail(detail: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((words.DETAILS.get(key, key), _shown(key, value)) for key, value in detail.items())


def _shown(key: str, value: Any) -> str:
    """Return a value as people read it; a code of the rooms above by its name."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        between = "；" if any(isinstance(one, dict) for one in value) else "、"
        return between.join(_shown(key, one) for one in value) or words.NOTHING
    if isinstance(value, dict):
        return "，".join(f"{name} {text}" for name, text in _detail(value))
    text = words.NOTHING if value is None else str(value)
    if MOMENT.match(text):
        return timezone.localtime(datetime.fromisoformat(text)).strftime("%Y-%m-%d %H:%M")
    return words.VALUES.get(key, {}).get(text, text)


def _subject(subject: str) -> str:
    kind, _, name = subject.partition(":")
    return f"{words.SUBJECTS.get(kind, kind)} {name}".strip()


def _state(snapshot: str) -> str:
    row = Blob.objects.filter(pk=snapshot).first() if snapshot else None
    if row is None:
        return ""
    return "erased" if row.erased_at else "kept"


def _channels(text: str) -> list[str]:
    return [channel for channel in text.split(rules.SEPARATOR) if channel]


def _distinct(field: str) -> list[str]:
    found = Payload.objects.exclude(**{field: ""}).order_by(field)
    return list(found.values_list(field, flat=True).distinct())
