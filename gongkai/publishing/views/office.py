"""What the disclosure office keeps: columns, duties, routes."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.law.refused import Refused
from gongkai.publishing import actions, queries, words
from gongkai.publishing.forms import ColumnForm, DutyForm, RouteForm
from gongkai.publishing.models import Column, Duty


@require_GET
def columns(request: HttpRequest) -> HttpResponse:
    """Show the drafted tree beside what the public sees."""
    public = {one["key"]: one for one in queries.published_columns(request.at)}
    drafted = queries.columns_tree()["columns"]
    rows = [(one, one["key"] not in public or public[one["key"]] != one) for one in drafted]
    context = {"rows": rows, "card": queries.open_card("columns", "site")}
    return render(request, "publishing/columns.html", context)


@require_http_methods(["GET", "POST"])
def column_new(request: HttpRequest) -> HttpResponse:
    """Draft a column."""
    form = ColumnForm(request.POST or None, initial={"kind": "信息公开"})
    if form.is_valid():
        given = form.cleaned_data
        parent = given.pop("parent")
        try:
            actions.add_column(by=request.user, at=request.at,
                               parent=parent.slug if parent else "", **given)  # fmt: skip
        except Refused as error:
            form.add_error("key", str(error))
        else:
            return redirect("publishing:columns")
    context = {"form": form, "heading": "新建栏目", "button": "保存"}
    return render(request, "publishing/form.html", context)


@require_http_methods(["GET", "POST"])
def column_change(request: HttpRequest, key: str) -> HttpResponse:
    """Change a column's draft."""
    column = get_object_or_404(Column, slug=key)
    form = ColumnForm(request.POST or None, instance=column, initial={"name": column.title})
    if form.is_valid():
        given = form.cleaned_data
        name = given.pop("name")
        actions.change_column(key=key, by=request.user, at=request.at, title=name, **given)
        return redirect("publishing:columns")
    context = {"form": form, "heading": f"修改栏目：{column.title}", "button": "保存"}
    return render(request, "publishing/form.html", context)


@require_POST
def columns_submit(request: HttpRequest) -> HttpResponse:
    """Hand the column tree in."""
    card = actions.approve_columns(by=request.user, at=request.at)
    messages.success(request, words.COLUMNS_SUBMITTED.format(no=card.number))
    return redirect("publishing:card", pk=card.pk)


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
        given = form.cleaned_data
        given["column"] = given["column"].slug
        actions.set_duty(by=request.user, at=request.at, **given)
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
        for kind, name in words.ROUTE.items()
    ]
    return render(request, "publishing/routes.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
def route_change(request: HttpRequest, kind: str) -> HttpResponse:
    """Replace a route from now on."""
    if kind not in words.ROUTE:
        raise Http404
    current = [words.STEP[stage.step] for stage in queries.route_of(kind, request.at)]
    form = RouteForm(request.POST or None, initial={"stages": "\n".join(current)})
    if form.is_valid():
        try:
            actions.set_route(kind=kind, by=request.user, at=request.at, **form.cleaned_data)
        except Refused as error:
            form.add_error("stages", str(error))
        else:
            return redirect("publishing:routes")
    context = {
        "form": form,
        "heading": f"调整审批流程：{words.ROUTE.get(kind, kind)}",
        "button": "保存",
    }
    return render(request, "publishing/form.html", context)
