"""Addresses of the public site, what its files are, and the hash of a tree of files. Pure."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

NOT_FOUND = "404.html"
GUIDE, CHANGES, MAP = "/guide/", "/changes/", "/sitemap.html"
PLACES, ROBOTS = "/sitemap.xml", "/robots.txt"
DATA = "/data/"
FORBIDDEN = ("\\", "\x00", "//")
OFFICE = "application/vnd.openxmlformats-officedocument."
TYPES = {
    "html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8", "txt": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8", "px": "text/plain; charset=utf-8",
    "ttl": "text/turtle; charset=utf-8", "jsonld": "application/ld+json", "json": "application/json; charset=utf-8",
    "xml": "application/xml; charset=utf-8", "atom": "application/atom+xml; charset=utf-8",
    "svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg",
    "gif": "image/gif", "webp": "image/webp", "pdf": "application/pdf", "ofd": "application/ofd",
    "doc": "application/msword", "docx": f"{OFFICE}wordprocessingml.document",
    "xls": "application/vnd.ms-excel", "xlsx": f"{OFFICE}spreadsheetml.sheet",
    "ppt": "application/vnd.ms-powerpoint", "pptx": f"{OFFICE}presentationml.presentation",
    "zip": "application/zip", "mp3": "audio/mpeg", "mp4": "video/mp4",
}  # fmt: skip
UNKNOWN = "application/octet-stream"


def version_address(public_id: str, first: datetime, number: int) -> str:
    """Return the address at which a superseded version stays readable."""
    return f"/info/{first:%Y%m}/{public_id}.v{number}.html"


def column_address(key: str, month: str = "") -> str:
    """Return a column's address, or that of one of its months (YYYYMM)."""
    return f"/columns/{key}/{month}.html" if month else f"/columns/{key}/"


def catalogue_address(month: str = "", ending: str = "html") -> str:
    """Return the catalogue's address, or that of one of its months (YYYYMM).

    >>> catalogue_address(), catalogue_address("201410"), catalogue_address("201410", "csv")
    ('/catalogue/', '/catalogue/201410.html', '/catalogue/201410.csv')
    """
    return f"/catalogue/{month}.{ending}" if month else "/catalogue/"


def feed_address(key: str = "") -> str:
    """Return the address of a column's feed; of the whole site's for an empty key."""
    return f"/columns/{key}/feed.atom" if key else "/feed.atom"


def data_address(flow: str = "", key: str = "", name: str = "") -> str:
    """Return the address of the figures, of a flow, of one of its series, or of a file there.

    >>> data_address("GDP_Q", "GDP.130100"), data_address("GDP_Q", name="GDP_Q.csv")
    ('/data/GDP_Q/GDP.130100/', '/data/GDP_Q/GDP_Q.csv')
    """
    return DATA + "".join(f"{one}/" for one in (flow, key) if one) + name


def places_address(part: str) -> str:
    """Return the address of one part of the site map for search engines."""
    return f"/sitemaps/{part}.xml"


def file_of(address: str) -> str | None:
    """Return the file an address names inside the public tree; None for what may not be asked.

    >>> file_of("/columns/gongbao/"), file_of("/a/../b"), file_of("/.generation.json")
    ('columns/gongbao/index.html', None, None)
    """
    if not address.startswith("/") or any(mark in address for mark in FORBIDDEN):
        return None
    parts = address[1:].split("/")
    if parts[-1] == "":
        parts[-1] = "index.html"
    if any(not part or part.startswith(".") for part in parts):
        return None
    return "/".join(parts)


def tree_hash(listing: Mapping[str, str]) -> str:
    """Return the hash of a directory from its listing: name -> "f"/"d" and the hash of the entry.

    Shape: one line an entry, "<kind> <hash> <name>", sorted by name, so that a directory's name
    proves all below it, as git's trees do.
    """
    return hashlib.sha256(index_text(listing).encode()).hexdigest()


def index_text(listing: Mapping[str, str]) -> str:
    """Return the text of a directory's index, the bytes its name is the hash of.

    >>> index_text({"b.html": "f 22", "a": "d 11"})
    'd 11 a\\nf 22 b.html\\n'
    """
    return "".join(f"{entry} {name}\n" for name, entry in sorted(listing.items()))


def read_index(text: str) -> dict[str, str]:
    """Return a directory's listing from its index."""
    listing = {}
    for line in filter(None, text.split("\n")):
        kind, digest, name = line.split(" ", 2)
        listing[name] = f"{kind} {digest}"
    return listing
