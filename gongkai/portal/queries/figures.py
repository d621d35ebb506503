"""The figures the front page shows large: the newest values of the flows, or of a table."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import chain, zip_longest

from gongkai.design.figures import Figure, figures
from gongkai.figures.queries import FlowShown
from gongkai.portal import rules, words
from gongkai.portal.queries.data import headline
from gongkai.portal.queries.pages import Item, KeyFigures
from gongkai.portal.queries.site import Site, local
from gongkai.publishing import queries as publishing

DATA = "统计数据"  # the kind of columns in which figures come out
LOOKED_AT = 8  # of the newest; older figures are not what is new
FEWEST, MOST = 3, 4
OF_FLOWS = 4
OLD = timedelta(days=550)  # since the end of its period: what is older is history, not news


def key_figures(site: Site) -> KeyFigures | None:
    """Return the newest values of the flows; before the first, those of the newest table."""
    return _of_flows(site) or _of_tables(site)


def _of_flows(site: Site) -> KeyFigures | None:
    """Return the newest value of the first series of each flow, then of the second of each."""
    flows = sorted(site.numbers.flows.values(), key=lambda one: one.vintage.visible_from or site.at,
                   reverse=True)[: 2 * OF_FLOWS]  # fmt: skip
    rounds = zip_longest(*(list(flow.ids)[:OF_FLOWS] for flow in flows))
    places = [(flow, key) for row in rounds for flow, key in zip(flows, row, strict=True) if key]
    found = list(chain.from_iterable(_figure(site, *one) for one in places[: OF_FLOWS * 3]))
    if not found:
        return None
    item = Item(words.NEW_FIGURES, rules.DATA, "", flows[0].vintage.visible_from or site.at, None,
                "", "", "")  # fmt: skip
    return KeyFigures(item, tuple(found[:OF_FLOWS]),
                      any(flow.meta["flow"]["demonstration"] for flow in flows))  # fmt: skip


def _figure(site: Site, flow: FlowShown, key: str) -> Iterator[Figure]:
    name, latest = headline(site, flow, key)
    if latest is None or latest.missing or latest.ended < local(site.at).date() - OLD:
        return
    change = next((one for one in latest.changes if one.sign), None)
    basis = f"{latest.period}　{latest.status}"
    yield Figure(
        name, latest.value, latest.unit, basis, change.text if change else "",
        change.sign if change else "", rules.data_address(flow.code, key),
    )  # fmt: skip


def _of_tables(site: Site) -> KeyFigures | None:
    """Return the newest item whose table says its figures, and the first of them."""
    keys = [column["key"] for column in site.columns if column["kind"] == DATA]
    for edition in site.newest(LOOKED_AT, keys):
        content = publishing.known_content(edition.sha256) or {"body": ()}
        for block in content["body"]:
            found = figures(block) if block["type"] == "table" else ()
            if len(found) >= FEWEST:
                item = site.items([edition])[0]
                return KeyFigures(item, found[:MOST], bool(content["demonstration"]))
    return None
