"""What remains (复查): a result is opened as a stranger would, and searched in every way we know."""

import csv
import io
import re
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from operator import attrgetter
from xml.etree import ElementTree

import pikepdf
from PIL import ImageChops

from gongkai.casework.redaction import painting, placing
from gongkai.casework.redaction.marks import CSV, PDF, XLSX, Box, plain, wanted
from gongkai.checks import files, reading
from gongkai.law.refused import Refused

LONG_ENOUGH = 8  # plain letters and digits shorter than this stand anywhere by chance
SURE = 6  # bytes; a shorter row stands in a compressed picture by chance
BLUR = 72  # of 255: what JPEG adds inside a painted box
EDGE = 8  # pixels of a box's rim that JPEG mixes with what lies outside
UNPACKED = 200 * 1024 * 1024
_objects = attrgetter("objects")  # all of a PDF's own, reachable or not; no database is asked
_STREAM = re.compile(rb"stream\r?\n")
_ENCODINGS = ("utf-8", "utf-16-be", "utf-16-le", "gb18030")

# Names in a PDF that our results never hold, and what they bring.
_PARTS = {
    "/Annots": "批注", "/AcroForm": "表单", "/XFA": "表单", "/JS": "脚本", "/JavaScript": "脚本",
    "/OpenAction": "自动动作", "/AA": "自动动作", "/EmbeddedFiles": "附件", "/AF": "附件",
    "/EF": "附件", "/OCProperties": "图层", "/Metadata": "元数据", "/PieceInfo": "元数据",
    "/Outlines": "书签", "/Thumb": "缩略图", "/ActualText": "替代文字", "/Alt": "替代文字",
}  # fmt: skip
_MEMBERS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(app|core)\.xml|xl/workbook\.xml"
    r"|xl/_rels/workbook\.xml\.rels|xl/worksheets/sheet\d+\.xml|xl/sharedStrings\.xml"
    r"|xl/styles\.xml|xl/theme/theme\d\.xml"
)


def remains(
    data: bytes,
    media_type: str,
    forbidden: Iterable[str],
    *,
    boxes: Collection[Box] = (),
    labels: Collection[str] = (),
) -> list[str]:
    """Return what a result still holds, a line each; nothing is the only good answer.

    Shape: forbidden texts are compared as marks.plain does; boxes must be painted with their labels;
    labels are words we wrote ourselves.
    Raises: Refused "redaction.kind" for a kind of file that is not looked into here, and as
    reading.opened and checks.files.members do for one that cannot be opened.
    """
    texts = wanted(forbidden)
    if media_type == PDF:
        found = _in_pdf(data, texts, boxes)
    elif media_type == XLSX:
        found = _in_workbook(data, texts, labels)
    elif media_type == CSV:
        found = _in_table(data, texts, labels)
    else:
        raise Refused("redaction.kind", "只能复查PDF、xlsx和csv文件。")
    return list(dict.fromkeys(found))


def _in_pdf(data: bytes, texts: Sequence[str], boxes: Collection[Box]) -> Iterator[str]:
    yield from _parts(data)
    yield from _spoken(data, texts)
    yield from _bytes(data, texts)
    yield from _unpainted(data, boxes)


def _parts(data: bytes) -> Iterator[str]:
    """Yield the parts of a PDF that carry more than its pages show."""
    if data.count(b"%%EOF") > 1 or data.count(b"startxref") > 1:
        yield "早期版本"
    with _opened(data) as document:
        if "/Info" in document.trailer and len(document.docinfo):
            yield "元数据"
        if "/Prev" in document.trailer:
            yield "早期版本"
        for one in _objects(document):
            if isinstance(one, pikepdf.Stream | pikepdf.Dictionary):
                yield from (part for name, part in _PARTS.items() if name in one)


def _spoken(data: bytes, texts: Sequence[str]) -> Iterator[str]:
    """Yield the texts a reader program can take out of the pages, in the file's order or by eye."""
    with reading.opened(data) as source:
        letters = [
            one._replace(seen=True) for info in source.pages for one in source.text(info.number)
        ]
    for text, _ in placing.places(letters, texts):
        yield f"“{text}”：可提取的文字"


def _bytes(data: bytes, texts: Sequence[str]) -> Iterator[str]:
    """Yield the texts that stand in the file's bytes, as they are or unpacked, reachable or not."""
    rows = [(text, row) for text in texts if _tells(text) for row in _rows(text)]
    pieces = [*_unpacked(data), *_strings(data)]
    for text, row in rows:
        if len(row) >= SURE and row in data:
            yield f"“{text}”：文件内容"
        if any(row in piece for piece in pieces):
            yield f"“{text}”：压缩的内容"


def _unpacked(data: bytes) -> Iterator[bytes]:
    """Yield every stream that unpacks, found by its mark and not by the file's own table."""
    budget = UNPACKED
    for mark in _STREAM.finditer(data):
        try:
            piece = zlib.decompressobj().decompress(data[mark.end() :], budget)
        except zlib.error:
            continue
        budget -= len(piece)
        if budget <= 0:
            raise Refused("redaction.large", "文件解压后过大，可能是恶意文件，请重新另存后再处理。")
        if not _is_picture(data[max(0, mark.start() - 400) : mark.start()]):
            yield piece


