"""Redaction of PDFs: what is removed is nowhere in the result, judged by other programs too.

Long because each way of hiding a text is tried, and all are judged by the same readers.
"""

import io
import re
import zlib
from contextlib import suppress
from pathlib import Path

import pdfplumber
import pikepdf
import pylopdf_fonts_zh_cn
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image

from gongkai.casework.redaction import pdf, proof
from gongkai.casework.redaction.marks import PDF, Box, plain
from gongkai.law.refused import Refused

NAME = "张三丰"
NUMBER = "13010219800101123X"
FONTS = typst.Fonts(
    include_system_fonts=False,
    include_embedded_fonts=False,
    font_paths=[pylopdf_fonts_zh_cn.sans_path().parent],
)
PAGE = "#set page(width: 400pt, height: 300pt, margin: 40pt)\n"
FACE = '#set text(font: "Noto Sans SC", size: 12pt, lang: "zh")\n'
WORDS = f"申请人：{NAME}，公民身份号码{NUMBER}，住址：演示路一号。"


def typeset(body: str, page: str = PAGE) -> bytes:
    made = typst.Compiler(font_paths=FONTS).compile((page + FACE + body).encode(), format="pdf")
    return bytes(made)


def changed(data: bytes, change) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as document:
        change(document)
        file = io.BytesIO()
        document.save(file)
    return file.getvalue()


def drawn(operators: str, *, text: str = "SECRETNAME", **page) -> bytes:
    """Return one page of hand-written operators; TEXT in them is shown in Helvetica."""
    made = Pdf.new()
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    content = operators.replace("TEXT", text).encode("latin-1")
    made.add_blank_page(page_size=(400, 300))
    sheet = made.pages[0].obj
    sheet.Resources = Dictionary(Font=Dictionary(F=font))
    sheet.Contents = Stream(made, content)
    for name, value in page.items():
        sheet[f"/{name}"] = value
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def everything(data: bytes) -> str:
    """Return all a stranger gets out of a PDF: other programs' text, objects, unpacked streams."""
    rows = [data.decode("latin-1")]
    with pdfplumber.open(io.BytesIO(data)) as document:
        rows.extend(page.extract_text() for page in document.pages)
        rows.extend("".join(char["text"] for char in page.chars) for page in document.pages)
        rows.append(str(document.metadata))
        rows.extend(str(page.annots) for page in document.pages)
    for mark in re.finditer(rb"stream\r?\n", data):
        try:
            piece = zlib.decompressobj().decompress(data[mark.end() :])
        except zlib.error:
            continue
        rows.extend(piece.decode(name, "replace") for name in ("utf-8", "utf-16-be", "gb18030"))
    with pikepdf.open(io.BytesIO(data)) as document:
        rows.extend(repr(one) for one in document.objects)
    return plain("\n".join(rows))


def spoken(data: bytes) -> str:
    with pdfplumber.open(io.BytesIO(data)) as document:
        return plain("".join(page.extract_text() for page in document.pages))


def shot(data: bytes, page: int = 1) -> Image.Image:
    width = round(pdf.pages(data)[page - 1].width * 2)
    return Image.open(io.BytesIO(pdf.picture(data, page, width))).convert("L")


def test_found_text_is_nowhere_in_the_result_and_the_rest_can_be_read():
    result = pdf.redact(typeset(WORDS), texts=[NAME, NUMBER])
    assert result.count == 2
    assert result.report.not_found == ()
    said = everything(result.data)
    assert plain(NAME) not in said
    assert plain(NUMBER) not in said
    assert "公民身份号码" in spoken(result.data)
    assert "住址:演示路一号。" in spoken(result.data)
    assert spoken(result.data).count("〔依法不予公开〕") == 2


@pytest.mark.parametrize(
    "body",
    [
        "张 三　丰",
        "张#h(3pt)三#h(3pt)丰",
        "#box(width: 24pt)[张三丰]",
        "张#text(fill: red)[三]#text(size: 14pt)[丰]",
        "张\u200b三\u2060丰",
        "#rotate(90deg)[张三丰]",
    ],
)
def test_text_is_found_when_spaces_lines_or_runs_divide_it(body):
    data = typeset(f"申请人：{body}，男。")
    assert pdf.find(data, [NAME])
    assert plain(NAME) not in everything(pdf.redact(data, texts=[NAME]).data)


