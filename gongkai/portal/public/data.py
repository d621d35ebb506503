"""The files of figures: pages, charts, downloads, and the catalogue that machines read.

A release renders the flows whose vintages it opens, the list of all and the catalogue; everything
else of the figures stays as it is.
"""

from collections.abc import Callable, Collection

from gongkai.design.charts import png, svg
from gongkai.figures.formats import csv, jsonstat, px, xlsx
from gongkai.figures.rules import Cube
from gongkai.portal import queries, rules
from gongkai.portal.public import catalog
from gongkai.portal.public.feeds import Files, atom, page, places_file
from gongkai.portal.queries import Chart, FlowData, Site

WRITERS: dict[str, Callable[[Cube], bytes]] = {
    "csv": csv.written, "xlsx": xlsx.written, "json": jsonstat.written, "px": px.written,
}  # fmt: skip


def flow_files(site: Site, code: str) -> Files:
    """Render all of a flow: its page, its series, its charts, what can be taken along.

    None for one that is not public, or no more: all below its address goes.
    """
    folder = rules.data_address(code)[1:]
    if code not in site.numbers.flows:
        return {folder.rstrip("/"): None}
    data = queries.data_of(site, code)
    found: Files = {
        f"{folder}{code}.{ending}": write(data.cube) for ending, write in WRITERS.items()
    }
    found[f"{folder}{code}.csv-metadata.json"] = catalog.csvw(data)
    found[f"{folder}feed.atom"] = atom(queries.flow_feed(data))
    made = queries.dataset_page(data, files=catalog.FILES, ld=catalog.dataset(data))
    found[f"{folder}index.html"] = page("data_flow", made)
    for chart in made.charts:
        found |= _drawn(chart)
    for key in data.keys:
        found |= _series_files(data, key)
    return found


def _series_files(data: FlowData, key: str) -> Files:
    made = queries.series_page(data, key, files=catalog.FILES, ld=catalog.dataset(data, key))
    found: Files = {f"{made.address[1:]}index.html": page("data_series", made)}
    return found | (_drawn(made.chart) if made.chart else {})


def _drawn(chart: Chart) -> Files:
    return {chart.svg[1:]: svg(chart.block), chart.png[1:]: png(chart.block)}


def data_files(site: Site) -> Files:
    """Render what tells of all flows: the list, the catalogue, their part of the site map."""
    found: Files = {
        f"{rules.DATA[1:]}index.html": page("data_index", queries.data_page(site)),
        rules.places_address("data")[1:]: places_file(site, queries.data_places(site)),
    }
    return found | catalog.files(site)


def changed_flows(site: Site, public_ids: Collection[str]) -> Files:
    """Render what of the figures changes with some disclosures; nothing where they carry none."""
    flows = queries.flows_touched(public_ids)
    found: Files = data_files(site) if flows else {}
    for code in flows:
        found |= flow_files(site, code)
    return found
