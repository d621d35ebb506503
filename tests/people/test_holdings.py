from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.law.refused import Refused
from gongkai.people import actions, queries
from gongkai.people.models import EDITORS, SIGNING, Holding, PostKind
from gongkai.register.queries import entries
from tests.make import NOW, a_department, a_holder, a_post, a_user

WEEK = timedelta(days=7)
SECOND = timedelta(seconds=1)

pytestmark = pytest.mark.usefixtures("demonstration_database")


def refusal(act, **values) -> str:
    with pytest.raises(Refused) as caught:
        act(**values)
    return caught.value.code


def proposed(kind=PostKind.EDITOR, **changes) -> Holding:
    values = {"user": a_user(), "post": a_post(kind), "since": NOW, "at": NOW}
    return actions.propose_holding(**values | {"by": a_holder(PostKind.ADMIN)} | changes)


def confirmed(kind=PostKind.EDITOR, **changes) -> Holding:
    row = proposed(kind, **changes)
    return actions.confirm_holding(holding=row, by=a_holder(PostKind.OFFICE), at=NOW)


def verbs(user) -> list[str]:
    return [entry.verb for entry in entries().about(f"user:{user.pk}")]


def test_a_proposal_gives_no_power_until_it_is_confirmed():
    row = proposed()
    assert queries.kinds_of(row.user, NOW) == frozenset()
    actions.confirm_holding(holding=row, by=a_holder(PostKind.OFFICE), at=NOW)
    assert queries.kinds_of(row.user, NOW) == {PostKind.EDITOR}
    assert verbs(row.user) == ["people.holding_proposed", "people.holding_confirmed"]


def test_a_holding_dated_back_gives_no_power_before_its_confirmation():
    row = confirmed(since=NOW - WEEK)
    assert queries.seats(row.user, NOW - SECOND) == []
    assert [seat.post for seat in queries.seats(row.user, NOW)] == [row.post]


def test_a_holding_counts_from_its_first_moment_to_before_its_last():
    row = confirmed(since=NOW + WEEK, until=NOW + 2 * WEEK)
    at = [NOW, NOW + WEEK, NOW + 2 * WEEK - SECOND, NOW + 2 * WEEK]
    assert [bool(queries.seats(row.user, moment)) for moment in at] == [False, True, True, False]


def test_only_an_administrator_proposes():
    for by in (a_user(), a_holder(PostKind.OFFICE), a_holder(PostKind.LEADER)):
        assert refusal(proposed, by=by) == "people.not_your_post"


def test_only_the_disclosure_office_confirms():
    row = proposed()
    for by in (a_user(), a_holder(PostKind.ADMIN), a_holder(PostKind.LEADER)):
        code = refusal(actions.confirm_holding, holding=row, by=by, at=NOW)
        assert code == "people.not_your_post"


def test_nobody_confirms_their_own_power():
    office = a_holder(PostKind.OFFICE)
    row = proposed(PostKind.LEADER, user=office)
    assert refusal(actions.confirm_holding, holding=row, by=office, at=NOW) == "people.own_power"
    assert PostKind.LEADER not in queries.kinds_of(office, NOW)


def test_a_proposer_who_came_to_the_office_confirms_not_what_they_proposed():
    admin = a_holder(PostKind.ADMIN, until=NOW + WEEK)
    row, later = proposed(by=admin), NOW + 2 * WEEK
    Holding.objects.create(
        user=admin, post=a_post(PostKind.OFFICE), since=NOW + WEEK, confirmed_at=NOW + WEEK
    )
    code = refusal(actions.confirm_holding, holding=row, by=admin, at=later)
    assert code == "people.own_proposal"


def test_a_delegate_of_the_office_confirms_no_powers():
    office, deputy = a_holder(PostKind.OFFICE), a_user()
    actions.delegate(
        post=a_post(PostKind.OFFICE), giver=office, taker=deputy, since=NOW, until=NOW + WEEK,
        reason="出差（演示）", by=office, at=NOW,
    )  # fmt: skip
    assert PostKind.OFFICE in queries.kinds_of(deputy, NOW)
    code = refusal(actions.confirm_holding, holding=proposed(), by=deputy, at=NOW)
    assert code == "people.not_your_post"


