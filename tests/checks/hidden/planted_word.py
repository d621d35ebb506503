"""Hiding places of a Word document: (name, rule, bytes, whether the clean copy is refused)."""

from tests.checks.hidden.made import (
    OFFICE,
    SECRET,
    SHOWN,
    W,
    a_body,
    a_book,
    a_document,
    a_page,
    a_picture,
    a_run,
    an_object,
    packed,
    saved,
    surgery,
    unpacked,
)

BY = 'w:id="7" w:author="张三（演示）" w:date="2026-01-05T08:00:00Z"'
RUN = f"<w:r><w:t>{SECRET}</w:t></w:r>"
GONE = f"<w:r><w:delText>{SECRET}</w:delText></w:r>"
MS = "application/vnd.openxmlformats-officedocument.wordprocessingml"
WPS = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def a_box(text: str, at: int = 100, hidden: str = "", fallback: str | None = None) -> str:
    """Write a text box at a distance from the page's corner, in its two contents."""
    inside = f"<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>"
    other = inside.replace(text, text if fallback is None else fallback)
    return (
        f'<w:p><w:r><mc:AlternateContent {WPS}><mc:Choice Requires="wps"><w:drawing>'
        f'<wp:anchor behindDoc="1" distT="0" distB="0" distL="0" distR="0" simplePos="0" '
        f'relativeHeight="1" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{at}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>0</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="900000" cy="300000"/><wp:wrapNone/><wp:docPr id="9" name="文本框" {hidden}/>'
        f'<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f"<wps:wsp><wps:spPr/><wps:txbx>{inside}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData>"
        f"</a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape "
        f'style="width:70pt;height:20pt"><v:textbox>{other}</v:textbox></v:shape></w:pict>'
        f"</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


def a_part(name: str, root: str, kind: str, kinds: str = "", source: str = "word/document.xml",
           body: str = "", **more) -> bytes:  # fmt: skip
    """Make a document with one part more that it refers to."""
    target = name.removeprefix("word/") if source.startswith("word/") else name
    if source.startswith("word/") and not name.startswith("word/"):
        target = f"../{name}"
    return a_body(body, add={name: root}, relate=[(source, kind, target)],
                  types={name: kinds or "application/xml"}, **more)  # fmt: skip


def a_setting(markup: str) -> bytes:
    change = {
        "word/settings.xml": lambda text: text.replace("</w:settings>", markup + "</w:settings>")
    }
    return a_body("", change=change)


def a_property(part: str, old: str, new: str) -> bytes:
    return surgery(a_document(), {part: lambda text: text.replace(old, new, 1)})


def a_styled(paragraph: str, style: str) -> bytes:
    change = {"word/styles.xml": lambda text: text.replace("</w:styles>", style + "</w:styles>")}
    return a_body(paragraph, change=change)


def a_field(code: str, result: str = "") -> str:
    chars = "".join(f'<w:r><w:fldChar w:fldCharType="{one}"/></w:r>{between}' for one, between in (
        ("begin", f'<w:r><w:instrText xml:space="preserve">{code}</w:instrText></w:r>'),
        ("separate", f"<w:r><w:t>{result}</w:t></w:r>"), ("end", "")))  # fmt: skip
    return f"<w:p>{chars}</w:p>"


def a_cropped_picture() -> bytes:
    drawing = (
        f'<w:p><w:r><w:drawing {WPS}><wp:inline><wp:extent cx="900000" cy="600000"/><wp:docPr id="3" '
        f'name="图"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/'
        f'picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="3" name="图"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="rIdX1"/><a:srcRect l="50000" b="10000"/><a:stretch>'
        f"<a:fillRect/></a:stretch></pic:blipFill><pic:spPr/></pic:pic></a:graphicData></a:graphic>"
        f"</wp:inline></w:drawing></w:r></w:p>"
    )
    return a_body(drawing, add={"word/media/image1.png": a_picture()},
                  relate=[("word/document.xml", "image", "media/image1.png")])  # fmt: skip


def a_gps_picture() -> bytes:
    from tests.checks.hidden.planted_images import a_photo  # noqa: PLC0415 (they make each other)

    drawing = "<w:p><w:r><w:pict/></w:r></w:p>"
    return a_body(drawing, add={"word/media/image1.jpeg": a_photo()},
                  relate=[("word/document.xml", "image", "media/image1.jpeg")],
                  types={"word/media/image1.jpeg": "image/jpeg"})  # fmt: skip


def gap() -> bytes:
    """Make an archive with bytes between its members that no member owns."""
    data = a_document()
    at = data.rfind(b"PK\x05\x06")
    start = int.from_bytes(data[at + 16 : at + 20], "little")
    more = f"x{SECRET}x{SECRET}".encode()
    end = data[at : at + 16] + (start + len(more)).to_bytes(4, "little") + data[at + 20 :]
    return data[:start] + more + data[start:at] + end


TABLE = (
    "<w:tbl><w:tr>{}<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc></w:tr>"
    "<w:tr><w:tc><w:p><w:r><w:t>合计</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
)
COMMENT = (
    f'<w:comments xmlns:w="{W}"><w:comment {BY}><w:p><w:r><w:t>{SECRET}</w:t></w:r></w:p>'
    "</w:comment></w:comments>"
)
CUSTOM = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property '
    'fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="来源"><vt:lpwstr>'
    f"{SECRET}</vt:lpwstr></property></Properties>"
)
HEADER = f'<w:hdr xmlns:w="{W}"><w:p>{RUN}</w:p></w:hdr>'
NOTES = (
    f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="8"><w:p>{RUN}</w:p></w:footnote></w:footnotes>'
)
LINE = '<w:spacing w:line="20" w:lineRule="exact"/>'

