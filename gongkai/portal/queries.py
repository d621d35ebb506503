"""What each public page shows at a moment. Everything here reads editions, never drafts."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlparse

from django.conf import settings
from django.db.models import Min, QuerySet
from django.utils import timezone

from gongkai.law.categories import category
from gongkai.portal import rules, words
from gongkai.publishing import queries as publishing
from gongkai.publishing.models import Change, Edition, IndexNumber
from gongkai.publishing.rules import Purpose
from gongkai.publishing.words import STEP
from gongkai.register.models import Entry
from gongkai.register.queries import head as register_head
from gongkai.register.queries import is_demonstration

LATEST = 12
LISTED = 50


@dataclass(frozen=True)
class Link:
    """A name and where it leads."""

    name: str
    address: str
    current: bool = False


@dataclass(frozen=True)
class Head:
    """What every page's frame shows."""

    bureau: str
    demonstration: bool
    site_code: str
    base_url: str
    domain: str
    nav: tuple[Link, ...]
    register_seq: int
    register_root: str
    year: int


@dataclass(frozen=True)
class Item:
    """One line of a list."""

    title: str
    address: str
    column: str
    kind: str
    published: datetime
    formed_on: date | None
    index_no: str
    summary: str
    mark: str


@dataclass(frozen=True)
class Section:
    """A column on the home page."""

    name: str
    address: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Promise:
    """A duty and how it was kept, counted from the editions."""

    value: str
    text: str


@dataclass(frozen=True)
class HomePage:
    """The first page."""

    head: Head
    latest: tuple[Item, ...]
    sections: tuple[Section, ...]
    promises: tuple[Promise, ...]


@dataclass(frozen=True)
class ColumnPage:
    """A column, or one month of it."""

    head: Head
    crumbs: tuple[Link, ...]
    name: str
    description: str
    keywords: str
    type: str
    children: tuple[Link, ...]
    items: tuple[Item, ...]
    months: tuple[Link, ...]
    month: str


@dataclass(frozen=True)
class CataloguePage:
    """索引号、名称、内容概述、生成日期 of everything public, by year of release."""

    head: Head
    crumbs: tuple[Link, ...]
    name: str
    rows: tuple[Item, ...]
    years: tuple[Link, ...]


@dataclass(frozen=True)
class Element:
    """A named element of disclosure (公开要素)."""

    name: str
    value: str


@dataclass(frozen=True)
class Proof:
    """Where the register speaks of this content and which posts signed it."""

    seq: int
    sha256: str
    steps: tuple[str, ...]


@dataclass(frozen=True)
class Correction:
    """What a later version changed, and where the version before it stays readable."""

    number: int
    at: datetime
    what: str
    why: str
    address: str


@dataclass(frozen=True)
class Banner:
    """What a reader must know before reading."""

    kind: str
    text: str
    address: str = ""


@dataclass(frozen=True)
class ArticlePage:
    """One edition of a disclosure."""

    head: Head
    crumbs: tuple[Link, ...]
    title: str
    published: datetime
    source: str
    source_url: str
    index_no: str
    content: dict[str, Any]
    elements: tuple[Element, ...]
    proof: Proof
    corrections: tuple[Correction, ...]
    banner: Banner | None
    address: str
    number: int


@dataclass(frozen=True)
class TombstonePage:
    """What stays where something was taken down."""

    head: Head
    index_no: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class NotFoundPage:
    """The one answer to every address that is not there, or not there yet."""

    head: Head


