"""The three tables out of a flow: each row known by its label, each column by its head.

Every row and column of the form must be found once; else the file is refused with the place.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from gongkai.law import annual
from gongkai.law.annual import Name, Number, Table2, Table3, Table4
from gongkai.law.refused import Refused
from gongkai.oversight.importing.figures import is_mark, number, plain
from gongkai.oversight.importing.flow import Flow, Row, bare
from gongkai.oversight.rules.writing import FOURTH, REPEALED, THIRD, TRIAL

WIDE = 7  # columns of numbers in table 3
HAN = re.compile("[\u3400-\u9fff]")
NAMES = {2: "表二", 3: "表三", 4: "表四"}


@dataclass
class Grids:
    """What is read so far."""

    form: str = "2021"
    cells: dict[int, dict[tuple[str, str], Number | None]] = field(
        default_factory=lambda: {2: {}, 3: {}, 4: {}}
    )
    marks: dict[tuple[int, str, str], str] = field(default_factory=dict)

    @property
    def tables(self) -> tuple[Table2, Table3, Table4]:
        """Return the tables as values."""
        return Table2(self.cells[2]), Table3(self.cells[3]), Table4(self.cells[4])

    def put(self, table: int, row: Name, column: Name, text: str | None) -> None:
        """Keep what a cell shows. Raises: Refused "annual.cell", "annual.twice"."""
        place = f"{NAMES[table]}“{row.label}”行“{column.label}”列"
        if (row.key, column.key) in self.cells[table]:
            raise Refused("annual.twice", f"{place}出现了两次，不知以哪个为准，没有读取。")
        try:
            if text is None:
                raise ValueError
            value = number(text)
        except ValueError as odd:
            shown = f"“{plain(text)[:20]}”" if text else "合并单元格"
            raise Refused(
                "annual.cell", f"{place}是{shown}，读不成一个数，没有读取。请改正该格后再核对。"
            ) from odd
        self.cells[table][row.key, column.key] = value
        if value is None:
            self.marks[table, row.key, column.key] = plain(text)


def read(flow: Flow) -> Grids:
    """Return the tables. Raises: Refused "annual.table", "annual.row", "annual.cell" …"""
    parts = _parted([one for one in flow if isinstance(one, Row)])
    for table, name in NAMES.items():
        if not parts[table]:
            raise Refused(
                "annual.table",
                f"没有读到{name}（{annual.forms()[0].sections[table - 1]}）的表格。表格如果是图片，"
                "机器无法核对，请换用表格为文字的 PDF、Word 或网页。",
            )
    found = Grids()
    if any(TRIAL.search(row.words) for row in parts[2]):
        found.form = "2019"
    _second(found, parts[2])
    _third(found, parts[3])
    _fourth(found, parts[4])
    return found


def _parted(rows: Sequence[Row]) -> dict[int, list[Row]]:
    """Return the rows of each of the form's tables; one cut by a page is put together again."""
    parts: dict[int, list[Row]] = {0: [], 2: [], 3: [], 4: []}
    last = 0
    for table in sorted({row.table for row in rows}):
        own = [row for row in rows if row.table == table]
        kind = _kind("".join(row.words for row in own))
        if not kind and last and own[0].page and own[0].page == parts[last][-1].page + 1:
            kind = last
        parts[kind] += own
        last = kind or last
    return parts


def _kind(words: str) -> int:
    if THIRD.search(words):
        return 3
    if FOURTH.search(words):
        return 4
    if "信息内容" in words or "行政强制" in words or "行政事业性收费" in words:
        return 2
    return 3 if sum(one.key != "r24" for one in _known(words)) > 1 else 0


def _known(words: str) -> list[Name]:
    rows = annual.table3_rows(split=True)
    return [row for row in rows if not row.match.startswith("^") and re.search(row.match, words)]


def _second(found: Grids, rows: Iterable[Row]) -> None:
    form = next(one for one in annual.forms() if one.key == found.form)
    blocks = {_label(row.label): (block, row) for block in form.table2 for row in block.rows}
    blocks |= {"规范性文件": blocks.get("行政规范性文件") or blocks["规范性文件"]}
    for row in rows:
        names = REPEALED.findall(row.words)
        if found.form == "2021" and names and names != ["本年制发", "本年废止", "现行有效"]:
            raise Refused(
                "annual.head", "表二第二十条第（一）项的列名或其次序与格式不符，没有读取。"
            )
        cells = [cell for cell in row.cells if cell is not None]
        while cells and not bare(cells[0]):
            cells = cells[1:]
        if not cells or _label(cells[0]) not in blocks:
            continue
        block, name = blocks[_label(cells[0])]
        values = cells[1:]
        while len(values) > len(block.columns) and not bare(values[-1]):
            values = values[:-1]
        if len(values) != len(block.columns):
            raise Refused(
                "annual.row",
                f"表二“{name.label}”行有{len(values)}格，格式是{len(block.columns)}格，没有读取。",
            )
        for column, value in zip(block.columns, values, strict=True):
            found.put(2, name, column, value)
    _refuse_missing(found, 2, [name for block, name in blocks.values()])


