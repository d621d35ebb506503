"""Lists the checks read, as the bureau edits them at the desk; and checks while somebody types."""

import json
from datetime import date

import pytest

from gongkai.checks.lists import List
from gongkai.people.models import PostKind
from gongkai.publishing import actions, queries
from gongkai.publishing.models import ListedWord
from gongkai.register.models import Entry
from tests.config.addresses import signed_in
from tests.make import NOW, a_bureau, a_holder

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau():
    return a_bureau()


def a_word(bureau, **changes):
    order = {"kind": List.WRONG, "text": "统记公报", "right": "统计公报", "by": bureau.office,
             "at": NOW}  # fmt: skip
    return actions.add_word(**{**order, **changes})


def known_texts(kind: List) -> set[str]:
    return {one.text for one in queries.known({}, NOW).terms if one.kind == kind}


def test_added_word_is_known_to_the_checks_and_entered(bureau):
    a_word(bureau)
    assert "统记公报" in known_texts(List.WRONG)
    assert Entry.objects.of("list.added").exists()


def test_word_ended_today_still_counts_for_a_text_of_before(bureau):
    row = a_word(bureau, since=date(2014, 1, 1))
    actions.end_word(word=row.pk, by=bureau.secrecy, at=NOW)
    term = ListedWord.objects.get().term()
    assert term.counts_on(date(2014, 5, 1))
    assert not term.counts_on(queries.day_of(NOW))


def test_secret_word_is_not_told_by_the_register(bureau):
    a_word(bureau, kind=List.SECRET, text="某某专项代号（演示）", right="", by=bureau.secrecy)
    assert "某某专项" not in Entry.objects.of("list.added").last().payload.body


def test_published_number_of_the_list_is_a_switchboard(bureau):
    a_word(bureau, kind=List.NUMBER, text="13800138000", right="")
    assert "13800138000" in queries.known({}, NOW).switchboards


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"text": "的"}, "list.short"), ({"right": ""}, "list.right"),
     ({"right": "统记公报"}, "list.same"),
     ({"since": date(2014, 5, 1), "until": date(2014, 4, 1)}, "list.days")],
)  # fmt: skip
def test_word_is_refused(bureau, changes, code, refused):
    with refused(code):
        a_word(bureau, **changes)
    assert not ListedWord.objects.exists()


def test_word_is_refused_twice_and_from_anybody_else(bureau, refused):
    a_word(bureau)
    with refused("list.twice"):
        a_word(bureau)
    with refused("office.only"):
        a_word(bureau, text="另一个", by=bureau.editor)


def test_desk_shows_a_list_adds_to_it_and_ends_a_word(bureau):
    client = signed_in(bureau.office)
    answer = client.post("/desk/lists/new/", {"kind": "wrong", "text": "统记公报", "right": ""})
    assert answer.status_code == 422
    assert "统记公报" in answer.content.decode()
    client.post("/desk/lists/new/", {"kind": "wrong", "text": "统记公报", "right": "统计公报"})
    assert "统记公报" in client.get("/desk/lists/?list=wrong").content.decode()
    client.post(f"/desk/lists/{ListedWord.objects.get().pk}/end/")
    assert ListedWord.objects.get().until is not None


def test_typing_is_checked_and_nothing_of_it_is_kept(bureau):
    client = signed_in(a_holder(PostKind.EDITOR, bureau.section))
    before = Entry.objects.count()
    pieces = json.dumps([["正文第1段", "内部资料，注意保存"], ["名称", "公报"]])
    answer = client.post("/desk/checks/", {"pieces": pieces})
    (found,) = answer.json()["findings"]
    assert (found["rule"], found["place"]) == ("secrecy.mark", "正文第1段")
    assert Entry.objects.count() == before


@pytest.mark.parametrize("given", ["", "[1]", "{", '[["a"]]'])
def test_typing_in_another_shape_is_a_bad_request(bureau, given):
    assert signed_in(bureau.editor).post("/desk/checks/", {"pieces": given}).status_code == 400
