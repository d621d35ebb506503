"""Branch and cut with SCIP: what the root left open, to proof or until time is up."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyscipopt as scip

from gongkai.checks.cells.cuts import BROKEN, Cut
from gongkai.checks.cells.problem import Bools, Floats
from gongkai.checks.cells.root import Root
from gongkai.checks.cells.search import GAP, Search

MOST = 200  # new cuts of one call
HEURISTIC_SHARE = 0.45  # of the time at most
FEW = 20  # new cuts of a mere check
EVERY = 4  # levels of the tree between two separations below the root


Result = dict[str, Any]  # as SCIP wants it


class Tree:
    """The master program in SCIP: variables of the cells still free, cuts demanded on the way."""

    def __init__(self, search: Search, root: Root) -> None:
        self.search, self.root = search, root
        self.model = model = scip.Model()
        model.hideOutput()
        for name, value in (
            ("limits/time", max(0.1, search.left())), ("limits/gap", GAP / 2),
            ("misc/allowstrongdualreds", False), ("misc/allowweakdualreds", False),
            ("lp/threads", 1), ("misc/catchctrlc", False),
        ):  # fmt: skip
            model.setParam(name, value)
        cost = search.problem.cost / root.scale
        self.free: Mapping[int, Any] = {
            int(cell): model.addVar(vtype="B", obj=cost[cell], name=f"x{cell}")
            for cell in np.flatnonzero(root.high > root.low)
        }
        model.addObjoffset(float(cost[root.low > 0.5].sum()))
        for cut in search.pool.cuts:
            weights, least = self.over(cut)
            if least > BROKEN:
                terms = [weight * self.free[cell] for cell, weight in weights]
                model.addCons(scip.quicksum(terms) >= least, removable=True)
        for cell, others in root.bonds:
            weights, least = self.over(_bond(cell, np.frombuffer(others, dtype=np.int32)))
            if weights:
                terms = [weight * self.free[one] for one, weight in weights]
                model.addCons(scip.quicksum(terms) >= least, removable=True)

    def over(self, cut: Cut) -> tuple[list[tuple[int, float]], float]:
        """Return a cut over the free cells alone."""
        least, weights = cut.least, []
        for cell, weight in zip(cut.cells.tolist(), cut.weights.tolist(), strict=True):
            if cell in self.free:
                weights.append((cell, weight))
            else:
                least -= weight * self.root.low[cell]
        if least > BROKEN:
            weights = [(cell, min(weight, least)) for cell, weight in weights]
        return weights, least

    def hidden(self, solution: Any) -> Floats:
        """Return how far a solution of SCIP hides each cell."""
        hidden = self.root.low.copy()
        for cell, variable in self.free.items():
            hidden[cell] = min(1.0, max(0.0, self.model.getSolVal(solution, variable)))
        return hidden

    def propose(self, hidden: Bools, heuristic: Any = None) -> bool:
        """Give SCIP a pattern known to be safe."""
        solution = self.model.createSol(heuristic)
        for cell, variable in self.free.items():
            self.model.setSolVal(solution, variable, float(hidden[cell]))
        if heuristic is None:
            return bool(self.model.addSol(solution))
        return bool(self.model.trySol(solution))

    def demand(self, cuts: Sequence[Cut]) -> None:
        """Add cuts to the relaxation of this node and all others."""
        for cut in cuts:
            weights, least = self.over(cut)
            row = self.model.createEmptyRowUnspec("cut", least, None, False, False, True)
            self.model.cacheRowExtensions(row)
            for cell, weight in weights:
                self.model.addVarToRow(row, self.free[cell], weight)
            self.model.flushRowExtensions(row)
            self.model.addCut(row, forcecut=True)


class Safety(scip.Conshdlr):  # type: ignore[misc]  # SCIP's classes have no types
    """The constraint that no attacker learns too much."""

    def __init__(self, tree: Tree) -> None:
        self.tree, self.search = tree, tree.search
        self.safe: set[bytes] = set()

    def trust(self, hidden: Bools) -> None:
        """Remember a pattern as safe."""
        self.safe.add(hidden.astype(bool).tobytes())

    def _stored(self, hidden: Floats) -> list[Cut]:
        slack = self.search.pool.slack(hidden)
        return [self.search.pool.cuts[at] for at in np.flatnonzero(slack < -BROKEN)]

    def _separate(self, *, whole: bool) -> Any:
        """Demand what the relaxation breaks; return what SCIP is to think of it."""
        if self.search.left() <= 0:
            self.tree.model.interruptSolve()
        hidden = self.tree.hidden(None)
        if whole:
            hidden = np.round(hidden)
        cuts = self._stored(hidden)
        safe = not cuts
        if safe:
            cuts, safe = self.search.broken(hidden, whole=whole, most=MOST)
        if safe and whole:
            self.trust(hidden > 0.5)
            self.search.offer(hidden > 0.5)
        self.tree.demand(cuts)
        if safe:
            return scip.SCIP_RESULT.FEASIBLE if whole else scip.SCIP_RESULT.DIDNOTFIND
        if cuts:
            return scip.SCIP_RESULT.SEPARATED
        return scip.SCIP_RESULT.CUTOFF if whole else scip.SCIP_RESULT.DIDNOTFIND

    def conscheck(self, _: Any, solution: Any, *__: Any) -> Result:
        """Say whether a solution is safe; the cuts it breaks are kept for later."""
        hidden = self.tree.hidden(solution) > 0.5
        if hidden.tobytes() in self.safe:
            return {"result": scip.SCIP_RESULT.FEASIBLE}
        if self._stored(hidden.astype(float)):
            return {"result": scip.SCIP_RESULT.INFEASIBLE}
        _, safe = self.search.broken(hidden.astype(float), whole=True, most=FEW)
        if safe:
            self.trust(hidden)
            self.search.offer(hidden)
        result = scip.SCIP_RESULT.FEASIBLE if safe else scip.SCIP_RESULT.INFEASIBLE
        return {"result": result}

    def consenfolp(self, *_: Any) -> Result:
        """Cut off a whole solution of the relaxation unless it is safe."""
        return {"result": self._separate(whole=True)}

    def consenfops(self, *_: Any) -> Result:
        """Trust no solution without a relaxation."""
        return {"result": scip.SCIP_RESULT.INFEASIBLE}

    def conssepalp(self, *_: Any) -> Result:
        """Cut off a fraction now and then."""
        if self.tree.model.getDepth() % EVERY:
            return {"result": scip.SCIP_RESULT.DIDNOTRUN}
        return {"result": self._separate(whole=False)}

    def conslock(self, _: Any, kind: Any, up: int, down: int) -> None:
        """Say that publishing more may break safety, and hiding more may break bonds."""
        for variable in self.tree.free.values():
            self.tree.model.addVarLocksType(variable, kind, up + down, up + down)


class Guided(scip.Heur):  # type: ignore[misc]  # SCIP's classes have no types
    """Patterns built beside the relaxation: what it half hides is cheap."""

    def __init__(self, tree: Tree, safety: Safety) -> None:
        self.tree, self.safety = tree, safety
        self.calls, self.spent = 0, 0.0
        self.start = tree.search.left()

    def heurexec(self, *_: Any) -> Result:
        """Build one more pattern, unless too much time went into them."""
        search = self.tree.search
        before = search.left()
        if before <= 0 or self.spent > HEURISTIC_SHARE * (self.start - before):
            return {"result": scip.SCIP_RESULT.DIDNOTRUN}
        self.calls += 1
        weight, hidden = _guided(search, self.tree.hidden(None), self.calls)
        better = search.construct(weight, hidden, 0.1)
        self.spent += before - search.left()
        if better and search.best is not None:
            self.safety.trust(search.best)
            self.tree.propose(search.best, self)
            return {"result": scip.SCIP_RESULT.FOUNDSOL}
        return {"result": scip.SCIP_RESULT.DIDNOTFIND}


def _bond(cell: int, others: Any) -> Cut:
    weights = np.append(np.ones(len(others)), -1.0)
    return Cut(np.append(others, cell), weights, 0.0)


def _guided(search: Search, hidden: Floats, call: int) -> tuple[Floats, Bools]:
    """Return weights and a start for a pattern: by turns about the relaxation and the best one."""
    problem = search.problem
    draw = np.random.default_rng(call)
    best = problem.unsafe if search.best is None else search.best
    nothing, kind = problem.unsafe, call % 4
    noise = draw.uniform(0.75, 1.3, problem.size)
    if kind == 0:
        return problem.cost * (1 - 0.9 * hidden) * noise + 1e-6, best & (
            draw.random(problem.size) < 0.7
        )
    if kind == 1:
        return problem.cost * (1 - 0.95 * hidden) + 1e-6, hidden > 0.8
    if kind == 2:
        return problem.cost * (1 - 0.95 * hidden) * noise + 1e-6, hidden > 0.5
    return problem.cost * np.where(best, 0.35, 1.0) * (1 - 0.7 * hidden) * noise + 1e-6, nothing


def prove(search: Search, root: Root) -> None:
    """Search the tree; the search's best pattern and bound are improved on the way."""
    tree = Tree(search, root)
    safety = Safety(tree)
    if search.best is not None:
        safety.trust(search.best)
        tree.propose(search.best)
    tree.model.includeHeur(
        Guided(tree, safety), "guided", "patterns beside the relaxation", "g", priority=-1, freq=1,
        timingmask=scip.SCIP_HEURTIMING.DURINGLPLOOP | scip.SCIP_HEURTIMING.AFTERLPNODE,
        usessubscip=False,
    )  # fmt: skip
    tree.model.includeConshdlr(
        safety, "safety", "no attacker learns too much", sepapriority=10, enfopriority=-10,
        chckpriority=-10, sepafreq=1, propfreq=-1, eagerfreq=-1, maxprerounds=0, needscons=False,
    )  # fmt: skip
    tree.model.optimize()
    status = tree.model.getStatus()
    if status == "infeasible":  # nothing is better than what the cells were fixed for
        search.raise_bound(search.cost)
    else:
        search.raise_bound(tree.model.getDualbound() * root.scale)
