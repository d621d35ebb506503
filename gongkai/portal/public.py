"""Every public address and how it is rendered at a moment. The press asks only this file."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from django.template.loader import render_to_string

from gongkai.design.addresses import chart_address, file_address
from gongkai.design.charts import svg
from gongkai.law.refused import Refused
from gongkai.portal import queries
from gongkai.portal.queries import Site, local
from gongkai.publishing import queries as publishing
from gongkai.publishing.models import Change, Edition
from gongkai.publishing.rules import Purpose
from gongkai.register.queries import blob

Files = dict[str, bytes | None]
NOT_FOUND = "404.html"


def _html(template: str, page: object) -> bytes:
    return render_to_string(f"portal/{template}.html", {"page": page}).encode()


def everything(at: datetime) -> Files:
    """Render the whole site as it is at a moment."""
    site = Site(at)
    keys = {edition.public_id for edition in Edition.objects.reached(at).disclosures()}
    down = Change.objects.filter(kind__in=[Purpose.TAKE_DOWN, Purpose.URGENT], since__lte=at)
    found = disclosures(site, keys | set(down.values_list("public_id", flat=True)))
    for column in site.columns:
        found.update(_column_pages(site, column["key"], queries.months_of(site, column["key"])))
    found.update(_catalogue_pages(site, queries.years_of(site)))
    found.update(_frame(site))
    return found


def touched(public_ids: Iterable[str], at: datetime) -> Files:
    """Render what changes when some disclosures change: they, their lists, the front page."""
    site = Site(at)
    ids = set(public_ids)
    found = disclosures(site, ids)
    for key, months in _lists(site, ids).items():
        found.update(_column_pages(site, key, months))
    rows = Edition.objects.filter(public_id__in=ids).values_list("first_from", flat=True)
    found.update(_catalogue_pages(site, {local(moment).year for moment in rows}))
    found.update(_frame(site))
    return found


def _lists(site: Site, ids: set[str]) -> dict[str, set[str]]:
    """Return the lists some disclosures stand in: column key -> months."""
    lists: dict[str, set[str]] = {}
    rows = Edition.objects.filter(public_id__in=ids)
    for key, moment in rows.values_list("column", "first_from"):
        for column in site.lineage(key):
            lists.setdefault(column["key"], set()).add(f"{local(moment):%Y%m}")
    return lists


def _frame(site: Site) -> Files:
    return {
        "index.html": _html("home", queries.home(site)),
        NOT_FOUND: _html("not_found", queries.NotFoundPage(site.head())),
    }


def _column_pages(site: Site, key: str, months: Iterable[str]) -> Files:
    found: Files = {f"columns/{key}/index.html": _html("column", queries.column(site, key))}
    for month in months:
        page = queries.column(site, key, month)
        found[f"columns/{key}/{month}.html"] = _html("column", page) if page.items else None
    return found


def _catalogue_pages(site: Site, years: Iterable[int]) -> Files:
    found: Files = {"catalogue/index.html": _html("catalogue", queries.catalogue(site))}
    for year in years:
        page = queries.catalogue(site, year)
        found[f"catalogue/{year}.html"] = _html("catalogue", page)
    return found


def disclosures(site: Site, public_ids: Iterable[str]) -> Files:
    """Render the pages and files of some disclosures, versions and tombstones with them."""
    found: Files = {}
    for public_id in public_ids:
        rows = list(Edition.objects.filter(public_id=public_id).order_by("number"))
        out = [row for row in rows if row.visible_from <= site.at]
        if not out:
            continue
        reached = set(
            Edition.objects.reached(site.at)
            .filter(public_id=public_id)
            .values_list("pk", flat=True)
        )
        found.update(_versions(site, out, reached))
    return found


def _versions(site: Site, rows: list[Edition], reached: set[int]) -> Files:
    found: Files = {}
    alive = [row for row in rows if row.pk in reached]
    for row in rows:
        path = queries.version_address_of(row)[1:]
        superseded = row.pk in reached and row is not alive[-1]
        found[path] = _html("article", queries.article(site, row)) if superseded else None
    address = queries.address_of(rows[-1])[1:]
    if alive:
        found[address] = _html("article", queries.article(site, alive[-1]))
    else:
        found.update(_fallen(site, rows, address))
    for row in alive:
        found.update(_files(row))
    return found


def _fallen(site: Site, rows: list[Edition], address: str) -> Files:
    """Render a tombstone and remove the files that nobody else shows."""
    change = (
        Change.objects.of([rows[-1].public_id], site.at)
        .filter(kind__in=[Purpose.TAKE_DOWN, Purpose.URGENT])
        .last()
    )
    if change is None:
        return {address: None}
    return {address: _html("tombstone", queries.tombstone(site, rows[-1], change))}


def _files(edition: Edition) -> Files:
    """Return the files of an edition: attachments and pictures by hash, charts drawn."""
    found: Files = {}
    for path, read in files_of(edition):
        found[path] = read()
    return found


def files_of(edition: Edition) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Yield an edition's files as (path, how to get the bytes)."""
    try:
        content = publishing.content_of(edition.sha256)
    except (LookupError, Refused):
        return
    for block in content["body"]:
        if block["type"] in {"image", "attachment"}:
            yield file_address(block)[1:], lambda sha=block["sha256"]: blob(sha)
        elif block["type"] == "chart":
            yield chart_address(block)[1:], lambda one=block: svg(one)


def in_use(at: datetime) -> set[str]:
    """Return the paths of all files that visible editions show."""
    return {path for edition in Edition.objects.reached(at) for path, _ in files_of(edition)}


def manifest_text(overlay: Files, sha256: Callable[[bytes], str], **fields: object) -> bytes:
    """Return the manifest of prepared files: path -> hash, or null for what goes."""
    files = {path: sha256(data) if data is not None else None for path, data in overlay.items()}
    return json.dumps({**fields, "files": files}, ensure_ascii=False, sort_keys=True).encode()


