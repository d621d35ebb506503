"""What figures say to people: labels of codes, refusals."""

from gongkai.figures.rules import (
    Authority,
    BreakKind,
    Comparison,
    Frequency,
    Missing,
    Price,
    Season,
    Span,
    Status,
    VintageKind,
)

FREQUENCY = {Frequency.YEAR: "年度", Frequency.HALF: "半年", Frequency.QUARTER: "季度",
             Frequency.MONTH: "月度"}  # fmt: skip
STATUS = {Status.FINAL: "最终数", Status.PROVISIONAL: "初步数", Status.REVISED: "修订数",
          Status.ESTIMATED: "估计数"}  # fmt: skip
MISSING = {
    Missing.UNKNOWN: "缺数",
    Missing.NOT_COLLECTED: "未调查",
    Missing.IMPOSSIBLE: "不适用",
    Missing.CONFIDENTIAL: "依法不公开",
    Missing.SMALL: "不足最小单位",
}
COMPARISON = {
    Comparison.LEVEL: "绝对数",
    Comparison.YEAR: "同比",
    Comparison.PERIOD: "环比",
    Comparison.BASE: "定基",
    Comparison.SHARE: "比重",
}
SPAN = {Span.PERIOD: "当期", Span.SO_FAR: "累计", Span.POINT: "期末"}
PRICE = {Price.NONE: "无", Price.CURRENT: "现价", Price.COMPARABLE: "可比价"}
SEASON = {Season.RAW: "未调整", Season.ADJUSTED: "季节调整"}
AUTHORITY = {
    Authority.BUREAU: "本局公布",
    Authority.SURVEY: "国家统计局调查队公布",
    Authority.PROVINCE: "待省统计局公布后公布",
    Authority.NATION: "待国家统计局公布后公布",
}
BREAK = {
    BreakKind.BASE: "基期变更",
    BreakKind.THRESHOLD: "起点标准调整",
    BreakKind.SCOPE: "统计范围调整",
    BreakKind.METHOD: "调查方法调整",
}
VINTAGE = {
    VintageKind.FIRST: "首次公布",
    VintageKind.ROUTINE: "定期公布",
    VintageKind.REVISION: "修订",
    VintageKind.CORRECTION: "更正差错",
    VintageKind.NOTES: "说明变更",
}
SIGNS = {
    Missing.UNKNOWN: "…",
    Missing.NOT_COLLECTED: "—",
    Missing.IMPOSSIBLE: "×",
    Missing.CONFIDENTIAL: "※",
    Missing.SMALL: "0⁺",
}

NOT_OWN = "您没有这个数据集所属科室的采编岗位，不能编制它的数据。请由承办科室办理。"
NOT_OFFICE = "指标、数据集和地区由信息公开机构维护。请报局办公室办理。"
CODE = "代码“{code}”不合规定：用大写字母开头，只含大写字母、数字和下划线，最长 {most} 个字符。"
CODE_TAKEN = "代码“{code}”已经使用，且含义不同。代码一经使用不改作他用，请另取代码。"
UNKNOWN_INDICATOR = "没有代码为“{code}”的指标。请先登记指标。"
UNKNOWN_REGION = "没有代码为“{code}”的地区。请按 GB/T 2260 填写六位代码。"
UNKNOWN_CODE = "分类“{list}”中没有代码“{code}”。"
KEY_PARTS = "序列“{key}”的组成部分数目与数据集的分类不符。"
PERIOD = "“{period}”不是{frequency}数据的时期。"
VALUE = "{key} {period} 的数值超过 18 位数字或 12 位小数，请核对。"
VALUE_OR_WHY = "{key} {period} 没有数值，也没有注明原因。缺数不等于零，请选择缺数原因。"
BOTH = "{key} {period} 既有数值又注明缺数，请核对。"
TWICE = "{key} {period} 出现了两次，请只保留一个。"
NOTE_LONG = "{key} {period} 的注释超过 {most} 字。"
OPENED = "这个版次已经公布，不能再改。数据有变动的，请另编修订或更正版次，并说明依据。"
NEED_REASON = "修订、更正和说明变更，应当写明依据和情况。"
EMPTY = "这个版次没有数据，也没有说明变更，不能报送。"
DAMAGED = "数据版次 {vintage} 与签批时的内容不一致，已停止发布。请核查数据库。"
MISSING_NOTES = "数据集“{flow}”缺少{names}，不能公布。"
NOTE_NAMES = {
    "meaning": "指标涵义",
    "coverage": "调查范围",
    "method": "调查方法",
    "calculation": "计算方法",
    "sample": "抽样调查样本量",
}
