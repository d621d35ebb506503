"""Structures of SDMX: flows and what they are made of, what can be had of them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from gongkai.figures.formats import sdmx_artefacts, sdmx_structure_json, sdmx_structure_xml, words
from gongkai.figures.formats.sdmx import key_ids
from gongkai.figures.formats.sdmx_artefacts import PACKAGES, Artefact, Library, Region
from gongkai.figures.formats.sdmx_xml import V3
from gongkai.figures.queries import FlowShown, Numbers
from gongkai.figures.queries.runs import extent
from gongkai.figures.shelf import KEPT
from gongkai.figures.views.answers import Fault, answered
from gongkai.figures.views.sdmx_asked import ANY, Asked, Form, choice, form_of, query_of, since

XML = ("application/xml", "text/xml")
FORMS_1 = (Form("application/vnd.sdmx.structure+xml;version=2.1", XML, sdmx_structure_xml.written),)
FORMS_2 = (
    Form("application/vnd.sdmx.structure+json;version=2.0.0",
         ("application/json", "application/vnd.sdmx.schema+json"), sdmx_structure_json.written),
    Form("application/vnd.sdmx.structure+xml;version=3.0.0", XML,
         partial(sdmx_structure_xml.written, names=V3)),
)  # fmt: skip
KINDS_1 = {one: one for one in PACKAGES} | {"contentconstraint": "dataconstraint", "structure": "*"}
KINDS_2 = {one: one for one in PACKAGES} | {"*": "*"}
DETAILS = ("full", "allstubs", "referencestubs", "allcompletestubs", "referencecompletestubs",
           "referencepartial", "raw")  # fmt: skip
WAYS = ("none", "parents", "parentsandsiblings", "ancestors", "children", "descendants", "all")
VERSIONS = frozenset({"latest", "all", "*", "~", "+", ""})
AN_ITEM = 400  # bytes, roughly


def shelved(numbers: Numbers) -> Library:
    """Return all structures that can be read, as they were made for this stamp."""

    def act() -> tuple[Library, int]:
        metas = [flow.meta for flow in numbers.flows.values()]
        found = sdmx_artefacts.library(settings.SDMX_AGENCY, settings.BUREAU, metas)
        return found, AN_ITEM * sum(1 + len(one.items) for one in found.all.values())

    key = ("sdmx", numbers.stamp, settings.SDMX_AGENCY, settings.BUREAU)
    found: Library = KEPT.make(key, act)
    return found


def _among(text: str, separator: str) -> frozenset[str] | None:
    """Return the names asked for, None for any."""
    return None if text in ANY else frozenset(text.split(separator))


def structures_1(
    request: HttpRequest, numbers: Numbers, kind: str, parts: Sequence[str]
) -> HttpResponse:
    """Answer /{kind}/{agency}/{id}/{version}."""
    named = (*parts, *("all", "all", "latest")[len(parts) :])
    return _answer(request, numbers, KINDS_1[kind], named[:3], "+", FORMS_1)


def structures_2(request: HttpRequest, numbers: Numbers, parts: Sequence[str]) -> HttpResponse:
    """Answer /structure/{kind}/{agency}/{id}/{version}/{item}."""
    given = [*parts, *("*", "*", "*", "~", "")[len(parts) :]]
    if given[0] not in KINDS_2:
        raise Fault(501, words.NOT_HERE.format(what=given[0][:40]))
    return _answer(request, numbers, KINDS_2[given[0]], tuple(given[1:4]), ",", FORMS_2,
                   item=given[4])  # fmt: skip


def _answer(
    request: HttpRequest, numbers: Numbers, kind: str, named: tuple[str, ...], separator: str,
    forms: Sequence[Form], item: str = "",
) -> HttpResponse:  # fmt: skip
    agencies, codes = (_among(text, separator) for text in named[:2])
    versions = None if named[2] in VERSIONS else frozenset(named[2].split(separator))
    held = shelved(numbers)
    found = [
        one for one in held.all.values()
        if kind in {"*", one.kind}
        and (agencies is None or one.agency in agencies)
        and (codes is None or one.code in codes)
        and (versions is None or one.version in versions)
    ]  # fmt: skip
    if not found:
        raise Fault(404, words.NOT_FOUND)
    if item and item not in ANY:
        found = [sdmx_artefacts.with_items(one, item.split(separator)) for one in found]
        if not any(one.items for one in found):
            raise Fault(404, words.NOT_FOUND)
    query = query_of(request)
    how = choice(query, "references", (*WAYS, *PACKAGES, "contentconstraint"), "none")
    detail = choice(query, "detail", DETAILS, "full")
    near = held.around(found, KINDS_1.get(how, how))
    return _written(request, numbers, _detailed(found, near, detail), forms)


def _detailed(
    found: Iterable[Artefact], near: Iterable[Artefact], detail: str
) -> list[Artefact]:  # fmt: skip
    whole = detail.endswith("completestubs")
    first = [one.stub(whole=whole) if detail.startswith("all") else one for one in found]
    more = [one.stub(whole=whole) if detail.endswith("stubs") else one for one in near]
    return [*first, *more]


def _prepared(numbers: Numbers) -> datetime:
    """Return when what can be read last changed by a release."""
    opened = [since(one.vintage, numbers) for one in numbers.flows.values()]
    return max(opened, default=numbers.at)


def _written(
    request: HttpRequest, numbers: Numbers, found: Sequence[Artefact], forms: Sequence[Form]
) -> HttpResponse:
    form = form_of(request, forms)
    is_test = any(one.meta["flow"]["demonstration"] for one in numbers.flows.values())
    text = form.write(settings.SDMX_AGENCY, found, _prepared(numbers), numbers.order,
                      is_test=is_test)  # fmt: skip
    return answered(text.encode(), form.kind, Content_Language="zh-CN")


def schema(request: HttpRequest, numbers: Numbers, flow: FlowShown) -> HttpResponse:
    """Answer with what a flow's values must look like: its structure, codes and concepts."""
    held = shelved(numbers)
    found = _of(held, flow)
    near = held.around([found], "descendants")
    return _written(request, numbers, near, FORMS_2)


