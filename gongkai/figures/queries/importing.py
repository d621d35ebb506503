"""What an import stands on, and what is looked at before a draft vintage is signed."""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from gongkai.figures import words
from gongkai.figures.importing import applying, proposal, reading
from gongkai.figures.importing.applying import Found
from gongkai.figures.importing.proposal import Known
from gongkai.figures.importing.sheets import Book
from gongkai.figures.models import (
    Code,
    Codelist,
    Flow,
    ImportFile,
    Indicator,
    Region,
    Series,
    Vintage,
)
from gongkai.figures.queries.numbers import Numbers
from gongkai.figures.queries.vintages import kept_cells
from gongkai.figures.rules import Frequency, Kept, Missing, decimal, identities, split_key
from gongkai.figures.rules.identities import Doubt, Identity
from gongkai.figures.shelf import KEPT

SPOKEN = ("name", "unit", "decimals", "comparison", "span", "price")


def known(flow: Flow, at: datetime) -> Known:
    """Return what is known when a file comes for a flow."""
    series = Series.objects.filter(flow=flow)
    own = Indicator.objects.filter(Q(subject=flow.subject) | Q(pk__in=series.values("indicator")))
    regions = set(series.values_list("region__code", flat=True).distinct()[:2])
    items = {
        name: dict(Code.objects.filter(codelist__code=name).values_list("code", "name"))
        for name in flow.codelists
    }
    return Known(
        flow=flow.code, frequency=Frequency(flow.frequency),
        regions=dict(Region.objects.values_list("code", "name")), items=items,
        lists=dict(Codelist.objects.filter(code__in=flow.codelists).values_list("code", "name")),
        indicators={code: dict(zip(SPOKEN, said, strict=True))
                    for code, *said in own.values_list("code", *SPOKEN)},
        before=[one.mapping | {"identities": one.identities} for one in flow.mappings.all()],
        taken=frozenset(Indicator.objects.values_list("code", flat=True)),
        region=next(iter(regions)) if len(regions) == 1 else "", today=timezone.localdate(at),
    )  # fmt: skip


def proposed(book: Book, about: Known, file_name: str) -> dict[str, Any]:
    """Return a mapping for a file, with the relations that hold among its values.

    A form that was read before brings the relations that were kept for it.
    """
    sheets = proposal.propose(book.sheets, about, file_name)
    kept = {one["form"]: one["identities"] for one in reversed(about.before)}
    lines = [line for one in sheets for line in kept.get(one["form"], [])]
    fresh = [one for one in sheets if one["form"] not in kept]
    probed = [_answered(one) for one in sheets]
    lines += map(str, _relations(fresh, applying.apply(book.sheets, probed, about)))
    return {"sheets": sheets, "identities": list(dict.fromkeys(lines))}


def revised(
    row: ImportFile, place: int, sheet: Mapping[str, Any], most: int, at: datetime
) -> list[dict[str, Any]]:
    """Return the mappings of a file with one sheet's corrected, and with what that brings in now.

    Its region and the meaning of its signs are taken for the sheets that have no answer yet.
    Raises: Refused as reading.read does.
    """
    sheets = [one if n != place else dict(sheet) for n, one in enumerate(row.mapping["sheets"])]
    for one in sheets:
        one["region"] = one["region"] or ("" if "region" in one["labels"].values()
                                          else sheet["region"])  # fmt: skip
        one["marks"] = {mark: reason or sheet["marks"].get(mark, "")
                        for mark, reason in one["marks"].items()}  # fmt: skip
    book = reading.read(row.name, bytes(row.content), most=most)
    return proposal.revised(book.sheets, sheets, known(row.flow, at))


def chosen(
    row: ImportFile, uses: Sequence[bool], region: str, status: str, most: int, at: datetime
) -> list[dict[str, Any]]:
    """Return the mappings of a file with the sheets that are taken chosen for all at once.

    region: for the sheets that name none and have no answer yet; status: for all; both may be "".
    Raises: Refused as reading.read does.
    """
    sheets = [
        {**one, "use": use, "status": status or one["status"],
         "region": one["region"] or ("" if "region" in one["labels"].values() else region)}
        for one, use in zip(row.mapping["sheets"], uses, strict=True)
    ]  # fmt: skip
    book = reading.read(row.name, bytes(row.content), most=most)
    return proposal.revised(book.sheets, sheets, known(row.flow, at))


