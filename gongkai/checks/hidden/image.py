"""What a picture hides (图片): where and by whom it was taken, comments, thumbnails, what follows it."""

import io
import struct
import zlib
from collections.abc import Iterator

from PIL import ExifTags, Image

from gongkai.checks.findings import Finding, cut
from gongkai.checks.hidden import rules
from gongkai.checks.hidden.parts import strings
from gongkai.law.refused import Refused

PIXELS = 120_000_000
KEPT_PNG = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP",
                      b"sBIT", b"bKGD", b"pHYs", b"hIST", b"sPLT", b"acTL", b"fcTL", b"fdAT", b"cICP",
                      b"mDCv", b"cLLi", b"CgBI", b"tIME"})  # fmt: skip
WORDS_PNG = frozenset({b"tEXt", b"zTXt", b"iTXt"})
KEPT_WEBP = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
PROGRAM_WORDS = frozenset({b"Software", b"date:create", b"date:modify", b"date:timestamp",
                           b"Creation Time", b"Source"})  # fmt: skip
GPS = 0x8825
PEOPLE = {0x013B: "作者", 0x8298: "版权", 0x9C9D: "作者", 0xA430: "机主", 0x013C: "电脑",
          0x010E: "说明", 0x9C9B: "标题", 0x9C9C: "备注", 0x9286: "备注"}  # fmt: skip
WAY = "请用“清理后的副本”。"
Piece = tuple[str, bytes]


def look(data: bytes) -> Iterator[Finding]:
    """Find what a picture holds beside its points. Raises: Refused "file.broken", "file.bomb"."""
    check(data)
    yield rules.PICTURE.finding(
        "", "", "机器不读图片里的文字和人像。", "请人工看图后确认可以公开。"
    )
    for kind, piece in extras(data):
        yield from _extra(kind, piece)


