"""The figures the front page shows large: those of the newest data the public may read."""

from gongkai.design.figures import figures
from gongkai.portal.queries.pages import KeyFigures
from gongkai.portal.queries.site import Site
from gongkai.publishing import queries as publishing

DATA = "统计数据"  # the kind of columns in which figures come out
LOOKED_AT = 8  # of the newest; older figures are not what is new
FEWEST, MOST = 3, 4


def key_figures(site: Site) -> KeyFigures | None:
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
