from datetime import date

import pytest

from gongkai.law.clock import Channel, Event, Fact, Party, fault

D = date.fromisoformat
TODAY = date(2026, 11, 23)
CAME = [
    Fact(Event.SUBMITTED, D("2026-06-01"), what=Channel.IN_PERSON),
    Fact(Event.RECEIVED, D("2026-06-01")),
]
ASKED = Fact(Event.CORRECTION_ASKED, D("2026-06-03"), D("2026-06-20"))
CONSULTED = Fact(Event.CONSULTED, D("2026-06-03"), what=Party.AGENCY, pair="1")
FEE = Fact(Event.FEE_ASKED, D("2026-06-03"))


def old(*facts: Fact) -> list[Fact]:
    return [Fact(Event.RECEIVED, D("2014-06-03")), *facts]


@pytest.mark.parametrize(
    ("facts", "new", "code", "law"),
    [
        ([], Fact(Event.SUBMITTED, D("2026-06-01"), what="猫"), "clock.channel", "第三十一条"),
        (CAME, CAME[0], "clock.twice", "第二十九条"),
        (CAME, CAME[1], "clock.twice", "第三十一条"),
        (CAME[:1], Fact(Event.RECEIVED, D("2026-05-31")), "clock.order", "第三十一条"),
        (CAME[:1], FEE, "clock.unreceived", "第三十一条"),
        (CAME, Fact(Event.FEE_ASKED, D("2026-05-31")), "clock.order", "第三十一条"),
        (CAME, Fact(Event.CLOSED, D("2026-11-24")), "clock.future", ""),
        (CAME, Fact(Event.DELAYED, D("2026-06-03"), D("2026-06-02")), "clock.order", ""),
        (CAME, Fact(Event.DELAYED, D("2026-06-03"), D("2126-06-02")), "clock.far", ""),
        ([*CAME, ASKED], ASKED, "correction.second", "第三十条"),
        (
            CAME,
            Fact(Event.CORRECTION_ASKED, D("2026-06-11"), D("2026-06-30")),
            "correction.late",
            "第三十条",
        ),
        (CAME, Fact(Event.CORRECTION_ASKED, D("2026-06-03")), "correction.period", "第三十条"),
        (CAME, Fact(Event.CORRECTED, D("2026-06-03")), "corrected.unasked", "第三十条"),
        ([*CAME, ASKED], Fact(Event.CORRECTED, D("2026-06-02")), "clock.order", "第三十条"),
        (
            [*CAME, ASKED, Fact(Event.CORRECTED, D("2026-06-05"))],
            Fact(Event.CORRECTED, D("2026-06-08")),
            "corrected.twice",
            "第三十条",
        ),
        (
            CAME,
            Fact(Event.EXTENDED, D("2026-07-01"), days=10),
            "extension.late",
            "第三十三条",
        ),
        (CAME, Fact(Event.EXTENDED, D("2026-06-20"), days=21), "extension.cap", "第三十三条"),
        (CAME, Fact(Event.EXTENDED, D("2026-06-20")), "extension.days", "第三十三条"),
        (
            [*CAME, Fact(Event.EXTENDED, D("2026-06-20"), days=15)],
            Fact(Event.EXTENDED, D("2026-06-22"), days=6),
            "extension.cap",
            "第三十三条",
        ),
        (old(), Fact(Event.EXTENDED, D("2014-06-10"), days=16), "extension.cap", "第二十四条"),
        (old(), Fact(Event.DELAYED, D("2014-06-10"), D("2014-08-01")), "delay.regime", ""),
        (
            CAME,
            Fact(Event.DELAYED, D("2026-06-10"), D("2026-06-30")),
            "delay.until",
            "第三十五条",
        ),
        (
            CAME,
            Fact(Event.DELAYED, D("2026-07-10"), D("2026-08-30")),
            "delay.late",
            "第三十五条",
        ),
        (CAME, Fact(Event.CONSULTED, D("2026-06-03")), "consult.party", "第三十三条"),
        ([*CAME, CONSULTED], CONSULTED, "consult.twice", "第三十三条"),
        (
            [*CAME, CONSULTED],
            Fact(Event.CONSULT_ENDED, D("2026-06-03"), pair="2"),
            "consult.unbegun",
            "第三十三条",
        ),
        (
            [*CAME, CONSULTED],
            Fact(Event.CONSULT_ENDED, D("2026-06-02"), pair="1"),
            "clock.order",
            "第三十三条",
        ),
        (
            [*CAME, CONSULTED, Fact(Event.CONSULT_ENDED, D("2026-06-05"), pair="1")],
            Fact(Event.CONSULT_ENDED, D("2026-06-06"), pair="1"),
            "consult.ended",
            "第三十三条",
        ),
        (CAME, Fact(Event.FEE_PAID, D("2026-06-05")), "fee.unasked", "第四十二条"),
        ([*CAME, FEE], FEE, "fee.second", "第四十二条"),
        (CAME, Fact(Event.FEE_ASKED, D("2026-07-05")), "fee.late", "第四十二条"),
        ([*CAME, FEE], Fact(Event.FEE_PAID, D("2026-06-02")), "clock.order", "第四十二条"),
        (
            [*CAME, FEE, Fact(Event.FEE_PAID, D("2026-06-05"))],
            Fact(Event.FEE_PAID, D("2026-06-05")),
            "fee.paid",
            "第四十二条",
        ),
        (
            [*CAME, Fact(Event.CLOSED, D("2026-06-10"))],
            Fact(Event.CLOSED, D("2026-06-11")),
            "clock.closed",
            "第四十五条",
        ),
        ([*CAME, FEE], Fact(Event.CLOSED, D("2026-06-02")), "clock.order", "第三十三条"),
        (
            [*CAME, ASKED],
            Fact(Event.CLOSED, D("2026-06-20"), what="uncorrected"),
            "closed.early",
            "第三十条",
        ),
        (
            [*CAME, FEE],
            Fact(Event.CLOSED, D("2026-07-02"), what="unpaid"),
            "closed.early",
            "信息处理费",
        ),
        (
            [*CAME, ASKED, Fact(Event.CORRECTED, D("2026-06-05"))],
            Fact(Event.CLOSED, D("2026-07-20"), what="uncorrected"),
            "closed.unasked",
            "第三十条",
        ),
        (
            CAME,
            Fact(Event.CLOSED, D("2026-07-20"), what="uncorrected"),
            "closed.unasked",
            "第三十条",
        ),
        (
            CAME,
            Fact(Event.CLOSED, D("2026-07-20"), what="unpaid"),
            "closed.unasked",
            "信息处理费",
        ),
        (
            [*CAME, FEE, Fact(Event.FEE_PAID, D("2026-06-05"))],
            Fact(Event.CLOSED, D("2026-07-20"), what="unpaid"),
            "closed.unasked",
            "信息处理费",
        ),
        (
            old(Fact(Event.CORRECTION_ASKED, D("2014-06-04"), D("2014-06-20"))),
            Fact(Event.CLOSED, D("2014-06-23"), what="uncorrected"),
            "closed.regime",
            "",
        ),
        (
            old(),
            Fact(Event.CORRECTION_ASKED, D("2014-06-25"), D("2014-07-10")),
            "correction.late",
            "",
        ),
        (old(), Fact(Event.FEE_ASKED, D("2014-06-04")), "fee.no_law", "第二十七条"),
        (
            [Fact(Event.RECEIVED, D("2020-06-01"))],
            Fact(Event.FEE_ASKED, D("2020-06-02")),
            "fee.no_law",
            "第四十二条",
        ),
        ([*CAME, FEE], Fact(Event.FEE_PAID, D("2026-07-03")), "fee.lapsed", "第四十二条"),
        (
            CAME,
            Fact(Event.CONSULTED, D("2026-06-03"), D("2026-06-26"), what=Party.THIRD_PARTY),
            "consult.until",
            "第三十二条",
        ),
        (
            CAME,
            Fact(Event.CONSULTED, D("2026-06-03"), D("2026-06-26"), what=Party.JOINT),
            "consult.until",
            "第三十四条",
        ),
        (
            CAME,
            Fact(Event.DELAYED, D("2026-06-10"), D("2026-09-05")),
            "delay.day_off",
            "第三十五条",
        ),
    ],
)
def test_fact_is_refused_with_the_article_that_says_why(
    facts: list[Fact], new: Fact, code: str, law: str
) -> None:
    found = fault(facts, new, today=TODAY)
    assert found is not None
    assert found.code == code
    assert law in str(found.article or "")
    assert found.message.endswith("。")


