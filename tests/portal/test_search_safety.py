"""The search: what it never finds, and that nothing typed breaks it."""

import fcntl
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as of_hypothesis
from hypothesis import strategies as st

from gongkai.portal import actions as press
from gongkai.portal import grams, terms
from gongkai.portal.models import TERMS, Indexed
from gongkai.portal.queries.search import suggest
from gongkai.publishing import actions as publishing
from tests.make import NOW
from tests.portal import road
from tests.portal.searching import entered, found, published

pytestmark = pytest.mark.database
LATER = NOW + timedelta(hours=1)
NASTY = [
    "AND", "OR", "NOT", "NEAR(统计 公报)", "统计*", '"统计', "统计 AND", "(", "))", "name:统计", "^统计", "-统计",
    "统计 + 公报", "%", "_", "%%%", "'; DROP TABLE portal_indexed; --", "\\", "\x00", "统\x00计", "\u202e统计",
    "，", "！！！", "   ", "\u3000", "“”", "''", "\n\n", "\ufeff", "\u200b", "\ufffd", "\ud7ff", "\U0010ffff",
    "{{ page }}", "<script>alert(1)</script>", "&lt;", "統計", "１", "a" * 10_000, "统计公报" * 2_500,
    "统 " * 5_000, "%s", "%(a)s", "$1", "{0}", "4000", "0",
]  # fmt: skip


@pytest.fixture
def bureau(db):
    return road.a_bureau()


# What is never found ------------------------------------------------------------------------------


def test_what_is_not_released_is_neither_found_nor_suggested_nor_counted(bureau):
    client = Client()
    addresses = [f"/search/{kind}?q=%E4%B8%B0%E6%94%B6" for kind in ("", "suggest/")]
    nothing = [client.get(address).content for address in addresses]
    page = road.drafted(bureau, "演示丰收")
    card = road.approved(bureau, page, release_at=LATER)
    press.tick(NOW)
    entered()
    assert [client.get(address).content for address in addresses] == nothing
    publishing.withdraw(card=card.pk, by=bureau.office, at=NOW, reason="演示原因")
    press.tick(LATER)
    entered(LATER)
    assert [client.get(address).content for address in addresses] == nothing


def test_what_is_taken_down_is_found_no_more_from_the_order_on(bureau):
    page = published(bureau, "演示丰收")
    assert found("丰收") == ["演示丰收"]
    publishing.take_down_urgently(
        public_id=page.public_id, reason="演示", by=bureau.office, at=LATER
    )
    assert found("丰收", LATER) == []
    assert suggest("丰收") == ()
    press.tick(LATER)
    entered(LATER)
    assert found("丰收", LATER) == []
    assert not Indexed.objects.filter(public_id=page.public_id).exists()


def test_a_correction_is_found_by_what_it_says_now(bureau):
    page = published(
        bureau, "演示原题", summary="演示", body=[{"type": "text", "html": "<p>正文（演示）</p>"}]
    )
    publishing.revise(page=page, by=bureau.editor, at=LATER, title="演示改题")
    road.approved(bureau, page, LATER, correction={"what": "演示", "why": "演示"})
    press.tick(LATER)
    entered(LATER)
    assert found("原题", LATER) == []
    assert found("改题", LATER) == ["演示改题"]


def test_no_term_of_what_was_taken_down_stays_in_the_file(copied_database):
    bureau = road.a_bureau()
    published(bureau, "演示别件")
    page = published(bureau, "演示龘靐", body=[{"type": "text", "html": "<p>齉爩（演示）</p>"}])
    assert [kept_terms("龘靐"), kept_terms("齉爩")] == [1, 1]
    publishing.take_down_urgently(
        public_id=page.public_id, reason="演示", by=bureau.office, at=LATER, purge=True
    )
    press.tick(LATER)
    entered(LATER)
    left = whole_index()
    assert [kept_terms("龘靐"), kept_terms("齉爩"), kept_terms("龘")] == [0, 0, 0]
    assert kept_terms("演示")
    press.reindex(at=LATER)
    assert left == whole_index()


