from datetime import date

import pytest

from gongkai.law.calendar import STANDARD, Year
from gongkai.law.clock import (
    Channel,
    Event,
    Fact,
    Party,
    clock,
    due_of,
    receipt_day,
)

D = date.fromisoformat
TODAY = date(2026, 11, 23)


def came(day: str) -> list[Fact]:
    return [
        Fact(Event.SUBMITTED, D(day), what=Channel.IN_PERSON),
        Fact(Event.RECEIVED, D(day)),
    ]


def consulted(
    first: str, last: str | None, party: str = Party.AGENCY, pair: str = "1"
) -> list[Fact]:
    found = [Fact(Event.CONSULTED, D(first), what=party, pair=pair)]
    return found + ([Fact(Event.CONSULT_ENDED, D(last), pair=pair)] if last else [])


def text_of(facts: list[Fact], today: date = TODAY) -> str:
    return "\n".join(line.text for line in clock(facts, today=today).lines)


@pytest.mark.parametrize(
    ("received", "extended", "due", "law"),
    [
        ("2014-09-22", 0, "2014-10-16", "条例（2008）第二十四条"),
        ("2015-02-09", 0, "2015-03-05", "条例（2008）第二十四条"),
        ("2014-09-22", 15, "2014-11-06", "条例（2008）第二十四条，延长15个"),
        ("2019-05-14", 0, "2019-06-04", "条例（2008）第二十四条，末日"),
        ("2019-05-15", 0, "2019-06-13", "条例（2019）第三十三条，首日"),
        ("2020-01-20", 0, "2020-02-25", "条例（2019）第三十三条"),
        ("2024-09-23", 0, "2024-10-24", "条例（2019）第三十三条"),
        ("2025-01-20", 0, "2025-02-21", "条例（2019）第三十三条"),
        ("2025-01-20", 20, "2025-03-21", "条例（2019）第三十三条，延长20个"),
        ("2025-04-28", 0, "2025-05-29", "条例（2019）第三十三条"),
        ("2025-09-22", 0, "2025-10-24", "条例（2019）第三十三条"),
        ("2026-02-09", 0, "2026-03-13", "条例（2019）第三十三条"),
    ],
)
def test_reply_is_due_by_the_regulation_of_the_day_of_receipt(
    received: str, extended: int, due: str, law: str
) -> None:
    more = [Fact(Event.EXTENDED, D(received), days=extended)] if extended else []
    assert clock([*came(received), *more], today=D(received)).due == D(due), law


@pytest.mark.parametrize(
    ("channel", "submitted", "signed", "confirmed", "received"),
    [
        # 条例（2019）第三十一条
        ("in_person", "2026-06-01", None, None, "2026-06-01"),
        ("oral", "2026-06-01", None, None, "2026-06-01"),
        ("registered", "2026-06-01", "2026-06-03", None, "2026-06-03"),
        ("registered", "2026-06-01", None, None, None),
        ("ordinary", "2026-06-01", "2026-06-03", "2026-06-04", "2026-06-04"),
        ("ordinary", "2026-06-01", "2026-06-03", None, None),
        ("internet", "2026-06-01", None, "2026-06-02", "2026-06-02"),
        ("internet", "2026-06-01", None, None, None),
        ("fax", "2026-06-01", None, "2026-06-02", "2026-06-02"),
        # 国办公开办函〔2015〕207号
        ("internet", "2016-06-01", None, "2016-06-02", "2016-06-01"),
        ("ordinary", "2016-06-01", "2016-06-03", "2016-06-04", "2016-06-03"),
        ("ordinary", "2016-06-01", None, "2016-06-04", "2016-06-04"),
        ("fax", "2016-06-01", None, "2016-06-02", "2016-06-02"),
        ("registered", "2019-05-13", "2019-05-15", None, "2019-05-15"),
    ],
)
def test_receipt_day_follows_the_channel(
    channel: str, submitted: str, signed: str | None, confirmed: str | None, received: str | None
) -> None:
    found = receipt_day(
        channel,
        submitted=D(submitted),
        signed=D(signed) if signed else None,
        confirmed=D(confirmed) if confirmed else None,
    )
    assert found == (D(received) if received else None)


