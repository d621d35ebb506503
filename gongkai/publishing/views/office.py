"""What the disclosure office keeps: duties, routes."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.law.refused import Refused
from gongkai.publishing import actions, queries, words
from gongkai.publishing.forms import DutyForm, RouteForm
from gongkai.publishing.models import Duty


@require_GET
def duties(request: HttpRequest) -> HttpResponse:
    """Show who does which step for which column (岗位责任制)."""
    names = queries.column_names()
    lines = [(names.get(row.column, row.column), row, row.until is None or row.until > request.at)
             for row in queries.duties()]  # fmt: skip
    return render(request, "publishing/duties.html", {"lines": lines})


@require_http_methods(["GET", "POST"])
def duty_new(request: HttpRequest) -> HttpResponse:
    """Name the post that does a step."""
    form = DutyForm(request.POST or None, initial={"since": request.at})
    if form.is_valid():
        actions.set_duty(by=request.user, at=request.at, **form.cleaned_data)
        return redirect("publishing:duties")
    context = {"form": form, "heading": "明确岗位责任", "button": "保存"}
    return render(request, "publishing/form.html", context)


@require_POST
def duty_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a post's duty now."""
    duty = get_object_or_404(Duty, pk=pk)
    actions.end_duty(duty=duty, until=request.at, by=request.user, at=request.at)
    return redirect("publishing:duties")


@require_GET
def routes(request: HttpRequest) -> HttpResponse:
    """Show the routes in force."""
    rows = [
        (kind, name, [words.STEP[stage.step] for stage in queries.route_of(kind, request.at)])
        for kind, name in words.ROUTES.items()
    ]
    return render(request, "publishing/routes.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
def route_change(request: HttpRequest, kind: str) -> HttpResponse:
    """Replace a route from now on."""
    if kind not in words.ROUTES:
        raise Http404
    current = [words.STEP[stage.step] for stage in queries.route_of(kind, request.at)]
    form = RouteForm(request.POST or None, kind=kind, initial={"stages": "\n".join(current)})
    if form.is_valid():
        try:
            actions.set_route(kind=kind, by=request.user, at=request.at, **form.cleaned_data)
        except Refused as error:
            form.add_error("stages", str(error))
        else:
            return redirect("publishing:routes")
    context = {
        "form": form,
        "heading": f"调整审批流程：{words.ROUTES[kind]}",
        "button": "保存",
    }
    return render(request, "publishing/form.html", context)
