"""What a PDF hides (PDF 文档): unseen text, layers, annotations, attachments, forms, earlier versions."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from operator import attrgetter
from typing import Any

import pikepdf

from gongkai.checks.characters import plain
from gongkai.checks.findings import Finding, Rule, cut
from gongkai.checks.hidden import pages, rules
from gongkai.checks.hidden.office import PROGRAMS, WAY, Inner
from gongkai.checks.hidden.parts import is_path, strings, tells
from gongkai.law.refused import Refused

REVISIONS = 20
DEEP = 20  # objects written inside one another
HELD = 50 * 1024 * 1024  # bytes of one stream
ACTS = frozenset({"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/Movie",
                  "/Sound", "/RichMediaExecute", "/GoToE"})  # fmt: skip
ACTING = frozenset({"/JS", "/JavaScript", "/AA", "/XFA", "/RichMediaContent"})
NOTED = frozenset({"/Text", "/Popup", "/Highlight", "/Underline", "/StrikeOut", "/Squiggly", "/Caret",
                   "/FreeText", "/Ink", "/Stamp", "/Redact", "/Line", "/Square", "/Circle"})  # fmt: skip
INFO = {"/Author": rules.PERSON, "/Company": rules.PERSON, "/Manager": rules.PERSON,
        "/LastModifiedBy": rules.PERSON, "/SourceModified": None, "/CreationDate": None,
        "/ModDate": None, "/Producer": None, "/Creator": None, "/Trapped": None}  # fmt: skip
SAYING = ("/Contents", "/V", "/DV", "/Title", "/Alt", "/ActualText", "/TU", "/RC", "/T")
SAID = frozenset({"/Title", "/Subject", "/Keywords", "/Author", "/Company", "/Manager"})
_EOF = re.compile(rb"%%EOF[\r\n ]*")
_SHOWN = re.compile(rb"\bT[jJ]\b")
_XMP = re.compile(r"<(?:dc:creator|xmp:Author|pdf:Author|photoshop:\w+|dc:title|dc:description|"
                  r"pdf:Keywords|xmpMM:\w*[Hh]istory)[^>]*>(.*?)</", re.DOTALL)  # fmt: skip
_objects = attrgetter("objects")  # all of a PDF's own, reachable or not; no database is asked


def look(data: bytes) -> Iterator[Finding]:
    """Find what a PDF hides. Raises: Refused "file.broken", "file.encrypted", "file.bomb"."""
    with pages.source(data) as read:
        visible = [pages.text_of(read, info.number) for info in read.pages]
        yield from pages.unseen(read)
        yield from pages.scans(read, visible)
    with opened(data) as document:
        yield from _properties(document, plain("".join(visible)))
        yield from _objects_found(document)
        yield from _annotations(document)
        yield from _forms(document)
        yield from _layers(document)
        yield from _spare(document)
    yield from _history(data, visible)


def texts(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield all text: page by page, then what stands beside the pages."""
    with pages.source(data) as read:
        for info in read.pages:
            if text := pages.text_of(read, info.number):
                yield f"第{info.number}页", text
    with opened(data) as document:
        for key, value in _info(document):
            yield f"文件属性{key[1:]}", value
        yield from (("XMP元数据", one) for one in _xmp(document))
        yield from _beside(document)
        yield from _spare_words(document)
    for _, text in revisions(data):
        yield "早期版本", text


def _beside(document: pikepdf.Pdf) -> Iterator[tuple[str, str]]:
    """Yield what annotations, forms, bookmarks and structure say."""
    for one in every(document):
        if isinstance(one, pikepdf.Dictionary):
            for key in SAYING:
                if isinstance(one.get(key), pikepdf.String) and (text := str(one[key])).strip():
                    yield f"批注、表单或者书签（{key[1:]}）", text


def inner(data: bytes) -> Iterator[Inner]:
    """Yield the files attached to a PDF, and its photographs as they were put in."""
    with opened(data) as document:
        for one in every(document):
            if isinstance(one, pikepdf.Dictionary) and isinstance(
                one.get("/EF"), pikepdf.Dictionary
            ):
                name = str(one.get("/UF", one.get("/F", "附件")))
                for stream in {s.objgen: s for _, s in one["/EF"].items()}.values():
                    yield Inner(f"里的《{cut(name)}》", name, _bytes(stream))
            elif isinstance(one, pikepdf.Stream) and one.get("/Filter") == pikepdf.Name.DCTDecode:
                raw = one.read_raw_bytes()
                if b"Exif" in raw[:4096] or b"http://ns.adobe" in raw[:65536]:
                    yield Inner("里的图片", "图片.jpg", raw)


def every(document: pikepdf.Pdf) -> Iterator[Any]:
    """Yield the objects of a file, reachable or not, and what is written inside them."""
    for one in _objects(document):
        yield from _within(one, 0)


