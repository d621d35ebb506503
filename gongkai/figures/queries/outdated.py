"""What texts show of vintages, against what stands: which cells were revised since."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from gongkai.figures import rules, words
from gongkai.figures.models import Observation
from gongkai.figures.queries.numbers import Cell, Numbers
from gongkai.figures.queries.quotes import series_of
from gongkai.figures.queries.shown import Picked, picked, signed_content
from gongkai.figures.rules import Missing
from gongkai.figures.shelf import KEPT


class Revised(NamedTuple):
    """A cell a text shows, in words, and what stands now; now is "" where nothing does."""

    name: str
    period: str
    was: str
    now: str


def replaced_in(numbers: Numbers) -> frozenset[int]:
    """Return the vintages of which some value has been replaced since, by whatever value."""

    def act() -> tuple[frozenset[int], int]:
        rows = Observation.objects.filter(opened__isnull=False, closed__lte=numbers.order)
        found = frozenset(rows.values_list("vintage", flat=True).distinct())
        return found, 64 * len(found)

    found: frozenset[int] = KEPT.make(("replaced", numbers.stamp), act)
    return found


def revised_cells(found: Mapping[str, Any], numbers: Numbers) -> Iterator[Revised]:
    """Yield the cells that data blocks of a content show and that no longer stand.

    Rule: the value counts, not its state or note; what one block shows as it stands is told by the
    text itself, whatever another shows beside it.
    """
    shown: dict[tuple[str, str, str], list[Picked]] = {}
    for block in found.get("body", []):
        said = signed_content(block["sha256"]) if block["type"] == "data" else None
        one = picked(said, block["show"]) if said is not None else None
        for place in one.cells if one else ():
            shown.setdefault((block["flow"], *place), []).append(one)
    ids = series_of((flow, key) for flow, key, _ in shown)
    periods = sorted({period for *_, period in shown}) or [""]
    cells = {(cell.series, cell.period): cell
             for cell in numbers.cells(set(ids.values()), periods[0], periods[-1])}  # fmt: skip
    for (flow, key, period), blocks in shown.items():
        cell = cells.get((ids.get((flow, key), 0), period))
        if not any(_is_as(one.cells[key, period], cell) for one in blocks):
            one = blocks[-1]
            yield Revised(one.name(key), one.period(period, [key]), one.text(key, period),
                          _told(cell))  # fmt: skip


def _is_as(row: Sequence[str], cell: Cell | None) -> bool:
    if cell is None or cell.missing or row[4]:
        return cell is not None and cell.missing == row[4]
    return Decimal(row[2]) == rules.decimal(cell.number or 0, cell.places)


def _told(cell: Cell | None) -> str:
    if cell is None:
        return ""
    if cell.number is None:
        return words.SIGNS[Missing(cell.missing)]
    return rules.text(cell.number, cell.places)
