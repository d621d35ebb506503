"""The public site in the embedded server: files, before the framework is entered.

In production nginx serves the same folder (deploy/nginx.conf); a test holds the two together.
Whatever is not a file of `current` and not the application's gets the same 404 page, byte for byte,
whether it was never written or is not released yet.

Nothing is remembered between two requests: a name is looked up anew under `current` each time, so
no page outlives a flip. Fast all the same: one open, one look, one read, and no object in between.
"""

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from email.utils import formatdate
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, BinaryIO

from gongkai.config import words
from gongkai.design import assets
from gongkai.design.looks import LOOKS
from gongkai.portal.rules import NOT_FOUND, TYPES, UNKNOWN, file_of

Environ = dict[str, Any]
Start = Callable[..., Any]
Headers = list[tuple[str, str]]
DYNAMIC = (
    *("/desk/", "/search/", "/request/", "/mailbox/", "/calendar/", "/api/", "/sdmx/"),
    *("/static/", "/design/"),
)
WHOLE = 1024 * 1024  # up to here a file is sent in one piece
# A link or a pipe in place of a file was put there by hand; neither is read.
READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
SAFETY = [
    ("Content-Security-Policy", "default-src 'self'; img-src 'self' data:; object-src 'none'; "
     "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "SAMEORIGIN"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
]  # fmt: skip
ANYBODY = ("Access-Control-Allow-Origin", "*")  # figures: the data services answer so too
ASK_AGAIN = ("Cache-Control", "no-cache")
FOR_EVER = ("Cache-Control", "public, max-age=31536000, immutable")
NOT_SHARED = ("Cache-Control", "private, max-age=31536000, immutable")


class PublicFiles:
    """A WSGI application: the public files in front of another application."""

    def __init__(self, application: Callable[..., Iterable[bytes]], public: Path) -> None:
        self.application = application
        self.current = f"{Path(public)}/current/"

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        """Answer with a public file, the one 404 page, or what the other application says."""
        path = environ["PATH_INFO"]
        if not path.isascii():
            path = path.encode("latin-1").decode("utf-8", "replace")
        if path.startswith(DYNAMIC) or path == "/desk":
            return self.application(environ, start)
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            start("405 Method Not Allowed", [*SAFETY, ASK_AGAIN, ("Allow", "GET, HEAD")])
            return [b""]
        name = file_of(path)
        if name and (found := self._open(name)):
            return _send(environ, start, name, *found)
        return self._made(environ, start, name) or self._missing(environ, start)

    def _made(self, environ: Environ, start: Start, name: str | None) -> Iterable[bytes] | None:
        """Answer with an asset of this version that no released page needed yet: the search does.

        Named by its content, it can't be another than the one asked for.
        """
        data = _assets().get(name or "")
        if data is None:
            return None
        start("200 OK", [*_headers(*_manner(str(name))), ("Content-Length", str(len(data)))])
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else data]

    def _open(self, name: str) -> tuple[int, os.stat_result] | None:
        """Open a file of the tree; None for what is no plain file."""
        try:
            handle = os.open(self.current + name, READ)
        except (OSError, ValueError):
            return None
        about = os.fstat(handle)
        if stat.S_ISREG(about.st_mode):
            return handle, about
        os.close(handle)
        return None

    def _missing(self, environ: Environ, start: Start) -> Iterable[bytes]:
        try:
            page = Path(self.current, NOT_FOUND).read_bytes()
        except OSError:
            page = words.EMPTY_SITE.encode()
        headers = [("Content-Type", TYPES["html"]), ("Content-Length", str(len(page)))]
        start("404 Not Found", [*SAFETY, ASK_AGAIN, *headers])
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else page]


@cache
def _assets() -> dict[str, bytes]:
    return {path: data for look in LOOKS for path, data in assets.files(look).items()}


def _send(
    environ: Environ, start: Start, name: str, handle: int, about: os.stat_result
) -> Iterable[bytes]:
    """Answer with an open file, in one piece when it is small; close it."""
    tag = f'"{about.st_ino:x}-{about.st_mtime_ns:x}-{about.st_size:x}"'
    modified = _date(int(about.st_mtime))
    headers = [*_headers(*_manner(name)), ("ETag", tag), ("Last-Modified", modified)]
    unchanged = _unchanged(environ, tag, modified)
    if unchanged:
        start("304 Not Modified", headers)
    else:
        start("200 OK", [*headers, ("Content-Length", str(about.st_size))])
    if unchanged or environ["REQUEST_METHOD"] == "HEAD":
        os.close(handle)
        return [b""]
    if about.st_size > WHOLE:
        return _pieces(os.fdopen(handle, "rb", buffering=0))
    try:
        return [os.read(handle, about.st_size)]
    finally:
        os.close(handle)


def _manner(name: str) -> tuple[tuple[str, str], str, bool]:
    """Return how long a file may be kept, its ending, and whether pages of others may read it.

    What is named by its content never changes; a shared cache keeps no attachment, since it may be
    taken down. A chart is named by its figures, and may be drawn anew.
    """
    ending = name.rpartition(".")[2]
    if name.startswith("assets/"):
        return FOR_EVER, ending, False
    keep = NOT_SHARED if name.startswith("files/") and ending != "svg" else ASK_AGAIN
    return keep, ending, name.startswith("data/")


@lru_cache(maxsize=256)
def _headers(keep: tuple[str, str], ending: str, is_open: bool) -> Headers:
    own = [ANYBODY] if is_open else []
    return [*SAFETY, *own, keep, ("Content-Type", TYPES.get(ending, UNKNOWN))]


@lru_cache(maxsize=4096)
def _date(second: int) -> str:
    return formatdate(second, usegmt=True)


def _pieces(handle: BinaryIO) -> Iterator[bytes]:
    """Yield a file; its owner closes it, also when the reader left before the first piece."""
    with handle:
        while data := handle.read(WHOLE):
            yield data


def _unchanged(environ: Environ, tag: str, modified: str) -> bool:
    """Say whether the reader has this very file; a date is compared exactly, as nginx does."""
    wanted = environ.get("HTTP_IF_NONE_MATCH")
    if wanted is None:
        return environ.get("HTTP_IF_MODIFIED_SINCE") == modified
    tags = {one.strip().removeprefix("W/") for one in wanted.split(",")}  # a proxy may weaken
    return tag in tags or "*" in tags
