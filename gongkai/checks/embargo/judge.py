"""Which embargoed figure a number of a sentence is, by what is said beside it (就近判断)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.checks.embargo.index import ENOUGH, LEAST, OTHERS, RATES, Index, Number, matches, sized
from gongkai.checks.known import Known, Value

CHANCE = 100  # how many times rarer a number must be than the figures of its unit are many
WORTH = 3  # digits worth a question where the name stands without a period

_COMMA = re.compile(r"[，,:：（(）)]")
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})\s?(?=年|$|[-—–~～至到，]|[^0-9.%万亿元,])")
_QUARTERS = {"一": 1, "1": 1, "二": 2, "2": 2, "两": 2, "三": 3, "3": 3, "四": 4, "4": 4}
_PART = re.compile(
    r"(?P<half>上半年)|(?P<first>首季)|(?:前|第)?(?P<quarter>[一二两三四1-4])个?季度?(?!节)"
    r"|(?<![0-9])(?:1\s?[-—–~～至到]\s?)?(?P<month>1[0-2]|0?[1-9])\s?月"
)
_OWN = re.compile(r"全[市县区州盟]|我[市县区]")
_GROWTH = re.compile(
    r"增长|下降|上涨|上升|回落|增速|增幅|提高|降低|减少|增加|涨幅|降幅|指数|同比|环比"
)
_SHARE = re.compile(r"占|比重|贡献|拉动|人均|弹性|能耗")
_PLAN = re.compile(r"目标|预期|计划|规划|力争|确保|预算")
_NOISE = re.compile(
    r"(?:较|比)?(?:去年|上年|上月|上季度?|一季度|上半年)(?:同期|同月|末)?|比|较|同期|同比|环比|分别"
    r"|名义|实际|可比价格?|现价|不变价|按|计算|增长|下降|上涨|回落|增速|增幅|为|达到?|实现|完成|约|超过?"
    r"|其中|总量|累计|全年|初步核算|初步|核算|预计|快报|总计|合计|提高|降低|增加|减少|突破|增|降|升"
    r"|了|到|是|在|于|和|的|至|第|前|共|首季|[一二三四两]?季度?|上半年|全市|[0-9年月日\s.%\-—～~+]"
)


@dataclass(frozen=True)
class Beside:
    """What stands beside a number: the words that say what it is, and the periods and place said."""

    subject: str
    sentence: str
    years: frozenset[str]
    parts: frozenset[str]
    region: str

    def agrees(self, value: Value) -> bool | None:
        """Say whether the period said is the figure's; None where none is said."""
        year, _, part = value.period.partition("-")
        if self.years and year not in self.years:
            return False
        wanted = SAME.get(part, {part})
        if self.parts:
            return bool(wanted & self.parts)
        return True if self.years and part in {"", "Q4"} else None

    def is_of(self, value: Value, territory: str) -> bool:
        """Say whether the place said, or the bureau's own where none is, is the figure's."""
        own = {"", territory}
        return self.region == value.region or (self.region in own and value.region in own)

    def names(self, value: Value) -> bool:
        """Say whether the words name the figure's series, and the kind of number it is."""
        at = max((self.subject.rfind(name) + len(name) for name in value.names
                  if name in self.subject), default=-1)  # fmt: skip
        if at < 0 or not all(item in self.sentence for item in value.items):
            return False
        name = next(name for name in value.names if self.subject[:at].endswith(name))
        if self.subject[: at - len(name)].endswith(("人均", "单位", "占", "占全市", "万元")):
            return False
        said = self.subject[at:]
        grows = sized(value).base in RATES or value.comparison != "level"
        if grows:
            return bool(_GROWTH.search(name + said)) or value.comparison == "level"
        return not _SHARE.search(said)


SAME = {
    **{f"{month:02}": {f"M{month}"} for month in range(1, 13)},
    "Q1": {"Q1", "M3"},
    "S1": {"S1", "Q2", "M6"},
    "Q2": {"S1", "Q2", "M6"},
    "Q3": {"Q3", "M9"},
    "Q4": {"Q4", "M12"},
}


