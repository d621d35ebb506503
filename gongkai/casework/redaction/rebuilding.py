"""A new PDF of pictures (重新生成), with the text that may be read aloud lying unseen over them.

The letters use a font without shapes: it is never drawn, only read. Nothing else is written: no
title, no dates, no annotation, no form, no attachment, one version.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from unicodedata import east_asian_width

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from gongkai.casework.redaction.painting import Encoded

WIDE, NARROW = 1000, 500
INVISIBLE = 3
BASE = 0.2  # of a line's height, below the letters' feet


@dataclass(frozen=True)
class Run:
    """Text of one line, where it stands on the page as shown."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True)
class Sheet:
    """A page to be written."""

    width: float
    height: float
    picture: Encoded
    runs: Sequence[Run]


def document(sheets: Sequence[Sheet]) -> bytes:
    """Return the PDF: the same bytes each time."""
    made = pikepdf.new()
    letters = sorted({char for sheet in sheets for run in sheet.runs for char in run.text})
    codes = {char: number for number, char in enumerate(letters, 1)}
    font = made.make_indirect(_font(made, codes))
    root = made.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    spoken = made.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root))
    parts = []
    for number, sheet in enumerate(sheets):
        page = made.make_indirect(_page(made, sheet, number, font, codes))
        made.pages.append(pikepdf.Page(page))
        parts.append(
            made.make_indirect(
                Dictionary(Type=Name.StructElem, S=Name.P, P=spoken, Pg=made.pages[number].obj, K=0)
            )
        )
    spoken.K = Array(parts)
    root.K = spoken
    numbers = [item for index, part in enumerate(parts) for item in (index, Array([part]))]
    root.ParentTree = made.make_indirect(Dictionary(Nums=Array(numbers)))
    made.Root.StructTreeRoot = root
    made.Root.MarkInfo = Dictionary(Marked=True)
    made.Root.Lang = String("zh-CN")
    file = BytesIO()
    made.save(
        file,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        fix_metadata_version=False,
    )
    return file.getvalue()


def _page(
    made: pikepdf.Pdf, sheet: Sheet, number: int, font: pikepdf.Object, codes: dict[str, int]
) -> Dictionary:
    wide, high = _exact(sheet.width), _exact(sheet.height)
    drawn = f"/Artifact BMC q {wide} 0 0 {high} 0 0 cm /P Do Q EMC\n"
    said = "".join(_said(run, sheet.height, codes) for run in sheet.runs)
    spoken = f"/P <</MCID 0>> BDC BT {INVISIBLE} Tr\n{said}ET EMC\n"
    return Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, wide, high]),
        Resources=Dictionary(
            XObject=Dictionary(P=_picture(made, sheet.picture)), Font=Dictionary(F=font)
        ),
        Contents=Stream(made, (drawn + spoken).encode("ascii")),
        StructParents=number,
    )


def _said(run: Run, height: float, codes: dict[str, int]) -> str:
    """Return the operators of a run: its letters stretched to the width it had."""
    tall = max(run.y1 - run.y0, 1.0)
    size = tall * (1 - BASE)
    natural = sum(_width(char) for char in run.text) * size / 1000
    stretch = 100 * max(run.x1 - run.x0, 0.1) / natural
    shown = "".join(f"{codes[char]:04X}" for char in run.text)
    foot = height - run.y1 + tall * BASE
    return f"/F {size:.2f} Tf {stretch:.2f} Tz 1 0 0 1 {run.x0:.2f} {foot:.2f} Tm <{shown}> Tj\n"


def _picture(made: pikepdf.Pdf, picture: Encoded) -> Stream:
    space: pikepdf.Object = Name(f"/{picture.space}")
    if picture.palette:
        last = len(picture.palette) // 3 - 1
        space = Array([Name.Indexed, space, last, String(picture.palette)])
    stream = Stream(made, picture.data)
    stream.Type, stream.Subtype = Name.XObject, Name.Image
    stream.Width, stream.Height = picture.size
    stream.ColorSpace, stream.BitsPerComponent = space, picture.bits
    stream.Filter = Name(f"/{picture.filter}")
    return stream


def _font(made: pikepdf.Pdf, codes: dict[str, int]) -> Dictionary:
    face = Name("/ReadAloud")
    narrow = [item for char, code in codes.items() if _width(char) == NARROW for item in (code,)]
    widths = [item for code in narrow for item in (code, Array([NARROW]))]
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=face,
        Flags=4,
        FontBBox=Array([0, -200, 1000, 800]),
        ItalicAngle=0,
        Ascent=800,
        Descent=-200,
        CapHeight=700,
        StemV=80,
    )
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=face,
        CIDSystemInfo=Dictionary(
            Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0
        ),
        FontDescriptor=made.make_indirect(descriptor),
        DW=WIDE,
        W=Array(widths),
        CIDToGIDMap=Name.Identity,
    )
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=face,
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([made.make_indirect(descendant)]),
        ToUnicode=Stream(made, _to_unicode(codes).encode("ascii")),
    )


def _to_unicode(codes: dict[str, int]) -> str:
    lines = [f"<{code:04X}> <{char.encode('utf-16-be').hex()}>" for char, code in codes.items()]
    blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    said = "".join(
        f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CMapName /ReadAloud def /CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{said}endcmap CMapName currentdict /CMap defineresource pop end end\n"
    )


def _exact(length: float) -> Decimal:
    return Decimal(f"{length:.6f}")


def _width(char: str) -> int:
    return WIDE if east_asian_width(char) in "WFA" else NARROW
