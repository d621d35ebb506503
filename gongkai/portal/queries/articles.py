"""The page of one disclosure: current, superseded, or what stays after it was taken down."""

from itertools import pairwise
from typing import Any

from gongkai.design.addresses import file_address
from gongkai.figures.queries import signed_content
from gongkai.law.categories import category, regime
from gongkai.portal import words
from gongkai.portal.queries.dossiers import Dossier, dossier_of
from gongkai.portal.queries.flow_data import full_name
from gongkai.portal.queries.pages import (
    ArticlePage,
    Banner,
    Correction,
    Element,
    Link,
    Proof,
    TombstonePage,
)
from gongkai.portal.queries.site import Site, address_of, local, version_address_of
from gongkai.portal.rules import data_address
from gongkai.publishing import queries as publishing
from gongkai.publishing.models import Edition
from gongkai.publishing.rules import Purpose
from gongkai.publishing.words import STEP

MOST_LINKS = 12  # to series, under a table


def article(site: Site, edition: Edition, dossier: Dossier | None = None) -> ArticlePage:
    """Return the page of an edition, current or superseded.

    Shape: dossier, when the caller has asked for many at once.
    Rule: its time (发布时间, PubDate) is that of the first release, as in every list, feed and
    address, so a correction never makes an old item look new; when it was corrected stands beside.
    """
    found = publishing.content_of(edition.sha256)
    dossier = dossier or dossier_of(site, edition)
    source = found["source"]
    banner = _banner(edition, dossier)
    address = address_of(edition)
    own = source["kind"] != "repost"
    return ArticlePage(
        head=site.head(edition.column), crumbs=site.crumbs(edition.column),
        title=edition.title, published=edition.first_from,
        corrected=edition.visible_from if edition.number > 1 else None,
        source=source["name"] or site.head().bureau,
        source_url=source["url"], index_no=dossier.index_no, content=_with_links(found),
        elements=_elements(site, edition, found, banner), proof=_proof(edition, dossier),
        corrections=_corrections(dossier.versions), banner=banner,
        address=version_address_of(edition) if banner and banner.address else address,
        canonical=address, author=str(edition.department) if own else "",
        image=_image(site, found), column=site.described(edition.column),
    )  # fmt: skip


def _with_links(found: dict[str, Any]) -> dict[str, Any]:
    """Return a content whose data blocks hold what they show, and lead to the series' pages."""
    shown = publishing.with_data(found)
    for block in shown["body"]:
        said = signed_content(block["sha256"]) if "table" in block else None
        if said is not None:
            block["links"] = tuple(
                Link(full_name(said["meta"], key), data_address(block["flow"], key))
                for key in (block["show"]["keys"] or said["meta"]["series"])[:MOST_LINKS]
            )
    return shown


def _image(site: Site, found: dict[str, Any]) -> str:
    """Return the address of the first picture, for whoever quotes the page; empty without one."""
    for block in found["body"]:
        if block["type"] == "image":
            return site.head().base_url + file_address(block)
    return ""


def _elements(
    site: Site, edition: Edition, found: dict[str, Any], banner: Banner | None
) -> tuple[Element, ...]:
    law, kind = _filed_under(edition, found["category"])
    pairs = [
        ("有效性", banner.kind if banner else words.VALID),
        ("公开属性", found["attribute"]),
        ("依据", law),
        ("类别", kind),
        ("文号", found["document_no"]),
        ("生成日期", found["formed_on"]),
        ("公开时限", _time_spent(site, edition)),
        ("公开渠道", "、".join(found["channels"])),
        ("承办科室", str(edition.department)),
        ("版次", words.VERSION.format(number=edition.number)),
    ]
    return tuple(Element(name, value) for name, value in pairs if value)


def _time_spent(site: Site, edition: Edition) -> str:
    """Return how long it took to come out; nothing for what is older than the register itself."""
    if edition.formed_on and site.born and edition.formed_on < site.born:
        return ""
    term = publishing.term_of(edition.formed_on, local(edition.first_from).date())
    return words.TERM.format(used=term.used, days=term.days, law=term.article) if term else ""


def _filed_under(edition: Edition, number: int) -> tuple[str, str]:
    """Return the article of the day an item was formed, and its category under that article.

    Law: the fifteen categories are those of 条例第二十条 (2019): no older item cites them.
    """
    try:
        law = regime(edition.formed_on or local(edition.first_from).date())
    except LookupError:
        return "", ""
    return str(law.article), str(category(number)) if number and not law.note else ""


def _proof(edition: Edition, dossier: Dossier) -> Proof:
    steps = tuple(
        f"{STEP[row.step]} {row.post} {local(row.at):%Y-%m-%d}"
        for row in dossier.signed.get(edition.pk, ())
        if row.step in STEP and row.decision in {"submit", "sign"}
    )
    return Proof(seq=dossier.entered.get(edition.pk, 0), sha256=edition.sha256, steps=steps)


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


def _banner(edition: Edition, dossier: Dossier) -> Banner | None:
    if dossier.versions and edition.number < dossier.versions[-1].number:
        later = dossier.versions[-1]
        return Banner("已被更正", words.SUPERSEDED.format(number=edition.number), address_of(later))
    change = dossier.marked
    if change is None:
        return None
    text = words.CHANGED[change.kind].format(
        day=f"{local(change.since):%Y-%m-%d}", reason=change.reason
    )
    return Banner(words.MARK[change.kind], text)


def tombstone(site: Site, edition: Edition, dossier: Dossier) -> TombstonePage:
    """Return what stays of an item taken down; an urgent one's reason may itself tell too much.

    Raises: LookupError for what was not taken down.
    """
    change = dossier.down
    if change is None:
        raise LookupError(edition.public_id)
    return TombstonePage(
        head=site.head(edition.column), index_no=dossier.index_no,
        at=change.since, reason=words.URGENT if change.kind == Purpose.URGENT else change.reason,
    )  # fmt: skip
