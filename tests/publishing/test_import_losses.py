"""What an import leaves out is told to its author, or else it stays; and what a page claims."""

import base64
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.publishing.importing.outline import Outline, outline
from gongkai.publishing.importing.reading import Reading, read
from tests.publishing import documents as doc
from tests.publishing.files import png

LONG = "全年全市规模以上工业增加值比上年增长7.4%，其中采矿业增长3.1%，制造业增长8.0%。"
FORMULA = "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>"
SPACES = "".join(chr(n) for n in range(0x3001) if chr(n).isspace())
ENDS = "\v\f\x85\u2028\u2029"  # they end a line, and a line of Chinese goes on without a blank
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'
PICTURE = {
    "word___rels__document_x_xml_x_rels": doc.links(rId1="media/image1.png"),
    "word__media__image1_x_png": png(),
}


def reading(name: str, data: bytes) -> Reading:
    return read(name, data, most=30 * 1024**2)


def word(*body: str, **parts: str | bytes) -> Reading:
    return reading("a.docx", doc.docx(doc.centred("公报"), *body, **parts))


def page(html: str, encoding: str = "utf-8") -> Reading:
    return reading("a.html", html.encode(encoding))


def shown(found: Reading | Outline) -> str:
    """Return all a draft shows, as its blocks have it."""
    return json.dumps(found.blocks, ensure_ascii=False)


def said(found: Reading) -> str:
    return " ".join(found.notes)


def styles(*rows: str) -> str:
    return doc.part("styles", "".join(rows))


def a_style(key: str, inner: str, kind: str = "paragraph") -> str:
    return (f'<w:style w:type="{kind}" w:styleId="{key}"><w:name w:val="{key}"/>{inner}'
            "</w:style>")  # fmt: skip


# White space


@given(st.text(SPACES + "甲a1，", max_size=30))
@settings(max_examples=300, deadline=None)
def test_every_blank_of_unicode_is_read_and_loses_no_letter(text):
    found = outline(f"<p>{LONG}</p><p>{text}</p><table><tr><td>一</td><td>{text}</td></tr></table>")
    letters = [one for one in text if not one.isspace()]
    assert shown(found).count("甲") >= letters.count("甲") * 2


@pytest.mark.parametrize("space", SPACES.replace("\r", "").replace("\n", ""))
def test_a_blank_of_any_width_parts_two_words(space):
    found = outline(f"<p>{LONG}</p><p>甲 {space}乙{space} {space}丙。</p>")
    wide = {"\u3000": "甲 \u3000乙\u3000 \u3000丙。"} | dict.fromkeys(ENDS, "甲乙丙。")
    assert wide.get(space, "甲 乙 丙。") in shown(found)


# Secrecy in what a picture says


@pytest.mark.parametrize("data", [
    ("a.html", '<meta charset="utf-8"><p>文。</p><img src="a.png" alt="机密★一年">'.encode()),
    ("a.docx", doc.docx(doc.para(LONG), doc.para(doc.picture("rId1", "机密★一年")), **PICTURE)),
    ("a.docx", doc.docx(doc.para(LONG), doc.para(
        '<w:r><w:pict><v:shape alt="秘密★"/></w:pict></w:r>'))),
], ids=["page", "document", "old picture"])  # fmt: skip
def test_a_mark_of_secrecy_in_what_a_picture_says_is_seen(data):
    assert reading(*data).marked > 0


# Losses


@pytest.mark.parametrize("inner", [
    "<td><s>旧数</s></td>", "<td><ul><li><s>旧数</s></li></ul></td>",
], ids=["cell", "list in a cell"])  # fmt: skip
def test_struck_text_in_a_cell_is_counted(inner):
    found = page(f"<p>{LONG}</p><table><tr><td>指标</td><td>吨</td></tr><tr><td>粮</td>{inner}</tr>"
                 "</table>")  # fmt: skip
    assert "1处带删除线" in said(found)
    assert "旧数" in shown(found)


