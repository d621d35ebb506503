"""The report at the desk: its pages open, every number leads to what it counts, nothing typed is lost."""

import re
from datetime import date
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gongkai.oversight import queries
from gongkai.oversight.models import CountingRule, Declaration, Submission
from gongkai.people.models import PostKind
from gongkai.publishing import actions as publishing
from gongkai.register.models import Blob, Entry
from gongkai.register.queries import now
from tests.config.addresses import signed_in
from tests.make import a_bureau, a_holder
from tests.oversight.made import AUTUMN, SPRING, a_case, a_dispute, a_letter, the_year
from tests.oversight.test_report import WRITTEN, drafted, out, ready

CELL = re.compile(r'href="(/desk/report/\d+/behind/[^"]+)"[^>]*>\s*(\d+)\s*<')


def at(settings, moment):
    """Set a demonstration's own clock."""
    settings.NOW = moment.isoformat()
    assert abs((now() - moment).total_seconds()) < 3600


@pytest.fixture
def desk(db, settings):
    """Return a bureau in January 2026 with requests, letters and a review of 2025."""
    bureau = a_bureau()
    at(settings, AUTUMN)
    a_case(date(2025, 3, 3), date(2025, 3, 20), applicant="company", outcome="process")
    a_case(date(2025, 12, 20))
    a_letter(date(2025, 6, 3), date(2025, 6, 10))
    a_dispute(date(2025, 5, 6))
    return bureau


def test_every_number_of_the_page_opens_to_as_many_entries(desk):
    client = signed_in(desk.editor)
    page = client.get("/desk/report/2025/").content.decode()
    cells = dict(CELL.findall(page))
    assert len(cells) > 190
    for address, number in cells.items():
        if number != "0":
            shown = client.get(address).content.decode()
            assert f"：{number}</h1>" in shown, address
            assert shown.count('<th scope="row">') == int(number), address


def test_the_page_of_2014_shows_the_bureaus_facts_and_where_they_come_from(db, settings):
    the_year()
    at(settings, SPRING)
    client = signed_in(a_holder(PostKind.OFFICE))
    page = client.get("/desk/report/2014/").content.decode()
    assert "各类政府信息33篇" in page
    assert "总处理率100%" in page
    assert 'href="/desk/report/2014/behind/published/"' in page
    assert "待核" in page
    shown = client.get("/desk/report/2014/behind/kind.工作信息/").content.decode()
    assert shown.count('<th scope="row">') == 13


def test_no_page_of_the_report_names_what_was_asked(desk):
    a_case(date(2025, 4, 1), title="演示的私事")
    client = signed_in(desk.office)
    shown = client.get("/desk/report/2025/behind/t3.r01.c7/").content.decode()
    assert "演示的私事" not in shown


def test_what_is_declared_is_kept_and_a_refusal_keeps_what_was_typed(desk):
    client = signed_in(desk.office)
    wrong = {"t2.rules.issued": "三", "slot.problems": "演示：问题一。", "basis": "演示台账"}
    answer = client.post("/desk/report/2025/declare/", wrong)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "应当填不小于0的整数" in shown
    assert "演示：问题一。" in shown
    assert not Declaration.objects.exists()
    assert (
        client.post("/desk/report/2025/declare/", wrong | {"t2.rules.issued": "3"}).status_code
        == 302
    )
    assert {row.key for row in Declaration.objects.all()} == {"t2.rules.issued", "slot.problems"}


def test_a_draft_is_refused_with_what_is_missing_and_made_when_all_is_there(desk):
    client = signed_in(desk.editor)
    given = {"column": "data", "shape": "form"}
    answer = client.post("/desk/report/2025/draft/", given)
    assert "还没有写" in answer.content.decode()
    ready(desk)
    answer = client.post("/desk/report/2025/draft/", given)
    page = queries.draft_of(2025)
    assert answer["Location"] == f"/desk/disclosures/{page.pk}/"
    answer = client.post("/desk/report/2025/draft/", {"shape": "form"})
    assert "替换已有草稿" in answer.content.decode()
    answer = client.post("/desk/report/2025/draft/", {"shape": "form", "replace": "on"})
    assert answer.status_code == 302
    assert client.post("/desk/report/2025/reprint/").status_code == 302


