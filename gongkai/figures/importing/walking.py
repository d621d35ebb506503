"""From a sheet and its mapping to its values, one by one, with what their rows and columns say."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from gongkai.figures.importing import layout, times, values
from gongkai.figures.importing.layout import INDICATOR, ITEM, NOTE, REGION, STATUS, TIME, UNIT
from gongkai.figures.importing.sheets import Place, Sheet, number_of
from gongkai.figures.importing.times import Time
from gongkai.figures.importing.values import Read
from gongkai.figures.rules import PARTS, Frequency, Span, join

JOIN = "·"
TOTAL = "（累计）"
HEAD = "head"
Mapped = Mapping[str, Any]


@dataclass
class Seen:
    """What was seen of an indicator's text while its values were read."""

    count: int = 0
    unit: str = ""
    signs: Counter[str] = field(default_factory=Counter)
    places: int = 0
    so_far: bool = False
    point: bool = False


@dataclass(frozen=True)
class Met:
    """A cell met on the way. Shape: region, items, unit, status, note as its row says them; None
    where it has no such column; lacking: the role of a label the row should have and has not."""

    place: Place
    read: Read
    raw: Any
    text: str
    time: Time | None
    time_text: str
    unit: str
    region: str | None
    items: Mapping[str, str]
    row_unit: str
    status: str
    note: str
    lacking: str = ""


