"""Documents into blocks: what a reader of the original would call its headings, tables, pictures."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.publishing.importing import rules
from gongkai.publishing.importing.outline import outline
from gongkai.publishing.importing.reading import Reading, read
from tests.publishing import documents as doc
from tests.publishing.files import png

MOST = 30 * 1024**2
LONG = "全年全市规模以上工业增加值比上年增长7.4%，其中采矿业增长3.1%，制造业增长8.0%。"


def reading(name: str, data: bytes) -> Reading:
    return read(name, data, most=MOST)


def headings(found: Reading) -> list[str]:
    return [block["text"] for block in found.blocks if block["type"] == "heading"]


def kinds(found: Reading) -> Counter[str]:
    return Counter(block["type"] for block in found.blocks)


def tables(found: Reading) -> list[dict]:
    return [block for block in found.blocks if block["type"] == "table"]


def texts(found: Reading) -> str:
    return "".join(block["html"] for block in found.blocks if block["type"] == "text")


def a_table(html: str) -> dict:
    """Return the only table of a page."""
    return next(block for block in outline(f"<p>文</p>{html}").blocks if block["type"] == "table")


# The real ones


def test_a_real_word_communique_comes_whole_though_every_paragraph_is_normal(corpus):
    path = corpus / "01_communiques/luoyang_2023_communique.docx"
    found = reading(path.name, path.read_bytes())
    assert [text.split("、")[0] for text in headings(found)] == [
        "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三",
    ]  # fmt: skip
    assert kinds(found)["table"] == 11
    assert kinds(found)["image"] == len(found.pictures) == 17
    names = [name for name, _ in found.pictures.values()]
    assert names == [f"luoyang_2023_communique-图{number:02}.png" for number in range(1, 18)]
    assert found.title == "黔东南苗族侗族自治州2016年国民经济和社会发展统计公报"
    assert found.formed_on == date(2017, 3, 16)
    first, last = tables(found)[0], tables(found)[-1]
    assert first["caption"] == "表1 凯里市居民消费价格"
    assert first["head"] == [["", "比上年上涨（%）"]]
    assert first["rows"][0] == ["居民消费价格总指数", "1.5"]
    assert last["rows"][0] == ["从业人员", "万人", "203.33", "100.0"]
    assert tables(found)[9]["caption"] == "表10年末每百户城乡居民家庭拥有耐用品（单位：台）"


def test_the_pictures_of_a_real_communique_stand_between_the_same_words_as_in_it(corpus):
    path = corpus / "01_communiques/luoyang_2023_communique.docx"
    found = reading(path.name, path.read_bytes())
    order = [
        block["text"].split("、")[0] if block["type"] == "heading" else block["type"]
        for block in found.blocks
    ]
    assert order[1:10] == [
        "一",
        "text",
        "image",
        "image",
        "text",
        "image",
        "image",
        "table",
        "text",
    ]
    assert "八 text image image table text 九" in " ".join(order)


def test_every_figure_of_a_real_communique_is_there_as_printed(corpus):
    from gongkai.checks.files import text_of  # noqa: PLC0415 (the independent reading of the file)

    path = corpus / "01_communiques/luoyang_2023_communique.docx"
    found = reading(path.name, path.read_bytes())
    cells = [cell for one in tables(found) for row in [*one["head"], *one["rows"]] for cell in row]
    captions = [one["caption"] for one in tables(found)]
    ours = " ".join([found.title, *headings(found), texts(found), *captions, *cells])
    pattern = r"[0-9]+(?:\.[0-9]+)?"
    lines = text_of(path.name, path.read_bytes()).splitlines()  # pictures say only where they lay
    wanted = rules.re.findall(pattern, "\n".join(one for one in lines if "://" not in one))
    assert Counter(rules.re.findall(pattern, ours)) - Counter(wanted) == Counter()
    missing = Counter(wanted) - Counter(rules.re.findall(pattern, ours))
    assert sum(missing.values()) < 5  # those of docProps


def test_a_real_web_communique_comes_whole(corpus):
    path = corpus / "01_communiques/daqing_2012_communique.html"
    found = reading(path.name, path.read_bytes())
    assert [text.split("、")[0] for text in headings(found)] == list("一二三四五六七八九十")
    assert kinds(found)["table"] == 7
    assert found.title == "2012年大庆市国民经济和社会发展统计公报"
    assert found.formed_on == date(2013, 3, 20)
    product = tables(found)[1]
    assert product["caption"] == "2012年地区生产总值（单位：亿元）"
    assert product["head"] == [["指标", "指标值", "同比增长（±%）"]]
    assert product["rows"][0] == ["地区生产总值", "4000.5", "10.0"]
    assert len(product["rows"]) == 13
    assert {len(row) for one in tables(found) for row in one["rows"]} <= {1, 3, 4}
    assert any("只有一列" in note for note in found.notes)


# Headings, captions, title


def test_headings_are_found_by_style_by_number_and_by_weight():
    styles = doc.part(
        "styles",
        '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/></w:style>',
    )
    found = reading("a.docx", doc.docx(
        doc.centred("石家庄市2014年统计公报"), doc.para("石统〔2014〕12号"),
        doc.para("2014年10月8日"), doc.para(LONG),
        doc.para("一、综合"), doc.para(LONG), doc.para("（一）工业"), doc.para(LONG),
        doc.para("1.采矿业"), doc.para(LONG), doc.styled("样式标题", "2"), doc.para(LONG),
        doc.para(doc.run("加粗的小标题", "<w:b/>")), doc.para(LONG),
        doc.para("全年有三项：一、增产；二、增收；三、节能。"), word__styles_x_xml=styles,
    ))  # fmt: skip
    assert found.title == "石家庄市2014年统计公报"
    assert (found.document_no, found.formed_on) == ("石统〔2014〕12号", date(2014, 10, 8))
    assert headings(found) == ["一、综合", "（一）工业", "1.采矿业", "样式标题", "加粗的小标题"]


@pytest.mark.parametrize("opening", [
    doc.para(doc.run("一、综合", "<w:b/>"), doc.run(LONG)),
    doc.para(doc.run("一、综合"), "<w:r><w:br/></w:r>", doc.run(LONG)),
    doc.para("一、综合。" + LONG),
], ids=["bold", "line break", "full stop"])  # fmt: skip
def test_a_heading_that_opens_its_paragraph_is_cut_off(opening):
    found = reading("a.docx", doc.docx(doc.centred("公报"), doc.para(LONG), opening))
    assert headings(found) == ["一、综合"]
    assert texts(found).count("采矿业增长3.1%") == 2


@pytest.mark.parametrize("text", [
    "一、本公报中数据为初步统计数。", "1.食品烟酒类价格上涨2.6%，其中粮食上涨1.2%。", "十、",
    "3.5%", "2014年10月20日", "（注）", "单位：亿元",
])  # fmt: skip
def test_a_numbered_sentence_is_no_heading(text):
    found = reading("a.docx", doc.docx(doc.centred("公报"), doc.para(LONG), doc.para(text)))
    assert headings(found) == []


def test_short_numbered_notes_stay_a_list():
    notes = ("注：", "1.规模以上工业", "2.限额以上批发业", "一、口径")
    found = reading("a.docx", doc.docx(doc.para(LONG), *map(doc.para, notes)))
    assert headings(found) == ["一、口径"]
    assert "<p>1.规模以上工业</p><p>2.限额以上批发业</p>" in texts(found)


def test_numbers_that_word_counts_are_written_out():
    lists = doc.part("numbering", """
      <w:abstractNum w:abstractNumId="0">
        <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>
          <w:lvlText w:val="%1、"/></w:lvl>
        <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>
          <w:lvlText w:val="（%2）"/></w:lvl></w:abstractNum>
      <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>""")  # fmt: skip

    def counted(text, level):
        numbers = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
        return doc.para(text, properties=numbers)

    found = reading("a.docx", doc.docx(
        doc.centred("公报"), doc.para(LONG), counted("综合", 0), counted("物价", 1),
        doc.para(LONG), counted("就业", 1), doc.para(LONG), counted("农业", 0),
        counted("粮食", 1), doc.para(LONG), word__numbering_x_xml=lists,
    ))  # fmt: skip
    assert headings(found) == ["一、综合", "（一）物价", "（二）就业", "二、农业", "（一）粮食"]


# Tables


def test_a_head_of_two_rows_becomes_one_and_names_are_repeated():
    block = a_table("""<p align=center>表1 人口</p><p align=right>单位：万人</p><table>
      <tr><td rowspan=2>地区</td><td colspan=2>年末人口</td></tr>
      <tr><td>城镇</td><td>乡村</td></tr>
      <tr><td rowspan=2>长安区</td><td>1,234.50</td><td rowspan=2>８.00</td></tr>
      <tr><td>2</td></tr></table>""")
    assert block["caption"] == "表1 人口（单位：万人）"
    assert block["head"] == [["地区", "年末人口 城镇", "年末人口 乡村"]]
    assert block["rows"] == [["长安区", "1,234.50", "８.00"], ["长安区", "2", ""]]


def test_merged_cells_of_word_are_read_like_those_of_the_web():
    data = doc.docx(doc.centred("公报"), doc.para("表2 产量"), doc.table(
        [doc.cell("指标", '<w:gridSpan w:val="2"/>'), "吨"],
        [doc.cell("粮食", '<w:vMerge w:val="restart"/>'), "夏粮", "1"],
        [doc.cell("", "<w:vMerge/>"), "秋粮", "2"],
    ))  # fmt: skip
    block = tables(reading("a.docx", data))[0]
    assert block["head"] == [["指标", "指标", "吨"]]
    assert block["rows"] == [["粮食", "夏粮", "1"], ["粮食", "秋粮", "2"]]


def test_spread_names_are_joined_and_raised_figures_stay_raised():
    block = a_table(
        "<table><tr><th>单 位</th><th>km<sup>2</sup></th></tr><tr><td>竹 笋 片</td><td>1 234</td>"
        "</tr></table>"
    )
    assert block["head"] == [["单位", "km²"]]
    assert block["rows"] == [["竹笋片", "1 234"]]


def test_a_table_of_one_cell_only_placed_what_is_in_it():
    found = outline("<table><tr><td><p>一、综合</p><p>正文。</p></td></tr></table>")
    assert [block["type"] for block in found.blocks] == ["heading", "text"]


def test_a_note_under_a_table_stays_text():
    found = outline("<p>表1 产量</p><table><tr><td>a</td><td>b</td></tr><tr><td>1</td><td>2</td>"
                    "</tr></table><p>注：初步数。</p>")  # fmt: skip
    assert found.blocks[-1] == {"type": "text", "html": "<p>注：初步数。</p>"}


GRIDS = st.lists(
    st.lists(st.text("0123456789.,甲乙丙 %", max_size=6), min_size=1, max_size=5),
    min_size=2, max_size=6,
)  # fmt: skip


@given(GRIDS)
@settings(max_examples=60, deadline=None)
def test_no_figure_of_a_table_is_lost_or_changed(grid):
    rows = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in grid)
    made = outline(f"<p>文</p><table>{rows}</table>").blocks
    shown = " ".join(
        " ".join([one.get("caption", ""), one.get("html", ""), one.get("text", "")]
                 + [c for row in one.get("head", []) + one.get("rows", []) for c in row])
        for one in made
    )  # fmt: skip
    figure = rules.re.compile(r"[0-9.,]+")
    wanted = Counter(f for row in grid for c in row for f in figure.findall(c) if len(f) > 2)
    assert wanted - Counter(figure.findall(shown)) == Counter()


@given(st.text(max_size=200))
@settings(max_examples=80, deadline=None)
def test_any_text_becomes_blocks_or_nothing(text):
    for block in outline(text).blocks:
        assert block["type"] in {"text", "heading", "table", "image"}


def test_a_page_nested_ten_thousand_deep_is_read_or_refused():
    outline("<div>" * 10_000 + "文" + "</div>" * 10_000)
    outline("<table><tr><td>" * 1000 + "文")


# Pictures


def a_pictured(*body: str, **parts: str | bytes) -> Reading:
    targets = {"rId1": "media/image1.png", "rId2": "media/image2.emf"}
    return reading("公报.docx", doc.docx(
        *body, word___rels__document_x_xml_x_rels=doc.links(**targets),
        word__media__image1_x_png=png(), word__media__image2_x_emf=b"\x01\x00\x00\x00" * 20, **parts,
    ))  # fmt: skip


def test_a_picture_says_what_its_author_or_its_caption_says():
    found = a_pictured(
        doc.para(LONG), doc.para(doc.picture("rId1", "三季度工业增速走势")), doc.para("图1 增速"),
        doc.para(doc.picture("rId1", "https://example.org/W0201.png")),
    )  # fmt: skip
    images = [block for block in found.blocks if block["type"] == "image"]
    assert [(one["alt"], one["caption"]) for one in images] == [
        ("三季度工业增速走势", "图1 增速"), ("", ""),
    ]  # fmt: skip
    assert len(found.pictures) == 1
    assert any("1张图片没有替代文字" in note for note in found.notes)


def test_what_cannot_be_shown_is_left_out_and_named_with_its_place():
    found = a_pictured(
        doc.centred("公报"), doc.para("一、工业"), doc.para(doc.picture("rId2")),
        doc.para(LONG, doc.CHART), doc.para("<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>"),
    )  # fmt: skip
    notes = " ".join(found.notes)
    assert "第1张（一、工业）的图片是 EMF 格式" in notes
    assert "1个用图表工具画的统计图没有导入（一、工业）" in notes
    assert "1处公式没有导入" in notes
    assert found.pictures == {}


def test_pictures_of_a_page_come_from_its_own_file_and_never_from_the_network():
    page = ('<meta charset="utf-8"><h1>公报</h1><p>文。</p><img src="图/a.png" alt="走势">'
            '<img src="https://example.org/b.png"><img src="../c.png">')  # fmt: skip
    data = doc.zipped({"夹/页.html": page, "夹/图/a.png": png()})
    found = reading("页.zip", data)
    assert kinds(found)["image"] == 1
    notes = " ".join(found.notes)
    assert "2张图片没有导入" in notes
    assert "b.png" in notes
    assert "c.png" in notes


def test_a_page_in_one_file_brings_its_pictures():
    import base64  # noqa: PLC0415 (one test's own)

    body = base64.b64encode(png()).decode()
    mht = (
        'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n--x\n'
        'Content-Type: text/html; charset="gb2312"\nContent-Location: file:///C:/甲/p.htm\n'
        "Content-Transfer-Encoding: 8bit\n\n<p align=center>公报</p><p>正文。</p>"
        "<img src='p.files/i.png'>\n--x\nContent-Type: image/png\n"
        "Content-Location: file:///C:/甲/p.files/i.png\nContent-Transfer-Encoding: base64\n\n"
        f"{body}\n--x--\n"
    )
    found = reading("p.mht", mht.encode("gb18030"))
    assert found.title == "公报"
    assert kinds(found)["image"] == 1


# What stands beside the text


def test_footnotes_stand_at_the_end_and_boxes_after_their_paragraph():
    notes = doc.part("footnotes", f'<w:footnote w:id="2">{doc.para("初步统计数。")}</w:footnote>')
    box = f"<v:textbox><w:txbxContent>{doc.para('框中文字。')}</w:txbxContent></v:textbox>"
    found = reading("a.docx", doc.docx(
        doc.centred("公报"), doc.para(doc.run("增长"), '<w:r><w:footnoteReference w:id="2"/></w:r>',
                                      doc.run("百分之七。")),
        doc.para(doc.run(LONG), f"<w:r><w:pict><v:shape>{box}</v:shape></w:pict></w:r>"),
        word__footnotes_x_xml=notes,
    ))  # fmt: skip
    assert texts(found) == (
        f"<p>增长<sup>[1]</sup>百分之七。</p><p>{LONG}</p><p>框中文字。</p>"
        "<ol><li>初步统计数。</li></ol>"
    )
    said = " ".join(found.notes)
    assert "1处脚注" in said
    assert "1个文本框" in said


def test_fields_and_links_keep_their_text():
    field = f'<w:fldSimple w:instr=" SEQ 表 ">{doc.run("1")}</w:fldSimple>'
    found = reading("a.docx", doc.docx(
        doc.centred("公报"), doc.para(doc.run("表"), field, doc.run(" 产量")),
        doc.table(["指标", "吨"], ["粮食", "1"]),
    ))  # fmt: skip
    assert tables(found)[0]["caption"] == "表1 产量"


# What is not for the public


def test_deleted_and_hidden_text_and_comments_stay_outside_and_are_counted():
    found = reading("a.docx", doc.docx(
        doc.centred("公报"),
        doc.para(doc.run("增长"), "<w:del><w:r><w:delText>八</w:delText></w:r></w:del>",
                 f"<w:ins>{doc.run('七')}</w:ins>", doc.run("内情", "<w:vanish/>"),
                 '<w:r><w:commentReference w:id="0"/></w:r>', doc.run("。")),
        word__comments_x_xml=doc.part(
            "comments", f'<w:comment w:id="0">{doc.para("请领导定")}</w:comment>'),
        word__header1_x_xml=doc.part("hdr", doc.para("征求意见稿")),
    ))  # fmt: skip
    assert texts(found) == "<p>增长七。</p>"
    notes = " ".join(found.notes)
    for said in ("1处已删除", "1处插入", "1条批注", "1处隐藏文字", "页眉页脚"):
        assert said in notes


@pytest.mark.parametrize("data", [
    doc.docx(doc.centred("公报"), doc.para("机密★一年"), doc.para(LONG)),
    doc.docx(doc.para(LONG), doc.para(doc.run("机密★一年", "<w:vanish/>"))),
    doc.docx(doc.para(LONG), word__header1_x_xml=doc.part("hdr", doc.para("秘密★"))),
    doc.docx(doc.para(LONG, "<w:del><w:r><w:delText>绝密★</w:delText></w:r></w:del>")),
], ids=["body", "hidden", "header", "deleted"])  # fmt: skip
def test_a_mark_of_secrecy_is_seen_wherever_it_stands(data):
    found = reading("a.docx", data)
    assert found.marked > 0
    assert (found.title, found.blocks, found.notes) == ("", (), ())
