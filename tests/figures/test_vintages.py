"""Vintages: what stood at a moment, what replaces it, what is refused."""

import json
from datetime import timedelta

import pytest

from gongkai.figures import actions, rules
from gongkai.figures.models import STANDS, Observation, Subject, Vintage
from gongkai.figures.queries import Numbers
from gongkai.figures.rules import Missing, Status
from gongkai.law.refused import Refused
from gongkai.people.models import PostKind
from gongkai.register.models import Entry
from gongkai.register.rules import SYSTEM
from tests.figures.make import a_flow, a_keeper, a_vintage, given, opened
from tests.make import NOW, a_department, a_holder

pytestmark = [pytest.mark.django_db, pytest.mark.database]
KEY = "GDP.130100"
LATER = NOW + timedelta(days=30)


def values(numbers: Numbers, flow: str = "GDP_Q") -> dict[tuple[str, str], str]:
    shown = numbers.flows[flow]
    keys = {pk: key for key, pk in shown.ids.items()}
    return {
        (keys[one.series], one.period):
            one.missing or rules.text(one.number, one.places) for one in numbers.cells(keys)
    }  # fmt: skip


def test_value_keeps_its_digits_and_its_reason_when_missing():
    by = a_keeper()
    flow = a_flow(by)
    opened(flow, by, given(KEY, "2014-Q1", "1000.50"),
           given(KEY, "2014-Q2", "", missing=Missing.UNKNOWN))  # fmt: skip
    assert values(Numbers(NOW)) == {(KEY, "2014-Q1"): "1000.50", (KEY, "2014-Q2"): "O"}


def test_past_moment_gives_what_the_public_saw_then():
    by = a_keeper()
    flow = a_flow(by)
    opened(flow, by, given(KEY, "2014-Q1", "1000.50", status=Status.PROVISIONAL),
           given(KEY, "2014-Q2", "2100.00"))  # fmt: skip
    opened(flow, by, given(KEY, "2014-Q1", "1001.00", status=Status.REVISED), at=LATER,
           kind="revision", reason="年度核算修订（演示）")  # fmt: skip
    assert values(Numbers(NOW))[KEY, "2014-Q1"] == "1000.50"
    assert values(Numbers(LATER)) == {(KEY, "2014-Q1"): "1001.00", (KEY, "2014-Q2"): "2100.00"}
    assert [one.opened for one in Numbers(LATER).history([Observation.objects.first().series_id])
            ] == [1, 2, 1]  # fmt: skip


def test_nothing_is_read_before_it_is_opened():
    by = a_keeper()
    flow = a_flow(by)
    row = a_vintage(flow, by, given(KEY, "2014-Q1", "1000.50"))
    assert Numbers(LATER).flows == {}
    actions.open_vintage(vintage=row.pk, sha256=row.sha256, visible_from=LATER, by=SYSTEM, at=LATER)
    assert Numbers(LATER - timedelta(microseconds=1)).flows == {}
    assert values(Numbers(LATER)) == {(KEY, "2014-Q1"): "1000.50"}


def test_press_sees_a_vintage_that_waits_for_its_moment():
    by = a_keeper()
    flow = a_flow(by)
    opened(flow, by, given(KEY, "2014-Q1", "1000.50"), given(KEY, "2014-Q2", "2100.00"))
    row = a_vintage(flow, by, given(KEY, "2014-Q2", "2101.00"))
    assert values(Numbers(NOW, plus=[row.pk])) == {
        (KEY, "2014-Q1"): "1000.50", (KEY, "2014-Q2"): "2101.00"}  # fmt: skip
    assert values(Numbers(NOW))[KEY, "2014-Q2"] == "2100.00"


def test_vintage_changed_behind_its_signatures_is_not_opened():
    by = a_keeper()
    flow = a_flow(by)
    row = a_vintage(flow, by, given(KEY, "2014-Q1", "1000.50"))
    Observation.objects.filter(vintage=row).update(number=200000)
    with pytest.raises(Refused) as error:
        actions.open_vintage(vintage=row.pk, sha256=row.sha256, visible_from=NOW, by=SYSTEM, at=NOW)
    assert error.value.code == "vintage.damaged"


def test_withdrawn_vintage_lets_what_it_replaced_stand_again():
    by = a_keeper()
    flow = a_flow(by)
    opened(flow, by, given(KEY, "2014-Q1", "1.0"))
    wrong = opened(flow, by, given(KEY, "2014-Q1", "9.0"), given(KEY, "2014-Q2", "2.0"), at=LATER)
    actions.withdraw_vintage(vintage=wrong.pk, by=SYSTEM, at=LATER)
    assert values(Numbers(LATER)) == {(KEY, "2014-Q1"): "1.0"}
    assert Observation.objects.get().closed == STANDS


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (given(KEY, "2014-03", "1"), "cell.period"),
        (given(KEY, "x", "1"), "cell.period"),
        (given(KEY, "2014-Q4", "1"), "cell.future"),
        (given(KEY, "2014-Q1", ""), "cell.missing"),
        (given(KEY, "2014-Q1", "1", missing=Missing.SMALL), "cell.missing"),
        (given(KEY, "2014-Q1", "1234567890123456789"), "cell.value"),
        (given(KEY, "2014-Q1", "NaN"), "cell.value"),
        (given("NO.130100", "2014-Q1", "1"), "cell.unknown"),
        (given("GDP.999999", "2014-Q1", "1"), "cell.unknown"),
        (given("GDP.130100.A", "2014-Q1", "1"), "cell.parts"),
        (given(KEY, "2014-Q1", "1", note="长" * 301), "cell.note"),
    ],
)
def test_bad_cell_is_refused_and_nothing_changed(row, code):
    by = a_keeper()
    flow = a_flow(by)
    vintage = a_vintage(flow, by, given(KEY, "2013-Q1", "1"))
    with pytest.raises(Refused) as error:
        actions.put(vintage=vintage.pk, rows=[given(KEY, "2013-Q2", "1"), row], by=by, at=NOW)
    assert error.value.code == code
    assert Observation.objects.count() == 1


