from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from gongkai.people import queries
from gongkai.people.models import PostKind, User
from gongkai.people.rules import DEMONSTRATION_PASSWORD
from gongkai.register.queries import entries
from tests.make import a_holder

LOGIN = "/desk/login/"
PASSWORD = "changqiang-wudian-2014"
LONG_AGO = timezone.now() - timedelta(days=400)

pytestmark = pytest.mark.usefixtures("real_database")


def a_signer(kind=PostKind.HEAD, *, device: bool = True) -> User:
    user = a_holder(kind, since=LONG_AGO, confirmed_at=LONG_AGO)
    user.set_password(PASSWORD)
    user.save()
    if device:
        TOTPDevice.objects.create(user=user, name="totp", confirmed=True)
    return user


def code_of(user) -> str:
    return queries.usable_code(queries.device_of(user))


def wrong_code(user) -> str:
    return f"{(int(code_of(user)) + 500_000) % 1_000_000:06}"


def sign_in(desk, user, password=PASSWORD, code=""):
    values = {"username": getattr(user, "username", user), "password": password, "code": code}
    return desk.post(LOGIN, values)


def is_signed_in(desk) -> bool:
    return "_auth_user_id" in desk.session


def text(answer) -> str:
    return answer.content.decode()


def verbs(user) -> list[str]:
    return [entry.verb for entry in entries().about(f"user:{user.pk}")]


def test_a_signer_signs_in_with_password_and_code(desk):
    user = a_signer()
    answer = sign_in(desk, user, code=code_of(user))
    assert answer.status_code == 302
    assert answer["Location"] == "/desk/"
    assert desk.get("/desk/").content.decode() == user.name
    assert verbs(user) == ["people.signed_in"]


@pytest.mark.parametrize("kind", ["head", "secrecy", "office", "leader", "admin"])
def test_a_code_is_demanded_of_whoever_signs_or_makes_accounts(desk, kind):
    user = a_signer(PostKind(kind))
    assert "一次性口令" in text(sign_in(desk, user))
    assert not is_signed_in(desk)


def test_an_editor_signs_in_without_a_code(desk):
    user = a_signer(PostKind.EDITOR, device=False)
    assert sign_in(desk, user).status_code == 302
    assert is_signed_in(desk)


def test_an_editors_wrong_code_is_refused_once_a_device_is_bound(desk):
    user = a_signer(PostKind.EDITOR)
    assert sign_in(desk, user, code=wrong_code(user)).status_code == 200
    assert not is_signed_in(desk)
    assert sign_in(desk, user).status_code == 302


def test_a_signer_without_a_device_is_told_what_to_do(desk):
    user = a_signer(device=False)
    answer = sign_in(desk, user, code="123456")
    assert "还没有绑定口令器" in text(answer)
    assert "系统管理员" in text(answer)
    assert not is_signed_in(desk)


def test_a_signer_whose_post_has_ended_needs_no_code(desk):
    user = a_signer()
    user.holdings.update(until=timezone.now())
    assert sign_in(desk, user).status_code == 302


def test_a_code_works_only_once(desk):
    user = a_signer()
    code = code_of(user)
    assert sign_in(desk, user, code=code).status_code == 302
    desk.post("/desk/logout/")
    assert not is_signed_in(desk)
    assert "每个口令只能使用一次" in text(sign_in(desk, user, code=code))
    assert not is_signed_in(desk)


def test_what_is_wrong_is_not_told_apart(desk):
    user = a_signer()
    answers = [
        sign_in(desk, user, password="buzhidao-buzhidao"),
        sign_in(desk, user, code=wrong_code(user)),
        sign_in(desk, "meiyou-zhege-ren"),
    ]
    errors = {tuple(answer.context["form"].non_field_errors()) for answer in answers}
    assert len(errors) == 1


def test_a_refused_form_keeps_the_user_name_but_no_secret(desk):
    user = a_signer()
    page = text(sign_in(desk, user, password="buzhidao-buzhidao", code="135790"))
    assert f'value="{user.username}"' in page
    assert "buzhidao-buzhidao" not in page


