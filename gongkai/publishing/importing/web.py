"""A web page as HTML: a file alone, with its pictures in a zip, or as one mht. Nothing is fetched."""

import base64
import binascii
import codecs
import posixpath
import re
from collections.abc import Mapping
from email import message_from_bytes, policy
from email.errors import MessageError
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from gongkai.checks import files, markup
from gongkai.law.refused import Refused
from gongkai.publishing.importing.source import Source

PAGES = (".html", ".htm", ".xhtml")
MHT = (".mht", ".mhtml")
LARGEST_PAGE = 12 * 1024 * 1024
UNPACKED = 80 * 1024 * 1024
# What a page's own word on its encoding is believed for: an encoding in which that word reads so.
_PLAIN = rb'<meta a="b+c-"> & \x41 \u0041 ~'
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w.:-]{2,40})", re.I)
_DATA = re.compile(r"data:image/[\w.+-]{1,40}((?:;[\w=.+-]{1,40}){0,4}),(.*)", re.I | re.S)


def read(name: str, data: bytes) -> Source:
    """Read a web page. Raises: Refused "import.pages", "import.encoding", and as checks.files."""
    lower = name.lower()
    if lower.endswith(".zip"):
        page, html, beside = _zipped(name, data)
    elif lower.endswith(MHT):
        page, html, beside = _archived(name, data)
    else:
        page, html, beside = name, data, {}
    if len(html) > LARGEST_PAGE:
        raise Refused(
            "import.large",
            f"网页“{name}”有{len(html) // 1024**2}MB，超过上限{LARGEST_PAGE // 1024**2}MB，没有导入。",
        )
    text = decoded(name, html)

    def picture(src: str) -> bytes:
        found = _inline(src)
        return beside.get(_place(page, src), b"") if found is None else found

    return Source(text, tuple(markup.paragraphs(text)), picture)


def decoded(name: str, data: bytes) -> str:
    """Return a page's text by its own word on its encoding, else UTF-8, else GB 18030.

    Raises: Refused "import.encoding" rather than lose a character.
    """
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"),
                           (codecs.BOM_UTF16_BE, "utf-16")):  # fmt: skip
        if data.startswith(mark):
            return _strict(name, data, encoding)
    said = _CHARSET.search(data[:4096])
    wanted = said[1].decode("ascii", "replace").lower() if said else ""
    if wanted.startswith(("gb", "x-gbk")):
        wanted = "gb18030"
    for encoding in (wanted, "utf-8", "gb18030"):
        try:
            if encoding and _PLAIN.decode(encoding) == _PLAIN.decode():
                return data.decode(encoding)
        except (UnicodeError, LookupError):
            continue
    raise _lost(name)


def _strict(name: str, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeError as error:
        raise _lost(name) from error


def _lost(name: str) -> Refused:
    return Refused(
        "import.encoding",
        f"网页“{name}”的文字编码无法识别，没有导入，以免丢字。请用浏览器或 Word 另存为 UTF-8 编码的网页。",
    )


def _zipped(name: str, data: bytes) -> tuple[str, bytes, Mapping[str, bytes]]:
    parts = files.members(name, data, unpacked=UNPACKED)
    found = {_place("", path): part for path, part in parts.items() if "__MACOSX" not in path}
    pages = [path for path in found if path.lower().endswith(PAGES)]
    if len(pages) != 1:
        raise Refused(
            "import.pages",
            f"压缩包“{name}”里有{len(pages)}个网页文件，应当正好有一个（另加它的图片），没有导入。"
            "请每次只压缩一个网页和它的图片文件夹。",
        )
    return pages[0], found[pages[0]], found


def _archived(name: str, data: bytes) -> tuple[str, bytes, Mapping[str, bytes]]:
    try:
        message = message_from_bytes(data, policy=policy.default)
        parts = [part for part in message.walk() if not part.is_multipart()]
        found: dict[str, bytes] = {}
        page, html = "", b""
        for part in parts:
            address = str(part.get("Content-Location") or "")
            body = part.get_payload(decode=True)
            body = body if isinstance(body, bytes) else b""
            if part.get_content_type() == "text/html" and not html:
                charset = part.get_content_charset() or ""
                page, html = address, _in_utf8(body, charset)
            else:
                found[_place("", address)] = body
            if part.get("Content-ID"):
                found["cid:" + str(part["Content-ID"]).strip("<> ")] = body
    except (MessageError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise _no_page(name) from error
    if not html:
        raise _no_page(name)
    return page, html, found


def _in_utf8(data: bytes, charset: str) -> bytes:
    """Return a part's text in UTF-8 where its head says how it is encoded."""
    try:
        encoding = "gb18030" if charset.lower().startswith("gb") else charset
        return codecs.BOM_UTF8 + data.decode(encoding).encode() if charset else data
    except (UnicodeError, LookupError):
        return data


def _no_page(name: str) -> Refused:
    return Refused("file.broken", f"文件“{name}”已损坏，里面没有网页，没有导入。请重新另存后再试。")


def _inline(src: str) -> bytes | None:
    found = _DATA.match(src)
    if not found:
        return None
    if not found[1].lower().endswith(";base64"):
        return unquote_to_bytes(found[2])
    try:
        return base64.b64decode(unquote(found[2]), validate=False)
    except (binascii.Error, ValueError):
        return b""


def _place(page: str, src: str) -> str:
    """Return where a picture lies beside its page, as one spelling of its path."""
    if src.startswith("cid:"):
        return unquote(src)
    path = unquote(urlsplit(src).path if "://" in src else src.partition("?")[0]).replace("\\", "/")
    if "://" not in src:
        base = urlsplit(page).path if "://" in page else page
        path = posixpath.join(posixpath.dirname(base.replace("\\", "/")), path)
    return posixpath.normpath(path).lstrip("/").lower()
