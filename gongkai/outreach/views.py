"""The release calendar at the desk (发布日历)."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.law.refused import Refused
from gongkai.outreach import actions, queries, words
from gongkai.outreach.forms import CancelForm, ChangeForm, PlanForm, TieForm
from gongkai.outreach.models import Release
from gongkai.outreach.rules import State
from gongkai.people.models import PostKind
from gongkai.people.views.handling import handled

LIST, PAGE = "outreach:releases", "outreach:release"


@require_GET
def releases(request: HttpRequest) -> HttpResponse:
    """List what is planned and what has come out."""
    lines = queries.desk_lines(request.at)
    coming = [one for one in lines if one.state not in {State.RELEASED, State.CANCELLED}]
    context = {"coming": coming, "over": [one for one in lines if one not in coming][::-1],
               "unlisted": queries.unlisted(request.user, request.at),
               "may_plan": bool(request.kinds & {PostKind.EDITOR, PostKind.OFFICE})}  # fmt: skip
    return render(request, "outreach/releases.html", context)


@require_GET
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an entry, its changes, and what may be done with it now."""
    line = queries.line(_found(pk), request.at)
    context = {"line": line, "office": PostKind.OFFICE in request.kinds,
               "editor": bool(request.kinds & {PostKind.EDITOR, PostKind.OFFICE})}  # fmt: skip
    return render(request, "outreach/release.html", context)


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """Plan a release; what is refused keeps everything typed."""
    form = PlanForm(request.POST or None)
    return _entered(request, form, actions.plan, "/desk/releases/")


@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Settle an entry: provisional, then confirmed."""
    return _done(request, pk, lambda: actions.settle(
        release=_found(pk).pk, by=request.user, at=request.at))  # fmt: skip


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for another date."""
    row = _found(pk)
    form = ChangeForm(request.POST or None, initial={"after": row.planned_at})
    return _entered(request, form, actions.ask_change, f"/desk/releases/{pk}/", release=row.pk)


@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask to cancel."""
    form = CancelForm(request.POST or None)
    return _entered(
        request, form, actions.ask_change, f"/desk/releases/{pk}/", release=_found(pk).pk
    )


@require_POST
def decide(request: HttpRequest, pk: int, change: int) -> HttpResponse:
    """Approve a change, or send it back."""
    line = queries.line(_found(pk), request.at)
    if line.pending is None or line.pending.pk != change:
        raise Http404
    return _done(request, pk, lambda: actions.decide_change(
        change=change, approve="approve" in request.POST, by=request.user, at=request.at))  # fmt: skip


@require_http_methods(["GET", "POST"])
def tie(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which draft an entry announces."""
    row = _found(pk)
    form = TieForm(request.POST or None, release=row, user=request.user, at=request.at)
    return _entered(request, form, actions.tie, f"/desk/releases/{pk}/", release=row.pk)


def _found(pk: int) -> Release:
    row = queries.release_of(pk)
    if row is None:
        raise Http404
    return row


def _done(request: HttpRequest, pk: int, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except Refused as no:
        messages.error(request, str(no))
    else:
        messages.success(request, words.DONE)
    return redirect(PAGE, pk)


def _entered(
    request: HttpRequest, form: forms.Form, verb: Any, back: str, **more: Any
) -> HttpResponse:
    """Run a form's one action and go back, or show the form again with all that was typed."""

    def act(values: dict[str, Any]) -> None:
        verb(by=request.user, at=request.at, **more, **values)

    if request.method == "POST" and handled(form, act):
        messages.success(request, words.DONE)
        return redirect(back)
    context = {"form": form, "heading": form.heading, "button": form.button,
               "note": getattr(form, "note", ""), "back_address": back}  # fmt: skip
    return render(request, "publishing/form.html", context, status=422 if form.errors else 200)