def test_the_prints_are_sent_as_what_they_are(desk):
    client = signed_in(desk.leader)
    for name, head in (("report.docx", b"PK"), ("report.pdf", b"%PDF")):
        answer = client.get(f"/desk/report/2025/{name}")
        assert answer.content.startswith(head)
        assert "2025" in answer["Content-Disposition"]


def test_a_submission_is_entered_with_its_receipt(desk):
    ready(desk)
    out(desk, drafted(desk, at=AUTUMN), AUTUMN)
    client = signed_in(desk.office)
    given = {"office": "演示市政府办公室", "on": "2026-01-12", "receipt_no": "演示1号"}
    assert client.post("/desk/report/2025/submit/", given | {"on": "2026-01-02"}).status_code == 422
    assert client.post("/desk/report/2025/submit/", given).status_code == 302
    assert Submission.objects.get().receipt_no == "演示1号"
    assert "演示1号" in client.get("/desk/report/2025/").content.decode()


def test_the_receipt_of_a_submission_opens_from_the_report(desk):
    ready(desk)
    out(desk, drafted(desk, at=AUTUMN), AUTUMN)
    client = signed_in(desk.office)
    given = {"office": "演示市政府办公室", "on": "2026-01-12", "receipt_no": "演示1号",
             "file": SimpleUploadedFile("回执.pdf", b"%PDF-1.4 demo")}  # fmt: skip
    assert client.post("/desk/report/2025/submit/", given).status_code == 302
    address = f"/desk/report/2025/receipts/{Submission.objects.get().pk}/"
    assert f'href="{address}"' in client.get("/desk/report/2025/").content.decode()
    answer = client.get(address)
    assert (answer["Content-Type"], answer.content) == ("application/pdf", b"%PDF-1.4 demo")
    assert client.get(address.replace("2025", "2024")).status_code == 404
    assert signed_in(a_holder(PostKind.ADMIN)).get(address).status_code == 403


def test_a_stale_report_is_not_taken_when_it_is_handed_in(desk):
    ready(desk)
    page = drafted(desk, at=AUTUMN)
    client = signed_in(desk.editor)
    address = f"/desk/disclosures/{page.pk}/submit/"
    assert client.get(address).status_code == 200
    body = queries.draft_content(page)["body"]
    changed = [*body[:-2], {"type": "text", "html": "<p>演示：另加。</p>"}, *body[-2:]]
    publishing.revise(page=page, by=desk.editor, at=AUTUMN, body=changed)
    assert "附件过时" in client.get("/desk/report/2025/").content.decode()
    answer = client.post(address, {})
    assert answer.status_code == 403
    assert "与现在的正文不一致" in answer.content.decode()
    assert client.post("/desk/report/2025/reprint/").status_code == 302
    assert "附件过时" not in client.get("/desk/report/2025/").content.decode()
    assert client.get(address).status_code == 200
    a_case(date(2025, 8, 4))
    assert "由记录得出的这句话" in client.get(address).content.decode()


SAME = "本局围绕统计数据发布开展工作，建立发布前审查制度，逐环节签批并登记台账。"


