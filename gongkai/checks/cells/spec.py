"""What is to be protected and how (保护说明), as written in TOML beside the survey data."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal, InvalidOperation
from typing import Any

from gongkai.checks.cells.primary import Rules
from gongkai.checks.cells.tables import Bounds, Crossing
from gongkai.law.refused import Refused

MARK = "保密"
ALL = "全部"
COSTS = ("value", "log", "count")
KEYS = {
    "": {"title", "value", "absent", "empty", "mark", "cost", "insiders", "tolerance", "dimension",
         "table", "contributors", "microdata", "rules", "protection", "bounds", "consent"},
    "dimension": {"name", "total", "children"},
    "contributors": {"count", "largest"},
    "microdata": {"respondent", "holding", "weight"},
    "rules": {"frequency", "dominance", "p", "pq", "zero"},
    "protection": {"share", "floor", "fixed"},
    "bounds": {"lower", "upper", "within"},
    "consent": {"respondents", "cells"},
}  # fmt: skip


@dataclass(frozen=True)
class Grouping:
    """A dimension as written: its column, its total, which codes add up to which."""

    name: str
    total: str
    children: Mapping[str, tuple[tuple[str, ...], ...]]


@dataclass(frozen=True)
class Spec:
    """The whole of it.

    Shape: value names the column of figures; count and largest those of contributors, or
    respondent, holding and weight those of microdata, one row a respondent.
    """

    value: str
    groupings: tuple[Grouping, ...]
    crossings: tuple[Crossing, ...]
    rules: Rules
    bounds: Bounds
    title: str = ""
    mark: str = MARK
    cost: str = "value"
    absent_is_zero: bool = False
    empty_is_known: bool = True
    insiders: bool = True
    tolerance: Decimal = Decimal("0.001")
    count: str = ""
    largest: tuple[str, ...] = ()
    respondent: str = ""
    holding: str = ""
    weight: str = ""
    consenting: frozenset[str] = field(default=frozenset())


def read_spec(text: str) -> Spec:
    """Return a spec. Raises: Refused, naming the key that is wrong, missing or unknown."""
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refused(
            "cells.spec", f"保护说明不是有效的 TOML（中文的键要加引号）：{error}。"
        ) from error
    _refuse_strangers("", given)
    consent = _part(given, "consent")
    return Spec(
        value=_text(given, "value"),
        groupings=tuple(_grouping(one) for one in _list(given, "dimension")),
        crossings=tuple(_crossing(one) for one in given.get("table", ())),
        rules=_rules(given, consent),
        bounds=Bounds(**{name: _number(one, name) for name, one in _part(given, "bounds").items()}),
        title=str(given.get("title", "")),
        mark=str(given.get("mark", MARK)),
        cost=_choice(given, "cost", COSTS),
        absent_is_zero=_choice(given, "absent", ("refuse", "zero")) == "zero",
        empty_is_known=_choice(given, "empty", ("known", "secret")) == "known",
        insiders=bool(given.get("insiders", True)),
        tolerance=_number(given.get("tolerance", "0.001"), "tolerance"),
        consenting=frozenset(str(one) for one in consent.get("respondents", ())),
        **_columns(given),
    )


def _columns(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns that tell of contributors: of either kind, not of both."""
    summed, single = _part(given, "contributors"), _part(given, "microdata")
    if summed and single:
        raise Refused("cells.spec", "contributors（汇总列）和 microdata（逐户数据）只能写一种。")
    if single and "respondent" not in single:
        raise Refused("cells.spec", "microdata 里要写 respondent（调查对象标识所在列）。")
    columns: dict[str, Any] = {name: str(one) for name, one in single.items()}
    if summed:
        columns = {"count": _text(summed, "count"), "largest": tuple(summed.get("largest", ()))}
    return columns


