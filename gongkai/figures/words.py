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
    Authority.JOINT: "与国家统计局调查队联合公布",
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
BASE = {Comparison.LEVEL: "", Comparison.YEAR: "上年同期", Comparison.PERIOD: "上期",
        Comparison.BASE: "固定基期", Comparison.SHARE: "总量"}  # fmt: skip
SIGNS = {
    Missing.UNKNOWN: "…",
    Missing.NOT_COLLECTED: "—",
    Missing.IMPOSSIBLE: "×",
    Missing.CONFIDENTIAL: "※",
    Missing.SMALL: "0⁺",
}

NOT_OWN = "您没有这个数据集所属科室的采编岗位，不能编制它的数据。请由承办科室办理。"
NOT_OFFICE = (
    "这个指标登记为由其他机关公布或者联合公布，变更公布权限由信息公开机构办理。请报局办公室。"
)
USED = "“{name}”由其他科室编制的数据集使用，您不能更改它的定义，只能新增。请由编制科室办理。"
CODE = "代码“{code}”不合规定：用大写字母开头，只含大写字母、数字和下划线，最长 {most} 个字符。"
CODE_TAKEN = "代码“{code}”已经使用，且含义不同。代码一经使用不改作他用，请另取代码。"
RESERVED = "“{code}”是数据服务的固定列名，不能用作分类代码。请另取代码。"
UNKNOWN_INDICATOR = "没有代码为“{code}”的指标。请先登记指标。"
UNKNOWN_REGION = "没有代码为“{code}”的地区。请按 GB/T 2260 填写六位代码。"
UNKNOWN_CODE = "分类“{list}”中没有代码“{code}”。"
KEY_PARTS = "序列“{key}”的组成部分数目与数据集的分类不符。"
PERIOD = "“{period}”不是{frequency}数据的时期。"
FUTURE = "{key} {period} 的时期还没有结束。请核对时期；确是估计数的，状态选“估计数”。"
VALUE = "{key} {period} 的数值超过 18 位数字或 12 位小数，请核对。"
VALUE_OR_WHY = "{key} {period} 没有数值，也没有注明原因。缺数不等于零，请选择缺数原因。"
BOTH = "{key} {period} 既有数值又注明缺数，请核对。"
TWICE = "{key} {period} 出现了两次，请只保留一个。"
NOTE_LONG = "{key} {period} 的注释超过 {most} 字。"
OPENED = "这个版次已经公布，不能再改。数据有变动的，请另编修订或更正版次，并说明依据。"
NEED_REASON = "修订、更正和说明变更，应当写明依据和情况。"
SIGNED = "这个版次已经签发，正等待公布，不能再改。确需改动的，请由信息公开机构先撤回审批卡。"
DROPPED = "数据版次“{vintage}”已经作废或者撤下，不能再公布。请另编版次。"
LOST = (
    "数据版次“{vintage}”没有载明同一数据集中已经公布或者将先公布的序列（{keys}），照此公布，它们将从公开数据中"
    "消失。请按现在的更新版次，重新送审；一并公布的，请编为一个版次。"
)
ERASED = "〔已清除〕"
GATE_EMPTY = "请写明上级机关、公布时间和出处。"
GATE = {
    "none": "其中有{authority}的指标，请先在数据版次“{vintage}”中登记上级公布情况。",
    "late": "上级机关（{organ}）的公布时间是{moment}，本件不得早于它公布。请改计划发布时间。",
    "consent": "其中有{authority}的指标，请先在数据版次“{vintage}”中录入对方的书面同意，并由另一人核对确认。",
    "void": "数据版次“{vintage}”在录入书面同意后改过数据，原同意已失效，请重新征得同意并录入。",
}
CONSENT_EMPTY = "请写明同意机关和日期。"
CONSENT_FUTURE = "书面同意的日期晚于今天，请核对。"
CONSENT_NONE = "没有待确认的书面同意。"
CONSENT_VOID = "录入书面同意后数据有改动，原同意已失效，请重新征得同意并录入。"
CONSENT_SAME = "书面同意须由另一人核对确认，录入人不能确认自己录入的。"
EMPTY = "这个版次没有数据，也没有说明变更，不能报送。"
DAMAGED = "数据版次 {vintage} 与签批时的内容不一致，已停止发布。请核查数据库。"
MISSING_NOTES = "数据集“{flow}”缺少{names}，不能公布。"
UNIT, SOURCE, DEPARTMENT, DEMONSTRATION = "计量单位", "数据来源", "承办科室", "演示数据"
DEMONSTRATION_SAID = "本数据集为演示，数字是虚构的。"
NOTHING = "没有这一项"
SHEET_DATA, SHEET_ABOUT, SHEET_INDICATORS, SHEET_SIGNS, SHEET_CELLS = (
    "数据", "说明", "指标", "符号和状态", "单元格的状态和注释",
)  # fmt: skip
SEE_ABOUT = "口径、符号和注释见工作表“说明”。"
LICENCE = "主动公开的政府信息，使用时请注明来源"
BASES = ("时间口径", "对比口径", "价格口径", "统计口径")
CELL_HEADINGS = ("状态", "缺数原因", "注释")
NOTE_NAMES = {
    "meaning": "指标涵义",
    "coverage": "调查范围",
    "method": "调查方法",
    "calculation": "计算方法",
    "sample": "抽样调查样本量",
}

