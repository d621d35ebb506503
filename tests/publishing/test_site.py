"""A redesign: the profile, the column tree, and the one card that makes both public."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.people.models import PostKind
from gongkai.publishing import actions, content, queries, rules
from gongkai.publishing.card_page import card_page
from gongkai.publishing.models import Edition, Profile
from gongkai.publishing.redesign import redesign
from gongkai.publishing.rules import Step
from gongkai.register.models import Entry
from tests.config.addresses import signed_in
from tests.make import NOW, Bureau, a_holder, a_release, a_signed, released

GUIDE = dict.fromkeys(rules.GUIDE, "演示内容")
pytestmark = pytest.mark.database
LATER = NOW + timedelta(days=3)


def a_profile(bureau: Bureau, **changes: Any) -> Profile:
    """Return the drafted profile, fit to be sent for approval."""
    values = {"name": "演示局", "code": "1301000000", "guide": GUIDE, "look": "pine",
              "by": bureau.office, "at": NOW} | changes  # fmt: skip
    return actions.change_profile(**values)


def a_site(bureau: Bureau, **changes: Any):
    """Return the redesign's card, handed in and signed through."""
    card = actions.approve_site(**{"by": bureau.office, "at": NOW} | changes)
    return a_signed(bureau, card, signers={Step.OFFICE: a_holder(PostKind.OFFICE)})


def public_tree(at=NOW) -> dict[str, dict[str, Any]]:
    return {one["key"]: one for one in queries.published_columns(at)}


# The profile


def test_profile_is_kept_as_its_canonical_content_with_every_field(bureau):
    row = a_profile(bureau, footer={"phone": " 0311-12345678 "})
    found = content.profile(row)
    assert list(found) == ["v", "kind", "name", "code", "footer", "guide", "look"]
    assert found["footer"] == dict.fromkeys(rules.FOOTER, "") | {"phone": "0311-12345678"}
    assert set(found["guide"]) == set(rules.GUIDE)
    entry = Entry.objects.of("profile.drafted").get()
    assert entry.subject == "profile:site"


def test_profile_changes_only_in_what_is_given(bureau):
    a_profile(bureau, footer={"phone": "0311-12345678"})
    row = actions.change_profile(by=bureau.office, at=NOW, footer={"fax": "0311-87654321"})
    assert (row.name, row.footer["phone"], row.footer["fax"]) == (
        "演示局", "0311-12345678", "0311-87654321",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "网站名称"),
        ({"code": "13010000"}, "10位数字"),
        ({"code": "１３０１００００００"}, "10位数字"),
        ({"look": "pink"}, "主色调"),
        ({"footer": {"postcode": "05000"}}, "6位数字"),
        ({"footer": {"phone": "无"}}, "电话"),
        ({"footer": {"fax": "12"}}, "传真"),
        ({"footer": {"email": "office at example"}}, "邮箱"),
        ({"footer": {"address": "甲\n乙"}}, "地址"),
        ({"guide": {"hours": "时" * 2001}}, "办公时间"),
    ],
)
def test_profile_is_refused_with_the_reason_when_a_field_has_not_its_shape(
    bureau, refused, changes, said
):
    with refused("profile.form") as caught:
        a_profile(bureau, **changes)
    assert said in caught.value.message
    assert not Profile.objects.exists()


@pytest.mark.parametrize(
    "phone",
    ["0311-86687070", "（0311）86687070", "(0311)8668 7070", "12345", "0311-86687070转8012",
     "0311-86687070、0311-86687071", "0311-00000000（演示）", "+86 31186687070"],
)  # fmt: skip
def test_telephone_numbers_are_taken_as_offices_write_them(phone):
    assert rules.SHAPES["phone"].fullmatch(phone)


def test_profile_is_the_offices_own(bureau, refused):
    with refused("office.only"):
        a_profile(bureau, by=bureau.editor)


def test_profile_that_no_database_can_hold_is_refused(bureau, refused):
    with refused("text.broken"):
        a_profile(bureau, guide={"unit": "甲\x00"})


def test_guide_with_gaps_is_saved_but_not_sent_for_approval(bureau, refused):
    a_profile(bureau, guide={**GUIDE, "fax": "", "hours": " \n "})
    with refused("profile.guide") as caught:
        actions.approve_site(by=bureau.office, at=NOW)
    assert "公开指南缺少：办公时间、传真号码" in caught.value.message
    assert "待核" in str(caught.value.article)  # the number of the 2008 article was not read


# One card


