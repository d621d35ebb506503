"""Tables of invented respondents (演示), as a bureau makes them: always the same for the same number.

Contributions are lognormal, places uneven (Zipf); what is unsafe follows from them.
"""

import csv
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise, product
from pathlib import Path

import numpy as np

from gongkai.checks.cells.primary import Rules
from gongkai.checks.cells.tables import Cell, Contributors, Dimension, Key, Table, build

TOTAL = "T"
P10 = Rules(frequency=3, p=Decimal(10))
INSEE_RULES = Rules(frequency=3, dominance=((1, Decimal(85)),), fixed=Decimal(10))
INSEE = ("act_size", "act_cj", "nuts_size", "nuts_cj")


def tree(name: str, *widths: int) -> Dimension:
    """Return a hierarchy: so many codes under the total, so many under each of them, and so on.

    >>> tree("a", 1, 2).children["a.0"]
    (('a.0.0', 'a.0.1'),)
    """
    children: dict[str, tuple[tuple[str, ...], ...]] = {}
    level = [TOTAL]
    for width in widths:
        below = []
        for code in level:
            stem = name if code == TOTAL else code
            children[code] = (tuple(f"{stem}.{one}" for one in range(width)),)
            below += children[code][0]
        level = below
    return Dimension(name, TOTAL, children)


def made(dimensions: Sequence[Dimension], respondents: int, seed: int) -> Table:
    """Return a table of invented respondents."""
    draw = np.random.default_rng(seed)
    above = [_above(one) for one in dimensions]
    finest = [sorted(one) for one in above]
    places = []
    for codes in finest:
        share = 1 / np.arange(1, len(codes) + 1) ** 0.8
        draw.shuffle(share)
        places.append(draw.choice(len(codes), size=respondents, p=share / share.sum()))
    values = [Decimal(str(round(one, 1))) for one in np.exp(draw.normal(5, 1.5, respondents))]
    behind: dict[Key, list[tuple[Decimal, str]]] = {}
    for one, value in enumerate(values):
        lines = [above[axis][finest[axis][places[axis][one]]] for axis in range(len(dimensions))]
        for key in product(*lines):
            behind.setdefault(key, []).append((value, str(one)))
    return build(dimensions, [_cell(*one) for one in behind.items()], absent_is_zero=True)


def _above(dimension: Dimension) -> Mapping[str, list[str]]:
    up = {child: code for code, groups in dimension.children.items() for child in groups[0]}
    found = {}
    for code in up:
        if code not in dimension.children:
            line = [code]
            while line[-1] in up:
                line.append(up[line[-1]])
            found[code] = line
    return found


def _cell(key: Key, behind: list[tuple[Decimal, str]]) -> Cell:
    ranked = sorted(behind, reverse=True)
    total = sum((value for value, _ in ranked), Decimal(0))
    largest, order = zip(*ranked[:3], strict=True)
    who = Contributors(len(ranked), largest, frozenset(name for _, name in ranked), order)
    return Cell(key, total, who)


def insee(folder: Path, name: str) -> Table:
    """Return one of INSEE's turnover tables: a hierarchy by a flat classification."""
    rows = _csv(folder / f"turnover_{name}.turnover_{name}.csv")
    first, second = list(rows[0])[:2]
    present = {row[first] for row in rows}
    names = {"ACTIVITY": ("activity", "A10", "A21", "A88"), "NUTS": ("nuts23_fr", "NUTS2", "NUTS3")}
    kind, *levels = names[first]
    children: dict[str, dict[str, None]] = {}
    for row in _csv(folder / f"{kind}_corr_table.{kind}_corr_table.csv"):
        line = ["Total", *(row[level] for level in levels)]
        for code, child in pairwise(line):
            if child in present:
                children.setdefault(code, {})[child] = None
    flat = sorted({row[second] for row in rows} - {"Total"})
    dimensions = (
        Dimension(first, "Total", {code: (tuple(below),) for code, below in children.items()}),
        Dimension(second, "Total", {"Total": (tuple(flat),)}),
    )
    cells = [
        Cell((row[first], row[second]), Decimal(row["TOT"]),
             Contributors(int(row["N_OBS"]), (Decimal(row["MAX"]),)))
        for row in rows
    ]  # fmt: skip
    return build(dimensions, cells, absent_is_zero=True)


def _csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))
