"""The design tokens, read from tokens.css so that pages, charts and documents share one truth."""

import re
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).parent / "static" / "design" / "tokens.css"
TOKEN = re.compile(r"--([a-z0-9-]+):\s*([^;]+);")
COLOUR = re.compile(r"#[0-9a-f]{6}")


@cache
def tokens() -> dict[str, str]:
    """Return every token by name, without the two dashes."""
    return dict(TOKEN.findall(SOURCE.read_text(encoding="utf-8")))


def colours() -> dict[str, str]:
    """Return the tokens that are colours: name -> #rrggbb."""
    return {name: value for name, value in tokens().items() if COLOUR.fullmatch(value)}


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2).

    >>> luminance("#ffffff")
    1.0
    """
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2).

    >>> round(contrast("#000000", "#ffffff"))
    21
    """
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
