"""In which seats a person may act, and what a day's table shows."""

from datetime import timedelta

import pytest

from gongkai.people import queries
from gongkai.people.models import Delegation, Holding, PostKind
from gongkai.register.queries import now
from tests.make import NOW, a_department, a_holder, a_post, a_user

DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


def a_delegation(giver, taker, since=NOW, until=NOW + 5 * DAY) -> Delegation:
    post = giver.holdings.get().post
    return Delegation.objects.create(
        post=post, giver=giver, taker=taker, since=since, until=until, reason="出差（演示）"
    )


def test_seats_follow_holdings_over_time():
    user, post = a_user(), a_post(PostKind.HEAD)
    Holding.objects.create(user=user, post=post, since=NOW, until=NOW + DAY, confirmed_at=NOW - DAY)
    assert queries.kinds_of(user, NOW - timedelta(microseconds=1)) == frozenset()
    assert queries.kinds_of(user, NOW) == {PostKind.HEAD}
    assert queries.kinds_of(user, NOW + DAY) == frozenset()


def test_seats_leave_out_a_holding_until_it_is_confirmed():
    user = a_user()
    row = Holding.objects.create(user=user, post=a_post(PostKind.LEADER), since=NOW - DAY)
    assert queries.seats(user, NOW) == []
    row.confirmed_at = NOW
    row.save()
    assert queries.kinds_of(user, NOW) == {PostKind.LEADER}
    assert queries.seats(user, NOW - timedelta(seconds=1)) == []


def test_seats_name_own_posts_before_delegated_ones():
    leader, other = a_holder(PostKind.LEADER), a_holder(PostKind.EDITOR)
    row = a_delegation(leader, other)
    own, taken = queries.seats(other, NOW)
    assert (own.kind, own.delegation) == (PostKind.EDITOR, None)
    assert (taken.kind, taken.holder, taken.delegation) == (PostKind.LEADER, leader, row)


def test_delegated_seat_opens_at_its_start_and_closes_at_its_end():
    leader, other = a_holder(PostKind.LEADER), a_user()
    a_delegation(leader, other, since=NOW, until=NOW + DAY)
    assert not queries.seat_for(other, PostKind.LEADER, NOW - timedelta(microseconds=1))
    assert queries.seat_for(other, PostKind.LEADER, NOW)
    assert not queries.seat_for(other, PostKind.LEADER, NOW + DAY)


def test_delegated_seat_falls_with_its_givers_holding():
    leader, other = a_holder(PostKind.LEADER), a_user()
    a_delegation(leader, other)
    leader.holdings.update(until=NOW + DAY)
    assert queries.seat_for(other, PostKind.LEADER, NOW)
    assert not queries.seat_for(other, PostKind.LEADER, NOW + DAY)


def test_seat_for_looks_in_the_department_asked_for():
    here, there = a_department("综合处（演示）"), a_department("人口处（演示）")
    head = a_holder(PostKind.HEAD, here)
    assert queries.seat_for(head, PostKind.HEAD, NOW, here)
    assert not queries.seat_for(head, PostKind.HEAD, NOW, there)


def test_actor_names_both_persons_when_a_post_is_delegated():
    leader, other = a_holder(PostKind.LEADER), a_user("演示乙")
    leader.name = "演示甲"
    leader.save()
    a_delegation(leader, other)
    actor = queries.seat_for(other, PostKind.LEADER, NOW).actor(other)
    assert (actor.user, actor.name) == (other.pk, "演示乙（代演示甲）")
    assert (actor.post, actor.department) == ("局领导岗", "综合处（演示）")


def test_seats_are_empty_when_the_account_is_switched_off():
    leader, other = a_holder(PostKind.LEADER), a_user()
    a_delegation(leader, other)
    leader.is_active = False
    leader.save()
    assert queries.seats(leader, NOW) == []
    assert queries.seats(other, NOW) == []
    assert not queries.users_in(PostKind.LEADER, NOW).exists()


def test_users_in_are_holders_and_delegates_of_the_moment():
    leader, other = a_holder(PostKind.LEADER), a_user()
    a_delegation(leader, other, until=NOW + DAY)
    assert set(queries.users_in(PostKind.LEADER, NOW)) == {leader, other}
    assert set(queries.users_in(PostKind.LEADER, NOW + DAY)) == {leader}
    assert not queries.users_in(PostKind.LEADER, NOW, a_department("人口处（演示）")).exists()


def test_code_is_needed_by_delegates_of_a_signing_post_too():
    leader, other = a_holder(PostKind.LEADER), a_holder(PostKind.EDITOR)
    assert not queries.needs_code(other, NOW)
    a_delegation(leader, other, until=NOW + DAY)
    assert queries.needs_code(other, NOW)
    assert not queries.needs_code(other, NOW + DAY)


def names_on(day, at=NOW) -> list[str]:
    rows = queries.responsibility(day, at)
    return [term.name for row in rows for post in row.posts for term in post.terms]


def test_responsibility_shows_who_held_a_post_on_a_past_day():
    post, former, present = a_post(PostKind.HEAD), a_user("前任演示"), a_user("现任演示")
    moved = NOW - 10 * DAY
    common = {"post": post, "confirmed_at": NOW - 300 * DAY}
    Holding.objects.create(user=former, since=NOW - 300 * DAY, until=moved, **common)
    Holding.objects.create(user=present, since=moved, **common)
    assert names_on((NOW - 20 * DAY).date()) == ["前任演示"]
    assert names_on(moved.date()) == ["前任演示", "现任演示"]
    assert names_on(NOW.date()) == ["现任演示"]


def test_responsibility_does_not_show_what_was_confirmed_later():
    user = a_user("补办演示")
    Holding.objects.create(
        user=user, post=a_post(PostKind.HEAD), since=NOW - 20 * DAY, confirmed_at=NOW - 5 * DAY
    )
    assert names_on((NOW - 10 * DAY).date()) == []
    assert names_on((NOW - 5 * DAY).date()) == ["补办演示"]


def test_responsibility_leaves_out_a_delegation_whose_giver_had_left():
    leader, other = a_holder(PostKind.LEADER), a_user("受托演示")
    a_delegation(leader, other, since=NOW - 10 * DAY, until=NOW + 5 * DAY)
    leader.holdings.update(until=NOW - 5 * DAY)
    assert "受托演示" in names_on((NOW - 8 * DAY).date())
    assert "受托演示" not in names_on((NOW - 3 * DAY).date())


def test_demonstration_accounts_name_their_posts(demonstration):
    user = a_user("演示甲")
    Holding.objects.create(
        user=user, post=a_post(PostKind.EDITOR), since=NOW - DAY, confirmed_at=NOW - DAY
    )
    a_user("没有岗位的演示")
    (account,) = [row for row in queries.demonstration_accounts() if row.name == "演示甲"]
    assert account.posts == ("综合处（演示）采编岗",)
    assert account.code == ""
    assert "没有岗位的演示" not in [row.name for row in queries.demonstration_accounts()]
    assert now() > NOW