def kept_terms(text):
    """Return how many items the index keeps a pair of characters of."""
    return len(terms.find(terms.Asked((text,)), 9))


def whole_index():
    """Return everything the terms' table holds: on SQLite, the bytes of its leaves."""
    leaves = f"SELECT block FROM {TERMS}_data WHERE id > 10 ORDER BY id"
    if connection.vendor == "postgresql":
        leaves = f"SELECT place, terms FROM {TERMS}"
    else:
        data = b"".join(path.read_bytes() for path in written_files())
        assert not [text for text in ("龘靐", "齉爩") if text.encode() in data]
    with connection.cursor() as cursor:
        cursor.execute(leaves)
        return [row if connection.vendor == "postgresql" else bytes(row[0]) for row in cursor]


def written_files():
    """Return the files of an SQLite database, its journal with them."""
    name = str(connection.settings_dict["NAME"])
    return [Path(name + end) for end in ("", "-wal") if Path(name + end).exists()]


def test_a_release_that_is_rolled_back_leaves_no_trace(bureau):
    page = road.drafted(bureau, "演示丰收")
    road.approved(bureau, page)
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012  what is undone
        press.tick(NOW)
        assert found("丰收") == ["演示丰收"]
        raise ZeroDivisionError
    assert found("丰收") == []
    assert suggest("丰收") == ()
    assert kept_terms("丰收") == 0


def test_a_fault_of_the_search_holds_up_no_release_and_no_takedown(bureau):
    first = road.released(bureau, "演示甲件", NOW)
    for number, name in enumerate("乙丙"):
        page = road.drafted(bureau, f"演示{name}件")
        road.approved(bureau, page, release_at=LATER + timedelta(minutes=number))
    at = LATER + timedelta(minutes=1)
    press.prepare(NOW)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {TERMS}")
    for name in "乙丙":
        with pytest.raises(DatabaseError):
            press.flip_due(at)
        assert f"演示{name}件" in road.public("index.html")
    publishing.take_down_urgently(public_id=first.public_id, reason="演示", by=bureau.office, at=at)
    with pytest.raises(DatabaseError):
        press.flip_due(at)
    assert "演示甲件" not in road.public("index.html")
    assert press.flip_due(at) == []  # nothing is tried again
    assert road.entered("disclosure.released") == 3
    press.reindex(at=at)
    assert found("演示", at, sort="time") == ["演示丙件", "演示乙件"]


def the_index():
    """Return what the index says, in order, and by which words each is found."""
    names = ("public_id", "edition_id", "released", "facets", "name", "folded", "text")
    return list(Indexed.objects.values_list(*names))


def test_the_index_is_the_same_as_made_anew(bureau):
    first, second = (
        published(bureau, "演示甲件"),
        published(bureau, "演示乙件", NOW + timedelta(minutes=1)),
    )
    published(bureau, "演示丙件", LATER)
    road.asked(bureau, first, "repeal", LATER)
    publishing.take_down_urgently(
        public_id=second.public_id, reason="演示", by=bureau.office, at=LATER
    )
    press.tick(LATER)
    entered(LATER)
    entered(LATER)
    kept, answers = the_index(), [found(text, LATER) for text in ("演示", "甲", "乙件", "丙")]
    seen = []
    assert press.reindex(at=LATER, progress=lambda done, total: seen.append((done, total))) == 2
    assert seen == [(2, 2)]
    assert the_index() == kept
    assert [found(text, LATER) for text in ("演示", "甲", "乙件", "丙")] == answers


def test_mending_puts_right_what_is_missing_wrong_or_too_much(bureau):
    pages = [road.released(bureau, f"演示{n}件", NOW + timedelta(minutes=number))
             for number, n in enumerate("甲乙丙")]  # fmt: skip
    at = NOW + timedelta(hours=1)
    kept = the_index()
    row = Indexed.objects.get(public_id=pages[0].public_id)
    with transaction.atomic():
        terms.drop([(row.place, grams.terms(row.name, row.folded, row.facets))])
        row.delete()
        Indexed.objects.filter(public_id=pages[1].public_id).update(text="别的")
        road.asked(bureau, pages[2], "take_down", at)
    press.mend(at=at)
    assert [found(f"演示{n}件", at) for n in "甲乙丙"] == [["演示甲件"], ["演示乙件"], ["演示丙件"]]
    press.tick(at)
    press.mend(at=at)
    assert found("演示", at, sort="time") == ["演示乙件", "演示甲件"]
    assert len(the_index()) == len(kept) - 1


