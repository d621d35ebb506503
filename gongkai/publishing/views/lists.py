"""Lists the checks read, and the checks while somebody types."""

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.law.refused import Refused
from gongkai.publishing import actions, queries, words
from gongkai.publishing.forms import WordForm
from gongkai.publishing.models import ListedWord


@require_GET
def lists(request: HttpRequest) -> HttpResponse:
    """Show the words of a list: the bureau's own, and those shipped with the system."""
    chosen = request.GET.get("list", "")
    kind = chosen if chosen in words.LISTS else next(iter(words.LISTS))
    day = queries.day_of(request.at)
    context = {
        "kinds": [(key, name, str(key) == kind) for key, name in words.LISTS.items()],
        "kind": kind,
        "name": words.LISTS[kind],
        "own": [(row, row.term().counts_on(day)) for row in queries.own_words(kind)],
        "shipped": queries.paged(queries.shipped_words(kind), request.GET.get("page")),
        "may_edit": bool(request.kinds & {"office", "secrecy"}),
    }
    return render(request, "publishing/lists.html", context)


@require_http_methods(["GET", "POST"])
def list_add(request: HttpRequest) -> HttpResponse:
    """Add a word to a list."""
    form = WordForm(request.POST or None, initial={"kind": request.GET.get("list", "")})
    if form.is_valid():
        try:
            row = actions.add_word(by=request.user, at=request.at, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, words.LIST_ADDED.format(text=row.text))
            return redirect(f"/desk/lists/?list={row.kind}")
    context = {"form": form, "heading": "词表增加词语", "button": "增加"}
    return render(request, "publishing/form.html", context, status=422 if form.errors else 200)


@require_POST
def list_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a word."""
    row = get_object_or_404(ListedWord, pk=pk)
    actions.end_word(word=row.pk, by=request.user, at=request.at)
    messages.success(request, words.LIST_ENDED.format(text=row.text))
    return redirect(f"/desk/lists/?list={row.kind}")


@require_GET
def quotable(request: HttpRequest) -> JsonResponse:
    """Offer the figures a sentence may quote."""
    found = queries.quotable(request.GET.get("q", "")[:60], request.user, request.at)
    return JsonResponse({"series": found}, json_dumps_params={"ensure_ascii": False})


@require_POST
def live_checks(request: HttpRequest) -> HttpResponse:
    """Say what the fast checks find in what somebody is typing; nothing of it is kept."""
    try:
        given = [(str(place), str(text)) for place, text in json.loads(request.POST["pieces"])]
    except (KeyError, TypeError, ValueError):
        return HttpResponseBadRequest()
    found = actions.live_findings(given, request.at)
    return JsonResponse({"findings": found}, json_dumps_params={"ensure_ascii": False})
