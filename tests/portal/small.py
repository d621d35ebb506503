"""A small site with one of everything the public may meet, and a reader that crawls it."""

import posixpath
import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag, urlsplit

from gongkai.design.addresses import ENDINGS
from gongkai.portal import actions as press
from gongkai.publishing import actions as publishing
from gongkai.publishing.models import Disclosure
from gongkai.publishing.rules import GUIDE
from tests.make import NOW, SHANGHAI
from tests.portal import road

DYNAMIC = ("/search/", "/request/", "/mailbox/", "/calendar/", "/api/", "/sdmx/", "/desk/")
LATER = datetime(2014, 11, 3, 10, 30, tzinfo=SHANGHAI)
FOOTER = {
    "sponsor": "演示市统计局", "operator": "演示信息中心", "address": "演示路1号",
    "postcode": "050000", "phone": "0311-00000000", "fax": "0311-00000001",
    "email": "office@tjj.example", "icp": "冀ICP备00000000号（演示）",
    "police": "冀公网安备00000000号（演示）",
}  # fmt: skip


@dataclass(frozen=True)
class Small:
    """The bureau and its pages by what they are."""

    bureau: road.Bureau
    pages: dict[str, Disclosure]

    def path(self, name: str, suffix: str = ".html") -> str:
        """Return the path of a page inside the public tree."""
        return road.path_of(self.pages[name], suffix)


def a_small_site() -> Small:
    """Return a released site: a tree of columns, a profile, and items in every state."""
    bureau = road.a_bureau()
    _frame(bureau, NOW + timedelta(minutes=1))
    block, _ = road.a_picture(bureau, 10, 40)
    table = {"type": "table", "caption": "演示表", "head": [["指标", "累计"]], "rows": [["甲", "1"]],
             "note": ""}  # fmt: skip
    made = {
        "plain": {"document_no": "石统〔2014〕12号", "keywords": "演示 统计"},
        "picture": {"body": [{"type": "heading", "text": "一、演示"}, block, table]},
        "below": {"column": "communique", "title": "演示公报<b>&“号”"},
        "repost": {"source_kind": "repost", "source_name": "演示省局",
                   "source_url": "https://stats.example/1"},
        "corrected": {}, "expired": {}, "down": {}, "urgent": {},
        "formula": {"title": "=HYPERLINK(\"http://x.example\")", "summary": "+1 演示, \"引号\""},
    }  # fmt: skip
    pages = {}
    for number, (name, fields) in enumerate(made.items()):
        at = NOW + timedelta(hours=1, minutes=number)
        title = fields.pop("title", f"演示{name}")
        pages[name] = road.released(bureau, title, at, **fields)
    _change(bureau, pages)
    pages["later"] = road.released(bureau, "演示后月件", LATER, formed_on=date(2014, 11, 3))
    return Small(bureau, pages)


def _frame(bureau: road.Bureau, at: datetime) -> None:
    publishing.add_column(key="communique", name="统计公报", parent="news", by=bureau.keeper, at=at,
                          description="年度和普查公报（演示）。", keywords="公报")  # fmt: skip
    guide = {name: f"演示{name}" for name in GUIDE}
    publishing.change_profile(by=bureau.keeper, at=at, name="演示市统计局", code="1301000009",
                              footer=FOOTER, guide=guide, look="pine")  # fmt: skip
    card = publishing.approve_site(by=bureau.keeper, at=at)
    road._sign(bureau, card, at, road.REVIEW[1:])
    press.tick(at)


def _change(bureau: road.Bureau, pages: dict[str, Disclosure]) -> None:
    at = NOW + timedelta(days=2)
    said = {"what": "演示改动", "why": "演示原因"}
    publishing.revise(page=pages["corrected"], by=bureau.editor, at=at, title="演示corrected（改）")
    road.approved(bureau, pages["corrected"], at, correction=said)
    road.asked(bureau, pages["expired"], "repeal", at)
    road.asked(bureau, pages["down"], "take_down", at)
    press.tick(at)
    publishing.take_down_urgently(public_id=pages["urgent"].public_id, reason="演示不可说",
                                  by=bureau.office, at=at + timedelta(hours=1))  # fmt: skip
    press.flip_due(at + timedelta(hours=1))


@dataclass
class Reader(HTMLParser):
    """What a page links to, its names, its meta tags and its text."""

    html: str
    links: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    metas: list[tuple[str, str]] = field(default_factory=list)
    title: str = ""
    visible: str = ""
    lang: str = ""
    rels: dict[str, list[str]] = field(default_factory=dict)
    _in: str = ""

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.html)

    @property
    def meta(self) -> dict[str, str]:
        """Return the meta tags by name."""
        return dict(self.metas)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        found = {name: value or "" for name, value in attrs}
        self._in = tag
        self.lang = found["lang"] if tag == "html" else self.lang
        if "id" in found:
            self.names.add(found["id"])
        if tag == "meta" and "name" in found:
            self.metas.append((found["name"], found["content"]))
        if tag == "link":
            self.rels.setdefault(found["rel"], []).append(found["href"])
        self.links += [found[name] for name in ("href", "src", "action") if name in found]

    def handle_data(self, data: str) -> None:
        """Note text."""
        if self._in == "title" and not self.title:
            self.title = data
        elif self._in not in {"script", "style", "title"}:
            self.visible += data


def target(page: str, link: str, base: str) -> tuple[str, str] | None:
    """Return the file and the name in it that a link of a page leads to; None for another site."""
    address, name = urldefrag(link)
    if address.startswith(base):
        address = address[len(base) :] or "/"
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return None
    path = posixpath.normpath(posixpath.join(f"/{posixpath.dirname(page)}", parts.path or page))
    path = path if parts.path else f"/{page}"
    if parts.path.endswith("/"):
        path = path.rstrip("/") + "/index.html"
    return unquote(path)[1:], unquote(name)


def crawl(files: dict[str, bytes], base: str) -> tuple[set[str], set[tuple[str, str]]]:
    """Follow every link from the front page; return what is reached, and (page, link) that fail."""
    reached, broken, waiting = set(), set(), ["index.html", "robots.txt"]
    while waiting:
        path = waiting.pop()
        if path in reached:
            continue
        reached.add(path)
        for link in _links(path, files[path].decode(errors="ignore")):
            found = target(path, link, base)
            if found is None or f"/{found[0]}".startswith(DYNAMIC):
                continue
            name, mark = found
            if name not in files or (mark and mark not in Reader(files[name].decode()).names):
                broken.add((path, link))
            else:
                waiting.append(name)
    return reached, broken


def _links(path: str, text: str) -> list[str]:
    ending = path.rsplit(".", 1)[-1]
    if ending == "html":
        return Reader(text).links
    if ending in {"xml", "atom"}:
        return re.findall(r'(?:<loc>|<id>|href=")(http[^<"]+)', text)
    if path == "robots.txt":
        return re.findall(r"^Sitemap: (\S+)$", text, re.MULTILINE)
    assert ending in {*ENDINGS, "css", "js", "svg", "json"}, path
    return []
