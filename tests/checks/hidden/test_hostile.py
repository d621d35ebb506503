"""Files made to break what reads them: an answer that blocks, in time, and nothing raised."""

import io
import time
import zipfile
from random import Random

import pikepdf
import pytest

from gongkai.checks import examine, hidden
from gongkai.checks.findings import Severity
from gongkai.checks.hidden.looking import DEEP
from gongkai.checks.known import Known
from gongkai.law.refused import Refused
from tests.checks.hidden.made import (
    SHOWN,
    a_body,
    a_book,
    a_document,
    a_line,
    a_page,
    a_picture,
    packed,
    saved,
    surgery,
    unpacked,
)
from tests.checks.hidden.planted_other import FIRST, an_ofd, slides
from tests.checks.hidden.planted_word import a_part

WHOLE = {
    "文.docx": a_document(), "表.xlsx": a_book(), "讲.pptx": slides(FIRST), "文.ofd": an_ofd(),
    "文.pdf": saved(a_page(a_line("Economy"))), "图.png": a_picture(), "图.jpg": a_picture("JPEG"),
    "图.gif": a_picture("GIF"), "图.webp": a_picture("WEBP"),
}  # fmt: skip
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {one} "{f"&{before};" * 10}">' for before, one in zip("abcdefgh", "bcdefghi", strict=True))
    + "]><x>&i;</x>"
)  # fmt: skip
READS = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'


def blocks(name: str, data: bytes) -> set[str]:
    """Return the rules that block, and see that nothing is raised and reading is refused alike."""
    started = time.monotonic()
    found = {one.rule for one in hidden.look(name, data) if one.severity is Severity.BLOCK}
    assert time.monotonic() - started < 20
    assert _refusal(name, data).startswith("file.")
    return found


def _refusal(name: str, data: bytes) -> str:
    try:
        list(hidden.texts(name, data))
    except Refused as refused:
        return refused.code
    return "file.read"


def with_part(part: str, held: bytes | str) -> bytes:
    return packed(unpacked(a_document()) | {part: held.encode() if isinstance(held, str) else held})


def nested(depth: int) -> bytes:
    data = a_document()
    for _ in range(depth):
        data = a_part("word/embeddings/内.docx", data, "package")
    return data


def encrypted_pdf() -> bytes:
    return saved(a_page(""), encryption=pikepdf.Encryption(owner="a", user="b"))


