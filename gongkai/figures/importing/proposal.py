"""How a sheet could be read, as plain data a clerk can correct and the bureau can keep.

Shape of a mapping, one for each sheet (JSON):

sheet, form     its name; the fingerprint of its head, the same next month
use             whether it is imported
head, body      rows from 0: the first, and past the last
labels          columns by letter: time, region, indicator, item:LIST, unit, status, note, skip;
                every other column holds values
unit, period, region, items    of the whole sheet, where no cell says
names           what a text over or beside the values means: code, name, unit, decimals,
                comparison, span, price, use
regions, codes  texts to codes; codes by classification
marks, blank    sign to the reason a value is missing, or "skip"; "" is not answered yet
status          of all values
title, notes    read above and below, to be looked at
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gongkai.figures.importing import layout, times, walking, words
from gongkai.figures.importing.layout import ITEM, REGION, VALUE, Layout, Lists, plain
from gongkai.figures.importing.sheets import Sheet, letters
from gongkai.figures.importing.walking import Met, Seen, Walk
from gongkai.figures.rules import Comparison, Frequency, Price, Span, Status
from gongkai.figures.rules.numbers import MOST_PLACES

LONGEST_NAME = 120
LONGEST_UNIT = 40
Mapped = dict[str, Any]


@dataclass(frozen=True)
class Known:
    """What the bureau knows when a file comes.

    Shape: regions code to name; items of the flow's classifications, code to name, by its code;
    indicators by code: name, unit, decimals, comparison, span, price; before: mappings that were
    used, the newest first; taken: codes of indicators that cannot be given again; today: no value but
    an estimate is of a period that ends later.
    """

    flow: str
    frequency: Frequency
    regions: Mapping[str, str] = field(default_factory=dict)
    items: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    lists: Mapping[str, str] = field(default_factory=dict)
    indicators: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    before: Sequence[Mapped] = ()
    taken: frozenset[str] = frozenset()
    region: str = ""
    today: date | None = None


def propose(sheets: Sequence[Sheet], known: Known, file_name: str = "") -> list[Mapped]:
    """Return a mapping for each sheet in which a table was found."""
    lists = lists_of(known)
    found: list[Mapped] = []
    numbers = _Numbers(known)
    for sheet in sheets:
        seen = layout.look(sheet, lists)
        if seen is not None:
            found.append(_mapping(sheet, seen, known, lists, numbers, len(sheets) > 1, file_name))
    return found


def lists_of(known: Known) -> Lists:
    """Return what is known of places and classifications, by every text that may stand for it."""
    regions: dict[str, str] = {}
    for code, name in known.regions.items():
        regions.setdefault(_short(plain(name)), code)
    for code, name in known.regions.items():
        regions |= {plain(name): code, code: code}
    items = {
        name: {plain(label): code for code, label in rows.items()} | {code: code for code in rows}
        for name, rows in known.items.items()
    }
    return Lists(regions, items, known.lists)


def _short(name: str) -> str:
    """Return a region's name as people say it: 石家庄 of 石家庄市."""
    for ending in words.ENDINGS:
        if name.endswith(ending) and len(name) - len(ending) >= 2:
            return name.removesuffix(ending)
    return name


class _Numbers:
    """Codes for indicators that are new, counted on from what is taken."""

    def __init__(self, known: Known) -> None:
        self.prefix = known.flow[:25].rstrip("_")
        self.taken = set(known.taken) | set(known.indicators)
        self.last = 0

    def draw(self) -> str:
        """Return the next free code."""
        while True:
            self.last += 1
            code = f"{self.prefix}_{self.last:03}"
            if code not in self.taken:
                self.taken.add(code)
                return code