class Walk:
    """The values of a sheet as a mapping reads them."""

    def __init__(self, sheet: Sheet, mapping: Mapped) -> None:
        self.sheet, self.mapping = sheet, mapping
        self.head = (mapping["head"][0], mapping["head"][1])
        self.body = range(mapping["body"][0], min(mapping["body"][1], len(sheet.rows)))
        self.roles = {number_of(one): role for one, role in mapping["labels"].items()}
        self.labels = {role: [n for n, one in sorted(self.roles.items()) if one == role]
                       for role in set(self.roles.values())}  # fmt: skip

    @cached_property
    def columns(self) -> dict[int, layout.Column]:
        """Return the columns of values, with what stands over them."""
        kept = (n for n in range(self.sheet.width) if n not in self.roles and self._holds(n))
        found = {n: layout.column_of(self.sheet, self.head, n) for n in kept}
        return _qualified(_timed(found))

    def _holds(self, column: int) -> bool:
        return any(self.sheet.value(row, column) is not None
                   or Place(row, column) in self.sheet.hollow for row in self.body)  # fmt: skip

    @cached_property
    def row_times(self) -> dict[int, tuple[Time | None, str]]:
        """Return what each row says of time: its own labels, the year that stood above."""
        found: dict[int, tuple[Time | None, str]] = {}
        year: int | None = None
        last: dict[int, Any] = {}
        part = 0
        for row in self.body:
            here: Time | None = None
            texts: list[str] = []
            for column in self.labels.get(TIME, []):
                value = self.sheet.shown(row, column)
                value = last.get(column) if value is None else value
                last[column] = value
                if value is None:
                    continue
                said = times.of(value, base=self.sheet.base, serials=True)
                texts.append(str(value)[:20])
                here = said.within(here) if said else here
            if here and here.year is None and year is not None and (here.part or 0) >= part:
                here = replace(here, year=year)
            if here is not None and here.year is not None:
                year, part = here.year, here.part or 0
            found[row] = (here, " ".join(texts))
        return found

    @cached_property
    def style(self) -> tuple[bool, bool]:
        """Return whether totals since January stand here, and whether single periods do too."""
        rows = [one for one, _ in self.row_times.values() if one is not None]
        heads = [one.time for one in self.columns.values() if one.time is not None]
        return layout.span_style([*rows, *heads])

    @cached_property
    def context(self) -> Time | None:
        """Return the time said of the whole sheet."""
        return times.of(self.mapping["period"]) if self.mapping["period"] else None

    def label(self, row: int, column: int, *, outer: bool) -> str:
        """Return a label's text; an outer one stands until the next."""
        value = self.sheet.shown(row, column)
        while value is None and outer and row > self.body.start:
            row -= 1
            value = self.sheet.shown(row, column)
        return "" if value is None else tidy(value)

    def __iter__(self) -> Iterator[Met]:
        """Yield every cell of the columns of values, blank ones too."""
        inner = max((n for role in (REGION, INDICATOR) for n in self.labels.get(role, [])),
                    default=-1)  # fmt: skip
        factors = {n: self._factor(n) for n in self.columns}
        self.places = {n: self._places(n) for n in self.columns}
        for row in self.body:
            texts = [self.label(row, n, outer=n < inner) for n in self.labels.get(INDICATOR, [])]
            region = self._first(row, REGION, outer=self._first_column(REGION) < inner)
            said = {
                "region": region,
                "items": {role.removeprefix(ITEM): self.label(row, columns[0], outer=False)
                          for role, columns in self.labels.items() if role.startswith(ITEM)},
                "row_unit": self._first(row, UNIT) or "", "status": self._first(row, STATUS) or "",
                "note": self._first(row, NOTE) or "",
                "lacking": INDICATOR if texts and not any(texts) else "",
            }  # fmt: skip
            for number, column in self.columns.items():
                yield self._met(row, number, column, texts, said, factors[number])

    def _first(self, row: int, role: str, *, outer: bool = False) -> str | None:
        found = self.labels.get(role)
        return self.label(row, found[0], outer=outer) if found else None

    def _first_column(self, role: str) -> int:
        return self.labels.get(role, [0])[0]

    def _met(
        self, row: int, number: int, column: layout.Column, texts: list[str],
        said: Mapping[str, Any], factor: str,
    ) -> Met:  # fmt: skip
        place = Place(row, number)
        raw = self.sheet.value(row, number)
        shown = self.sheet.decimals.get(place)
        read = values.read(raw, percent=place in self.sheet.percent,
                           decimals=shown and min(shown, self.places[number]))  # fmt: skip
        if place in self.sheet.hollow:
            read = Read(fault="hollow")
        elif factor and place not in self.sheet.percent and isinstance(raw, int | float):
            read = (Read(fault="mixed") if factor == "mixed"
                    else replace(values.read(raw, percent=True), notes=("fraction",)))  # fmt: skip
        time, text = self._time(row, column)
        found = Met(
            place, read, raw, self._text(texts, column, time), time, text, column.unit, **said
        )
        is_headless = not found.text and column.time is None and not found.lacking
        return replace(found, lacking=HEAD) if is_headless else found

    def _time(self, row: int, column: layout.Column) -> tuple[Time | None, str]:
        here, text = self.row_times.get(row, (None, ""))
        found = here.within(column.time) if here and column.time else here or column.time
        return (
            found.within(self.context) if found and self.context else found or self.context
        ), text

    def _text(self, texts: list[str], column: layout.Column, time: Time | None) -> str:
        path = [*(one for one in texts if one), *column.texts]
        if (
            texts
            and len(self.columns) == 1
            and layout.words.VALUE.fullmatch(JOIN.join(column.texts))
        ):
            path = texts
        is_total = all(self.style) and time is not None and time.span == Span.SO_FAR
        return JOIN.join(path) + (TOTAL if is_total and path else "")

    def _places(self, column: int) -> int:
        """Return the most decimals a number of a column has.

        A number shown as 8.00 % among others of one decimal is 8.0: a format's zeros are kept only
        as far as the column has digits there.
        """
        if not self.sheet.decimals:
            return 0
        found = (
            values.read(value, percent=Place(row, column) in self.sheet.percent).value
            for row in self.body
            if isinstance(value := self.sheet.value(row, column), int | float)
        )
        return max((-int(one.as_tuple().exponent) for one in found if one is not None), default=0)

    def _factor(self, column: int) -> str:
        """Say how numbers of a column are to be taken that stand among ones shown as percent.

        Shape: "" as they are, "fraction" as 0.083 for 8.3 %, "mixed" when nobody can tell.
        """
        shown = [abs(float(value)) for row in self.body if Place(row, column) in self.sheet.percent
                 and (value := self.sheet.value(row, column))]  # fmt: skip
        bare = [
            abs(float(value)) for row in self.body
            if Place(row, column) not in self.sheet.percent
            and isinstance(value := self.sheet.value(row, column), int | float) and value
        ]  # fmt: skip
        if not shown or not bare:
            return ""
        ratio = _middle(bare) / _middle(shown)
        if 0.2 <= ratio <= 5:
            return "fraction"
        return "" if 20 <= ratio <= 500 else "mixed"


