"""Text out of markup: paragraphs of clean HTML, lines of office and OFD parts.

The XML reader takes no document type and no entities, so it can neither grow nor reach out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from xml.parsers import expat

INLINE = frozenset({"a", "b", "em", "i", "span", "strong", "sub", "sup", "u"})
ADDRESSES = ("mailto:", "tel:")

# Local names of elements that hold text, and of those that end a line.
_PIECES = frozenset({"t", "delText", "instrText", "v", "TextCode"})
_HEADERS = frozenset(
    f"{page}{end}" for page in ("odd", "even", "first") for end in ("Header", "Footer")
)
_WHOLE = _HEADERS | {"title", "subject", "creator", "description", "keywords", "category"}
_WHOLE |= {"lpwstr", "Title", "Abstract", "Author", "Subject"}
TEXT = _PIECES | _WHOLE
LINE = _WHOLE | {"p", "si", "c", "is", "comment", "br", "cr"}
SPACE = frozenset({"tab", "ptab"})
# Attributes a person can read; what a picture says is in docPr, cNvPr, or, of old, in its shape.
NAMED = {
    "sheet": ("name",), "definedName": ("name",), "docPr": ("title", "descr"),
    "cNvPr": ("title", "descr"), "shape": ("alt",), "imagedata": ("title",),
}  # fmt: skip
_CODES = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|\d{1,3}|[A-Z])')  # of a sheet's header: &C&"宋体"


class UnsafeMarkup(Exception):  # noqa: N818  (never reaches a person)
    """Say that a part of a file is no XML or asks for entities."""


@dataclass
class _Paragraphs(HTMLParser):
    lines: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.open += "\n"
        elif tag not in INLINE:
            self.flush()
        for name, value in attrs:
            if value and value.lower().startswith(ADDRESSES):
                self.open += f" {value.partition(':')[2]} "
            elif value and tag == "img" and name == "alt":
                self.open += f"\n{value}\n"

    def handle_endtag(self, tag: str) -> None:
        if tag not in INLINE:
            self.flush()

    def handle_data(self, data: str) -> None:
        self.open += data

    def handle_comment(self, data: str) -> None:
        self.open += f"\n{data}\n"

    def flush(self) -> None:
        if self.open.strip():
            self.lines.append(self.open.strip(" \t\r\n"))
        self.open = ""


def paragraphs(html: str) -> list[str]:
    """Return the paragraphs and list items of clean HTML as text, in order.

    >>> paragraphs("<p>秘<strong>密</strong>★</p><ul><li>一</li></ul>")
    ['秘密★', '一']
    """
    reader = _Paragraphs()
    reader.feed(html)
    reader.close()
    reader.flush()
    return reader.lines


@dataclass(frozen=True)
class Element:
    """An element met by the XML reader: its local name, attributes, and whether it ends here."""

    name: str
    attributes: dict[str, str]
    closes: bool


def events(data: bytes) -> Iterator[Element | str]:
    """Walk an XML part: elements as they open and close, text between them.

    Raises: UnsafeMarkup for a document type, entities, or what is not XML.
    """
    found: list[Element | str] = []
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise UnsafeMarkup("document types and entities are not read")

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = lambda name, attributes: found.append(
        Element(_local(name), {_local(key): value for key, value in attributes.items()}, False)
    )
    parser.EndElementHandler = lambda name: found.append(Element(_local(name), {}, True))
    parser.CharacterDataHandler = found.append
    try:
        for start in range(0, len(data), 65536):
            parser.Parse(data[start : start + 65536], False)
            yield from found
            found.clear()
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as broken:
        raise UnsafeMarkup(str(broken)) from broken
    yield from found


def office_lines(data: bytes) -> Iterator[str]:
    """Yield the lines of a docx or xlsx part: paragraphs, cells, comments, headers, sheet names."""
    reader = _Office()
    for event in events(data):
        if isinstance(event, str):
            reader.text(event)
        elif event.closes:
            reader.close(event.name)
        else:
            reader.open(event.name, event.attributes)
    reader.end()
    return iter(reader.lines)


@dataclass
class _Office:
    lines: list[str] = field(default_factory=list)
    line: str = ""
    inside: str = ""
    shared: bool = False  # the cell's value is a number of a shared string, no text
    phonetic: bool = False  # how a string is read aloud, no text

    def open(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self.shared = attributes.get("t") == "s"
        self.phonetic = self.phonetic or name == "rPh"
        if name in TEXT and not self.phonetic and not (self.shared and name == "v"):
            self.inside = name
        said = (attributes.get(key, "") for key in NAMED.get(name, ()))
        self.lines += [line for one in said for line in one.splitlines() if line.strip()]
        self.turn(name)

    def close(self, name: str) -> None:
        if name == self.inside:
            self.inside = ""
        if name == "rPh":
            self.phonetic = False
        if name in _HEADERS:
            self.line = _CODES.sub("\n", self.line)
        self.turn(name)

    def text(self, text: str) -> None:
        self.line += text if self.inside else ""

    def turn(self, name: str) -> None:
        if name in SPACE:
            self.line += " "
        elif name in LINE:
            self.end()

    def end(self) -> None:
        self.lines.extend(one.strip() for one in self.line.splitlines() if one.strip())
        self.line = ""


def ofd_lines(data: bytes) -> Iterator[str]:
    """Yield the lines of an OFD part; pieces at one height of a page are one line."""
    line, inside, height = "", "", ""
    for event in events(data):
        if isinstance(event, str):
            line += event.strip() if inside else ""
            continue
        inside = event.name if event.name in TEXT and not event.closes else ""
        box = event.attributes.get("Boundary", "").split()
        new = event.name in LINE or (
            event.name == "TextObject" and len(box) > 1 and box[1] != height
        )
        if new and line:
            yield line
            line = ""
        if event.name == "TextObject" and len(box) > 1:
            height = box[1]
    if line:
        yield line


def _local(name: str) -> str:
    return name.rpartition(":")[2]
