"""Stored queries of PxWebApi 2: an address that goes on answering.

"Latest n" is TOP(n), "since X" FROM(X), "all" *; `asOf` freezes the answer at a moment. What a table
no longer has is left out when the query runs, so that it never breaks when periods or codes go.
"""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from gongkai.figures import words
from gongkai.figures.actions.saved import save_query
from gongkai.figures.models import SavedQuery
from gongkai.figures.queries import Numbers
from gongkai.figures.queries.saved import saved_query
from gongkai.figures.views.answers import Fault, asked_moment, data_answer, told
from gongkai.figures.views.px import CHINESE, given, link, selected
from gongkai.figures.views.px_asked import (
    body_of,
    flow_of,
    format_of,
    options_of,
    selection_in,
    wanted,
)

LONGEST = 32 * 1024  # bytes of one question
RATE = "20/h"  # of one address


@data_answer(methods=("POST",), kept=False, rate=RATE)
def save(request: HttpRequest, numbers: Numbers) -> HttpResponse:
    """Keep a query: answer with its name and its addresses."""
    if len(request.body) > LONGEST:
        raise Fault(413, words.BODY_LONG.format(most=LONGEST // 1024))
    body = body_of(request)
    flow = flow_of(numbers, str(body.get("tableId", "")))
    chosen = body.get("selection")
    if not isinstance(chosen, dict):
        raise Fault(400, words.BAD_JSON)
    asked = selection_in(flow, chosen)
    wanted(numbers, flow, asked)  # what can't be answered today is not kept
    options = body.get("outputFormatParams") or []
    if not isinstance(options, list) or not all(isinstance(one, str) for one in options):
        raise Fault(400, words.BAD_JSON)
    moment = str(body.get("asOf") or "")
    said = {
        "selection": sorted(asked.items()), "outputFormat": format_of(str(body.get("outputFormat") or "")),
        "outputFormatParams": options_of(options),
        "asOf": asked_moment(moment, request.at).isoformat() if moment else "",
    }  # fmt: skip
    row = save_query(table=flow.code, said=said, at=request.at)
    response = told(_told(row))
    response.status_code = 201
    response["Location"] = link("self", "px_saved", code=row.code)["href"]
    return response


@data_answer()
def saved(_request: HttpRequest, _numbers: Numbers, code: str) -> HttpResponse:
    """Tell a stored query."""
    return told(_told(_found(code)))


@data_answer()
def saved_selection(_request: HttpRequest, numbers: Numbers, code: str) -> HttpResponse:
    """Tell which values a stored query asks for."""
    row = _found(code)
    flow = flow_of(_numbers_of(row, numbers), row.table)
    return told(selected(flow, dict(row.said["selection"]), "px_saved_selection", code))


@data_answer()
def saved_data(request: HttpRequest, numbers: Numbers, code: str) -> HttpResponseBase:
    """Answer a stored query: in its format, or in the one asked for now."""
    row = _found(code)
    then = _numbers_of(row, numbers)
    flow = flow_of(then, row.table)
    form = format_of(request.GET.get("outputFormat", "") or row.said["outputFormat"])
    options = options_of(
        request.GET.getlist("outputFormatParams") or row.said["outputFormatParams"]
    )
    some = wanted(then, flow, dict(row.said["selection"]), lenient=True)
    return given(then, flow, some, form, options)


def _numbers_of(row: SavedQuery, numbers: Numbers) -> Numbers:
    """Return the numbers a stored query is about: frozen ones, else those asked for."""
    return Numbers(datetime.fromisoformat(row.said["asOf"])) if row.said["asOf"] else numbers


def _found(code: str) -> SavedQuery:
    row = saved_query(code)
    if row is None:
        raise Fault(404, words.NO_SUCH_QUERY.format(code=code[:40]))
    return row


def _told(row: SavedQuery) -> dict[str, Any]:
    selection = [{"variableCode": variable, "codelist": None, "valueCodes": codes}
                 for variable, codes in row.said["selection"]]  # fmt: skip
    query = {
        "id": row.code, "language": CHINESE, "tableId": row.table,
        "selection": {"selection": selection}, "outputFormat": row.said["outputFormat"],
        "outputFormatParams": row.said["outputFormatParams"], "asOf": row.said["asOf"] or None,
    }  # fmt: skip
    return {"language": CHINESE, "id": row.code, "savedQuery": query,
            "links": [link("self", "px_saved", code=row.code),
                      link("data", "px_saved_data", code=row.code),
                      link("selection", "px_saved_selection", code=row.code)]}  # fmt: skip
