"""What is recorded of a request, in the words of the regulation."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

NEW_REGULATION = date(2019, 5, 15)


class Event(StrEnum):
    """What moves the clock."""

    SUBMITTED = "submitted"
    RECEIVED = "received"
    CORRECTION_ASKED = "correction_asked"
    CORRECTED = "corrected"
    CONSULTED = "consulted"
    CONSULT_ENDED = "consult_ended"
    EXTENDED = "extended"
    FEE_ASKED = "fee_asked"
    FEE_PAID = "fee_paid"
    DELAYED = "delayed"
    CLOSED = "closed"


class Channel(StrEnum):
    """How a request came."""

    IN_PERSON = "in_person"  # 当面
    REGISTERED = "registered"  # 挂号信, EMS
    ORDINARY = "ordinary"  # 平信
    INTERNET = "internet"  # 网络
    FAX = "fax"  # 传真
    ORAL = "oral"  # 口头代填


class Party(StrEnum):
    """Who is consulted."""

    THIRD_PARTY = "third_party"  # 第三方
    JOINT = "joint"  # 共同制作机关
    AGENCY = "agency"  # 其他机关


@dataclass(frozen=True)
class Fact:
    """One thing that happened.

    on: the day it happened; of a letter out (a consultation, a notice), the day it was delivered.
    until: the last day the fact names: for correcting, for opinions, for payment, for the delayed
    reply. Left empty, it follows from the law where the law says it.
    days: working days of an extension. what: the channel of SUBMITTED, the party of
    CONSULTED, the result of CLOSED.
    pair: ties a CONSULT_ENDED to its CONSULTED.
    """

    event: Event
    on: date
    until: date | None = None
    days: int = 0
    what: str = ""
    pair: str = ""


def receipt_day(
    channel: str, *, submitted: date, signed: date | None, confirmed: date | None
) -> date | None:
    """Return the day a request counts as received, or None while that is not settled.

    signed: the day the post was signed for, or an unsigned letter arrived.
    confirmed: the day both sides confirmed it.
    Raises: ValueError for an unknown channel, or a day before the submission.
    Law: 条例 (2019) 第三十一条; before it 国办公开办函〔2015〕207号.
    """
    way = Channel(channel)
    if any(day is not None and day < submitted for day in (signed, confirmed)):
        raise ValueError("a request is not received before it is submitted")
    old = _old_receipt(way, submitted, signed, confirmed)
    if old is not None and old < NEW_REGULATION:
        return old
    if way in {Channel.IN_PERSON, Channel.ORAL}:
        return submitted
    return signed if way is Channel.REGISTERED else confirmed


def _old_receipt(
    way: Channel, submitted: date, signed: date | None, confirmed: date | None
) -> date | None:
    if way is Channel.REGISTERED:
        return signed
    if way is Channel.ORDINARY:  # the day it arrived; without a telephone, when first in touch
        return signed or confirmed
    return confirmed if way is Channel.FAX else submitted  # e-mail: the day the system has it