def test_one_card_carries_what_differs_and_nothing_more(bureau):
    a_profile(bureau)
    card = actions.approve_site(by=bureau.office, at=NOW)
    assert list(card.works.values_list("kind", "object_id")) == [("profile", "site")]
    actions.withdraw(card=card.pk, by=bureau.office, at=NOW, reason="演示")
    actions.change_column(key="news", by=bureau.office, at=NOW, title="统计要闻")
    card = actions.approve_site(by=bureau.office, at=NOW)
    assert set(card.works.values_list("kind", flat=True)) == {"columns", "profile"}


def test_site_is_not_sent_for_approval_when_nothing_differs(bureau, refused):
    with refused("site.same"):
        actions.approve_site(by=bureau.office, at=NOW)
    a_profile(bureau)
    released(a_site(bureau))
    with refused("site.same"):
        actions.approve_site(by=bureau.office, at=NOW)


def test_only_one_redesign_is_under_way_until_it_is_out(bureau, refused):
    a_profile(bureau)
    card = actions.approve_site(by=bureau.office, at=NOW, release_at=LATER)
    actions.change_column(key="news", by=bureau.office, at=NOW, title="统计要闻")
    with refused("card.open"):
        actions.approve_site(by=bureau.office, at=NOW)
    card = a_signed(bureau, card, signers={Step.OFFICE: a_holder(PostKind.OFFICE)})
    with refused("card.open"):
        actions.approve_site(by=bureau.office, at=NOW)
    released(card, at=LATER)
    assert public_tree(LATER)["news"]["name"] == "统计动态"  # drafted after it was handed in
    assert actions.approve_site(by=bureau.office, at=LATER).pk != card.pk


def test_redesign_that_was_sent_back_is_handed_in_again_on_the_same_card(bureau):
    a_profile(bureau)
    card = actions.approve_site(by=bureau.office, at=NOW)
    actions.send_back(card=card.pk, by=bureau.secrecy, at=NOW, digest=card.digest, reason="演示")
    actions.change_column(key="news", by=bureau.office, at=NOW, title="统计要闻")
    again = actions.approve_site(by=bureau.second_office, at=NOW, comment="已改")
    assert (again.pk, again.round) == (card.pk, 2)
    assert set(again.works.values_list("kind", flat=True)) == {"columns", "profile"}


def test_redesign_waits_for_its_planned_moment(bureau, refused):
    a_profile(bureau)
    with refused("submit.past"):
        actions.approve_site(by=bureau.office, at=NOW, release_at=NOW)
    card = a_site(bureau, release_at=LATER)
    assert card.visible_from == LATER
    assert queries.published_profile(LATER - timedelta(seconds=1)) is None
    assert queries.published_profile(LATER)["look"] == "pine"


def test_redesign_is_the_offices_to_send(bureau, refused):
    a_profile(bureau)
    with refused("office.only"):
        actions.approve_site(by=bureau.leader, at=NOW)


def test_nobody_signs_a_profile_they_drafted(bureau, refused):
    a_profile(bureau, by=bureau.second_office)
    card = actions.approve_site(by=bureau.office, at=NOW)
    card = a_signed(bureau, card, until=Step.OFFICE)
    with refused("card.contributor"):
        actions.sign(card=card.pk, by=bureau.second_office, at=NOW, digest=card.digest)


def test_who_drafted_between_handing_in_and_signing_counts_on_the_next_card(bureau, refused):
    a_profile(bureau)
    card = actions.approve_site(by=bureau.office, at=NOW)
    actions.change_profile(by=bureau.second_office, at=NOW, look="umber")
    released(a_signed(bureau, card, signers={Step.OFFICE: a_holder(PostKind.OFFICE)}))
    following = actions.approve_site(by=bureau.office, at=NOW)
    assert bureau.second_office.pk in queries.contributors(following)


@pytest.mark.parametrize("text", ["机密★10年", "证号 11010519491231002X 可查"])
def test_site_is_stopped_by_the_checks_like_any_text(bureau, refused, text):
    actions.change_column(key="news", by=bureau.office, at=NOW, description=text)
    with refused("checks.block") as caught:
        actions.approve_site(by=bureau.office, at=NOW)
    assert "统计动态" in caught.value.message


def test_checks_of_a_site_ask_no_more_of_the_database_when_it_has_more_columns(bureau):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queried:
            card = actions.approve_site(by=bureau.office, at=NOW)
        actions.withdraw(card=card.pk, by=bureau.office, at=NOW, reason="演示")
        return len(queried)

    a_profile(bureau, guide=GUIDE)
    actions.change_column(key="news", by=bureau.office, at=NOW, title="统计要闻")
    few = asked()
    for number in range(5):
        actions.add_column(key=f"c{number}", name=f"栏{number}", parent="", description="说明",
                           by=bureau.office, at=NOW)  # fmt: skip
    assert asked() <= few


