"""Where a sheet holds data of single units or persons, which never become figures.

Law: 统计法 28, 统计法实施条例 29.
"""

import re
from typing import Any

from gongkai.checks import personal
from gongkai.figures.importing import words
from gongkai.figures.importing.sheets import Place, Sheet

MOBILE = re.compile(r"1[3-9]\d{9}")
ENOUGH = 2  # numbers of a column that could be telephones


def places(sheet: Sheet, rows: range, body: range) -> list[Place]:
    """Return the cells of some rows that name or number single units and persons.

    A number that could be a telephone is one where its whole column could be.
    """
    found = [
        Place(row, column)
        for row in rows if row < len(sheet.rows)
        for column, value in enumerate(sheet.rows[row])
        if value is not None and _tells(value)
    ]  # fmt: skip
    for column in range(sheet.width):
        values = [(row, one) for row in body if (one := sheet.value(row, column)) is not None]
        if len(values) >= ENOUGH and all(MOBILE.fullmatch(_plain(one)) for _, one in values):
            found += [Place(row, column) for row, _ in values]
    return sorted(set(found))


def shown(value: Any) -> str:
    """Return a cell to be named: a head as it stands, the middle of a number left out."""
    text = _plain(value)
    return text[:30] if _is_head(value) else f"{text[:3]}****{text[-4:]}"


def _is_head(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    text = words.BRACKETS.sub("", re.sub(r"[\s\xa0]+", "", value)).rstrip(":：*")
    return words.FORBIDDEN.fullmatch(text) is not None


def _tells(value: Any) -> bool:
    if _is_head(value):
        return True
    text = _plain(value)
    return len(text) == 18 and (personal.is_identity_number(text) or personal.is_credit_code(text))


def _plain(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip() if isinstance(value, str | int) else ""
