"""Small real files for tests."""

import struct
import zlib

from gongkai.people.models import User
from gongkai.publishing import actions
from gongkai.publishing.models import Attachment, Picture


def a_pdf(text: str = "Demo", comment: str = "demo") -> bytes:
    """Return a PDF of one page with a line of text (ASCII), a comment and a table of its objects."""
    drawn = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode()
    bodies = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    found, places = b"%PDF-1.4\n%" + comment.encode() + b"\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(found))
        found += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    tail = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return found + head + table + tail % (len(bodies) + 1, len(found))


PDF = a_pdf()


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
