"""Columns: closed into another, opened again, moved; and the drafts that lie in them."""

import re
from datetime import timedelta
from typing import Any

import pytest

from gongkai.people.models import PostKind
from gongkai.publishing import actions, queries, rules
from gongkai.publishing.forms import MoveForm
from gongkai.publishing.rules import Step
from tests.config.addresses import signed_in
from tests.make import NOW, Bureau, a_card, a_draft, a_holder, a_release, a_signed, released

pytestmark = pytest.mark.database
LATER = NOW + timedelta(days=3)


def a_site(bureau: Bureau, **changes: Any):
    """Return the redesign's card, handed in and signed through."""
    card = actions.approve_site(**{"by": bureau.office, "at": NOW} | changes)
    return a_signed(bureau, card, signers={Step.OFFICE: a_holder(PostKind.OFFICE)})


def tree() -> dict[str, dict[str, Any]]:
    return {one["key"]: one for one in queries.drafted_frame().columns}


def test_column_closes_into_an_open_one_and_opens_again(bureau):
    actions.close_column(key="data", moved_to="news", by=bureau.office, at=NOW)
    assert tree()["data"]["moved_to"] == "news"
    assert {one["key"]: one for one in queries.published_columns(NOW)}["data"]["moved_to"] == ""
    actions.reopen_column(key="data", by=bureau.office, at=NOW)
    assert tree()["data"]["moved_to"] == ""


@pytest.mark.parametrize(
    ("key", "moved_to", "code"),
    [
        ("data", "data", "itself"),
        ("data", "nowhere", "unknown"),
        ("data", "", "unknown"),
        ("data", "below", "children"),
        ("news", "gone", "closed"),
        ("gone", "news", "already"),
        ("nowhere", "news", "unknown"),
    ],
)
def test_column_is_not_closed_where_its_items_would_have_no_place(
    bureau, refused, key, moved_to, code
):
    for name, parent in (("below", "data"), ("gone", "")):
        actions.add_column(key=name, name=name, parent=parent, by=bureau.office, at=NOW)
    actions.close_column(key="gone", moved_to="news", by=bureau.office, at=NOW)
    with refused(f"column.{code}"):
        actions.close_column(key=key, moved_to=moved_to, by=bureau.office, at=NOW)


def test_two_columns_never_close_into_each_other(bureau, refused):
    actions.add_column(key="plans", name="规划", parent="", by=bureau.office, at=NOW)
    actions.close_column(key="data", moved_to="news", by=bureau.office, at=NOW)
    with refused("column.closed"):
        actions.close_column(key="news", moved_to="data", by=bureau.office, at=NOW)
    actions.close_column(key="news", moved_to="plans", by=bureau.office, at=NOW)
    assert rules.resolved(queries.drafted_frame().columns, "data") == "plans"


def test_column_opens_again_only_under_an_open_one(bureau, refused):
    actions.add_column(key="below", name="下级", parent="data", by=bureau.office, at=NOW)
    with refused("column.open"):
        actions.reopen_column(key="data", by=bureau.office, at=NOW)
    actions.close_column(key="below", moved_to="news", by=bureau.office, at=NOW)
    actions.close_column(key="data", moved_to="news", by=bureau.office, at=NOW)
    with refused("column.above"):
        actions.reopen_column(key="below", by=bureau.office, at=NOW)
    with refused("column.above"):
        actions.add_column(key="new", name="新", parent="data", by=bureau.office, at=NOW)


def test_column_moves_under_another_and_among_its_siblings(bureau):
    actions.add_column(key="plans", name="规划", parent="", by=bureau.office, at=NOW)
    actions.move_column(key="plans", parent="", by=bureau.office, at=NOW)
    assert [one["key"] for one in queries.drafted_frame().columns] == ["plans", "data", "news"]
    actions.move_column(key="plans", parent="", after="data", by=bureau.office, at=NOW)
    assert list(tree()) == ["data", "plans", "news"]
    actions.move_column(key="plans", parent="news", by=bureau.office, at=NOW)
    assert tree()["plans"]["parent"] == "news"
    page = a_draft(bureau)
    actions.move_column(key="data", parent="plans", by=bureau.office, at=NOW)
    page.refresh_from_db()
    assert page.column_key == "data"  # what lies in a column goes with it


@pytest.mark.parametrize(
    ("parent", "after", "code"),
    [
        ("data", "", "below"), ("below", "", "below"), ("news", "below", "beside"),
        ("nowhere", "", "unknown"), ("gone", "", "above"),
    ],
)  # fmt: skip
def test_column_is_not_moved_below_itself_nor_where_nothing_stands(
    bureau, refused, parent, after, code
):
    actions.add_column(key="below", name="下级", parent="data", by=bureau.office, at=NOW)
    actions.add_column(key="gone", name="旧", parent="", by=bureau.office, at=NOW)
    actions.close_column(key="gone", moved_to="news", by=bureau.office, at=NOW)
    with refused(f"column.{code}"):
        actions.move_column(key="data", parent=parent, after=after, by=bureau.office, at=NOW)


