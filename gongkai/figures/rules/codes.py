"""What an indicator and a value may be: code lists of the field, as data services name them."""

from enum import StrEnum


class Status(StrEnum):
    """Where a value stands (OBS_STATUS): 初步核算数, 修订数, 最终核实数, 估计数."""

    FINAL = "A"
    PROVISIONAL = "P"
    REVISED = "R"
    ESTIMATED = "E"


class Missing(StrEnum):
    """Why there is no value; never a zero. OBS_STATUS of the cell in data services."""

    UNKNOWN = "O"  # 缺数
    NOT_COLLECTED = "L"  # 未调查或未收集
    IMPOSSIBLE = "M"  # 不适用
    CONFIDENTIAL = "Q"  # 依法不公开 (统计法第二十八条: 识别单个统计调查对象)
    SMALL = "N"  # 不足本表最小单位


class Comparison(StrEnum):
    """What a value is compared with (对比口径)."""

    LEVEL = "level"  # 绝对数
    YEAR = "year"  # 同比
    PERIOD = "period"  # 环比
    BASE = "base"  # 定基
    SHARE = "share"  # 比重


class Span(StrEnum):
    """Which time a value covers (时间口径)."""

    PERIOD = "period"  # 当期
    SO_FAR = "so_far"  # 年初至当期累计
    POINT = "point"  # 期末时点


class Price(StrEnum):
    """In which prices (价格口径)."""

    NONE = "none"
    CURRENT = "current"  # 现价
    COMPARABLE = "comparable"  # 可比价


class Season(StrEnum):
    """Whether the season is taken out (季节调整)."""

    RAW = "raw"
    ADJUSTED = "adjusted"


class Authority(StrEnum):
    """Who may publish first (公布权限)."""

    BUREAU = "bureau"  # 本局
    SURVEY = "survey"  # 国家统计局调查队
    PROVINCE = "province"  # 省统计局公布后
    NATION = "nation"  # 国家统计局公布后
    JOINT = "joint"  # 与国家统计局调查队联合公布


class BreakKind(StrEnum):
    """Why values before and after cannot be compared as they stand (数列断点)."""

    BASE = "base"  # 基期变更
    THRESHOLD = "threshold"  # 起点标准调整, such as 规模以上
    SCOPE = "scope"  # 范围调整, such as 含/不含辛集
    METHOD = "method"  # 方法调整


class VintageKind(StrEnum):
    """What a vintage brings (版次性质)."""

    FIRST = "first"  # 首次公布
    ROUTINE = "routine"  # 定期公布
    REVISION = "revision"  # 修订
    CORRECTION = "correction"  # 更正差错
    NOTES = "notes"  # 说明变更


NEED_REASON = frozenset({VintageKind.REVISION, VintageKind.CORRECTION, VintageKind.NOTES})
