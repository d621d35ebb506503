"""The public page of the data services."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongkai.figures.views.answers import CALLS, MOST_CELLS, SECONDS
from gongkai.portal.queries.services import services_page
from gongkai.portal.views.frame import public_answer, site_of


@require_safe
@public_answer()
def services(request: HttpRequest) -> HttpResponse:
    """Tell people what programs may ask, with examples."""
    page = services_page(site_of(request), request.at, (MOST_CELLS, CALLS, SECONDS))
    return render(request, "portal/services.html", {"page": page})