def test_five_wrong_passwords_lock_the_account_for_half_an_hour(desk):
    user = a_signer()
    answers = [sign_in(desk, user, password=f"cuowu-{n}") for n in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    right = sign_in(desk, user, code=code_of(user))
    assert right.status_code == 429
    assert "约 30 分钟" in text(right)
    assert "联系系统管理员" in text(right)
    assert not is_signed_in(desk)
    assert verbs(user) == ["people.locked_out"]


def test_five_wrong_codes_lock_the_account(desk):
    user = a_signer()
    answers = [sign_in(desk, user, code=wrong_code(user)) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    assert sign_in(desk, user, code=code_of(user)).status_code == 429
    assert verbs(user) == ["people.locked_out"]


def test_wrong_passwords_and_wrong_codes_count_together(desk):
    user = a_signer()
    for n in range(3):
        sign_in(desk, user, password=f"cuowu-{n}")
    assert sign_in(desk, user, code=wrong_code(user)).status_code == 200
    assert sign_in(desk, user, code=wrong_code(user)).status_code == 429


def test_one_mistyped_code_does_not_hold_up_the_right_one(desk):
    user = a_signer()
    sign_in(desk, user, code=wrong_code(user))
    assert sign_in(desk, user, code=code_of(user)).status_code == 302


def test_a_lock_lifts_after_half_an_hour_however_often_it_was_tried_meanwhile(desk):
    user = a_signer()
    for n in range(8):
        sign_in(desk, user, password=f"cuowu-{n}")
    (row,) = AccessAttempt.objects.filter(username=user.username)
    assert row.failures_since_start == 5
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=29, seconds=30))
    assert "约 1 分钟" in text(sign_in(desk, user, code=code_of(user)))
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=30, seconds=1))
    assert sign_in(desk, user, code=code_of(user)).status_code == 302


def test_a_user_name_that_is_nobodys_is_locked_alike_and_leaves_no_entry(desk):
    user, before = a_signer(), entries().count()
    nobody = [sign_in(desk, "meiyou-zhege-ren", password=f"cuowu-{n}") for n in range(6)]
    somebody = [sign_in(desk, user, password=f"cuowu-{n}") for n in range(6)]
    assert [a.status_code for a in nobody] == [a.status_code for a in somebody]
    assert text(nobody[-1]) == text(somebody[-1])
    assert entries().count() == before + 1


def test_no_secret_is_kept_with_a_failure(desk):
    user = a_signer()
    sign_in(desk, user, password="cuowu-mima", code="135790")
    (row,) = AccessAttempt.objects.filter(username=user.username)
    kept = row.post_data + row.get_data + " ".join(entry.payload.body for entry in entries())
    assert "cuowu-mima" not in kept
    assert "135790" not in kept


def test_a_session_ends_after_two_idle_hours(desk):
    user = a_signer()
    sign_in(desk, user, code=code_of(user))
    session = Session.objects.get()
    left = session.expire_date - timezone.now()
    assert timedelta(hours=1, minutes=59) < left <= timedelta(hours=2)
    Session.objects.update(expire_date=timezone.now() + timedelta(minutes=1))
    assert desk.get("/desk/people/").status_code == 200
    left = Session.objects.get().expire_date - timezone.now()
    assert left > timedelta(hours=1, minutes=59)
    Session.objects.update(expire_date=timezone.now())
    answer = desk.get("/desk/people/")
    assert answer.status_code == 302
    assert answer["Location"].startswith(LOGIN)


def test_signing_out_is_a_post(desk):
    user = a_signer(PostKind.EDITOR)
    sign_in(desk, user)
    assert desk.get("/desk/logout/").status_code == 405
    assert is_signed_in(desk)
    assert desk.post("/desk/logout/")["Location"] == LOGIN
    assert not is_signed_in(desk)


def test_the_sign_in_page_leads_back_but_to_no_other_site(desk):
    user = a_signer(PostKind.EDITOR)
    values = {"username": user.username, "password": PASSWORD}
    answer = desk.post(LOGIN, values | {"next": "/desk/people/users/"})
    assert answer["Location"] == "/desk/people/users/"
    answer = desk.post(LOGIN, values | {"next": "https://example.com/"})
    assert answer["Location"] == "/desk/"


