import pytest

from gongkai.checks.findings import Severity
from gongkai.checks.wording import document_no, document_no_in_text, padded_date


@pytest.mark.parametrize("number", ["", "石政办函〔2014〕63号", "国办发〔2017〕47号"])
def test_document_number_in_form_passes(number: str) -> None:
    assert list(document_no("发文字号", number)) == []


@pytest.mark.parametrize(
    ("number", "proposal"),
    [
        ("石政办函[2014]63号", "石政办函〔2014〕63号"),
        ("石政办函（2014）63号", "石政办函〔2014〕63号"),
        ("石政办函【2014】063号", "石政办函〔2014〕63号"),
        ("石政办函〔2014〕第63号", "石政办函〔2014〕63号"),
        ("石政办函 〔2014〕 63 号", "石政办函〔2014〕63号"),
        ("石政办函〔14〕63号", ""),
        ("〔2014〕63号", ""),
        ("无", ""),
    ],
)
def test_document_number_out_of_form_warns_with_the_right_one(number: str, proposal: str) -> None:
    (found,) = document_no("发文字号", number)
    assert (found.severity, found.proposal) == (Severity.WARN, proposal)


@pytest.mark.parametrize(
    ("text", "excerpts"),
    [
        ("根据石政办函[2014]63号文件", ["函[2014]63号"]),
        (
            "根据石政办函（2014）第63号和石财预〔2014〕011号",
            ["函（2014）第63号", "预〔2014〕011号"],
        ),
        ("根据国务院令第711号和石政办函〔2014〕63号", []),
        ("全市生产总值（2014）比上年增长8%", []),
    ],
)
def test_document_numbers_in_prose_are_checked(text: str, excerpts: list[str]) -> None:
    assert [found.excerpt for found in document_no_in_text("正文第1段", text)] == excerpts


@pytest.mark.parametrize(
    ("text", "proposals"),
    [
        ("2014年05月", ["2014年5月"]),
        ("2014年05月08日", ["2014年5月8日"]),
        ("2014年12月01日", ["2014年12月1日"]),
        ("2014年5月8日", []),
        ("2014年10月20日", []),
        ("5月08日", ["5月8日"]),
        ("2014-05-08", []),
    ],
)
def test_padded_date_warns_with_the_right_one(text: str, proposals: list[str]) -> None:
    assert [found.proposal for found in padded_date("正文第1段", text)] == proposals
