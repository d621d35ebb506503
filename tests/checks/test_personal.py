import re
from datetime import date, timedelta
from pathlib import Path
from random import Random
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.checks.findings import Finding, Severity
from gongkai.checks.known import Known
from gongkai.checks.personal import (
    CHECK,
    WEIGHTS,
    is_credit_code,
    is_identity_number,
    is_told,
    masked,
    passes_luhn,
    spans,
    told,
)
from gongkai.checks.personal.numbers import PROVINCES

KNOWN = "11010519491231002X"  # the example printed in GB 11643 itself
OLD = "130102800101123"


def found(text: str, *switchboards: str) -> list[Finding]:
    return list(
        told("正文第1段", text, Known(date(2026, 3, 1), "石家庄市", frozenset(switchboards)))
    )


def rules(text: str, *switchboards: str) -> list[str]:
    return [one.rule for one in found(text, *switchboards)]


def number_of(region: str, day: date, serial: int) -> str:
    body = f"{region}{day:%Y%m%d}{serial:03d}"
    return body + CHECK[sum(int(a) * b for a, b in zip(body, WEIGHTS, strict=True)) % 11]


FORMATS = (
    lambda one: one,
    lambda one: one.lower(),
    lambda one: f"{one[:6]} {one[6:14]} {one[14:]}",
    lambda one: f"{one[:6]}-{one[6:10]}-{one[10:12]}-{one[12:14]}-{one[14:]}",
    lambda one: " ".join(one[at : at + 4] for at in range(0, 18, 4)),
    lambda one: " ".join(one),
    lambda one: "·".join(one[at : at + 3] for at in range(0, 18, 3)),
    lambda one: "".join(chr(ord(digit) + 0xFEE0) for digit in one),
    lambda one: "\u200b".join(one),
    lambda one: one[:6] + "\u3000" + one[6:14] + "—" + one[14:],
    lambda one: f"1 演示 {one} 13800138000",
    lambda one: f"（{one}）",
    lambda one: f"G{one}",  # a school number
    lambda one: f"{one}43",  # a card of disability
)


@pytest.mark.parametrize("shape", FORMATS)
def test_identity_number_blocks_and_is_masked_however_it_is_written(shape) -> None:
    (one,) = [
        one for one in found(f"身份证号：{shape(KNOWN)}。") if one.rule == "personal.identity"
    ]
    assert (one.severity, one.waiver) == (Severity.BLOCK, "")
    assert "110105********002X" in one.excerpt
    assert "1949" not in one.excerpt + one.proposal + one.words


@pytest.mark.parametrize(
    "text",
    [
        "110105194912310021",  # wrong check character
        "11010519491331002X",  # no such month
        "11010519490230002X",  # no such day
        "A11010519491231002X",
        "911101051949123100",
        f"0{KNOWN}",
        f"{KNOWN[:17]}.{KNOWN[17]}",
        "12 " + " ".join(KNOWN[at : at + 4] for at in range(0, 18, 4)),  # part of a longer row
        "全市生产总值1101051949亿元",
    ],
)
def test_other_numbers_are_no_identity_number(text: str) -> None:
    assert "personal.identity" not in rules(text)


@pytest.mark.parametrize("year", range(1900, 2027))
def test_identity_numbers_of_every_year_and_province_are_found(year: int) -> None:
    random = Random(year)
    for province in sorted(PROVINCES):
        region = f"{province}{random.choice((*range(71), 90)):02}{random.randrange(100):02}"
        day = date(year, 1, 1) + timedelta(random.randrange(365))
        number = number_of(region, day, random.randrange(1000))
        assert is_identity_number(number), number
        assert is_told(number)
        assert rules(random.choice(FORMATS)(number))[0] == "personal.identity", number


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.integers(0, 999))
def test_identity_number_has_exactly_one_right_check_character(day: date, serial: int) -> None:
    right = number_of("130102", day, serial)
    assert [one for one in CHECK if is_identity_number(right[:17] + one)] == [right[17]]


@given(
    st.sampled_from(sorted(PROVINCES)),
    st.dates(date(1900, 1, 1), date(1999, 12, 31)),
    st.integers(0, 999),
)
def test_old_identity_number_is_found_beside_its_name(
    province: str, day: date, serial: int
) -> None:
    number = f"{province}0102{day:%y%m%d}{serial:03d}"
    assert rules(f"身份证号码：{number}") == ["personal.identity"]
    assert masked(f"号{number}") != f"号{number}"


