"""Documents of a case at the desk: drafted, revised, handed in, printed, delivered; redaction."""

import io
from datetime import date

import pypdfium2
import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from gongkai.casework import actions
from gongkai.casework.models import CaseFile, Document
from gongkai.design.documents import pdf
from gongkai.register.models import Entry
from tests.casework.desk_pages import SECRETS, a_desk, a_stranger, page, posted, text_of
from tests.casework.made import (
    ADDRESS,
    MONDAY,
    NAME,
    a_reply,
    a_request,
    a_workbook,
    fresh,
    moment,
    signed,
)
from tests.config.addresses import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def counter(settings):
    return a_desk(settings)


def test_a_reply_is_drafted_by_its_result_and_handed_in(counter):
    case = a_request(counter)
    assert "答复结果" in page(counter.editor, "draft", case.pk, "reply")
    path = reverse("casework:draft", args=[case.pk, "reply"])
    client = signed_in(counter.editor)
    refused = client.post(f"{path}?outcome=internal", {"reasons": ""})
    assert refused.status_code == 422
    client.post(f"{path}?outcome=granted", {"material": "随本答复书提供（演示）。"})
    row = Document.objects.get()
    html = page(counter.editor, "document", row.pk)
    assert "随本答复书提供（演示）" in html
    answer = posted(counter.editor, "hand_in", row.pk, comment="请审核（演示）。")
    assert answer["Location"].startswith("/desk/cards/")


def test_a_reply_that_lacks_something_is_not_handed_in_and_says_what(counter):
    case = a_request(counter)
    row = a_reply(counter, case, moment(MONDAY), outcome="not_held",
                  fields={"not_held": "本机关没有制作（演示）。"})  # fmt: skip
    assert "检索记录" in page(counter.editor, "document", row.pk)
    answer = posted(counter.editor, "hand_in", row.pk, comment="请审核（演示）。")
    assert answer.status_code == 422
    assert "请审核（演示）。" in text_of(answer)


NOTICES = {
    "extension": {"days": "10", "why": "需要调阅档案（演示）"},
    "correction": {"until": "2026-06-20", "items": "请写明年份（演示）。"},
    "consult": {"name": "演示某厂", "content": "用电量（演示）"},
    "joint": {"name": "演示某局", "content": "会同发文（演示）"},
    "agency": {"name": "演示某局", "content": "用电量（演示）", "until": "2026-06-20"},
    "assist": {"name": "演示某局", "content": "请协助（演示）"},
}


@pytest.mark.parametrize("kind", NOTICES)
def test_a_notice_is_drafted_by_the_office_with_what_its_delivery_will_do(counter, kind):
    case = a_request(counter)
    answer = posted(counter.office, "draft", case.pk, kind, **NOTICES[kind])
    assert answer.status_code == 302, text_of(answer)
    row = Document.objects.get()
    assert row.kind == kind
    assert bool(row.plan.get("event")) is (kind != "assist")
    assert "演示某" not in str(row.content)


def test_a_draft_is_revised_with_what_was_written_before(counter):
    case = a_request(counter)
    posted(counter.office, "draft", case.pk, "extension", **NOTICES["extension"])
    row = Document.objects.get()
    assert "需要调阅档案（演示）" in page(counter.office, "revise", row.pk)
    posted(counter.office, "revise", row.pk, days="12", why="需要核对（演示）")
    assert Document.objects.get().plan["days"] == 12


def test_a_document_is_delivered_only_when_it_is_signed(counter):
    case = a_request(counter)
    row = a_reply(counter, case, moment(MONDAY))
    given = {"on": "2026-06-03", "way": "post"}
    refused = posted(counter.office, "deliver", row.pk, **given)
    assert refused.status_code == 422
    signed(counter, row, moment(MONDAY))
    posted(counter.office, "deliver", row.pk, **given)
    assert fresh(case).closed_on == date(2026, 6, 3)


def printed(answer) -> str:
    """Return the text of a print without its white space: justified lines bring some."""
    pages = pypdfium2.PdfDocument(answer.content)
    return "".join("".join(one.get_textpage().get_text_range() for one in pages).split())


def test_a_document_is_printed_with_who_asked_only_when_that_is_registered(counter):
    case = a_request(counter)
    row = a_reply(counter, case, moment(MONDAY), fields={"material": "见#strong[附件] $x$ <b>。"})
    client = signed_in(counter.office)
    path = reverse("casework:print", args=[row.pk])
    plain = client.get(path)
    text = printed(plain)
    assert "见#strong[附件]$x$<b>。" in text
    assert row.number in text
    assert row.content["remedy"][:12] in text
    assert not [secret for secret in SECRETS if secret in text]
    assert not Entry.objects.filter(verb="case.identity_shown").exists()
    full = printed(client.post(path))
    assert NAME in full
    assert ADDRESS in full
    assert Entry.objects.filter(verb="case.identity_shown").exists()
    assert NAME not in plain["Content-Disposition"]


