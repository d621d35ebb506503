"""The counter's desk: who sees what, what is offered, and that a refusal loses nothing."""

from datetime import date, timedelta

import icalendar
import pytest
from django.core import mail
from django.urls import reverse

from gongkai.casework import actions
from gongkai.casework.models import CalendarLink, CaseFile, Document, Reminder
from gongkai.casework.rules import Letter
from gongkai.people.models import PostKind
from gongkai.register.models import Entry
from tests.casework.made import (
    ADDRESS,
    MONDAY,
    NAME,
    NUMBER,
    PHONE,
    a_counter,
    a_document,
    a_letter,
    a_reply,
    a_request,
    a_workbook,
    an_answered,
    fresh,
    moment,
    sent,
    signed,
)
from tests.config.addresses import signed_in
from tests.make import a_department, a_holder

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SECRETS = (NAME, NUMBER, PHONE, ADDRESS)
TABLE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def counter(settings):
    settings.NOW = "2026-06-03T10:00"
    return a_counter(columns=True)


def text_of(answer) -> str:
    return answer.content.decode()


def page(user, view, /, *args, **query) -> str:
    answer = signed_in(user).get(reverse(f"casework:{view}", args=args), query)
    assert answer.status_code == 200, answer.status_code
    return text_of(answer)


def posted(user, view, /, *args, **values):
    return signed_in(user).post(reverse(f"casework:{view}", args=args), values)


def a_stranger():
    """Return a drafter of another section."""
    return a_holder(PostKind.EDITOR, a_department("人口处（演示）"))


def test_a_case_page_shows_who_asked_only_masked(counter):
    case = a_request(counter)
    for user in (counter.office, counter.editor, counter.bureau.leader):
        html = page(user, "case", case.pk)
        assert case.title in html
        assert not [secret for secret in SECRETS if secret in html]
    assert "演****" in page(counter.office, "case", case.pk)


def test_showing_who_asked_is_an_act_and_is_registered(counter):
    case = a_request(counter)
    url = reverse("casework:identity", args=[case.pk])
    assert signed_in(counter.editor).get(url).status_code == 405
    answer = signed_in(counter.editor).post(url)
    assert all(secret in text_of(answer) for secret in SECRETS)
    assert "no-store" in answer["Cache-Control"]
    assert Entry.objects.filter(verb="case.identity_shown").count() == 1


@pytest.mark.parametrize("kind", [PostKind.HEAD, PostKind.LEADER, PostKind.SECRECY])
def test_who_only_signs_reads_a_case_and_is_offered_no_act(counter, kind):
    case = a_request(counter)
    html = page(a_holder(kind), "case", case.pk)
    assert "下一步" not in html
    assert "/act/" not in html


def test_a_drafter_of_another_section_finds_no_case(counter):
    case = a_request(counter)
    client = signed_in(a_stranger())
    assert client.get(reverse("casework:case", args=[case.pk])).status_code == 404
    assert case.number not in text_of(client.get(reverse("casework:cases"), {"tab": "all"}))
    assert client.post(reverse("casework:identity", args=[case.pk])).status_code == 404


def test_only_lawful_acts_are_offered_and_the_rest_say_why(counter):
    html = page(counter.office, "case", a_request(counter).pk)
    offered, _, later = html.partition("现在不能办的")
    assert reverse("casework:draft", args=[1, "extension"]).split("/draft/")[1] in offered
    assert "没有说明理由" not in offered
    assert "还没有答复，不能归档" in later
    assert "条" in later


def test_an_answered_case_offers_archiving_and_no_second_reply(counter):
    case = an_answered(counter)
    html = page(counter.office, "case", case.pk).partition("现在不能办的")[0]
    assert reverse("casework:act", args=[case.pk, "archive"]) in html
    assert reverse("casework:draft", args=[case.pk, "reply"]) not in html


