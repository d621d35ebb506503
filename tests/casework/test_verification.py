"""What the table's owner changes behind the register's back is named by `gongkai verify`."""

from datetime import date, timedelta

import pytest
from django.conf import settings

from gongkai.casework import actions
from gongkai.casework.models import Case, CaseFact, CaseFile, Dispute, Document
from gongkai.casework.queries import case_faults
from gongkai.law.clock import Event
from gongkai.people.models import PostKind
from tests.casework.made import MONDAY, a_counter, a_letter, a_request, an_answered, moment
from tests.config.addresses import signed_in
from tests.make import a_department, a_holder

pytestmark = pytest.mark.django_db


def found() -> set[tuple[str, str]]:
    """Return the faults of all cases."""
    return set(case_faults())


def test_a_counter_at_work_has_no_fault():
    counter = a_counter()
    case = an_answered(counter)
    a_letter(counter)
    a_request(counter)
    actions.open_dispute(case=case.pk, kind="review", number="演示复〔2026〕1号", body="演示市政府",
                         begun_on=MONDAY + timedelta(days=8), by=counter.office,
                         at=moment(MONDAY + timedelta(days=8)))  # fmt: skip
    assert found() == set()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda: CaseFact.objects.filter(event=Event.RECEIVED).update(on=date(2026, 5, 1)), "fact"),
        (lambda: CaseFact.objects.filter(event=Event.CLOSED).update(what="not_held"), "fact"),
        (lambda: CaseFact.objects.filter(event="assigned").update(detail={"department": "别处"}), "fact"),
        (lambda: CaseFact.objects.filter(event="assigned").delete(), "gone"),
        (lambda: Case.objects.update(closed_on=date(2026, 6, 3)), "column"),
        (lambda: Case.objects.update(outcome="partial"), "column"),
        (lambda: Case.objects.update(on_time=False), "column"),
        (lambda: Case.objects.update(stage="handling"), "column"),
        (lambda: Document.objects.update(content={"title": "改过"}), "document"),
    ],
)  # fmt: skip
def test_a_row_changed_by_hand_is_named(change, code):
    case = an_answered(a_counter())
    change()
    assert code in {one for _, one in found()}
    assert {name for name, _ in found()} <= {case.number, Document.objects.get().number}


def test_a_case_taken_away_or_added_by_hand_is_named():
    case = a_request(a_counter())
    number = case.number
    Case.objects.filter(pk=case.pk).update(number="石统依申请〔2026〕99号")
    assert found() == {("石统依申请〔2026〕99号", "entry"), (f"case:{number}", "missing")}


def test_an_end_of_a_review_changed_by_hand_is_named():
    counter = a_counter()
    case = an_answered(counter)
    at = moment(MONDAY + timedelta(days=8))
    actions.open_dispute(case=case.pk, kind="review", number="演示复〔2026〕1号", body="演示市政府",
                         begun_on=at.date(), by=counter.office, at=at)  # fmt: skip
    Dispute.objects.update(result="upheld", closed_on=at.date())
    assert found() == {("演示复〔2026〕1号", "dispute")}


def test_a_sealed_file_changed_lost_or_laid_beside_is_named():
    counter = a_counter()
    case = a_request(counter)
    for n in range(2):
        actions.add_file(case=case.pk, role="scan", name=f"{n}.pdf", data=b"%PDF-1.4\n%%EOF",
                         by=counter.office, at=moment(MONDAY))  # fmt: skip
    first, second = CaseFile.objects.order_by("pk")
    (settings.SEALED / first.stored).write_bytes(b"x")
    (settings.SEALED / second.stored).unlink()
    (settings.SEALED / "beside").write_bytes(b"x")
    assert found() == {(case.number, "file"), ("beside", "stray")}


def test_a_document_of_a_case_is_read_by_who_signs_such_and_by_its_section(settings):
    settings.NOW = "2026-06-03T10:00"
    counter = a_counter()
    an_answered(counter)
    card = Document.objects.get().card
    address = f"/desk/cards/{card.pk}/"
    stranger = a_holder(PostKind.EDITOR, a_department("人口处（演示）"))
    for user, status in ((counter.editor, 200), (counter.legal, 200), (stranger, 404)):
        client = signed_in(user)
        assert client.get(address).status_code == status
        assert client.get(f"{address}card.pdf").status_code == status
        assert (card.number in client.get("/desk/cards/").content.decode()) == (status == 200)
