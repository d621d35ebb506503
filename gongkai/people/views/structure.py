"""Forms of the administrator: departments and posts."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.people import actions, words
from gongkai.people.forms import DepartmentForm, PostForm
from gongkai.people.views.handling import handled


@login_required
def add_department(request: HttpRequest) -> HttpResponse:
    """Set up a department."""
    form = DepartmentForm(request.POST or None)
    if request.method == "POST" and handled(
        form,
        lambda given: actions.set_up_department(**given, by=request.user, at=request.at),
    ):
        messages.success(request, words.ADDED.format(name=form.cleaned_data["name"]))
        return redirect("people:overview")
    page = {"form": form, "title": "设立科室", "verb": "设立"}
    return render(request, "people/form.html", page)


@login_required
def add_post(request: HttpRequest) -> HttpResponse:
    """Set up a post."""
    form = PostForm(request.POST or None)
    if request.method == "POST" and handled(
        form, lambda given: actions.set_up_post(**given, by=request.user, at=request.at)
    ):
        messages.success(request, words.ADDED.format(name=form.cleaned_data["title"]))
        return redirect("people:overview")
    page = {"form": form, "title": "设立岗位", "verb": "设立"}
    return render(request, "people/form.html", page)
