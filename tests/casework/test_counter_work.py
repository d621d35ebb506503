"""What a clerk at the counter leans on: what is next, reasons typed once, marks kept, a slip again."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from gongkai.casework import actions
from gongkai.casework.models import Document, Part
from gongkai.casework.queries import lists
from gongkai.casework.queries.public import case_of
from gongkai.casework.rules import Kind, Letter
from gongkai.people.actions import set_email
from gongkai.people.models import PostKind
from gongkai.publishing.models import ApprovalCard
from gongkai.register.models import Entry, Payload
from tests.casework.desk_pages import SECRETS, a_desk, page, posted, text_of
from tests.casework.made import (
    MONDAY,
    PHONE,
    WHO,
    a_document,
    a_letter,
    a_reply,
    a_request,
    a_workbook,
    delivered,
    fresh,
    moment,
    sent,
    signed,
)
from tests.config.addresses import signed_in
from tests.make import a_department, a_holder, a_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def counter(settings):
    return a_desk(settings)


def first_of(html: str) -> list[str]:
    """Return the acts a case's page shows as buttons."""
    shown = html.partition('<ul class="next">')[2].partition("</ul>")[0]
    return re.findall(r"<a [^>]*>([^<]+)</a>", shown)


def a_part(counter, case, name, decision, **given) -> Part:
    return actions.decide_part(case=case.pk, name=name, decision=decision, by=counter.editor,
                               at=moment(MONDAY), **given)  # fmt: skip


# What is next


def test_a_case_page_says_what_is_asked_before_one_or_two_acts(counter):
    case = a_request(counter)
    html = page(counter.editor, "case", case.pk)
    assert html.index("申请内容") < html.index("下一步") < html.index("期限怎样计算")
    assert first_of(html) == ["起草政府信息公开申请答复书", "区分处理"]
    rest = html.partition("其他可办事项</summary>")[2].partition("</details>")[0]
    assert "检索记录" in rest
    assert "区分处理" not in rest


def test_the_likeliest_act_follows_the_case(counter):
    at = moment(MONDAY)
    by_net = a_request(counter, channel="internet", assigned=False)
    assert first_of(page(counter.office, "case", by_net.pk)) == ["确认收到", "分办"]
    case = a_request(counter)
    a_reply(counter, case, at)
    assert first_of(page(counter.editor, "case", case.pk))[0] == "核对送审：政府信息公开申请答复书"
    document = signed(counter, Document.objects.get(), at)
    assert first_of(page(counter.office, "case", case.pk)) == ["登记送达：政府信息公开申请答复书"]
    delivered(counter, document, at)
    assert first_of(page(counter.office, "case", case.pk)) == ["归档"]


def test_parts_are_not_offered_for_a_new_decision_while_a_reply_is_signed(counter):
    case = a_request(counter)
    signed(counter, a_reply(counter, case, moment(MONDAY)), moment(MONDAY))
    html = page(counter.editor, "case", case.pk)
    assert "不能改变区分处理的决定" in html.partition("现在不能办的")[2]


def test_a_case_asked_for_correction_waits_for_the_corrected_text_first(counter):
    case = a_request(counter)
    notice = a_document(counter, case, Letter.CORRECTION, moment(MONDAY), fields={"items": "年度"},
                        until=MONDAY.replace(day=20))  # fmt: skip
    sent(counter, notice, moment(MONDAY))
    assert first_of(page(counter.office, "case", case.pk))[0] == "收到补正"


# The desk's first page and the cards


def test_the_desk_lists_what_waits_for_a_person_with_its_number_day_and_mark(counter):
    case = a_request(counter)
    html = text_of(signed_in(counter.editor).get("/desk/"))
    assert f"{case.number}　" in html
    assert reverse("casework:case", args=[case.pk]) in html
    assert re.search(r'class="tag[^"]* due"><b aria-hidden="true">.</b>', html)
    stranger = a_holder(PostKind.EDITOR, a_department("人口处（演示）"))
    assert case.number not in text_of(signed_in(stranger).get("/desk/"))


