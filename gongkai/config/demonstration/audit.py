"""What must hold in the demonstration's year; every fault is named, in English, for its editor."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from datetime import datetime, time
from itertools import pairwise

from gongkai.config.demonstration.happenings import (
    Act,
    Change,
    Corrected,
    Delegated,
    Event,
    Expired,
    PaperSigned,
    Repealed,
    SentBack,
    Transferred,
    strings,
)
from gongkai.config.demonstration.replay import Year
from gongkai.config.demonstration.shapes import ROUTES, Content, Item, Post, Step
from gongkai.law.calendar import is_working_day
from gongkai.law.categories import categories
from gongkai.law.terms import publish_term

MARK = "演示"
SUMMARY = 100  # characters of 内容概述
OFFICE_HOURS = ((time(8, 30), time(12, 0)), (time(13, 30), time(17, 30)))
SLUG = re.compile(r"[a-z][a-z0-9]*(?:[-.][a-z0-9]+)*")
POSTS = {  # the kind of post that takes a step
    "submit": "editor",
    "figures": "editor",
    "section": "head",
    "secrecy": "secrecy",
    "office": "office",
    "sign": "leader",
}
OWN = {"submit", "figures", "section"}  # steps taken inside the drafting department
SIGNING = {"head", "secrecy", "office", "leader"}


def faults(year: Year) -> list[str]:
    """Return what is wrong with a year, as sentences; empty when it may be replayed."""
    broken = [*_keys(year), *_references(year)]
    if broken:  # the rest would stumble over them
        return broken
    return [
        *_people(year),
        *_counted(year),
        *(fault for item in year.items for fault in _item(year, item)),
        *(fault for event in year.events for fault in _event(year, event)),
        *_moments(year),
    ]


def began(event: Event) -> datetime:
    """Return the moment an event begins."""
    match event:
        case Transferred():
            return event.proposed_at
        case PaperSigned():
            return event.signed_at
        case Corrected() | Repealed() | Expired():
            return event.steps[0].at
    return event.at


def in_office(at: datetime) -> bool:
    """Say whether a moment lies in office hours of a working day."""
    hours = any(first <= at.time() <= last for first, last in OFFICE_HOURS)
    return hours and is_working_day(at.date())


def _keys(year: Year) -> Iterator[str]:
    names = {
        "department": [one.key for one in year.departments],
        "post": [one.key for one in year.posts],
        "user": [one.username for one in year.users],
        "column": [one.key for one in year.columns],
        "item": [one.key for one in year.items],
    }
    for kind, keys in names.items():
        yield from (f"{kind} {key}: twice" for key, n in Counter(keys).items() if n > 1)
        yield from (f"{kind} {key}: not a slug" for key in keys if not SLUG.fullmatch(key))
    yield from (f"{title}: a title twice" for title, n in _titles(year) if n > 1)


def _titles(year: Year) -> Collection[tuple[str, int]]:
    return Counter(item.title for item in year.items).items()


def _references(year: Year) -> Iterator[str]:
    """Name every key that stands for nothing."""
    departments = {one.key for one in year.departments}
    posts = {one.key for one in year.posts}
    users = {one.username for one in year.users}
    columns = {one.key for one in year.columns}
    items = {one.key for one in year.items}
    held = [(user.username, one.post, posts) for user in year.users for one in user.holdings]
    asked = [
        *((post.key, post.department, departments) for post in year.posts),
        *held,
        *((duty.column, duty.post, posts) for duty in year.duties),
        *((duty.column, duty.column, columns) for duty in year.duties),
        *((one.key, one.parent, columns) for one in year.columns if one.parent),
        *((item.key, item.column, columns) for item in year.items),
        *((kind.key, column, columns) for kind in year.counting.kinds for column in kind.columns),
        *((act.kind, act.by, users) for act in year.timeline() if act.by),
        *((act.kind, act.item, items) for act in year.timeline() if act.item),
        *((one.item, one.successor, items) for one in year.events if isinstance(one, Repealed)),
    ]
    yield from (f"{where}: no such {name!r}" for where, name, known in asked if name not in known)


def _people(year: Year) -> Iterator[str]:
    for user in year.users:
        if not user.name.startswith(f"{MARK}·"):
            yield f"{user.username}: an invented person's name is not marked"
    kinds = {post.key: post.kind for post in year.posts}
    for kind in SIGNING:
        holders = {u.username for u in year.users if any(kinds[h.post] == kind for h in u.holdings)}
        if len(holders) < 2:  # separation of duties needs a second one
            yield f"{kind}: fewer than two people"


def _counted(year: Year) -> Iterator[str]:
    counted = [item for item in year.items if item.counts]
    numbers = Counter(item.counted_as for item in counted)
    rule = {kind.key: kind for kind in year.counting.kinds}
    if len(counted) != year.counting.total:
        yield f"{len(counted)} items count, not {year.counting.total}"
    for key in numbers.keys() | rule.keys():
        if key not in rule or numbers[key] != rule[key].number:
            yield f"{key}: {numbers[key]} items counted against the rule"
    for item in counted:
        if not item.released_at or item.released_at.year != year.counting.year:
            yield f"{item.key}: counts, but is not of the year"
        if item.kind == "repost" or item.moved_from:
            yield f"{item.key}: counts, but is not first published here"
        if item.counted_as in rule and item.column not in rule[item.counted_as].columns:
            yield f"{item.key}: counts in a column the rule does not name"


def _item(year: Year, item: Item) -> Iterator[str]:
    if item.kind not in ROUTES or item.source.kind not in {"own", "repost"}:
        yield f"{item.key}: unknown kind"
        return
    if (item.kind == "repost") != (item.source.kind == "repost"):
        yield f"{item.key}: kind and source disagree"
    if not 0 < len(item.summary) <= SUMMARY or not item.title:
        yield f"{item.key}: no title, or a summary not of 1 to {SUMMARY} characters"
    if item.category not in {one.number for one in categories()}:
        yield f"{item.key}: unknown category"
    if not item.keywords or not item.channels or set(item.channels) - set(year.channels):
        yield f"{item.key}: keywords or channels missing or unknown"
    yield from (f"{item.key}: {fault}" for block in item.body for fault in _block(block))
    yield from _signatures(year, item)
    yield from _release(item)


def _block(block: Content) -> Iterator[str]:
    if not all(text == text.strip() for text in strings(block)):
        yield "white space at the end of a text"
    if block["type"] == "table":
        width = len(block["head"][0])
        if any(len(row) != width for row in block["rows"]) or not block["rows"]:
            yield f"table {block['caption']}: ragged or empty"
    if block["type"] == "chart":
        lengths = {len(one["values"]) for one in block["series"]}
        if lengths != {len(block["labels"])} or block["form"] not in {"line", "bar"}:
            yield f"chart {block['title']}: unknown form or a value short"
    if block["type"] in {"image", "chart"} and not block["alt"]:
        yield f"{block['type']}: no text in its place"


def _signatures(year: Year, item: Item) -> Iterator[str]:
    """Check the rounds of a card: each starts with the author and follows the route."""
    paper = _paper_of(year, item)
    steps = [*item.steps, *paper]
    rounds = _rounds(steps)
    backs = [e for e in year.events if isinstance(e, SentBack) and e.item == item.key]
    if len(rounds) != len(backs) + 1:
        yield f"{item.key}: as many rounds as returns and one are wanted"
        return
    route = ROUTES[item.kind]
    for back, taken in zip(backs, rounds, strict=False):
        if tuple(s.step for s in taken) != route[: route.index(back.step)]:
            yield f"{item.key}: the steps before a return do not follow the route"
    names = tuple(step.step for step in rounds[-1])
    if names != (route if item.released_at else route[: len(names)]):
        yield f"{item.key}: the steps do not follow the route"
    for taken in rounds:
        yield from _persons(year, item, taken, item.author)
    if any(one.step == "submit" and one.by != item.author for one in steps):
        yield f"{item.key}: submitted by another than its author"


def _paper_of(year: Year, item: Item) -> list[Step]:
    return [
        Step(one.step, one.signer, one.confirmed_at, one.comment)
        for one in year.events
        if isinstance(one, PaperSigned) and one.item == item.key
    ]


def _rounds(steps: list[Step]) -> list[list[Step]]:
    rounds: list[list[Step]] = []
    for step in steps:
        if step.step == "submit" or not rounds:
            rounds.append([])
        rounds[-1].append(step)
    return rounds


def _persons(year: Year, item: Item, steps: list[Step], author: str) -> Iterator[str]:
    """Name a person who signs twice, signs their own, or holds no post for the step."""
    signed = [person for step in steps[1:] for person in (step.by, step.behalf) if person]
    if author in signed or len(set(signed)) != len(signed):
        yield f"{item.key}: a person signs twice, or signs what they wrote"
    home = {post.department for post in _editor_posts(year, author, steps[0].at)}
    for step in steps:
        if step.step not in POSTS:
            yield f"{item.key}: unknown step {step.step}"
        elif not _may(year, item.column, step, home):
            yield f"{item.key}: {step.by} may not take the step {step.step} at {step.at}"


def _editor_posts(year: Year, username: str, at: datetime) -> list[Post]:
    return [post for post in _posts(year, username, at) if post.kind == "editor"]


def _posts(year: Year, username: str, at: datetime) -> list[Post]:
    held = {
        holding.post
        for user in year.users
        if user.username == username
        for holding in user.holdings
        if holding.at(at)
    }
    return [post for post in year.posts if post.key in held]


def _may(year: Year, column: str, step: Step, home: Collection[str]) -> bool:
    """Say whether a person's posts, or those signed for by delegation, take a step there."""
    named = duty_posts(year, column, "draft" if step.step == "submit" else step.step)
    posts = _posts(year, step.behalf or step.by, step.at)
    if step.behalf:
        lent = {
            event.post
            for event in year.events
            if isinstance(event, Delegated)
            and (event.giver, event.taker) == (step.behalf, step.by)
            and event.since <= step.at < event.until
        }
        posts = [post for post in posts if post.key in lent]
    return any(
        post.kind == POSTS[step.step]
        and (not named or post.key in named)
        and (step.step not in OWN or post.department in home)
        for post in posts
    )


