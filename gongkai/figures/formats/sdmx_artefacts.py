"""What structures there are: flows, what they are made of, their codes, subjects, who maintains.

Made from what the vintages that can be read say, and written out by sdmx_structure_xml and _json.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from gongkai.figures.formats import words
from gongkai.figures.formats.sdmx import (
    CODED,
    OF_HISTORY,
    OF_SERIES,
    OF_VALUES,
    TIME,
    VALUE,
    VERSION,
    key_ids,
)

PACKAGES = {
    "agencyscheme": "base.AgencyScheme",
    "dataproviderscheme": "base.DataProviderScheme",
    "categoryscheme": "categoryscheme.CategoryScheme",
    "categorisation": "categoryscheme.Categorisation",
    "codelist": "codelist.Codelist",
    "conceptscheme": "conceptscheme.ConceptScheme",
    "datastructure": "datastructure.DataStructure",
    "dataflow": "datastructure.Dataflow",
    "dataconstraint": "registry.DataConstraint",
}
ITEMS = {"agencyscheme": "base.Agency", "dataproviderscheme": "base.DataProvider",
         "categoryscheme": "categoryscheme.Category", "codelist": "codelist.Code",
         "conceptscheme": "conceptscheme.Concept"}  # fmt: skip
CONCEPTS, SUBJECTS, AGENCIES, PROVIDERS = "CONCEPTS", "SUBJECTS", "AGENCIES", "DATA_PROVIDERS"
OLD = "1.0"  # the one version schemes of organisations have
NUMBERS = {VALUE: "Decimal", "DECIMALS": "Integer", "VALID_FROM": "DateTime",
           "VALID_TO": "DateTime", TIME: "ObservationalTimePeriod"}  # fmt: skip


class Item(NamedTuple):
    """A code, concept, category or organisation."""

    code: str
    name: str
    above: str = ""
    description: str = ""


class Remark(NamedTuple):
    """An annotation."""

    code: str
    kind: str
    title: str
    text: str = ""


class Part(NamedTuple):
    """A dimension, an attribute or the measure of a flow's structure."""

    code: str
    codelist: str  # its URN; "" where the value is free
    kind: str  # of a free value


class Region(NamedTuple):
    """What values there are of a flow, or of a part of it."""

    values: Mapping[str, Sequence[str]]
    first: str
    last: str
    series: int
    cells: int


@dataclass(frozen=True)
class Artefact:
    """A structure. Shape: refers names others by URN; which fields are filled follows from kind."""

    kind: str
    agency: str
    code: str
    name: str
    version: str = VERSION
    description: str = ""
    items: Sequence[Item] = ()
    remarks: Sequence[Remark] = ()
    refers: Sequence[str] = ()
    dimensions: Sequence[Part] = ()
    attributes: Sequence[tuple[Part, bool]] = ()  # and whether each is of values
    target: str = ""  # of a categorisation: its category
    region: Region | None = None
    is_stub: bool = False

    @property
    def urn(self) -> str:
        """Return its name among all structures of the world."""
        return (f"urn:sdmx:org.sdmx.infomodel.{PACKAGES[self.kind]}="
                f"{self.agency}:{self.code}({self.version})")  # fmt: skip

    def item(self, code: str) -> str:
        """Return the URN of an item."""
        return (f"urn:sdmx:org.sdmx.infomodel.{ITEMS[self.kind]}="
                f"{self.agency}:{self.code}({self.version}).{code}")  # fmt: skip

    def stub(self, *, whole: bool = False) -> "Artefact":
        """Return no more than its name; with what is said of it if whole."""
        return Artefact(self.kind, self.agency, self.code, self.name, self.version,
                        self.description if whole else "",
                        remarks=self.remarks if whole else (), is_stub=True)  # fmt: skip


@dataclass(frozen=True)
class Library:
    """All structures that can be read, by URN."""

    all: Mapping[str, Artefact]

    def referred(self, one: Artefact) -> list[Artefact]:
        """Return what a structure refers to."""
        return [self.all[urn] for urn in one.refers if urn in self.all]

    def referring(self, one: Artefact) -> list[Artefact]:
        """Return what refers to a structure."""
        return [other for other in self.all.values() if one.urn in other.refers]

    def around(self, found: Iterable[Artefact], how: str) -> list[Artefact]:
        """Return what stands around structures: parents, children and so on, or of one kind."""
        ways = {
            "none": (), "children": (self._children,), "descendants": (self._descendants,),
            "parents": (self._parents,), "ancestors": (self._ancestors,),
            "parentsandsiblings": (self._siblings,),
        }  # fmt: skip
        found = list(found)
        steps = ways.get(how, (self._siblings, self._descendants))
        near = {one.urn: one for step in steps for one in step(found)}
        for one in found:
            near.pop(one.urn, None)
        if how in PACKAGES:
            return [one for one in near.values() if one.kind == how]
        return list(near.values())

    def _children(self, found: Iterable[Artefact]) -> list[Artefact]:
        return [near for one in found for near in self.referred(one)]

    def _parents(self, found: Iterable[Artefact]) -> list[Artefact]:
        return [near for one in found for near in self.referring(one)]

    def _siblings(self, found: Iterable[Artefact]) -> list[Artefact]:
        parents = self._parents(found)
        return [*parents, *self._children(parents)]

    def _descendants(self, found: Iterable[Artefact]) -> list[Artefact]:
        return self._through(found, self._children)

    def _ancestors(self, found: Iterable[Artefact]) -> list[Artefact]:
        return self._through(found, self._parents)

    def _through(self, found: Iterable[Artefact], step: Any) -> list[Artefact]:
        seen: dict[str, Artefact] = {}
        here = list(found)
        while here:
            here = [one for one in step(here) if one.urn not in seen]
            seen |= {one.urn: one for one in here}
        return list(seen.values())


