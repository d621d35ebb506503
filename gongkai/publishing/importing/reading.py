"""One file in, one draft out: the converters, the outline, and a look at every picture."""

import hashlib
import io
import warnings
from codecs import BOM_UTF8
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

import filetype
from PIL import Image

from gongkai.checks import secrecy
from gongkai.checks.files import BY_MAGIC, OLE, ZIPS, FileKind, safe_name
from gongkai.law.refused import Refused
from gongkai.publishing.importing import web, word, words
from gongkai.publishing.importing.outline import Block, outline
from gongkai.publishing.importing.source import Note, Source

MEGABYTE = 1024 * 1024
PIXELS = 50_000_000
VECTORS = {b"\xd7\xcd\xc6\x9a": "WMF", b"\x01\x00\x09\x00": "WMF", b"\x01\x00\x00\x00": "EMF",
           b"BM": "BMP", b"II*\x00": "TIFF", b"MM\x00*": "TIFF", b"<svg": "SVG",
           b"<?xm": "SVG", b"<!DOCTYPE svg": "SVG"}  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """What a file holds. marked: a mark of secrecy was found, and nothing of it may be kept.

    Shape: blocks as canonical content; pictures sha256 -> (name, bytes), in order.
    """

    title: str
    document_no: str
    formed_on: date | None
    blocks: tuple[Block, ...]
    pictures: dict[str, tuple[str, bytes]]
    notes: tuple[str, ...]
    marked: int


def read(name: str, data: bytes, *, most: int) -> Reading:
    """Read a document into blocks of a draft.

    Unit: most in bytes. Raises: Refused "import.size", "import.kind", "import.empty", and as
    word.read and web.read do.
    """
    name = safe_name(name)
    refuse_oversized(name, len(data), most)
    source = _source(name, data)
    marked = _marked(name, source)
    if marked:
        return Reading("", "", None, (), {}, (), marked)
    made = outline(source.html)
    blocks, pictures, faults = _pictures(made.blocks, source, PurePath(name).stem)
    if not blocks:
        raise Refused("import.empty", f"文件“{name}”里没有读出文字、表格或图片，没有导入。")
    notes = [*source.notes, *made.notes, *faults]
    if not made.title:
        notes.append(Note("untitled"))
    title = made.title or PurePath(name).stem
    return Reading(title, made.document_no, made.formed_on, tuple(blocks), pictures,
                   tuple(words.sentences(notes)), 0)  # fmt: skip


def refuse_oversized(name: str, size: int, most: int) -> None:
    """Refuse a file before it is read into memory. Unit: bytes. Raises: Refused "import.size"."""
    if size > most:
        raise Refused(
            "import.size",
            f"文件“{name}”有{size / MEGABYTE:.1f}MB，超过导入的上限{most / MEGABYTE:g}MB，没有导入。"
            "请压缩其中的图片，或把大文件作为附件上传。",
        )


def _source(name: str, data: bytes) -> Source:
    lower = name.lower()
    if not data:
        raise Refused("file.empty", f"文件“{name}”是空的。")
    if lower.endswith((*web.PAGES, *web.MHT, ".zip")):
        return web.read(name, data)
    if data.startswith((*ZIPS, OLE)):
        return word.read(name, data)
    if lower.endswith((".docx", ".docm")):
        raise Refused(
            "file.broken", f"文件“{name}”已损坏或者不是 Word 文档，请在 Word 里重新另存后再导入。"
        )
    raise Refused(
        "import.kind",
        f"“{name}”不能导入。可以导入 Word 文档（docx）、网页（html、mht，或网页连同图片的 zip）；"
        "PDF 等文件请作为附件上传。",
    )


def _marked(name: str, source: Source) -> int:
    """Return the length of the first mark of secrecy, so that it can be told without its words."""
    for finding in secrecy.mark("", "\n".join([PurePath(name).stem, *source.lines])):
        return max(1, len(finding.excerpt))
    return 0


def _pictures(
    made: list[Block], source: Source, stem: str
) -> tuple[list[Block], dict[str, tuple[str, bytes]], list[Note]]:
    """Return the blocks with their pictures by hash; what is no picture is left out and named."""
    blocks: list[Block] = []
    pictures: dict[str, tuple[str, bytes]] = {}
    notes: list[Note] = []
    number = 0
    for block in made:
        if block["type"] != "image":
            blocks.append(block)
            continue
        number += 1
        src, place = block.pop("src"), block.pop("place") or words.START
        data = source.picture(src)
        kind = _kind(data)
        fault = _fault(data, kind)
        if fault or kind is None:
            text = words.PICTURE_FAULT[fault].format(
                place=f"第{number}张（{place}）", name=_vector(data) or _named(src)
            )
            notes.append(Note("picture", 1, text))
            continue
        sha256 = hashlib.sha256(data).hexdigest()
        name = words.NUMBERED_PICTURE.format(stem=stem, number=number, extension=kind.extension)
        pictures.setdefault(sha256, (safe_name(name), data))
        notes += [] if block["alt"] else [Note("alt")]
        blocks.append(block | {"sha256": sha256})
    return blocks, pictures, notes


def _named(src: str) -> str:
    """Return a picture's name as its page has it; one that lies in the page itself has none."""
    return "data" if src.lower().startswith("data:") else PurePath(src.partition("?")[0]).name[:40]


def _kind(data: bytes) -> FileKind | None:
    guess = filetype.guess(data) if data else None
    kind = BY_MAGIC.get(guess.mime) if guess else None
    return kind if kind and kind.is_image else None


def _fault(data: bytes, kind: FileKind | None) -> str:
    """Return why bytes are no picture a page can show; empty when they are."""
    if not data:
        return "missing"
    if kind is None:
        return "vector" if _vector(data) else "broken"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(data)) as picture:
                if picture.width * picture.height > PIXELS:
                    return "large"
                picture.load()
    except (OSError, SyntaxError, ValueError, Warning, Image.DecompressionBombError, EOFError):
        return "broken"
    return ""


def _vector(data: bytes) -> str:
    start = data[:200].removeprefix(BOM_UTF8).lstrip()
    return next((name for magic, name in VECTORS.items() if start.startswith(magic)), "")
