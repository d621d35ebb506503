"""The counter's public pages: what is asked is kept, refused with nothing lost, and told to no one else."""

import os
import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from gongkai.casework.actions import convert, sweep_held
from gongkai.casework.actions.public import MOST
from gongkai.casework.models import Case, CaseFile, Offer, Topic
from gongkai.casework.rules import Kind, Stage
from gongkai.portal.actions import reindex
from tests.make import NOW, a_bureau, a_release

ID = "11010519491231002X"  # a well-known specimen: check digit X
PROOF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


@pytest.fixture(autouse=True)
def _fresh_counts():
    cache.clear()


@pytest.fixture
def bureau(db):
    """Return a bureau."""
    return a_bureau()


def filled(**changes: object) -> dict[str, object]:
    """Return a request as it is filled in."""
    given = {
        "about": "2013年末全市乡镇统计站名册（演示）", "text": "按县（市、区）列出的名册（演示）", "form": "电子文件",
        "way": "凭查询码在本网站查看", "applicant": "person", "name": "演示甲", "id_kind": "居民身份证",
        "id_number": ID, "proof": SimpleUploadedFile("身份证.pdf", PROOF), "phone": "031100001234",
    }  # fmt: skip
    return {**given, **changes}


def code_in(page: str) -> str:
    """Return the query code a page shows."""
    return re.search(r'<strong id="code">([0-9A-Z]+)</strong>', page).group(1)


def asked(client: Client, **changes: object) -> str:
    """Hand a request in and return its code."""
    answer = client.post("/request/", filled(**changes))
    return code_in(answer.content.decode())


def test_request_is_registered_and_acknowledged_with_a_code_shown_once(bureau, client):
    code = asked(client)
    case = Case.objects.get()
    assert case.kind == Kind.REQUEST
    assert case.stage in {Stage.ARRIVED, Stage.ACCEPTED}
    assert code not in repr(Case.objects.values().get())


def test_proof_is_sealed_and_named_after_nobody(bureau, client, settings):
    asked(client, proof=SimpleUploadedFile("演示甲的身份证.pdf", PROOF))
    row = CaseFile.objects.get()
    assert "演示甲" not in row.name
    assert b"%PDF" not in (settings.SEALED / row.stored).read_bytes()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"id_number": "110105194912310021"}, "身份证号码不对"),
        ({"phone": ""}, "至少填一项"),
        ({"way": "邮寄"}, "请填写联系地址"),
        (
            {"id_kind": "统一社会信用代码", "applicant": "company", "id_number": "9113"},
            "统一社会信用代码应为18位",
        ),
        ({"proof": SimpleUploadedFile("身份证.pdf", b"MZ\x90")}, "身份证"),
        ({"name": "甲\u200b"}, "看不见的字符"),
    ],
)
def test_wrong_request_is_refused_and_loses_nothing(bureau, client, changes, told):
    page = client.post("/request/", filled(**changes)).content.decode()
    assert told in page
    assert "按县（市、区）列出的名册（演示）" in page
    assert not Case.objects.exists()


def test_published_answers_are_offered_before_a_request_is_taken_and_counted(bureau, client):
    released = a_release(bureau)
    reindex(at=NOW)
    title = released.title[:6]
    page = client.post("/request/", filled(about=title)).content.decode()
    assert "已经公开" in page
    assert not Case.objects.exists()
    link = re.search(r"/request/answers/(\w+)/", page).group(0)
    assert client.get(link).status_code == 302
    assert Offer.objects.values_list("shown", "taken").get() == (1, 1)
    asked(client, about=title, offered="1")
    assert Case.objects.count() == 1


def test_status_is_told_to_code_and_fragment_only(bureau, client):
    code = asked(client)
    right = client.post("/request/status/", {"code": code, "fragment": ID[-4:]})
    assert Case.objects.get().number in right.content.decode()
    for wrong in ({"code": code, "fragment": "9999"}, {"code": "ABCDEFGHJK", "fragment": ID[-4:]}):
        page = client.post("/request/status/", wrong).content.decode()
        assert "没有查到" in page
        assert Case.objects.get().number not in page


def test_unknown_code_and_wrong_fragment_are_answered_alike(bureau, client):
    code = asked(client)
    pages = [
        client.post("/request/status/", {"code": one, "fragment": "9999"}).content.decode()
        for one in (code, "ABCDEFGHJK")
    ]
    plain = [re.sub(rf"{code}|ABCDEFGHJK|value=\"[^\"]+\"", "", page) for page in pages]
    assert plain[0] == plain[1]


def test_questions_about_cases_are_limited_for_one_address(bureau, client):
    code = asked(client)
    answers = [client.post("/request/status/", {"code": "ABCDEFGHJK", "fragment": "9999"}).status_code
               for _ in range(11)]  # fmt: skip
    assert answers[-1] == 429
    late = client.post("/request/status/", {"code": code, "fragment": ID[-4:]})
    assert late.status_code == 429
    assert Case.objects.get().number not in late.content.decode()