def test_a_real_database_shows_no_account_on_its_sign_in_page(desk):
    user = a_signer()
    page = text(desk.get(LOGIN))
    assert user.username not in page
    assert DEMONSTRATION_PASSWORD not in page
    assert code_of(user) not in page
    assert "演示" not in page


def test_an_account_out_of_use_does_not_sign_in(desk):
    user = a_signer(PostKind.EDITOR)
    user.is_active = False
    user.save()
    assert sign_in(desk, user).status_code == 200
    assert not is_signed_in(desk)


def test_the_first_sign_in_leads_to_the_change_of_the_given_password(desk):
    user = a_signer(PostKind.EDITOR)
    user.must_change_password = True
    user.save()
    assert sign_in(desk, user)["Location"] == "/desk/people/password/"
    new = "xin-de-mima-2015"
    values = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert desk.post("/desk/people/password/", values).status_code == 302
    user.refresh_from_db()
    assert user.check_password(new)
    assert not user.must_change_password
    assert is_signed_in(desk)


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("duan-mima", "至少要有12个字符"),
        ("202610201234567", "不能全部是数字"),
        ("qwertyuiop123", "太常见"),
    ],
)
def test_a_weak_password_is_refused_in_chinese(desk, password, sentence):
    user = a_signer(PostKind.EDITOR)
    sign_in(desk, user)
    values = {"old_password": PASSWORD, "new_password1": password, "new_password2": password}
    answer = desk.post("/desk/people/password/", values)
    assert answer.status_code == 200
    assert sentence in "".join(answer.context["form"].errors["new_password1"])
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def change(desk, old, new):
    values = {"old_password": old, "new_password1": new, "new_password2": new}
    return desk.post("/desk/people/password/", values)


def test_passwords_guessed_inside_a_session_lock_the_account_and_are_kept_nowhere(desk):
    user = a_signer()
    sign_in(desk, user, code=code_of(user))
    answers = [change(desk, f"cuowu-{n}", "xin-de-mima-2015").status_code for n in range(3)]
    wrong = {"password": "cuowu-mima"}
    answers += [desk.post("/desk/people/recovery/", wrong).status_code for _ in range(2)]
    assert answers == [200, 200, 200, 200, 429]
    assert change(desk, PASSWORD, "xin-de-mima-2015").status_code == 429
    assert verbs(user)[-1] == "people.locked_out"
    kept = " ".join(AccessAttempt.objects.values_list("post_data", flat=True))
    assert not [one for one in ("cuowu", "xin-de-mima") if one in kept]


def test_a_new_password_tells_nothing_of_the_old_one_before_that_is_proven(desk):
    user = a_signer(PostKind.EDITOR)
    sign_in(desk, user)
    for old in ("", "cuowu-mima"):
        assert "不能与现在的密码相同" not in text(change(desk, old, PASSWORD))
    assert "不能与现在的密码相同" in text(change(desk, PASSWORD, PASSWORD))


def test_the_rules_of_a_password_stand_beside_its_field(desk):
    sign_in(desk, a_signer(PostKind.EDITOR))
    page = text(desk.get("/desk/people/password/"))
    assert "至少12个字符" in page
    assert "不全是数字" in page


def test_a_session_begun_without_a_code_does_not_prove_enough_to_sign(desk):
    user = a_signer(PostKind.EDITOR)
    sign_in(desk, user)
    request = desk.get("/desk/people/").wsgi_request
    assert queries.has_proof(request.user, frozenset({PostKind.EDITOR}))
    assert not queries.has_proof(request.user, frozenset({PostKind.EDITOR, PostKind.HEAD}))
    desk.post("/desk/logout/")
    sign_in(desk, user, code=code_of(user))
    request = desk.get("/desk/people/").wsgi_request
    assert queries.has_proof(request.user, frozenset({PostKind.EDITOR, PostKind.HEAD}))
