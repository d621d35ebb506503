"""The counter's desk: who sees what, what is offered, and that a refusal loses nothing."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.casework import actions
from gongkai.casework.models import CaseFile
from gongkai.casework.queries import lists
from gongkai.law.clock import Channel
from gongkai.people.models import PostKind
from gongkai.register.models import Entry
from tests.casework.desk_pages import SECRETS, a_desk, a_stranger, page, posted, text_of
from tests.casework.made import (
    MONDAY,
    NAME,
    NUMBER,
    PHONE,
    a_counter,
    a_reply,
    a_request,
    a_workbook,
    an_answered,
    delivered,
    fresh,
    moment,
    signed,
)
from tests.config.addresses import signed_in
from tests.make import a_holder

pytestmark = pytest.mark.django_db


@pytest.fixture
def counter(settings):
    return a_desk(settings)


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


def test_pages_ask_the_database_no_more_for_many_cases_and_facts(counter):
    case = a_request(counter)
    client = signed_in(counter.office)

    def asked(view: str, *args: int) -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(reverse(f"casework:{view}", args=args), {"tab": "all"})
        return len(found)

    asked("cases")
    before = asked("case", case.pk), asked("cases")
    for n in range(6):
        actions.note(case=case.pk, text=f"第{n}次电话沟通。", by=counter.office, at=moment(MONDAY))
        a_request(counter, title=f"另一件申请第{n}号", identity={"name": f"演示{n}", "phone": "1"})
    assert (asked("case", case.pk), asked("cases")) == before
    assert max(before) < 45


def test_the_queue_finds_by_number_and_words_and_shows_shapes(counter, settings):
    late, soon = (
        a_request(counter, date(2026, 4, 1)),
        a_request(counter, title="普查区划图", text="申请公开普查区划图（演示）。"),
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
    "dispute": {
        "kind": "review",
        "number": "演复〔2026〕1号",
        "body": "演示市政府",
        "begun_on": "2026-07-01",
    },
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
    "applicant": "person", "name": NAME, "id_kind": "居民身份证", "id_number": NUMBER,
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
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")


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
    assert signed_in(counter.editor).get(path).status_code == 405
    assert signed_in(counter.editor).post(path).status_code == 200
    assert path not in page(counter.bureau.leader, "case", case.pk)


def test_a_fact_entered_wrongly_is_voided_and_stays_readable(counter):
    case = a_request(counter)
    fact = actions.note(case=case.pk, text="记错了的事（演示）。", by=counter.office,
                        at=moment(MONDAY))  # fmt: skip
    posted(counter.office, "void", case.pk, fact.pk, reason="写错了办件（演示）")
    html = page(counter.office, "case", case.pk)
    assert "记错了的事（演示）" in html
    assert "已更正" in html


def test_a_signed_document_stands_in_the_offices_queue_until_it_is_delivered(counter):
    case = a_request(counter, MONDAY)
    document = signed(counter, a_reply(counter, case, moment(MONDAY)), moment(MONDAY))
    assert "待送达" in page(counter.office, "cases")
    delivered(counter, document, moment(MONDAY))
    assert "待送达" not in page(counter.office, "cases", tab="all")


def test_an_archivist_reads_what_is_archived_and_nothing_else(counter):
    done, under_way = an_answered(counter), a_request(counter)
    actions.archive(case=done.pk, by=counter.office, at=moment(MONDAY + timedelta(days=2)))
    archivist = a_holder(PostKind.ARCHIVIST)
    assert done.number in page(archivist, "case", done.pk)
    assert signed_in(archivist).get(f"/desk/cases/{under_way.pk}/").status_code == 404
    assert under_way.number not in page(archivist, "cases", tab="all")


@pytest.mark.django_db
def test_what_waits_for_its_confirmation_stands_first_in_the_queue_of_the_office():
    counter = a_counter()
    a_request(counter)
    waiting = a_request(counter, MONDAY, channel=Channel.INTERNET, assigned=False)
    assert waiting.received_on is None
    first = lists.queue(counter.office, moment(MONDAY)).first()
    assert first == waiting