def _middle(found: list[float]) -> float:
    return sorted(found)[len(found) // 2]


def tidy(value: Any) -> str:
    """Return a label as it is compared and kept: one line, no spaces at its ends."""
    return " ".join(str(int(value) if isinstance(value, float) and value.is_integer() else value)
                    .replace("\xa0", " ").replace("\u3000", " ").split())  # fmt: skip


def _timed(columns: dict[int, layout.Column]) -> dict[int, layout.Column]:
    """Give columns that only name a year the one period the others of that year speak of."""
    parts: dict[int, set[tuple[Any, Any]]] = {}
    for one in columns.values():
        if one.time and one.time.year and one.time.part:
            parts.setdefault(one.time.year, set()).add((one.time.frequency, one.time.part))
    found = {}
    for number, one in columns.items():
        same = parts.get(one.time.year, set()) if one.time and one.time.year else set()
        if one.time and one.time.part is None and len(same) == 1:
            frequency, part = next(iter(same))
            found[number] = replace(one, time=replace(one.time, frequency=frequency, part=part))
        else:
            found[number] = one
    return found


def _qualified(columns: dict[int, layout.Column]) -> dict[int, layout.Column]:
    """Tell columns of one name apart by the column with a unit they follow: 累计 · 同比增长."""
    counts = Counter((one.texts, one.time) for one in columns.values())
    found: dict[int, layout.Column] = {}
    leading: tuple[str, ...] = ()
    for number, one in columns.items():
        doubled = one.texts and counts[one.texts, one.time] > 1
        if not doubled:
            leading = one.texts
        found[number] = replace(one, texts=(*leading, *one.texts)) if doubled and leading else one
        if one.unit:
            leading = one.texts
    return found


def texts_in(walk: Walk, letter: str) -> list[str]:
    """Return the texts of a label column, each once, in order."""
    column = number_of(letter)
    found = (walk.sheet.shown(row, column) for row in walk.body)
    return list(dict.fromkeys(tidy(one) for one in found if one is not None))


def names_in(walk: Walk, met: list[Met]) -> dict[str, Seen]:
    """Return the texts over and beside the values, in order, with what was seen of each."""
    found: dict[str, Seen] = {}
    only_totals = walk.style == (True, False)
    for one in met:
        if one.lacking:
            continue
        seen = found.setdefault(one.text, Seen())
        if one.read.is_blank:
            continue
        seen.count += 1
        seen.unit = seen.unit or one.unit or one.row_unit
        if one.read.sign:
            seen.signs[one.read.sign] += 1
        if one.read.value is not None:
            seen.places = max(seen.places, -int(one.read.value.as_tuple().exponent))
        if one.time is not None:
            seen.so_far |= one.time.span == Span.SO_FAR or only_totals
            seen.point |= one.time.span == Span.POINT
    return {text: seen for text, seen in found.items() if seen.count}


def needs_time(met: list[Met]) -> bool:
    """Say whether some value's row and column leave its year open."""
    return any(not one.read.is_blank and (one.time is None or one.time.year is None)
               for one in met)  # fmt: skip


def period_of(met: Met, frequency: Frequency, style: tuple[bool, bool]) -> str | None:
    """Return the period of a cell; a year beside totals since January is its last part."""
    if met.time is None:
        return None
    found = met.time.period(frequency)
    if found is None and met.time.year and met.time.part is None and style == (True, False):
        return join(frequency, met.time.year, PARTS[frequency])
    return found


def written(time: Time) -> str:
    """Return a time as it is kept in a mapping, to be read again."""
    if time.year is None:
        return ""
    if time.part is None or time.frequency is None:
        return str(time.year)
    return join(time.frequency, time.year, time.part)
