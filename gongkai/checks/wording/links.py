"""Addresses and links (链接): how they are written, where they lead, and what a caller saw there."""

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from gongkai.checks.findings import Finding, cut
from gongkai.checks.known import Known
from gongkai.checks.wording.rules import ADDRESS, DEAD, HOST

_IN_TEXT = re.compile(
    r"(?<![A-Za-z0-9@])(?:https?[:：]\s?/{0,3}|www\.)[^\s，。；、）)》”<>\u4e00-\u9fff]{2,300}",
    re.I,
)
_HOST = re.compile(
    r"(?:[a-z0-9\u4e00-\u9fff](?:[a-z0-9\u4e00-\u9fff-]*[a-z0-9\u4e00-\u9fff])?\.)+[a-z\u4e00-\u9fff]{2,}"
)
OFFICIAL = (".gov.cn", ".政务", ".政务.cn")
_LOCAL = re.compile(  # found by gongkai.checks.inside
    r"localhost|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\."
)


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found += [value for name, value in attrs if name == "href" and value is not None]


def in_text(place: str, text: str, known: Known) -> Iterator[Finding]:
    """Find addresses written in a text that cannot be opened or lead to no official site."""
    if ":" in text or "：" in text or "www" in text.lower():
        for found in _IN_TEXT.finditer(text):
            yield from judged(place, found[0].rstrip(".,;:!?'\""), known)


def in_content(content: Mapping[str, Any], known: Known) -> Iterator[Finding]:
    """Find such links behind the words of the body."""
    for number, link in enumerate(links(content), start=1):
        if not link.startswith(("#", "/", "mailto:", "tel:")):
            yield from judged(f"正文第{number}个链接", link, known)


def links(content: Mapping[str, Any]) -> list[str]:
    """Return every link of the body, in order, for who can look whether it opens."""
    reader = _Links()
    for block in content.get("body") or []:
        if block.get("type") == "text":
            reader.feed(str(block.get("html", "")))
    reader.close()
    return reader.found


def dead(content: Mapping[str, Any], answers: Mapping[str, int | None]) -> Iterator[Finding]:
    """Find links a caller could not open; answers maps them to a status, None for no answer."""
    for number, link in enumerate(links(content), start=1):
        status = answers.get(link, 200)
        if status is None or status >= 400:
            why = "链接没有应答。" if status is None else f"链接打不开（HTTP {status}）。"
            yield DEAD.finding(f"正文第{number}个链接", cut(link), why, "请更新或者删去链接。")


def judged(place: str, link: str, known: Known) -> Iterator[Finding]:
    """Judge one address by itself."""
    address = link if re.match(r"[a-zA-Z][a-zA-Z+.-]*:", link) else f"http://{link}"
    why = _wrong(address)
    if why:
        yield ADDRESS.finding(place, cut(link, 80), why, "请核对网址。")
        return
    host = (urlsplit(address).hostname or "").rstrip(".")
    if not _LOCAL.match(host) and not is_official(host, known):
        why = "这不是政府网站，也不在“可链接网站”词表之内。"
        yield HOST.finding(place, cut(link, 80), why, "请确认确需链接，并对内容负责。")


def is_official(host: str, known: Known) -> bool:
    """Say whether a host is a government's, or one of those the bureau links to.

    >>> from datetime import date
    >>> is_official("tjj.sjz.gov.cn", Known(date(2026, 1, 1)))
    True
    """
    return f".{host}".endswith(OFFICIAL) or any(
        host == one or host.endswith(f".{one}") for one in known.hosts
    )


def _wrong(address: str) -> str:
    """Return why an address cannot be opened, nothing when it looks right."""
    try:
        parts = urlsplit(address)
        host, _ = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return "网址写法不对。"
    if parts.scheme.lower() not in {"http", "https"}:
        return "网址应以http://或者https://开头。"
    if re.search(r"[\s\\：，。]", address) or not address.lower().startswith(
        (f"{parts.scheme.lower()}://",)
    ):
        return "网址里有空格、全角符号或者缺少“//”。"
    return "" if _HOST.fullmatch(host) or _LOCAL.match(host) else "网址里的域名不完整。"
