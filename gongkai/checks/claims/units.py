"""Units as prose writes them (计量单位), and what each of them measures."""

import re
from enum import Enum, auto


class Sort(Enum):
    """What a unit measures, as far as reading needs it."""

    PERCENT = auto()
    POINTS = auto()
    TIMES = auto()
    COUNT = auto()  # goes with a noun: 86个项目
    SIZE = auto()  # goes with money, weight, length: 8亿元
    RATIO = auto()
    RANK = auto()
    BARE = auto()


SCALE = "百亿亿|万亿|千万|百万|十万|千亿|百亿|十亿|亿|万|千(?![瓦克米伏卡])|百(?=[元人户家个吨亩])"
SIZE = (
    "吨标准煤|吨公里|人公里|吨海里|平方公里|平方千米|平方米|平方厘米|立方米|立方|方(?=[，。；、/]|以上|左右)|千瓦时|兆瓦时|吉瓦时|千伏安|"
    "微克|毫克|千克|公斤|公里|海里|千米|厘米|毫米|公顷|千瓦|兆瓦|吉瓦|标准煤|标准箱|标箱|毫升|"
    "摄氏度|分贝|美元|欧元|日元|港元|港币|英镑|卢布|元|吨|亩|斤|克|担|米|升|度|瓦|℃|"
    "[EPTGMK]?FLOPS|[TGMk]?[bB]ps|[GTMkK]Wh?|[GM]W|TEU|kWh|[μµ]g|mg|kg|km2|km²|km|hm2|m2|m3|m²|m³|"
    "㎡|㎥|㎞|㎏|[PTEGM][BF]?(?![A-Za-z0-9])"
)
COUNT = (
    "人次|批次|场次|架次|班次|车次|艘次|件次|户次|台次|辆次|例次|项次|家次|个月|小时|分钟|台套|台\\(套\\)|"
    r"[台套]/[套台]|人|名|位|户|家|个|所|座|处|项|件|条|台|辆|套|张|册|种|部|支|只|头|匹|羽|尾|株|棵|"
    "架|艘|列|趟|班(?![长子])|场|次|对(?!外|口|接|标)|例|宗|起|笔|单(?!位|产)|份|枚|块|片|根|幅|栋|幢|间|床|门|队|批|篇|"
    r"首|本|卷|集|款|类|岁|天|秒|折|厘|口|井|眼|盏|杆|组|村|县|镇|乡|国|省|市|区(?!域)|支队|台班|点(?![\d多半到至钟以之名对开位])|"
    "年(?![均度底末初代内间来前后级限报鉴])|大(?!领域|方面|行动|板块|战略|任务|卡|类|型|厦|学|桥|道|米|豆|师)|道|颗|层|封|尊|团|节|轮|万平|分(?![别之布类析为])|线|站|期|届|级|号|校|团队|品种|汽车|匹|盘"
)
_PERCENT = "%|‰"
_POINTS = "个百分点|百分点|个千分点|千分点|个基点|基点"
UNIT = (
    rf"(?:/(?:10|十)万人?|{_POINTS}|{_PERCENT}|倍|番|成|(?:{SIZE})(?:人民币)?(?:/(?:{SIZE}|人|户|天|日|月|年|小时|秒|"
    rf"立方|台|套|个|头|只|斤|箱|[万亿千百]元|[十百千万]?(?:人|户)|百?平方公里|GDP)){{0,2}}(?:每(?:立方米|平方米|平方公里|亩|人|吨|升|公里|公顷|千克|公斤|小时|秒))?|(?:{COUNT})(?:(?:/|每)(?:{SIZE}|[十百千万]*(?:人|户|平方公里)|天|日|月|年|小时|分钟|秒))?)"
)
_IS_COUNT = re.compile(rf"(?:{COUNT})(?:/.*)?")


def sort_of(unit: str) -> Sort:
    """Say what a unit without its scale word measures.

    >>> sort_of("个百分点"), sort_of("家"), sort_of("")
    (<Sort.POINTS: 2>, <Sort.COUNT: 4>, <Sort.BARE: 8>)
    """
    if not unit:
        return Sort.BARE
    if unit in ("%", "‰", "成") or unit.startswith("/"):
        return Sort.PERCENT
    if unit in ("倍", "番"):
        return Sort.TIMES
    if unit == "点":
        return Sort.BARE
    if unit.endswith("点"):
        return Sort.POINTS
    return Sort.COUNT if _IS_COUNT.fullmatch(unit) else Sort.SIZE
