"""What a clause says of a number (谓语): how much it is, how it changed, what it is part of."""

import re
from dataclasses import dataclass

from gongkai.checks.claims.claim import Kind
from gongkai.checks.claims.names import plain, portion
from gongkai.checks.claims.numerals import Figure
from gongkai.checks.claims.units import Sort

_UP = (
    "偏多|偏高|偏早|增产|升值|调增|改善|递增|增收|增长|上涨|提高|上升|增加|提升|升高|扩大|净增|多增|加快|上浮|"
    "攀升|攀高|上调|上扬|增多|高出|多出|领先|快|涨|(?<!新)增|升|高|多"
)
_DOWN = (
    "偏少|偏低|偏晚|减产|贬值|调减|递减|减收|减亏|负增长|下降|减少|回落|下跌|降低|收窄|下滑|缩减|缩小|放缓|"
    "压减|压降|下浮|少增|缩短|削减|下调|减量|压缩|低|慢|跌|降|减|少"
)
_ROUGHLY = r"(?:了|接近|均|都|约|近|超过|超|逾|突破|至少|不少于|不低于|达到|达|又|再|大约|高达|了约|了近|为|：|:)"
_CHANGED = re.compile(rf"(?P<verb>(?P<down>{_DOWN})|(?:{_UP}))(?:幅度?)?{_ROUGHLY}{{0,2}}$")
_REACHED = re.compile(
    r"(?:增[长加]?|提高|提升|上升|升高|扩大|下降|降低?|减少|回落|压减|缩小|调整|上调|下调|拓展|升|恢复|优化|改善|攀升|整合)(?:到|至|为)(?:了)?(?:约|近|超过?|逾)?$"
)
_PACE = re.compile(
    r"(?P<down>降幅|跌幅|减幅|降低率)?(?:增速|增幅|涨幅|增长率|增长速度|增长幅度|上涨幅度|涨跌幅|升幅)?"
    r"(?<=[幅速率度])(?<!自然增长率)(?:预期|目标|分别|均)?(?:约?为|达到?|是|控制在|保持在|稳定在|维持在|在|约|超过?|近|扩大到|扩大至|提高到|提高至|回升至|回升到|从|由|收窄至|收窄到|回落至|回落到|升至|降至)?$"
)
_PACE_WORD = re.compile(
    r"(?:增速|增幅|涨幅|(?<!自然)增长率|增长速度|增长幅度|上涨幅度|涨跌幅|升幅|降幅|跌幅|减幅)"
)
_AGAINST = re.compile(
    r"(?P<verb>快于|高于|好于|优于|大于|超过|超出|超|领先于?|高出|(?P<down>低于|慢于|落后于?|少于|小于))"
    r"(?P<ref>[^，。；、]{0,16}?)(?:约|近|超过)?$"
)
_THAN = re.compile(
    rf"(?:(?<![占同环])比(?![例重])|较(?![大高低快]))(?P<ref>[^，。；]{{1,16}}?)(?P<verb>(?P<down>偏少|偏低|慢|低|少|降低|下降|减少|回落|收窄)|偏多|偏高|快|高|多|提高|上升|增加|提升|加快|扩大)(?:出)?{_ROUGHLY}?$"
)
_BASIS = re.compile(
    r"同比|环比|年均(?!浓度|值)|年平均(?!浓度)|"
    r"(?<!可)[比较与](?P<of>常年同期|常年|往年同期|往年|历史同期|上年同期|上年末|上年底|上年|去年同期|去年末|去年底|去年|年初|年末|上月末|上月|上季度末?|上半年|"
    r"“?十[一二三四五]五”?(?:时期|末|期末|期间)?|(?:19|20)\d\d ?年(?:末|底|同期)?)"
)
_OF = re.compile(
    r"占(?P<of>[^，。；占]{0,30}?)(?:的)?(?:比重|比例|份额|比)?(?:分别|已|均|约)?"
    r"(?:为|是|达到|达|在|约|近|超过?|逾|由|从|提高[到至]|上升[到至]|提升[到至]|增[至到]|升[至到]|降[至到]|下降[到至]|"
    r"保持在|稳定在|控制在)*(?:(?:19|20)\d\d ?年(?:末)?的?|上年的?)?$"
)
_SHARE_WORD = re.compile(r"占比|比重|占有率|份额|占[^，。；]{1,16}比例")
_PULL = re.compile(r"拉动")
_CONTRIBUTION = re.compile(r"贡献率|贡献度|贡献")
_GROWTH_BEHIND = re.compile(
    r"(?:以上|左右)?的?(?:预期|年均)?(?:增长|增速|增幅|涨幅|速度增长|速度递增|的速度)"
)
_OF_THE = re.compile(r"(?:(?:以上|左右)?的|以上)(?=[\u4e00-\u9fff“])(?!增|速|水平|高|低)")
_TIMES_AS_MUCH = re.compile(r"(?:是|为|相当于|等于)(?:[^，。；]{0,20}的)?(?:约|近)?$")


