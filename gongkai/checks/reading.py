"""A PDF as letters in their places (读出文字及其位置), and which of them a reader can see.

Annotations and forms are first made part of the page, so that what is drawn, what is found and
what is kept are the same.

Refused
├── redaction.pdf          not a PDF, or too damaged to open
├── redaction.encrypted    locked
└── redaction.large        too many bytes, pages, or a page too big
"""

import ctypes
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import RLock
from typing import Any, NamedTuple

import pypdfium2  # type: ignore[import-untyped]  # the library carries no types
import pypdfium2.raw as raw  # type: ignore[import-untyped]  # the library carries no types
from PIL import Image, ImageChops

from gongkai.law.refused import Refused

BYTES = 200 * 1024 * 1024
PAGES = 300
SIDE = 5000.0  # points; an A0 sheet is 3370 long
LOOK = 100 / 72  # the scale at which letters are looked for in the picture
DOT = 3.0  # pixels
FAINT = 24  # of 255: a fainter difference no reader sees
CELL = 16.0  # points; letters further apart are not compared
STACKED = 0.35  # the share of a letter that may lie on another

_one_at_a_time = RLock()  # PDFium keeps state outside its documents


@dataclass(frozen=True)
class PageInfo:
    """A page as it is shown. Unit: points (1/72 inch); pages count from 1."""

    number: int
    width: float
    height: float


class Letter(NamedTuple):
    """A character where it stands, in points of the page as shown."""

    char: str
    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    seen: bool
    ink: tuple[float, float, float, float]  # what its shape fills, as the font says
    is_replaced: bool = False  # the file says to read it as something else than is drawn

    @property
    def middle(self) -> float:
        """Return the height of its middle."""
        return (self.y0 + self.y1) / 2


@dataclass
class Source:
    """An open PDF whose pages are flat."""

    document: pypdfium2.PdfDocument
    pages: list[PageInfo]

    def picture(self, number: int, scale: float) -> Image.Image:
        """Return a page as it is seen, in colour on white."""
        return _drawn(self.document[number - 1], scale)

    def text(self, number: int) -> list[Letter]:
        """Return the letters of a page in the order of the file, without asking who sees them."""
        return list(_letters(self.document[number - 1], number, self.pages[number - 1]))

    def letters(self, number: int) -> list[Letter]:
        """Return the letters of a page in the order of the file, those nobody sees marked so."""
        page, found = self.document[number - 1], self.text(number)
        if not found:
            return []
        ink = _ink(page)
        stacked = _stacked(found)
        return [
            one._replace(seen=index not in stacked and not one.is_replaced and _is_inked(ink, one))
            for index, one in enumerate(found)
        ]

    def unseen(self, number: int) -> list[tuple[int, Letter, bool]]:
        """Return the letters of a page that are not drawn, with their places in the file's order.

        Shape: the last says whether nothing at all is drawn there: neither letter nor picture.
        """
        page, found = self.document[number - 1], self.text(number)
        if not found:
            return []
        ink, ground = _ink_and_ground(page)
        return [
            (index, one, _is_blank(ground, one))
            for index, one in enumerate(found)
            if not one.char.isspace() and one.char.isprintable() and not _is_inked(ink, one)
        ]

    def has_pictures(self, number: int) -> bool:
        """Say whether a page shows pictures, in which no program looked for words."""
        return any(True for _ in self.document[number - 1].get_objects([raw.FPDF_PAGEOBJ_IMAGE]))


@contextmanager
def opened(data: bytes, *, page_limit: int = PAGES) -> Iterator[Source]:
    """Open a PDF for as long as it is needed; one at a time in a process.

    Raises: Refused with a code of this module's tree.
    """
    if len(data) > BYTES:
        raise Refused("redaction.large", f"文件超过{BYTES >> 20}MB，请分成几个文件后再处理。")
    if b"%PDF-" not in data[:1024]:
        raise Refused("redaction.pdf", "这不是PDF文件，请改用PDF、xlsx或者csv文件。")
    with _one_at_a_time:
        document = _document(data)
        try:
            yield Source(document, _flat(document, page_limit))
        finally:
            document.close()