class Site:
    """The public site at one moment: the column tree and what hangs on it, read once."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.columns = publishing.published_columns(at)
        self.by_key = {column["key"]: column for column in self.columns}
        seq, root = register_head()
        self._head = Head(
            bureau=settings.BUREAU, demonstration=is_demonstration(),
            site_code=settings.SITE_CODE, base_url=settings.BASE_URL,
            domain=urlparse(settings.BASE_URL).netloc, nav=(), register_seq=seq,
            register_root=root, year=timezone.localtime(at).year,
        )  # fmt: skip

    def head(self, current: str = "") -> Head:
        """Return the frame of a page, with the first-level columns as navigation."""
        top = self.lineage(current)[-1]["key"] if current in self.by_key else current
        nav = [Link(words.HOME, "/", current == "home")]
        nav += [
            Link(column["name"], rules.column_address(column["key"]), column["key"] == top)
            for column in self.children("")
        ]
        return replace(
            self._head, nav=(*nav, Link(words.CATALOGUE, "/catalogue/", current == "catalogue"))
        )

    def children(self, key: str) -> list[dict[str, Any]]:
        """Return the columns directly below one; below the site for an empty key."""
        return [column for column in self.columns if column["parent"] == key]

    def lineage(self, key: str) -> list[dict[str, Any]]:
        """Return a column and those above it, nearest first; nothing for an unknown key."""
        found = []
        while key in self.by_key and len(found) <= len(self.columns):
            found.append(self.by_key[key])
            key = self.by_key[key]["parent"]
        return found

    def family(self, key: str) -> set[str]:
        """Return the keys of a column and all below it."""
        found = {key}
        for child in self.children(key):
            found |= self.family(child["key"])
        return found

    def crumbs(self, key: str) -> tuple[Link, ...]:
        """Return the way from the home page to a column."""
        links = [
            Link(column["name"], rules.column_address(column["key"]))
            for column in self.lineage(key)
        ]
        return (Link(words.HOME, "/"), *reversed(links))

    def editions(self, keys: Iterable[str] | None = None) -> QuerySet[Edition]:
        """Return what the public may read now, newest release first."""
        rows = Edition.objects.visible(self.at).disclosures().order_by("-first_from", "-pk")
        return rows if keys is None else rows.filter(column__in=list(keys))

    def items(self, rows: Iterable[Edition]) -> tuple[Item, ...]:
        """Return editions as lines of a list."""
        editions = list(rows)
        ids = [edition.public_id for edition in editions]
        numbers = {
            row.public_id: str(row)
            for row in IndexNumber.objects.filter(public_id__in=ids, voided_at=None)
        }
        marks = {
            change.public_id: words.MARK[change.kind]
            for change in Change.objects.of(ids, self.at)
            if change.kind in words.MARK
        }
        return tuple(
            Item(
                title=edition.title, address=address_of(edition),
                column=self.by_key.get(edition.column, {}).get("name", ""),
                kind=self.by_key.get(edition.column, {}).get("name", ""),
                published=edition.first_from, formed_on=edition.formed_on,
                index_no=numbers.get(edition.public_id, ""), summary=edition.summary,
                mark=marks.get(edition.public_id, ""),
            )
            for edition in editions
        )  # fmt: skip


def local(moment: datetime) -> datetime:
    """Return a moment in the bureau's own time zone."""
    return timezone.localtime(moment)


def address_of(edition: Edition) -> str:
    """Return the address of a disclosure's current version."""
    return rules.article_address(edition.public_id, local(edition.first_from))


def version_address_of(edition: Edition) -> str:
    """Return the address of this very version once it is superseded."""
    first = local(edition.first_from)
    return rules.version_address(edition.public_id, first, edition.number)


def home(site: Site) -> HomePage:
    """Return the first page."""
    sections = tuple(
        Section(
            column["name"], rules.column_address(column["key"]),
            site.items(site.editions(site.family(column["key"]))[:6]),
        )
        for column in site.children("")
    )  # fmt: skip
    return HomePage(
        head=site.head("home"), latest=site.items(site.editions()[:LATEST]),
        sections=tuple(section for section in sections if section.items),
        promises=promises(site),
    )  # fmt: skip


def promises(site: Site) -> tuple[Promise, ...]:
    """Return what was promised and kept, this year and the year before."""
    found = []
    this_year = local(site.at).year
    for year in (this_year, this_year - 1):
        rows = site.editions().filter(first_from__year=year)
        total = rows.count()
        if not total:
            continue
        kept = sum(
            1
            for formed, first in rows.values_list("formed_on", "first_from")
            if formed and publishing.term_of(formed, local(first).date()).left >= 0
        )
        found.append(Promise(f"{total} 条", words.RELEASED_IN.format(year=year)))
        found.append(Promise(f"{kept} / {total}", words.IN_TERM.format(year=year)))
    down = Change.objects.filter(kind__in=[Purpose.TAKE_DOWN, Purpose.URGENT], since__lte=site.at)
    corrected = Edition.objects.visible(site.at).disclosures().filter(number__gt=1).count()
    found.append(Promise(f"{corrected} 件", words.CORRECTED))
    found.append(Promise(f"{down.count()} 件", words.TAKEN_DOWN))
    return tuple(found)


def months_of(site: Site, key: str) -> list[str]:
    """Return the months (YYYYMM) in which a column or one below it released something."""
    rows = site.editions(site.family(key)).order_by().values_list("first_from", flat=True)
    return sorted({f"{local(moment):%Y%m}" for moment in rows}, reverse=True)