def test_receipt_day_is_refused_before_the_submission() -> None:
    with pytest.raises(ValueError, match="before"):
        receipt_day("fax", submitted=D("2026-06-02"), signed=None, confirmed=D("2026-06-01"))


def test_clock_waits_until_the_day_of_receipt_is_settled() -> None:
    facts = [Fact(Event.SUBMITTED, D("2026-06-01"), what=Channel.INTERNET)]
    found = clock(facts, today=D("2026-06-02"))
    assert (found.state, found.due, found.left, found.overdue) == ("unreceived", None, 20, False)
    assert "还没有起算" in found.lines[-1].text


def test_correction_stops_the_clock_and_starts_it_anew() -> None:
    facts = [*came("2026-06-01"), Fact(Event.CORRECTION_ASKED, D("2026-06-05"), D("2026-06-22"))]
    waiting = clock(facts, today=D("2026-06-08"))
    assert (waiting.state, waiting.due, waiting.lapse) == ("correcting", None, D("2026-06-22"))
    facts.append(Fact(Event.CORRECTED, D("2026-06-15")))
    running = clock(facts, today=D("2026-06-15"))
    assert (running.state, running.due, running.left) == ("running", D("2026-07-14"), 20)


def test_correction_may_be_asked_for_within_seven_working_days() -> None:
    assert clock(came("2025-01-20"), today=D("2025-01-20")).correction_due == D("2025-02-05")
    assert clock(came("2014-09-22"), today=D("2014-09-22")).correction_due is None


def test_correction_under_the_old_regulation_is_shown_as_unsure() -> None:
    facts = [
        *came("2014-06-03"),
        Fact(Event.CORRECTION_ASKED, D("2014-06-04"), D("2014-06-20")),
        Fact(Event.CORRECTED, D("2014-06-16")),
    ]
    found = [line for line in clock(facts, today=TODAY).lines if "补正" in line.text]
    lines = [line for line in found if "个工作日内答复" not in line.text]
    assert lines
    assert all("待核" in line.doubt and line.article is None for line in lines)


def test_consultations_are_counted_once_where_they_overlap() -> None:
    alone = [*came("2026-06-01"), *consulted("2026-06-02", "2026-06-11", pair="1")]
    both = [*alone, *consulted("2026-06-04", "2026-06-09", pair="2")]
    beyond = [*alone, *consulted("2026-06-09", "2026-06-15", pair="2")]
    assert due_of(came("2026-06-01"), today=TODAY) == D("2026-06-30")
    assert due_of(alone, today=TODAY) == due_of(both, today=TODAY) == D("2026-07-09")
    assert due_of(beyond, today=TODAY) == D("2026-07-13")


def test_third_party_that_stays_silent_stops_the_clock_for_fifteen_working_days() -> None:
    facts = [*came("2026-03-02"), *consulted("2026-03-03", None, Party.THIRD_PARTY)]
    found = clock(facts, today=D("2026-03-24"))
    assert (found.state, found.due, found.left) == ("paused", D("2026-04-21"), 19)
    after = clock(facts, today=D("2026-03-26"))
    assert (after.state, after.due, after.left) == ("running", D("2026-04-21"), 17)
    assert "由本机关决定" in text_of(facts)
    joint = [*came("2026-03-02"), *consulted("2026-03-03", None, Party.JOINT)]
    assert "视为同意公开" in text_of(joint)


def test_third_party_that_answers_late_no_longer_stops_the_clock() -> None:
    late = [*came("2026-03-02"), *consulted("2026-03-03", "2026-04-20", Party.THIRD_PARTY)]
    silent = [*came("2026-03-02"), *consulted("2026-03-03", None, Party.THIRD_PARTY)]
    assert due_of(late, today=TODAY) == due_of(silent, today=TODAY)


