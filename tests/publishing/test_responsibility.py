"""Routes, duties, posts and the law of the day: who does what, and by which article."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from gongkai.law.articles import articles
from gongkai.people import actions as people
from gongkai.people.models import Holding, PostKind
from gongkai.publishing import actions, queries
from gongkai.publishing.card_page import card_page
from gongkai.publishing.rules import Purpose, Step
from gongkai.register.models import Entry
from gongkai.register.queries import entry_page
from tests.make import (
    NOW,
    a_card,
    a_draft,
    a_holder,
    a_post,
    a_release,
    a_signed,
    a_text,
    a_user,
    released,
)

CORRECTION = {"what": "增速由7.1%更正为7.2%。", "why": "采编时录入有误。"}


def _in_force(entry):
    day = timezone.localdate(entry.occurred_at)
    return {str(one) for rows in articles().values() for one in rows if one.in_force(day)}


def ask(bureau, page, purpose, **changes):
    values = {"page": page, "purpose": purpose, "reason": "误发。", "by": bureau.editor, "at": NOW}
    return actions.ask_change(**values | changes)


def revised(bureau, page, text="四季度。", **fields):
    return actions.revise(page=page, by=bureau.editor, at=NOW, body=[a_text(text)], **fields)


def test_transfer_leaves_drafts_with_the_post_and_the_signature_with_the_post_of_its_day(bureau):
    page = a_draft(bureau)
    card = actions.sign(
        card=(c := a_card(bureau, page)).pk, by=bureau.head, at=NOW, digest=c.digest
    )
    actions.send_back(
        card=card.pk, by=bureau.secrecy, at=NOW, digest=card.digest, reason="请补充。"
    )
    Holding.objects.filter(user=bureau.editor).update(until=NOW)
    Holding.objects.filter(user=bureau.head).update(until=NOW)
    successor = a_user()
    Holding.objects.create(user=successor, post=page.post, since=NOW, confirmed_at=NOW)
    later = NOW + timedelta(days=1)
    assert list(queries.drafts_of(bureau.editor, later)) == []
    assert list(queries.drafts_of(successor, later)) == [page]
    again = actions.submit(page=page, by=successor, at=later)
    assert (again.pk, queries.contributors(again)) == (
        card.pk, {bureau.editor.pk, successor.pk}
    )  # fmt: skip
    signature = card.signatures.get(step=Step.SECTION, decision="sign")
    assert signature.post == "综合处（演示）科室负责人岗"


def test_drafts_of_a_post_hold_what_is_open_and_nothing_that_is_public_as_it_stands(bureau):
    page = a_draft(bureau)
    assert list(queries.drafts_of(bureau.second_editor, NOW)) == [page]
    card = a_card(bureau, page)
    assert list(queries.drafts_of(bureau.editor, NOW)) == []
    released(a_signed(bureau, card))
    assert list(queries.drafts_of(bureau.editor, NOW)) == []
    revised(bureau, page)
    assert list(queries.drafts_of(bureau.editor, NOW)) == [page]
    card = actions.submit(page=page, by=bureau.editor, at=NOW, correction=CORRECTION)
    actions.send_back(card=card.pk, by=bureau.head, at=NOW, digest=card.digest, reason="再核。")
    assert list(queries.drafts_of(bureau.editor, NOW)) == [page]


def test_no_act_of_2014_cites_a_later_law_and_no_card_shows_its_items(bureau):
    page = a_draft(bureau)
    card = a_release(bureau, page)
    change = ask(bureau, page, Purpose.EXPIRE)
    released(a_signed(bureau, change))
    public_id = card.editions.get().public_id
    actions.take_down_urgently(public_id=public_id, reason="误发。", by=bureau.office, at=NOW)
    refer = a_signed(bureau, a_card(bureau), until=Step.SECRECY)
    actions.refer(card=refer.pk, by=bureau.secrecy, at=NOW, digest=refer.digest)
    for entry in Entry.objects.select_related("payload"):
        body = json.loads(entry.payload.body or "{}")
        assert body.get("article", "") in {"", *_in_force(entry)}, entry
    elements = dict(card_page(card, bureau.leader, NOW).elements)
    assert "类别" not in elements
    assert elements["依据"] == "《政府信息公开条例》第九条至第十二条（待核）"


def test_items_formed_under_the_regulation_of_2019_are_filed_under_its_items():
    label, text = queries.filed_under(4, NOW.date().replace(year=2020))
    assert (label, text.startswith("（四）")) == ("类别", True)
    assert queries.filed_under(4, NOW.date())[0] == "依据"


@pytest.mark.parametrize(
    ("stages", "code"),
    [([], "route.faults"), ("leaderless", "route.faults"), ("clerk signs secrecy", "route.faults")],
)
def test_route_without_what_the_law_asks_is_refused(bureau, refused, stages, code):
    general = queries.route_of("general", NOW)
    given = {
        "leaderless": general[:-1],
        "clerk signs secrecy": tuple(
            stage if stage.step is not Step.SECRECY else type(stage)(Step.SECRECY, "editor")
            for stage in general
        ),
    }.get(stages or "", stages)
    with refused(code):
        actions.set_route(kind="general", stages=given, by=bureau.office, at=NOW)
    with refused("route.kind"):
        actions.set_route(kind="other", stages=general, by=bureau.office, at=NOW)


def test_register_says_in_words_what_a_route_was_changed_to(bureau):
    general = queries.route_of("general", NOW)
    short = tuple(stage for stage in general if stage.step is not Step.OFFICE)
    actions.set_route(kind="general", stages=short, by=bureau.office, at=NOW)
    page = entry_page(Entry.objects.of("route.changed").get().seq)
    assert dict(page.fields)["名称"] == "一般信息的审批流程"
    assert dict(page.detail)["流程环节"] == (
        "岗位类别 采编，限拟稿科室 是，环节 采编；"
        "岗位类别 科室负责人，限拟稿科室 是，环节 科室审核；"
        "岗位类别 保密审查员，限拟稿科室 否，环节 保密审查；"
        "岗位类别 局领导，限拟稿科室 否，环节 签发"
    )


def test_new_route_holds_for_new_cards_only(bureau):
    card = a_card(bureau)
    general = queries.route_of("general", NOW)
    short = tuple(stage for stage in general if stage.step is not Step.OFFICE)
    actions.set_route(kind="general", stages=short, by=bureau.office, at=NOW)
    later = NOW + timedelta(minutes=1)
    assert Step.OFFICE in [stage.step for stage in queries.read_route(card.stages)]
    fresh = a_card(bureau, at=later)
    assert Step.OFFICE not in [stage.step for stage in queries.read_route(fresh.stages)]
    assert a_signed(bureau, fresh, at=later).step == Step.APPROVED


def test_duty_table_names_who_signs_a_column(bureau, refused):
    named = a_holder(PostKind.LEADER, None)
    post = Holding.objects.get(user=named).post
    actions.set_duty(column="data", step=Step.SIGN, post=post, since=NOW, by=bureau.office, at=NOW)
    card = a_signed(bureau, a_card(bureau), until=Step.SIGN)
    assert list(queries.waiting_for(bureau.leader, NOW)) == []
    with refused("card.step"):
        actions.sign(card=card.pk, by=bureau.leader, at=NOW, digest=card.digest)
    assert list(queries.waiting_for(named, NOW)) == [card]
    actions.sign(card=card.pk, by=named, at=NOW, digest=card.digest)


def test_duty_table_names_who_hands_in_for_a_column(bureau, refused):
    other = a_holder(PostKind.EDITOR, a_post(PostKind.OFFICE).department)
    post = Holding.objects.get(user=other).post
    extra = people.add_post(department=bureau.section, kind=PostKind.EDITOR, title="专报岗")
    actions.set_duty(
        column="data", step=Step.DRAFT, post=extra, since=NOW, by=bureau.office, at=NOW
    )
    assert post != extra
    with refused("submit.duty"):
        a_card(bureau)
    with refused("duty.kind"):
        actions.set_duty(column="data", step=Step.SECRECY, post=post, since=NOW, by=bureau.office,
                         at=NOW)  # fmt: skip


def test_duty_is_neither_dated_back_nor_ended_twice(bureau, refused):
    post = Holding.objects.get(user=bureau.leader).post
    row = actions.set_duty(column="data", step=Step.SIGN, post=post, by=bureau.office, at=NOW,
                           since=NOW - timedelta(days=99))  # fmt: skip
    assert row.since == NOW
    actions.end_duty(duty=row, until=NOW, by=bureau.office, at=NOW)
    with refused("duty.over"):
        actions.end_duty(duty=row, until=NOW + timedelta(days=9), by=bureau.office, at=NOW)
