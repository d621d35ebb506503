"""Small Word documents and web pages for tests, made part by part."""

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="png" ContentType="image/png"/></Types>'
)
ROOT = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)


def run(text: str, properties: str = "") -> str:
    """Return a run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def para(*runs: str, properties: str = "") -> str:
    """Return a paragraph of runs, or of plain text."""
    inner = "".join(one if one.startswith("<") else run(one) for one in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def centred(text: str) -> str:
    """Return a centred line."""
    return para(text, properties='<w:jc w:val="center"/>')


def styled(text: str, style: str) -> str:
    """Return a paragraph of a style."""
    return para(text, properties=f'<w:pStyle w:val="{style}"/>')


def cell(text: str, properties: str = "") -> str:
    """Return a cell of one paragraph."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{para(text)}</w:tc>"


def table(*rows: list[str]) -> str:
    """Return a table; a cell given as text is made one."""
    lines = "".join(
        "<w:tr>" + "".join(one if one.startswith("<") else cell(one) for one in row) + "</w:tr>"
        for row in rows
    )
    return f"<w:tbl>{lines}</w:tbl>"


def picture(rid: str, alt: str = "") -> str:
    """Return a run that shows a picture."""
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="{alt}"/><a:graphic>'
        f'<a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="{rid}"/></pic:blipFill></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


CHART = (
    '<w:r><w:drawing><wp:inline><wp:docPr id="9" name="x"/><a:graphic><a:graphicData>'
    '<c:chart r:id="rId9"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
)


def part(tag: str, inner: str) -> str:
    """Return a part of a document."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{tag} {SPACES}>{inner}</w:{tag}>'


def links(**targets: str) -> str:
    """Return the links of the body: rId -> target; a picture unless it says otherwise."""
    rows = "".join(
        f'<Relationship Id="{rid}" Type="{R}/{"image" if "media" in target else target[:-4]}" '
        f'Target="{target}"/>'
        for rid, target in targets.items()
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{rows}</Relationships>'


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """Return an archive."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target.getvalue()


def docx(*body: str, **parts: str | bytes) -> bytes:
    """Return a Word document. Other parts by path, "/" written "__" and "." written "_x_"."""
    named = {name.replace("__", "/").replace("_x_", "."): data for name, data in parts.items()}
    return zipped(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": ROOT,
            "word/document.xml": part("document", f"<w:body>{''.join(body)}</w:body>"),
        }
        | named
    )