def test_other_agency_stops_the_clock_until_it_answers() -> None:
    facts = [*came("2026-03-02"), *consulted("2026-03-04", None)]
    found = clock(facts, today=D("2026-06-01"))
    assert (found.state, found.due, found.left, found.overdue) == ("paused", None, 18, False)


@pytest.mark.parametrize(
    ("party", "due"),
    [
        (Party.THIRD_PARTY, "2014-07-01"),
        (Party.JOINT, "2014-06-24"),
        (Party.AGENCY, "2014-06-24"),
    ],
)
def test_old_regulation_leaves_out_only_the_time_of_a_third_party(party: Party, due: str) -> None:
    facts = [*came("2014-06-03"), *consulted("2014-06-04", "2014-06-11", party)]
    facts[-1] = Fact(Event.CONSULT_ENDED, D("2014-06-11"), pair="1")
    plain = due_of(came("2014-06-03"), today=TODAY)
    assert plain == D("2014-06-24")
    found = due_of(facts, today=TODAY)
    assert found == D(due)


def test_fee_stops_the_clock_until_the_day_after_payment_and_says_it_is_unsure() -> None:
    facts = [*came("2026-06-01"), Fact(Event.FEE_ASKED, D("2026-06-03"))]
    unpaid = clock(facts, today=D("2026-06-10"))
    assert (unpaid.state, unpaid.due, unpaid.left) == ("paying", None, 18)
    assert unpaid.lapse == D("2026-07-02")
    facts.append(Fact(Event.FEE_PAID, D("2026-06-08")))
    paid = clock(facts, today=D("2026-06-08"))
    assert (paid.state, paid.due, paid.lapse) == ("running", D("2026-07-03"), None)
    assert [line for line in paid.lines if "缴费" in line.text or "缴纳" in line.text]
    assert all("待核" in line.doubt for line in paid.lines if "缴纳" in line.text)


def test_extension_after_the_due_date_has_no_effect() -> None:
    facts = [*came("2026-06-01"), Fact(Event.EXTENDED, D("2026-07-01"), days=10)]
    assert due_of(facts, today=TODAY) == D("2026-06-30")
    assert "不影响期限" in text_of(facts)


def test_extensions_together_do_not_go_over_the_limit() -> None:
    facts = [
        *came("2025-01-20"),
        Fact(Event.EXTENDED, D("2025-02-10"), days=15),
        Fact(Event.EXTENDED, D("2025-02-11"), days=15),
    ]
    assert due_of(facts, today=TODAY) == D("2025-03-21")
    assert "只计5个" in text_of(facts)


def test_delayed_reply_is_due_on_the_day_told_whatever_day_that_is() -> None:
    facts = [*came("2026-06-01"), Fact(Event.DELAYED, D("2026-06-20"), D("2026-09-05"))]
    assert due_of(facts, today=TODAY) == D("2026-09-05")  # a Saturday


@pytest.mark.parametrize("party", [Party.THIRD_PARTY, Party.JOINT])
def test_time_for_opinions_is_never_more_than_fifteen_working_days(party: str) -> None:
    plain = [*came("2026-03-02"), *consulted("2026-03-03", None, party)]
    longer = [
        *plain[:2],
        Fact(Event.CONSULTED, D("2026-03-03"), D("2026-05-29"), what=party, pair="1"),
    ]
    assert due_of(longer, today=TODAY) == due_of(plain, today=TODAY)


def test_day_asked_of_another_agency_ends_no_pause() -> None:
    asked = Fact(Event.CONSULTED, D("2026-03-04"), D("2026-03-06"), what=Party.AGENCY, pair="1")
    found = clock([*came("2026-03-02"), asked], today=D("2026-04-01"))
    assert (found.state, found.due) == ("paused", None)