def _of(held: Library, flow: FlowShown) -> Artefact:
    return next(one for one in held.all.values() if (one.kind, one.code) == ("dataflow", flow.code))


def availability(
    request: HttpRequest, numbers: Numbers, flow: FlowShown, given: Asked, component: str,
    version: int,
) -> HttpResponse:  # fmt: skip
    """Answer with what there is of a part of a flow."""
    query = query_of(request)
    choice(query, "mode", ("exact", "available"), "exact")
    how = choice(query, "references", ("none", "all", *PACKAGES), "none")
    there = extent(numbers, flow, given.part)
    if not there.keys:
        raise Fault(404, words.EMPTY)
    ids = key_ids(flow.meta)
    shown = _among(component, "+" if version == 1 else ",")
    values = _values(flow, ids, there.keys)
    region = Region(
        {name: codes for name, codes in values.items() if shown is None or name in shown},
        there.first if shown is None or "TIME_PERIOD" in shown else "", there.last,
        len(there.keys), there.cells,
    )  # fmt: skip
    held = shelved(numbers)
    one = _of(held, flow)
    name = words.AVAILABLE.format(name=flow.name)
    found = [sdmx_artefacts.constraint(one, name, region)]
    if how != "none":
        near = [one, *held.around([one], "all")]
        found += near if how == "all" else [other for other in near if other.kind == how]
    return _written(request, numbers, found, FORMS_1 if version == 1 else FORMS_2)


def _values(
    flow: FlowShown, ids: Sequence[str], keys: Iterable[str]
) -> Mapping[str, Sequence[str]]:  # fmt: skip
    """Return the codes that some series use, by dimension, in the order of the flow's."""
    parts = zip(*(key.split(".") for key in keys), strict=True)
    used = dict(zip(ids[1:], map(set, parts), strict=True))
    found = {one["code"]: [row["code"] for row in one["values"] if row["code"] in used[one["code"]]]
             for one in flow.meta["dimensions"]}  # fmt: skip
    return {ids[0]: [str(flow.frequency)]} | found
