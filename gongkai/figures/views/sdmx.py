"""SDMX REST: version 1.5 of the protocol under /sdmx/v1, 2 under /sdmx/v2. One view each.

Paths of SDMX are read by their parts, from the left, and any end of them may be missing.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from gongkai.figures.formats import sdmx_json, sdmx_structure_json, sdmx_xml, words
from gongkai.figures.formats.sdmx import ALL, TIME, Message, Run
from gongkai.figures.formats.sdmx_csv import csv_1, csv_2
from gongkai.figures.formats.sdmx_xml import V3
from gongkai.figures.queries import FlowShown, Numbers
from gongkai.figures.queries.runs import runs
from gongkai.figures.views import sdmx_structures
from gongkai.figures.views.answers import MOST_CELLS, Fault, answered, data_answer
from gongkai.figures.views.sdmx_asked import (
    Asked,
    Form,
    asked_of,
    chosen_1,
    chosen_2,
    flow_of,
    form_of,
    query_of,
    since,
)

VARIES = ("Accept", "Accept-Language")
WHOLE = 20_000  # values up to which an answer is made in one piece, and kept
XML = ("application/xml", "text/xml")
VND = "application/vnd.sdmx"
DATA_1 = (
    Form(f"{VND}.genericdata+xml;version=2.1", XML, sdmx_xml.generic),
    Form(f"{VND}.structurespecificdata+xml;version=2.1", (), sdmx_xml.specific),
    Form(f"{VND}.data+csv;version=1.0.0", ("text/csv",), csv_1),
)
DATA_2 = (
    Form(f"{VND}.data+csv;version=2.0.0", ("text/csv",), csv_2),
    Form(f"{VND}.data+json;version=2.0.0", ("application/json",),
         lambda *given: iter([sdmx_json.written(*given)]), is_held=True),
    Form(f"{VND}.data+xml;version=3.0.0", XML, lambda *given: sdmx_xml.specific(*given, V3)),
)  # fmt: skip
# Numbers of SDMX's own errors, by status.
NUMBERS = {404: 100, 400: 140, 422: 150, 413: 130, 501: 501, 405: 501, 406: 140, 429: 503}
CONTEXTS = {"dataflow", "datastructure", "provisionagreement", "*"}


def says_1(_request: HttpRequest, fault: Fault) -> HttpResponse:
    """Tell a fault as SDMX-ML 2.1."""
    body = sdmx_xml.error(NUMBERS.get(fault.status, 500), fault.detail)
    return HttpResponse(body, "application/vnd.sdmx.structure+xml;version=2.1", fault.status)


def says_2(_request: HttpRequest, fault: Fault) -> HttpResponse:
    """Tell a fault as SDMX-JSON 2.0.0."""
    body = sdmx_structure_json.error(NUMBERS.get(fault.status, 500), fault.detail)
    return HttpResponse(body, "application/vnd.sdmx.structure+json;version=2.0.0", fault.status)


@data_answer(says=says_1, varies=VARIES)
def v1(request: HttpRequest, numbers: Numbers, rest: str) -> HttpResponseBase:
    """Answer version 1.5 of the protocol, that is SDMX 2.1."""
    kind, *parts = rest.strip("/").split("/")
    if kind == "data":
        return _data_1(request, numbers, parts)
    if kind == "availableconstraint":
        flow, given, _ = _part_1(request, numbers, parts)
        parts = [*parts, "all", "all", "all"]
        return sdmx_structures.availability(request, numbers, flow, given, parts[3], 1)
    if kind in sdmx_structures.KINDS_1:
        return sdmx_structures.structures_1(request, numbers, kind, parts)
    raise Fault(501, words.NOT_HERE.format(what=kind[:40]))


@data_answer(says=says_2, varies=VARIES)
def v2(request: HttpRequest, numbers: Numbers, rest: str) -> HttpResponseBase:
    """Answer version 2 of the protocol, that is SDMX 3.0."""
    kind, *parts = rest.strip("/").split("/")
    if kind == "data":
        flow, given = _part_2(request, numbers, parts)
        return _written(request, numbers, flow, given, DATA_2)
    if kind == "availability":
        flow, given = _part_2(request, numbers, parts)
        parts = [*parts, "*", "*", "*", "*", "*", "*"]
        return sdmx_structures.availability(request, numbers, flow, given, parts[5], 2)
    if kind == "schema":
        flow, _ = _part_2(request, numbers, parts[:4])
        return sdmx_structures.schema(request, numbers, flow)
    if kind == "structure":
        return sdmx_structures.structures_2(request, numbers, parts)
    raise Fault(501, words.NOT_HERE.format(what=kind[:40]))


def _part_1(
    request: HttpRequest, numbers: Numbers, parts: Sequence[str]
) -> tuple[FlowShown, Asked, str]:
    reference, key, provider = [*parts, "all", "all", "all"][:3]
    if not parts:
        raise Fault(404, words.NOT_FOUND)
    agency, code, version = {
        1: lambda one: ("all", one[0], "latest"), 2: lambda one: (*one, "latest"), 3: tuple,
    }.get(reference.count(",") + 1, lambda _: ("", "", ""))(reference.split(","))  # fmt: skip
    flow = flow_of(numbers, agency, code, version, settings.SDMX_AGENCY)
    return flow, asked_of(query_of(request), flow, [chosen_1(flow, key)]), provider


def _data_1(request: HttpRequest, numbers: Numbers, parts: Sequence[str]) -> HttpResponseBase:
    flow, given, provider = _part_1(request, numbers, parts)
    known = {"all", settings.SDMX_AGENCY}
    if not known & set(provider.replace(",", "+").split("+")):
        raise Fault(404, words.EMPTY)
    found = _written(request, numbers, flow, given, DATA_1)
    if found.status_code == 204:  # sdmx1 cannot read a 204, and SDMX 2.1 knows no such answer
        raise Fault(404, words.EMPTY)
    return found


def _part_2(
    request: HttpRequest, numbers: Numbers, parts: Sequence[str]
) -> tuple[FlowShown, Asked]:
    context, agency, code, version, key = [*parts, "*", "*", "*", "*", "*"][:5]
    if not set(context.split(",")) <= CONTEXTS:
        raise Fault(404, words.NOT_FOUND)
    code = code.removeprefix("DSD_") if context == "datastructure" else code
    if code == "*":
        if len(numbers.flows) != 1:
            raise Fault(501, words.NOT_HERE.format(what="/data/*/*/*"))
        code = next(iter(numbers.flows))
    if context == "provisionagreement":
        raise Fault(404, words.NOT_FOUND)
    flow = flow_of(numbers, agency, code, version, settings.SDMX_AGENCY)
    return flow, asked_of(query_of(request), flow, chosen_2(flow, key))


def _written(
    request: HttpRequest, numbers: Numbers, flow: FlowShown, given: Asked, forms: Sequence[Form]
) -> HttpResponseBase:
    """Answer with values: kept when few, else streamed; 204 when there are none."""
    form = form_of(request, forms)
    pieces = _pieces(numbers, flow, given)
    held, cells, is_whole = _first(pieces)
    if not held:
        nothing = HttpResponse(status=204)
        del nothing["Content-Type"]
        return nothing
    is_held = form.is_held or given.part.has_history or given.across not in {TIME, ALL}
    if is_held and not is_whole:
        held, cells = _all(held, cells, pieces)
    message = Message(
        settings.SDMX_AGENCY, flow.code, flow.meta, since(flow.vintage, numbers),
        numbers.order, given.attributes, given.has_values, given.has_cells, given.across,
        _moments(numbers, flow) if given.part.has_history else None,
    )  # fmt: skip
    if is_whole or is_held:
        text = "".join(form.write(message, held))
        return answered(text.encode(), form.kind, Content_Language="zh-CN")
    rest = chain(held, chain.from_iterable(pieces))
    parts = (text.encode() for text in form.write(message, rest))
    response = StreamingHttpResponse(parts, content_type=form.kind)
    response["Content-Language"] = "zh-CN"
    return response


def _pieces(numbers: Numbers, flow: FlowShown, given: Asked) -> Iterator[list[Run]]:
    """Yield series with their values, cut by offset and limit, which count values."""
    found = ([Run(*one) for one in piece] for piece in runs(numbers, flow, given.part))
    if not given.offset and given.limit is None:
        return found
    return _window(found, given.offset, given.limit)


def _window(
    pieces: Iterable[list[Run]], offset: int, limit: int | None
) -> Iterator[list[Run]]:  # fmt: skip
    left = limit
    for piece in pieces:
        found = []
        for key, cells in piece:
            kept = list(islice(cells, offset, None if left is None else offset + left))
            offset = max(0, offset - len(cells))
            left = None if left is None else left - len(kept)
            if kept:
                found.append(Run(key, kept))
        yield found
        if left == 0:
            return


def _first(pieces: Iterator[list[Run]]) -> tuple[list[Run], int, bool]:
    """Return the first series, how many values they have, and whether these are all."""
    held: list[Run] = []
    cells = 0
    for piece in pieces:
        held += piece
        cells += sum(len(one.cells) for one in piece)
        if cells > WHOLE:
            return held, cells, False
    return held, cells, True


def _all(held: list[Run], cells: int, pieces: Iterator[list[Run]]) -> tuple[list[Run], int]:
    """Return all series for what cannot be streamed. Raises: Fault when they are too many."""
    for piece in pieces:
        if cells > MOST_CELLS:
            break
        held = held + piece
        cells += sum(len(one.cells) for one in piece)
    if cells > MOST_CELLS:
        raise Fault(413, words.LARGE.format(most=MOST_CELLS))
    return held, cells


def _moments(numbers: Numbers, flow: FlowShown) -> dict[int, Any]:
    return {row.order: since(row, numbers) for row in numbers.vintages(flow.code)}
