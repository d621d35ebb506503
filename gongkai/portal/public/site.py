"""The pages and files of the public site at a moment: all of them part by part, or what changes."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from gongkai.design import assets
from gongkai.design.addresses import chart_address, file_address
from gongkai.design.charts import svg
from gongkai.portal import queries, rules
from gongkai.portal.public.data import changed_flows, data_files, flow_files
from gongkai.portal.public.feeds import Files, catalogue_of, feeds_of, guide, maps_of
from gongkai.portal.public.feeds import page as _html
from gongkai.portal.queries import Dossier, Site
from gongkai.publishing import queries as publishing
from gongkai.publishing.models import Edition
from gongkai.register.queries import blob

AT_ONCE = 200  # disclosures asked about together
OF_A_SERIES = 10  # pages it takes as long to render as one series: charts are drawn


@dataclass(frozen=True)
class Part:
    """A piece of the site that is rendered by itself. Unit: weight in pages, roughly."""

    kind: str
    key: str = ""
    weight: int = 1


def parts(site: Site) -> list[Part]:
    """Return the parts of the whole site, the heaviest first: its articles by month, its lists."""
    counts = site.months()
    years = sorted({month[:4] for month in counts})
    found = [Part("frame", weight=20)]
    found += [Part("flow", code, len(flow.ids) * OF_A_SERIES + OF_A_SERIES)
              for code, flow in site.numbers.flows.items()]  # fmt: skip
    found += [Part("articles", month, counts.get(month, 1)) for month in queries.all_months(site)]
    found += [Part("lists", year, sum(_of_year(counts, year).values()) // 5 + 10) for year in years]
    for column in site.tree:
        weight = sum(queries.months_of(site, column["key"]).values()) // 10 + 5
        found.append(Part("column", column["key"], weight))
    return sorted(found, key=lambda part: -part.weight)


def render(site: Site, part: Part) -> Files:
    """Render a part of the whole site. Shape: path -> bytes, None for a page that is not there."""
    if part.kind == "articles":
        return disclosures(site, queries.ids_of_month(site, part.key))
    if part.kind == "column":
        return _column(site, part.key)
    if part.kind == "flow":
        return flow_files(site, part.key)
    if part.kind == "lists":
        months = _of_year(site.months(), part.key)
        return {**catalogue_of(site, months), **maps_of(site, months)}
    return {**_frame(site), **_around(site, (), ()), **data_files(site)}


def _of_year(counts: Mapping[str, int], year: str) -> dict[str, int]:
    return {month: count for month, count in counts.items() if month.startswith(year)}


def everything(site: Site) -> Files:
    """Render the whole site and hold it: for few pages only."""
    found: Files = {}
    for part in parts(site):
        found.update(render(site, part))
    return {path: data for path, data in found.items() if data is not None}


def touched(site: Site, public_ids: Collection[str]) -> Files:
    """Render what changes with some disclosures: they, their lists, the front page.

    Laid on the site as it was, this gives the very site `everything` would, but for the files of
    what was taken down: queries.orphans names those. None: what goes.
    """
    found = disclosures(site, public_ids)
    columns, listed = queries.lists_of(site, public_ids)
    for key, months in columns.items():
        found.update(_column_pages(site, key, _with_those_beside(site, key, months)))
    signed = queries.signed_lists_of(site, public_ids)
    for key in queries.closed_into(site, columns):
        found.update(_moved_pages(site, key, signed.get(key, ())))
    found.update(_around(site, columns, listed))
    found.update(changed_flows(site, public_ids))
    found.update(_frame(site))
    return found


def _frame(site: Site) -> Files:
    return {
        **assets.files(site.look),
        "index.html": _html("home", queries.home(site)),
        rules.NOT_FOUND: _html("not_found", queries.NotFoundPage(site.head())),
    }


def _around(site: Site, keys: Collection[str], months: Collection[str]) -> Files:
    """Render what tells of some columns and months: catalogue, feeds, site map; and the guide."""
    return {
        **catalogue_of(site, months), **feeds_of(site, keys), **maps_of(site, months),
        **guide(site),
    }  # fmt: skip


def _column(site: Site, key: str) -> Files:
    if key in {column["key"] for column in site.columns}:
        feed = feeds_of(site, [key])
        return _column_pages(site, key, queries.months_of(site, key)) | feed
    return _moved_pages(site, key, site.months([key]))


def column_page(site: Site, key: str, month: str = "") -> Files:
    """Render a column, or one of its months; for a closed one, where its items are.

    None for a month that holds nothing: it goes when a takedown empties it.
    """
    if key not in site.by_key:
        return {}
    is_open = site.by_key[key]["key"] == key
    path, page = f"columns/{key}/{month or 'index'}.html", None
    if not month or month in (queries.months_of(site, key) if is_open else site.months([key])):
        page = (
            _html("column", queries.column(site, key, month)) if is_open
            else _html("moved", queries.moved(site, key, month))
        )  # fmt: skip
    return {path: page}


def _column_pages(site: Site, key: str, months: Iterable[str]) -> Files:
    found: Files = {}
    for month in ("", *months):
        found.update(column_page(site, key, month))
    return found


def _with_those_beside(site: Site, key: str, months: Mapping[str, int]) -> set[str]:
    """Return months and, where one came or went as a whole, those that link to it."""
    there = queries.months_of(site, key)
    found = set(months)
    for month, count in months.items():
        if there.get(month, 0) <= count:
            found |= set(queries.beside(sorted({*there, month}), month))
    return found


def _moved_pages(site: Site, key: str, months: Iterable[str]) -> Files:
    """Render what stands at the addresses of a closed column; its feed is the other's."""
    if key not in site.by_key:
        return {}
    target = site.by_key[key]["key"]
    feed = feeds_of(site, [target])[f"columns/{target}/feed.atom"]
    return _column_pages(site, key, months) | {f"columns/{key}/feed.atom": feed}


def disclosures(site: Site, public_ids: Iterable[str]) -> Files:
    """Render the pages and files of some disclosures, versions and tombstones with them."""
    found: Files = {}
    for ids in publishing.batched(public_ids, AT_ONCE):
        for dossier in queries.dossiers(site, ids).values():
            if dossier.came_out:
                found.update(_versions(site, dossier))
    return found


def _versions(site: Site, dossier: Dossier) -> Files:
    """Render the current version and, each at its own address, those it superseded."""
    found: Files = {queries.version_address_of(row)[1:]: None for row in dossier.came_out}
    for row in dossier.versions[:-1]:
        page = queries.article(site, row, dossier)
        found[queries.version_address_of(row)[1:]] = _html("article", page)
    last = dossier.came_out[-1]
    address = queries.address_of(last)[1:]
    if dossier.versions:
        found[address] = _html("article", queries.article(site, dossier.versions[-1], dossier))
    else:
        found[address] = _html("tombstone", queries.tombstone(site, last, dossier))
    for row in dossier.versions:
        found.update({path: read() for path, read in _files_of(row)})
    return found


def _files_of(edition: Edition) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Yield an edition's files as (path, how to get the bytes); none once it was erased."""
    content = publishing.known_content(edition.sha256) if edition.files else None
    for block in publishing.with_data(content or {})["body"]:
        if block["type"] in {"image", "attachment"}:
            yield file_address(block)[1:], lambda sha=block["sha256"]: blob(sha)
        elif block["type"] == "chart":
            yield chart_address(block)[1:], lambda one=block: svg(one)
        elif block.get("chart"):
            yield chart_address(block)[1:], lambda one=block["chart"]: svg(one)
