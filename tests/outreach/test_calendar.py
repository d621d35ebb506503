"""The release calendar: planned by one, settled by another, frozen once released."""

import json
from datetime import timedelta

import pytest
from icalendar import Calendar

from gongkai.law.refused import Refused
from gongkai.outreach import actions, queries
from gongkai.outreach.models import Release
from gongkai.outreach.rules import State
from gongkai.people.models import PostKind
from gongkai.portal.actions.press import tick
from gongkai.publishing import actions as publishing
from gongkai.publishing.models import ApprovalCard, Disclosure
from tests.config.addresses import signed_in
from tests.figures.make import a_flow, a_vintage, given
from tests.make import NOW, a_bureau, a_card, a_draft, a_holder, a_signed, released
from tests.publishing.test_data import a_data

pytestmark = pytest.mark.django_db
TEN = NOW + timedelta(days=3)


def a_release(bureau, at=NOW, **changes) -> Release:
    values = {"title": "前三季度经济运行情况（演示）", "department": bureau.section,
              "planned_at": TEN} | changes  # fmt: skip
    return actions.plan(by=bureau.editor, at=at, **values)


def settled(bureau, **changes) -> Release:
    """Return an entry whose date is confirmed."""
    row = a_release(bureau, **changes)
    for _ in range(2):
        row = actions.settle(release=row.pk, by=bureau.office, at=NOW)
    return row


def test_entry_is_public_once_another_has_settled_it():
    bureau = a_bureau()
    row = a_release(bureau)
    assert queries.public_lines(NOW) == []
    actions.settle(release=row.pk, by=bureau.office, at=NOW)
    assert [line.name for line in queries.public_lines(NOW)] == ["暂定"]
    actions.settle(release=row.pk, by=bureau.office, at=NOW)
    assert [line.name for line in queries.public_lines(NOW)] == ["已确定"]


def test_office_does_not_settle_what_it_planned_itself():
    bureau = a_bureau()
    row = actions.plan(title="公报", department=bureau.section, planned_at=TEN, by=bureau.office,
                       at=NOW)  # fmt: skip
    with pytest.raises(Refused, match="自己提出"):
        actions.settle(release=row.pk, by=bureau.office, at=NOW)
    assert actions.settle(release=row.pk, by=bureau.second_office, at=NOW).state == "provisional"
    with pytest.raises(Refused, match="自己提出"):
        actions.settle(release=row.pk, by=bureau.office, at=NOW)


def test_change_of_date_tells_old_date_reason_and_who_approved():
    bureau = a_bureau()
    row = settled(bureau)
    asked = actions.ask_change(release=row.pk, after=TEN + timedelta(days=2), reason="节假日调整",
                               by=bureau.editor, at=NOW)  # fmt: skip
    assert queries.public_lines(NOW)[0].changes == ()
    actions.decide_change(change=asked.pk, approve=True, by=bureau.office, at=NOW)
    line = queries.public_lines(NOW)[0]
    assert line.release.planned_at == TEN + timedelta(days=2)
    (change,) = line.changes
    assert (change.before, change.reason) == (TEN, "节假日调整")
    assert change.approved_by.endswith("信息公开机构岗")


def test_refused_change_leaves_the_date_and_is_not_told():
    bureau = a_bureau()
    row = settled(bureau)
    asked = actions.ask_change(release=row.pk, after=TEN + timedelta(days=2), reason="另有安排",
                               by=bureau.editor, at=NOW)  # fmt: skip
    actions.decide_change(change=asked.pk, approve=False, by=bureau.office, at=NOW)
    line = queries.public_lines(NOW)[0]
    assert (line.release.planned_at, line.changes, line.pending) == (TEN, (), None)