def test_fifteen_digits_alone_are_a_number_like_others() -> None:
    assert rules(f"合计{OLD}千克") == []


def test_one_of_many_random_numbers_is_no_identity_number() -> None:
    random = Random(6)
    column = [str(random.randrange(10**17, 10**18)) for _ in range(100)]
    assert rules("\n".join([*column, KNOWN])) == []
    assert "personal.identity" in rules("\n".join([*column, f"身份证{KNOWN}"]))
    assert rules("\n".join([KNOWN] * 20)) == ["personal.identity"] * 20


@given(st.text(alphabet="0123456789Xx -·.＊１２３４\u200b@:/\\()护照电话号京A\n", max_size=80))
@settings(max_examples=1000)
def test_nothing_raises_whatever_the_digits(text: str) -> None:
    found(text)
    masked(text)
    list(spans(text))


@pytest.mark.parametrize(
    "text",
    [
        "1" * 60_000,
        "1 " * 30_000,
        "138-" * 15_000,
        "a@" * 30_000,
        "a." * 30_000 + "@",
        "护照" * 30_000,
        "患者张三，" * 12_000,
        "张三，男，" * 12_000,
        "石家庄路" * 15_000 + "1号楼",
        "路1号楼" * 15_000,
        "(0311)" * 10_000,
        "*" * 60_000,
        "eyJ" * 20_000,
    ],
)
def test_no_text_takes_long(text: str) -> None:
    started = process_time()
    found(text)
    assert process_time() - started < 4


@pytest.mark.parametrize(
    "text",
    [
        "账号6222021234567890128",
        "6222 0212 3456 7890 128",
        "卡号4111-1111-1111-1111",
        "5555555555554444",
        "开户行及账号：9558801502108325431"[:-1] + "3",
    ],
)
def test_bank_card_blocks_and_is_masked(text: str) -> None:
    one = next((one for one in found(text) if one.rule == "personal.bank_card"), None)
    if not passes_luhn(re.sub(r"\D", "", text)):
        assert one is None
        return
    assert one
    assert (one.severity, one.waiver) == (Severity.BLOCK, "secrecy")
    assert "*" * 8 in one.excerpt


@pytest.mark.parametrize(
    "text",
    [
        "6222021234567890127",  # wrong last digit
        "411111111111",
        "1111111111111117",  # no bank begins with 1
        KNOWN,
        "440106198001010019",  # an identity number whose digits happen to fit
        "0.4111111111111111",
        "订单编号：4111111111111111",
        "11500231008678473W",
    ],
)
def test_other_numbers_are_no_bank_card(text: str) -> None:
    assert "personal.bank_card" not in rules(text)


@given(st.from_regex(r"[1-9][0-9]{14,17}", fullmatch=True))
def test_luhn_accepts_exactly_one_last_digit(body: str) -> None:
    assert sum(passes_luhn(body + digit) for digit in "0123456789") == 1


@pytest.mark.parametrize(
    "text",
    ["13800138000", "+86 13800138000", "138-0013-8000", "138 0013 8000", "１３８００１３８０００"],
)
def test_mobile_number_warns_unless_it_is_a_published_one(text: str) -> None:
    (one,) = found(f"联系电话：{text}，联系人：张三（演示）")
    assert (one.rule, one.severity, one.words) == ("personal.mobile", Severity.WARN, "138****8000")
    assert "138****8000" in one.excerpt
    assert "张三" not in one.excerpt
    assert rules(text, "138-0013-8000") == []


@pytest.mark.parametrize(
    "text", ["12800138000", "213800138000", "13800138000.5", "1.13800138000", "12345", "95588"]
)
def test_other_numbers_are_no_telephone(text: str) -> None:
    assert rules(text) == []


@pytest.mark.parametrize(
    "text", ["0311-86687114", "(0311) 86687114", "电话：86687114", "010 6878 2000"]
)
def test_landline_warns_unless_it_is_known_or_public_by_its_words(text: str) -> None:
    assert rules(f"家住长安区，{text}") == ["personal.landline"]
    assert rules(f"咨询{text}") == []
    assert rules(text, "0311-86687114", "01068782000") == []