def test_a_letter_to_a_third_party_is_printed_to_them_and_not_to_who_asked(counter):
    case = a_request(counter)
    posted(counter.office, "draft", case.pk, "consult", **NOTICES["consult"])
    row = Document.objects.get()
    full = printed(signed_in(counter.office).post(reverse("casework:print", args=[row.pk])))
    assert "演示某厂" in full
    assert NAME not in full


def a_part(counter, data: bytes, name: str):
    """Return a case and a piece of its material that is to be given."""
    case = a_request(counter)
    file = actions.add_file(case=case.pk, role="material", name=name, data=data, by=counter.editor,
                            at=moment(MONDAY))  # fmt: skip
    part = actions.decide_part(case=case.pk, name="附表（演示）", decision="give", material=file,
                               by=counter.editor, at=moment(MONDAY))  # fmt: skip
    return case, part


def a_pdf() -> bytes:
    data = {"org": "演示局", "number": "演示1号", "title": "演示件", "to": "", "address": "",
            "body": [{"type": "text", "lines": ["联系人演示张三，电话13800138000。"]}], "remedy": "",
            "files": [], "date": "", "signed": False, "case": "", "demonstration": False}  # fmt: skip
    return pdf("document", data, made_at=moment(MONDAY))


def test_a_pdf_is_shown_as_pictures_and_redacted_by_words_and_boxes(counter):
    case, part = a_part(counter, a_pdf(), "演示.pdf")
    html = page(counter.editor, "redact", case.pk, part.pk)
    path = reverse("casework:page_picture", args=[case.pk, part.pk, 1])
    assert path in html
    assert signed_in(counter.editor).get(path).content.startswith(b"\x89PNG")
    assert signed_in(a_stranger()).get(path).status_code == 404
    posted(counter.editor, "redact", case.pk, part.pk, texts="演示张三", boxes="1,10,10,60,40",
           pages="", label="")  # fmt: skip
    given = CaseFile.objects.get(role="redacted")
    data = signed_in(counter.editor).get(reverse("casework:file", args=[case.pk, given.pk])).content
    text = pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range()
    assert "演示张三" not in text
    assert "13800138000" in text


@pytest.mark.parametrize(
    "typed",
    [{"texts": "", "boxes": "", "pages": ""}, {"boxes": "1,60,10,10,40"}, {"boxes": "一,二"},
     {"pages": "三"}, {"pages": "99"}],
)  # fmt: skip
def test_a_redaction_that_cannot_be_is_refused_with_what_was_typed(counter, typed):
    case, part = a_part(counter, a_pdf(), "演示.pdf")
    answer = posted(counter.editor, "redact", case.pk, part.pk, **typed)
    assert answer.status_code == 422
    assert all(value in text_of(answer) for value in typed.values())
    assert not CaseFile.objects.filter(role="redacted").exists()


def test_a_workbook_is_redacted_by_columns_rows_cells_and_words(counter):
    data = a_workbook(
        ["街道", "人口", "联系人"], ["甲", 12345, "演示张三"], ["乙", 345, "演示李四"]
    )
    case, part = a_part(counter, data, "演示.xlsx")
    assert "工作表" in page(counter.editor, "redact", case.pk, part.pk)
    posted(counter.editor, "redact", case.pk, part.pk, texts="甲", ranges="Sheet!C\nSheet!B3")
    given = CaseFile.objects.get(role="redacted")
    data = signed_in(counter.editor).get(reverse("casework:file", args=[case.pk, given.pk])).content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    said = str(rows)
    assert "12345" in said
    assert not [one for one in ("甲", "345.0", "演示张三", "演示李四") if f"'{one}'" in said]


def test_proof_of_delivery_is_kept_with_the_case(counter, tmp_path):
    case = a_request(counter)
    row = signed(counter, a_reply(counter, case, moment(MONDAY)), moment(MONDAY))
    path = tmp_path / "签收单.pdf"
    path.write_bytes(a_pdf())
    with path.open("rb") as file:
        posted(counter.office, "deliver", row.pk, on="2026-06-03", way="post", proof=file)
    assert case.files.get().role == "receipt"


def test_a_document_of_another_section_is_not_there(counter):
    row = a_reply(counter, a_request(counter), moment(MONDAY))
    client = signed_in(a_stranger())
    for view in ("document", "revise", "print"):
        path = reverse(f"casework:{view}", args=[row.pk])
        assert client.get(path).status_code == 404, view
    path = reverse("casework:hand_in", args=[row.pk])
    assert client.post(path).status_code == 404
