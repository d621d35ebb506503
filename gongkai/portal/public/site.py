"""The pages and files of the public site at a moment."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string

from gongkai.design import assets
from gongkai.design.addresses import chart_address, file_address
from gongkai.design.charts import svg
from gongkai.law.refused import Refused
from gongkai.portal import queries
from gongkai.portal.queries import Site, local
from gongkai.publishing import queries as publishing
from gongkai.publishing.models import Edition
from gongkai.register.queries import blob

Files = dict[str, bytes | None]
NOT_FOUND = "404.html"


@dataclass(frozen=True)
class Rendered:
    """Files by path, None for one that goes. A whole site is laid on nothing."""

    files: Files
    whole: bool = False


def _html(template: str, page: object) -> bytes:
    return render_to_string(f"portal/{template}.html", {"page": page}).encode()


def everything(at: datetime, cards: Collection[int] = ()) -> Rendered:
    """Render the whole site as it is at a moment, with some cards that come out then."""
    site = Site(at, cards)
    found = _disclosures(site, queries.all_ids(site))
    for column in site.columns:
        found.update(_column_pages(site, column["key"], queries.months_of(site, column["key"])))
    found.update(_catalogue_pages(site, queries.years_of(site)))
    found.update(_frame(site))
    return Rendered({path: data for path, data in found.items() if data is not None}, whole=True)


def touched(public_ids: Collection[str], at: datetime, cards: Collection[int] = ()) -> Rendered:
    """Render what changes with some disclosures: they, their lists, the front page."""
    site = Site(at, cards)
    found = _disclosures(site, public_ids)
    columns, years = queries.lists_of(site, public_ids)
    for key, months in columns.items():
        found.update(_column_pages(site, key, months))
    found.update(_catalogue_pages(site, {*years, local(at).year}))
    found.update(_frame(site))
    return Rendered(found)


def orphans(shown: Iterable[str], at: datetime, cards: Collection[int] = ()) -> Files:
    """Return the removal of those of the shown paths that are files no edition shows any more."""
    editions = Site(at, cards).reached()
    used = {path for edition in editions for path, _ in _files_of(edition)}
    return {path: None for path in shown if path.startswith("files/") and path not in used}


def _frame(site: Site) -> Files:
    return {
        **assets.files(),
        "index.html": _html("home", queries.home(site)),
        NOT_FOUND: _html("not_found", queries.NotFoundPage(site.head())),
    }


def _column_pages(site: Site, key: str, months: Iterable[str]) -> Files:
    """Render a column and some of its months; a month emptied by a takedown stays, and says so."""
    found: Files = {f"columns/{key}/index.html": _html("column", queries.column(site, key))}
    for month in months:
        found[f"columns/{key}/{month}.html"] = _html("column", queries.column(site, key, month))
    return found


def _catalogue_pages(site: Site, years: Iterable[int]) -> Files:
    found: Files = {"catalogue/index.html": _html("catalogue", queries.catalogue(site))}
    for year in years:
        page = queries.catalogue(site, year)
        found[f"catalogue/{year}.html"] = _html("catalogue", page)
    return found


def _disclosures(site: Site, public_ids: Iterable[str]) -> Files:
    """Render the pages and files of some disclosures, versions and tombstones with them."""
    found: Files = {}
    for public_id in public_ids:
        rows, alive = queries.versions_of(site, public_id)
        if rows:
            found.update(_versions(site, rows, alive))
    return found


def _versions(site: Site, rows: list[Edition], alive: list[Edition]) -> Files:
    """Render the current version and, each at its own address, those it superseded."""
    found: Files = {queries.version_address_of(row)[1:]: None for row in rows}
    for row in alive[:-1]:
        found[queries.version_address_of(row)[1:]] = _html("article", queries.article(site, row))
    address = queries.address_of(rows[-1])[1:]
    if alive:
        found[address] = _html("article", queries.article(site, alive[-1]))
    else:
        found[address] = _tombstone(site, rows[-1])
    for row in alive:
        found.update({path: read() for path, read in _files_of(row)})
    return found


def _tombstone(site: Site, last: Edition) -> bytes | None:
    change = queries.takedown_of(site, last.public_id)
    return _html("tombstone", queries.tombstone(site, last, change)) if change else None


def _files_of(edition: Edition) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Yield an edition's files as (path, how to get the bytes); none once it was erased."""
    try:
        content = publishing.content_of(edition.sha256)
    except (LookupError, Refused):
        return
    for block in content.get("body", ()):
        if block["type"] in {"image", "attachment"}:
            yield file_address(block)[1:], lambda sha=block["sha256"]: blob(sha)
        elif block["type"] == "chart":
            yield chart_address(block)[1:], lambda one=block: svg(one)
