"""Files in which something is hidden, made here: ordinary ones, and surgery on their parts."""

import io
import re
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence

import docx
import openpyxl
import pikepdf
import xlsxwriter
from PIL import Image

SECRET = "演示底数九五二七"
SHOWN = "全市经济平稳运行"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PIECE = Callable[[str], str]


def surgery(
    data: bytes,
    change: Mapping[str, PIECE] | None = None,
    add: Mapping[str, bytes | str] | None = None,
    relate: Sequence[tuple[str, str, str]] = (),
    types: Mapping[str, str] | None = None,
) -> bytes:
    """Return an office file with parts changed and added.

    Shape: relate holds (source part, kind, target); a target with a colon or a backslash is external;
    numbers of the relations are rIdX1, rIdX2 ... in this order; types are content types by part.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name, act in (change or {}).items():
        parts[name] = act(parts[name].decode()).encode()
    for name, part in (add or {}).items():
        parts[name] = part.encode() if isinstance(part, str) else part
    for number, (source, kind, target) in enumerate(relate, 1):
        folder, _, base = source.rpartition("/")
        rels = f"{folder}/_rels/{base}.rels" if source else "_rels/.rels"
        held = parts.get(rels, EMPTY_RELS).decode()
        mode = ' TargetMode="External"' if ":" in target or "\\" in target else ""
        kinds = kind if kind.startswith("http") else f"{OFFICE}/relationships/{kind}"
        one = f'<Relationship Id="rIdX{number}" Type="{kinds}" Target="{target}"{mode}/>'
        parts[rels] = held.replace("</Relationships>", f"{one}</Relationships>").encode()
    held = parts["[Content_Types].xml"].decode()
    more = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>'
                   for name, kind in (types or {}).items())  # fmt: skip
    for ending, kind in (("bin", "application/octet-stream"), ("png", "image/png"),
                         ("vml", "application/vnd.openxmlformats-officedocument.vmlDrawing")):  # fmt: skip
        if f'Extension="{ending}"' not in held:
            more += f'<Default Extension="{ending}" ContentType="{kind}"/>'
    parts["[Content_Types].xml"] = held.replace("</Types>", f"{more}</Types>").encode()
    return packed(parts)


EMPTY_RELS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns='
    b'"http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)


def packed(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def a_document(paragraphs: Sequence[str] = (SHOWN,)) -> bytes:
    """Make an ordinary Word document, as a program with no author makes it."""
    made = docx.Document()
    for text in paragraphs:
        made.add_paragraph(text)
    made.core_properties.author = made.core_properties.comments = ""
    out = io.BytesIO()
    made.save(out)
    return without(out.getvalue(), "docProps/thumbnail.jpeg")


def without(data: bytes, part: str) -> bytes:
    """Return a file without a part and what refers to it."""
    parts = unpacked(data)
    parts.pop(part, None)
    gone = rb"<Relationship [^>]*" + re.escape(part.encode()) + rb"[^>]*>"
    parts["_rels/.rels"] = re.sub(gone, b"", parts["_rels/.rels"])
    return packed(parts)


def a_body(body: str, **more) -> bytes:
    """Make a Word document with this markup before its end."""
    change = {"word/document.xml": lambda text: text.replace("<w:sectPr", body + "<w:sectPr", 1)}
    return surgery(a_document(), change | more.pop("change", {}), **more)


def a_run(text: str, properties: str = "") -> str:
    return f"<w:p><w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def a_book(act: Callable[[openpyxl.Workbook], None] | None = None) -> bytes:
    """Make an ordinary workbook; act may do something to it."""
    made = openpyxl.Workbook()
    made.properties.creator = ""
    sheet = made.active
    sheet.title = "主要指标"
    sheet.append(["指标", "数值"])
    sheet.append([SHOWN, 5170.3])
    if act:
        act(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def a_written_book(act: Callable[[xlsxwriter.Workbook, object], None]) -> bytes:
    """Make a workbook with the other library, which knows charts and text boxes."""
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = made.add_worksheet("主要指标")
    sheet.write_row(0, 0, ["指标", "数值"])
    sheet.write_row(1, 0, [SHOWN, 5170.3])
    act(made, sheet)
    made.close()
    return out.getvalue()


def a_picture(kind: str = "PNG", size: tuple[int, int] = (60, 40), **more) -> bytes:
    out = io.BytesIO()
    picture = Image.new("RGB", size, (200, 30, 30))
    picture.putpixel((1, 1), (0, 0, 255))
    picture.save(out, kind, **more)
    return out.getvalue()


def a_page(content: str, *, size: tuple[int, int] = (595, 842)) -> pikepdf.Pdf:
    """Make a PDF of one page in a font every reader has; letters only of ASCII."""
    made = pikepdf.new()
    page = made.add_blank_page(page_size=size)
    font = made.make_indirect(pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica))  # fmt: skip
    page.obj["/Resources"] = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    page.obj["/Contents"] = made.make_stream(content.encode())
    return made


def a_line(text: str, x: int = 72, y: int = 700, extra: str = "", size: int = 14) -> str:
    return f"q BT /F1 {size} Tf {extra} 1 0 0 1 {x} {y} Tm ({text}) Tj ET Q\n"


def saved(made: pikepdf.Pdf, **more) -> bytes:
    out = io.BytesIO()
    made.save(out, **more)
    return out.getvalue()


def an_object(inside: bytes) -> bytes:
    """Make a compound file with one stream, as programs embed a file of another program."""
    size, free, end = 512, 0xFFFFFFFF, 0xFFFFFFFE
    inside += bytes(max(0, 4096 - len(inside)))
    sectors = [inside[at : at + size].ljust(size, b"\0") for at in range(0, len(inside), size)]
    folder = _entry("Root Entry", 5, end, 0, 1) + _entry("Package", 2, 1, len(inside), free)
    folder += bytes(size - len(folder))
    count = -(-(len(sectors) + 8) // (size // 4))
    table = [end, *range(2, len(sectors) + 1), end, *([0xFFFFFFFD] * count)]
    table += [free] * (count * size // 4 - len(table))
    first = 1 + len(sectors)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack(
        "<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, count, 0, 0, 4096, end, 0, end, 0)  # fmt: skip
    head += struct.pack("<109I", *range(first, first + count), *([free] * (109 - count)))
    body = b"".join(struct.pack("<I", one) for one in table)
    return head + folder + b"".join(sectors) + body


def _entry(name: str, kind: int, first: int, length: int, child: int) -> bytes:
    told = (name + "\0").encode("utf-16-le")
    head = told.ljust(64, b"\0") + struct.pack(
        "<HBBIII", len(told), kind, 1, 2**32 - 1, 2**32 - 1, child
    )
    return head + bytes(36) + struct.pack("<IQ", first, length)