def test_a_card_names_the_case_to_who_signs_and_to_no_register(counter):
    case = a_request(counter)
    document = a_reply(counter, case, moment(MONDAY))
    actions.submit_document(document=document.pk, by=counter.editor, at=moment(MONDAY))
    head = counter.bureau.head
    for path in ("/desk/", "/desk/cards/"):
        html = text_of(signed_in(head).get(path))
        assert f"{case.number} {case.title}" in html
        assert not [secret for secret in SECRETS if secret in html]
    assert not Payload.objects.filter(body__contains=case.title).exists()


def test_a_destroyed_case_leaves_its_subject_on_no_card_and_offers_no_act(counter, settings):
    case = a_request(counter)
    sent(counter, a_reply(counter, case, moment(MONDAY)), moment(MONDAY))
    actions.archive(case=case.pk, by=counter.office, at=moment(MONDAY))
    settings.NOW = "2037-01-05T10:00"
    posted(
        counter.office, "destruction", cases=[case.pk], reason="期满，经批准（演示）。", sure="on"
    )
    assert not [card for card in ApprovalCard.objects.all() if card.request.get("about")]
    assert "/act/" not in page(counter.office, "case", case.pk)
    listed = page(counter.office, "destruction")
    assert "期满，经批准（演示）。" in listed
    assert case.number in listed


# Reasons typed once


def test_a_reply_takes_reasons_from_the_parts_each_by_its_own_ground(counter):
    case = a_request(counter)
    a_part(counter, case, "汇总表", "give")
    a_part(counter, case, "企业明细", "withhold", ground="third_party", reason="涉及商业秘密")
    a_part(counter, case, "会议记录", "withhold", ground="process", reason="属于讨论记录")
    a_part(counter, case, "用电价格", "not_ours", reason="由发展改革部门公开")
    assert "已按区分处理的决定写入" in page(
        counter.editor, "draft", case.pk, "reply", outcome="partial"
    )
    path = reverse("casework:draft", args=[case.pk, "reply"])
    made = signed_in(counter.editor).post(f"{path}?outcome=partial", {"withheld_reasons": "另附。"})
    assert made.status_code == 302, text_of(made)
    (block,) = Document.objects.get().content["body"]
    for said in (
        "汇总表",
        "企业明细：依照《政府信息公开条例》第十五条的规定不予公开。涉及商业秘密。",
        "会议记录：依照《政府信息公开条例》第十六条第二款的规定不予公开。属于讨论记录。",
        "用电价格：依照《政府信息公开条例》第三十六条第（五）项的规定，不属于本机关负责公开。",
        "另附。",
    ):
        assert said in block["html"], said


def test_a_reply_without_parts_still_asks_for_its_reasons(counter):
    case = a_request(counter)
    path = reverse("casework:draft", args=[case.pk, "reply"])
    refused = signed_in(counter.editor).post(f"{path}?outcome=internal", {"reasons": ""})
    assert refused.status_code == 422


# Delivery, notices, entry by staff


@pytest.mark.parametrize(
    ("way", "value"),
    [("凭查询码在本网站查看", "online"), ("电子邮件", "mail"), ("邮寄", "post"), ("", "counter")],
)
def test_a_delivery_begins_with_the_way_the_applicant_chose(counter, way, value):
    case = a_request(counter, way=way)
    document = signed(counter, a_reply(counter, case, moment(MONDAY)), moment(MONDAY))
    assert f'<option value="{value}" selected>' in page(counter.office, "deliver", document.pk)


def test_a_notice_to_give_reasons_carries_its_own_hint(counter):
    case = a_request(counter)
    assert "市档案馆" in page(counter.office, "draft", case.pk, "extension")
    assert "市档案馆" not in page(counter.office, "draft", case.pk, "reasons")


