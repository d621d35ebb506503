"""Figures before their moment: read by few, by name, and every opening entered."""

from datetime import timedelta

import pytest

from gongkai.outreach import actions as outreach
from gongkai.outreach import queries as calendar
from gongkai.people.models import Holding, PostKind
from gongkai.publishing import actions, queries
from gongkai.register.models import Entry
from tests.config.addresses import signed_in
from tests.figures.make import a_flow, a_vintage, given
from tests.make import (
    NOW,
    a_bureau,
    a_card,
    a_department,
    a_draft,
    a_holder,
    a_post,
    a_signed,
    a_text,
    released,
)
from tests.publishing.test_data import a_data

pytestmark = pytest.mark.django_db
THEN = NOW + timedelta(hours=1)


@pytest.fixture
def bureau():
    return a_bureau()


def a_waiting_card(bureau):
    """Return a card signed for a later moment that carries figures, and its draft."""
    flow = a_flow(bureau.editor)
    vintage = a_vintage(flow, bureau.editor, given("GDP.130100", "2014-Q3", "3612.40"))
    page = a_draft(bureau, body=[a_data(vintage)])
    return a_signed(bureau, a_card(bureau, page, release_at=THEN)), page


def reads(user, card) -> bool:
    return queries.readable_cards(user, NOW).filter(pk=card.pk).exists()


def test_waiting_figures_are_read_by_their_section_and_the_signers_only(bureau):
    card, _ = a_waiting_card(bureau)
    other = a_department("其他科室（演示）")
    assert all(reads(user, card) for user in (bureau.editor, bureau.head, bureau.leader))
    assert not reads(a_holder(PostKind.EDITOR, other), card)
    assert not reads(a_holder(PostKind.HEAD, other), card)
    assert not reads(a_holder(PostKind.ARCHIVIST), card)


def test_everybody_at_the_desk_reads_the_card_once_its_figures_are_public(bureau):
    card, _ = a_waiting_card(bureau)
    archivist = a_holder(PostKind.ARCHIVIST)
    released(card, at=THEN)
    assert reads(archivist, card)


def test_named_reader_reads_until_it_is_ended(bureau):
    card, _ = a_waiting_card(bureau)
    archivist = a_holder(PostKind.ARCHIVIST)
    row = actions.name_reader(card=card.pk, user=archivist, reason="汇报准备（演示）",
                              by=bureau.office, at=NOW)  # fmt: skip
    assert reads(archivist, card)
    actions.end_reader(reader=row.pk, by=bureau.office, at=NOW)
    assert not reads(archivist, card)


def test_named_reader_who_moves_to_another_post_reads_no_more(bureau):
    card, _ = a_waiting_card(bureau)
    reader = a_holder(PostKind.EDITOR, a_department("其他科室（演示）"))
    actions.name_reader(card=card.pk, user=reader, reason="汇报准备（演示）",
                        by=bureau.office, at=NOW)  # fmt: skip
    assert reads(reader, card)
    held = Holding.objects.get(user=reader)
    Holding.objects.filter(pk=held.pk).update(
        post=a_post(PostKind.HEAD, a_department("新科室（演示）"))
    )
    assert not reads(reader, card)


@pytest.mark.parametrize(
    ("given_", "code"),
    [({"reason": " "}, "reader.reason"), ({"by": "editor"}, "office.only"),
     ({"user": "nobody"}, "reader.post")],
)  # fmt: skip
def test_naming_a_reader_is_refused(bureau, given_, code, refused):
    card, _ = a_waiting_card(bureau)
    people = {"editor": bureau.editor, "nobody": a_holder(until=NOW - timedelta(days=1))}
    values = {"user": a_holder(PostKind.ARCHIVIST), "reason": "汇报", "by": bureau.office} | given_
    values |= {
        name: people[one] for name, one in values.items() if isinstance(one, str) and one in people
    }
    with refused(code):
        actions.name_reader(card=card.pk, at=NOW, **values)


def test_card_without_waiting_figures_needs_no_reader(bureau, refused):
    with refused("reader.open"):
        actions.name_reader(card=a_card(bureau).pk, user=bureau.leader, reason="汇报",
                            by=bureau.office, at=NOW)  # fmt: skip


def test_each_opening_is_entered_and_its_post_told_on_the_calendar_afterwards(bureau):
    card, page = a_waiting_card(bureau)
    entry = outreach.plan(title="前三季度（演示）", department=bureau.section, planned_at=THEN,
                          by=bureau.editor, at=NOW)  # fmt: skip
    for _ in range(2):
        outreach.settle(release=entry.pk, by=bureau.office, at=NOW)
    outreach.tie(release=entry.pk, disclosure=page, by=bureau.editor, at=NOW)
    for _ in range(2):
        actions.enter_reading(card=card.pk, by=bureau.leader, at=NOW)
    assert calendar.line(calendar.release_of(entry.pk), NOW).readings == ()
    released(card, at=THEN)
    actions.enter_reading(card=card.pk, by=bureau.leader, at=THEN)
    ((post, times),) = calendar.line(calendar.release_of(entry.pk), THEN).readings
    assert times == 2
    assert post.endswith("局领导岗")
    assert Entry.objects.of("card.read_early").count() == 2


def test_waiting_figures_are_not_read_by_who_signed_and_moved_or_left(bureau):
    card, _ = a_waiting_card(bureau)
    archive = a_post(PostKind.ARCHIVIST, a_department("档案室（演示）"))
    Holding.objects.filter(user=bureau.head).update(post=archive)
    assert not reads(bureau.head, card)
    Holding.objects.filter(user=bureau.editor).update(until=NOW - timedelta(days=1))
    assert not queries.readable_cards(bureau.editor, NOW).exists()


def test_named_reader_reads_no_more_when_the_post_has_ended(bureau):
    card, _ = a_waiting_card(bureau)
    archivist = a_holder(PostKind.ARCHIVIST)
    actions.name_reader(card=card.pk, user=archivist, reason="汇报", by=bureau.office, at=NOW)
    Holding.objects.filter(user=archivist).update(until=NOW - timedelta(days=1))
    assert not reads(archivist, card)


def test_kept_figures_and_contents_are_not_served_as_files(bureau):
    card, _ = a_waiting_card(bureau)
    archivist = signed_in(a_holder(PostKind.ARCHIVIST))
    for work in card.works.all():
        address = f"/desk/files/{work.sha256[:2]}/{work.sha256}.pdf"
        assert archivist.get(address).status_code == 404


def test_text_of_a_draft_with_waiting_figures_is_hidden_from_other_sections(bureau):
    vintage = a_vintage(a_flow(bureau.editor), bureau.editor,
                        given("GDP.130100", "2014-Q3", "3612.40"))  # fmt: skip
    page = a_draft(bureau, body=[a_data(vintage), a_text("联系电话13812345678（演示）。")],
                   summary="地区生产总值3612.40亿元（演示）。")  # fmt: skip
    other = a_holder(PostKind.EDITOR, a_department("其他科室（演示）"))
    own, strange = signed_in(bureau.editor), signed_in(other)
    for address, said in (("", "3612.40"), ("submit/", "138****5678")):
        address = f"/desk/disclosures/{page.pk}/{address}"
        assert said in own.get(address).content.decode()
        assert said not in strange.get(address).content.decode()
