"""Files of a case, and what is taken out of them before they are given."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.casework import actions, queries, words
from gongkai.casework.forms import RedactPdfForm, RedactSheetForm
from gongkai.casework.models import Part
from gongkai.casework.queries import lists
from gongkai.casework.redaction import pdf, sheets
from gongkai.casework.redaction.apart import apart
from gongkai.casework.redaction.marks import PDF, Redacted
from gongkai.casework.views.handling import found
from gongkai.people.views.handling import handled
from gongkai.publishing.queries import day_of

WIDTH = 900  # pixels of a page's picture
LOOK = 60  # seconds a file may take to be looked at


@never_cache
@require_http_methods(["GET", "POST"])
def file(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """Give a file of this case to save: never shown in place, never guessed at.

    A proof of identity is asked for by a post, and that it was looked at is registered.
    """
    row = found(lists.file_for(request.user, pk, file, request.at))
    if row.role != "identity":
        data = queries.file_bytes(row)
    elif request.method == "POST":
        data = actions.show_proof(file=row.pk, by=request.user, at=request.at)
    else:
        return HttpResponseNotAllowed(["POST"])
    answer = HttpResponse(data, content_type=row.media_type)
    answer["Content-Disposition"] = content_disposition_header(True, row.name)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox"
    return answer


@require_http_methods(["GET", "POST"])
def redact(request: HttpRequest, pk: int, part: int) -> HttpResponse:
    """Mark what may not be given; the result is looked through before it is kept."""
    row = _part(request, pk, part)
    data, is_pdf = queries.file_bytes(row.material), row.material.media_type == PDF
    tables = [] if is_pdf else apart(sheets.sheets, data, seconds=LOOK)
    given: dict[str, Any] = {"case": row.case, "today": day_of(request.at),
                             "initial": queries.marks_of(row)}  # fmt: skip
    if not is_pdf:
        given["hidden"] = [place for one in tables for place in one.hidden]
    form = (RedactPdfForm if is_pdf else RedactSheetForm)(request.POST or None, **given)
    made: list[Redacted] = []

    def act(_: dict[str, Any]) -> None:
        made.append(
            actions.redact_part(
                part=row.pk, by=request.user, at=request.at, marks=form.marks(), **form.cut()
            )[1]
        )

    if request.method == "POST" and handled(form, act):
        messages.success(request, form.done)
        for text in words.told(made[0].report):
            messages.warning(request, text)
        return redirect("casework:case", pk)
    context = {"form": form, "part": row, "case": row.case, "sheets": tables,
               "back": reverse("casework:case", args=[pk]),
               "pages": apart(pdf.pages, data, seconds=LOOK) if is_pdf else []}  # fmt: skip
    return render(request, "casework/redact.html", context, status=422 if form.errors else 200)


@never_cache
@require_GET
def page_picture(request: HttpRequest, pk: int, part: int, number: int) -> HttpResponse:
    """Show a page of the material as a picture, to draw on."""
    row = _part(request, pk, part)
    if row.material.media_type != PDF:
        raise Http404
    picture = apart(pdf.picture, queries.file_bytes(row.material), number, WIDTH, seconds=LOOK)
    return HttpResponse(picture, content_type="image/png")


def _part(request: HttpRequest, pk: int, part: int) -> Part:
    """Return a part with its material, for who handles the case. Raises: Refused."""
    row = found(lists.part_for(request.user, pk, part, request.at))
    queries.handling_seat(row.case, request.user, request.at)
    return found(row if row.material else None)