@pytest.mark.parametrize(
    "text", ["热线400-123-4567", "市民热线12345", "2014-86687114", "86687114元"]
)
def test_hotlines_and_other_numbers_are_no_landline(text: str) -> None:
    assert rules(text) == []


def test_mail_address_is_noted_and_a_private_one_warns() -> None:
    (official,) = found("邮箱：tongji@example.gov.cn。")
    assert (official.rule, official.severity, official.words) == (
        *("personal.mail", Severity.NOTE),
        "tongji@example.gov.cn",
    )
    (own,) = found("邮箱：zhangsan80@qq.com。")
    assert (own.rule, own.severity, own.words) == (
        "personal.own_mail",
        Severity.WARN,
        "zh***@qq.com",
    )
    assert rules("单价@12元") == []


@pytest.mark.parametrize(
    "text",
    [
        "护照号码：E12345678",
        "港澳通行证 C12345678",
        "台胞证号12345678",
        "军官证：南字第1234567号",
        "社保卡号：130102123456",
        "护照EA1234567",
    ],
)
def test_number_of_a_paper_beside_its_name_blocks(text: str) -> None:
    (one,) = found(text)
    assert (one.rule, one.severity, one.waiver) == ("personal.paper", Severity.BLOCK, "office")
    assert "****" in one.words


@pytest.mark.parametrize(
    "text", ["签发护照12345678本", "办理护照、通行证等证件", "居住证 20140101号公告"[:5]]
)
def test_prose_about_papers_is_none(text: str) -> None:
    assert rules(text) == []


@pytest.mark.parametrize("text", ["冀A12345", "冀A·1B234", "京AD12345", "冀A1234警"])
def test_number_plate_warns(text: str) -> None:
    assert rules(f"车牌{text}，") == ["personal.plate"]


@pytest.mark.parametrize(
    "text", ["冀ICP备05001234号", "沪A股指数", "京B级景区", "川A12", "云A123456789"]
)
def test_other_signs_are_no_plate(text: str) -> None:
    assert rules(text) == []


@pytest.mark.parametrize(
    "text", ["13010219800101****", "1301021980****1237", "13010219800101***7", "******198001011237"]
)
def test_identity_number_masked_too_little_warns(text: str) -> None:
    assert rules(f"身份证{text}") == ["personal.reversible"]


@pytest.mark.parametrize("text", ["130102********1237", "1301**********1237", "**************1237"])
def test_identity_number_masked_enough_passes(text: str) -> None:
    assert rules(f"身份证{text}") == []


@pytest.mark.parametrize(
    "code", ["91110000802100433B", "914403001922038216", "9144030071526726XG", "91330100799655058B"]
)
def test_credit_code_of_an_enterprise_is_public(code: str) -> None:
    assert is_credit_code(code)
    assert not is_credit_code(code[:-1] + ("0" if code[-1] != "0" else "1"))
    assert rules(f"统一社会信用代码{code}") == []


def test_credit_code_of_an_individual_business_warns() -> None:
    (code,) = [f"92130102MA0ABCDE1{last}" for last in "0123456789ABCDEFGHJKLMNPQRTUWXY"
               if is_credit_code(f"92130102MA0ABCDE1{last}")]  # fmt: skip
    assert rules(code) == ["personal.sole"]


def test_what_a_finding_shows_is_masked_beside_other_data() -> None:
    text = f"患者张三，身份证{KNOWN}，电话13800138000，卡号6222021234567890128，邮箱zhangsan@qq.com"
    for one in found(text):
        shown = one.excerpt + one.proposal + one.words
        for secret in (KNOWN[6:14], "13800138000", "6222021234567890128", "zhangsan", "张三"):
            assert secret not in shown, one


def test_masked_leaves_a_text_without_personal_data_as_it_is() -> None:
    assert masked("全市生产总值５１７０．３亿元，tongji@example.gov.cn") == (
        "全市生产总值５１７０．３亿元，tongji@example.gov.cn"
    )


def test_published_reports_and_communiques_raise_nothing_that_blocks(corpus: Path) -> None:
    files = [
        *corpus.glob("02_work_reports/*.csv"),
        *corpus.glob("0[13]_*/*.txt"),
        *corpus.glob("11_laws/*"),
    ]
    assert files
    for path in files:
        assert found(path.read_text(encoding="utf-8-sig")) == [], path.name
