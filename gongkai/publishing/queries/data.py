"""Figures on the road: which vintages a card carries, what a text quotes, what became of it."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any

from django.db.models import Exists, OuterRef, Q
from wagtail.rich_text import RichText

from gongkai.figures import queries as figures
from gongkai.figures.models import Observation, Series, Vintage
from gongkai.figures.rules import spelled
from gongkai.people.models import PostKind, User
from gongkai.people.queries import seats
from gongkai.publishing import content, inline, rules
from gongkai.publishing.blocks import name_of
from gongkai.publishing.models import ApprovalCard, Change, Edition, Quote, Work
from gongkai.publishing.queries.edition import known_content
from gongkai.publishing.queries.standing import DOWN, standing
from gongkai.publishing.rules import Purpose, Step

QUOTABLE = 12  # series, and values of each, offered at a time
VINTAGE = "vintage"  # the kind of work
QUOTED = ("indicator", "period", "value", "unit", "note", "vintage")


def choosable_vintages(user: User, at: datetime) -> Any:
    """Return the vintages a person may put into a text: opened ones, drafts of own sections."""
    own = {seat.department.pk for seat in seats(user, at) if seat.kind == PostKind.EDITOR}
    rows = Vintage.objects.filter(dropped_at=None, withdrawn_at=None).select_related("flow")
    return (rows.opened() | rows.drafts().filter(flow__department__in=own)).order_by("-pk")


def choosable_series(user: User, at: datetime) -> Any:
    """Return the series a person may quote: those with values in such vintages."""
    held = Observation.objects.filter(
        series=OuterRef("pk"), vintage__in=choosable_vintages(user, at).order_by().values("pk")
    )
    rows = Series.objects.filter(Exists(held))
    return rows.select_related("indicator", "region", "flow").order_by("flow", "pk")


def bearing(rows: Any, words: Collection[str]) -> Any:
    """Return those of some vintages or series whose names or codes hold all of some words."""
    for word in words:
        rows = rows.filter(figures.named(word, rows.model))
    return rows


def vintages_of(found: Mapping[str, Any]) -> list[Vintage]:
    """Return the vintages a content carries, in order."""
    rows = (figures.by_hash(sha256) for sha256 in content.vintages(found))
    return [row for row in rows if row is not None]


def carried_by(cards: Collection[int]) -> list[int]:
    """Return the vintages some cards will open, in the order they will be opened in."""
    works = Work.objects.filter(card__in=list(cards), kind=VINTAGE)
    found = [int(work.object_id) for work in works.order_by("card", "pk")]
    unopened = set(Vintage.objects.drafts().filter(pk__in=found).values_list("pk", flat=True))
    return [pk for pk in dict.fromkeys(found) if pk in unopened]


def waiting_vintages(card: ApprovalCard) -> list[Vintage]:
    """Return the vintages a card will open, in order."""
    ids = carried_by([card.pk])
    found = Vintage.objects.select_related("flow").in_bulk(ids)
    return [found[pk] for pk in ids]


def opened_before(card: ApprovalCard) -> list[int]:
    """Return the vintages that other complete cards will open before a complete card's own."""
    rows = ApprovalCard.objects.filter(step__in=rules.COMPLETE - {Step.RELEASED})
    sooner = Q(visible_from__lt=card.visible_from)
    same = Q(visible_from=card.visible_from, pk__lt=card.pk)
    return carried_by(rows.filter(sooner | same).values_list("pk", flat=True))


def withdrawn_by(cards: Collection[int]) -> list[int]:
    """Return the vintages that go when some cards take their disclosures down."""
    return vintages_gone_with(taken_down_by(cards))


def taken_down_by(cards: Collection[int]) -> list[str]:
    """Return the disclosures (public ids) some cards take down."""
    rows = Change.objects.filter(card__in=list(cards), kind__in=DOWN)
    return list(rows.values_list("public_id", flat=True))


def vintages_gone_with(public_ids: Collection[str]) -> list[int]:
    """Return the opened vintages that only some disclosures carry: they go with them.

    Rule: a vintage is public as long as one public disclosure carries it.
    """
    ids = list(public_ids)
    carried = _carried(Edition.objects.filter(public_id__in=ids))
    if not carried:
        return []
    cards = Work.objects.filter(kind=VINTAGE, object_id__in=carried).values("card")
    others = Edition.objects.filter(card__in=cards).exclude(public_id__in=ids)
    public = standing(others.order_by().values_list("public_id", flat=True).distinct())
    alone = carried - _carried(Edition.objects.filter(public_id__in=list(public)))
    rows = Vintage.objects.opened().filter(pk__in=alone, withdrawn_at=None)
    return list(rows.order_by("-order").values_list("pk", flat=True))


