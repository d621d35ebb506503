"""What is taken out of a PDF (PDF 文档): everything beside its pages, and layers that are off."""

import io
from typing import Any

import pikepdf

from gongkai.checks.hidden import image, pdf
from gongkai.law.refused import Refused

ROOT = ("/Metadata", "/AA", "/AF", "/Collection", "/PieceInfo", "/Threads", "/SpiderInfo", "/Perms")
EVERYWHERE = ("/Thumb", "/PieceInfo", "/Metadata", "/AA", "/LastModified", "/AF")
DROPPED = frozenset({"/Text", "/Popup", "/FileAttachment", "/Sound", "/Movie", "/Screen", "/RichMedia",
                     "/3D", "/Redact", "/Caret", "/Highlight", "/Underline", "/StrikeOut", "/Squiggly",
                     "/PrinterMark", "/TrapNet"})  # fmt: skip
UNSEEN = 0x22  # flags of an annotation: hidden, not viewed


def clean(data: bytes) -> bytes:
    """Return the pages as they are shown. Raises: Refused "clean.signed", and as pdf.opened does."""
    with pdf.opened(data) as document:
        _refuse_signed(document)
        off = {one.objgen for one in pdf.off_layers(document)}
        for page in document.pages:
            _annotations(page)
            if off:
                _layers(document, page, off)
        if "/AcroForm" in document.Root:
            document.generate_appearance_streams()
        document.flatten_annotations("all")
        _root(document)
        for one in pdf.every(document):
            _object(one)
        if "/Info" in document.trailer:
            del document.trailer["/Info"]
        out = io.BytesIO()
        document.save(out, fix_metadata_version=False, deterministic_id=True,
                      object_stream_mode=pikepdf.ObjectStreamMode.generate)  # fmt: skip
    return out.getvalue()


def _refuse_signed(document: pikepdf.Pdf) -> None:
    for one in pdf.every(document):
        if isinstance(one, pikepdf.Dictionary) and one.get("/FT") == "/Sig" and "/V" in one:
            raise Refused(
                "clean.signed", "文件有电子签章，清理后签章失效，请在盖章以前的原稿里清理。"
            )


def _annotations(page: pikepdf.Page) -> None:
    held = page.obj.get("/Annots")
    if not isinstance(held, pikepdf.Array):
        return
    kept = [one for one in held.as_list() if isinstance(one, pikepdf.Dictionary)
            and str(one.get("/Subtype")) not in DROPPED
        and not int(one.get("/F", 0)) & UNSEEN]  # fmt: skip
    page.obj["/Annots"] = pikepdf.Array(kept)


def _root(document: pikepdf.Pdf) -> None:
    root = document.Root
    for key in (*ROOT, "/AcroForm", "/OCProperties"):
        if key in root:
            del root[key]
    opens = root.get("/OpenAction")
    if isinstance(opens, pikepdf.Dictionary) and opens.get("/S") != "/GoTo":
        del root["/OpenAction"]
    names = root.get("/Names")
    if isinstance(names, pikepdf.Dictionary):
        for key in ("/EmbeddedFiles", "/JavaScript", "/AlternatePresentations", "/Renditions"):
            if key in names:
                del names[key]


def _object(one: Any) -> None:
    if not isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
        return
    for key in EVERYWHERE:
        if key in one and not (key == "/Metadata" and one.get("/Type") == "/Catalog"):
            del one[key]
    act = one.get("/A")
    if isinstance(act, pikepdf.Dictionary) and str(act.get("/S", "")) in pdf.ACTS:
        del one["/A"]
    if isinstance(one, pikepdf.Stream) and one.get("/Filter") == pikepdf.Name.DCTDecode:
        raw = one.read_raw_bytes()
        if raw.startswith(b"\xff\xd8") and any(True for _ in image.extras(raw)):
            drawn = b"".join(piece for kind, piece in image.pieces(raw) if not kind)
            one.write(drawn, filter=pikepdf.Name.DCTDecode)


def _layers(document: pikepdf.Pdf, page: pikepdf.Page, off: set[tuple[int, int]]) -> None:
    """Take what lies on layers that are switched off out of a page."""
    resources = page.obj.get("/Resources", pikepdf.Dictionary())
    named = resources.get("/Properties", pikepdf.Dictionary())
    forms = resources.get("/XObject", pikepdf.Dictionary())
    kept, depth, above = [], 0, 0
    for one in pikepdf.parse_content_stream(page):
        operands, name = one.operands, str(one.operator)
        if name in {"BDC", "BMC"}:
            depth += 1
            if not above and _is_off(operands, named, off):
                above = depth
        is_form = name == "Do" and _on(forms.get(str(operands[0])), "/OC", off)
        if not above and not is_form:
            kept.append(one)
        if name == "EMC":
            above = 0 if above == depth else above
            depth -= 1
    page.obj["/Contents"] = document.make_stream(pikepdf.unparse_content_stream(kept))
    for key in [key for key, form in forms.items() if _on(form, "/OC", off)]:
        del forms[key]


def _is_off(operands: Any, named: Any, off: set[tuple[int, int]]) -> bool:
    if len(operands) < 2 or str(operands[0]) != "/OC":
        return False
    layer = named.get(str(operands[1]))
    return layer is not None and _is_of(layer, off)


def _on(form: Any, key: str, off: set[tuple[int, int]]) -> bool:
    return form is not None and key in form and _is_of(form[key], off)


def _is_of(layer: Any, off: set[tuple[int, int]]) -> bool:
    """Say whether a layer, or every layer of a group, is switched off."""
    if layer.objgen in off:
        return True
    held = layer.get("/OCGs")
    each_one = (
        held.as_list() if isinstance(held, pikepdf.Array) else [held] if held is not None else []
    )
    return bool(each_one) and all(one.objgen in off for one in each_one)
