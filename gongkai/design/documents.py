"""Documents by Typst: a template of ours and data in, a PDF/A out, the same bytes each time."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import pylopdf_fonts_zh_cn
import typst

from gongkai.design.tokens import colours

TEMPLATES = Path(__file__).parent / "typst"
STANDARD = "a-2b"
_one_at_a_time = Lock()


@cache
def _compiler() -> typst.Compiler:
    """Return the one compiler: packaged fonts only, nothing outside the template folder."""
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[pylopdf_fonts_zh_cn.sans_path().parent],
    )
    return typst.Compiler(root=TEMPLATES, font_paths=fonts, ignore_system_fonts=True)


def pdf(template: str, data: Mapping[str, Any], *, made_at: datetime) -> bytes:
    """Return a document as PDF/A-2b with its fonts embedded.

    Shape: template names a file of typst/ without its ending; data is JSON for sys.inputs and
    is never part of the source, so no text of a user can become markup.
    Raises: LookupError for an unknown template; ValueError for a made_at without a zone.
    """
    source = TEMPLATES / f"{template}.typ"
    if not template.isidentifier() or not source.is_file():
        raise LookupError(template)
    if made_at.tzinfo is None:
        raise ValueError("made_at needs a zone")
    inputs = {
        "data": json.dumps(data, ensure_ascii=False, sort_keys=True),
        "colours": json.dumps(colours(), sort_keys=True),
    }
    with _one_at_a_time:
        made = _compiler().compile(
            source,
            format="pdf",
            sys_inputs=inputs,
            pdf_standards=STANDARD,
            timestamp=int(made_at.timestamp()),
        )
    return bytes(made)
