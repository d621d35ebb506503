"""Hiding places of slides and of OFD: (name, rule, file name, bytes)."""

from tests.checks.hidden.made import OFFICE, SECRET, SHOWN, packed, surgery

P = "http://schemas.openxmlformats.org/presentationml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
R = f"{OFFICE}/relationships"
NS = f'xmlns:p="{P}" xmlns:a="{A}" xmlns:r="{R}"'
MS = "application/vnd.openxmlformats-officedocument.presentationml"


def a_shape(text: str, *, at: int = 100, run: str = "", hidden: str = "") -> str:
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="框" {hidden}/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>'
        f'<a:xfrm><a:off x="{at}" y="100"/><a:ext cx="900" cy="900"/></a:xfrm></p:spPr><p:txBody>'
        f"<a:bodyPr/><a:p><a:r><a:rPr {run}<a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"
    ).replace("<a:rPr <a:t>", "<a:rPr/><a:t>")


def a_slide(shapes: str, show: str = "") -> str:
    return f"<p:sld {NS} {show}><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sld>"


def slides(*made: str) -> bytes:
    """Make a presentation of slides."""
    ids = "".join(f'<p:sldId id="{256 + n}" r:id="rId{n}"/>' for n in range(len(made)))
    rels = "".join(f'<Relationship Id="rId{n}" Type="{R}/slide" Target="slides/slide{n}.xml"/>'
                   for n in range(len(made)))  # fmt: skip
    space = "http://schemas.openxmlformats.org/package/2006"
    types = "".join(f'<Override PartName="/ppt/slides/slide{n}.xml" ContentType="{MS}.slide+xml"/>'
                    for n in range(len(made)))  # fmt: skip
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{space}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName='
        f'"/ppt/presentation.xml" ContentType="{MS}.presentation.main+xml"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{space}/relationships"><Relationship Id="rId1" '
        f'Type="{R}/officeDocument" Target="ppt/presentation.xml"/></Relationships>',
        "ppt/presentation.xml": f"<p:presentation {NS}><p:sldIdLst>{ids}</p:sldIdLst>"
        '<p:sldSz cx="12192000" cy="6858000"/></p:presentation>',
        "ppt/_rels/presentation.xml.rels": f'<Relationships xmlns="{space}/relationships">{rels}'
        "</Relationships>",
    } | {f"ppt/slides/slide{n}.xml": one for n, one in enumerate(made)}
    return packed({name: part.encode() for name, part in parts.items()})


def a_cover() -> str:
    fill = '</a:xfrm><a:solidFill><a:srgbClr val="000000"/></a:solidFill></p:spPr>'
    return a_shape("").replace("</a:xfrm></p:spPr>", fill)


FIRST = a_slide(a_shape(SHOWN))
WHITE = '><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></a:rPr>'


def a_part(name: str, root: str, kind: str, source: str = "ppt/slides/slide0.xml") -> bytes:
    target = f"../{name.removeprefix('ppt/')}" if "slides" in source else name.removeprefix("ppt/")
    return surgery(slides(FIRST), None, {name: root}, [(source, kind, target)],
                   {name: "application/xml"})  # fmt: skip


NOTES = f"<p:notes {NS}><p:cSld><p:spTree>{a_shape(SECRET)}</p:spTree></p:cSld></p:notes>"
TAGS = f'<p:tagLst {NS}><p:tag name="X" val="{SECRET}"/></p:tagLst>'


def an_ofd(page: str = "", info: str = "", body: str = "", **more: str) -> bytes:
    """Make an OFD of one page."""
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    parts = {
        "OFD.xml": f"<ofd:OFD {space}><ofd:DocBody><ofd:DocInfo>{info}</ofd:DocInfo><ofd:DocRoot>"
        f"Doc_0/Document.xml</ofd:DocRoot>{body}</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f'<ofd:Document {space}><ofd:Pages><ofd:Page ID="1" '
        f'BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages>{more.pop("document", "")}</ofd:Document>',
        "Doc_0/Pages/Page_0/Content.xml": f'<ofd:Page {space}><ofd:Content><ofd:Layer ID="2">'
        f"{a_piece(SHOWN, 10)}{page}</ofd:Layer></ofd:Content></ofd:Page>",
    }
    return packed({name: part.encode() for name, part in (parts | more).items()})