def test_every_page_of_a_case_asks_the_database_little(counter, django_assert_max_num_queries):
    case = a_request(counter)
    client = signed_in(counter.office)
    for n in range(6):
        actions.note(case=case.pk, text=f"第{n}次电话沟通。", by=counter.office, at=moment(MONDAY))
        a_request(counter, title=f"另一件申请第{n}号", identity={"name": f"演示{n}", "phone": "1"})
    with django_assert_max_num_queries(32):
        client.get(reverse("casework:case", args=[case.pk]))
    with django_assert_max_num_queries(18):
        client.get(reverse("casework:cases"), {"tab": "all"})


def test_the_queue_finds_by_number_and_words_and_shows_shapes(counter, settings):
    late, soon = a_request(counter, date(2026, 4, 1)), a_request(
        counter, title="普查区划图", text="申请公开普查区划图（演示）。"
    )
    html = page(counter.office, "cases", tab="all")
    assert html.index(late.number) < html.index(soon.number)
    assert "▲" in html
    assert "●" in html
    assert soon.number not in page(counter.office, "cases", tab="all", q="用电量")
    assert soon.number in page(counter.office, "cases", tab="all", q=soon.number)


def test_mine_is_what_waits_for_this_person(counter):
    new, mine = a_request(counter, assigned=False, title="没有分办的申请"), a_request(counter)
    assert new.number not in page(counter.editor, "cases")
    assert mine.number in page(counter.editor, "cases")
    html = page(counter.office, "cases")
    assert new.number in html
    assert mine.number not in html


ACTS = {
    "search": {"where": "", "found": "没有。"},
    "note": {"text": f"与{NAME}电话沟通。"},
    "assign": {"department": "", "note": "请办理（演示）。"},
    "unanswered": {"outcome": "uncorrected", "on": "2026-06-03", "reason": "没有补正（演示）。"},
    "convert": {"to": "letter", "reason": "属于咨询（演示）。"},
    "part": {"name": "附表（演示）", "decision": "withhold", "ground": "", "reason": ""},
    "dispute": {"kind": "review", "number": "演复〔2026〕1号", "body": "演示市政府", "begun_on": "2026-07-01"},
    "corrected": {"on": "2026-06-03", "text": "补正后的内容（演示）。"},
    "paid": {"on": "2026-06-03", "amount": "100"},
    "exempt": {"text": ""},
    "reasons": {"on": "", "text": "科研需要（演示）。"},
}


@pytest.mark.parametrize("name", ACTS)
def test_a_refused_act_keeps_what_was_typed_and_changes_nothing(counter, name):
    case = a_request(counter)
    before = case.facts.count()
    answer = posted(counter.office, "act", case.pk, name, **ACTS[name])
    html = text_of(answer)
    assert answer.status_code == 422
    assert 'class="errors"' in html or 'role="alert"' in html
    for value in ACTS[name].values():
        assert value in html
    assert fresh(case).facts.count() == before


def test_a_refusal_names_its_article(counter):
    case = a_request(counter)
    html = text_of(posted(counter.office, "act", case.pk, "corrected", **ACTS["corrected"]))
    assert "第三十条" in html


def test_an_act_of_the_office_is_refused_to_a_drafter(counter):
    case = a_request(counter)
    answer = posted(counter.editor, "act", case.pk, "assign", department=counter.section.pk)
    assert answer.status_code == 403
    assert "信息公开机构" in text_of(answer)


def test_acts_that_are_well_filled_in_are_done(counter):
    case = a_request(counter, assigned=False)
    posted(counter.office, "act", case.pk, "assign", department=counter.section.pk)
    posted(counter.editor, "act", case.pk, "search", where="局档案室（演示）", found="没有（演示）")
    posted(counter.editor, "act", case.pk, "note", text="与申请人通话（演示）。")
    events = list(case.facts.values_list("event", flat=True))
    assert events[-3:] == ["assigned", "searched", "noted"]
    html = page(counter.editor, "case", case.pk)
    assert "局档案室（演示）" in html
    assert "检索范围" in html