def test_cancelled_entry_stays_with_its_reason():
    bureau = a_bureau()
    row = settled(bureau)
    asked = actions.ask_change(
        release=row.pk, after=None, reason="停止编制", by=bureau.editor, at=NOW
    )
    actions.decide_change(change=asked.pk, approve=True, by=bureau.office, at=NOW)
    assert [line.name for line in queries.public_lines(NOW)] == ["已取消"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"after": NOW - timedelta(days=1), "reason": "x"}, "release.past"),
        ({"after": NOW + timedelta(days=500), "reason": "x"}, "release.far"),
        ({"after": TEN, "reason": "x"}, "release.same"),
        ({"after": TEN + timedelta(days=1), "reason": " "}, "release.reason"),
    ],
)
def test_bad_change_is_refused(given, code):
    bureau = a_bureau()
    row = settled(bureau)
    with pytest.raises(Refused) as error:
        actions.ask_change(release=row.pk, by=bureau.editor, at=NOW, **given)
    assert error.value.code == code


def test_second_change_waits_until_the_first_is_decided():
    bureau = a_bureau()
    row = settled(bureau)
    ask = {"release": row.pk, "reason": "调整", "by": bureau.editor, "at": NOW}
    actions.ask_change(after=TEN + timedelta(days=1), **ask)
    with pytest.raises(Refused, match="待审定"):
        actions.ask_change(after=TEN + timedelta(days=2), **ask)


def test_stranger_plans_nothing():
    bureau = a_bureau()
    with pytest.raises(Refused, match="采编岗位"):
        actions.plan(title="公报", department=bureau.section, planned_at=TEN,
                     by=a_holder(PostKind.ARCHIVIST), at=NOW)  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"title": " "}, "release.title"), ({"flows": ["NO"]}, "release.flow"),
     ({"period": "2014-13"}, "release.period"), ({"planned_at": NOW}, "release.past")],
)  # fmt: skip
def test_bad_plan_is_refused(changes, code):
    with pytest.raises(Refused) as error:
        a_release(a_bureau(), **changes)
    assert error.value.code == code
    assert not Release.objects.exists()


def _tied_card(bureau, release, moment):
    page = a_draft(bureau)
    actions.tie(release=release.pk, disclosure=page, by=bureau.editor, at=NOW)
    return a_signed(bureau, a_card(bureau, page, release_at=moment))


def test_announced_release_comes_out_at_its_hour_and_freezes_the_entry():
    bureau = a_bureau()
    row = settled(bureau)
    _tied_card(bureau, row, TEN)
    tick(NOW)
    assert queries.line(row, TEN - timedelta(seconds=1)).state == State.CONFIRMED
    tick(TEN)
    line = queries.public_lines(TEN)[0]
    assert (line.state, line.late) == (State.RELEASED, False)
    with pytest.raises(Refused, match="已经发布"):
        actions.ask_change(release=row.pk, after=TEN + timedelta(days=9), reason="改",
                           by=bureau.editor, at=TEN)  # fmt: skip


@pytest.mark.parametrize("early", [True, False])
def test_press_holds_what_is_earlier_than_announced_or_not_confirmed(early):
    bureau = a_bureau()
    row = settled(bureau) if early else a_release(bureau)
    card = _tied_card(bureau, row, TEN - timedelta(days=1) if early else TEN)
    tick(NOW)
    assert ApprovalCard.objects.get(pk=card.pk).step == "held"


def changed(bureau, row, after) -> Release:
    """Return an entry whose date was changed, or which was cancelled."""
    asked = actions.ask_change(release=row.pk, after=after, reason="另有安排", by=bureau.editor,
                               at=NOW)  # fmt: skip
    return actions.decide_change(change=asked.pk, approve=True, by=bureau.office, at=NOW)


@pytest.mark.parametrize("after", [TEN + timedelta(days=7), None])
def test_press_holds_what_was_moved_or_cancelled_after_it_was_prepared(after):
    bureau = a_bureau()
    row = settled(bureau)
    card = _tied_card(bureau, row, TEN)
    tick(NOW)
    assert ApprovalCard.objects.get(pk=card.pk).step == "armed"
    changed(bureau, row, after)
    tick(TEN)
    assert ApprovalCard.objects.get(pk=card.pk).step == "held"


def _announced(bureau) -> tuple[Release, Disclosure]:
    """Return a confirmed entry that announces figures, and a draft that carries them."""
    flow = a_flow(bureau.editor)
    vintage = a_vintage(flow, bureau.editor, given("GDP.130100", "2014-Q3", "1.00"))
    row = settled(bureau, flows=[flow.code], period="2014-Q3")
    return row, a_draft(bureau, body=[a_data(vintage)])


