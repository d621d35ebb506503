"""A post signed for by another: no more power than its giver has on the card."""

from datetime import timedelta

import pytest

from gongkai.people import actions as people
from gongkai.people.models import Holding, PostKind
from gongkai.publishing import actions, queries
from gongkai.publishing.rules import Step
from tests.make import NOW, a_card, a_draft, a_holder, a_post, a_signed

LATER = NOW + timedelta(hours=2)


def delegate(giver, kind, taker):
    """Let a person sign for another's post from NOW on."""
    post = Holding.objects.get(user=giver, post__kind=kind).post
    people.delegate(post=post, giver=giver, taker=taker, since=NOW, until=NOW + timedelta(days=9),
                    reason="外出开会", by=giver, at=NOW)  # fmt: skip
    return taker


def sign(card, by, at=LATER):
    return actions.sign(card=card.pk, by=by, at=at, digest=card.digest)


def test_taker_signs_for_the_giver_and_the_card_says_so(bureau):
    taker = delegate(bureau.leader, PostKind.LEADER, bureau.head)
    card = a_signed(bureau, a_card(bureau), until=Step.SIGN,
                    signers={Step.SECTION: a_holder(PostKind.HEAD)})  # fmt: skip
    card = sign(card, taker)
    row = card.signatures.get(step=Step.SIGN)
    assert row.name == f"{taker.name}（代{bureau.leader.name}）"
    assert (row.user, row.holder) == (taker, bureau.leader)
    assert list(queries.edition_faults()) == []


def test_taker_signs_nothing_before_and_after_the_delegation(bureau, refused):
    taker = delegate(bureau.leader, PostKind.LEADER, a_holder(PostKind.ARCHIVIST))
    card = a_signed(bureau, a_card(bureau), until=Step.SIGN)
    for moment in (NOW - timedelta(minutes=1), NOW + timedelta(days=10)):
        with refused("card.step"):
            sign(card, taker, moment)


def test_nobody_signs_for_a_giver_who_wrote_the_text(bureau, refused):
    Holding.objects.create(user=bureau.editor, post=a_post(PostKind.HEAD), since=NOW,
                           confirmed_at=NOW)  # fmt: skip
    taker = delegate(bureau.editor, PostKind.HEAD, a_holder(PostKind.ARCHIVIST))
    card = a_card(bureau)
    with refused("card.contributor"):
        sign(card, taker)


def test_who_had_a_draft_handed_in_by_another_does_not_review_it(bureau, refused):
    clerk = delegate(bureau.editor, PostKind.EDITOR, a_holder(PostKind.ARCHIVIST))
    page = a_draft(bureau, by=clerk, at=LATER)
    card = a_card(bureau, page, by=clerk, at=LATER)
    assert queries.contributors(card) == {clerk.pk, bureau.editor.pk}
    Holding.objects.create(user=bureau.editor, post=a_post(PostKind.HEAD), since=NOW,
                           confirmed_at=NOW)  # fmt: skip
    with refused("card.contributor"):
        sign(card, bureau.editor)


@pytest.mark.parametrize("order", ["giver first", "taker first"])
def test_giver_and_taker_together_sign_no_two_steps_by_one_post_holder(bureau, refused, order):
    taker = delegate(bureau.head, PostKind.HEAD, a_holder(PostKind.OFFICE))
    Holding.objects.create(user=bureau.head, post=a_post(PostKind.OFFICE), since=NOW,
                           confirmed_at=NOW)  # fmt: skip
    first = bureau.head if order == "giver first" else taker
    card = sign(a_card(bureau), first)
    card = sign(card, bureau.secrecy)
    with refused("card.twice"):
        sign(card, bureau.head)
    if order == "taker first":
        with refused("card.twice"):
            sign(card, taker)


def test_delegation_ends_with_the_givers_post(bureau, refused):
    taker = delegate(bureau.leader, PostKind.LEADER, a_holder(PostKind.ARCHIVIST))
    card = a_signed(bureau, a_card(bureau), until=Step.SIGN)
    Holding.objects.filter(user=bureau.leader).update(until=LATER)
    with refused("card.step"):
        sign(card, taker)