def test_fee_paid_after_it_lapsed_stops_the_clock_only_until_then() -> None:
    facts = [*came("2026-06-01"), Fact(Event.FEE_ASKED, D("2026-06-03"))]
    in_time = [*facts, Fact(Event.FEE_PAID, D("2026-07-02"))]
    late = [*facts, Fact(Event.FEE_PAID, D("2026-08-03"))]
    assert due_of(late, today=TODAY) == due_of(in_time, today=TODAY)
    assert "2026年8月3日缴纳（逾期，中止只计到2026年7月2日）" in text_of(late)


def test_fee_of_the_old_regulation_never_lapses() -> None:
    facts = [*came("2014-06-03"), Fact(Event.FEE_ASKED, D("2014-06-04"))]
    assert clock(facts, today=D("2014-06-05")).lapse is None


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("uncorrected", "因申请人逾期不补正不再处理"),
        ("unpaid", "因申请人逾期不缴费不再处理"),
        ("other", "作其他处理"),
        ("granted", "答复，"),
    ],
)
def test_end_of_a_request_is_told_by_how_it_ended(what: str, said: str) -> None:
    found = clock(
        [*came("2026-06-01"), Fact(Event.CLOSED, D("2026-06-05"), what=what)], today=TODAY
    )
    assert f"2026年6月5日{said}" in found.lines[-1].text
    assert ("日答复" in found.lines[-1].text) is (what == "granted")


def test_lapse_of_a_fee_asks_for_no_good_reason() -> None:
    fee = clock(
        [*came("2026-06-01"), Fact(Event.FEE_ASKED, D("2026-06-03"))], today=D("2026-06-04")
    )
    assert "逾期未缴纳" in fee.lines[-1].text
    assert "无正当理由" not in fee.lines[-1].text
    asked = [*came("2026-06-01"), Fact(Event.CORRECTION_ASKED, D("2026-06-03"), D("2026-06-20"))]
    assert "无正当理由逾期不补正" in clock(asked, today=D("2026-06-04")).lines[-1].text


def test_extension_before_a_correction_is_shown_as_unsure() -> None:
    facts = [
        *came("2026-06-01"),
        Fact(Event.EXTENDED, D("2026-06-02"), days=10),
        Fact(Event.CORRECTION_ASKED, D("2026-06-05"), D("2026-06-22")),
        Fact(Event.CORRECTED, D("2026-06-15")),
        Fact(Event.EXTENDED, D("2026-06-16"), days=5),
    ]
    lines = [line for line in clock(facts, today=TODAY).lines if "延长" in line.text]
    assert ["待核" in line.doubt for line in lines] == [True, False]


def test_clock_is_overdue_after_the_due_date_and_not_on_it() -> None:
    on = clock(came("2026-06-01"), today=D("2026-06-30"))
    after = clock(came("2026-06-01"), today=D("2026-07-02"))
    assert (on.left, on.overdue) == (0, False)
    assert (after.left, after.overdue) == (-2, True)


@pytest.mark.parametrize(("day", "on_time"), [("2026-06-30", True), ("2026-07-01", False)])
def test_closed_case_was_on_time_up_to_its_due_date(day: str, on_time: bool) -> None:
    found = clock([*came("2026-06-01"), Fact(Event.CLOSED, D(day))], today=TODAY)
    assert (found.state, found.on_time, found.overdue) == ("closed", on_time, False)
    assert ("按期" if on_time else "逾期") in found.lines[-1].text


def test_year_without_a_notice_is_provisional_until_the_notice_comes() -> None:
    facts = came("2098-12-22")
    before = clock(facts, today=D("2098-12-22"))
    assert before.provisional
    assert any("暂按" in line.text and line.doubt for line in before.lines)
    calendar = STANDARD.with_notice(
        Year("演示通知", frozenset({D("2099-01-01"), D("2099-01-02")}), frozenset())
    ).with_notice(Year("演示通知", frozenset({D("2098-01-01")}), frozenset()))
    after = clock(facts, today=D("2098-12-22"), calendar=calendar)
    assert not after.provisional
    assert (before.due, after.due) == (D("2099-01-19"), D("2099-01-21"))


