"""What the card page shows: where it stands, what changed, what was found, who signed."""

import difflib
import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from gongkai.figures.queries import Looked, carried_lines, looked, readable_vintages
from gongkai.law.terms import Term
from gongkai.people.models import PostKind, User
from gongkai.people.queries import recent_power_changes, seat_for
from gongkai.publishing import queries, rules, words
from gongkai.publishing.models import ApprovalCard, Disclosure, Reader, Signature, Waiver
from gongkai.publishing.redesign import Redesign, redesign
from gongkai.publishing.rules import Purpose, Stage, Step

MARKS = {"strong": "**", "em": "*", "sup": "^", "sub": "_"}  # a change of emphasis is one too
WHOLE = frozenset({"disclosure", "document"})  # works shown in full on their card
WEIGHT = ("block", "warn", "note")
LIMIT = 400  # lines of one difference shown on a page; the rest is counted


@dataclass(frozen=True)
class StepState:
    """A step of the route: done, now, or to come, and its day."""

    name: str
    state: str
    day: str


@dataclass(frozen=True)
class Piece:
    """A run of text in a difference: kept, ins or del."""

    kind: str
    text: str


@dataclass(frozen=True)
class Difference:
    """One place that changed, in words and in pieces."""

    place: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Told:
    """A finding as a person reads it: its words marked, who may let it pass, who has."""

    one: Mapping[str, str]
    before: str
    words: str
    after: str
    key: str
    step: str = ""  # whose signer may let it pass
    may_waive: bool = False
    waiver: Waiver | None = None


def told(
    findings: Iterable[Mapping[str, str]],
    waivers: Mapping[str, Waiver] | None = None,
    step: str = "",
    route: Iterable[Stage] | None = None,
) -> tuple[Told, ...]:
    """Return findings as a person reads them, the heaviest first.

    Shape: waivers by finding_key; step is the one this person may sign now, empty for none; route:
    the one the draft will go, where a step that could let a finding pass may be missing.
    """
    given = sorted(findings, key=lambda one: WEIGHT.index(one["severity"]))
    steps = None if route is None else {str(stage.step) for stage in route}
    return tuple(_told(one, waivers or {}, step, steps) for one in given)


def _told(
    one: Mapping[str, str], waivers: Mapping[str, Waiver], step: str, steps: set[str] | None
) -> Told:
    key, found = rules.finding_key(one), one.get("words", "")
    before, mark, after = one["excerpt"].partition(found) if found else (one["excerpt"], "", "")
    named = one.get("waiver", "") if one["severity"] == WEIGHT[0] else ""
    named = named if steps is None or named in steps else ""
    waiver = waivers.get(key)
    return Told(
        one, before, mark, after, key, words.STEP[Step(named)] if named else "",
        bool(named) and named == step and waiver is None, waiver,
    )  # fmt: skip


@dataclass(frozen=True)
class CardPage:
    """Everything a signer must see, in the order they need it."""

    card: ApprovalCard
    purpose: str
    column: str
    planned: datetime | None
    term: Term | None
    steps: tuple[StepState, ...]
    differences: tuple[Difference, ...]
    since: str
    findings: tuple[Told, ...]
    warnings: int
    signatures: tuple[Signature, ...]
    pending: Signature | None
    content: dict[str, Any] | None
    elements: tuple[tuple[str, str], ...]
    power_changes: tuple[str, ...]
    may_sign: bool
    may_refer: bool
    may_withdraw: bool
    may_enter_paper: bool
    may_confirm_paper: bool
    may_submit: bool
    why_not: str
    page: Disclosure | None
    held: str = ""
    redesign: Redesign | None = None
    document: str = ""  # of a case: its number there
    kept_back: bool = False  # its figures are not public yet
    readers: tuple[Reader, ...] = ()
    readings: tuple[tuple[str, int], ...] = ()
    figures: tuple[Looked, ...] = ()  # what does not hold in what it brings out
    own_figures: frozenset[int] = frozenset()  # of these, what the reader may open at the desk


