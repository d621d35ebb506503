"""Nobody reviews what they had a hand in, in whatever way they had it."""

import pytest
from wagtail.models import Revision

from gongkai.people.models import Holding, PostKind
from gongkai.publishing import actions, queries
from gongkai.publishing.rules import Step
from tests.make import (
    NOW,
    a_card,
    a_draft,
    a_holder,
    a_post,
    a_release,
    a_signed,
    a_text,
    released,
)
from tests.publishing.files import a_picture, an_attachment, attached, shown

CORRECTION = {"what": "增速更正。", "why": "录入有误。"}


def also(user, kind):
    """Let a person hold a second post."""
    Holding.objects.create(user=user, post=a_post(kind), since=NOW, confirmed_at=NOW)
    return user


def refuse_to_sign(refused, card, by):
    with refused("card.contributor"):
        actions.sign(card=card.pk, by=by, at=NOW, digest=card.digest)
    assert card not in queries.waiting_for(by, NOW)


def test_author_signs_no_review_step_even_with_the_post_for_it(bureau, refused):
    card = a_card(bureau)
    refuse_to_sign(refused, card, also(bureau.editor, PostKind.HEAD))


def test_who_revised_a_draft_signs_no_review_step(bureau, refused):
    page = a_draft(bureau)
    actions.revise(page=page, by=bureau.second_editor, at=NOW, body=[a_text("改。")])
    actions.revise(page=page, by=bureau.editor, at=NOW, body=[a_text("又改。")])
    card = a_card(bureau, page)
    refuse_to_sign(refused, card, also(bureau.second_editor, PostKind.HEAD))


@pytest.mark.parametrize("kind", ["attachment", "picture"])
def test_who_uploaded_a_file_in_it_signs_no_review_step(bureau, refused, kind):
    blocks = {
        "attachment": lambda: attached(an_attachment(bureau.head)),
        "picture": lambda: shown(a_picture(bureau.head)),
    }
    block = blocks[kind]()
    card = a_card(bureau, a_draft(bureau, body=[a_text(), block]))
    refuse_to_sign(refused, card, bureau.head)


def test_who_opened_the_card_signs_no_step_after_another_handed_it_in_again(bureau, refused):
    page = a_draft(bureau)
    card = a_card(bureau, page)
    actions.send_back(card=card.pk, by=bureau.head, at=NOW, digest=card.digest, reason="再核。")
    card = actions.submit(page=page, by=bureau.second_editor, at=NOW)
    refuse_to_sign(refused, card, also(bureau.editor, PostKind.HEAD))


def test_nobody_signs_two_steps_of_a_round(bureau, refused):
    both = also(bureau.head, PostKind.OFFICE)
    card = a_signed(bureau, a_card(bureau), until=Step.OFFICE)
    with refused("card.twice"):
        actions.sign(card=card.pk, by=both, at=NOW, digest=card.digest)
    assert card not in queries.waiting_for(both, NOW)


def test_author_of_the_first_edition_may_review_a_correction_others_wrote(bureau):
    page = a_draft(bureau)
    a_release(bureau, page)
    also(bureau.editor, PostKind.HEAD)
    actions.revise(page=page, by=bureau.second_editor, at=NOW, body=[a_text("增长7.2%。")])
    card = actions.submit(page=page, by=bureau.second_editor, at=NOW, correction=CORRECTION)
    assert queries.contributors(card) == {bureau.second_editor.pk}
    card = actions.sign(card=card.pk, by=bureau.editor, at=NOW, digest=card.digest)
    assert released(a_signed(bureau, card)).step == Step.RELEASED


def test_author_of_a_withdrawn_edition_stays_a_contributor(bureau, refused):
    page = a_draft(bureau)
    card = a_signed(bureau, a_card(bureau, page))
    actions.withdraw(card=card.pk, by=bureau.office, at=NOW, reason="数据待核。")
    actions.revise(page=page, by=bureau.second_editor, at=NOW, body=[a_text("增长7.2%。")])
    card = actions.submit(page=page, by=bureau.second_editor, at=NOW)
    refuse_to_sign(refused, card, also(bureau.editor, PostKind.HEAD))


def test_contributors_are_named_by_revisions_up_to_what_the_card_binds(bureau):
    page = a_draft(bureau)
    card = a_card(bureau, page)
    work = card.works.get()
    assert work.revision == Revision.objects.filter(object_id=str(page.pk)).last().pk
    assert queries.contributors(card) == {bureau.editor.pk}


def test_who_signed_an_earlier_round_may_sign_the_next(bureau):
    page = a_draft(bureau)
    card = a_signed(bureau, a_card(bureau, page), until=Step.SECRECY)
    actions.send_back(card=card.pk, by=bureau.secrecy, at=NOW, digest=card.digest, reason="再核。")
    card = actions.submit(page=page, by=bureau.editor, at=NOW)
    assert a_signed(bureau, card).step == Step.APPROVED


def test_waiting_shows_a_card_to_those_who_may_sign_it_and_nobody_else(bureau):
    card = a_card(bureau)
    stranger = a_holder(PostKind.HEAD, a_post(PostKind.OFFICE, None).department)
    assert queries.waiting_for(bureau.head, NOW) == [card]
    assert queries.waiting_for(stranger, NOW) == [card]  # a second head of the same section
    for other in (bureau.editor, bureau.second_editor, bureau.secrecy, bureau.leader):
        assert queries.waiting_for(other, NOW) == []