def test_whole_case_is_replayed_to_the_same_account() -> None:
    facts = [
        Fact(Event.SUBMITTED, D("2026-06-01"), what=Channel.INTERNET),
        Fact(Event.RECEIVED, D("2026-06-02")),
        Fact(Event.CORRECTION_ASKED, D("2026-06-05"), D("2026-06-19")),
        Fact(Event.CORRECTED, D("2026-06-15")),
        *consulted("2026-06-16", "2026-06-26", Party.THIRD_PARTY, "甲"),
        *consulted("2026-06-23", "2026-06-30", Party.AGENCY, "乙"),
        Fact(Event.EXTENDED, D("2026-07-20"), days=10),
        Fact(Event.CLOSED, D("2026-08-07")),
    ]
    found = clock(facts, today=TODAY)
    assert (found.regime, found.due, found.on_time) == ("2019", D("2026-08-10"), True)
    assert [(line.text, str(line.article or ""), bool(line.doubt)) for line in found.lines] == [
        (
            "2026年6月1日，申请人通过互联网提交申请。",
            "《政府信息公开条例》第二十九条",
            False,
        ),
        (
            "收到申请之日为2026年6月2日，按2019年的条例办理。",
            "《政府信息公开条例》第三十一条",
            False,
        ),
        ("期间从次日起按工作日计算，收到当日不计。", "", True),
        (
            "2026年6月5日告知申请人补正，补正期限至2026年6月19日；等待补正期间不计算答复期限。",
            "《政府信息公开条例》第三十条",
            False,
        ),
        (
            "2026年6月15日收到补正的申请，答复期限自该日起重新计算。",
            "《政府信息公开条例》第三十条",
            False,
        ),
        (
            "自收到补正的申请之日（2026年6月15日）起20个工作日内答复，从次日计算，至2026年7月14日。",
            "《政府信息公开条例》第三十三条第二款",
            False,
        ),
        (
            "2026年6月16日征求第三方意见，2026年6月26日结束，7个工作日不计算在答复期限内"
            "（已扣除的不重复扣除）；期限至2026年7月23日。",
            "《政府信息公开条例》第三十三条第三款",
            False,
        ),
        (
            "2026年6月23日征求其他机关意见，2026年6月30日结束，2个工作日不计算在答复期限内"
            "（已扣除的不重复扣除）；期限至2026年7月27日。",
            "《政府信息公开条例》第三十三条第三款",
            False,
        ),
        (
            "2026年7月20日经政府信息公开工作机构负责人同意并告知申请人，延长10个工作日；"
            "期限至2026年8月10日。",
            "《政府信息公开条例》第三十三条第二款",
            False,
        ),
        ("2026年8月7日答复，答复期限至2026年8月10日，按期办结。", "", False),
    ]


@pytest.mark.parametrize(
    "facts",
    [
        [Fact(Event.CORRECTED, D("2026-06-05"))],
        [Fact(Event.FEE_PAID, D("2026-06-05"))],
        [Fact(Event.CONSULT_ENDED, D("2026-06-05"), pair="1")],
        consulted("2026-06-05", "2026-06-04"),
        [Fact(Event.CONSULTED, D("2026-06-05"), what="nobody")],
        [Fact(Event.EXTENDED, D("2026-06-05"), days=-1)],
        [Fact(Event.DELAYED, D("2026-06-05"), D("2026-06-04"))],
        [Fact(Event.EXTENDED, D("2026-05-31"), days=5)],
        [Fact(Event.SUBMITTED, D("2026-06-02"), what=Channel.FAX)],
    ],
)
def test_clock_refuses_facts_that_cannot_be(facts: list[Fact]) -> None:
    with pytest.raises(ValueError, match=r"."):
        due_of([*came("2026-06-01"), *facts], today=TODAY)
