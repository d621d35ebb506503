"""What figures may be and how they are reckoned. Pure."""

from gongkai.figures.rules.codes import (
    NEED_REASON,
    Authority,
    BreakKind,
    Comparison,
    Missing,
    Price,
    Season,
    Span,
    Status,
    VintageKind,
)
from gongkai.figures.rules.cubes import Cube
from gongkai.figures.rules.gates import gate_fault
from gongkai.figures.rules.numbers import decimal, growth, makes_whole, rounded, scaled, text
from gongkai.figures.rules.periods import (
    PARTS,
    Frequency,
    a_year_before,
    ends_on,
    frequency_of,
    join,
    moved,
    spelled,
    split,
    through,
)
from gongkai.figures.rules.selections import UnknownCodeError, chosen, listed
from gongkai.figures.rules.vintages import Given, Kept, content, digest, series_key, split_key

__all__ = [
    "NEED_REASON",
    "PARTS",
    "Authority",
    "BreakKind",
    "Comparison",
    "Cube",
    "Frequency",
    "Given",
    "Kept",
    "Missing",
    "Price",
    "Season",
    "Span",
    "Status",
    "UnknownCodeError",
    "VintageKind",
    "a_year_before",
    "chosen",
    "content",
    "decimal",
    "digest",
    "ends_on",
    "frequency_of",
    "gate_fault",
    "growth",
    "join",
    "listed",
    "makes_whole",
    "moved",
    "rounded",
    "scaled",
    "series_key",
    "spelled",
    "split",
    "split_key",
    "text",
    "through",
]