@dataclass(frozen=True)
class Predicate:
    """What is said: subject is the clause before the verb, sign the verb's direction."""

    kind: Kind
    subject: str
    sign: int = 1
    basis: str = ""
    whole: str = ""


def predicate(clause: str, figure: Figure, behind: str) -> Predicate:
    """Read the clause before a number; behind is what follows the number."""
    basis = basis_of(clause)
    match figure.sort:
        case Sort.RATIO:
            return Predicate(Kind.RATIO, clause)
        case Sort.RANK:
            return Predicate(Kind.RANK, _ranked(clause))
        case Sort.POINTS:
            return _points(clause, basis)
        case Sort.PERCENT:
            return _percent(clause, basis, figure, behind)
        case Sort.TIMES:
            return _times(clause, basis, figure)
        case Sort.BARE:
            return _bare(clause, basis, figure)
        case _:
            return _size(clause, basis, behind)


def basis_of(clause: str) -> str:
    """Return the comparison a clause names, as written: 上年末, 同比, 2020年.

    >>> basis_of("比上年末提高"), basis_of("年均增长"), basis_of("占比重")
    ('上年末', '年均', '')
    """
    found = [match["of"] or match[0] for match in _BASIS.finditer(clause)]
    return found[-1] if found else ""


_RANKING = re.compile(
    r"(?:在(?=[全我世]|中西)|(?:位)?(?:居|列)|位居|位列|排名|排在|排|升至|跃居|跃升至|跃至|保持|稳居|上升至|进入|继续|连续[^，。；]{0,4}|进位至|晋位至|提升至|由|从|均|分别|为|达到|成为|名列|跻身|首次|晋级|"
    r"进位|进至|前移至|跨入|迈入|蝉联|稳定在|实现|仍|分列)*"
    r"(?:全国同类城市|全国|全省|全区|全市|全球|世界|中西部|西部|中部|东部|东北|东北三省|长三角|[\u4e00-\u9fff]{2,3}[六五四三九]省|省会城市|同类城市|国内|亚洲|各省区?市?|省内|沿海|我国|沿边省区)?"
    r"(?:省[份区市]*|城市)?(?:排名|位次|并列|前列|的)?$"
    r"|(?:连续(?:多|\d+|[一二三四五六七八九十]+)年)?(?:[稳位跃]居|(?<!民)居(?![民住])|位列|排名?|保持)[^，。；、]{0,10}$"
)


def _ranked(clause: str) -> str:
    return _RANKING.sub("", clause)


def _points(clause: str, basis: str) -> Predicate:
    if pull := _PULL.search(clause):
        sign = -1 if re.search(r"下拉|向下拉动|负拉动", clause) else 1
        head = re.sub(r"(?:共同|合计|下拉|向下|分别|共)+$", "", clause[: pull.start()])
        return Predicate(Kind.CONTRIBUTION, head, sign, basis)
    if match := _THAN.search(clause) or _AGAINST.search(clause):
        reference = _reference(match["ref"])
        return Predicate(
            Kind.POINTS, plain(clause[: match.start()]), -1 if match["down"] else 1, reference
        )
    if match := _CHANGED.search(clause):
        subject = clause[: match.start()]
        narrowing = re.search(r"(?:降幅|跌幅)[^，。；]{0,10}$", subject)
        sign = -1 if match["down"] else 1
        return Predicate(Kind.POINTS, plain(subject) if narrowing else subject, sign, basis)
    return Predicate(Kind.POINTS, clause, 1, basis)


