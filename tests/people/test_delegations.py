from datetime import timedelta

import pytest

from gongkai.law.refused import Refused
from gongkai.people import actions, queries
from gongkai.people.models import Delegation, PostKind
from gongkai.register.queries import entries
from tests.make import NOW, a_holder, a_post, a_user

WEEK = timedelta(days=7)
SECOND = timedelta(seconds=1)

pytestmark = pytest.mark.usefixtures("demonstration_database")


def delegated(giver=None, **changes) -> Delegation:
    giver = giver or a_holder(PostKind.LEADER)
    values = {
        "post": a_post(PostKind.LEADER),
        "giver": giver,
        "taker": a_holder(PostKind.EDITOR),
        "since": NOW,
        "until": NOW + WEEK,
        "reason": "出差（演示）",
        "by": giver,
        "at": NOW,
    }
    return actions.delegate(**values | changes)


def refusal(**changes) -> str:
    with pytest.raises(Refused) as caught:
        delegated(**changes)
    return caught.value.code


def test_a_delegation_counts_from_its_first_moment_to_before_its_last():
    row = delegated(since=NOW + WEEK, until=NOW + 2 * WEEK)
    moments = [NOW, NOW + WEEK, NOW + 2 * WEEK - SECOND, NOW + 2 * WEEK]
    found = [PostKind.LEADER in queries.kinds_of(row.taker, at) for at in moments]
    assert found == [False, True, True, False]


def test_a_delegate_acts_in_their_own_name_for_the_holder():
    row = delegated()
    seats = queries.seats(row.taker, NOW)
    assert [seat.kind for seat in seats] == [PostKind.EDITOR, PostKind.LEADER]
    actor = seats[1].actor(row.taker)
    assert actor.user == row.taker.pk
    assert actor.name == f"{row.taker.name}（代{row.giver.name}）"
    assert seats[1].holder == row.giver


def test_a_delegation_ends_when_its_giver_leaves_the_post():
    row = delegated()
    holding = row.giver.holdings.get()
    actions.end_holding(holding=holding, by=a_holder(PostKind.ADMIN), at=NOW + SECOND)
    assert PostKind.LEADER in queries.kinds_of(row.taker, NOW)
    assert PostKind.LEADER not in queries.kinds_of(row.taker, NOW + SECOND)


def test_only_the_holder_delegates_the_post():
    leader = a_holder(PostKind.LEADER)
    for by in (a_holder(PostKind.ADMIN), a_holder(PostKind.OFFICE), a_holder(PostKind.LEADER)):
        assert refusal(giver=leader, by=by) == "people.not_giver"
    assert refusal(giver=leader, post=a_post(PostKind.OFFICE)) == "people.not_giver"


def test_a_delegation_is_never_handed_onward():
    row = delegated()
    assert refusal(giver=row.taker, taker=a_user()) == "people.not_giver"


def test_an_administrator_is_delegated_no_post():
    admin = a_holder(PostKind.ADMIN)
    assert refusal(taker=admin) == "people.apart"
    editor = a_holder(PostKind.EDITOR)
    code = refusal(giver=editor, post=a_post(PostKind.EDITOR), taker=admin)
    assert code == "people.to_admin"


def test_a_signer_is_delegated_no_administrators_post():
    admin = a_holder(PostKind.ADMIN)
    code = refusal(giver=admin, post=a_post(PostKind.ADMIN), taker=a_holder(PostKind.SECRECY))
    assert code == "people.apart"


def test_a_delegate_who_signs_is_refused_the_administrators_post():
    row, admin = delegated(), a_holder(PostKind.ADMIN)
    values = {"user": row.taker, "post": a_post(PostKind.ADMIN), "by": admin, "at": NOW}
    with pytest.raises(Refused) as caught:
        actions.propose_holding(since=NOW, **values)
    assert caught.value.code == "people.apart"
    assert actions.propose_holding(since=row.until, **values).pk


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"until": NOW}, "people.delegation_order"),
        ({"since": NOW - SECOND}, "people.delegation_past"),
        ({"until": NOW + timedelta(days=93)}, "people.delegation_long"),
        ({"reason": "  "}, "people.no_reason"),
    ],
)
def test_a_delegation_has_a_window_and_a_reason(changes, code):
    assert refusal(**changes) == code


def test_nobody_delegates_to_themselves_or_to_an_account_out_of_use():
    leader, gone = a_holder(PostKind.LEADER), a_user(is_active=False)
    assert refusal(giver=leader, taker=leader) == "people.to_self"
    assert refusal(giver=leader, taker=gone) == "people.taker_inactive"


def test_either_party_or_the_keepers_end_a_delegation_early():
    for keeper in (None, "giver", "taker", PostKind.ADMIN, PostKind.OFFICE):
        row = delegated()
        if keeper is None:
            with pytest.raises(Refused, match="提前结束"):
                actions.end_delegation(delegation=row, by=a_holder(PostKind.HEAD), at=NOW)
            continue
        by = getattr(row, keeper) if isinstance(keeper, str) and keeper in {"giver", "taker"} else (
            a_holder(keeper)
        )  # fmt: skip
        actions.end_delegation(delegation=row, by=by, at=NOW + SECOND)
        assert PostKind.LEADER not in queries.kinds_of(row.taker, NOW + SECOND)


def test_users_in_a_kind_are_its_holders_and_delegates():
    row = delegated()
    found = queries.users_in(PostKind.LEADER, NOW)
    assert set(found) == {row.giver, row.taker}
    department = row.post.department
    assert set(queries.users_in(PostKind.LEADER, NOW, department)) == {row.giver, row.taker}
    assert set(queries.users_in(PostKind.LEADER, NOW + WEEK)) == {row.giver}


def test_a_delegation_and_its_end_are_registered_with_both_names():
    row = delegated()
    actions.end_delegation(delegation=row, by=row.giver, at=NOW + SECOND)
    found = entries().about(f"user:{row.taker_id}").select_related("payload")
    assert [entry.verb for entry in found] == ["people.delegated", "people.delegation_ended"]
    for entry in found:
        assert row.giver.name in entry.payload.title
        assert row.taker.name in entry.payload.title


def test_seats_take_two_questions_of_the_database(django_assert_num_queries):
    row = delegated()
    with django_assert_num_queries(2):
        assert [str(seat.department) for seat in queries.seats(row.taker, NOW)]