def _is_picture(head: bytes) -> bool:
    """Say whether a stream's dictionary, which ends here, is a picture's: noise to a search."""
    return b"/Image" in head.rsplit(b" obj", 1)[-1]


def _strings(data: bytes) -> Iterator[bytes]:
    """Yield the strings of the file's objects, decoded: hexadecimal ones and escapes too."""
    with _opened(data) as document:
        for one in _objects(document):
            for item in _leaves(one, 0):
                yield str(item).encode("utf-8", "replace")


def _leaves(one: pikepdf.Object, depth: int) -> Iterator[pikepdf.Object]:
    if depth > 20:
        return
    if isinstance(one, pikepdf.String):
        yield one
    elif isinstance(one, pikepdf.Array):
        for item in one.as_list():
            yield from _leaves(item, depth + 1)
    elif isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
        for _, item in one.items():
            if not getattr(item, "is_indirect", False):
                yield from _leaves(item, depth + 1)


def _opened(data: bytes) -> pikepdf.Pdf:
    try:
        return pikepdf.open(io.BytesIO(data))
    except pikepdf.PdfError as broken:
        raise Refused("redaction.pdf", "PDF文件已损坏，无法复查，请重新另存。") from broken


def _unpainted(data: bytes, boxes: Collection[Box]) -> Iterator[str]:
    """Yield the boxes that do not look as if only paint lay there: painting again changes them."""
    if not boxes:
        return
    with reading.opened(data) as source, _opened(data) as document:
        for number in sorted({box.page for box in boxes}):
            here = [box for box in boxes if box.page == number]
            drawn = next(iter(document.pages[number - 1].get_images().values()), None)
            if not isinstance(drawn, pikepdf.Stream):
                yield f"第{number}页：不是图像"
                continue
            edge = EDGE if drawn.get("/Filter") == "/DCTDecode" else 0
            shown = pikepdf.PdfImage(drawn).as_pil_image().convert("RGB")
            scale = shown.width / source.pages[number - 1].width
            again = painting.paint(shown, here, scale)
            changed = ImageChops.difference(shown, again).convert("L").point(_is_more)
            for box in here:
                left, top, right, bottom = painting.pixels(box, scale, shown.size)
                rim = min(edge, (right - left) // 3, (bottom - top) // 3)
                inside = changed.crop((left + rim, top + rim, right - rim, bottom - rim))
                if inside.getbbox():
                    yield f"第{number}页：遮盖框里还有内容"


def _is_more(value: int) -> int:
    return 255 if value > BLUR else 0


def _in_workbook(data: bytes, texts: Sequence[str], labels: Collection[str]) -> Iterator[str]:
    for name, part in files.members("result.xlsx", data).items():
        if not _MEMBERS.fullmatch(name):
            yield f"多余的部分：{name}"
        said = list(_said(part))
        for text in texts:
            if _among(text, said, labels):
                yield f"“{text}”：{name}"


def _said(part: bytes) -> Iterator[tuple[str, bool]]:
    """Yield what a part says, and whether that is content: texts with their runs joined, values.

    The rest are attributes and other elements, in which a short number may stand by chance.
    """
    tree = ElementTree.fromstring(part)  # noqa: S314  (files.members has read it; written by us)
    for one in tree.iter():
        local = one.tag.rsplit("}", 1)[-1]
        if local in {"si", "is", "comment", "rich", "p"}:
            yield "".join(one.itertext()), True
        elif local == "c":
            yield from ((value.text or "", True) for value in one if _is_value(one, value))
        elif local not in {"v", "t"}:
            yield one.text or "", False
        yield from ((value, (local, name) == ("sheet", "name")) for name, value in one.items())


def _is_value(cell: ElementTree.Element, child: ElementTree.Element) -> bool:
    return child.tag.endswith("}v") and cell.get("t") != "s"


def _in_table(data: bytes, texts: Sequence[str], labels: Collection[str]) -> Iterator[str]:
    try:
        table = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield "不是UTF-8编码"
        return
    cells = [(cell, True) for row in csv.reader(io.StringIO(table)) for cell in row]
    yield from (f"“{text}”：csv" for text in texts if _among(text, cells, labels))


def _among(text: str, said: Iterable[tuple[str, bool]], labels: Collection[str]) -> bool:
    needle = plain(text)
    return any(
        needle in plain(one)
        for one, is_content in said
        if one not in labels and (is_content or _tells(text))
    )


def _tells(text: str) -> bool:
    """Say whether a text stands in markup or bytes by intent, and not by chance."""
    return not text.isascii() or len(plain(text)) >= LONG_ENOUGH


def _rows(text: str) -> Iterator[bytes]:
    for written in dict.fromkeys((text, plain(text))):
        for encoding in _ENCODINGS:
            row = written.encode(encoding, "ignore")
            yield row
            if encoding == "utf-16-be":
                yield row.hex().encode()
                yield row.hex().upper().encode()