def _carried(editions: Any) -> set[int]:
    cards = editions.order_by().values("card")
    works = Work.objects.filter(card__in=cards, kind=VINTAGE)
    return {int(pk) for pk in works.values_list("object_id", flat=True)}


def carried_elsewhere(vintage: int, card: ApprovalCard | None) -> ApprovalCard | None:
    """Return another card under way that carries a vintage."""
    rows = ApprovalCard.objects.filter(step__in=rules.BUSY).about(VINTAGE, vintage)
    return rows.exclude(pk=card.pk if card else None).order_by("pk").first()


def shown_content(sha256: str) -> dict[str, Any] | None:
    """Return canonical content by its hash, its figures ready to be shown; None where erased."""
    found = known_content(sha256)
    return figures.with_data(found) if found else None


def with_words(found: Mapping[str, Any]) -> dict[str, Any]:
    """Return a content whose data blocks hold every text that is released with them.

    Shape: key "said", a list; for the checks, which read all that goes out, shown or not; key
    "protection" of those that wait: how small cells in them are protected.
    """
    body = []
    for block in found.get("body", []):
        said = figures.signed_content(block["sha256"]) if block["type"] == "data" else None
        body.append(block if said is None else {
            **block, "said": figures.words_of(said),
            "protection": figures.protection_of(block["sha256"])})  # fmt: skip
    return {**found, "body": body}


def quotes_now(
    found: Mapping[str, Any], at: datetime, plus: Collection[int]
) -> Iterator[tuple[dict[str, Any], figures.Quoted | None]]:
    """Yield the quoted figures of a content with what they would say at a moment.

    plus: the vintages that come out with it, in order.
    """
    quotes = content.quotes(found)
    if not quotes:
        return
    numbers = figures.Numbers(at, tuple(plus))
    _, known = figures.known_figures(quotes)
    rows = Series.objects.select_related("flow").in_bulk(known.values())
    for block in quotes:
        of = block["series"]
        series = rows.get(known.get((of["flow"], of["key"])))
        yield block, figures.quoted(series, of["period"], numbers) if series else None


def fill_quotes(body: Any, at: datetime) -> list[str]:
    """Write into a draft's body what its references to series say now; return which say nothing.

    What the same body carries counts as out: it will be, when the text is.
    """
    plus = [child.value["vintage"].pk for child in body
            if child.block_type == "data" and child.value["vintage"].order is None]  # fmt: skip
    numbers, empty = figures.Numbers(at, plus), []
    for child in body:
        if child.block_type == "text":
            empty += _fill_text(child, numbers)
        series = child.value["series"] if child.block_type == "figure" else None
        if series is None:
            continue
        found = figures.quoted(series, child.value["of"], numbers)
        if found is None:
            empty.append(f"{series.indicator.name} {child.value['of']}")
        else:
            child.value.update({name: getattr(found, name) for name in QUOTED})
    return empty


def _fill_text(child: Any, numbers: figures.Numbers) -> list[str]:
    """Write into a paragraph what the figures quoted in it say now; return which cannot."""
    quotes = list(inline.references(child.value.source))
    if not quotes:
        return []
    known = figures.series_of((one.flow, one.key) for one in quotes)
    rows = Series.objects.select_related("flow", "indicator").in_bulk(known.values())
    empty: list[str] = []

    def fill(one: inline.Reference) -> str:
        series = rows.get(known.get((one.flow, one.key)))
        found = figures.quoted(series, one.period, numbers) if series else None
        shown = inline.said(found.value, found.unit, one.down) if found else ""
        if not shown:
            empty.append(f"{series.indicator.name if series else one.key} {one.period}")
        return escape(shown or one.shown)

    child.value = RichText(inline.refilled(child.value.source, fill))
    return empty


def quotable(asked: str, user: User, at: datetime) -> list[dict[str, Any]]:
    """Return series whose names bear some words, each with its last values, for the editor.

    Shape: name, and values, the latest first: reference, period, shown, signed (as it would stand
    behind a word of decrease: then reference and shown are those of inline.py with down).
    """
    words_asked = asked.split()
    if not words_asked:
        return []
    rows = bearing(choosable_series(user, at), words_asked)[:QUOTABLE]
    numbers = figures.Numbers(at)
    found = []
    for series in rows:
        values = []
        for cell in reversed(numbers.cells([series.pk])[-QUOTABLE:]):
            one = figures.quoted(series, cell.period, numbers)
            if one is None:
                continue
            down = one.value.startswith("-") and series.indicator.comparison != "level"
            sign = "-" if down else ""
            values.append({
                "reference": f"{series.flow.code}:{series.key}@{cell.period}{sign}",
                "period": one.period, "shown": inline.said(one.value, one.unit, down), "down": down,
            })  # fmt: skip
        if values:
            found.append({"name": name_of(series), "values": values})
    return found


