"""Style, script and icon of the public pages: files of the site itself, named by their content.

The press writes them into the tree of every generation, so a page is never read with another
page's style, a redesign is one flip, and `gongkai verify` proves them with the rest.
"""

import hashlib
from functools import cache
from pathlib import Path

from gongkai.design.looks import DEFAULT, LOOKS

FOLDER = Path(__file__).parent / "static" / "design"
STYLES = ("tokens.css", "base.css", "layout.css", "parts.css", "print.css")
SCRIPT, ICON = "public.js", "icon.svg"


@cache
def style(look: str = DEFAULT) -> bytes:
    """Return the one style sheet of the public pages in a look (a key of LOOKS)."""
    found = LOOKS.get(look) or LOOKS[DEFAULT]
    own = (
        "@layer tokens{:root{"
        f"--brand:{found.brand};--brand-deep:{found.brand_deep};--brand-soft:{found.brand_soft}"
        "}}\n"
    )
    return b"".join((FOLDER / name).read_bytes() for name in STYLES) + own.encode()


@cache
def script() -> bytes:
    """Return the one script; every page can be read without it."""
    return (FOLDER / SCRIPT).read_bytes()


@cache
def icon() -> bytes:
    """Return the site's icon."""
    return (FOLDER / ICON).read_bytes()


def address(data: bytes, ending: str) -> str:
    """Return the public address of an asset.

    >>> address(b"", "css")
    '/assets/e3b0c44298fc1c14.css'
    """
    return f"/assets/{hashlib.sha256(data).hexdigest()[:16]}.{ending}"


def files(look: str = DEFAULT) -> dict[str, bytes]:
    """Return the assets of a look as path inside the site -> bytes."""
    found = ((style(look), "css"), (script(), "js"), (icon(), "svg"))
    return {address(data, ending)[1:]: data for data, ending in found}