def test_text_is_found_when_its_letters_are_written_out_of_order():
    body = "".join(
        f"#place(top + left, dx: {x}pt)[{char}]" for char, x in (("丰", 24), ("张", 0), ("三", 12))
    )
    [box] = pdf.find(typeset(body), [NAME])
    assert box.x1 - box.x0 > 30
    assert pdf.redact(typeset(body), texts=[NAME]).count == 1


def test_text_is_found_in_full_width_and_other_case():
    assert pdf.find(typeset("编号：ＡＢ－１２３４５６７"), ["ab-1234567"])


def test_text_over_two_lines_gives_two_boxes():
    boxes = pdf.find(typeset("#box(width: 24pt)[张三丰]"), [NAME])
    assert len(boxes) == 2
    assert {box.text for box in boxes} == {NAME}


def test_box_is_black_in_the_result_and_its_letters_are_gone():
    data = typeset(f"#place(top + left, dx: 100pt, dy: 50pt)[{NAME}]#place(dy: 120pt)[留下的话]")
    box = Box(1, 138, 88, 180, 106, label="〔个人隐私〕")
    result = pdf.redact(data, boxes=[box])
    inside = shot(result.data).crop((278, 178, 358, 210))
    assert inside.getextrema()[0] == 0
    assert sum(inside.histogram()[:128]) > 0.6 * inside.width * inside.height
    said = spoken(result.data)
    assert NAME not in said
    assert "〔个人隐私〕" in said
    assert "留下的话" in said


def test_pixels_outside_the_boxes_stay_as_they_were():
    data = typeset(f"{NAME}#v(60pt)留下的话")
    before, after = shot(data), shot(pdf.redact(data, texts=[NAME]).data)
    low = (0, 160, before.width, before.height)
    first, second = (picture.crop(low).resize((100, 55)).tobytes() for picture in (before, after))
    assert max(abs(one - other) for one, other in zip(first, second, strict=True)) < 24


def test_box_over_half_a_letter_covers_it_wholly():
    data = typeset(f"#place(top + left)[{NAME}]")
    result = pdf.redact(data, boxes=[Box(1, 46, 40, 70, 60)])
    assert spoken(result.data).replace("〔依法不予公开〕", "") == ""
    left = shot(result.data).crop((81, 84, 90, 110))
    assert left.getextrema()[1] < 60


def test_number_is_not_read_in_part_when_a_box_covers_some_digits():
    data = typeset("#place(top + left)[13800138000]")
    result = pdf.redact(data, boxes=[Box(1, 40, 36, 60, 60)])
    assert not re.search(r"\d", spoken(result.data))


HIDDEN = {
    "white": "BT /F 20 Tf 1 g 50 150 Td (TEXT) Tj ET",
    "unseen": "q BT 3 Tr /F 20 Tf 50 150 Td (TEXT) Tj ET Q",
    "under a shape": "BT /F 20 Tf 50 150 Td (TEXT) Tj ET 0 g 40 140 300 40 re f",
    "under a white shape": "BT /F 20 Tf 50 150 Td (TEXT) Tj ET 1 g 40 140 300 40 re f",
    "off the page": "BT /F 20 Tf 900 150 Td (TEXT) Tj ET",
    "clipped": "q 0 0 5 5 re W n BT /F 20 Tf 50 150 Td (TEXT) Tj ET Q",
    "under other words": (
        "BT /F 20 Tf 50 150 Td (TEXT) Tj ET 1 g 40 140 300 40 re f "
        "0 g BT /F 20 Tf 50 150 Td (OTHERWORDS) Tj ET"
    ),
    "replacement": "/Span <</ActualText (TEXT)>> BDC BT /F 20 Tf 50 150 Td (x) Tj ET EMC",
}


@pytest.mark.parametrize("kind", HIDDEN)
def test_text_nobody_sees_is_left_out_when_nobody_asked(kind):
    data = drawn(HIDDEN[kind] + " 0 g BT /F 20 Tf 50 50 Td (KEPT) Tj ET")
    result = pdf.redact(data)
    assert "secretname" not in everything(result.data)
    assert "kept" in spoken(result.data)
    assert result.report.unseen == (1,)


