"""A sheet and its mapping to values under their keys; every fault and doubt named with its cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from gongkai.figures.importing import microdata, values, words
from gongkai.figures.importing.proposal import Known
from gongkai.figures.importing.sheets import Place, Said, Sheet
from gongkai.figures.importing.walking import HEAD, Met, Walk, period_of
from gongkai.figures.rules import Given, Missing, Status, ends_on, rounded, scaled, series_key
from gongkai.figures.rules.numbers import MOST_PLACES

SKIP = "skip"
SHOWN = 5  # places named of a kind of note
SIGNED = {"%", "‰"}


@dataclass
class Found:
    """What a file gives. Shape: cells by (key, period), with where each was read.

    contested: where a faulty cell stands, by the key and period it would have had; results: values
    as they are kept, by sheet and cell; faults stand against importing; notes are told;
    kinds says of each cell of each sheet what it became: "value", "missing", "note", "fault", "blank", "left".
    """

    cells: dict[tuple[str, str], tuple[Given, str]] = field(default_factory=dict)
    faults: list[Said] = field(default_factory=list)
    notes: list[Said] = field(default_factory=list)
    kinds: dict[str, dict[Place, str]] = field(default_factory=dict)
    contested: dict[tuple[str, str], str] = field(default_factory=dict)
    results: dict[str, dict[Place, str]] = field(default_factory=dict)

    @property
    def rows(self) -> list[Given]:
        """Return the values in order of their keys and periods."""
        return [given for _, (given, _) in sorted(self.cells.items())]


class _FaultError(Exception):
    """A cell cannot be taken. Shape: code of words.FAULTS and what it says."""

    def __init__(self, code: str, **said: Any) -> None:
        super().__init__(code)
        self.code, self.said = code, said


def apply(sheets: Sequence[Sheet], mappings: Sequence[Mapping[str, Any]], known: Known) -> Found:
    """Read the values of all sheets that are used."""
    found = Found()
    by_name = {one["sheet"]: one for one in mappings}
    for sheet in sheets:
        mapping = by_name.get(sheet.name)
        if mapping is None:
            _outside(sheet, found, set())
        elif mapping["use"]:
            _Applying(sheet, mapping, known, found).run()
    return found


class _Applying:
    def __init__(
        self, sheet: Sheet, mapping: Mapping[str, Any], known: Known, found: Found
    ) -> None:
        self.sheet, self.mapping, self.known, self.found = sheet, mapping, known, found
        self.walk = Walk(sheet, mapping)
        self.notes: dict[str, list[Place]] = {}
        self.kinds = found.kinds.setdefault(sheet.name, {})
        self.met: set[Place] = set()

    def run(self) -> None:
        """Take every cell, then say what was done, and what lies outside."""
        if self._refused():
            return
        for met in self.walk:
            self.met.add(met.place)
            try:
                self._take(met)
            except _FaultError as fault:
                self._fault(met.place, fault)
                self._contest(met)
        for code, places in self.notes.items():
            self.found.notes.append(_counted(self.sheet, code, places))
        _outside(self.sheet, self.found, self._known_places())

    def _refused(self) -> bool:
        """Say whether the sheet holds data of single units or persons; name each place."""
        first, last = self.mapping["head"][0], self.mapping["body"][1]
        places = microdata.places(self.sheet, range(min(first, last), last), self.walk.body)
        for place in places:
            self._fault(place, _FaultError("microdata", value=microdata.shown(
                self.sheet.value(*place))))  # fmt: skip
        return bool(places)

    def _known_places(self) -> set[Place]:
        head = range(*self.mapping["head"])
        labels = {Place(row, column) for row in self.walk.body for column in self.walk.roles}
        over = {Place(row, column) for row in head for column in range(self.sheet.width)}
        return self.met | labels | over

    def _fault(self, place: Place, fault: _FaultError) -> None:
        self.kinds[place] = "fault"
        value = self.sheet.value(*place)
        said = {"value": str(value)[:30] if value is not None else ""} | fault.said
        self.found.faults.append(Said(fault.code, self.sheet.where(*place),
                                      words.FAULTS[fault.code].format(**said), place,
                                      self.sheet.name))  # fmt: skip

    def _contest(self, met: Met) -> None:
        """Keep whose value a faulty cell would have been: another cell must not stand for it."""
        try:
            spec = self._spec(met)
            if spec is None:
                return
            at = (series_key(spec["code"], self._region(met), self._items(met)), self._period(met))
        except _FaultError:
            return
        self.found.contested.setdefault(at, self.sheet.where(*met.place))

    def _note(self, code: str, place: Place) -> None:
        self.notes.setdefault(code, []).append(place)
        if self.kinds.get(place) in {None, "value"} and code not in {"blank", "dropped", "hidden"}:
            self.kinds[place] = "note"

    def _take(self, met: Met) -> None:
        missing = self._missing(met)
        if missing == SKIP:
            return
        if met.place in self.sheet.hidden:
            self.kinds[met.place] = "left"
            self._note("hidden", met.place)
            return
        spec = self._spec(met)
        if spec is None:
            self.kinds[met.place] = "left"
            self._note("dropped", met.place)
            return
        if met.read.fault:
            raise _FaultError(met.read.fault)
        period = self._period(met)
        key = series_key(spec["code"], self._region(met), self._items(met))
        value = None if missing else self._value(met, spec)
        self.kinds[met.place] = "missing" if missing else "value"
        for code in met.read.notes + (("percent",) if met.place in self.sheet.percent else ()):
            self._note(code, met.place)
        status = self._status(met)
        today = self.known.today
        if today and status != Status.ESTIMATED and ends_on(period) > today:
            raise _FaultError("early", value=period)
        self._put(met.place, Given(key, period, value, status, missing or None, met.note[:300]))

    def _missing(self, met: Met) -> str:
        """Return why a cell has no value, "" when it has one, SKIP when it is left."""
        read = met.read
        if met.status in set(Missing) and (read.is_blank or read.mark):
            return Missing(met.status)
        if read.is_blank:
            if not self.mapping["blank"]:
                self.kinds[met.place] = "blank"
                self._note("blank", met.place)
                return SKIP
            return Missing(self.mapping["blank"])
        if not read.mark:
            return ""
        reason = self.mapping["marks"].get(read.mark, "")
        if reason == SKIP:
            self.kinds[met.place] = "left"
            self._note("dropped", met.place)
            return SKIP
        if not reason:
            raise _FaultError("mark", value=read.mark)
        return Missing(reason)

    def _spec(self, met: Met) -> Mapping[str, Any] | None:
        if met.lacking:
            raise (
                _FaultError("head")
                if met.lacking == HEAD
                else _FaultError("label", role="指标名称")
            )
        spec = self.mapping["names"].get(met.text)
        if spec is None or not spec["code"]:
            raise _FaultError("indicator", value=met.text[:60])
        return spec if spec["use"] else None

    def _period(self, met: Met) -> str:
        if met.time is None:
            raise (
                _FaultError("time", value=met.time_text)
                if met.time_text
                else _FaultError("no_time")
            )
        found = period_of(met, self.known.frequency, self.walk.style)
        if found is None:
            if met.time.year is None:
                raise _FaultError("no_time")
            raise _FaultError("period", value=met.time_text or str(met.time.year),
                         frequency=words.FREQUENCY[self.known.frequency])  # fmt: skip
        return found

    def _region(self, met: Met) -> str:
        if met.region is None:
            if not self.mapping["region"]:
                raise _FaultError("no_region")
            return self.mapping["region"]
        if not met.region:
            raise _FaultError("label", role="地区")
        code = self.mapping["regions"].get(met.region, "")
        if not code:
            raise _FaultError("region", value=met.region)
        return code

    def _items(self, met: Met) -> list[str]:
        found = []
        for name in self.known.items:
            if name in met.items:
                code = self.mapping["codes"].get(name, {}).get(met.items[name], "")
                if not code:
                    raise _FaultError("item", list=self.known.lists[name], value=met.items[name])
            else:
                code = self.mapping["items"].get(name, "")
                if not code:
                    raise _FaultError("no_item", list=self.known.lists[name])
            found.append(code)
        return found

    def _value(self, met: Met, spec: Mapping[str, Any]) -> Decimal:
        read, unit = met.read, spec["unit"]
        if read.value is None:
            raise _FaultError("text")
        if read.sign and read.sign != _sign(unit):
            raise _FaultError("units", unit=unit or "（无）", value=_said(met))
        if met.row_unit and unit and met.row_unit != unit:
            raise _FaultError("units", unit=unit, value=met.row_unit)
        if read.sign and met.place not in self.sheet.percent:
            self._note("sign", met.place)
        value = read.value
        places = -int(value.as_tuple().exponent)
        if places > MOST_PLACES:
            value = rounded(value, MOST_PLACES)
            self._note("rounded", met.place)
        elif places > spec["decimals"]:
            self._note("places", met.place)
        try:
            scaled(value)
        except ValueError as large:
            raise _FaultError("size") from large
        return value

    def _status(self, met: Met) -> Status:
        if not met.status or met.status in set(Missing):
            return Status(self.mapping["status"])
        if met.status not in set(Status):
            raise _FaultError("status", value=met.status)
        return Status(met.status)

    def _put(self, place: Place, given: Given) -> None:
        at = (given.key, given.period)
        before = self.found.cells.get(at)
        if before is None:
            if at in self.found.contested:
                raise _FaultError("rival", other=self.found.contested[at])
            self.found.cells[at] = (given, self.sheet.where(*place))
            self.found.results.setdefault(self.sheet.name, {})[place] = _shown(given)
            return
        if (before[0].value, before[0].missing) != (given.value, given.missing):
            raise _FaultError(
                "twice", other=before[1], value=_shown(given), before=_shown(before[0])
            )
        self._note("repeated", place)


def _sign(unit: str) -> str:
    """Return the sign a unit is written with: numbers in % or as an index of 100 may carry one."""
    return "‰" if "‰" in unit else "%" if "%" in unit or "百分点" in unit else ""


def _said(met: Met) -> str:
    """Return a cell as it is seen."""
    return f"{met.read.value}{met.read.sign}"


def _shown(given: Given) -> str:
    return str(given.missing) if given.value is None else f"{given.value:f}"


def _counted(sheet: Sheet, code: str, places: list[Place]) -> Said:
    shown = "、".join(sheet.where(*one) for one in places[:SHOWN])
    more = words.MORE if len(places) > SHOWN else ""
    return Said(code, sheet.name, words.COUNTED.format(
        what=words.NOTES[code], count=len(places), places=shown + more), places[0])  # fmt: skip


def _outside(sheet: Sheet, found: Found, known: set[Place]) -> None:
    """Name every number that is neither a value nor part of the head or a label."""
    kinds = found.kinds.setdefault(sheet.name, {})
    for row, line in enumerate(sheet.rows):
        for column, value in enumerate(line):
            place = Place(row, column)
            if place not in known and value is not None and values.is_number(value):
                kinds[place] = "fault"
                found.faults.append(Said("outside", sheet.where(row, column),
                                         words.FAULTS["outside"], place, sheet.name))  # fmt: skip
