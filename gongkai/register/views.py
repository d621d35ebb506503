"""The desk's pages of the register: read only."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from gongkai.register import queries
from gongkai.register.forms import LedgerForm
from gongkai.register.queries import Criteria
from gongkai.register.workbook import workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    """Show the ledger, fifty lines a page, newest first."""
    form = LedgerForm(request.GET)
    if not form.is_valid():
        return render(request, "register/ledger_list.html", {"form": form}, status=400)
    page = queries.ledger_page(form.criteria(), request.GET.get("page", "1"))
    context = {"form": form, "page": page, "query": _query(request)}
    return render(request, "register/ledger_list.html", context)


@require_safe
def ledger_print(request: HttpRequest) -> HttpResponse:
    """Show the whole ledger asked for, ready to print."""
    criteria = _criteria(request)
    if criteria is None:
        return _asked_wrongly(request)
    context = {"page": queries.ledger_print(criteria), "criteria": criteria, "at": request.at}
    return render(request, "register/ledger_print.html", context)


@require_safe
def ledger_xlsx(request: HttpRequest) -> HttpResponse | FileResponse:
    """Return the whole ledger asked for as a workbook."""
    criteria = _criteria(request)
    if criteria is None:
        return _asked_wrongly(request)
    file = workbook(queries.ledger_title(criteria), queries.ledger_rows(criteria))
    name = queries.ledger_file_name(criteria, request.at)
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


@require_safe
def entry(request: HttpRequest, seq: int) -> HttpResponse:
    """Show one entry in full, with what proves it."""
    try:
        page = queries.entry_page(seq)
    except LookupError as error:
        raise Http404 from error
    return render(request, "register/entry_detail.html", {"page": page})


def _criteria(request: HttpRequest) -> Criteria | None:
    form = LedgerForm(request.GET)
    return form.criteria() if form.is_valid() else None


def _asked_wrongly(request: HttpRequest) -> HttpResponse:
    """Send the reader to the page whose form says what is wrong."""
    return redirect(f"{reverse('register:list')}?{request.GET.urlencode()}")


def _query(request: HttpRequest) -> str:
    values = request.GET.copy()
    values.pop("page", None)
    return values.urlencode()
