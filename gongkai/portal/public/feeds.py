"""Files beside the columns: feeds, site maps, robots, the guide, the catalogue, changes.

Same editions, same bytes: no file tells when it was made. A release asks for the columns and
months it touches only, and each question has a limit or a month.
"""

import csv
import io
import re
from collections.abc import Collection, Iterable
from datetime import datetime
from html import escape
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed

from gongkai.portal import queries, rules, words
from gongkai.portal.queries import Site

Files = dict[str, bytes | None]
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")  # not XML 1.0's
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")  # a spreadsheet would reckon with it


class Atom(Atom1Feed):
    """The framework's Atom feed; an empty one is as old as the law, never of this second."""

    def latest_post_date(self) -> datetime:
        """Return when the newest version in the feed came out."""
        return max((item["updateddate"] for item in self.items), default=self.feed["born"])


def text(value: str) -> str:
    """Return text without what XML can't hold."""
    return UNWRITABLE.sub("", value)


def page(template: str, value: object) -> bytes:
    """Return a page of the portal."""
    return render_to_string(f"portal/{template}.html", {"page": value}).encode()


def feeds_of(site: Site, keys: Iterable[str]) -> Files:
    """Render the feed of the whole site and those of some columns."""
    return {
        rules.feed_address(key)[1:]: atom(queries.feed(site, key)) for key in ("", *sorted(keys))
    }


def atom(found: queries.Feed) -> bytes:
    """Return a feed as Atom (RFC 4287). Summaries are text: what HTML would read is escaped."""
    here = found.base_url + found.address
    feed = Atom(
        title=text(found.title), link=found.base_url + found.page, feed_url=here,
        description="", subtitle=text(found.subtitle), language="zh-CN", feed_guid=found.id,
        author_name=text(found.author), born=_local(found.born),
    )  # fmt: skip
    for one in found.entries:
        feed.add_item(
            title=text(one.title), link=found.base_url + one.address, unique_id=one.id,
            description=escape(text(one.summary)) or None, author_name=text(found.author),
            pubdate=_local(one.published), updateddate=_local(one.updated),
            categories=[text(one.column)] if one.column else [],
        )  # fmt: skip
    return feed.writeString("utf-8").encode()


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment)


def maps_of(site: Site, months: Iterable[str]) -> Files:
    """Render the site map's index, its fixed part, robots.txt and the parts of some months.

    A month emptied by a takedown goes: a site map may not be empty. Robots are asked to leave out
    a demonstration whole: what it invents must be found by nobody who looks for facts.
    """
    head = site.head()
    base = head.base_url
    parts = {"pages": queries.fixed_places(site)}
    parts |= {month: queries.places_of(site, month) for month in sorted(months)}
    found: Files = {
        rules.places_address(name)[1:]: places_file(site, places) for name, places in parts.items()
    }
    addresses = [rules.places_address(part) for part in queries.parts_of(site)]
    found[rules.PLACES[1:]] = _xml("places_index", base, addresses)
    found[rules.ROBOTS[1:]] = render_to_string(
        "portal/robots.txt", {"address": base + rules.PLACES, "demonstration": head.demonstration}
    ).encode()
    return found


def places_file(site: Site, places: Collection[queries.Place]) -> bytes | None:
    """Render one part of the site map; None when it would be empty."""
    return _xml("places", site.head().base_url, places) if places else None


def _xml(template: str, base: str, rows: Any) -> bytes:
    return render_to_string(f"portal/{template}.xml", {"base": base, "rows": rows}).encode()


def guide(site: Site) -> Files:
    """Render the guide and the map of the site for people."""
    return {
        "guide/index.html": page("guide", queries.guide(site)),
        rules.MAP[1:]: page("map", queries.site_map(site)),
    }


def catalogue_of(site: Site, months: Iterable[str]) -> Files:
    """Render the catalogue's overview, and some of its months to read and to take along.

    A month emptied by a takedown goes; the page of changes says what was taken down.
    """
    found: Files = {
        "catalogue/index.html": page("catalogue", queries.catalogue(site)),
        "changes/index.html": page("changes", queries.changes(site)),
    }
    for month in sorted(months):
        rows = queries.catalogue_rows(site, month)
        html, table = (rules.catalogue_address(month, kind)[1:] for kind in ("html", "csv"))
        found[html] = (
            page("catalogue", queries.catalogue_month(site, month, rows)) if rows else None
        )
        found[table] = _csv(site, rows) if rows else None
    return found


def _csv(site: Site, rows: Iterable[queries.Row]) -> bytes:
    """Return lines of the catalogue as CSV (RFC 4180), marked UTF-8 for spreadsheets.

    Rule: a cell that would be reckoned with as a formula begins with an apostrophe.
    """
    base = site.head().base_url
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(words.CATALOGUE_HEAD)
    for row in rows:
        cells = (
            row.index_no, row.title, row.summary, row.formed_on.isoformat() if row.formed_on
            else "", f"{_local(row.published):%Y-%m-%d %H:%M}", row.document_no, row.validity,
            row.column, base + row.address,
        )  # fmt: skip
        writer.writerow([_cell(cell) for cell in cells])
    return b"\xef\xbb\xbf" + target.getvalue().encode()


def _cell(value: str) -> str:
    return f"'{value}" if FORMULA.match(value) else value