def a_piece(text: str, y: int, more: str = "", inside: str = "") -> str:
    return (
        f'<ofd:TextObject ID="5" Boundary="20 {y} 100 8" Size="5" {more}>{inside}<ofd:TextCode X="0" '
        f'Y="5">{text}</ofd:TextCode></ofd:TextObject>'
    )


NOTE = f'<Annot xmlns="http://www.ofdspec.org/2016"><Remark>{SECRET}</Remark></Annot>'
FILES = f'<Attachments xmlns="x"><Attachment Name="{SECRET}" ID="1"><FileLoc>底稿.txt</FileLoc></Attachment></Attachments>'

PLACES = [
    ("hidden slide", "hidden.slide", "讲.pptx", slides(FIRST, a_slide(a_shape(SECRET), 'show="0"'))),
    ("speaker notes", "hidden.notes", "讲.pptx",
     a_part("ppt/notesSlides/notesSlide1.xml", NOTES, "notesSlide")),
    ("comment on a slide", "hidden.comment", "讲.pptx", a_part(
        "ppt/comments/comment1.xml", f"<p:cmLst {NS}><p:cm><p:text>{SECRET}</p:text></p:cm></p:cmLst>",
        "comments")),
    ("shape off the slide", "hidden.text", "讲.pptx",
     slides(FIRST, a_slide(a_shape(SECRET, at=99_000_000) + a_shape("一")))),
    ("hidden shape", "hidden.text", "讲.pptx",
     slides(FIRST, a_slide(a_shape(SECRET, hidden='hidden="1"') + a_shape("一")))),
    ("white text on a slide", "hidden.text", "讲.pptx", slides(FIRST, a_slide(a_shape(SECRET, run=WHITE)))),
    ("tiny text on a slide", "hidden.text", "讲.pptx",
     slides(FIRST, a_slide(a_shape(SECRET, run='sz="100"/>')))),
    ("text under a shape", "hidden.covered", "讲.pptx",
     slides(FIRST, a_slide(a_shape("一", at=9000) + a_shape(SECRET) + a_cover()))),
    ("tags", "hidden.data", "讲.pptx", a_part("ppt/tags/tag1.xml", TAGS, "tags")),
    ("author of an OFD", "hidden.person", "文.ofd", an_ofd(info=f"<ofd:Author>{SECRET}</ofd:Author>")),
    ("unseen piece", "hidden.text", "文.ofd", an_ofd(a_piece(SECRET, 40, 'Visible="false"'))),
    ("clear piece", "hidden.text", "文.ofd", an_ofd(a_piece(SECRET, 40, 'Alpha="0"'))),
    ("white piece", "hidden.text", "文.ofd",
     an_ofd(a_piece(SECRET, 40, inside='<ofd:FillColor Value="255 255 255"/>'))),
    ("piece off the page", "hidden.text", "文.ofd", an_ofd(a_piece(SECRET, -90))),
    ("annotation", "hidden.annotation", "文.ofd", an_ofd(
        document="<ofd:Annotations>Annots/Annot_0.xml</ofd:Annotations>",
        **{"Doc_0/Annots/Annot_0.xml": NOTE})),
    ("attachment", "hidden.embedded", "文.ofd", an_ofd(
        document="<ofd:Attachments>Attachments.xml</ofd:Attachments>",
        **{"Doc_0/Attachments.xml": FILES, "Doc_0/底稿.txt": SECRET})),
    ("earlier version", "hidden.version", "文.ofd", an_ofd(
        body='<ofd:Versions><ofd:Version ID="1" Index="0" BaseLoc="Doc_0/V0.xml"/></ofd:Versions>',
        **{"Doc_0/V0.xml": f"<v>{SECRET}</v>"})),
    ("spare part", "hidden.spare", "文.ofd", an_ofd(**{"Doc_0/旧.xml": f"<v>{SECRET}</v>"})),
]  # fmt: skip
