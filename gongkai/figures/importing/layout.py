"""Which rows of a sheet are its head, what each column is, what is said above and below.

A table is a head over a body. A column of the body is a label (time, region, indicator, a
classification, unit, status, note) or holds values. What a value is of is said by its row's labels
and by the texts of the head above it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from gongkai.figures.importing import times, values, words
from gongkai.figures.importing.sheets import Place, Sheet
from gongkai.figures.importing.times import Time
from gongkai.figures.rules import Span

DEEP = 30  # rows in which a head must end
LONG_TITLE = 200
TIME, REGION, INDICATOR, UNIT, STATUS, NOTE, SKIP, VALUE = (
    "time", "region", "indicator", "unit", "status", "note", "skip", "value")  # fmt: skip
ITEM = "item:"
BY_HEAD = (
    (TIME, words.TIME), (REGION, words.REGION), (UNIT, words.UNIT_HEAD), (VALUE, words.VALUE),
    (STATUS, words.STATUS), (INDICATOR, words.INDICATOR), (SKIP, words.LEFT_OUT),
    (SKIP, words.NOTE), (SKIP, words.ACTION),
)  # fmt: skip


@dataclass(frozen=True)
class Column:
    """A column of values: the texts over it, and what they say of time and unit."""

    texts: tuple[str, ...]
    time: Time | None
    unit: str


@dataclass
class Layout:
    """How a sheet is laid out. Shape: head and body are rows from 0, first and past the last."""

    head: tuple[int, int]
    body: tuple[int, int]
    title: str = ""
    unit: str = ""
    notes: list[str] = field(default_factory=list)
    roles: dict[int, str] = field(default_factory=dict)  # of columns that hold something


@dataclass(frozen=True)
class Lists:
    """What is known of places and classifications. Shape: texts to codes, in plain spelling."""

    regions: Mapping[str, str]
    items: Mapping[str, Mapping[str, str]]
    names: Mapping[str, str]  # of the classifications, by code


def look(sheet: Sheet, lists: Lists) -> Layout | None:
    """Return a sheet's layout; None where no table is found."""
    top, title, unit = _above(sheet)
    start = _body_start(sheet, top)
    if start is None:
        return None
    end, notes = _below(sheet, start)
    found = Layout((top, start), (start, end), title or sheet.title, unit or sheet.unit,
                   [*sheet.notes, *notes])  # fmt: skip
    found.unit = found.unit or _unit_in_head(sheet, found.head)
    found.roles = _roles(sheet, found, lists)
    return found


def plain(text: Any) -> str:
    """Return a text without spaces and with narrow brackets, to be compared."""
    return re.sub(r"\s+", "", str(text).translate(str.maketrans("（）：\xa0", "(): ")))


def _above(sheet: Sheet) -> tuple[int, str, str]:
    """Return where the head begins, and the title and unit over it."""
    titles, unit = [], ""
    for row, line in enumerate(sheet.rows[: sheet.first + DEEP]):
        filled = [n for n, value in enumerate(line) if value is not None]
        if not filled:
            continue
        text = line[filled[0]]
        alone = len(filled) == 1 and isinstance(text, str)
        if alone and (match := words.UNIT_LINE.fullmatch(text)):
            unit = match["unit"]
        elif alone and filled[0] == 0 and times.of(text) is None and _is_title(sheet, row):
            match = words.UNIT_AFTER.fullmatch(text)
            titles.append(match["title"] if match else text)
            unit = match["unit"] if match else unit
        elif len(filled) == 2 and isinstance(line[filled[1]], str) and (
            match := words.UNIT_LINE.fullmatch(line[filled[1]])):  # fmt: skip
            titles.append(str(text))
            unit = match["unit"]
        else:
            return row, " ".join(titles)[:LONG_TITLE], unit
    return sheet.first, "", ""


def _is_title(sheet: Sheet, row: int) -> bool:
    """Say whether wider rows follow a lone text: a list of one column has no title."""
    return any(sum(value is not None for value in line) > 1
               for line in sheet.rows[row + 1 : row + 6])  # fmt: skip


def _body_start(sheet: Sheet, top: int) -> int | None:
    has_head = False
    for row in range(top, min(len(sheet.rows), top + DEEP)):
        if _is_data(sheet, row, has_head=has_head):
            covered = max((bottom for first, _, bottom, _ in sheet.spans if top <= first < row),
                          default=0)  # fmt: skip
            return row if covered < row or has_head is False else _past(sheet, covered, row)
        has_head = has_head or any(isinstance(one, str) for one in sheet.rows[row][1:])
    return None


