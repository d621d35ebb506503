"""Conditions and homes beside a person's name (敏感个人信息): names count only where words say so."""

import re
from collections.abc import Iterator

from gongkai.checks.characters import cleaned
from gongkai.checks.findings import SURROUNDINGS, Finding, Rule
from gongkai.checks.personal import rules

SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾萧肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱丘江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向"
    "汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单裴霍"
    "涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党"
    "宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝"
)
COMPOUND = "欧阳|上官|司马|诸葛|司徒|东方|皇甫|尉迟|公孙|慕容|令狐|长孙|宇文"
HAN = r"[\u4e00-\u9fff]"
_SINGLE = f"[{''.join(sorted(SURNAMES))}]"
_NAME = rf"(?:(?:{COMPOUND}){HAN}{{1,2}}|{_SINGLE}{HAN}{{1,2}}?)"
_FULL = re.compile(rf"(?:{COMPOUND}){HAN}{{1,2}}|{_SINGLE}{HAN}{{1,2}}|{HAN}{{2,5}}·{HAN}{{2,6}}")
_HIDDEN = r"[某×*＊xX○〇]"

# Before a name: words that say a person follows. What stands before an office's contact is not theirs.
_CONTACT = re.compile(r"联系人|法定代表人|经营者")
_ROLES = (
    r"姓名|患者|病人|病患|学生|儿童|幼儿|户主|申请人|当事人|死者|伤者|受害人|被害人"
    r"|监护人|被监护人|受助人|救助对象|低保户|低保对象|贫困户|特困人员|五保户|残疾人|孤儿"
    r"|村民|居民|受访者|调查对象|被调查人|家长|产妇|孕妇|职工|联系人|法定代表人|经营者"
)
_MANY = r"学生|儿童|幼儿|居民|村民|职工|家长|孕妇|产妇|残疾人|孤儿|患者|病人|经营者"  # of one, or of many
_ROLE = re.compile(
    rf"(?:(?:{_ROLES})(?:姓名)?\s?[:：为是]\s?|(?:{_ROLES})姓名\s?|(?<!{HAN})(?:{_MANY})"
    rf"|(?:户主|低保户|低保对象|贫困户|五保户|当事人|死者|伤者|受害人|被害人|监护人|申请人))"
    rf"(?P<name>{_NAME})(?<![病症压炎癌率])(?=[，,。；;（(\s:：]|患|确诊|系|为|因|的|身患|有|$)"
)
_SEXED = re.compile(rf"(?<!{HAN})(?P<name>{_NAME})\s?[，,（(]\s?[男女](?=[，,。；）)\s])")
_STYLED = re.compile(rf"(?<!{HAN})(?P<name>{_NAME})(?:先生|女士|小朋友|同学|老人)")
_WHO = (_ROLE, _SEXED, _STYLED)

CLASSES = {
    "医疗健康": r"身?患(?:有)?{han}{{0,8}}(?:病|症|癌|炎|瘤|疾|感染)|确诊|病史|艾滋病|HIV|乙肝|肺结核|精神分裂"
    r"|白血病|糖尿病|高血压|恶性肿瘤|癌症|诊断[为:：]|病历号?|住院号|怀孕|流产|抑郁症|尿毒症",
    "残疾情况": r"[一二三四]级残疾|残疾[一二三四]级|(?:肢体|视力|听力|言语|智力|精神|多重)残疾|残疾证|残疾等级",
    "宗教信仰": r"信仰(?:佛|道|伊斯兰|基督|天主)|信奉|宗教信仰[:：]|(?:佛|道|伊斯兰|天主|基督)教徒|受洗",
    "生物识别": r"指纹(?:信息|编号|特征)|人脸(?:照片|图像|特征)|虹膜|声纹|掌纹|基因(?:检测|信息)|DNA",
    "金融账户": r"银行(?:账号|帐号|卡号)|开户行|账户余额|存款余额|征信(?:记录|不良)|工资卡",
    "行踪轨迹": r"(?:活动|行动|行程)轨迹|乘坐{han}{{0,6}}(?:航班|列车|次)|入住{han}{{1,12}}(?:酒店|宾馆)",
    "特定身份": r"低保(?:户|对象|金|证)|特困(?:人员|供养)|五保|困境儿童"
    r"|(?:建档立卡|脱贫|贫困)户|社区矫正|服刑|吸毒|低收入家庭",
    "不满十四周岁未成年人": r"(?<![0-9])(?:[1-9]|1[0-3])周?岁|不满十四周?岁|留守儿童|孤儿|婴儿|幼儿园",
}
_CLASSES = {name: re.compile(one.format(han=HAN)) for name, one in CLASSES.items()}
_ANY = re.compile("|".join(one.pattern for one in _CLASSES.values()))
_ANY_HINT = re.compile(  # a word of each of them
    r"患|病|确诊|HIV|乙肝|结核|分裂|血压|肿瘤|癌|诊断|住院|怀孕|流产|抑郁|尿毒|残疾|信仰|信奉|教徒|受洗|指纹|人脸|虹膜|声纹"
    r"|掌纹|基因|DNA|银行|开户|余额|征信|工资卡|轨迹|乘坐|入住|低保|特困|五保|困境|建档|脱贫|贫困|矫正|服刑|吸毒|低收入"
    r"|岁|孤儿|婴儿|留守|幼儿"
)
_STOP = re.compile(r"[。；\n\t]")
_NUMBERED = re.compile(r"[0-9一二三四五六七八九十](?:号[楼院]?|栋|幢|单元|室|户)(?![文召码])")
BEHIND, BEFORE = 40, 12  # characters from a name within which a condition is the person's

