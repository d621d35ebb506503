"""What a paragraph has named so far (前文): from here comes what a clause leaves unsaid."""

import re
from dataclasses import dataclass, field

from gongkai.checks.claims import names
from gongkai.checks.claims.claim import Kind
from gongkai.checks.claims.numerals import Figure
from gongkai.checks.claims.predicates import Predicate
from gongkai.checks.claims.units import Sort

# Verbs that are part of a name, and that a list says only once: 改造老旧小区7323个、棚户区5.2万套.
_VERBED = re.compile(
    r"新[增建开改认培投签落引入创](?:[增建工改造扩定育产用约地进办]|规(?!模)){0,3}|改造提升|更新改造|改扩建|改造|"
    r"扩建|增设|建设改造|维修养护|治理|修复|整治|更新|办理|处置"
)
_BEFORE_VERB = re.compile(
    r"^.{5,}、(?=(?:带动|投入|清收|推广|支持|新[增建]|建成|培育|引进|完成|实施|开展|发放|帮扶|组建|近投入)[\u4e00-\u9fff]{2})"
)
_OWING_NO_VERB = re.compile(r"[量额率值]$|里程$|规模$")
_DEPENDING = re.compile(f"(?<=.){names.DEPENDENT.pattern}$")
_LEVEL_OF = re.compile(
    r"^(?:国家)?[1-5]?A{1,5}级(?:及?以上)?|^(?:国家|省|市|县|自治区|部|区|州)级(?:及)?(?:以上)?"
)
_INDUSTRY = re.compile(r"^第?([一二三])产业|^([一二三])产(?=增加值|业)")
_REACH = re.compile(r"(?:通车|营运|运营)?里程$|装机$")
_SHORTER = re.compile(r"(?:总水平|总指数|指数)$")
_CHANGES = frozenset((Kind.GROWTH, Kind.SHARE, Kind.POINTS))
_LATELY = 5  # names kept for a list that names nothing: 分别增长4.8%、50%


