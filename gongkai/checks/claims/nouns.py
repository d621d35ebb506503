"""What is counted when the noun stands behind the number: 建成20个智能工厂, 6家企业入选500强."""

import re
from dataclasses import dataclass

from gongkai.checks.claims import names
from gongkai.checks.claims.numerals import Figure
from gongkai.checks.claims.units import Sort


@dataclass(frozen=True)
class Noun:
    """A name read behind a number, the verb that a list shares, the characters read."""

    name: str
    verb: str = ""
    end: int = 0


_BEHIND = re.compile(
    r"(?: ?(?:左右|以上|以内))?的?(?P<phrase>[^，。；、！？:\n(),]+(?:、[^，。；、！？:\n(),]{2,12}(?=和))*)"
)
_NO_NOUN = re.compile(
    r"(?:\ue005|整合|[^，。；]{0,8}(?:台阶|关口)|左右|以上|以下|以内|的?增长|同比|环比|(?:居(?!民)|列(?!车)|与(?!会)|和(?![谐美])|达(?!标))|[比较占至到及或、并]|大关|台阶|提高|提升|提前|增加|减少|下降|升至|降至|缩|调整|扩大|之|内|后|前|时|来|起|起步|余|不等|"
    r"水平|区间|新(?:高|低|台阶)|高位|中(?![试国医小型央学级外西东高]))"
)
# A verb behind the noun: from here on the sentence says what became of it.
_VERB = re.compile(
    r"(?:全覆盖|全部|扎实|加快|被|获评|获批|荣获|获得|获|入选|入围|升格|亮相|提供|通(?=高铁|动车|高速|公路|高等级)|免费(?=体检|检查|享)|跻身|晋级|当选|重组|落地|落实|建成|投产|投运|投入使用|开工|达到|达标|实现|完成|纳入|通过|用上|接通|"
    r"与(?=[^，]{2,10}(?:合作|结对|同质|建立|签|联|对接|共|携手))|享受|迈入|受到|促进|对(?![外口接标虾象])|(?<!所)在(?!建|校|园|岗|研|册|线|营|库|职|地|外|用)|保供|制定|联合|签署|承接|"
    r"(?<!宜)居(?![民住家委间])|位列|列入|上榜|成功|顺利|均(?!衡|等)|稳定|有序|免费|开诊|消除|填补|晋升|接种|安装|开设|设置|集聚(?!区)|对接(?!项目)|用于|喝上|住上|拿到|如期|圆满|细化|赋能|赴|就近就业|稳岗|协作共建|凭|一道|承担|压缩|清理|延伸|投入(?!品|产出|强度)|进入|得到|正式|同步|形成|保持|(?<![科文双首原独])创(?!新|业|意|投|客|造|团)|增长|同比|超(?!低|高|市|算|大|级|导)|占|开展|启动|(?<!整县)推进|率先|相继|先后|"
    r"竣工|通车|分别|提前|到位|集中|持续|为(?!民)|被|由(?!于)|是|有(?!色|效|机|限|轨|关|线)|已|总投资|投资突破|投资超|探索|发放|参与|参加|落户|挂牌|揭牌|运行(?!中心)|获|摘帽|受益|实施|"
    r"签约|增选|授牌|退出|脱贫|出列|拔地|高质量(?!发展(?!$))|深入|积极|深度|上线|试点运行|打造|"
    r"再(?!生|制)|又|也(?!门)|(?<!首)都(?!市)|从(?!业)|将|把|使(?!用|馆)|让|覆盖(?!率)|惠及|稳步|高效|加速|全面|更(?!新)|兑现|见效|需(?!求)|可(?!再|持|视|信)|提质升级|提档升级(?!村)|(?:环境)?空气质量|全线|撬动|带动|拉动|聚力|布局|全国$|(?<=产品)(?:产能|产量|能耗)|(?<=企业)(?:营业收入|营收))"
)
_QUOTES = re.compile("“[^”]*”")
_TELLING = re.compile(
    r"(?:入选|入围|跻身|接通|与|用上|当选|荣获|获(?!批|评)|上榜|列入)[^，。；]{2,24}"
)
_TITLE = re.compile(
    r"(?:被命名为|被评为|获评|晋级|被认定为)(?P<title>“?[^，。；“”]{2,30}(?:”[^，。；]{0,8})?)$"
)
_BRINGING_END = re.compile(
    r"(?:新[增建开认培投签引入改][^，。；、]{0,4}|[^，。；]{0,4}?(?:建设|建成|打造|组建|实施|完成|实现|入选|布局|开展|推动|推进|抓好|创建|落户|达|达到|拥有|"
    r"培育|引进|举办|推出|制定|出台|谋划|选择|聚焦|建好|完善提升|增加|保障|保供|拓展|办好|改造|修复|整治|治理|"
    r"获得|取得|为|等|支持|构建|发放|招募|招聘|减免|帮扶|救助|细分培育|做强做优|提供|处置|设立|安排|投入|下达|筹集|筹措|兑现|发行|争取|统筹|开通|开行|创建|颁发|首期|首批|建|各))$"
)


def counted(
    clause: str, subject: str, figure: Figure, behind: str, memory: str, last: str
) -> Noun | None:
    """Return what a number counts if its noun stands behind it, else None.

    Shape: memory is the verb of the list that the number continues, last the name before.
    """
    match = _BEHIND.match(behind)
    if not match or _NO_NOUN.match(match["phrase"]) or len(match["phrase"]) < 2:
        return None
    if clause.endswith(("由", "从")):
        return None
    phrase = _QUALIFYING.sub("", match["phrase"])
    name, used = _noun(phrase, _WHOLE.match(behind, match.end()))
    if len(name) < 2:
        return None
    end = match.end("phrase") - len(phrase) + used
    name = re.sub(r"^符合[^，]{0,6}的", "", name)
    if behind[: match.start("phrase")].endswith("的") and (had := _measure_of(subject)):
        return Noun(name + had, "", end)
    return _in_clause(clause, subject, figure, Noun(name, memory, end), last)


