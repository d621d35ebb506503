"""The approval card as a table of moves: who may take it from which step to which. Pure."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import rfc8785


class Step(StrEnum):
    """Where a card stands. DRAFT to SIGN are the route; the rest is the press's, or over."""

    DRAFT = "draft"  # with its author
    FIGURES = "figures"  # figures are checked against their source
    SECTION = "section"  # the drafting section's head
    SECRECY = "secrecy"  # the secrecy reviewer
    OFFICE = "office"  # the disclosure office, the hub
    SIGN = "sign"  # a bureau leader
    APPROVED = "approved"  # complete: editions are made
    HELD = "held"  # complete, but the checks before release found something: it does not go out
    ARMED = "armed"  # rendered for T
    FLIPPING = "flipping"  # claimed by the press at T
    RELEASED = "released"  # on the public files
    WITHDRAWN = "withdrawn"  # taken back before it went out
    REFERRED = "referred"  # in doubt: referred without content, purged here


IN_REVIEW = frozenset({Step.FIGURES, Step.SECTION, Step.SECRECY, Step.OFFICE, Step.SIGN})
OPEN = IN_REVIEW | {Step.DRAFT}
COMPLETE = frozenset({Step.APPROVED, Step.ARMED, Step.FLIPPING, Step.RELEASED})
WAITING = frozenset({Step.APPROVED, Step.ARMED})  # complete, not yet out
STOPPABLE = WAITING | {Step.HELD}  # may still be withdrawn
BUSY = OPEN | STOPPABLE | {Step.FLIPPING}  # nothing else may be asked about the same disclosure
OVER = frozenset({Step.RELEASED, Step.WITHDRAWN, Step.REFERRED})


class Purpose(StrEnum):
    """What a card, once complete, does to the public site."""

    PUBLISH = "publish"
    CORRECT = "correct"
    EXPIRE = "expire"
    REPEAL = "repeal"
    TAKE_DOWN = "take_down"
    URGENT = "urgent"  # the card that follows an urgent takedown
    SITE = "site"  # columns, profile: the frame of every page


ASKED = frozenset({Purpose.EXPIRE, Purpose.REPEAL, Purpose.TAKE_DOWN})  # changes people ask for
CHANGES = ASKED | {Purpose.URGENT}


@dataclass(frozen=True)
class Stage:
    """One step of a route and the kind of post that signs it; own: of the drafting department."""

    step: Step
    post: str
    own: bool = False


Route = tuple[Stage, ...]

_SECTION = Stage(Step.SECTION, "head", own=True)
_TAIL = (Stage(Step.SECRECY, "secrecy"), Stage(Step.OFFICE, "office"), Stage(Step.SIGN, "leader"))

# 采编 ► 科室审核 ► 保密审查 ► 报送局办公室 ► 签发 ► 发布, as the 2014 report gives it.
ROUTES: dict[str, Route] = {
    "general": (Stage(Step.DRAFT, "editor", own=True), _SECTION, *_TAIL),
    "data": (
        Stage(Step.DRAFT, "editor", own=True),
        Stage(Step.FIGURES, "editor", own=True),
        _SECTION,
        *_TAIL,
    ),
    "repost": (Stage(Step.DRAFT, "editor", own=True), _SECTION, *_TAIL),
}


# Which kinds of post may do a step. A route or a duty that names another is refused.
KINDS: dict[Step, frozenset[str]] = {
    Step.DRAFT: frozenset({"editor", "office"}),
    Step.FIGURES: frozenset({"editor"}),
    Step.SECTION: frozenset({"head"}),
    Step.SECRECY: frozenset({"secrecy"}),
    Step.OFFICE: frozenset({"office"}),
    Step.SIGN: frozenset({"leader"}),
}


def route_faults(route: Sequence[Stage]) -> list[str]:
    """Return the codes of what makes a route unlawful; empty when it may be used.

    Law: review before disclosure with named duty (条例第十七条; 2008: 第十四条).
    """
    steps = [stage.step for stage in route]
    faults = []
    if not steps or steps[0] is not Step.DRAFT:
        faults.append("starts")
    if not steps or steps[-1] is not Step.SIGN:
        faults.append("ends")
    if Step.SECRECY not in steps:
        faults.append("secrecy")
    if len(set(steps)) != len(steps) or not set(steps) <= OPEN:
        faults.append("steps")
    if any(stage.post not in KINDS.get(stage.step, frozenset()) for stage in route):
        faults.append("posts")
    return faults


def moves(route: Sequence[Stage]) -> dict[tuple[Step, Step], str]:
    """Return the table of moves of a route: (from, to) -> kind of post.

    >>> moves(ROUTES["general"])[(Step.SIGN, Step.APPROVED)]
    'leader'
    """
    table: dict[tuple[Step, Step], str] = {}
    for stage, following in zip(route, [*route[1:], None], strict=True):
        to = following.step if following else Step.APPROVED
        table[(stage.step, to)] = stage.post
        if stage.step is not Step.DRAFT:
            table[(stage.step, Step.DRAFT)] = stage.post
    return table


def stage_of(route: Sequence[Stage], step: Step) -> Stage:
    """Return the stage of a route at a step. Raises: LookupError."""
    for stage in route:
        if stage.step is step:
            return stage
    raise LookupError(step)


def following(route: Sequence[Stage], step: Step) -> Step:
    """Return where a signature takes a card from a step of its route. Raises: LookupError."""
    steps = [stage.step for stage in route]
    if step not in steps:
        raise LookupError(step)
    at = steps.index(step) + 1
    return steps[at] if at < len(steps) else Step.APPROVED


def may_sign(
    *, person: int, holder: int, contributors: Collection[int], signed: Collection[int]
) -> str:
    """Return why a person may not sign a review step, as a code; empty when they may.

    Nobody reviews what they helped to write, nobody signs twice, and a delegation passes no
    power its giver does not have on this card (上网信息审批卡: author, reviewers, signer differ).
    """
    if person in contributors or holder in contributors:
        return "contributor"
    if person in signed or holder in signed:
        return "twice"
    return ""


def canonical(content: Mapping[str, Any]) -> bytes:
    """Return content as canonical JSON (RFC 8785), the bytes that are hashed and signed."""
    return rfc8785.dumps(content)


def sha256(data: bytes) -> str:
    """Return the SHA-256 of bytes in hex."""
    return hashlib.sha256(data).hexdigest()


def digest(works: Sequence[tuple[str, str, str]], **bound: Any) -> str:
    """Return what a signature binds: the sorted works and everything else it stands under.

    Shape: works are (kind, id, sha256); bound holds what canonical JSON holds. The round and the
    step are among it, so that a form shown for one signature is never taken for another.
    """
    return sha256(canonical({"v": 1, "works": sorted(list(work) for work in works), **bound}))


def fits_storage(value: object) -> bool:
    """Say whether every text in a value can be stored and hashed: no NUL, no half a character.

    >>> fits_storage({"rows": [["甲", "1"]]}), fits_storage(["\\x00"]), fits_storage("\\ud800")
    (True, False, False)
    """
    if isinstance(value, str):
        return "\x00" not in value and not any("\ud800" <= one <= "\udfff" for one in value)
    if isinstance(value, Mapping):
        return all(fits_storage(one) for pair in value.items() for one in pair)
    if isinstance(value, list | tuple):
        return all(fits_storage(one) for one in value)
    return True