def _reference(words: str) -> str:
    """Return what a number is compared with: 全国 of 高于全国平均水平."""
    return basis_of("比" + words) or _AVERAGE.sub("", words) or words


_AVERAGE = re.compile(r"(?:平均水平|水平|平均|分别|增速|的)+$")


_OF_PLAN = re.compile(
    r"(?:完成|为|是|占|达到?|相当于)?(?:全?年初?|调整|省下达的?|年度)*(?:预算|计划|目标|任务)数?的(?:约|近)?$"
    r"|(?:恢复[到至]|达到?|为|是|相当于)(?:上年|去年|(?:19|20)\d\d ?年)(?:同期)?的(?:约|近)?$"
)


def _percent(clause: str, basis: str, figure: Figure, behind: str) -> Predicate:
    if match := _OF_PLAN.search(clause):
        return Predicate(Kind.RATE, clause[: match.start()])
    return (
        _contributed(clause)
        or _shared(clause, figure)
        or _paced(clause, basis)
        or _grown(clause, basis)
        or _of_those(clause, behind, basis)
        or _rate(clause)
    )


def _contributed(clause: str) -> Predicate | None:
    if match := _CONTRIBUTION.search(clause):
        head = clause[: match.start()]
        name = clause[: match.end()] if head.endswith("进步") else _TO_WHAT.sub("", head)
        return Predicate(Kind.CONTRIBUTION, name)
    if match := _PULL.search(clause):
        return Predicate(Kind.CONTRIBUTION, clause[: match.start()])
    return None


def _paced(clause: str, basis: str) -> Predicate | None:
    """Read a growth named as one: 增速为5.6%, 涨幅控制在2%左右."""
    if not _PACE_WORD.search(clause[-12:]) or not (match := _PACE.search(clause)):
        return None
    down = re.search(r"(?:降幅|跌幅|减幅)", clause[match.start() :])
    subject = clause[: match.start()]
    return Predicate(Kind.GROWTH, plain(subject) if subject else "", -1 if down else 1, basis)


def _grown(clause: str, basis: str) -> Predicate | None:
    if match := _REACHED.search(clause):
        return _rate(clause[: match.start()])
    match = _CHANGED.search(clause)
    if not match or (match["verb"] in _LONE and match.start()):
        return None
    cleaner = match["verb"] == "改善" and _BAD.search(clause)
    sign = -1 if match["down"] or cleaner else 1
    return Predicate(Kind.GROWTH, plain(clause[: match.start()]), sign, basis)


def _of_those(clause: str, behind: str, basis: str) -> Predicate | None:
    """Read what the words behind the number make of it: 超50%的行政村, 保持10%以上增长."""
    if _GROWTH_BEHIND.match(behind):
        return Predicate(Kind.GROWTH, clause, 1, basis)
    before = clause.rstrip("超过近约达到")
    if _OF_THE.match(behind) and (_EACH.search(before) or not _NAMED.search(before)):
        return Predicate(Kind.SHARE, "")
    return None


_NAMED = re.compile(r"[\u4e00-\u9fff]{2}")
_EACH = re.compile(r"(?:[和与及]|覆盖|推动|确保|每年|支持|全[省市区州])$")
_TO_WHAT = re.compile(r"对[^，。；]{1,20}?(?:的|增长的?)?$")
_BAD = re.compile("浓度|排放|能耗|失业|死亡")  # what improves as it falls
_LONE = frozenset(("高", "多", "低", "少", "快", "慢", "升"))


def _rate(subject: str) -> Predicate:
    if _SHARE_WORD.search(subject) and "率" not in subject[-2:]:
        head = _SHARE_HEAD.search(subject)
        return Predicate(Kind.SHARE, portion(subject[: head.end()] if head else subject))
    return Predicate(Kind.RATE, subject)