def duty_posts(year: Year, column: str, step: str) -> set[str]:
    """Return the posts the nearest column names for a step; empty when none does."""
    while column:
        found = {one.post for one in year.duties if (one.column, one.step) == (column, step)}
        if found:
            return found
        column = column.rpartition("-")[0]
    return set()


def _release(item: Item) -> Iterator[str]:
    if item.released_at is None:
        return
    day = item.released_at.date()
    if item.moved_from is None and publish_term(item.formed_on, day).left < 0:
        yield f"{item.key}: released after its term"
    if item.formed_on > item.steps[0].at.date():
        yield f"{item.key}: submitted before it was formed"


def _event(year: Year, event: Event) -> Iterator[str]:
    match event:
        case Transferred():
            return _transfer(year, event)
        case Delegated():
            return _delegation(event)
        case SentBack():
            content = year.item(event.item).content()
            return _edits(event.item, content, [edit.now for edit in event.edits])
        case PaperSigned():
            return _paper(year, event)
        case Corrected() | Repealed() | Expired():
            return _change(year, event)
    return _kept_in(year.item(event.item))


def _delegation(event: Delegated) -> Iterator[str]:
    if event.giver == event.taker or not event.at <= event.since < event.until:
        yield f"delegation of {event.post}: its persons or its days are wrong"


