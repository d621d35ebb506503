"""The pages of posts and people: what each shows, and forms that keep what was typed."""

from datetime import timedelta

import pytest

from gongkai.people import actions, queries
from gongkai.people.models import Delegation, Holding, PostKind, User
from gongkai.register.queries import entries, now
from tests.make import NOW, a_department, a_holder, a_post, a_user

pytestmark = pytest.mark.usefixtures("demonstration", "desk")
DAY = timedelta(days=1)
PEOPLE = "/desk/people/"


def text(answer) -> str:
    return answer.content.decode()


def opened(client, user, address) -> str:
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == 200
    return text(answer)


def posted(client, user, address, **values):
    client.force_login(user)
    return client.post(address, values)


def local(moment) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M")


def test_every_page_asks_for_a_sign_in(client):
    for path in ("", "password/", "users/", "users/add/", "users/1/", "confirmations/"):
        answer = client.get(PEOPLE + path)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/desk/login/")


def test_overview_shows_departments_posts_and_holders(client):
    holder = a_holder(PostKind.SECRECY)
    a_post(PostKind.ARCHIVIST)
    page = opened(client, holder, PEOPLE)
    assert "综合处（演示）" in page
    assert "保密审查员岗" in page
    assert f"{holder.name}</a>" in page
    assert "2013年10月20日起" in page
    assert "空缺" in page


def test_overview_of_a_past_day_shows_who_held_the_post_then(client):
    post, former = a_post(PostKind.HEAD), a_user("前任演示")
    Holding.objects.create(
        user=former, post=post, since=NOW - 300 * DAY, until=NOW - DAY, confirmed_at=NOW - 300 * DAY
    )
    viewer = a_holder(PostKind.EDITOR)
    assert "前任演示" in opened(client, viewer, PEOPLE + "?on=2014-10-01")
    assert "前任演示" not in opened(client, viewer, PEOPLE)


@pytest.mark.parametrize(
    ("asked", "said"), [("2014-13-45", "无法识别"), ("2999-01-01", "只能查看今天和以前的情况")]
)
def test_overview_says_what_is_wrong_with_a_day_it_can_not_show(client, asked, said):
    assert said in opened(client, a_holder(), f"{PEOPLE}?on={asked}")


def test_overview_asks_as_much_for_many_posts_as_for_few(client, django_assert_max_num_queries):
    viewer = a_holder()
    for number in range(12):
        a_holder(PostKind.HEAD, a_department(f"第{number}处（演示）"))
    client.force_login(viewer)
    with django_assert_max_num_queries(20):
        client.get(PEOPLE)


def test_list_of_people_shows_posts_and_offers_adding_to_administrators_only(client):
    editor, admin = a_holder(PostKind.EDITOR), a_holder(PostKind.ADMIN)
    assert "新增人员" not in opened(client, editor, PEOPLE + "users/")
    page = opened(client, admin, PEOPLE + "users/")
    assert "新增人员" in page
    assert "综合处（演示）采编岗" in page


def test_person_page_shows_holdings_delegations_and_recent_changes(client):
    leader, other = a_holder(PostKind.LEADER), a_holder(PostKind.EDITOR)
    actions.delegate(
        post=a_post(PostKind.LEADER), giver=leader, taker=other, since=NOW, until=NOW + DAY,
        reason="出差（演示）", by=leader, at=NOW,
    )  # fmt: skip
    page = opened(client, leader, f"{PEOPLE}users/{leader.pk}/")
    assert "综合处（演示）局领导岗" in page
    assert "出差（演示）" in page
    changed = opened(client, leader, f"{PEOPLE}users/{other.pk}/")
    assert "2014-10-20 09:00" in changed


def test_unknown_person_is_not_found(client):
    client.force_login(a_holder())
    assert client.get(f"{PEOPLE}users/999999/").status_code == 404


ADDED = {"username": "yanshi.jia", "name": "演示甲", "password": "chushi mima 2014"}


def test_administrator_adds_a_person_who_must_change_the_password(client):
    answer = posted(client, a_holder(PostKind.ADMIN), PEOPLE + "users/add/", **ADDED)
    user = User.objects.get(username="yanshi.jia")
    assert answer["Location"] == f"{PEOPLE}users/{user.pk}/"
    assert user.must_change_password
    assert user.check_password(ADDED["password"])


@pytest.mark.parametrize("kind", [PostKind.OFFICE, PostKind.LEADER, PostKind.EDITOR])
def test_nobody_but_an_administrator_adds_a_person(client, kind):
    answer = posted(client, a_holder(kind), PEOPLE + "users/add/", **ADDED)
    assert answer.status_code == 403
    assert "这项操作由系统管理员办理" in text(answer)
    assert not User.objects.filter(username="yanshi.jia").exists()


