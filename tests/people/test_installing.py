"""The first holders of a real database, and the door that shuts behind them."""

import pytest

from gongkai.law.refused import Refused
from gongkai.people import actions, queries
from gongkai.people.models import PostKind
from tests.make import a_post, a_user


def install(user, kind, at):
    return actions.install_holding(user=user, post=a_post(kind), since=at, at=at)


def test_a_real_database_takes_first_holders_and_then_no_more(real_database):
    at = real_database
    admin, office, third = a_user(), a_user(), a_user()
    install(admin, PostKind.ADMIN, at)
    install(office, PostKind.OFFICE, at)
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


def test_devices_are_installed_only_until_the_office_can_confirm(real_database):
    at = real_database
    admin, office = a_user(), a_user()
    install(admin, PostKind.ADMIN, at)
    install(office, PostKind.OFFICE, at)
    for user in (admin, office):
        assert actions.install_device(user=user, at=at).confirmed
    with pytest.raises(Refused) as caught:
        actions.install_device(user=admin, at=at)
    assert caught.value.code == "people.device_installed"