def _measure_of(subject: str) -> str:
    had = names.brought(subject)
    return had if names.DEPENDENT.fullmatch(had) else ""


def _in_clause(clause: str, subject: str, figure: Figure, noun: Noun, last: str) -> Noun | None:
    """Return a noun with what the clause before the number adds to it, None if it is not counted."""
    name, memory, end = noun.name, noun.verb, noun.end
    bringing = not subject or bool(_BRINGING_END.search(clause.rstrip("了约近超过 ")))
    if figure.sort is Sort.SIZE and not bringing and not _ACTION.search(name):
        return None
    if reaching := _REACHING.search(clause):
        doer = names.trimmed(clause[: reaching.start()]) or last
        return Noun(doer + reaching[0] + name, "", end)
    wanting = _WANTING if bringing else _GENERIC
    if wanting.fullmatch(name) and "、" not in subject and 3 <= len(subject) <= 16:
        return Noun(names.brought(subject) + name, "", end)
    front = _front(clause, memory)
    return Noun(name if name.startswith("新") else front + name, front, end)


_QUALIFYING = re.compile(
    r"^方面(?!的?(?:重点)?(?:工作|任务)?$)的?|(?<=^方面)的?(?:重点)?(?:工作|任务)$"
)
_WHOLE = re.compile(r"(?:、[^，。；、\d]{2,16})+(?=[，。；])")  # 文华奖、荷花奖
_ACTING = re.compile(
    r"[^，。]{0,2}(?:发展|加快|提升|完善|加强|推进|提高|打造|培育|建成|建设|实施|开展|推动|落实|扩大|优化|支持|构建|做|新|改|超|增|全|达|居|带动|拉动|入选|实现|完成|创|拓|吸|引|组|形|健全|强化|深化|保|补|服务)"
)
_REACHING = re.compile(r"(?:惠及)(?=(?:了|约|近|超过|超)?$)")
_GENERIC = re.compile(
    r"举措|措施|路径|模式|省份|国家|学科|品种|项目|任务|指标|事项|经验|案例|做法|(?:改革)?(?:创新)?成果|(?:支持)?政策(?:措施)?"
)
_WANTING = re.compile(r"举措|措施|路径|模式")
_ACTION = re.compile(r"(?:治理|改造|修复|改建|扩建)$")


_LEADS = re.compile(
    r"(?:承接|对接|发展|创新|服务|保供|深度|打造|集聚|持续|投资|开放)[\u4e00-\u9fff]{4}"
)
# Verbs that also stand inside names: 校企联合实验室, 免费停车位.
_OF_NAMES = re.compile("联合|对接|集聚|清理|免费|稳定|延伸|压缩|设置|运行|试点|保供|实施")
_NAME_END = re.compile(
    "(?:园区?|基地|中心|平台|项目|工程|实验室|机构|集群|厂|站|馆|位|院|队|点|名单|清单|方案)$"
)
_NOT_LAST = re.compile(r"^.*[^级、]、(?!.*[^级、]、)")


def _noun(phrase: str, more: re.Match[str] | None) -> tuple[str, int]:
    """Return the name in a phrase and how much of the phrase it takes."""
    read = _QUOTES.sub(lambda one: "■" * len(one[0]), phrase)
    cut = _VERB.search(read)
    if cut and not cut.start() and _LEADS.match(read):  # 15个承接产业转移主平台
        cut = _VERB.search(read, 2)
    if cut and _OF_NAMES.match(read, cut.start()) and _NAME_END.search(read):
        cut = None
    if not cut and more and not any(_ACTING.match(one) for one in more[0].split("、")):
        return phrase + more[0], len(phrase + more[0])
    if not cut:
        noun = re.sub(
            r"(?:(?:(?<=项目)|(?<=[园区])|(?<=基地)|(?<=工程))建设|等|[和与及]|(?<![高初国集])中|[和与及]“[^”]*”等)$",
            "",
            phrase.strip(),
        )
        return names.behind_trimmed(noun), len(phrase.rstrip("和与及"))
    noun, rest = phrase[: cut.start()], phrase[cut.start() :]
    if more and re.match("荣获|获|入选|晋级|列入|被", rest):
        rest += more[0]
    if (title := _TITLE.search(rest)) and not title["title"].endswith(("以上", "级")):
        return names.behind_trimmed(_NOT_LAST.sub("", title["title"])), len(phrase)
    if _TELLING.match(rest):
        told = names.behind_trimmed(rest)
        return told if told.endswith(noun) else told + noun, len(phrase)
    return names.behind_trimmed(re.sub(r"[和与及中]$", "", noun)), cut.start()


_FRONT = re.compile(
    r"(?P<verb>新[增建开改认培投签引][增建工改造扩定育产用约进]?|新改扩建|新立项|改扩建|(?:建设|新建|更新|升级|提升)?改造|修复|整治|治理|救助|帮扶)$"
)


def _front(clause: str, verb: str) -> str:
    bare = clause.rstrip("了约近超过 ")
    if match := _FRONT.search(bare):
        return match["verb"]
    return verb if re.fullmatch(r"[、和及与 ]+", bare) else ""
