"""PxWebApi 2: tables, what is said of them, their values. Standard: PxTools' PxWebApi 2.0."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import content_disposition_header

from gongkai.figures import services, words
from gongkai.figures.formats import csv, html, jsonstat, px, xlsx
from gongkai.figures.queries import FlowShown, Numbers
from gongkai.figures.queries.cubes import periods, pieces, shape, sliced
from gongkai.figures.rules import Frequency
from gongkai.figures.views.answers import (
    CALLS,
    MOST_CELLS,
    SECONDS,
    Fault,
    answered,
    data_answer,
    told,
)
from gongkai.figures.views.px_asked import (
    CONTENTS,
    FORMATS,
    TIME,
    Selection,
    Wanted,
    codelist_id,
    default,
    flow_of,
    format_of,
    options_of,
    refuse_many,
    selection_of,
    variables,
    wanted,
    whole,
)

VERSION = "2.0.0"
PAGE, MOST_PAGE = 100, 1_000
MOST_DAYS, MOST_PAGES = 36_500, 1_000_000
CHINESE = "zh"
LANGUAGES = [{"id": CHINESE, "label": "中文"}]
UNITS = {Frequency.YEAR: "Annual", Frequency.HALF: "HalfYear", Frequency.QUARTER: "Quarterly",
         Frequency.MONTH: "Monthly"}  # fmt: skip
KINDS = {
    "json-stat2": "application/json; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "px": "text/plain; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
}
SEPARATORS = {"SeparatorTab": "\t", "SeparatorSpace": " ", "SeparatorSemicolon": ";"}
SHOWN = {"UseCodes": csv.ONLY_CODES, "UseTexts": csv.TEXTS, "UseCodesAndTexts": csv.BOTH}


def link(rel: str, name: str, query: str = "", **given: str) -> dict[str, str]:
    """Return a link of an answer: absolute, as programs want it."""
    path = reverse(f"figures:{name}", kwargs=given)
    return {"rel": rel, "hreflang": CHINESE,
            "href": f"{settings.BASE_URL}{path}" + (f"?{query}" if query else "")}  # fmt: skip


@data_answer()
def config(_request: HttpRequest, _numbers: Numbers) -> HttpResponse:
    """Say what this service can do, and how much of it."""
    return told({
        "apiVersion": VERSION, "appVersion": VERSION, "languages": LANGUAGES,
        "defaultLanguage": CHINESE, "maxDataCells": MOST_CELLS, "maxCallsPerTimeWindow": CALLS,
        "timeWindow": SECONDS, "license": words.LICENCE,
        "sourceReferences": [{"language": CHINESE, "text": settings.BUREAU}],
        "defaultDataFormat": FORMATS[0], "dataFormats": list(FORMATS),
        "features": [{"id": "CORS", "params": [{"key": "enabled", "value": "True"}]},
                     {"id": "asOf", "params": [{"key": "enabled", "value": "True"}]}],
    })  # fmt: skip


@data_answer(daily=True)
def tables(request: HttpRequest, numbers: Numbers) -> HttpResponse:
    """List the tables, page by page."""
    size = whole(request.GET, "pageSize", MOST_PAGE, PAGE)
    number = whole(request.GET, "pageNumber", MOST_PAGES, 1)
    days = whole(request.GET, "pastDays", MOST_DAYS, 0)
    asked = request.GET.get("query", "").casefold().split()
    since = numbers.at - timedelta(days=days)
    found = [
        one for one in numbers.flows.values()
        if all(word in _haystack(one) for word in asked)
        and (not days or one.vintage.visible_from >= since)
    ]  # fmt: skip
    pages = max(1, -(-len(found) // size))
    shown = found[(number - 1) * size : number * size]
    return told({
        "language": CHINESE, "tables": [_table(numbers, one) for one in shown],
        "page": {"pageNumber": number, "pageSize": size, "totalElements": len(found),
                 "totalPages": pages, "links": _turns(request, number, pages)},
        "links": [link("self", "px_tables")],
    })  # fmt: skip


def _haystack(flow: FlowShown) -> str:
    said = flow.meta["flow"]
    names = (one["name"] for one in flow.meta["indicators"].values())
    return " ".join([flow.code, said["name"], said["subject"]["name"], *names]).casefold()


def _turns(request: HttpRequest, number: int, pages: int) -> list[dict[str, str]]:
    turns = {"first": 1, "previous": number - 1, "next": number + 1, "last": pages}
    found = []
    for rel, page in turns.items():
        if 1 <= page <= pages and page != number:
            query = request.GET.copy()
            query["pageNumber"] = str(page)
            found.append(link(rel, "px_tables", query.urlencode()))
    return found


def _table(numbers: Numbers, flow: FlowShown) -> dict[str, Any]:
    said, over = flow.meta["flow"], periods(numbers, flow)
    subject = said["subject"]
    names = [one["name"] for one in flow.meta["dimensions"]]
    return {
        "type": "Table", "id": flow.code, "label": flow.name, "description": said["coverage"],
        "sortCode": flow.code, "updated": jsonstat.moment(flow.vintage.visible_from),
        "firstPeriod": over[0] if over else "", "lastPeriod": over[-1] if over else "",
        "category": "public", "variableNames": [*names, "时期"], "discontinued": False,
        "source": said["source"], "subjectCode": subject["code"], "timeUnit": UNITS[flow.frequency],
        "paths": [[{"id": subject["code"], "label": subject["name"]}]],
        "links": [link("self", "px_table", code=flow.code),
                  link("metadata", "px_metadata", code=flow.code),
                  link("data", "px_data", code=flow.code)],
    }  # fmt: skip


@data_answer()
def table(_request: HttpRequest, numbers: Numbers, code: str) -> HttpResponse:
    """Tell of one table."""
    return told({"language": CHINESE, **_table(numbers, flow_of(numbers, code))})


@data_answer()
def metadata(request: HttpRequest, numbers: Numbers, code: str) -> HttpResponse:
    """Tell the variables of a table and their values, as JSON-stat without values."""
    flow = flow_of(numbers, code)
    found = shape(numbers, flow)
    if request.GET.get("defaultSelection", "").lower() == "true":
        some = wanted(numbers, flow, {})
        found = sliced(numbers, flow, some.codes, some.over)
    said = jsonstat.described(found, contents=CONTENTS)
    for variable, one in said["dimension"].items():
        if variable != TIME:
            one["extension"]["codelists"] = one["extension"]["codeLists"] = [
                _codelist(flow, variable, one["label"])
            ]
    said["link"] = {"self": [link("self", "px_metadata", code=code)],
                    "data": [link("data", "px_data", code=code)]}  # fmt: skip
    return told(said)


def _codelist(flow: FlowShown, variable: str, label: str) -> dict[str, Any]:
    name = codelist_id(flow, variable)
    return {"id": name, "label": label, "type": "Valueset",
            "links": [link("metadata", "px_codelist", code=name)]}  # fmt: skip


@data_answer()
def codelist(_request: HttpRequest, numbers: Numbers, code: str) -> HttpResponse:
    """List a variable's values with their names."""
    table_code, _, variable = code.partition(".")
    flow = numbers.flows.get(table_code)
    if flow is None or variable not in variables(flow)[:-1]:
        raise Fault(404, words.NO_SUCH_CODELIST.format(code=code[:60]))
    one = flow.meta["dimensions"][variables(flow).index(variable)]
    values = [{"code": row["code"], "label": row["name"], "valueMap": [row["code"]]}
              for row in one["values"]]  # fmt: skip
    return told({"language": CHINESE, **_codelist(flow, variable, one["name"]),
                 "elimination": False, "values": values})  # fmt: skip


