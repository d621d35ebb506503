"""Numbers in prose against the tables: AR-12 and AR-14, and what is left alone."""

import pytest

from gongkai.oversight.rules import check
from gongkai.oversight.rules.claims import claims
from tests.oversight.reports import a_report, last_year, with_text

UNDER = "（二）依申请公开情况。"
THREE = a_report().table3
NEW, CARRIED, DONE, LEFT = (int(THREE.of(row)) for row in ("r01", "r02", "r24", "r25"))


def kinds(text):
    return [(one.kind, int(one.number)) for one in claims(UNDER + text, 1, 2024)]


def judged(text, **more):
    return [(one.rule, one.severity.value) for one in check(with_text(a_report(), 1, UNDER + text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全市共受理政府信息公开申请3119件，答复3050件（含上年度结转申请34件，另有103件顺延到下年度答复）。",
         [("received", 3119), ("r24", 3050), ("r02", 34), ("r25", 103)]),
        ("新收申请十二件，办结十件，结转下年度继续办理2件。",
         [("received", 12), ("r24", 10), ("r25", 2)]),
        ("办结的申请中，予以公开5件，部分公开2条，不予公开1件，无法提供4件，不予处理3件，其他处理6件。",
         [("r03", 5), ("r04", 2), ("不予公开", 1), ("无法提供", 4), ("不予处理", 3), ("其他处理", 6)]),
        ("收办申请40件。", [("handled", 40)]),
        ("未收到政府信息公开申请。", [("received", 0)]),
        ("没有因政府信息公开申请行政复议、提起行政诉讼的情况。",
         [("review/total", 0), ("suits/total", 0)]),
        ("未发生因政府信息公开引起的行政复议、行政诉讼。", [("review/total", 0), ("suits/total", 0)]),
        ("行政诉讼46件，其中结果维持25件，结果纠正5件；未经复议直接起诉2件，复议后起诉3件，尚未审结1件。",
         [("suits/total", 46), ("suits/upheld", 25), ("suits/corrected", 5), ("direct/total", 2),
          ("after/total", 3), ("after/pending", 1)]),
    ],
)  # fmt: skip
def test_a_number_is_read_with_what_it_counts(text, expected):
    assert kinds(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "收到网络申请9件，信函申请3件。",  # by channel
        "收到申请比上年增加5件。",
        "上年收到申请77件。",
        "2023年收到政府信息公开申请77件。",
        "上半年收到申请7件。",
        "收到申请十余件。",
        "答复网民留言300条，办结人大建议12件。",
        "收到自然人申请7件。",
        "延期答复2件。",
        "无正当理由大量反复申请0件。",
        "对申请作出行政许可决定33件。",
        "未发生行政复议、行政诉讼被纠错的情形。",
        "其中收到当面申请3件。",
        "答复复议机关12次。",
        "依申请公开答复书备案15件。",
        "行政诉讼败诉2件，行政复议纠错率下降5个百分点。",
        "收到政府信息公开申请咨询45次。",
    ],
)
def test_a_number_that_counts_something_else_is_left_alone(text):
    assert kinds(text) == []


@pytest.mark.parametrize(
    ("text", "is_wrong"),
    [
        (f"收到政府信息公开申请{NEW}件。", False),
        (f"收到政府信息公开申请{NEW + 1}件。", True),
        (f"共受理申请{NEW + CARRIED}件（含上年结转{CARRIED}件）。", False),
        (f"共受理申请{NEW}件（含上年结转{CARRIED}件）。", False),
        (f"收办申请{NEW + CARRIED}件。", False),
        (f"办结申请{DONE}件。", False),
        (f"办结申请{DONE - 1}件。", True),
        (f"上年结转申请{CARRIED + 1}件。", True),
        (f"结转下年度办理的申请{LEFT}件。", False),
        (f"结转下年度办理的申请{LEFT + 1}件。", True),
        (f"对申请决定不予公开{THREE.group('不予公开')}件。", False),
        (f"对申请决定不予公开{THREE.group('不予公开') + 1}件。", True),
        ("未收到政府信息公开申请。", True),
        ("行政复议5件，其中尚未审结1件。", False),
        ("行政复议6件。", True),
        ("行政复议5件，其中结果纠正2件。", True),
        ("行政诉讼3件。", False),
        ("行政诉讼1件，其中结果维持1件。", True),
    ],
)
def test_a_number_in_prose_is_the_tables_number(text, is_wrong):
    assert judged(text) == ([("AR-12", "warn")] if is_wrong else [])


def test_a_finding_shows_the_sentence_the_number_and_the_table():
    (one,) = check(
        with_text(a_report(), 1, f"前一句。全年收到政府信息公开申请{NEW + 1}件。后一句。")
    )
    assert one.place == f"第一部分“全年收到政府信息公开申请{NEW + 1}件。”"
    assert one.excerpt == f"“全年收到政府信息公开申请{NEW + 1}件”，表三“新收”为{NEW}"


def test_a_total_without_what_is_pending_is_only_told():
    assert judged("行政复议4件，其中结果维持3件。") == [("AR-14", "note")]
    assert judged("行政诉讼2件。") == [("AR-14", "note")]


def test_a_number_of_a_narrower_circle_is_only_told():
    assert judged("区政府办代表区政府受理政府信息公开申请1件。") == [("AR-12", "note")]


@pytest.mark.parametrize("number", [5, 6])
def test_sections_five_and_six_are_compared_too(number):
    text = f"收取信息处理费0元。全年收到政府信息公开申请{NEW + 1}件。"
    findings = check(with_text(a_report(), number, text))
    assert ("AR-12", f"第{'零一二三四五六'[number]}部分") in [
        (one.rule, one.place[:4]) for one in findings
    ]


def test_last_years_report_makes_no_other_judgement_of_this_years_prose():
    text = f"{UNDER}收到政府信息公开申请{NEW}件。"
    assert check(with_text(a_report(), 1, text), last_year()) == []
