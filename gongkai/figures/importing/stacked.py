"""Tables that stand one under the other on a sheet, told apart: two are never read as one."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from gongkai.figures.importing import times, values, words
from gongkai.figures.importing.sheets import Sheet


def apart(sheet: Sheet) -> list[Sheet]:
    """Return a sheet for each table; rows keep their numbers, so that cells keep their addresses."""
    begins = [] if sheet.kind == "px" else _begins(sheet)
    if not begins:
        return [sheet]
    ends = [*begins, len(sheet.rows)]
    found = [replace(sheet, rows=sheet.rows[: begins[0]])]
    for number, (top, bottom) in enumerate(zip(begins, ends[1:], strict=True), 2):
        blank = [[None] * sheet.width for _ in range(top)]
        found.append(replace(sheet, rows=[*blank, *sheet.rows[top:bottom]],
                             name=words.PART.format(sheet=sheet.name, number=number)))  # fmt: skip
    return found


def _begins(sheet: Sheet) -> list[int]:
    """Return the rows in which tables begin under the first: their title, unit or head."""
    found: list[int] = []
    head: Sequence[Any] = ()
    none = above = len(sheet.rows)  # the first row of what may stand over a table
    is_gap = has_unit = has_body = False
    for row, line in enumerate(sheet.rows):
        filled = _filled(line)
        if has_body and not filled:
            is_gap = True
        elif _is_data(line):
            if has_unit:
                found.append(above)
            above, is_gap, has_unit, has_body = none, False, False, True
        elif has_body and _is_title(filled):
            above, is_gap, has_unit = min(above, row), True, has_unit or _is_unit(filled[0])
        elif has_body and is_gap and times.of(filled[0]) is None and (
            above < none or line != head) and _leads(sheet, row):  # fmt: skip
            found.append(min(above, row))
            head, above, is_gap, has_unit, has_body = line, none, False, False, False
        elif not has_body and len(filled) > 1:
            head = line
    return found


def _filled(line: Sequence[Any]) -> list[Any]:
    return [one for one in line if one is not None]


def _is_title(filled: Sequence[Any]) -> bool:
    """Say whether a text stands alone in its row and is no note."""
    return len(filled) == 1 and isinstance(filled[0], str) and not words.UNDER.match(filled[0])


def _is_unit(text: str) -> bool:
    return bool(words.UNIT_LINE.fullmatch(text) or words.UNIT_AFTER.fullmatch(text))


def _leads(sheet: Sheet, row: int) -> bool:
    """Say whether values follow right under a line of texts, one beside the other."""
    over = _filled(sheet.rows[row])
    texts = {str(one) for one in over}
    return len(texts) == len(over) > 1 and any(
        _is_data(line) for line in sheet.rows[row + 1 : row + 4])  # fmt: skip


def _is_data(line: Sequence[Any]) -> bool:
    return any(
        (values.is_number(one) and times.of(one) is None)
        or (isinstance(one, str) and bool(values.read(one).mark))
        for one in line[1:]
    )  # fmt: skip
