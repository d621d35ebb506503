"""What is looked for of persons and single respondents (个人信息规则): one rule a kind."""

from gongkai.checks.findings import Rule, Severity

PIPL = "《个人信息保护法》第二十五条"
SENSITIVE_LAW = "《个人信息保护法》第二十八条、第二十五条"
BLOCK, WARN, NOTE = Severity.BLOCK, Severity.WARN, Severity.NOTE

IDENTITY = Rule("personal.identity", "2", BLOCK, f"{PIPL}；GB 11643 公民身份号码")
REVERSIBLE = Rule("personal.reversible", "1", WARN, f"{PIPL}；GB 11643 公民身份号码")
CARD = Rule(
    "personal.bank_card", "3", BLOCK, f"{SENSITIVE_LAW}；ISO/IEC 7812 校验位（Luhn）", "secrecy"
)
MOBILE = Rule("personal.mobile", "2", WARN, f"{PIPL}（移动电话号码）")
LANDLINE = Rule("personal.landline", "1", WARN, f"{PIPL}（固定电话号码）")
MAIL = Rule("personal.mail", "2", NOTE, "电子邮件地址")
OWN_MAIL = Rule("personal.own_mail", "1", WARN, f"{PIPL}（个人电子邮箱）")
PAPER = Rule("personal.paper", "1", BLOCK, f"{PIPL}（证件号码）", "office")
PLATE = Rule("personal.plate", "1", WARN, f"{PIPL}（机动车号牌）")
SOLE = Rule("personal.sole", "1", WARN, f"{PIPL}（个体工商户即自然人）；GB 32100")
ADDRESS = Rule("personal.address", "1", WARN, f"{PIPL}（地址）")
HOME = Rule("personal.home", "1", BLOCK, f"{PIPL}（家庭住址）", "office")
SENSITIVE = Rule("personal.sensitive", "1", BLOCK, SENSITIVE_LAW, "office")
LIST = Rule("personal.list", "1", WARN, PIPL)
SENSITIVE_LIST = Rule("personal.sensitive_list", "1", BLOCK, SENSITIVE_LAW, "office")
RESPONDENT = Rule(
    "personal.respondent",
    "1",
    BLOCK,
    "《统计法》（2024）第二十八条；《统计法实施条例》第二十九条第一、二项",
    "figures",
)

RULES = (
    *(IDENTITY, REVERSIBLE, CARD, MOBILE, LANDLINE, MAIL, OWN_MAIL, PAPER, PLATE, SOLE),
    *(ADDRESS, HOME, SENSITIVE, LIST, SENSITIVE_LIST, RESPONDENT),
)
