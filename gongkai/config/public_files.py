"""The public site in the embedded server: files, before the framework is entered.

In production nginx serves the same folder. Whatever is not a file of `current` and not the desk's
gets the same 404 page, byte for byte, whether it was never written or is not released yet.
"""

import mimetypes
import os
from collections.abc import Callable, Iterable
from email.utils import formatdate, parsedate_to_datetime
from pathlib import Path
from typing import Any

from gongkai.config import words
from gongkai.portal.rules import file_of

Environ = dict[str, Any]
Start = Callable[..., Any]
DYNAMIC = ("/desk/", "/static/", "/design/")
CHUNK = 256 * 1024
HEADERS = [
    ("Cache-Control", "no-cache"),
    ("Content-Security-Policy", "default-src 'self'; img-src 'self' data:; object-src 'none'; "
     "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "SAMEORIGIN"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
]  # fmt: skip
TEXT = {".html": "text/html; charset=utf-8", ".json": "application/json; charset=utf-8",
        ".csv": "text/csv; charset=utf-8", ".xml": "application/xml; charset=utf-8",
        ".svg": "image/svg+xml", ".txt": "text/plain; charset=utf-8"}  # fmt: skip


class PublicFiles:
    """A WSGI application: the public files in front of another application."""

    def __init__(self, application: Callable[..., Iterable[bytes]], public: Path) -> None:
        self.application = application
        self.current = Path(public) / "current"

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        """Answer with a public file, the one 404 page, or what the other application says."""
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
        if path == "/desk" or path.startswith(DYNAMIC):
            return self.application(environ, start)
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return self._answer("405 Method Not Allowed", b"", [("Allow", "GET, HEAD")], start)
        name = file_of(path)
        handle = self._open(name) if name else None
        if handle is None:
            return self._missing(environ, start)
        return self._send(environ, start, handle, Path(name).suffix)

    def _open(self, name: str) -> Any:
        try:
            return (self.current / name).open("rb")
        except (OSError, ValueError):
            return None

    def _missing(self, environ: Environ, start: Start) -> Iterable[bytes]:
        try:
            page = (self.current / "404.html").read_bytes()
        except OSError:
            page = words.EMPTY_SITE.encode()
        body = b"" if environ["REQUEST_METHOD"] == "HEAD" else page
        headers = [("Content-Type", TEXT[".html"]), ("Content-Length", str(len(page)))]
        return self._answer("404 Not Found", body, headers, start)

    def _answer(
        self, status: str, body: bytes, headers: list[tuple[str, str]], start: Start
    ) -> Iterable[bytes]:
        start(status, [*HEADERS, *headers])
        return [body]

    def _send(self, environ: Environ, start: Start, handle: Any, suffix: str) -> Iterable[bytes]:
        found = os.fstat(handle.fileno())
        tag = f'"{found.st_ino:x}-{found.st_mtime_ns:x}-{found.st_size:x}"'
        kind = TEXT.get(suffix) or mimetypes.types_map.get(suffix, "application/octet-stream")
        headers = [
            *HEADERS,
            ("Content-Type", kind),
            ("ETag", tag),
            ("Last-Modified", formatdate(found.st_mtime, usegmt=True)),
        ]
        if _unchanged(environ, tag, found.st_mtime):
            handle.close()
            start("304 Not Modified", headers)
            return []
        start("200 OK", [*headers, ("Content-Length", str(found.st_size))])
        if environ["REQUEST_METHOD"] == "HEAD":
            handle.close()
            return []
        return _chunks(handle)


def _chunks(handle: Any) -> Iterable[bytes]:
    with handle:
        while data := handle.read(CHUNK):
            yield data


def _unchanged(environ: Environ, tag: str, modified: float) -> bool:
    wanted = environ.get("HTTP_IF_NONE_MATCH")
    if wanted is not None:
        tags = {one.strip().removeprefix("W/") for one in wanted.split(",")}  # a proxy may weaken
        return tag in tags or "*" in tags
    since = environ.get("HTTP_IF_MODIFIED_SINCE")
    try:
        return since is not None and int(modified) <= parsedate_to_datetime(since).timestamp()
    except (TypeError, ValueError):
        return False
