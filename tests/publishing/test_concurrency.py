"""Several people at the same moment, each in a thread with a connection of its own."""

import threading
import time

import pytest
from django.db import connection, transaction

from gongkai.law.refused import Refused
from gongkai.people.models import PostKind
from gongkai.publishing import actions, queries
from gongkai.publishing.models import ApprovalCard, Change, Edition, IndexNumber
from gongkai.publishing.rules import Step
from gongkai.register.queries import verify
from tests.make import (
    NOW,
    Bureau,
    a_bureau,
    a_card,
    a_draft,
    a_holder,
    a_release,
    a_signed,
    a_text,
)

pytestmark = pytest.mark.database


@pytest.fixture
def committed(copied_database) -> Bureau:
    """Return a bureau in a database of its own, in which commits are real."""
    return a_bureau()


def at_once(*works) -> list[str]:
    """Run each piece of work in its own thread at once; return "done" or the code of a refusal."""
    start, found = threading.Barrier(len(works)), {}

    def run(number, work):
        start.wait()
        try:
            work()
            found[number] = "done"
        except Refused as error:
            found[number] = error.code
        except Exception as error:
            found[number] = repr(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(found.values())


def test_step_is_signed_once_when_two_heads_sign_at_the_same_moment(committed):
    other = a_holder(PostKind.HEAD, committed.section)
    card = a_card(committed)
    found = at_once(*(
        lambda by=by: actions.sign(card=card.pk, by=by, at=NOW, digest=card.digest)
        for by in (committed.head, other)
    ))  # fmt: skip
    assert found == ["card.stale", "done"]
    assert card.signatures.filter(step=Step.SECTION).count() == 1
    assert ApprovalCard.objects.get(pk=card.pk).step == Step.SECRECY


def test_last_step_makes_one_edition_when_both_leaders_sign_at_the_same_moment(committed):
    card = a_signed(committed, a_card(committed), until=Step.SIGN)
    found = at_once(*(
        lambda by=by: actions.sign(card=card.pk, by=by, at=NOW, digest=card.digest)
        for by in (committed.leader, committed.second_leader)
    ))  # fmt: skip
    assert found == ["card.not_open", "done"]
    assert card.editions.count() == 1
    assert list(queries.edition_faults()) == []


def test_column_stays_where_it_was_moved_when_it_is_renamed_meanwhile(committed):
    moved = threading.Event()

    def moving() -> None:
        with transaction.atomic():
            actions.move_column(key="data", parent="news", by=committed.office, at=NOW)
            moved.set()
            time.sleep(0.5)  # the other is at work by now

    def renaming() -> None:
        moved.wait(30)
        actions.change_column(key="data", by=committed.second_office, at=NOW, title="数据发布")

    assert at_once(moving, renaming) == ["done", "done"]
    column = queries.column_of("data")
    assert (column.title, column.get_parent().slug) == ("数据发布", "news")


def test_draft_gets_one_card_when_its_form_is_posted_four_times_at_once(committed):
    page = a_draft(committed)
    found = at_once(*[lambda: actions.submit(page=page, by=committed.editor, at=NOW)] * 4)
    assert found == ["card.open"] * 3 + ["done"]
    assert ApprovalCard.objects.about("disclosure", page.pk).count() == 1


def test_card_numbers_are_gap_free_when_six_drafts_are_handed_in_at_once(committed):
    pages = [a_draft(committed) for _ in range(6)]
    found = at_once(*(
        lambda page=page: actions.submit(page=page, by=committed.editor, at=NOW) for page in pages
    ))  # fmt: skip
    assert found == ["done"] * 6
    serials = ApprovalCard.objects.filter(year=2014).values_list("serial", flat=True)
    assert sorted(serials) == list(range(1, len(serials) + 1))
    assert [problem for problem in verify() if problem.fatal] == []


def test_index_numbers_are_gap_free_when_drawn_at_once(committed):
    cards = [a_signed(committed, a_card(committed)).pk for _ in range(4)]
    found = at_once(*(
        lambda pks=pks: actions.draw_index_numbers(cards=pks, at=NOW)
        for pks in (cards, cards[::-1], cards[:2], cards[2:])
    ))  # fmt: skip
    assert found == ["done"] * 4
    assert sorted(IndexNumber.objects.values_list("serial", flat=True)) == [1, 2, 3, 4]


def test_withdrawal_and_claim_at_the_same_moment_never_both_succeed(committed):
    for _ in range(4):
        card = a_signed(committed, a_card(committed))
        actions.arm(cards=[card.pk], manifest="0" * 64, release_at=NOW, at=NOW)
        claimed = []
        found = at_once(
            lambda pk=card.pk, to=claimed: to.extend(actions.claim(cards=[pk], at=NOW)),
            lambda pk=card.pk: actions.withdraw(
                card=pk, by=committed.office, at=NOW, reason="停。"
            ),
        )
        card.refresh_from_db()
        assert card.step == (Step.FLIPPING if claimed else Step.WITHDRAWN)
        assert found == (["done", "withdraw.late"] if claimed else ["done", "done"])
        shown = Edition.objects.visible(NOW).filter(card=card).exists()
        assert shown == bool(claimed)


def test_withdrawal_and_drawing_a_number_at_the_same_moment_leave_no_live_number(committed):
    for _ in range(4):
        card = a_signed(committed, a_card(committed))
        found = at_once(
            lambda pk=card.pk: actions.draw_index_numbers(cards=[pk], at=NOW),
            lambda pk=card.pk: actions.withdraw(
                card=pk, by=committed.office, at=NOW, reason="停。"
            ),
        )
        assert found == ["done", "done"]
        assert not IndexNumber.objects.filter(voided_at=None).exists()


def test_edit_and_signature_at_the_same_moment_never_sign_what_was_not_shown(committed):
    page = a_draft(committed)
    card = a_card(committed, page)
    at_once(
        lambda: actions.revise(page=page, by=committed.editor, at=NOW, body=[a_text("改。")]),
        lambda: actions.sign(card=card.pk, by=committed.head, at=NOW, digest=card.digest),
    )
    card.refresh_from_db()
    assert card.step == Step.DRAFT
    for row in card.signatures.filter(step=Step.SECTION):
        assert queries.content_of(row.content)["body"] == [a_text()]


def test_takedown_happens_once_when_two_officers_order_it_at_the_same_moment(committed):
    public_id = a_release(committed).editions.get().public_id
    order = {"public_id": public_id, "reason": "误发。", "at": NOW}
    found = at_once(*(
        lambda by=by: actions.take_down_urgently(by=by, **order)
        for by in (committed.office, committed.second_office)
    ))  # fmt: skip
    assert found == ["done", "urgent.none"]
    assert Change.objects.count() == 1


def test_takedown_and_claim_at_the_same_moment_show_nothing(committed):
    for _ in range(3):
        card = a_signed(committed, a_card(committed))
        actions.arm(cards=[card.pk], manifest="0" * 64, release_at=NOW, at=NOW)
        public_id = card.editions.get().public_id
        at_once(
            lambda pk=card.pk: actions.claim(cards=[pk], at=NOW),
            lambda name=public_id: actions.take_down_urgently(
                public_id=name, reason="误发。", by=committed.office, at=NOW
            ),
        )
        assert not Edition.objects.visible(NOW).filter(public_id=public_id).exists()
