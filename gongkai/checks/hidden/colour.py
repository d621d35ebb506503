"""Colours as a reader tells them apart (颜色), and how workbooks write them."""

import re
from contextlib import suppress

from gongkai.checks.hidden.parts import Package, Tree, each, local, said

PAPER, UNKNOWN = "FFFFFF", "?"  # what nobody here can tell is taken as seen

NEAR = 24  # of 255 in each channel: closer ones no reader tells apart
HIGHLIGHTS = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF",
    "red": "FF0000", "yellow": "FFFF00", "white": "FFFFFF", "darkBlue": "000080",
    "darkCyan": "008080", "darkGreen": "008000", "darkMagenta": "800080", "darkRed": "800000",
    "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0",
}  # fmt: skip


def is_same(one: str, other: str) -> bool:
    """Say whether two colours, as RRGGBB, look the same.

    >>> is_same("FFFFFF", "FEFEFE"), is_same("FFFFFF", "D9D9D9"), is_same("auto", "FFFFFF")
    (True, False, False)
    """
    try:
        first, second = bytes.fromhex(one[-6:]), bytes.fromhex(other[-6:])
    except ValueError:
        return False
    return len(first) == len(second) == 3 and all(
        abs(a - b) <= NEAR for a, b in zip(first, second, strict=True)
    )


INDEXED = dict(enumerate(("000000", "FFFFFF", "FF0000", "00FF00", "0000FF", "FFFF00", "FF00FF",
                          "00FFFF") * 2)) | {64: "000000", 65: "FFFFFF"}  # fmt: skip
THEME = (
    "lt1",
    "dk1",
    "lt2",
    "dk2",
    "accent1",
    "accent2",
    "accent3",
    "accent4",
    "accent5",
    "accent6",
)


def colour_of(one: Tree, theme: dict[str, str]) -> str:
    """Return a colour as RRGGBB; unknown where it can't be told."""
    if "rgb" in one.attrib:
        return str(one.get("rgb"))[-6:]
    if "theme" in one.attrib:
        number = one.get("theme")
        name = THEME[int(number)] if number.isdigit() and int(number) < len(THEME) else ""
        return _tinted(theme.get(name, UNKNOWN), _tint(one.get("tint")))
    if one.get("indexed", "").isdigit():
        return INDEXED.get(int(one.get("indexed")), UNKNOWN)
    return "000000"


def _tinted(colour: str, tint: float) -> str:
    if colour == UNKNOWN or not tint:
        return colour
    parts = bytes.fromhex(colour)
    lit = (one * (1 + tint) if tint < 0 else one + (255 - one) * tint for one in parts)
    return bytes(max(0, min(255, round(one))) for one in lit).hex().upper()


def theme_of(package: Package) -> dict[str, str]:
    """Return the colours of a workbook's theme."""
    found = {"lt1": "FFFFFF", "dk1": "000000"}
    for part in package.named("xl/theme/", ".xml")[:1]:
        for scheme in each(package.tree(part), "clrScheme"):
            for one in scheme:
                for colour in one:
                    value = said(colour, "lastClr") or said(colour, "val")
                    if re.fullmatch(r"[0-9A-Fa-f]{6}", value):
                        found[local(one)] = value
    return found


def _tint(text: str | None) -> float:
    with suppress(ValueError):
        return float(text or 0)
    return 0.0
