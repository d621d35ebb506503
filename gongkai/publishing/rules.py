"""The approval card as a table of moves: who may take it from which step to which. Pure."""

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import rfc8785


class Step(StrEnum):
    """Where a card stands. DRAFT to SIGN are the route; the rest is the press's, or over."""

    DRAFT = "draft"  # with its author
    FIGURES = "figures"  # figures are checked against their source
    SECTION = "section"  # the drafting section's head
    LEGAL = "legal"  # another section's head: is it lawful
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


IN_REVIEW = frozenset(
    {Step.FIGURES, Step.SECTION, Step.LEGAL, Step.SECRECY, Step.OFFICE, Step.SIGN}
)
OPEN = IN_REVIEW | {Step.DRAFT}
COMPLETE = frozenset({Step.APPROVED, Step.ARMED, Step.FLIPPING, Step.RELEASED})
WAITING = frozenset({Step.APPROVED, Step.ARMED})  # complete, not yet out
STOPPABLE = WAITING | {Step.HELD}  # may still be withdrawn
BUSY = OPEN | STOPPABLE | {Step.FLIPPING}  # nothing else may be asked about the same disclosure
LATE = timedelta(minutes=1)
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
    DOCUMENT = "document"  # goes to one person, not to the public: a reply, a notice


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
    # Documents of a case. A notice only moves its clock: 工作机构负责人 agrees (条例第三十三条).
    "reply": (
        Stage(Step.DRAFT, "editor", own=True),
        _SECTION,
        Stage(Step.LEGAL, "head"),
        *_TAIL,
    ),
    "notice": (Stage(Step.DRAFT, "office"), _SECTION),
    "letter": (Stage(Step.DRAFT, "editor", own=True), _SECTION, Stage(Step.OFFICE, "office")),
}
DOCUMENT_READERS = frozenset({"office", "head", "secrecy", "leader"})  # kinds of posts
HOUSE_SIGNERS = frozenset({"office", "secrecy", "leader"})  # sign for every section
CASES = "cases"  # what duties over the documents of cases are named for, as for a column
SHORT_ENDS = frozenset({Step.SECTION, Step.OFFICE, Step.SIGN})
SHORT = frozenset({"notice", "letter"})  # these routes may end before a leader, unread for secrets


# Which kinds of post may do a step. A route or a duty that names another is refused.
KINDS: dict[Step, frozenset[str]] = {
    Step.DRAFT: frozenset({"editor", "office"}),
    Step.FIGURES: frozenset({"editor"}),
    Step.SECTION: frozenset({"head"}),
    Step.LEGAL: frozenset({"head"}),
    Step.SECRECY: frozenset({"secrecy"}),
    Step.OFFICE: frozenset({"office"}),
    Step.SIGN: frozenset({"leader"}),
}


def is_late(moment: datetime, flip: datetime) -> bool:
    """Say whether figures came out so long after their moment that it may not be called theirs.

    As-of between the two must answer that nothing was out. Within a minute the moment counts:
    pages made for it name it in addresses that stay.
    """
    return flip - moment > LATE


def finding_key(found: Mapping[str, str]) -> str:
    """Return what names a finding over the life of a content: its rule, place and words."""
    said = {one: found.get(one, "") for one in ("rule", "place", "excerpt", "words")}
    return sha256(canonical(said))


def stopping(
    findings: Iterable[Mapping[str, str]], steps: Collection[str], waived: Collection[str] = ()
) -> list[Mapping[str, str]]:
    """Return the findings that stop: no step of these may let them pass, and nobody has.

    Shape: steps are those of the route still able to decide; waived are finding_keys.
    """
    return [
        one
        for one in findings
        if one["severity"] == "block"
        and one.get("waiver", "") not in {*steps} - {""}
        and finding_key(one) not in waived
    ]


def to_decide(
    findings: Iterable[Mapping[str, str]], step: str, waived: Collection[str]
) -> list[Mapping[str, str]]:
    """Return the findings the signer of a step must let pass, each with a reason, before signing."""
    return [
        one
        for one in findings
        if one["severity"] == "block"
        and one.get("waiver", "") == step
        and finding_key(one) not in waived
    ]


def route_faults(route: Sequence[Stage], kind: str = "general") -> list[str]:
    """Return the codes of what makes a kind's route unlawful; empty when it may be used.

    Law: review before disclosure with named duty (条例第十七条; 2008: 第十四条).
    """
    steps = [stage.step for stage in route]
    faults = []
    if not steps or steps[0] is not Step.DRAFT:
        faults.append("starts")
    if not steps or steps[-1] not in (SHORT_ENDS if kind in SHORT else {Step.SIGN}):
        faults.append("ends")
    if Step.SECRECY not in steps and kind not in SHORT:
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


