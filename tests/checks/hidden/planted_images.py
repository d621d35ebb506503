"""Hiding places of pictures: (name, rule, file name, bytes)."""

import io
import struct
import zlib

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.checks.hidden.made import SECRET, a_picture


def a_photo(**more) -> bytes:
    """Make a photograph that says where and by whom it was taken."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0132] = "DEMO", "2026:01:05 08:00:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (38.0, 2.0, 30.0), 3: "E", 4: (114.0, 30.0, 0.0)})
    return a_picture("JPEG", exif=exif, **more)


def an_authored() -> bytes:
    exif = Image.Exif()
    exif[0x9C9D] = SECRET.encode("utf-16-le")
    return a_picture("JPEG", exif=exif)


def with_segment(mark: int, body: bytes) -> bytes:
    data = a_picture("JPEG")
    return data[:2] + bytes([0xFF, mark]) + struct.pack(">H", len(body) + 2) + body + data[2:]


def a_thumbnail() -> bytes:
    small = a_picture("JPEG", size=(16, 10))
    head = struct.pack("<2sHIH", b"II", 42, 8, 0) + struct.pack("<I", 14)
    entries = struct.pack("<H", 2) + struct.pack("<HHII", 0x0201, 4, 1, 44) + struct.pack(
        "<HHII", 0x0202, 4, 1, len(small)) + struct.pack("<I", 0)  # fmt: skip
    return with_segment(0xE1, b"Exif\0\0" + head + entries + small)


def a_labelled(kind: str) -> bytes:
    info = PngInfo()
    {"text": info.add_itxt, "packed": lambda key, text: info.add_itxt(key, text, zip=True)}[kind](
        "Comment", SECRET)  # fmt: skip
    return a_picture(pnginfo=info)


def a_private_chunk() -> bytes:
    data, body = a_picture(), SECRET.encode()
    chunk = (
        struct.pack(">I", len(body))
        + b"prVt"
        + body
        + struct.pack(">I", zlib.crc32(b"prVt" + body))
    )
    return data[:33] + chunk + data[33:]


def a_described_webp() -> bytes:
    exif = Image.Exif()
    exif[0x9C9D] = SECRET.encode("utf-16-le")
    return a_picture("WEBP", exif=exif, lossless=True)


def a_gif() -> bytes:
    out = io.BytesIO()
    Image.new("P", (20, 20), 3).save(out, "GIF", comment=SECRET.encode())
    return out.getvalue()


TAIL = f"PK{SECRET}".encode()
PLACES = [
    ("place of a photograph", "hidden.position", "图.jpg", a_photo()),
    ("camera", "hidden.camera", "图.jpg", a_photo()),
    ("author of a photograph", "hidden.person", "图.jpg", an_authored()),
    ("thumbnail of a photograph", "hidden.thumbnail", "图.jpg", a_thumbnail()),
    ("comment of a photograph", "hidden.property", "图.jpg", with_segment(0xFE, SECRET.encode())),
    ("labels of a photograph", "hidden.property", "图.jpg",
     with_segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x>" + SECRET.encode() + b"</x>")),
    ("behind a photograph", "hidden.outside", "图.jpg", a_picture("JPEG") + TAIL),
    ("words in a picture", "hidden.property", "图.png", a_labelled("text")),
    ("packed words in a picture", "hidden.property", "图.png", a_labelled("packed")),
    ("private data in a picture", "hidden.property", "图.png", a_private_chunk()),
    ("behind a picture", "hidden.outside", "图.png", a_picture() + TAIL),
    ("comment in a GIF", "hidden.property", "图.gif", a_gif()),
    ("behind a GIF", "hidden.outside", "图.gif", a_gif() + TAIL),
    ("description of a WebP", "hidden.person", "图.webp", a_described_webp()),
    ("behind a WebP", "hidden.outside", "图.webp", a_picture("WEBP") + TAIL),
]  # fmt: skip
