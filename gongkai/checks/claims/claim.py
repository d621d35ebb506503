"""A figure stated in prose (数字表述): what a sentence says of which indicator."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """What sort of statement a number makes."""

    LEVEL = "level"  # 生产总值5481.6亿元
    GROWTH = "growth"  # 增长3.5%, 增长2倍, 翻一番
    DELTA = "delta"  # 比上年末增加3.9万人
    POINTS = "pp"  # 提高0.94个百分点
    SHARE = "share"  # 占地区生产总值的比重20.5%
    RATE = "rate"  # 城镇化率67.42%, 指数102.3
    CONTRIBUTION = "contribution"  # 贡献率28.1%, 拉动1.2个百分点
    RATIO = "ratio"  # 3.9:39.0:57.1
    MULTIPLE = "multiple"  # 是2020年的2.3倍
    RANK = "rank"  # 居全国第3位


@dataclass(frozen=True)
class Claim:
    """One number of a sentence.

    Shape: start and end are its place in the text as given (unit included); number is signed by
    the meaning of the verb, in unit as written (亿元, 万人, %, 个百分点), None for a ratio, whose
    numbers are parts; places are the decimals as written; period is 2014, 2014-S1, 2014-Q3,
    2014-05, empty when neither the text nor its context says; cumulative tells 1—5月 and 前三季度
    from 5月 and 三季度; region is empty for the bureau's own territory; basis is the comparison as
    written (上年末, 同比, 环比, 2020年); whole is what a share is part of; planned marks goals.
    """

    start: int
    end: int
    raw: str
    kind: Kind
    number: Decimal | None
    places: int
    unit: str
    indicator: str
    parts: tuple[Decimal, ...] = ()
    period: str = ""
    cumulative: bool = False
    region: str = ""
    basis: str = ""
    whole: str = ""
    approximate: bool = False
    planned: bool = False