def card_page(card: ApprovalCard, user: User, at: datetime) -> CardPage:
    """Return the page of a card as one person sees it at a moment."""
    work = card.works.first()
    found = queries.shown_content(work.sha256) if work else None
    page = queries.page_of(card)
    before = queries.last_seen(card, user) or _published(page)
    differences, since = _differences(before, work.sha256 if work else "", found)
    why_not = _why_not(card, user, at)
    office = seat_for(user, PostKind.OFFICE, at) is not None
    pending = queries.pending_paper(card)
    in_review = card.step in rules.IN_REVIEW
    carried = queries.waiting_vintages(card) if in_review else []
    author = queries.editor_seat(user, at, page.post if page else None) is not None
    return CardPage(
        card=card, purpose=words.PURPOSE[card.purpose], column=queries.column_name(card.column),
        planned=card.visible_from or card.release_at,
        term=_term(card, found, at), steps=_steps(card), differences=differences, since=since,
        findings=told(
            card.findings,
            {one.key: one for one in card.waivers.filter(round=card.round)},
            card.step if in_review and not why_not and pending is None else "",
        ),
        warnings=sum(1 for one in card.findings if one["severity"] != "note"),
        signatures=tuple(card.signatures.select_related("user", "confirmed_by", "entered_by")),
        pending=pending, content=found if found and found["kind"] in WHOLE else None,
        elements=_elements(card, found), power_changes=_power_changes(card, at),
        may_sign=in_review and not why_not and pending is None,
        may_refer=card.step == Step.SECRECY and not why_not,
        may_withdraw=card.purpose != Purpose.URGENT
        and ((card.step in rules.OPEN and (author or office)) or
             (card.step in rules.STOPPABLE and office)),
        may_enter_paper=in_review and office and pending is None,
        may_confirm_paper=in_review and pending is not None and user.pk not in
        {pending.entered_by_id, pending.user_id},
        may_submit=card.step == Step.DRAFT and (author or office),
        why_not=why_not if in_review else "", page=page,
        held=queries.hold_reason(card) if card.step == Step.HELD else "",
        redesign=redesign(*queries.frames_of(card)) if card.purpose == Purpose.SITE else None,
        document=work.object_id[1:] if work and work.kind == "document" else "",
        kept_back=queries.is_kept_back(card),
        readers=tuple(card.readers.select_related("user")),
        readings=tuple(queries.early_readings(card)),
        figures=tuple(looked(row, at) for row in carried),
        own_figures=frozenset(
            readable_vintages(user, at).filter(pk__in=[row.pk for row in carried])
            .values_list("pk", flat=True)),
    )  # fmt: skip


def _published(page: Disclosure | None) -> str:
    edition = queries.last_edition(page.pk) if page else None
    return edition.sha256 if edition else ""


def _term(card: ApprovalCard, found: dict[str, Any] | None, at: datetime) -> Term | None:
    if not found or not found.get("formed_on"):
        return None
    from_day = date.fromisoformat(found["formed_on"])
    return queries.term_of(from_day, timezone.localdate(card.visible_from or at))


def _steps(card: ApprovalCard) -> tuple[StepState, ...]:
    route = [stage.step for stage in queries.read_route(card.stages)]
    signed = {row.step: row for row in queries.signed_this_round(card) if not row.pending}
    current = Step(card.step)
    states = []
    for step in route:
        row = signed.get(step)
        done = row is not None and step is not current and current is not Step.DRAFT
        state = "now" if step is current else "done" if done else ""
        day = f"{timezone.localtime(row.at):%m-%d}" if done else ""
        states.append(StepState(words.STEP[step], state, day))
    if card.purpose == Purpose.DOCUMENT:  # ends with its last signature: nothing is published
        return tuple(states)
    out = card.released_at or card.visible_from
    over = rules.COMPLETE | {Step.HELD}
    last = "done" if current is Step.RELEASED else "now" if current in over else ""
    day = f"{timezone.localtime(out):%m-%d}" if out and last else ""
    return (*states, StepState("发布", last, day))


def _why_not(card: ApprovalCard, user: User, at: datetime) -> str:
    """Return why a person may not sign the card now; empty when they may."""
    if card.step not in rules.IN_REVIEW:
        return words.NOT_OPEN
    options = queries.seats_for(card, user, at)
    if not options:
        step, post = words.STEP[Step(card.step)], queries.whose_step(card, at)
        return words.NOT_YOUR_STEP.format(step=step, post=post)
    wrote, signed = queries.contributors(card), queries.signers(card)
    codes = [
        rules.may_sign(person=user.pk, holder=seat.holder.pk, contributors=wrote, signed=signed)
        for seat in options
    ]
    if "" in codes:
        return ""
    return words.CONTRIBUTOR if codes[0] == "contributor" else words.TWICE


def _elements(card: ApprovalCard, found: dict[str, Any] | None) -> tuple[tuple[str, str], ...]:
    if not found:
        return ()
    if found["kind"] == "change":
        return (("事项", words.PURPOSE[card.purpose]), ("理由", found["reason"]))
    if found["kind"] in rules.SITE_KINDS:
        return ()
    if found["kind"] == "document":
        remedy = ((words.REMEDY, found["remedy"]),) if found.get("remedy") else ()
        pairs = ((one["name"], one["value"]) for one in found["about"])
        return (("文号", found["number"]), *pairs, *remedy)
    source = found["source"]
    pairs = (
        ("内容概述", found["summary"]), ("公开属性", found["attribute"]),
        _filed_under(found), ("生成日期", found["formed_on"]),
        ("文号", found["document_no"]), ("来源", source["name"] or "本机关制作"),
        ("原文网址", source["url"]), ("渠道", "、".join(found["channels"])),
        ("关键词", "、".join(found["keywords"])),
    )  # fmt: skip
    if found["correction"]:
        pairs += (("更正内容", found["correction"]["what"]),
                  ("更正原因", found["correction"]["why"]))  # fmt: skip
    return tuple(pair for pair in (*pairs, *carried_lines(found)) if pair[1])


def _filed_under(found: dict[str, Any]) -> tuple[str, str]:
    """Return what an item is filed under by the law of the day it was formed."""
    if not found["formed_on"]:
        return "", ""
    return queries.filed_under(found["category"], date.fromisoformat(found["formed_on"]))