def library(agency: str, bureau: str, metas: Sequence[Mapping[str, Any]]) -> Library:
    """Return all structures of some flows, given as their vintages say them."""
    fixed = list(_fixed(agency, bureau, metas))
    schemes = {one.code: one for one in fixed}
    rows = [*fixed, *(one for meta in metas for one in _flow(agency, meta, schemes))]
    return Library({one.urn: one for one in rows})


def _fixed(agency: str, bureau: str, metas: Sequence[Mapping[str, Any]]) -> Iterator[Artefact]:
    yield Artefact("agencyscheme", "SDMX", AGENCIES, words.AGENCIES, OLD,
                   items=[Item(agency, bureau)])  # fmt: skip
    yield Artefact("dataproviderscheme", agency, PROVIDERS, words.PROVIDERS, OLD,
                   items=[Item(agency, bureau)])  # fmt: skip
    subjects = {meta["flow"]["subject"]["code"]: meta["flow"]["subject"]["name"] for meta in metas}
    yield Artefact("categoryscheme", agency, SUBJECTS, words.SUBJECTS,
                   items=[Item(code, name) for code, name in subjects.items()])  # fmt: skip
    more = {one["code"]: one["name"] for meta in metas for one in meta["dimensions"]}
    yield Artefact("conceptscheme", agency, CONCEPTS, words.SCHEME,
                   items=[Item(code, name) for code, name in (more | words.CONCEPTS).items()])  # fmt: skip
    for code, codes in words.LISTS.items():
        yield Artefact("codelist", agency, code, words.LIST_NAMES[code],
                       items=[Item(*pair) for pair in codes.items()])  # fmt: skip


def _flow(
    agency: str, meta: Mapping[str, Any], fixed: Mapping[str, Artefact]
) -> Iterator[Artefact]:
    about = meta["flow"]
    code, name = about["code"], about["name"]
    lists = {one["code"]: _codes(agency, meta, one) for one in meta["dimensions"]}
    yield from lists.values()
    coded = {one: fixed[listed].urn for one, listed in CODED.items()}
    coded |= {one: listed.urn for one, listed in lists.items()}
    names = [*OF_VALUES, *OF_HISTORY, *OF_SERIES]
    structure = Artefact(
        "datastructure", agency, f"DSD_{code}", words.STRUCTURE.format(name=name),
        dimensions=[_part(one, coded) for one in key_ids(meta)],
        attributes=[(_part(one, coded), one not in OF_SERIES) for one in names],
        refers=[fixed[CONCEPTS].urn, *dict.fromkeys(coded.values())],
    )  # fmt: skip
    yield structure
    flow = Artefact("dataflow", agency, code, name, description=_described(about),
                    remarks=list(_remarks(about)), refers=[structure.urn])  # fmt: skip
    yield flow
    target = fixed[SUBJECTS].item(about["subject"]["code"])
    yield Artefact("categorisation", agency, f"CAT_{code}", name,
                   refers=[flow.urn, fixed[SUBJECTS].urn], target=target)  # fmt: skip


def _part(code: str, coded: Mapping[str, str]) -> Part:
    return Part(code, coded.get(code, ""), NUMBERS.get(code, "String"))


def _codes(agency: str, meta: Mapping[str, Any], dimension: Mapping[str, Any]) -> Artefact:
    flow = meta["flow"]
    known = {one["code"] for one in dimension["values"]}
    rows = []
    for one in dimension["values"]:
        about = meta["indicators"].get(one["code"], {}) if dimension["code"] == "INDICATOR" else {}
        above = one["above"] if one["above"] in known else ""
        rows.append(Item(one["code"], one["name"], above, about.get("meaning", "")))
    name = words.CODES.format(name=flow["name"], dimension=dimension["name"])
    return Artefact("codelist", agency, f"CL_{flow['code']}_{dimension['code']}", name, items=rows)


def _described(about: Mapping[str, Any]) -> str:
    lead = words.DEMONSTRATION if about["demonstration"] else ""
    return lead + "".join(f"{words.METHODS[one]}：{about[one]}。"
                          for one in ("source", "coverage") if about.get(one))  # fmt: skip


def _remarks(about: Mapping[str, Any]) -> Iterator[Remark]:
    for one, name in words.METHODS.items():
        if about.get(one):
            yield Remark(one.upper(), "METHOD", name, about[one])


def constraint(flow: Artefact, name: str, region: Region) -> Artefact:
    """Return what can be had of a flow, as a constraint."""
    metrics = [Remark("series_count", "sdmx_metrics", str(region.series)),
               Remark("obs_count", "sdmx_metrics", str(region.cells))]  # fmt: skip
    return Artefact("dataconstraint", flow.agency, flow.code, name, remarks=metrics,
                    refers=[flow.urn], region=region)  # fmt: skip


def with_items(one: Artefact, codes: Iterable[str]) -> Artefact:
    """Return a scheme with some items only."""
    wanted = set(codes)
    return replace(one, items=[item for item in one.items if item.code in wanted])