@dataclass
class Memory:
    """What was named last, and what may be left out for it."""

    name: str = ""
    kind: Kind | None = None
    head: str = ""  # 普通高校, of 普通高校招生
    whole_head: str = ""  # the head before 其中
    parent: str = ""  # what 其中 is part of
    parent_unit: str = ""
    within: bool = False
    measure: str = ""  # 增加值, of 工业增加值
    unit: str = ""  # of the number that had the measure
    age: int = 0  # sentences since
    listed: list[str] = field(default_factory=list)
    outer: str = ""  # what was named before a bracket
    whole: str = ""  # what the shares of the sentence are part of
    bracket: bool = False  # whether the number stands in it
    here: bool = False  # whether the name is of this sentence
    verb: str = ""  # 改造, of 改造老旧小区

    def next_line(self) -> "Memory":
        """Return what is still meant in the next paragraph."""
        return Memory(measure=self.measure, unit=self.unit, age=self.age)

    def end_sentence(self, mark: str) -> None:
        """Forget what only the sentence meant; behind a semicolon it goes on."""
        if self.within and mark == "；":
            self.head = self.whole_head
        self.within = False
        if mark != "；":
            self.head = self.verb = self.whole = ""
            self.here = self.bracket = False
            self.age += 1

    def measures(self, measure: str) -> None:
        """Take what the heads of a sentence have in common: 商品零售额中，粮油类增长…."""
        self.measure, self.age = measure, 0

    def pass_bracket(self, left: str) -> None:
        """Keep what was named before a bracket, to go on with it behind."""
        if left.startswith(")") and self.outer:
            self.name, self.bracket = self.outer, False
        if "(" in left:
            self.outer, self.bracket = self.name, ")" not in left

    def part_begins(self) -> None:
        """Take what was named last as the whole of what follows."""
        self.within, self.parent, self.whole_head = True, self.name, self.head

    def completed(self, name: str, said: Predicate, figure: Figure) -> str:
        """Return a name with what it leaves to those before it."""
        if names.DEPENDENT.fullmatch(last := name.rpartition("、")[2]):
            name = last
        name += "人数" if name in ("死亡", "受伤") else ""
        name = _INDUSTRY.sub(lambda one: f"第{one[1] or one[2]}产业", name)
        if self.within and self.parent:
            name = self._part(name, figure)
        if found := self._with_head(name, said) or self._as_before(name, figure):
            return found
        if self.age > 1 or not names.LINE.search(name) or names.MEASURED.search(name):
            return name
        meant = said.kind in _CHANGES or figure.unit == self.unit
        if meant and names.LIVING.fullmatch(name) and self.measure == "零售额":
            return name + "消费品零售额"
        return name + self.measure if meant else name

    def _with_head(self, name: str, said: Predicate) -> str:
        if self.bracket and len(name) == 2 and name[-1] == self.outer[-1:] and self.outer[:-2]:
            return self.outer[:-2] + name  # 金牌, of 省级体育比赛奖牌
        if not names.DEPENDENT.fullmatch(name) or not (
            head := self.head or self._topic(name, said)
        ):
            return ""
        return (head.removesuffix("销售") if name.startswith("销售") else head) + name

    def _as_before(self, name: str, figure: Figure) -> str:
        """Return the name of the next in a list: 省级, of 国家级非物质文化遗产; 蜂蜜, of 产量."""
        if _LEVEL_OF.fullmatch(name) and _LEVEL_OF.match(self.name):
            return name + _LEVEL_OF.sub("", self.name)
        return name + "产量" if self._is_output(name, figure) else ""

    def _is_output(self, name: str, figure: Figure) -> bool:
        """Say whether a list of products goes on: 禽蛋产量2.3万吨；蜂蜜500吨."""
        if self.measure not in ("产量", "总产量") or self.age or names.MEASURED.search(name):
            return False
        same = figure.unit.lstrip("万亿千百") == self.unit.lstrip("万亿千百")
        return same and len(name) <= 6 and not _VERBED.match(name)

    def _topic(self, name: str, said: Predicate) -> str:
        """Return what the sentence is about, for a measure that says not of what."""
        total = name.startswith("总")
        if not self.here or said.kind is not Kind.LEVEL:
            return ""
        if names.MEASURED.search(self.name) and not total:
            return ""
        return names.INHERITED.sub("", _REACH.sub("", names.stock(self.name)))

    def brought(self, name: str, left: str, joined: bool) -> str:
        """Return the name of a size with the verb that belongs to it and no other."""
        if joined and self.verb and not _VERBED.match(name):
            owing = self.verb != "净增" and not _OWING_NO_VERB.search(name)
            return self.verb + name if owing else name
        match = re.search("净增", left) or _VERBED.match(name)
        self.verb = match[0] if match else ""
        return names.brought(_BEFORE_VERB.sub("", name)) or name

    def keep(self, name: str, said: Predicate, figure: Figure) -> str:
        """Remember a name and return it."""
        self.name, self.kind, self.here = name, said.kind, True
        if measure := _measure(name):
            self.measures(measure.replace("总额", "额"))
            if said.kind is Kind.LEVEL:
                self.unit = figure.unit
        if not self.within:
            self.parent_unit = figure.unit
        match = _DEPENDING.search(name)
        if match and not name[: match.start()].endswith(("、", "助理")):
            self.head = name[: match.start()].removeprefix("接待")
        elif said.kind is Kind.LEVEL and _is_body(figure):
            self.head = name.removeprefix("接待")
        others = [one for one in self.listed if one != name]
        self.listed = [*others[-_LATELY:], name]
        return name

    def _part(self, name: str, figure: Figure) -> str:
        """Return the name of a part with what it leaves to its whole: 国家级 of 企业技术中心."""
        parent = self.parent
        if _LEVEL_OF.fullmatch(name):
            return name + _LEVEL_OF.sub("", parent)
        if names.LIVING.fullmatch(name) and "居民" in parent:
            return name + parent[parent.index("居民") :]
        if name in ("民办", "公办", "国有", "非国有", "民营"):
            return name + parent
        if name in ("女性", "男性"):
            return name + ("人口" if parent.endswith("人口") else "")
        measure = _measure(parent)
        bare = len(name) <= 8 and not names.MEASURED.search(name)
        return name + measure if bare and figure.unit == self.parent_unit else name


def _measure(name: str) -> str:
    """Return what a name measures, which others may leave out: 价格 of 居民消费价格总水平."""
    match = names.INHERITED.search(name)
    return _SHORTER.sub("", match[0]) if match else ""


def _is_body(figure: Figure) -> bool:
    """Say whether what is counted may have beds and pupils: 卫生机构4985个，床位57848张."""
    return figure.sort is Sort.COUNT and not figure.unit.endswith(("人", "名"))
