"""Vintages at the desk: begun, filled cell by cell, compared, made ready for their card."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.shortcuts import render as page_of
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.figures import actions, queries, words
from gongkai.figures.forms import desk as typed
from gongkai.figures.models import Vintage
from gongkai.figures.rules import split_key, text
from gongkai.figures.views.desk import flow_of, form_page, handled
from gongkai.register.queries import blob


def _vintage(request: HttpRequest, pk: int) -> Vintage:
    """Return a vintage this person may read, or say that there is none."""
    return get_object_or_404(queries.readable_vintages(request.user, request.at), pk=pk)


def _address(pk: int) -> str:
    return f"/desk/figures/vintages/{pk}/"


@require_GET
def vintage(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a vintage's cells beside what stands."""
    row = _vintage(request, pk)
    page = queries.vintage_desk(row, request.user, request.at, request.GET.get("page"))
    return page_of(request, "figures/desk_vintage.html", {"page": page})


@require_http_methods(["GET", "POST"])
def vintage_new(request: HttpRequest, code: str) -> HttpResponse:
    """Begin a vintage of a flow."""
    flow, made = flow_of(code), []
    form = typed.VintageForm(request.POST or None)
    if handled(form, lambda given: made.append(
            actions.begin_vintage(flow=flow, by=request.user, at=request.at, **given))):  # fmt: skip
        return redirect("figures:vintage", made[0].pk)
    return form_page(request, form, f"新编版次：{flow.name}", f"/desk/figures/flows/{code}/")


@require_http_methods(["GET", "POST"])
def cell(request: HttpRequest, pk: int) -> HttpResponse:
    """Type or correct one cell."""
    row = _vintage(request, pk)
    form = typed.CellForm(request.POST or None, flow=row.flow, initial=_typed_before(request, row))

    def act(_given: object) -> None:
        actions.put(vintage=pk, rows=[form.given()], by=request.user, at=request.at)

    if handled(form, act):
        one = form.given()
        messages.success(request, words.PUT.format(key=one.key, period=one.period))
        return redirect("figures:vintage", pk)
    return form_page(request, form, f"录入数据：{row.title}", _address(pk))


def _typed_before(request: HttpRequest, row: Vintage) -> dict[str, object]:
    """Return what a cell holds, for it to be corrected; of a new one what its address says."""
    key, period = request.GET.get("key", ""), request.GET.get("period", "")
    if key.count(".") != len(row.flow.codelists) + 1:
        return {}
    indicator, region, codes = split_key(key)
    found: dict[str, object] = {"indicator": indicator, "region": region, "period": period}
    found |= {f"code{place}": code for place, code in enumerate(codes)}
    held = queries.cell_of(row, key, period)
    if held is not None:
        value = "" if held.number is None else text(held.number, held.places)
        found |= {"value": value, "status": held.status, "missing": held.missing,
                  "note": held.note}  # fmt: skip
    return found


@require_POST
def cell_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a cell out of a draft."""
    row = _vintage(request, pk)
    key, period = request.POST.get("key", ""), request.POST.get("period", "")
    actions.take_out(vintage=row.pk, cells=[(key, period)], by=request.user, at=request.at)
    messages.success(request, words.TAKEN_OUT.format(key=key, period=period))
    return redirect("figures:vintage", pk)


@require_POST
def take_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Take up names, units and notes as they are now."""
    actions.take_up(vintage=_vintage(request, pk).pk, by=request.user, at=request.at)
    messages.success(request, words.TAKEN_UP)
    return redirect("figures:vintage", pk)


@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a draft up."""
    row = actions.drop_vintage(vintage=_vintage(request, pk).pk, by=request.user, at=request.at)
    messages.success(request, words.DROPPED_NOW.format(title=row.title))
    return redirect("figures:flow", row.flow.code)


@require_http_methods(["GET", "POST"])
def gate(request: HttpRequest, pk: int) -> HttpResponse:
    """Record when the province or the nation publishes first."""
    row = _vintage(request, pk)
    form = typed.GateForm(request.POST or None, initial=row.gate)
    if handled(form, lambda given: actions.record_gate(vintage=pk, by=request.user, at=request.at,
                                                       **given)):  # fmt: skip
        messages.success(request, words.GATED)
        return redirect("figures:vintage", pk)
    return form_page(request, form, f"上级公布情况：{row.title}", _address(pk))


@require_http_methods(["GET", "POST"])
def consent(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter another body's consent on paper."""
    row = _vintage(request, pk)
    form = typed.ConsentForm(request.POST or None, request.FILES or None)

    def act(given: dict) -> None:
        scan, media_type = given.pop("scan")
        actions.enter_consent(vintage=pk, scan=scan, media_type=media_type, by=request.user,
                              at=request.at, **given)  # fmt: skip

    if handled(form, act):
        messages.success(request, words.CONSENT_ENTERED)
        return redirect("figures:vintage", pk)
    return form_page(request, form, f"书面同意：{row.title}", _address(pk))


@require_POST
def consent_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm the paper as the second person."""
    actions.confirm_consent(vintage=_vintage(request, pk).pk, by=request.user, at=request.at)
    messages.success(request, words.CONSENT_CONFIRMED)
    return redirect("figures:vintage", pk)


@require_GET
def consent_scan(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the scan of a consent."""
    data = blob(_vintage(request, pk).gate["consent"]["sha256"])
    kind = "application/pdf" if data.startswith(b"%PDF") else "image/png"
    return HttpResponse(data, content_type=kind)