def _within(one: Any, depth: int) -> Iterator[Any]:
    yield one
    if depth > DEEP:
        return
    inside: list[Any] = []
    if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
        inside = [value for _, value in one.items()]
    elif isinstance(one, pikepdf.Array):
        inside = list(one.as_list())
    for value in inside:
        if isinstance(value, pikepdf.Object) and not value.is_indirect:
            yield from _within(value, depth + 1)


@contextmanager
def opened(data: bytes) -> Iterator[pikepdf.Pdf]:
    """Open a PDF to read its objects. Raises: Refused "file.broken", "file.encrypted"."""
    try:
        document = pikepdf.open(io.BytesIO(data))
    except pikepdf.PasswordError as locked:
        raise Refused("file.encrypted", "文件已加密，请去掉密码和权限限制后再上传。") from locked
    except (pikepdf.PdfError, ValueError) as broken:
        raise Refused("file.broken", "PDF文件已损坏，无法读取，请重新另存后再上传。") from broken
    with document:
        yield document


def _info(document: pikepdf.Pdf) -> Iterator[tuple[str, str]]:
    if "/Info" in document.trailer:
        for key, value in document.docinfo.items():
            if str(value).strip():
                yield key, str(value)


def _xmp(document: pikepdf.Pdf) -> Iterator[str]:
    held = document.Root.get("/Metadata")
    if isinstance(held, pikepdf.Stream):
        text = _bytes(held).decode("utf-8", "replace")
        for found in _XMP.finditer(text):
            said = re.sub(r"<[^>]*>|\s+", " ", found[1]).strip()
            if said and said.lower() not in PROGRAMS:
                yield said


def _properties(document: pikepdf.Pdf, seen: str) -> Iterator[Finding]:
    told = set()
    for key, value in _info(document):
        rule: Rule | None = INFO.get(key, rules.PROPERTY)
        if rule is None or key.startswith("/PTEX") or value.lower() in PROGRAMS:
            continue
        if not (key in SAID or tells(value)):
            continue
        told.add(plain(value))
        if is_path(value):
            rule = rules.PATH
        if rule is rules.PERSON or plain(value) not in seen:
            why = "文件属性随文件公开，页面上看不到。"
            yield rule.finding(f"文件属性“{key[1:]}”", cut(value), why, WAY)
    for value in dict.fromkeys(_xmp(document)):
        if plain(value) not in told and plain(value) not in seen:
            why = "XMP元数据随文件公开，页面上看不到。"
            yield rules.PROPERTY.finding("XMP元数据", cut(value), why, WAY)


def _objects_found(document: pikepdf.Pdf) -> Iterator[Finding]:
    """Find what the objects of a file bring along: acts, attachments, thumbnails, private data."""
    told = set()
    for one in every(document):
        if not isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            continue
        keys = set(one.keys())
        if str(one.get("/S", "")) in ACTS or keys & ACTING:
            shown = cut(str(one.get("/JS", one.get("/S", ""))))
            yield rules.ACTIVE.finding("自动动作", shown, "文件打开时会执行脚本或者动作。", WAY)
        if "/EF" in keys:
            name = str(one.get("/UF", one.get("/F", "附件")))
            why = "PDF里带着附件，读者可以另存出来。"
            yield rules.EMBEDDED.finding(f"里的《{cut(name)}》", cut(name), why, WAY)
        for key, rule in (("/Thumb", rules.THUMBNAIL), ("/PieceInfo", rules.DATA)):
            if key in keys and key not in told:
                told.add(key)
                why = "文件里有缩略图或者制作软件的私有数据，可能是修改以前的内容。"
                yield rule.finding("页面附带数据", key[1:], why, WAY)


def _annotations(document: pikepdf.Pdf) -> Iterator[Finding]:
    for number, page in enumerate(document.pages, 1):
        for one in _array(page.obj.get("/Annots")):
            kind = str(one.get("/Subtype", ""))
            is_unseen = int(one.get("/F", 0)) & 0x22  # hidden, or not viewed
            if kind in NOTED or (is_unseen and kind not in {"/Widget", "/Popup", "/Link"}):
                text = str(one.get("/Contents", ""))
                by = str(one.get("/T", ""))
                if kind == "/Popup" and not text:
                    continue
                shown = cut(f"{text}（{by}）" if by else text or kind[1:])
                yield rules.ANNOTATION.finding(f"第{number}页批注", shown, "批注随文件公开。", WAY)


def _array(held: Any) -> Iterator[Any]:
    if isinstance(held, pikepdf.Array):
        yield from (one for one in held.as_list() if isinstance(one, pikepdf.Dictionary))


def _forms(document: pikepdf.Pdf) -> Iterator[Finding]:
    form = document.Root.get("/AcroForm")
    if not isinstance(form, pikepdf.Dictionary):
        return
    for one in every(document):
        if isinstance(one, pikepdf.Dictionary) and "/FT" in one and one["/FT"] != "/Sig":
            value = str(one.get("/V", one.get("/DV", "")))
            choices = "、".join(str(x) for x in one.get("/Opt", [])) if "/Opt" in one else ""
            if value or choices:
                place = f"表单“{cut(str(one.get('/T', '')))}”"
                why = "表单里的值和选项随文件公开。"
                yield rules.FORM.finding(place, cut(value or choices), why, WAY)


