"""The search: an answer in the frame of the public pages, and titles while one types."""

from datetime import datetime
from pathlib import Path

from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from gongkai.portal import forms, generations, queries

# The public pages' own policy: no picture comes from anywhere but here.
POLICY = {"img-src": ["'self'", "data:"]}


@require_safe
@cache_control(no_cache=True)
@csp_replace(POLICY)
def search(request: HttpRequest) -> HttpResponse:
    """Answer a search."""
    page = queries.search(queries.Site(_shown_at(request)), forms.asked(request.GET))
    return _public(render(request, "portal/search.html", {"page": page}))


@require_safe
@cache_control(no_cache=True)
@csp_replace(POLICY)
def suggest(request: HttpRequest) -> HttpResponse:
    """Answer with titles that contain what was typed so far: a piece of a page."""
    found = queries.suggest(forms.asked(request.GET).text)
    return _public(render(request, "portal/suggestions.html", {"suggestions": found}))


def _shown_at(request: HttpRequest) -> datetime:
    """Return the moment of the pages the public is served: the frame is theirs, not the clock's."""
    public = Path(settings.PUBLIC)
    said = generations.manifest(public, generations.current(public)).get("at")
    return datetime.fromisoformat(said) if said else request.at


def _public(answer: HttpResponse) -> HttpResponse:
    answer["X-Robots-Tag"] = "noindex"
    return answer
