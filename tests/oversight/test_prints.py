"""The report as DOCX and PDF: the form's own tables, marked where invented, as old as its text."""

import io
import zipfile
from datetime import date

import docx
import pypdfium2
import pytest

from gongkai.law import annual
from gongkai.oversight import actions, printing, queries
from gongkai.oversight.importing.reading import read
from gongkai.oversight.rules import check, fails
from gongkai.publishing import actions as publishing
from tests.make import a_bureau, a_draft, a_signed
from tests.oversight.made import a_case
from tests.oversight.test_report import JANUARY, drafted, ready


@pytest.fixture
def bureau(db):
    return a_bureau()


def test_the_word_document_reads_as_the_same_report_and_names_nobody(bureau):
    a_case(date(2025, 3, 3), date(2025, 3, 20), applicant="legal", outcome="process")
    ready(bureau)
    report = queries.report(2025, JANUARY)
    data = printing.docx_of(report.content, made_at=JANUARY, demonstration=False)
    assert data == printing.docx_of(report.content, made_at=JANUARY, demonstration=False)
    seen = read("report.docx", data)
    assert (seen.year, seen.unit) == (2025, "石家庄市统计局")
    assert dict(seen.table3.cells) == dict(report.tables["table3"].cells)
    assert dict(seen.table4.cells) == dict(report.tables["table4"].cells)
    known = docx.Document(io.BytesIO(data)).core_properties
    assert (known.author, known.last_modified_by) == ("石家庄市统计局", "石家庄市统计局")
    assert {info.date_time[0] for info in zipfile.ZipFile(io.BytesIO(data)).infolist()} == {1980}


def test_every_cell_of_table_two_stands_in_the_word_document_while_it_is_empty(bureau):
    report = queries.report(2025, JANUARY)
    data = printing.docx_of(report.content, made_at=JANUARY, demonstration=False)
    table = docx.Document(io.BytesIO(data)).tables[0]
    cells = {row.cells[0].text: len({id(cell._tc) for cell in row.cells}) for row in table.rows}
    assert cells["规章"] == cells["行政规范性文件"] == 4
    assert cells["行政许可"] == cells["行政事业性收费"] == 2
    assert cells["第二十条第（一）项"] == 1
    seen = read("report.docx", data)
    assert seen.marks[2, "rules", "issued"] == ""
    assert "AR-08" in {one.rule for one in check(seen)}


def test_the_word_document_of_a_demonstration_says_so_on_every_page_and_a_real_one_does_not(bureau):
    content = queries.report(2025, JANUARY).content
    made = {is_one: docx.Document(io.BytesIO(
                printing.docx_of(content, made_at=JANUARY, demonstration=is_one)))
            for is_one in (True, False)}  # fmt: skip
    heads = {key: one.sections[0].header.paragraphs[0].text for key, one in made.items()}
    assert heads == {True: "演　示", False: ""}


def test_the_pdf_holds_every_section_and_the_grid_of_the_form(bureau):
    a_case(date(2025, 3, 3), date(2025, 3, 20), outcome="process")
    ready(bureau)
    report = queries.report(2025, JANUARY)
    data = printing.pdf_of(report.content, made_at=JANUARY, demonstration=True)
    text = "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(data))
    bare = "".join(text.split())
    for name in annual.form_of(2025).sections:
        assert name in bare
    assert "申请人情况" in bare
    assert "未经复议直接起诉" in bare
    assert "演示：建立更新提醒。" in bare


def test_the_prints_follow_what_the_authors_changed_in_the_draft(bureau):
    ready(bureau)
    page = drafted(bureau)
    body = queries.draft_content(page)["body"]
    changed = [*body[:-2], {"type": "text", "html": "<p>演示：另加一段。</p>"}, *body[-2:]]
    publishing.revise(page=page, by=bureau.editor, at=JANUARY, body=changed)
    again = queries.draft_content(actions.reprint(year=2025, by=bureau.editor, at=JANUARY))
    assert again["body"][-3] == changed[-3]
    hashes = {block["sha256"] for block in again["body"] if block["type"] == "attachment"}
    assert len(hashes) == 2
    assert hashes.isdisjoint(block["sha256"] for block in body if block["type"] == "attachment")


def test_files_older_than_the_text_they_stand_under_are_noticed_and_held(bureau):
    ready(bureau)
    page = drafted(bureau)
    assert queries.page(2025, JANUARY).outdated == ()
    assert queries.hand_in_fault(page.pk, JANUARY) == ""
    body = queries.draft_content(page)["body"]
    changed = [*body[:-2], {"type": "text", "html": "<p>演示：另加一段。</p>"}, *body[-2:]]
    publishing.revise(page=page, by=bureau.editor, at=JANUARY, body=changed)
    assert queries.page(2025, JANUARY).outdated == ("可编辑文本（DOCX）", "打印版（PDF）")
    assert "与现在的正文不一致" in queries.hand_in_fault(page.pk, JANUARY)
    card = a_signed(bureau, publishing.submit(page=page, by=bureau.editor, at=JANUARY), at=JANUARY)
    assert "与现在的正文不一致" in queries.release_fault(card, JANUARY)
    publishing.withdraw(card=card.pk, by=bureau.office, at=JANUARY, reason="重拟（演示）")
    actions.reprint(year=2025, by=bureau.editor, at=JANUARY)
    assert queries.page(2025, JANUARY).outdated == ()
    assert queries.hand_in_fault(page.pk, JANUARY) == ""


def test_a_draft_that_is_no_report_is_handed_in_as_ever(bureau):
    assert queries.hand_in_fault(a_draft(bureau).pk, JANUARY) == ""
    assert queries.hand_in_fault(10**9, JANUARY) == ""


def test_constraints_hold_for_the_draft_as_printed(bureau):
    ready(bureau)
    data = printing.docx_of(
        queries.report(2025, JANUARY).content, made_at=JANUARY, demonstration=True
    )
    assert not fails(check(read("report.docx", data)))