def _document(data: bytes) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(data)
        document.init_forms()
    except pypdfium2.PdfiumError as broken:
        if getattr(broken, "err_code", None) == raw.FPDF_ERR_PASSWORD:
            raise _locked() from broken
        raise _broken() from broken
    if raw.FPDF_GetSecurityHandlerRevision(document) != -1:
        document.close()
        raise _locked()
    return document


def _flat(document: pypdfium2.PdfDocument, limit: int) -> list[PageInfo]:
    if not 0 < len(document) <= limit:
        raise Refused(
            "redaction.large", f"文件有{len(document)}页，一次可处理1至{limit}页，请分开处理。"
        )
    pages = []
    try:
        for index in range(len(document)):
            page = document[index]
            raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
            page.close()
            width, height = document[index].get_size()
            if not (1 <= width <= SIDE and 1 <= height <= SIDE):
                raise Refused(
                    "redaction.large", f"第{index + 1}页的尺寸不正常，请重新另存后再处理。"
                )
            pages.append(PageInfo(index + 1, width, height))
    except pypdfium2.PdfiumError as broken:
        raise _broken() from broken
    return pages


def _locked() -> Refused:
    return Refused("redaction.encrypted", "文件已加密，请去掉密码和权限限制后再处理。")


def _broken() -> Refused:
    return Refused("redaction.pdf", "PDF文件已损坏，无法读取，请重新另存后再处理。")


def _drawn(page: pypdfium2.PdfPage, scale: float) -> Image.Image:
    try:
        picture: Image.Image = page.render(scale=scale, may_draw_forms=False).to_pil()
    except pypdfium2.PdfiumError as broken:
        raise _broken() from broken
    return picture.convert("RGB")


def _letters(page: pypdfium2.PdfPage, number: int, info: PageInfo) -> Iterator[Letter]:
    text = page.get_textpage()
    origin, right, up = (_shown(page, info, x, y) for x, y in ((0, 0), (1000, 0), (0, 1000)))
    tight = [ctypes.c_double() for _ in range(4)]
    loose = raw.FS_RECTF()
    high = 0
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        char = _character(high, code)
        high = 0
        left, rt, bottom, top = tight
        raw.FPDFText_GetCharBox(text, index, left, rt, bottom, top)
        raw.FPDFText_GetLooseCharBox(text, index, loose)
        xs = (left.value, rt.value, loose.left, loose.right)
        ys = (bottom.value, top.value, loose.bottom, loose.top)
        whole = _area(origin, right, up, (min(xs), min(ys), max(xs), max(ys)))
        ink = _area(origin, right, up, (left.value, bottom.value, rt.value, top.value))
        is_replaced = _is_replaced(raw.FPDFText_GetTextObject(text, index))
        yield Letter(char, number, *whole, seen=False, ink=ink, is_replaced=is_replaced)
    text.close()


def _is_replaced(drawn: Any) -> bool:
    """Say whether a text object is marked to be read as other words than it shows."""
    marks = (
        raw.FPDFPageObj_GetMark(drawn, index)
        for index in range(raw.FPDFPageObj_CountMarks(drawn) if drawn else 0)
    )
    return any(
        raw.FPDFPageObjMark_GetParamValueType(mark, b"ActualText") == raw.FPDF_OBJECT_STRING
        for mark in marks
    )


def _character(high: int, code: int) -> str:
    if high and 0xDC00 <= code < 0xE000:
        return chr(0x10000 + ((high - 0xD800) << 10) + code - 0xDC00)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def _shown(page: pypdfium2.PdfPage, info: PageInfo, x: float, y: float) -> tuple[float, float]:
    """Return a point of the file's page on the page as shown: turned, cut, from above."""
    fine = 1000 if max(info.width, info.height) < 2000 else 100
    across, down = ctypes.c_int(), ctypes.c_int()
    size = (round(info.width * fine), round(info.height * fine))
    raw.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, across, down)
    return across.value / fine, down.value / fine


