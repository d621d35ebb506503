"""The page of one disclosure: current, superseded, or what stays after it was taken down."""

from itertools import pairwise
from typing import Any

from django.conf import settings

from gongkai.law.categories import category, regime
from gongkai.portal import words
from gongkai.portal.queries.pages import (
    ArticlePage,
    Banner,
    Correction,
    Element,
    Proof,
    TombstonePage,
)
from gongkai.portal.queries.site import Site, address_of, local, version_address_of
from gongkai.publishing import queries as publishing
from gongkai.publishing.models import Change, Edition
from gongkai.publishing.rules import Purpose
from gongkai.publishing.words import STEP
from gongkai.register.models import Entry


def article(site: Site, edition: Edition) -> ArticlePage:
    """Return the page of an edition, current or superseded."""
    found = publishing.content_of(edition.sha256)
    versions = list(
        site.reached()
        .filter(work_kind=edition.work_kind, work_id=edition.work_id)
        .order_by("number")
    )
    source = found["source"]
    banner = _banner(site, edition, versions)
    return ArticlePage(
        head=site.head(edition.column), crumbs=site.crumbs(edition.column),
        title=edition.title, published=edition.visible_from,
        source=source["name"] or settings.BUREAU,
        source_url=source["url"], index_no=publishing.index_no(edition.public_id), content=found,
        elements=_elements(edition, found, banner), proof=_proof(edition),
        corrections=_corrections(versions), banner=banner,
        address=address_of(edition), number=edition.number,
    )  # fmt: skip


def _elements(
    edition: Edition, found: dict[str, Any], banner: Banner | None
) -> tuple[Element, ...]:
    term = publishing.term_of(edition.formed_on, local(edition.first_from).date())
    spent = words.TERM.format(used=term.used, days=term.days, law=term.article) if term else ""
    law, kind = _filed_under(edition, found["category"])
    pairs = [
        ("有效性", banner.kind if banner else words.VALID),
        ("公开属性", found["attribute"]),
        ("依据", law),
        ("类别", kind),
        ("文号", found["document_no"]),
        ("生成日期", found["formed_on"]),
        ("公开时限", spent),
        ("公开渠道", "、".join(found["channels"])),
        ("承办科室", str(edition.department)),
        ("版次", words.VERSION.format(number=edition.number)),
    ]
    return tuple(Element(name, value) for name, value in pairs if value)


def _filed_under(edition: Edition, number: int) -> tuple[str, str]:
    """Return the article of the day an item was formed, and its category under that article.

    Law: the fifteen categories are those of 条例第二十条 (2019): no older item cites them.
    """
    try:
        law = regime(edition.formed_on or local(edition.first_from).date())
    except LookupError:
        return "", ""
    return str(law.article), str(category(number)) if number and not law.note else ""


def _proof(edition: Edition) -> Proof:
    entry = Entry.objects.filter(verb="edition.made", subject=f"edition:{edition.pk}").first()
    steps = tuple(
        f"{STEP[row.step]} {row.post} {local(row.at):%Y-%m-%d}"
        for row in publishing.signed_this_round(edition.card).order_by("at", "pk")
        if row.step in STEP and row.decision in {"submit", "sign"}
    )
    return Proof(seq=entry.seq if entry else 0, sha256=edition.sha256, steps=steps)


def _corrections(versions: list[Edition]) -> tuple[Correction, ...]:
    found = []
    for number, (before, after) in enumerate(pairwise(versions), 1):
        said = publishing.content_of(after.sha256)["correction"] or {}
        found.append(
            Correction(
                number=number, at=after.visible_from, what=said.get("what", ""),
                why=said.get("why", ""), address=version_address_of(before),
            )
        )  # fmt: skip
    return tuple(reversed(found))


def _banner(site: Site, edition: Edition, versions: list[Edition]) -> Banner | None:
    if versions and edition.number < versions[-1].number:
        later = versions[-1]
        return Banner("已被更正", words.SUPERSEDED.format(number=edition.number), address_of(later))
    change = (
        site.changes()
        .filter(public_id=edition.public_id, kind__in=[Purpose.EXPIRE, Purpose.REPEAL])
        .last()
    )
    if change is None:
        return None
    text = words.CHANGED[change.kind].format(
        day=f"{local(change.since):%Y-%m-%d}", reason=change.reason
    )
    return Banner(words.MARK[change.kind], text)


def tombstone(site: Site, edition: Edition, change: Change) -> TombstonePage:
    """Return what stays of an item taken down; an urgent one's reason may itself tell too much."""
    return TombstonePage(
        head=site.head(edition.column), index_no=publishing.index_no(edition.public_id),
        at=change.since, reason=words.URGENT if change.kind == Purpose.URGENT else change.reason,
    )  # fmt: skip
