"""What every page of the room does: find what may be read, show a form with what was typed."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.casework.models import Case
from gongkai.casework.queries import lists


def found(row: Any) -> Any:
    """Return a row, or the page that says there is none: what may not be read is not there."""
    if row is None:
        raise Http404
    return row


def the_case(request: HttpRequest, pk: int) -> Case:
    """Return a case the person may read."""
    return found(lists.readable(request.user, request.at).filter(pk=pk).first())


def form_page(
    request: HttpRequest, form: forms.Form, *, back: str, about: str = "", **more: Any
) -> HttpResponse:
    """Return a form as a page; one that was refused with all that was typed, and status 422."""
    named = {name: getattr(form, name, "") for name in ("heading", "button", "note", "danger")}
    context = {"form": form, "back": back, "about": about, **named, **more}
    return render(request, "casework/form.html", context, status=422 if form.errors else 200)
