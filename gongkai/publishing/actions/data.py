"""Figures a card carries: what stands against them, kept with the text, opened, taken back."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from gongkai.figures import actions as figures
from gongkai.figures import queries as vintages
from gongkai.figures import rules as numbers
from gongkai.figures import words as said
from gongkai.figures.models import Vintage
from gongkai.figures.rules import VintageKind
from gongkai.law.refused import Refused
from gongkai.people.models import Department
from gongkai.publishing import content, inline, queries, rules, words
from gongkai.publishing.models import ApprovalCard, Edition, Quote
from gongkai.publishing.queries import VINTAGE
from gongkai.register.actions import keep
from gongkai.register.rules import SYSTEM, Actor

JSON = "application/json"


def keep_data(
    found: Mapping[str, Any], *, department: Department, card: ApprovalCard | None,
    out: datetime, at: datetime,
) -> list[tuple[str, str, str, int]]:  # fmt: skip
    """Keep the vintages a content carries, and return them as works of its card.

    Raises: Refused — another section's, under way elsewhere, empty, without its notes on method,
    ahead of who publishes first, quoted otherwise than it says.
    Law: 统计法实施条例第二十四、二十七条.
    """
    rows = queries.vintages_of(found)
    locked = Vintage.objects.select_for_update().filter(pk__in=[row.pk for row in rows])
    list(locked.order_by("pk"))  # nobody fills one, or hands it in elsewhere, meanwhile
    for place, row in enumerate(rows):
        _refuse_unfit(row, department, card, at)
        fault = release_fault(row, out)
        if fault:
            raise Refused("vintage.gate", fault, queries.law("statistics.upstream", at))
        lost = lost_fault(row, [one.pk for one in rows[:place]])
        if lost:
            raise Refused("vintage.lost", lost)
    _refuse_misquoted(found, out, [row.pk for row in rows])
    for row in rows:
        data = vintages.bytes_of(row)
        if keep(data, media_type=JSON) != row.sha256:
            raise Refused("vintage.damaged", said.DAMAGED.format(vintage=row.title))
    return [(VINTAGE, str(row.pk), row.sha256, 0) for row in rows]


def _refuse_unfit(
    row: Vintage, department: Department, card: ApprovalCard | None, at: datetime
) -> None:
    if row.dropped_at or row.withdrawn_at:
        raise Refused("vintage.dropped", said.DROPPED.format(vintage=row.title))
    if row.order is not None:
        return  # a correction of the text around what is public
    if row.flow.department_id != department.pk:
        raise Refused("vintage.section", words.VINTAGE_SECTION.format(vintage=row.title))
    other = queries.carried_elsewhere(row.pk, card)
    if other is not None:
        message = words.VINTAGE_TAKEN.format(vintage=row.title, no=other.number)
        raise Refused("vintage.taken", message)
    if row.kind != VintageKind.NOTES and not row.observations.exists():
        raise Refused("vintage.empty", said.EMPTY)
    gaps = vintages.method_gaps(row.meta)
    if gaps:
        message = said.MISSING_NOTES.format(flow=row.flow.name, names="、".join(gaps))
        raise Refused("vintage.method", message, queries.law("statistics.method", at))


def release_fault(row: Vintage, out: datetime) -> str:
    """Return in words why a vintage may not go out at a moment yet; empty when it may."""
    if row.order is not None:
        return ""
    gate = vintages.gate_said(row)
    authorities = [one["authority"] for one in row.meta["indicators"].values()]
    code, authority = numbers.gate_fault(authorities, gate, out)
    if not code:
        return ""
    if code == "consent" and vintages.is_consent_void(row):
        code = "void"
    moment = datetime.fromisoformat(gate["released_at"]) if code == "late" else out
    return said.GATE[code].format(
        authority=said.AUTHORITY[numbers.Authority(authority)], vintage=row.title,
        organ=gate.get("organ", ""), moment=queries.local_text(moment),
    )  # fmt: skip


def lost_fault(row: Vintage, before: Collection[int]) -> str:
    """Return in words which public series a vintage would drop; empty when none.

    before: vintages that will be opened before it. One drafted beside another, and sealed before
    that was opened, does not name the series the other brings.
    """
    keys = vintages.series_lost(row, before) if row.order is None else []
    if not keys:
        return ""
    shown = "、".join(keys[:5]) + ("等" if len(keys) > 5 else "")
    return said.LOST.format(vintage=row.title, keys=shown)


def _refuse_misquoted(found: Mapping[str, Any], out: datetime, plus: Sequence[int]) -> None:
    for block, now in queries.quotes_now(found, out, plus):
        if now is None:
            raise Refused("quote.none", words.QUOTE_NONE.format(**block))
        if not _is_same(block, now):
            raise Refused("quote.stale", words.QUOTE_STALE.format(
                indicator=block["indicator"] or now.indicator, period=now.period,
                was=block["value"], now=now.value))  # fmt: skip


def _is_same(block: Mapping[str, Any], now: vintages.Quoted) -> bool:
    if "shown" in block:
        return bool(block["shown"] == inline.said(now.value, now.unit, block["down"]))
    return all(block[name] == getattr(now, name) for name in queries.QUOTED)


def carried_fault(card: ApprovalCard) -> str:
    """Return in words why what a complete card carries may not be opened; empty when it may."""
    works = list(card.works.filter(kind=VINTAGE).order_by("pk"))
    before = queries.opened_before(card) if works else []
    for work in works:
        row = Vintage.objects.select_related("flow").get(pk=int(work.object_id))
        if row.withdrawn_at or row.dropped_at:
            return said.DROPPED.format(vintage=row.title)
        if vintages.digest_of(row) != work.sha256:
            return said.DAMAGED.format(vintage=row.title)
        fault = release_fault(row, card.visible_from) or lost_fault(row, before)
        if fault:
            return fault
        before.append(row.pk)
    return ""


def bind_data(card: ApprovalCard, at: datetime) -> None:
    """Close the vintages of a card signed through to every change."""
    for work in card.works.filter(kind=VINTAGE):
        figures.bind_vintage(vintage=int(work.object_id), at=at)


def free_data(card: ApprovalCard) -> None:
    """Let the vintages of a card taken back be changed again."""
    for work in card.works.filter(kind=VINTAGE):
        figures.free_vintage(vintage=int(work.object_id))


def open_data(card: ApprovalCard, since: datetime, at: datetime) -> None:
    """Open the vintages a released card carries, in order, as public since its moment.

    Since the flip itself when that came late: as-of between the two must answer that nothing was
    out. Within a minute the moment counts: pages made for it name it in addresses that stay.
    The pages are out, and show what was signed: rows somebody changed after the last check are
    written anew from that, so that no other release waits for them.
    """
    flip = card.released_at or at
    since = flip if rules.is_late(since, flip) else since
    for work in card.works.filter(kind=VINTAGE).order_by("pk"):
        pk = int(work.object_id)
        row = Vintage.objects.get(pk=pk)
        if row.order is None and vintages.digest_of(row) != work.sha256:
            signed = vintages.signed_content(work.sha256)
            figures.restore_vintage(vintage=pk, signed=signed, by=SYSTEM, at=at)
        figures.open_vintage(vintage=pk, sha256=work.sha256, visible_from=since, by=SYSTEM, at=at)


def withdraw_data(public_ids: Collection[str], by: Actor, at: datetime) -> None:
    """Take back the vintages that only some disclosures carried, the last opened first."""
    for pk in queries.vintages_gone_with(public_ids):
        figures.withdraw_vintage(vintage=pk, by=by, at=at)


def erase_data(vintage_ids: Iterable[int], by: Actor, at: datetime) -> None:
    """Erase vintages whose card is erased."""
    for pk in vintage_ids:
        figures.erase_vintage(vintage=pk, by=by, at=at)


def note_quotes(edition: Edition, found: Mapping[str, Any]) -> None:
    """Note the figures an edition quotes, so that what becomes stale is found at once."""
    blocks = content.quotes(found)
    keys = vintages.series_of((one["series"]["flow"], one["series"]["key"]) for one in blocks)
    Quote.objects.bulk_create(
        Quote(edition=edition, period=one["series"]["period"], value=one["value"],
              series_id=keys[one["series"]["flow"], one["series"]["key"]])
        for one in blocks
    )  # fmt: skip
