"""Canonical content: the same draft always gives the same bytes, before and after it is stored."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.publishing import actions, content, queries, rules
from gongkai.publishing.blocks import GridBlock, PastedBlock
from gongkai.publishing.models import Disclosure
from tests.make import NOW, a_draft, a_text
from tests.publishing.files import a_picture, an_attachment

LETTERS = st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])
WORDS = st.text(LETTERS, max_size=12).map(content.plain)
CELLS = st.text(LETTERS, max_size=6).map(content.plain)
NAMES = WORDS.filter(bool)


@st.composite
def tables(draw):
    width = draw(st.integers(1, 4))
    row = st.lists(CELLS, min_size=width, max_size=width)
    return {
        "type": "table", "caption": draw(WORDS), "head": [draw(row)],
        "rows": draw(st.lists(row, max_size=4)), "note": draw(WORDS),
    }  # fmt: skip


@st.composite
def charts(draw):
    labels = draw(st.lists(NAMES, min_size=1, max_size=4))
    values = st.lists(
        st.sampled_from(["", "1.5", "-3", "0"]), min_size=len(labels), max_size=len(labels)
    )
    series = st.fixed_dictionaries({"name": NAMES, "values": values})
    return {
        "type": "chart", "title": draw(WORDS), "form": draw(st.sampled_from(["line", "bar"])),
        "unit": draw(WORDS), "labels": labels, "alt": draw(WORDS),
        "series": draw(st.lists(series, min_size=1, max_size=3)),
    }  # fmt: skip


TEXTS = st.lists(NAMES, min_size=1, max_size=3).map(
    lambda lines: "".join(f"<p>{line}</p>" for line in lines)
)
BLOCKS = st.one_of(
    st.fixed_dictionaries({"type": st.just("heading"), "text": WORDS}),
    st.fixed_dictionaries(
        {"type": st.just("text"), "html": TEXTS.map(content.clean_html).filter(bool)}
    ),
    tables(),
    charts(),
    st.fixed_dictionaries(
        {"type": st.just("figure")}
        | dict.fromkeys(("indicator", "period", "value", "unit", "note"), WORDS)
    ),
)


@given(st.lists(BLOCKS, max_size=4))
@settings(max_examples=100, deadline=None)
def test_body_is_the_same_after_it_was_stored_and_loaded(blocks):
    stream = [content.to_stream(block, pictures={}, documents={}) for block in blocks]
    kind = Disclosure._meta.get_field("body").stream_block
    loaded = kind.to_python(kind.get_prep_value(kind.to_python(stream)))
    assert content.body(loaded) == blocks


def test_chart_loses_no_row_to_a_quotation_mark():
    pasted = '\t增速\n"甲\t1.5\n乙"丙"\t2.5\n'
    block = content.chart_block({"data": pasted})
    assert block["labels"] == ['"甲', '乙"丙"']
    assert block["series"] == [{"name": "增速", "values": ["1.5", "2.5"]}]
    again = content.to_stream(block, pictures={}, documents={})["value"]["data"]
    assert content.chart_block({"data": again})["labels"] == block["labels"]


def test_chart_keeps_its_series_when_the_first_pasted_cell_is_empty():
    pasted = "\t2014年\n1月\t12\n2月\t9"
    block = PastedBlock()
    found = content.chart_block({"data": block.value_from_form(block.field.clean(pasted))})
    assert found["labels"] == ["1月", "2月"]
    assert found["series"] == [{"name": "2014年", "values": ["12", "9"]}]


def test_table_loses_the_empty_cells_its_grid_began_with():
    typed = {"data": [["星期", "上午", None], ["周一", "3", ""], ["", "", ""]]}
    found = GridBlock().value_from_form(json.dumps(typed))
    assert found["data"] == [["星期", "上午"], ["周一", "3"]]


def test_every_kind_of_block_keeps_its_hash_through_draft_revision_and_reload(bureau):
    picture, attachment = a_picture(bureau.editor), an_attachment(bureau.editor)
    body = [
        {"type": "heading", "text": "一、工业"},
        {"type": "text", "html": "<p>增长<strong>7.1%</strong>，见"
         '<a href="https://www.example.com/" rel="noopener noreferrer">说明</a>。</p>'},
        {"type": "table", "caption": "表1", "head": [["指标", "9月"]], "rows": [["工业", "7.1"]],
         "note": "增速按可比价格计算。"},
        {"type": "chart", "title": "图1", "form": "bar", "unit": "%", "labels": ["8月", "9月"],
         "series": [{"name": "工业", "values": ["", "7.1"]}], "alt": "工业增速"},
        {"type": "figure", "indicator": "工业", "period": "9月", "value": "7.1", "unit": "%",
         "note": "初步"},
        {"type": "image", "sha256": picture.sha256, "name": picture.file_name, "alt": "增速图",
         "caption": "图2", "width": picture.width, "height": picture.height,
         "media_type": "image/png"},
        {"type": "attachment", "sha256": attachment.sha256, "name": attachment.file_name,
         "title": "公报全文", "size": attachment.file_size, "media_type": "application/pdf"},
    ]  # fmt: skip
    page = a_draft(bureau, body=body)
    fresh = content.disclosure(queries.latest(Disclosure.objects.get(pk=page.pk)))
    assert fresh["body"] == body
    assert rules.canonical(fresh) == rules.canonical(content.disclosure(page))


@pytest.mark.parametrize(
    "change",
    [
        {"title": "另一个名称（演示）"}, {"summary": "另一句概述。"},
        {"document_no": "石统〔2014〕9号"},
        {"attribute": "依申请公开"}, {"category": 7}, {"source_kind": "repost"},
        {"source_name": "国家统计局"}, {"source_url": "https://www.example.com/1"},
        {"keywords": "工业 公报"}, {"channels": ["报刊"]}, {"demonstration": False},
        {"body": [a_text("四季度。")]},
    ],
)  # fmt: skip
def test_content_changes_with_every_public_field_of_a_draft(bureau, change):
    page = a_draft(bureau)
    before = rules.canonical(content.disclosure(page))
    changed = actions.revise(page=page, by=bureau.editor, at=NOW, **change)
    assert rules.canonical(content.disclosure(changed)) != before


def test_clean_html_lets_no_script_style_or_inner_address_out():
    found = content.clean_html(
        '<p style="x">甲<script>x</script><b>乙</b><a href="javascript:x">丙</a>'
        '<img src="x"><i>丁</i></p>'
    )
    assert found == '<p>甲<strong>乙</strong><a rel="noopener noreferrer">丙</a><em>丁</em></p>'


@pytest.mark.parametrize("text", ["坏\x00字", "坏\ud800字"])
@pytest.mark.parametrize("where", ["title", "body"])
def test_text_no_database_can_hold_is_refused_before_it_is_stored(bureau, refused, text, where):
    change = {"title": text} if where == "title" else {"body": [a_text(text)]}
    with refused("text.broken"):
        a_draft(bureau, **change)
    assert not Disclosure.objects.exists()


@pytest.mark.django_db
@settings(max_examples=25, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(block=tables())
def test_table_of_a_revision_is_the_same_after_a_reload(bureau, block):
    page = a_draft(bureau, body=[block])
    assert content.body(queries.latest(Disclosure.objects.get(pk=page.pk)).body) == [block]
