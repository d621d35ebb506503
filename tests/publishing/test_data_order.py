"""What stands in public figures: nothing dropped, nothing early, no edit of it unseen."""

from datetime import timedelta

import pytest

from gongkai.figures import actions as figures
from gongkai.figures.models import STANDS, Flow, Observation, Vintage
from gongkai.figures.queries import Numbers
from gongkai.publishing import actions, queries
from gongkai.publishing.models import ApprovalCard
from tests.figures.make import given
from tests.make import NOW, Bureau, a_card, a_draft, a_release, a_signed, released
from tests.publishing.test_data import KEY, PERIOD, THEN, a_data, a_waiting, standing

pytestmark = pytest.mark.database


def _edits(first: Vintage, second: Vintage, draft: Vintage) -> dict:
    """Return edits of the tables that change what services answer, none of them a value."""
    vintages, rows = Vintage.objects, Observation.objects
    return {
        "hidden": lambda: rows.filter(vintage=second).update(closed=2),
        "again": lambda: rows.filter(vintage=first).update(closed=STANDS),
        "draft": lambda: rows.filter(vintage=draft).update(opened=1),
        "moment": lambda: vintages.filter(pk=second.pk).update(
            visible_from=NOW - timedelta(days=9)),
        "order": lambda: (vintages.filter(pk=second.pk).update(order=9),
                          rows.filter(vintage=second).update(opened=9),
                          rows.filter(vintage=first).update(closed=9)),
        "gone": lambda: (vintages.filter(pk=second.pk).update(withdrawn_at=NOW),
                         rows.filter(vintage=second).delete(),
                         rows.filter(vintage=first).update(closed=STANDS)),
        "flow": lambda: Flow.objects.update(code="OTHER"),
    }  # fmt: skip


@pytest.mark.parametrize("edit", ["hidden", "again", "draft", "moment", "order", "gone", "flow"])
def test_verification_names_an_edit_that_changes_what_services_answer(bureau, edit):
    first = a_waiting(bureau)
    a_release(bureau, a_draft(bureau, body=[a_data(first)]))
    second = a_waiting(bureau, given(KEY, PERIOD, "3613.00"), flow=first.flow)
    a_release(bureau, a_draft(bureau, body=[a_data(second)]))
    draft = a_waiting(bureau, given(KEY, PERIOD, "1.00"), flow=first.flow)
    assert list(queries.edition_faults()) == []
    _edits(first, second, draft)[edit]()
    codes = {code for _, code in queries.edition_faults()}
    assert codes & {"vintage.entry", "vintage.stands"}


def _beside(bureau: Bureau) -> tuple[ApprovalCard, ApprovalCard]:
    """Return two complete cards with vintages drafted beside each other; the first has more."""
    first = a_waiting(bureau, given(KEY, PERIOD, "1.00"), given("GDP_G.130100", PERIOD, "8.1"))
    second = a_waiting(bureau, given(KEY, "2014-Q2", "2.00"), flow=first.flow)
    cards = [a_signed(bureau, a_card(bureau, a_draft(bureau, body=[a_data(one)])))
             for one in (first, second)]  # fmt: skip
    return cards[0], cards[1]


def test_vintage_that_would_drop_a_public_series_is_refused_until_it_takes_it_up(bureau, refused):
    first = a_waiting(bureau, given(KEY, PERIOD, "1.00"), given("GDP_G.130100", PERIOD, "8.1"))
    second = a_waiting(bureau, given(KEY, "2014-Q2", "2.00"), flow=first.flow)
    a_release(bureau, a_draft(bureau, body=[a_data(first)]))
    with refused("vintage.lost"):
        a_card(bureau, a_draft(bureau, body=[a_data(second)]))
    second = figures.take_up(vintage=second.pk, by=bureau.editor, at=NOW)
    a_release(bureau, a_draft(bureau, body=[a_data(second)]))
    assert "GDP_G.130100" in Numbers(NOW).flows["GDP_Q"].ids


def test_card_is_held_when_another_brought_series_its_figures_would_drop(bureau):
    first, second = _beside(bureau)
    released(first)
    assert not actions.recheck(card=second.pk, at=NOW)
    reason = queries.hold_reason(ApprovalCard.objects.get(pk=second.pk))
    assert "GDP_G.130100" in reason


def test_card_is_held_when_one_of_the_same_moment_brings_series_its_figures_would_drop(bureau):
    first, second = _beside(bureau)
    assert actions.recheck(card=first.pk, at=NOW)
    assert not actions.recheck(card=second.pk, at=NOW)


@pytest.mark.parametrize("late", [timedelta(seconds=60), timedelta(hours=3)])
def test_figures_released_late_are_public_since_the_flip(bureau, late):
    vintage = a_waiting(bureau)
    page = a_draft(bureau, body=[a_data(vintage)])
    released(a_signed(bureau, a_card(bureau, page, release_at=THEN)), at=THEN + late)
    flip = THEN + late if late > timedelta(minutes=1) else THEN
    assert standing(flip) == {PERIOD: "361240"}
    assert standing(flip - timedelta(seconds=1)) == {}
    assert list(queries.edition_faults()) == []


def test_figures_entered_after_a_crash_are_public_since_the_flip_before_it(bureau):
    vintage = a_waiting(bureau)
    page = a_draft(bureau, body=[a_data(vintage)])
    card = a_signed(bureau, a_card(bureau, page))
    actions.arm(cards=[card.pk], manifest="0" * 64, release_at=NOW, at=NOW)
    actions.claim(cards=[card.pk], at=NOW)
    flip = NOW + timedelta(seconds=2)
    actions.release(cards=[card.pk], tree="1" * 64, at=THEN, since=flip)
    assert standing(NOW) == {PERIOD: "361240"}