def _power_changes(card: ApprovalCard, at: datetime) -> tuple[str, ...]:
    """Return what changed in the powers of the people on this card in the last thirty days."""
    people = {row.user for row in queries.signed_this_round(card).select_related("user")}
    return tuple(line for person in people for line in recent_power_changes(person, at))


def _differences(
    before: str, now: str, found: dict[str, Any] | None
) -> tuple[tuple[Difference, ...], str]:
    """Return what changed since a content, and since when in words; nothing for a first look."""
    old = queries.shown_content(before) if before and before != now else None
    kinds = {old["kind"] if old else "", found["kind"] if found else ""}
    if old is None or found is None or kinds != {"disclosure"}:
        return (), "unchanged" if before and before == now else ""
    return tuple(differences(old, found)), "changed"


def lines_of(found: dict[str, Any]) -> list[tuple[str, str]]:
    """Return a content as (place, line) pairs, fine enough that one changed figure is one line."""
    plain = {"title": "名称", "summary": "内容概述", "formed_on": "生成日期", "document_no": "文号",
             "column": "栏目", "attribute": "公开属性", "category": "类别"}  # fmt: skip
    lines = [(name, str(found[key])) for key, name in plain.items()]
    lines += [("来源", " ".join(found["source"].values())),
              ("渠道", "、".join(found["channels"])),
              ("关键词", "、".join(found["keywords"]))]  # fmt: skip
    if found["demonstration"]:
        lines.append(("演示标志", "演示内容"))
    for number, block in enumerate(found["body"], start=1):
        lines += [(f"第{number}块{place}", line) for place, line in _block_lines(block)]
    return lines


def _block_lines(block: dict[str, Any]) -> Iterator[tuple[str, str]]:
    kind = block["type"]
    if kind in {"heading", "text"}:
        yield from _text_lines(block)
    elif kind == "table":
        yield from _table_lines(block)
    elif kind == "chart":
        yield "（统计图）", f"{block['form']} {block['title']} {block['unit']} {block['alt']}"
        for series in block["series"]:
            pairs = zip(block["labels"], series["values"], strict=False)
            yield f"（图 {series['name']}）", "　".join(f"{a}:{b}" for a, b in pairs)
    elif kind == "data":
        yield from _data_lines(block)
    else:
        name = {"image": "（图片）", "attachment": "（附件）"}.get(kind, "（引用指标）")
        yield name, "　".join(str(block[key]) for key in sorted(block) if key != "type")


def _table_lines(block: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "（表题）", block["caption"]
    for row in [*block["head"], *block["rows"]]:
        yield f"（表 {row[0] if row else ''}）", "　".join(row)
    yield "（表注）", block["note"]


def _data_lines(block: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the lines of figures: the table they are shown as, and which vintage they are."""
    yield from _table_lines(block["table"]) if "table" in block else ()
    show = block["show"]
    keys = "、".join(show["keys"])
    yield "（数据）", f"{block['vintage']['title']} {show['form']} {keys} {show['periods'] or ''}"
    yield "（数据摘要）", block["sha256"]


def _text_lines(block: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the lines of a text; emphasis by a mark, links with where they lead."""
    if block["type"] == "heading":
        yield "（小标题）", block["text"]
        return
    text = re.sub(r'<a href="([^"]*)"[^>]*>(.*?)</a>', r"\2（\1）", block["html"])
    for tag, mark in MARKS.items():
        text = re.sub(rf"</?{tag}>", mark, text)
    for line in re.sub(r"</(p|li)>|<br>", "\n", text).split("\n"):
        shown = html.unescape(re.sub(r"<[^>]*>", "", line)).strip()
        if shown:
            yield "（正文）", shown


def differences(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Difference]:
    """Yield the places in which two contents differ, each with its own small difference."""
    before, after = lines_of(old), lines_of(new)
    matcher = difflib.SequenceMatcher(
        a=[line for _, line in before], b=[line for _, line in after], autojunk=False
    ) if len(before) * len(after) < 4_000_000 else difflib.SequenceMatcher(
        a=[line for _, line in before], b=[line for _, line in after]
    )  # fmt: skip
    shown = 0
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            continue
        for n in range(max(j - i, m - k)):
            shown += 1
            if shown > LIMIT:
                yield Difference("其余改动", (Piece("", words.MANY_CHANGES),))
                return
            was = before[i + n] if i + n < j else ("", "")
            now = after[k + n] if k + n < m else ("", "")
            yield Difference(now[0] or was[0], tuple(_pieces(was[1], now[1])))


def _pieces(was: str, now: str) -> Iterator[Piece]:
    """Yield a line's difference; numbers and words stay whole, as people read them."""
    pattern = r"[0-9][0-9.,]*%?|[A-Za-z]+|."
    a, b = re.findall(pattern, was), re.findall(pattern, now)
    for tag, i, j, k, m in difflib.SequenceMatcher(a=a, b=b, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("", "".join(a[i:j]))
        else:
            if i < j:
                yield Piece("del", "".join(a[i:j]))
            if k < m:
                yield Piece("ins", "".join(b[k:m]))
