"""What a PDF does by itself when it is opened (文件自动动作): scripts, programs, forms sent off.

A file that is given must only be looked at. Where it opens itself, and links, are no acts.
"""

from io import BytesIO
from typing import Any

import pikepdf

from gongkai.law.refused import Refused

ACTS = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition",
     "/Movie", "/Sound", "/RichMediaExecute"}
)  # fmt: skip
NAMES = frozenset({"/JS", "/JavaScript", "/AA", "/XFA", "/EmbeddedFiles", "/RichMediaContent"})


def is_active(data: bytes) -> bool:
    """Say whether a PDF would do something, or brings other files along.

    Raises: Refused "redaction.pdf" for one that cannot be read through.
    """
    try:
        with pikepdf.open(BytesIO(data)) as file:
            return _acts(file.Root)
    except (pikepdf.PdfError, ValueError) as error:
        raise Refused(
            "redaction.pdf", "文件不是PDF，或者已损坏、已加密，请重新导出后再提供。"
        ) from error


def _acts(root: Any) -> bool:
    """Say whether anything that can be reached is an act; each object is looked at once."""
    waiting, seen = [root], set()
    while waiting:
        found = waiting.pop()
        if isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
            names = set(found.keys())
            if names & NAMES or str(found.get("/S", "")) in ACTS:
                return True
            inner = [found[name] for name in names]
        elif isinstance(found, pikepdf.Array):
            inner = list(found)
        else:
            continue
        for one in inner:
            number = getattr(one, "objgen", (0, 0))
            if number == (0, 0) or number not in seen:
                seen.add(number)
                waiting.append(one)
    return False