def test_indexing_anew_puts_right_terms_that_mending_leaves(bureau):
    published(bureau, "演示甲件")
    row = Indexed.objects.get()
    terms.drop([(row.place, grams.terms(row.name, row.folded, row.facets))])
    press.mend(at=LATER)
    assert found("甲件", LATER) == []
    press.reindex(at=LATER)
    assert found("甲件", LATER) == ["演示甲件"]


def test_indexing_anew_keeps_the_press_waiting_so_that_no_release_is_lost_from_it(bureau, settings):
    published(bureau, "演示甲件")
    held = []

    def look(*_):
        with (settings.PRESS / "lease").open("w") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                held.append(True)

    press.reindex(at=LATER, progress=look)
    assert held == [True]


def test_items_entered_out_of_order_stand_in_the_order_of_release(bureau):
    pages = [road.released(bureau, f"演示{n}件", NOW + timedelta(minutes=n)) for n in range(8)]
    at = NOW + timedelta(hours=1)
    Indexed.objects.all().delete()
    press.reindex(at=at)
    with transaction.atomic():
        terms.drop([(row.place, grams.terms(row.name, row.folded, row.facets))
                    for row in Indexed.objects.all()])  # fmt: skip
        Indexed.objects.all().delete()
        for n in (7, 0, 6, 1, 5, 2, 4, 3):
            press.index([pages[n].public_id], at=at)
    assert found("演示", at, sort="time") == [f"演示{n}件" for n in reversed(range(8))]


# Nothing typed breaks it --------------------------------------------------------------------------


def test_no_text_breaks_the_search(bureau):
    published(bureau, "演示甲件")
    for text in NASTY:
        for address in ("/search/", "/search/suggest/"):
            answer = Client().get(address, {"q": text})
            assert answer.status_code == 200, ascii(text[:20])
            assert b"<script>alert" not in answer.content


@of_hypothesis(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=300))
def test_any_text_is_answered(bureau, text):
    text = text.encode("utf-8", "replace").decode()
    assert Client().get("/search/", {"q": text}).status_code == 200


WRONG = [
    {"page": "99999"}, {"page": "-1"}, {"page": "0"}, {"page": "x"}, {"page": "١"}, {"page": "9" * 30},
    {"sort": "x"}, {"column": "x"}, {"column": "\x00"}, {"year": "x"}, {"year": "999999"}, {"has": "x"},
    {"valid": "x"}, {"year": "2014; --"}, {"unknown": "x"}, {"q": ["a", "b"]},
]  # fmt: skip


def test_no_value_of_the_address_breaks_the_search(bureau):
    published(bureau, "演示甲件")
    for wrong in WRONG:
        answer = Client().get("/search/", {"q": "演示"} | wrong)
        assert answer.status_code == 200, wrong
        assert "甲件" in answer.content.decode() or "year" in wrong or "q" in wrong


def test_a_long_query_is_cut_with_a_sentence_that_says_so(bureau):
    published(bureau, "演示甲件")
    assert "只按前" in Client().get("/search/", {"q": "演" * 10_000}).content.decode()
    assert (
        "只按前"
        in Client().get("/search/", {"q": " ".join("甲乙丙丁戊己庚辛壬癸子")}).content.decode()
    )
    assert "只按前" not in Client().get("/search/", {"q": "演示"}).content.decode()


def test_a_search_without_a_hit_says_what_to_do(bureau):
    page = Client().get("/search/", {"q": "没有这个"}).content.decode()
    assert all(address in page for address in ('href="/catalogue/"', 'href="/guide/"'))
    assert "没有可以查找的文字" in Client().get("/search/", {"q": "“”"}).content.decode()
