"""The figures a page shows large, read from a table whose head says which column is what."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

PART_OF = "其中"  # a row that is part of the row above it
NAMES = "指标"
UNIT = "单位"
VALUES = ("累计", "绝对数", "总量", "全年", "本月", "本期")
BASES = ("同比", "环比", "比上年")
CHANGE = re.compile(f"({'|'.join(BASES)})增长（[%％]）")
UNIT_IN_HEAD = re.compile(r"（([^（）]+)）$")
DECIMAL = re.compile(r"[-−+]?\d+(\.\d+)?")


@dataclass(frozen=True)
class Figure:
    """A figure with its unit, what it counts (basis), and how it changed.

    sign: "up", "down", "level", or nothing when the table does not say. address: where it is told.
    """

    name: str
    value: str
    unit: str
    basis: str
    change: str
    sign: str
    address: str = ""


def _decimal(text: str) -> Decimal | None:
    digits = text.replace(" ", "").replace("\u2009", "").replace("−", "-")
    return Decimal(digits) if DECIMAL.fullmatch(digits) else None


def _change(head: str, text: str) -> tuple[str, str]:
    """Return what a change is called and its sign.

    >>> _change("同比增长（%）", "-1.20"), _change("比上年增长（%）", "0.0"), _change("", "3")
    (('同比下降 1.20%', 'down'), ('比上年持平', 'level'), ('', ''))
    """
    found, value = CHANGE.fullmatch(head), _decimal(text)
    if not found or value is None:
        return "", ""
    if value == 0:
        return f"{found[1]}持平", "level"
    word, sign = ("增长", "up") if value > 0 else ("下降", "down")
    return f"{found[1]}{word} {abs(value)}%", sign


def figures(block: Mapping[str, Any]) -> tuple[Figure, ...]:
    """Return the figures of a table block; none unless its one head row leaves no doubt.

    Rule: the first column holds the indicators, just one what was counted, just one its change.
    """
    if len(block["head"]) != 1 or block["head"][0][:1] != [NAMES]:
        return ()
    head = block["head"][0]
    values = [n for n, name in enumerate(head) if any(one in name for one in VALUES)]
    changes = [n for n, name in enumerate(head) if CHANGE.fullmatch(name)]
    if len(values) != 1 or len(changes) != 1:
        return ()
    (value,), (change,) = values, changes
    said = UNIT_IN_HEAD.search(head[value])
    unit = head.index(UNIT) if UNIT in head else 0
    basis = UNIT_IN_HEAD.sub("", head[value])
    return tuple(
        Figure(
            row[0], row[value], row[unit] if unit else said[1] if said else "", basis,
            *_change(head[change], row[change]),
        )
        for row in block["rows"]
        if len(row) == len(head)
        and not row[0].lstrip().startswith(PART_OF)
        and _decimal(row[value]) is not None
    )  # fmt: skip