REGISTERED = {
    "kind": "request", "channel": "registered", "submitted_on": "2026-06-01",
    "applicant": "person", "name": NAME, "id_kind": "id_card", "id_number": NUMBER,
    "phone": PHONE, "title": "普查资料", "text": "申请公开普查资料（演示）。",
}  # fmt: skip


def test_staff_entry_waits_for_the_day_of_receipt_by_registered_post(counter):
    answer = posted(counter.office, "register", **REGISTERED)
    html = text_of(signed_in(counter.office).get(answer["Location"]))
    assert "待确认收到" in html
    pk = int(answer["Location"].strip("/").split("/")[-1])
    form = page(counter.office, "act", pk, "receipt")
    assert "签收之日" in form
    posted(counter.office, "act", pk, "receipt", on="2026-06-02")
    assert "2026年7月1日" in page(counter.office, "case", pk)


def test_staff_entry_that_is_refused_keeps_every_word(counter):
    given = REGISTERED | {"phone": "", "channel": "phone"}
    answer = posted(counter.office, "register", **given)
    assert answer.status_code == 422
    assert all(value in text_of(answer) for value in (NAME, NUMBER, "普查资料", "2026-06-01"))


def test_staff_entry_keeps_its_files_sealed_with_the_case(counter, tmp_path):
    path = tmp_path / "附件.xlsx"
    path.write_bytes(a_workbook(["演示"]))
    with path.open("rb") as file:
        posted(counter.office, "register", **REGISTERED, attachment=file)
    assert CaseFile.objects.get().role == "attachment"


def a_file(counter, case, role="attachment"):
    return actions.add_file(case=case.pk, role=role, name="材料.xlsx", data=a_workbook(["演示"]),
                            by=counter.office, at=moment(MONDAY))  # fmt: skip


def test_a_file_is_given_to_save_and_never_shown(counter):
    case = a_request(counter)
    answer = signed_in(counter.editor).get(
        reverse("casework:file", args=[case.pk, a_file(counter, case).pk])
    )
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert answer.content == a_workbook(["演示"]) or answer["Content-Type"] == TABLE


def test_somebody_elses_attachment_is_refused_under_any_address(counter):
    mine, other = a_request(counter), a_request(counter, assigned=False, title="别处的申请")
    file = a_file(counter, other)
    client = signed_in(counter.editor)
    for case in (mine, other):
        path = reverse("casework:file", args=[case.pk, file.pk])
        assert client.get(path).status_code == 404
    own = a_file(counter, mine)
    assert signed_in(a_stranger()).get(
        reverse("casework:file", args=[mine.pk, own.pk])
    ).status_code == 404  # fmt: skip


def test_a_proof_of_identity_is_refused_to_who_only_signs(counter):
    case = a_request(counter)
    path = reverse("casework:file", args=[case.pk, a_file(counter, case, "identity").pk])
    assert signed_in(counter.bureau.leader).get(path).status_code == 404
    assert signed_in(counter.editor).get(path).status_code == 200
    assert path not in page(counter.bureau.leader, "case", case.pk)


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
    "assist": {"name": "演示某局", "content": "请协助（演示）"},
}


@pytest.mark.parametrize("kind", NOTICES)
def test_a_notice_is_drafted_by_the_office_with_what_its_delivery_will_do(counter, kind):
    case = a_request(counter)
    answer = posted(counter.office, "draft", case.pk, kind, **NOTICES[kind])
    assert answer.status_code == 302, text_of(answer)
    row = Document.objects.get()
    assert row.kind == kind
    assert row.plan["event"]
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


def test_a_document_is_printed_with_who_asked_only_when_that_is_registered(counter):
    case = a_request(counter)
    row = a_reply(counter, case, moment(MONDAY))
    client = signed_in(counter.office)
    path = reverse("casework:print", args=[row.pk])
    plain = client.get(path)
    assert plain.content.startswith(b"%PDF")
    assert not Entry.objects.filter(verb="case.identity_shown").exists()
    assert client.post(path).content.startswith(b"%PDF")
    assert Entry.objects.filter(verb="case.identity_shown").exists()
    assert NAME not in plain["Content-Disposition"]