def imported_before(row: ImportFile) -> ImportFile | None:
    """Return the last file of the same bytes whose values went into a vintage."""
    rows = ImportFile.objects.filter(sha256=row.sha256, vintage__isnull=False)
    return rows.select_related("vintage", "made_by", "flow").order_by("made_at").last()


def _answered(mapping: Mapping[str, Any]) -> dict[str, Any]:
    """Return a mapping with something in place of what is not answered yet: relations hold anyway."""
    return mapping | {
        "region": mapping["region"] or "0",
        "regions": {text: code or f"0-{text}" for text, code in mapping["regions"].items()},
        "marks": {mark: reason or applying.SKIP for mark, reason in mapping["marks"].items()},
    }


def _relations(sheets: Iterable[Mapping[str, Any]], found: Found) -> list[Identity]:
    values = {at: given.value for at, (given, _) in found.cells.items() if given.value is not None}
    relations: list[Identity] = []
    for one in sheets:
        specs = {spec["code"]: spec for spec in one["names"].values()}
        relations += identities.found_in(list(specs), values, specs)
    return list(dict.fromkeys(relations))


def relations_of(flow: Flow) -> list[Identity]:
    """Return what must hold in a flow, as its mappings say."""
    lines = [line for one in flow.mappings.all() for line in one.identities]
    return [identities.parsed(line) for line in dict.fromkeys(lines)]


def flows_of(departments: Iterable[int]) -> QuerySet[Flow]:
    """Return the flows some sections keep."""
    return Flow.objects.filter(department__in=list(departments)).order_by("subject", "code")


def file_of(pk: int) -> ImportFile | None:
    """Return a file at the desk."""
    return ImportFile.objects.select_related("flow__department", "vintage").filter(pk=pk).first()


def unfinished(departments: Iterable[int]) -> QuerySet[ImportFile]:
    """Return the files of some sections that are not in a vintage yet."""
    rows = ImportFile.objects.filter(vintage=None, flow__department__in=list(departments))
    return rows.select_related("flow", "made_by").defer("content")


def has_opened(flow: Flow) -> bool:
    """Say whether anything of a flow was ever public."""
    return Vintage.objects.opened().filter(flow=flow).exists()


def drafts_of(flow: Flow) -> QuerySet[Vintage]:
    """Return the vintages of a flow that may still be filled."""
    return Vintage.objects.drafts().filter(flow=flow, signed_at=None)


@dataclass(frozen=True)
class Opened:
    """A file at the desk, read again and its mapping applied."""

    book: Book
    known: Known
    found: Found


def opened_file(row: ImportFile, most: int, at: datetime) -> Opened:
    """Read a file that lies at the desk. Raises: Refused as reading.read does."""
    about = known(row.flow, at)
    book = reading.read(row.name, bytes(row.content), most=most)
    return Opened(book, about, applying.apply(book.sheets, row.mapping["sheets"], about))


Standing = dict[tuple[str, str], Kept]


def standing(flow: Flow, at: datetime, keys: Container[str] | None = None) -> Standing:
    """Return what the public reads of a flow, or of some of its series, by key and period."""
    numbers = Numbers(at)
    shown = numbers.flows.get(flow.code)
    if shown is None:
        return {}
    names = {pk: key for key, pk in shown.ids.items() if keys is None or key in keys}
    return {
        (names[one.series], one.period): Kept(
            names[one.series], one.period, one.number, one.places, one.status, one.missing, one.note)
        for one in numbers.cells(names)
    }  # fmt: skip


def value_of(one: Kept) -> Decimal | None:
    """Return a kept value as a decimal."""
    return None if one.number is None else decimal(one.number, one.places)