def locked_zip() -> bytes:
    data = bytearray(a_document())
    at = data.rindex(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


def lying() -> bytes:
    """Make an archive whose directory says that a long member is short."""
    data = bytearray(with_part("word/document.xml", b"<x>" + b" " * 3_000_000 + b"</x>"))
    at = data.index(b"word/document.xml", data.index(b"PK\x01\x02")) - 46
    data[at + 24 : at + 28] = (100).to_bytes(4, "little")
    return bytes(data)


def deep_markup() -> bytes:
    return with_part("word/document.xml", "<x>" * 200_000 + "</x>" * 200_000)


def many_files() -> bytes:
    parts = unpacked(a_document())
    inside = packed({"word/document.xml": b"<x/>"})
    return packed(parts | {f"word/embeddings/{n}.docx": inside for n in range(400)})


@pytest.mark.parametrize(
    ("name", "data", "rule"),
    [
        ("文.docx", with_part("word/media/x.bin", bytes(300 * 1024 * 1024)), "file.bomb"),
        ("文.docx", lying(), "file.broken"),
        ("文.docx", nested(DEEP + 3), "hidden.depth"),
        ("文.docx", many_files(), "hidden.depth"),
        ("文.docx", with_part("word/document.xml", LAUGHS), "file.broken"),
        ("文.docx", with_part("word/document.xml", READS), "file.broken"),
        ("文.docx", with_part("word/styles.xml", LAUGHS), "file.broken"),
        ("文.docx", with_part("_rels/.rels", READS), "file.broken"),
        ("文.docx", with_part("word/document.xml", "<x>"), "file.broken"),
        ("文.docx", deep_markup(), "file.broken"),
        ("文.docx", with_part("word/vbaProject.bin", b"x"), "file.macro"),
        ("文.docx", with_part("../../etc/x", b"x"), "file.path"),
        ("文.docx", locked_zip(), "file.encrypted"),
        ("文.pdf", encrypted_pdf(), "file.encrypted"),
        ("表.docx", WHOLE["表.xlsx"], "file.name"),
        ("图.pdf", WHOLE["图.png"], "file.name"),
        ("包.docx", packed({"a.txt": b"x"}), "file.zip"),
        ("文.docx", b"", "file.empty"),
        ("文.pdf", b"%PDF-1.7\n" + bytes(200 * 1024 * 1024), "file.large"),
        ("图.png", WHOLE["图.png"][:-4], "file.broken"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_hostile_file_blocks(name: str, data: bytes, rule: str) -> None:
    assert rule in blocks(name, data)


@pytest.mark.parametrize("name", WHOLE)
def test_file_cut_in_the_middle_blocks_wherever_it_is_cut(name: str) -> None:
    whole = WHOLE[name]
    for at in sorted({*range(1, len(whole) - 12, max(1, len(whole) // 30))}):
        assert blocks(name, whole[:at]), at


@pytest.mark.parametrize("name", WHOLE)
def test_no_change_of_bytes_makes_a_reader_raise(name: str) -> None:
    draw = Random(name)
    for _ in range(25):
        data = bytearray(WHOLE[name])
        for _ in range(draw.choice((1, 4, 40))):
            data[draw.randrange(len(data))] = draw.randrange(256)
        blocks(name, bytes(data))


@pytest.mark.parametrize("name", ["文.docx", "表.xlsx", "讲.pptx", "文.ofd"])
def test_no_change_of_a_parts_bytes_makes_a_reader_raise(name: str) -> None:
    draw = Random(name)
    parts = unpacked(WHOLE[name])
    for _ in range(25):
        part = draw.choice(sorted(parts))
        held = bytearray(parts[part])
        for _ in range(draw.choice((1, 6))):
            held[draw.randrange(len(held))] = draw.randrange(256)
        blocks(name, packed(parts | {part: bytes(held)}))


@pytest.mark.parametrize("name", WHOLE)
def test_cleaning_a_broken_file_is_refused_and_never_raises_anything_else(name: str) -> None:
    whole = WHOLE[name]
    for at in range(1, len(whole) - 12, max(1, len(whole) // 8)):
        with pytest.raises(Refused):
            hidden.clean(name, whole[:at])


def test_merged_cells_without_end_block() -> None:
    rows = "".join(f'<mergeCell ref="A{n}:XFD1048576"/>' for n in range(1, 200))
    sheet = {"xl/worksheets/sheet1.xml": lambda text: text.replace(
        "</sheetData>", f"</sheetData><mergeCells>{rows}</mergeCells>")}  # fmt: skip
    assert blocks("表.xlsx", surgery(a_book(), sheet)) == {"file.bomb"}


def test_two_members_of_one_name_block() -> None:
    out = io.BytesIO(a_document())
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/styles.xml", archive.read("word/styles.xml"))
    assert blocks("文.docx", out.getvalue()) == {"hidden.outside"}


def test_what_a_broken_file_is_called_never_reaches_a_rule_that_is_unknown() -> None:
    known = Known(on=None)
    for name, whole in WHOLE.items():
        for found in examine.file(name, whole[: len(whole) // 2], known):
            assert found.rule in examine.VERSIONS


@pytest.mark.parametrize("name", WHOLE)
def test_ordinary_file_has_no_finding_but_notes(name: str) -> None:
    found = [one for one in hidden.look(name, WHOLE[name]) if one.severity is not Severity.NOTE]
    assert found == []


def test_ordinary_things_of_word_are_no_finding() -> None:
    style = '<w:style w:type="table" w:styleId="Blue"><w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="4472C4"/></w:tcPr></w:tblStylePr></w:style>'  # noqa: E501 (one element)
    white = '<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>指标</w:t></w:r>'
    table = '<w:tbl><w:tblPr><w:tblStyle w:val="Blue"/></w:tblPr><w:tr><w:tc><w:p>{}</w:p></w:tc></w:tr></w:tbl>'
    shaded = '<w:p><w:pPr><w:shd w:val="clear" w:color="auto" w:fill="1F3864"/></w:pPr>{}</w:p>'
    toc = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o "1-3" </w:instrText>'
        '</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:rPr><w:webHidden/></w:rPr>'
        '<w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    auto = '<w:p><w:r><w:rPr><w:color w:val="auto"/><w:vanish w:val="0"/></w:rPr><w:t>正文</w:t></w:r></w:p>'
    change = {"word/styles.xml": lambda text: text.replace("</w:styles>", style + "</w:styles>")}
    data = a_body(table.format(white) + shaded.format(white) + toc + auto, change=change)
    assert [one for one in hidden.look("文.docx", data) if one.severity is not Severity.NOTE] == []
    assert SHOWN in "".join(text for _, text in hidden.texts("文.docx", data))
