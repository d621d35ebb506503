"""The report at the desk: its pages open, every number leads to what it counts, nothing typed is lost."""

import re
from datetime import date

import pytest

from gongkai.oversight import queries
from gongkai.oversight.models import CountingRule, Declaration, Submission
from gongkai.people.models import PostKind
from gongkai.register.models import Entry
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
