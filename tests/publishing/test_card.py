"""The card from hand-in to the last signature: what moves it, and what is refused."""

from datetime import timedelta
from pathlib import Path

from gongkai.people.models import PostKind
from gongkai.publishing import actions, queries, words
from gongkai.publishing.card_page import card_page
from gongkai.publishing.models import ApprovalCard, Edition
from gongkai.publishing.rules import Purpose, Step
from gongkai.register.models import Entry
from tests.make import NOW, a_card, a_department, a_draft, a_holder, a_signed, a_text, released
from tests.publishing.files import an_attachment, attached


def verbs(card):
    rows = Entry.objects.about(f"card:{card.number}").order_by("seq")
    return list(rows.values_list("verb", flat=True))


def revised(bureau, page, text="四季度。", **fields):
    return actions.revise(page=page, by=bureau.editor, at=NOW, body=[a_text(text)], **fields)


def test_card_goes_the_2014_route_and_makes_one_edition(bureau):
    card = a_card(bureau)
    seen = [card.step]
    for _ in range(4):
        by = bureau.signer(card.step)
        card = actions.sign(card=card.pk, by=by, at=NOW, digest=card.digest, comment="同意。")
        seen.append(card.step)
    assert seen == [Step.SECTION, Step.SECRECY, Step.OFFICE, Step.SIGN, Step.APPROVED]
    assert [edition.number for edition in card.editions.all()] == [1]
    assert verbs(card) == ["card.opened", "card.submitted", *["card.signed"] * 4, "card.approved"]


def test_card_of_figures_is_signed_by_an_editor_who_did_not_write_it(bureau, refused):
    card = a_card(bureau, a_draft(bureau, route="data"))
    assert card.step == Step.FIGURES
    with refused("card.contributor"):
        actions.sign(card=card.pk, by=bureau.editor, at=NOW, digest=card.digest)
    card = actions.sign(card=card.pk, by=bureau.second_editor, at=NOW, digest=card.digest)
    assert card.step == Step.SECTION


def test_edit_under_review_voids_the_signatures_and_goes_back_to_the_author(bureau, refused):
    page = a_draft(bureau)
    card = a_signed(bureau, a_card(bureau, page), until=Step.OFFICE)
    revised(bureau, page)
    card.refresh_from_db()
    assert card.step == Step.DRAFT
    assert verbs(card)[-1] == "card.voided"
    with refused("card.not_open"):
        actions.sign(card=card.pk, by=bureau.office, at=NOW, digest=card.digest)
    again = actions.submit(page=page, by=bureau.editor, at=NOW)
    assert not queries.signers(again)


def test_edit_behind_the_desk_is_found_when_the_card_is_signed(bureau, refused):
    page = a_draft(bureau)
    card = a_card(bureau, page)
    draft = queries.latest(page)
    draft.title = "改过的名称（演示）"
    draft.save_revision(user=bureau.head, clean=False)
    with refused("card.changed"):
        actions.sign(card=card.pk, by=bureau.secrecy, at=NOW, digest=card.digest)


def test_edit_after_the_last_signature_changes_nothing_that_comes_out(bureau):
    page = a_draft(bureau)
    at_ten = NOW + timedelta(hours=1)
    card = a_signed(bureau, a_card(bureau, page, release_at=at_ten))
    edition = card.editions.get()
    revised(bureau, page, "改动。", title="改过的名称（演示）")
    released(card, at=at_ten)
    edition.refresh_from_db()
    assert edition.title == "三季度工业统计公报（演示）"
    assert queries.content_of(edition.sha256)["body"] == [a_text()]
    assert list(queries.edition_faults()) == []


def test_hand_in_is_refused_for_what_is_not_to_be_made_public(bureau, refused):
    with refused("submit.attribute"):
        a_card(bureau, a_draft(bureau, attribute="依申请公开"))


def test_hand_in_is_refused_for_a_moment_that_is_over(bureau, refused):
    with refused("submit.past"):
        a_card(bureau, release_at=NOW)


def test_hand_in_is_refused_for_an_editor_of_another_section(bureau, refused):
    stranger = a_holder(PostKind.EDITOR, a_department("其他处（演示）"))
    with refused("submit.post"):
        actions.submit(page=a_draft(bureau), by=stranger, at=NOW)


def test_send_back_needs_a_reason_and_opens_a_new_round(bureau, refused):
    page = a_draft(bureau)
    card = a_card(bureau, page)
    with refused("send_back.reason"):
        actions.send_back(card=card.pk, by=bureau.head, at=NOW, digest=card.digest, reason=" ")
    actions.send_back(card=card.pk, by=bureau.head, at=NOW, digest=card.digest, reason="数有误。")
    card.refresh_from_db()
    assert (card.step, card in ApprovalCard.objects.open()) == (Step.DRAFT, True)


def test_withdrawn_card_shows_nothing_and_leaves_the_draft_to_its_post(bureau):
    page = a_draft(bureau)
    card = a_signed(bureau, a_card(bureau, page))
    actions.withdraw(card=card.pk, by=bureau.office, at=NOW, reason="数据待核。")
    assert not Edition.objects.visible(NOW + timedelta(days=9)).disclosures().exists()
    assert list(queries.drafts_of(bureau.second_editor, NOW)) == [page]
    again = a_signed(bureau, a_card(bureau, page))
    assert again.purpose == Purpose.PUBLISH
    assert list(queries.edition_faults()) == []


def test_author_withdraws_an_open_card_but_not_a_complete_one(bureau, refused):
    page = a_draft(bureau)
    card = a_card(bureau, page)
    actions.withdraw(card=card.pk, by=bureau.editor, at=NOW, reason="不发了。")
    card = a_signed(bureau, a_card(bureau, page))
    with refused("withdraw.post"):
        actions.withdraw(card=card.pk, by=bureau.editor, at=NOW, reason="不发了。")


def test_page_of_a_held_card_says_why(bureau, settings):
    row = an_attachment(bureau.editor)
    card = a_signed(bureau, a_card(bureau, a_draft(bureau, body=[a_text(), attached(row)])))
    (Path(settings.BLOBS) / row.sha256[:2] / row.sha256).write_bytes(b"other")
    assert actions.recheck(card=card.pk, at=NOW) is False
    card.refresh_from_db()
    shown = card_page(card, bureau.office, NOW)
    assert shown.held.startswith(words.HELD[:12])
    assert shown.may_withdraw
