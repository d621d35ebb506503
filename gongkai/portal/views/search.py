"""The search: an answer in the frame of the public pages, and titles while one types."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongkai.portal import forms, queries
from gongkai.portal.views.frame import public_answer, site_of


@require_safe
@public_answer()
def search(request: HttpRequest) -> HttpResponse:
    """Answer a search."""
    page = queries.search(site_of(request), forms.asked(request.GET))
    return render(request, "portal/search.html", {"page": page})


@require_safe
@public_answer()
def suggest(request: HttpRequest) -> HttpResponse:
    """Answer with titles that contain what was typed so far: a piece of a page."""
    found = queries.suggest(forms.asked(request.GET).text)
    return render(request, "portal/suggestions.html", {"suggestions": found})