# The site's profile: what its footer names (政府网站发展指引), and the nine fields a guide must
# have (条例第十二条).
SITE_KINDS = ("columns", "profile")  # the works a card of Purpose.SITE carries
FOOTER = ("sponsor", "operator", "address", "postcode", "phone", "fax", "email", "icp", "police")
GUIDE = (
    *("classification", "arrangement", "access"),
    *("unit", "address", "hours", "phone", "fax", "online"),
)
_PHONE = r"(?:（\d{3,4}）|\(\d{3,4}\)|\+?\d{2,4}[- ])?\d[\d -]{3,12}\d(?:转\d{1,6})?(?:（[^（）\n]{1,20}）)?"
SHAPES = {
    "postcode": re.compile(r"\d{6}"),
    "phone": re.compile(rf"{_PHONE}(?:[、；]{_PHONE})*"),
    "fax": re.compile(rf"{_PHONE}(?:[、；]{_PHONE})*"),
    "email": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII),
}
CODE = re.compile(r"\d{10}", re.ASCII)
LINE, TEXT = 120, 2000  # characters of a line of the footer, of a field of the guide


def profile_faults(profile: Mapping[str, Any]) -> list[str]:
    """Return which fields of a profile have not the shape they must have: "code", "footer.phone".

    >>> profile_faults({"name": "演示局", "code": "1", "footer": {"postcode": "05"}, "guide": {}})
    ['code', 'footer.postcode']
    """
    found = []
    if not 0 < len(profile["name"]) <= 60:
        found.append("name")
    if not CODE.fullmatch(profile["code"]):
        found.append("code")
    for name, value in profile["footer"].items():
        shape = SHAPES.get(name)
        if len(value) > LINE or "\n" in value or (value and shape and not shape.fullmatch(value)):
            found.append(f"footer.{name}")
    found += [f"guide.{name}" for name, value in profile["guide"].items() if len(value) > TEXT]
    return found


def guide_gaps(profile: Mapping[str, Any]) -> list[str]:
    """Return the fields of the guide that are still empty. Law: 条例第十二条 (nine fields)."""
    return [name for name in GUIDE if not profile["guide"].get(name)]


def columns_in(found: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """Return the columns of a tree's content; of one signed before columns could close, all open.

    >>> columns_in({"columns": [{"key": "a"}]}), columns_in(None)
    ([{'moved_to': '', 'key': 'a'}], [])
    """
    return [{"moved_to": "", **column} for column in (found or {}).get("columns", ())]


def resolved(columns: Sequence[Mapping[str, Any]], key: str) -> str:
    """Return the open column in which the items of a column stand; "" when there is none.

    >>> tree = [{"key": "a", "moved_to": "b"}, {"key": "b", "moved_to": ""}]
    >>> resolved(tree, "a"), resolved(tree, "b"), resolved(tree, "c")
    ('b', 'b', '')
    """
    target = {column["key"]: column["moved_to"] for column in columns}
    for _ in columns:
        if not target.get(key):
            break
        key = target[key]
    return key if target.get(key) == "" else ""


def close_fault(columns: Sequence[Mapping[str, Any]], key: str, moved_to: str) -> str:
    """Return why a column may not be closed into another, as a code; empty when it may.

    Its items need an open place that is not the column itself, nor closes with it; what is below
    it goes first, so that nothing is closed unseen.
    """
    by_key = {column["key"]: column for column in columns}
    if moved_to not in by_key:
        return "unknown"
    if moved_to == key:
        return "itself"
    if by_key[moved_to]["moved_to"]:
        return "closed"
    if any(one["parent"] == key and not one["moved_to"] for one in columns):
        return "children"
    return ""


def tree_faults(columns: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Return what makes a column tree unfit for the public: (code, key of the column)."""
    by_key = {column["key"]: column for column in columns}
    found = []
    for column in columns:
        above = by_key.get(column["parent"])
        if column["parent"] and above is None:
            found.append(("parent", column["key"]))
        elif above is not None and above["moved_to"] and not column["moved_to"]:
            found.append(("under_closed", column["key"]))
        if column["moved_to"] and not resolved(columns, column["key"]):
            found.append(("nowhere", column["key"]))
    return found