def column(site: Site, key: str, month: str = "") -> ColumnPage:
    """Return a column's page, or one of its months. Raises: KeyError."""
    found = site.by_key[key]
    rows = site.editions(site.family(key))
    if month:
        rows = rows.filter(first_from__year=int(month[:4]), first_from__month=int(month[4:]))
    months = tuple(
        Link(words.MONTH.format(year=one[:4], month=int(one[4:])),
             rules.column_address(key, one), one == month)
        for one in months_of(site, key)
    )  # fmt: skip
    return ColumnPage(
        head=site.head(key), crumbs=site.crumbs(key)[:-1], name=found["name"],
        description=found["description"], keywords=found["keywords"], type=found["kind"],
        children=tuple(
            Link(child["name"], rules.column_address(child["key"]))
            for child in site.children(key)
        ),
        items=site.items(rows if month else rows[:LISTED]), months=months,
        month=words.MONTH.format(year=month[:4], month=int(month[4:])) if month else "",
    )  # fmt: skip


def years_of(site: Site) -> list[int]:
    """Return the years in which something was released, newest first."""
    first = site.editions().order_by().aggregate(first=Min("first_from"))["first"]
    return list(range(local(site.at).year, local(first).year - 1, -1)) if first else []


def catalogue(site: Site, year: int | None = None) -> CataloguePage:
    """Return the catalogue of a year; without one, of the newest year."""
    years = years_of(site)
    shown = year or (years[0] if years else local(site.at).year)
    rows = site.editions().filter(first_from__year=shown)
    return CataloguePage(
        head=site.head("catalogue"), crumbs=(Link(words.HOME, "/"),),
        name=words.CATALOGUE_OF.format(year=shown), rows=site.items(rows),
        years=tuple(
            Link(f"{one}年", rules.catalogue_address(one), one == shown) for one in years
        ),
    )  # fmt: skip


def article(site: Site, edition: Edition) -> ArticlePage:
    """Return the page of an edition, current or superseded."""
    found = publishing.content_of(edition.sha256)
    versions = list(
        Edition.objects.reached(site.at)
        .filter(work_kind=edition.work_kind, work_id=edition.work_id)
        .order_by("number")
    )
    source = found["source"]
    return ArticlePage(
        head=site.head(edition.column), crumbs=site.crumbs(edition.column),
        title=edition.title, published=edition.visible_from,
        source=source["name"] or settings.BUREAU,
        source_url=source["url"], index_no=publishing.index_no(edition.public_id), content=found,
        elements=_elements(edition, found), proof=_proof(edition),
        corrections=_corrections(versions), banner=_banner(site, edition, versions),
        address=address_of(edition), number=edition.number,
    )  # fmt: skip


def _elements(edition: Edition, found: dict[str, Any]) -> tuple[Element, ...]:
    term = publishing.term_of(edition.formed_on, local(edition.first_from).date())
    pairs = [
        ("公开属性", found["attribute"]),
        ("类别", str(category(found["category"])) if found["category"] else ""),
        ("文号", found["document_no"]),
        ("生成日期", found["formed_on"]),
        ("公开时限", words.TERM.format(used=term.used, days=term.days, law=term.article) if term else ""),
        ("公开渠道", "、".join(found["channels"])),
        ("承办科室", str(edition.department)),
        ("版次", words.VERSION.format(number=edition.number)),
    ]
    return tuple(Element(name, value) for name, value in pairs if value)


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
    for before, after in zip(versions, versions[1:], strict=False):
        said = publishing.content_of(after.sha256)["correction"] or {}
        found.append(
            Correction(
                number=after.number - 1, at=after.visible_from, what=said.get("what", ""),
                why=said.get("why", ""), address=version_address_of(before),
            )
        )  # fmt: skip
    return tuple(reversed(found))


def _banner(site: Site, edition: Edition, versions: list[Edition]) -> Banner | None:
    if versions and edition.number < versions[-1].number:
        later = versions[-1]
        return Banner("已被更正", words.SUPERSEDED.format(number=edition.number), address_of(later))
    change = (
        Change.objects.of([edition.public_id], site.at)
        .filter(kind__in=[Purpose.EXPIRE, Purpose.REPEAL])
        .last()
    )
    if change is None:
        return None
    text = words.CHANGED[change.kind].format(
        day=f"{local(change.since):%Y-%m-%d}", reason=change.reason
    )
    return Banner(words.MARK[change.kind], text)


def tombstone(site: Site, edition: Edition, change: Change) -> TombstonePage:
    """Return what stays of an item taken down."""
    return TombstonePage(
        head=site.head(edition.column), index_no=publishing.index_no(edition.public_id),
        at=change.since, reason="" if change.kind == Purpose.URGENT else change.reason,
    )  # fmt: skip


def flipped_trees() -> list[str]:
    """Return the hashes of every tree the register says was flipped to, oldest first."""
    rows = Entry.objects.filter(verb="release.flipped").order_by("seq")
    return [json.loads(row.payload.body)["detail"]["tree"] for row in rows.select_related("payload")]