@pytest.mark.parametrize("kind", HIDDEN)
def test_text_nobody_sees_is_removed_when_asked_for(kind):
    result = pdf.redact(drawn(HIDDEN[kind]), texts=["secretname"])
    assert "secretname" not in everything(result.data)


def add_attachment(document: Pdf) -> None:
    document.attachments["名单.txt"] = NAME.encode()


def add_metadata(document: Pdf) -> None:
    with document.open_metadata() as metadata:
        metadata["dc:title"] = NAME
    document.docinfo.Author = String(NAME)


def add_script(document: Pdf) -> None:
    document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{NAME}')"))


def add_note(document: Pdf) -> None:
    note = Dictionary(
        Type=Name.Annot, Subtype=Name.Text, Rect=Array([10, 10, 30, 30]), Contents=String(NAME)
    )
    document.pages[0].obj.Annots = Array([document.make_indirect(note)])


def add_outline(document: Pdf) -> None:
    with document.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(NAME, 0))


def add_unused(document: Pdf) -> None:
    document.Root.PieceInfo = document.make_indirect(Stream(document, NAME.encode()))


@pytest.mark.parametrize(
    "add", [add_attachment, add_metadata, add_script, add_note, add_outline, add_unused]
)
def test_nothing_beside_the_pages_is_carried_over(add):
    data = changed(typeset("可以公开的正文。"), add)
    assert proof.remains(data, PDF, [NAME]) != []
    result = pdf.redact(data, texts=[NAME])
    assert plain(NAME) not in everything(result.data)
    assert proof.remains(result.data, PDF, [NAME]) == []
    with pikepdf.open(io.BytesIO(result.data)) as document:
        assert set(document.Root.keys()) == {
            "/Type", "/Pages", "/Lang", "/MarkInfo", "/StructTreeRoot"
        }  # fmt: skip
        assert len(document.docinfo) == 0
        assert all("/Annots" not in page for page in document.pages)


def test_earlier_version_is_gone_when_a_file_was_saved_again():
    first = typeset(WORDS)
    start = int(re.findall(rb"startxref\s+(\d+)", first)[-1])
    with pikepdf.open(io.BytesIO(first)) as document:
        number = document.pages[0].obj.Contents.objgen[0]
        root, size = document.Root.objgen[0], int(document.trailer.Size)
    body = f"{number} 0 obj\n<</Length 0>>\nstream\n\nendstream\nendobj\n".encode()
    table = len(first) + 1 + len(body)
    later = (
        first
        + b"\n"
        + body
        + f"xref\n{number} 1\n{len(first) + 1:010} 00000 n \n"
        f"trailer\n<</Size {size}/Root {root} 0 R/Prev {start}>>\nstartxref\n{table}\n%%EOF".encode()
    )
    assert "早期版本" in proof.remains(later, PDF, [NAME])
    result = pdf.redact(later)
    assert proof.remains(result.data, PDF, [NAME, NUMBER]) == []
    assert spoken(result.data) == ""


def with_field(document: Pdf) -> None:
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    look = Stream(document, b"/Tx BMC BT /F 14 Tf 2 6 Td (FIELDVALUE) Tj ET EMC")
    look.Type, look.Subtype = Name.XObject, Name.Form
    look.BBox = Array([0, 0, 200, 24])
    look.Resources = Dictionary(Font=Dictionary(F=font))
    field = document.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("name"), F=4,
            V=String("FIELDVALUE"), Rect=Array([50, 200, 250, 224]),
            DA=String("/F 14 Tf 0 g"), AP=Dictionary(N=look),
        )
    )  # fmt: skip
    document.pages[0].obj.Annots = Array([field])
    document.Root.AcroForm = Dictionary(
        Fields=Array([field]), DR=Dictionary(Font=Dictionary(F=font)), DA=String("/F 14 Tf 0 g")
    )