_DOOR = re.compile(
    rf"{HAN}{{2,12}}?(?:路|街|巷|道|胡同|里弄|弄|村|庄|小区|社区|花园|公寓|家园|苑)"
    rf"[^，,。；;\n]{{0,24}}?[0-9A-Za-z一二三四五六七八九十]{{1,4}}(?:号楼|栋|幢|座|号院?|单元|组)"
    rf"[^，,。；;\n]{{0,16}}?(?:[0-9]{{1,4}}(?:室|号|户)|[0-9]{{3,4}}(?![0-9]|\s?[万亿元人户年]))"
    rf"|{HAN}{{2,8}}(?:村|庄|屯)[0-9一二三四五六七八九十]{{1,3}}组?[0-9]{{1,4}}号"
)
_HOME = re.compile(
    r"家住|住址|家庭地址|现住|户籍(?:地|所在地)|户口所在地|居住(?:地|在)|住在|住所地?[:：]"
)
_OFFICIAL = re.compile(
    r"办公|单位|注册|经营|邮编|通信|通讯|报名|公司|中心|大厦|写字楼|政府|大院|地点|营业"
)
_PERSON = re.compile(
    rf"(?:{_ROLES})(?:姓名)?\s?[:：为是]?\s?{_NAME}|(?<!{HAN}){_NAME}\s?[，,（(]\s?[男女]|家住"
)


def is_name(text: str) -> bool:
    """Say whether a cell may be a person's name.

    >>> is_name("张三"), is_name("欧阳 小红"), is_name("张某某"), is_name("合计")
    (True, True, False, False)
    """
    told = re.sub(r"[\s\u3000]", "", text)
    return (
        bool(_FULL.fullmatch(told))
        and not re.search(_HIDDEN, told[1:])
        and not NO_NAMES.fullmatch(told)
    )


NO_NAMES = re.compile(
    r"合计|总计|小计|全市|全国|单位|平均|石家庄|张家口|安徽|江苏|江西|陕西|山西|甘肃|云南|广东|温州|连云港|金华|安全|全部"
    r"|全年|时间|文化|文字|方法|方式|成本|成人|项目|明细|管理|金额|金融|商业|农业|农林牧|林业|应用|华[北东南中]"
)


def conditions(place: str, text: str) -> Iterator[Finding]:
    """Find what the law calls sensitive beside a person's name, in one sentence."""
    clean = cleaned(text)
    for said in _sentences(clean, _ANY) if _ANY_HINT.search(clean) else ():
        for pattern in _WHO:
            for one in pattern.finditer(said):
                if found := _condition(said, one):
                    why = f"姓名旁边有{found[0]}，属于敏感个人信息。"
                    proposal = (
                        "删去姓名，或者删去这项内容；依法必须公示的，由局办公室说明依据后放行。"
                    )
                    yield _shown(rules.SENSITIVE, place, said, one.span("name"), why, proposal)
                    break


def _sentences(text: str, pattern: re.Pattern[str]) -> Iterator[str]:
    """Yield the sentences of a text that have what is looked for."""
    end = 0
    while found := pattern.search(text, end):
        before = max(text.rfind(one, end, found.start()) for one in "。；\n\t")
        stop = _STOP.search(text, found.end())
        start, end = max(before + 1, end), stop.start() if stop else len(text)
        yield text[start:end]


def _condition(said: str, one: re.Match[str]) -> tuple[str, str] | None:
    end = one.end("name")
    if re.match(_HIDDEN, said[end : end + 1]) or re.search(_HIDDEN, one["name"][1:]):
        return None
    first = one.start() if _CONTACT.match(one[0]) else max(0, one.start() - BEFORE)
    beside = (said[first:end], said[end : end + BEHIND])
    for name, pattern in _CLASSES.items():
        for words in beside:
            if found := pattern.search(words):
                return name, found[0]
    return None


def homes(place: str, text: str) -> Iterator[Finding]:
    """Find addresses down to the door beside a person; one that is said to be a home blocks."""
    clean = cleaned(text)
    for said in _sentences(clean, _NUMBERED):
        if not _PERSON.search(said):
            continue
        for one in _DOOR.finditer(said):
            before = said[max(0, one.start() - 24) : one.end()]
            is_home = bool(_HOME.search(before)) and not _OFFICIAL.search(before)
            if not is_home and _OFFICIAL.search(said):
                continue
            rule = rules.HOME if is_home else rules.ADDRESS
            why = "人名旁边有具体到门牌的地址。"
            yield _shown(rule, place, said, one.span(), why, "删去门牌，只写到街道、乡镇一级。")


def _shown(
    rule: Rule, place: str, said: str, span: tuple[int, int], why: str, proposal: str
) -> Finding:
    """Return a finding that shows only the first character of what was found, and no name."""
    start, end = span
    shown = said[start] + "×" * min(end - start - 1, 6)
    before = hidden(said[max(0, start - SURROUNDINGS) : start])
    excerpt = before + shown + hidden(said[end : end + SURROUNDINGS])
    return rule.finding(place, " ".join(excerpt.split()), why, proposal, shown)


def hidden(text: str) -> str:
    """Return a text in which names said to be names are shortened to their first character."""
    for pattern in _WHO:
        text = pattern.sub(lambda one: _starred(one), text)
    return _DOOR.sub(lambda one: one[0][:2] + "×" * 4, text)


def _starred(one: re.Match[str]) -> str:
    start, end = one.start("name") - one.start(), one.end("name") - one.start()
    return one[0][: start + 1] + "×" * (end - start - 1) + one[0][end:]
