"""A report in print: DOCX to go on writing in, PDF as it is signed. Both from canonical content."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import Tag
from django.conf import settings
from django.utils import timezone
from docx import Document
from docx.document import Document as Made
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph

from gongkai.checks.files import kind_of
from gongkai.design.documents import pdf
from gongkai.oversight.grids import HEAD, LABEL, Cell, Grid, grid

# GB/T 9704-2012: A4, 37 mm above, 28 mm at the fold, a text of 156 by 225 mm; 三号仿宋, 28 pt a line.
TITLE, HEADING, BODY, LATIN = "方正小标宋简体", "黑体", "仿宋", "Times New Roman"
SIZE, LINE, LARGE, SMALL, TINY = Pt(16), Pt(28), Pt(22), Pt(10.5), Pt(7.5)
WIDE = 156  # mm of text
MANY = 10  # columns from which a table is set small
DEMONSTRATION, SEAL = "演　示", RGBColor.from_string("A8271C")
FIXED = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Piece:
    """A paragraph, a heading or a table of a report, in its order."""

    kind: str
    text: str = ""
    grid: Grid | None = None


def pieces(content: Mapping[str, Any]) -> Iterator[Piece]:
    """Yield what is printed of a content; attachments and pictures are not."""
    for block in content["body"]:
        if block["type"] == "heading":
            yield Piece("heading", block["text"])
        elif block["type"] == "text":
            yield from (Piece("text", line) for line in _lines(block["html"]))
        elif block["type"] == "table":
            yield Piece("table", grid=grid(block))


def pdf_of(content: Mapping[str, Any], *, made_at: datetime, demonstration: bool) -> bytes:
    """Return a report as PDF/A in the manner of an official document."""
    found = [{"kind": one.kind, "text": one.text, "grid": asdict(one.grid) if one.grid else None}
             for one in pieces(content)]  # fmt: skip
    day = timezone.localtime(made_at)
    data = {"title": content["title"], "org": settings.BUREAU, "pieces": found,
            "day": f"{day.year}年{day.month}月{day.day}日", "demonstration": demonstration}  # fmt: skip
    return pdf("report", data, made_at=made_at)


def docx_of(content: Mapping[str, Any], *, made_at: datetime, demonstration: bool) -> bytes:
    """Return a report as a Word document: the same bytes for the same content and moment."""
    document = Document()
    _set_up(document, content["title"], made_at)
    _mark_invented(document, DEMONSTRATION if demonstration else "")
    title = document.add_paragraph(style="Title")
    for line in _title(content["title"]):
        run = title.add_run(line)
        if line == settings.BUREAU:
            run.add_break()
    for one in pieces(content):
        if one.kind == "heading":
            document.add_paragraph(one.text, style="Heading 1")
        elif one.kind == "text":
            document.add_paragraph(one.text)
        elif one.grid:
            _table(document, one.grid)
    day = timezone.localtime(made_at)
    for line in (settings.BUREAU, f"{day.year}年{day.month}月{day.day}日"):
        document.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    target = io.BytesIO()
    document.save(target)
    return _steady(target.getvalue())


def text_hash(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of what a print of a content says: its title, text and tables."""
    said = [content["title"], [asdict(one) for one in pieces(content)]]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def media_type(name: str, data: bytes) -> str:
    """Return what a file really is. Raises: Refused."""
    return kind_of(name, data).media_type


def _title(text: str) -> list[str]:
    """Return a title in the lines it is set in: the bureau's name stands alone."""
    rest = text.removeprefix(settings.BUREAU)
    return [settings.BUREAU, rest] if rest != text and rest else [text]


def _lines(html: str) -> Iterator[str]:
    tree = BeautifulSoup(html, "html.parser")
    for tag in tree.find_all(["p", "li"]):
        if isinstance(tag, Tag) and (text := tag.get_text().strip()):
            yield f"{_mark(tag)}{text}"


def _mark(tag: Tag) -> str:
    parent = tag.parent
    if tag.name != "li" or parent is None:
        return ""
    if parent.name == "ol":
        return f"{parent.find_all('li', recursive=False).index(tag) + 1}."
    return "·"