@pytest.mark.parametrize("address", ["/desk/columns/", "/desk/site/"])
def test_page_about_the_site_asks_each_frame_once(bureau, address):
    a_profile(bureau)
    client = signed_in(bureau.office)
    with CaptureQueriesContext(connection) as queried:
        assert client.get(address).status_code == 200
    trees = [one["sql"] for one in queried if 'JOIN "wagtailcore_page"' in one["sql"]
             and 'FROM "publishing_column"' in one["sql"]]  # fmt: skip
    profiles = [one["sql"] for one in queried if 'FROM "publishing_profile"' in one["sql"]]
    editions = [one["sql"] for one in queried if "'columns'" in one["sql"]]
    assert [len(trees), len(profiles), len(editions)] == [1, 1, 1]


def test_public_columns_are_closed_and_never_vanish(bureau, refused):
    queries.column_of("data").delete()
    with refused("site.tree") as caught:
        actions.approve_site(by=bureau.office, at=NOW)
    assert "统计数据" in caught.value.message


def test_release_enters_what_of_the_site_came_out(bureau):
    a_profile(bureau)
    card = released(a_site(bureau))
    entry = Entry.objects.of("site.redesigned").about(f"card:{card.number}").last()
    assert '"works":["站点资料"]' in entry.payload.body.replace(" ", "")
    edition = Edition.objects.get(work_kind="profile")
    assert (edition.title, edition.number) == ("站点资料", 1)


# What the card shows


def test_card_shows_each_change_once_in_words(bureau):
    office = {"by": bureau.office, "at": NOW}
    for key, name in (("plans", "规划"), ("other", "其他")):
        actions.add_column(key=key, name=name, parent="", **office)
    released(a_site(bureau))
    actions.add_column(key="daily", name="日报", parent="news", kind="政务动态", **office)
    actions.close_column(key="other", moved_to="news", **office)
    actions.change_column(key="news", title="统计要闻", fresh_days=7, **office)
    actions.move_column(key="plans", parent="data", **office)
    a_profile(bureau, footer={"phone": "0311-12345678"})
    page = card_page(actions.approve_site(**office), bureau.secrecy, NOW)
    found = [(one.act, one.name, one.was, one.now) for one in page.redesign.columns]
    assert sorted(found) == sorted([
        ("added", "统计要闻 › 日报", "", "政务动态"),
        ("closed", "其他", "", "统计要闻"),
        ("renamed", "统计要闻", "统计动态", "统计要闻"),
        ("changed", "统计要闻（更新周期（天））", "", "7"),
        ("moved", "规划", "（一级栏目）", "统计数据"),
    ])  # fmt: skip
    fields = {one.name: one.now for one in page.redesign.profile}
    assert fields["页脚：电话"] == "0311-12345678"
    assert page.redesign.look_now.name == "松绿"
    assert page.content is None


def test_first_card_shows_the_whole_and_a_later_one_only_what_differs(bureau):
    before, after = queries.Frame([], None), queries.drafted_frame()
    first = redesign(before, after)
    assert (first.first, first.columns) == (True, ())
    assert [branch.name for branch in first.tree] == ["统计数据", "统计动态"]
    assert redesign(after, after).count == 0


def test_columns_that_change_places_are_told_once_not_each_for_all(bureau):
    for number in range(5):
        actions.add_column(key=f"c{number}", name=f"栏{number}", parent="data",
                           by=bureau.office, at=NOW)  # fmt: skip
    before = queries.drafted_frame()
    actions.move_column(key="c4", parent="data", by=bureau.office, at=NOW)
    found = redesign(before, queries.drafted_frame()).columns
    assert [(one.act, one.name, one.now) for one in found] == [
        ("reordered", "统计数据 › 栏4", "排到最前")
    ]


def test_card_goes_on_showing_its_own_change_after_the_next_redesign(bureau):
    a_profile(bureau)
    first = released(a_site(bureau))
    actions.change_profile(by=bureau.office, at=NOW, look="umber")
    second = released(a_site(bureau))
    shown = card_page(first, bureau.secrecy, NOW).redesign
    assert shown.look_now.name == "松绿"
    shown = card_page(second, bureau.secrecy, NOW).redesign
    assert (shown.look_was.name, shown.look_now.name, shown.profile) == ("松绿", "赭石", ())


def test_editions_and_their_hashes_stand_through_a_redesign(bureau):
    a_release(bureau)
    before = list(Edition.objects.disclosures().values_list("pk", "sha256", "column"))
    actions.close_column(key="data", moved_to="news", by=bureau.office, at=NOW)
    a_profile(bureau)
    released(a_site(bureau))
    assert list(Edition.objects.disclosures().values_list("pk", "sha256", "column")) == before
    assert list(queries.edition_faults()) == []