@pytest.mark.database
def test_the_database_itself_refuses_a_self_confirmed_holding():
    user = a_user()
    values = {"post": a_post(), "since": NOW, "confirmed_by": user, "confirmed_at": NOW}
    with pytest.raises(IntegrityError), transaction.atomic():
        Holding.objects.create(user=user, **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Holding.objects.create(user=a_user(), proposed_by=user, **values)


@pytest.mark.parametrize("kind", sorted(SIGNING))
def test_an_administrator_is_refused_a_signing_post_when_proposed(kind):
    admin = a_holder(PostKind.ADMIN)
    assert refusal(proposed, kind=PostKind(kind), user=admin) == "people.apart"


def test_two_proposals_that_conflict_are_not_both_confirmed():
    user, office = a_user(), a_holder(PostKind.OFFICE)
    admin, head = proposed(PostKind.ADMIN, user=user), proposed(PostKind.HEAD, user=user)
    actions.confirm_holding(holding=admin, by=office, at=NOW)
    assert refusal(actions.confirm_holding, holding=head, by=office, at=NOW) == "people.apart"
    assert queries.kinds_of(user, NOW) == {PostKind.ADMIN}


def test_a_holding_is_confirmed_once():
    row = confirmed()
    code = refusal(actions.confirm_holding, holding=row, by=a_holder(PostKind.OFFICE), at=NOW)
    assert code == "people.holding_done"


def test_a_withdrawn_proposal_is_never_confirmed():
    row, office = proposed(), a_holder(PostKind.OFFICE)
    actions.end_holding(holding=row, by=office, at=NOW)
    assert refusal(actions.confirm_holding, holding=row, by=office, at=NOW) == "people.holding_done"
    assert not queries.pending_holdings()


def test_the_same_post_is_not_proposed_twice_for_the_same_time():
    row = proposed()
    assert refusal(proposed, user=row.user, post=row.post) == "people.already_held"


def test_an_ended_holding_keeps_its_past():
    row = confirmed()
    actions.end_holding(holding=row, by=a_holder(PostKind.ADMIN), at=NOW + WEEK)
    assert queries.kinds_of(row.user, NOW + WEEK - SECOND) == {PostKind.EDITOR}
    assert queries.kinds_of(row.user, NOW + WEEK) == frozenset()
    assert verbs(row.user)[-1] == "people.holding_ended"


def test_ending_never_lengthens_a_holding():
    row = confirmed(until=NOW + WEEK)
    actions.end_holding(holding=row, by=a_holder(PostKind.ADMIN), at=NOW, until=NOW + 9 * WEEK)
    row.refresh_from_db()
    assert row.until == NOW + WEEK


def test_a_holding_that_has_not_begun_can_be_called_off():
    row = confirmed(since=NOW + WEEK)
    actions.end_holding(holding=row, by=a_holder(PostKind.OFFICE), at=NOW)
    assert queries.seats(row.user, NOW + 2 * WEEK) == []


def test_others_do_not_end_a_holding():
    row = confirmed()
    for by in (row.user, a_holder(PostKind.LEADER)):
        assert refusal(actions.end_holding, holding=row, by=by, at=NOW) == "people.not_your_post"


def test_the_last_holder_of_the_office_stays_until_a_successor_is_there():
    office = a_holder(PostKind.OFFICE)
    row, admin = office.holdings.get(), a_holder(PostKind.ADMIN)
    assert refusal(actions.end_holding, holding=row, by=admin, at=NOW) == "people.last_office"
    a_holder(PostKind.OFFICE)
    actions.end_holding(holding=row, by=admin, at=NOW)
    assert queries.kinds_of(office, NOW) == frozenset()


def test_a_transfer_ends_the_old_post_and_proposes_the_new_one():
    row, admin = confirmed(), a_holder(PostKind.ADMIN)
    seat = queries.seat_for(row.user, PostKind.EDITOR, NOW)
    new = a_post(PostKind.ARCHIVIST, a_department("档案科（演示）"))
    there = actions.transfer(holding=row, post=new, since=NOW + WEEK, by=admin, at=NOW)
    actions.confirm_holding(holding=there, by=a_holder(PostKind.OFFICE), at=NOW)
    assert queries.kinds_of(row.user, NOW) == {PostKind.EDITOR}
    assert queries.kinds_of(row.user, NOW + WEEK) == {PostKind.ARCHIVIST}
    assert seat.actor(row.user).post == row.post.title


def test_seats_name_person_post_and_department_as_values():
    department = a_department("核算科（演示）")
    user = a_holder(PostKind.HEAD, department)
    actor = queries.seat_for(user, PostKind.HEAD, NOW).actor(user)
    assert (actor.user, actor.name) == (user.pk, user.name)
    assert (actor.post, actor.department) == ("科室负责人岗", "核算科（演示）")


def test_seat_for_looks_in_the_department_asked_for():
    here, there = a_department("甲科（演示）"), a_department("乙科（演示）")
    user = a_holder(PostKind.HEAD, here)
    assert queries.seat_for(user, PostKind.HEAD, NOW, here).department == here
    assert queries.seat_for(user, PostKind.HEAD, NOW, there) is None


def test_an_inactive_person_sits_nowhere():
    user = a_holder(PostKind.HEAD)
    user.is_active = False
    user.save()
    assert queries.seats(user, NOW) == []
    assert not queries.users_in(PostKind.HEAD, NOW)


def test_a_demonstration_installs_holders_beside_the_office():
    a_holder(PostKind.OFFICE)
    user = a_user()
    actions.install_holding(user=user, post=a_post(PostKind.EDITOR), since=NOW, at=NOW)
    assert queries.kinds_of(user, NOW) == {PostKind.EDITOR}


def test_responsibility_shows_who_held_a_post_on_a_past_day():
    row = confirmed(until=NOW + WEEK)
    later = NOW + 4 * WEEK

    def names(day):
        table = queries.responsibility(timezone.localdate(day), later)
        posts = [post for department in table for post in department.posts]
        return {term.name for post in posts if post.kind == "采编" for term in post.terms}

    days = [NOW - timedelta(days=1), NOW, NOW + WEEK, NOW + WEEK + timedelta(days=1)]
    assert [row.user.name in names(day) for day in days] == [False, True, True, False]


def test_the_editors_group_follows_the_posts():
    row = confirmed()
    group = Group.objects.get(name=EDITORS)
    assert group in row.user.groups.all()
    actions.end_holding(holding=row, by=a_holder(PostKind.ADMIN), at=NOW + WEEK)
    assert group not in row.user.groups.all()


def test_recent_power_changes_are_sentences_of_the_last_thirty_days():
    row = confirmed(PostKind.HEAD)
    (sentence,) = queries.recent_power_changes(row.user, NOW + timedelta(days=29))
    assert sentence.startswith("2014年10月20日")
    assert row.user.name in sentence
    assert "科室负责人岗" in sentence
    assert queries.recent_power_changes(row.user, NOW + timedelta(days=30)) == []