def _area(
    origin: tuple[float, float],
    right: tuple[float, float],
    up: tuple[float, float],
    area: tuple[float, float, float, float],
) -> tuple[float, float, float, float]:
    """Return an area of the file's page on the page as shown; the points say where units go."""
    corners = [(x / 1000, y / 1000) for x in area[::2] for y in area[1::2]]
    across, down = (
        [
            origin[axis] + (right[axis] - origin[axis]) * x + (up[axis] - origin[axis]) * y
            for x, y in corners
        ]
        for axis in (0, 1)
    )
    return min(across), min(down), max(across), max(down)


def _ink(page: Any) -> Image.Image:
    """Return where a page's picture changes when all its text is made invisible."""
    return _ink_and_ground(page)[0]


def _ink_and_ground(page: Any) -> tuple[Image.Image, Image.Image]:
    """Return where text is drawn on a page, and its picture without text, in grey."""
    before = _drawn(page, LOOK)
    modes = []
    for text in page.get_objects([raw.FPDF_PAGEOBJ_TEXT]):
        modes.append((text, raw.FPDFTextObj_GetTextRenderMode(text)))
        raw.FPDFTextObj_SetTextRenderMode(text, raw.FPDF_TEXTRENDERMODE_INVISIBLE)
    after = _drawn(page, LOOK)
    for text, mode in modes:
        raw.FPDFTextObj_SetTextRenderMode(text, mode)
    changed = ImageChops.difference(before, after)
    red, green, blue = changed.split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return most.point(lambda value: 255 if value > FAINT else 0), after.convert("L")


def _is_blank(ground: Image.Image, one: Letter) -> bool:
    """Say whether the picture without text is of one colour where a letter stands, or off it."""
    (left, right), (top, bottom) = _span(one.ink[0], one.ink[2]), _span(one.ink[1], one.ink[3])
    area = (max(0, left), max(0, top), min(ground.width, right), min(ground.height, bottom))
    if area[0] >= area[2] or area[1] >= area[3]:
        return True
    darkest, lightest = ground.crop(area).getextrema()
    return float(lightest) - float(darkest) <= FAINT  # type: ignore[arg-type]  # one band: two numbers


def _is_inked(ink: Image.Image, one: Letter) -> bool:
    (left, right), (top, bottom) = _span(one.ink[0], one.ink[2]), _span(one.ink[1], one.ink[3])
    area = (max(0, left), max(0, top), min(ink.width, right), min(ink.height, bottom))
    return area[0] < area[2] and area[1] < area[3] and ink.crop(area).getbbox() is not None


def _span(start: float, end: float) -> tuple[int, int]:
    """Return the pixels between two points; of a dot or a hair, the ones around it too."""
    if (end - start) * LOOK < DOT:
        return math.floor(start * LOOK - 0.5), math.ceil(end * LOOK + 0.5)
    return round(start * LOOK), round(end * LOOK)


def _stacked(letters: Sequence[Letter]) -> set[int]:
    """Return letters that stand on one another: nobody can tell which of them is seen.

    Of the same letter drawn twice, as programs make bold, the first stays.
    """
    cells: dict[tuple[int, int], list[int]] = {}
    found: set[int] = set()
    for index, one in enumerate(letters):
        if one.char.isspace():
            continue
        x, y = int((one.x0 + one.x1) / 2 / CELL), int(one.middle / CELL)
        for cell in ((x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)):
            for other in cells.get(cell, ()):
                if _overlap(one, letters[other]) > STACKED:
                    found.add(index)
                    if letters[other].char != one.char:
                        found.add(other)
        cells.setdefault((x, y), []).append(index)
    return found


def _overlap(one: Letter, other: Letter) -> float:
    """Return the share of the smaller of two letters' shapes that lies on the other."""
    first, second = one.ink, other.ink
    width = min(first[2], second[2]) - max(first[0], second[0])
    height = min(first[3], second[3]) - max(first[1], second[1])
    if width <= 0 or height <= 0:
        return 0.0
    smaller = min((ink[2] - ink[0]) * (ink[3] - ink[1]) for ink in (first, second))
    return width * height / smaller if smaller > 0 else 0.0
