"""The way to a clean copy (清理副本): taken out, packed, opened again, looked into again.

Refused
├── file.*            what can't be read can't be cleaned
├── clean.signed      an electronic signature would no longer hold
├── clean.meaning     taking it out would change what a reader sees
└── clean.remains     something is still there afterwards
"""

import io

import docx
import openpyxl  # type: ignore[import-untyped]  # the library carries no types

from gongkai.checks import files
from gongkai.checks.findings import Severity
from gongkai.checks.hidden import image, looking
from gongkai.checks.hidden.cleaning import ofd, pdf, sheet, slides, word
from gongkai.checks.hidden.parts import opened
from gongkai.law.refused import Refused

OFFICE = {"docx": word, "xlsx": sheet, "pptx": slides, "ofd": ofd}
SHOWN = 5


def clean(name: str, data: bytes) -> bytes:
    """Return a copy of a file without what is hidden in it; it has been looked into again.

    Raises: Refused with a code of this module's tree.
    """
    kind = files.kind_of(name, data, is_public=False).extension
    try:
        made = _made(kind, name, data)
    except Refused:
        raise
    except Exception as broken:  # a library's fault at a file it can't read is an answer
        raise _open_again(name) from broken
    left = [one for one in looking.look(name, made) if one.severity is not Severity.NOTE]
    if left:
        told = "；".join(f"{one.place}“{one.excerpt}”" for one in left[:SHOWN])
        raise Refused(
            "clean.remains",
            f"文件里有些隐藏内容不能自动清理：{told}。请在原稿里处理后重新保存。",
        )
    return made


def _made(kind: str, name: str, data: bytes) -> bytes:
    if kind == "pdf":
        return pdf.clean(data)
    if kind not in OFFICE:
        return image.clean(data)
    made: bytes = OFFICE[kind].clean(opened(name, data))
    if kind == "docx":
        docx.Document(io.BytesIO(made))
    elif kind == "xlsx":
        openpyxl.load_workbook(io.BytesIO(made), read_only=True).close()
    return made


def _open_again(name: str) -> Refused:
    return Refused("clean.remains", f"文件“{name}”不能自动清理，请在原稿里处理后重新保存。")
