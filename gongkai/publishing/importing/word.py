"""A Word document (docx) as HTML. mammoth converts; what it would lose or let out is seen to first.

Not taken over: deleted revisions, comments, hidden text, headers and footers, drawn charts,
formulas, embedded objects. Inserted revisions are taken as accepted. Each is counted in a note.
"""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

import mammoth

from gongkai.checks import files, markup
from gongkai.law.refused import Refused
from gongkai.publishing.importing import numbering
from gongkai.publishing.importing.rules import CENTRED, WORD_STYLES
from gongkai.publishing.importing.source import Note, Source, mark
from gongkai.publishing.importing.tables import refuse_large, refuse_many

BODY = "word/document.xml"
MAIN = "/officeDocument"
UNPACKED = 80 * 1024 * 1024
LARGEST_BODY = 12 * 1024 * 1024  # of XML: twelve times a long communiqué
MOST_IMAGES = 300
STYLES_DEEP = 20  # on how many others a style may stand
RELATED = "http://schemas.openxmlformats.org/package/2006/relationships"
_BACK = re.compile(r' ?<a href="#(?:foot|end)note-ref-[^"]*">↑</a>')  # from a note to its number
# What a converter says of a file that is no document, in all its ways.
ODD = (KeyError, ValueError, TypeError, AttributeError, IndexError, LookupError, RecursionError,
       OSError, zipfile.BadZipFile, ElementTree.ParseError)  # fmt: skip


def read(name: str, data: bytes) -> Source:
    """Read a Word document. Raises: Refused as checks.files does, "import.rows", "import.large"."""
    if files.kind_of(name, data) is not files.DOCX:
        raise Refused("import.kind", f"“{name}”不是 Word 文档，请选择 docx 文件。")
    parts = files.members(name, data, unpacked=UNPACKED)
    _refuse_large(name, parts)
    lines = _lines(name, parts)  # before anything hidden is taken out
    _refuse_odd(name, parts)
    try:
        notes = _prepared(parts)
        html, images, symbols = _converted(parts)
    except ODD as odd:
        raise _broken(name) from odd
    notes += [Note("symbol", symbols)] if symbols else []
    return Source(html, lines, lambda src: images.get(src, b""), tuple(notes))


def _refuse_large(name: str, parts: Mapping[str, bytes]) -> None:
    if len(parts.get(BODY, b"")) > LARGEST_BODY:
        raise Refused(
            "import.large",
            f"文档“{name}”的正文解压后有{len(parts[BODY]) // 1024**2}MB，超过上限"
            f"{LARGEST_BODY // 1024**2}MB，没有导入。请拆成几个文档，或把大表作为附件上传。",
        )


def _refuse_odd(name: str, parts: Mapping[str, bytes]) -> None:
    """Refuse a body elsewhere than where everybody looks: it was not what was checked."""
    links = _tree(parts.get("_rels/.rels", f'<a xmlns="{RELATED}"/>'.encode()))
    bodies = [one.get("Target", "") for one in links if one.get("Type", "").endswith(MAIN)]
    if any(target.lstrip("/") != BODY for target in bodies):
        raise _broken(name)


def _tree(part: bytes) -> Element:
    return ElementTree.fromstring(part)  # noqa: S314 (no document type: _refuse_odd has seen to it)


def _broken(name: str) -> Refused:
    return Refused(
        "file.broken", f"文件“{name}”已损坏或者不是规范的 Word 文档，请在 Word 里重新另存后再导入。"
    )


