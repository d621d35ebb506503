"""The release calendar: a page, ICS, Atom, JSON. Answered, not written: a change of date is told at once."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import condition, require_safe

from gongkai.portal.public.feeds import atom
from gongkai.portal.queries import calendar as queries
from gongkai.portal.views.frame import public_answer, site_of

Answer = Callable[[HttpRequest], HttpResponse]


@require_safe
@public_answer()
def calendar(request: HttpRequest) -> HttpResponse:
    """Show what will be released when, and what was."""
    page = queries.calendar_page(site_of(request), request.at)
    return render(request, "portal/calendar.html", {"page": page})


def _file(kind: str, make: Callable[[HttpRequest], bytes]) -> Answer:
    """Return a view that answers with a file, anybody's program may read it."""

    @require_safe
    @public_answer()
    def answered(request: HttpRequest) -> HttpResponse:
        answer = HttpResponse(make(request), content_type=kind)
        answer["Access-Control-Allow-Origin"] = "*"
        return answer

    return condition()(answered)


calendar_ics = _file(
    "text/calendar; charset=utf-8", lambda given: queries.calendar_ics(site_of(given), given.at)
)
calendar_atom = _file(
    "application/atom+xml; charset=utf-8",
    lambda given: atom(queries.calendar_feed(site_of(given), given.at)),
)
calendar_json = _file(
    "application/json; charset=utf-8", lambda given: queries.calendar_json(site_of(given), given.at)
)
