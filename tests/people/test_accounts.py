from datetime import timedelta

import pytest
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from gongkai.law.refused import Refused
from gongkai.people import actions, queries
from gongkai.people.models import PostKind
from gongkai.register.queries import entries
from gongkai.register.rules import SYSTEM
from tests.make import NOW, a_holder, a_user

DAY = timedelta(days=1)
PASSWORD = "changqiang-wudian-2014"


@pytest.fixture
def halves(demonstration_database):
    """Return a person whose reset was proposed and confirmed, and both halves of the claim."""
    user = a_holder(PostKind.HEAD)
    actions.install_device(user=user, at=NOW)
    row, first = actions.propose_reset(user=user, by=a_holder(PostKind.ADMIN), at=NOW)
    second = actions.confirm_reset(reset=row, by=a_holder(PostKind.OFFICE), at=NOW)
    return user, first, second


def claim(user, first, second, at=NOW):
    return actions.claim_reset(
        username=user.username, first=first, second=second, password=PASSWORD, at=at
    )


def code_of(act, **values) -> str:
    with pytest.raises(Refused) as caught:
        act(**values)
    return caught.value.code


def test_a_user_name_is_taken_in_any_case(demonstration_database):
    values = {"name": "演示甲", "password": PASSWORD, "by": SYSTEM, "at": NOW}
    user = actions.add_user(username="zhangsan", **values)
    assert user.check_password(PASSWORD)
    assert not user.is_staff
    assert not user.is_superuser
    assert code_of(actions.add_user, username="ZhangSan", **values) == "people.username_taken"


def test_a_confirmed_reset_ends_the_old_password_and_device_at_once(halves):
    user, _, _ = halves
    user.refresh_from_db()
    assert not user.has_usable_password()
    assert queries.device_of(user) is None


def test_both_halves_together_give_a_new_password_and_device_once(halves):
    user, first, second = halves
    device, codes = claim(*halves)
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert queries.device_of(user) == device
    assert len(codes) == queries.recovery_left(user) == 10
    with pytest.raises(Refused):
        claim(user, first, second)


def test_one_half_of_a_claim_is_not_enough(halves):
    user, first, second = halves
    for pair in ((first, first), (second, second), (first, ""), ("", second), (second, first)):
        with pytest.raises(Refused) as caught:
            claim(user, *pair)
        assert caught.value.code == "people.claim"
    with pytest.raises(Refused):
        claim(a_user(), first, second)
    assert queries.device_of(user) is None


def test_a_claim_is_read_in_any_case_and_spacing(halves):
    user, first, second = halves
    assert claim(user, first.lower(), second.replace("-", " "))


def test_a_claim_lapses_after_three_days(halves):
    with pytest.raises(Refused):
        claim(*halves, at=NOW + 3 * DAY)
    assert claim(*halves, at=NOW + 3 * DAY - timedelta(seconds=1))


def test_an_earlier_claim_is_worth_nothing_once_a_later_one_is_confirmed(halves):
    user, first, second = halves
    row, later = actions.propose_reset(user=user, by=a_holder(PostKind.ADMIN), at=NOW)
    other = actions.confirm_reset(reset=row, by=a_holder(PostKind.OFFICE), at=NOW)
    assert [one.verb for one in entries().about(f"user:{user.pk}")][-2:] == [
        "people.credentials_reset_withdrawn", "people.credentials_reset"
    ]  # fmt: skip
    claim(user, later, other)
    assert code_of(claim, user=user, first=first, second=second) == "people.claim"


def test_the_halves_of_a_claim_are_kept_nowhere(halves):
    user, first, second = halves
    row = user.resets.get()
    kept = " ".join(str(value) for value in vars(row).values())
    kept += " ".join(entry.payload.body for entry in entries())
    assert first not in kept
    assert second not in kept


def test_nobody_confirms_their_own_reset(demonstration_database):
    office, admin = a_holder(PostKind.OFFICE), a_holder(PostKind.ADMIN)
    row, _ = actions.propose_reset(user=office, by=admin, at=NOW)
    assert code_of(actions.confirm_reset, reset=row, by=office, at=NOW) == "people.own_power"
    assert code_of(actions.confirm_reset, reset=row, by=admin, at=NOW) == "people.not_your_post"


def test_only_an_administrator_proposes_a_reset_and_only_one_at_a_time(demonstration_database):
    user, admin = a_holder(PostKind.HEAD), a_holder(PostKind.ADMIN)
    office = a_holder(PostKind.OFFICE)
    code = code_of(actions.propose_reset, user=user, by=office, at=NOW)
    assert code == "people.not_your_post"
    actions.propose_reset(user=user, by=admin, at=NOW)
    assert code_of(actions.propose_reset, user=user, by=admin, at=NOW) == "people.reset_open"


def test_a_reset_shows_among_the_recent_changes_of_powers(halves):
    user, _, _ = halves
    changes = queries.recent_power_changes(user, NOW + DAY)
    assert any("同意重置" in change for change in changes)


def test_demonstration_accounts_show_a_code_that_works_and_never_twice(demonstration_database):
    user = a_holder(PostKind.LEADER)
    actions.install_device(user=user, at=NOW)
    codes = []
    for _ in range(3):
        (account,) = [a for a in queries.demonstration_accounts() if a.username == user.username]
        assert account.posts == tuple(str(row.post) for row in user.holdings.all())
        assert actions.accept_code(user=user, code=account.code)
        codes.append(account.code)
    assert len(set(codes)) == 3


def test_demonstration_accounts_ask_no_code_of_an_editor(demonstration_database):
    editor = a_holder(PostKind.EDITOR)
    (account,) = queries.demonstration_accounts()
    assert (account.username, account.code) == (editor.username, "")


def test_a_real_database_has_no_demonstration_accounts(real_database):
    user = a_holder(PostKind.LEADER)
    TOTPDevice.objects.create(user=user, name="totp", confirmed=True)
    assert queries.users_in(PostKind.LEADER, timezone.now())
    assert queries.demonstration_accounts() == []
