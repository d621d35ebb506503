"""A signature on paper counts only when a second person has confirmed it (代录)."""

from datetime import timedelta

import pytest

from gongkai.people.models import Holding
from gongkai.publishing import actions, queries
from gongkai.publishing.models import ApprovalCard
from gongkai.publishing.rules import Step
from gongkai.register.models import Entry
from tests.make import NOW, a_card, a_draft, a_signed, a_text, a_user, released
from tests.publishing.files import png

ON_PAPER = NOW + timedelta(minutes=30)
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def card(bureau):
    """Return a card that waits for the leader."""
    return a_signed(bureau, a_card(bureau), until=Step.SIGN)


def enter(bureau, card, **changes):
    values = {
        "signer": bureau.leader, "signed_at": ON_PAPER, "scan": png(), "media_type": "image/png",
        "by": bureau.second_office, "at": LATER, "digest": card.digest, "comment": "同意公开。",
    } | changes  # fmt: skip
    return actions.enter_paper(card=card.pk, **values)


def confirm(bureau, card, by=None, **changes):
    values = {"by": by or bureau.secrecy, "at": LATER, "digest": card.digest} | changes
    return actions.confirm_paper(card=card.pk, **values)


def test_paper_counts_once_confirmed_and_names_all_three_people(bureau, card):
    row = enter(bureau, card)
    assert ApprovalCard.objects.get(pk=card.pk).step == Step.SIGN
    done = confirm(bureau, card)
    row.refresh_from_db()
    assert done.step == Step.APPROVED
    assert (row.user, row.entered_by, row.confirmed_by, row.at) == (
        bureau.leader, bureau.second_office, bureau.secrecy, ON_PAPER
    )  # fmt: skip
    found = Entry.objects.about(f"card:{card.number}").values_list("verb", flat=True)
    assert list(found)[-4:] == [
        "card.paper_entered", "card.paper_confirmed", "card.signed", "card.approved"
    ]  # fmt: skip
    released(done, at=LATER)
    assert list(queries.edition_faults()) == []


def test_paper_unconfirmed_makes_no_edition_and_nobody_signs_beside_it(bureau, card, refused):
    enter(bureau, card)
    assert not card.editions.exists()
    with refused("paper.pending"):
        actions.sign(card=card.pk, by=bureau.leader, at=LATER, digest=card.digest)
    with refused("paper.pending"):
        enter(bureau, card)


@pytest.mark.parametrize("who", ["second_office", "leader", "editor"])
def test_paper_is_confirmed_neither_by_its_clerk_nor_its_signer_nor_the_author(
    bureau, card, refused, who
):
    enter(bureau, card)
    with refused("paper.same" if who == "second_office" else "office.only"):
        confirm(bureau, card, by=getattr(bureau, who))


def test_paper_is_not_entered_by_its_signer(bureau, refused):
    card = a_signed(bureau, a_card(bureau), until=Step.OFFICE)
    with refused("paper.same"):
        enter(bureau, card, signer=bureau.second_office)


def test_paper_of_one_without_the_post_that_day_is_refused(bureau, card, refused):
    with refused("paper.signer"):
        enter(bureau, card, signer=a_user())
    Holding.objects.filter(user=bureau.leader).update(until=NOW)
    with refused("paper.signer"):
        enter(bureau, card)


def test_paper_of_one_who_left_since_still_counts(bureau, card):
    Holding.objects.filter(user=bureau.leader).update(until=ON_PAPER + timedelta(minutes=1))
    enter(bureau, card)
    assert confirm(bureau, card).step == Step.APPROVED


def test_paper_of_a_contributor_is_refused(bureau, refused):
    page = a_draft(bureau)
    card = a_signed(bureau, a_card(bureau, page), until=Step.SIGN)
    card.signatures.filter(decision="submit").update(holder=bureau.leader)
    with refused("card.contributor"):
        enter(bureau, card)


@pytest.mark.parametrize("signed_at", [NOW - timedelta(minutes=1), LATER + timedelta(minutes=1)])
def test_paper_from_before_the_step_or_after_now_is_refused(bureau, card, refused, signed_at):
    with refused("paper.time"):
        enter(bureau, card, signed_at=signed_at)


def test_paper_is_void_when_the_draft_was_edited_before_it_was_confirmed(bureau, refused):
    page = a_draft(bureau)
    card = a_signed(bureau, a_card(bureau, page), until=Step.SIGN)
    enter(bureau, card)
    actions.revise(page=page, by=bureau.editor, at=LATER, body=[a_text("改。")])
    with refused("card.stale"):
        confirm(bureau, card)


def test_paper_is_entered_by_the_office_only_and_confirmed_once(bureau, card, refused):
    with refused("office.only"):
        enter(bureau, card, by=bureau.head)
    enter(bureau, card)
    confirm(bureau, card)
    with refused("card.stale"):
        confirm(bureau, card)
