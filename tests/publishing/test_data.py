"""Figures on the approval road: signed with the text, opened at the flip, taken back with it."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction

from gongkai.figures import actions as figures
from gongkai.figures.models import Observation, Vintage
from gongkai.figures.queries import Numbers, signed_content
from gongkai.publishing import actions, content, queries
from gongkai.publishing.actions import data
from gongkai.publishing.models import ApprovalCard, Disclosure
from gongkai.publishing.rules import Step
from gongkai.register.models import Blob, Entry
from tests.figures.make import a_flow, a_vintage, given, opened
from tests.make import NOW, Bureau, a_card, a_draft, a_release, a_signed, a_text, released

pytestmark = pytest.mark.database
KEY, PERIOD = "GDP.130100", "2014-Q3"
THEN = NOW + timedelta(hours=1)


def a_data(vintage: Vintage, **show) -> dict:
    """Return a data block of a vintage."""
    return {
        "type": "data", "title": "三季度地区生产总值（演示）", "flow": vintage.flow.code,
        "vintage": {"title": vintage.title, "kind": str(vintage.kind)}, "sha256": vintage.sha256,
        "show": {"form": "table", "keys": [], "periods": 0} | show,
    }  # fmt: skip


def a_waiting(bureau: Bureau, *rows, **changes) -> Vintage:
    """Return a draft vintage of the bureau's editor."""
    flow = changes.pop("flow", None) or a_flow(bureau.editor, **changes)
    return a_vintage(flow, bureau.editor, *(rows or [given(KEY, PERIOD, "3612.40", status="P")]))


def standing(at: datetime) -> dict[str, str]:
    """Return what the public reads of each period at a moment."""
    numbers = Numbers(at)
    ids = [pk for flow in numbers.flows.values() for pk in flow.ids.values()]
    return {cell.period: str(cell.number) for cell in numbers.cells(ids)}


def test_data_is_opened_with_the_release_of_its_card_and_not_before(bureau):
    vintage = a_waiting(bureau)
    page = a_draft(bureau, body=[a_text(), a_data(vintage)])
    card = a_signed(bureau, a_card(bureau, page, release_at=THEN))
    assert standing(THEN) == {}
    released(card, at=THEN)
    assert standing(THEN) == {PERIOD: "361240"}
    assert standing(THEN - timedelta(microseconds=1)) == {}
    assert list(queries.edition_faults()) == []


def test_every_vintage_of_a_card_is_opened_in_order(bureau):
    first = a_waiting(bureau)
    second = a_waiting(bureau, given(KEY, PERIOD, "3613.00"), flow=first.flow)
    page = a_draft(bureau, body=[a_data(first), a_data(second)])
    released(a_signed(bureau, a_card(bureau, page)))
    assert standing(NOW) == {PERIOD: "361300"}
    orders = Vintage.objects.order_by("pk").values_list("order", flat=True)
    assert list(orders) == [1, 2]


def test_rows_changed_after_the_last_check_come_out_as_they_were_signed(bureau):
    vintage = a_waiting(bureau)
    card = a_signed(bureau, a_card(bureau, a_draft(bureau, body=[a_data(vintage)])))
    with transaction.atomic():
        actions.draw_index_numbers(cards=[card.pk], at=NOW)
        actions.arm(cards=[card.pk], manifest="0" * 64, release_at=NOW, at=NOW)
    actions.claim(cards=[card.pk], at=NOW)
    Observation.objects.filter(vintage=vintage).update(number=1)
    actions.release(cards=[card.pk], tree="1" * 64, at=NOW)
    assert standing(NOW) == {PERIOD: "361240"}
    assert Entry.objects.of("vintage.restored").count() == 1


def test_edited_vintage_voids_the_signatures_over_it(bureau, refused):
    vintage = a_waiting(bureau)
    card = a_signed(bureau, a_card(bureau, a_draft(bureau, body=[a_data(vintage)])),
                    until=Step.OFFICE)  # fmt: skip
    figures.put(vintage=vintage.pk, rows=[given(KEY, PERIOD, "3612.50")], by=bureau.editor, at=NOW)
    with refused("card.changed"):
        actions.sign(card=card.pk, by=bureau.office, at=NOW, digest=card.digest)


def test_vintage_of_a_card_signed_through_is_changed_no_more_until_it_is_taken_back(
    bureau, refused
):
    vintage = a_waiting(bureau)
    page = a_draft(bureau, body=[a_data(vintage)])
    card = a_signed(bureau, a_card(bureau, page, release_at=THEN))
    row = given(KEY, PERIOD, "1.0")
    with refused("vintage.signed"):
        figures.put(vintage=vintage.pk, rows=[row], by=bureau.editor, at=NOW)
    actions.withdraw(card=card.pk, by=bureau.office, at=NOW, reason="数据有误（演示）。")
    assert figures.put(vintage=vintage.pk, rows=[row], by=bureau.editor, at=NOW)


