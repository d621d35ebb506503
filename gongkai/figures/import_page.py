"""What the desk's import pages show: a window on a sheet with every cell marked, faults by kind."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from gongkai.figures import words
from gongkai.figures.importing import times
from gongkai.figures.importing.applying import Found
from gongkai.figures.importing.sheets import Place, Said, Sheet, address, letters
from gongkai.figures.importing.walking import Walk

ROWS, COLUMNS = 24, 26
PLACES = 6  # links to cells of one kind of fault
LONGEST = 40


@dataclass(frozen=True)
class Shown:
    """A cell of the window. Shape: mark is a word, look the class that goes with it.

    result is the value that is kept, where it is written otherwise than the cell.
    """

    address: str
    text: str
    mark: str
    look: str
    head: bool
    result: str = ""


@dataclass(frozen=True)
class Line:
    """A row of the window."""

    number: int
    cells: list[Shown]


@dataclass(frozen=True)
class Group:
    """Faults that say the same, with links to the first cells."""

    text: str
    count: int
    cells: list[tuple[str, str]]  # name and address of the cell


@dataclass(frozen=True)
class Tab:
    """A sheet of the file, to be chosen."""

    place: int
    name: str
    used: bool
    faults: int
    current: bool


@dataclass(frozen=True)
class FilePage:
    """A file at the desk, one sheet of it in view."""

    tabs: list[Tab]
    sheet: str
    title: str
    unit: str
    notes: list[str]
    remembered: bool
    letters: list[str]
    lines: list[Line]
    before: int | None  # rows to jump to
    after: int | None
    faults: list[Group]
    said: list[str]
    cells: int
    fault_count: int


def page_of(
    mapping: dict[str, Any], sheets: Sequence[Sheet], found: Found, said: Iterable[Said],
    *, place: int, row: int,
) -> FilePage:  # fmt: skip
    """Return what is shown of a file. Shape: place is the sheet's, row the first one shown."""
    one = mapping["sheets"][place]
    names = {sheet.name: sheet for sheet in sheets}
    sheet = names[one["sheet"]]
    row = max(sheet.first, min(row, len(sheet.rows) - 1))
    return FilePage(
        tabs=[Tab(n, each["sheet"], each["use"], _faults_of(found, names, each["sheet"]), n == place)
              for n, each in enumerate(mapping["sheets"])],
        sheet=sheet.name, title=one["title"], unit=one["unit"], notes=one["notes"],
        remembered=one["remembered"],
        letters=[letters(n) for n in range(min(sheet.width, COLUMNS))],
        lines=_lines(sheet, one, found, row),
        before=max(sheet.first, row - ROWS) if row > sheet.first else None,
        after=row + ROWS if row + ROWS < len(sheet.rows) else None,
        faults=_groups(found, mapping, place), said=[each.text for each in (*said, *found.notes)],
        cells=len(found.cells), fault_count=len(found.faults),
    )  # fmt: skip


def _faults_of(found: Found, names: dict[str, Sheet], name: str) -> int:
    return (
        sum(kind == "fault" for kind in found.kinds.get(name, {}).values()) if name in names else 0
    )


def _lines(sheet: Sheet, mapping: dict[str, Any], found: Found, first: int) -> list[Line]:
    kinds = found.kinds.get(sheet.name, {})
    walk = Walk(sheet, mapping)
    lines = []
    for row in range(first, min(first + ROWS, len(sheet.rows))):
        cells = [_cell(sheet, walk, kinds, found, Place(row, column))
                 for column in range(min(sheet.width, COLUMNS))]  # fmt: skip
        lines.append(Line(row + 1, cells))
    return lines


def _cell(
    sheet: Sheet, walk: Walk, kinds: dict[Place, str], found: Found, place: Place
) -> Shown:  # fmt: skip
    value = sheet.value(*place)
    head = place.row in range(*walk.head)
    kind = kinds.get(place, "")
    if not kind and place.row in walk.body and place.column in walk.roles:
        kind = "label"
    mark, look = words.CELL_MARKS.get(kind, ("", ""))
    text = _text(value, label=head or kind == "label")
    result = found.results.get(sheet.name, {}).get(place, "") if kind in {"value", "note"} else ""
    return Shown(address(*place), text, mark, look, head, result if result != text else "")


def _text(value: Any, *, label: bool) -> str:
    if value is None:
        return ""
    if label and hasattr(value, "year"):
        time = times.of(value)
        return f"{value:%Y-%m}" if time else str(value)
    text = str(value).replace("\n", " ")
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


def _groups(found: Found, mapping: dict[str, Any], current: int) -> list[Group]:
    """Return the faults, those that say the same together; cells link into their sheet."""
    by_text: dict[str, list[Said]] = {}
    for one in found.faults:
        by_text.setdefault(one.text, []).append(one)
    places = {each["sheet"]: n for n, each in enumerate(mapping["sheets"])}
    return [
        Group(text, len(those), [(one.where, _link(one, places, current)) for one in those[:PLACES]])
        for text, those in by_text.items()
    ]  # fmt: skip


def _link(one: Said, places: dict[str, int], current: int) -> str:
    if one.place is None:
        return ""
    number = places.get(one.sheet, current)
    first = max(0, one.place.row - 5)
    return f"?sheet={number}&row={first}#{address(*one.place)}"