def _third(found: Grids, rows: Sequence[Row]) -> None:
    head = list(takewhile(lambda row: not _row(row), rows))
    if not _is_head(head):
        raise _odd_head(3)
    for name, row in _named(rows[len(head) :], head[0]):
        for column, value in zip(annual.columns(), row.cells[-WIDE:], strict=True):
            found.put(3, name, column, value)
    is_split = (annual.WHOLE, annual.TOTAL) not in found.cells[3]
    _refuse_missing(found, 3, annual.table3_rows(split=is_split))


def _named(rows: Sequence[Row], head: Row) -> Iterator[tuple[Name, Row]]:
    """Yield the rows of numbers with their names, one that a page break cuts as one.

    Raises: Refused "annual.row" for a row that is none of the form.
    """
    for row in _uncut(rows):
        if "自然人" in row.words or not row.words:
            continue  # the head again, on a new page
        _refuse_shifted(row, len(head.cells) if row.table == head.table else 0)
        name = _row(row)
        if not name and not _numbers(row):
            continue  # a line that only draws
        if not name:
            raise Refused(
                "annual.row",
                f"表三有一行“{row.words[:30]}”不是格式里的任何一行，没有读取。请核对该行的名称。",
            )
        yield name, row


def _uncut(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield rows, one that a page break cuts as one: its label on both pages, its numbers on one."""
    last: Row | None = None
    for row in rows:
        if last and row.page == last.page + 1 and _halves(last, row):
            numbers = _numbers(last) or _numbers(row)
            last = Row(("".join(_labels(last)[-1:] + _labels(row)[-1:]), *numbers), 0, row.page)
            continue
        if last:
            yield last
        last = row
    if last:
        yield last


def _halves(upper: Row, lower: Row) -> bool:
    if "自然人" in upper.words + lower.words or not _labels(upper) or not _labels(lower):
        return False
    is_two = _row(upper) is not None and _row(lower) is not None
    return not is_two and bool(_numbers(upper)) != bool(_numbers(lower))


def _numbers(row: Row) -> tuple[str | None, ...]:
    """Return a row's cells of numbers; none where all of them are blank."""
    own = row.cells[-WIDE:]
    return own if any(bare(cell or "") for cell in own) else ()


def _labels(row: Row) -> list[str]:
    return [_label(cell) for cell in row.cells[:-WIDE] if cell and bare(cell)]


def _row(row: Row) -> Name | None:
    """Return the row of the form that a label names, the innermost label first."""
    labels = _labels(row)
    named = [*annual.table3_rows(split=True), annual.table3_rows(split=False)[20]]
    for text in (*labels[-1:], "".join(labels)):
        hits = [one for one in named if re.search(one.match, text)]
        if len(hits) == 1:
            return hits[0]
    return None


def _refuse_shifted(row: Row, width: int) -> None:
    """Refuse a row whose numbers cannot be told by their place from the right."""
    beside = row.cells[-WIDE - 1] if len(row.cells) > WIDE else None
    is_odd = len(row.cells) <= WIDE or (width and len(row.cells) != width)
    if is_odd or (beside and not HAN.search(beside) and not is_mark(beside)):
        raise Refused(
            "annual.row",
            f"表三“{row.words[:30]}”行的格数与表头不符，分不清各数属于哪一列，没有读取。",
        )


def _fourth(found: Grids, rows: Sequence[Row]) -> None:
    shown = [row for row in rows if not HAN.search(row.words)]
    names = [(suit, result) for suit in annual.suits() for result in annual.results()]
    full = [row for row in shown if sum(cell is not None for cell in row.cells) == len(names)]
    if len(full) != 1 or any(row.words for row in shown if row not in full):
        raise Refused("annual.row", "表四应有一行15个数，没有读到，或者读到不止一行，没有读取。")
    head = [row for row in rows if HAN.search(row.words)]
    groups = [suit.label for suit in annual.suits()]
    results = [result.label for _, result in names]
    if _heads(head, groups) != groups or _heads(head, results) != results:
        raise _odd_head(4)
    for (suit, result), value in zip(names, full[0].cells, strict=True):
        found.put(4, Name(f"{suit.key}", suit.label), result, value)


def _is_head(head: Iterable[Row]) -> bool:
    """Say whether the heads of table 3 are those of the form, in its order, on one level or two.

    By order and not by place: a head that a page break parted from its rows has other places.
    """
    names = [one.label for one in annual.columns()]
    return _heads(head, names) in (names, [names[0], names[-1], *names[1:-1]])


def _heads(head: Iterable[Row], names: Iterable[str]) -> list[str]:
    """Return the cells of a head that are one of these names, in reading order."""
    return [text for row in head for cell in row.cells if (text := _label(cell or "")) in names]


def _odd_head(table: int) -> Refused:
    return Refused(
        "annual.head",
        f"{NAMES[table]}的列名或其次序与格式不符，或者没有读全，分不清各数属于哪一列，没有读取。",
    )


def _refuse_missing(found: Grids, table: int, rows: Iterable[Name]) -> None:
    have = {row for row, _ in found.cells[table]}
    missing = [row.label for row in rows if row.key not in have]
    if missing:
        raise Refused(
            "annual.row",
            f"{NAMES[table]}没有读到“{missing[0]}”"
            + (f"等{len(missing)}行" if len(missing) > 1 else "行")
            + "，表格不完整，没有读取。",
        )


def _label(text: str) -> str:
    return plain(bare(text))
