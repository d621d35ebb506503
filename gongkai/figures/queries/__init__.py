"""Questions to figures."""

from gongkai.figures.queries.cubes import cube
from gongkai.figures.queries.meta import carried, meta_of
from gongkai.figures.queries.numbers import Cell, FlowShown, Numbers
from gongkai.figures.queries.vintages import by_hash, bytes_of, content_of, kept_cells, method_gaps

__all__ = [
    "Cell",
    "FlowShown",
    "Numbers",
    "by_hash",
    "bytes_of",
    "carried",
    "content_of",
    "cube",
    "kept_cells",
    "meta_of",
    "method_gaps",
]