def _rules(given: Mapping[str, Any], consent: Mapping[str, Any]) -> Rules:
    rules, levels = _part(given, "rules"), _part(given, "protection")
    made: dict[str, Any] = {name: _number(one, name) for name, one in levels.items()}
    for name in ("p",):
        if name in rules:
            made[name] = _number(rules[name], name)
    made["frequency"] = rules.get("frequency")
    made["zero"] = bool(rules.get("zero", False))
    try:
        made["dominance"] = tuple((int(n), _number(k, "k")) for n, k in rules.get("dominance", ()))
        if "pq" in rules:
            p, q = rules["pq"]
            made["pq"] = (_number(p, "p"), _number(q, "q"))
    except (TypeError, ValueError) as error:
        raise Refused("cells.spec", "dominance 写成 [[1, 85]]，pq 写成 [10, 50]。") from error
    if not isinstance(made["frequency"], int | None):
        raise Refused("cells.spec", "frequency 应为整数。")
    cells = frozenset(tuple(str(code) for code in key) for key in consent.get("cells", ()))
    return Rules(**made, consenting=cells)


def _grouping(given: Mapping[str, Any]) -> Grouping:
    _refuse_strangers("dimension", given)
    children: dict[str, tuple[tuple[str, ...], ...]] = {}
    for code, below in _part(given, "children", strict=False).items():
        lists = below if below and isinstance(below[0], list) else [below]
        children[code] = tuple(tuple(str(one) for one in line) for line in lists if line)
    return Grouping(_text(given, "name"), _text(given, "total"), children)


def _crossing(given: Mapping[str, Any]) -> Crossing:
    """Return a linked table: dimension = deepest level shown, 全部 for all."""
    wrong = [
        name for name, deepest in given.items() if deepest != ALL and not isinstance(deepest, int)
    ]
    if wrong:
        raise Refused("cells.spec", f"table 里“{wrong[0]}”应写层数（总计以下1、2……）或“{ALL}”。")
    return {name: None if deepest == ALL else deepest for name, deepest in given.items()}


def _part(given: Mapping[str, Any], name: str, *, strict: bool = True) -> Mapping[str, Any]:
    part = given.get(name, {})
    if not isinstance(part, dict):
        raise Refused("cells.spec", f"{name} 应写成一节 [{name}]。")
    if strict:
        _refuse_strangers(name, part)
    return part


def _refuse_strangers(name: str, part: Mapping[str, Any]) -> None:
    strangers = sorted(set(part) - KEYS[name])
    if strangers:
        where = f" [{name}] 里" if name else "里"
        known = "、".join(sorted(KEYS[name]))
        raise Refused("cells.spec", f"保护说明{where}不认识“{strangers[0]}”，可写：{known}。")


def _list(given: Mapping[str, Any], name: str) -> list[Any]:
    found = given.get(name)
    if not isinstance(found, list) or not found:
        raise Refused("cells.spec", f"保护说明里缺少 [[{name}]]。")
    return found


def _text(given: Mapping[str, Any], name: str) -> str:
    found = given.get(name)
    if not isinstance(found, str) or not found:
        raise Refused("cells.spec", f"保护说明里缺少 {name}。")
    return found


def _choice(given: Mapping[str, Any], name: str, choices: tuple[str, ...]) -> str:
    found = str(given.get(name, choices[0]))
    if found not in choices:
        raise Refused("cells.spec", f"{name} 只能是{'、'.join(choices)}之一，写的是“{found}”。")
    return found


def _number(given: object, name: str) -> Decimal:
    try:
        return Decimal(str(given))
    except InvalidOperation as error:
        raise Refused("cells.spec", f"{name} 应为数字，写的是“{given}”。") from error


def parameters(rules: Rules) -> dict[str, object]:
    """Return the rules' parameters as they go into a verdict, numbers as text."""
    shown: dict[str, object] = {}
    for one in fields(Rules):
        found = getattr(rules, one.name)
        if one.name == "consenting":
            shown[one.name] = len(found)
        elif isinstance(found, tuple):
            shown[one.name] = _plain(found)
        else:
            shown[one.name] = str(found) if isinstance(found, Decimal) else found
    return shown


def _plain(found: tuple[Any, ...]) -> list[object]:
    return [_plain(one) if isinstance(one, tuple) else str(one) for one in found]
