"""A workbook as it looks (工作簿): sheets, cells, and which of them a reader sees."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple, TypeVar

from gongkai.checks.hidden.colour import PAPER, UNKNOWN, colour_of, is_same, theme_of
from gongkai.checks.hidden.parts import Package, Tree, child, each, local, said
from gongkai.law.refused import Refused

T = TypeVar("T")
MAIN = "xl/workbook.xml"
TINY = 1.0
BAND = 64  # rows looked up together
BANDS = 500_000
ROWS = 1_048_576
THIN = 0.1  # characters of a column's width, or points of a row's height
_SECTIONS = re.compile(r'((?:"[^"]*"|\\.|[^;"\\])*)(?:;|$)')
_SHOWS = re.compile(r"[0#?@]|general|[ymdhsge年月日]", re.IGNORECASE)
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')


class Cell(NamedTuple):
    """A cell with something in it."""

    row: int
    column: int
    value: str
    is_number: bool
    style: int
    formula: str
    shared: int  # its number among the shared strings, or -1
    element: Tree

    @property
    def ref(self) -> str:
        """Return its address, as in C7."""
        return f"{letters(self.column)}{self.row}"


@dataclass(frozen=True)
class Look:
    """What a style of cells says."""

    format: str = "General"
    colour: str = "000000"
    size: float = 11.0
    ground: str = PAPER


Area = tuple[int, int, int, int]  # top, left, bottom, right


class Areas:
    """Areas of a sheet, found by row: a file may have very many."""

    def __init__(self) -> None:
        self.bands: dict[int, list[Area]] = {}
        self.left = BANDS

    def add(self, refs: str) -> None:
        """Add areas by their addresses. Raises: Refused "file.bomb" for more than anybody draws."""
        for one in areas(refs):
            first, last = one[0] // BAND, one[2] // BAND
            self.left -= last - first + 1
            if self.left < 0:
                raise Refused("file.bomb", "合并单元格、条件格式的范围太大太多，请精简后再上传。")
            for band in range(first, last + 1):
                self.bands.setdefault(band, []).append(one)

    def hold(self, cell: Cell, *, but_first: bool = False) -> bool:
        """Say whether a cell lies in one of them; with but_first, not in an upper left corner."""
        return any(
            top <= cell.row <= bottom
            and left <= cell.column <= right
            and not (but_first and (cell.row, cell.column) == (top, left))
            for top, left, bottom, right in self.bands.get(cell.row // BAND, ())
        )


@dataclass
class Sheet:
    """A sheet and what of it is not shown."""

    name: str
    part: str
    state: str
    root: Tree
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: Areas = field(default_factory=Areas)
    painted: Areas = field(default_factory=Areas)

    def hides_column(self, column: int) -> bool:
        """Say whether a column is not shown."""
        return any(first <= column <= last for first, last in self.hidden_columns)


@dataclass
class Book:
    """A workbook."""

    package: Package
    strings: list[str]
    looks: list[Look]
    sheets: list[Sheet]

    def cells(self, sheet: Sheet) -> Iterator[Cell]:
        """Yield the cells of a sheet that hold something."""
        row = 0
        for line in each(sheet.root, "row"):
            row = int(line.get("r", row + 1))
            column = 0
            for one in line:
                if local(one) == "c":
                    ref = one.get("r", "")
                    column = _column(ref.rstrip("0123456789")) if ref else column + 1
                    cell = _cell(one, row, column, self.strings)
                    if cell is not None:
                        yield cell

    def why_unseen(self, sheet: Sheet, cell: Cell) -> str:
        """Return why a reader does not see a cell of a row and column that are shown."""
        look = self.looks[cell.style] if cell.style < len(self.looks) else Look()
        if _is_silenced(look.format, cell):
            return "数字格式让内容不显示"
        if look.size <= TINY:
            return "字号小到看不见"
        if sheet.merged.hold(cell, but_first=True):
            return "被合并单元格盖住"
        if is_same(look.colour, look.ground) and not sheet.painted.hold(cell):
            return "文字颜色与底色相同"
        return ""


def read(package: Package) -> Book:
    """Return the workbook of a file."""
    targets = {one.id: one.target for one in package.relations(MAIN)}
    shared = package.named("xl/sharedStrings", ".xml")
    book = Book(package, _strings(package, shared[0]) if shared else [], _looks(package), [])
    for one in each(package.tree(MAIN), "sheet"):
        part = targets.get(said(one, "id"), "")
        if part in package.parts and part.startswith("xl/worksheets/"):
            sheet = Sheet(
                one.get("name", ""), part, one.get("state", "visible"), package.tree(part)
            )
            _lines(sheet)
            _areas(package, sheet)
            book.sheets.append(sheet)
    return book


def string_of(one: Tree) -> str:
    """Return the text of a string, without how it is read aloud."""
    return "".join(
        text.text or ""
        for text in each(one, "t")
        if local(text.getparent()) != "rPh"
    )  # fmt: skip


def letters(column: int) -> str:
    """Return the letters of a column.

    >>> letters(28)
    'AB'
    """
    found = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def area(ref: str) -> Area | None:
    """Return an address as rows and columns, whole columns too.

    >>> area("B2:C7"), area("$A:$A")
    ((2, 2, 7, 3), (1, 1, 1048576, 1))
    """
    found = re.fullmatch(
        r"\$?([A-Z]{1,3})\$?(\d{0,7})(?::\$?([A-Z]{1,3})\$?(\d{0,7}))?", ref.strip()
    )
    if found is None:
        return None
    left, top = _column(found[1]), int(found[2] or 1)
    right = _column(found[3]) if found[3] else left
    return top, left, min(int(found[4] or (ROWS if found[3] else top)), ROWS), right


def areas(refs: str) -> list[Area]:
    """Return several addresses."""
    return [one for ref in refs.split() if (one := area(ref))]


@lru_cache(maxsize=20_000)
def _column(ref: str) -> int:
    found = 0
    for one in ref.upper():
        found = found * 26 + ord(one) - 64
    return found


def _strings(package: Package, part: str) -> list[str]:
    return [string_of(one) for one in each(package.tree(part), "si")]


def _cell(one: Tree, row: int, column: int, strings: list[str]) -> Cell | None:
    value = formula = ""
    shared, kind = -1, one.get("t", "n")
    for inner in one:
        name = local(inner)
        if name == "v":
            value = inner.text or ""
        elif name == "f":
            formula = inner.text or "="
        elif name == "is":
            value = string_of(inner)
    if kind == "s" and value.strip().isdigit():
        shared = int(value)
        value = strings[shared] if shared < len(strings) else ""
    if not value and not formula:
        return None
    style = int(one.get("s", "0") or 0)
    return Cell(row, column, value, kind == "n" and value != "", style, formula, shared, one)


def _is_silenced(pattern: str, cell: Cell) -> bool:
    """Say whether a number format shows nothing of a value, or the same words for every one."""
    if pattern in {"General", "@", ""}:
        return False
    sections = _SECTIONS.findall(pattern)
    if not pattern.endswith(";"):
        sections.pop()  # the pattern finds nothing once more, at the end
    section = _section(sections, cell)
    return (
        section is not None
        and not _SHOWS.search(_LITERAL.sub("", section))
        and ("General" not in section)
    )


def _section(sections: list[str], cell: Cell) -> str | None:
    """Return the part of a format that a value falls under; none where nothing can be hidden."""
    if not cell.is_number:
        return sections[3] if len(sections) > 3 else None
    try:
        number = float(cell.value)
    except ValueError:
        return None
    if number == 0 or any("[" in one and re.search(r"\[[<>=]", one) for one in sections):
        return None  # zeros left out say nothing; conditions are read by a person
    if number < 0 and len(sections) > 1:
        return sections[1]
    return sections[0]


def _lines(sheet: Sheet) -> None:
    standard = child(sheet.root, "sheetFormatPr")
    all_hidden = standard is not None and standard.get("zeroHeight") in {"1", "true"}
    row = 0
    for line in each(sheet.root, "row"):
        row = int(line.get("r", row + 1))
        is_flat = "ht" in line.attrib and _float(line.get("ht")) < 1
        shown = line.get("hidden") in {"0", "false"} or "ht" in line.attrib
        if line.get("hidden") in {"1", "true"} or is_flat or (all_hidden and not shown):
            sheet.hidden_rows.add(row)
    for one in each(sheet.root, "col"):
        if one.get("hidden") in {"1", "true"} or _float(one.get("width", "9")) < THIN:
            sheet.hidden_columns.append((int(one.get("min", 0)), int(one.get("max", 0))))


def _areas(package: Package, sheet: Sheet) -> None:
    for one in each(sheet.root, "mergeCell"):
        sheet.merged.add(one.get("ref", ""))
    for one in each(sheet.root, "conditionalFormatting"):
        sheet.painted.add(one.get("sqref", ""))
    for relation in package.relations(sheet.part):
        if relation.kind == "table" and relation.target in package.parts:
            sheet.painted.add(package.tree(relation.target).get("ref", ""))
        elif relation.kind == "pivotTable" and relation.target in package.parts:
            place = child(package.tree(relation.target), "location")
            sheet.painted.add(said(place, "ref"))


def _float(text: str | None) -> float:
    try:
        return float(text or 0)
    except ValueError:
        return 0.0


def _looks(package: Package) -> list[Look]:
    part = next(iter(package.named("xl/styles", ".xml")), "")
    if not part:
        return []
    root, theme = package.tree(part), theme_of(package)
    formats = {said(one, "numFmtId"): said(one, "formatCode") for one in each(root, "numFmt")}
    fonts = [_font(one, theme) for one in _listed(root, "fonts")]
    grounds = [_ground(one, theme) for one in _listed(root, "fills")]
    looks = []
    for one in _listed(root, "cellXfs"):
        colour, size = _at(fonts, said(one, "fontId"), ("000000", 11.0))
        ground = _at(grounds, said(one, "fillId"), PAPER)
        looks.append(Look(formats.get(said(one, "numFmtId"), "General"), colour, size, ground))
    return looks


def silent_formats(package: Package) -> set[str]:
    """Return the numbers of conditional formats that make values unseen."""
    found = set()
    for part in package.named("xl/styles", ".xml")[:1]:
        for number, one in enumerate(_listed(package.tree(part), "dxfs")):
            pattern = said(child(one, "numFmt"), "formatCode")
            colour = child(one, "font", "color")
            is_white = colour is not None and is_same(colour_of(colour, theme_of(package)), PAPER)
            is_clear = child(one, "fill") is None
            if (pattern and not _SHOWS.search(_LITERAL.sub("", pattern))) or (
                is_white and is_clear
            ):
                found.add(str(number))
    return found


def _listed(root: Tree, name: str) -> list[Tree]:
    one = child(root, name)
    return list(one) if one is not None else []


def _at(row: list[T], number: str, otherwise: T) -> T:
    return row[int(number)] if number.isdigit() and int(number) < len(row) else otherwise


def _font(one: Tree, theme: dict[str, str]) -> tuple[str, float]:
    colour, size = "000000", 11.0
    for inner in one:
        if local(inner) == "color":
            colour = colour_of(inner, theme)
        elif local(inner) == "sz":
            size = _float(said(inner, "val")) or 11.0
    return colour, size


def _ground(one: Tree, theme: dict[str, str]) -> str:
    pattern = child(one, "patternFill")
    kind = said(pattern, "patternType", "none")
    if pattern is None:
        return UNKNOWN
    if kind == "none":
        return PAPER
    colour = child(pattern, "fgColor")
    return colour_of(colour, theme) if kind == "solid" and colour is not None else UNKNOWN
