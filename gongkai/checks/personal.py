"""Personal data that must not go out (个人信息): identity numbers, bank cards, telephones, mail."""

import re
from collections.abc import Collection, Iterator
from datetime import date

from gongkai.checks.characters import cleaned
from gongkai.checks.findings import Finding, Rule, Severity

IDENTITY = Rule("personal.identity", "1", Severity.BLOCK, "GB 11643 公民身份号码")
CARD = Rule("personal.bank_card", "1", Severity.BLOCK, "ISO/IEC 7812 校验位（Luhn）")
MOBILE = Rule("personal.mobile", "1", Severity.WARN, "移动电话号码")
MAIL = Rule("personal.mail", "1", Severity.NOTE, "电子邮件地址")

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK = "10X98765432"

_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_HALF |= {0x3000: 0x20, 0xA0: 0x20, 0x2212: 0x2D} | dict.fromkeys(range(0x2010, 0x2016), 0x2D)

_IDENTITY = re.compile(
    r"(?<![0-9A-Za-z])[1-9]\d{5}[ -]?(?:19|20)\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?"
    r"\d{3}[\dXx](?![0-9A-Za-z])"
)
_CARD = re.compile(
    r"(?<![0-9A-Za-z.])(?:[3-6]\d|9[4-9])\d{2}"
    r"(?:\d{12,15}|(?P<gap>[ -])\d{4}(?P=gap)\d{4}(?P=gap)\d{4}(?:(?P=gap)\d{1,3})?)(?![0-9A-Za-z])"
)
_MOBILE = re.compile(
    r"(?<![0-9A-Za-z.])(?:\+?86[ -]?)?(1[3-9]\d[ -]?\d{4}[ -]?\d{4})(?![0-9A-Za-z]|\.\d)"
)
_MAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
)


def is_identity_number(number: str) -> bool:
    """Say whether eighteen characters are an identity number: a real day and the check character.

    Law: GB 11643.
    """
    if not re.fullmatch(r"[1-9][0-9]{16}[0-9Xx]", number):
        return False
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False))
    return CHECK[total % 11] == number[17].upper()


def passes_luhn(number: str) -> bool:
    """Say whether the last digit of a card number is right.

    >>> passes_luhn("4111111111111111"), passes_luhn("4111111111111112")
    (True, False)
    """
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def masked(text: str, switchboards: Collection[str] = ()) -> str:
    """Return a text with the middle of every identity, card and mobile number starred out.

    >>> masked("电话13800138000")
    '电话138****8000'
    """
    found = [*_identities(text), *_cards(text), *_mobiles(text, switchboards)]
    plain = _plain(text) if found else text
    for written, mask in found:
        plain = plain.replace(written, mask)
    return plain


def identity(place: str, text: str) -> Iterator[Finding]:
    """Find identity numbers, in half or full width, with or without gaps."""
    for _, mask in _identities(text):
        why = "公民身份号码属于个人信息，不得上网公开。"
        yield IDENTITY.finding(place, mask, why, f"删去，或者写作{mask}。")


def bank_card(place: str, text: str) -> Iterator[Finding]:
    """Find bank card numbers of 16 to 19 digits."""
    for _, mask in _cards(text):
        why = "银行卡号属于金融账户信息，不得上网公开。"
        yield CARD.finding(place, mask, why, f"删去，或者写作{mask}。")


def mobile(place: str, text: str, switchboards: Collection[str] = ()) -> Iterator[Finding]:
    """Find mobile numbers other than the published ones of the office."""
    for _, mask in _mobiles(text, switchboards):
        proposal = "确需公布联系方式的，请用单位办公电话。"
        yield MOBILE.finding(place, mask, "像是个人手机号码。", proposal)


def mail(place: str, text: str) -> Iterator[Finding]:
    """Find mail addresses."""
    for found in _MAIL.finditer(_plain(text)):
        yield MAIL.finding(
            place, found[0], "含有电子邮件地址。", "请确认是单位邮箱，不是个人邮箱。"
        )


def spans(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield which rule finds a number or an address in a text of half width, and where.

    >>> [one for one in spans("电话13800138000")]
    [('personal.mobile', 2, 13)]
    """
    for found in _IDENTITY.finditer(text):
        if is_identity_number(_digits(found[0])):
            yield IDENTITY.name, *found.span()
    for found in _CARD.finditer(text):
        if passes_luhn(_digits(found[0])) and not is_identity_number(_digits(found[0])):
            yield CARD.name, *found.span()
    for found in _MOBILE.finditer(text):
        yield MOBILE.name, *found.span(1)
    for found in _MAIL.finditer(text):
        yield MAIL.name, *found.span()


def is_told(text: str) -> bool:
    """Say whether a text holds a number or a mail address of somebody, however wide it is written."""
    return next(spans(_plain(text)), None) is not None


Masked = Iterator[tuple[str, str]]  # as written, as it may be shown


def _identities(text: str) -> Masked:
    for found in _IDENTITY.finditer(_plain(text)):
        number = _digits(found[0])
        if is_identity_number(number):
            yield found[0], f"{number[:6]}{'*' * 8}{number[-4:]}"


def _cards(text: str) -> Masked:
    for found in _CARD.finditer(_plain(text)):
        number = _digits(found[0])
        if passes_luhn(number) and not is_identity_number(number):
            yield found[0], f"{number[:4]}{'*' * (len(number) - 8)}{number[-4:]}"


def _mobiles(text: str, switchboards: Collection[str]) -> Masked:
    known = {_digits(number) for number in switchboards}
    for found in _MOBILE.finditer(_plain(text)):
        number = _digits(found[1])
        if number not in known:
            yield found[1], f"{number[:3]}****{number[-4:]}"


def _plain(text: str) -> str:
    """Return a text in half width, its dashes and spaces made one kind, nothing hidden in it."""
    return cleaned(text).translate(_HALF)


def _digits(text: str) -> str:
    return re.sub(r"[^0-9Xx]", "", text)
