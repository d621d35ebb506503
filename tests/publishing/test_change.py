"""Corrections, changes of state and the column tree: each by a card of its own."""

from datetime import timedelta

import pytest

from gongkai.people.models import Holding, PostKind
from gongkai.publishing import actions, queries
from gongkai.publishing.card_page import card_page
from gongkai.publishing.models import Edition
from gongkai.publishing.rules import Purpose, Step
from tests.make import NOW, a_card, a_draft, a_holder, a_post, a_release, a_signed, a_text, released

CORRECTION = {"what": "增速由7.1%更正为7.2%。", "why": "采编时录入有误。"}


def _as_head(user):
    Holding.objects.create(user=user, post=a_post(PostKind.HEAD), since=NOW - timedelta(days=9),
                           confirmed_at=NOW - timedelta(days=9))  # fmt: skip
    return user


def ask(bureau, page, purpose, **changes):
    values = {"page": page, "purpose": purpose, "reason": "误发。", "by": bureau.editor, "at": NOW}
    return actions.ask_change(**values | changes)


def revised(bureau, page, text="四季度。", **fields):
    return actions.revise(page=page, by=bureau.editor, at=NOW, body=[a_text(text)], **fields)


def test_correction_needs_what_and_why_and_a_change(bureau, refused):
    page = a_draft(bureau)
    a_release(bureau, page)
    with refused("correction.reason"):
        actions.submit(page=page, by=bureau.editor, at=NOW, correction={"what": "甲", "why": " "})
    with refused("correction.same"):
        actions.submit(page=page, by=bureau.editor, at=NOW, correction=CORRECTION)
    revised(bureau, page)
    card = actions.submit(page=page, by=bureau.editor, at=NOW, correction=CORRECTION)
    released(a_signed(bureau, card))
    old, new = Edition.objects.disclosures().order_by("number")
    assert (card.purpose, new.number, new.first_from) == (Purpose.CORRECT, 2, old.first_from)
    assert queries.content_of(new.sha256)["correction"] == CORRECTION
    assert list(Edition.objects.visible(NOW).disclosures()) == [new]
    assert list(Edition.objects.reached(NOW).disclosures().order_by("number")) == [old, new]


def test_correction_shows_its_signers_what_differs_from_what_is_public(bureau):
    page = a_draft(bureau, body=[a_text("增长7.1%。")])
    a_release(bureau, page)
    revised(bureau, page, "增长7.2%。")
    card = actions.submit(page=page, by=bureau.editor, at=NOW, correction=CORRECTION)
    shown = card_page(card, bureau.leader, NOW)
    (found,) = shown.differences
    assert [(piece.kind, piece.text) for piece in found.pieces if piece.kind] == [
        ("del", "7.1%"), ("ins", "7.2%")
    ]  # fmt: skip


def test_difference_shows_a_link_that_leads_elsewhere(bureau):
    link = '<p><a href="https://www.example.com/{}">说明</a></p>'
    page = a_draft(bureau, body=[{"type": "text", "html": link.format("a")}])
    a_release(bureau, page)
    body = [{"type": "text", "html": link.format("b")}]
    actions.revise(page=page, by=bureau.editor, at=NOW, body=body)
    card = actions.submit(page=page, by=bureau.editor, at=NOW, correction=CORRECTION)
    assert len(card_page(card, bureau.head, NOW).differences) == 1


@pytest.mark.parametrize("arm", [False, True])
def test_correction_is_refused_while_an_edition_waits_for_its_moment(bureau, refused, arm):
    page = a_draft(bureau)
    later = NOW + timedelta(days=2)
    card = a_signed(bureau, a_card(bureau, page, release_at=later))
    if arm:
        actions.arm(cards=[card.pk], manifest="0" * 64, release_at=later, at=NOW)
    revised(bureau, page)
    with refused("card.waiting"):
        actions.submit(page=page, by=bureau.editor, at=NOW, correction=CORRECTION)


