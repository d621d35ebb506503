"""Recovery codes: a way back for who lost the phone, which no administrator holds."""

import pytest
from django_otp.plugins.otp_static.models import StaticToken

from gongkai.law.refused import Refused
from gongkai.people import actions, queries
from gongkai.people.models import PostKind
from gongkai.register.queries import entries, now
from tests.make import NOW, a_holder

LOGIN = "/desk/login/"
PASSWORD = "changqiang-wudian-2014"

pytestmark = pytest.mark.usefixtures("demonstration")


@pytest.fixture
def officer():
    """Return the only holder of the disclosure office, and the recovery codes."""
    user = a_holder(PostKind.OFFICE)
    user.set_password(PASSWORD)
    user.save()
    actions.install_device(user=user, at=NOW)
    return user, actions.give_recovery_codes(user=user, at=NOW)


def sign_in(desk, user, code):
    values = {"username": user.username, "password": PASSWORD, "code": code}
    return desk.post(LOGIN, values)


def verbs(user) -> list[str]:
    return [entry.verb for entry in entries().about(f"user:{user.pk}")]


def test_a_recovery_code_signs_in_once(desk, officer):
    user, codes = officer
    answer = sign_in(desk, user, codes[3])
    assert (answer.status_code, answer["Location"]) == (302, "/desk/login/rebind/")
    assert verbs(user)[-2:] == ["people.signed_in", "people.recovery_used"]
    assert any("恢复码登录" in one for one in queries.recent_power_changes(user, now()))
    desk.logout()
    assert sign_in(desk, user, codes[3]).status_code == 200
    assert queries.recovery_left(user) == 9


def test_a_recovery_code_is_read_in_any_spacing_and_is_nobody_elses(desk, officer):
    user, codes = officer
    other = a_holder(PostKind.OFFICE)
    other.set_password(PASSWORD)
    other.save()
    actions.install_device(user=other, at=NOW)
    actions.give_recovery_codes(user=other, at=NOW)
    assert sign_in(desk, other, codes[0]).status_code == 200
    assert sign_in(desk, user, codes[0].replace("-", " ")).status_code == 302


def test_wrong_recovery_codes_lock_the_account_like_wrong_passwords(desk, officer):
    user, codes = officer
    wrong = "0000-" * 5 + "0000"
    answers = [sign_in(desk, user, wrong).status_code for _ in range(5)]
    assert answers[-1] == 429
    assert sign_in(desk, user, codes[0]).status_code == 429


def test_codes_are_kept_as_hashes_only(officer):
    _, codes = officer
    kept = " ".join(StaticToken.objects.values_list("token", flat=True))
    kept += " ".join(entry.payload.body for entry in entries())
    for code in codes:
        assert code not in kept
        assert code.replace("-", "") not in kept


def test_binding_anew_takes_the_password_and_ends_the_old_device_and_codes(desk, officer):
    user, codes = officer
    old = queries.device_of(user)
    sign_in(desk, user, codes[0])
    wrong = desk.post("/desk/login/rebind/", {"password": "x" * 12})
    assert "密码不正确" in wrong.content.decode()
    page = desk.post("/desk/login/rebind/", {"password": PASSWORD}).content.decode()
    assert "恢复码" in page
    assert codes[1] not in page
    assert "退出</button>" not in page
    assert queries.device_of(user) != old
    assert verbs(user)[-1] == "people.credentials_reset"
    assert "_auth_user_id" not in desk.session
    assert sign_in(desk, user, codes[1]).status_code == 200
    assert sign_in(desk, user, queries.usable_code(queries.device_of(user))).status_code == 302


def test_who_signed_in_with_a_one_time_code_binds_nothing_anew(desk, officer):
    user, _ = officer
    sign_in(desk, user, queries.usable_code(queries.device_of(user)))
    answer = desk.post("/desk/login/rebind/", {"password": PASSWORD})
    assert "须先用恢复码登录" in answer.content.decode()


def test_new_codes_are_given_for_the_password_to_who_showed_a_code(desk, officer):
    user, codes = officer
    desk.force_login(user)
    assert desk.post("/desk/people/recovery/", {"password": PASSWORD}).status_code == 403
    desk.logout()
    sign_in(desk, user, queries.usable_code(queries.device_of(user)))
    assert "还有 10 个" in desk.get("/desk/people/recovery/").content.decode()
    wrong = desk.post("/desk/people/recovery/", {"password": "x" * 12}).content.decode()
    assert "密码不正确" in wrong
    assert queries.recovery_left(user) == 10
    page = desk.post("/desk/people/recovery/", {"password": PASSWORD}).content.decode()
    assert page.count("<code>") == 10
    desk.logout()
    assert sign_in(desk, user, codes[0]).status_code == 200


def test_a_reset_ends_recovery_codes_too():
    user, office = a_holder(PostKind.HEAD), a_holder(PostKind.OFFICE)
    user.set_password(PASSWORD)
    user.save()
    actions.install_device(user=user, at=NOW)
    actions.give_recovery_codes(user=user, at=NOW)
    row, _ = actions.propose_reset(user=user, by=a_holder(PostKind.ADMIN), at=NOW)
    assert queries.recovery_left(user) == 10
    actions.confirm_reset(reset=row, by=office, at=NOW)
    assert queries.recovery_left(user) == 0


def test_no_codes_without_a_device(officer):
    user = a_holder(PostKind.EDITOR)
    user.set_password(PASSWORD)
    user.save()
    with pytest.raises(Refused) as caught:
        actions.give_recovery_codes(user=user, at=NOW)
    assert caught.value.code == "people.no_device"
