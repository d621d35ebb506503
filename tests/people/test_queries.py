"""In which seats a person may act, and what a day's table shows."""

from datetime import timedelta

import pytest

from gongkai.people import queries
from gongkai.people.models import Delegation, Holding, PostKind
from gongkai.register.queries import now
from tests.make import NOW, a_holder, a_post, a_user

DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


def a_delegation(giver, taker, since=NOW, until=NOW + 5 * DAY) -> Delegation:
    post = giver.holdings.get().post
    return Delegation.objects.create(
        post=post, giver=giver, taker=taker, since=since, until=until, reason="出差（演示）"
    )


def test_seats_name_own_posts_before_delegated_ones():
    leader, other = a_holder(PostKind.LEADER), a_holder(PostKind.EDITOR)
    row = a_delegation(leader, other)
    own, taken = queries.seats(other, NOW)
    assert (own.kind, own.delegation) == (PostKind.EDITOR, None)
    assert (taken.kind, taken.holder, taken.delegation) == (PostKind.LEADER, leader, row)


def test_seats_are_empty_when_the_account_is_switched_off():
    leader, other = a_holder(PostKind.LEADER), a_user()
    a_delegation(leader, other)
    leader.is_active = False
    leader.save()
    assert queries.seats(leader, NOW) == []
    assert queries.seats(other, NOW) == []
    assert not queries.users_in(PostKind.LEADER, NOW).exists()


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
