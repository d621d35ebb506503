"""Which cells are unsafe by themselves, and how far an attacker must be kept from them.

Rule: minimum frequency; dominance (n,k); p% and p/q; all contributors known to be zero. The levels
are those of the p% family: how much the best-informed respondent would learn too much.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from gongkai.checks.cells.tables import Cell, Contributors, Need, Table
from gongkai.law.refused import Refused

HUNDRED = Decimal(100)
NOTHING = Decimal(0)


@dataclass(frozen=True)
class Rules:
    """The bureau's parameters; what is None or empty is not applied.

    Shape: frequency is the least number of respondents; dominance holds (n, k): the n largest may
    not hold more than k percent; p and pq in percent; zero: a cell in which every respondent
    reports zero is unsafe.
    Unit: share is the least protection as percent of a cell's value, floor in the table's unit;
    fixed, when given, replaces every level by so many percent of the value both ways.
    """

    frequency: int | None = 3
    dominance: tuple[tuple[int, Decimal], ...] = ()
    p: Decimal | None = None
    pq: tuple[Decimal, Decimal] | None = None
    zero: bool = False
    share: Decimal = Decimal(5)
    floor: Decimal = Decimal(1)
    fixed: Decimal | None = None
    consenting: frozenset[tuple[str, ...]] = frozenset()  # cells whose respondents all agreed

    def __post_init__(self) -> None:
        wrong = [
            self.frequency is not None and self.frequency < 1,
            any(n < 1 or not 0 < k < HUNDRED for n, k in self.dominance),
            self.p is not None and self.p <= 0,
            self.pq is not None and not 0 < self.pq[0] < self.pq[1],
            self.share <= 0 or self.floor <= 0 or (self.fixed is not None and self.fixed <= 0),
        ]
        if any(wrong):
            raise Refused("cells.rules", "保密规则的参数不对：人数至少为1，百分数大于0，p小于q。")
        if not any((self.frequency, self.dominance, self.p, self.pq)):
            raise Refused("cells.rules", "没有写明任何保密规则（最少人数、支配度、p%或p/q）。")


@dataclass(frozen=True)
class Judgement:
    """The unsafe cells and their needs; and what nothing could be said of, by reason."""

    needs: tuple[Need, ...]
    unjudged: Mapping[str, tuple[int, ...]]


def judge(table: Table, rules: Rules) -> Judgement:
    """Return which cells of a table the rules call unsafe, and which they cannot judge."""
    needs: list[Need] = []
    unjudged: dict[str, list[int]] = {}
    for number, cell in enumerate(table.cells):
        if cell.key in rules.consenting or (cell.value == 0 and not table.hideable[number]):
            continue
        broken: dict[str, Decimal] = {}
        for name, answer in _answers(cell, rules):
            if isinstance(answer, str):
                unjudged.setdefault(answer, []).append(number)
            elif answer is not None:
                broken[name] = answer
        if broken:
            needs.append(_need(number, cell.value, broken, rules))
    return Judgement(tuple(needs), {why: tuple(cells) for why, cells in unjudged.items()})


def _need(number: int, value: Decimal, broken: Mapping[str, Decimal], rules: Rules) -> Need:
    """Return how far the interval must reach: as the broken rules ask, the least level at least."""
    if rules.fixed is not None:
        up = value * rules.fixed / HUNDRED if value else rules.floor
    else:
        least = value * rules.share / HUNDRED if value else rules.floor
        up = max(*broken.values(), least)
    return Need(number, up, min(up, value), tuple(broken))


Answer = Decimal | str | None  # the protection asked for, why nothing can be said, or all is well


def _answers(cell: Cell, rules: Rules) -> Iterator[tuple[str, Answer]]:
    """Yield what each rule says of a cell."""
    who = cell.contributors
    if who is None:
        yield "", "没有调查对象资料"
        return
    if not who.count or (who.who and who.who <= who.consenting):
        return
    if rules.frequency and who.count < rules.frequency:
        yield "frequency", NOTHING
    if cell.value == 0:
        yield "zero", NOTHING if rules.zero else None
        return
    for n, k in rules.dominance:
        yield f"dominance({n},{k})", _dominated(cell.value, who, n, k)
    if rules.p is not None:
        yield "p", _guessed(cell.value, who, rules.p / HUNDRED)
    if rules.pq is not None:
        yield "pq", _guessed(cell.value, who, rules.pq[0] / rules.pq[1])


def _dominated(value: Decimal, who: Contributors, n: int, k: Decimal) -> Answer:
    """Apply (n,k); the level lifts the total until the n largest hold no more than k percent."""
    wanted = min(n, who.count)
    seen = who.largest[:wanted]
    if who.order and all(one in who.consenting for one in who.order[:wanted]):
        return None
    known = sum(seen, NOTHING)
    if known * HUNDRED > k * value:
        return known * HUNDRED / k - value
    each = seen[-1] if seen else value
    most = min(value, known + (wanted - len(seen)) * each)
    return f"缺少前{n}位调查对象的数值" if most * HUNDRED > k * value else None


def _guessed(value: Decimal, who: Contributors, share: Decimal) -> Answer:
    """Apply p%: what neither the target nor its best rival holds may not be less than the share.

    Shape: the target is the largest respondent that did not agree to be seen, the rival the largest
    other one.
    """
    if not who.largest:
        return "缺少最大调查对象的数值"
    order = who.order or ("",) * len(who.largest)
    target = next((at for at, one in enumerate(order) if one not in who.consenting), None)
    if target is None or target >= len(who.largest):
        return None
    largest = who.largest[target]
    others = [one for at, one in enumerate(who.largest) if at != target]
    if others or who.count == 1:
        rest = value - largest - (others[0] if others else NOTHING)
        return share * largest - rest if rest < share * largest else None
    rival = min(largest, value - largest)  # the second is not known: the worst it can be
    rest = value - largest - rival
    return "缺少第二大调查对象的数值" if rest < share * largest else None