def test_form_that_moves_a_column_chooses_no_place_by_itself(bureau):
    actions.add_column(key="gone", name="旧", parent="", by=bureau.office, at=NOW)
    actions.add_column(key="plans", name="规划", parent="gone", by=bureau.office, at=NOW)
    actions.move_column(key="gone", parent="", by=bureau.office, at=NOW)  # before "data"
    for key, target in (("plans", "news"), ("gone", "news")):
        actions.close_column(key=key, moved_to=target, by=bureau.office, at=NOW)
    for key, said in (("data", ["-", ""]), ("plans", [""])):  # what is above "plans" is closed
        form = MoveForm(None, column=queries.column_of(key))
        assert re.findall(r'<option value="([^"]*)" selected>', str(form)) == said
        first = re.findall(r'<select[^>]*>\s*<option value="([^"]*)"', str(form))
        assert first == ["", ""]
    address = "/desk/columns/news/move/"
    assert signed_in(bureau.office).post(address, {"parent": "-", "after": ""}).status_code == 200
    assert list(tree()) == ["gone", "plans", "data", "news"]


@pytest.mark.parametrize("act", ["close", "move", "reopen"])
def test_columns_are_moved_and_closed_by_the_office_only(bureau, refused, act):
    more = {"close": {"moved_to": "news"}, "move": {"parent": ""}, "reopen": {}}[act]
    with refused("office.only"):
        getattr(actions, f"{act}_column")(key="data", by=bureau.editor, at=NOW, **more)


# Drafts in them


def test_nothing_new_is_filed_in_a_column_that_closes(bureau, refused):
    actions.close_column(key="data", moved_to="news", by=bureau.office, at=NOW)
    with refused("column.closed"):
        a_draft(bureau)
    assert "data" not in [one.slug for one in queries.open_columns()]
    column = queries.column_of("data")
    assert not column.permissions_for_user(bureau.editor).can_add_subpage()


def test_a_draft_in_a_closed_column_is_told_to_change_it_once_the_closing_is_public(
    bureau, refused
):
    page = a_draft(bureau)
    actions.close_column(key="data", moved_to="news", by=bureau.office, at=NOW)
    card = a_card(bureau, page)  # nobody has signed the closing: it stops nothing
    actions.withdraw(card=card.pk, by=bureau.office, at=NOW, reason="演示")
    released(a_site(bureau))
    with refused("submit.closed") as caught:
        a_card(bureau, page)
    assert "统计动态" in caught.value.message
    actions.refile(page=page, column="news", by=bureau.editor, at=NOW)
    assert a_card(bureau, page).column == "news"


def test_a_draft_planned_past_a_planned_closing_is_told_beforehand(bureau, refused):
    page = a_draft(bureau)
    actions.close_column(key="data", moved_to="news", by=bureau.office, at=NOW)
    a_site(bureau, release_at=LATER)
    with refused("submit.closed"):
        a_card(bureau, page, release_at=LATER)
    assert a_card(bureau, page, release_at=LATER - timedelta(hours=1))


def test_changing_the_column_voids_what_was_signed_and_makes_a_contributor(bureau, refused):
    page = a_draft(bureau)
    card = a_signed(bureau, a_card(bureau, page), until=Step.SECRECY)
    actions.refile(page=page, column="news", by=bureau.second_editor, at=NOW)
    card.refresh_from_db()
    assert card.step == Step.DRAFT
    card = a_card(bureau, page)
    assert bureau.second_editor.pk in queries.contributors(card)
    with refused("column.same"):
        actions.refile(page=page, column="news", by=bureau.editor, at=NOW)
    with refused("draft.post"):
        actions.refile(page=page, column="data", by=bureau.office, at=NOW)


def test_a_closed_column_is_never_overdue_and_feeds_the_one_it_went_into(bureau):
    for key in ("data", "news"):
        actions.change_column(key=key, by=bureau.office, at=NOW, fresh_days=30)
    released(a_site(bureau))
    a_release(bureau)
    actions.close_column(key="data", moved_to="news", by=bureau.office, at=NOW)
    released(a_site(bureau))
    assert queries.stale_columns(NOW + timedelta(days=29)) == []
    late = queries.stale_columns(NOW + timedelta(days=40))
    assert [(one.key, one.days) for one in late] == [("news", 40)]
