"""One page of the site as it would be in another frame: what is released, and nothing else."""

import re
from pathlib import Path

from django.conf import settings

from gongkai.design import assets
from gongkai.portal import queries, rules
from gongkai.portal.public.data import data_files, flow_files
from gongkai.portal.public.feeds import Files, catalogue_of, guide, page
from gongkai.portal.public.site import column_page, disclosures
from gongkai.portal.queries import Site

COLUMN = re.compile(r"columns/([^/]+)/(?:index|(\d{6}))\.html")
CATALOGUE = re.compile(r"(?:catalogue|changes)/(?:index|(\d{6}))\.(?:html|csv)")
ARTICLE = re.compile(r"info/\d{6}/([^/.]+)(?:\.v\d+)?\.html")
FLOW = re.compile(r"data/([^/]+)/")
FILE = re.compile(r"files/[0-9a-f]{2}/[0-9a-f]{64}\.\w{1,5}", re.ASCII)
# Addresses within the site, in whatever leads there: links, pictures, forms, a page that moved.
WITHIN = re.compile(rb'((?:\s(?:href|src|action)="|content="\d+;\s*url=))/(?!/)')


def preview(site: Site, path: str) -> bytes | None:
    """Return a file of a site in its new frame; None for an address it has not.

    Pages are made by the functions the press uses; files and charts are those the public has.
    """
    name = rules.file_of(f"/{path}")
    if name is None:
        return None
    if FILE.fullmatch(name):
        return _public(name)
    return _made(site, name).get(name)


def missing(site: Site) -> bytes:
    """Return the page for an address the site has not."""
    return page("not_found", queries.NotFoundPage(site.head()))


def kept_inside(html: bytes, root: str, bar: bytes) -> bytes:
    """Return a page whose links stay under an address, with a bar above it.

    >>> kept_inside(b'<body><a href="/guide/">x</a></body>', "/p/", b"<p>!</p>")
    b'<body><p>!</p><a href="/p/guide/">x</a></body>'
    """
    html = WITHIN.sub(lambda found: found[1] + root.encode(), html)
    return re.sub(rb"<body[^>]*>", lambda found: found[0] + bar, html, count=1)


def _made(site: Site, name: str) -> Files:
    if name == "index.html":
        return {name: page("home", queries.home(site))}
    if name.startswith("assets/"):
        return dict(assets.files(site.look))
    if found := COLUMN.fullmatch(name):
        return column_page(site, *found.groups(""))
    if found := CATALOGUE.fullmatch(name):
        return catalogue_of(site, [month for month in site.months() if month == found[1]])
    if name == "data/index.html":
        return data_files(site)
    if found := FLOW.match(name):
        return flow_files(site, found[1])
    if found := ARTICLE.fullmatch(name):
        return disclosures(site, [found[1]])
    return guide(site)


def _public(name: str) -> bytes | None:
    """Return a file the public has; those of drafts lie elsewhere."""
    try:
        return (Path(settings.PUBLIC) / "current" / name).read_bytes()
    except OSError:
        return None
