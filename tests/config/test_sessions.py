"""What a session may not do yet: signed in with the password given, or with a recovery code."""

import pytest
from django.test import Client

from gongkai.people import actions, queries
from gongkai.people.models import PostKind
from gongkai.publishing import actions as publishing
from gongkai.register.queries import now
from tests.config.addresses import addresses, signed_in
from tests.make import NOW, a_holder
from tests.portal import road

PASSWORD = "changqiang-wudian-2014"
GIVEN = "chushi-mima-2014-yanshi"


@pytest.fixture
def waiting(db):
    """Return a card that waits for its section's head, and the head."""
    bureau = road.a_bureau()
    page = road.drafted(bureau, "演示")
    return publishing.submit(page=page, by=bureau.editor, at=NOW), bureau.signers[PostKind.HEAD]


def test_nothing_is_signed_with_the_password_somebody_else_knows(waiting):
    card, head = waiting
    head.set_password(GIVEN)
    head.must_change_password = True
    head.save()
    client = signed_in(head)
    answer = client.post(f"/desk/cards/{card.pk}/sign/", {"digest": card.digest})
    assert (answer.status_code, answer["Location"]) == (302, "/desk/people/password/")
    card.refresh_from_db()
    assert card.signatures.count() == 1
    for same in (GIVEN, PASSWORD):
        client.post("/desk/people/password/", {"old_password": GIVEN, "new_password1": same,
                                               "new_password2": same})  # fmt: skip
        head.refresh_from_db()
        assert head.must_change_password == (same == GIVEN)


def test_a_recovery_session_opens_nothing_but_the_page_to_bind_anew(db):
    road.a_bureau()
    user = a_holder(PostKind.OFFICE)
    user.set_password(PASSWORD)
    user.save()
    actions.install_device(user=user, at=now())
    codes = actions.give_recovery_codes(user=user, at=now())
    client = Client()
    client.post("/desk/login/", {"username": user.username, "password": PASSWORD, "code": codes[0]})
    shut = []
    for one in addresses():
        if one.name in {"people:rebind", "people:logout"}:
            continue
        answer = client.post(one.path()) if "sign" in one.name else client.get(one.path())
        shut.append(answer.status_code == 302 and answer["Location"] == "/desk/login/rebind/")
    assert all(shut)
    assert len(shut) > 100
    assert client.get("/desk/login/rebind/").status_code == 200
    assert queries.recovery_left(user) == 9
    page = client.post("/desk/login/rebind/", {"password": PASSWORD}).content.decode()
    assert "请绑定口令器" in page
    assert "退出</button>" not in page
    assert "/desk/register/" not in page
