"""Small real files for tests."""

import struct
import zlib

from gongkai.people.models import User
from gongkai.publishing import actions
from gongkai.publishing.models import Attachment, Picture

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def png(colour: int = 128) -> bytes:
    """Return a picture of one grey point."""
    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes([0, colour]))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def an_attachment(by: User, *, name: str = "公报.pdf", data: bytes = PDF, title: str = "公报"):
    """Return an uploaded file."""
    row: Attachment = actions.keep_attachment(name=name, data=data, title=title, by=by)
    return row


def a_picture(by: User, *, name: str = "增速图.png", data: bytes | None = None, title: str = "图"):
    """Return an uploaded picture."""
    row: Picture = actions.keep_picture(name=name, data=data or png(), title=title, by=by)
    return row


def attached(row: Attachment) -> dict[str, object]:
    """Return an attachment as a canonical block."""
    return {
        "type": "attachment", "sha256": row.sha256, "name": row.file_name, "title": row.title,
        "size": row.file_size, "media_type": row.media_type,
    }  # fmt: skip


def shown(row: Picture) -> dict[str, object]:
    """Return a picture as a canonical block."""
    return {
        "type": "image", "sha256": row.sha256, "name": row.file_name, "alt": "工业增速走势",
        "caption": "图1", "width": row.width, "height": row.height, "media_type": row.media_type,
    }  # fmt: skip