def test_refused_person_keeps_what_was_typed_but_the_password(client):
    a_user(username="yanshi.jia")
    answer = posted(client, a_holder(PostKind.ADMIN), PEOPLE + "users/add/", **ADDED)
    page = text(answer)
    assert answer.status_code == 200
    assert "用户名“yanshi.jia”已有人使用" in page
    assert 'value="yanshi.jia"' in page
    assert 'value="演示甲"' in page
    assert ADDED["password"] not in page


def test_weak_first_password_is_refused_beside_its_field(client):
    values = ADDED | {"password": "duan"}
    page = text(posted(client, a_holder(PostKind.ADMIN), PEOPLE + "users/add/", **values))
    assert "密码" in page.split('id="id_password_error"')[1].split("</p>")[0]
    assert 'value="演示甲"' in page


def test_holding_goes_from_the_administrators_form_to_the_offices_button(client):
    user, admin, office = a_user(), a_holder(PostKind.ADMIN), a_holder(PostKind.OFFICE)
    post = a_post(PostKind.HEAD)
    posted(client, admin, f"{PEOPLE}users/{user.pk}/holdings/add/", post=post.pk)
    row = user.holdings.get()
    assert "确认任职</button>" not in opened(client, admin, PEOPLE + "confirmations/")
    assert "确认任职</button>" in opened(client, office, PEOPLE + "confirmations/")
    assert posted(client, admin, f"{PEOPLE}holdings/{row.pk}/confirm/").status_code == 403
    assert posted(client, office, f"{PEOPLE}holdings/{row.pk}/confirm/").status_code == 302
    assert queries.kinds_of(user, now()) == {PostKind.HEAD}


def test_refused_holding_keeps_the_post_chosen_and_says_why(client):
    admin, signer = a_holder(PostKind.ADMIN), a_holder(PostKind.LEADER)
    post = a_post(PostKind.ADMIN)
    address = f"{PEOPLE}users/{signer.pk}/holdings/add/"
    until = local(NOW + 60 * DAY)
    page = text(posted(client, admin, address, post=post.pk, until=until))
    assert "系统管理员管账号，不能同时担任" in page
    assert f'value="{post.pk}" selected' in page
    assert f'value="{until}"' in page


def test_administrator_moves_a_person_to_another_post(client):
    head, admin = a_holder(PostKind.HEAD), a_holder(PostKind.ADMIN)
    there = a_post(PostKind.HEAD, a_department("人口处（演示）"))
    row = head.holdings.get()
    posted(client, admin, f"{PEOPLE}holdings/{row.pk}/transfer/", post=there.pk)
    row.refresh_from_db()
    assert row.until is not None
    assert head.holdings.get(post=there).confirmed_at is None


def test_refused_transfer_leaves_the_old_post_as_it_was(client):
    office, admin = a_holder(PostKind.OFFICE), a_holder(PostKind.ADMIN)
    row, count = office.holdings.get(), entries().count()
    there = a_post(PostKind.LEADER)
    answer = posted(client, admin, f"{PEOPLE}holdings/{row.pk}/transfer/", post=there.pk)
    assert "最后一名任职人员" in text(answer)
    assert f'value="{there.pk}" selected' in text(answer)
    row.refresh_from_db()
    assert row.until is None
    assert entries().count() == count


def test_holding_is_ended_by_a_button(client):
    head, office = a_holder(PostKind.HEAD), a_holder(PostKind.OFFICE)
    row = head.holdings.get()
    assert posted(client, a_holder(), f"{PEOPLE}holdings/{row.pk}/end/").status_code == 403
    assert posted(client, office, f"{PEOPLE}holdings/{row.pk}/end/").status_code == 302
    assert queries.kinds_of(head, now()) == frozenset()


def test_powers_change_by_post_only(client):
    client.force_login(a_holder(PostKind.OFFICE))
    for path in ("holdings/1/confirm/", "holdings/1/end/", "delegations/1/end/",
                 "users/1/reset/", "resets/1/confirm/"):  # fmt: skip
        assert client.get(PEOPLE + path).status_code == 405


def test_delegation_from_the_form_starts_now_when_no_start_is_given(client):
    leader, other = a_holder(PostKind.LEADER), a_user()
    values = {"post": a_post(PostKind.LEADER).pk, "taker": other.pk, "reason": "出差（演示）"}
    posted(client, leader, PEOPLE + "delegations/add/", until=local(NOW + DAY), **values)
    assert queries.kinds_of(other, now()) == {PostKind.LEADER}


def test_delegation_from_the_form_may_start_in_the_minute_that_runs(client):
    leader, other = a_holder(PostKind.LEADER), a_user()
    at = now().astimezone(NOW.tzinfo)
    values = {"post": a_post(PostKind.LEADER).pk, "taker": other.pk, "reason": "出差（演示）"}
    values |= {"since": local(at), "until": local(at + DAY)}
    assert posted(client, leader, PEOPLE + "delegations/add/", **values).status_code == 302
    assert Delegation.objects.get().since >= at