def test_who_typed_the_figures_signs_no_step_over_them(bureau, refused):
    vintage = a_waiting(bureau)
    figures.put(vintage=vintage.pk, rows=[given(KEY, "2014-Q2", "1.0")], by=bureau.second_editor,
                at=NOW)  # fmt: skip
    vintage.refresh_from_db()
    page = a_draft(bureau, body=[a_data(vintage)], route="data")
    card = a_card(bureau, page)
    assert card.step == Step.FIGURES
    with refused("card.contributor"):
        actions.sign(card=card.pk, by=bureau.second_editor, at=NOW, digest=card.digest)


def test_data_block_keeps_its_hash_through_draft_and_reload(bureau):
    vintage = a_waiting(bureau)
    body = [a_data(vintage, form="bar", keys=[KEY], periods=4)]
    page = a_draft(bureau, body=body)
    fresh = content.disclosure(queries.latest(Disclosure.objects.get(pk=page.pk)))
    assert fresh["body"] == body
    block = queries.with_data(fresh)["body"][0]
    assert block["table"]["rows"] == [["地区生产总值", "亿元", "3612.40"]]
    assert block["table"]["head"] == [["指标", "单位", "2014年前三季度"]]
    assert block["table"]["note"] == "本表数据为初步数。"
    assert block["chart"]["series"] == [{"name": "2014年前三季度", "values": ["3612.40"]}]


# What is refused when it is handed in -------------------------------------------------------------


def test_vintage_on_another_card_under_way_is_refused(bureau, refused):
    vintage = a_waiting(bureau)
    a_card(bureau, a_draft(bureau, body=[a_data(vintage)]))
    with refused("vintage.taken"):
        a_card(bureau, a_draft(bureau, body=[a_data(vintage)]))


def test_card_sent_back_takes_its_own_vintage_up_again(bureau):
    vintage = a_waiting(bureau)
    page = a_draft(bureau, body=[a_data(vintage)])
    card = a_card(bureau, page)
    actions.send_back(card=card.pk, by=bureau.second_editor, at=NOW, digest=card.digest,
                      reason="请核。")  # fmt: skip
    assert a_card(bureau, page).pk == card.pk


def test_data_on_a_route_on_which_nobody_checks_figures_is_refused(bureau, refused):
    page = a_draft(bureau, body=[a_data(a_waiting(bureau))], route="general")
    with refused("vintage.route"):
        a_card(bureau, page)


def test_empty_vintage_is_refused(bureau, refused):
    flow = a_flow(bureau.editor)
    with refused("vintage.empty"):
        a_card(bureau, a_draft(bureau, body=[a_data(a_vintage(flow, bureau.editor))]))


def test_vintage_without_its_notes_on_method_is_refused(bureau, refused):
    vintage = a_waiting(bureau, method="")
    with refused("vintage.method"):
        a_card(bureau, a_draft(bureau, body=[a_data(vintage)]))


def test_vintage_of_another_section_is_refused(bureau, refused):
    vintage = a_waiting(bureau)
    page = a_draft(bureau, body=[a_data(vintage)])
    vintage.flow.department = bureau.office.holdings.get().post.department
    vintage.flow.save()
    with refused("vintage.section"):
        a_card(bureau, page)


def test_figures_of_the_nation_wait_until_it_has_published(bureau, refused):
    vintage = a_waiting(bureau)
    figures.define_indicator(code="GDP", subject=vintage.flow.subject, by=bureau.editor, at=NOW,
                             name="地区生产总值", unit="亿元", meaning="涵义（演示）",
                             authority="nation")  # fmt: skip
    vintage = figures.take_up(vintage=vintage.pk, by=bureau.editor, at=NOW)

    def submit(**given):
        return a_card(bureau, a_draft(bureau, body=[a_data(vintage)]), **given)

    with refused("vintage.gate"):
        submit()
    said = {"organ": "国家统计局", "source": "新闻发布会（演示）", "by": bureau.editor, "at": NOW}
    vintage = figures.record_gate(vintage=vintage.pk, released_at=THEN, **said)
    with refused("vintage.gate"):
        submit(release_at=THEN)
    assert submit(release_at=THEN + timedelta(seconds=1))