def off_layers(document: pikepdf.Pdf) -> list[pikepdf.Object]:
    """Return the layers that are switched off, or shown only in print or on screen."""
    held = document.Root.get("/OCProperties")
    if not isinstance(held, pikepdf.Dictionary):
        return []
    plan = held.get("/D", pikepdf.Dictionary())
    off: list[Any] = [*_array(plan.get("/OFF"))]
    if plan.get("/BaseState") == "/OFF":
        on = {one.objgen for one in _array(plan.get("/ON"))}
        off += [one for one in _array(held.get("/OCGs")) if one.objgen not in on]
    for one in _array(held.get("/OCGs")):
        usage = one.get("/Usage", pikepdf.Dictionary())
        view = usage.get("/View", pikepdf.Dictionary()).get("/ViewState")
        if view == "/OFF":
            off.append(one)
    return list({one.objgen: one for one in off}.values())


def _layers(document: pikepdf.Pdf) -> Iterator[Finding]:
    for one in off_layers(document):
        name = str(one.get("/Name", ""))
        why = "关闭的图层随文件公开，读者可以打开。"
        yield rules.LAYER.finding(f"图层“{cut(name)}”", cut(name), why, WAY)


def _spare(document: pikepdf.Pdf) -> Iterator[Finding]:
    for _, text in zip(range(5), _spare_words(document), strict=False):
        why = "文件里有没有任何页面引用的内容，可能是删去的页面。"
        yield rules.SPARE.finding("没有引用的对象", cut(text[1]), why, WAY)


def _spare_words(document: pikepdf.Pdf) -> Iterator[tuple[str, str]]:
    reached = _reached(document)
    for one in _objects(document):
        if getattr(one, "objgen", (0, 0)) in reached:
            continue
        if isinstance(one, pikepdf.Stream):
            held = _bytes(one)
            if _SHOWN.search(held) or one.get("/Subtype") == "/Image":
                label = "图片" if one.get("/Subtype") == "/Image" else ""
                yield "没有引用的对象", label or "；".join(strings(held, 20)) or "页面内容"
        elif isinstance(one, pikepdf.String) and len(str(one)) > 3:
            yield "没有引用的对象", str(one)


def _reached(document: pikepdf.Pdf) -> set[tuple[int, int]]:
    waiting: list[Any] = [document.trailer]
    seen: set[tuple[int, int]] = set()
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            inside: list[Any] = [value for _, value in one.items()]
        elif isinstance(one, pikepdf.Array):
            inside = list(one.as_list())
        else:
            continue
        for value in inside:
            number = getattr(value, "objgen", (0, 0))
            if number == (0, 0):
                waiting.append(value)
            elif number not in seen:
                seen.add(number)
                waiting.append(value)
    return seen


def revisions(data: bytes) -> Iterator[tuple[int, str]]:
    """Yield the earlier versions a file holds: where they end, and their text."""
    ends = [found.end() for found in _EOF.finditer(data)]
    is_linear = b"/Linearized" in data[:2048]
    for end in ends[1 if is_linear else 0 : -1][:REVISIONS]:
        try:
            with pages.source(data[:end]) as read:
                yield end, "\n".join(pages.text_of(read, info.number) for info in read.pages)
        except Refused:
            continue


def _history(data: bytes, visible: list[str]) -> Iterator[Finding]:
    now = plain("".join(visible))
    for number, (_, text) in enumerate(revisions(data), 1):
        gone = [line for line in text.splitlines() if line.strip() and plain(line) not in now]
        if gone:
            why = "文件里存着修改以前的版本，删去的内容可以还原。"
            yield rules.VERSION.finding(f"第{number}个早期版本", cut("；".join(gone)), why, WAY)
        else:
            yield rules.TRACE.finding(
                f"第{number}个早期版本", "", "文件是分次保存的，文字没有改动。"
            )
    ends = [found.end() for found in _EOF.finditer(data)]
    start = data.find(b"%PDF-")
    for place, rest in (
        ("文件开头", data[:start]),
        ("文件末尾", data[ends[-1] :] if ends else b""),
    ):
        if rest.strip(b"\0 \r\n"):
            shown = cut("；".join(strings(rest)) or f"{len(rest)}字节")
            yield rules.OUTSIDE.finding(place, shown, "文件正文以外还有内容。", WAY)


def _bytes(stream: pikepdf.Object) -> bytes:
    try:
        held = stream.read_bytes()
    except (pikepdf.PdfError, RuntimeError, ValueError):
        held = stream.read_raw_bytes()
    if len(held) > HELD:
        raise Refused("file.bomb", "PDF展开后过大，可能是恶意文件，请重新另存后再上传。")
    return held
