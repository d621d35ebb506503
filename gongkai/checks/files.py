"""Files by their content (附件): which kind, under which name, with which text. Never by a promise.

Refused
├── file.empty  file.kind  file.name      nothing, not a public kind, named as another kind
├── file.zip  file.bomb  file.broken      an archive, one that explodes, one that cannot be read
├── file.encrypted  file.macro            locked, or with a program inside
├── file.path                             an archive whose members point out of it
└── file.large  file.hostile              more than is looked into; what broke or outran a reader
"""

import io
import lzma
import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

import filetype  # type: ignore[import-untyped]  # the library carries no types

from gongkai.checks import markup
from gongkai.checks.characters import is_unseen
from gongkai.checks.findings import Rule, Severity
from gongkai.law.refused import Refused

BYTES = 100 * 1024 * 1024
MEMBERS = 2000
UNPACKED = 200 * 1024 * 1024
RATIO = 200
HARMLESS = 1024 * 1024  # below this a ratio says nothing
# What the standard library says of a damaged archive, in all its ways.
BROKEN: tuple[type[Exception], ...] = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(EOFError, OSError, ValueError, NotImplementedError, RuntimeError),
)
CHUNK = 64 * 1024
NAME_BYTES = 120

RULES = {
    code: Rule(code, "1", Severity.BLOCK, "附件格式")
    for code in (
        *("file.empty", "file.kind", "file.name", "file.zip", "file.bomb", "file.broken"),
        *("file.encrypted", "file.macro", "file.path", "file.large", "file.hostile"),
    )
}

ALLOWED = "PDF、OFD、Word（docx）、Excel（xlsx）、PNG、JPEG、GIF、WebP"


@dataclass(frozen=True)
class FileKind:
    """A kind of file the public may get."""

    extension: str
    media_type: str
    label: str

    @property
    def is_image(self) -> bool:
        """Say whether it can stand in a page as a picture."""
        return self.media_type.startswith("image/")


_OFFICE = "application/vnd.openxmlformats-officedocument."
PDF = FileKind("pdf", "application/pdf", "PDF 文档")
DOCX = FileKind("docx", f"{_OFFICE}wordprocessingml.document", "Word 文档")
XLSX = FileKind("xlsx", f"{_OFFICE}spreadsheetml.sheet", "Excel 工作簿")
OFD = FileKind("ofd", "application/ofd", "OFD 版式文档")
PPTX = FileKind("pptx", f"{_OFFICE}presentationml.presentation", "PowerPoint 演示文稿")
BY_MAGIC = {
    kind.media_type: kind
    for kind in (
        PDF,
        FileKind("png", "image/png", "PNG 图片"),
        FileKind("jpg", "image/jpeg", "JPEG 图片"),
        FileKind("gif", "image/gif", "GIF 图片"),
        FileKind("webp", "image/webp", "WebP 图片"),
    )
}
BY_MEMBER = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX, "OFD.xml": OFD}
TYPED = frozenset({"txt", "csv", "md", "html", "htm"})
SPELLINGS = {"jpeg": "jpg", "jpe": "jpg"}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIPS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_LOCKED_PDF = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")


def kind_of(name: str, data: bytes, *, is_public: bool = True) -> FileKind:
    """Return the kind of a file by its content; slides only where it need not be a public kind.

    Raises: Refused with a code of this module's tree.
    """
    if not data:
        raise Refused("file.empty", f"文件“{name}”是空的。")
    if len(data) > BYTES:
        raise Refused("file.large", f"文件“{name}”超过{BYTES >> 20}MB，请分成几个文件后再上传。")
    kind = _kind(name, data, is_public)
    extension = _extension(name)
    if SPELLINGS.get(extension, extension) != kind.extension:
        raise Refused(
            "file.name",
            f"文件“{name}”的内容是{kind.label}，与扩展名不符，请改成“.{kind.extension}”后再上传。",
        )
    return kind


