"""Text to claims (从文字到数字表述): a walk over sentences that knows what a clause leaves unsaid.

A number is read with the clause before it, up to the number before. What the clause does not name
comes from what was named last: the indicator, what it is part of, or a whole list (分别).
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from gongkai.checks.claims import names, periods
from gongkai.checks.claims.claim import Claim, Kind
from gongkai.checks.claims.clean import Clean
from gongkai.checks.claims.lists import names_of
from gongkai.checks.claims.memory import Memory
from gongkai.checks.claims.nouns import counted
from gongkai.checks.claims.numerals import Figure, figures
from gongkai.checks.claims.predicates import Predicate, predicate
from gongkai.checks.claims.sentences import named_spans, readable, restored, sentences
from gongkai.checks.claims.units import Sort

BEFORE = 240  # characters read before a number for what it is about
BEHIND = 48  # characters read behind a number for the noun it counts
LONGEST = 24  # characters a name of an earlier clause may have

_LISTED = re.compile(r" ?(?:[、和及与/]|以及|以上、) ?")
_RANGED = re.compile(r" ?(?:—{1,2}|-|~|至|到) ?")
_CLAUSE_END = re.compile(r"[，,:；;(]|(?:持平|首位|前列|前茅|榜首|新高|第[一二三])、")
_PLANNED = re.compile(
    r"目标|力争|预期|争取|确保|计划|规划|到20[2-9]\d年|今年|明年|要(?!求|素|件|道|闻)|将(?!军)|努力"
)
_AMONG = re.compile(r"(?P<measure>零售额|增加值|投资|产值|营业收入|出口额?|进口额?)中，")
_FILLERS = frozenset(
    (
        *("增速", "增幅", "涨幅", "降幅", "增长", "速度", "实际", "名义", "实际增长", "名义增长"),
        *("占比", "比重", "比例", "规模", "总规模", "总量", "总额", "总数", "数量", "其中", "首次"),
        *("同口径", "可比口径", "按同口径"),
        *("总计", "合计", "累计", "折合", "平均", "年均", "按可比价格计算", "扣除价格因素"),
        *("排名", "位次", "均", "居", "列", "位", "比", "从", "由", "达", "占"),
    )
)
_TOTALS = frozenset(("总量", "总数", "总计", "总规模", "累计"))
_ALSO_OF = re.compile(
    r"^[、和](?P<of>[全我][国省市区州县]|[^，。；、]{0,8}总[^，。；、]{0,6})的(?:比重)?(?:约|近)?$"
)
_STAGES = frozenset(("完工", "开工", "投产", "竣工", "并网", "授权", "投用", "结案", "办结"))
_EXTENT = re.compile(r"(?:装机)?(?:容量|规模)$")
_LED_TO = re.compile(  # 以旧换新补贴121.9亿元、带动销售905亿元
    r"^[、和并]?(?:共|累计|直接)?(?P<what>(?:带动|拉动|撬动)[\u4e00-\u9fff]{2,8}?)(?:超过?|约|近|达到?|突破)?$"
)
_MEANS = re.compile(r"^发放|(?:消费券|补贴资金|补贴|资金)$")
_ADDING = frozenset(("增量", "在建"))  # of what was named last
_RANKED = frozenset(("增速", "增幅", "总量", "规模"))
_STEP = re.compile(r"(?:连续?跨|连续?迈|跨上|迈上|跃上|站上|稳居|位居|再上|创历史)[^，]*$")
_STANDING = re.compile(
    r"(?:稳|位|跃|均)?居[全首第中前于世各西东国省]|创[^，]*新高|.*(?:前列|首位)$"
)
_SHARES = frozenset((Kind.SHARE, Kind.GROWTH, Kind.CONTRIBUTION))  # 比重从26.7%提高到52.1%
_SHARED_TAIL = re.compile(  # 6个国家级、20个省级临床重点专科
    r"[\u4e00-\u9fff]{1,6}级[、和]\d+[\u4e00-\u9fff][\u4e00-\u9fff]{1,6}级"
    r"(?P<tail>[\u4e00-\u9fff]{2,14})(?=[，。、；])"
)
_JOINED = re.compile(r"[、和](?!带动|惠及|拉动|实现|达到|完成|其中)")
_STAGE = re.compile(
    r"^(?:[^，。；、]{0,6}(?:台阶|大关|关口)|(?:强|左右|以上|以下|以内)(?=[、，和]))"
)  # 4个万亿元台阶
_SPANS = frozenset(("天", "个月", "小时"))
_DEED = re.compile(
    r"(?:开工|投产|封顶|竣工|建成|通车|完工|投用|办结|办成|具备|完成|交付|落地)[\u4e00-\u9fff]{0,8}"
    r"(?=[，。、；])"
)
_OTHER = re.compile(
    r"^(?P<region>全国|我国|全省|全区|全市)"
    r"(?=平均|居民|规模以上|地区生产|生产总值|城镇|农村|固定|社会|一般)"
)


def extract(text: str, *, period: str = "", region: str = "") -> list[Claim]:
    """Return what the numbers of a text state, in the order they stand.

    Shape: period and region are those of the text: its year or month, its own territory.
    Offsets are those of the text as given. No text raises.

    >>> [(one.indicator, one.number, one.unit) for one in extract("生猪存栏134.4万头，下降8.4%。")]
    [('生猪存栏', Decimal('134.4'), '万头'), ('生猪存栏', Decimal('-8.4'), '%')]
    """
    return list(_Reader(text, period, region).claims())


class _Reader:
    """One reading of one text."""

    def __init__(self, text: str, period: str, region: str) -> None:
        self.clean = Clean(text)
        quoted = named_spans(self.clean.text)
        self.raw = text
        self.text = readable(self.clean.text)
        self.figures = [one for one in figures(self.clean.text) if not _inside(one.start, quoted)]
        self.region = region
        self.given = periods.Period(period)
        self.memory = Memory()
        self.read = 0  # characters behind the last number that its name took

    def claims(self) -> Iterator[Claim]:
        found = self.figures
        at = line = 0
        for start, end in sentences(self.text):
            at = _first(found, at, start)
            upto = _first(found, at, end)
            if "\n" in self.text[line:start]:
                self.memory, line = self.memory.next_line(), start
            if upto > at:
                yield from self._sentence(start, end, found[at:upto])
            at = upto
            self.memory.end_sentence(self.text[end - 1])

    def _sentence(self, start: int, end: int, found: list[Figure]) -> Iterator[Claim]:
        period, before = self.given, start
        planned = bool(_PLANNED.search(self.text, start, end))
        if among := _AMONG.search(self.text, start, found[0].start):
            self.memory.measures(among["measure"])
        groups = [*_groups(found, self.text)]
        ends = [group[0].start for group in groups[1:]] + [end]
        for group, following in zip(groups, ends, strict=True):
            left = self.text[max(before, group[0].start - BEFORE) : group[0].start].replace(
                "\x00", ""
            )
            left = _STAGE.sub("", left)
            after = group[-1].end
            behind = self.text[after : min(following, after + BEHIND)].replace("\x00", "")
            period = periods.latest(left, period)
            self.read = 0
            self.memory.pass_bracket(left)
            for figure, said, name in self._group(left, group, behind):
                yield self._claim(figure, said, name, period, planned)
            before = after + self.read

    def _group(
        self, left: str, group: list[Figure], behind: str
    ) -> Iterator[tuple[Figure, Predicate, str]]:
        """Yield what the numbers of a list or range say, each with its name."""
        memory = self.memory
        clause = _CLAUSE_END.split(left)[-1].lstrip(") ")
        said = self._in_turn(predicate(clause, group[0], behind), left, group[0])
        if len(group) > 1 and not _is_range(group, self.text):
            found = self._listed(left, said, group)
            for figure, name in zip(group, found, strict=False):
                yield figure, said, memory.keep(name, said, figure)
            if found:
                return
        name = self._name(left, clause, said, group[-1], behind)
        memory.kind = said.kind
        for figure in group:
            yield figure, said, name

    def _in_turn(self, said: Predicate, left: str, figure: Figure) -> Predicate:
        """Return what is said, of the kind of the number it goes on from."""
        memory = self.memory
        if memory.verb == "净增" and left.startswith(("、", "和")) and said.kind is Kind.LEVEL:
            return replace(said, kind=Kind.DELTA)
        if said.kind is Kind.SHARE:
            memory.whole = said.whole or memory.whole
            return replace(said, whole=memory.whole)
        if (
            memory.kind is Kind.SHARE
            and figure.sort is Sort.PERCENT
            and (of := _ALSO_OF.match(left))
        ):
            return replace(said, kind=Kind.SHARE, subject="", whole=of["of"])
        going_on = said.kind is Kind.RATE and memory.kind in _SHARES and not _subject(said)
        return replace(said, kind=memory.kind) if going_on and memory.kind else said

    def _listed(self, left: str, said: Predicate, group: list[Figure]) -> list[str]:
        """Return the names of a list of values: in the clause, in those before, or the last."""
        subject, count = _subject(said), len(group)
        if not subject or subject in _FILLERS:
            lately = self.memory.listed
            return lately[-count:] if len(lately) >= count else []
        if found := names_of(subject, count):
            return [self.memory.completed(one, said, group[0]) for one in found]
        return names_of(names.plain(names.trimmed(left.rpartition("分别")[0] or left)), count)

    def _name(self, left: str, clause: str, said: Predicate, figure: Figure, behind: str) -> str:
        memory = self.memory
        subject = _subject(said)
        if memory.name and behind.startswith("相比"):
            return memory.name
        if named := self._named_behind(clause, subject, said, figure, behind):
            return named
        if memory.name and (said_of := _of_last(memory, clause, subject, said)):
            return memory.keep(said_of, said, figure)
        if _STANDING.match(subject) or (subject in _FILLERS and memory.name):
            subject = ""
        if not subject and not (subject := _earlier(left)):
            return memory.name
        if "其中" in left:
            memory.part_begins()
        name = memory.completed(subject, said, figure)
        if said.kind in (Kind.LEVEL, Kind.DELTA):
            joined = bool(_JOINED.match(left)) and not _CLAUSE_END.search(left)
            name = memory.brought(name, left, joined)
        return memory.keep(name, said, figure)

    def _named_behind(
        self, clause: str, subject: str, said: Predicate, figure: Figure, behind: str
    ) -> str:
        """Return the name of what is counted or takes time, if it stands behind the number."""
        memory = self.memory
        if said.kind is Kind.LEVEL and figure.unit in _SPANS and (deed := _DEED.match(behind)):
            memory.head = subject or memory.head
            self.read = len(deed[0])
            return f"{memory.head}{deed[0]}用时"
        noun = None
        if said.kind is Kind.LEVEL and figure.sort in (Sort.COUNT, Sort.SIZE):
            noun = counted(clause, subject, figure, behind, memory.verb, memory.name)
            memory.verb = noun.verb if noun else memory.verb
        elif said.kind is Kind.SHARE and not subject:
            noun = counted(clause, "", figure, behind, "", "")
        if not noun:
            return ""
        if shared := _SHARED_TAIL.match(self.text, figure.end):
            noun = replace(noun, name=noun.name + shared["tail"])
        self.read = noun.end
        return memory.keep(noun.name, said, figure)

    def _claim(
        self, figure: Figure, said: Predicate, name: str, period: periods.Period, planned: bool
    ) -> Claim:
        ratio = figure.sort is Sort.RATIO
        number = figure.numbers[0]
        indicator, region = _of_region(restored(name), self.region)
        start, end = self.clean.at(figure.start), self.clean.at(figure.end - 1) + 1
        return Claim(
            start=start,
            end=end,
            raw=self.raw[start:end],
            kind=said.kind,
            number=None if ratio else -number if said.sign < 0 < number else number,
            places=figure.places,
            unit=figure.unit,
            indicator=indicator,
            parts=figure.numbers if ratio else (),
            period=period.name,
            cumulative=period.cumulative,
            region=region,
            basis=said.basis,
            whole=restored(said.whole),
            approximate=figure.approximate,
            planned=planned,
        )


def _first(found: list[Figure], at: int, place: int) -> int:
    """Return which is the first figure from a place on, counting from one known to be before."""
    while at < len(found) and found[at].start < place:
        at += 1
    return at


def _inside(place: int, spans: list[tuple[int, int]]) -> bool:
    at = bisect_right(spans, (place, place)) - 1
    return at >= 0 and place < spans[at][1]


def _groups(found: list[Figure], text: str) -> Iterator[list[Figure]]:
    """Yield the figures that stand in one list or range together: 7%、6.8%, 6%—7%."""
    group = [found[0]]
    for one, two in pairwise(found):
        gap = text[one.end : two.start]
        if one.sort is two.sort and (_LISTED.fullmatch(gap) or _RANGED.fullmatch(gap)):
            group.append(two)
        else:
            yield group
            group = [two]
    yield group


def _is_range(group: list[Figure], text: str) -> bool:
    return len(group) == 2 and bool(_RANGED.fullmatch(text[group[0].end : group[1].start]))


def _subject(said: Predicate) -> str:
    """Return the name in what a clause says, empty if it names nothing."""
    name = names.trimmed(said.subject)
    if said.kind in (Kind.GROWTH, Kind.POINTS) and name not in _FILLERS:
        return names.plain(name)
    return names.portion(name) if said.kind is Kind.SHARE else name


def _of_last(memory: Memory, clause: str, subject: str, said: Predicate) -> str:
    """Return the name that a clause makes of the last one: 总量, 增速, 带动销售."""
    ranked, sized = said.kind is Kind.RANK, said.kind is Kind.LEVEL
    if subject == "惠及" or (ranked and subject in _RANKED):
        return memory.name + subject
    if sized and memory.here and (led := _LED_TO.search(clause)):
        return _MEANS.sub("", memory.name) + led["what"]
    if sized and memory.here and subject in _STAGES:
        return _EXTENT.sub("", memory.name) + subject
    if sized and subject in _TOTALS:
        return names.stock(memory.name)
    return subject + memory.name if subject in _ADDING else ""


def _earlier(left: str) -> str:
    """Return the name in the clauses before the last, when they end in one."""
    for clause in reversed(_CLAUSE_END.split(left)[:-1]):
        if name := names.trimmed(_STEP.sub("", clause)):
            return name if names.MEASURED.search(name) and len(name) <= LONGEST else ""
    return ""


def _of_region(name: str, own: str) -> tuple[str, str]:
    """Return a name without its territory, and the territory when it is not the text's own."""
    if own and name.startswith(own) and len(name) > len(own):
        return name.removeprefix(own), ""
    if match := _OTHER.match(name):
        return name[match.end() :], match["region"]
    return name, ""