def test_form_field_is_drawn_and_its_value_can_be_found_and_removed():
    data = changed(typeset("表格"), with_field)
    assert "fieldvalue" in spoken(pdf.redact(data).data)
    [box] = pdf.find(data, ["FIELDVALUE"])
    assert box.y0 == pytest.approx(300 - 224, abs=14)
    result = pdf.redact(data, texts=["FIELDVALUE"])
    assert "fieldvalue" not in everything(result.data)
    assert shot(result.data).crop((120, 172, 160, 182)).getextrema()[0] == 0


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, [30, 20, 380, 280]])
def test_boxes_fall_on_the_letters_of_a_turned_or_cut_page(turn, crop):
    page = {"Rotate": turn} | ({"CropBox": Array(crop)} if crop else {})
    data = drawn("BT /F 20 Tf 60 200 Td (TEXT) Tj ET", **page)
    boxes = pdf.find(data, ["secretname"])
    ink = shot(data).point(lambda value: 255 if value < 128 else 0).getbbox()
    assert 2 * min(box.x0 for box in boxes) - 2 <= ink[0]
    assert ink[2] <= 2 * max(box.x1 for box in boxes) + 2
    assert 2 * min(box.y0 for box in boxes) - 2 <= ink[1]
    assert ink[3] <= 2 * max(box.y1 for box in boxes) + 2
    result = pdf.redact(data, texts=["secretname"])
    assert "secretname" not in everything(result.data)
    assert [(p.width, p.height) for p in pdf.pages(result.data)] == [
        (p.width, p.height) for p in pdf.pages(data)
    ]
    black = shot(result.data).crop(ink)
    assert black.getextrema()[0] == 0
    assert sum(black.histogram()[200:]) < 0.4 * black.width * black.height


def test_withheld_page_says_so_with_its_ground_and_nothing_else():
    data = typeset(f"第一页#pagebreak(){WORDS}#pagebreak()第三页")
    result = pdf.redact(data, texts=[NAME], pages_withheld={2: "涉及个人隐私（第十五条）"})
    with pdfplumber.open(io.BytesIO(result.data)) as document:
        said = [plain(page.extract_text()) for page in document.pages]
    assert said[0] == "第一页"
    assert plain("第2页〔依法不予公开〕涉及个人隐私（第十五条）") == said[1].replace("\n", "")
    assert said[2] == "第三页"
    assert plain(NAME) not in everything(result.data)


def test_report_names_what_was_not_found_what_stands_elsewhere_and_what_only_people_can_check():
    data = typeset(f"{NAME}#v(80pt)再说{NAME}#pagebreak()#rect(fill: gray)")
    first = pdf.find(data, [NAME])[0]
    covering = Box(1, first.x0, first.y0, first.x1, first.y1)
    report = pdf.redact(data, boxes=[covering], texts=["李四"]).report
    assert report.not_found == ("李四",)
    assert report.elsewhere == (NAME,)
    assert report.unread == (2,)


def with_photograph(document: Pdf) -> None:
    noise = Image.effect_noise((300, 200), 90).convert("RGB")
    noise.paste((200, 60, 40), (0, 0, 90, 90))
    photograph = Stream(document, noise.tobytes())
    photograph.Type, photograph.Subtype = Name.XObject, Name.Image
    photograph.Width, photograph.Height = noise.size
    photograph.ColorSpace, photograph.BitsPerComponent = Name.DeviceRGB, 8
    page = document.pages[0]
    page.obj.Resources.XObject = Dictionary(I=document.make_indirect(photograph))
    page.contents_add(Stream(document, b"q 300 0 0 200 50 50 cm /I Do Q"), prepend=False)


def test_box_on_a_photograph_leaves_only_paint_and_the_page_is_for_people_to_check():
    data = changed(drawn("BT /F 20 Tf 50 20 Td (TEXT) Tj ET"), with_photograph)
    result = pdf.redact(data, boxes=[Box(1, 100, 100, 180, 140)])
    assert b"DCTDecode" in result.data
    assert result.report.unread == (1,)
    inside = shot(result.data).crop((204, 204, 356, 226))
    assert max(inside.tobytes()) < 72
    assert b"Exif" not in result.data


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_damaged_file_is_refused_or_handled_and_nothing_else(draw):
    data = bytearray(typeset("文字"))
    for _ in range(draw.draw(st.integers(1, 30))):
        data[draw.draw(st.integers(0, len(data) - 1))] = draw.draw(st.integers(0, 255))
    with suppress(Refused):
        result = pdf.redact(bytes(data), texts=[NAME], dpi=72)
        assert proof.remains(result.data, PDF, [NAME]) == []


