"""The annual report at the desk: its years, a year's page, what is behind a number, what is typed."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.casework.redaction.apart import apart
from gongkai.law.refused import Refused
from gongkai.oversight import actions, printing, queries, words
from gongkai.oversight.forms import (
    CountingForm,
    DeclareForm,
    DraftForm,
    OtherForm,
    SubmissionForm,
)
from gongkai.oversight.importing.reading import sections
from gongkai.oversight.queries import Report
from gongkai.people.models import PostKind
from gongkai.people.views.handling import handled

FIRST = 2008  # the year of the first regulation
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
READING = 60  # seconds a file of a stranger may take
DECLARING = frozenset({PostKind.EDITOR, PostKind.OFFICE})


@require_GET
def reports(request: HttpRequest) -> HttpResponse:
    """List the years there may be a report of, with where each stands."""
    context = {"years": queries.years(request.at), "office": PostKind.OFFICE in request.kinds}
    return render(request, "oversight/reports.html", context)


@require_GET
def report(request: HttpRequest, year: int) -> HttpResponse:
    """Show the report of a year as the records say now, beside its draft and what is out."""
    _refuse_year(request, year)
    context = {
        "page": queries.page(year, request.at, request.GET.get("shape", "")),
        "may_declare": bool(DECLARING & request.kinds),
        "may_draft": PostKind.EDITOR in request.kinds,
        "office": PostKind.OFFICE in request.kinds,
    }
    return render(request, "oversight/report.html", context)


@require_GET
def behind(request: HttpRequest, year: int, cell: str) -> HttpResponse:
    """List what a number of the report counts."""
    _refuse_year(request, year)
    found = queries.behind(queries.span_of(year, request.at), cell)
    return render(request, "oversight/behind.html", {"found": found, "year": year})


@require_http_methods(["GET", "POST"])
def declare(request: HttpRequest, year: int) -> HttpResponse:
    """Take the numbers and texts the system cannot know; a refusal keeps what was typed."""
    _refuse_year(request, year)
    shape = request.GET.get("shape", "")
    found = queries.report(year, request.at, shape)
    form = DeclareForm(request.POST or None, fields=found.fields)
    if request.method == "POST" and form.is_valid():
        try:
            rows = actions.declare(year=year, values=form.values(), shape=shape, by=request.user,
                                   basis=form.cleaned_data["basis"], at=request.at)  # fmt: skip
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, words.DECLARED.format(count=len(rows)))
            return redirect("oversight:report", year=year)
    status = 422 if form.errors else 200
    return render(request, "oversight/declare.html", {"form": form, "year": year}, status=status)


@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, year: int) -> HttpResponse:
    """Make the report a draft in a column; a refusal says what is missing."""
    _refuse_year(request, year)
    found = queries.report(year, request.at)
    before = queries.draft_of(year)
    form = DraftForm(request.POST or None, shapes=found.shapes, drafted=before is not None,
                     initial={"shape": found.shape.key})  # fmt: skip
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            page = actions.draft_report(
                year=year, column=given["column"].slug if "column" in given else "",
                shape=given["shape"], replace=given.get("replace", False), by=request.user,
                at=request.at,
            )  # fmt: skip
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, words.DRAFTED)
            return redirect("publishing:disclosure", pk=page.pk)
    return _form(request, form, f"拟订{year}年度报告", "拟订", year)


@require_POST
def reprint(request: HttpRequest, year: int) -> HttpResponse:
    """Print DOCX and PDF anew from the draft."""
    _refuse_year(request, year)
    page = actions.reprint(year=year, by=request.user, at=request.at)
    messages.success(request, words.REPRINTED)
    return redirect("publishing:disclosure", pk=page.pk)


@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, year: int) -> HttpResponse:
    """Enter that the report was submitted, with its receipt."""
    _refuse_year(request, year)
    form = SubmissionForm(request.POST or None, request.FILES or None,
                          initial={"on": timezone.localdate(request.at)})  # fmt: skip
    who = {"by": request.user, "at": request.at}
    if handled(form, lambda given: actions.submit_report(year=year, **who, **given)):
        messages.success(request, words.SUBMITTED)
        return redirect("oversight:report", year=year)
    return _form(request, form, f"登记报送：{year}年度报告", "登记", year)


@require_GET
def receipt(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """Show the receipt of a submission as it was kept (条例第四十九条)."""
    _refuse_year(request, year)
    found = queries.receipt(year, pk)
    if found is None:
        raise Http404
    return _sent(found.data, found.name, found.media_type, attached=not found.is_shown)


@require_http_methods(["GET", "POST"])
def compare(request: HttpRequest, year: int) -> HttpResponse:
    """Say how far the report repeats another that is uploaded, read apart and not kept."""
    _refuse_year(request, year)
    form, found = OtherForm(request.POST or None, request.FILES or None), None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            other = apart(sections, file.read(), name=file.name, seconds=READING)
            found = queries.alike(year, request.at, file.name, other)
        except Refused as error:
            form.add_error("file", str(error))
    context = {"form": form, "found": found, "year": year}
    status = 422 if form.errors else 200
    return render(request, "oversight/alike.html", context, status=status)


@require_http_methods(["GET", "POST"])
def counting(request: HttpRequest) -> HttpResponse:
    """Show the counting rules, and take a new one."""
    form = CountingForm(request.POST or None)
    who = {"by": request.user, "at": request.at}
    if handled(form, lambda given: actions.set_counting(**who, **given)):
        messages.success(request, words.COUNTED)
        return redirect("oversight:counting")
    context = {"form": form, "rules": queries.counting_rules()}
    status = 422 if form.errors else 200
    return render(request, "oversight/counting.html", context, status=status)


@require_GET
def docx(request: HttpRequest, year: int) -> HttpResponse:
    """Return the report as a Word document: of its draft, else as derived now."""
    found = _printed(request, year)
    data = printing.docx_of(found, made_at=request.at, demonstration=request.demonstration)
    return _sent(data, f"{found['title']}.docx", WORD, attached=True)


@require_GET
def pdf(request: HttpRequest, year: int) -> HttpResponse:
    """Return the report as PDF: of its draft, else as derived now."""
    found = _printed(request, year)
    data = printing.pdf_of(found, made_at=request.at, demonstration=request.demonstration)
    return _sent(data, f"{found['title']}.pdf", "application/pdf", attached=False)


def _printed(request: HttpRequest, year: int) -> dict[str, Any]:
    _refuse_year(request, year)
    page = queries.draft_of(year)
    if page is not None and not request.GET.get("shape"):
        return queries.draft_content(page)
    found: Report = queries.report(year, request.at, request.GET.get("shape", ""))
    return found.content


def _sent(data: bytes, name: str, kind: str, *, attached: bool) -> HttpResponse:
    answer = HttpResponse(data, content_type=kind)
    answer["Content-Disposition"] = content_disposition_header(attached, name)
    return answer


def _form(request: HttpRequest, form: Any, heading: str, button: str, year: int) -> HttpResponse:
    context = {"form": form, "heading": heading, "button": button,
               "back_address": f"/desk/report/{year}/"}  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "publishing/form.html", context, status=status)


def _refuse_year(request: HttpRequest, year: int) -> None:
    if not FIRST <= year <= timezone.localdate(request.at).year:
        raise Http404