@data_answer()
def default_selection(_request: HttpRequest, numbers: Numbers, code: str) -> HttpResponse:
    """Say what is shown of a table when nothing is asked."""
    flow = flow_of(numbers, code)
    return told(selected(flow, default(numbers, flow), "px_default", code))


def selected(flow: FlowShown, asked: Selection, name: str, code: str) -> dict[str, Any]:
    """Return a selection as programs read it."""
    names = variables(flow)
    return {
        "language": CHINESE,
        "selection": [{"variableCode": one, "codelist": None, "valueCodes": asked[one]}
                      for one in names if one in asked],
        "placement": {"heading": [TIME], "stub": names[:-1]},
        "links": [link("self", name, code=code)],
    }  # fmt: skip


@data_answer(methods=("GET", "HEAD", "POST"))
def data(request: HttpRequest, numbers: Numbers, code: str) -> HttpResponseBase:
    """Answer with the values asked for, in the format asked for."""
    flow = flow_of(numbers, code)
    asked = selection_of(request, flow)
    form = format_of(request.GET.get("outputFormat", ""))
    options = options_of(request.GET.getlist("outputFormatParams"))
    return given(numbers, flow, wanted(numbers, flow, asked), form, options)


def given(
    numbers: Numbers, flow: FlowShown, some: Wanted, form: str, options: Sequence[str]
) -> HttpResponseBase:
    """Return a rectangle in a format. Raises: Fault when it is too large for it."""
    if form == "csv":
        response: HttpResponseBase = _csv(numbers, flow, some, options)
    else:
        refuse_many(some)
        found = sliced(numbers, flow, some.codes, some.over)
        writers = {"px": px.written, "xlsx": xlsx.written, "html": html.written}
        body = (jsonstat.written(found, contents=CONTENTS) if form == "json-stat2"
                else writers[form](found))  # fmt: skip
        response = answered(body, KINDS[form])
    if form not in {"json-stat2", "html"}:
        name = content_disposition_header(True, f"{flow.code}.{form}")
        response["Content-Disposition"] = str(name)
    return response


def _csv(
    numbers: Numbers, flow: FlowShown, some: Wanted, options: Sequence[str]
) -> HttpResponseBase:
    """Return CSV: in one piece when it is small, else as a stream that holds one piece at a time."""
    shown = next((SHOWN[one] for one in options if one in SHOWN), csv.BOTH)
    separator = next((SEPARATORS[one] for one in options if one in SEPARATORS), ",")
    if some.cells <= MOST_CELLS:
        found = sliced(numbers, flow, some.codes, some.over)
        return answered(csv.written(found, shown=shown, separator=separator), KINDS["csv"])
    cubes = pieces(numbers.pinned(), flow, some.codes, some.over)
    return StreamingHttpResponse(csv.pieces(cubes, shown=shown, separator=separator), KINDS["csv"])


@data_answer()
def openapi(_request: HttpRequest, _numbers: Numbers) -> HttpResponse:
    """Describe the services to programs."""
    return told(services.openapi(settings.BASE_URL))


@data_answer()
def unknown(_request: HttpRequest, _numbers: Numbers, **_named: str) -> HttpResponse:
    """Refuse an address of the service that is not there."""
    raise Fault(404, words.NO_SUCH_ADDRESS)