def texts(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield the words kept in a picture beside its points."""
    check(data)
    for kind, piece in extras(data):
        if kind != "缩略图":
            yield from ((f"图片的{kind}", one) for one in _words(piece))


def clean(data: bytes) -> bytes:
    """Return a picture of the same points and nothing else; turned as a reader saw it."""
    check(data)
    angle = _angle(data)
    drawn = b"".join(_without(data))
    if angle and data.startswith(b"\xff\xd8"):
        return drawn[:2] + _upright(angle) + drawn[2:]
    return drawn


def check(data: bytes) -> None:
    """Refuse a picture that can't be drawn to its end."""
    try:
        with Image.open(io.BytesIO(data)) as picture:
            if picture.width * picture.height > PIXELS:
                raise Refused("file.bomb", "图片展开后过大，可能是恶意文件，请缩小后再上传。")
            picture.load()
            if not _is_whole(data):
                raise Refused("file.broken", "图片不完整，没有结尾，请重新另存后再上传。")
    except Refused:
        raise
    except Exception as broken:  # the library raises what it meets in a damaged file
        raise Refused("file.broken", "图片已损坏，无法显示，请重新另存后再上传。") from broken


def _is_whole(data: bytes) -> bool:
    """Say whether a picture has its end; libraries draw some that have none."""
    if data[:4] == b"RIFF":
        return int.from_bytes(data[4:8], "little") + 8 <= len(data)
    last = [piece for kind, piece in pieces(data) if not kind][-1]
    return (
        last[-2:] == b"\xff\xd9"
        if data[:2] == b"\xff\xd8"
        else last[-8:-4] == b"IEND" or last == b";"
    )


def extras(data: bytes) -> Iterator[Piece]:
    """Yield what a picture carries beside its points."""
    for kind, piece in pieces(data):
        if kind:
            yield kind, piece


def _without(data: bytes) -> Iterator[bytes]:
    if data[:4] == b"RIFF":
        body = b"".join(piece for kind, piece in pieces(data) if not kind)
        if body[:4] == b"VP8X":  # it says which extras follow
            body = body[:8] + bytes([body[8] & ~0x0C]) + body[9:]
        yield b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body
        return
    for kind, piece in pieces(data):
        if not kind:
            yield piece


def pieces(data: bytes) -> Iterator[Piece]:
    """Yield all of a picture in order, each piece with what it is; what draws it, with nothing."""
    if data.startswith(b"\xff\xd8"):
        return _jpeg(data)
    if data.startswith(b"\x89PNG"):
        return _png(data)
    if data.startswith(b"GIF8"):
        return _gif(data)
    return _webp(data)


def _jpeg(data: bytes) -> Iterator[Piece]:
    yield "", data[:2]
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        mark = data[at + 1]
        if mark in {0xD9, 0xFF} or 0xD0 <= mark <= 0xD7:
            break
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if mark == 0xDA:
            end = _scan_end(data, end)
        yield _jpeg_kind(mark, data[at + 4 : at + 40]), data[at:end]
        at = end
    yield "", data[at : at + 2]
    if data[at + 2 :].strip(b"\0"):
        yield "图像末尾之后的内容", data[at + 2 :]


def _scan_end(data: bytes, at: int) -> int:
    """Return where the points of a scan end: a mark that is neither stuffing nor a restart."""
    while (at := data.find(b"\xff", at)) >= 0 and at + 1 < len(data):
        if data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7 and data[at + 1] != 0xFF:
            return at
        at += 1 if data[at + 1] == 0xFF else 2
    return len(data)


def _jpeg_kind(mark: int, head: bytes) -> str:
    if mark == 0xFE:
        return "注释"
    if not 0xE0 <= mark <= 0xEF:
        return ""
    if (mark == 0xE0 and head.startswith(b"JFIF")) or (mark == 0xEE and head.startswith(b"Adobe")):
        return ""
    if mark == 0xE2 and head.startswith(b"ICC_PROFILE"):
        return ""
    if head.startswith(b"Exif"):
        return "拍摄信息"
    return "缩略图" if head.startswith(b"JFXX") else "附加信息"


def _png(data: bytes) -> Iterator[Piece]:
    yield "", data[:8]
    at = 8
    while at + 8 <= len(data):
        kind = data[at + 4 : at + 8]
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        piece = data[at:end]
        if kind in WORDS_PNG:
            yield "文字块", piece
        elif kind == b"eXIf":
            yield "拍摄信息", piece
        else:
            yield "" if kind in KEPT_PNG else "附加信息", piece
        at = end
        if kind == b"IEND":
            break
    if data[at:].strip(b"\0"):
        yield "图像末尾之后的内容", data[at:]


def _gif(data: bytes) -> Iterator[Piece]:
    flags = data[10] if len(data) > 10 else 0
    at = 13 + (3 << ((flags & 7) + 1) if flags & 0x80 else 0)
    yield "", data[:at]
    while at < len(data) and data[at] in {0x21, 0x2C}:
        start, kind = at, ""
        if data[at] == 0x21:
            label = data[at + 1] if at + 1 < len(data) else 0
            kind = _gif_kind(label, data[at + 3 : at + 14])
            at += 2
        else:
            local = data[at + 9] if at + 9 < len(data) else 0
            at += 11 + (3 << ((local & 7) + 1) if local & 0x80 else 0)
        while at < len(data) and data[at]:
            at += data[at] + 1
        at += 1
        yield kind, data[start:at]
    yield "", data[at : at + 1]
    if data[at + 1 :].strip(b"\0"):
        yield "图像末尾之后的内容", data[at + 1 :]


def _gif_kind(label: int, head: bytes) -> str:
    if label == 0xF9 or (label == 0xFF and head.startswith((b"NETSCAPE", b"ANIMEXTS"))):
        return ""
    return "注释" if label == 0xFE else "附加信息"


def _webp(data: bytes) -> Iterator[Piece]:
    size = int.from_bytes(data[4:8], "little") + 8
    at = 12
    while at + 8 <= min(size, len(data)):
        kind = data[at : at + 4]
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        end = at + 8 + length + (length & 1)
        label = "" if kind in KEPT_WEBP else "拍摄信息" if kind == b"EXIF" else "附加信息"
        yield label, data[at:end]
        at = end
    if data[size:].strip(b"\0"):
        yield "图像末尾之后的内容", data[size:]


def _extra(kind: str, piece: bytes) -> Iterator[Finding]:
    shown = cut("；".join(_words(piece)) or f"{len(piece)}字节")
    if kind == "拍摄信息":
        yield from _exif(piece)
    elif kind == "文字块" and piece[8:].split(b"\0")[0] in PROGRAM_WORDS:
        yield rules.TRACE.finding("图片的文字块", shown, "图片里写着制作软件和时间。")
    elif kind == "图像末尾之后的内容":
        why = "图像结束以后还有内容，看图软件不显示。"
        yield rules.OUTSIDE.finding("图像末尾", shown, why, WAY)
    elif kind == "缩略图":
        yield rules.THUMBNAIL.finding("缩略图", shown, "缩略图可能是修改以前的样子。", WAY)
    else:
        why = "图片里带着看图时不显示的文字或者数据。"
        yield rules.PROPERTY.finding(f"图片的{kind}", shown, why, WAY)


def _exif(piece: bytes) -> Iterator[Finding]:
    found = exif(piece)
    where = found.get_ifd(GPS) if GPS in found else {}
    if where:
        why = "照片里写着拍摄地点的经纬度。"
        yield rules.POSITION.finding("照片的拍摄地点", _place(where), why, WAY)
    for tag, label in PEOPLE.items():
        if tag in found and str(found[tag]).strip("\0 "):
            value = found[tag]
            text = value.decode("utf-16-le", "ignore") if isinstance(value, bytes) else str(value)
            yield rules.PERSON.finding(
                f"照片的{label}", cut(text.strip("\0")), "照片信息随文件公开。", WAY
            )
    if found.get_ifd(ExifTags.IFD.IFD1):
        why = "照片里另有缩略图，可能是裁剪、打码以前的样子。"
        yield rules.THUMBNAIL.finding("照片的缩略图", "缩略图", why, WAY)
    camera = {key: value for key, value in found.items() if key != 0x0112}
    if camera or found.get_ifd(ExifTags.IFD.Exif):
        shown = "；".join(
            str(found[tag]) for tag in (0x010F, 0x0110, 0x0131, 0x0132) if tag in found
        )
        if shown:
            why = "照片里写着设备、软件和时间。"
            yield rules.CAMERA.finding("照片的拍摄信息", cut(shown), why, WAY)


def exif(piece: bytes) -> Image.Exif:
    """Return what a camera wrote; nothing where it can't be read."""
    found = Image.Exif()
    at = max(piece.find(b"II*\0"), piece.find(b"MM\0*"))
    if at >= 0:
        try:
            found.load(b"Exif\0\0" + piece[at:])
            found.get_ifd(GPS)
        except Exception:  # the library raises what it meets; then words are looked for
            return Image.Exif()
    return found


def _place(where: dict[int, object]) -> str:
    def degrees(value: object) -> str:
        try:
            parts = [float(one) for one in value]  # type: ignore[attr-defined]  # the library's own shape
            return f"{parts[0] + parts[1] / 60 + parts[2] / 3600:.2f}°"
        except (TypeError, ValueError, IndexError, ZeroDivisionError):
            return "?"

    return f"纬度约{degrees(where.get(2))}，经度约{degrees(where.get(4))}"


def _words(piece: bytes) -> list[str]:
    found = list(strings(piece, 40))
    if piece[4:8] in {b"zTXt", b"iTXt"} or b"\0" in piece[:120]:
        at = piece.find(b"x\x9c")
        if at >= 0:
            try:
                found += strings(zlib.decompressobj().decompress(piece[at:], 1 << 20), 40)
            except zlib.error:
                return found
    return found


def _angle(data: bytes) -> int:
    for kind, piece in extras(data):
        if kind == "拍摄信息" and data.startswith(b"\xff\xd8"):
            return int(exif(piece).get(0x0112, 0) or 0) if exif(piece).get(0x0112) != 1 else 0
    return 0


def _upright(angle: int) -> bytes:
    """Return the one thing a camera wrote that a reader needs: how the picture is turned."""
    kept = Image.Exif()
    kept[0x0112] = angle
    body = kept.tobytes()
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
