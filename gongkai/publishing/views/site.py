"""The site's frame: the column tree, the profile, and the redesign that makes both public."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.law.refused import Refused
from gongkai.publishing import actions, queries, words
from gongkai.publishing.forms import CloseForm, ColumnForm, MoveForm, ProfileForm, SiteForm
from gongkai.publishing.models import Column
from gongkai.publishing.redesign import redesign

_COLUMNS = "/desk/columns/"  # where a form about a column leads back to


def _posted(request: HttpRequest) -> QueryDict | None:
    """Return what was posted, an empty form too; None for a page only looked at."""
    return request.POST if request.method == "POST" else None


@require_GET
def columns(request: HttpRequest) -> HttpResponse:
    """Show the drafted tree beside what the public sees."""
    public, drafted = queries.frames(request.at)
    known = {one["key"]: one for one in public.columns}
    names = {one["key"]: one["name"] for one in drafted.columns}
    rows = [
        (one, known.get(one["key"]) != one, names.get(one["moved_to"], one["moved_to"]))
        for one in drafted.columns
    ]
    context = {"rows": rows, "card": queries.site_card(), "count": redesign(public, drafted).count}
    return render(request, "publishing/columns.html", context)


@require_http_methods(["GET", "POST"])
def column_new(request: HttpRequest) -> HttpResponse:
    """Draft a column."""
    form = ColumnForm(_posted(request))
    if form.is_valid():
        given = form.cleaned_data
        parent = given.pop("parent")
        try:
            actions.add_column(by=request.user, at=request.at,
                               parent=parent.slug if parent else "", **given)  # fmt: skip
        except Refused as error:
            form.add_error("key" if error.code == "column.key" else None, str(error))
        else:
            return redirect("publishing:columns")
    context = {"form": form, "heading": "新建栏目", "button": "保存", "back_address": _COLUMNS}
    return render(request, "publishing/form.html", context)


@require_http_methods(["GET", "POST"])
def column_change(request: HttpRequest, key: str) -> HttpResponse:
    """Change a column's draft."""
    column = get_object_or_404(Column, slug=key)
    form = ColumnForm(_posted(request), instance=column, initial={"name": column.title})
    if form.is_valid():
        given = form.cleaned_data
        name = given.pop("name")
        actions.change_column(key=key, by=request.user, at=request.at, title=name, **given)
        return redirect("publishing:columns")
    context = {"form": form, "heading": f"修改栏目：{column.title}", "column": column,
               "moved_to": queries.column_name(column.moved_to)}  # fmt: skip
    return render(request, "publishing/column.html", context)


@require_http_methods(["GET", "POST"])
def column_move(request: HttpRequest, key: str) -> HttpResponse:
    """Put a column elsewhere in the drafted tree."""
    return _column_act(request, key, MoveForm, actions.move_column, "移动栏目", "保存")


@require_http_methods(["GET", "POST"])
def column_close(request: HttpRequest, key: str) -> HttpResponse:
    """Close a column into another in the drafted tree."""
    return _column_act(request, key, CloseForm, actions.close_column, "关闭栏目", "关闭栏目")


def _column_act(
    request: HttpRequest, key: str, shape: type[MoveForm | CloseForm], act: Callable[..., Column],
    title: str, button: str,
) -> HttpResponse:  # fmt: skip
    """Answer a form about one column: do what it asks, or show it with what was refused."""
    column = get_object_or_404(Column, slug=key)
    form = shape(_posted(request), column=column)
    if form.is_valid():
        try:
            act(key=key, by=request.user, at=request.at, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            return redirect("publishing:columns")
    context = {"form": form, "heading": f"{title}：{column.title}", "button": button,
               "back_address": _COLUMNS}  # fmt: skip
    return render(request, "publishing/form.html", context)


@require_POST
def column_reopen(request: HttpRequest, key: str) -> HttpResponse:
    """Open a closed column again in the drafted tree."""
    try:
        actions.reopen_column(key=key, by=request.user, at=request.at)
    except Refused as error:
        messages.error(request, str(error))
        return redirect("publishing:column_change", key=key)
    return redirect("publishing:columns")


@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Change the drafted profile; what is refused keeps everything typed."""
    row = queries.profile_row()
    given = {"name": settings.BUREAU, "code": settings.SITE_CODE,
             "footer_sponsor": settings.BUREAU}  # fmt: skip
    form = ProfileForm(_posted(request), row=row, initial={} if row else given)
    if form.is_valid():
        try:
            actions.change_profile(by=request.user, at=request.at, **form.profile())
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, words.PROFILE_SAVED)
            return redirect("publishing:site")
    context = {"form": form, "law": queries.law("guide", request.at), "card": queries.site_card()}
    status = 422 if form.errors else 200
    return render(request, "publishing/profile.html", context, status=status)


@require_http_methods(["GET", "POST"])
def site(request: HttpRequest) -> HttpResponse:
    """Show what a redesign would change, and hand it in."""
    card = queries.site_card()
    form = SiteForm(_posted(request))
    if form.is_valid():
        try:
            card = actions.approve_site(by=request.user, at=request.at, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, words.SITE_SUBMITTED.format(no=card.number))
            return redirect("publishing:card", pk=card.pk)
    public, drafted = queries.frames(request.at)
    works = [words.WORK[one["kind"]] for one in queries.site_works(public, drafted)]
    context = {"form": form, "card": card, "redesign": redesign(public, drafted), "works": works}
    return render(request, "publishing/site.html", context)