def text_of(name: str, data: bytes) -> str:
    """Return the text of a docx, xlsx or ofd file, hidden parts, comments and deletions included.

    Shape: one paragraph, cell or line of the page a line.
    Raises: Refused as kind_of does, and "file.kind" for a kind whose text is not read here.
    """
    kind = kind_of(name, data)
    reader = READERS.get(kind.extension)
    if reader is None:
        raise Refused("file.kind", f"{kind.label}“{name}”的文字不能由机器读出。")
    folders, read = reader
    lines: list[str] = []
    with _archive(name, data) as archive:
        budget = UNPACKED
        for info in archive.infolist():
            if info.filename.startswith(folders) and info.filename.lower().endswith(".xml"):
                part = _unpack(name, archive, info, budget)
                budget -= len(part)
                lines.extend(_lines(name, read, part))
    return "\n".join(lines)


def members(name: str, data: bytes, *, unpacked: int = UNPACKED) -> dict[str, bytes]:
    """Return what lies in an archive, by name, believing no size and no path it states.

    Raises: Refused "file.broken", "file.bomb", "file.encrypted", and "file.path" for a member that
    points out of the archive.
    """
    found: dict[str, bytes] = {}
    with _archive(name, data) as archive:
        for info in archive.infolist():
            path = info.filename.replace("\\", "/")
            if path.startswith("/") or ":" in path or ".." in path.split("/"):
                raise Refused(
                    "file.path",
                    f"压缩文件“{name}”里有指向外部位置的文件名，可能是恶意文件，没有读取。",
                )
            if not info.is_dir():
                found[path] = _unpack(name, archive, info, unpacked)
                unpacked -= len(found[path])
    return found


def is_typed(name: str, data: bytes) -> bool:
    """Say whether a file is plain text or a web page: it has no parts to look into."""
    return _extension(name) in TYPED and filetype.guess(data[:300]) is None


def typed(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """Yield the lines of a plain text and the paragraphs of a web page with their places.

    Raises: Refused "file.empty", "file.large", "file.broken".
    """
    if not data.strip():
        raise Refused("file.empty", f"文件“{name}”是空的。")
    if len(data) > BYTES:
        raise Refused("file.large", f"文件“{name}”超过{BYTES >> 20}MB，请分成几个文件后再上传。")
    text = _decoded(name, data)
    is_page = _extension(name) in {"html", "htm"}
    lines = markup.paragraphs(text) if is_page else text.splitlines()
    label = "段" if is_page else "行"
    yield from ((f"第{n}{label}", one) for n, one in enumerate(lines, 1) if one.strip())


def _decoded(name: str, data: bytes) -> str:
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        with suppress(UnicodeDecodeError):
            text = data.decode(encoding)
            if "\0" not in text:
                return text
    raise _broken(name)


def safe_name(name: str) -> str:
    """Return a file name that is safe on every system: no path, nothing unseen, 120 bytes at most.

    >>> safe_name("..\\\\..\\\\公报 .pdf"), safe_name("CON.txt"), safe_name("/")
    ('公报.pdf', '_CON.txt', '文件')
    """
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name).rstrip("\\/ "))[-1]
    last = re.sub(r"^\s*[A-Za-z]:", "", last)
    kept = "".join(one for one in last if not is_unseen(one) and one not in '<>:"|?*')
    kept = unicodedata.normalize("NFC", re.sub(r"\s+", " ", kept)).strip(" .")
    stem, extension = _split(kept)
    if re.fullmatch(r"(?i)(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])", _first(stem)):
        stem = f"_{stem}"
    room = NAME_BYTES - len(extension.encode())
    stem = stem.encode()[:room].decode(errors="ignore").rstrip(" .")
    return (stem or "文件") + extension


def renamed(name: str, data: bytes) -> str:
    """Return the name of a file inside another with the ending its content asks for.

    >>> renamed("oleObject1.bin", b"%PDF-1.7")
    'oleObject1.pdf'
    """
    if data.startswith(ZIPS):
        with suppress(Refused):
            return f"{_split(name)[0]}.{_zip_kind(name, data, is_public=False).extension}"
        return name
    guess = filetype.guess(data[:300])
    kind = BY_MAGIC.get(guess.mime) if guess else None
    return f"{_split(name)[0]}.{kind.extension}" if kind else name


