"""Somebody leaves: what ends, what stays, who brings an account back."""

from datetime import timedelta

import pytest

from gongkai.law.refused import Refused
from gongkai.people import actions, queries
from gongkai.people.models import PostKind, User
from gongkai.register.queries import entries, now
from tests.make import NOW, a_holder, a_post, a_user

pytestmark = pytest.mark.usefixtures("demonstration")
DAY = timedelta(days=1)
PEOPLE = "/desk/people/"
PASSWORD = "changqiang-wudian-2014"


def code_of(act, **values) -> str:
    with pytest.raises(Refused) as caught:
        act(**values)
    return caught.value.code


def disabled(user, at=NOW, **changes) -> User:
    values = {"reason": "调离（演示）", "by": a_holder(PostKind.ADMIN), "at": at} | changes
    actions.disable_user(user=user, **values)
    user.refresh_from_db()
    return user


def verbs(user) -> list[str]:
    return [entry.verb for entry in entries().about(f"user:{user.pk}")]


def test_who_leaves_loses_posts_delegations_password_and_codes_at_once():
    head, leader, other = a_holder(PostKind.HEAD), a_holder(PostKind.LEADER), a_user()
    actions.install_device(user=head, at=NOW)
    for giver, taker, kind in (
        (head, other, PostKind.HEAD),
        (leader, head, PostKind.LEADER),
    ):
        actions.delegate(post=a_post(kind), giver=giver, taker=taker, since=NOW, until=NOW + DAY,
                         reason="出差（演示）", by=giver, at=NOW)  # fmt: skip
    head.set_password(PASSWORD)
    head.save()
    disabled(head)
    assert not head.is_active
    assert not head.has_usable_password()
    assert queries.device_of(head) is None
    assert queries.kinds_of(head, NOW) == queries.kinds_of(other, NOW) == frozenset()
    assert head.holdings.get().until == NOW
    assert verbs(head)[-2:] == ["people.holding_ended", "people.account_disabled"]
    assert any("停用" in change for change in queries.recent_power_changes(head, NOW + DAY))


def test_a_post_proposed_for_who_leaves_is_withdrawn():
    admin, user = a_holder(PostKind.ADMIN), a_user()
    row = actions.propose_holding(user=user, post=a_post(), since=NOW + DAY, by=admin, at=NOW)
    disabled(user)
    row.refresh_from_db()
    assert row.until == row.since
    assert not queries.pending_holdings().exists()


def test_a_reset_of_who_leaves_is_withdrawn_and_the_register_says_so():
    user, admin = a_user(), a_holder(PostKind.ADMIN)
    actions.propose_reset(user=user, by=admin, at=NOW)
    disabled(user, by=admin)
    assert not queries.pending_resets().exists()
    assert verbs(user)[-2:] == ["people.credentials_reset_withdrawn", "people.account_disabled"]


def test_a_session_ends_with_the_account_and_does_not_come_back_with_it(client, desk):
    user, admin, office = a_user(), a_holder(PostKind.ADMIN), a_holder(PostKind.OFFICE)
    user.set_password(PASSWORD)
    user.save()
    client.force_login(user)
    assert client.get(PEOPLE).status_code == 200
    disabled(user, at=now())
    assert client.get(PEOPLE).status_code == 302
    row, _ = actions.propose_reset(user=user, by=admin, at=now())
    actions.confirm_reset(reset=row, by=office, at=now())
    assert client.get(PEOPLE).status_code == 302


@pytest.mark.parametrize("kind", [PostKind.OFFICE, PostKind.EDITOR, PostKind.LEADER])
def test_only_an_administrator_disables_an_account(kind):
    code = code_of(disabled, user=a_user(), by=a_holder(kind))
    assert code == "people.not_your_post"


def test_nobody_disables_themselves_nor_the_last_of_the_disclosure_office():
    admin, office = a_holder(PostKind.ADMIN), a_holder(PostKind.OFFICE)
    assert code_of(disabled, user=admin, by=admin) == "people.own_account"
    count = entries().count()
    assert code_of(disabled, user=office, by=admin) == "people.last_office"
    office.refresh_from_db()
    assert office.is_active
    assert office.holdings.get().until is None
    assert entries().count() == count
    a_holder(PostKind.OFFICE)
    assert not disabled(office, by=admin).is_active


def test_a_reason_is_needed_and_an_account_is_disabled_once():
    user = a_user()
    assert code_of(disabled, user=user, reason="　") == "people.no_reason"
    disabled(user)
    assert code_of(disabled, user=user) == "people.disabled"


def test_an_account_is_never_deleted():
    user = a_user()
    assert code_of(user.delete) == "people.kept"
    assert queries.person(user.pk) == user


def test_who_is_out_of_use_is_given_no_post():
    admin, office, user = a_holder(PostKind.ADMIN), a_holder(PostKind.OFFICE), a_user()
    row = actions.propose_holding(user=user, post=a_post(), since=NOW, by=admin, at=NOW)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert code_of(actions.confirm_holding, holding=row, by=office, at=NOW) == "people.disabled"
    code = code_of(actions.propose_holding, user=user, post=a_post(PostKind.HEAD), since=NOW,
                   by=admin, at=NOW)  # fmt: skip
    assert code == "people.disabled"