def test_another_report_is_held_against_this_one_and_nothing_of_it_is_kept(desk):
    ready(desk, **{"slot.practice": SAME})
    client = signed_in(desk.editor)
    assert "/desk/report/2025/compare/" in client.get("/desk/report/2025/").content.decode()
    counts = (Entry.objects.count(), Blob.objects.count())
    other = f"<html><body><h1>演示县统计局2013年报告</h1><p>一、总体情况</p><p>{SAME}另外还有。</p></body></html>"
    given = {"file": SimpleUploadedFile("邻县.html", other.encode())}
    shown = client.post("/desk/report/2025/compare/", given).content.decode()
    assert "全文：相同" in shown
    assert "第一部分：相同" in shown
    assert SAME.removesuffix("。") in shown
    given = {"file": SimpleUploadedFile("别的.html", "<p>演示的另一件事。</p>".encode())}
    assert "没有连续13个字以上" in client.post("/desk/report/2025/compare/", given).content.decode()
    assert (Entry.objects.count(), Blob.objects.count()) == counts


@pytest.mark.parametrize(
    ("name", "data"), [("坏.pdf", b"%PDF-1.4 x"), ("表.xlsx", b"x"), ("空.html", b"<p> </p>")]
)
def test_a_file_that_cannot_be_read_is_refused_with_its_reason(desk, name, data):
    given = {"file": SimpleUploadedFile(name, data)}
    answer = signed_in(desk.office).post("/desk/report/2025/compare/", given)
    assert answer.status_code == 422
    assert 'class="errors"' in answer.content.decode()


def test_every_number_of_the_old_form_opens_to_as_many_entries(db, settings):
    the_year()
    at(settings, SPRING)
    day = date(2014, 9, 1)
    for outcome, channel in (("granted", "internet"), ("process", "fax"), ("state_secret", "ordinary"),
                             ("petition", "oral"), ("withdrawn", "elsewhere")):  # fmt: skip
        a_case(day, date(2014, 9, 20), outcome=outcome, channel=channel)
    a_dispute(day, date(2014, 11, 3), kind="suit_after", result="corrected")
    a_dispute(day, kind="complaint")
    client = signed_in(a_holder(PostKind.OFFICE))
    page = client.get("/desk/report/2014/").content.decode()
    cells = dict(CELL.findall(page))
    rows = {key.split("st.")[1].strip("/"): int(n) for key, n in cells.items() if "/st." in key}
    assert {"a1", "a22", "c12", "c14", "c341", "e2"} <= set(rows)
    sums = {"c1": 5, "c3": 5, "c34": 2, "c38": 2, "e": 1, "f": 1}
    assert {row: rows[row] for row in sums} == sums
    for address, number in cells.items():
        if number != "0" and "st.g/" not in address:
            assert f"：{number}</h1>" in client.get(address).content.decode(), address


def test_a_declared_row_of_the_old_form_opens_to_who_declared_it_and_on_what_ground(db, settings):
    the_year()
    at(settings, SPRING)
    client = signed_in(a_holder(PostKind.OFFICE))
    given = {"st.h31": "1", "st.h32": "2", "st.c342": "1", "basis": "演示人事台账"}
    assert client.post("/desk/report/2014/declare/", given).status_code == 302
    page = client.get("/desk/report/2014/").content.decode()
    assert ("/desk/report/2014/behind/st.h3/", "3") in CELL.findall(page)
    for cell, many in (("st.h3", 2), ("st.h31", 1), ("st.c34", 1), ("st.c3", 1)):
        shown = client.get(f"/desk/report/2014/behind/{cell}/").content.decode()
        assert shown.count("演示人事台账") == many, cell


def test_a_sentence_opens_to_each_number_it_names(db, settings):
    the_year()
    at(settings, SPRING)
    day = date(2014, 9, 1)
    for outcome in ("granted", "process", "process"):
        a_case(day, date(2014, 9, 20), outcome=outcome)
    a_dispute(day, date(2014, 11, 3), kind="suit_after", result="corrected")
    client = signed_in(a_holder(PostKind.OFFICE))
    shown = client.get("/desk/report/2014/").content.decode()
    opened = {"result.不予公开": 2, "result.予以公开": 1, "t4.after.total": 1, "t4.after.corrected": 1,
              "kind.工作信息": 13}  # fmt: skip
    for cell, number in opened.items():
        address = f"/desk/report/2014/behind/{quote(cell)}/"
        assert f'class="index" href="{address}"' in shown, cell
        assert f"：{number}</h1>" in client.get(address).content.decode()
    assert client.get("/desk/report/2014/behind/result.x/").status_code == 403
    assert client.get("/desk/report/2025/behind/st.c1/").status_code in {403, 404}