def _past(sheet: Sheet, covered: int, row: int) -> int:
    """Return the first row of the body under head cells that reach down into it."""
    return covered + 1 if covered - row < 3 and not _has_numbers(sheet, row) else row


def _has_numbers(sheet: Sheet, row: int) -> bool:
    return any(values.is_number(one) and times.of(one) is None for one in sheet.rows[row])


def _is_data(sheet: Sheet, row: int, *, has_head: bool) -> bool:
    line = sheet.rows[row]
    numbers = [one for one in line[1:] if values.is_number(one)]
    loose = [one for one in numbers if times.of(one) is None]
    first = times.of(line[0], base=sheet.base, serials=True) if line else None
    if loose or any(Place(row, n) in sheet.hollow for n in range(len(line))):
        return True
    if has_head and (first is not None or any(str(one) in words.KEPT_BACK for one in line[1:])):
        return True
    years = [float(one) for one in numbers]
    return bool(years) and has_head and any(abs(a - b) != 1 for a, b in pairwise(years))


def _below(sheet: Sheet, start: int) -> tuple[int, list[str]]:
    """Return the row past the last of the body, and the notes under it."""
    end = start
    for row in range(start, len(sheet.rows)):
        line = sheet.rows[row]
        if any(values.is_number(one) or times.of(one) for one in line) or _is_marked(line) or any(
            Place(row, n) in sheet.hollow for n in range(len(line))):  # fmt: skip
            end = row + 1
    texts = [" ".join(str(one) for one in line if one is not None) for line in sheet.rows[end:]]
    return end, [text for text in texts if text]


def _is_marked(line: Sequence[Any]) -> bool:
    return any(isinstance(one, str) and values.read(one).mark for one in line[1:])


def _unit_in_head(sheet: Sheet, head: tuple[int, int]) -> str:
    for row in range(*head):
        for value in sheet.rows[row]:
            if isinstance(value, str) and (match := words.UNIT_LINE.fullmatch(value)):
                return match["unit"]
    match = words.BRACKETS.search(sheet.name)
    return match["inside"] if match and words.UNIT.fullmatch(match["inside"]) else ""


def _roles(sheet: Sheet, layout: Layout, lists: Lists) -> dict[int, str]:
    roles: dict[int, str] = {}
    for column in range(sheet.width):
        cells = [sheet.value(row, column) for row in range(*layout.body)]
        kinds = [_kind(one) for one in cells]
        if not any(kinds) and not _is_hollow(sheet, layout, column):
            continue
        before = set(roles.values())
        roles[column] = _role(sheet, layout, lists, column, cells, kinds, before)
    if list(roles.values()).count(REGION) > 1:
        _one_region(sheet, layout, roles, lists)
    if VALUE not in roles.values():
        for column, role in roles.items():
            if role == SKIP and column and any(
                values.is_number(sheet.value(row, column)) for row in range(*layout.body)
            ):  # fmt: skip
                roles[column] = VALUE
    return roles


def _is_hollow(sheet: Sheet, layout: Layout, column: int) -> bool:
    return any(Place(row, column) in sheet.hollow for row in range(*layout.body))


def _kind(value: Any) -> str:
    if value is None:
        return ""
    if values.is_number(value):
        return "number"
    read = values.read(value)
    return "number" if read.mark or read.fault in {"logical", "error"} else "text"


def _role(
    sheet: Sheet, layout: Layout, lists: Lists, column: int, cells: list[Any], kinds: list[str],
    before: set[str],
) -> str:  # fmt: skip
    name = head_text(sheet, layout, column)
    for code, label in lists.names.items():
        if plain(name).upper() in {code, plain(label).upper()}:
            return ITEM + code
    role = next((role for role, pattern in BY_HEAD if pattern.fullmatch(plain(name))), "")
    if role and not (role in {VALUE, SKIP} and kinds.count("text") and role == VALUE):
        return role if role != INDICATOR or VALUE not in before else SKIP
    filled = [one for one in cells if one is not None]
    timed = sum(times.of(one, base=sheet.base, serials=column == 0) is not None for one in filled)
    if VALUE not in before and TIME not in before and timed >= 0.8 * len(filled) and (
        column == 0 or kinds.count("text") or not name):  # fmt: skip
        return TIME
    if kinds.count("text") <= kinds.count("number"):
        return VALUE
    return _label_role(filled, lists) if VALUE not in before else SKIP


