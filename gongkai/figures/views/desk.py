"""The figures' desk: flows and what they are made of. Each form runs one action."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.figures import actions, queries, words
from gongkai.figures.forms import desk as typed
from gongkai.figures.models import Codelist, Flow, Indicator, Subject
from gongkai.law.refused import Refused

MARKED = "secrecy.mark"


def handled(form: forms.Form, act: Callable[[dict[str, Any]], object]) -> bool:
    """Run an act with what a valid form holds. A refusal becomes the form's own error.

    Raises: Refused for a mark of secrecy.
    """
    if not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except Refused as no:
        if no.code == MARKED:
            raise  # the page of a refusal shows no word of the text again
        form.add_error(None, str(no))
    except ValidationError as fault:
        form.add_error(None, fault)
    else:
        return True
    return False


def form_page(request: HttpRequest, form: forms.Form, heading: str, back: str) -> HttpResponse:
    """Show a form; what was typed stays in it."""
    context = {"form": form, "heading": heading, "back": back}
    return render(request, "figures/form.html", context)


def flow_of(code: str) -> Flow:
    """Return a flow, or say that there is none."""
    return get_object_or_404(Flow, code=code)


@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """List the data sets by subject."""
    rows = queries.flows_by_subject(request.user, request.at)
    mine = bool(queries.own_departments(request.user, request.at))
    return render(request, "figures/desk_flows.html", {"rows": rows, "mine": mine})


@require_GET
def flow(request: HttpRequest, code: str) -> HttpResponse:
    """Show a data set: vintages, series, breaks, notes on method."""
    page = queries.flow_desk(flow_of(code), request.user, request.at, request.GET.get("page"))
    return render(request, "figures/desk_flow.html", {"page": page})


@require_GET
def triangle(request: HttpRequest, code: str) -> HttpResponse:
    """Show how one series was revised, opening by opening."""
    rows = queries.series_in(flow_of(code))
    chosen = rows.filter(key=request.GET.get("key", "")).first() or rows.first()
    if chosen is None:
        raise Http404
    context = {"page": queries.triangle(chosen, request.at), "series": rows, "code": code}
    return render(request, "figures/desk_triangle.html", context)


@require_http_methods(["GET", "POST"])
def flow_form(request: HttpRequest, code: str = "") -> HttpResponse:
    """Define a data set, or say anew what it is."""
    row = flow_of(code) if code else None
    form = typed.FlowForm(request.POST or None, instance=row, user=request.user, at=request.at)
    if handled(form, lambda given: actions.define_flow(by=request.user, at=request.at, **given)):
        messages.success(request, words.DEFINED)
        return redirect("figures:flow", form.cleaned_data["code"])
    return form_page(
        request, form, "数据集", f"/desk/figures/flows/{code}/" if code else "/desk/figures/"
    )


@require_http_methods(["GET", "POST"])
def break_form(request: HttpRequest, code: str) -> HttpResponse:
    """Record a break of a series."""
    form = typed.BreakForm(request.POST or None, flow=flow_of(code))
    if handled(form, lambda given: actions.record_break(by=request.user, at=request.at, **given)):
        messages.success(request, words.DEFINED)
        return redirect("figures:flow", code)
    return form_page(request, form, "登记断点", f"/desk/figures/flows/{code}/")


@require_GET
def names(request: HttpRequest) -> HttpResponse:
    """Show what is defined: subjects, indicators, classifications, regions."""
    asked = request.GET.get("q", "").strip()
    context = {"page": queries.names(asked, request.GET.get("page")), "q": asked}
    return render(request, "figures/desk_names.html", context)


@require_http_methods(["GET", "POST"])
def subject_form(request: HttpRequest, code: str = "") -> HttpResponse:
    """Define a field of statistics."""
    row = get_object_or_404(Subject, code=code) if code else None
    form = typed.SubjectForm(request.POST or None, instance=row)
    return _defined(request, form, "统计专业", actions.define_subject)


@require_http_methods(["GET", "POST"])
def indicator_form(request: HttpRequest, code: str = "") -> HttpResponse:
    """Define an indicator."""
    row = get_object_or_404(Indicator, code=code) if code else None
    form = typed.IndicatorForm(request.POST or None, instance=row)
    return _defined(request, form, "指标", actions.define_indicator)


@require_http_methods(["GET", "POST"])
def codelist_form(request: HttpRequest, code: str = "") -> HttpResponse:
    """Define a classification."""
    row = get_object_or_404(Codelist, code=code) if code else None
    lines = "\n".join(f"{one.code} {one.name} {one.above}".strip()
                      for one in row.codes.all()) if row else ""  # fmt: skip
    initial = {"code": row.code, "name": row.name, "rows": lines} if row else {}
    form = typed.CodelistForm(request.POST or None, initial=initial)
    form.fields["code"].disabled = row is not None
    return _defined(request, form, "分类", actions.define_codelist)


@require_http_methods(["GET", "POST"])
def regions_form(request: HttpRequest) -> HttpResponse:
    """Define regions."""
    lines = "\n".join(f"{one.code} {one.name} {one.above.code if one.above else ''}".strip()
                      for one in queries.regions().select_related("above"))  # fmt: skip
    form = typed.RegionsForm(request.POST or None, initial={"rows": lines})
    return _defined(request, form, "地区", actions.define_regions)


def _defined(
    request: HttpRequest, form: forms.Form, heading: str, act: Callable[..., object]
) -> HttpResponse:
    if handled(form, lambda given: act(by=request.user, at=request.at, **given)):
        messages.success(request, words.DEFINED)
        return redirect("figures:names")
    return form_page(request, form, heading, "/desk/figures/names/")
