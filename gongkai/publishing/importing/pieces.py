"""HTML cut into what stands one under the other: paragraphs, lists, pictures, tables.

nh3 reads the HTML as a browser does and leaves only known tags; BeautifulSoup walks what is left.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from html import escape

import nh3
from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from gongkai.checks.characters import cleaned
from gongkai.publishing.importing.rules import squeezed
from gongkai.publishing.importing.source import CLOSE, OPEN, Note

HEADINGS = {f"h{n}": n for n in range(1, 7)}
MARKS = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "sup": "sup", "sub": "sub"}
INLINE = {*MARKS, "a", "span", "font", "u", "s", "strike", "ins", "br", "img", "small", "big"}
BLOCKS = {
    *HEADINGS, "p", "div", "section", "article", "main", "header", "footer", "aside", "center",
    "blockquote", "pre", "ul", "ol", "li", "dl", "dt", "dd", "table", "figure", "figcaption", "hr",
}  # fmt: skip
TABLE = {"thead", "tbody", "tfoot", "tr", "td", "th", "caption", "colgroup", "col"}
DROPPED = {"script", "style", "title", "noscript", "template", "svg", "iframe", "video", "audio",
           "select", "textarea"}  # fmt: skip
STRUCK = {"s", "strike"}
_ATTRIBUTES = {
    "*": {"style", "align", "class", "hidden"}, "a": {"href"}, "img": {"src", "alt"},
    "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"},
}  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
_CENTRED = re.compile(r"text-align\s*:\s*center", re.I)
_MARKED = re.compile(f"{OPEN}([a-z_]+){CLOSE}")
DEEPEST = 200


@dataclass(frozen=True)
class Run:
    """A stretch of text in one style."""

    text: str
    marks: frozenset[str] = frozenset()
    href: str = ""


@dataclass(frozen=True)
class Para:
    """A paragraph. rank: 1 to 6 for a heading by its style; 0 otherwise."""

    runs: tuple[Run, ...]
    rank: int = 0
    centred: bool = False
    notes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Return the text alone."""
        return "".join(run.text for run in self.runs)

    @property
    def bold(self) -> bool:
        """Say whether every letter is bold."""
        said = [run for run in self.runs if run.text.strip()]
        return bool(said) and all("strong" in run.marks for run in said)

    @property
    def html(self) -> str:
        """Return the runs as rich text."""
        return "".join(_html(run) for run in self.runs)


@dataclass(frozen=True)
class Lines:
    """A list, ordered or not; the rows of a list within it follow those of its parent."""

    tag: str
    rows: tuple[Para, ...]


@dataclass(frozen=True)
class Picture:
    """A picture by its src, with what its author says of it."""

    src: str
    alt: str


@dataclass(frozen=True)
class Grid:
    """A table, still as its tag."""

    tag: Tag


Piece = Para | Lines | Picture | Grid


@dataclass
class Cut:
    """The pieces of a document in order, and how often something was left out."""

    pieces: list[Piece] = field(default_factory=list)
    notes: dict[str, int] = field(default_factory=dict)

    def note(self, code: str, count: int = 1) -> None:
        """Count something left out."""
        self.notes[code] = self.notes.get(code, 0) + count

    def found(self) -> list[Note]:
        """Return the counts as notes."""
        return [Note(code, count) for code, count in self.notes.items()]


def cut(html: str) -> Cut:
    """Cut a document into its pieces; what is hidden or deleted in it is left out and counted."""
    clean = nh3.clean(
        html,
        tags=INLINE | BLOCKS | TABLE | {"del"},
        clean_content_tags=DROPPED,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "data", "file", "cid"},
        link_rel=None,
    )
    tree, walk = BeautifulSoup(clean, "html.parser"), _Walk()
    for code, tags in (("hidden", tree.find_all(_is_hidden)), ("deleted", tree.find_all("del"))):
        for tag in tags:
            if not tag.decomposed:
                if tag.get_text(strip=True) or tag.find("img"):
                    walk.cut.note(code)
                tag.decompose()
    walk.children(tree, frozenset(), False, 0)
    walk.close()
    return walk.cut


def cell_text(tag: Tag) -> tuple[str, list[Picture], list[Note]]:
    """Return a cell's lines as one text, the pictures in it, and what was left out of it."""
    walk = _Walk(in_cell=True)
    walk.children(tag, frozenset(), False, 0)
    walk.close()
    rows = _rows(walk.cut)
    pictures = [one for one in walk.cut.pieces if isinstance(one, Picture)]
    notes = walk.cut.found() + [Note(code) for row in rows for code in row.notes]
    return "\n".join(_raised(row) for row in rows if row.text), pictures, notes


def _rows(found: Cut) -> list[Para]:
    """Return the paragraphs of a cell or a list, those of a list within it too."""
    rows: list[Para] = []
    for piece in found.pieces:
        if isinstance(piece, Lines):
            rows += piece.rows
        elif isinstance(piece, Para):
            rows.append(piece)
    return rows