def test_letter_goes_to_its_topics_department(bureau, client):
    topic = Topic.objects.create(name="数据查询", department=bureau.section, days=5,
                                 since=NOW - timedelta(days=1))  # fmt: skip
    page = client.post("/mailbox/", {
        "topic": topic.pk, "title": "公报在哪里", "text": "请问公报在哪里（演示）", "applicant": "person",
        "name": "演示乙", "email": "yanshi@example.com"})  # fmt: skip
    code = code_in(page.content.decode())
    case = Case.objects.get()
    assert case.kind == Kind.LETTER
    assert case.department == bureau.section
    found = client.post("/request/status/", {"code": code, "fragment": "yanshi@example.com"})
    assert "公报在哪里" in found.content.decode()


def test_letter_without_a_way_to_answer_is_refused(bureau, client):
    page = client.post("/mailbox/", {"title": "标题", "text": "内容留着", "name": "演示乙"})
    assert "至少填一项" in page.content.decode()
    assert "内容留着" in page.content.decode()


def test_page_handed_in_twice_is_taken_once(bureau, client):
    asked(client, nonce="a-page")
    again = client.post("/request/", filled(nonce="a-page"))
    assert again.status_code == 409
    assert Case.objects.count() == 1


def test_code_asked_for_wrongly_too_often_is_shut_for_an_hour_from_every_address(bureau, client):
    code = asked(client)
    for n in range(5):
        client.post(
            "/request/status/", {"code": code, "fragment": "9999"}, REMOTE_ADDR=f"10.0.0.{n}"
        )
    right = client.post(
        "/request/status/", {"code": code, "fragment": ID[-4:]}, REMOTE_ADDR="10.9.9.9"
    )
    assert right.status_code == 429
    other = client.post("/request/status/", {"code": "ABCDEFGHJK", "fragment": "9999"},
                        REMOTE_ADDR="10.9.9.9")  # fmt: skip
    assert other.status_code == 200


def test_guesses_of_many_addresses_shut_nobody_out(bureau, client):
    code = asked(client)
    for n in range(60):
        client.post("/request/status/", {"code": f"ABCDEFGH{n:02d}", "fragment": "9999"},
                    REMOTE_ADDR=f"10.0.{n}.1")  # fmt: skip
    found = client.post(
        "/request/status/", {"code": code, "fragment": ID[-4:]}, REMOTE_ADDR="10.9.9.9"
    )
    assert Case.objects.get().number in found.content.decode()


def test_addresses_of_one_network_are_counted_together(bureau, client):
    answers = [
        client.post("/request/status/", {"code": "ABCDEFGHJK", "fragment": "9999"},
                    REMOTE_ADDR=f"2001:db8::{n:x}").status_code
        for n in range(1, 12)
    ]  # fmt: skip
    assert answers[-1] == 429


def test_what_a_person_was_told_is_kept_by_no_cache_and_no_session(bureau, client):
    answer = client.post("/request/", filled())
    code = code_in(answer.content.decode())
    status = client.post("/request/status/", {"code": code, "fragment": ID[-4:]})
    for one in (answer, status):
        assert "no-store" in one["Cache-Control"]
        assert "sessionid" not in one.cookies
    assert code not in status.content.decode()


def test_code_of_a_letter_that_became_a_request_leads_to_the_request(bureau, client):
    topic = Topic.objects.create(
        name="数据查询", department=bureau.section, days=5, since=NOW - timedelta(days=1)
    )
    page = client.post("/mailbox/", {
        "topic": topic.pk, "title": "要一份名册", "text": "请提供名册（演示）", "applicant": "person",
        "name": "演示乙", "email": "yanshi@example.com"})  # fmt: skip
    letter = Case.objects.get()
    request, _ = convert(
        case=letter.pk,
        to=Kind.REQUEST,
        reason="要的是没有公开的信息（演示）",
        by=bureau.office,
        at=timezone.now(),
    )
    asked_with = {"code": code_in(page.content.decode()), "fragment": "yanshi@example.com"}
    found = client.post("/request/status/", asked_with).content.decode()
    assert request.number in found
    assert letter.number not in found


def corrected(**changes: object) -> dict[str, object]:
    """Return a request to correct a record as it is filled in."""
    given = filled(
        record="单位行业代码（演示）", wrong="记作1713", right="应为1723", evidence="营业执照（演示）",
        paper=SimpleUploadedFile("执照.pdf", PROOF),
    )  # fmt: skip
    for name in ("about", "text", "form"):
        given.pop(name)
    return {**given, **changes}


