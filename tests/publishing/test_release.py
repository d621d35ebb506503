"""What the press does with a card: arm, claim, release; held, withdrawn, taken down, verified."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from gongkai.publishing import actions, queries
from gongkai.publishing.models import ApprovalCard, Change, Edition, IndexNumber, Signature
from gongkai.publishing.rules import Purpose, Step
from gongkai.register.models import Entry
from tests.make import (
    NOW,
    SHANGHAI,
    a_card,
    a_draft,
    a_release,
    a_signed,
    a_text,
    released,
)
from tests.publishing.files import an_attachment, attached

TOMORROW = NOW + timedelta(days=1)


def visible(at):
    return Edition.objects.visible(at).disclosures()


def urgent(bureau, card, **changes):
    values = {
        "public_id": card.editions.get().public_id, "reason": "误发个人信息。",
        "by": bureau.second_office, "at": NOW,
    } | changes  # fmt: skip
    return actions.take_down_urgently(**values)


def test_edition_is_visible_from_its_moment_and_never_before(bureau):
    a_signed(bureau, a_card(bureau, release_at=TOMORROW))
    assert not visible(TOMORROW - timedelta(seconds=1)).exists()
    assert visible(TOMORROW).exists()


def test_signed_after_the_planned_moment_comes_out_when_signed(bureau):
    card = a_card(bureau, release_at=NOW + timedelta(hours=1))
    late = NOW + timedelta(hours=3)
    assert a_signed(bureau, card, at=late).visible_from == late


def test_index_numbers_run_without_gap_by_the_year_of_forming(bureau):
    for formed in (date(2014, 10, 16), date(2013, 12, 30), date(2014, 10, 17)):
        a_release(bureau, a_draft(bureau, formed_on=formed))
    found = list(IndexNumber.objects.order_by("pk").values_list("year", "serial"))
    assert found == [(2014, 1), (2013, 1), (2014, 2)]


def test_withdrawal_after_arming_stops_the_flip_and_voids_the_number(bureau, refused):
    card = a_signed(bureau, a_card(bureau, release_at=TOMORROW))
    actions.draw_index_numbers(cards=[card.pk], at=NOW)
    actions.arm(cards=[card.pk], manifest="0" * 64, release_at=TOMORROW, at=NOW)
    actions.withdraw(card=card.pk, by=bureau.office, at=NOW, reason="数据待核。")
    assert actions.claim(cards=[card.pk], at=TOMORROW) == []
    assert not visible(TOMORROW).exists()
    (index,) = IndexNumber.objects.all()
    assert index.voided_at == NOW
    again = released(a_signed(bureau, a_card(bureau, _page(card))))
    numbers = list(IndexNumber.objects.order_by("serial").values_list("serial", "voided_at"))
    assert numbers == [(1, NOW), (2, None)]
    with refused("withdraw.late"):
        actions.withdraw(card=again.pk, by=bureau.office, at=NOW, reason="晚了。")


def _page(card):
    return queries.Disclosure.objects.get(pk=int(card.works.get().object_id))


def test_number_of_a_second_withdrawn_card_is_voided_too(bureau):
    page = a_draft(bureau)
    for _ in range(2):
        card = a_signed(bureau, a_card(bureau, page, release_at=TOMORROW))
        actions.draw_index_numbers(cards=[card.pk], at=NOW)
        actions.withdraw(card=card.pk, by=bureau.office, at=NOW, reason="数据待核。")
    assert not IndexNumber.objects.filter(voided_at=None).exists()


def test_withdrawn_card_draws_no_number_and_is_not_armed(bureau):
    card = a_signed(bureau, a_card(bureau))
    actions.withdraw(card=card.pk, by=bureau.office, at=NOW, reason="数据待核。")
    actions.draw_index_numbers(cards=[card.pk], at=NOW)
    actions.arm(cards=[card.pk], manifest="0" * 64, release_at=NOW, at=NOW)
    assert not IndexNumber.objects.exists()
    assert ApprovalCard.objects.get(pk=card.pk).step == Step.WITHDRAWN


def test_withdrawal_is_too_late_once_the_press_has_claimed(bureau, refused):
    card = a_signed(bureau, a_card(bureau))
    actions.arm(cards=[card.pk], manifest="0" * 64, release_at=NOW, at=NOW)
    assert actions.claim(cards=[card.pk], at=NOW) == [card.pk]
    with refused("withdraw.late"):
        actions.withdraw(card=card.pk, by=bureau.office, at=NOW, reason="晚了。")
    assert not Signature.objects.filter(card=card, decision="withdraw").exists()


def test_release_is_entered_once_with_the_signer_and_what_was_signed(bureau):
    card = a_release(bureau)
    actions.release(cards=[card.pk], tree="1" * 64, at=NOW)
    (entry,) = Entry.objects.of("disclosure.released").select_related("payload")
    assert entry.payload.actor_name == bureau.leader.name
    assert card.works.get().sha256 in entry.payload.body


def test_recheck_lets_a_sound_card_go_and_changes_nothing(bureau):
    card = a_signed(bureau, a_card(bureau))
    before = Entry.objects.count()
    assert actions.recheck(card=card.pk, at=NOW) is True
    assert Entry.objects.count() == before


def test_recheck_holds_a_card_whose_file_is_not_what_was_signed(bureau, settings):
    row = an_attachment(bureau.editor)
    page = a_draft(bureau, body=[a_text(), attached(row)])
    card = a_signed(bureau, a_card(bureau, page, release_at=TOMORROW))
    (Path(settings.BLOBS) / row.sha256[:2] / row.sha256).write_bytes(b"other")
    assert actions.recheck(card=card.pk, at=NOW) is False
    card.refresh_from_db()
    assert (card.step, list(queries.held_cards(NOW))) == (Step.HELD, [card])
    assert "暂缓发布" in queries.hold_reason(card)
    assert not visible(TOMORROW).exists()
    assert actions.recheck(card=card.pk, at=NOW) is False
    actions.arm(cards=[card.pk], manifest="0" * 64, release_at=TOMORROW, at=NOW)
    assert actions.claim(cards=[card.pk], at=TOMORROW) == []
    actions.withdraw(card=card.pk, by=bureau.office, at=NOW, reason="重新上传附件。")
    assert list(queries.held_cards(NOW)) == []


def test_recheck_still_passes_when_the_upload_was_deleted_after_signing(bureau):
    row = an_attachment(bureau.editor)
    card = a_signed(bureau, a_card(bureau, a_draft(bureau, body=[a_text(), attached(row)])))
    row.delete()
    assert actions.recheck(card=card.pk, at=NOW) is True


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (datetime(2014, 10, 20, 9, tzinfo=SHANGHAI), date(2014, 10, 21)),
        (datetime(2014, 10, 24, 9, tzinfo=SHANGHAI), date(2014, 10, 27)),  # a Friday
        (datetime(2014, 9, 27, 9, tzinfo=SHANGHAI), date(2014, 9, 28)),  # Sunday works for October
        (datetime(2014, 9, 30, 9, tzinfo=SHANGHAI), date(2014, 10, 8)),  # the holidays
        (datetime(2014, 10, 10, 9, tzinfo=SHANGHAI), date(2014, 10, 11)),  # Saturday works
    ],
)
def test_urgent_takedown_shows_nothing_and_asks_for_a_card_next_working_day(bureau, day, due):
    card = a_release(bureau, a_draft(bureau, formed_on=date(2014, 9, 1)), at=day)
    follow_up = urgent(bureau, card, at=day)
    assert not visible(day).exists()
    assert (follow_up.purpose, follow_up.step) == (Purpose.URGENT, Step.DRAFT)
    assert follow_up.follow_up_due == due


def test_card_after_an_urgent_takedown_is_handed_in_by_the_office_and_signed_through(
    bureau, refused
):
    card = urgent(bureau, a_release(bureau))
    with refused("office.only"):
        actions.resubmit_change(card=card.pk, reason="误发。", by=bureau.editor, at=NOW)
    card = actions.resubmit_change(card=card.pk, reason="误发。", by=bureau.second_office, at=NOW)
    with refused("card.contributor"):
        actions.sign(card=a_signed(bureau, card, until=Step.OFFICE).pk, by=bureau.second_office,
                     at=NOW, digest=ApprovalCard.objects.get(pk=card.pk).digest)  # fmt: skip
    assert a_signed(bureau, card).step == Step.RELEASED
    assert list(queries.edition_faults()) == []


def test_urgent_takedown_is_the_offices_needs_a_reason_and_happens_once(bureau, refused):
    card = a_release(bureau)
    with refused("office.only"):
        urgent(bureau, card, by=bureau.editor)
    with refused("urgent.reason"):
        urgent(bureau, card, reason=" ")
    urgent(bureau, card)
    with refused("urgent.none"):
        urgent(bureau, card)
    assert Change.objects.count() == 1


def test_urgent_takedown_stops_a_correction_that_waits_for_its_moment(bureau):
    page = a_draft(bureau)
    card = a_release(bureau, page)
    actions.revise(page=page, by=bureau.editor, at=NOW, body=[a_text("改。")])
    waiting = actions.submit(page=page, by=bureau.editor, at=NOW, release_at=TOMORROW,
                             correction={"what": "甲。", "why": "乙。"})  # fmt: skip
    waiting = a_signed(bureau, waiting)
    urgent(bureau, card)
    assert not visible(TOMORROW).exists()
    assert ApprovalCard.objects.get(pk=waiting.pk).step == Step.WITHDRAWN
    assert list(queries.edition_faults()) == []


def test_resubmitting_a_card_that_is_no_change_is_refused(bureau, refused):
    card = a_card(bureau)
    actions.send_back(card=card.pk, by=bureau.head, at=NOW, digest=card.digest, reason="再核。")
    with refused("change.purpose"):
        actions.resubmit_change(card=card.pk, reason="甲", by=bureau.office, at=NOW)


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("title", "改过的名称", "title"),
        ("summary", "改过的概述", "field"),
        ("column", "news", "field"),
        ("formed_on", date(2014, 1, 1), "field"),
        ("visible_from", NOW - timedelta(days=3), "field"),
        ("first_from", NOW - timedelta(days=3), "record"),
        ("public_id", "another", "record"),
        ("sha256", "0" * 64, "content"),
        ("number", 3, "number"),
        ("shown", False, "shown"),
        ("files", "ab" * 32, "field"),
    ],
)
def test_verification_names_a_changed_edition(bureau, field, value, code):
    card = a_release(bureau)
    assert list(queries.edition_faults()) == []
    Edition.objects.filter(card=card).update(**{field: value})
    assert code in [found for _, found in queries.edition_faults()]


def test_verification_names_a_deleted_edition(bureau):
    Edition.objects.filter(card=a_release(bureau)).delete()
    assert "missing" in [code for _, code in queries.edition_faults()]


def test_verification_names_an_edition_without_card_or_entry(bureau):
    card = a_card(bureau)
    Edition.objects.create(
        work_kind="disclosure", work_id="9", number=1, sha256=card.works.get().sha256, card=card,
        visible_from=NOW, first_from=NOW, public_id="x", title=card.title, column=card.column,
        department=card.department,
    )  # fmt: skip
    codes = {code for _, code in queries.edition_faults()}
    assert {"card", "entry", "field"} <= codes


def test_verification_names_a_card_moved_on_without_signatures(bureau):
    card = a_card(bureau)
    ApprovalCard.objects.filter(pk=card.pk).update(step=Step.RELEASED)
    codes = [code for name, code in queries.edition_faults() if name == card.number]
    assert codes == ["card", "signature"]


def test_verification_names_a_withdrawn_card_brought_back(bureau):
    card = a_signed(bureau, a_card(bureau))
    actions.withdraw(card=card.pk, by=bureau.office, at=NOW, reason="数据待核。")
    ApprovalCard.objects.filter(pk=card.pk).update(step=Step.RELEASED)
    assert "card" in [code for _, code in queries.edition_faults()]


@pytest.mark.parametrize(
    "changes", [{"user": "second_leader"}, {"digest": "0" * 64}, {"step": Step.OFFICE}]
)
def test_verification_names_a_changed_signature(bureau, changes):
    card = a_release(bureau)
    given = {key: getattr(bureau, value) if key == "user" else value
             for key, value in changes.items()}  # fmt: skip
    card.signatures.filter(step=Step.SIGN).update(**given)
    assert (card.number, "signature") in list(queries.edition_faults())


def test_verification_names_a_change_of_state_nobody_signed_or_somebody_removed(bureau):
    page = a_draft(bureau)
    card = a_release(bureau, page)
    public_id = card.editions.get().public_id
    Change.objects.create(
        public_id=public_id, up_to=9, kind=Purpose.TAKE_DOWN, since=NOW, reason=""
    )
    assert list(queries.edition_faults()) == [(public_id, "change")]
    Change.objects.all().delete()
    urgent(bureau, card)
    assert list(queries.edition_faults()) == []
    Change.objects.all().delete()
    assert list(queries.edition_faults()) == [(public_id, "change")]