def test_joint_figures_need_the_partners_consent_confirmed_by_a_second_person(bureau, refused):
    vintage = a_waiting(bureau)
    figures.define_indicator(code="GDP", subject=vintage.flow.subject, by=bureau.editor, at=NOW,
                             name="地区生产总值", unit="亿元", meaning="涵义（演示）",
                             authority="joint")  # fmt: skip
    figures.enter_consent(vintage=vintage.pk, organ="国家统计局石家庄调查队（演示）",
                          on=NOW.date(), scan=b"%PDF-1.4 demo", media_type="application/pdf",
                          by=bureau.editor, at=NOW)  # fmt: skip
    vintage.refresh_from_db()
    page = a_draft(bureau, body=[a_data(vintage)])
    with refused("vintage.gate"):
        a_card(bureau, page)
    with refused("consent.same"):
        figures.confirm_consent(vintage=vintage.pk, by=bureau.editor, at=NOW)
    figures.confirm_consent(vintage=vintage.pk, by=bureau.second_editor, at=NOW)
    assert a_card(bureau, page)
    signed = signed_content(Vintage.objects.get().sha256)["meta"]["vintage"]["gate"]["consent"]
    assert signed.keys() == {"organ", "on", "sha256"}  # nobody's name


def a_consented(bureau: Bureau) -> Vintage:
    """Return a draft vintage of joint figures, the partner's consent entered."""
    vintage = a_waiting(bureau)
    figures.define_indicator(code="GDP", subject=vintage.flow.subject, by=bureau.editor, at=NOW,
                             name="地区生产总值", unit="亿元", meaning="涵义（演示）",
                             authority="joint")  # fmt: skip
    return figures.enter_consent(vintage=vintage.pk, organ="国家统计局石家庄调查队（演示）",
                                 on=NOW.date(), scan=b"%PDF-1.4 demo",
                                 media_type="application/pdf", by=bureau.editor, at=NOW)  # fmt: skip


@pytest.mark.parametrize("change", ["put", "take_out"])
def test_consent_is_void_once_a_value_changed_after_it(bureau, change, refused):
    vintage = a_consented(bureau)
    figures.put(vintage=vintage.pk, rows=[given(KEY, "2014-Q2", "1.0")], by=bureau.editor, at=NOW)
    with refused("consent.void"):
        figures.confirm_consent(vintage=vintage.pk, by=bureau.second_editor, at=NOW)
    figures.take_out(vintage=vintage.pk, cells=[(KEY, "2014-Q2")], by=bureau.editor, at=NOW)
    vintage = figures.confirm_consent(vintage=vintage.pk, by=bureau.second_editor, at=NOW)
    if change == "put":
        row = given(KEY, PERIOD, "3612.50", status="P")
        vintage = figures.put(vintage=vintage.pk, rows=[row], by=bureau.editor, at=NOW)
    else:
        figures.put(vintage=vintage.pk, rows=[given(KEY, "2014-Q1", "1.0")], by=bureau.editor,
                    at=NOW)  # fmt: skip
        vintage = figures.take_out(vintage=vintage.pk, cells=[(KEY, PERIOD)], by=bureau.editor,
                                   at=NOW)  # fmt: skip
    with refused("vintage.gate"):
        a_card(bureau, a_draft(bureau, body=[a_data(vintage)]))
    assert "已失效，请重新征得同意" in data.release_fault(vintage, THEN)


def test_consented_figures_changed_behind_the_signatures_are_held(bureau):
    vintage = a_consented(bureau)
    vintage = figures.confirm_consent(vintage=vintage.pk, by=bureau.second_editor, at=NOW)
    card = a_signed(bureau, a_card(bureau, a_draft(bureau, body=[a_data(vintage)])))
    assert data.carried_fault(card) == ""
    Observation.objects.filter(vintage=vintage).update(number=1)
    assert not actions.recheck(card=card.pk, at=NOW)


def test_opened_vintage_keeps_its_consent_in_what_was_signed(bureau):
    vintage = a_consented(bureau)
    vintage = figures.confirm_consent(vintage=vintage.pk, by=bureau.second_editor, at=NOW)
    released(a_signed(bureau, a_card(bureau, a_draft(bureau, body=[a_data(vintage)]))))
    assert standing(NOW) == {PERIOD: "361240"}
    assert list(queries.edition_faults()) == []


# Before the flip, and after it --------------------------------------------------------------------


def test_card_is_held_when_its_figures_were_changed_behind_the_signatures(bureau):
    vintage = a_waiting(bureau)
    card = a_signed(bureau, a_card(bureau, a_draft(bureau, body=[a_data(vintage)])))
    Observation.objects.filter(vintage=vintage).update(number=1)
    assert not actions.recheck(card=card.pk, at=NOW)
    assert "数据版次" in queries.hold_reason(ApprovalCard.objects.get(pk=card.pk))


