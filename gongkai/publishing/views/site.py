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
from gongkai.publishing.redesign import Redesign, redesign

_COLUMNS = "/desk/columns/"  # where a form about a column leads back to


def _posted(request: HttpRequest) -> QueryDict | None:
    """Return what was posted, an empty form too; None for a page only looked at."""
    return request.POST if request.method == "POST" else None


@require_GET
def columns(request: HttpRequest) -> HttpResponse:
    """Show the drafted tree beside what the public sees."""
    public = {one["key"]: one for one in queries.published_columns(request.at)}
    drafted = queries.drafted_frame().columns
    names = {one["key"]: one["name"] for one in drafted}
    rows = [
        (one, public.get(one["key"]) != one, names.get(one["moved_to"], one["moved_to"]))
        for one in drafted
    ]
    context = {"rows": rows, "card": queries.site_card(), "count": _changes(request).count}
    return render(request, "publishing/columns.html", context)


def _changes(request: HttpRequest) -> Redesign:
    return redesign(queries.published_frame(request.at), queries.drafted_frame())


@require_http_methods(["GET", "POST"])
def column_new(request: HttpRequest) -> HttpResponse:
    """Draft a column."""
    form = ColumnForm(_posted(request), initial={"kind": "信息公开"})
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


def _acted(request: HttpRequest, form: MoveForm | CloseForm, act: Callable[..., Column]) -> bool:
    """Do what a valid form asks; a refusal is said on it. Say whether it was done."""
    if not form.is_valid():
        return False
    try:
        act(by=request.user, at=request.at, **form.cleaned_data)
    except Refused as error:
        form.add_error(None, str(error))
        return False
    return True


@require_http_methods(["GET", "POST"])
def column_move(request: HttpRequest, key: str) -> HttpResponse:
    """Put a column elsewhere in the drafted tree."""
    column = get_object_or_404(Column, slug=key)
    form = MoveForm(_posted(request), column=column)
    if _acted(request, form, lambda **given: actions.move_column(key=key, **given)):
        return redirect("publishing:columns")
    context = {"form": form, "heading": f"移动栏目：{column.title}", "button": "保存",
               "back_address": _COLUMNS}  # fmt: skip
    return render(request, "publishing/form.html", context)


@require_http_methods(["GET", "POST"])
def column_close(request: HttpRequest, key: str) -> HttpResponse:
    """Close a column into another in the drafted tree."""
    column = get_object_or_404(Column, slug=key)
    form = CloseForm(_posted(request), column=column)
    if _acted(request, form, lambda **given: actions.close_column(key=key, **given)):
        return redirect("publishing:columns")
    context = {"form": form, "heading": f"关闭栏目：{column.title}", "button": "关闭栏目",
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
    context = {"form": form, "card": card, "redesign": _changes(request),
               "works": [words.WORK[one["kind"]] for one in queries.site_works(request.at)]}  # fmt: skip
    return render(request, "publishing/site.html", context)
