"""What is looked for in wording (用语规则): one rule a kind."""

from gongkai.checks.findings import Rule, Severity

BLOCK, WARN, NOTE = Severity.BLOCK, Severity.WARN, Severity.NOTE

NUMERALS = "GB/T 15835-2011 出版物上数字用法"
STATISTICS = "统计用语：百分数、百分点、倍数"
PAPERS = "GB/T 9704-2012"

DOCUMENT_NO = Rule("wording.document_no", "1", WARN, f"{PAPERS} 发文字号")
DATE = Rule("wording.date", "1", WARN, f"{PAPERS} 成文日期；GB/T 15835-2011")
NO_DAY = Rule("wording.no_day", "1", WARN, "公历日期")
WEEKDAY = Rule("wording.weekday", "1", WARN, "公历日期与星期")

WRONG = Rule("wording.term", "1", WARN, "错敏词表")
NATIONAL = Rule("wording.national", "1", BLOCK, "国办秘函〔2019〕19号（严重表述错误）", "office")
INSTITUTION = Rule("wording.institution", "1", WARN, "机构名称词表")
PLACE = Rule("wording.place", "1", WARN, "地名词表")
COUNTRIES = Rule(
    "wording.countries", "1", WARN, "新华社新闻信息报道中的禁用词和慎用词（2016年修订）"
)
LEADER = Rule("wording.leader", "1", WARN, "领导人词表（姓名、职务、排序）")

RANGE = Rule("wording.range", "1", WARN, NUMERALS)
MIXED = Rule("wording.mixed", "1", WARN, NUMERALS)
ABOUT = Rule("wording.about", "1", WARN, NUMERALS)
DECIMAL = Rule("wording.decimal", "1", WARN, NUMERALS)
GROUPED = Rule("wording.grouped", "1", NOTE, NUMERALS)
UNIT = Rule("wording.unit", "1", WARN, "GB/T 15835-2011；法定计量单位")
SYMBOL = Rule("wording.symbol", "1", NOTE, "法定计量单位符号")

PERCENT = Rule("wording.percent", "1", WARN, STATISTICS)
POINTS = Rule("wording.points", "1", WARN, STATISTICS)
TIMES = Rule("wording.times", "1", WARN, STATISTICS)
GROWN = Rule("wording.grown", "1", WARN, "统计用语：增加了、增加到")
COMPARED = Rule("wording.compared", "1", WARN, "统计用语：同比、环比")

REPEATED = Rule("wording.repeated", "1", WARN, "文字校对")
PAIR = Rule("wording.pair", "1", WARN, "标点符号用法：成对符号")
DOUBLED = Rule("wording.doubled", "1", WARN, "标点符号用法")
HALF = Rule("wording.half", "1", NOTE, "标点符号用法：中文用全角标点")
WIDE = Rule("wording.wide", "1", NOTE, "数字、字母用半角")
ENDING = Rule("wording.ending", "1", NOTE, "标点符号用法：句末点号")

ADDRESS = Rule("wording.address", "1", WARN, "国办发〔2017〕47号 政府网站发展指引")
HOST = Rule("wording.host", "1", NOTE, "国办发〔2017〕47号 政府网站发展指引")
DEAD = Rule("wording.dead_link", "1", WARN, "国办秘函〔2019〕19号（链接可用）")

SUSPECT = Rule("wording.suspect", "1", NOTE, "文字校对（统计模型的推测，请人工判断）")

RULES = (
    *(DOCUMENT_NO, DATE, NO_DAY, WEEKDAY),
    *(WRONG, NATIONAL, INSTITUTION, PLACE, COUNTRIES, LEADER),
    *(RANGE, MIXED, ABOUT, DECIMAL, GROUPED, UNIT, SYMBOL),
    *(PERCENT, POINTS, TIMES, GROWN, COMPARED),
    *(REPEATED, PAIR, DOUBLED, HALF, WIDE, ENDING),
    *(ADDRESS, HOST, DEAD, SUSPECT),
)