@pytest.mark.parametrize("purpose", [Purpose.EXPIRE, Purpose.REPEAL, Purpose.TAKE_DOWN])
def test_change_of_state_goes_by_its_own_card(bureau, refused, purpose):
    page = a_draft(bureau)
    public_id = a_release(bureau, page).editions.get().public_id
    card = actions.ask_change(page=page, purpose=purpose, reason="已有新文件。", by=bureau.editor,
                              at=NOW)  # fmt: skip
    author_and_head = _as_head(bureau.editor)
    with refused("card.contributor"):
        actions.sign(card=card.pk, by=author_and_head, at=NOW, digest=card.digest)
    released(a_signed(bureau, card))
    visible = Edition.objects.visible(NOW).filter(public_id=public_id).exists()
    assert visible == (purpose != Purpose.TAKE_DOWN)
    with refused("change.none" if purpose == Purpose.TAKE_DOWN else "change.same"):
        actions.ask_change(page=page, purpose=purpose, reason="再来。", by=bureau.editor, at=NOW)
    assert list(queries.edition_faults()) == []


@pytest.mark.parametrize("purpose", [Purpose.URGENT, Purpose.PUBLISH, Purpose.SITE])
def test_change_that_nobody_may_ask_for_is_refused(bureau, refused, purpose):
    page = a_draft(bureau)
    a_release(bureau, page)
    with refused("change.purpose"):
        actions.ask_change(page=page, purpose=purpose, reason="甲", by=bureau.editor, at=NOW)


def test_withdrawn_takedown_takes_nothing_down(bureau):
    page = a_draft(bureau)
    a_release(bureau, page)
    tomorrow = NOW + timedelta(days=1)
    card = ask(bureau, page, Purpose.TAKE_DOWN, release_at=tomorrow)
    a_signed(bureau, card)
    actions.withdraw(card=card.pk, by=bureau.office, at=NOW, reason="不撤了。")
    assert Edition.objects.visible(tomorrow).disclosures().exists()
    assert list(queries.edition_faults()) == []


def test_correction_is_refused_while_a_change_is_under_way_and_the_other_way_round(bureau, refused):
    page = a_draft(bureau)
    a_release(bureau, page)
    revised(bureau, page)
    change = {"page": page, "purpose": Purpose.EXPIRE, "reason": "过期。", "by": bureau.editor}
    card = actions.ask_change(**change, at=NOW)
    with refused("card.open"):
        actions.submit(page=page, by=bureau.editor, at=NOW, correction=CORRECTION)
    actions.withdraw(card=card.pk, by=bureau.editor, at=NOW, reason="先更正。")
    actions.submit(page=page, by=bureau.editor, at=NOW, correction=CORRECTION)
    with refused("card.open"):
        actions.ask_change(**change, at=NOW)


def test_taken_down_item_comes_back_by_a_card_with_its_reason(bureau):
    page = a_draft(bureau)
    a_release(bureau, page)
    card = ask(bureau, page, Purpose.TAKE_DOWN)
    released(a_signed(bureau, card))
    back = actions.submit(page=page, by=bureau.editor, at=NOW, correction=CORRECTION)
    released(a_signed(bureau, back))
    assert Edition.objects.visible(NOW).disclosures().get().number == 2


def test_columns_come_out_by_a_card_nobody_signs_who_drafted_them(bureau, refused):
    actions.add_column(key="plans", name="规划", parent="", by=bureau.office, at=NOW)
    card = actions.approve_site(by=bureau.second_office, at=NOW)
    card = actions.sign(card=card.pk, by=bureau.secrecy, at=NOW, digest=card.digest)
    for by in (bureau.office, bureau.second_office):
        with refused("card.contributor"):
            actions.sign(card=card.pk, by=by, at=NOW, digest=card.digest)
    third = a_holder(PostKind.OFFICE)
    card = a_signed(bureau, card, signers={Step.OFFICE: third})
    assert "plans" not in [one["key"] for one in queries.published_columns(NOW - timedelta(days=1))]
    released(card)
    assert "plans" in [one["key"] for one in queries.published_columns(NOW)]
    with refused("site.same"):
        actions.approve_site(by=bureau.office, at=NOW)