@pytest.mark.parametrize(
    ("facts", "new"),
    [
        ([], CAME[0]),
        ([], CAME[1]),
        (CAME[:1], CAME[1]),
        (CAME, ASKED),
        (CAME, Fact(Event.CORRECTION_ASKED, D("2026-06-10"), D("2026-06-30"))),
        ([*CAME, ASKED], Fact(Event.CORRECTED, D("2026-07-30"))),
        (CAME, Fact(Event.EXTENDED, D("2026-06-30"), days=20)),
        ([*CAME, CONSULTED], Fact(Event.EXTENDED, D("2026-07-30"), days=20)),
        (old(), Fact(Event.CORRECTION_ASKED, D("2014-06-20"), D("2014-06-30"))),
        (CAME, CONSULTED),
        (
            CAME,
            Fact(Event.CONSULTED, D("2026-06-03"), D("2026-06-25"), what=Party.THIRD_PARTY),
        ),
        (CAME, Fact(Event.CONSULTED, D("2026-06-03"), D("2026-08-25"), what=Party.AGENCY)),
        ([*CAME, FEE], Fact(Event.FEE_PAID, D("2026-07-02"))),
        ([*CAME, CONSULTED], Fact(Event.CONSULT_ENDED, D("2026-06-03"), pair="1")),
        (CAME, FEE),
        ([*CAME, FEE], Fact(Event.FEE_PAID, D("2026-06-03"))),
        (CAME, Fact(Event.DELAYED, D("2026-06-30"), D("2026-09-01"))),
        (CAME, Fact(Event.CLOSED, D("2026-07-30"))),
        ([*CAME, ASKED], Fact(Event.CLOSED, D("2026-06-21"), what="uncorrected")),
        ([*CAME, FEE], Fact(Event.CLOSED, D("2026-07-03"), what="unpaid")),
    ],
)
def test_fact_that_may_be_is_let_in(facts: list[Fact], new: Fact) -> None:
    assert fault(facts, new, today=TODAY) is None