PLACES = [
    ("tracked deletion", "hidden.change", a_body(f"<w:p><w:del {BY}>{GONE}</w:del></w:p>")),
    ("tracked move", "hidden.change", a_body(f"<w:p><w:moveFrom {BY}>{RUN}</w:moveFrom></w:p>")),
    ("deleted row", "hidden.change", a_body(TABLE.format(f"<w:trPr><w:del {BY}/></w:trPr>", SECRET))),
    ("comment", "hidden.comment", a_part("word/comments.xml", COMMENT, "comments",
     f"{MS}.comments+xml", body='<w:p><w:commentRangeStart w:id="7"/><w:r><w:t>见批注</w:t></w:r>'
     '<w:commentRangeEnd w:id="7"/><w:r><w:commentReference w:id="7"/></w:r></w:p>')),
    ("hidden text", "hidden.text", a_body(a_run(SECRET, "<w:vanish/>"))),
    ("white text", "hidden.text", a_body(a_run(SECRET, '<w:color w:val="FFFFFF"/>'))),
    ("text of its ground's colour", "hidden.text", a_body(a_run(
        SECRET, '<w:color w:val="1F3864"/><w:shd w:val="clear" w:color="auto" w:fill="1F3864"/>'))),
    ("black marker over text", "hidden.text", a_body(a_run(SECRET, '<w:highlight w:val="black"/>'))),
    ("one point", "hidden.text", a_body(a_run(SECRET, '<w:sz w:val="2"/>'))),
    ("hidden by a style", "hidden.text", a_styled(
        f'<w:p><w:pPr><w:pStyle w:val="Gone"/></w:pPr>{RUN}</w:p>',
        '<w:style w:type="paragraph" w:styleId="Gone0"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Gone"><w:basedOn w:val="Gone0"/></w:style>')),
    ("flat line", "hidden.text", a_body(f"<w:p><w:pPr>{LINE}</w:pPr>{RUN}</w:p>")),
    ("far indent", "hidden.text", a_body(
        f'<w:p><w:pPr><w:ind w:left="-31000"/></w:pPr>{RUN}</w:p>')),
    ("hidden row", "hidden.text", a_body(TABLE.format("<w:trPr><w:hidden/></w:trPr>", SECRET))),
    ("text box off the page", "hidden.text", a_body(a_box(SECRET, at=30_000_000))),
    ("hidden text box", "hidden.text", a_body(a_box(SECRET, hidden='hidden="1"'))),
    ("other content of a box", "hidden.alternate", a_body(a_box("说明", fallback=SECRET))),
    ("box over the text", "hidden.over", a_body(a_box("").replace('behindDoc="1"', 'behindDoc="0"')
     .replace("<wps:spPr/>", '<wps:spPr><a:solidFill><a:srgbClr val="000000"/></a:solidFill></wps:spPr>'))),
    ("OLE object", "hidden.embedded", a_part("word/embeddings/oleObject1.bin", an_object(a_book(
        lambda book: book.active.append([SECRET]))), "oleObject", "application/octet-stream")),
    ("hidden sheet in an OLE object", "hidden.sheet", a_part("word/embeddings/oleObject1.bin",
     an_object(a_book(lambda book: (book.create_sheet("底稿").append([SECRET]),
                                    setattr(book["底稿"], "sheet_state", "hidden")))),
     "oleObject", "application/octet-stream")),
    ("field code", "hidden.text", a_body(a_field(f' XE "{SECRET}" '))),
    ("linking field", "hidden.link", a_body(a_field(f' INCLUDETEXT "D:\\\\{SECRET}.docx" ', SHOWN))),
    ("choices of a form", "hidden.form", a_body(
        f'<w:sdt><w:sdtPr><w:dropDownList><w:listItem w:displayText="{SECRET}" w:value="1"/>'
        f"</w:dropDownList></w:sdtPr><w:sdtContent><w:p><w:r><w:t>选项</w:t></w:r></w:p>"
        f"</w:sdtContent></w:sdt>")),
    ("unused header", "hidden.spare", a_part("word/header9.xml", HEADER, "header", f"{MS}.header+xml")),
    ("unused note", "hidden.spare", a_part("word/footnotes.xml", NOTES, "footnotes",
                                           f"{MS}.footnotes+xml")),
    ("building blocks", "hidden.spare", a_part(
        "word/glossary/document.xml", f'<w:glossaryDocument xmlns:w="{W}"><w:p>{RUN}</w:p>'
        "</w:glossaryDocument>", "glossaryDocument", f"{MS}.document.glossary+xml")),
    ("custom data", "hidden.data", a_part("customXml/item7.xml", f"<data><x>{SECRET}</x></data>",
                                          "customXml")),
    ("document variable", "hidden.data", a_setting(
        f'<w:docVars><w:docVar w:name="v" w:val="{SECRET}"/></w:docVars>')),
    ("custom property", "hidden.property", a_part(
        "docProps/custom.xml", CUSTOM, "custom-properties", source="",
        kinds="application/vnd.openxmlformats-officedocument.custom-properties+xml")),
    ("author", "hidden.person", a_property("docProps/core.xml", "<dc:creator></dc:creator>",
                                           f"<dc:creator>{SECRET}</dc:creator>")),
    ("company", "hidden.person", a_property("docProps/app.xml", "</Properties>",
                                            f"<Company>{SECRET}</Company></Properties>")),
    ("old subject", "hidden.property", a_property("docProps/core.xml", "</cp:coreProperties>",
                                                f"<dc:subject>{SECRET}</dc:subject></cp:coreProperties>")),
    ("template path", "hidden.link", a_body("", relate=[
        ("word/settings.xml", "attachedTemplate", f"file:///C:\\Users\\zhangsan\\{SECRET}.dotx")])),
    ("path in a picture's name", "hidden.path", a_body(
        f'<w:p><w:r><w:drawing {WPS}><wp:inline><wp:docPr id="4" name="图" '
        f'descr="C:\\Users\\zhangsan\\Desktop\\{SECRET}.png"/></wp:inline></w:drawing></w:r></w:p>')),
    ("workbook inside", "hidden.embedded", a_part(
        "word/embeddings/表.xlsx", a_book(lambda book: book.active.append([SECRET])), "package")),
    ("hidden sheet of a workbook inside", "hidden.sheet", a_part(
        "word/embeddings/表.xlsx", a_book(lambda book: (book.create_sheet("底稿").append([SECRET]),
        setattr(book["底稿"], "sheet_state", "veryHidden"))), "package")),
    ("document in a document in a document", "hidden.text", a_part(
        "word/embeddings/内.docx", a_part("word/embeddings/里.docx",
        a_body(a_run(SECRET, "<w:vanish/>")), "package"), "package")),
    ("another format inside", "hidden.embedded", a_part(
        "word/chunk.html", f"<p>{SECRET}</p>", f"{OFFICE}/relationships/aFChunk", "text/html",
        body=f'<w:altChunk {WPS} r:id="rIdX1"/>')),
    ("spare part", "hidden.spare", packed(unpacked(a_document()) | {
        "word/old.xml": f"<w:p xmlns:w='{W}'><w:t>{SECRET}</w:t></w:p>".encode()})),
    ("gap of the archive", "hidden.outside", gap()),
    ("place of a photograph", "hidden.position", a_gps_picture()),
    ("cropped picture", "hidden.cropped", a_cropped_picture()),
    ("printer", "hidden.printer", a_part("word/printerSettings1.bin", SECRET.encode("utf-16-le"),
                                         "printerSettings", "application/x")),
    ("thumbnail", "hidden.thumbnail", a_part("docProps/thumbnail.png", a_picture(), "thumbnail",
                                             "image/png", source="")),
    ("PDF inside", "hidden.embedded", a_part("word/embeddings/附.pdf", saved(a_page("")), "package",
                                             "application/pdf")),
]  # fmt: skip
REFUSED = {"box over the text"}
SILENT = {
    "box over the text",
    "cropped picture",
    "thumbnail",
    "place of a photograph",
    "PDF inside",
}  # no words planted