PERIOD_HEAD = "时期"
SERIES_HEAD = ("指标", "单位")
SIGN_NOTE = "“{sign}”表示{name}。"
CELL_NOTE = "{period}{name}：{note}。"
BREAK_NOTE = "{name}自{period}起{text}，与以前不可比。"
ALL_STATE = "本表数据为{word}。"
SOME_STATE = "{what}为{word}。"
MORE = "等"
CHART_ALT = "{title}：{first}至{last}，{count}个系列，数据见下表。"
OPEN_VINTAGE = "已公布"
DRAFT_VINTAGE = "未公布"

METHOD = "这个地址不接受这种请求方法。"
AS_OF = "asOf 应为日期（2026-01-31）或带时区的时刻（2026-01-31T09:00:00+08:00）。"
BODY_LONG = "请求内容超过 {most} KB。"
OFTEN = "请求过于频繁，请在 {seconds} 秒后再试。"
NOT_UNDERSTOOD = "请求中有不能识别的内容。接口说明见 /api/。"
NO_SUCH_ADDRESS = "没有这个地址。接口说明见 /api/。"
NO_SUCH_TABLE = "没有代码为“{code}”的数据集。"
NO_SUCH_CODELIST = "没有代码为“{code}”的分类。"
NO_SUCH_QUERY = "没有编号为“{code}”的保存的查询。"
NO_SUCH_VARIABLE = "数据集没有变量“{code}”。可用的变量：{known}。"
NO_SUCH_VALUE = "变量“{variable}”没有“{code}”这个取值，或表达式写法不对。"
MANY_EXPRESSIONS = (
    "变量“{variable}”的通配符、表达式和没有的代码合计超过 {most} 个。请减少，或者逐个写明代码。"
)
NOTHING_CHOSEN = "变量“{variable}”没有选中任何取值。"
NO_SUCH_FORMAT = "没有“{code}”这种格式。可用的格式：{known}。"
NO_SUCH_OPTION = "没有“{code}”这个格式选项。可用的选项：{known}。"
TOO_MANY_CELLS = (
    "选中 {cells} 个单元格，超过一次 {most} 个的上限。请缩小范围，或取 CSV 格式（不限）。"
)
BAD_JSON = '请求内容应为 JSON，形如 {"selection": [{"variableCode": …, "valueCodes": [ … ]}]}。'
BAD_NUMBER = "{name} 应为 1 到 {most} 之间的整数。"