def test_the_rate_of_letters_has_one_name_and_shows_its_formula(desk):
    shown = signed_in(desk.office).get("/desk/report/2025/").content.decode()
    assert "办理率（报告里称总处理率）" in shown
    assert re.search(r"100% <small>= <a [^>]+>1</a> ÷ <a [^>]+>1</a></small>", shown)


def test_what_people_wrote_is_marked_as_written_and_not_derived(desk):
    ready(desk)
    client = signed_in(desk.editor)
    shown = client.get("/desk/report/2025/").content.decode()
    assert '<span class="tag">人工填写</span> 主要做法' in shown
    shown = client.get("/desk/report/2014/declare/?shape=bureau").content.decode()
    assert "系统里还没有资料移交的记录，是否按时移交、有无迟报漏报，请对照移交清单和回执写" in shown


def test_a_counting_rule_is_set_line_by_line(desk):
    client = signed_in(desk.office)
    given = {
        "since": "2025-01-01",
        "unit": "篇",
        "text": "演示口径。",
        "kinds": "动态 news",
        "apart": "",
    }
    assert "读不出来" in client.post("/desk/report/counting/", given).content.decode()
    given["kinds"] = "动态：news、data"
    assert client.post("/desk/report/counting/", given).status_code == 302
    assert CountingRule.objects.get().kinds == [{"name": "动态", "columns": ["news", "data"]}]
    assert "演示口径。" in client.get("/desk/report/counting/").content.decode()


def test_the_office_is_warned_on_every_page_until_the_report_is_out(desk, settings):
    client = signed_in(desk.office)
    assert "2025年度报告尚未公布" in client.get("/desk/cards/").content.decode()
    assert "尚未公布" not in signed_in(desk.leader).get("/desk/cards/").content.decode()
    ready(desk)
    out(desk, drafted(desk, at=AUTUMN), AUTUMN)
    assert "尚未公布" not in client.get("/desk/cards/").content.decode()


@pytest.mark.parametrize(
    ("kind", "status"),
    [(PostKind.ADMIN, 403), (PostKind.ASSESSOR, 403), (PostKind.HEAD, 200), (PostKind.EDITOR, 200)],
)
def test_the_report_is_read_by_who_signs_and_by_nobody_else(desk, kind, status):
    client = signed_in(a_holder(kind))
    assert client.get("/desk/report/2025/").status_code == status
    assert client.get("/desk/report/2025/behind/t3.r01.c7/").status_code == status


def test_looking_at_a_report_registers_nothing_and_years_without_one_are_not_there(desk):
    client = signed_in(desk.editor)
    before = Entry.objects.count()
    for path in ("", "2025/", "2025/behind/published/", "2025/declare/", "2025/draft/"):
        assert client.get(f"/desk/report/{path}").status_code == 200
    for year in (1, 2007, 2027):
        assert client.get(f"/desk/report/{year}/").status_code == 404
    assert client.get("/desk/report/2025/behind/t9.x.y/").status_code == 403
    assert Entry.objects.count() == before
    assert set(WRITTEN) > {"slot.practice"}


def test_a_draft_older_than_its_records_is_shown_with_what_differs(desk):
    ready(desk)
    drafted(desk, at=AUTUMN)
    client = signed_in(desk.editor)
    assert "草稿与现在的记录不同" not in client.get("/desk/report/2025/").content.decode()
    a_case(date(2025, 8, 4))
    shown = client.get("/desk/report/2025/").content.decode()
    assert "草稿与现在的记录不同" in shown
    assert "“一、本年新收政府信息公开申请数量”“总计”：原为2，现为" in shown