def _mapping(
    sheet: Sheet, seen: Layout, known: Known, lists: Lists, numbers: _Numbers, several: bool,
    file_name: str,
) -> Mapped:  # fmt: skip
    form = form_of(sheet, seen)
    before = next((one for one in known.before if one["form"] == form), None)
    found: Mapped = {
        "sheet": sheet.name, "form": form, "use": True,
        "head": list(seen.head), "body": list(seen.body),
        "labels": {letters(one): role for one, role in seen.roles.items() if role != VALUE},
        "unit": seen.unit, "period": "", "region": "", "items": {}, "names": {}, "regions": {},
        "codes": {}, "marks": {}, "blank": "", "status": str(Status.FINAL),
        "title": seen.title, "notes": seen.notes[:20], "remembered": before is not None,
    }  # fmt: skip
    if before is not None:
        found |= {name: before[name] for name in ("use", "labels", "region", "items", "blank",
                                                  "status")}  # fmt: skip
    met = _filled(sheet, found, known, lists, numbers, several, before)
    if walking.needs_time(met):
        found["period"] = _period(seen.title, sheet.name, file_name)
    if REGION not in found["labels"].values() and not found["region"]:
        found["region"] = _one_region(f"{seen.title} {sheet.name} {file_name}", known, lists)
    return found


def revised(sheets: Sequence[Sheet], mappings: Sequence[Mapped], known: Known) -> list[Mapped]:
    """Return corrected mappings with what their heads and labels bring in now, and nothing besides.

    What was said of a text that still stands there is kept.
    """
    lists, numbers = lists_of(known), _Numbers(known)
    numbers.taken |= {spec["code"] for one in mappings for spec in one["names"].values()}
    by_name = {one.name: one for one in sheets}
    found = []
    for before in mappings:
        one = before | {"regions": {}, "codes": {}, "names": {}, "marks": {}}
        _filled(by_name[one["sheet"]], one, known, lists, numbers, len(sheets) > 1, before)
        found.append(one)
    return found


def _filled(
    sheet: Sheet, found: Mapped, known: Known, lists: Lists, numbers: _Numbers, several: bool,
    before: Mapped | None,
) -> list[Met]:  # fmt: skip
    """Say what texts, names and marks of a sheet stand for; return its cells."""
    walk = Walk(sheet, found)
    met = list(walk)
    _labels(walk, found, known, lists, before)
    found["marks"] = {mark: _kept(before, "marks", mark)
                      for mark in sorted({one.read.mark for one in met if one.read.mark})}  # fmt: skip
    kept = before["names"] if before else {}
    _names(found, walking.names_in(walk, met), known, numbers, several, kept)
    return met


def form_of(sheet: Sheet, seen: Layout) -> str:
    """Return the fingerprint of a sheet's form: its head without what changes every month."""
    rows = []
    for row in range(*seen.head):
        line: list[str] = []
        for column in range(sheet.width):
            value = sheet.value(row, column)
            text = ("T" if times.of(value, base=sheet.base, serials=True) else _timeless(str(value))
                    ) if value is not None else ""  # fmt: skip
            if not (line and line[-1] == text and text in {"T", ""}):
                line.append(text)
        rows.append(line)
    whole = [
        _timeless(seen.title or (sheet.name if sheet.spans or sheet.kind == "px" else "")),
        rows,
    ]
    return hashlib.sha256(json.dumps(whole, ensure_ascii=False).encode()).hexdigest()


def _timeless(text: str) -> str:
    """Return a text without its numbers: 2014年10月 and 2014年1—11月 leave the same."""
    return words.CHANGING.sub("", text)


def _labels(walk: Walk, found: Mapped, known: Known, lists: Lists, before: Mapped | None) -> None:
    """Say what the texts of the label columns stand for."""
    for letter, role in found["labels"].items():
        texts = walking.texts_in(walk, letter)
        if role == REGION:
            found["regions"] |= {one: _kept(before, "regions", one) or _region(one, lists)
                                 for one in texts}  # fmt: skip
        elif role.startswith(ITEM):
            name = role.removeprefix(ITEM)
            kept = (before or {}).get("codes", {}).get(name, {})
            found["codes"][name] = {one: kept.get(one) or lists.items.get(name, {}).get(
                plain(one), "") for one in texts}  # fmt: skip
    for name in known.items:
        if name not in found["codes"]:
            found["items"].setdefault(name, "")


def _region(text: str, lists: Lists) -> str:
    """Return the region a text names: in full, by its usual name, or as only one name begins."""
    said = plain(text)
    if said in lists.regions or len(said) < 2:
        return lists.regions.get(said, "")
    found = {code for name, code in lists.regions.items() if name.startswith(said)}
    return next(iter(found)) if len(found) == 1 else ""


def _kept(before: Mapped | None, part: str, text: str) -> str:
    return (before or {}).get(part, {}).get(text, "")


