"""What happens in the demonstration's year beside the plain road, and the acts of its timeline."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gongkai.config.demonstration.shapes import Content, File, Step


@dataclass(frozen=True)
class Edit:
    """A text that read one way and reads another."""

    was: str
    now: str


def strings(value: object) -> Iterator[str]:
    """Yield every text in a content."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)


def replaced(value: Any, old: str, new: str) -> Any:
    """Return a content with a text replaced in all its strings."""
    if isinstance(value, str):
        return value.replace(old, new)
    if isinstance(value, dict):
        return {key: replaced(one, old, new) for key, one in value.items()}
    return [replaced(one, old, new) for one in value] if isinstance(value, list) else value


@dataclass(frozen=True)
class Move:
    """A person leaves one post and takes another; takes is "" for one who leaves the house."""

    user: str
    leaves: str
    takes: str


@dataclass(frozen=True)
class Transferred:
    """People change posts on one day; what was open stays with the posts."""

    proposed_by: str
    proposed_at: datetime
    confirmed_by: str
    confirmed_at: datetime
    effective: datetime
    reason: str
    moves: tuple[Move, ...]


@dataclass(frozen=True)
class Delegated:
    """A leader lets another sign for a post while away."""

    post: str
    giver: str
    taker: str
    by: str
    at: datetime
    since: datetime
    until: datetime
    reason: str


@dataclass(frozen=True)
class SentBack:
    """A card goes back to its author; the edits are what the author then changed."""

    item: str
    step: str
    by: str
    at: datetime
    reason: str
    edits: tuple[Edit, ...]

    def before(self, content: Content) -> Content:
        """Return the content as it read before the return."""
        for edit in self.edits:
            content = replaced(content, edit.now, edit.was)
        return content


@dataclass(frozen=True)
class Withdrawn:
    """An author takes a draft back."""

    item: str
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class Referred:
    """A draft in doubt is referred and purged; nothing of its content is kept."""

    item: str
    by: str
    at: datetime
    to: str


@dataclass(frozen=True)
class PaperSigned:
    """A signature given on paper, entered with its scan by one person, confirmed by another."""

    item: str
    step: str
    signer: str
    signed_at: datetime
    entered_by: str
    entered_at: datetime
    confirmed_by: str
    confirmed_at: datetime
    comment: str
    reason: str
    scan: File


@dataclass(frozen=True)
class Corrected:
    """A released item is corrected by a card of its own."""

    item: str
    what: str
    why: str
    edits: tuple[Edit, ...]
    steps: tuple[Step, ...]
    released_at: datetime

    def after(self, content: Content) -> Content:
        """Return the corrected content."""
        for edit in self.edits:
            content = replaced(content, edit.was, edit.now)
        return {**content, "correction": {"what": self.what, "why": self.why}}


@dataclass(frozen=True)
class Repealed:
    """A rule is repealed (废止) by a card when its successor comes out."""

    item: str
    successor: str
    reason: str
    steps: tuple[Step, ...]
    released_at: datetime


@dataclass(frozen=True)
class Expired:
    """An item is marked as no longer in effect (失效) by a card."""

    item: str
    reason: str
    steps: tuple[Step, ...]
    released_at: datetime


Change = Corrected | Repealed | Expired
Event = Transferred | Delegated | SentBack | Withdrawn | Referred | PaperSigned | Change


@dataclass(frozen=True)
class Act:
    """One thing to do at one moment; `what` tells the rest.

    kind: transfer.proposed, transfer.confirmed, delegated, submit, sign, sent_back, withdrawn,
    referred, paper.entered, paper.confirmed, release. change is set on the card of a correction,
    a repeal or an expiry; a release has no person.
    """

    at: datetime
    kind: str
    by: str
    item: str = ""
    what: Step | Event | None = None
    change: Change | None = None


def card_acts(
    item: str, steps: tuple[Step, ...], released: datetime | None, change: Change | None = None
) -> list[Act]:
    """Return the acts of a card: its signatures and its release."""
    acts = [
        Act(s.at, "submit" if s.step == "submit" else "sign", s.by, item, s, change) for s in steps
    ]
    return [*acts, Act(released, "release", "", item, None, change)] if released else acts


def acts_of(event: Event) -> list[Act]:
    """Return what is to do for an event."""
    match event:
        case Corrected() | Repealed() | Expired():
            return card_acts(event.item, event.steps, event.released_at, event)
        case Transferred():
            return [
                Act(event.proposed_at, "transfer.proposed", event.proposed_by, what=event),
                Act(event.confirmed_at, "transfer.confirmed", event.confirmed_by, what=event),
            ]
        case PaperSigned():
            return [
                Act(event.entered_at, "paper.entered", event.entered_by, event.item, event),
                Act(event.confirmed_at, "paper.confirmed", event.confirmed_by, event.item, event),
            ]
        case Delegated():
            return [Act(event.at, "delegated", event.by, what=event)]
        case SentBack() | Withdrawn() | Referred():
            kind = {SentBack: "sent_back", Withdrawn: "withdrawn", Referred: "referred"}
            return [Act(event.at, kind[type(event)], event.by, event.item, event)]