def test_a_fact_entered_wrongly_is_voided_and_stays_readable(counter):
    case = a_request(counter)
    fact = actions.note(case=case.pk, text="记错了的事（演示）。", by=counter.office,
                        at=moment(MONDAY))  # fmt: skip
    posted(counter.office, "void", case.pk, fact.pk, reason="写错了办件（演示）")
    html = page(counter.office, "case", case.pk)
    assert "记错了的事（演示）" in html
    assert "已更正" in html


def test_a_calendar_is_read_by_a_library_and_names_nobody(counter):
    case = a_request(counter)
    answer = posted(counter.editor, "calendar_renew")
    address = text_of(answer).partition("<code>")[2].partition("</code>")[0]
    path = "/" + address.split("/", 3)[3]
    data = signed_in(counter.office).get(path).content
    found = icalendar.Calendar.from_ical(data)
    events = [one for one in found.walk("VEVENT") if case.number in str(one["SUMMARY"])]
    assert [one["DTSTART"].dt for one in events] == [date(2026, 6, 30), date(2026, 6, 10)]
    assert not found.errors
    assert not [one for one in (*SECRETS, case.title) if one in data.decode()]


def test_a_calendars_address_ends_when_it_is_renewed_or_revoked(counter):
    first = actions.make_calendar(by=counter.editor, at=moment(MONDAY))
    second = actions.make_calendar(by=counter.editor, at=moment(MONDAY))
    client = signed_in(counter.editor)
    assert client.get(reverse("casework:feed", args=[first])).status_code == 404
    assert client.get(reverse("casework:feed", args=[second])).status_code == 200
    posted(counter.editor, "calendar_revoke")
    assert client.get(reverse("casework:feed", args=[second])).status_code == 404
    assert not CalendarLink.objects.exists()


@pytest.fixture
def told(django_capture_on_commit_callbacks):
    """Return what the mails say that leave at a moment."""

    def run(at) -> list[str]:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            actions.remind(at=at)
        return [one.body for one in mail.outbox]

    return run


def with_mail(user):
    user.email = "editor@example.org"
    user.save()


def test_reminders_are_sent_once_and_name_nobody(counter, told):
    with_mail(counter.editor)
    case = a_request(counter)
    first, second = told(moment(MONDAY + DAY)), told(moment(MONDAY + DAY))
    assert len(first) == 1
    assert case.number in first[0]
    assert second == []
    (soon,) = told(moment(date(2026, 6, 26)))
    assert "2026年6月30日" in soon
    (late,) = told(moment(date(2026, 7, 1)))
    assert "已过" in late
    assert not [one for one in (*SECRETS, case.title) if one in first[0] + soon + late]
    assert Reminder.objects.count() == 3


def test_a_person_without_an_address_is_told_once_they_have_one(counter, told):
    a_request(counter)
    assert told(moment(MONDAY + DAY)) == []
    with_mail(counter.editor)
    assert len(told(moment(MONDAY + DAY))) == 1


def test_a_returned_document_is_told_to_its_author(counter, told):
    with_mail(counter.editor)
    case, at = a_request(counter), moment(MONDAY)
    row = a_reply(counter, case, at)
    card = actions.submit_document(document=row.pk, by=counter.editor, at=at).card
    given = {"digest": card.digest, "comment": "请补充（演示）"}
    signed_in(counter.bureau.head).post(f"/desk/cards/{card.pk}/send-back/", given)
    assert any(card.number in one for one in told(moment(date(2026, 6, 3), 12)))


