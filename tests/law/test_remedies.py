from datetime import date

import pytest

from gongkai.law.outcomes import outcomes
from gongkai.law.remedies import (
    UNANSWERED,
    answer_until,
    decision_until,
    remedy,
    remedy_faults,
    review_until,
    review_until_untold,
    suit_until,
)

D = date.fromisoformat
LAST_OLD, FIRST_NEW = D("2023-12-31"), D("2024-01-01")


@pytest.mark.parametrize("one", outcomes(), ids=lambda one: one.key)
def test_review_comes_first_for_refusals_since_2024_and_for_nothing_else(one) -> None:
    refused = one.group in {"withheld", "partial"}
    assert remedy(one.key, FIRST_NEW).review_first is refused
    assert not remedy(one.key, LAST_OLD).review_first
    assert remedy(one.key, FIRST_NEW, withheld_part=True).review_first


def test_review_comes_first_when_nobody_answered() -> None:
    found = remedy(UNANSWERED, FIRST_NEW)
    assert found.review_first
    assert "《行政复议法》第二十三条第一款第（三）项" in map(str, found.articles)
    assert not remedy(UNANSWERED, LAST_OLD).review_first


def test_remedy_names_the_law_of_its_day_and_marks_the_periods_of_suits() -> None:
    new = [str(law) for law in remedy("internal", D("2026-06-01")).articles]
    assert "《行政复议法》第二十三条第一款第（四）项" in new
    assert "《行政复议法》第二十三条第二款" in new
    assert "法释〔2025〕8号" in new
    assert "《行政诉讼法》第四十五条（待核）" in new
    assert "法释〔2025〕8号" not in map(str, remedy("internal", D("2025-05-31")).articles)
    assert not any("行政复议法" in str(law) for law in remedy("internal", D("2014-06-03")).articles)


@pytest.mark.parametrize("key", [*(one.key for one in outcomes()), UNANSWERED])
@pytest.mark.parametrize("on", ["2014-06-03", "2023-12-31", "2024-01-01", "2026-06-01"])
def test_remedy_text_passes_its_own_check_and_states_no_unsure_period(key: str, on: str) -> None:
    text = remedy(key, D(on)).text
    assert remedy_faults(text, key, D(on)) == ()
    assert text.endswith("。")
    assert "个月" not in text
    assert "15日" not in text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("如有异议，可以来电咨询。", "remedy.missing"),
        (
            "如不服，可以自收到本答复之日起60日内申请行政复议，或者在6个月内提起行政诉讼。",
            "remedy.direct",
        ),
        ("如不服，可在60日内申请行政复议，也可以在六个月内向人民法院提起诉讼。", "remedy.direct"),
        ("可以先申请行政复议，也可以直接向人民法院起诉。", "remedy.direct"),
        ("如不服，可以在60日内申请行政复议。", "remedy.first"),
        ("应当在30日内先申请行政复议。", "remedy.period"),
        ("应当在三个月内、九十日内先申请行政复议。", "remedy.period"),
    ],
)
def test_refusal_that_tells_the_wrong_remedy_is_found(text: str, code: str) -> None:
    found = remedy_faults(text, "process", D("2026-06-01"))
    assert code in [fault.code for fault in found]
    assert all(fault.article for fault in found)


def test_suit_without_review_is_no_fault_where_it_is_lawful() -> None:
    text = "如不服，可以在60日内申请行政复议，也可以依法向人民法院提起行政诉讼。"
    assert remedy_faults(text, "not_held", D("2026-06-01")) == ()
    assert remedy_faults(text, "process", LAST_OLD) == ()


def test_remedy_is_refused_for_an_unknown_outcome() -> None:
    with pytest.raises(LookupError):
        remedy("nothing", FIRST_NEW)


@pytest.mark.parametrize(
    ("found", "last", "law"),
    [
        (review_until(D("2026-06-01")), "2026-07-31", "《行政复议法》第二十条"),
        (review_until_untold(D("2024-02-29")), "2025-02-28", "《行政复议法》第二十条"),
        (decision_until(D("2026-06-01")), "2026-07-31", "《行政复议法》第六十二条"),
        (
            decision_until(D("2026-06-01"), extended=True),
            "2026-08-30",
            "《行政复议法》第六十二条",
        ),
        (
            decision_until(D("2026-06-01"), simplified=True),
            "2026-07-01",
            "《行政复议法》第六十二条",
        ),
        (answer_until(D("2026-06-01")), "2026-06-08", "《行政复议法》第五十四条"),
        (
            suit_until(D("2026-06-01"), after_review=True),
            "2026-06-16",
            "《行政诉讼法》第四十五条（待核）",
        ),
        (
            suit_until(D("2026-08-31"), after_review=False),
            "2027-02-28",
            "《行政诉讼法》第四十六条（待核）",
        ),
    ],
)
def test_reviews_and_suits_have_their_own_last_days(found, last: str, law: str) -> None:
    assert (found.on, str(found.article)) == (D(last), law)


def test_simplified_review_is_not_extended() -> None:
    with pytest.raises(ValueError, match="simplified"):
        decision_until(D("2026-06-01"), simplified=True, extended=True)