def test_correction_is_taken_with_its_evidence_as_a_kind_of_its_own(bureau, client):
    code_in(client.post("/request/record/", corrected()).content.decode())
    case = Case.objects.get()
    assert (case.kind, case.title) == (Kind.RECORD, "更正：单位行业代码（演示）")
    for told in ("记作1713", "应为1723", "营业执照（演示）"):
        assert told in case.text
    assert set(CaseFile.objects.values_list("role", flat=True)) == {"identity", "attachment"}


@pytest.mark.parametrize("lacking", ["record", "wrong", "right", "evidence", "paper", "proof"])
def test_correction_without_what_it_must_say_is_refused(bureau, client, lacking):
    given = corrected()
    given.pop(lacking)
    assert f"id_{lacking}_error" in client.post("/request/record/", given).content.decode()
    assert not Case.objects.exists()


@pytest.mark.parametrize("address", ["/request/", "/request/record/", "/mailbox/"])
def test_form_not_yet_handed_in_shows_no_error(bureau, client, address):
    page = client.get(address).content.decode()
    assert "_error" not in page
    assert "没有提交成功" not in page


def test_correction_form_says_that_the_article_names_no_term(bureau, client):
    page = client.get("/request/record/").content.decode()
    assert "第四十一条" in page
    assert "待核" in page


def held_in(page: str, field: str = "proof") -> str:
    """Return the token a page keeps a file under; "" without one."""
    found = re.search(rf'name="held_{field}" value="([^"]+)"', page)
    return found.group(1) if found else ""


def test_file_of_a_refused_form_is_kept_sealed_and_taken_with_the_next(bureau, client, settings):
    page = client.post("/request/", filled(phone="")).content.decode()
    assert "已保留文件“身份证.pdf”" in page
    (kept,) = settings.SEALED.with_name("held").iterdir()
    assert b"%PDF" not in kept.read_bytes()
    given = filled(held_proof=held_in(page))
    given.pop("proof")
    code_in(client.post("/request/", given).content.decode())
    assert CaseFile.objects.get().role == "identity"
    assert not kept.exists()


def test_kept_file_stays_one_file_however_often_the_form_is_refused(bureau, client, settings):
    token = held_in(client.post("/request/", filled(phone="")).content.decode())
    for _ in range(3):
        given = filled(phone="", held_proof=token)
        given.pop("proof")
        page = client.post("/request/", given).content.decode()
        assert held_in(page) == token
    assert len(list(settings.SEALED.with_name("held").iterdir())) == 1


def test_kept_file_is_dropped_when_its_owner_says_so(bureau, client, settings):
    token = held_in(client.post("/request/", filled(phone="")).content.decode())
    given = filled(held_proof=token, drop_proof="on")
    given.pop("proof")
    assert "id_proof_error" in client.post("/request/", given).content.decode()
    assert not Case.objects.exists()
    assert not list(settings.SEALED.with_name("held").iterdir())


def test_kept_file_serves_neither_another_field_nor_a_forged_token(bureau, client):
    token = held_in(client.post("/request/", filled(phone="")).content.decode())
    given = corrected(held_paper=token, held_proof=token[:-2] + "zz")
    given.pop("paper")
    given.pop("proof")
    client.post("/request/record/", given)
    assert not Case.objects.exists()


def test_file_that_is_refused_itself_is_not_kept(bureau, client, settings):
    wrong = SimpleUploadedFile("身份证.pdf", b"MZ\x90")
    page = client.post("/request/", filled(proof=wrong)).content.decode()
    assert not held_in(page)
    assert not settings.SEALED.with_name("held").exists()


def test_kept_files_are_removed_when_their_time_is_over(bureau, client, settings):
    client.post("/request/", filled(phone=""))
    (kept,) = settings.SEALED.with_name("held").iterdir()
    assert sweep_held() == 0
    os.utime(kept, (0, 0))
    assert sweep_held() == 1
    assert not kept.exists()


def test_no_more_files_are_kept_than_there_is_room_for(bureau, client, settings):
    folder = settings.SEALED.with_name("held")
    folder.mkdir(parents=True)
    for number in range(MOST):
        (folder / str(number)).touch()
    page = client.post("/request/", filled(phone="")).content.decode()
    assert not held_in(page)
    assert "文件须重新选择" in page


@pytest.mark.parametrize("address", ["/request/form.pdf", "/request/flow.pdf"])
def test_prints_of_the_counter_are_the_same_bytes_each_time(bureau, client, address):
    first, second = (client.get(address) for _ in range(2))
    assert first.content == second.content
    assert first.content.startswith(b"%PDF")


def test_flow_tells_each_step_with_its_term_and_article(bureau, client):
    page = client.get("/request/flow/").content.decode()
    assert "20个工作日内" in page
    assert "第三十三条第二款" in page
    assert "/request/form.pdf" in client.get("/request/").content.decode()
