"""Where a file named by its content lives on the public site. The press uses these too."""

import hashlib
import mimetypes
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

import rfc8785

# A file keeps its ending only when it is one of these; a browser must not be handed a page.
DOCUMENTS = ("pdf", "ofd", "doc", "docx", "wps", "xls", "xlsx", "et", "csv", "ppt", "pptx", "txt")
PICTURES = ("png", "jpg", "jpeg", "gif", "webp")
LAID_IN = ("table", "chart", "links")  # what is added to a data block to show it
ENDINGS = frozenset((*DOCUMENTS, *PICTURES, "zip", "mp3", "mp4"))


def ending(name: str, media_type: str = "") -> str:
    """Return the ending of a file's public address, "bin" when its own is not a known one.

    >>> ending("预算表.XLSX"), ending("x.html"), ending("", "image/png")
    ('xlsx', 'bin', 'png')
    """
    own = PurePosixPath(name).suffix.lstrip(".").lower()
    if not own:
        own = (mimetypes.guess_extension(media_type) or "").lstrip(".")
    return own if own in ENDINGS else "bin"


def file_address(file: Mapping[str, Any]) -> str:
    """Return the public address of a file given its sha256 and its name or media type.

    >>> file_address({"sha256": "ab" * 32, "name": "公报.pdf"})[:13]
    '/files/ab/aba'
    """
    sha256 = str(file["sha256"])
    suffix = ending(str(file.get("name") or ""), str(file.get("media_type") or ""))
    return f"/files/{sha256[:2]}/{sha256}.{suffix}"


def chart_address(block: Mapping[str, Any]) -> str:
    """Return the public address of a chart's or data block's drawing: named by the block, not by it.

    Shape: what is laid into a data block to be shown is not of its name.
    """
    named = {name: one for name, one in block.items() if name not in LAID_IN}
    sha256 = hashlib.sha256(rfc8785.dumps(named)).hexdigest()
    return f"/files/{sha256[:2]}/{sha256}.svg"
