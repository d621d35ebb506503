"""What the portal does: the press (prepare, flip, rebuild) and the index of the search."""

from gongkai.portal.actions.index import index, mend, reindex
from gongkai.portal.actions.press import KEPT, flip_due, prepare, rebuild, tick
from gongkai.portal.actions.whole import RendererLost

__all__ = [
    "KEPT",
    "RendererLost",
    "flip_due",
    "index",
    "mend",
    "prepare",
    "rebuild",
    "reindex",
    "tick",
]