@dataclass(frozen=True)
class Change:
    """A cell of a draft beside the value it takes the place of."""

    now: Kept
    before: Kept
    indicator: str
    region: str

    @property
    def now_text(self) -> str:
        """Return the new value."""
        return shown(self.now)

    @property
    def before_text(self) -> str:
        """Return the value that stands."""
        return shown(self.before)


@dataclass(frozen=True)
class Told:
    """A doubt in words."""

    indicator: str
    region: str
    period: str
    text: str
    relation: str


@dataclass(frozen=True)
class Compared:
    """What the values of a draft vintage change, and what does not hold among them."""

    count: int
    changed: list[Change]
    doubts: list[Told]
    outliers: list[Told]
    relations: list[str]
    left_out: list[str]  # growth in comparable prices, which levels cannot prove


@dataclass(frozen=True)
class Looked(Compared):
    """A draft vintage as it is looked at before it is signed."""

    vintage: Vintage
    files: list[ImportFile]


def looked(vintage: Vintage, at: datetime) -> Looked:
    """Return what a vintage changes, and what does not hold among its values and those before.

    Every view of a card asks: it is reckoned once while neither the draft nor what stands changes.
    """
    relations = relations_of(vintage.flow)
    key = ("looked", vintage.sha256, Numbers(at).stamp, *map(str, relations))

    def reckoned() -> tuple[Compared, int]:
        found = _compared(vintage, relations, at)
        told = len(found.changed) + len(found.doubts) + len(found.outliers)
        return found, 2_000 + 1_000 * told

    compared: Compared = KEPT.make(key, reckoned)
    return Looked(
        **vars(compared), vintage=vintage,
        files=list(vintage.files.select_related("made_by").defer("content")),
    )  # fmt: skip


def _related(cells: Iterable[tuple[str, str]], relations: Iterable[Identity]) -> set[str]:
    """Return the series some cells are of, and those their relations reach."""
    keys = {key for key, _ in cells}
    found = set(keys)
    for one in relations:
        codes = {one.left, *one.right}
        rests = {rest for code, _, rest in (key.partition(".") for key in keys) if code in codes}
        found |= {f"{code}.{rest}" for code in codes for rest in rests}
    return found


def _compared(vintage: Vintage, relations: Sequence[Identity], at: datetime) -> Compared:
    cells = {(one.key, one.period): one for one in kept_cells(vintage.pk)}
    before = standing(vintage.flow, at, _related(cells, relations))
    values = {place: value for place, one in (before | cells).items()
              if (value := value_of(one)) is not None}  # fmt: skip
    meta = vintage.meta["indicators"]
    regions = {one["code"]: one["name"] for part in vintage.meta["dimensions"]
               if part["code"] == "REF_AREA" for one in part["values"]}  # fmt: skip

    def named(key: str) -> tuple[str, str]:
        indicator, region, _ = split_key(key)
        return meta[indicator]["name"], regions.get(region, region)

    def told(one: Doubt) -> Told:
        text = words.DOUBTS[one.code].format(found=f"{one.found:f}", wanted=f"{one.wanted:f}")
        return Told(*named(one.key), one.period, text, spelled(one.said, meta))

    return Compared(
        count=len(cells),
        changed=[Change(one, before[place], *named(one.key))
                 for place, one in sorted(cells.items()) if place in before],
        doubts=[told(one) for one in identities.doubts(relations, values, cells, meta)],
        outliers=[told(one) for one in identities.outliers(values, cells, meta)],
        relations=[spelled(str(one), meta) for one in relations],
        left_out=[spelled(str(one), meta) for one in relations
                  if one.kind == identities.GROWTH and not identities.comparable(one, meta)],
    )  # fmt: skip


def spelled(line: str, meta: Mapping[str, Any]) -> str:
    """Return a relation with the names of its indicators."""
    return re.sub(identities.CODE, lambda code: meta.get(code[0], {}).get("name", code[0]), line)


def shown(one: Kept) -> str:
    """Return a kept value for people: its digits, or the sign of why there is none."""
    value = value_of(one)
    return words.SIGNS[Missing(one.missing)] if value is None else f"{value:f}"
