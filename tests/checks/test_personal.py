import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.checks.findings import Severity
from gongkai.checks.personal import (
    CHECK,
    WEIGHTS,
    bank_card,
    identity,
    is_identity_number,
    mail,
    mobile,
    passes_luhn,
)

KNOWN = "11010519491231002X"  # the example printed in GB 11643 itself


@pytest.mark.parametrize(
    "text",
    [
        KNOWN,
        f"身份证号：{KNOWN}。",
        KNOWN.lower(),
        "110105 19491231 002X",
        "110105-1949-12-31-002X",
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105\u200b19491231002X",
    ],
)
def test_identity_number_blocks_and_is_masked(text: str) -> None:
    (found,) = identity("正文第1段", text)
    assert found.severity is Severity.BLOCK
    assert "********" in found.excerpt
    assert found.excerpt in found.proposal
    assert "1949" not in found.excerpt + found.proposal


@pytest.mark.parametrize(
    "text",
    [
        "110105194912310021",  # wrong check character
        "11010519491331002X",  # no such month
        "11010519490230002X",  # no such day
        "A11010519491231002X",
        "911101051949123100",
        f"0{KNOWN}",
        "全市生产总值1101051949亿元",
    ],
)
def test_other_numbers_are_no_identity_number(text: str) -> None:
    assert list(identity("正文", text)) == []


@given(st.dates().filter(lambda day: 1900 <= day.year < 2100), st.integers(0, 999))
def test_identity_number_has_exactly_one_right_check_character(day: object, serial: int) -> None:
    body = f"130102{day:%Y%m%d}{serial:03d}"
    right = [one for one in "0123456789X" if is_identity_number(body + one)]
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    assert right == [CHECK[total % 11]]


@pytest.mark.parametrize(
    "text",
    ["6222021234567890128", "6222 0212 3456 7890 128", "4111-1111-1111-1111", "5555555555554444"],
)
def test_bank_card_blocks_and_is_masked(text: str) -> None:
    (found,) = bank_card("表1第2行第3格", f"账号{text}")
    assert found.severity is Severity.BLOCK
    assert "*" * 8 in found.excerpt


@pytest.mark.parametrize(
    "text",
    [
        "6222021234567890127",  # wrong last digit
        "411111111111",
        "1111111111111117",  # no bank begins with 1
        KNOWN,
        "440106198001010019",  # an identity number whose digits happen to fit
        "0.4111111111111111",
        "11500231008678473W",
    ],
)
def test_other_numbers_are_no_bank_card(text: str) -> None:
    assert list(bank_card("正文", text)) == []


@given(st.from_regex(r"[1-9][0-9]{14,17}", fullmatch=True))
def test_luhn_accepts_exactly_one_last_digit(body: str) -> None:
    assert sum(passes_luhn(body + digit) for digit in "0123456789") == 1


@pytest.mark.parametrize(
    "text", ["13800138000", "+86 13800138000", "138-0013-8000", "138 0013 8000"]
)
def test_mobile_number_warns_unless_it_is_a_published_one(text: str) -> None:
    (found,) = mobile("正文第1段", f"联系电话：{text}，联系人：张三（演示）")
    assert (found.severity, found.excerpt) == (Severity.WARN, "138****8000")
    assert list(mobile("正文第1段", text, switchboards=["138-0013-8000"])) == []


@pytest.mark.parametrize(
    "text", ["0311-86687114", "12800138000", "213800138000", "13800138000.5", "1.13800138000"]
)
def test_other_numbers_are_no_mobile_number(text: str) -> None:
    assert list(mobile("正文", text)) == []


def test_mail_address_is_noted() -> None:
    (found,) = mail("正文第1段", "邮箱：tongji@example.gov.cn。")
    assert (found.severity, found.excerpt) == (Severity.NOTE, "tongji@example.gov.cn")


def test_mail_address_needs_a_domain() -> None:
    assert list(mail("正文", "单价@12元")) == []
