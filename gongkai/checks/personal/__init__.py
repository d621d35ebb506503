"""Personal data that must not go out (个人信息): numbers, addresses, conditions beside a name, lists."""

import re
from collections.abc import Collection, Iterator

from gongkai.checks.findings import SURROUNDINGS, Finding
from gongkai.checks.known import Known
from gongkai.checks.personal.marks import (
    Mark,
    cards,
    identities,
    mails,
    marks,
    mobiles,
    plain,
)
from gongkai.checks.personal.numbers import (
    CHECK,
    WEIGHTS,
    is_credit_code,
    is_identity_number,
    is_old_identity_number,
    passes_luhn,
)
from gongkai.checks.personal.people import conditions, hidden, homes
from gongkai.checks.personal.rules import (
    CARD,
    IDENTITY,
    LANDLINE,
    MAIL,
    MOBILE,
    OWN_MAIL,
    PAPER,
    PLATE,
    REVERSIBLE,
    RULES,
    SOLE,
)
from gongkai.checks.personal.tables import content, grids, pieces

__all__ = [
    "CARD",
    "CHECK",
    "IDENTITY",
    "MAIL",
    "MOBILE",
    "RULES",
    "WEIGHTS",
    "content",
    "grids",
    "is_credit_code",
    "is_identity_number",
    "is_old_identity_number",
    "is_told",
    "masked",
    "passes_luhn",
    "pieces",
    "spans",
    "told",
]

_OFFICE = "请用单位办公电话；确属单位公布的号码，请加入“公开电话”词表。"
ADVICE = {
    IDENTITY.name: ("公民身份号码属于个人信息，不得上网公开。", "删去，或者写作{}。"),
    REVERSIBLE.name: (
        "身份号码遮得太少，地区、出生日期和尾号合在一起可以还原。",
        "至少遮去出生日期八位，写作110105********002X的样子，或者整个删去。",
    ),
    CARD.name: ("银行卡号属于金融账户信息，不得上网公开。", "删去，或者写作{}。"),
    MOBILE.name: ("像是个人手机号码。", f"确需公布联系方式的，{_OFFICE}"),
    LANDLINE.name: ("这个电话号码不在本单位公布的号码之内，可能是个人电话。", _OFFICE),
    MAIL.name: ("含有电子邮件地址。", "请确认是单位邮箱，不是个人邮箱。"),
    OWN_MAIL.name: ("像是个人邮箱。", "请改用单位邮箱，或者删去。"),
    PAPER.name: ("个人证件号码属于个人信息，不得上网公开。", "删去，或者写作{}。"),
    PLATE.name: (
        "含有机动车号牌，可以查到车主。",
        "公务用车清单确需公开的请核对；个人车辆请删去。",
    ),
    SOLE.name: (
        "个体工商户的信用代码指向自然人。",
        "请核对有无公开的依据；统计调查所得的，请删去。",
    ),
}


def told(place: str, text: str, known: Known) -> Iterator[Finding]:
    """Find every number and address of a person in a text, however wide or spaced."""
    half = plain(text)
    for mark in marks(half, known.switchboards):
        yield _finding(place, text if len(text) == len(half) else half, mark)
    yield from conditions(place, text)
    yield from homes(place, text)


def masked(text: str, known: Collection[str] = ()) -> str:
    """Return a text with the middle of every number of a person starred out.

    Shape: known are telephone numbers anybody may read.

    >>> masked("电话13800138000")
    '电话138****8000'
    """
    half = plain(text)
    found = [mark for mark in marks(half, known, strict=False) if mark.rule is not MAIL]
    for mark in reversed(found):
        half = half[: mark.start] + mark.shown + half[mark.end :]
    return hidden(half if found else text)


def spans(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield which rule finds an identity, card, mobile or mail in a text of half width, and where.

    >>> [one for one in spans("电话13800138000")]
    [('personal.mobile', 2, 13)]
    """
    for mark in (*identities(text), *cards(text, strict=False), *mobiles(text)):
        yield mark.rule.name, mark.start, mark.end
    for mark in mails(text):
        yield MAIL.name, mark.start, mark.end


def is_told(text: str) -> bool:
    """Say whether a text holds a number or a mail address of somebody, however wide it is written."""
    return next(spans(plain(text)), None) is not None


def _finding(place: str, text: str, mark: Mark) -> Finding:
    """Return a finding that shows the number masked, between words that are masked too."""
    why, proposal = ADVICE[mark.rule.name]
    before = masked(text[max(0, mark.start - 4 * SURROUNDINGS) : mark.start])[-SURROUNDINGS:]
    behind = masked(text[mark.end : mark.end + 4 * SURROUNDINGS])[:SURROUNDINGS]
    excerpt = re.sub(r"\s+", " ", before + mark.shown + behind).strip()
    return mark.rule.finding(place, excerpt, why, proposal.format(mark.shown), mark.shown)
