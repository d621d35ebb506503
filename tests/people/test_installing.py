"""The first holders of a real database, and the door that shuts behind them."""

import pytest

from gongkai.law.refused import Refused
from gongkai.people import actions, queries
from gongkai.people.models import PostKind
from tests.make import a_post, a_user


def install(user, kind, at):
    return actions.install_holding(user=user, post=a_post(kind), since=at, at=at)


FIRST = [(PostKind.ADMIN, PostKind.OFFICE), (PostKind.OFFICE, PostKind.ADMIN)]


@pytest.mark.parametrize("order", FIRST)
def test_a_real_database_takes_first_holders_and_then_no_more(real_database, order):
    at = real_database
    users = {kind: a_user() for kind in order}
    for kind in order:
        install(users[kind], kind, at)
    admin, office, third = users[PostKind.ADMIN], users[PostKind.OFFICE], a_user()
    with pytest.raises(Refused) as caught:
        install(third, PostKind.LEADER, at)
    assert caught.value.code == "people.installed"
    row = actions.propose_holding(
        user=third, post=a_post(PostKind.LEADER), since=at, by=admin, at=at
    )
    actions.confirm_holding(holding=row, by=office, at=at)
    assert queries.kinds_of(third, at) == {PostKind.LEADER}


def test_an_installed_administrator_does_not_sign(real_database):
    admin = a_user()
    install(admin, PostKind.ADMIN, real_database)
    with pytest.raises(Refused) as caught:
        install(admin, PostKind.OFFICE, real_database)
    assert caught.value.code == "people.apart"


@pytest.mark.parametrize("kind", [PostKind.OFFICE, PostKind.LEADER])
def test_beside_the_office_only_a_missing_administrator_is_installed(real_database, kind):
    install(a_user(), PostKind.OFFICE, real_database)
    with pytest.raises(Refused) as caught:
        install(a_user(), kind, real_database)
    assert caught.value.code == "people.installed"


@pytest.mark.parametrize("order", FIRST)
def test_devices_are_installed_only_until_a_reset_can_be_confirmed(real_database, order):
    for kind in order:
        user = a_user()
        install(user, kind, real_database)
        assert actions.install_device(user=user, at=real_database).confirmed
    with pytest.raises(Refused) as caught:
        actions.install_device(user=user, at=real_database)
    assert caught.value.code == "people.device_installed"