def _kept_in(item: Item) -> Iterator[str]:
    if item.released_at or item.counts:
        yield f"{item.key}: withdrawn or referred, and yet released"


def _transfer(year: Year, event: Transferred) -> Iterator[str]:
    holdings = {(u.username, h.post): h for u in year.users for h in u.holdings}
    for move in event.moves:
        left = holdings.get((move.user, move.leaves))
        taken = holdings.get((move.user, move.takes))
        if left is None or left.until != event.effective:
            yield f"transfer: {move.user} does not leave {move.leaves} that day"
        if move.takes and (taken is None or taken.since != event.effective):
            yield f"transfer: {move.user} does not take {move.takes} that day"


def _edits(item: str, content: Content, texts: list[str]) -> Iterator[str]:
    for text in texts:
        if sum(one.count(text) for one in strings(content)) != 1:
            yield f"{item}: {text!r} does not stand there exactly once"


def _paper(year: Year, event: PaperSigned) -> Iterator[str]:
    item = year.item(event.item)
    persons = [event.signer, event.entered_by, event.confirmed_by, item.author]
    signers = {step.by for step in item.steps}
    if len(set(persons)) != len(persons) or {event.entered_by, event.confirmed_by} & signers:
        yield f"{event.item}: a signature on paper needs a clerk and a second person apart"
    if not event.signed_at <= event.entered_at < event.confirmed_at:
        yield f"{event.item}: a signature on paper out of time"


def _change(year: Year, event: Change) -> Iterator[str]:
    item = year.item(event.item)
    route = ROUTES[item.kind if isinstance(event, Corrected) else "general"]
    if tuple(step.step for step in event.steps) != route:
        yield f"{event.item}: the steps of a change do not follow the route"
    if item.released_at is None or event.steps[0].at <= item.released_at:
        yield f"{event.item}: changed before it is out"
    yield from _persons(year, item, list(event.steps), event.steps[0].by)
    if isinstance(event, Corrected):
        yield from _edits(event.item, item.content(), [edit.was for edit in event.edits])
    elif isinstance(event, Repealed) and _release_of(year, event.successor) != event.released_at:
        yield f"{event.item}: repealed at another moment than its successor comes out"


def _release_of(year: Year, key: str) -> datetime | None:
    return year.item(key).released_at


def _moments(year: Year) -> Iterator[str]:
    """Name what happens out of office hours, before the beginning, or out of order on a card."""
    acts = year.timeline()
    for act in acts:
        if act.at < year.since or not in_office(act.at):
            yield f"{act.item} {act.kind}: {act.at} is out of office hours"
    cards: dict[tuple[str, str], list[Act]] = {}
    for act in acts:
        if act.item:
            change = type(act.change).__name__ if act.change else ""
            cards.setdefault((act.item, change), []).append(act)
    for (item, _), done in cards.items():
        if any(first.at == second.at for first, second in pairwise(done)):
            yield f"{item}: two acts at one moment"
        yield from _order(item, [act.kind for act in done])


def _order(item: str, kinds: list[str]) -> Iterator[str]:
    """Check that a card starts with a submit and ends with its outcome."""
    ends = {"release", "withdrawn", "referred"}
    if kinds[0] != "submit" or kinds[-1] not in ends or ends & set(kinds[:-1]):
        yield f"{item}: its acts are out of order: {kinds}"
    for first, second in pairwise(kinds):
        if (first == "sent_back") != (second == "submit"):
            yield f"{item}: a return is followed by a new submit, and nothing else is"
