"""Pictures of pages, and what is painted over them (页面图像、涂盖). The label is part of the paint."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

import pylopdf_fonts_zh_cn
from PIL import Image, ImageDraw, ImageFont

from gongkai.casework.redaction.marks import Box

BLACK = (0, 0, 0)
WHITE = (255, 255, 255)
GREY_SPREAD = 12  # of 255: channels nearer than this are grey
QUALITY = 82
COLOURS = 128
SMALLEST, LARGEST = 9, 40  # pixels of a letter painted on a box


@dataclass(frozen=True)
class Encoded:
    """A picture as a PDF keeps it: filter, colour space, bits, palette."""

    data: bytes
    size: tuple[int, int]
    filter: str
    space: str
    bits: int
    palette: bytes = b""


def pixels(box: Box, scale: float, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Return the pixels of a picture that a box touches, whole ones, inside the picture."""
    return (
        max(0, int(box.x0 * scale)),
        max(0, int(box.y0 * scale)),
        min(size[0], int(box.x1 * scale) + 1),
        min(size[1], int(box.y1 * scale) + 1),
    )


def paint(picture: Image.Image, boxes: Iterable[Box], scale: float) -> Image.Image:
    """Return a copy with the boxes painted black, each with its label where it fits."""
    painted = picture.copy()
    pen = ImageDraw.Draw(painted)
    for box in boxes:
        left, top, right, bottom = pixels(box, scale, painted.size)
        if left >= right or top >= bottom:
            continue
        pen.rectangle((left, top, right - 1, bottom - 1), fill=BLACK)
        height = min(LARGEST, int((bottom - top) * 0.72), _fitting(box.label, right - left))
        if box.label and height >= SMALLEST:
            middle = ((left + right) / 2, (top + bottom) / 2)
            pen.text(middle, box.label, fill=WHITE, font=_font(height), anchor="mm")
    return painted


def notice(size: tuple[int, int], lines: Iterable[str]) -> Image.Image:
    """Return a white page that says these lines, a frame around it."""
    page = Image.new("RGB", size, WHITE)
    pen = ImageDraw.Draw(page)
    edge = max(2, min(size) // 60)
    pen.rectangle((edge, edge, size[0] - edge - 1, size[1] - edge - 1), outline=BLACK, width=2)
    height = max(SMALLEST, min(size) // 24)
    top = size[1] * 0.4
    for line in lines:
        for part in _wrapped(line, size[0] - 6 * edge, height):
            pen.text((size[0] / 2, top), part, fill=BLACK, font=_font(height), anchor="mm")
            top += height * 1.8
    return page


def png(picture: Image.Image) -> bytes:
    """Return a picture for the screen."""
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def encoded(picture: Image.Image) -> Encoded:
    """Return the smaller of a drawing's and a photograph's encoding; grey where nothing is coloured."""
    if _is_grey(picture):
        grey = picture.convert("L")
        flat = _flat(grey.point(lambda value: (value + 8) // 17), "DeviceGray")
        return min(flat, _photograph(grey, "DeviceGray"), key=lambda one: len(one.data))
    few = picture.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    flat = Encoded(
        zlib.compress(few.tobytes(), 9),
        few.size,
        "FlateDecode",
        "DeviceRGB",
        8,
        bytes(few.getpalette("RGB") or ())[: COLOURS * 3],
    )
    return min(flat, _photograph(picture, "DeviceRGB"), key=lambda one: len(one.data))


def _flat(levels: Image.Image, space: str) -> Encoded:
    """Pack sixteen levels of grey, two pixels a byte, each row from a whole byte."""
    wide = Image.new("L", (levels.width + levels.width % 2, levels.height))
    wide.paste(levels)
    row = wide.tobytes()
    packed = bytes(high << 4 | low for high, low in zip(row[::2], row[1::2], strict=True))
    return Encoded(zlib.compress(packed, 9), levels.size, "FlateDecode", space, 4)


def _photograph(picture: Image.Image, space: str) -> Encoded:
    file = BytesIO()
    picture.save(file, "JPEG", quality=QUALITY, subsampling=0, optimize=True)
    return Encoded(file.getvalue(), picture.size, "DCTDecode", space, 8)


def _is_grey(picture: Image.Image) -> bool:
    _, blue, red = picture.convert("YCbCr").split()
    return all(
        low >= 128 - GREY_SPREAD and high <= 128 + GREY_SPREAD
        for low, high in (_range(blue), _range(red))
    )


def _range(channel: Image.Image) -> tuple[int, int]:
    low, high = channel.getextrema()
    return int(low), int(high)  # type: ignore[arg-type]  # one channel, so two numbers


def _fitting(label: str, width: int) -> int:
    """Return the height of letters with which a label fits into a width."""
    full = _font(LARGEST).getlength(label)
    return int(LARGEST * 0.94 * width / full) if full else 0


def _wrapped(line: str, width: int, height: int) -> list[str]:
    count = max(1, int(width / height))
    return [line[start : start + count] for start in range(0, len(line), count)]


@lru_cache(maxsize=64)
def _font(height: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(pylopdf_fonts_zh_cn.sans_path()), height)
