from datetime import date

import pytest

from gongkai.law.outcomes import outcomes
from gongkai.law.remedies import (
    UNANSWERED,
    answer_until,
    decision_until,
    names_channel,
    remedy,
    remedy_faults,
    review_until,
    review_until_untold,
    suit_until,
)

D = date.fromisoformat
LAST_OLD, FIRST_NEW = D("2023-12-31"), D("2024-01-01")
ORGAN = "演示市人民政府"


@pytest.mark.parametrize("one", outcomes(), ids=lambda one: one.key)
def test_review_comes_first_for_refusals_since_2024_and_for_nothing_else(one) -> None:
    refused = one.group in {"withheld", "partial"} and one.key != "query"
    assert remedy(one.key, FIRST_NEW, organ=ORGAN).review_first is refused
    assert not remedy(one.key, LAST_OLD, organ=ORGAN).review_first
    assert remedy(one.key, FIRST_NEW, organ=ORGAN, withheld_part=True).review_first


@pytest.mark.parametrize("key", ["query", UNANSWERED])
def test_review_first_is_shown_as_unsure_where_the_law_does_not_say_it_plainly(key: str) -> None:
    found = remedy(key, FIRST_NEW, organ=ORGAN)
    assert (found.review_first, "待核" in found.doubt) == (False, True)
    assert "应当先" not in found.text
    assert "也可以依法在法定期限内向人民法院" not in found.text
    assert remedy(key, LAST_OLD, organ=ORGAN).doubt == ""


def test_a_remedy_for_no_reply_marks_its_article_as_unsure() -> None:
    found = remedy(UNANSWERED, FIRST_NEW, organ=ORGAN)
    assert "《行政复议法》第二十三条第一款第（三）项（待核）" in map(str, found.articles)


@pytest.mark.parametrize("key", ["process", "granted", "query", UNANSWERED])
def test_a_remedy_names_the_organ_since_2024(key: str) -> None:
    found = remedy(key, FIRST_NEW, organ=ORGAN)
    assert f"向{ORGAN}申请行政复议" in found.text
    assert "《行政复议法》第二十四条" in map(str, found.articles)


def test_a_remedy_that_names_no_organ_is_found() -> None:
    text = remedy("process", FIRST_NEW, organ="行政复议机关").text
    found = remedy_faults(text, "process", FIRST_NEW, organ=ORGAN)
    assert [one.code for one in found] == ["remedy.organ"]
    assert str(found[0].article) == "《行政复议法》第二十条第三款"
    unset = remedy("granted", FIRST_NEW, organ="").text
    assert [one.code for one in remedy_faults(unset, "granted", FIRST_NEW, organ="")] == [
        "remedy.organ"
    ]


def test_a_remedy_says_where_review_is_asked_for_online_where_that_is_known() -> None:
    url = "https://example.org/review"
    found = remedy("process", FIRST_NEW, organ=ORGAN, channel=url)
    assert url in found.text
    assert names_channel(found.text)
    assert "《行政复议法》第二十二条第二款" in map(str, found.articles)
    assert not names_channel(remedy("process", FIRST_NEW, organ=ORGAN).text)
    assert not names_channel(remedy("process", LAST_OLD, organ=ORGAN, channel=url).text)


def test_remedy_names_the_law_of_its_day_and_marks_the_periods_of_suits() -> None:
    new = [str(law) for law in remedy("internal", D("2026-06-01"), organ=ORGAN).articles]
    assert "《行政复议法》第二十三条第一款第（四）项" in new
    assert "《行政复议法》第二十三条第二款" in new
    assert "法释〔2025〕8号" in new
    assert "《行政诉讼法》第四十五条（待核）" in new
    earlier = remedy("internal", D("2025-05-31"), organ=ORGAN).articles
    assert "法释〔2025〕8号" not in map(str, earlier)
    oldest = remedy("internal", D("2014-06-03"), organ=ORGAN).articles
    assert not any("行政复议法" in str(law) for law in oldest)


@pytest.mark.parametrize("key", [*(one.key for one in outcomes()), UNANSWERED])
@pytest.mark.parametrize("on", ["2014-06-03", "2023-12-31", "2024-01-01", "2026-06-01"])
def test_remedy_text_passes_its_own_check_and_states_no_unsure_period(key: str, on: str) -> None:
    text = remedy(key, D(on), organ=ORGAN).text
    assert remedy_faults(text, key, D(on), organ=ORGAN) == ()
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
        ("应当在60个工作日内先申请行政复议。", "remedy.period"),
        ("应当先向演示市人民政府申请行政复议，对决定不服的再起诉。", "remedy.period"),
        ("应当先行向人民法院提起诉讼，60日内后再申请行政复议。", "remedy.first"),
        ("应当先行向人民法院提起诉讼，60日内后再申请行政复议。", "remedy.direct"),
    ],
)
def test_refusal_that_tells_the_wrong_remedy_is_found(text: str, code: str) -> None:
    found = remedy_faults(text, "process", D("2026-06-01"), organ=ORGAN)
    assert code in [fault.code for fault in found]
    assert all(fault.article for fault in found)


def test_suit_without_review_is_no_fault_where_it_is_lawful() -> None:
    text = "如不服，可以在60日内申请行政复议，也可以依法向人民法院提起行政诉讼。"
    assert remedy_faults(text, "process", LAST_OLD, organ=ORGAN) == ()
    text = text.replace("申请", f"向{ORGAN}申请")
    assert remedy_faults(text, "not_held", D("2026-06-01"), organ=ORGAN) == ()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("如不服，可以直接向人民法院提起行政诉讼。", "remedy.direct"),
        ("如不服，应当在30日内申请行政复议。", "remedy.period"),
    ],
)
def test_the_text_of_a_letter_may_not_contradict_its_remedy(body: str, code: str) -> None:
    text = remedy("process", FIRST_NEW, organ=ORGAN).text
    found = remedy_faults(text, "process", FIRST_NEW, organ=ORGAN, body=body)
    assert [one.code for one in found] == [code]


def test_remedy_is_refused_for_an_unknown_outcome() -> None:
    with pytest.raises(LookupError):
        remedy("nothing", FIRST_NEW, organ=ORGAN)


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
        (answer_until(D("2026-06-01")), "2026-06-15", "《行政复议法》第四十八条"),
        (
            answer_until(D("2026-06-01"), simplified=True),
            "2026-06-08",
            "《行政复议法》第五十四条",
        ),
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