def beside(sentence: str, start: int, known: Known, index: Index) -> Beside:
    """Return what stands beside the number at a place of a sentence."""
    before = sentence[:start]
    return Beside(
        _subject(before) + _behind(sentence, start),
        sentence,
        frozenset(found[1] for found in _YEAR.finditer(sentence)),
        frozenset(_parts(sentence)),
        _region(before, known, index),
    )


def _subject(before: str) -> str:
    """Return the words a number is said of: those of its clause, or of the ones before it."""
    clauses = _COMMA.split(before)
    taken: list[str] = []
    for clause in reversed(clauses[-6:]):
        taken.insert(0, clause)
        if len(_NOISE.sub("", clause)) >= 2:
            break
    return "，".join(taken)


def _behind(sentence: str, start: int) -> str:
    """Return the name behind a number: 5170.3亿元的生产总值."""
    found = re.compile(r"[0-9., ]+[^，,。；0-9]{0,6}?的([^，,。；0-9]{2,16})").match(
        sentence, start
    )
    return f"，{found[1]}" if found else ""


def _parts(sentence: str) -> Iterator[str]:
    for found in _PART.finditer(sentence):
        if found["half"]:
            yield "S1"
        elif found["first"]:
            yield "Q1"
        elif found["quarter"]:
            yield f"Q{_QUARTERS[found['quarter']]}"
        else:
            yield f"M{int(found['month'])}"


def _region(before: str, known: Known, index: Index) -> str:
    """Return the place named last before a number; empty for none, the bureau's own for 全市."""
    found = [(one.start(), one[0]) for one in index.regions.finditer(before)]
    found += [(one.start(), known.territory) for one in _OWN.finditer(before)]
    return max(found, default=(0, ""))[1]


def is_rare(digits: int, base: str, index: Index) -> bool:
    """Say whether so many digits are no chance, as many figures as there are in the unit."""
    many = index.many[base] if base in index.many else index.many.total()
    return digits >= ENOUGH and 10 ** (digits - 1) >= CHANCE * many


def judged(one: Number, near: Beside, known: Known, index: Index) -> tuple[Value, bool] | None:
    """Return the embargoed figure a number is, and whether that is beyond doubt; None for none."""
    doubt: Value | None = None
    if len(one.digits) < LEAST or (one.digits, one.power, one.base) in index.public:
        return None
    for value, digits in matches(one, index):
        agrees, here, named = (
            near.agrees(value),
            near.is_of(value, known.territory),
            near.names(value),
        )
        if is_rare(digits, one.base, index) and (here or agrees is not False):
            return value, True
        if named and here and agrees:
            return value, True
        if digits >= ENOUGH or (here and _is_worth(digits, named, agrees, near)):
            doubt = doubt or value
    return (doubt, False) if doubt else None


def _is_worth(digits: int, named: bool, agrees: bool | None, near: Beside) -> bool:
    """Say whether a number is worth a question: by its name, or by its place and period."""
    if named and agrees is None:
        return digits >= WORTH
    return bool(near.region and agrees) and digits == ENOUGH - 1


def announced(sentence: str, known: Known, index: Index) -> Iterator[tuple[int, int, Value]]:
    """Yield where a sentence names an embargoed series and its period, with a number behind."""
    for found in index.names.finditer(sentence):
        said = sentence[found.end() : found.end() + 24]
        stop = re.search(r"[，,。；;](?!\s?[同比增下上]|比上)", said)
        said = said[: stop.start()] if stop else said
        number = re.search(
            r"(?<![0-9])[0-9]+(?:\.[0-9]+)?(?!\s?(?:年|月|季|日|[-—~～]\s?[0-9]+月))", said
        )
        if not number or _PLAN.search(sentence) or OTHERS[0] in sentence:
            continue
        near = beside(sentence, found.end() + number.start(), known, index)
        for value in index.by_name[found[0]]:
            told = near.agrees(value) and near.is_of(value, known.territory)
            if told and near.names(value):
                yield found.start(), found.end() + number.end(), value
                break