def test_refused_delegation_keeps_what_was_typed(client):
    leader, admin = a_holder(PostKind.LEADER), a_holder(PostKind.ADMIN)
    values = {"post": a_post(PostKind.LEADER).pk, "taker": admin.pk, "reason": "出差（演示）"}
    until = local(NOW + DAY)
    answer = posted(client, leader, PEOPLE + "delegations/add/", until=until, **values)
    page = text(answer)
    assert "系统管理员管账号，不能同时担任" in page
    assert f'value="{admin.pk}" selected' in page
    assert f'value="{until}"' in page
    assert 'value="出差（演示）"' in page


def test_delegation_form_offers_only_posts_held_oneself(client):
    leader, other = a_holder(PostKind.LEADER), a_holder(PostKind.EDITOR)
    actions.delegate(
        post=a_post(PostKind.LEADER), giver=leader, taker=other, since=NOW, until=NOW + DAY,
        reason="出差（演示）", by=leader, at=NOW,
    )  # fmt: skip
    page = opened(client, other, PEOPLE + "delegations/add/")
    assert "采编岗</option>" in page
    assert "局领导岗</option>" not in page
    onward = {"post": a_post(PostKind.LEADER).pk, "taker": leader.pk, "reason": "转（演示）"}
    answer = posted(client, other, PEOPLE + "delegations/add/", until=local(NOW + DAY), **onward)
    assert answer.status_code == 200
    assert Delegation.objects.count() == 1


def test_delegation_is_ended_by_a_button(client):
    leader, other = a_holder(PostKind.LEADER), a_user()
    row = actions.delegate(
        post=a_post(PostKind.LEADER), giver=leader, taker=other, since=NOW, until=NOW + DAY,
        reason="出差（演示）", by=leader, at=NOW,
    )  # fmt: skip
    assert "结束委托" in opened(client, leader, f"{PEOPLE}users/{leader.pk}/")
    posted(client, leader, f"{PEOPLE}delegations/{row.pk}/end/")
    assert queries.kinds_of(other, now()) == frozenset()


def half(answer) -> str:
    page = text(answer)
    assert "只显示这一次" in page
    assert "no-store" in answer["Cache-Control"]
    return page.split("<p><code>")[1].split("</code>")[0]


def test_reset_travels_from_two_people_to_the_person_who_sees_the_secret_once(client):
    user, admin, office = (
        a_holder(PostKind.HEAD),
        a_holder(PostKind.ADMIN),
        a_holder(PostKind.OFFICE),
    )
    first = half(posted(client, admin, f"{PEOPLE}users/{user.pk}/reset/"))
    reset = user.resets.get()
    second = half(posted(client, office, f"{PEOPLE}resets/{reset.pk}/confirm/"))
    client.logout()
    values = {"username": user.username, "first": first, "second": second}
    values |= {"password": "wo de xin mima", "again": "wo de xin mima"}
    answer = client.post("/desk/login/claim/", values)
    page = text(answer)
    assert "otpauth://totp/" in page
    assert "只显示这一次" in page
    assert "no-store" in answer["Cache-Control"]
    assert "领取码不正确" in text(client.post("/desk/login/claim/", values))
    user.refresh_from_db()
    assert user.check_password("wo de xin mima")


def test_refused_claim_keeps_the_user_name_and_no_password(client):
    values = {"username": "yanshi", "first": "AAAA", "second": "BBBB"}
    values |= {"password": "wo de xin mima", "again": "bu yi yang de"}
    page = text(client.post("/desk/login/claim/", values))
    assert "两次填写的密码不一致" in page
    assert 'value="yanshi"' in page
    assert "wo de xin mima" not in page


@pytest.mark.parametrize(
    "path", ["", "password/", "users/", "users/add/", "confirmations/", "delegations/add/"]
)
def test_page_has_one_heading_and_a_label_for_every_field(client, path):
    page = opened(client, a_holder(PostKind.ADMIN), PEOPLE + path)
    assert page.count("<h1") == 1
    for field in page.split("<input ")[1:] + page.split("<select ")[1:]:
        tag = field.split(">")[0]
        if 'type="hidden"' not in tag:
            name = tag.split('id="')[1].split('"')[0]
            assert f'for="{name}"' in page


def test_an_address_for_reminders_is_set_by_who_keeps_accounts_and_registered(client):
    person, office = a_user(), a_holder(PostKind.OFFICE)
    address = f"{PEOPLE}users/{person.pk}/email/"
    assert posted(client, office, address, email="不是邮箱").status_code == 200
    posted(client, office, address, email="yanshi@example.test")
    assert "yanshi@example.test" in opened(client, office, f"{PEOPLE}users/{person.pk}/")
    entry = entries().of("people.email_set").get()
    assert "yanshi" not in entry.payload.body
    posted(client, a_holder(PostKind.ADMIN), address, email="")
    assert User.objects.get(pk=person.pk).email == ""
