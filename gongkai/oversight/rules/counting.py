"""What counts among the items a report names (主动公开统计口径): by column, title and origin. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

EVERYTHING = "政府信息"


@dataclass(frozen=True)
class Kind:
    """A kind of item and the columns it stands in."""

    name: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Counting:
    """A counting rule. apart: words in the titles of what is counted apart, or not at all.

    Without kinds everything counts under one name. A repost never counts.
    """

    text: str
    unit: str
    kinds: tuple[Kind, ...] = ()
    apart: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the kinds, in their order."""
        return tuple(kind.name for kind in self.kinds) or (EVERYTHING,)

    def kind_of(self, column: str, title: str, *, is_own: bool) -> str:
        """Return the kind an item counts as; "" when it does not count.

        >>> rule = Counting("", "篇", (Kind("工作信息", ("news",)),), ("海报",))
        >>> [rule.kind_of("news", title, is_own=True) for title in ("会议召开", "海报印发")]
        ['工作信息', '']
        >>> rule.kind_of("news", "转载", is_own=False), rule.kind_of("data", "公报", is_own=True)
        ('', '')
        """
        if not is_own or any(word in title for word in self.apart):
            return ""
        if not self.kinds:
            return EVERYTHING
        return next((kind.name for kind in self.kinds if column in kind.columns), "")


def counting(
    text: str, unit: str, kinds: Sequence[Mapping[str, Any]], apart: Sequence[str]
) -> Counting:
    """Return a rule from rows of data: kinds with their name and columns."""
    rows = tuple(Kind(str(row["name"]), tuple(row["columns"])) for row in kinds)
    return Counting(text, unit, rows, tuple(apart))
