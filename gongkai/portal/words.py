"""Chinese messages of the public site."""

HOME = "首页"
CATALOGUE = "公开目录"
CATALOGUE_OF = "{year}年政府信息公开目录"
MONTH = "{year}年{month}月"
RELEASED_IN = "{year}年主动公开信息"
IN_TERM = "{year}年在20个工作日内公开"
CORRECTED = "公开后更正"
TAKEN_DOWN = "公开后撤下"
URGENT = "本件不宜继续公开，已紧急下线。"
TERM = "第{used}个工作日公开（限{days}个，{law}）"
VERSION = "第{number}版"
SUPERSEDED = "这是第{number}版，已被更正，仅供查阅。"
VALID = "有效"
MARK = {"expire": "失效", "repeal": "废止"}
CHANGED = {
    "expire": "本件自{day}起失效。{reason}",
    "repeal": "本件自{day}起废止。{reason}",
}