def _lines(name: str, parts: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return every line of text in a document. Raises: Refused for a part with a document type."""
    found: list[str] = []
    try:
        for path, part in parts.items():
            if path.lower().endswith((".xml", ".rels")):
                found += markup.office_lines(part)
    except markup.UnsafeMarkup as unsafe:
        raise _broken(name) from unsafe
    return tuple(found)


def _converted(parts: Mapping[str, bytes]) -> tuple[str, dict[str, bytes], int]:
    """Convert what was prepared, and only that: the archive is packed anew.

    Shape: the HTML, its pictures by their src, and how many symbols the converter does not know.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path, part in parts.items():
            archive.writestr(path, part)
    packed.seek(0)
    images: dict[str, bytes] = {}

    def image(one: Any) -> dict[str, str]:
        src = f"picture-{len(images) + 1}"
        try:
            with one.open() as handle:
                images[src] = handle.read()
        except (KeyError, ValueError, OSError):  # linked from outside, or not in the archive
            images[src] = b""
        return {"src": src}

    result = mammoth.convert_to_html(
        packed,
        style_map=WORD_STYLES,
        convert_image=mammoth.images.img_element(image),
        transform_document=mammoth.transforms.paragraph(_centred),
        include_embedded_style_map=False,
    )
    if len(images) > MOST_IMAGES:
        raise Refused(
            "import.images",
            f"文档里有{len(images)}张图片，超过上限{MOST_IMAGES}张，没有导入。请拆成几个文档。",
        )
    symbols = sum("w:sym" in message.message for message in result.messages)
    return _BACK.sub("", result.value), images, symbols


def _centred(paragraph: Any) -> Any:
    if paragraph.alignment == "center" and not paragraph.numbering and _is_plain(paragraph):
        return paragraph.copy(style_id=None, style_name=CENTRED)
    return paragraph


def _is_plain(paragraph: Any) -> bool:
    """Say whether a paragraph's style is no heading: that one would be lost."""
    known = ("heading", "title", "标题")
    return not str(paragraph.style_name or "").lower().startswith(known)


# What is done to the parts before


def _prepared(parts: dict[str, bytes]) -> list[Note]:
    """Change the parts so that the converter gives what a reader sees; say what was left out."""
    root = _tree(parts[BODY])
    w = root.tag.partition("}")[0] + "}"
    refuse_many(sum(1 for _ in root.iter(f"{w}tc")))
    for table in root.iter(f"{w}tbl"):
        refuse_large(len(table.findall(f"{w}tr")))
    styles, lists = (
        _tree(parts[path]) if path in parts else None
        for path in ("word/styles.xml", "word/numbering.xml")
    )
    told, hiding = Counter(margins=_margins(parts)), _hidden_styles(styles, w)
    for path, story in {BODY: root, **_beside(parts)}.items():
        told.update(_counted(story, w))
        told["hidden"] += _hide(story, w, hiding)
        _unwrap(story, w)
        _strip(story, w)
        _mark_drawn(story, w)
        if story is root:
            _number(story, numbering.read(lists, styles, w), w)
        parts[path] = ElementTree.tostring(story, "utf-8", xml_declaration=True)
    parts.pop("word/comments.xml", None)
    return [Note(code, count) for code, count in told.items() if count]


def _beside(parts: Mapping[str, bytes]) -> dict[str, Element]:
    """Return the footnotes and endnotes: they come into the text, so they are read as it is."""
    return {
        path: _tree(part) for path, part in parts.items()
        if path.startswith(("word/footnotes", "word/endnotes"))
    }  # fmt: skip


def _counted(root: Element, w: str) -> Counter[str]:
    """Count revisions, comments and notes."""
    found: Counter[str] = Counter(deleted=sum(_is_gone(row, w) for row in root.iter(f"{w}tr")))
    names = {
        f"{w}del": "deleted", f"{w}moveFrom": "deleted", f"{w}ins": "inserted",
        f"{w}moveTo": "inserted", f"{w}commentReference": "comment",
        f"{w}footnoteReference": "footnote", f"{w}endnoteReference": "footnote",
    }  # fmt: skip
    for one in root.iter():
        code = names.get(one.tag)
        if code in {"deleted", "inserted"} and not len(one):
            code = None  # a mark on a paragraph's end, no text
        if code:
            found[code] += 1
    return found


def _is_gone(row: Element, w: str) -> bool:
    """Say whether a row was deleted whole, its words not one by one: they count by themselves."""
    return row.find(f"{w}trPr/{w}del") is not None and row.find(f".//{w}del/{w}r") is None


def _hidden_styles(styles: Element | None, w: str) -> set[str]:
    """Return the styles that hide text: by their own word, or that of the one they stand on."""
    found = styles.iter(f"{w}style") if styles is not None else ()
    known = {style.get(f"{w}styleId", ""): style for style in found}
    return {key for key in known if _hides(key, known, w)}


def _hides(key: str, known: Mapping[str, Element], w: str) -> bool:
    for _ in range(STYLES_DEEP):
        style = known.get(key)
        switch = style.find(f"{w}rPr/{w}vanish") if style is not None else None
        if style is None or switch is not None:
            return _is_on(switch, w)
        key = _value(style, f"{w}basedOn", w)
    return False


def _value(element: Element, path: str, w: str) -> str:
    found = element.find(path)
    return found.get(f"{w}val", "") if found is not None else ""


def _is_on(switch: Element | None, w: str) -> bool:
    return switch is not None and switch.get(f"{w}val", "1") not in {"0", "false", "off"}


def _hide(root: Element, w: str, styles: set[str]) -> int:
    """Take out the runs hidden by themselves, their style or their paragraph's.

    Return how many held something.
    """
    count = 0
    waiting = [(root, False)]
    while waiting:
        parent, by_paragraph = waiting.pop()
        if parent.tag == f"{w}p":
            by_paragraph = _value(parent, f"{w}pPr/{w}pStyle", w) in styles
        for child in list(parent):
            if child.tag == f"{w}r" and _is_hidden(child, w, styles, by_paragraph):
                count += any(one.tag != f"{w}rPr" for one in child)
                parent.remove(child)
            else:
                waiting.append((child, by_paragraph))
    return count


def _is_hidden(run: Element, w: str, styles: set[str], by_paragraph: bool) -> bool:
    switch = run.find(f"{w}rPr/{w}vanish")
    if switch is not None:
        return _is_on(switch, w)
    return by_paragraph or _value(run, f"{w}rPr/{w}rStyle", w) in styles


def _unwrap(parent: Element, w: str) -> None:
    """Put in place what stands in wrappers the converter does not open: fields, direction, ruby."""
    found: list[Element] = []
    for child in parent:
        _unwrap(child, w)
        if child.tag in {f"{w}fldSimple", f"{w}dir", f"{w}bdo"}:
            found += child
        elif child.tag == f"{w}ruby":
            found += child.findall(f"{w}rubyBase/{w}r/{w}t")
        else:
            found.append(child)
    if found != list(parent):
        parent[:] = found


# Of the look alone: most of a document, and nothing the converter asks for.
LOOK = ("rFonts", "color", "kern", "sz", "szCs", "lang", "shd", "spacing", "ind", "widowControl",
        "tcBorders", "tcW", "tcMar", "vAlign", "tblBorders", "tblCellSpacing", "trHeight", "bCs",
        "noWrap", "hideMark", "snapToGrid", "adjustRightInd", "rPrChange", "pPrChange")  # fmt: skip


def _strip(root: Element, w: str) -> None:
    look = {f"{w}{name}" for name in LOOK}
    for parent in root.iter():
        if any(child.tag in look for child in parent):
            parent[:] = [child for child in parent if child.tag not in look]


DRAWN = {"chart": "chart", "relIds": "diagram", "OLEObject": "object", "txbxContent": "box"}


def _mark_drawn(root: Element, w: str) -> None:
    """Mark the places of what the converter leaves out, or takes out of its place."""
    for parent in list(root.iter()):
        for at, child in enumerate(parent):
            if child.tag == f"{w}altChunk":  # stands among paragraphs: a paragraph takes its place
                parent[at] = Element(f"{w}p")
                _say(parent[at], "chunk", w)
    for paragraph in root.iter(f"{w}p"):
        for code in sorted(set(_drawn(paragraph, w, f"{w}p"))):
            _say(paragraph, code, w)


def _say(paragraph: Element, code: str, w: str) -> None:
    run = SubElement(paragraph, f"{w}r")
    SubElement(run, f"{w}t").text = mark(code)


def _drawn(element: Element, w: str, stop: str) -> Iterator[str]:
    for child in element:
        name = child.tag.rpartition("}")[2]
        if name in {"oMath", "oMathPara"}:
            yield "formula"
        elif name in DRAWN:
            yield DRAWN[name]
        if child.tag != stop:
            yield from _drawn(child, w, stop)


def _number(root: Element, lists: numbering.Numbering, w: str) -> None:
    """Write out the numbers Word counts. A paragraph whose end was deleted is none of its own."""
    for paragraph in root.iter(f"{w}p"):
        properties = paragraph.find(f"{w}pPr")
        given = numbering.of(properties, w) or _by_style(properties, lists, w)
        if given is None or properties is None or not any(True for _ in paragraph.iter(f"{w}t")):
            continue
        label = lists.label(*given)
        if label:
            _set_unnumbered(properties, w)
            run = Element(f"{w}r")
            SubElement(run, f"{w}t").text = label + (" " if label[-1].isalnum() else "")
            paragraph.insert(list(paragraph).index(properties) + 1, run)


def _by_style(
    properties: Element | None, lists: numbering.Numbering, w: str
) -> tuple[str, int] | None:
    style = properties.find(f"{w}pStyle") if properties is not None else None
    return lists.styles.get(style.get(f"{w}val", "")) if style is not None else None


def _set_unnumbered(properties: Element, w: str) -> None:
    for old in properties.findall(f"{w}numPr"):
        properties.remove(old)
    new = SubElement(properties, f"{w}numPr")
    for name in ("ilvl", "numId"):
        SubElement(new, f"{w}{name}").set(f"{w}val", "0")


def _margins(parts: Mapping[str, bytes]) -> int:
    """Count headers and footers that say something besides the page's number."""
    read: Callable[[bytes], Iterator[str]] = markup.office_lines
    return sum(
        any(any(letter.isalpha() for letter in line) for line in read(part) if "PAGE" not in line)
        for path, part in parts.items()
        if path.startswith(("word/header", "word/footer"))
    )
