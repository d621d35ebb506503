"""What a PDF does by itself when it is opened (文件自动动作): scripts, programs, forms sent off.

A file that is given must only be looked at. Where it opens itself, and links, are no acts.
"""

from io import BytesIO

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
            return _acts(file.trailer.get("/Root")) or any(_acts(one) for one in file.objects)
    except (pikepdf.PdfError, ValueError, RecursionError) as error:
        raise Refused(
            "redaction.pdf", "文件不是PDF，或者已损坏、已加密，请重新导出后再提供。"
        ) from error


def _acts(found: object, depth: int = 0) -> bool:
    """Say whether an object holds an act; what it points at is looked at by itself."""
    if depth > 50:
        raise ValueError("a file nested without end")
    if isinstance(found, pikepdf.Array):
        return any(_acts(one, depth + 1) for one in _own(found))
    if not isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        return False
    names = set(found.keys())
    if names & NAMES or str(found.get("/S", "")) in ACTS:
        return True
    return any(_acts(one, depth + 1) for one in _own([found[name] for name in names]))


def _own(values: object) -> list[object]:
    return [one for one in values if not getattr(one, "is_indirect", False)]  # type: ignore[attr-defined]