_SHARE_HEAD = re.compile(r"占比|比重|占有率|份额|比例")
_RATE_END = re.compile(r"率(?:[达约近超为]|超过|达到)*$")
_NOT_OF = re.compile(r"地(?!区|方)|用(?!电|水|能|地)|有|据")


def _shared(clause: str, figure: Figure) -> Predicate | None:
    """Read a share: 税收占一般公共预算收入比重为65.7%."""
    match = _OF.search(clause)
    if match and not _NOT_OF.match(match["of"]):
        whole = re.sub(r"(?:的|总量|合计|比)+$", "", match["of"])
        return Predicate(Kind.SHARE, clause[: match.start()], 1, "", whole)
    changed = _CHANGED.search(clause)
    word = re.search(r"(?:占比|比重|(?P<rate>占有率)|份额)(?=[^，。；]{0,12}$)", clause)
    if word and (not changed or _REACHED.search(clause)):
        return Predicate(Kind.SHARE, clause[: word.end() if word["rate"] else word.start()])
    said = figure.unit not in ("%", "‰") and not changed
    kind = Kind.RATE if _RATE_END.search(clause) else Kind.SHARE
    return Predicate(kind, _STAYS.sub("", clause)) if said else None


_STAYS = re.compile(r"(?:稳定|保持|维持)在?[全我][国省市区]的?$")


def _times(clause: str, basis: str, figure: Figure) -> Predicate:
    if figure.unit == "番":
        return Predicate(
            Kind.GROWTH, re.sub(r"(?:比[^，。；]{2,8}|同比|实现|力争)+$", "", clause), 1, basis
        )
    if _REACHED.search(clause) or _TIMES_AS_MUCH.search(clause):
        subject = _TIMES_AS_MUCH.sub("", _REACHED.sub("", clause))
        return Predicate(Kind.MULTIPLE, subject, 1, "")
    if match := _CHANGED.search(clause):
        sign = -1 if match["down"] else 1
        return Predicate(Kind.GROWTH, plain(clause[: match.start()]), sign, basis)
    return Predicate(Kind.MULTIPLE, clause, 1, "")


def _bare(clause: str, basis: str, figure: Figure) -> Predicate:
    if match := _REACHED.search(clause):
        return Predicate(Kind.RATE, clause[: match.start()])
    if match := _THAN.search(clause):
        sign, than = -1 if match["down"] else 1, _reference(match["ref"])
        return Predicate(Kind.DELTA, clause[: match.start()], sign, than)
    if (match := _CHANGED.search(clause)) and match["verb"] not in _LONE:
        sign = -1 if match["down"] else 1
        return Predicate(Kind.DELTA, clause[: match.start()], sign, basis)
    people = re.search(r"(?:人口|人数|户数|得分)[^，。；]{0,6}$", clause)
    return Predicate(Kind.LEVEL if people or figure.unit not in ("", "点") else Kind.RATE, clause)


def _size(clause: str, basis: str, behind: str) -> Predicate:
    if match := _REACHED.search(clause):
        return Predicate(Kind.LEVEL, clause[: match.start()])
    if match := re.search(r"净增(?:加)?(?P<what>[^，。；]{0,20})$", clause):
        subject = clause[: match.start()] + match["what"]
        return Predicate(Kind.DELTA, subject, 1, basis)
    if match := _THAN.search(clause):
        sign = -1 if match["down"] else 1
        return Predicate(Kind.DELTA, clause[: match.start()], sign, _reference(match["ref"]))
    if (match := _CHANGED.search(clause)) and match["verb"] not in _LONE:
        subject = clause[: match.start()]
        if basis or (match["verb"] != "提升" and not _THING.match(behind)):
            return Predicate(Kind.DELTA, subject, -1 if match["down"] else 1, basis)
        return Predicate(Kind.LEVEL, clause)
    return Predicate(Kind.LEVEL, clause)


_THING = re.compile(r"(?:左右|以上|以内)?的?(?!左右|以上|以内|以下|同比|占)[\u4e00-\u9fff“]{2}")
