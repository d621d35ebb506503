"""What SDMX messages say in Chinese: names of concepts and code lists, errors."""

from gongkai.figures import words

CONCEPTS = {
    "FREQ": "频率",
    "INDICATOR": "指标",
    "REF_AREA": "地区",
    "TIME_PERIOD": "时期",
    "OBS_VALUE": "数值",
    "OBS_STATUS": "数据状态",
    "NOTE": "注释",
    "BREAK": "断点",
    "VALID_FROM": "公布时间",
    "VALID_TO": "被替换时间",
    "TITLE": "序列名称",
    "UNIT_MEASURE": "计量单位",
    "DECIMALS": "小数位数",
    "COMPARISON": "对比口径",
    "SPAN": "时间口径",
    "PRICE_BASE": "价格口径",
    "ADJUSTMENT": "季节调整",
    "SCOPE": "统计口径",
}
# Fixed code lists: code -> name.
LISTS: dict[str, dict[str, str]] = {
    "CL_FREQ": {str(code): name for code, name in words.FREQUENCY.items()},
    "CL_OBS_STATUS": {
        str(code): name for code, name in [*words.STATUS.items(), *words.MISSING.items()]
    },
    "CL_COMPARISON": {str(code): name for code, name in words.COMPARISON.items()},
    "CL_SPAN": {str(code): name for code, name in words.SPAN.items()},
    "CL_PRICE_BASE": {str(code): name for code, name in words.PRICE.items()},
    "CL_ADJUSTMENT": {str(code): name for code, name in words.SEASON.items()},
}
LIST_NAMES = {"CL_FREQ": "频率", "CL_OBS_STATUS": "数据状态", "CL_COMPARISON": "对比口径",
              "CL_SPAN": "时间口径", "CL_PRICE_BASE": "价格口径",
              "CL_ADJUSTMENT": "季节调整"}  # fmt: skip
SCHEME = "概念"
SUBJECTS = "统计专业"
STRUCTURE = "{name}的结构"
CODES = "{name}：{dimension}"
AVAILABLE = "{name}：可取数据"
AGENCIES = "机构"
PROVIDERS = "数据提供者"
DEMONSTRATION = "演示数据，数字是虚构的。"
METHODS = {"source": "数据来源", "department": "承办科室", "coverage": "调查范围",
           "method": "调查方法", "calculation": "计算方法", "sample": "抽样调查样本量"}  # fmt: skip

EMPTY = "没有符合条件的数据。"
NOT_FOUND = "没有这个数据集或结构。"
SYNTAX = "请求的写法不对：{what}。"
KEY = "键应当有 {most} 个组成部分，依次为 {names}"
PERIOD = "“{text}”不是时期，应形如 2014、2014-S1、2014-Q3、2014-09 或 2014-09-30"
MOMENT = "“{text}”不是时刻，应形如 2014-09-30 或 2014-09-30T09:30:00+08:00"
COUNT = "{name} 应当是不小于 0 的整数"
CHOICE = "{name} 应当是下列之一：{values}"
DIMENSION = "没有“{name}”这个维度"
OPERATOR = "“{name}”不能这样筛选"
NOT_HERE = "本服务没有这项功能：{what}。"
ACCEPT = "没有您要的格式。可用的格式：{formats}。"
LARGE = "结果超过 {most} 个数值。请缩小范围，或取 CSV、SDMX-ML 格式（不限）。"