def _label_role(filled: list[Any], lists: Lists) -> str:
    found = {plain(one) for one in filled}
    if sum(one in lists.regions for one in found) * 2 >= len(found):
        return REGION
    for code, items in lists.items.items():
        if sum(one in items for one in found) * 2 >= len(found):
            return ITEM + code
    return INDICATOR


def _one_region(sheet: Sheet, layout: Layout, roles: dict[int, str], lists: Lists) -> None:
    """Keep the one column of regions whose texts are known best."""

    def known(column: int) -> int:
        return sum(plain(sheet.value(row, column)) in lists.regions for row in range(*layout.body))

    columns = [column for column, role in roles.items() if role == REGION]
    best = max(columns, key=known)
    for column in columns:
        roles[column] = REGION if column == best else SKIP


def head_text(sheet: Sheet, layout: Layout, column: int) -> str:
    """Return the lowest text over a column."""
    for row in range(layout.head[1] - 1, layout.head[0] - 1, -1):
        value = sheet.shown(row, column)
        if value is not None:
            return str(value)
    return ""


def column_of(sheet: Sheet, head: tuple[int, int], column: int) -> Column:
    """Return what the head says over a column of values."""
    texts: list[str] = []
    unit, time = "", None
    for row in range(*head):
        value = _over(sheet, head, row, column)
        if value is None or (isinstance(value, str) and words.UNIT_LINE.fullmatch(value)):
            continue
        found = times.of(value, base=sheet.base, serials=True)
        if found is not None:
            time = found.within(time)
            continue
        text, said = split_unit(str(value))
        unit = said or unit
        if text and (not texts or texts[-1] != text):
            texts.append(text)
    return Column(tuple(texts), time, unit)


def _over(sheet: Sheet, head: tuple[int, int], row: int, column: int) -> Any:
    """Return what stands over a column in a row of the head, also where a group's name was only
    written once and not merged."""
    value = sheet.shown(row, column)
    if value is not None or row == head[1] - 1 or not _named_below(sheet, head, row, column):
        return value
    for left in range(column - 1, 0, -1):
        if Place(row, left) in sheet.merged:
            return None
        if (found := sheet.value(row, left)) is not None:
            return found if _named_below(sheet, head, row, left) else None
    return None


def _named_below(sheet: Sheet, head: tuple[int, int], row: int, column: int) -> bool:
    return any(sheet.value(under, column) is not None for under in range(row + 1, head[1]))


def split_unit(text: str) -> tuple[str, str]:
    """Return a name and the unit written behind it.

    >>> split_unit("社会融资规模增量\\n(亿元)"), split_unit("GDP_亿元"), split_unit("累计比去年同期±％")
    (('社会融资规模增量', '亿元'), ('GDP', '亿元'), ('累计比去年同期', '%'))
    >>> split_unit("货币和准货币(M2)"), split_unit("价格指数(上年=100)"), split_unit("指数(当月同比增速%)")
    (('货币和准货币(M2)', ''), ('价格指数', '上年=100'), ('指数(当月同比增速)', '%'))
    """
    name = re.sub(r"[\s\xa0]+", " ", text.replace("（", "(").replace("）", ")")).strip()
    name = re.sub(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff(])", "", name)
    unit = ""
    for match in reversed(list(words.BRACKETS.finditer(name))):
        inside = match["inside"].strip()
        if words.UNIT.fullmatch(inside) or words.BASE.fullmatch(inside):
            name, unit = (name[: match.start()] + name[match.end() :]).strip(), inside
            break
        if shorter := _without_sign(inside):
            name, unit = name[: match.start()] + f"({shorter})" + name[match.end() :], "%"
            break
    head, mark, tail = name.rpartition("_")
    if mark and not unit and words.UNIT.fullmatch(tail):
        name, unit = head, tail
    if not unit and (shorter := _without_sign(name)):
        name, unit = shorter, "‰" if name.rstrip().endswith("‰") else "%"
    return name.strip(" _"), unit.replace("％", "%")


def _without_sign(text: str) -> str:
    shorter = words.PERCENT_INSIDE.sub("", text).strip(" _")
    return shorter if shorter != text.strip(" _") else ""


def span_style(found: Sequence[Time]) -> tuple[bool, bool]:
    """Return whether totals since January stand among times, and whether single periods do too."""
    so_far = any(one.span == Span.SO_FAR for one in found)
    single = any(one.part is not None and one.part > 1 and one.span != Span.SO_FAR for one in found)
    return so_far, single
