"""What programs read: the newest of the site and of each column, and all addresses by month."""

import uuid
from collections.abc import Iterable
from datetime import UTC, datetime

from gongkai.portal import rules, words
from gongkai.portal.queries.catalogue import month_rows
from gongkai.portal.queries.flow_data import FlowData
from gongkai.portal.queries.pages import Feed, FeedEntry, Place
from gongkai.portal.queries.site import Site, address_of
from gongkai.publishing.models import Edition

NEWEST = 50
NAMES = uuid.UUID("6f0b3c5e-3d0d-4c55-9d3e-0a9a3b1f7c11")  # never changes: ids are made under it
BORN = datetime(2008, 5, 1, tzinfo=UTC)  # stands where nothing has come out yet


def stable_id(name: str) -> str:
    """Return the id of a feed or an entry: the same whatever the site's address, for good."""
    return uuid.uuid5(NAMES, name).urn


def feed(site: Site, key: str = "") -> Feed:
    """Return the feed of a column and all below it; of the whole site for an empty key.

    Rule: newest first by when the shown version came out, so a correction is heard of.
    """
    head = site.head()
    name = site.by_key[key]["name"] if key else head.bureau
    return Feed(
        id=stable_id(f"column:{key}" if key else "site"),
        title=words.FEED.format(name=name), author=head.bureau, base_url=head.base_url,
        subtitle=words.FEED_ABOUT.format(bureau=head.bureau, most=NEWEST),
        address=rules.feed_address(key), page=rules.column_address(key) if key else "/",
        born=BORN,
        entries=_entries(site, site.newest(NEWEST, site.family(key) if key else None,
                                           by="visible_from")),
    )  # fmt: skip


def flow_feed(data: FlowData) -> Feed:
    """Return the feed of a flow: its vintages, the newest first, each with what it left standing."""
    head = data.site.head()
    code, name = data.flow.code, data.meta["flow"]["name"]
    page = rules.data_address(code)
    return Feed(
        id=stable_id(f"flow:{code}"), title=words.FLOW_FEED.format(name=name), author=head.bureau,
        subtitle=words.FLOW_FEED_ABOUT.format(name=name), base_url=head.base_url, page=page,
        address=rules.data_address(code, name="feed.atom"), born=BORN,
        entries=tuple(
            FeedEntry(id=stable_id(f"vintage:{code}:{one.at.isoformat()}:{one.title}"),
                      title=f"{one.title}（{one.kind}）", address=page, summary=one.reason,
                      column="", published=one.at, updated=one.at)
            for one in data.vintage_lines()[:NEWEST]
        ),
    )  # fmt: skip


def _entries(site: Site, editions: Iterable[Edition]) -> tuple[FeedEntry, ...]:
    rows = list(editions)
    return tuple(
        FeedEntry(
            id=stable_id(f"disclosure:{edition.public_id}"), address=item.address,
            title=words.MARKED.format(title=item.title, mark=item.mark) if item.mark
            else item.title, summary=item.summary, column=item.column,
            published=edition.first_from, updated=edition.visible_from,
        )
        for edition, item in zip(rows, site.items(rows), strict=True)
    )  # fmt: skip


def places_of(site: Site, month: str) -> tuple[Place, ...]:
    """Return the addresses of what first came out in a month, with the page of that month."""
    rows = [Place(address_of(one), one.visible_from) for one in month_rows(site, month)]
    return (*rows, Place(rules.catalogue_address(month))) if rows else ()


def fixed_places(site: Site) -> tuple[Place, ...]:
    """Return the pages that stand whatever is released, and the columns."""
    fixed = ("/", rules.DATA, rules.GUIDE, rules.catalogue_address(), rules.CHANGES, rules.MAP)
    columns = (rules.column_address(column["key"]) for column in site.columns)
    return tuple(Place(address) for address in (*fixed, *columns))


def parts_of(site: Site) -> tuple[str, ...]:
    """Return the parts of the site map: the fixed pages, the figures, the months, newest first."""
    return ("pages", *(["data"] if site.numbers.flows else []), *site.months())