def _period(*texts: str) -> str:
    """Return the time of the whole sheet, as its title or the file's name says it."""
    found = (times.inside(text) for text in texts)
    return next((walking.written(time) for time in found if time is not None), "")


def _one_region(text: str, known: Known, lists: Lists) -> str:
    """Return the region a title names, the longest name first; else the flow's only one."""
    said = plain(text)
    for name in sorted(lists.regions, key=len, reverse=True):
        if len(name) > 1 and not name.isdigit() and name in said:
            return lists.regions[name]
    return known.region or (next(iter(known.regions)) if len(known.regions) == 1 else "")


def _names(
    found: Mapped, texts: Mapping[str, Seen], known: Known, numbers: _Numbers, several: bool,
    kept: Mapping[str, Mapped],
) -> None:  # fmt: skip
    """Say what each text over or beside the values means."""
    subject = layout.split_unit(_untimed(found["title"] or found["sheet"]))[0]
    by_name = {plain(one["name"]): code for code, one in known.indicators.items()}
    unit = ""
    for text, seen in texts.items():
        if text in kept:
            found["names"][text] = {**kept[text], "new": kept[text]["code"] not in known.indicators}
            continue
        short, said = layout.split_unit(text)
        seen.unit = seen.unit or said
        name = short if text and not several and not words.GENERIC.fullmatch(text) else (
            f"{subject}·{short}" if short and short != subject else subject)  # fmt: skip
        code = by_name.get(plain(name)) or by_name.get(plain(short)) or (
            text.upper() if text.upper() in known.indicators else "")  # fmt: skip
        spec = found["names"][text] = _spec(code, name, text, seen, known, numbers, found["unit"])
        if not spec["unit"] and unit and _is_amount(text, spec):
            spec |= {"unit": unit, "guessed": True}
        elif spec["comparison"] == Comparison.LEVEL:
            unit = spec["unit"]


def _untimed(text: str) -> str:
    return words.PERIOD_INSIDE.sub("", text).strip() or text


def _spec(
    code: str, name: str, text: str, seen: Seen, known: Known, numbers: _Numbers, unit: str
) -> Mapped:
    if code:
        kept = ("name", "unit", "decimals", "comparison", "span", "price")
        return {"code": code, "new": False, "use": True,
                **{one: known.indicators[code][one] for one in kept}}  # fmt: skip
    comparison = _comparison(text)
    is_rate = comparison in {Comparison.YEAR, Comparison.PERIOD, Comparison.SHARE}
    base = words.BASE.search(name)
    said = (
        seen.unit
        or (base["base"] if base else "")
        or ("%" if "%" in seen.signs else "‰" if "‰" in seen.signs else "")
    )
    return {
        "code": numbers.draw(), "new": True, "use": True, "name": name[:LONGEST_NAME],
        "unit": (said or ("" if is_rate or _is_index(text) else unit))[:LONGEST_UNIT],
        "decimals": min(seen.places, MOST_PLACES), "comparison": str(comparison),
        "span": str(_span(text, seen)),
        "price": str(Price.COMPARABLE if comparison == Comparison.YEAR
                     and words.COMPARABLE.search(name) else Price.NONE),
    }  # fmt: skip


def _is_amount(text: str, spec: Mapped) -> bool:
    """Say whether a text without a unit may be counted in the one of the column before it."""
    return spec["comparison"] == Comparison.LEVEL and not words.PER_HEAD.search(text)


def _is_index(text: str) -> bool:
    return "指数" in text or "增长" in text or "增速" in text


def _comparison(text: str) -> Comparison:
    for pattern, comparison in ((words.YEAR_BEFORE, Comparison.YEAR),
                                (words.PERIOD_BEFORE, Comparison.PERIOD),
                                (words.FIXED_BASE, Comparison.BASE),
                                (words.SHARE, Comparison.SHARE)):  # fmt: skip
        if pattern.search(text):
            return comparison
    return Comparison.YEAR if re.search(r"增长|增速", text) else Comparison.LEVEL


def _span(text: str, seen: Seen) -> Span:
    if seen.so_far or words.SO_FAR.search(text):
        return Span.SO_FAR
    return Span.POINT if seen.point or words.POINT.search(text) else Span.PERIOD