def test_an_account_comes_back_by_two_people_and_without_its_posts():
    head, admin, office = (a_holder(PostKind.HEAD), a_holder(PostKind.ADMIN),
                           a_holder(PostKind.OFFICE))  # fmt: skip
    disabled(head)
    row, first = actions.propose_reset(user=head, by=admin, at=NOW)
    head.refresh_from_db()
    assert row.enables
    assert not head.is_active
    assert code_of(actions.confirm_reset, reset=row, by=admin, at=NOW) == "people.not_your_post"
    second = actions.confirm_reset(reset=row, by=office, at=NOW)
    head.refresh_from_db()
    assert head.is_active
    assert queries.kinds_of(head, NOW) == frozenset()
    actions.claim_reset(username=head.username, first=first, second=second, password=PASSWORD,
                        at=NOW)  # fmt: skip
    assert verbs(head)[-3:] == ["people.credentials_reset_proposed", "people.account_enabled",
                                "people.credentials_reset"]  # fmt: skip


def test_a_claim_confirmed_before_is_worth_nothing_after():
    user, admin, office = a_user(), a_holder(PostKind.ADMIN), a_holder(PostKind.OFFICE)
    row, first = actions.propose_reset(user=user, by=admin, at=NOW)
    second = actions.confirm_reset(reset=row, by=office, at=NOW)
    disabled(user, by=admin)
    claim = {"username": user.username, "first": first, "second": second, "password": PASSWORD}
    assert code_of(actions.claim_reset, **claim, at=NOW) == "people.claim"
    row, _ = actions.propose_reset(user=user, by=admin, at=NOW)
    actions.confirm_reset(reset=row, by=office, at=NOW)
    assert code_of(actions.claim_reset, **claim, at=NOW) == "people.claim"


# A pending reset


@pytest.fixture
def reset():
    """Return a person, a pending reset, and who proposed it."""
    admin = a_holder(PostKind.ADMIN)
    user = a_holder(PostKind.HEAD)
    row, half = actions.propose_reset(user=user, by=admin, at=NOW)
    return user, row, admin, half


def test_a_pending_reset_is_withdrawn_by_its_proposer_or_refused_by_the_office(reset):
    user, row, admin, _ = reset
    office = a_holder(PostKind.OFFICE)
    for by, said in ((admin, "撤回"), (office, "不予同意")):
        actions.withdraw_reset(reset=row, by=by, at=NOW)
        assert not queries.pending_resets().exists()
        entry = entries().about(f"user:{user.pk}").last()
        assert entry.verb == "people.credentials_reset_withdrawn"
        assert entry.payload.title.startswith(said)
        assert code_of(actions.confirm_reset, reset=row, by=office, at=NOW) == "people.reset_done"
        assert code_of(actions.withdraw_reset, reset=row, by=by, at=NOW) == "people.reset_done"
        row, _ = actions.propose_reset(user=user, by=admin, at=NOW)


def test_nobody_else_withdraws_a_reset_nor_one_that_was_confirmed(reset):
    _, row, admin, _ = reset
    for by in (a_holder(PostKind.ADMIN), a_holder(PostKind.LEADER), a_user()):
        assert code_of(actions.withdraw_reset, reset=row, by=by, at=NOW) == "people.not_proposer"
    actions.confirm_reset(reset=row, by=a_holder(PostKind.OFFICE), at=NOW)
    assert code_of(actions.withdraw_reset, reset=row, by=admin, at=NOW) == "people.reset_done"


# The pages


def test_the_page_tells_what_ends_and_which_posts_need_somebody(client, desk):
    admin, head = a_holder(PostKind.ADMIN), a_holder(PostKind.HEAD)
    client.force_login(admin)
    address = f"{PEOPLE}users/{head.pk}/disable/"
    page = client.get(address).content.decode()
    assert "任职：综合处（演示）科室负责人岗" in page
    assert "须有人接任的岗位" in page
    answer = client.post(address, {"reason": "退休（演示）"}, follow=True).content.decode()
    assert "账号已停用" in answer
    assert "须有人接任的岗位" in answer
    assert "提出重新启用" in answer
    assert "提出任职</a>" not in answer
    a_holder(PostKind.HEAD)
    page = client.get(f"{PEOPLE}users/{head.pk}/").content.decode()
    assert "须有人接任的岗位" not in page


def test_the_page_keeps_the_reason_and_says_why_it_can_not_be(client, desk):
    admin, office = a_holder(PostKind.ADMIN), a_holder(PostKind.OFFICE)
    client.force_login(admin)
    answer = client.post(f"{PEOPLE}users/{office.pk}/disable/", {"reason": "退休（演示）"})
    assert "最后一名任职人员" in answer.content.decode()
    assert 'value="退休（演示）"' in answer.content.decode()


def test_the_list_of_what_waits_offers_each_the_button_that_is_theirs(client, desk, reset):
    _, row, admin, _ = reset
    for by, button, not_theirs in ((admin, "撤回</button>", "不予同意"),
                                   (a_holder(PostKind.OFFICE), "不予同意</button>", "撤回</button>")):  # fmt: skip
        client.force_login(by)
        page = client.get(PEOPLE + "confirmations/").content.decode()
        assert button in page
        assert not_theirs not in page
    answer = client.post(f"{PEOPLE}resets/{row.pk}/withdraw/", follow=True)
    assert "没有待确认事项" in answer.content.decode()
