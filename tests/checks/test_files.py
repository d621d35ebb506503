import io
import os
import struct
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.checks import files
from gongkai.checks.characters import is_unseen
from gongkai.checks.files import kind_of, safe_name, text_of
from gongkai.law.refused import Refused

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + bytes(17)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(20)
GIF = b"GIF89a" + bytes(20)
WEBP = b"RIFF\x1a\x00\x00\x00WEBPVP8 " + bytes(20)
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def a_zip(*, method: int = zipfile.ZIP_DEFLATED, **members: str | bytes) -> bytes:
    """Make an archive; in a member's name __ stands for / and _dot_ for the dot."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return out.getvalue()


def a_docx(body: str = "", **more: str | bytes) -> bytes:
    document = f"<w:document {W}><w:body>{body}</w:body></w:document>"
    return a_zip(word__document_dot_xml=document, **more)


def an_xlsx(sheet: str = "<sheetData/>", **more: str | bytes) -> bytes:
    return a_zip(
        xl__workbook_dot_xml='<workbook><sheets><sheet name="表一"/></sheets></workbook>',
        xl__worksheets__sheet1_dot_xml=f"<worksheet>{sheet}</worksheet>",
        **more,
    )


def an_ofd(page: str = "") -> bytes:
    return a_zip(
        OFD_dot_xml="<OFD><DocBody><DocInfo><Title>公报</Title></DocInfo></DocBody></OFD>",
        Doc_0__Pages__Page_0__Content_dot_xml=f"<Page>{page}</Page>",
    )


def code(name: str, data: bytes) -> str:
    with pytest.raises(Refused) as caught:
        kind_of(name, data)
    assert "。" in caught.value.message
    return caught.value.code


@pytest.mark.parametrize(
    ("name", "data", "extension", "media_type"),
    [
        ("公报.pdf", PDF, "pdf", "application/pdf"),
        ("公报.PDF", PDF, "pdf", "application/pdf"),
        ("公报.png", PNG, "png", "image/png"),
        ("公报.jpg", JPEG, "jpg", "image/jpeg"),
        ("公报.jpeg", JPEG, "jpg", "image/jpeg"),
        ("公报.gif", GIF, "gif", "image/gif"),
        ("公报.webp", WEBP, "webp", "image/webp"),
        ("公报.docx", a_docx(), "docx", files.DOCX.media_type),
        ("公报.xlsx", an_xlsx(), "xlsx", files.XLSX.media_type),
        ("公报.ofd", an_ofd(), "ofd", "application/ofd"),
    ],
)
def test_kind_is_told_by_content(name: str, data: bytes, extension: str, media_type: str) -> None:
    kind = kind_of(name, data)
    assert (kind.extension, kind.media_type) == (extension, media_type)
    assert kind.is_image == media_type.startswith("image/")
    assert kind.label


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("公报.pdf", PNG),
        ("公报.png", JPEG),
        ("公报.docx", an_xlsx()),
        ("公报.xlsx", a_docx()),
        ("公报", PDF),
        ("公报.pdf.exe", PDF),
    ],
)
def test_file_named_as_another_kind_is_refused(name: str, data: bytes) -> None:
    assert code(name, data) == "file.name"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("公报.html", b"<!DOCTYPE html><html><script>1</script></html>"),
        ("公报.pdf", b"<!DOCTYPE html><html><script>1</script></html>"),
        ("图.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
        ("图.png", b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'),
        ("安装.exe", b"MZ\x90\x00" + bytes(100)),
        ("公报.doc", OLE),
        ("公报.txt", "统计公报".encode()),
        ("包.rar", b"Rar!\x1a\x07\x00" + bytes(20)),
        ("讲稿.pptx", a_zip(ppt__presentation_dot_xml="<p/>")),
        ("表.xlsb", a_zip(xl__workbook_dot_bin=b"1")),
        ("文.odt", a_zip(mimetype="application/vnd.oasis.opendocument.text")),
    ],
)
def test_kind_the_public_cannot_use_is_refused(name: str, data: bytes) -> None:
    assert code(name, data) == "file.kind"


def test_empty_file_is_refused() -> None:
    assert code("公报.pdf", b"") == "file.empty"


@pytest.mark.parametrize("data", [a_zip(a_dot_txt="1"), a_zip()])
def test_plain_archive_is_refused_with_what_to_do(data: bytes) -> None:
    with pytest.raises(Refused, match="逐个上传") as caught:
        kind_of("材料.zip", data)
    assert caught.value.code == "file.zip"


def test_archive_that_explodes_is_refused_by_its_directory() -> None:
    assert code("公报.docx", a_docx(word__media_dot_xml=bytes(2 * 1024 * 1024))) == "file.bomb"
    many = {f"m{number}": b"" for number in range(files.MEMBERS + 1)}
    assert code("公报.docx", a_zip(**many)) == "file.bomb"


def test_archive_larger_than_the_limit_is_refused_whatever_its_ratio() -> None:
    noise = os.urandom(1_200_000)
    data = a_docx(word__media_dot_xml=noise)
    size = struct.pack("<I", len(noise))
    large = data[:-2000] + data[-2000:].replace(size, struct.pack("<I", files.UNPACKED))
    assert kind_of("公报.docx", data) is files.DOCX
    assert code("公报.docx", large) == "file.bomb"


def test_small_repetitive_archive_is_no_bomb() -> None:
    assert kind_of("公报.docx", a_docx(word__media_dot_xml=bytes(500_000))) is files.DOCX


def test_archive_that_lies_about_its_sizes_is_refused_while_reading() -> None:
    text = b"<t>" + b"1" * 500_000 + b"</t>"
    honest = a_docx(word__footer1_dot_xml=text)
    lie = honest.replace(struct.pack("<I", len(text)), struct.pack("<I", 20))
    assert lie != honest
    with pytest.raises(Refused) as caught:
        text_of("公报.docx", lie)
    assert caught.value.code == "file.broken"


def test_reading_stops_at_the_limit() -> None:
    data = a_docx("<w:p/>" * 10)
    with zipfile.ZipFile(io.BytesIO(data)) as archive, pytest.raises(Refused) as caught:
        files._unpack("公报.docx", archive, archive.infolist()[0], budget=10)
    assert caught.value.code == "file.bomb"


def test_locked_files_are_refused() -> None:
    locked = PDF.replace(b"/Root 1 0 R", b"/Root 1 0 R/Encrypt 5 0 R")
    assert code("公报.pdf", locked) == "file.encrypted"
    assert code("公报.docx", OLE + "EncryptedPackage".encode("utf-16-le")) == "file.encrypted"
    archive = bytearray(a_docx())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        archive[archive.index(signature) + offset] |= 1
    assert code("公报.docx", bytes(archive)) == "file.encrypted"


@pytest.mark.parametrize(
    "data",
    [a_docx(word__vbaProject_dot_bin=b"1"), an_xlsx(xl__macrosheets__sheet1_dot_xml="<x/>")],
)
def test_file_with_a_program_inside_is_refused(data: bytes) -> None:
    assert code("公报.docx", data) == "file.macro"


def test_archive_that_points_outside_itself_is_refused() -> None:
    data = bytearray(a_docx())
    data[data.index(b"PK\x05\x06") + 16] ^= 0xFF  # where the directory begins
    with pytest.raises(Refused) as caught:
        text_of("公报.docx", bytes(data))
    assert caught.value.code == "file.broken"


def test_broken_archive_is_refused() -> None:
    assert code("公报.docx", a_docx()[:60]) == "file.broken"


def test_text_of_a_document_joins_pieces_and_reads_hidden_parts() -> None:
    data = a_docx(
        "<w:p><w:r><w:t>机</w:t></w:r><w:r><w:t>密★</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>第二段</w:t><w:br/><w:t>换行</w:t></w:r></w:p>"
        "<w:p><w:del><w:r><w:delText>删去的话</w:delText></w:r></w:del></w:p>",
        word__header1_dot_xml=f"<w:hdr {W}><w:p><w:r><w:t>页眉</w:t></w:r></w:p></w:hdr>",
        word__comments_dot_xml=f"<w:c {W}><w:p><w:r><w:t>批注</w:t></w:r></w:p></w:c>",
        customXml__item_dot_xml="<p><t>不读</t></p>",
    )
    assert text_of("公报.docx", data).splitlines() == [
        *("机密★", "第二段", "换行", "删去的话", "页眉", "批注")
    ]


def test_text_of_a_workbook_reads_cells_comments_headers_and_sheet_names() -> None:
    data = an_xlsx(
        '<sheetData><row><c t="s"><v>0</v></c><c><v>13800138000</v></c>'
        '<c t="str"><f>A1</f><v>公式结果</v></c><c t="inlineStr"><is><t>直写</t></is></c></row>'
        '</sheetData><headerFooter><oddHeader>&amp;L秘密★10年&amp;C&amp;"宋体,常规"&amp;9公报</oddHeader>'
        "</headerFooter>",
        xl__sharedStrings_dot_xml="<sst><si><r><t>共</t></r><r><t>享</t></r>"
        "<rPh><t>gong xiang</t></rPh></si></sst>",
        xl__comments1_dot_xml="<comments><comment><text><t>批注</t></text></comment></comments>",
    )
    assert text_of("公报.xlsx", data).splitlines() == [
        *("表一", "13800138000", "公式结果", "直写", "秘密★10年", "公报", "共享", "批注")
    ]


def test_text_of_a_page_joins_what_stands_at_one_height() -> None:
    page = "".join(
        f'<TextObject Boundary="{x} {y} 10 10"><TextCode>{text}</TextCode></TextObject>'
        for x, y, text in ((0, 5, "机"), (10, 5, "密★"), (0, 30, "正文"))
    )
    assert text_of("公报.ofd", an_ofd(page)).splitlines() == ["公报", "机密★", "正文"]


@pytest.mark.parametrize(
    "part",
    [
        '<!DOCTYPE x [<!ENTITY a "秘密">]><w:p><w:t>&a;</w:t></w:p>',
        '<!DOCTYPE x SYSTEM "file:///etc/passwd"><p/>',
        "<p><t>没有结束",
        "",
    ],
)
def test_markup_with_entities_or_broken_is_refused(part: str) -> None:
    with pytest.raises(Refused) as caught:
        text_of("公报.docx", a_docx(word__footer1_dot_xml=part))
    assert caught.value.code == "file.broken"


def test_text_of_a_picture_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        text_of("图.png", PNG)
    assert caught.value.code == "file.kind"


@given(st.text(max_size=200))
def test_safe_name_is_safe_and_stays_as_it_is(name: str) -> None:
    safe = safe_name(name)
    assert safe == safe_name(safe)
    assert 0 < len(safe.encode()) <= files.NAME_BYTES
    assert not set(safe) & set('/\\<>:"|?*')
    assert not any(map(is_unseen, safe))
    assert not {safe[0], safe[-1]} & {" ", "."}


@given(
    st.sampled_from([("公报.docx", a_docx("<w:p><w:t>正文</w:t></w:p>")), ("公报.ofd", an_ofd())]),
    st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), min_size=1, max_size=4),
)
def test_damaged_file_is_read_or_refused_and_nothing_else(
    file: tuple[str, bytes], damage: list[tuple[int, int]]
) -> None:
    name, data = file[0], bytearray(file[1])
    for place, value in damage:
        data[place % len(data)] = value
    with suppress(Refused):
        assert isinstance(text_of(name, bytes(data)), str)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("石家庄市2014年统计公报.pdf", "石家庄市2014年统计公报.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\文件\\公报.docx", "公报.docx"),
        ("C:公报.docx", "公报.docx"),
        ("..", "文件"),
        ("", "文件"),
        ("CON", "_CON"),
        ("lpt1.tar.gz", "_lpt1.tar.gz"),
        ("公\u202e报\x00.pdf", "公报.pdf"),
        ("公报?.pdf", "公报.pdf"),
        ("公报. ", "公报"),
        ("e\u0301.pdf", "\u00e9.pdf"),
        ("报" * 60 + ".xlsx", "报" * 38 + ".xlsx"),
    ],
)
def test_safe_name_keeps_what_people_read(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("01_communiques/luoyang_2023_communique.docx", "国民经济和社会发展统计公报"),
        ("04_budgets/dept_budget_workbook.xlsx", "部门预算"),
        ("03_disclosure_reports/annual_report_template.docx", "政府信息公开工作年度报告"),
    ],
)
def test_text_of_a_published_file_is_read(corpus: Path, path: str, words: str) -> None:
    file = corpus / path
    assert words in text_of(file.name, file.read_bytes())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_plain_text_is_read_line_by_line_in_the_encodings_of_the_office(encoding: str) -> None:
    data = "第一行\n\n第三行".encode(encoding)
    assert files.is_typed("稿.txt", data)
    assert list(files.typed("稿.txt", data)) == [("第1行", "第一行"), ("第3行", "第三行")]


def test_page_is_read_by_paragraphs_with_what_it_comments_out() -> None:
    data = "<p>甲</p><p>乙<!-- 丙 --></p>".encode()
    assert list(files.typed("页.html", data)) == [("第1段", "甲"), ("第2段", "乙\n 丙")]


@pytest.mark.parametrize("data", [b"", b"a\0b", b"\xff\xfe\x00"])
def test_text_nobody_can_read_is_refused(data: bytes) -> None:
    with pytest.raises(Refused) as caught:
        list(files.typed("稿.txt", data))
    assert caught.value.code in {"file.empty", "file.broken"}


def test_picture_named_as_a_text_is_no_text() -> None:
    assert not files.is_typed("稿.txt", PNG)
    assert code("稿.txt", PNG) == "file.name"


def test_slides_are_looked_into_but_are_no_public_kind() -> None:
    data = a_zip(ppt__presentation_dot_xml="<p/>")
    assert files.kind_of("讲.pptx", data, is_public=False).extension == "pptx"
    assert code("讲.pptx", data) == "file.kind"