def _set_up(document: Made, title: str, made_at: datetime) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    _style(document, "Normal", BODY, SIZE)
    normal = document.styles["Normal"].paragraph_format
    normal.line_spacing, normal.space_after = LINE, Pt(0)
    normal.first_line_indent = SIZE * 2
    _style(document, "Title", TITLE, LARGE)
    heading = _style(document, "Heading 1", HEADING, SIZE)
    heading.paragraph_format.space_before = Pt(0)
    told = document.styles["Title"].paragraph_format
    told.alignment, told.first_line_indent = WD_ALIGN_PARAGRAPH.CENTER, Pt(0)
    told.space_after = LINE
    known = document.core_properties
    known.author = known.last_modified_by = settings.BUREAU
    known.title, known.comments = title, ""
    known.created = known.modified = made_at
    _page_number(section.footer.paragraphs[0])


def _style(document: Made, name: str, font: str, size: Pt) -> Any:
    style = document.styles[name]
    style.font.name, style.font.size = LATIN, size
    style.font.bold, style.font.color.rgb = False, None
    properties = style.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for kind in ("ascii", "hAnsi"):
        fonts.set(qn(f"w:{kind}"), LATIN)
    fonts.set(qn("w:eastAsia"), font)
    for border in style.element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
        break
    return style


def _mark_invented(document: Made, text: str) -> None:
    """Say on every page, above the text, that all of it is invented; nothing for an empty text."""
    if not text:
        return
    paragraph = document.sections[0].header.paragraphs[0]
    paragraph.alignment, paragraph.paragraph_format.first_line_indent = (
        WD_ALIGN_PARAGRAPH.CENTER, Pt(0),
    )  # fmt: skip
    run = paragraph.add_run(text)
    run.font.size, run.font.color.rgb = Pt(13), SEAL
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), HEADING)


def _page_number(paragraph: Paragraph) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.text = text
        run._r.append(part)


def _table(document: Made, found: Grid) -> None:
    small = TINY if len(found.widths) >= MANY else SMALL
    caption = document.add_paragraph()
    caption.alignment, caption.paragraph_format.first_line_indent = WD_ALIGN_PARAGRAPH.CENTER, Pt(0)
    caption.paragraph_format.keep_with_next = True
    caption.add_run(found.caption).font.size = SMALL
    table = document.add_table(rows=len(found.rows), cols=len(found.widths), style="Table Grid")
    table.autofit = False
    _widen(table, found.widths)
    taken: set[tuple[int, int]] = set()
    for r, row in enumerate(found.rows):
        c = 0
        for one in row:
            while (r, c) in taken:
                c += 1
            taken |= {(r + y, c + x) for y in range(one.rows) for x in range(one.columns)}
            place = table.cell(r, c)
            if one.rows * one.columns > 1:
                place = place.merge(table.cell(r + one.rows - 1, c + one.columns - 1))
            _write(place.paragraphs[0], one, small)
            c += one.columns
    for row in table.rows[: found.head]:
        repeated = OxmlElement("w:tblHeader")
        row._tr.get_or_add_trPr().append(repeated)
    if found.note:
        document.add_paragraph().add_run(found.note).font.size = SMALL


def _widen(table: Table, widths: tuple[int, ...]) -> None:
    for column, share in zip(table.columns, widths, strict=True):
        column.width = Mm(WIDE * share / sum(widths))
        for cell in column.cells:
            cell.width = column.width


def _write(paragraph: Paragraph, one: Cell, size: Pt) -> None:
    paragraph.paragraph_format.first_line_indent = Pt(0)
    paragraph.paragraph_format.line_spacing = 1.1
    if one.kind != LABEL:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(one.text)
    run.font.size = size
    if one.kind == HEAD:
        run.font.name = LATIN
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), HEADING)


def _steady(data: bytes) -> bytes:
    """Return an archive whose members bear no moment of writing."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as kept:
        for info in source.infolist():
            member = zipfile.ZipInfo(info.filename, FIXED)
            member.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(member, source.read(info))
    return target.getvalue()