def test_staff_entry_takes_consent_and_the_need_of_help(counter):
    a_letter(counter)
    topic = lists.topics(moment(MONDAY)).get()
    given = {"channel": "phone", "submitted_on": "2026-06-03", "applicant": "person", "name": "演示丁",
             "phone": PHONE, "title": "咨询（演示）", "text": "咨询内容（演示）。"}  # fmt: skip
    answer = posted(
        counter.office, "register", **given, kind=Kind.LETTER, topic=topic.pk, consent="on"
    )
    letter = lists.queue(counter.office, moment(MONDAY), tab="all").get(title="咨询（演示）")
    assert answer.status_code == 302
    assert (letter.consent, letter.help_needed) == (True, False)
    given |= {"channel": "oral", "kind": Kind.REQUEST, "title": "申请（演示）"}
    posted(counter.office, "register", **given, help_needed="on")
    request = lists.queue(counter.office, moment(MONDAY), tab="all").get(title="申请（演示）")
    assert (request.consent, request.help_needed) == (False, True)


def test_a_slip_shows_no_code_until_a_new_one_is_given_and_registered(counter):
    case = a_request(counter)
    before = case.code_hash
    html = page(counter.editor, "slip", case.pk)
    assert case.number in html
    assert "不能再次显示" in html
    assert posted(counter.editor, "slip", case.pk).status_code == 403
    answer = posted(counter.office, "slip", case.pk)
    code = re.search(r"<strong>(\w{10})</strong>", text_of(answer))[1]
    assert "no-store" in answer["Cache-Control"]
    assert fresh(case).code_hash != before
    assert case_of(code, WHO["phone"][-4:]).pk == case.pk
    assert Entry.objects.of("case.code_renewed").count() == 1
    assert code not in text_of(signed_in(counter.office).get("/desk/register/?ledger=all"))


# Assignment


def test_the_posts_of_an_assignment_stand_under_their_sections(counter):
    case = a_request(counter, assigned=False)
    a_post(PostKind.HEAD, a_department("没有采编岗的处（演示）"))
    html = page(counter.office, "act", case.pk, "assign")
    assert f'<optgroup label="{counter.section.name}">' in html
    assert "没有采编岗的处（演示）" not in html


# Redaction


def test_marks_of_a_workbook_are_there_again_and_lie_nowhere_in_the_clear(counter):
    case = a_request(counter)
    data = a_workbook(["企业", "用电量"], ["演示钢铁厂", 12], ["合计", 30])
    file = actions.add_file(case=case.pk, role="material", name="表.xlsx", data=data,
                            by=counter.editor, at=moment(MONDAY))  # fmt: skip
    part = a_part(counter, case, "用电量", "give", material=file)
    html = page(counter.editor, "redact", case.pk, part.pk)
    assert "演示钢铁厂" in html  # what stands in the sheet is seen by who marks it
    assert "上次标记" not in html
    marked = {"texts": "演示钢铁厂", "ranges": "Sheet!B3"}
    answer = posted(counter.editor, "redact", case.pk, part.pk, **marked)
    assert answer.status_code == 302, text_of(answer)
    html = page(counter.editor, "redact", case.pk, part.pk)
    assert "Sheet!B3</textarea>" in html
    assert "演示钢铁厂</textarea>" in html
    assert "演示钢铁厂" not in Part.objects.get().marks
    other = actions.add_file(case=case.pk, role="material", name="另表.xlsx", data=data,
                             by=counter.editor, at=moment(MONDAY))  # fmt: skip
    a_part(counter, case, "用电量", "give", material=other, part=part.pk)
    assert Part.objects.get().marks == ""


# E-mail


def test_a_reminder_goes_to_the_address_the_office_entered(
    counter, django_capture_on_commit_callbacks
):
    a_request(counter)
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.remind(at=moment(MONDAY)) == 0
    set_email(
        user=counter.editor, email="yanshi@example.test", by=counter.office, at=moment(MONDAY)
    )
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.remind(at=moment(MONDAY)) == 1
    assert mail.outbox[0].to == ["yanshi@example.test"]