class _Walk:
    """One pass over a tree; the paragraph being read is `runs`."""

    def __init__(self, *, in_cell: bool = False) -> None:
        self.cut = Cut()
        self.in_cell = in_cell
        self.runs: list[Run] = []
        self.later: list[Picture] = []
        self.rank, self.centred = 0, False

    def children(self, tag: Tag, marks: frozenset[str], centred: bool, deep: int) -> None:
        """Read what a tag holds."""
        for child in tag.children:
            if isinstance(child, NavigableString):
                self.runs.append(Run(str(child), marks))
            elif isinstance(child, Tag):
                self.tag(child, marks, centred, deep + 1)

    def tag(self, tag: Tag, marks: frozenset[str], centred: bool, deep: int) -> None:
        """Read one element."""
        if deep > DEEPEST:
            self.runs.append(Run(tag.get_text(" "), marks))
        elif tag.name in INLINE:
            self.inline(tag, marks, centred, deep)
        else:
            self.block(tag, marks, centred or _is_centred(tag), deep)

    def inline(self, tag: Tag, marks: frozenset[str], centred: bool, deep: int) -> None:
        """Read an element within a paragraph."""
        if tag.name == "br":
            self.close(keep=True)
        elif tag.name == "img":
            alt = cleaned(str(tag.get("alt") or ""))
            self.later.append(Picture(str(tag.get("src") or ""), alt))
        else:
            if tag.name in STRUCK and tag.get_text(strip=True):
                self.cut.note("struck")
            more = {MARKS[tag.name]} if tag.name in MARKS else set()
            if _BOLD.search(str(tag.get("style") or "")):
                more.add("strong")
            at = len(self.runs)
            self.children(tag, marks | more, centred, deep)
            href = str(tag.get("href") or "") if tag.name == "a" else ""
            if href.startswith(("http:", "https:", "mailto:")):
                self.runs[at:] = [replace(run, href=href) for run in self.runs[at:]]

    def block(self, tag: Tag, marks: frozenset[str], centred: bool, deep: int) -> None:
        """Read an element that ends the paragraph before it."""
        self.close()
        if tag.name in {"ul", "ol"} and not tag.find(["table", "img"]):
            self.cut.pieces.append(self.rows(tag, deep))
        elif tag.name == "table" and not self.in_cell and not _is_layout(tag):
            self.cut.pieces.append(Grid(tag))
        else:
            self.rank, self.centred = HEADINGS.get(tag.name, 0), centred
            if _BOLD.search(str(tag.get("style") or "")):
                marks = marks | {"strong"}
            self.children(tag, marks, centred, deep)
            self.close()

    def rows(self, tag: Tag, deep: int) -> Lines:
        """Return all that stands in a list, in a row of it or beside, as paragraphs."""
        inner = _Walk(in_cell=True)
        inner.children(tag, frozenset(), False, deep)
        inner.close()
        for note in inner.cut.found():
            self.cut.note(note.code, note.count)
        return Lines(tag.name, tuple(_rows(inner.cut)))

    def close(self, *, keep: bool = False) -> None:
        """End the paragraph being read. keep: the next one is of the same kind (a line break)."""
        para = paragraph(self.runs, self.rank, self.centred)
        if para.text or para.notes:
            self.cut.pieces.append(para)
        self.cut.pieces += self.later
        self.runs, self.later = [], []
        if not keep:
            self.rank, self.centred = 0, False


def paragraph(runs: Iterable[Run], rank: int = 0, centred: bool = False) -> Para:
    """Return runs as one paragraph: white space as a reader sees it, notes taken out."""
    notes: list[str] = []
    whole, owner = "", []
    for run in runs:
        notes += _MARKED.findall(run.text)
        text = cleaned(_MARKED.sub("", run.text))
        whole += text
        owner += [Run("", run.marks, run.href)] * len(text)
    return Para(tuple(_squeezed(whole, owner)), rank, centred, tuple(notes))


def _squeezed(whole: str, owner: list[Run]) -> Iterator[Run]:
    """Yield the runs of a text once its white space is squeezed, each letter with its owner."""
    wanted, at = squeezed(whole), 0
    text, last = "", None
    for letter in wanted:
        while whole[at] != letter and not (letter == " " and whole[at].isspace()):
            at += 1
        one = owner[at]
        at += 1
        while letter == " " and at < len(whole) and whole[at].isspace() and whole[at] != "\u3000":
            at += 1
        if one != last and text and last is not None:
            yield replace(last, text=text)
            text = ""
        text, last = text + letter, one
    if text and last is not None:
        yield replace(last, text=text)


def _html(run: Run) -> str:
    text = escape(run.text, quote=False)
    for mark in ("sup", "sub", "em", "strong"):
        if mark in run.marks:
            text = f"<{mark}>{text}</{mark}>"
    return f'<a href="{escape(run.href)}">{text}</a>' if run.href else text


_RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_LOWERED = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")


def _raised(para: Para) -> str:
    """Return a cell's line as plain text: a raised 2 stays a raised 2."""
    found = ""
    for run in para.runs:
        table = _RAISED if "sup" in run.marks else _LOWERED if "sub" in run.marks else {}
        found += run.text.translate(table)
    return found


def _is_hidden(tag: Tag) -> bool:
    return tag.has_attr("hidden") or bool(_HIDDEN.search(str(tag.get("style") or "")))


def _is_centred(tag: Tag) -> bool:
    return (
        tag.name == "center"
        or tag.get("align") == "center"
        or "centred" in (tag.get("class") or [])
        or bool(_CENTRED.search(str(tag.get("style") or "")))
    )


def _is_layout(tag: Tag) -> bool:
    """Say whether a table only holds others, or one cell, or pictures without a word."""
    if tag.find("table"):
        return True
    said = tag.find_all(["td", "th"])
    return len(said) <= 1 or not any(cell.get_text(strip=True) for cell in said)