def test_struck_text_in_a_list_is_counted_once():
    found = page(f"<p>{LONG}</p><ul><li>甲<div><ul><li><s>旧数</s></li></ul></div>乙</li></ul>")
    assert "1处带删除线" in said(found)
    assert "<li>甲</li><li>旧数</li><li>乙</li>" in shown(found)


def test_what_stands_in_a_list_beside_its_rows_stays():
    found = outline(f"<p>{LONG}</p><ul>无行<li>一行</li><ul><li>下行</li></ul></ul>")
    assert "<ul><li>无行</li><li>一行</li><li>下行</li></ul>" in shown(found)


def test_a_formula_in_a_cell_a_list_a_title_or_a_legend_is_named():
    lists = doc.part("numbering", '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt '
                     'w:val="bullet"/></w:lvl></w:abstractNum><w:num w:numId="1">'
                     '<w:abstractNumId w:val="0"/></w:num>')  # fmt: skip
    row = doc.para("一行", FORMULA, properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/>'
                   "</w:numPr>")  # fmt: skip
    cell = f"<w:tc>{doc.para('1', FORMULA)}</w:tc>"
    found = reading("a.docx", doc.docx(
        doc.para("公报", FORMULA, properties='<w:jc w:val="center"/>'), doc.para("一、综合"),
        doc.table(["指标", "吨"], ["粮食", cell]), row, doc.para(doc.picture("rId1")),
        doc.para("图1 走势", FORMULA), word__numbering_x_xml=lists, **PICTURE,
    ))  # fmt: skip
    assert found.title == "公报"
    assert "4处公式没有导入（文首、表1、一、综合）" in said(found)


def test_what_names_a_table_of_nothing_stays():
    found = word(doc.para(LONG), doc.para("表1 产量"), doc.table(
        [f"<w:tc>{doc.para(FORMULA)}</w:tc>", f"<w:tc>{doc.para(FORMULA)}</w:tc>"],
    ))  # fmt: skip
    assert "表1 产量" in shown(found)
    assert "2处公式没有导入" in said(found)


def test_a_file_put_into_a_document_is_named_with_its_place():
    found = word(doc.para("一、综合"), '<w:altChunk r:id="rId5"/>', doc.para(LONG))
    assert "1处从别的文件嵌入的内容没有导入（一、综合）" in said(found)


@pytest.mark.parametrize("hidden", [
    [a_style("h", "<w:rPr><w:vanish/></w:rPr>")],
    [a_style("b", "<w:rPr><w:vanish/></w:rPr>"), a_style("h", '<w:basedOn w:val="b"/>')],
], ids=["own", "based on"])  # fmt: skip
def test_a_paragraph_of_a_hidden_style_stays_outside_and_is_counted(hidden):
    found = word(doc.para(LONG), doc.styled("内情", "h"), word__styles_x_xml=styles(*hidden))
    assert "内情" not in shown(found)
    assert "1处隐藏文字" in said(found)


def test_a_run_that_its_hidden_style_shows_again_is_read():
    hidden = a_style("h", "<w:rPr><w:vanish/></w:rPr>")
    again = a_style("s", '<w:basedOn w:val="h"/><w:rPr><w:vanish w:val="0"/></w:rPr>')
    seen = doc.run("公开", '<w:vanish w:val="0"/>')
    found = word(
        doc.para(LONG), doc.styled("也公开", "s"),
        doc.para(seen, properties='<w:pStyle w:val="h"/>'),
        word__styles_x_xml=styles(hidden, again),
    )  # fmt: skip
    assert "<p>也公开</p><p>公开</p>" in shown(found)


def test_what_footnotes_leave_out_is_counted_and_their_fields_are_read():
    field = f'<w:fldSimple w:instr=" REF ">{doc.run("见表")}</w:fldSimple>'
    deleted = "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
    note = doc.para(field, doc.run("内情", "<w:vanish/>"), deleted, FORMULA)
    found = word(
        doc.para(doc.run(LONG), '<w:r><w:footnoteReference w:id="2"/></w:r>'),
        word__footnotes_x_xml=doc.part("footnotes", f'<w:footnote w:id="2">{note}</w:footnote>'),
    )  # fmt: skip
    assert "见表" in shown(found)
    for text in ("1处隐藏文字", "1处已删除", "1处公式"):
        assert text in said(found)