@dataclass(frozen=True)
class Stale:
    """A figure a public text quotes or shows, and what stands now; now is "" where nothing does."""

    edition: Edition
    name: str
    period: str
    was: str
    now: str


def stale_figures(at: datetime, departments: Collection[int] | None = None) -> list[Stale]:
    """Return the figures in public texts that are no longer what stands, by text.

    Shape: of some departments only, where those are given.
    """
    rows = Quote.objects.filter(edition__shown=True, edition__visible_from__lte=at)
    if departments is not None:
        rows = rows.filter(edition__department__in=departments)
    quotes = list(rows.select_related("edition", "series__indicator").order_by("edition", "pk"))
    numbers = figures.Numbers(at)
    return [*_stale_quotes(quotes, numbers), *_stale_cells(numbers, departments)]


def _stale_quotes(quotes: Sequence[Quote], numbers: figures.Numbers) -> list[Stale]:
    if not quotes:
        return []
    periods = [quote.period for quote in quotes]
    cells = {
        (cell.series, cell.period): cell
        for cell in numbers.cells({quote.series_id for quote in quotes}, min(periods), max(periods))
    }
    found = []
    for quote in quotes:
        cell = cells.get((quote.series_id, quote.period))
        places = len(quote.value.partition(".")[2])
        now = figures.house_form(cell, places) if cell and cell.number is not None else ""
        if now != quote.value:
            said = quote.series.indicator
            found.append(Stale(quote.edition, said.name, spelled(quote.period, said.span),
                               quote.value, now))  # fmt: skip
    return found


def _stale_cells(
    numbers: figures.Numbers, departments: Collection[int] | None
) -> Iterator[Stale]:  # fmt: skip
    """Yield what tables and charts of public texts show that no longer stands.

    Only texts that carry a vintage of which something was replaced are read.
    """
    replaced = figures.replaced_in(numbers)
    works = Work.objects.filter(kind=VINTAGE, card__editions__shown=True)
    cards = {card for card, pk in works.values_list("card", "object_id") if int(pk) in replaced}
    rows = Edition.objects.disclosures().filter(
        card__in=cards, shown=True, visible_from__lte=numbers.at
    )
    if departments is not None:
        rows = rows.filter(department__in=departments)
    for edition in rows:
        for one in figures.revised_cells(known_content(edition.sha256) or {}, numbers):
            yield Stale(edition, *one)


@dataclass(frozen=True)
class StaleText:
    """A public text with figures that were revised, and the draft to correct it in."""

    edition: Edition
    page: int
    figures: tuple[Stale, ...]


def _out_since(row: tuple[Edition, list[Stale]]) -> tuple[datetime, int]:
    return row[0].visible_from, row[0].pk


def stale_texts(at: datetime, departments: Collection[int] | None = None) -> list[StaleText]:
    """Return the public texts whose figures, quoted or shown, were revised, longest out first."""
    by_text: dict[Edition, list[Stale]] = defaultdict(list)
    for one in stale_figures(at, departments):
        by_text[one.edition].append(one)
    return [StaleText(edition, int(edition.work_id), tuple(found))
            for edition, found in sorted(by_text.items(), key=_out_since)]  # fmt: skip


def vintage_faults() -> Iterator[tuple[str, str]]:
    """Yield opened vintages whose rows are not what a released card signed: (title, code)."""
    signed: dict[int, set[str]] = defaultdict(set)
    works = Work.objects.filter(kind=VINTAGE, card__step=Step.RELEASED)
    works = works.exclude(card__purpose__in=[Purpose.DOCUMENT])
    for pk, sha256 in works.values_list("object_id", "sha256"):
        signed[int(pk)].add(sha256)
    rows = Vintage.objects.opened().filter(withdrawn_at=None).order_by("order")
    for row in rows.select_related("flow"):
        if row.pk not in signed:
            yield row.title, "vintage.card"
        elif not all(figures.is_as_signed(row, sha256) for sha256 in signed[row.pk]):
            yield row.title, "vintage"
    down = rows.model.objects.drafts().filter(pk__in=signed)
    for row in down:
        yield row.title, "vintage.shut"
