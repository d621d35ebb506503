import io
import unicodedata
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pikepdf
import pypdfium2
import pytest

from gongkai.design.documents import pdf

MADE = datetime(2014, 10, 24, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def a_step(**changes: Any) -> dict[str, Any]:
    return {
        "step": "保密审查",
        "opinion": "不涉密，可以公开。",
        "by": "演示丙",
        "post": "保密审查员",
        "at": "2014-10-22 09:30",
        "paper": False,
        **changes,
    }


def a_card(**changes: Any) -> dict[str, Any]:
    return {
        "org": "石家庄市统计局",
        "no": "石统网审〔2014〕29号",
        "title": "2014年前三季度全市经济运行情况",
        "column": "进度数据",
        "department": "综合处",
        "source": "本机关制作",
        "document_no": "",
        "attribute": "主动公开",
        "category": "（三）国民经济和社会发展统计信息",
        "formed_on": "2014年10月20日",
        "planned": "2014-10-24 10:00",
        "index_no": "000130100/2014-00029",
        "channels": ["局网站", "市政府门户网站"],
        "keywords": ["经济运行"],
        "summary": "演示概述。",
        "demonstration": True,
        "purpose": "首次公开",
        "steps": [a_step()],
        "findings": [{"severity": "warn", "text": "“0.2%”疑为“0.2个百分点”。"}],
        "digest": "2d71" * 16,
        "register": {"seq": 214, "root": "9f86" * 16},
        **changes,
    }


def text_of(document: bytes) -> str:
    """Return the text of all pages as one row; a reader may name a face's twin of a character."""
    pages = pypdfium2.PdfDocument(document)
    text = "".join(page.get_textpage().get_text_range() for page in pages)
    return unicodedata.normalize("NFKC", "".join(text.replace("\u200b", "").split()))


def test_card_is_the_same_bytes_when_made_twice() -> None:
    assert pdf("card", a_card(), made_at=MADE) == pdf("card", a_card(), made_at=MADE)


def test_card_differs_when_made_at_another_moment() -> None:
    later = pdf("card", a_card(), made_at=MADE + timedelta(seconds=1))
    assert later != pdf("card", a_card(), made_at=MADE)


def test_card_says_it_is_pdf_a_2b() -> None:
    with pikepdf.open(io.BytesIO(pdf("card", a_card(), made_at=MADE))) as document:
        with document.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "B")
        assert document.Root.Lang == "zh-CN"


def test_card_embeds_every_font_and_only_packaged_ones() -> None:
    faces = {}
    with pikepdf.open(io.BytesIO(pdf("card", a_card(), made_at=MADE))) as document:
        for page in document.pages:
            for font in page.Resources.Font.values():
                face = font.DescendantFonts[0].FontDescriptor
                faces[str(face.FontName).split("+")[1]] = "/FontFile3" in face
    assert set(faces.values()) == {True}
    assert all(name.startswith(("NotoSansSC", "NotoSerifSC")) for name in faces)


def test_card_shows_who_signed_and_what_was_found() -> None:
    text = text_of(pdf("card", a_card(), made_at=MADE))
    for words in ("演示丙", "保密审查员", "不涉密", "百分点", "石统网审〔2014〕29号", "2d71" * 16):
        assert unicodedata.normalize("NFKC", words) in text


def test_card_is_marked_when_it_is_a_demonstration_and_only_then() -> None:
    assert "演示件,不作为凭证" in text_of(pdf("card", a_card(), made_at=MADE))
    real = a_card(demonstration=False, summary="概述。", steps=[a_step(by="张某")])
    assert "演示" not in text_of(pdf("card", real, made_at=MADE))


def test_card_marks_a_signature_entered_from_paper() -> None:
    assert "(代录)" in text_of(pdf("card", a_card(steps=[a_step(paper=True)]), made_at=MADE))
    assert "代录" not in text_of(pdf("card", a_card(), made_at=MADE))


def test_card_keeps_markup_as_text_when_people_type_it() -> None:
    title = '#panic("x") $x$ *b* \\ #{1+1} <a>'
    assert '#panic("x")$x$*b*\\#{1+1}<a>' in text_of(pdf("card", a_card(title=title), made_at=MADE))


def test_card_runs_over_to_more_pages_when_it_is_long() -> None:
    steps = [a_step(opinion="同意。" * 80, by=f"演示{n:02}") for n in range(12)]
    long = a_card(title="很长的标题" * 30, summary="概" * 100, steps=steps)
    made = pdf("card", long, made_at=MADE)
    pages = pypdfium2.PdfDocument(made)
    assert len(pages) > 1
    assert all(f"演示{n:02}" in text_of(made) for n in range(12))
    for page in pages:
        width, height = page.get_size()
        for found in page.get_objects([pypdfium2.raw.FPDF_PAGEOBJ_TEXT]):
            left, bottom, right, top = found.get_bounds()
            assert left > 60
            assert right < width - 60
            assert bottom > 25
            assert top < height - 50


def test_card_is_made_when_nobody_has_signed_yet() -> None:
    text = text_of(pdf("card", a_card(steps=[], findings=[], keywords=[]), made_at=MADE))
    assert "尚无签批" in text


@pytest.mark.parametrize("name", ["nothing", "../typst/card", "card.typ", ""])
def test_document_is_refused_when_there_is_no_such_template(name: str) -> None:
    with pytest.raises(LookupError):
        pdf(name, {}, made_at=MADE)


def test_document_is_refused_when_its_moment_has_no_zone() -> None:
    with pytest.raises(ValueError, match="zone"):
        pdf("card", a_card(), made_at=MADE.replace(tzinfo=None))
