"""What applicants are asked for: a code that can be used, a proof of identity told what it may be."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gongkai.casework.forms import RegisterForm
from gongkai.casework.forms.public import RequestForm
from gongkai.casework.models import Case
from gongkai.casework.queries import lists, public
from tests.casework.desk_pages import a_desk, posted, text_of
from tests.casework.made import ADDRESS, MONDAY, a_counter, a_letter, a_workbook, moment

pytestmark = pytest.mark.django_db
POSTED = {
    "kind": "request", "channel": "registered", "submitted_on": "2026-06-01",
    "applicant": "person", "name": "演示甲", "address": ADDRESS, "title": "用电量汇总表",
    "text": "申请公开用电量汇总表（演示）。",
}  # fmt: skip


def entered(**changes) -> RegisterForm:
    form = RegisterForm(POSTED | changes, topics=lists.topics(moment(MONDAY)), today=MONDAY)
    form.is_valid()
    return form


def test_who_left_an_address_alone_is_asked_for_the_postcode():
    assert "邮政编码" in str(entered().errors["postcode"])
    assert not entered(postcode="050000").errors
    assert not entered(phone="13900001234").errors
    assert not entered(id_number="11010519491231002X").errors


def test_a_code_is_used_with_name_and_postcode_by_who_left_an_address_alone(settings):
    counter = a_desk(settings)
    answer = posted(counter.office, "register", **POSTED, postcode="050000")
    assert answer.status_code == 302, text_of(answer)
    row = Case.objects.get()
    code = "ABCDEFGHJK"
    row.code_hash = public.code_mark(code)
    row.save()
    assert public.case_of(code, "演示甲 050000") == row
    for wrong in ("050000", "演示甲", "演示乙050000", ""):
        assert public.case_of(code, wrong) is None


def test_name_and_postcode_open_nothing_where_a_number_is_known():
    who = {"name": "演示甲", "phone": "13900001234", "postcode": "050000"}
    row = a_letter(a_counter(), identity=who)
    row.code_hash = public.code_mark("ABCDEFGHJK")
    row.save()
    assert public.case_of("ABCDEFGHJK", "演示甲050000") is None
    assert public.case_of("ABCDEFGHJK", "1234") == row


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("身份证.gif", b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", "只收PDF、JPG和PNG"),
        ("身份证.pdf", a_workbook(["演示"]), "只收PDF、JPG和PNG"),
        ("身份证.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "只收PDF、JPG和PNG"),
        ("身份证.pdf", b"", "空"),
        ("身份证.jpg", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "请改成“.png”"),
    ],
)
def test_a_refused_proof_is_told_the_kinds_that_are_taken(name, data, said):
    form = RequestForm({}, {"proof": SimpleUploadedFile(name, data)})
    found = str(form.errors["proof"])
    assert said in found
    assert "Word" not in found
    assert "docx" not in found
    assert "GIF" not in found