def test_the_rate_shows_its_numbers_and_opens_each_to_its_cases(counter):
    letter = a_letter(counter)
    answer = a_document(counter, letter, Letter.ANSWER, moment(MONDAY),
                        fields={"text": "每年六月公布（演示）。"})  # fmt: skip
    sent(counter, answer, moment(MONDAY + DAY))
    waiting = a_letter(counter, topic=letter.topic, title="没有答复的来信")
    html = page(counter.office, "rates")
    assert "50.0%" in html
    assert waiting.number in page(counter.office, "rates", open="unanswered")
    assert letter.number not in page(counter.office, "rates", open="unanswered")
    assert letter.number in page(counter.office, "rates", open="handled")


def test_withheld_information_is_entered_reviewed_and_ended(counter):
    given = {"title": "名录库单户资料（演示）", "department": counter.section.pk, "ground": "other_law",
             "reason": "统计法（演示）", "since": "2025-05-01", "months": "12"}  # fmt: skip
    posted(counter.office, "withheld_new", **given)
    html = page(counter.office, "withheld")
    assert "2026-05-01" in html
    assert "▲" in html
    pk = html.split("/desk/cases/withheld/")[-1].split("/")[0]
    refused = posted(counter.office, "withheld_review", pk, on="2026-06-03", keep="1", reason="")
    assert refused.status_code == 422
    posted(counter.office, "withheld_review", pk, on="2026-06-03", keep="1", reason="情形未变（演示）")
    assert "2027-06-03" in page(counter.office, "withheld")
    posted(counter.office, "withheld_review", pk, on="2026-06-03", keep="0", reason="已公布（演示）")
    assert "转为公开" in page(counter.office, "withheld", ended="1")


def test_disputes_are_listed_with_their_deadlines_and_closed(counter):
    case = an_answered(counter)
    posted(counter.office, "act", case.pk, "dispute", kind="review", number="演复〔2026〕1号",
           body="演示市政府", begun_on="2026-06-03", simplified="on")  # fmt: skip
    row = case.disputes.get()
    assert "演复〔2026〕1号" in page(counter.office, "disputes")
    assert "前" in page(counter.office, "disputes")
    posted(counter.office, "answer_dispute", row.pk, on="2026-06-03")
    posted(counter.office, "close_dispute", row.pk, on="2026-06-03", result="corrected")
    posted(counter.office, "act", case.pk, "reopen", dispute=row.pk, on="2026-06-03")
    assert fresh(case).stage == "handling"


def test_topics_are_set_and_ended_by_the_office(counter):
    given = {"name": "调查（演示）", "department": counter.section.pk, "days": "5", "basis": "本局规定（演示）"}
    posted(counter.office, "topic_new", **given)
    html = page(counter.editor, "topics")
    assert "5个工作日" in html
    assert "停用" not in html
    pk = page(counter.office, "topics").split("/desk/cases/topics/")[-1].split("/")[0]
    posted(counter.office, "topic_end", pk)
    assert "调查（演示）" not in page(counter.office, "topics")


def test_destruction_wants_a_reason_and_a_confirmation(counter, settings):
    case = an_answered(counter)
    actions.archive(case=case.pk, by=counter.office, at=moment(date(2026, 6, 3)))
    assert case.number not in page(counter.office, "destruction")
    settings.NOW = "2037-01-05T10:00"
    assert case.number in page(counter.office, "destruction")
    given = {"cases": [case.pk], "reason": "期满（演示）"}
    refused = posted(counter.office, "destruction", **given)
    assert refused.status_code == 422
    assert "期满（演示）" in text_of(refused)
    posted(counter.office, "destruction", **given, sure="on")
    assert fresh(case).destroyed_at is not None
    assert "已按保管期限销毁" in page(counter.office, "case", case.pk)


def test_an_exchange_of_letters_becomes_a_draft_for_the_card(counter):
    letter = a_letter(counter, consent=True)
    answer = a_document(counter, letter, Letter.ANSWER, moment(MONDAY),
                        fields={"text": "每年六月公布（演示）。"})  # fmt: skip
    sent(counter, answer, moment(MONDAY + DAY))
    made = posted(counter.editor, "act", letter.pk, "exchange", column="data")
    assert made.status_code == 302, text_of(made)
    assert made["Location"].startswith("/desk/disclosures/")