def _kind(name: str, data: bytes, is_public: bool) -> FileKind:
    if data.startswith(ZIPS):
        return _zip_kind(name, data, is_public=is_public)
    if data.startswith(OLE):
        raise _legacy(name, data)
    guess = filetype.guess(data)
    kind = BY_MAGIC.get(guess.mime) if guess else None
    if kind is None:
        raise Refused("file.kind", f"文件“{name}”不是可以公开的格式，请改用{ALLOWED}。")
    if kind is PDF and _LOCKED_PDF.search(data):
        raise _locked(name)
    return kind


def _legacy(name: str, data: bytes) -> Refused:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return _locked(name)
    return Refused(
        "file.kind", f"“{name}”是旧版 Word、Excel 等格式，请另存为 docx、xlsx 或者 PDF 后再上传。"
    )


def _locked(name: str) -> Refused:
    return Refused("file.encrypted", f"文件“{name}”已加密，请去掉密码和权限限制后再上传。")


def _zip_kind(name: str, data: bytes, *, is_public: bool) -> FileKind:
    with _archive(name, data) as archive:
        names = archive.namelist()
        lower = [member.lower() for member in names]
        if any(one.endswith("vbaproject.bin") or "/macrosheets/" in one for one in lower):
            raise Refused("file.macro", f"文件“{name}”里有宏程序，请另存为不含宏的格式后再上传。")
        for member, kind in BY_MEMBER.items():
            if member in names:
                return kind
        if not is_public and "ppt/presentation.xml" in names:
            return PPTX
    if any(one.startswith(("ppt/", "xl/")) or one == "mimetype" for one in lower):
        raise Refused("file.kind", f"文件“{name}”不是可以公开的格式，请改用{ALLOWED}。")
    raise Refused("file.zip", f"“{name}”是压缩包，公众不便直接查阅，请解压后把里面的文件逐个上传。")


def _archive(name: str, data: bytes) -> zipfile.ZipFile:
    """Open an archive whose directory keeps the limits."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except BROKEN as broken:
        raise _broken(name) from broken
    infos = archive.infolist()
    total = sum(info.file_size for info in infos)
    if len(infos) > MEMBERS or total > UNPACKED or total > max(HARMLESS, RATIO * len(data)):
        raise _bomb(name)
    if any(info.flag_bits & 0x1 for info in infos):
        raise _locked(name)
    return archive


def _unpack(name: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: int) -> bytes:
    """Read one member, believing no size it states."""
    parts: list[bytes] = []
    try:
        with archive.open(info) as member:
            while chunk := member.read(CHUNK):
                budget -= len(chunk)
                if budget < 0:
                    raise _bomb(name)
                parts.append(chunk)
    except BROKEN as broken:
        raise _broken(name) from broken
    return b"".join(parts)


def _lines(name: str, read: Callable[[bytes], Iterator[str]], part: bytes) -> list[str]:
    try:
        return list(read(part))
    except markup.UnsafeMarkup as unsafe:
        raise _broken(name) from unsafe


def _bomb(name: str) -> Refused:
    return Refused("file.bomb", f"文件“{name}”解压后过大，可能是恶意文件，请重新另存后再上传。")


def _broken(name: str) -> Refused:
    return Refused("file.broken", f"文件“{name}”已损坏，无法读取，请重新另存后再上传。")


def _extension(name: str) -> str:
    return _split(name)[1][1:].lower()


def _split(name: str) -> tuple[str, str]:
    found = re.fullmatch(r"(.*?)\s*(\.[A-Za-z0-9]{1,10})?", name, re.DOTALL)
    return (found[1], found[2] or "") if found else (name, "")


def _first(stem: str) -> str:
    return stem.split(".")[0].rstrip()


Reader = tuple[tuple[str, ...], Callable[[bytes], Iterator[str]]]
READERS: dict[str, Reader] = {
    "docx": (("word/", "docProps/"), markup.office_lines),
    "xlsx": (("xl/", "docProps/"), markup.office_lines),
    "ofd": (("",), markup.ofd_lines),
}
