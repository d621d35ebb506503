"""The auditor (保护效果审计): attacks the table as it will be published, and passes it or does not.

Written apart from the optimiser and sharing nothing with it but the shape of a table. First the
equations alone are solved in whole numbers, for everybody and for each insider; then each unsafe
cell must be shown, by a move checked exactly, to reach as far as its rules ask. What cannot be
shown does not pass, and nobody may waive it.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from gongkai.checks.cells.audit.exact import Moves, moves
from gongkai.checks.cells.audit.insiders import Attacker, attackers
from gongkai.checks.cells.audit.reach import Aim, Reach
from gongkai.checks.cells.audit.system import System, components, part, unknowns
from gongkai.checks.cells.tables import Need, Table
from gongkai.checks.findings import Finding, Rule, Severity

AUDIT = Rule("cells.audit", "1", Severity.BLOCK, "统计法第二十八条；统计法实施条例第二十九条(三)")
RULES = (AUDIT,)
SHOWN = 20  # findings given one by one; the rest is counted
ENOUGH = 200  # breaches after which no further insider is tried
MANY = 16  # insiders' cells from which on moves are looked for that serve several of them
SLIGHT = 1e-6  # of a cell's range: below it a float interval is called a point


@dataclass(frozen=True)
class Breach:
    """What an attacker learns too well; exact says that nothing is left to guess.

    Shape: low and high are about what the attacker can tell (for a report, by floats), least and
    most what should have stayed possible. It holds hidden figures: it stays with the survey data.
    """

    attacker: str
    cell: int
    exact: bool
    low: Decimal
    high: Decimal
    least: Decimal
    most: Decimal


@dataclass(frozen=True)
class Verdict:
    """What the audit says of a table and the set of cells hidden in it.

    Shape: proven counts the needs shown to be met by a checked move, over all attackers; unjudged
    says in words what nothing could be said of.
    """

    cells: int
    hidden: int
    needs: int
    attackers: int
    proven: int
    breaches: tuple[Breach, ...]
    told: tuple[int, ...]
    unjudged: tuple[str, ...]
    anyway: tuple[Breach, ...] = ()

    @property
    def passed(self) -> bool:
        """Say whether the table may be published as it is."""
        return not self.breaches


def audit(
    table: Table,
    hidden: Collection[int],
    needs: Sequence[Need],
    *,
    counts: bool = False,
    step: Decimal | None = None,
    insiders: bool = True,
) -> Verdict:
    """Attack a table as outsider and as each insider.

    Shape: hidden are the cells not published, needs those of the rules; counts says that all
    figures are whole numbers, of which the attacker knows that no hidden one is nought unless a
    nought is hidden; step is what published figures are rounded to.
    """
    hidden = set(hidden)
    return _Auditor(table, hidden, needs, counts, step).verdict(insiders)


@dataclass
class _Part:
    """A component: its equations solved, the moves found in it, its needs by column.

    Shape: lost are the columns an outsider already learns too well.
    """

    system: System
    basis: Moves
    reach: Reach
    needs: dict[int, Need]
    lost: set[int] = field(default_factory=set)


class _Auditor:
    def __init__(
        self,
        table: Table,
        hidden: set[int],
        needs: Sequence[Need],
        counts: bool,
        step: Decimal | None,
    ) -> None:
        self.table, self.hidden, self.needs = table, hidden, needs
        self.counts, self.step = counts, step
        values = [cell.value for cell in table.cells]
        least = list(table.lower)
        if counts and all(values[cell] >= 1 for cell in hidden):
            least = [max(low, Decimal(1)) if at in hidden else low for at, low in enumerate(least)]
        system = unknowns(
            values, table.equations, (least, table.upper), hidden, counts=counts, step=step
        )
        self.parts: list[_Part] = []
        self.home: dict[int, tuple[int, int]] = {}
        for group in components(system):
            one = part(system, group)
            at = len(self.parts)
            self.home |= {cell: (at, column) for column, cell in enumerate(one.cells)}
            inside = set(one.cells) & hidden
            mine = {self.home[need.cell][1]: need for need in needs if need.cell in inside}
            aims = [aim for column, need in mine.items() for aim in _aims(need, column, one.scale)]
            reach = Reach(one, aims, counts)
            self.parts.append(_Part(one, moves(one.rows, len(one.cells)), reach, mine))
        self.proven = 0

    def verdict(self, insiders: bool) -> Verdict:
        """Let every attacker try."""
        names = [self.table.name(at) for at in range(len(self.table.cells))]
        people = [cell.contributors for cell in self.table.cells]
        line = list(attackers(people, self.hidden, names))[: None if insiders else 1]
        breaches = [self._open(need) for need in self.needs if need.cell not in self.hidden]
        for attacker in line:
            if attacker is line[min(1, len(line) - 1)]:
                self._prepare(line[1:])
            if len(breaches) < ENOUGH:
                breaches += self._attacked(attacker)
        breaches, anyway = self._sifted(breaches, line)
        told = sorted(one.system.cells[at] for one in self.parts for at in one.basis.told)
        return Verdict(
            len(names), len(self.hidden), len(self.needs), len(line), self.proven,
            tuple(breaches), tuple(cell for cell in told if cell in self.hidden),
            tuple(self._unjudged(people, len(breaches), len(anyway))), tuple(anyway),
        )  # fmt: skip

    def _unjudged(self, people: Sequence[object], breaches: int, anyway: int) -> Iterator[str]:
        if anyway:
            yield f"有{anyway}处，知情者凭自己的数据本来就能缩小范围，隐去全部单元格也是如此。"
        if breaches >= ENOUGH:
            yield f"已发现{breaches}处泄露，其余知情者未再推算。"
        blind = sum(1 for cell in self.hidden if people[cell] is None)
        if blind:
            yield f"{blind}个隐去的单元格没有调查对象资料，未能以知情者身份推算。"

    def _prepare(self, insiders: Sequence[Attacker]) -> None:
        """Find moves for many insiders at once, where there are many."""
        known: dict[int, list[int]] = {}
        for cell in dict.fromkeys(cell for one in insiders for cell in sorted(one.known)):
            at, column = self.home[cell]
            known.setdefault(at, []).append(column)
        for at, columns in known.items():
            if len(columns) > MANY:
                self.parts[at].reach.prepare(columns)

    def _sifted(
        self, breaches: list[Breach], line: Sequence[Attacker]
    ) -> tuple[list[Breach], list[Breach]]:
        """Set apart what an insider could narrow down with every cell hidden.

        To tell a figure is let pass only where it is the insider's own: as many respondents stand
        behind it as behind what the insider knows.
        """
        insiders = {one.name: one for one in line if one.known}
        suspects = {one.attacker for one in breaches if one.attacker in insiders}
        if not suspects or self.step is not None:
            return breaches, []
        every = {at for at, hideable in enumerate(self.table.hideable) if hideable} | self.hidden
        blank = _Auditor(self.table, every, self.needs, self.counts, None)
        anyway = {
            (one.attacker, one.cell) for name in suspects for one in blank._attacked(insiders[name])
        }
        apart = [
            one
            for one in breaches
            if (one.attacker, one.cell) in anyway
            and (not one.exact or self._is_own(insiders[one.attacker], one.cell))
        ]
        return [one for one in breaches if one not in apart], apart

    def _is_own(self, attacker: Attacker, cell: int) -> bool:
        people = [self.table.cells[one].contributors for one in (cell, *attacker.known)]
        behind, *known = [one.count if one else 0 for one in people]
        return behind in {1, 2} and behind in known

    def _open(self, need: Need) -> Breach:
        value = self.table.cells[need.cell].value
        return Breach("任何人", need.cell, True, value, value, value - need.down, value + need.up)

    def _attacked(self, attacker: Attacker) -> Iterator[Breach]:
        """Yield what one attacker learns too well; an insider knows nothing new elsewhere."""
        where = {self.home[cell][0] for cell in attacker.known} or range(len(self.parts))
        for at in where:
            mine = self.parts[at]
            known = {self.home[cell][1] for cell in attacker.known}
            told = mine.basis.told_by(known) if known else mine.basis.told
            asked = mine.needs.keys() - known - mine.lost
            for column in sorted(asked & told):
                yield self._breach(attacker, mine, column, (0.0, 0.0))
            aims = [n for n, aim in enumerate(mine.reach.aims) if aim.column in asked - told]
            failed = {mine.reach.aims[n].column for n in mine.reach.pursue(aims, known)}
            self.proven += sum(1 for n in aims if mine.reach.aims[n].column not in failed)
            for column in sorted(failed):
                yield self._breach(attacker, mine, column, mine.reach.furthest(column, known))
            if not attacker.known:
                mine.lost |= failed | (asked & told)

    def _breach(
        self, attacker: Attacker, mine: "_Part", column: int, ends: tuple[float, float]
    ) -> Breach:
        need, system = mine.needs[column], mine.system
        value = self.table.cells[need.cell].value
        slight = SLIGHT * max(1.0, float(system.high[column] - system.low[column]))
        low, high = (value + Decimal(repr(round(one, 6))) / system.scale for one in ends)
        exact = ends[1] - ends[0] < slight
        return Breach(
            attacker.name, need.cell, exact, low, high, value - need.down, value + need.up
        )


def _aims(need: Need, column: int, scale: int) -> Iterator[Aim]:
    for sign, amount in ((1, need.up), (-1, need.down)):
        if amount > 0:
            yield Aim(column, sign, Fraction(amount) * scale)


def findings(table: Table, verdict: Verdict) -> Iterator[Finding]:
    """Yield what stops the table, without a hidden figure in it."""
    for breach in verdict.breaches[:SHOWN]:
        how = "可以精确推算" if breach.exact else "推算范围过窄"
        yield AUDIT.finding(
            f"单元格“{table.name(breach.cell)}”",
            f"{breach.attacker}{how}",
            "公开的数据可以推断出单个统计调查对象的资料。",
            "重新运行保护，或合并分组后再公布；本项不得放行。",
        )
    if len(verdict.breaches) > SHOWN:
        yield AUDIT.finding(
            "全表", f"另有{len(verdict.breaches) - SHOWN}处", "同上。", "重新运行保护。"
        )