def test_same_order_gives_the_same_bytes():
    data = typeset(WORDS)
    assert pdf.redact(data, texts=[NAME]).data == pdf.redact(data, texts=[NAME]).data


def test_progress_is_told_page_by_page():
    told = []
    data = typeset("一#pagebreak()二")
    pdf.redact(data, progress=lambda done, of: told.append((done, of)))
    assert told == [(1, 2), (2, 2)]


def locked(**how) -> bytes:
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(typeset("密"))) as document:
        document.save(file, encryption=pikepdf.Encryption(**how))
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "redaction.pdf"),
        (b"%PDF-1.7\nnothing", "redaction.pdf"),
        (b"PK\x03\x04", "redaction.pdf"),
        (locked(owner="a", user="b"), "redaction.encrypted"),
        (locked(owner="a", user=""), "redaction.encrypted"),
        (typeset("宽", "#set page(width: 9000pt, height: 20pt)\n"), "redaction.large"),
    ],
)
def test_file_is_refused_with_a_reason_when_it_cannot_be_handled(data, code):
    for act in (pdf.pages, lambda one: pdf.find(one, [NAME]), pdf.redact):
        with pytest.raises(Refused) as refused:
            act(data)
        assert refused.value.code == code


def test_file_is_refused_when_it_has_too_many_pages():
    with pytest.raises(Refused) as refused:
        pdf.redact(typeset("一#pagebreak()二"), page_limit=1)
    assert refused.value.code == "redaction.large"


@pytest.mark.parametrize(
    ("order", "code"),
    [
        ({"boxes": [Box(2, 0, 0, 9, 9)]}, "redaction.page"),
        ({"pages_withheld": {0: ""}}, "redaction.page"),
        ({"boxes": [Box(1, 500, 0, 600, 9)]}, "redaction.box"),
        ({"boxes": [Box(1, 9, 9, 9, 20)]}, "redaction.box"),
        ({"boxes": [Box(1, float("nan"), 0, 9, 9)]}, "redaction.box"),
        ({"texts": ["公开"]}, "redaction.label"),
    ],
)
def test_order_is_refused_when_it_cannot_be_meant(order, code):
    with pytest.raises(Refused) as refused:
        pdf.redact(typeset("文字"), **order)
    assert refused.value.code == code


def test_proof_finds_what_only_looks_covered():
    data = drawn("BT /F 20 Tf 50 150 Td (TEXT) Tj ET 0 g 40 140 300 40 re f")
    assert proof.remains(data, PDF, ["secretname"]) != []


def test_proof_finds_a_box_that_was_not_painted():
    open_page = pdf.redact(typeset(f"#place(top + left)[{NAME}]")).data
    found = proof.remains(open_page, PDF, [], boxes=[Box(1, 40, 36, 78, 60)])
    assert found == ["第1页：遮盖框里还有内容"]


@settings(max_examples=15, deadline=None)
@given(
    st.text("张三丰李四AB12", min_size=1, max_size=40), st.text("张三A1", min_size=1, max_size=3)
)
def test_any_text_is_gone_when_it_is_asked_for(written, asked):
    data = typeset("#" + f'"{written}"')
    assert plain(asked) not in spoken(pdf.redact(data, texts=[asked], dpi=72).data)


@pytest.mark.judge
def test_real_reports_come_out_small_and_without_what_was_removed(corpus: Path):
    paths = [
        *(corpus / "03_disclosure_reports").glob("*.pdf"),
        *(corpus / "04_budgets").glob("*.pdf"),
    ]
    assert paths
    for path in paths:
        data = path.read_bytes()
        result = pdf.redact(data, texts=["预算", "淮安"])
        assert "预算" not in spoken(result.data), path.name
        assert len(result.data) < 150_000 * len(pdf.pages(data)), path.name
