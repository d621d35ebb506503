"""What each public page shows: one frozen value a page, handed to one template."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gongkai.design.figures import Figure


@dataclass(frozen=True)
class Link:
    """A name and where it leads."""

    name: str
    address: str
    current: bool = False


@dataclass(frozen=True)
class Element:
    """A named element of disclosure (公开要素)."""

    name: str
    value: str


@dataclass(frozen=True)
class Described:
    """What the meta tags of a column say, on its own pages and on those of its articles."""

    name: str
    description: str
    keywords: str
    type: str


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
    """A duty and how it was kept, counted from the editions, and where what it counts is listed."""

    value: str
    text: str
    address: str = ""


@dataclass(frozen=True)
class KeyFigures:
    """The newest figures, shown large, and the item they stand in."""

    item: Item
    figures: tuple[Figure, ...]
    demonstration: bool


@dataclass(frozen=True)
class HomePage:
    """The first page."""

    head: Head
    latest: tuple[Item, ...]
    sections: tuple[Section, ...]
    promises: tuple[Promise, ...]
    register_seq: int
    register_root: str
    figures: KeyFigures | None = None
    ask: tuple[Element, ...] = ()
    address: str = "/"


@dataclass(frozen=True)
class ColumnPage:
    """A column, or one month of it."""

    head: Head
    crumbs: tuple[Link, ...]
    name: str
    description: str
    children: tuple[Link, ...]
    items: tuple[Item, ...]
    months: tuple[Link, ...]
    month: str
    address: str = ""
    feed: str = ""
    described: Described | None = None


@dataclass(frozen=True)
class Row:
    """A line of the catalogue: the four elements of the law, and what else helps to find it."""

    index_no: str
    title: str
    address: str
    summary: str
    formed_on: date | None
    published: datetime
    document_no: str
    validity: str
    column: str
    mark: str


@dataclass(frozen=True)
class Month:
    """A month of the catalogue and how many items first came out in it."""

    name: str
    address: str
    count: int


@dataclass(frozen=True)
class Year:
    """A year of the catalogue with its months, newest first."""

    key: str
    name: str
    count: int
    months: tuple[Month, ...]


@dataclass(frozen=True)
class CataloguePage:
    """索引号、名称、内容概述、生成日期 of everything public in a month.

    The overview shows the first lines of the newest month (the page with all of them: whole), and
    it alone names and counts the other months, so that one that is over changes no more.
    """

    head: Head
    crumbs: tuple[Link, ...]
    name: str
    law: str
    rows: tuple[Row, ...]
    month: str
    count: int
    csv: str
    whole: str
    years: tuple[Year, ...]
    address: str


@dataclass(frozen=True)
class Event:
    """What happened to an item after it came out; an item taken down has no title any more."""

    at: datetime
    title: str
    address: str
    index_no: str
    reason: str


@dataclass(frozen=True)
class ChangesPage:
    """What was corrected, has lost its force, or was taken down, newest first."""

    head: Head
    crumbs: tuple[Link, ...]
    address: str
    corrected: tuple[Event, ...]
    invalid: tuple[Event, ...]
    down: tuple[Event, ...]
    most: int


@dataclass(frozen=True)
class Heading:
    """A question of the guide, what is answered, and by which article."""

    name: str
    text: str
    law: str


@dataclass(frozen=True)
class GuidePage:
    """政府信息公开指南: the nine fields of the law, and how to ask for what is not public."""

    head: Head
    crumbs: tuple[Link, ...]
    address: str
    law: str
    fields: tuple[Element, ...]
    approved: bool
    channels: tuple[Element, ...]
    asking: tuple[Heading, ...]


@dataclass(frozen=True)
class Branch:
    """A column with what is below it."""

    name: str
    address: str
    description: str
    children: "tuple[Branch, ...]"


@dataclass(frozen=True)
class MapPage:
    """站点地图: every column, and the pages that belong to none."""

    head: Head
    crumbs: tuple[Link, ...]
    address: str
    columns: tuple[Branch, ...]
    pages: tuple[Link, ...]


@dataclass(frozen=True)
class FeedEntry:
    """One disclosure in a feed."""

    id: str
    title: str
    address: str
    summary: str
    column: str
    published: datetime
    updated: datetime


@dataclass(frozen=True)
class Feed:
    """The newest of the site or of a column, for programs that ask again and again."""

    id: str
    title: str
    subtitle: str
    address: str
    page: str
    author: str
    base_url: str
    born: datetime
    entries: tuple[FeedEntry, ...]


@dataclass(frozen=True)
class Place:
    """An address of the site map, and when what stands there came out."""

    address: str
    modified: datetime | None = None


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
    corrected: datetime | None = None
    author: str = ""
    image: str = ""
    column: Described | None = None
    canonical: str = ""


@dataclass(frozen=True)
class MovedPage:
    """What stands at the address of a closed column: where its items are now."""

    head: Head
    name: str
    target: Link


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