def test_period_that_has_not_ended_holds_an_estimate():
    by = a_keeper()
    vintage = a_vintage(a_flow(by), by, given(KEY, "2014-Q4", "1", status=Status.ESTIMATED))
    assert vintage.observations.count() == 1


def test_cell_given_twice_is_refused():
    by = a_keeper()
    flow = a_flow(by)
    with pytest.raises(Refused, match="两次"):
        a_vintage(flow, by, given(KEY, "2014-Q1", "1"), given(KEY, "2014-Q1", "2"))


def test_opened_vintage_is_never_changed():
    by = a_keeper()
    flow = a_flow(by)
    row = opened(flow, by, given(KEY, "2014-Q1", "1"))
    with pytest.raises(Refused, match="已经公布"):
        actions.put(vintage=row.pk, rows=[given(KEY, "2014-Q1", "2")], by=by, at=NOW)
    assert Vintage.objects.get().sha256 == row.sha256


def test_stranger_to_the_section_is_refused():
    by = a_keeper()
    flow = a_flow(by)
    with pytest.raises(Refused, match="采编岗位"):
        a_vintage(flow, a_holder(PostKind.LEADER), given(KEY, "2014-Q1", "1"))


def test_revision_without_its_basis_is_refused():
    by = a_keeper()
    with pytest.raises(Refused, match="依据"):
        a_vintage(a_flow(by), by, given(KEY, "2014-Q1", "1"), kind="revision")


def test_names_are_public_as_the_last_vintage_says_them():
    by = a_keeper()
    flow = a_flow(by)
    opened(flow, by, given(KEY, "2014-Q1", "1"))
    actions.define_flow(code="GDP_Q", subject=flow.subject, department=flow.department, by=by,
                        at=NOW, name="改名（演示）")  # fmt: skip
    assert Numbers(LATER).flows["GDP_Q"].name == "地区生产总值（季度）"
    opened(flow.__class__.objects.get(), by, given(KEY, "2014-Q2", "1"), at=LATER)
    assert Numbers(LATER).flows["GDP_Q"].name == "改名（演示）"
    assert Numbers(NOW).flows["GDP_Q"].name == "地区生产总值（季度）"


# Who says anew what is in use ---------------------------------------------------------------------


def redefined(by, **given):
    subject = Subject.objects.get()
    return actions.define_indicator(code="GDP", subject=subject, by=by, at=NOW, **given)


def test_indicator_in_use_is_said_anew_only_by_a_section_that_keeps_it():
    by = a_keeper()
    stranger = a_holder(PostKind.EDITOR, a_department("别的科（演示）"))
    flow = a_flow(by)
    assert redefined(stranger, unit="万元").unit == "万元"  # nobody uses it yet
    a_vintage(flow, by, given(KEY, "2014-Q1", "1"))
    with pytest.raises(Refused, match="其他科室"):
        redefined(stranger, unit="元")
    assert redefined(by, unit="亿元").unit == "亿元"


def test_duty_to_wait_for_another_body_is_taken_back_by_the_office_alone():
    by = a_keeper()
    a_vintage(a_flow(by), by, given(KEY, "2014-Q1", "1"))
    redefined(by, authority="nation")
    with pytest.raises(Refused, match="公布权限"):
        redefined(by, authority="bureau")
    assert redefined(by, name="改名（演示）").authority == "nation"
    redefined(a_holder(PostKind.OFFICE), authority="bureau")
    entry = Entry.objects.of("figures.defined").select_related("payload").last()
    assert json.loads(entry.payload.body)["detail"]["before"]["authority"] == "nation"


def test_region_and_codes_in_use_are_renamed_only_by_a_section_that_keeps_them():
    by = a_keeper()
    stranger = a_holder(PostKind.EDITOR, a_department("别的科（演示）"))
    flow, rows = a_flow(by, codelists=["SECTOR"]), [("TOTAL", "合计", "")]
    actions.define_codelist(code="SECTOR", name="产业（演示）", rows=rows, by=by, at=NOW)
    a_vintage(flow, by, given(f"{KEY}.TOTAL", "2014-Q1", "1"))
    said = {"by": stranger, "at": NOW}
    with pytest.raises(Refused, match="其他科室"):
        actions.define_regions(rows=[("130100", "改名", "130000")], **said)
    with pytest.raises(Refused, match="其他科室"):
        actions.define_codelist(code="SECTOR", name="产业（演示）", rows=[("TOTAL", "改名", "")],
                                **said)  # fmt: skip
    more = [*rows, ("FIRST", "第一产业", "")]
    assert actions.define_regions(rows=[("130200", "唐山市", "130000")], **said)
    assert actions.define_codelist(code="SECTOR", name="产业（演示）", rows=more, **said)
    assert actions.define_regions(rows=[("130100", "改名", "130000")], by=by, at=NOW)


def test_flow_is_said_anew_only_by_the_section_that_keeps_it():
    flow = a_flow(a_keeper())
    other = a_department("别的科（演示）")
    with pytest.raises(Refused, match="采编岗位"):
        actions.define_flow(code="GDP_Q", subject=flow.subject, department=other, at=NOW,
                            by=a_holder(PostKind.EDITOR, other), name="改名")  # fmt: skip