def test_fields_within_fields_keep_their_text():
    inner = f'<w:fldSimple w:instr=" REF ">{doc.run("内层")}</w:fldSimple>'
    outer = f'<w:fldSimple w:instr=" IF ">{doc.run("外")}<w:bdo>{inner}</w:bdo></w:fldSimple>'
    assert "外内层" in shown(word(doc.para(LONG), doc.para(outer)))


def test_a_deleted_row_and_an_unknown_symbol_are_counted():
    row = f"<w:tr><w:trPr><w:del/></w:trPr>{doc.cell('旧行')}{doc.cell('9')}</w:tr>"
    table = doc.table(["指标", "吨"], ["粮食", "1"]).replace("</w:tbl>", f"{row}</w:tbl>")
    symbol = '<w:r><w:sym w:font="Elsewhere" w:char="F0B1"/></w:r>'
    found = word(doc.para(LONG, symbol), table)
    assert "旧行" not in shown(found)
    assert "1处已删除的修订" in said(found)
    assert "1个特殊字体的符号没有导入" in said(found)


def test_a_text_too_long_for_its_place_is_cut_and_named():
    table = "<tr><td>指标</td><td>吨</td></tr><tr><td>粮食</td><td>1</td></tr>"
    picture = base64.b64encode(png()).decode()
    found = page(f"<p>{LONG}</p><table><caption>{'题' * 201}</caption>{table}</table>"
                 f'<img src="data:image/png;base64,{picture}" alt="{"文" * 301}">')  # fmt: skip
    assert "表1的表题过长，已截短" in said(found)
    assert "图1的替代文字过长，已截短" in said(found)
    assert "题" * 200 in shown(found)


def test_a_raised_mark_that_a_title_loses_is_named():
    found = word(doc.para(LONG)), page("<p align=center>公报<sup>[1]</sup></p><p>文。</p>")
    assert "上标" not in said(found[0])
    assert found[1].title == "公报"
    assert "名称里的上标" in said(found[1])


# What a page claims of itself


@pytest.mark.parametrize("charset", [
    "undefined", "utf-16", "utf-16le", "utf-32", "ucs-2", "punycode", "utf-7", "unicode_escape",
    "raw_unicode_escape", "idna", "cp037", "rot13", "no-such",
])  # fmt: skip
def test_an_encoding_in_which_a_page_cannot_say_so_is_not_believed(charset):
    html = f'<meta charset="{charset}"><p align=center>公报</p><p>{LONG}\\x41 </p>'
    for text in (html, html + " "):  # of an even and an odd length
        assert page(text).title == "公报"
        assert "\\x41" in shown(page(text)).replace("\\\\", "\\")


@pytest.mark.parametrize("charset", ["undefined", "punycode", "no-such"])
def test_an_encoding_that_a_part_of_an_archive_claims_in_vain_is_no_fault(charset):
    html = f"<p align=center>公报</p><p>{LONG}</p>"
    mht = f"MIME-Version: 1.0\nContent-Type: text/html; charset={charset}\n\n{html}\n"
    assert reading("a.mht", mht.encode()).title == "公报"


@pytest.mark.parametrize("src", [
    "data:image/svg+xml;base64," + base64.b64encode(SVG).decode(),
    "data:image/svg+xml;utf8,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E",
    "data:image/svg+xml,%3Csvg/%3E", "DATA:image/svg+xml;charset=utf-8,%0A%3Csvg/%3E",
])  # fmt: skip
def test_a_drawing_in_the_page_itself_is_named_by_its_kind(src):
    found = page(f'<p>{LONG}</p><img src="{src}">')
    assert "第1张（文首）的图片是 SVG 格式，浏览器不能显示" in said(found)
