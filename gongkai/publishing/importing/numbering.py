"""Numbers that Word counts by itself (一、 （二） 3.), written out as the text a reader sees.

The converter knows only that a paragraph is counted; the heading "一、综合" would lose its 一、.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from gongkai.checks.structure import chinese

BULLETS = {"bullet", "none", ""}
DEEPEST = 9


@dataclass(frozen=True)
class Level:
    """How a level of a list is counted."""

    form: str = "decimal"
    text: str = ""
    start: int = 1


@dataclass
class Numbering:
    """The lists of a document. lists: number of a list -> its levels; styles: style -> list, level."""

    lists: dict[str, dict[int, Level]] = field(default_factory=dict)
    families: dict[str, str] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    counts: dict[str, list[int]] = field(default_factory=dict)

    def label(self, number: str, level: int) -> str:
        """Count on, and return what stands before the paragraph; "" for a bullet or no list."""
        levels = self.lists.get(number, {})
        found = levels.get(level)
        if found is None or found.form in BULLETS:
            return ""
        counts = self.counts.setdefault(self.families.get(number, number), [0] * DEEPEST)
        counts[level] = counts[level] + 1 if counts[level] else found.start
        counts[level + 1 :] = [0] * (DEEPEST - level - 1)

        def written(place: re.Match[str]) -> str:
            at = int(place[1]) - 1
            one = levels.get(at, Level())
            return spelled(counts[at] or one.start, one.form)

        return re.sub(r"%([1-9])", written, found.text)


def read(numbering: Element | None, styles: Element | None, w: str) -> Numbering:
    """Read the lists of a document. Shape: w is the namespace in braces."""
    found = Numbering()
    abstract = {
        one.get(f"{w}abstractNumId", ""): _levels(one, w)
        for one in (numbering.iter(f"{w}abstractNum") if numbering is not None else [])
    }
    for one in numbering.iter(f"{w}num") if numbering is not None else []:
        number, family = one.get(f"{w}numId", ""), _value(one, "abstractNumId", w)
        levels = dict(abstract.get(family, {}))
        found.families[number] = family
        for change in one.iter(f"{w}lvlOverride"):
            at = int(change.get(f"{w}ilvl", "0"))
            start = _value(change, "startOverride", w)
            if start and at in levels:
                levels[at] = Level(levels[at].form, levels[at].text, int(start))
                found.families[number] = f"{family}/{number}"
            levels.update(_levels(change, w))
        found.lists[number] = levels
    for style in styles.iter(f"{w}style") if styles is not None else []:
        if (given := of(style.find(f"{w}pPr"), w)) is not None:
            found.styles[style.get(f"{w}styleId", "")] = given
    return found


def of(properties: Element | None, w: str) -> tuple[str, int] | None:
    """Return list and level named by a paragraph's or a style's properties."""
    given = properties.find(f"{w}numPr") if properties is not None else None
    if given is None:
        return None
    level = _value(given, "ilvl", w) or "0"
    return _value(given, "numId", w), min(int(level), DEEPEST - 1) if level.isdigit() else 0


def spelled(number: int, form: str) -> str:
    """Return a number as a list spells it.

    >>> [spelled(12, form) for form in ("chineseCounting", "decimal", "upperLetter", "lowerRoman")]
    ['十二', '12', 'L', 'xii']
    >>> spelled(3, "decimalEnclosedCircle"), spelled(3, "ideographTraditional")
    ('③', '丙')
    """
    return FORMS.get(form, str)(number)


def _levels(parent: Element, w: str) -> dict[int, Level]:
    found = {}
    for one in parent.findall(f"{w}lvl"):
        at, start = one.get(f"{w}ilvl", "0"), _value(one, "start", w)
        if at.isdigit() and int(at) < DEEPEST:
            found[int(at)] = Level(
                _value(one, "numFmt", w) or "decimal",
                _value(one, "lvlText", w),
                int(start) if start.isdigit() else 1,
            )
    return found


def _value(parent: Element, name: str, w: str) -> str:
    child = parent.find(f"{w}{name}")
    return child.get(f"{w}val", "") if child is not None else ""


def _letter(number: int) -> str:
    return (
        chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        if number < 200
        else str(number)
    )


def _roman(number: int) -> str:
    steps = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"),
             (4, "IV"), (1, "I"))  # fmt: skip
    found = ""
    for value, sign in steps:
        while number >= value and len(found) < 20:
            found, number = found + sign, number - value
    return found


def _circled(number: int) -> str:
    return chr(0x245F + number) if 0 < number <= 20 else str(number)


def _counted(number: int) -> str:
    return chinese(number) if number < 100 else str(number)


def _picked(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if 0 < number <= len(signs) else str(number)


FORMS: Mapping[str, Callable[[int], str]] = {
    "chineseCounting": _counted, "chineseCountingThousand": _counted,
    "japaneseCounting": _counted, "taiwaneseCounting": _counted,
    "taiwaneseCountingThousand": _counted, "ideographDigital": _counted,
    "upperLetter": _letter, "lowerLetter": lambda number: _letter(number).lower(),
    "upperRoman": _roman, "lowerRoman": lambda number: _roman(number).lower(),
    "decimalEnclosedCircle": _circled, "decimalEnclosedCircleChinese": _circled,
    "decimalFullWidth": lambda number: str(number).translate(
        str.maketrans("0123456789", "０１２３４５６７８９")),
    "decimalZero": lambda number: f"{number:02}",
    "ideographTraditional": _picked("甲乙丙丁戊己庚辛壬癸"),
}  # fmt: skip
