"""What each public page shows: one frozen value a page, handed to one template."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class Link:
    """A name and where it leads."""

    name: str
    address: str
    current: bool = False


@dataclass(frozen=True)
class Footer:
    """Who runs the site and how to reach it (政府网站发展指引); empty fields are not shown."""

    sponsor: str = ""
    operator: str = ""
    address: str = ""
    postcode: str = ""
    phone: str = ""
    fax: str = ""
    email: str = ""
    icp: str = ""
    police: str = ""


@dataclass(frozen=True)
class Assets:
    """Addresses of what a page needs to look and work as it should, named by content."""

    style: str
    script: str
    icon: str


@dataclass(frozen=True)
class Head:
    """What every page's frame shows. Nothing in it changes with an ordinary release."""

    bureau: str
    demonstration: bool
    site_code: str
    base_url: str
    domain: str
    nav: tuple[Link, ...]
    footer: Footer
    assets: Assets


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
    register_seq: int
    register_root: str


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