NO_TABLE = (
    "文件“{name}”里没有认出数据表：没有表头和数值。请核对文件，或调整成一张有表头的表后再导入。"
)
IMPORT_DONE = "这个文件已经导入或者已经放弃，请重新上传。"
IMPORT_FAULTS = "有{count}处不能导入，没有写入任何数据。{shown}{more}"
AND_MORE = "；等"
AND_MORE_PLACES = "等"
NOTHING_READ = "按现在的对应没有读出数据，没有写入任何数据。请核对表头、各列的含义和要导入的表。"
ALL_THE_SAME = "文件里的{count}个数与已公布的完全相同（{places}），没有新数据可以导入。请核对是不是上期的文件。"
THE_SAME = "有{count}个数与已公布的相同（{places}），没有重复录入。"
LEFT_OUT = "没有导入：{where}，{text}"
IMPORT_TITLE = "导入：{name}"
NO_UNIT = "新指标没有计量单位，没有写入任何数据：{names}。请在对应里填写。"
BAD_INDICATOR = "新指标“{name}”的填写不合规定：{fault}"
RELATION = (
    "平衡关系“{line}”不能识别。写法：GDP = VA1 + VA2 ±0.1；GDP_G 同比 GDP；RETAIL_YTD 累计 RETAIL。"
)
DOUBTS = {
    "sum": "合计与各部分之和不符：表中 {found}，各部分之和 {wanted}",
    "growth": "增速与绝对数不符：表中 {found}，按绝对数计算 {wanted}",
    "so_far": "当期与累计不符：表中 {found}，按累计相减 {wanted}",
    "outlier": "变动与以往不同：本期 {found}，比较期 {wanted}",
}
NOT_COMPARABLE = "可比价增速，不能用现价绝对数复核"
NEW = "新增"
REVISED = "修订"
SAME = "未变"
DEFINED = "已登记。"
PUT = "已录入：{key} {period}。"
TAKEN_OUT = "已删去：{key} {period}。"
DROPPED_NOW = "版次“{title}”已作废，其中的数据已删去。"
TAKEN_UP = "已按现在的名称、单位和说明更新版次。"
GATED = "已登记上级公布情况。"
CONSENT_ENTERED = "已录入书面同意，请本科室另一人核对确认。"
CONSENT_CONFIRMED = "已核对确认。"
LINE = "第{number}行应写成“代码 名称”或“代码 名称 上级代码”。"
NOT_A_NUMBER = "“{text}”不是数字。没有数值的，请留空并选择缺数原因。"
FILE_SIZE = "文件“{name}”超过导入的上限{most}MB。请只留下要导入的表。"
ROWS_ORDER = "表头和数据的行次不对：表头起始行在前，结束行其次，数据结束行最后。没有表头的，结束行填起始行减一。"
MAPPING_KEPT = "对应已保存，按新的对应重新读取。"
IMPORTED = "已写入草稿版次。请核对平衡关系和变动，再送审。"
FILE_DROPPED = "已放弃这个文件，没有写入数据。"
CELL_MARKS = {
    "fault": ("有误", "tag block"),
    "note": ("注意", "tag warn"),
    "missing": ("缺数", "tag"),
    "left": ("不导", "tag"),
    "blank": ("空", "tag"),
    "label": ("", ""),
}
MORE_ROWS = "数据较多，本表只列前{most}行，共{count}行，全部数据见数据集。"
CARRIED = "随本件公布的数据"
CARRIED_SAID = "{flow}　{title}　{count}个数据"
UPSTREAM = "上级公布情况"
CONSENT = "书面同意"
MARKED = (
    "检查发现疑似密级标志。本系统不得存储、处理涉密信息，这次提交的内容没有保存。"
    "请立即停止在联网计算机上处理，携原件报保密工作机构处理。"
)

PROOF_HELP = (
    "表由统计调查对象的资料汇总而成、已用 gongkai protect 保护的，选入与安全表同时写出的 verdict.json。"
    "只收审核结论，不收调查对象资料。"
)
PROOF_SIGN = "安全表里的“{mark}”是隐藏的数，应在对应的“符号表示”里选“依法不公开”，不能选别的。"
PROOF_MIXED = "版次“{title}”里还有这张安全表以外的数，审核结论不能证明它们。请导入到新编的版次，或者先删去别的数。"
PROOF_RULES = {
    "frequency": "每格至少{said}个统计调查对象",
    "dominance": "最大的若干个统计调查对象所占比重不超过：{said}",
    "p": "p% 规则，p = {said}",
    "pq": "p/q 规则：{said}",
    "zero": "全部为零的也保护",
    "share": "隐藏的数至少保护到数值的{said}%",
    "floor": "隐藏的数至少保护到±{said}",
    "fixed": "隐藏的数一律保护到数值的±{said}%",
    "consenting": "书面同意公开的单元格{said}个",
}
PROOF_DOMINANCE = "前{n}个{k}%"
PROOF_COUNTS = "单元格{cells}个，其中不能公布的{unsafe}个，为保护它们另隐藏{secondary}个"
PROOF_UNJUDGED = "{count}个单元格{why}"
KEPT_BACK = "{region}{items}{name}　{period}"
TOLD = "{cell}：版次“{title}”中不予公布，本版次写出了数值"
TELLS = "{cell}：本版次不予公布，待公布的版次“{title}”中写出了数值"

NO_REGION = "没有代码为“{code}”的地区，请先在数据集的地区里登记。"
SHEETS_KEPT = "已按所选的表重新读取。"
QUALIFIERS = (
    "地区",
    "全部",
    "全市",
    "全省",
    "规模以上",
    "限额以上",
)  # what a sentence leaves out of a name
GROWN = ("增长速度", "增长率", "增速", "增幅", "涨幅")  # said with a verb: 生产总值增长7.5%