@pytest.mark.parametrize("cancelled", [True, False])
def test_press_holds_announced_figures_though_another_entry_is_tied(cancelled):
    bureau = a_bureau()
    row, page = _announced(bureau)
    if cancelled:
        changed(bureau, row, None)
    dummy = settled(bureau, title="解读（演示）", planned_at=NOW + timedelta(minutes=5))
    actions.tie(release=dummy.pk, disclosure=page, by=bureau.editor, at=NOW)
    card = a_signed(bureau, a_card(bureau, page, release_at=TEN - timedelta(days=1)))
    tick(NOW)
    assert ApprovalCard.objects.get(pk=card.pk).step == "held"


def test_figures_handed_in_are_told_of_until_the_calendar_announces_them():
    bureau = a_bureau()
    flow = a_flow(bureau.editor)
    vintage = a_vintage(flow, bureau.editor, given("GDP.130100", "2014-Q3", "1.00"))
    card = a_card(bureau, a_draft(bureau, body=[a_data(vintage)]))
    assert queries.unlisted(bureau.editor, NOW) == [card]
    assert "未列入日历" in signed_in(bureau.editor).get("/desk/releases/").content.decode()
    assert "未列入发布日历" in signed_in(bureau.editor).get("/desk/").content.decode()
    assert queries.unlisted(a_holder(PostKind.ARCHIVIST), NOW) == []
    settled(bureau, flows=[flow.code], period="2014-Q3")
    assert queries.unlisted(bureau.editor, NOW) == []


def test_cancelled_figures_come_out_when_announced_anew():
    bureau = a_bureau()
    row, page = _announced(bureau)
    actions.tie(release=row.pk, disclosure=page, by=bureau.editor, at=NOW)
    changed(bureau, row, None)
    for draft in (page, None):
        with pytest.raises(Refused, match="已经取消"):
            actions.tie(release=row.pk, disclosure=draft, by=bureau.editor, at=NOW)
    anew = settled(bureau, flows=row.flows, period=row.period)
    actions.tie(release=anew.pk, disclosure=page, by=bureau.editor, at=NOW)
    card = a_signed(bureau, a_card(bureau, page, release_at=TEN))
    tick(NOW)
    tick(TEN)
    assert ApprovalCard.objects.get(pk=card.pk).step == "released"


def test_entry_is_not_tied_to_what_has_come_out():
    bureau = a_bureau()
    row, page = settled(bureau), a_draft(bureau)
    released(a_signed(bureau, a_card(bureau, page)))
    with pytest.raises(Refused, match="已经公开过"):
        actions.tie(release=row.pk, disclosure=page, by=bureau.editor, at=NOW)


def test_entry_stays_frozen_when_what_it_announced_was_taken_down():
    bureau = a_bureau()
    row = settled(bureau)
    page = Disclosure.objects.get(pk=_tied_card(bureau, row, TEN).works.get().object_id)
    tick(NOW)
    tick(TEN)
    publishing.take_down_urgently(public_id=page.public_id, reason="演示", by=bureau.office, at=TEN)
    tick(TEN)
    line = queries.public_lines(TEN)[0]
    assert (line.state, line.edition) == (State.RELEASED, None)
    with pytest.raises(Refused, match="已经发布"):
        actions.ask_change(release=row.pk, after=None, reason="改", by=bureau.editor, at=TEN)


def test_programs_read_the_calendar(client, settings):
    settings.NOW = NOW.isoformat()
    bureau = a_bureau()
    settled(bureau)
    rows = json.loads(client.get("/calendar/releases.json").content)["releases"]
    assert [(one["state"], one["planned_at"][:10]) for one in rows] == [
        ("confirmed", TEN.date().isoformat())]  # fmt: skip
    (event,) = Calendar.from_ical(client.get("/calendar/calendar.ics").content).walk("VEVENT")
    assert event["STATUS"] == "CONFIRMED"
    assert event.decoded("DTSTART") == TEN
    assert b"<entry>" in client.get("/calendar/feed.atom").content