def test_armed_card_is_not_claimed_when_its_figures_were_changed(bureau):
    vintage = a_waiting(bureau)
    card = a_signed(bureau, a_card(bureau, a_draft(bureau, body=[a_data(vintage)])))
    assert actions.recheck(card=card.pk, at=NOW)
    actions.arm(cards=[card.pk], manifest="0" * 64, release_at=NOW, at=NOW)
    Observation.objects.filter(vintage=vintage).update(number=1)
    assert actions.claim(cards=[card.pk], at=NOW) == []
    assert ApprovalCard.objects.get(pk=card.pk).step == Step.HELD


def test_planned_takedown_takes_the_figures_back(bureau):
    vintage = a_waiting(bureau)
    page = a_draft(bureau, body=[a_data(vintage)])
    a_release(bureau, page)
    card = actions.ask_change(page=page, purpose="take_down", reason="演示", by=bureau.editor,
                              at=NOW, release_at=None)  # fmt: skip
    card = a_signed(bureau, card, at=NOW)
    assert standing(NOW)
    assert queries.withdrawn_by([card.pk]) == [vintage.pk]
    released(card)
    assert standing(NOW) == {}
    assert list(queries.edition_faults()) == []


def test_urgent_takedown_takes_the_figures_back_at_once(bureau):
    vintage = a_waiting(bureau)
    page = a_draft(bureau, body=[a_data(vintage)])
    a_release(bureau, page)
    actions.take_down_urgently(public_id=page.public_id, reason="演示", by=bureau.office, at=NOW)
    assert standing(NOW) == {}
    assert Blob.objects.get(pk=vintage.sha256).erased_at is None


def test_figures_stay_while_another_public_text_carries_them(bureau):
    vintage = a_waiting(bureau)
    page = a_draft(bureau, body=[a_data(vintage)])
    a_release(bureau, page)
    a_release(bureau, a_draft(bureau, body=[a_data(vintage)]))
    actions.take_down_urgently(public_id=page.public_id, reason="演示", by=bureau.office, at=NOW)
    assert standing(NOW) == {PERIOD: "361240"}


def test_figures_go_with_the_last_of_the_texts_that_carry_them(bureau):
    vintage = a_waiting(bureau)
    pages = [a_draft(bureau, body=[a_data(vintage)]) for _ in range(2)]
    for page in pages:
        a_release(bureau, page)
    for page in pages:  # the press has not passed between them
        assert standing(NOW)
        actions.take_down_urgently(
            public_id=page.public_id, reason="演示", by=bureau.office, at=NOW
        )
    assert standing(NOW) == {}


def test_purge_erases_the_figures_and_what_was_kept_of_them(bureau):
    vintage = a_waiting(bureau, given(KEY, PERIOD, "3612.40", note="密语（演示）"))
    page = a_draft(bureau, body=[a_data(vintage)])
    a_release(bureau, page)
    actions.take_down_urgently(public_id=page.public_id, reason="演示", by=bureau.office, at=NOW,
                               purge=True)  # fmt: skip
    assert not Observation.objects.exists()
    assert signed_content(vintage.sha256) is None
    row = Vintage.objects.get()
    assert (row.meta, row.title) == ({}, "〔已清除〕")
    assert list(queries.edition_faults()) == []


def test_verification_names_the_vintage_whose_row_its_owner_edited(bureau):
    vintage = a_waiting(bureau)
    a_release(bureau, a_draft(bureau, body=[a_data(vintage)]))
    Observation.objects.filter(vintage=vintage).update(number=361241)
    assert list(queries.edition_faults()) == [(vintage.title, "vintage")]


def test_verification_names_the_vintage_a_row_of_which_was_hidden(bureau):
    vintage = a_waiting(bureau)
    a_release(bureau, a_draft(bureau, body=[a_data(vintage)]))
    Observation.objects.filter(vintage=vintage).update(opened=None)
    assert list(queries.edition_faults()) == [(vintage.title, "vintage")]


def test_referred_draft_takes_its_figures_and_what_was_kept_of_them_with_it(bureau):
    vintage = a_waiting(bureau)
    card = a_card(bureau, a_draft(bureau, body=[a_data(vintage)]))
    card = a_signed(bureau, card, until=Step.SECRECY)
    actions.refer(card=card.pk, by=bureau.secrecy, at=NOW, digest=card.digest)
    assert not Observation.objects.exists()
    assert Vintage.objects.get().dropped_at == NOW
    assert signed_content(vintage.sha256) is None


def test_verification_names_a_vintage_opened_without_a_card(bureau):
    opened(a_flow(bureau.editor), bureau.editor, given(KEY, PERIOD, "1"))
    assert [code for _, code in queries.edition_faults()] == ["vintage.card"]
